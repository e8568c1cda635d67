import { describe, expect, it } from 'vitest'
import { DESK_TEXTS, daysBetween, legalDay, moment } from '../src/desk/text'
import { numbered, weekEnd, weeks } from '../src/desk/groups'
import { localTarget } from '../src/desk/route'
import { beginningOf } from '../src/desk/codes'
import { refusalOf, type WaitingItem } from '../src/desk/api'
import { deedChoices, objectChoices, objectOf, wordsOf } from '../src/desk/audit'
import { contentOf, done, keyFor } from '../src/desk/once'

const item = (more: Partial<WaitingItem>): WaitingItem => ({ kind: 'k', key: '1', values: {}, since: null, due: null, pressing: false, spot: null, page: '/desk', ...more })
const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

describe('texts of the desk', () => {
  const zh = DESK_TEXTS['zh-CN'], en = DESK_TEXTS.en
  it('has the same keys and the same places to fill in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect(slots(en[key]), key).toEqual(slots(zh[key]))
  })
  it('keeps to the house rules in Chinese', () => {
    for (const [key, text] of Object.entries(zh)) {
      expect(text, key).not.toMatch(/[!！]|请(?!求)|[\u4e00-\u9fff][,:;?]/)
      expect(text, key).not.toMatch(/^(确定|提交)$/)
    }
  })
})

describe('where a sign-in leads', () => {
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', '/\tevil', '', '/sign-in?next=/desk'])('stays on this server for %s', (wanted) => {
    expect(localTarget(wanted, '/desk')).toBe('/desk')
  })
  it('goes to a page of ours', () => {
    expect(localTarget('/admin/audit?kind=change', '/desk')).toBe('/admin/audit?kind=change')
    expect(localTarget(null, '/desk')).toBe('/desk')
  })
})

describe('groups of the desk', () => {
  const today = '2023-11-15' // a Wednesday
  it('puts what the law gives a day by that day, and what presses without one into today', () => {
    const rows = numbered([item({ key: 'a', due: '2023-11-14' }), item({ key: 'b', due: '2023-11-19' }), item({ key: 'c', due: '2023-11-20' }), item({ key: 'd', pressing: true }), item({ key: 'e' })], today)
    expect(rows.map((row) => [row.item.key, row.when, row.left])).toEqual([['a', 'today', -1], ['d', 'today', null], ['b', 'week', 4], ['c', 'later', 5], ['e', 'open', null]])
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 5])
  })
  it('counts how long something waits by the legal day', () => {
    expect(numbered([item({ since: '2023-11-13T17:00:00Z' })], today)[0]?.waited).toBe(1)
  })
  it('ends the week with its Sunday', () => {
    expect([weekEnd(today), weekEnd('2023-11-19'), weekEnd('2023-11-20')]).toEqual(['2023-11-19', '2023-11-19', '2023-11-26'])
    expect(weeks(today, 2).map((week) => [week[0], week[6]])).toEqual([['2023-11-13', '2023-11-19'], ['2023-11-20', '2023-11-26']])
  })
})

describe('days and codes', () => {
  it('tells moments by the clock of China', () => {
    expect(moment('2023-11-15T10:30:00Z', 'zh-CN', new Date('2023-12-01T00:00:00Z'))).toBe('11月15日18时30分')
    expect(moment('2022-12-31T16:05:00Z', 'en', new Date('2024-06-01T00:00:00Z'))).toBe('1 Jan 2023, 00:05')
    expect(legalDay('2023-11-14T17:00:00Z')).toBe('2023-11-15')
    expect(daysBetween('2023-11-15', '2023-11-12')).toBe(-3)
  })
  it('finds the beginning that codes below a unit share', () => {
    expect(['430000', '430200', '430281', '430281102000', '430281102200', '430281102'].map(beginningOf)).toEqual(['43', '4302', '430281', '430281102', '430281102200', '430281102'])
  })
  it('takes faults of fields from a problem document', () => {
    const refusal = refusalOf(400, { title: '内容不对', detail: 'login：没有给出', errors: [{ parameter: 'login', detail: '没有给出' }] })
    expect(refusal.errors).toEqual({ login: '没有给出' })
    expect(refusalOf(502, null).title).toBe('')
  })
})

