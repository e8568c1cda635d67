import type { Layout } from './layout-run'
import type { Box, Line } from './lines'
import { LEGEND_KEYS, type LegendKey, type MapLayer } from './painter'
import type { Scene } from './scene'
import { at, BOUNDARIES, columnAt, GROUND_FROM, RAIL, ROADS } from './style'
import { streamWidth } from './ground'

function crosses(line: Line, view: Box): boolean {
  for (let i = 0; i < line.length; i += 2) {
    const x = line[i] ?? 0, y = line[i + 1] ?? 0
    if (x >= view.minX && x <= view.maxX && y >= view.minY && y <= view.maxY) return true
  }
  return false
}

function meets(a: Box, b: Box): boolean {
  return a.minX < b.maxX && a.maxX > b.minX && a.minY < b.maxY && a.maxY > b.minY
}

/** The signs that are in view now; the legend shows these and no others. */
export function legendOf(scene: Scene, layout: Layout, zoom: number, view: Box, shown: ReadonlySet<MapLayer>): LegendKey[] {
  const found = new Set<string>()
  if (shown.has('boundaries')) {
    for (const style of BOUNDARIES) {
      if (columnAt(style.columns, zoom) !== null && scene.boundaries.some((b) => b.level === style.level && crosses(b.chain.line, view))) found.add(`boundary${style.level}`)
    }
  }
  if (shown.has('roads')) {
    for (const road of ROADS) {
      if (at(road.widths, zoom) > 0 && scene.roads.some((r) => r.level === road.level && crosses(r.chain.line, view))) found.add(`road${road.level}`)
    }
    if (at(RAIL.widths, zoom) > 0 && scene.roads.some((r) => r.level === 8 && crosses(r.chain.line, view))) found.add('rail')
  }
  if (scene.water.some((w) => meets(w.box, view))) found.add('river')
  if (scene.rivers.some((r) => r.level > 1 && streamWidth(zoom, r.level, r.rank) > 0 && crosses(r.chain.line, view))) found.add('stream')
  for (const ground of scene.grounds) {
    if (!meets(ground.box, view)) continue
    if (ground.cls.startsWith('252') && zoom >= GROUND_FROM.park) found.add('park')
    else if (ground.cls.startsWith('221') && zoom >= GROUND_FROM.built) found.add('built')
  }
  for (const sign of layout.signs) {
    if (sign.x < view.minX || sign.x > view.maxX || sign.y < view.minY || sign.y > view.maxY) continue
    if (sign.kind === 'seat') found.add('countySeat')
    else if (sign.kind === 'township') found.add('townshipSeat')
    else if (sign.kind !== 'selected') found.add(sign.kind)
  }
  return LEGEND_KEYS.filter((key) => found.has(key))
}
