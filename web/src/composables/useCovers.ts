import { nextTick, onMounted, onScopeDispose, shallowRef, type Ref } from 'vue'
import type { Rect } from '../map/painter'

/** The rectangles of the map that panels cover; names on the map keep clear of them. */
export function useCovers(root: Readonly<Ref<HTMLElement | null>>) {
  const covers = shallowRef<readonly Rect[]>([])
  let timer: number | undefined
  /** Whoever is watched anew is told of at once: each only once, or it would measure for ever. */
  const sizes = new ResizeObserver(() => later(60))
  let watched = new Set<Element>()

  function measure(): void {
    const box = root.value
    if (box === null) return
    const next: Rect[] = []
    const panels = [...box.querySelectorAll('[data-cover]')]
    const wanted = new Set([box, ...panels])
    for (const element of watched) if (!wanted.has(element)) sizes.unobserve(element)
    for (const element of wanted) if (!watched.has(element)) sizes.observe(element)
    watched = wanted
    for (const element of panels) {
      const r = element.getBoundingClientRect()
      if (r.width > 0 && r.height > 0) next.push({ minX: r.left, minY: r.top, maxX: r.right, maxY: r.bottom })
    }
    const same = next.length === covers.value.length && next.every((r, i) => {
      const o = covers.value[i]
      return o !== undefined && Math.abs(o.minX - r.minX) + Math.abs(o.minY - r.minY) + Math.abs(o.maxX - r.maxX) + Math.abs(o.maxY - r.maxY) < 2
    })
    if (!same) covers.value = next
  }

  function later(wait: number): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(measure, wait)
  }

  async function remeasure(): Promise<void> {
    await nextTick()
    later(30)
  }

  onMounted(measure)
  onScopeDispose(() => {
    window.clearTimeout(timer)
    sizes.disconnect()
  })
  return { covers, remeasure }
}
