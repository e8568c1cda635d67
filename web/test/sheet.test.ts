import { describe, expect, it } from 'vitest'
import { cuts } from '../src/map/sheet'

describe('a sheet', () => {
  it('is cut into strips that lie edge to edge, none too large, and cover it', () => {
    for (const [width, height, ratio] of [[2304, 1440, 1], [624, 1351, 3], [1000, 300, 1], [3072, 1728, 1.25], [301, 7, 1]] as const) {
      const at = cuts(width, height, ratio)
      expect(at[0]).toBe(0)
      expect(at[at.length - 1]).toBeGreaterThanOrEqual(height)
      expect(at[at.length - 1]).toBeLessThan(height + 4)
      for (let i = 1; i < at.length; i++) {
        const high = (at[i] ?? 0) - (at[i - 1] ?? 0)
        expect(high).toBeGreaterThan(0)
        expect(high * ratio).toBe(Math.round(high * ratio))
        expect(width * ratio * high * ratio).toBeLessThan(1_200_000 + 4 * width * ratio * ratio)
      }
    }
  })

  it('that is small is one canvas', () => {
    expect(cuts(800, 600, 1)).toEqual([0, 600])
  })
})
