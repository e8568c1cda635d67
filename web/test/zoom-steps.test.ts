import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type L from 'leaflet'
import { ZoomSteps } from '../src/map/zoom-steps'

/** Zooms as long as it is told to, and drops what comes meanwhile, as the library does. */
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
    this.told.get('zoomstart')?.()
  }
  stands(): void {
    this.busy = false
    this.zoom = this.taken.at(-1)?.zoom ?? this.zoom
    this.told.get('moveend')?.()
    vi.runAllTimers()
  }
}

describe('steps of zoom', () => {
  let map: SlowMap, steps: ZoomSteps
  beforeEach(() => {
    vi.useFakeTimers()
    map = new SlowMap()
    steps = new ZoomSteps(map as unknown as L.Map, true)
  })
  afterEach(() => { vi.useRealTimers() })

  it('are all taken, those that come while the map zooms together afterwards', () => {
    steps.step(1)
    steps.step(1)
    steps.step(1)
    expect(map.taken.map((t) => t.zoom)).toEqual([11])
    map.stands()
    expect(map.taken.map((t) => t.zoom)).toEqual([11, 13])
    map.stands()
    expect(map.taken).toHaveLength(2)
    steps.step(-1)
    expect(map.taken.at(-1)?.zoom).toBe(12)
  })

  it('end where the map does, and there and back is nothing', () => {
    steps.step(1)
    steps.step(20)
    map.stands()
    expect(map.taken.at(-1)?.zoom).toBe(18)
    steps.step(1)
    map.stands()
    steps.step(1)
    expect(map.taken).toHaveLength(2)
    steps.step(-1)
    steps.step(1)
    steps.step(-1)
    map.stands()
    expect(map.taken.map((t) => t.zoom)).toEqual([11, 18, 17])
  })

  it('keep in its place what they are around', () => {
    const here = { lat: 31, lng: 124 } as L.LatLng
    steps.step(1, here)
    expect(map.taken[0]?.around).toBe(here)
    steps.destroy()
    map.stands()
  })
})
