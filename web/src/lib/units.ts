import type { MessageKey } from '../i18n/messages'
import type { LonLat } from '../map/geo'

type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string

/** As many figures as the measure is good for. */
function figures(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })
}

export function metresText(metres: number, t: Say): string {
  return metres < 1000 ? t('unit.metres', { value: Math.round(metres) }) : t('unit.kilometres', { value: figures(metres / 1000) })
}

export function areaText(squareMetres: number, t: Say): string {
  return squareMetres < 100_000 ? t('unit.squareMetres', { value: Math.round(squareMetres).toLocaleString('en-US') }) : t('unit.squareKilometres', { value: figures(squareMetres / 1e6) })
}

export function positionText([lon, lat]: LonLat, t: Say): string {
  return [
    t(lat < 0 ? 'place.latSouth' : 'place.lat', { value: Math.abs(lat).toFixed(4) }),
    t(lon < 0 ? 'place.lonWest' : 'place.lon', { value: Math.abs(lon).toFixed(4) }),
  ].join(t('punct.comma'))
}
