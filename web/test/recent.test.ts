import { beforeEach, describe, expect, it } from 'vitest'
import { useRecent } from '../src/composables/useRecent'

const place = (n: number) => ({ code: `P${n}`, name: `地名${n}` })

describe('recent look-ups', () => {
  beforeEach(() => localStorage.clear())

  it('are kept on the device, the newest first, each once, eight at most', () => {
    const { note } = useRecent()
    for (let n = 1; n <= 10; n++) note(place(n))
    note(place(5))
    expect(useRecent().recent.value.map((r) => r.code)).toEqual(['P5', 'P10', 'P9', 'P8', 'P7', 'P6', 'P4', 'P3'])
  })

  it('can be cleared', () => {
    const made = useRecent()
    made.note(place(1))
    made.clear()
    expect(made.recent.value).toEqual([])
    expect(localStorage.getItem('mingjie.recent')).toBeNull()
  })

  it('are forgotten and not kept any more once switched off, until switched on', () => {
    const made = useRecent()
    made.note(place(1))
    made.turn(false)
    made.note(place(2))
    expect(JSON.stringify({ ...localStorage })).not.toContain('地名')
    const later = useRecent()
    expect(later.on.value).toBe(false)
    later.turn(true)
    later.note(place(3))
    expect(later.recent.value).toEqual([place(3)])
  })

  it('does without storage, and without sense in it', () => {
    const made = useRecent(() => { throw new Error('denied') })
    made.note(place(1))
    expect(made.recent.value).toEqual([])
    localStorage.setItem('mingjie.recent', '[{"code": 1}, null, {"code": "P1", "name": "地名1", "more": true}]')
    expect(useRecent().recent.value.map((r) => r.code)).toEqual(['P1'])
    localStorage.setItem('mingjie.recent', '{')
    expect(useRecent().recent.value).toEqual([])
  })
})
