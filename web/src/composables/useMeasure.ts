import { computed, ref, shallowRef } from 'vue'
import { area, distance, length } from '../lib/geodesy'
import type { LonLat } from '../map/geo'

export type MeasureKind = 'distance' | 'area'

/** Points set on the map one by one, with what lies between or within them. */
export function useMeasure() {
  const on = ref(false)
  const kind = ref<MeasureKind>('distance')
  const points = shallowRef<readonly LonLat[]>([])
  const metres = computed(() => {
    const first = points.value[0], last = points.value[points.value.length - 1]
    const open = length(points.value)
    return kind.value === 'area' && points.value.length > 2 && first !== undefined && last !== undefined ? open + distance(last, first) : open
  })
  const squareMetres = computed(() => (kind.value === 'area' ? area(points.value) : 0))

  function start(): void {
    on.value = true
  }

  function stop(): void {
    on.value = false
    points.value = []
  }

  const add = (point: LonLat) => {
    points.value = [...points.value, point]
  }
  const undo = () => {
    points.value = points.value.slice(0, -1)
  }
  const clear = () => {
    points.value = []
  }

  return { on, kind, points, metres, squareMetres, start, stop, add, undo, clear }
}

export type Measure = ReturnType<typeof useMeasure>
