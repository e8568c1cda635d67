import { onScopeDispose, shallowRef } from 'vue'
import { fetchMapDays } from '../api/client'

/** Days of the past on which the map looks otherwise; none where nothing is known of it or the server cannot tell now. */
export function useMapDays(load: (signal: AbortSignal) => Promise<{ days: readonly { day: string }[] }> = fetchMapDays) {
  const days = shallowRef<readonly string[]>([])
  const controller = new AbortController()
  onScopeDispose(() => controller.abort())
  load(controller.signal).then((answer) => {
    days.value = answer.days.map((d) => d.day)
  }).catch(() => {
    // the map of today is whole without them
  })
  return { days }
}
