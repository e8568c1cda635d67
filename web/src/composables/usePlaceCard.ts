import { onScopeDispose, shallowRef } from 'vue'
import { fetchPlace, problemOf } from '../api/client'
import type { Place } from '../api/types'
import type { Load } from '../lib/load'

export type CardState = Load<Place>

export function usePlaceCard(load: (code: string, signal: AbortSignal) => Promise<Place> = fetchPlace) {
  const card = shallowRef<CardState>({ state: 'idle' })
  const code = shallowRef<string | null>(null)
  let running: AbortController | null = null

  async function open(wanted: string): Promise<void> {
    running?.abort()
    const controller = new AbortController()
    running = controller
    code.value = wanted
    card.value = { state: 'loading' }
    try {
      const value = await load(wanted, controller.signal)
      if (running === controller) card.value = { state: 'ready', value }
    } catch (cause) {
      if (running === controller) card.value = { state: 'failed', problem: problemOf(cause) }
    }
  }

  function close(): void {
    running?.abort()
    running = null
    code.value = null
    card.value = { state: 'idle' }
  }

  function retry(): void {
    if (code.value !== null) void open(code.value)
  }

  onScopeDispose(close)
  return { card, code, open, close, retry }
}
