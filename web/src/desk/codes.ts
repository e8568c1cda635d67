import { fetchPlace, searchPlaces } from '../api/client'
import type { Place } from '../api/types'

/** The beginning that all codes below a unit share: 4302 of 430200000000 or 430200. */
export function beginningOf(code: string): string {
  const digits = code.slice(0, 12)
  for (const length of [2, 4, 6, 9]) if (/^0*$/.test(digits.slice(length))) return digits.slice(0, length)
  return digits
}

/** Whether an account may answer for it: the levels of GB/T 2260 and of the codes below. */
export function isBeginning(digits: string): boolean {
  return /^(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$/.test(digits)
}

/** The code of a unit as it is today; null where the place is none. */
export function codeOf(place: Place): string | null {
  const known = place.officialCodes.filter((one) => /^[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?$/.test(one.code))
  return (known.find((one) => one.to === null) ?? known[0])?.code ?? null
}

const UNIT = /^21[1-6]/

export interface Unit {
  readonly code: string
  readonly name: string
  readonly path: string
}

/** Units of that name that have a code. */
export async function unitsCalled(query: string): Promise<Unit[]> {
  const found = await searchPlaces(query, 8)
  const units = found.results.filter((row) => UNIT.test(row.class) && row.ended === null)
  const places = await Promise.all(units.map((row) => fetchPlace(row.code)))
  return places.flatMap((place) => {
    const code = codeOf(place)
    return code === null ? [] : [{ code: beginningOf(code), name: place.name, path: place.divisionPath.map((unit) => unit.name).join('·') }]
  })
}

const names = new Map<string, Promise<string | null>>()

/** The name of the unit whose codes begin so; null where none is found. Asked once for each. */
export function nameOfCode(beginning: string): Promise<string | null> {
  const known = names.get(beginning)
  if (known !== undefined) return known
  const whole = beginning.length < 6 ? beginning.padEnd(6, '0') : beginning
  const asked = searchPlaces(whole, 1).then((answer) => {
    const row = answer.results[0]
    return row !== undefined && row.matchedBy === 'code' ? row.name : null
  }).catch(() => {
    names.delete(beginning) // asked again the next time
    return null
  })
  names.set(beginning, asked)
  return asked
}
