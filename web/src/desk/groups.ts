import type { WaitingItem } from './api'
import { daysBetween, legalDay } from './text'

/** `open`: no rule of law gives a day. */
export type When = 'today' | 'week' | 'later' | 'open'

export const GROUPS: readonly When[] = ['today', 'week', 'later', 'open']

/** An item with its number, which stands in the list, in the calendar and on the map. */
export interface Numbered {
  readonly number: number
  readonly item: WaitingItem
  readonly when: When
  /** Days left to the day that the law gives; negative: over; null: the law gives none. */
  readonly left: number | null
  /** Whole days that it has been waiting; null where nothing tells. */
  readonly waited: number | null
}

/** The Sunday with which the week of a day ends. */
export function weekEnd(today: string): string {
  const day = new Date(`${today}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + ((7 - day.getUTCDay()) % 7))
  return day.toISOString().slice(0, 10)
}

function whenOf(item: WaitingItem, today: string): When {
  if (item.due === null) return item.pressing ? 'today' : 'open'
  return item.due <= today ? 'today' : item.due <= weekEnd(today) ? 'week' : 'later'
}

/** In the order in which it should be done, as the server gives it within each group. */
export function numbered(items: readonly WaitingItem[], today: string): Numbered[] {
  return items
    .map((item) => ({ item, when: whenOf(item, today) }))
    .sort((a, b) => GROUPS.indexOf(a.when) - GROUPS.indexOf(b.when))
    .map(({ item, when }, index) => ({
      number: index + 1,
      item,
      when,
      left: item.due === null ? null : daysBetween(today, item.due),
      waited: item.since === null ? null : Math.max(0, daysBetween(legalDay(item.since), today)),
    }))
}

/** Weeks from Monday on, the first with the day in it. */
export function weeks(from: string, count: number): string[][] {
  const start = new Date(`${from}T00:00:00Z`)
  start.setUTCDate(start.getUTCDate() - ((start.getUTCDay() + 6) % 7))
  return Array.from({ length: count }, (_, week) => Array.from({ length: 7 }, (_, day) => {
    const at = new Date(start)
    at.setUTCDate(at.getUTCDate() + week * 7 + day)
    return at.toISOString().slice(0, 10)
  }))
}
