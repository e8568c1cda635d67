import type { LonLat } from '../map/geo'

/** Of a sphere with the area of the Earth (IUGG): distances are right to half a percent. */
const RADIUS_METRES = 6_371_007.2
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Great circle, metres. */
export function distance([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const a = Math.sin(radians(lat2 - lat1) / 2) ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2
  return 2 * RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(a)))
}

export function length(points: readonly LonLat[]): number {
  return points.reduce((sum, point, i) => {
    const before = points[i - 1]
    return before === undefined ? 0 : sum + distance(before, point)
  }, 0)
}

/** Within the ring, whichever way round, square metres; a ring that crosses itself takes away what it goes round twice. */
export function area(points: readonly LonLat[]): number {
  if (points.length < 3) return 0
  let sum = 0
  points.forEach(([lon, lat], i) => {
    const [nextLon, nextLat] = points[(i + 1) % points.length] ?? [lon, lat]
    let across = radians(nextLon - lon)
    if (across > Math.PI) across -= 2 * Math.PI
    if (across < -Math.PI) across += 2 * Math.PI
    // the excess of the triangle with the pole, told by half angles (Bevis and Cambareri)
    sum += 2 * Math.atan2(Math.tan(across / 2) * (Math.tan(radians(lat) / 2) + Math.tan(radians(nextLat) / 2)), 1 + Math.tan(radians(lat) / 2) * Math.tan(radians(nextLat) / 2))
  })
  return Math.abs(sum) * RADIUS_METRES ** 2
}
