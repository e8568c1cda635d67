import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { ProblemError } from '../src/api/client'
import type { SearchAnswer } from '../src/api/types'
import { usePlaceSearch } from '../src/composables/usePlaceSearch'
import { row } from './rows'

interface Asked {
  readonly query: string
  readonly signal: AbortSignal
  readonly answer: (value: SearchAnswer) => void
  readonly fail: (cause: unknown) => void
}

describe('usePlaceSearch', () => {
  let scope: EffectScope
  let asked: Asked[]
  const start = () => {
    const made = scope.run(() => usePlaceSearch({
      delay: 120,
      search: (query, _limit, signal) => new Promise((answer, fail) => asked.push({ query, signal, answer, fail })),
    }))
    if (made === undefined) throw new Error('no scope')
    return made
  }

  beforeEach(() => {
    vi.useFakeTimers()
    scope = effectScope()
    asked = []
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('tells how long nothing has been typed', () => {
    const search = start()
    expect(search.typedAgo()).toBe(Number.POSITIVE_INFINITY)
    search.type('x')
    vi.advanceTimersByTime(300)
    expect(search.typedAgo()).toBe(300)
    search.submit('浒溪')
    expect(search.typedAgo()).toBe(Number.POSITIVE_INFINITY)
  })

  it('asks once typing pauses', async () => {
    const search = start()
    search.type('x')
    search.type('xu')
    await vi.advanceTimersByTimeAsync(119)
    expect(asked).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked.map((a) => a.query)).toEqual(['xu'])
  })

  it('drops an answer that comes late', async () => {
    const search = start()
    search.submit('浒')
    await vi.advanceTimersByTimeAsync(0)
    search.submit('浒溪')
    await vi.advanceTimersByTimeAsync(0)
    expect(asked[0]?.signal.aborted).toBe(true)
    asked[1]?.answer({ results: [row('浒溪镇')], next: null, more: false })
    await vi.advanceTimersByTimeAsync(0)
    asked[0]?.answer({ results: [row('浒墅关')], next: null, more: false })
    await vi.advanceTimersByTimeAsync(0)
    expect(search.rows.value.map((r) => r.name)).toEqual(['浒溪镇'])
    expect(search.found.value).toMatchObject({ state: 'ready', query: '浒溪' })
  })

  it('asks the whole question once where nothing is found and nobody types on', async () => {
    const told: string[] = []
    const search = scope.run(() => usePlaceSearch({
      delay: 0, rest: 2000, search: async (query) => ({ results: query === '浒溪' ? [row('浒溪镇')] : [], next: null, more: false }),
      unanswered: async (query) => told.push(query),
    }))
    if (search === undefined) throw new Error('no scope')
    search.type('浒西')
    await vi.advanceTimersByTimeAsync(1999)
    search.type('浒西坪')
    await vi.advanceTimersByTimeAsync(1999)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told).toEqual(['浒西坪'])
    search.type('浒溪')
    await vi.advanceTimersByTimeAsync(10_000)
    search.type('浒西村')
    await vi.advanceTimersByTimeAsync(100)
    search.clear()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told).toEqual(['浒西坪'])
  })

  it('puts further rows behind those that are there, with the cursor of the answer', async () => {
    const cursors: (string | null)[] = []
    const search = scope.run(() => usePlaceSearch({
      delay: 0,
      search: async (_query, _limit, _signal, cursor) => {
        cursors.push(cursor)
        return cursor === null ? { results: [row('石桥镇')], next: 'two', more: true } : { results: [row('石桥村')], next: null, more: false }
      },
    }))
    if (search === undefined) throw new Error('no scope')
    search.submit('石桥')
    await vi.advanceTimersByTimeAsync(1)
    await search.more()
    await search.more()
    expect(cursors).toEqual([null, 'two'])
    expect(search.rows.value.map((r) => r.name)).toEqual(['石桥镇', '石桥村'])
    expect(search.active.value).toBe(0)
  })

  it('drops a late failure as well', async () => {
    const search = start()
    search.submit('浒')
    await vi.advanceTimersByTimeAsync(0)
    search.clear()
    asked[0]?.fail(new Error('late'))
    await vi.advanceTimersByTimeAsync(0)
    expect(search.found.value.state).toBe('idle')
  })

  it('keeps the old rows until new ones come', async () => {
    const search = start()
    search.submit('浒')
    await vi.advanceTimersByTimeAsync(0)
    asked[0]?.answer({ results: [row('浒溪镇')], next: null, more: false })
    await vi.advanceTimersByTimeAsync(0)
    search.type('浒溪')
    await vi.advanceTimersByTimeAsync(120)
    expect(search.found.value.state).toBe('loading')
    expect(search.rows.value).toHaveLength(1)
  })

  it('waits for the input method to finish', async () => {
    const search = start()
    search.compose(true)
    search.type('xu xi')
    await vi.advanceTimersByTimeAsync(500)
    expect(asked).toHaveLength(0)
    search.type('浒溪')
    search.compose(false)
    await vi.advanceTimersByTimeAsync(120)
    expect(asked.map((a) => a.query)).toEqual(['浒溪'])
  })

  it('reports the problem and asks again', async () => {
    const search = start()
    search.submit('浒')
    await vi.advanceTimersByTimeAsync(0)
    asked[0]?.fail(new ProblemError({ kind: 'offline', title: null, detail: null, status: null }))
    await vi.advanceTimersByTimeAsync(0)
    expect(search.found.value).toMatchObject({ state: 'failed', problem: { kind: 'offline' } })
    search.retry()
    expect(asked).toHaveLength(2)
  })

  describe('Enter before the answer', () => {
    const settle = async (at: number, name: string) => {
      asked[at]?.answer({ results: [row(name)], next: null, more: false })
      await vi.advanceTimersByTimeAsync(0)
    }

    it('chooses from the answer to what it was pressed for, not from old rows', async () => {
      const search = start(), chosen: (string | undefined)[] = []
      const enter = () => search.enter(() => chosen.push(search.activeRow.value?.name))
      search.submit('浒')
      await vi.advanceTimersByTimeAsync(0)
      await settle(0, '浒墅关')
      search.type('浒溪')
      enter()
      enter()
      expect(asked.map((a) => a.query)).toEqual(['浒', '浒溪'])
      expect(chosen).toEqual([])
      await settle(1, '浒溪镇')
      await vi.advanceTimersByTimeAsync(500)
      expect(chosen).toEqual(['浒溪镇'])
      enter()
      expect(chosen).toEqual(['浒溪镇', '浒溪镇'])
      expect(asked).toHaveLength(2)
    })

    it('chooses nothing where somebody types on, leaves, or no answer comes', async () => {
      const search = start(), choose = vi.fn()
      search.type('浒')
      search.enter(choose)
      search.type('浒溪')
      await vi.advanceTimersByTimeAsync(120)
      await settle(1, '浒溪镇')
      search.type('石桥')
      search.enter(choose)
      search.drop()
      await settle(2, '石桥镇')
      search.type('石')
      search.enter(choose)
      asked[3]?.fail(new Error('no network'))
      await vi.advanceTimersByTimeAsync(0)
      search.retry()
      await settle(4, '石桥镇')
      expect(choose).not.toHaveBeenCalled()
    })

    it('takes the row that the arrows have led to', async () => {
      const search = start(), choose = vi.fn()
      search.submit('浒')
      await vi.advanceTimersByTimeAsync(0)
      await settle(0, '浒墅关')
      search.type('浒溪')
      search.move(1)
      search.enter(choose)
      expect(choose).toHaveBeenCalledOnce()
    })
  })
})
