import type { Steps } from '../lib/slices'
import type { Box, Chain, Line } from './lines'
import type { Layout, PlacedSign, PlacedText } from './layout-run'
import type { SceneLine } from './scene'
import { BOUNDARIES, COLOUR, columnAt, EXTENT, FONT_UI, LEAN, SHIELD, SIGN, VAGUE } from './style'

type Ctx = CanvasRenderingContext2D

/** Wider than any canvas, pixels. */
const FAR = 20_000

function trace(ctx: Ctx, line: Line, close = false): void {
  for (let i = 0; i < line.length; i += 2) {
    const x = line[i] ?? 0, y = line[i + 1] ?? 0
    if (i === 0) ctx.moveTo(x, y)
    else ctx.lineTo(x, y)
  }
  if (close) ctx.closePath()
}

/** Keeps each dash where it was when the map is panned: the phase of every piece is remembered. */
export class DashMemory {
  private readonly phases = new Map<string, number>()

  offset(chain: Chain, turn: { turned: boolean }): number {
    for (const piece of chain.pieces) {
      const known = this.phases.get(piece.key)
      if (known === undefined) continue
      turn.turned = piece.turned
      return piece.turned ? known - (total(chain) - piece.from - piece.length) : known - piece.from
    }
    return 0
  }

  keep(chain: Chain, turned: boolean, offset: number): void {
    for (const piece of chain.pieces) {
      const from = turned ? total(chain) - piece.from - piece.length : piece.from
      if (piece.turned === turned) this.phases.set(piece.key, offset + from)
    }
  }

  clear(): void {
    this.phases.clear()
  }

  copy(): DashMemory {
    const copy = new DashMemory()
    for (const [key, phase] of this.phases) copy.phases.set(key, phase)
    return copy
  }
}

function total(chain: Chain): number {
  const last = chain.pieces[chain.pieces.length - 1]
  return last ? last.from + last.length : 0
}

function turnedLine(line: Line): number[] {
  const out: number[] = []
  for (let i = line.length - 2; i >= 0; i -= 2) out.push(line[i] ?? 0, line[i + 1] ?? 0)
  return out
}

export function* drawBoundaries(ctx: Ctx, boundaries: readonly SceneLine[], zoom: number, memory: DashMemory): Steps<void> {
  for (const style of BOUNDARIES) {
    const column = columnAt(style.columns, zoom)
    if (column === null) continue
    ctx.save()
    ctx.strokeStyle = style.colour
    ctx.globalAlpha = style.alpha
    ctx.lineWidth = column.width
    ctx.lineCap = style.cap
    ctx.lineJoin = 'round'
    ctx.setLineDash([...column.dash])
    for (const b of boundaries) {
      if (b.level !== style.level) continue
      yield
      const turn = { turned: false }
      const offset = memory.offset(b.chain, turn)
      memory.keep(b.chain, turn.turned, offset)
      ctx.lineDashOffset = offset
      ctx.beginPath()
      trace(ctx, turn.turned ? turnedLine(b.chain.line) : b.chain.line)
      ctx.stroke()
    }
    ctx.restore()
  }
}

export interface Outline {
  readonly kind: 'selected' | 'pointed'
  readonly area: boolean
  /** Somewhere in it, and not all of it. */
  readonly vague: boolean
  readonly lines: readonly Line[]
}

/** Without an edge, for nothing ends there: the shadow alone of a shape far beside the canvas. */
function drawVague(ctx: Ctx, outline: Outline): void {
  const ratio = ctx.getTransform().a
  ctx.save()
  ctx.shadowColor = VAGUE.tint
  ctx.shadowBlur = VAGUE.blur * ratio
  ctx.shadowOffsetX = FAR * ratio
  ctx.translate(-FAR, 0)
  ctx.beginPath()
  for (const line of outline.lines) trace(ctx, line, true)
  ctx.fillStyle = COLOUR.accent
  ctx.fill()
  ctx.restore()
}

export function drawOutline(ctx: Ctx, outline: Outline): void {
  if (outline.vague) {
    drawVague(ctx, outline)
    return
  }
  const style = EXTENT[outline.kind]
  ctx.save()
  ctx.lineJoin = 'round'
  ctx.lineCap = 'round'
  ctx.beginPath()
  for (const line of outline.lines) trace(ctx, line, outline.area)
  if (outline.area) {
    ctx.fillStyle = COLOUR.accent
    ctx.globalAlpha = style.fill
    ctx.fill('evenodd')
  }
  if (style.under > 0) {
    ctx.globalAlpha = 0.9
    ctx.strokeStyle = COLOUR.white
    ctx.lineWidth = style.under
    ctx.stroke()
  }
  ctx.globalAlpha = 1
  ctx.strokeStyle = COLOUR.accent
  ctx.lineWidth = style.width
  ctx.stroke()
  ctx.restore()
}

