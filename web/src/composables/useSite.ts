import { onScopeDispose, shallowRef } from 'vue'
import { fetchBases, fetchSite, fetchTileJson, problemOf } from '../api/client'
import type { BaseMap, Site, TileJson } from '../api/types'
import type { Load } from '../lib/load'

export interface Ground {
  readonly site: Site
  readonly tiles: TileJson
}

/** Some base maps are for those who have signed in; only a browser that has been at the sign-in is worth the question. */
async function forSignedIn(signal: AbortSignal): Promise<readonly BaseMap[] | null> {
  if (!document.cookie.includes('XSRF-TOKEN=')) return null
  try {
    return (await fetchBases(signal)).bases
  } catch {
    return null
  }
}

export function useSite() {
  const site = shallowRef<Load<Ground>>({ state: 'loading' })
  const controller = new AbortController()

  async function load(): Promise<void> {
    site.value = { state: 'loading' }
    try {
      const [value, tiles, bases] = await Promise.all([fetchSite(controller.signal), fetchTileJson(controller.signal), forSignedIn(controller.signal)])
      site.value = { state: 'ready', value: { site: { ...value, bases: bases ?? value.bases }, tiles } }
    } catch (cause) {
      if (!controller.signal.aborted) site.value = { state: 'failed', problem: problemOf(cause) }
    }
  }

  onScopeDispose(() => controller.abort())
  void load()
  return { site, load }
}
