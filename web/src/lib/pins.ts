import type { SearchResult } from '../api/types'
import type { Pin } from '../map/pins'
import { cellOf } from './cell'

/** Numbers for the rows that stand on the map, 1 upwards; a second name of the same place has no pin of its own. */
export function numberRows(rows: readonly SearchResult[]): (number | null)[] {
  const seen = new Set<string>()
  let next = 1
  return rows.map((row) => {
    if (row.point === null || seen.has(row.code)) return null
    seen.add(row.code)
    return next++
  })
}

export function pinsOf(rows: readonly SearchResult[], numbers: readonly (number | null)[]): Pin[] {
  return rows.flatMap((row, index) => {
    const number = numbers[index] ?? null
    return row.point === null || number === null ? [] : [{ number, point: row.point, index, name: row.name, vague: cellOf(row) !== null }]
  })
}
