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
  private jumps = false
  private zooming = false
  /** In its next frame the map begins with what it has been asked for. */
  private beginning: number | undefined
  private soon: number | undefined
  private guard: number | undefined

  constructor(private readonly map: L.Map, private readonly animate: boolean) {
    map.on('zoomstart', this.begun)
    map.on('zoomend', this.ended)
  }

  /** @param around stays where it is; null: the middle of the map */
  step(by: number, around: L.LatLng | null = null): void {
    this.next = null
    this.jumps = false
    this.waiting += by
    this.around = around
    if (this.stands()) this.take()
  }

  go(move: () => void): void {
    this.waiting = 0
    this.jumps = false
    if (this.stands()) this.run(move)
    else this.next = move
  }

  /** To a view that is told by an address: where the map stands before it gets there is not to be told to anybody. */
  jump(move: () => void): void {
    const waits = !this.stands()
    this.go(move)
    this.jumps = waits
  }

  willJump(): boolean {
    return this.jumps
  }

  destroy(): void {
    if (this.beginning !== undefined) window.cancelAnimationFrame(this.beginning)
    window.clearTimeout(this.soon)
    window.clearTimeout(this.guard)
    this.map.off('zoomstart', this.begun)
    this.map.off('zoomend', this.ended)
  }

  private stands(): boolean {
    return !this.zooming && this.beginning === undefined && this.soon === undefined
  }

  private run(move: () => void): void {
    move()
    this.beginning = window.requestAnimationFrame(() => {
      this.beginning = undefined
      this.follow()
    })
  }

  private readonly begun = () => {
    this.zooming = true
    window.clearTimeout(this.guard)
    this.guard = window.setTimeout(this.ended, LONGEST_ZOOM_MS)
  }

  private readonly ended = () => {
    this.zooming = false
    window.clearTimeout(this.guard)
    this.follow()
  }

  private follow(): void {
    if (!this.stands() || (this.waiting === 0 && this.next === null)) return
    this.soon = window.setTimeout(() => {
      this.soon = undefined
      const move = this.next
      this.next = null
      this.jumps = false
      if (move === null) this.take()
      else this.run(move)
    })
  }

  private take(): void {
    const zoom = Math.min(this.map.getMaxZoom(), Math.max(this.map.getMinZoom(), this.map.getZoom() + this.waiting))
    const { around } = this
    this.waiting = 0
    if (zoom === this.map.getZoom()) return
    this.run(() => {
      if (around === null) this.map.setZoom(zoom, { animate: this.animate })
      else this.map.setZoomAround(around, zoom, { animate: this.animate })
    })
  }
}
