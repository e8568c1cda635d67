import { contentOf, done, keyFor } from './once'

/** The API for people who have signed in. What changes something carries the token of the session; see docs/accounts.md. */

export interface Person {
  readonly id: string
  readonly login: string
  readonly displayName: string
  readonly role: string
  readonly roleName: string
  readonly jurisdiction: string
  readonly section: string | null
}

export type NextStep = 'second-factor' | 'change-password' | 'enrol-second-factor'

export interface Session {
  readonly account: Person | null
  readonly next: NextStep | null
  readonly actingFor: readonly Person[]
}

export interface SignInWays {
  readonly singleSignOn: { readonly name: string; readonly address: string } | null
  readonly unlinked: string | null
}

export interface SecondFactor {
  readonly set: boolean
  readonly since: string | null
  readonly recoveryCodes: number
  readonly demanded: boolean
}

export interface OpenSession {
  readonly id: string
  readonly since: string
  readonly lastRequest: string
  readonly from: string | null
  readonly browser: string | null
  readonly system: string | null
  readonly current: boolean
  readonly complete: boolean
}

export interface Enrolment {
  readonly secret: string
  readonly uri: string
}

export interface WaitingItem {
  readonly kind: string
  readonly key: string
  readonly values: Readonly<Record<string, string>>
  readonly since: string | null
  readonly due: string | null
  readonly pressing: boolean
  readonly spot: { readonly lon: number; readonly lat: number } | null
  readonly page: string
}

export interface Waiting {
  readonly today: string
  readonly items: readonly WaitingItem[]
}

export interface Account {
  readonly id: string
  readonly login: string
  readonly displayName: string
  readonly role: string
  readonly roleName: string
  readonly jurisdiction: string
  readonly section: string | null
  readonly disabled: boolean
  readonly passwordOnce: boolean
  readonly secondFactor: boolean
  readonly lockedUntil: string | null
}

export interface AccountChange {
  readonly displayName: string
  readonly role: string
  readonly jurisdiction: string | null
  readonly section: string | null
  readonly disabled: boolean
  readonly reason: string
}

export interface RoleCard {
  readonly role: string
  readonly chinese: string
  readonly english: string
  readonly administrator: boolean
  readonly second: boolean
}

export interface Key {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly hint: string
  readonly scopes: readonly string[]
  readonly perDay: number
  readonly perMinute: number
  readonly createdAt: string
  readonly expiresAt: string
  readonly revokedAt: string | null
  readonly lastUsedAt: string | null
}

export interface Delegation {
  readonly id: string
  readonly absent: string
  readonly absentName: string
  readonly deputy: string
  readonly deputyName: string
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly endedAt: string | null
}

export type Json = Readonly<Record<string, unknown>>

export interface AuditEntry {
  readonly id: string
  readonly position: number | null
  readonly at: string
  readonly login: string
  readonly displayName: string
  readonly role: string
  readonly kind: 'act' | 'change' | 'correction'
  readonly action: string
  readonly object: string
  readonly reason: string | null
  readonly address: string | null
  readonly before: Json | null
  readonly after: Json | null
  readonly detail: Json
  /** Of people, by the numbers of their accounts and deputies. */
  readonly names: Readonly<Record<string, string>>
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  readonly next: string | null
}

export interface Verification {
  readonly records: number
  readonly waiting: number
  readonly anchors: number
  readonly faults: readonly { readonly position: number | null; readonly record: string | null; readonly what: string }[]
}

export interface Anchor {
  readonly at: string
  readonly position: number
  readonly hash: string
}

export interface Setting {
  readonly name: string
  readonly value: string | null
  readonly source: 'default' | 'environment' | 'file' | 'command' | 'administrator'
  readonly secret: boolean
  readonly given: boolean
  readonly since: string | null
  readonly by: string | null
}

/** What an administrator has set at one time; a null member is left to what the server was started with. */
export interface SettingChange {
  readonly version: number
  readonly at: string
  readonly by: string
  readonly login: string
  readonly reason: string
  readonly before: Json | null
  readonly after: Json
}

export interface BaseSetting {
  readonly id: string
  readonly title: string
  readonly titleEn: string | null
  readonly template: string
  readonly subdomains: readonly string[]
  readonly minZoom: number
  readonly maxZoom: number
  readonly attribution: string
  readonly signedIn: boolean
}

