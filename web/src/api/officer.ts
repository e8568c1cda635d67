import type { components } from './schema'
import type { LonLat } from '../map/geo'
import { ProblemError } from './client'

export type PastCorrection = components['schemas']['PastCorrection']
export type Statements = components['schemas']['Statements']
export type Subject = 'name' | 'spelling' | 'meaning' | 'origin' | 'position'

export interface Held {
  readonly statements: Statements
  readonly tag: string
}

/** @prop value empty: a meaning or an origin is struck out */
export interface Correction {
  readonly what: Subject
  readonly value: string | null
  readonly position: LonLat | null
  readonly reason: string
  readonly source: string
}

/** What the server said of each member, by its name; empty where it said nothing in particular. */
export class CorrectionRefused extends Error {
  constructor(readonly status: number, readonly detail: string, readonly faults: ReadonlyMap<string, string>) {
    super(detail)
  }
}

function token(): string {
  const found = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)
  return found?.[1] === undefined ? '' : decodeURIComponent(found[1])
}

/** Whether this browser has been at the sign-in; asks nobody, and does not know whether anybody has signed in there. */
export const hasBeenAtSignIn = (): boolean => token() !== ''

async function send(url: string, init: RequestInit): Promise<{ body: unknown; tag: string }> {
  let answer: Response
  try {
    answer = await fetch(url, init)
  } catch {
    throw new ProblemError({ kind: 'offline', title: null, detail: null, status: null })
  }
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) {
    const told: { detail?: unknown; errors?: unknown } = typeof body === 'object' && body !== null ? body : {}
    const faults = new Map<string, string>()
    for (const one of Array.isArray(told.errors) ? told.errors : []) faults.set(String(one.parameter), String(one.detail))
    throw new CorrectionRefused(answer.status, typeof told.detail === 'string' ? told.detail : '', faults)
  }
  return { body, tag: answer.headers.get('etag') ?? '' }
}

let roles: Promise<readonly string[]> | null = null

/** The roles of whoever has signed in, his own and those in which he acts for somebody; none where nobody has. Asked once: who signs in or out loads the page anew. */
export function fetchRoles(): Promise<readonly string[]> {
  if (!hasBeenAtSignIn()) return Promise.resolve([])
  roles ??= askRoles().catch(() => {
    roles = null
    return []
  })
  return roles
}

async function askRoles(): Promise<readonly string[]> {
  const { body } = await send('/api/session', { headers: { accept: 'application/json' } })
  const who = body as components['schemas']['SessionState']
  if (who.account === null || who.next !== null) return []
  return [who.account.role, ...who.actingFor.map((one) => one.role)]
}

export async function fetchHeld(code: string): Promise<Held> {
  const { body, tag } = await send(`/api/corrections/${encodeURIComponent(code)}`, { headers: { accept: 'application/json' } })
  return { statements: body as Statements, tag }
}

export async function sendCorrection(code: string, tag: string, correction: Correction): Promise<Held> {
  const { body, tag: next } = await send(`/api/corrections/${encodeURIComponent(code)}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'if-match': tag, 'x-xsrf-token': token() },
    body: JSON.stringify(correction),
  })
  return { statements: body as Statements, tag: next }
}

/** The newest first. */
export async function fetchHistory(code: string): Promise<readonly PastCorrection[]> {
  const { body } = await send(`/api/corrections/${encodeURIComponent(code)}/history`, { headers: { accept: 'application/json' } })
  return (body as components['schemas']['CorrectionHistory']).corrections
}
