import { onScopeDispose, shallowRef } from 'vue'
import { fetchBases, fetchSite, fetchTileJson, problemOf } from '../api/client'
import { fetchRoles } from '../api/officer'
import type { BaseMap, Site, TileJson } from '../api/types'
import type { Load } from '../lib/load'

export interface Ground {
  readonly site: Site
  readonly tiles: TileJson
}

/** Some base maps are for those who have signed in: nobody else asks for them. */
async function forSignedIn(signal: AbortSignal): Promise<readonly BaseMap[] | null> {
  if ((await fetchRoles()).length === 0) return null
  try {
    return (await fetchBases(signal)).bases
  } catch {
    return null
  }
}

/** @param choosesBase whether anybody can choose another base map here */
export function useSite(choosesBase = true) {
  const site = shallowRef<Load<Ground>>({ state: 'loading' })
  const controller = new AbortController()

  async function load(): Promise<void> {
    site.value = { state: 'loading' }
    try {
      const [value, tiles, bases] = await Promise.all([fetchSite(controller.signal), fetchTileJson(controller.signal), choosesBase ? forSignedIn(controller.signal) : null])
      site.value = { state: 'ready', value: { site: { ...value, bases: bases ?? value.bases }, tiles } }
    } catch (cause) {
      if (!controller.signal.aborted) site.value = { state: 'failed', problem: problemOf(cause) }
    }
  }

  onScopeDispose(() => controller.abort())
  void load()
  return { site, load }
}
