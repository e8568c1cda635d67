/** Flat coordinates x0, y0, x1, y1, … in world pixels. */
export type Line = readonly number[]

export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

export function px(line: Line, i: number): number {
  return line[2 * i] ?? NaN
}

export function py(line: Line, i: number): number {
  return line[2 * i + 1] ?? NaN
}

export function count(line: Line): number {
  return line.length >> 1
}

/** The parts of a line inside a box (Liang and Barsky, segment by segment). */
export function boxOf(lines: readonly Line[]): Box {
  const xs = lines.flatMap((line) => line.filter((_, i) => i % 2 === 0)), ys = lines.flatMap((line) => line.filter((_, i) => i % 2 === 1))
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) }
}

/** Grown about its middle where it is smaller than a side on the screen. */
export function atLeast(line: Line, side: number): Line {
  const { minX, minY, maxX, maxY } = boxOf([line])
  const grown = Math.max(1, side / Math.max(1e-6, Math.min(maxX - minX, maxY - minY)))
  return line.map((v, i) => (i % 2 === 0 ? (minX + maxX) / 2 + (v - (minX + maxX) / 2) * grown : (minY + maxY) / 2 + (v - (minY + maxY) / 2) * grown))
}

export function clipLine(line: Line, box: Box): number[][] {
  const parts: number[][] = []
  let current: number[] | null = null
  for (let i = 1; i < count(line); i++) {
    const x0 = px(line, i - 1), y0 = py(line, i - 1), dx = px(line, i) - x0, dy = py(line, i) - y0
    let t0 = 0, t1 = 1, seen = true
    for (const [p, q] of [[-dx, x0 - box.minX], [dx, box.maxX - x0], [-dy, y0 - box.minY], [dy, box.maxY - y0]] as const) {
      if (p === 0) {
        if (q < 0) seen = false
      } else {
        const r = q / p
        if (p < 0) t0 = Math.max(t0, r)
        else t1 = Math.min(t1, r)
      }
    }
    if (!seen || t0 > t1) {
      current = null
      continue
    }
    if (current === null || t0 > 0) {
      current = [x0 + t0 * dx, y0 + t0 * dy]
      parts.push(current)
    }
    current.push(x0 + t1 * dx, y0 + t1 * dy)
    if (t1 < 1) current = null
  }
  return parts.filter((part) => part.length >= 4)
}

export interface Piece {
  readonly key: string
  readonly line: Line
}

export interface Chain {
  readonly line: number[]
  /** Where each piece lies in the chain: its key, whether turned, and the distance of its beginning. */
  readonly pieces: readonly { readonly key: string; readonly turned: boolean; readonly from: number; readonly length: number }[]
}

export function lengthOf(line: Line): number {
  let sum = 0
  for (let i = 1; i < count(line); i++) sum += Math.hypot(px(line, i) - px(line, i - 1), py(line, i) - py(line, i - 1))
  return sum
}

function reversed(line: Line): number[] {
  const back: number[] = []
  for (let i = count(line) - 1; i >= 0; i--) back.push(px(line, i), py(line, i))
  return back
}

/** Joins pieces end to end where exactly their ends meet, so that dashes and names run on over tile edges. */
export function stitch(pieces: readonly Piece[], tolerance = 1.2): Chain[] {
  interface End { readonly piece: number; readonly head: boolean; readonly x: number; readonly y: number }
  const cell = (v: number) => Math.floor(v / tolerance)
  const grid = new Map<string, End[]>()
  const ends: { head: End; tail: End }[] = pieces.map((p, piece) => {
    const last = count(p.line) - 1
    return {
      head: { piece, head: true, x: px(p.line, 0), y: py(p.line, 0) },
      tail: { piece, head: false, x: px(p.line, last), y: py(p.line, last) },
    }
  })
  for (const { head, tail } of ends) {
    for (const end of [head, tail]) {
      const key = `${cell(end.x)}:${cell(end.y)}`
      const list = grid.get(key)
      if (list) list.push(end)
      else grid.set(key, [end])
    }
  }
  const used = new Set<number>()
  const meet = (end: End): End | null => {
    let best: End | null = null, bestAt = tolerance
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const other of grid.get(`${cell(end.x) + i}:${cell(end.y) + j}`) ?? []) {
          if (other.piece === end.piece || used.has(other.piece)) continue
          const away = Math.hypot(other.x - end.x, other.y - end.y)
          if (away <= bestAt) {
            best = other
            bestAt = away
          }
        }
      }
    }
    return best
  }
  const chains: Chain[] = []
  pieces.forEach((_, start) => {
    if (used.has(start)) return
    used.add(start)
    const run: { piece: number; turned: boolean }[] = [{ piece: start, turned: false }]
    const grow = (front: boolean) => {
      for (;;) {
        const edge = front ? run[0] : run[run.length - 1]
        const pair = edge === undefined ? undefined : ends[edge.piece]
        if (edge === undefined || pair === undefined) return
        const open = edge.turned === front ? pair.tail : pair.head
        const next = meet(open)
        if (next === null) return
        used.add(next.piece)
        const turned = front ? next.head : !next.head
        if (front) run.unshift({ piece: next.piece, turned })
        else run.push({ piece: next.piece, turned })
      }
    }
    grow(false)
    grow(true)
    const line: number[] = []
    const laid: Chain['pieces'][number][] = []
    let from = 0
    for (const { piece, turned } of run) {
      const part = pieces[piece]
      if (part === undefined) continue
      const points = turned ? reversed(part.line) : part.line
      const length = lengthOf(points)
      laid.push({ key: part.key, turned, from, length })
      for (let i = line.length === 0 ? 0 : 1; i < count(points); i++) line.push(px(points, i), py(points, i))
      from += length
    }
    chains.push({ line, pieces: laid })
  })
  return chains
}

