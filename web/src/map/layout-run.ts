import type { Steps } from '../lib/slices'
import { BoxIndex, LineIndex, pointAt, type Box, type Line, type Measured } from './lines'
import type { Scene } from './scene'
import { streamWidth } from './ground'
import { SHIELD, type LabelStyle, type Side } from './style'

export interface PlacedText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size: number
  readonly style: LabelStyle
  readonly colour: string
  readonly alpha: number
  readonly weight: number
  readonly lean: boolean
  readonly spacing: number
  readonly halo: number
  readonly turn: number
}
export type PlacedSign =
  | { readonly kind: 'seat' | 'township'; readonly x: number; readonly y: number; readonly colour: string }
  | { readonly kind: 'village'; readonly x: number; readonly y: number; readonly radius: number; readonly colour: string }
  | { readonly kind: 'summit' | 'heritage' | 'selected'; readonly x: number; readonly y: number }
export interface PlacedShield {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly ref: string
  readonly colour: string
}
export interface HitBox {
  readonly box: Box
  readonly code: string
  readonly name: string
}
export interface Layout {
  readonly texts: readonly PlacedText[]
  readonly signs: readonly PlacedSign[]
  readonly shields: readonly PlacedShield[]
  readonly hits: readonly HitBox[]
}

export interface Spot {
  readonly x: number
  readonly y: number
}

/** What the last layout chose at this zoom, so that panning does not make labels jump. */
export class LabelMemory {
  readonly sides = new Map<string, Side>()
  readonly levels = new Map<string, Spot>()
  readonly strewn = new Map<string, (readonly Spot[])[]>()
  readonly shields = new Map<number, { readonly ref: string; readonly x: number; readonly y: number }[]>()

  copy(): LabelMemory {
    const copy = new LabelMemory()
    for (const [key, side] of this.sides) copy.sides.set(key, side)
    for (const [key, spot] of this.levels) copy.levels.set(key, spot)
    for (const [key, spots] of this.strewn) copy.strewn.set(key, spots)
    for (const [level, shields] of this.shields) copy.shields.set(level, shields)
    return copy
  }
}

export interface LayoutInput {
  readonly scene: Scene
  readonly zoom: number
  readonly metresPerPixel: number
  /** What is seen now, world pixels. */
  readonly view: Box
  /** What is laid out: the view and a margin. */
  readonly area: Box
  /** Panels and pins, world pixels. */
  readonly taken: readonly Box[]
  /** The selected place: always named. */
  readonly selected: { readonly code: string; readonly name: string; readonly x: number; readonly y: number; readonly sign: boolean } | null
  /** What is said of the area in which a place lies somewhere, below it. */
  readonly notes: readonly { readonly code: string; readonly text: string; readonly box: Box }[]
  /** Outline of the selected place: labels keep off it. */
  readonly outline: readonly Line[]
  readonly roadsShown: boolean
  readonly widthOf: (text: string, font: string, weight: number, size: number) => number
  readonly memory: LabelMemory
}

const PAD = 1.5
const EDGE = 4

function letterBox(p: Spot, size: number): Box {
  return { minX: p.x - size * 0.54, minY: p.y - size / 2, maxX: p.x + size * 0.54, maxY: p.y + size / 2 }
}

/** One layout: what has its place so far, and where the next may still go. */
export class LayoutRun {
  readonly texts: PlacedText[] = []
  readonly signs: PlacedSign[] = []
  readonly shields: PlacedShield[] = []
  readonly hits: HitBox[] = []
  private readonly boxes = new BoxIndex()
  private readonly lines = new LineIndex()
  private readonly outline = new LineIndex()

  constructor(private readonly input: LayoutInput) {
    for (const box of input.taken) this.boxes.add(box)
  }

  /** What names keep off; before anything is placed. */
  *reserveLines(): Steps<void> {
    const { scene, zoom, roadsShown } = this.input
    const drawn = [
      ...scene.boundaries.filter((b) => b.level <= 3),
      ...(roadsShown ? scene.roads.filter((r) => r.level <= 3 || (zoom >= 13 && r.level === 4)) : []),
      ...scene.rivers.filter((r) => streamWidth(zoom, r.level, r.rank) > 1.4),
    ]
    for (const { chain } of drawn) {
      this.lines.add(chain.line)
      yield
    }
    for (const ring of this.input.outline) {
      this.lines.add(ring)
      this.lines.add(ring)
      this.outline.add(ring)
      yield
    }
  }

  private free(box: Box, pad = PAD): boolean {
    const { view, area } = this.input
    if (box.minX < area.minX || box.minY < area.minY || box.maxX > area.maxX || box.maxY > area.maxY) return false
    const inside = box.minX >= view.minX + EDGE && box.minY >= view.minY + EDGE && box.maxX <= view.maxX - EDGE && box.maxY <= view.maxY - EDGE
    const outside = box.maxX < view.minX || box.minX > view.maxX || box.maxY < view.minY || box.minY > view.maxY
    return (inside || outside) && !this.boxes.meets(box, pad)
  }

