import type { Place, Site } from '../api/types'

/** 地图管理条例: a map that shows boundaries has a review number (审图号) before the public sees it; the fictional sample shows none. */
export function mayShowBoundaries(site: Pick<Site, 'fictional' | 'reviewNumber'>): boolean {
  return site.fictional || site.reviewNumber !== null
}

/** Whether the outline of a place is a boundary: of a unit from province to township. */
export function isBounded(place: Pick<Place, 'class'>): boolean {
  return /^21[2-5]/.test(place.class)
}
