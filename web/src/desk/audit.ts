import type { Locale } from '../i18n/messages'
import { moment } from './text'

/** What is recorded, as it stands in the export. */
export function rawOf(value: unknown): string {
  return value === undefined || value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value)
}

type Told = (key: string, values?: Readonly<Record<string, string | number>>, otherwise?: string) => string

/** A value of an audit record in words: roles, yes and no, moments, states. What has no words stays as it is. */
export function wordsOf(name: string, value: unknown, told: Told, locale: Locale): { text: string; raw: string } {
  const raw = rawOf(value)
  if (typeof value === 'boolean') return { text: told(value ? 'audit.yes' : 'audit.no'), raw }
  if (name === 'days' && typeof value === 'number') return { text: told('audit.days', { count: value }), raw }
  if (name === 'position' && Array.isArray(value)) return { text: value.map((one) => (typeof one === 'number' ? String(Number(one.toFixed(6))) : rawOf(one))).join(', '), raw }
  if (Array.isArray(value)) return { text: value.map((one) => wordsOf(name, one, told, locale).text).join(told('punct.listed')), raw }
  if (typeof value !== 'string') return { text: raw, raw }
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return { text: moment(value, locale), raw }
  if (value === '') return { text: '—', raw }
  return { text: told(name === 'role' ? `role.${value}` : `value.${name}.${value}`, {}, value), raw }
}

/** What a record is about: 账号 沈文博, of account:01998c2e-…; without its name 账号 01998c2e; an address that was refused stays as it is. */
export function objectOf(object: string, told: Told, names: Readonly<Record<string, string>> = {}): { text: string; raw: string } {
  const found = /^([a-z_]+):(.*)$/.exec(object)
  if (found === null) return { text: object, raw: object }
  const [, kind = '', key = ''] = found
  const whole = told(`object.${kind}.${key}`, {}, '')
  if (whole !== '') return { text: whole, raw: object }
  const word = told(`object.${kind}`, {}, kind)
  const short = names[key] ?? (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key) ? key.slice(-8) : key)
  return { text: short === '' || short === 'all' ? word : `${word} ${short}`, raw: object }
}

export interface Choice {
  readonly value: string
  readonly label: string
}

export interface ChoiceGroup {
  readonly label: string
  readonly choices: readonly Choice[]
}

const DEEDS = 'deed.'
const GROUP_OF: Readonly<Record<string, string>> = {
  'sign-in': 'signIn', 'sign-out': 'signIn', password: 'signIn', 'second-factor': 'signIn', session: 'signIn',
  account: 'rights', key: 'rights', delegation: 'rights', access: 'rights', place: 'data', import: 'data', report: 'data', unfound: 'data',
}

/** The actions that are recorded, in words; those of no other group are of the system. */
export function deedChoices(keys: readonly string[], told: Told): ChoiceGroup[] {
  const actions = keys.filter((key) => key.startsWith(DEEDS)).map((key) => key.slice(DEEDS.length))
  return ['signIn', 'rights', 'data', 'system'].map((group) => ({
    label: told(`deeds.${group}`),
    choices: actions.filter((action) => (GROUP_OF[action.split('.', 1)[0] ?? ''] ?? 'system') === group).map((value) => ({ value, label: told(DEEDS + value) })),
  }))
}

/** The kinds of what a record is about. */
export function objectChoices(keys: readonly string[], told: Told): Choice[] {
  return keys.flatMap((key) => {
    const kind = /^object\.([a-z_]+)$/.exec(key)?.[1]
    return kind === undefined ? [] : [{ value: `${kind}:`, label: told(key) }]
  })
}