export interface SiteValues {
  readonly title: string | null
  readonly producer: string | null
  readonly dataDate: string | null
  readonly reviewNumber: string | null
  readonly notice: string | null
  readonly bases: readonly BaseSetting[] | null
}

export interface SiteSettings {
  readonly given: SiteValues
  readonly start: SiteValues
  readonly data: { readonly title: string; readonly producer: string | null; readonly dataDate: string | null; readonly fictional: boolean; readonly mixed: boolean }
  readonly changes: readonly SettingChange[]
}

export interface PolicyValues {
  readonly secondFactor: string | null
  readonly sessionIdle: string | null
  readonly sessionAbsolute: string | null
}

export interface Policies {
  readonly passwordShortest: number
  readonly wrongPasswords: number
  readonly lock: string
  readonly given: PolicyValues
  readonly start: PolicyValues
  readonly changes: readonly SettingChange[]
}

/** @property gridMetres 0: the position is not published */
export interface PositionRule {
  readonly prefix: string
  readonly gridMetres: number
}

export interface PositionValues {
  readonly rules: readonly PositionRule[]
}

export interface PositionClass {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly places: number
}

export interface Positions {
  readonly given: PositionValues
  readonly classes: readonly PositionClass[]
  readonly mostPlaces: number
  readonly changes: readonly SettingChange[]
}

export interface Check {
  readonly part: string
  readonly state: 'good' | 'watch' | 'bad'
  readonly finding: string
  readonly values: Readonly<Record<string, string>>
}

export interface Health {
  readonly version: string
  readonly since: string
  readonly checks: readonly Check[]
}

export interface ImportProfile {
  readonly name: string
  readonly title: string
}

export interface ImportJob {
  readonly id: string
  readonly profile: string
  readonly dryRun: boolean
  readonly files: readonly string[]
  readonly state: 'waiting' | 'running' | 'done' | 'refused' | 'cancelled' | 'failed'
  readonly stage: string
  readonly done: number
  readonly total: number
  readonly result: { readonly accepted: number; readonly flagged: number; readonly rejected: number; readonly unchanged: number; readonly proposals: number } | null
  readonly message: string | null
  readonly remedy: string | null
}

export interface ImportRun {
  readonly id: string
  readonly profile: string
  readonly files: readonly string[]
  readonly author: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly state: 'running' | 'done' | 'refused' | 'cancelled' | 'failed'
  readonly accepted: number
  readonly flagged: number
  readonly rejected: number
  readonly unchanged: number
  readonly message: string | null
  readonly waiting: boolean
  readonly settled: { readonly by: string; readonly at: string; readonly reason: string } | null
}

export interface Imports {
  readonly jobs: readonly ImportJob[]
  readonly runs: readonly ImportRun[]
}

/** A name that people looked for and did not find. */
export interface UnfoundQuery {
  readonly id: string
  readonly text: string
  readonly times: number
  readonly firstDay: string
  readonly lastDay: string
  readonly state: 'open' | 'linked' | 'dismissed'
  readonly found: readonly { readonly code: string; readonly name: string; readonly within: string }[]
  readonly place: string | null
  readonly placeName: string | null
  readonly reason: string | null
  readonly settledBy: string | null
  readonly settledAt: string | null
}

export interface ErrorReport {
  readonly id: string
  readonly receipt: string
  readonly placeCode: string | null
  readonly placeName: string | null
  readonly point: readonly number[] | null
  readonly divisionCode: string | null
  readonly what: string
  readonly text: string
  readonly source: string | null
  readonly maskedContact: string | null
  readonly createdAt: string
}

export interface AnsweredReport {
  readonly report: ErrorReport
  readonly state: 'answered' | 'dismissed'
  readonly answer: string
  readonly by: string
  readonly at: string
}

/** A problem document (RFC 9457), or the lack of any answer (status 0). */
export class Refusal extends Error {
  constructor(readonly status: number, readonly title: string, readonly detail: string, readonly errors: Readonly<Record<string, string>>) {
    super(title)
  }
}

export interface Answer<T> {
  readonly value: T
  readonly etag: string | null
}

const TOKEN = 'XSRF-TOKEN'

