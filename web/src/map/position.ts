import L from 'leaflet'
import { toLatLng, type LonLat } from './geo'

const PANE = 'mj-own'

/** Own position: a blue disc and the circle of its accuracy, above the names. */
export class OwnPosition {
  private layers: L.Layer[] = []

  constructor(private readonly map: L.Map) {
    const pane = map.getPane(PANE) ?? map.createPane(PANE)
    pane.style.zIndex = '590' // below the pins
    pane.style.pointerEvents = 'none'
  }

  show(at: LonLat, metres: number): void {
    this.destroy()
    const centre = toLatLng(at)
    this.layers = [
      L.circle(centre, { pane: PANE, radius: metres, stroke: false, fillColor: '#2C6FA8', fillOpacity: 0.14, interactive: false }),
      L.circleMarker(centre, { pane: PANE, radius: 7.5, color: '#fff', weight: 2.6, fillColor: '#2C6FA8', fillOpacity: 1, interactive: false }),
    ]
    for (const layer of this.layers) layer.addTo(this.map)
  }

  destroy(): void {
    for (const layer of this.layers) layer.remove()
    this.layers = []
  }
}
