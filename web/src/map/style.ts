/**
 * The map's style as data: colours, widths, dashes and label sizes by zoom. Nothing here draws, so that print can
 * share it. Zooms are those of 256 px tiles; widths, dashes and sizes are CSS pixels; values between two stops are linear.
 */
export type Stops = readonly (readonly [zoom: number, value: number])[]

export function at(stops: Stops, zoom: number): number {
  const first = stops[0]
  if (first === undefined) return 0
  if (zoom <= first[0]) return first[1]
  let before = first
  for (const stop of stops) {
    if (zoom <= stop[0]) {
      const share = (zoom - before[0]) / (stop[0] - before[0])
      return before[1] + (stop[1] - before[1]) * share
    }
    before = stop
  }
  return before[1]
}

export const FONT_UI = '"Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif'
export const FONT_NAME = '"Noto Serif SC","Noto Serif CJK SC","Source Han Serif SC","Songti SC",STSong,SimSun,serif'

export const COLOUR = {
  land: '#F7F4EC',
  veil: '#F1EDE4',
  built: '#E5DCCE',
  plots: '#D9CFC0',
  park: '#DFE6D2',
  water: '#C2DCE4',
  shore: '#8DB8C6',
  stream: '#8FBECD',
  waterText: '#235E74',
  waterHalo: '#F3F6F3',
  boundary: '#6A3D5C',
  township: '#8E6F86',
  ribbon: '#CFA2BC',
  divisionText: '#6B4862',
  hill: '#5E6B4F',
  heritage: '#A4471C',
  ink: '#2A2926',
  villageInk: '#5A564E',
  streetInk: '#575349',
  halo: '#FBF9F3',
  accent: '#0F5A5A',
  white: '#FFFFFF',
} as const

// ---- grounds -------------------------------------------------------------------------------------------------------
export const GROUND_FROM = { built: 10, plots: 12.6, park: 12 } as const
export const SHORE_WIDTH: Stops = [[12.9, 0.8], [13, 1.2]]

/** Opacity of the relief by the zooms it is magnified beyond its own. */
export const RELIEF_FADE: Stops = [[1, 1], [2, 0.75], [3, 0.5], [5, 0.25]]

// ---- boundaries: one column per pair of zooms, because dashes do not interpolate well ------------------------------
export type BoundaryLevel = 1 | 2 | 3 | 4 | 5
export interface LineColumn {
  readonly from: number
  readonly width: number
  readonly dash: readonly number[]
}
export interface BoundaryStyle {
  readonly level: BoundaryLevel
  readonly colour: string
  readonly alpha: number
  readonly cap: CanvasLineCap
  readonly columns: readonly LineColumn[]
  readonly ribbon: { readonly alpha: number; readonly widths: Stops } | null
}
const ribbon = (alpha: number, w: readonly [number, number, number, number, number]) => ({
  alpha,
  widths: [[6, w[0] * 0.7], [8, w[0]], [9, w[0]], [10, w[1]], [11, w[1]], [12, w[2]], [13, w[2]], [14, w[3]], [15, w[3]], [16, w[4]], [18, w[4]]] as const,
})
export const BOUNDARIES: readonly BoundaryStyle[] = [
  {
    level: 5, colour: COLOUR.township, alpha: 0.85, cap: 'round', ribbon: null,
    columns: [
      { from: 13, width: 1.1, dash: [0.1, 3.4] },
      { from: 14, width: 1.3, dash: [0.1, 4] },
      { from: 16, width: 1.5, dash: [0.1, 4.6] },
    ],
  },
  {
    level: 4, colour: COLOUR.township, alpha: 0.85, cap: 'butt', ribbon: null,
    columns: [
      { from: 10, width: 0.9, dash: [4, 2.6, 0.9, 2.6] },
      { from: 12, width: 1.05, dash: [4.6, 3, 1, 3] },
      { from: 14, width: 1.4, dash: [6, 4, 1.4, 4] },
      { from: 16, width: 1.6, dash: [7, 4.6, 1.6, 4.6] },
    ],
  },
  {
    level: 3, colour: COLOUR.boundary, alpha: 1, cap: 'butt', ribbon: ribbon(0.36, [4, 7, 8.6, 11.6, 14]),
    columns: [
      { from: 7, width: 0.9, dash: [8, 3] },
      { from: 10, width: 1.5, dash: [12, 3.6] },
      { from: 12, width: 1.75, dash: [14, 4.2] },
      { from: 14, width: 2.3, dash: [18, 5.4] },
      { from: 16, width: 2.7, dash: [21, 6.4] },
    ],
  },
  {
    level: 2, colour: COLOUR.boundary, alpha: 1, cap: 'butt', ribbon: ribbon(0.4, [6, 11, 13.4, 18, 22]),
    columns: [
      { from: 5, width: 1.2, dash: [9, 3, 1.2, 3] },
      { from: 10, width: 1.9, dash: [13, 3.6, 1.9, 3.6] },
      { from: 12, width: 2.2, dash: [15, 4.2, 2.2, 4.2] },
      { from: 14, width: 2.9, dash: [19, 5.4, 2.9, 5.4] },
      { from: 16, width: 3.4, dash: [23, 6.4, 3.4, 6.4] },
    ],
  },
  {
    level: 1, colour: COLOUR.boundary, alpha: 1, cap: 'butt', ribbon: ribbon(0.42, [9, 15, 18, 24, 30]),
    columns: [
      { from: 3, width: 1.6, dash: [10, 3, 1.6, 3, 1.6, 3] },
      { from: 10, width: 2.4, dash: [14, 3.6, 2.4, 3.6, 2.4, 3.6] },
      { from: 12, width: 2.8, dash: [16, 4, 2.8, 4, 2.8, 4] },
      { from: 14, width: 3.6, dash: [20, 5, 3.6, 5, 3.6, 5] },
      { from: 16, width: 4.2, dash: [24, 6, 4.2, 6, 4.2, 6] },
    ],
  },
]

