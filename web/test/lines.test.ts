import { describe, expect, it } from 'vitest'
import { clipLine, LineIndex, stitch } from '../src/map/lines'

describe('lines over tile edges', () => {
  it('clips a line to a tile and keeps its parts apart', () => {
    const box = { minX: 0, minY: 0, maxX: 10, maxY: 10 }
    expect(clipLine([-5, 5, 5, 5, 5, 15, 8, 15, 8, 5], box)).toEqual([[0, 5, 5, 5, 5, 10], [8, 10, 8, 5]])
    expect(clipLine([20, 20, 30, 30], box)).toEqual([])
  })

  it('joins pieces whose ends meet, whichever way they run', () => {
    const chains = stitch([
      { key: 'b', line: [10, 0, 20, 0] },
      { key: 'a', line: [10.4, 0, 0, 0] },
      { key: 'c', line: [30, 0, 20, 0.3] },
      { key: 'far', line: [100, 0, 110, 0] },
    ])
    expect(chains).toHaveLength(2)
    expect(chains[0]?.pieces.map((p) => [p.key, p.turned])).toEqual([['a', true], ['b', false], ['c', true]])
    expect(chains[0]?.line.slice(0, 2)).toEqual([0, 0])
  })

  it('closes no ring twice', () => {
    const chains = stitch([{ key: 'a', line: [0, 0, 10, 0, 10, 10] }, { key: 'b', line: [10, 10, 0, 10, 0, 0] }])
    expect(chains).toHaveLength(1)
  })

  it('counts lines under a box, not segments', () => {
    const index = new LineIndex()
    index.add([0, 5, 2, 5, 4, 5, 100, 5])
    index.add([5, -50, 5, 50])
    expect(index.crossings({ minX: 0, minY: 0, maxX: 10, maxY: 10 })).toBe(2)
    expect(index.crossings({ minX: 20, minY: 20, maxX: 30, maxY: 30 })).toBe(0)
  })
})
