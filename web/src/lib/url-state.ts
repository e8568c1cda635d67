import type { LonLat } from '../map/geo'

export interface Camera {
  readonly zoom: number
  readonly center: LonLat
}

export interface UrlState {
  readonly query: string
  readonly place: string | null
  readonly camera: Camera | null
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
  return { query: params.get('q') ?? '', place: params.get('place') || null, camera: parseCamera(hash) }
}

/** Path-relative: `?q=…&place=…#map=z/lat/lon`; no more decimals than the zoom can show. */
export function formatUrl(state: UrlState): string {
  const params = new URLSearchParams()
  if (state.query !== '') params.set('q', state.query)
  if (state.place !== null) params.set('place', state.place)
  const text = params.toString()
  let hash = ''
  if (state.camera !== null) {
    const digits = Math.max(3, Math.min(6, Math.ceil(state.camera.zoom / 3)))
    const [lon, lat] = state.camera.center
    hash = `#map=${Number(state.camera.zoom.toFixed(2))}/${lat.toFixed(digits)}/${lon.toFixed(digits)}`
  }
  return `${text === '' ? '' : `?${text}`}${hash}`
}
