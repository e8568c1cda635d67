import { afterEach, describe, expect, it, vi } from 'vitest'
import { atOnce } from '../src/lib/slices'
import { decodeSteps, HttpTileSource, TileError } from '../src/map/decode'
import { nearestStop, sheetHeight } from '../src/lib/sheet'
import { longDate } from '../src/lib/dates'

const tile = { z: 10, x: 1, y: 2 }
const answer = (status: number, body: BodyInit | null) => vi.stubGlobal('fetch', vi.fn(async () => new Response(body, { status })))

describe('tiles', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('takes an empty tile for empty', async () => {
    answer(204, null)
    expect((await new HttpTileSource('/t/{z}/{x}/{y}').get(tile, 512)).size).toBe(0)
    answer(200, new Uint8Array(0))
    expect((await new HttpTileSource('/t/{z}/{x}/{y}').get(tile, 512)).size).toBe(0)
    expect(fetch).toHaveBeenCalledWith('/t/10/1/2')
  })

  it('does not decode an error body', async () => {
    answer(503, '{"title":"down"}')
    await expect(new HttpTileSource('/t').get(tile, 512)).rejects.toBeInstanceOf(TileError)
  })

  it('decodes a point into pixels of the tile', () => {
    // one layer "place" of extent 4096 with one point at 2048,1024 and code "P1"
    const bytes = new Uint8Array([0x1a, 0x26, 0x78, 0x02, 0x0a, 0x05, 0x70, 0x6c, 0x61, 0x63, 0x65, 0x12, 0x0d, 0x12, 0x02, 0x00, 0x00, 0x18, 0x01, 0x22, 0x05, 0x09, 0x80, 0x20, 0x80, 0x10, 0x1a, 0x04, 0x63, 0x6f, 0x64, 0x65, 0x22, 0x04, 0x0a, 0x02, 0x50, 0x31, 0x28, 0x80, 0x20])
    bytes[1] = bytes.length - 2
    const layer = atOnce(decodeSteps(bytes.buffer, 512)).get('place')
    const point = layer?.[0]?.geom[0]?.[0]
    expect([point?.x, point?.y]).toEqual([256, 128])
    expect(layer?.[0]?.props['code']).toBe('P1')
  })
})

describe('small helpers', () => {
  it('knows the three heights of the sheet', () => {
    expect([sheetHeight('low', 844), sheetHeight('half', 844), sheetHeight('full', 844)]).toEqual([96, 422, 764])
    expect([nearestStop(130, 844), nearestStop(400, 844), nearestStop(700, 844)]).toEqual(['low', 'half', 'full'])
  })

  it('writes dates in both languages', () => {
    expect(longDate('2026-11-01', 'zh-CN')).toBe('2026年11月1日')
    expect(longDate('2026-11-01', 'en')).toBe('1 November 2026')
    expect(longDate('1984', 'zh-CN')).toBe('1984年')
  })
})
