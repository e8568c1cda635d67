import { onScopeDispose, ref, shallowRef } from 'vue'
import { Refusal } from './api'
import { useDeskText } from './text'

export type Fetched<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly refusal: Refusal }

export function refusalFrom(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause
  throw cause
}

/** Asks at once and again whenever told to; a late answer is dropped, and what is shown stays until the new is there. */
export function useFetched<T>(ask: () => Promise<T>) {
  const found = shallowRef<Fetched<T>>({ state: 'loading' })
  let turn = 0
  async function load(): Promise<void> {
    const own = ++turn
    if (found.value.state === 'failed') found.value = { state: 'loading' }
    try {
      const value = await ask()
      if (own === turn) found.value = { state: 'ready', value }
    } catch (cause) {
      if (own === turn) found.value = { state: 'failed', refusal: refusalFrom(cause) }
    }
  }
  onScopeDispose(() => (turn = -1))
  void load()
  return { found, load }
}

/** @property next where the one behind it begins; null where there is none */
export interface Part<T, C> {
  readonly rows: readonly T[]
  readonly next: C | null
}

/**
 * A list that is read in parts: the first at once, each further one behind what is there, and once however often it is asked for.
 * Where a further one does not come, what is there stays, and `lost` says why.
 *
 * @param ask what follows `from`; null is the beginning
 */
export function usePages<T, C>(ask: (from: C | null) => Promise<Part<T, C>>) {
  const found = shallowRef<Fetched<readonly T[]>>({ state: 'loading' })
  const next = shallowRef<C | null>(null)
  const lost = shallowRef<Refusal | null>(null)
  const reading = ref(false)
  let turn = 0

  async function read(from: C | null): Promise<void> {
    const own = ++turn
    reading.value = true
    lost.value = null
    try {
      const page = await ask(from)
      if (own !== turn) return
      const before = from === null || found.value.state !== 'ready' ? [] : found.value.value
      found.value = { state: 'ready', value: [...before, ...page.rows] }
      next.value = page.next
    } catch (cause) {
      if (own !== turn) return
      const refusal = refusalFrom(cause)
      if (from === null) found.value = { state: 'failed', refusal }
      else lost.value = refusal
    } finally {
      if (own === turn) reading.value = false
    }
  }

  /** From the beginning; what is shown stays until it is there. */
  async function load(): Promise<void> {
    if (found.value.state === 'failed') found.value = { state: 'loading' }
    await read(null)
  }
  /** Another list: nothing of the one before is shown. */
  async function restart(): Promise<void> {
    found.value = { state: 'loading' }
    await read(null)
  }
  async function goOn(): Promise<void> {
    if (next.value !== null && !reading.value) await read(next.value)
  }
  onScopeDispose(() => (turn = -1))
  return { found, next, lost, load, restart, goOn }
}

/** What a refusal says to a person. */
export function useRefusalText() {
  const { t } = useDeskText()
  return (refusal: Refusal): string =>
    refusal.status === 0 ? t('error.offline') : refusal.detail !== '' ? refusal.detail : refusal.title !== '' ? refusal.title : t('error.server')
}
