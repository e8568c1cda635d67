import L from 'leaflet'
import { toLatLng, type LonLat } from './geo'

export interface Pin {
  readonly number: number
  readonly point: LonLat
  readonly index: number
  readonly name: string
  /** The place lies somewhere around the point. */
  readonly vague?: boolean
}

/** Above the point that it stands on. */
export const PIN_HEIGHT = 36
export const PIN_WIDTH = 32
const NS = 'http://www.w3.org/2000/svg'

function part(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(NS, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function picture(pin: Pin, on: boolean): HTMLElement {
  const box = document.createElement('div')
  const svg = part('svg', { viewBox: '-16 -36 32 38', width: '32', height: '38', 'aria-hidden': 'true' })
  const r = on ? 13 : 11, tip = on ? 7 : 6
  svg.append(
    // without a tip, since nothing is there to point at
    pin.vague === true
      ? part('circle', { cx: '0', cy: '-20', r: '15.5', fill: '#0F5A5A', 'fill-opacity': '0.22' })
      : part('path', { d: `M${-tip} ${-20 + r * 0.7}L0 1L${tip} ${-20 + r * 0.7}z`, fill: '#0F5A5A', stroke: '#fff', 'stroke-width': '1.6', 'paint-order': 'stroke' }),
    part('circle', { cx: '0', cy: '-20', r: String(r), fill: on ? '#0F5A5A' : '#fff', stroke: on ? '#fff' : '#0F5A5A', 'stroke-width': '1.9' }),
  )
  const figure = part('text', { x: '0', y: on ? '-14.900' : '-15.300', 'text-anchor': 'middle', class: 'pin-figure', 'font-size': on ? '15' : '13.500', fill: on ? '#fff' : '#0F5A5A' })
  figure.textContent = String(pin.number)
  svg.append(figure)
  box.append(svg)
  return box
}

/** Numbered pins. The list carries the keyboard and the words; here a pointer may hover and choose. */
export class PinLayer {
  private markers: { pin: Pin; marker: L.Marker }[] = []
  private active: number | null = null

  constructor(private readonly map: L.Map, private readonly events: { point(index: number): void; choose(index: number): void }) {}

  set(pins: readonly Pin[], active: number | null): void {
    for (const { marker } of this.markers) marker.remove()
    this.active = active
    this.markers = pins.map((pin) => {
      const marker = L.marker(toLatLng(pin.point), { icon: this.icon(pin), keyboard: false, interactive: true, zIndexOffset: this.offset(pin) })
      marker.on('mouseover', () => this.events.point(pin.index))
      marker.on('click', () => this.events.choose(pin.index))
      marker.addTo(this.map)
      marker.getElement()?.setAttribute('aria-hidden', 'true')
      return { pin, marker }
    })
  }

  point(active: number | null): void {
    if (active === this.active) return
    const before = this.active
    this.active = active
    for (const { pin, marker } of this.markers) {
      if (pin.index !== before && pin.index !== active) continue
      marker.setIcon(this.icon(pin))
      marker.setZIndexOffset(this.offset(pin))
      marker.getElement()?.setAttribute('aria-hidden', 'true')
    }
  }

  destroy(): void {
    for (const { marker } of this.markers) marker.remove()
    this.markers = []
  }

  private offset(pin: Pin): number {
    return pin.index === this.active ? 5000 : 1000 - pin.number
  }

  private icon(pin: Pin): L.DivIcon {
    return L.divIcon({ html: picture(pin, pin.index === this.active), className: 'pin', iconSize: [PIN_WIDTH, 38], iconAnchor: [PIN_WIDTH / 2, pin.vague === true ? 16 : PIN_HEIGHT] })
  }
}
