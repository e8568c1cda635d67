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
