import type { FilterSpecification, LayerSpecification, LineLayerSpecification, SymbolLayerSpecification } from '@maplibre/maplibre-gl-style-spec'
import { STEPS, streamWidth } from './ground'
import {
  at, BOUNDARIES, CASING_GROWS, COLOUR, GROUND_FROM, LABELS, LANE, RAIL, ROADS, SHIELD, SHORE_WIDTH, SIGN, STREAM, STREET_BY_RANK, VILLAGE_SHARE,
  type LabelKind, type RoadStyle, type Side, type Stops,
} from './style'

/**
 * The map's style for other programs: MapLibre's style, version 8, made of the tables that our own painter reads. Its zooms
 * are those of 512 px tiles, one less than ours. Filters are of the older form and values change only with the zoom, so that
 * QGIS and OpenLayers read them too: what depends on a field is one layer per value.
 */
export const SOURCE = 'base'

const FARTHEST = 24
const LAST_TABLED = 18

type Anchor = 'left' | 'right' | 'top' | 'bottom' | 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'
type Value = readonly [field: string, value: string | number]

const ANCHORS: Readonly<Record<Side, Anchor>> = { R: 'left', L: 'right', T: 'bottom', B: 'top', r: 'bottom-left', l: 'bottom-right', t: 'top-left', b: 'top-right' }
/** Down is positive. */
const OFFSETS: Readonly<Record<Side, readonly [right: number, down: number]>> = { R: [1, 0], L: [-1, 0], T: [0, -1], B: [0, 1], r: [1, -1], l: [-1, -1], t: [1, 1], b: [-1, 1] }

const zoomOf = (ours: number) => round(Math.max(0, ours - 1))
const round = (value: number) => Math.round(value * 1000) / 1000

function byZoom(stops: Stops): LineWidth {
  const first = stops[0]
  if (first === undefined) return 0
  if (stops.every((stop) => stop[1] === first[1])) return round(first[1])
  return ['interpolate', ['linear'], ['zoom'], ...stops.flatMap(([zoom, value]) => [round(zoom - 1), round(value)])] as unknown as LineWidth
}
type LineWidth = NonNullable<NonNullable<LineLayerSpecification['paint']>['line-width']>

/** Values of a function of our zooms, told at the given ones. */
const told = (zooms: readonly number[], value: (zoom: number) => number): Stops => zooms.map((zoom) => [zoom, value(zoom)] as const)

const wholeFrom = (from: number): number[] => Array.from({ length: LAST_TABLED + 1 - Math.ceil(from) }, (_, i) => Math.ceil(from) + i)

const all = (...filters: readonly unknown[]): FilterSpecification => (filters.length === 1 ? filters[0] : ['all', ...filters]) as FilterSpecification
const is = (...[field, value]: Value) => ['==', field, value]
const atLeast = (...[field, value]: Value) => ['>=', field, value]
const below = (...[field, value]: Value) => ['<', field, value]
const not = (filter: unknown) => ['none', filter]
const either = (...filters: readonly unknown[]) => ['any', ...filters]
const named = ['all', ['has', 'name'], ['!=', 'name', '']]
const line = is('$type', 'LineString')
const area = is('$type', 'Polygon')
const heritage = ['all', ['has', 'heritage'], ['!in', 'heritage', '', 'false']]
/** Classes have five digits; a prefix is a range of them. */
const classed = (prefix: string) => ['all', atLeast('class', prefix.padEnd(5, '0')), below('class', String(Number(prefix) + 1).padEnd(5, '0'))]
const summit = ['all', classed('13'), ['>', 'height', 0], not(heritage)]

function span(from: number, to?: number): { minzoom?: number; maxzoom?: number } {
  return { ...(zoomOf(from) > 0 ? { minzoom: zoomOf(from) } : {}), ...(to === undefined ? {} : { maxzoom: Math.min(FARTHEST, zoomOf(to)) }) }
}

// ---- grounds and water ---------------------------------------------------------------------------------------------

function fill(id: string, layer: string, filter: FilterSpecification, colour: string, from: number): LayerSpecification {
  return { id, type: 'fill', source: SOURCE, 'source-layer': layer, ...span(from), filter, paint: { 'fill-color': colour } }
}

