import { describe, expect, it, vi } from 'vitest'
import { atHand, atOnce, inSlices, rest, Turns, type Steps } from '../src/lib/slices'

function* counting(to: number, seen: number[]): Steps<string> {
  for (let i = 0; i < to; i++) {
    seen.push(i)
    yield
  }
  return 'done'
}

describe('work in slices', () => {
  it('is the same as at once', async () => {
    const slow: number[] = [], fast: number[] = []
    let clock = 0
    expect(await inSlices(counting(40, slow), () => true, () => clock++)).toBe(atOnce(counting(40, fast)))
    expect(slow).toEqual(fast)
  })

  it('lets the page answer in between, and is given up there', async () => {
    const seen: number[] = []
    let clock = 0, rests = 0
    const made = await inSlices(counting(100, seen), () => ++rests < 3, () => clock++)
    expect(made).toBeNull()
    expect(rests).toBe(3)
    expect(seen.length).toBeGreaterThan(20)
    expect(seen.length).toBeLessThan(100)
  })
})

describe('a hand at work', () => {
  it('has the processor to itself for a while, and work goes on after it', async () => {
    vi.useFakeTimers()
    try {
      const seen: number[] = []
      let clock = 0, made: string | null = null
      atHand()
      void inSlices(counting(60, seen), () => true, () => clock++).then((it) => { made = it })
      await vi.advanceTimersByTimeAsync(500)
      const before = seen.length
      expect(before).toBeLessThan(20) // one slice was begun
      atHand()
      await vi.advanceTimersByTimeAsync(500)
      expect(seen.length).toBe(before)
      await vi.advanceTimersByTimeAsync(300)
      expect(made).toBe('done')
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('turns', () => {
  it('come one after the other, a slice of them between two rests', async () => {
    let clock = 0
    const turns = new Turns(9, rest, () => clock)
    const seen: string[] = []
    const work = async (name: string, takes: number) => {
      await turns.turn()
      seen.push(name)
      clock += takes
    }
    const all = [work('a', 4), work('b', 7), work('c', 1)]
    window.setTimeout(() => seen.push('page'))
    await Promise.all(all)
    window.setTimeout(() => seen.push('after'))
    await new Promise((go) => window.setTimeout(go, 5))
    expect(seen.filter((one) => one.length === 1)).toEqual(['a', 'b', 'c'])
    expect(seen.indexOf('c')).toBeGreaterThan(seen.indexOf('page'))
  })

  it('are no more than so many between two pauses', async () => {
    let pauses = 0
    const turns = new Turns(2, () => {
      pauses++
      return rest()
    }, () => 0)
    for (const after of [1, 1, 2, 2, 3]) {
      await turns.turn()
      expect(pauses).toBe(after)
    }
  })

  it('go on after a work that failed', async () => {
    const turns = new Turns(9)
    const failing = turns.turn().then(() => { throw new Error('lost') })
    await expect(failing).rejects.toThrow('lost')
    await expect(turns.turn()).resolves.toBeUndefined()
  })
})