describe('keys of requests that create', () => {
  it('stays the same until the request is answered or another is meant', () => {
    const key = keyFor('/api/keys', 'a')
    expect(key).toMatch(/^[0-9a-f]{32}$/)
    expect(keyFor('/api/keys', 'a')).toBe(key)
    expect(keyFor('/api/delegations', 'a')).not.toBe(key)
    const other = keyFor('/api/keys', 'b')
    expect(other).not.toBe(key)
    expect(keyFor('/api/keys', 'a')).not.toBe(key)
    done('/api/keys')
    expect(keyFor('/api/keys', 'a')).not.toBe(other)
  })
  it('tells files apart by name, size and time', () => {
    const form = (name: string, text: string) => {
      const body = new FormData()
      body.set('profile', 'villages-2016')
      body.append('file', new File([text], name, { lastModified: 1 }))
      return contentOf(body)
    }
    expect(form('a.csv', 'x')).toBe(form('a.csv', 'y'))
    expect(form('a.csv', 'x')).not.toBe(form('b.csv', 'x'))
    expect(form('a.csv', 'x')).not.toBe(form('a.csv', 'xx'))
  })
})

describe('values of audit records', () => {
  const told = (key: string, values: Readonly<Record<string, string | number>> = {}, otherwise = key) => {
    const texts: Readonly<Record<string, string>> = DESK_TEXTS['zh-CN']
    const text = texts[key]
    return text === undefined ? otherwise : text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  }
  it.each([
    ['role', 'place_name_clerk', '地名干部', 'place_name_clerk'], ['disabled', false, '否', 'false'], ['recovery', true, '是', 'true'],
    ['scopes', ['read', 'import'], '读取、导入', '["read","import"]'], ['days', 90, '90天', '90'], ['way', 'oidc', '单点登录', 'oidc'],
    ['state', 'dismissed', '不采纳', 'dismissed'], ['to', '2022-12-31T16:05:00Z', '2023年1月1日0时05分', '2022-12-31T16:05:00Z'],
    ['from', '127.0.0.1', '127.0.0.1', '127.0.0.1'], ['section', '', '—', ''], ['section', undefined, '—', '—'], ['position', [124.4735, 31.460700000000001], '124.4735, 31.4607', '[124.4735,31.460700000000003]'], ['x', { a: 1 }, '{"a":1}', '{"a":1}'],
  ])('%s %o is told as %s', (name, value, text, raw) => {
    expect(wordsOf(name, value, told, 'zh-CN')).toEqual({ text, raw })
  })
  it('tells what a record is about', () => {
    expect(objectOf('account:01998c2e-0000-7000-8000-00000000abcd', told)).toEqual({ text: '账号 0000abcd', raw: 'account:01998c2e-0000-7000-8000-00000000abcd' })
    expect(objectOf('account:01998c2e-0000-7000-8000-00000000abcd', told, { '01998c2e-0000-7000-8000-00000000abcd': '沈文博' }).text).toBe('账号 沈文博')
    expect(objectOf('place:P000000000001', told).text).toBe('地名 P000000000001')
    expect(objectOf('error_report:all', told).text).toBe('纠错')
    expect([objectOf('setting:site', told).text, objectOf('setting:policies', told).text, objectOf('setting:other', told).text]).toEqual(['站点的设置', '登录规则', '设置 other'])
    expect(objectOf('GET /api/audit', told).text).toBe('GET /api/audit')
  })
  it('offers every action once, by groups, and the kinds of objects', () => {
    const keys = Object.keys(DESK_TEXTS['zh-CN']), groups = deedChoices(keys, told)
    expect(groups.map((group) => group.label)).toEqual(['登录和口令', '账号和权限', '资料', '系统'])
    expect(groups.flatMap((group) => group.choices.map((one) => one.value)).sort()).toEqual(keys.filter((key) => key.startsWith('deed.')).map((key) => key.slice(5)).sort())
    expect(groups[2]?.choices.find((one) => one.value === 'place.position')?.label).toBe('更正位置')
    const labels = groups.flatMap((group) => group.choices.map((one) => one.label))
    expect(new Set(labels).size).toBe(labels.length)
    expect(objectChoices(keys, told)).toContainEqual({ value: 'error_report:', label: '纠错' })
    expect(objectChoices(keys, told).map((one) => one.value)).not.toContain('setting.site:')
  })
})