export function columnAt(columns: readonly LineColumn[], zoom: number): LineColumn | null {
  let found: LineColumn | null = null
  for (const column of columns) if (zoom >= column.from) found = column
  return found
}

// ---- roads ---------------------------------------------------------------------------------------------------------
export interface RoadStyle {
  readonly level: number
  readonly casing: string | null
  readonly fill: string
  readonly alpha: number
  readonly widths: Stops
  readonly extra: number
}
/** From small to large: the order of painting. */
export const ROADS: readonly RoadStyle[] = [
  { level: 6, casing: '#CFC8BB', fill: '#FFFFFF', alpha: 1, widths: [[12.9, 0], [13, 1], [14, 2.2], [15, 3.6], [17, 7]], extra: 0.9 },
  { level: 7, casing: null, fill: '#FFFFFF', alpha: 0.9, widths: [[10.9, 0], [11, 0.7], [12, 1.4], [13, 2.4], [14, 4], [15, 6], [17, 10]], extra: 0 },
  { level: 5, casing: '#C9C2B4', fill: '#FFFFFF', alpha: 1, widths: [[11.9, 0], [12, 1.1], [13, 2], [14, 3.4], [15, 5], [17, 10]], extra: 1 },
  { level: 4, casing: '#BFB8AA', fill: '#FFFFFF', alpha: 1, widths: [[10.9, 0], [11, 1], [12, 1.8], [13, 2.8], [14, 4.4], [15, 6], [17, 11]], extra: 1.1 },
  { level: 3, casing: '#C9BB92', fill: '#FAEFC9', alpha: 1, widths: [[8.9, 0], [9, 0.6], [10, 0.9], [11, 1.4], [12, 2.4], [13, 3.6], [14, 5.2], [15, 7], [17, 12]], extra: 1.3 },
  { level: 2, casing: '#C3A46C', fill: '#F4DDA8', alpha: 1, widths: [[7.9, 0], [8, 0.7], [10, 1.2], [11, 1.8], [12, 2.8], [13, 4], [14, 5.8], [15, 8], [17, 13]], extra: 1.4 },
  { level: 1, casing: '#B98B55', fill: '#EBC08A', alpha: 1, widths: [[6.9, 0], [7, 0.8], [10, 1.6], [11, 2.2], [12, 3.2], [13, 4.6], [14, 6.5], [15, 9], [17, 15]], extra: 1.5 },
]
/** Below this zoom a village lane is one thin line without casing. */
export const LANE = { single: 13.6, colour: '#C8C0B2' } as const
export const CASING_GROWS = { from: 12, factor: 1.3 } as const
export const STREET_BY_RANK = { base: 0.8, gain: 0.6 } as const
export const RAIL = {
  colour: '#86827A',
  gap: '#FFFFFF',
  widths: [[8.9, 0], [9, 0.9], [10, 1.1], [11, 1.6], [12, 2.1], [13, 2.6], [14, 3.1], [15, 3.6], [17, 4.6]] as Stops,
  dash: [[10, 5], [11, 6], [12, 8], [13, 10], [14, 12], [17, 18]] as Stops,
} as const
export const SHIELD = {
  colours: { 1: '#9A6B2F', 2: '#A8643C', 3: '#8D7B34' } as Readonly<Record<number, string>>,
  height: 13, font: 9.5, apart: 260, perClass: 3, from: 10,
} as const

