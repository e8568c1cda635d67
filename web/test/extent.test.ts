import { describe, expect, it } from 'vitest'
import { hasExtent, lastDay, zoomOf } from '../src/lib/extent'

describe('extent', () => {
  it('tells a point from an area', () => {
    expect(hasExtent({ bbox: null })).toBe(false)
    expect(hasExtent({ bbox: [113, 27, 113, 27] })).toBe(false)
    expect(hasExtent({ bbox: [113, 27, 114, 27] })).toBe(true)
  })

  it('shows a city without an outline from farther away than a village', () => {
    expect(zoomOf({ class: '21300' })).toBeLessThan(zoomOf({ class: '21500' }))
    expect(zoomOf({ class: '21610' })).toBe(14)
  })
})

describe('last day', () => {
  it('is the day before the end, across months and years', () => {
    expect(lastDay({ ended: '2019-01-01' })).toBe('2018-12-31')
    expect(lastDay({ ended: '2018-12-31' })).toBe('2018-12-30')
    expect(lastDay({ ended: null })).toBeNull()
  })
})