  private width(text: string, style: LabelStyle, size: number, spacing = style.spacing, weight = style.weight): number {
    return this.input.widthOf(text, style.font, weight, size) + spacing * size * Math.max(0, [...text].length - 1)
  }

  private put(text: string, x: number, top: number, size: number, style: LabelStyle, over: Partial<PlacedText> = {}): void {
    this.texts.push({ text, x, y: top + size * 0.88, size, style, colour: style.colour, alpha: 1, weight: style.weight, lean: false, spacing: style.spacing, halo: style.halo, turn: 0, ...over })
  }

  reserve(box: Box): void {
    this.boxes.add(box)
  }

  hit(box: Box, code: string, name: string): void {
    this.hits.push({ box, code, name })
  }

  /** A label beside a point: its sides in order, fewest covered lines first. */
  beside(key: string, text: string, x: number, y: number, size: number, style: LabelStyle, over: Partial<PlacedText> & { must?: boolean; code?: string; name?: string } = {}): boolean {
    const { must = style.must, code = '', name = text, ...paint } = over
    const w = this.width(text, style, size, style.spacing, paint.weight), h = size, g = style.gap
    const spot: Record<Side, readonly [number, number]> = {
      R: [x + g, y - h / 2], L: [x - g - w, y - h / 2], T: [x - w / 2, y - g - h], B: [x - w / 2, y + g],
      r: [x + g * 0.8, y - h - g * 0.3], l: [x - g * 0.8 - w, y - h - g * 0.3], t: [x + g * 0.8, y + g * 0.3], b: [x - g * 0.8 - w, y + g * 0.3],
    }
    const before = this.input.memory.sides.get(key)
    let best: { cost: number; box: Box; side: Side } | null = null
    style.sides.forEach((side, i) => {
      const [left, top] = spot[side]
      const box = { minX: left, minY: top, maxX: left + w, maxY: top + h }
      if (!this.free(box)) return
      const cost = this.lines.crossings(box) + (side === before ? -0.9 : i * 0.12)
      if (best === null || cost < best.cost) best = { cost, box, side }
    })
    const found = best as { cost: number; box: Box; side: Side } | null
    if (found === null || (!must && found.cost >= style.crossings + 1)) return false
    this.input.memory.sides.set(key, found.side)
    this.boxes.add(found.box)
    this.put(text, found.box.minX, found.box.minY, size, style, paint)
    if (code !== '') this.hit(found.box, code, name)
    return true
  }

  /** A name laid level over an area, letters apart; it may move a little out of the way. */
  level(key: string, text: string, x: number, y: number, size: number, style: LabelStyle, alpha: number, room: number): boolean {
    const w = this.width(text, style, size)
    const boxAt = (cx: number, cy: number): Box => ({ minX: cx - w / 2, minY: cy - size / 2, maxX: cx + w / 2, maxY: cy + size / 2 })
    const reach = Math.max(0, room * 0.55)
    let best: { cost: number; box: Box; spot: Spot } | null = null
    const open = (box: Box) => this.free(box, 3) && this.outline.crossings(box) === 0
    const before = this.input.memory.levels.get(key)
    if (before !== undefined && open(boxAt(before.x, before.y))) best = { cost: 0, box: boxAt(before.x, before.y), spot: before }
    else {
      for (let dy = -reach; dy <= reach; dy += Math.max(12, reach / 5)) {
        for (let dx = -reach; dx <= reach; dx += Math.max(16, reach / 5)) {
          const away = Math.hypot(dx, dy)
          const box = boxAt(x + dx, y + dy)
          if (away > reach || !open(box)) continue
          const cost = this.lines.crossings(box) + (reach > 0 ? (away / reach) * 1.4 : 0)
          if (best === null || cost < best.cost) best = { cost, box, spot: { x: x + dx, y: y + dy } }
        }
      }
    }
    if (best === null) return false
    this.input.memory.levels.set(key, best.spot)
    this.boxes.add(best.box)
    this.put(text, best.box.minX, best.box.minY, size, style, { alpha })
    return true
  }