export interface Measured {
  readonly line: Line
  readonly at: readonly number[]
  readonly length: number
}

export function measure(line: Line): Measured {
  const along: number[] = [0]
  let sum = 0
  for (let i = 1; i < count(line); i++) {
    sum += Math.hypot(px(line, i) - px(line, i - 1), py(line, i) - py(line, i - 1))
    along.push(sum)
  }
  return { line, at: along, length: sum }
}

export function pointAt(m: Measured, distance: number): { x: number; y: number } {
  let lo = 0, hi = m.at.length - 1
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1
    if ((m.at[mid] ?? 0) <= distance) lo = mid
    else hi = mid
  }
  const a = m.at[lo] ?? 0, b = m.at[hi] ?? a
  const share = b > a ? Math.min(1, Math.max(0, (distance - a) / (b - a))) : 0
  return { x: px(m.line, lo) + (px(m.line, hi) - px(m.line, lo)) * share, y: py(m.line, lo) + (py(m.line, hi) - py(m.line, lo)) * share }
}

function segmentTouches(x0: number, y0: number, x1: number, y1: number, box: Box): boolean {
  let t0 = 0, t1 = 1
  const dx = x1 - x0, dy = y1 - y0
  for (const [p, q] of [[-dx, x0 - box.minX], [dx, box.maxX - x0], [-dy, y0 - box.minY], [dy, box.maxY - y0]] as const) {
    if (p === 0) {
      if (q < 0) return false
    } else if (p < 0) t0 = Math.max(t0, q / p)
    else t1 = Math.min(t1, q / p)
  }
  return t0 <= t1
}

/** How many lines a box covers. */
export class LineIndex {
  private readonly cells = new Map<string, { id: number; x0: number; y0: number; x1: number; y1: number }[]>()
  private next = 0

  constructor(private readonly size = 48) {}

  add(line: Line): void {
    const id = this.next++
    for (let i = 1; i < count(line); i++) {
      const s = { id, x0: px(line, i - 1), y0: py(line, i - 1), x1: px(line, i), y1: py(line, i) }
      this.each(Math.min(s.x0, s.x1), Math.min(s.y0, s.y1), Math.max(s.x0, s.x1), Math.max(s.y0, s.y1), (key) => {
        const list = this.cells.get(key)
        if (list) list.push(s)
        else this.cells.set(key, [s])
      })
    }
  }

  crossings(box: Box): number {
    const met = new Set<number>()
    this.each(box.minX, box.minY, box.maxX, box.maxY, (key) => {
      for (const s of this.cells.get(key) ?? []) {
        if (!met.has(s.id) && segmentTouches(s.x0, s.y0, s.x1, s.y1, box)) met.add(s.id)
      }
    })
    return met.size
  }

  private each(x0: number, y0: number, x1: number, y1: number, visit: (key: string) => void): void {
    for (let x = Math.floor(x0 / this.size); x <= Math.floor(x1 / this.size); x++) {
      for (let y = Math.floor(y0 / this.size); y <= Math.floor(y1 / this.size); y++) visit(`${x}:${y}`)
    }
  }
}

/** Boxes already taken. */
export class BoxIndex {
  private readonly cells = new Map<string, Box[]>()

  constructor(private readonly size = 64) {}

  add(box: Box): void {
    this.each(box, 0, (key) => {
      const list = this.cells.get(key)
      if (list) list.push(box)
      else this.cells.set(key, [box])
      return false
    })
  }

  meets(box: Box, pad: number): boolean {
    return this.each(box, pad, (key) => (this.cells.get(key) ?? []).some((b) =>
      box.minX - pad < b.maxX && box.maxX + pad > b.minX && box.minY - pad < b.maxY && box.maxY + pad > b.minY))
  }

  private each(b: Box, pad: number, visit: (key: string) => boolean): boolean {
    for (let x = Math.floor((b.minX - pad) / this.size); x <= Math.floor((b.maxX + pad) / this.size); x++) {
      for (let y = Math.floor((b.minY - pad) / this.size); y <= Math.floor((b.maxY + pad) / this.size); y++) if (visit(`${x}:${y}`)) return true
    }
    return false
  }
}
