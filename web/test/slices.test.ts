import { describe, expect, it } from 'vitest'
import { atOnce, inSlices, type Steps } from '../src/lib/slices'

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