  /** Characters strewn along a course, upright, leaning left: the custom for the names of waters. */
  strewn(text: string, m: Measured, size: number, style: LabelStyle, start: number, side: number, ok: (x: number, y: number) => boolean): readonly Spot[] | null {
    const letters = [...text]
    const n = letters.length
    const need = style.spacing * size * (n - 1) + size
    if (m.length < need + 6) return null
    const room = m.length - need
    let best: { cost: number; boxes: Box[] } | null = null
    const tries = Math.min(60, Math.max(8, Math.round(room / 12)))
    const starts = Array.from({ length: tries + 1 }, (_, i) => (i / tries) * room).sort((a, b) => Math.abs(a - start) - Math.abs(b - start))
    for (const from of starts) {
      if (Math.abs(from - start) > 420) break
      let spots = letters.map((_, i) => pointAt(m, from + size / 2 + i * style.spacing * size))
      const a = spots[0], z = spots[n - 1]
      if (a === undefined || z === undefined) return null
      let dx = z.x - a.x, dy = z.y - a.y
      const across = Math.abs(dx) >= Math.abs(dy) * 0.6
      if ((across && dx < 0) || (!across && dy < 0)) {
        spots = [...spots].reverse()
        dx = -dx
        dy = -dy
      }
      const nl = Math.hypot(dx, dy) || 1
      if (n > 1 && nl < need * 0.62) continue
      for (const s of side === 0 ? [0] : [side, -side]) {
        const ox = (-dy / nl) * s, oy = (dx / nl) * s
        const boxes = spots.map((p) => ({ minX: p.x + ox - size * 0.54, minY: p.y + oy - size / 2, maxX: p.x + ox + size * 0.54, maxY: p.y + oy + size / 2 }))
        if (!boxes.every((b) => this.free(b, 1))) continue
        if (side === 0 && !spots.every((p) => ok(p.x, p.y))) continue
        const first = spots[0]
        let bend = 0
        if (first !== undefined) for (const p of spots) bend += Math.abs((p.x - first.x) * dy - (p.y - first.y) * dx) / nl / size
        const covered = side === 0 ? 0 : boxes.reduce((sum, b) => sum + this.lines.crossings(b), 0)
        const cost = bend / n + covered * 0.8 + Math.abs(from - start) / 400
        if (best === null || cost < best.cost) best = { cost, boxes }
      }
    }
    if (best === null || best.cost > 3.4) return null
    const spots = best.boxes.map((b) => ({ x: (b.minX + b.maxX) / 2, y: (b.minY + b.maxY) / 2 }))
    this.letters(letters, spots, size, style)
    return spots
  }

  private letters(letters: readonly string[], spots: readonly Spot[], size: number, style: LabelStyle): void {
    spots.forEach((p, i) => {
      this.boxes.add(letterBox(p, size))
      this.put(letters[i] ?? '', p.x - size / 2, p.y - size / 2, size, style, { lean: true, spacing: 0 })
    })
  }

  /** The same letters in the places they had. */
  again(text: string, spots: readonly Spot[], size: number, style: LabelStyle): boolean {
    if (!spots.every((p) => this.free(letterBox(p, size), 1))) return false
    this.letters([...text], spots, size, style)
    return true
  }

  shield(ref: string, colour: string, x: number, y: number, others: readonly PlacedShield[]): boolean {
    const width = 6.2 * ref.length + 7, h = SHIELD.height / 2
    const box = { minX: x - width / 2, minY: y - h, maxX: x + width / 2, maxY: y + h }
    if (others.some((o) => Math.abs(o.x - x) < SHIELD.apart && Math.abs(o.y - y) < SHIELD.apart * 0.77) || !this.free(box, 2)) return false
    this.boxes.add(box)
    this.shields.push({ x, y, width, ref, colour })
    return true
  }

  street(name: string, m: Measured, size: number, style: LabelStyle): boolean {
    const letters = [...name]
    const step = size * (1 + style.spacing), need = step * (letters.length - 1) + size
    if (m.length < need + 24) return false
    for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const from = (m.length - need) * share
      let spots = letters.map((_, i) => pointAt(m, from + size / 2 + i * step))
      const a = spots[0], z = spots[spots.length - 1]
      if (a === undefined || z === undefined) return false
      let dx = z.x - a.x, dy = z.y - a.y
      const across = Math.abs(dx) >= Math.abs(dy)
      if ((across && dx < 0) || (!across && dy < 0)) {
        spots = [...spots].reverse()
        dx = -dx
        dy = -dy
      }
      const length = Math.hypot(dx, dy)
      if (length < (need - size) * 0.97) continue
      const boxes = spots.map((p) => ({ minX: p.x - size / 2, minY: p.y - size / 2, maxX: p.x + size / 2, maxY: p.y + size / 2 }))
      if (!boxes.every((b) => this.free(b, 0))) continue
      const turn = across ? Math.atan2(dy, dx) : Math.atan2(dy, dx) - Math.PI / 2
      boxes.forEach((b, i) => {
        this.boxes.add(b)
        const p = spots[i]
        if (p) this.put(letters[i] ?? '', p.x, p.y - size * 0.88, size, style, { spacing: 0, turn: turn === 0 ? 1e-6 : turn })
      })
      return true
    }
    return false
  }
}