interface LineInk {
  readonly id: string
  readonly layer: string
  readonly filter: FilterSpecification
  readonly colour: string
  readonly widths: Stops
  readonly from: number
  readonly to?: number | undefined
  readonly alpha?: number
  readonly cap?: CanvasLineCap
  readonly dash?: readonly number[]
}

function stroke({ id, layer, filter, colour, widths, from, to, alpha = 1, cap = 'butt', dash }: LineInk): LayerSpecification {
  return {
    id, type: 'line', source: SOURCE, 'source-layer': layer, ...span(from, to), filter,
    layout: { 'line-cap': cap, 'line-join': 'round' },
    paint: {
      'line-color': colour, 'line-width': byZoom(widths), ...(alpha === 1 ? {} : { 'line-opacity': alpha }),
      ...(dash === undefined ? {} : { 'line-dasharray': dash.map(round) }),
    },
  }
}

function grounds(): LayerSpecification[] {
  return [
    { id: 'land', type: 'background', paint: { 'background-color': COLOUR.land } },
    fill('division', 'division', all(area), COLOUR.land, 0),
    fill('park', 'ground', all(area, classed('252')), COLOUR.park, GROUND_FROM.park),
    fill('built', 'ground', all(area, either(classed('221'), classed('215'))), COLOUR.built, GROUND_FROM.built),
    fill('plots', 'ground', all(area, either(classed('222'), classed('216'))), COLOUR.plots, GROUND_FROM.plots),
  ]
}

/** Where a function of the zoom first has a value above the given one, to a tenth of a zoom. */
function firstAbove(limit: number, value: (zoom: number) => number): number | null {
  for (let tenth = 50; tenth <= LAST_TABLED * 10; tenth++) if (value(tenth / 10) > limit) return tenth / 10
  return null
}

function stream(id: string, filter: FilterSpecification, level: number, rank: number): LayerSpecification[] {
  const from = firstAbove(0, (zoom) => streamWidth(zoom, level, rank))
  if (from === null) return []
  const width = (zoom: number) => streamWidth(zoom, level, rank)
  const open = firstAbove(STREAM.open - 1e-9, width)
  const zooms = [...new Set([from, ...wholeFrom(from)])]
  const thin = stroke({ id, layer: 'water', filter, colour: COLOUR.stream, widths: told(zooms, width), from, to: open ?? undefined, cap: 'round' })
  if (open === null) return [thin]
  const wide = told([...new Set([open, ...wholeFrom(open)])], width)
  return [
    thin,
    stroke({ id: `${id}-bank`, layer: 'water', filter, colour: COLOUR.shore, widths: wide, from: open, cap: 'round' }),
    stroke({ id: `${id}-open`, layer: 'water', filter, colour: COLOUR.water, widths: wide.map(([zoom, w]) => [zoom, w - STREAM.edge] as const), from: open, cap: 'round' }),
  ]
}

function water(): LayerSpecification[] {
  const last = STEPS.length - 1
  const steps = STEPS.flatMap((step) => {
    const share = [...(step === 0 ? [] : [atLeast('rank', (step - 0.5) / last)]), ...(step === last ? [] : [below('rank', (step + 0.5) / last)])]
    return [3, 2].flatMap((level) => stream(`stream-${level}-${step}`, all(line, is('level', level), ...share), level, step / last))
  })
  return [
    ...steps,
    ...stream('river', all(line, is('level', 1)), 1, 1),
    fill('water', 'water', all(area), COLOUR.water, 0),
    stroke({ id: 'shore', layer: 'water', filter: all(area), colour: COLOUR.shore, widths: SHORE_WIDTH, from: 0 }),
  ]
}

// ---- roads ---------------------------------------------------------------------------------------------------------

const shownFrom = (stops: Stops) => (stops[0]?.[1] === 0 ? stops[0][0] : 0)

function rail(): LayerSpecification[] {
  const filter = all(is('level', 8)), from = shownFrom(RAIL.widths)
  const gap = (zoom: number) => at(RAIL.widths, zoom) - 0.1
  const inner = wholeFrom(from).map((zoom, i, zooms) => stroke({
    id: `rail-gap-${zoom}`, layer: 'road', filter, colour: RAIL.gap, from: zoom, to: zooms[i + 1],
    widths: told([zoom, zoom + 1], gap), dash: [at(RAIL.dash, zoom) / gap(zoom), at(RAIL.dash, zoom) / gap(zoom)],
  }))
  return [stroke({ id: 'rail', layer: 'road', filter, colour: RAIL.colour, widths: RAIL.widths.map(([zoom, w]) => [zoom, w + 1] as const), from }), ...inner]
}

