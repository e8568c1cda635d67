import type { Place } from '../api/types'
import type { MessageKey } from '../i18n/messages'
import type { Bounds, LonLat } from '../map/geo'
import type { Extent, ExtentGeometry } from '../map/painter'

type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string
type Located = Pick<Place, 'code' | 'name' | 'point' | 'positionGrid'>

const METRES_OF_A_DEGREE = 111_320

/** Of some classes only the cell of a grid is public, whose middle the point is; null where the point is as it is on file or there is none. */
export function cellOf({ point, positionGrid }: Pick<Place, 'point' | 'positionGrid'>): Bounds | null {
  if (point === null || positionGrid === null || positionGrid === 0) return null
  const [lon, lat] = point
  const high = positionGrid / METRES_OF_A_DEGREE / 2, wide = high / Math.cos((lat * Math.PI) / 180)
  return [lon - wide, lat - high, lon + wide, lat + high]
}

function ring([w, s, e, n]: Bounds): readonly LonLat[] {
  return [[w, s], [e, s], [e, n], [w, n], [w, s]]
}

/** What the map shows of a place beside its name: its shape, or the cell in which it lies somewhere. */
export function shownAs(place: Located, kind: Extent['kind'], shape: ExtentGeometry | null, t: Say, locale: string): Extent {
  const { code, name, point } = place
  const cell = cellOf(place)
  if (cell === null || place.positionGrid === null) return { code, name, point, kind, geometry: shape, about: null }
  return { code, name, point, kind, geometry: { type: 'Polygon', coordinates: [ring(cell)] }, about: t('map.about', { metres: place.positionGrid.toLocaleString(locale) }) }
}
