import type { Feature, PaintRule, PaintSymbolizer } from 'protomaps-leaflet'
import {
  at, BOUNDARIES, CASING_GROWS, COLOUR, GROUND_FROM, LANE, RAIL, ROADS, SHORE_WIDTH, STREAM, STREET_BY_RANK,
  type RoadStyle,
} from './style'

type Ctx = CanvasRenderingContext2D
type Accept = (zoom: number, feature: Feature) => boolean

const LINE = 2 as Feature['geomType']
const POLYGON = 3 as Feature['geomType']

export function num(feature: Feature, key: string): number {
  const value = feature.props[key]
  return typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : 0
}

export function text(feature: Feature, key: string): string {
  const value = feature.props[key]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** Gathers features into one path, so that transparent strokes do not darken where they meet. */
class Gather implements PaintSymbolizer {
  path = new Path2D()
  transform: DOMMatrix | null = null

  before(): void {
    this.path = new Path2D()
    this.transform = null
  }

  draw(ctx: Ctx, geom: Feature['geom'], _zoom: number, feature: Feature): void {
    this.transform ??= ctx.getTransform()
    for (const part of geom) {
      part.forEach((p, i) => (i === 0 ? this.path.moveTo(p.x, p.y) : this.path.lineTo(p.x, p.y)))
      if (feature.geomType === POLYGON) this.path.closePath()
    }
  }
}

/** Strokes what a Gather rule before it has collected. `before` is the painter's only hook that runs once per rule. */
class Flush implements PaintSymbolizer {
  constructor(private readonly from: Gather, private readonly ink: (ctx: Ctx, path: Path2D, zoom: number) => void) {}

  before(ctx: Ctx, zoom: number): void {
    if (this.from.transform === null) return
    ctx.save()
    ctx.setTransform(this.from.transform)
    ctx.lineJoin = 'round'
    this.ink(ctx, this.from.path, zoom)
    ctx.restore()
  }

  draw(): void {}
}

function stroke(ctx: Ctx, path: Path2D, colour: string, width: number, alpha = 1): void {
  if (width <= 0) return
  ctx.strokeStyle = colour
  ctx.globalAlpha = alpha
  ctx.lineWidth = width
  ctx.stroke(path)
}

const never = () => false

function pass(dataLayer: string, filter: Accept, ...inks: ((ctx: Ctx, path: Path2D, zoom: number) => void)[]): PaintRule[] {
  const gather = new Gather()
  return [
    { dataLayer, filter, symbolizer: gather },
    ...inks.map((ink) => ({ dataLayer, filter: never, symbolizer: new Flush(gather, ink) })),
  ]
}

function classed(prefixes: readonly string[], from: number): Accept {
  return (zoom, f) => zoom >= from && f.geomType === POLYGON && prefixes.some((p) => text(f, 'class').startsWith(p))
}

const filled = (colour: string) => (ctx: Ctx, path: Path2D) => {
  ctx.fillStyle = colour
  ctx.fill(path, 'evenodd')
}

/** Catchment shares of one eighth: a river grows in steps that the eye does not see. */
export const STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const

export function streamWidth(zoom: number, level: number, rank: number): number {
  if (level === 1) return at(STREAM.main, zoom)
  if (level === 3 && zoom < 14 && rank < at(STREAM.from, zoom)) return 0
  if (level === 2 && rank < at(STREAM.from, zoom) - 0.3) return 0
  return at(STREAM.thin, zoom) + (at(STREAM.wide, zoom) - at(STREAM.thin, zoom)) * rank
}

function water(): PaintRule[] {
  const inks = (level: number, rank: number) => [
    (ctx: Ctx, path: Path2D, zoom: number) => {
      const width = streamWidth(zoom, level, rank)
      ctx.lineCap = 'round'
      stroke(ctx, path, width < STREAM.open ? COLOUR.stream : COLOUR.shore, width)
      if (width >= STREAM.open) stroke(ctx, path, COLOUR.water, width - STREAM.edge)
    },
  ]
  const rules: PaintRule[] = []
  for (const step of STEPS) {
    const takes: Accept = (_z, f) => f.geomType === LINE && num(f, 'level') !== 1 && Math.round(num(f, 'rank') * 8) === step
    rules.push(...pass('water', (z, f) => takes(z, f) && num(f, 'level') !== 2, ...inks(3, step / 8)))
    rules.push(...pass('water', (z, f) => takes(z, f) && num(f, 'level') === 2, ...inks(2, step / 8)))
  }
  rules.push(...pass('water', (_z, f) => f.geomType === LINE && num(f, 'level') === 1, ...inks(1, 1)))
  rules.push(...pass('water', (_z, f) => f.geomType === POLYGON, (ctx, path, zoom) => {
    ctx.fillStyle = COLOUR.water
    ctx.fill(path, 'evenodd')
    stroke(ctx, path, COLOUR.shore, at(SHORE_WIDTH, zoom))
  }))
  return rules
}

function ribbons(): PaintRule[] {
  return BOUNDARIES.flatMap((b) => {
    const tint = b.ribbon
    if (tint === null) return []
    return pass('boundary', (z, f) => z >= 6 && num(f, 'level') === b.level, (ctx, path, zoom) => {
      ctx.lineCap = 'butt'
      stroke(ctx, path, COLOUR.ribbon, at(tint.widths, zoom), tint.alpha)
    })
  })
}

function roadWidth(road: RoadStyle, zoom: number, major: boolean): number {
  const width = at(road.widths, zoom)
  return road.level === 7 ? width * (STREET_BY_RANK.base + (major ? STREET_BY_RANK.gain : 0)) : width
}

function roads(): PaintRule[] {
  const rail = pass('road', (z, f) => num(f, 'level') === 8 && at(RAIL.widths, z) > 0, (ctx, path, zoom) => {
    const width = at(RAIL.widths, zoom)
    const dash = at(RAIL.dash, zoom)
    ctx.lineCap = 'butt'
    stroke(ctx, path, RAIL.colour, width + 1)
    ctx.setLineDash([dash, dash])
    stroke(ctx, path, RAIL.gap, width - 0.1)
  })
  const casings: PaintRule[] = []
  const fills: PaintRule[] = []
  for (const road of ROADS) {
    for (const major of road.level === 7 ? [false, true] : [true]) {
      const gather = new Gather()
      const accept: Accept = (z, f) => num(f, 'level') === road.level && at(road.widths, z) > 0 && (road.level !== 7 || (num(f, 'rank') >= 0.5) === major)
      casings.push({ dataLayer: 'road', filter: accept, symbolizer: gather })
      casings.push({
        dataLayer: 'road', filter: never, symbolizer: new Flush(gather, (ctx, path, zoom) => {
          const width = roadWidth(road, zoom, major)
          if (road.level === 6 && zoom < LANE.single) {
            stroke(ctx, path, LANE.colour, Math.max(0.7, width))
            return
          }
          if (road.casing === null) return
          ctx.lineCap = 'butt'
          stroke(ctx, path, road.casing, width + road.extra * (zoom >= CASING_GROWS.from ? CASING_GROWS.factor : 1))
        }),
      })
      fills.push({
        dataLayer: 'road', filter: never, symbolizer: new Flush(gather, (ctx, path, zoom) => {
          if (road.level === 6 && zoom < LANE.single) return
          ctx.lineCap = 'round'
          stroke(ctx, path, road.fill, roadWidth(road, zoom, major), road.alpha)
        }),
      })
    }
  }
  return [...rail, ...casings, ...fills]
}

export interface GroundChoice {
  readonly boundaries: boolean
  readonly roads: boolean
}

/** Everything under the dashed lines, in the order of painting. */
export function groundRules(choice: GroundChoice): PaintRule[] {
  return [
    ...pass('ground', classed(['252'], GROUND_FROM.park), filled(COLOUR.park)),
    ...pass('ground', classed(['221', '215'], GROUND_FROM.built), filled(COLOUR.built)),
    ...pass('ground', classed(['222', '216'], GROUND_FROM.plots), filled(COLOUR.plots)),
    ...water(),
    ...(choice.boundaries ? ribbons() : []),
    ...(choice.roads ? roads() : []),
  ]
}
