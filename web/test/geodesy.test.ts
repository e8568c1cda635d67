import { describe, expect, it } from 'vitest'
import { area, distance, length } from '../src/lib/geodesy'
import type { LonLat } from '../src/map/geo'

describe('measures on the sphere', () => {
  it('knows a quarter of the equator and the way to the pole', () => {
    expect(distance([0, 0], [90, 0]) / 1000).toBeCloseTo(10007.5, 0)
    expect(distance([120, 0], [-60, 90]) / 1000).toBeCloseTo(10007.5, 0)
    expect(distance([179.5, 0], [-179.5, 0]) / 1000).toBeCloseTo(111.2, 1)
  })

  it('is within half a percent of the ellipsoid: 北京 to 上海, 1067.6 km', () => {
    const metres = distance([116.39, 39.91], [121.47, 31.23])
    expect(Math.abs(metres / 1_067_600 - 1)).toBeLessThan(0.005)
  })

  it('adds up the pieces of a line', () => {
    expect(length([[0, 0], [1, 0], [1, 1]])).toBeCloseTo(distance([0, 0], [1, 0]) + distance([1, 0], [1, 1]), 6)
    expect(length([[0, 0]])).toBe(0)
    expect(length([])).toBe(0)
  })

  it('knows an eighth of the sphere, whichever way round', () => {
    const octant: LonLat[] = [[0, 0], [90, 0], [0, 90]]
    expect(area(octant) / 510_065_600e6).toBeCloseTo(1 / 8, 4)
    expect(area([...octant].reverse())).toBeCloseTo(area(octant), 0)
  })

  it('knows a small square across the date line, and nothing of two points', () => {
    const square: LonLat[] = [[179.995, 0], [-179.995, 0], [-179.995, 0.01], [179.995, 0.01]]
    expect(area(square) / 1e6).toBeCloseTo(1.2364, 3)
    expect(area([[0, 0], [1, 1]])).toBe(0)
  })
})
