import type { Locale } from '../i18n/messages'

/** 2023-11-15 as 2023年11月15日 or 15 November 2023. Calendar dates, so no time zone takes part. */
export function longDate(iso: string, locale: Locale): string {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(iso)
  if (found === null) return iso
  const [year, month, day] = [Number(found[1]), found[2] === undefined ? null : Number(found[2]), found[3] === undefined ? null : Number(found[3])]
  if (locale === 'zh-CN') return `${year}年${month === null ? '' : `${month}月`}${day === null ? '' : `${day}日`}`
  const name = month === null ? '' : new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, 1))
  return [day, name, year].filter((part) => part !== null && part !== '').join(' ')
}

const two = (n: number) => String(n).padStart(2, '0')

/** 11月15日 18时30分, with the year where it is another; by the clock of China, which is the legal one. */
export function moment(iso: string, locale: Locale, now: Date = new Date()): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const local = new Date(at.getTime() + 8 * 3600_000), today = new Date(now.getTime() + 8 * 3600_000)
  const [year, month, day, hour, minute] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCHours(), local.getUTCMinutes()]
  const other = year !== today.getUTCFullYear()
  if (locale === 'zh-CN') return `${other ? `${year}年` : ''}${month}月${day}日${hour}时${two(minute)}分`
  const name = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(local)
  return `${day} ${name}${other ? ` ${year}` : ''}, ${two(hour)}:${two(minute)}`
}

const YEAR_PX = 38

/** Which of so many years along a line are written: where there is no room for all, every second or third, counted from the end, where today stands. */
export function yearsWritten(count: number, pixels: number): readonly boolean[] {
  const every = pixels <= 0 ? 1 : Math.max(1, Math.ceil((YEAR_PX * count) / pixels))
  return Array.from({ length: count }, (_, i) => (count - i) % every === 0)
}
