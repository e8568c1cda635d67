import { onScopeDispose, shallowRef } from 'vue'
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

/** What a refusal says to a person. */
export function useRefusalText() {
  const { t } = useDeskText()
  return (refusal: Refusal): string =>
    refusal.status === 0 ? t('error.offline') : refusal.detail !== '' ? refusal.detail : refusal.title !== '' ? refusal.title : t('error.server')
}
