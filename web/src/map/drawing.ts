import L from 'leaflet'
import { toLatLng, type LonLat } from './geo'

const INK = '#0F5A5A'

/** A line or a ring that is being measured, and the spot that is asked about. */
export class Drawing {
  private measured: L.Layer[] = []
  private spot: L.Layer[] = []

  constructor(private readonly map: L.Map) {}

  measure(points: readonly LonLat[], ring: boolean): void {
    for (const layer of this.measured) layer.remove()
    const at = points.map(toLatLng)
    const shape = { color: INK, weight: 3, opacity: 1, dashArray: '1 7', lineCap: 'round' as const, interactive: false }
    const white = { color: '#fff', weight: 6, opacity: 0.9, interactive: false }
    this.measured = ring && at.length > 2
      ? [L.polygon(at, { ...white, fill: false }), L.polygon(at, { ...shape, fillColor: INK, fillOpacity: 0.1 })]
      : [L.polyline(at, white), L.polyline(at, shape)]
    this.measured.push(...at.map((p) => L.circleMarker(p, { radius: 5, color: INK, weight: 2.2, fillColor: '#fff', fillOpacity: 1, interactive: false })))
    for (const layer of this.measured) layer.addTo(this.map)
  }

  mark(point: LonLat | null): void {
    for (const layer of this.spot) layer.remove()
    this.spot = point === null ? [] : [
      L.circleMarker(toLatLng(point), { radius: 13, stroke: false, fillColor: INK, fillOpacity: 0.18, interactive: false }),
      L.circleMarker(toLatLng(point), { radius: 6.5, color: '#fff', weight: 2.2, fillColor: INK, fillOpacity: 1, interactive: false }),
    ]
    for (const layer of this.spot) layer.addTo(this.map)
  }

  destroy(): void {
    this.measure([], false)
    for (const layer of [...this.measured, ...this.spot]) layer.remove()
  }
}
