import { fill, useI18n } from '../i18n'
import type { Locale } from '../i18n/messages'
import { deskEn } from './texts.en'
import { deskZh } from './texts.zh-CN'

export type DeskKey = keyof typeof deskZh
export type DeskTexts = Readonly<Record<DeskKey, string>>

export const DESK_TEXTS: Readonly<Record<Locale, DeskTexts>> = { 'zh-CN': deskZh, en: deskEn }

function isKey(key: string): key is DeskKey {
  return Object.hasOwn(deskZh, key)
}

/** The texts of the pages for people who sign in; the public map does not carry them. */
export function useDeskText() {
  const { locale, setLocale } = useI18n()
  const t = (key: DeskKey, values: Readonly<Record<string, string | number>> = {}) => fill(DESK_TEXTS[locale.value][key], values)
  /** Of a key that the server has told a part of; itself where there are no words for it. */
  const told = (key: string, values: Readonly<Record<string, string | number>> = {}, otherwise = key) => (isKey(key) ? t(key, values) : otherwise)
  return { locale, setLocale, t, told }
}

export { moment } from '../lib/dates'

/** Whole days from one calendar day to another, 2023-11-15; negative where the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The legal day of a moment. */
export function legalDay(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 10)
}