interface RoadPart {
  readonly road: RoadStyle
  readonly id: string
  readonly filter: FilterSpecification
  readonly factor: number
}

function roadParts(): RoadPart[] {
  return ROADS.flatMap((road): RoadPart[] => {
    const id = `road-${road.level}`, filter = is('level', road.level)
    if (road.level !== 7) return [{ road, id, filter: all(filter), factor: 1 }]
    return [
      { road, id: `${id}-minor`, filter: all(filter, below('rank', 0.5)), factor: STREET_BY_RANK.base },
      { road, id: `${id}-major`, filter: all(filter, atLeast('rank', 0.5)), factor: STREET_BY_RANK.base + STREET_BY_RANK.gain },
    ]
  })
}

function casing({ road, id, filter }: RoadPart): LayerSpecification[] {
  const lane = road.level === 6, from = lane ? LANE.single : shownFrom(road.widths)
  const single = lane ? [stroke({
    id: `${id}-lane`, layer: 'road', filter, colour: LANE.colour, from: shownFrom(road.widths), to: LANE.single,
    widths: road.widths.map(([zoom, w]) => [zoom, Math.max(0.7, w)] as const),
  })] : []
  if (road.casing === null) return single
  const width = (zoom: number) => at(road.widths, zoom) + road.extra * (zoom >= CASING_GROWS.from ? CASING_GROWS.factor : 1)
  const zooms = [...road.widths.map(([zoom]) => zoom), CASING_GROWS.from - 0.001].filter((zoom) => zoom > from - 0.01).sort((a, b) => a - b)
  return [...single, stroke({ id: `${id}-casing`, layer: 'road', filter, colour: road.casing, widths: told(zooms, width), from })]
}

function roads(): LayerSpecification[] {
  const parts = roadParts()
  return [
    ...rail(),
    ...parts.flatMap(casing),
    ...parts.map(({ road, id, filter, factor }) => stroke({
      id, layer: 'road', filter, colour: road.fill, alpha: road.alpha, cap: 'round', from: road.level === 6 ? LANE.single : shownFrom(road.widths),
      widths: road.widths.map(([zoom, w]) => [zoom, w * factor] as const),
    })),
  ]
}

// ---- boundaries ----------------------------------------------------------------------------------------------------

function ribbons(): LayerSpecification[] {
  return BOUNDARIES.flatMap(({ level, ribbon }) => (ribbon === null ? [] : [stroke({
    id: `ribbon-${level}`, layer: 'boundary', filter: all(is('level', level)), colour: COLOUR.ribbon, widths: ribbon.widths, alpha: ribbon.alpha, from: 6,
  })]))
}

/** A dash counts in widths of its line. */
function boundaries(): LayerSpecification[] {
  return BOUNDARIES.flatMap(({ level, colour, alpha, cap, columns }) => columns.map((column, i) => stroke({
    id: `boundary-${level}-${column.from}`, layer: 'boundary', filter: all(is('level', level)), colour, alpha, cap,
    widths: [[column.from, column.width]], dash: column.dash.map((part) => part / column.width), from: column.from, to: columns[i + 1]?.from,
  })))
}

// ---- signs and labels ----------------------------------------------------------------------------------------------

function disc(id: string, filter: FilterSpecification, from: number, radii: Stops, colour: string, edge?: { colour: string; width: number }): LayerSpecification {
  // the canvas lays the edge on the rim, MapLibre outside of it
  const inner = radii.map(([zoom, r]) => [zoom, edge === undefined ? r : r - edge.width / 2] as const)
  return {
    id, type: 'circle', source: SOURCE, 'source-layer': 'place', ...span(from), filter,
    paint: { 'circle-color': colour, 'circle-radius': byZoom(inner), ...(edge === undefined ? {} : { 'circle-stroke-color': edge.colour, 'circle-stroke-width': edge.width }) },
  }
}

