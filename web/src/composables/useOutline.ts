import { shallowRef, watch, type Ref } from 'vue'
import type { Place, SearchResult } from '../api/types'
import { useI18n } from '../i18n'
import { shownAs } from '../lib/cell'
import { hasExtent, lastDay } from '../lib/extent'
import type { Load } from '../lib/load'
import { isBounded } from '../lib/review'
import type { Extent } from '../map/painter'
import { useExtents } from './useExtents'

const POINTED_AFTER_MS = 150

/**
 * What is outlined on the map: the place of the open card, else the row that is pointed at.
 *
 * @param reviewed whether boundaries may be shown; may be known later than the card
 */
export function useOutline(card: Readonly<Ref<Load<Place>>>, open: Readonly<Ref<boolean>>, pointed: Readonly<Ref<SearchResult | null>>, reviewed: Readonly<Ref<boolean>>) {
  const { t, locale } = useI18n()
  const { extentOf, forget } = useExtents()
  const extents = shallowRef<readonly Extent[]>([])
  let soon: number | undefined

  function hasOutline(place: Pick<Place, 'bbox' | 'class'>): boolean {
    return hasExtent(place) && (reviewed.value || !isBounded(place))
  }

  watch([card, reviewed], async ([now]) => {
    if (now.state !== 'ready') {
      if (now.state === 'idle') extents.value = extents.value.filter((e) => e.kind === 'pointed')
      return
    }
    const place = now.value
    extents.value = [shownAs(place, 'selected', null, t, locale.value)]
    if (!hasOutline(place)) return
    const geometry = await extentOf(place.code, lastDay(place))
    if (card.value === now) extents.value = [shownAs(place, 'selected', geometry, t, locale.value)]
  })

  watch([pointed, open], ([row, over]) => {
    window.clearTimeout(soon)
    if (over) return
    if (row === null) {
      extents.value = []
      return
    }
    soon = window.setTimeout(async () => {
      const geometry = hasOutline(row) ? await extentOf(row.code, lastDay(row)) : null
      if (pointed.value?.code === row.code && !open.value) extents.value = [shownAs(row, 'pointed', geometry, t, locale.value)]
    }, POINTED_AFTER_MS)
  })

  return { extents, forget }
}
