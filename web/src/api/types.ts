import type { Bounds } from '../map/geo'
import type { ExtentGeometry } from '../map/painter'
import type { components } from './schema'

/** What the server answers, by the names of its own document ({@link ./openapi.json}); `npm run types` makes them anew. */
type Schemas = components['schemas']

export type Place = Schemas['PlaceCard']
export type PlaceName = Schemas['NameOfPlace']
export type PlaceSource = Schemas['SourceOfPlace']
export type Relative = Schemas['Relative']
export type SearchResult = Schemas['SearchHit']
export type SearchAnswer = Schemas['SearchAnswer']
export type Site = Schemas['Site']
export type BaseMap = Schemas['Base']
export type Surroundings = Schemas['Surroundings']
export type MapDays = Schemas['Days']
export type NameStatus = SearchResult['nameStatus']

/** An item of OGC API - Features, which has a document of its own. */
export interface PlaceFeature {
  readonly geometry: ExtentGeometry | null
}

/** TileJSON 3. */
export interface TileJson {
  readonly tiles: readonly string[]
  readonly maxzoom: number
  readonly bounds?: Bounds
}
