import type { Problem } from '../lib/load'
import type { BaseMap, MapDays, Place, PlaceFeature, SearchAnswer, Site, Surroundings, TileJson } from './types'

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title ?? problem.kind)
  }
}

function field(body: unknown, name: string): string | null {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : null
  return typeof value === 'string' && value !== '' ? value : null
}

async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  let answer: Response
  try {
    answer = await fetch(url, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new ProblemError({ kind: 'offline', title: null, detail: null, status: null })
  }
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok || body === null) {
    const kind = answer.status === 404 ? 'missing' : 'server'
    throw new ProblemError({ kind, title: field(body, 'title'), detail: field(body, 'detail'), status: answer.status })
  }
  return body as T
}

export function problemOf(cause: unknown): Problem {
  return cause instanceof ProblemError ? cause.problem : { kind: 'server', title: null, detail: null, status: null }
}

export const fetchSite = (signal?: AbortSignal) => getJson<Site>('/api/site', signal)
export const fetchBases = (signal?: AbortSignal) => getJson<{ readonly bases: readonly BaseMap[] }>('/api/map-bases', signal)
export const fetchTileJson = (signal?: AbortSignal) => getJson<TileJson>('/tiles/base.json', signal)
/** For each keystroke. */
export const searchPlaces = (query: string, limit: number, signal?: AbortSignal, cursor: string | null = null) =>
  getJson<SearchAnswer>(`/api/suggest?q=${encodeURIComponent(query)}&limit=${limit}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, signal)
/** The whole question, as it is left standing: what finds nothing is told to the officers, without who asked. */
export const askPlaces = (query: string) => getJson<SearchAnswer>(`/api/search?q=${encodeURIComponent(query)}&limit=1`)
export const fetchPlace = (code: string, signal?: AbortSignal) => getJson<Place>(`/api/places/${encodeURIComponent(code)}`, signal)
/** @param day whose outline is wanted; today's if null */
export const fetchExtent = (code: string, day: string | null = null, signal?: AbortSignal) =>
  getJson<PlaceFeature>(`/ogc/collections/places/items/${encodeURIComponent(code)}?f=json${day === null ? '' : `&datetime=${day}`}`, signal)
export const fetchMapDays = (signal?: AbortSignal) => getJson<MapDays>('/api/map-days', signal)
export const fetchSurroundings = (asked: { point: readonly [number, number]; day: string | null; toleranceMetres: number }, signal?: AbortSignal) =>
  getJson<Surroundings>(`/api/reverse?lon=${asked.point[0].toFixed(6)}&lat=${asked.point[1].toFixed(6)}&limit=6&tolerance=${asked.toleranceMetres.toFixed(1)}${asked.day === null ? '' : `&date=${asked.day}`}`, signal)
