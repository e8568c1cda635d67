import type { Bounds, LonLat } from './geo'

/** A tile by its address; `refresh` takes these names from the server's change notes. */
export interface TileName {
  readonly z: number
  readonly x: number
  readonly y: number
}

export interface Rect {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** What a pointer met on the map. */
export interface Hit {
  readonly code: string
  readonly name: string
}

/** @prop vague the pin stands on the point itself, without a tip */
export interface Pinned {
  readonly point: LonLat
  readonly vague?: boolean
}

export type ExtentGeometry =
  | { readonly type: 'Point'; readonly coordinates: LonLat }
  | { readonly type: 'MultiPoint' | 'LineString'; readonly coordinates: readonly LonLat[] }
  | { readonly type: 'MultiLineString' | 'Polygon'; readonly coordinates: readonly (readonly LonLat[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly LonLat[])[])[] }

export interface Extent {
  readonly code: string
  readonly name: string
  readonly point: LonLat | null
  readonly geometry: ExtentGeometry | null
  readonly kind: 'selected' | 'pointed'
  /** In words, where the geometry is only the area in which the place lies somewhere; null where it is its own. */
  readonly about: string | null
}

export const MAP_LAYERS = ['relief', 'boundaries', 'roads', 'names'] as const
export type MapLayer = (typeof MAP_LAYERS)[number]

export const LEGEND_KEYS = [
  'boundary1', 'boundary2', 'boundary3', 'boundary4', 'boundary5',
  'road1', 'road2', 'road3', 'road4', 'road5', 'road6', 'road7', 'rail',
  'river', 'stream', 'built', 'park',
  'countySeat', 'townshipSeat', 'village', 'summit', 'heritage',
] as const
export type LegendKey = (typeof LEGEND_KEYS)[number]

export interface PainterEvents {
  /** Tiles that could not be fetched; 0 when all is well again. */
  trouble(failed: number): void
  /** Signs that are in view now, in the order of LEGEND_KEYS. */
  legend(keys: readonly LegendKey[]): void
}

/** Decoding, style, labels, hit test and refresh of the map's vector part. The first implementation is protomaps-leaflet's. */
export interface MapPainter {
  setExtents(extents: readonly Extent[]): void
  /** Places (view pixels) that labels keep clear of: panels, pins. */
  setObstacles(panels: readonly Rect[], pins: readonly Pinned[]): void
  setLayers(shown: ReadonlySet<MapLayer>): void
  /** The map of a day, `YYYY-MM-DD`; today's if null. */
  setDay(day: string | null): void
  /** A map of others in place of our ground; ours if null. */
  setBase(base: BaseSource | null): void
  hitTest(x: number, y: number): Hit | null
  /** Fetches the named tiles again, or those that failed when none is named. */
  refresh(tiles?: readonly TileName[]): void
  destroy(): void
}

export interface ReliefSource {
  readonly template: string
  readonly minzoom: number
  readonly maxzoom: number
  readonly bounds: Bounds
}

export interface BaseSource {
  readonly template: string
  readonly subdomains: readonly string[]
  readonly minzoom: number
  readonly maxzoom: number
}