// ---- water ---------------------------------------------------------------------------------------------------------
export const STREAM = {
  thin: [[8, 0.4], [10, 0.5], [11, 0.6], [12, 0.8], [14, 1.2], [17, 2.2]] as Stops,
  wide: [[8, 0.7], [10, 1], [11, 1.2], [12, 2], [14, 3.5], [17, 7]] as Stops,
  main: [[6, 0.8], [8, 1.3], [10, 1.9], [11, 2.2], [14, 2.6]] as Stops,
  /** smallest rank drawn */
  from: [[9, 0.9], [10, 0.72], [11, 0.5], [12, 0.22], [13, 0]] as Stops,
  open: 3,
  edge: 1.4,
} as const

// ---- point signs ---------------------------------------------------------------------------------------------------
export const SIGN = {
  countySeat: { radius: 5, width: 1.3, dot: 2.3 },
  townshipSeat: { radius: 3.1, width: 1.2, dot: 1 },
  village: { radius: [[11, 1.5], [12, 1.9], [13, 2.2], [15, 3]] as Stops, width: 1 },
  summit: { width: 7, height: 6 },
  heritage: { size: 12, edge: 1.6 },
} as const

// ---- labels --------------------------------------------------------------------------------------------------------
export type LabelKind =
  | 'province' | 'prefecture' | 'county' | 'mainRiver' | 'river' | 'lake' | 'prefectureSeat' | 'countySeat' | 'townshipSeat'
  | 'heritage' | 'summit' | 'height' | 'village' | 'street' | 'facility' | 'park'
