import L from 'leaflet'

/** GeoJSON order: longitude, latitude. */
export type LonLat = readonly [number, number]
/** west, south, east, north */
export type Bounds = readonly [number, number, number, number]

/** The one place where longitude/latitude turns into Leaflet's order. */
export function toLatLng([lon, lat]: LonLat): L.LatLng {
  return L.latLng(lat, lon)
}

export function fromLatLng(p: L.LatLng): LonLat {
  return [p.lng, p.lat]
}

export function toLatLngBounds([w, s, e, n]: Bounds): L.LatLngBounds {
  return L.latLngBounds(toLatLng([w, s]), toLatLng([e, n]))
}
