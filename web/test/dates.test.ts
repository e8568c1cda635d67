import { describe, expect, it } from 'vitest'
import { yearsWritten } from '../src/lib/dates'

describe('years along a line', () => {
  it('are all written where there is room, and before its width is known', () => {
    expect(yearsWritten(3, 120)).toEqual([true, true, true])
    expect(yearsWritten(3, 0)).toEqual([true, true, true])
    expect(yearsWritten(0, 100)).toEqual([])
  })

  it('go in turn where there is less room, so that none stands beside today', () => {
    expect(yearsWritten(10, 302).map(Number)).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0])
    expect(yearsWritten(10, 90).map(Number)).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0])
  })
})
