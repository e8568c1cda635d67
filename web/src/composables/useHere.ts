import { onScopeDispose, shallowRef } from 'vue'
import { fetchSurroundings, problemOf } from '../api/client'
import type { Surroundings } from '../api/types'
import type { Load } from '../lib/load'
import type { LonLat } from '../map/geo'

export interface Asked {
  readonly point: LonLat
  readonly day: string | null
  /** Within which a boundary counts as being here: what a finger on the map can mean. */
  readonly toleranceMetres: number
}

/** What lies at a spot of the map; a late answer is dropped. */
export function useHere(load: (asked: Asked, signal: AbortSignal) => Promise<Surroundings> = fetchSurroundings) {
  const asked = shallowRef<Asked | null>(null)
  const found = shallowRef<Load<Surroundings>>({ state: 'idle' })
  let running: AbortController | null = null

  async function ask(next: Asked): Promise<void> {
    running?.abort()
    const controller = new AbortController()
    running = controller
    asked.value = next
    found.value = { state: 'loading' }
    try {
      const value = await load(next, controller.signal)
      if (running === controller) found.value = { state: 'ready', value }
    } catch (cause) {
      if (running === controller) found.value = { state: 'failed', problem: problemOf(cause) }
    }
  }

  function close(): void {
    running?.abort()
    running = null
    asked.value = null
    found.value = { state: 'idle' }
  }

  function retry(): void {
    if (asked.value !== null) void ask(asked.value)
  }

  onScopeDispose(close)
  return { asked, found, ask, close, retry }
}