/** Weight first, as MapLibre reads it from the first name; then the families as CSS finds them. */
function fontsOf(css: string, weight: number): string[] {
  const families = css.split(',').map((name) => name.replaceAll('"', '')).filter((name) => !name.endsWith('serif'))
  return [`${families[0]} ${weight >= 700 ? 'Bold' : weight >= 600 ? 'SemiBold' : 'Regular'}`, ...families]
}

interface Label {
  readonly id: string
  readonly kind: LabelKind
  readonly layer: string
  readonly filter: FilterSpecification
  readonly text?: unknown
  readonly from?: number
  readonly to?: number | undefined
  readonly along?: boolean
  readonly scale?: number
}

function label({ id, kind, layer, filter, text = ['get', 'name'], from, to, along = false, scale = 1 }: Label): LayerSpecification {
  const style = LABELS[kind]
  const side = style.sides[0], gap = round(style.gap / (style.sizes[0]?.[1] ?? 12))
  const layout: NonNullable<SymbolLayerSpecification['layout']> = {
    'text-field': text as string, 'text-font': fontsOf(style.font, style.weight),
    'text-size': byZoom(style.sizes.map(([zoom, size]) => [zoom, size * scale] as const)), 'text-max-width': 30,
    ...(style.spacing === 0 ? {} : { 'text-letter-spacing': style.spacing }),
    ...(along ? { 'symbol-placement': 'line', 'text-max-angle': 60, 'symbol-spacing': 720 } : {}),
    ...(side === undefined || along ? {} : {
      'text-variable-anchor': style.sides.map((one) => ANCHORS[one]), 'text-radial-offset': gap, 'text-justify': 'auto',
      // for programs that know one side only
      'text-anchor': ANCHORS[side], 'text-offset': [OFFSETS[side][0] * gap, OFFSETS[side][1] * gap],
    }),
  }
  return {
    id, type: 'symbol', source: SOURCE, 'source-layer': layer, ...span(Math.max(style.from, from ?? 0), to ?? (style.to >= 22 ? undefined : Math.ceil(style.to))), filter, layout,
    paint: { 'text-color': style.colour, 'text-halo-color': style.haloColour, 'text-halo-width': round(style.halo / 2) },
  }
}

/** A sign that is no disc: a character of the same shape, for a style without a sprite. */
function mark(id: string, character: string, size: number, kind: LabelKind, halo: string, filter: FilterSpecification): LayerSpecification {
  const style = LABELS[kind]
  return {
    id, type: 'symbol', source: SOURCE, 'source-layer': 'place', ...span(style.from), filter,
    layout: { 'text-field': character, 'text-font': fontsOf(LABELS.village.font, 400), 'text-size': size, 'text-allow-overlap': true },
    paint: { 'text-color': style.colour, 'text-halo-color': halo, 'text-halo-width': 1.2 },
  }
}

interface Column {
  readonly from: number
  readonly to: number | undefined
  readonly rank: number
}

/** Villages by rank, in steps of the zoom: the most important ones first. */
function villageColumns(): Column[] {
  const zooms = VILLAGE_SHARE.filter(([, share]) => share > 0).map(([zoom]) => zoom)
  return zooms.map((from, i) => ({ from, to: zooms[i + 1], rank: 1 - at(VILLAGE_SHARE, from) }))
}

const village = (rank: number) => all(is('level', 5), not(heritage), ...(rank > 0 ? [atLeast('rank', round(rank))] : []))
const hamlet = all(is('level', 6), not(heritage))
const other = ['all', is('level', 0), not(heritage), not(summit)]