export type Side = 'R' | 'L' | 'T' | 'B' | 'r' | 'l' | 't' | 'b'
export interface LabelStyle {
  readonly font: string
  readonly weight: number
  readonly sizes: Stops
  readonly from: number
  readonly to: number
  readonly spacing: number
  readonly colour: string
  readonly halo: number
  readonly haloColour: string
  readonly sides: readonly Side[]
  readonly gap: number
  /** true: shown even when it covers a line */
  readonly must: boolean
  readonly crossings: number
}
const base = { from: 0, to: 22, spacing: 0, halo: 2.2, haloColour: COLOUR.halo, must: false, crossings: 1, gap: 5 } as const
const EIGHT: readonly Side[] = ['R', 'L', 'T', 'B', 'r', 'l', 't', 'b']
const FOUR: readonly Side[] = ['R', 'L', 'T', 'B']
export const LABELS: Readonly<Record<LabelKind, LabelStyle>> = {
  // closer than the names of prefectures: from afar there is no room
  province: { ...base, font: FONT_NAME, weight: 700, sizes: [[3, 11.5], [4, 13], [5, 17], [6, 22], [8, 26]], from: 3, to: 7.9, spacing: 0.5, colour: COLOUR.divisionText, halo: 3.2, sides: [] },
  prefecture: { ...base, font: FONT_NAME, weight: 700, sizes: [[6, 17], [8, 22], [10, 26]], from: 6, to: 9.9, spacing: 1.4, colour: COLOUR.divisionText, halo: 3.2, sides: [] },
  county: { ...base, font: FONT_NAME, weight: 700, sizes: [[8, 13], [10, 14], [11, 19], [12, 24], [13, 28]], from: 8, to: 13.9, spacing: 1.1, colour: COLOUR.divisionText, halo: 3.2, sides: [] },
  mainRiver: { ...base, font: FONT_NAME, weight: 600, sizes: [[10, 13], [11, 14], [12, 16], [13, 18], [15, 20]], from: 10, spacing: 3.6, colour: COLOUR.waterText, haloColour: COLOUR.waterHalo, sides: [] },
  river: { ...base, font: FONT_NAME, weight: 400, sizes: [[11, 12], [12, 13], [13, 14], [15, 16]], from: 11, spacing: 2.6, colour: COLOUR.waterText, haloColour: COLOUR.waterHalo, sides: [] },
  lake: { ...base, font: FONT_NAME, weight: 400, sizes: [[11, 12.5], [12, 12.5], [13, 14], [15, 16]], from: 11, colour: COLOUR.waterText, haloColour: COLOUR.waterHalo, sides: ['B', 'T', 'R', 'L'], gap: 11 },
  prefectureSeat: { ...base, font: FONT_UI, weight: 700, sizes: [[7, 13], [8, 14], [10, 16], [11, 17], [12, 18.5], [13, 20], [15, 23]], from: 6, colour: COLOUR.ink, halo: 3, sides: FOUR, gap: 8, must: true, crossings: 5 },
  countySeat: { ...base, font: FONT_UI, weight: 700, sizes: [[8, 13], [10, 15], [11, 16], [12, 17.5], [13, 19], [15, 22]], from: 8, colour: COLOUR.ink, halo: 3, sides: FOUR, gap: 8, must: true, crossings: 5 },
  townshipSeat: { ...base, font: FONT_UI, weight: 600, sizes: [[10, 12], [11, 13.5], [12, 15], [13, 17], [15, 19]], from: 10, colour: COLOUR.ink, halo: 2.8, sides: FOUR, gap: 6, must: true, crossings: 3 },
  heritage: { ...base, font: FONT_NAME, weight: 600, sizes: [[11, 12], [12, 13], [13, 13], [15, 15]], from: 11, colour: COLOUR.heritage, halo: 3, sides: ['R', 'L'], gap: 9, crossings: 2 },
  summit: { ...base, font: FONT_NAME, weight: 400, sizes: [[11, 12], [12, 12], [13, 13], [15, 14]], from: 10.8, colour: COLOUR.hill, sides: ['R', 'L', 'B', 'T'], gap: 6 },
  height: { ...base, font: FONT_UI, weight: 400, sizes: [[12, 10]], from: 12, colour: COLOUR.hill, sides: ['B', 'T', 'R', 'L'], gap: 6 },
  village: { ...base, font: FONT_UI, weight: 400, sizes: [[11, 11], [12, 11.5], [13, 13], [15, 16]], from: 11, colour: COLOUR.villageInk, sides: EIGHT, gap: 4.5 },
  street: { ...base, font: FONT_UI, weight: 400, sizes: [[13, 12], [15, 14]], from: 14, spacing: 0.3, colour: COLOUR.streetInk, halo: 2.4, sides: [] },
  facility: { ...base, font: FONT_UI, weight: 400, sizes: [[13, 12], [15, 13]], from: 13, colour: COLOUR.streetInk, sides: EIGHT },
  park: { ...base, font: FONT_NAME, weight: 400, sizes: [[13, 12], [15, 13]], from: 13, colour: COLOUR.streetInk, sides: EIGHT },
}
/** A province too small for its name has it beside its middle, no larger than this. */
export const SMALL_PROVINCE = { size: 12, spacing: 0, sides: ['B', 'T', 'R', 'L'], gap: 1, must: true } as const satisfies Partial<LabelStyle> & { size: number }
/** Share of the villages (by rank, the highest first) that may carry a label. */
export const VILLAGE_SHARE: Stops = [[10.9, 0], [11, 0.25], [12, 0.8], [12.5, 1]]
/** Below this zoom the map leaves out 村, as printed maps do. */
export const VILLAGE_SUFFIX_FROM = 12.6
export const LEAN = 0.213
export const SELECTED_GROWS = 3

// ---- selected and pointed at ---------------------------------------------------------------------------------------
export interface ExtentStyle {
  readonly fill: number
  readonly under: number
  readonly width: number
}
export const EXTENT: Readonly<Record<'selected' | 'pointed', ExtentStyle>> = {
  selected: { fill: 0.07, under: 5, width: 2.3 },
  pointed: { fill: 0.06, under: 0, width: 1.4 },
}
/** The cell in which a place lies somewhere; on the screen never smaller than `least`. */
export const VAGUE = { tint: 'rgba(15, 90, 90, 0.26)', blur: 14, least: 22, size: 12 } as const
