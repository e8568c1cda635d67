import { ref } from 'vue'
import type { LonLat } from '../map/geo'

export type LocateState =
  | { readonly state: 'idle' }
  | { readonly state: 'asking' }
  | { readonly state: 'found'; readonly point: LonLat; readonly metres: number }
  | { readonly state: 'denied' }
  | { readonly state: 'failed' }

export function useLocate(found: (point: LonLat, metres: number) => void) {
  const locate = ref<LocateState>({ state: 'idle' })

  function ask(): void {
    if (!('geolocation' in navigator)) {
      locate.value = { state: 'failed' }
      return
    }
    locate.value = { state: 'asking' }
    navigator.geolocation.getCurrentPosition((answer) => {
      const point: LonLat = [answer.coords.longitude, answer.coords.latitude]
      const metres = Math.round(answer.coords.accuracy)
      locate.value = { state: 'found', point, metres }
      found(point, metres)
    }, (error) => {
      locate.value = { state: error.code === error.PERMISSION_DENIED ? 'denied' : 'failed' }
    }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 })
  }

  return { locate, ask, dismiss: () => (locate.value = { state: 'idle' }) }
}