function disc(ctx: Ctx, x: number, y: number, r: number, fill: string, edge?: string, width = 0): void {
  ctx.beginPath()
  ctx.arc(x, y, r, 0, Math.PI * 2)
  ctx.fillStyle = fill
  ctx.fill()
  if (edge !== undefined) {
    ctx.strokeStyle = edge
    ctx.lineWidth = width
    ctx.stroke()
  }
}

function drawSign(ctx: Ctx, sign: PlacedSign): void {
  const { x, y } = sign
  switch (sign.kind) {
    case 'seat':
    case 'township': {
      const s = sign.kind === 'seat' ? SIGN.countySeat : SIGN.townshipSeat
      disc(ctx, x, y, s.radius, COLOUR.white, sign.colour, s.width)
      disc(ctx, x, y, s.dot, sign.colour)
      return
    }
    case 'village':
      disc(ctx, x, y, sign.radius, COLOUR.white, sign.colour, SIGN.village.width)
      return
    case 'selected':
      disc(ctx, x, y, 12, 'rgba(15, 90, 90, 0.2)')
      disc(ctx, x, y, 7.4, COLOUR.accent, COLOUR.white, 2.2)
      return
    case 'summit': {
      const w = SIGN.summit.width / 2
      ctx.beginPath()
      ctx.moveTo(x - w, y + 2.8)
      ctx.lineTo(x + w, y + 2.8)
      ctx.lineTo(x, y + 2.8 - SIGN.summit.height)
      ctx.closePath()
      ctx.fillStyle = COLOUR.hill
      ctx.fill()
      return
    }
    case 'heritage': {
      const r = SIGN.heritage.size / 2
      ctx.beginPath()
      ctx.moveTo(x, y - r)
      ctx.lineTo(x + r, y)
      ctx.lineTo(x, y + r)
      ctx.lineTo(x - r, y)
      ctx.closePath()
      ctx.lineJoin = 'round'
      ctx.strokeStyle = COLOUR.white
      ctx.lineWidth = SIGN.heritage.edge * 2
      ctx.stroke()
      ctx.fillStyle = COLOUR.heritage
      ctx.fill()
    }
  }
}

export function fontOf(family: string, weight: number, size: number): string {
  return `${weight} ${size}px ${family}`
}

function drawText(ctx: Ctx, t: PlacedText, x0: number, y0: number): void {
  ctx.save()
  ctx.font = fontOf(t.style.font, t.weight, t.size)
  ctx.lineJoin = 'round'
  ctx.fillStyle = t.colour
  ctx.strokeStyle = t.style.haloColour
  ctx.lineWidth = t.halo
  ctx.globalAlpha = t.alpha
  const x = t.x - x0, y = t.y - y0
  if (t.turn !== 0) {
    // a street's letter stands in the middle of its box
    ctx.translate(x, y)
    ctx.rotate(t.turn)
    ctx.textAlign = 'center'
    ctx.textBaseline = 'middle'
    ctx.strokeText(t.text, 0, 0.5)
    ctx.fillText(t.text, 0, 0.5)
  } else if (t.lean) {
    ctx.transform(1, 0, LEAN, 1, x - LEAN * t.size * 0.1, y)
    ctx.strokeText(t.text, 0, 0)
    ctx.fillText(t.text, 0, 0)
  } else if (t.spacing > 0) {
    const letters = [...t.text]
    const at: number[] = []
    let left = x
    for (const letter of letters) {
      at.push(left)
      left += ctx.measureText(letter).width + t.spacing * t.size
    }
    letters.forEach((letter, i) => ctx.strokeText(letter, at[i] ?? 0, y))
    letters.forEach((letter, i) => ctx.fillText(letter, at[i] ?? 0, y))
  } else {
    ctx.strokeText(t.text, x, y)
    ctx.fillText(t.text, x, y)
  }
  ctx.restore()
}

/** What reaches over its point: the longest name at its largest, and its halo. */
const REACH = 40

/** Draws signs, then shields and labels of a part of the map; everything in world pixels. */
export function* drawLayout(ctx: Ctx, layout: Layout, part: Box): Steps<void> {
  const inPart = (y: number) => y > part.minY - REACH && y < part.maxY + REACH
  ctx.save()
  ctx.translate(-part.minX, -part.minY)
  for (const sign of layout.signs) {
    if (!inPart(sign.y)) continue
    drawSign(ctx, sign)
    yield
  }
  for (const s of layout.shields) {
    if (!inPart(s.y)) continue
    ctx.beginPath()
    ctx.roundRect(s.x - s.width / 2, s.y - SHIELD.height / 2, s.width, SHIELD.height, 2.5)
    ctx.fillStyle = s.colour
    ctx.fill()
    ctx.font = fontOf(FONT_UI, 600, SHIELD.font)
    ctx.textAlign = 'center'
    ctx.fillStyle = COLOUR.white
    ctx.fillText(s.ref, s.x, s.y + 3.4)
  }
  ctx.restore()
  for (let i = layout.texts.length - 1; i >= 0; i--) {
    const t = layout.texts[i]
    if (t === undefined || !inPart(t.y)) continue
    drawText(ctx, t, part.minX, part.minY)
    yield
  }
}
