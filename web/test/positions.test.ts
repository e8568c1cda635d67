import { describe, expect, it } from 'vitest'
import type { PositionClass } from '../src/desk/api'
import { gridOf, groupsOf, movedPlaces, reachOf } from '../src/desk/positions'

const known = (code: string, places: number): PositionClass => ({ code, name: code, nameEn: code, places })
const CLASSES = [known('22100', 5), known('22300', 3), known('23200', 0), known('23211', 7), known('23212', 2), known('24100', 1)]

describe('rules for positions', () => {
  it('lets the longest beginning count', () => {
    const rules = [{ prefix: '22', gridMetres: 0 }, { prefix: '223', gridMetres: 500 }, { prefix: '', gridMetres: 100 }]
    expect(CLASSES.map((one) => gridOf(rules, one.code))).toEqual([0, 500, null, null, null, null])
    expect(rules.slice(0, 2).map((rule) => reachOf(CLASSES, rules, rule))).toEqual([5, 3])
  })
  it('offers beginnings that several classes share, and each class', () => {
    expect(groupsOf(CLASSES).map((group) => group.codes)).toEqual([['22', '22100', '22300'], ['23', '23200', '2321', '23211', '23212'], ['24100']])
  })
  it('counts places for which something else counts, and those that are public again', () => {
    expect(movedPlaces(CLASSES, [{ prefix: '2321', gridMetres: 500 }], [{ prefix: '23211', gridMetres: 500 }, { prefix: '22', gridMetres: 0 }])).toEqual({ all: 10, open: 2 })
    expect(movedPlaces(CLASSES, [{ prefix: '2321', gridMetres: 500 }], [{ prefix: '2321', gridMetres: 500 }])).toEqual({ all: 0, open: 0 })
  })
})
