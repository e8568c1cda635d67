import { describe, expect, it } from 'vitest'
import { at, BOUNDARIES, columnAt, LABELS, RAIL, ROADS, SHORE_WIDTH, SIGN, STREAM, VILLAGE_SHARE, type Stops } from '../src/map/style'

function rising(stops: Stops, name: string): void {
  for (let i = 1; i < stops.length; i++) {
    expect(stops[i]?.[0], `${name}: zooms rise`).toBeGreaterThan(stops[i - 1]?.[0] ?? Infinity)
    expect(stops[i]?.[1], `${name}: never thinner when nearer`).toBeGreaterThanOrEqual(stops[i - 1]?.[1] ?? Infinity)
  }
}

describe('style tables', () => {
  it('grow with the zoom', () => {
    for (const road of ROADS) rising(road.widths, `road ${road.level}`)
    for (const [kind, label] of Object.entries(LABELS)) rising(label.sizes, kind)
    for (const b of BOUNDARIES) if (b.ribbon !== null) rising(b.ribbon.widths, `ribbon ${b.level}`)
    for (const [name, stops] of Object.entries({ rail: RAIL.widths, dash: RAIL.dash, shore: SHORE_WIDTH, thin: STREAM.thin, wide: STREAM.wide, main: STREAM.main, village: SIGN.village.radius, share: VILLAGE_SHARE })) rising(stops, name)
  })

  it('gives the higher boundary the heavier line and ribbon at every zoom', () => {
    for (let zoom = 8; zoom <= 18; zoom++) {
      const lines = [4, 3, 2, 1].map((level) => columnAt(BOUNDARIES.find((b) => b.level === level)?.columns ?? [], zoom)?.width ?? 0)
      expect([...lines].sort((a, b) => a - b), `z${zoom}`).toEqual(lines)
      const ribbons = [3, 2, 1].map((level) => at(BOUNDARIES.find((b) => b.level === level)?.ribbon?.widths ?? [], zoom))
      expect([...ribbons].sort((a, b) => a - b)).toEqual(ribbons)
    }
  })

  it('draws each level with a dash pattern of its own', () => {
    const patterns = BOUNDARIES.filter((b) => b.level <= 3).map((b) => columnAt(b.columns, 12)?.dash.length)
    expect(new Set(patterns).size).toBe(patterns.length)
  })

  it('gives the higher road the wider fill', () => {
    for (let zoom = 10; zoom <= 17; zoom++) {
      const widths = [6, 5, 4, 3, 2, 1].map((level) => at(ROADS.find((r) => r.level === level)?.widths ?? [], zoom))
      expect([...widths].sort((a, b) => a - b), `z${zoom}`).toEqual(widths)
    }
  })

  it('is linear between stops and level outside them', () => {
    const stops = [[10, 1], [12, 3]] as const
    expect([at(stops, 9), at(stops, 10), at(stops, 11), at(stops, 12), at(stops, 20)]).toEqual([1, 1, 2, 3, 3])
    expect(at([], 5)).toBe(0)
  })
})
