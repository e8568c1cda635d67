import { validateStyleMin, type StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import { mapLibreLayers, SOURCE } from '../src/map/maplibre'
import { BOUNDARIES, COLOUR, LANE, RAIL, ROADS, SHIELD } from '../src/map/style'

/** As the server completes it. */
const style = (): StyleSpecification => ({
  version: 8, name: '名界', center: [113, 28], zoom: 6,
  sources: { [SOURCE]: { type: 'vector', scheme: 'xyz', tiles: ['https://names.example.cn/tiles/base/{z}/{x}/{y}.mvt'], minzoom: 0, maxzoom: 16, bounds: [110, 25, 115, 30] } },
  layers: mapLibreLayers(),
})

describe('style for other programs', () => {
  it('is valid by the validator of MapLibre', () => {
    expect(validateStyleMin(style()).map((fault) => fault.message)).toEqual([])
  })

  it('is the one that the server has on file; npm run style writes it anew', async () => {
    const rows = mapLibreLayers().map((layer) => `  ${JSON.stringify(layer)}`)
    await expect(`[\n${rows.join(',\n')}\n]\n`).toMatchFileSnapshot('../../src/main/resources/org/mingjie/cartography/maplibre-layers.json')
  })

  it('shows each line by one layer only at any zoom', () => {
    for (const group of [/^boundary-(\d)/, /^(rail-gap)/, /^(village-\d)/]) {
      const spans = new Map<string, { from: number; to: number }[]>()
      for (const layer of mapLibreLayers()) {
        const name = group.exec(layer.id)?.[1]
        if (name !== undefined) spans.set(name, [...(spans.get(name) ?? []), { from: layer.minzoom ?? 0, to: layer.maxzoom ?? 24 }])
      }
      expect(spans.size).toBeGreaterThan(0)
      for (const [name, list] of spans) for (let i = 1; i < list.length; i++) expect(list[i]?.from, name).toBe(list[i - 1]?.to)
    }
  })

  it('has no colour that our own map has not', () => {
    const ours = JSON.stringify([COLOUR, BOUNDARIES, ROADS, RAIL, LANE, SHIELD])
    const used = JSON.stringify(mapLibreLayers()).match(/#[0-9A-Fa-f]{3,8}/g) ?? []
    expect(used.length).toBeGreaterThan(50)
    for (const colour of new Set(used)) expect(ours).toContain(colour)
  })

  it('asks no other host for glyphs or signs', () => {
    expect(style()).not.toHaveProperty('glyphs')
    expect(JSON.stringify(mapLibreLayers())).not.toMatch(/https?:|icon-image/)
  })
})
