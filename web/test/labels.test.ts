import { describe, expect, it } from 'vitest'
import { atOnce } from '../src/lib/slices'
import { layOutSteps, villageName } from '../src/map/labels'
import { LabelMemory, type LayoutInput } from '../src/map/layout-run'
import type { Scene, ScenePlace } from '../src/map/scene'

const empty: Scene = { places: [], divisions: [], boundaries: [], roads: [], rivers: [], water: [], grounds: [] }
const place = (i: number, over: Partial<ScenePlace> = {}): ScenePlace => ({ code: `P${i}`, name: `村名${i}村`, cls: '21610', level: 5, rank: 1 - i / 500, x: 0, y: 0, height: 0, heritage: false, ...over })
const input = (scene: Scene, over: Partial<LayoutInput> = {}): LayoutInput => ({
  scene, zoom: 12, metresPerPixel: 30, view: { minX: 0, minY: 0, maxX: 800, maxY: 600 }, area: { minX: -200, minY: -150, maxX: 1000, maxY: 750 },
  taken: [], selected: null, notes: [], outline: [], roadsShown: true, widthOf: (text, _f, _w, size) => [...text].length * size, memory: new LabelMemory(), ...over,
})
const layOut = (of: LayoutInput, names: boolean) => atOnce(layOutSteps(of, names))
const boxes = (layout: ReturnType<typeof layOut>) => layout.texts.map((t) => ({ minX: t.x, minY: t.y - t.size * 0.88, maxX: t.x + [...t.text].length * t.size, maxY: t.y + t.size * 0.12, text: t.text }))

describe('labels', () => {
  const crowd: Scene = { ...empty, places: Array.from({ length: 300 }, (_, i) => place(i, { x: (i * 97) % 820, y: (i * 53) % 610, level: i % 40 === 0 ? 4 : 5 })) }

  it('stand in the middle of the cell where the place has no sign, and its words below', () => {
    const layout = layOut(input(crowd, {
      selected: { code: 'P2', name: '甲矿', x: 400, y: 300, sign: false }, notes: [{ code: 'P2', text: '大致位置', box: { minX: 340, minY: 240, maxX: 460, maxY: 360 } }],
    }), true)
    expect(layout.signs.filter((sign) => sign.kind === 'selected')).toEqual([])
    const of = (text: string) => boxes(layout).filter((b) => b.text === text)
    expect(of('甲矿').map((b) => (b.minX + b.maxX) / 2)).toEqual([400])
    expect(of('大致位置').map((b) => b.minY > 360 && Math.round((b.minX + b.maxX) / 2) === 400)).toEqual([true])
  })

  it('never overlap', () => {
    const all = boxes(layOut(input(crowd), true))
    expect(all.length).toBeGreaterThan(40)
    all.forEach((a, i) => all.slice(i + 1).forEach((b) => expect(a.minX < b.maxX && a.maxX > b.minX && a.minY < b.maxY && a.maxY > b.minY, `${a.text} ${b.text}`).toBe(false)))
  })

  it('keep clear of panels and of the edge', () => {
    const panel = { minX: 24, minY: 24, maxX: 472, maxY: 400 }
    for (const b of boxes(layOut(input(crowd, { taken: [panel] }), true))) {
      expect(b.minX < panel.maxX && b.maxX > panel.minX && b.minY < panel.maxY && b.maxY > panel.minY).toBe(false)
      const seen = b.maxX >= 0 && b.minX <= 800 && b.maxY >= 0 && b.minY <= 600
      const cut = seen && (b.minX < 0 || b.maxX > 800 || b.minY < 0 || b.maxY > 600)
      expect(cut, b.text).toBe(false)
    }
  })

  it('stay on their side when the map moves', () => {
    const memory = new LabelMemory()
    const first = layOut(input(crowd, { memory }), true)
    const kept = layOut(input(crowd, { memory }), true)
    expect(kept.texts.map((t) => [t.text, t.x, t.y])).toEqual(first.texts.map((t) => [t.text, t.x, t.y]))
  })

  it('name a seat even over a line, and the selected place before all', () => {
    const line = { code: 'B', name: '', ref: '', level: 3, rank: 1, chain: { line: [0, 300, 800, 300], pieces: [] } }
    const scene = { ...empty, boundaries: [line, { ...line, chain: { line: [400, 0, 400, 600], pieces: [] } }], places: [place(1, { level: 4, x: 400, y: 300 }), place(2, { x: 300, y: 200 })] }
    const texts = layOut(input(scene, { selected: { code: 'P2', name: '甲', x: 300, y: 200, sign: true } }), true).texts.map((t) => t.text)
    expect(texts[0]).toBe('甲')
    expect(texts).toContain('村名1村')
  })

  it('name every province from afar, one too small for its name beside its middle', () => {
    const scene = { ...empty, divisions: [{ code: 'P1', name: '湖南省', level: 1, x: 300, y: 300, radius: 200_000 }, { code: 'P2', name: '北京市', level: 1, x: 600, y: 300, radius: 60_000 }, { code: 'P3', name: '株洲市', level: 2, x: 300, y: 400, radius: 60_000 }] }
    const texts = layOut(input(scene, { zoom: 4, metresPerPixel: 7_000 }), true).texts
    expect(texts.map((t) => [t.text, t.size])).toEqual([['湖南省', 13], ['北京市', 12]])
    expect(Math.abs((texts[1]?.y ?? 0) - 300)).toBeGreaterThan(1)
    expect(layOut(input(scene, { zoom: 9, metresPerPixel: 200 }), true).texts.map((t) => t.text)).not.toContain('湖南省')
  })

  it('leave out 村 at small scales only', () => {
    expect([villageName('石桥村', 12), villageName('石桥村', 13), villageName('新村', 12)]).toEqual(['石桥', '石桥村', '新村'])
  })
})
