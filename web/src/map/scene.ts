import type { Feature, PreparedTile } from 'protomaps-leaflet'
import type { Steps } from '../lib/slices'
import { num, text } from './ground'
import { clipLine, stitch, type Box, type Chain, type Line, type Piece } from './lines'

/** What the labels and dashed lines need from all tiles of the view, joined over tile edges, in world pixels. */
export interface ScenePlace {
  readonly code: string
  readonly name: string
  readonly cls: string
  readonly level: number
  readonly rank: number
  readonly x: number
  readonly y: number
  readonly height: number
  readonly heritage: boolean
}

export interface SceneDivision {
  readonly code: string
  readonly name: string
  readonly level: number
  readonly x: number
  readonly y: number
  /** metres */
  readonly radius: number
}

export interface SceneLine {
  readonly code: string
  readonly name: string
  readonly ref: string
  readonly level: number
  readonly rank: number
  readonly chain: Chain
}

export interface SceneArea {
  readonly code: string
  readonly name: string
  readonly cls: string
  readonly level: number
  readonly box: Box
  readonly rings: readonly Line[]
}

export interface Scene {
  readonly places: readonly ScenePlace[]
  readonly divisions: readonly SceneDivision[]
  readonly boundaries: readonly SceneLine[]
  readonly roads: readonly SceneLine[]
  readonly rivers: readonly SceneLine[]
  readonly water: readonly SceneArea[]
  readonly grounds: readonly SceneArea[]
}

const POINT = 1, LINE = 2, POLYGON = 3

function worldLine(part: Feature['geom'][number], tile: PreparedTile): number[] {
  const line: number[] = []
  for (const p of part) line.push(p.x * tile.scale + tile.origin.x, p.y * tile.scale + tile.origin.y)
  return line
}

function tileBox(tile: PreparedTile): Box {
  return { minX: tile.origin.x, minY: tile.origin.y, maxX: tile.origin.x + tile.dim, maxY: tile.origin.y + tile.dim }
}

interface Bundle {
  readonly feature: Feature
  readonly pieces: Piece[]
}

function* lines(tiles: readonly PreparedTile[], layer: string, within: Box, group: (f: Feature) => string): Steps<SceneLine[]> {
  const bundles = new Map<string, Bundle>()
  for (const tile of tiles) {
    const box = tileBox(tile)
    const name = `${tile.dataTile.z}/${tile.dataTile.x}/${tile.dataTile.y}`
    for (const feature of tile.data.get(layer) ?? []) {
      if ((feature.geomType as number) !== LINE) continue
      const b = feature.bbox
      if (b.maxX * tile.scale + box.minX < within.minX || b.minX * tile.scale + box.minX > within.maxX || b.maxY * tile.scale + box.minY < within.minY || b.minY * tile.scale + box.minY > within.maxY) continue
      const key = group(feature)
      let bundle = bundles.get(key)
      if (bundle === undefined) bundles.set(key, bundle = { feature, pieces: [] })
      for (const part of feature.geom) {
        for (const line of clipLine(worldLine(part, tile), box)) {
          bundle.pieces.push({ key: `${name}:${key}:${Math.round((line[0] ?? 0) * 2)}:${Math.round((line[1] ?? 0) * 2)}:${line.length}`, line })
        }
      }
      yield
    }
  }
  const found: SceneLine[] = []
  for (const { feature, pieces } of bundles.values()) {
    for (const chain of stitch(pieces)) {
      found.push({ code: text(feature, 'code'), name: text(feature, 'name'), ref: text(feature, 'ref'), level: num(feature, 'level'), rank: num(feature, 'rank'), chain })
    }
    yield
  }
  return found
}

function* areas(tiles: readonly PreparedTile[], layer: string): Steps<SceneArea[]> {
  const found: SceneArea[] = []
  for (const tile of tiles) {
    for (const feature of tile.data.get(layer) ?? []) {
      if ((feature.geomType as number) !== POLYGON) continue
      const b = feature.bbox
      found.push({
        code: text(feature, 'code'), name: text(feature, 'name'), cls: text(feature, 'class'), level: num(feature, 'level'),
        rings: feature.geom.map((part) => worldLine(part, tile)),
        box: { minX: b.minX * tile.scale + tile.origin.x, minY: b.minY * tile.scale + tile.origin.y, maxX: b.maxX * tile.scale + tile.origin.x, maxY: b.maxY * tile.scale + tile.origin.y },
      })
      yield
    }
  }
  return found
}

export function* sceneSteps(tiles: readonly PreparedTile[], within: Box): Steps<Scene> {
  const places = new Map<string, ScenePlace>()
  const divisions = new Map<string, SceneDivision>()
  for (const tile of tiles) {
    for (const layer of ['place', 'division_label'] as const) {
      for (const feature of tile.data.get(layer) ?? []) {
        const p = feature.geom[0]?.[0]
        if ((feature.geomType as number) !== POINT || p === undefined) continue
        const x = p.x * tile.scale + tile.origin.x, y = p.y * tile.scale + tile.origin.y
        if (p.x < 0 || p.y < 0 || p.x * tile.scale >= tile.dim || p.y * tile.scale >= tile.dim) continue
        if (x < within.minX || x > within.maxX || y < within.minY || y > within.maxY) continue
        const code = text(feature, 'code'), name = text(feature, 'name'), level = num(feature, 'level')
        if (layer === 'division_label') divisions.set(`${level}:${code}`, { code, name, level, x, y, radius: num(feature, 'radius') })
        else {
          const heritage = feature.props['heritage']
          places.set(code, { code, name, level, x, y, cls: text(feature, 'class'), rank: num(feature, 'rank'), height: num(feature, 'height'), heritage: heritage === true || heritage === 1 || (typeof heritage === 'string' && heritage !== '' && heritage !== 'false') })
        }
      }
    }
    yield
  }
  return {
    places: [...places.values()],
    divisions: [...divisions.values()],
    boundaries: yield* lines(tiles, 'boundary', within, (f) => `${num(f, 'level')}:${text(f, 'code')}`),
    roads: yield* lines(tiles, 'road', within, (f) => `${num(f, 'level')}:${text(f, 'ref')}:${num(f, 'level') === 7 || text(f, 'ref') === '' ? text(f, 'code') : ''}`),
    rivers: yield* lines(tiles, 'water', within, (f) => `${num(f, 'level')}:${text(f, 'code')}`),
    water: yield* areas(tiles, 'water'),
    grounds: yield* areas(tiles, 'ground'),
  }
}

export function inRings(rings: readonly Line[], x: number, y: number): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const xi = ring[i] ?? 0, yi = ring[i + 1] ?? 0, xj = ring[j] ?? 0, yj = ring[j + 1] ?? 0
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
    }
  }
  return inside
}