function signs(): LayerSpecification[] {
  const seat = (id: string, levels: readonly number[], sign: { radius: number; width: number; dot: number }, from: number) => [
    disc(`${id}-ring`, all(['in', 'level', ...levels]), from, [[0, sign.radius]], COLOUR.white, { colour: COLOUR.ink, width: sign.width }),
    disc(`${id}-dot`, all(['in', 'level', ...levels]), from, [[0, sign.dot]], COLOUR.ink),
  ]
  const edge = { colour: COLOUR.villageInk, width: SIGN.village.width }
  const first = villageColumns()[0]
  return [
    disc('facility-sign', all(other), LABELS.facility.from, [[0, 1.8]], COLOUR.white, { colour: COLOUR.streetInk, width: SIGN.village.width }),
    disc('hamlet-sign', hamlet, 13, SIGN.village.radius, COLOUR.white, edge),
    { ...disc('village-sign-first', village(first?.rank ?? 0), LABELS.village.from, SIGN.village.radius, COLOUR.white, edge), maxzoom: zoomOf(12) },
    disc('village-sign', village(0), 12, SIGN.village.radius, COLOUR.white, edge),
    mark('summit-sign', '▲', 8, 'summit', COLOUR.halo, all(summit)),
    mark('heritage-sign', '◆', SIGN.heritage.size, 'heritage', COLOUR.white, all(heritage)),
    ...seat('township', [4], SIGN.townshipSeat, LABELS.townshipSeat.from),
    ...seat('county-seat', [3], SIGN.countySeat, LABELS.countySeat.from),
    ...seat('prefecture-seat', [2], SIGN.countySeat, LABELS.prefectureSeat.from),
  ]
}

function shields(): LayerSpecification[] {
  return [3, 2, 1].flatMap((level): LayerSpecification[] => {
    const road = ROADS.find((style) => style.level === level)
    const from = road === undefined ? null : firstAbove(1 - 1e-9, (zoom) => at(road.widths, zoom))
    const colour = SHIELD.colours[level]
    if (from === null || colour === undefined) return []
    return [{
      id: `shield-${level}`, type: 'symbol', source: SOURCE, 'source-layer': 'road', ...span(Math.max(SHIELD.from, from)),
      filter: all(is('level', level), ['has', 'ref'], ['!=', 'ref', '']),
      layout: {
        'text-field': ['get', 'ref'], 'text-font': fontsOf(LABELS.village.font, 600), 'text-size': SHIELD.font, 'symbol-placement': 'line',
        'symbol-spacing': SHIELD.apart, 'text-rotation-alignment': 'viewport',
      },
      paint: { 'text-color': COLOUR.white, 'text-halo-color': colour, 'text-halo-width': round(SHIELD.font / 4) },
    }]
  })
}

/** The last is placed first. */
function labels(): LayerSpecification[] {
  const level = (value: number) => all(is('level', value))
  return [
    label({ id: 'facility', kind: 'facility', layer: 'place', filter: all(other, not(classed('252'))) }),
    label({ id: 'park-name', kind: 'park', layer: 'place', filter: all(other, classed('252')) }),
    label({ id: 'street', kind: 'street', layer: 'road', filter: all(is('level', 7), named), along: true }),
    label({ id: 'hamlet', kind: 'village', layer: 'place', filter: hamlet, from: 13, scale: 0.92 }),
    ...villageColumns().map(({ from, to, rank }) => label({
      id: `village-${from}`, kind: 'village', layer: 'place', filter: village(rank), from, to,
    })),
    ...shields(),
    label({ id: 'height', kind: 'height', layer: 'place', filter: all(summit), text: ['to-string', ['get', 'height']] }),
    label({ id: 'summit', kind: 'summit', layer: 'place', filter: all(summit) }),
    label({ id: 'heritage', kind: 'heritage', layer: 'place', filter: all(heritage) }),
    label({ id: 'township', kind: 'townshipSeat', layer: 'place', filter: level(4) }),
    label({ id: 'lake', kind: 'lake', layer: 'water', filter: all(area, named, not(classed('121'))) }),
    label({ id: 'stream-name', kind: 'river', layer: 'water', filter: all(line, ['!=', 'level', 1], named), along: true }),
    label({ id: 'river-name', kind: 'mainRiver', layer: 'water', filter: all(line, is('level', 1), named), along: true }),
    label({ id: 'county', kind: 'county', layer: 'division_label', filter: level(3) }),
    label({ id: 'prefecture', kind: 'prefecture', layer: 'division_label', filter: level(2) }),
    label({ id: 'province', kind: 'province', layer: 'division_label', filter: level(1) }),
    label({ id: 'county-seat', kind: 'countySeat', layer: 'place', filter: level(3) }),
    label({ id: 'prefecture-seat', kind: 'prefectureSeat', layer: 'place', filter: level(2) }),
  ]
}

/** All layers, bottom to top. */
export function mapLibreLayers(): LayerSpecification[] {
  return [...grounds(), ...water(), ...ribbons(), ...roads(), ...boundaries(), ...signs(), ...labels()]
}
