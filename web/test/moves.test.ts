import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type L from 'leaflet'
import { Moves } from '../src/map/moves'

/** Begins to zoom in its next frame, zooms as long as it is told to, and drops what comes meanwhile, as the library does. */
class SlowMap {
  zoom = 10
  readonly taken: { zoom: number; around: unknown }[] = []
  private readonly told = new Map<string, () => void>()
  private busy = false

  on(event: string, call: () => void): void { this.told.set(event, call) }
  off(event: string): void { this.told.delete(event) }
  getZoom(): number { return this.zoom }
  getMinZoom(): number { return 3 }
  getMaxZoom(): number { return 18 }
  setZoom(zoom: number): void { this.setZoomAround(null, zoom) }
  setZoomAround(around: unknown, zoom: number): void {
    if (this.busy) return
    this.busy = true
    this.taken.push({ zoom, around })
    requestAnimationFrame(() => this.told.get('zoomstart')?.())
  }
  lost(): void {
    this.busy = false
    this.zoom = this.taken.at(-1)?.zoom ?? this.zoom
  }
  stands(): void {
    vi.advanceTimersByTime(50)
    this.busy = false
    this.zoom = this.taken.at(-1)?.zoom ?? this.zoom
    this.told.get('zoomend')?.()
    vi.runAllTimers()
  }
}

describe('moves of the map', () => {
  let map: SlowMap, moves: Moves
  beforeEach(() => {
    vi.useFakeTimers()
    map = new SlowMap()
    moves = new Moves(map as unknown as L.Map, true)
  })
  afterEach(() => { vi.useRealTimers() })

  it('are all taken, those that come while the map zooms together afterwards', () => {
    moves.step(1)
    moves.step(1)
    moves.step(1)
    expect(map.taken.map((t) => t.zoom)).toEqual([11])
    map.stands()
    expect(map.taken.map((t) => t.zoom)).toEqual([11, 13])
    map.stands()
    expect(map.taken).toHaveLength(2)
    moves.step(-1)
    expect(map.taken.at(-1)?.zoom).toBe(12)
  })

  it('end where the map does, and there and back is nothing', () => {
    moves.step(1)
    moves.step(20)
    map.stands()
    expect(map.taken.at(-1)?.zoom).toBe(18)
    moves.step(1)
    map.stands()
    moves.step(1)
    expect(map.taken).toHaveLength(2)
    moves.step(-1)
    moves.step(1)
    moves.step(-1)
    map.stands()
    expect(map.taken.map((t) => t.zoom)).toEqual([11, 18, 17])
  })

  it('wait while the map zooms, and the last one counts', () => {
    const done: string[] = []
    moves.go(() => done.push('at once'))
    vi.advanceTimersByTime(50)
    moves.step(1)
    moves.go(() => done.push('overtaken'))
    moves.step(1)
    moves.go(() => done.push('in the end'))
    expect(done).toEqual(['at once'])
    map.stands()
    expect(done).toEqual(['at once', 'in the end'])
    expect(map.taken).toHaveLength(1)
    moves.step(1)
    moves.go(() => done.push('left'))
    moves.step(1)
    map.stands()
    expect(done).toHaveLength(2)
    expect(map.taken.map((t) => t.zoom)).toEqual([11, 12, 13])
  })

  it('are told apart where an address tells the view', () => {
    const done: string[] = []
    moves.jump(() => done.push(`at once, ${moves.willJump() ? 'silent' : 'told'}`))
    expect(moves.willJump()).toBe(false)
    vi.advanceTimersByTime(50)
    moves.step(1)
    moves.jump(() => done.push(`later, ${moves.willJump() ? 'silent' : 'told'}`))
    expect(moves.willJump()).toBe(true)
    map.stands()
    expect(done).toEqual(['at once, told', 'later, told'])
    moves.step(1)
    moves.jump(() => done.push('overtaken'))
    moves.step(-1)
    expect(moves.willJump()).toBe(false)
    map.stands()
    expect(done).toHaveLength(2)
  })

  it('go on where the end of a zooming was never told', () => {
    moves.step(1)
    moves.step(1)
    map.lost()
    vi.advanceTimersByTime(1500)
    expect(map.taken.map((t) => t.zoom)).toEqual([11, 12])
  })

  it('keep in its place what they are around', () => {
    const here = { lat: 31, lng: 124 } as L.LatLng
    moves.step(1, here)
    expect(map.taken[0]?.around).toBe(here)
    moves.destroy()
    map.stands()
  })
})
