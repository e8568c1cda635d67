import { describe, expect, it } from 'vitest'
import { isBounded, mayShowBoundaries } from '../src/lib/review'

describe('boundaries', () => {
  it('of real data are shown once the map has a review number, those of the sample always', () => {
    expect(mayShowBoundaries({ fictional: false, reviewNumber: null })).toBe(false)
    expect(mayShowBoundaries({ fictional: false, reviewNumber: 'GS(2026)1号' })).toBe(true)
    expect(mayShowBoundaries({ fictional: true, reviewNumber: null })).toBe(true)
  })

  it('are the outlines of units from province to township, not of rivers or villages', () => {
    expect(['21200', '21300', '21410', '21500', '21610', '12100', '25210'].filter((code) => isBounded({ class: code }))).toEqual(['21200', '21300', '21410', '21500'])
  })
})
