import { onScopeDispose, shallowRef } from 'vue'
import { fetchSite, fetchTileJson, problemOf } from '../api/client'
import type { Site, TileJson } from '../api/types'
import type { Load } from '../lib/load'

export interface Ground {
  readonly site: Site
  readonly tiles: TileJson
}

export function useSite() {
  const site = shallowRef<Load<Ground>>({ state: 'loading' })
  const controller = new AbortController()

  async function load(): Promise<void> {
    site.value = { state: 'loading' }
    try {
      const [value, tiles] = await Promise.all([fetchSite(controller.signal), fetchTileJson(controller.signal)])
      site.value = { state: 'ready', value: { site: value, tiles } }
    } catch (cause) {
      if (!controller.signal.aborted) site.value = { state: 'failed', problem: problemOf(cause) }
    }
  }

  onScopeDispose(() => controller.abort())
  void load()
  return { site, load }
}
