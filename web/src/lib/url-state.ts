import type { LonLat } from '../map/geo'
import { MAP_LAYERS, type MapLayer } from '../map/painter'

export interface Camera {
  readonly zoom: number
  readonly center: LonLat
}

export interface UrlState {
  readonly query: string
  readonly place: string | null
  readonly camera: Camera | null
  readonly layers: ReadonlySet<MapLayer>
  /** Day of the map; today's if null. */
  readonly day: string | null
  /** Base map of others; ours if null. */
  readonly base: string | null
}

const NO_LAYERS = 'none'

function parseLayers(text: string | null): ReadonlySet<MapLayer> {
  if (text === null || text === '') return new Set(MAP_LAYERS)
  const named = text.split(',')
  return new Set(MAP_LAYERS.filter((layer) => named.includes(layer)))
}

/** As it is published: people type its letter small. */
function parseCode(text: string | null): string | null {
  if (text === null || text === '') return null
  return /^p\d{12}$/.test(text) ? text.toUpperCase() : text
}

function parseDay(text: string | null): string | null {
  if (text === null || !/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null
}

function parseCamera(hash: string): Camera | null {
  const found = /^#map=(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/.exec(hash)
  if (found === null) return null
  const [zoom, lat, lon] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (zoom > 22 || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null
  return { zoom, center: [lon, lat] }
}

export function parseUrl(search: string, hash: string): UrlState {
  const params = new URLSearchParams(search)
  const base = params.get('base')
  return {
    query: params.get('q') ?? '', place: parseCode(params.get('place')), camera: parseCamera(hash),
    layers: parseLayers(params.get('layers')), day: parseDay(params.get('day')), base: base !== null && /^[a-z0-9-]{1,20}$/.test(base) ? base : null,
  }
}

/** Path-relative: `?q=…&place=…&layers=…&day=…&base=…#map=z/lat/lon`, each only where it is not as usual; no more decimals than the zoom can show. */
export function formatUrl(state: UrlState): string {
  const params = new URLSearchParams()
  if (state.query !== '') params.set('q', state.query)
  if (state.place !== null) params.set('place', state.place)
  if (state.layers.size < MAP_LAYERS.length) params.set('layers', state.layers.size === 0 ? NO_LAYERS : MAP_LAYERS.filter((layer) => state.layers.has(layer)).join(','))
  if (state.day !== null) params.set('day', state.day)
  if (state.base !== null) params.set('base', state.base)
  const text = params.toString()
  let hash = ''
  if (state.camera !== null) {
    const digits = Math.max(3, Math.min(6, Math.ceil(state.camera.zoom / 3)))
    const [lon, lat] = state.camera.center
    hash = `#map=${Number(state.camera.zoom.toFixed(2))}/${lat.toFixed(digits)}/${lon.toFixed(digits)}`
  }
  return `${text === '' ? '' : `?${text}`}${hash}`
}
