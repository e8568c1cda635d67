import type { ExtentGeometry } from '../map/painter'
import type { Bounds, LonLat } from '../map/geo'

export type NameStatus = 'standard' | 'unverified' | 'former' | 'alias'
export type SpellingStatus = 'standard' | 'unverified' | 'suggested'
export type MatchedBy = 'code' | 'exact' | 'prefix' | 'contained' | 'former' | 'alias' | 'pinyin' | 'initials' | 'fuzzy'

export interface SearchResult {
  readonly code: string
  readonly name: string
  readonly nameStatus: NameStatus
  readonly spelling: string | null
  readonly spellingStatus: SpellingStatus | null
  readonly matchedBy: MatchedBy
  readonly matchedText: string | null
  readonly matchedWithin: string | null
  readonly currentName: string | null
  readonly ended: string | null
  readonly successors: readonly string[]
  readonly class: string
  readonly className: string
  readonly divisionPath: readonly string[]
  readonly point: LonLat | null
  readonly bbox: Bounds | null
}

export interface SearchAnswer {
  readonly results: readonly SearchResult[]
  readonly next: string | null
}

export interface PlaceName {
  readonly name: string
  readonly nameStatus: NameStatus
  readonly spelling: string | null
  readonly from: string | null
  readonly to: string | null
  readonly fromText: string | null
  readonly toText: string | null
  readonly note: string | null
  readonly source: { readonly title: string; readonly stateDate: string | null } | null
}

export interface PlaceSource {
  readonly title: string
  readonly kind: 'decision' | 'document' | 'survey' | 'list' | 'sample' | null
  readonly stateDate: string | null
  readonly origin: string | null
  readonly licence: string | null
}

export interface Place {
  readonly code: string
  readonly name: string
  readonly nameStatus: NameStatus
  readonly specific: string | null
  readonly generic: string | null
  readonly spelling: string | null
  readonly spellingStatus: SpellingStatus | null
  readonly unitWording: string | null
  readonly class: string
  readonly className: string
  readonly divisionPath: readonly { readonly code: string; readonly name: string }[]
  readonly officialCodes: readonly { readonly scheme: string; readonly code: string; readonly from: string | null; readonly to: string | null }[]
  readonly point: LonLat | null
  readonly bbox: Bounds | null
  readonly areaKm2: number | null
  readonly meaning: string | null
  readonly origin: string | null
  readonly ended: string | null
  readonly successors: readonly Relative[]
  readonly predecessors: readonly Relative[]
  readonly names: readonly PlaceName[]
  readonly sources: readonly PlaceSource[]
}

/** A unit that took over, or from which another took over. */
export interface Relative {
  readonly code: string
  readonly name: string
  readonly by: string | null
}

export interface Site {
  readonly title: string
  readonly producer: string | null
  readonly dataDate: string | null
  readonly reviewNumber: string | null
  readonly fictional: boolean
  readonly notice: string | null
  readonly bounds: Bounds
  readonly relief: { readonly template: string; readonly minzoom: number; readonly maxzoom: number; readonly bounds: Bounds } | null
}

export interface PlaceFeature {
  readonly geometry: ExtentGeometry | null
}

export interface TileJson {
  readonly tiles: readonly string[]
  readonly maxzoom: number
}
