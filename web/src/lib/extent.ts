import type { Place } from '../api/types'

/** Whether there is more to see of a place than a point. */
export function hasExtent(place: Pick<Place, 'bbox'>): boolean {
  return place.bbox !== null && (place.bbox[2] > place.bbox[0] || place.bbox[3] > place.bbox[1])
}

/** Of a unit of the past the last day on which it was one; null for those of today. */
export function lastDay(place: Pick<Place, 'ended'>): string | null {
  return place.ended === null ? null : new Date(Date.parse(place.ended) - 86_400_000).toISOString().slice(0, 10)
}

const ZOOMS: Readonly<Record<string, number>> = { 21200: 7, 21300: 9, 21400: 10, 21500: 12 }

/** Zoom at which a place that is only a point on file shows about as much as it would cover. */
export function zoomOf(place: Pick<Place, 'class'>): number {
  return ZOOMS[place.class] ?? 14
}
