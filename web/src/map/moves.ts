import type L from 'leaflet'

/** What a key zooms by; + and _ are typed with Shift. */
export const ZOOM_KEYS: Readonly<Record<string, number>> = { '+': 1, '=': 1, '-': -1, '_': -1 }

/** No zooming takes longer, whatever becomes of its end. */
const LONGEST_ZOOM_MS = 1000

/**
 * What the map is asked to do while it zooms it would drop. Here it waits until the map stands: steps of zoom add up, of other
 * moves the last one counts, and so does whatever came last of both.
 */
export class Moves {
  private waiting = 0
  private around: L.LatLng | null = null
  private next: (() => void) | null = null
  private zooming = false
  private soon: number | undefined
  private guard: number | undefined

  constructor(private readonly map: L.Map, private readonly animate: boolean) {
    map.on('zoomstart', this.begun)
    map.on('zoomend', this.ended)
  }

  /** @param around stays where it is; null: the middle of the map */
  step(by: number, around: L.LatLng | null = null): void {
    this.next = null
    this.waiting += by
    this.around = around
    if (this.stands()) this.take()
  }

  go(move: () => void): void {
    this.waiting = 0
    if (this.stands()) move()
    else this.next = move
  }

  destroy(): void {
    window.clearTimeout(this.soon)
    window.clearTimeout(this.guard)
    this.map.off('zoomstart', this.begun)
    this.map.off('zoomend', this.ended)
  }

  private stands(): boolean {
    return !this.zooming && this.soon === undefined
  }

  private readonly begun = () => {
    this.zooming = true
    window.clearTimeout(this.guard)
    this.guard = window.setTimeout(this.ended, LONGEST_ZOOM_MS)
  }

  private readonly ended = () => {
    this.zooming = false
    window.clearTimeout(this.guard)
    if (this.soon !== undefined || (this.waiting === 0 && this.next === null)) return
    this.soon = window.setTimeout(() => {
      this.soon = undefined
      const move = this.next
      this.next = null
      if (move === null) this.take()
      else move()
    })
  }

  private take(): void {
    const zoom = Math.min(this.map.getMaxZoom(), Math.max(this.map.getMinZoom(), this.map.getZoom() + this.waiting))
    this.waiting = 0
    if (zoom === this.map.getZoom()) return
    if (this.around === null) this.map.setZoom(zoom, { animate: this.animate })
    else this.map.setZoomAround(this.around, zoom, { animate: this.animate })
  }
}
