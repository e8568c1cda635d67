import { describe, expect, it } from 'vitest'
import { isClear, paddingOf, reach } from '../src/lib/frame'

const panel = { minX: 24, minY: 24, maxX: 472, maxY: 800 }
const bar = { minX: 500, minY: 780, maxX: 1100, maxY: 876 }
const rect = (minX: number, minY: number, maxX: number, maxY: number) => ({ minX, minY, maxX, maxY })

describe('what is left of the map', () => {
  it('ends at a bar below, and a panel beside it or a narrow box changes nothing', () => {
    expect(reach([panel, bar, rect(1360, 24, 1416, 300)], 1440, 900)).toEqual({ top: 0, bottom: 128 })
    expect(paddingOf('desk', true, 0, true, [panel, bar], 1440, 900)).toEqual({ left: 520, right: 88, top: 84, bottom: 128 })
    expect(paddingOf('desk', true, 0, true, [panel], 1440, 900).bottom).toBe(64)
  })

  it('begins on a phone below its tools, its time bar and its measuring', () => {
    const box = rect(12, 16, 378, 64), time = rect(12, 136, 378, 270), sheet = rect(0, 422, 390, 844)
    expect(paddingOf('phone', true, 422, true, [box, sheet], 390, 844)).toEqual({ left: 28, right: 28, top: 136, bottom: 450 })
    expect(paddingOf('phone', true, 422, true, [box, time, sheet], 390, 844).top).toBe(278)
    expect(paddingOf('phone', true, 96, true, [box, rect(0, 748, 390, 844)], 390, 844).bottom).toBe(124)
    expect(paddingOf('phone', true, 764, false, [box, rect(0, 80, 390, 844)], 390, 844).top).toBe(96)
    expect(paddingOf('phone', false, 422, true, [box], 390, 844)).toEqual({ left: 28, right: 28, top: 96, bottom: 68 })
  })

  it('is all but the panel on a tablet, and all once that is tucked away', () => {
    expect(paddingOf('tablet', true, 0, true, [], 1024, 768).left).toBe(448)
    expect(paddingOf('tablet', false, 0, true, [], 1024, 768).left).toBe(48)
    expect(paddingOf('tablet', false, 0, true, [], 844, 390).left).toBe(448)
  })
})

describe('a pin', () => {
  const free = { left: 520, right: 88, top: 84, bottom: 64 }
  const stands = (x: number, y: number) => isClear(x, y, 32, 36, free, [rect(1000, 780, 1100, 876)], 1440, 900)

  it('stands clear with its head, not with its foot alone', () => {
    expect(stands(800, 400)).toBe(true)
    expect(stands(800, 119)).toBe(false)
    expect(stands(800, 121)).toBe(true)
    expect(stands(519, 400)).toBe(false)
    expect(stands(1353, 400)).toBe(false)
    expect(stands(800, 837)).toBe(false)
  })

  it('does not stand clear where a panel takes a part of it', () => {
    expect(stands(1050, 800)).toBe(false)
    expect(stands(990, 800)).toBe(false)
    expect(stands(980, 800)).toBe(true)
    expect(stands(1050, 779)).toBe(true)
  })
})
