import type L from 'leaflet'

/** What a key zooms by; + and _ are typed with Shift. */
export const ZOOM_KEYS: Readonly<Record<string, number>> = { '+': 1, '=': 1, '-': -1, '_': -1 }

/** Steps of zoom: the map drops those that come while it zooms, so that they are kept and taken together as soon as it stands. */
export class ZoomSteps {
  private waiting = 0
  private around: L.LatLng | null = null
  private zooming = false
  private soon: number | undefined

  constructor(private readonly map: L.Map, private readonly animate: boolean) {
    map.on('zoomstart', this.begun)
    map.on('moveend', this.ended)
  }

  /** @param around stays where it is; null: the middle of the map */
  step(by: number, around: L.LatLng | null = null): void {
    this.waiting += by
    this.around = around
    if (!this.zooming && this.soon === undefined) this.take()
  }

  destroy(): void {
    window.clearTimeout(this.soon)
    this.map.off('zoomstart', this.begun)
    this.map.off('moveend', this.ended)
  }

  private readonly begun = () => {
    this.zooming = true
  }

  private readonly ended = () => {
    this.zooming = false
    if (this.waiting === 0 || this.soon !== undefined) return
    this.soon = window.setTimeout(() => {
      this.soon = undefined
      this.take()
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
