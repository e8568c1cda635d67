import { fetchExtent } from '../api/client'
import type { ExtentGeometry } from '../map/painter'

const KEPT = 60

/** Extents by code, fetched once; a place without one is remembered as null. */
export function useExtents(load: (code: string, day: string | null) => Promise<{ geometry: ExtentGeometry | null }> = fetchExtent) {
  const kept = new Map<string, Promise<ExtentGeometry | null>>()

  function extentOf(code: string, day: string | null = null): Promise<ExtentGeometry | null> {
    const known = kept.get(code)
    if (known !== undefined) return known
    const asked = load(code, day).then((feature) => feature.geometry).catch(() => {
      kept.delete(code)
      return null
    })
    kept.set(code, asked)
    const oldest = kept.keys().next()
    if (kept.size > KEPT && oldest.done !== true) kept.delete(oldest.value)
    return asked
  }

  return { extentOf, forget: () => kept.clear() }
}