function token(): string | null {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${TOKEN}=`))
  return found === undefined ? null : decodeURIComponent(found.slice(TOKEN.length + 1))
}

function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}

function text(body: unknown, name: string): string {
  const value = member(body, name)
  return typeof value === 'string' ? value : ''
}

function faults(body: unknown): Record<string, string> {
  const all = member(body, 'errors')
  return Array.isArray(all) ? Object.fromEntries(all.map((fault) => [text(fault, 'parameter'), text(fault, 'detail')])) : {}
}

/** The refusal that a body tells of. */
export function refusalOf(status: number, body: unknown): Refusal {
  return new Refusal(status, text(body, 'title'), text(body, 'detail'), faults(body))
}

/** What to do where the session has ended; set once by the application. */
let onSignedOut: () => void = () => undefined
export function whenSignedOut(act: () => void): void {
  onSignedOut = act
}

export async function headers(method: string): Promise<Record<string, string>> {
  if (method === 'GET') return { accept: 'application/json' }
  if (token() === null) await fetch('/api/session')
  return { accept: 'application/json', 'x-xsrf-token': token() ?? '' }
}

async function ask<T>(method: string, address: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer<T>> {
  let answer: Response
  try {
    answer = await fetch(address, {
      method,
      headers: { ...(await headers(method)), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch {
    throw new Refusal(0, '', '', {})
  }
  const told: unknown = answer.status === 204 ? null : await answer.json().catch(() => null)
  if (answer.ok) return { value: told as T, etag: answer.headers.get('etag') }
  const refusal = refusalOf(answer.status, told)
  if (answer.status === 401 && !address.startsWith('/api/session')) onSignedOut()
  throw refusal
}

const get = async <T>(address: string) => (await ask<T>('GET', address)).value
const post = async <T>(address: string, body?: unknown) => (await ask<T>('POST', address, body)).value
const create = async <T>(address: string, body: unknown) => {
  const value = (await ask<T>('POST', address, body, { 'idempotency-key': keyFor(address, JSON.stringify(body)) })).value
  done(address)
  return value
}
const put = async <T>(address: string, body?: unknown) => (await ask<T>('PUT', address, body)).value
const remove = async (address: string) => void (await ask<null>('DELETE', address))
const one = (base: string, id: string, act = '') => `${base}/${encodeURIComponent(id)}${act}`

export const session = () => get<Session>('/api/session')
export const signInWays = () => get<SignInWays>('/api/session/ways')
export const signIn = (login: string, password: string) => post<Session>('/api/session', { login, password })
export const signOut = () => remove('/api/session')
export const proveSecondFactor = (code: string) => post<Session>('/api/session/second-factor', { code })
export const changePassword = (old: string, chosen: string) => put<Session>('/api/session/password', { old, new: chosen })
export const beginSecondFactor = () => post<Enrolment>('/api/session/second-factor/enrolment')
export const confirmSecondFactor = (code: string) =>
  put<{ recoveryCodes: readonly string[]; session: Session }>('/api/session/second-factor/enrolment', { code })

export const secondFactor = () => get<SecondFactor>('/api/session/second-factor')
export const renewRecoveryCodes = async (code: string) => (await post<{ recoveryCodes: readonly string[] }>('/api/session/second-factor/recovery-codes', { code })).recoveryCodes
export const openSessions = async () => (await get<{ sessions: readonly OpenSession[] }>('/api/sessions')).sessions
export const endSession = (id: string) => remove(one('/api/sessions', id))
export const endOtherSessions = () => remove('/api/sessions')

export const desk = () => get<Waiting>('/api/desk')

export const unfound = (state: 'open' | 'settled', skip: number) => get<{ queries: readonly UnfoundQuery[]; more: boolean }>(`/api/unfound?state=${state}&skip=${skip}`)
export const settleUnfound = (id: string, place: string | null, reason: string) => post<null>(one('/api/unfound', id, '/settlement'), { outcome: place === null ? 'dismissed' : 'linked', place, reason })

export const errorReports = () => get<{ reports: readonly ErrorReport[]; more: boolean }>('/api/error-reports')
export const answeredReports = (cursor: string | null) =>
  get<{ reports: readonly AnsweredReport[]; next: string | null }>(`/api/error-reports/answered${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`)
export const answerReport = (id: string, outcome: 'answered' | 'dismissed', answer: string) => post<null>(one('/api/error-reports', id, '/answer'), { outcome, answer })
export const reportContact = async (id: string) => (await post<{ contact: string | null }>(one('/api/error-reports', id, '/contact'))).contact

export const accounts = async () => (await get<{ accounts: readonly Account[] }>('/api/admin/accounts')).accounts
export const account = (id: string) => ask<Account>('GET', one('/api/admin/accounts', id))
export const roles = async () => (await get<{ roles: readonly RoleCard[] }>('/api/admin/roles')).roles
export const createAccount = (wanted: Omit<AccountChange, 'disabled'> & { readonly login: string }) =>
  create<{ account: Account; oneTimePassword: string | null; toldBefore: boolean }>('/api/admin/accounts', wanted)
export const changeAccount = (id: string, etag: string, change: AccountChange) =>
  ask<Account>('PUT', one('/api/admin/accounts', id), change, { 'if-match': etag })
export const resetPassword = (id: string, reason: string) => create<{ oneTimePassword: string | null; toldBefore: boolean }>(one('/api/admin/accounts', id, '/password-reset'), { reason })
export const endSessions = (id: string, reason: string) => post<null>(one('/api/admin/accounts', id, '/sign-out'), { reason })
export const unlock = (id: string, reason: string) => post<null>(one('/api/admin/accounts', id, '/unlock'), { reason })
export const resetSecondFactor = (id: string, reason: string) => post<null>(one('/api/admin/accounts', id, '/second-factor-reset'), { reason })

export const ownKeys = async () => (await get<{ keys: readonly Key[] }>('/api/keys')).keys
export const allKeys = async () => (await get<{ keys: readonly Key[] }>('/api/admin/keys')).keys
export const createKey = (wanted: { name: string; scopes: readonly string[]; perDay: number; perMinute: number; days: number }) =>
  create<{ key: Key; secret: string | null; toldBefore: boolean }>('/api/keys', wanted)
export const revokeOwnKey = (id: string) => remove(one('/api/keys', id))
export const revokeKey = (id: string, reason: string) => post<null>(one('/api/admin/keys', id, '/revocation'), { reason })

export const delegations = async () => (await get<{ delegations: readonly Delegation[] }>('/api/delegations')).delegations
export const createDelegation = (wanted: { deputy: string; from: string | null; to: string; reason: string }) => create<Delegation>('/api/delegations', wanted)
export const endDelegation = (id: string) => remove(one('/api/delegations', id))

export const auditPage = (own: boolean, query: URLSearchParams) => get<AuditPage>(`/api/audit${own ? '/mine' : ''}?${query.toString()}`)
export const verifyAudit = () => get<Verification>('/api/audit/verification')
export const auditAnchor = () => get<Anchor | null>('/api/audit/anchor')

export const settings = async () => (await get<{ settings: readonly Setting[] }>('/api/admin/settings')).settings
export const siteSettings = () => ask<SiteSettings>('GET', '/api/admin/site')
export const changeSite = (etag: string, values: SiteValues, reason: string) => ask<SiteSettings>('PUT', '/api/admin/site', { ...values, reason }, { 'if-match': etag })
export const policies = () => ask<Policies>('GET', '/api/admin/policies')
export const changePolicies = (etag: string, values: PolicyValues, reason: string) =>
  ask<Policies>('PUT', '/api/admin/policies', { ...values, reason }, { 'if-match': etag })
export const positions = () => ask<Positions>('GET', '/api/admin/positions')
export const changePositions = (etag: string, values: PositionValues, reason: string) =>
  ask<Positions>('PUT', '/api/admin/positions', { ...values, reason }, { 'if-match': etag })
export const health = () => get<Health>('/api/admin/health')

export const imports = () => get<Imports>('/api/imports')
export const importProfiles = () => get<readonly ImportProfile[]>('/api/imports/profiles')
export const stopImport = (id: string) => remove(one('/api/imports', id))
export const settleImport = (id: string, reason: string) => post<null>(one('/api/imports', id, '/settlement'), { reason })

/** Sends files with the share that has gone out so far. */
export async function startImport(form: FormData, sent: (share: number) => void): Promise<ImportJob> {
  const carried = { ...(await headers('POST')), 'idempotency-key': keyFor('/api/imports', contentOf(form)) }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/imports')
    Object.entries(carried).forEach(([name, value]) => request.setRequestHeader(name, value))
    request.responseType = 'json'
    request.upload.onprogress = (event) => sent(event.lengthComputable && event.total > 0 ? event.loaded / event.total : 0)
    request.onerror = () => reject(new Refusal(0, '', '', {}))
    request.onload = () => {
      if (request.status < 300) {
        done('/api/imports')
        resolve(request.response as ImportJob)
      } else reject(refusalOf(request.status, request.response))
    }
    request.send(form)
  })
}
