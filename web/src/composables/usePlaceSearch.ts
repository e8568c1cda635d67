import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { askPlaces, problemOf, searchPlaces } from '../api/client'
import type { SearchAnswer, SearchResult } from '../api/types'
import type { Problem } from '../lib/load'
import { atHand, first } from '../lib/slices'

/** While typing the old rows stay until new ones come. */
export type SearchState =
  | { readonly state: 'idle' }
  | { readonly state: 'loading'; readonly query: string; readonly rows: readonly SearchResult[] }
  | { readonly state: 'ready'; readonly query: string; readonly rows: readonly SearchResult[]; readonly next: string | null }
  | { readonly state: 'failed'; readonly query: string; readonly problem: Problem }

export interface SearchOptions {
  readonly search?: (query: string, limit: number, signal: AbortSignal, cursor: string | null) => Promise<SearchAnswer>
  readonly delay?: number
  /** Told of what found nothing once it is left standing. */
  readonly unanswered?: (query: string) => Promise<unknown>
  readonly rest?: number
  readonly limit?: number
}

export function usePlaceSearch(options: SearchOptions = {}) {
  const { search = searchPlaces, delay = 120, limit = 10, unanswered = askPlaces, rest = 2000 } = options
  const text = ref('')
  const composing = ref(false)
  const found = shallowRef<SearchState>({ state: 'idle' })
  const active = ref(-1)
  let turn = 0
  let timer: number | undefined
  let resting: number | undefined
  let running: AbortController | null = null
  /** Enter came before the answer to what it was pressed for. */
  let entered: (() => void) | null = null
  /** The arrows have gone through the rows since something was typed. */
  let led = false
  let typedAt = Number.NEGATIVE_INFINITY

  const rows = computed<readonly SearchResult[]>(() => {
    const now = found.value
    return now.state === 'ready' || now.state === 'loading' ? now.rows : []
  })
  const activeRow = computed<SearchResult | null>(() => rows.value[active.value] ?? null)

  function stop(): void {
    turn++
    window.clearTimeout(timer)
    window.clearTimeout(resting)
    running?.abort()
    running = null
  }

  async function ask(query: string): Promise<void> {
    stop()
    const mine = turn
    const controller = new AbortController()
    running = controller
    found.value = { state: 'loading', query, rows: rows.value }
    try {
      const answer = await first(search(query, limit, controller.signal, null))
      if (mine !== turn) return
      found.value = { state: 'ready', query, rows: answer.results, next: answer.next }
      active.value = answer.results.length > 0 ? 0 : -1
      led = false
      const choose = entered
      drop()
      choose?.()
      if (answer.results.length === 0) resting = window.setTimeout(() => void unanswered(query).catch(() => undefined), rest)
    } catch (cause) {
      if (mine !== turn) return
      drop()
      found.value = { state: 'failed', query, problem: problemOf(cause) }
      active.value = -1
    } finally {
      if (running === controller) running = null
    }
  }

  /** The rows that follow come in behind those that are there; the active row stays. */
  async function more(): Promise<void> {
    const now = found.value
    if (now.state !== 'ready' || now.next === null || running !== null) return
    const mine = turn
    const controller = new AbortController()
    running = controller
    try {
      const answer = await search(now.query, limit, controller.signal, now.next)
      if (mine !== turn) return
      found.value = { ...now, rows: [...now.rows, ...answer.results], next: answer.next }
    } catch (cause) {
      if (mine === turn) found.value = { state: 'failed', query: now.query, problem: problemOf(cause) }
    } finally {
      if (running === controller) running = null
    }
  }

  /** Nobody waits for the answer any more. */
  function drop(): void {
    entered = null
  }

  /** Chooses at once what answers the text, or as soon as its answer is there, unless somebody types on or leaves. */
  function enter(choose: () => void): void {
    const query = text.value.trim(), now = found.value
    const asked = now.state !== 'idle' && now.query === query
    if (query === '' || (asked && now.state === 'failed')) return
    if ((asked && now.state === 'ready') || led) {
      drop()
      choose()
      return
    }
    entered = choose
    if (!asked) void ask(query)
  }

  function clear(): void {
    stop()
    drop()
    text.value = ''
    found.value = { state: 'idle' }
    active.value = -1
  }

  function schedule(wait: number): void {
    window.clearTimeout(timer)
    window.clearTimeout(resting)
    drop()
    led = false
    const query = text.value.trim()
    if (query === '') {
      stop()
      found.value = { state: 'idle' }
      active.value = -1
      return
    }
    if (composing.value) return
    const now = found.value
    if (now.state !== 'idle' && now.state !== 'failed' && now.query === query) return
    timer = window.setTimeout(() => void ask(query), wait)
  }

  function type(value: string): void {
    atHand()
    typedAt = performance.now()
    text.value = value
    schedule(delay)
  }

  /** Milliseconds that nothing has been typed for; infinite where the text came from elsewhere. */
  function typedAgo(): number {
    return performance.now() - typedAt
  }

  function compose(on: boolean): void {
    composing.value = on
    typedAt = performance.now()
    if (!on) schedule(delay)
  }

  function submit(value: string): void {
    typedAt = Number.NEGATIVE_INFINITY
    text.value = value
    schedule(0)
  }

  function retry(): void {
    const query = text.value.trim()
    if (query !== '') void ask(query)
  }

  function move(step: number): void {
    const n = rows.value.length
    if (n === 0) return
    active.value = (active.value + step + n) % n
    led = true
  }

  onScopeDispose(() => {
    stop()
    drop()
  })
  return { text, composing, found, rows, active, activeRow, typedAgo, type, compose, submit, retry, more, enter, drop, clear, move }
}

export type PlaceSearch = ReturnType<typeof usePlaceSearch>
