// @vitest-environment jsdom
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref, type Ref } from 'vue'
import { Refusal, type Answer, type SettingChange } from '../src/desk/api'
import { durationOf, minutesOf } from '../src/desk/durations'
import SitePreview from '../src/desk/parts/SitePreview.vue'
import { keepPage, useRoute } from '../src/desk/route'
import { rebased, useSettings } from '../src/desk/settings'
import { useUnsaved } from '../src/desk/unsaved'

interface Values { readonly a: string | null; readonly b: string | null }
interface Settings { readonly given: Values; readonly start: Values; readonly changes: readonly SettingChange[] }

const answer = (given: Values, etag: string): Answer<Settings> => ({ value: { given, start: { a: null, b: null }, changes: [] }, etag })
const settled = () => new Promise((resolve) => setTimeout(resolve))

function inComponent<T>(use: () => T): { it: T; gone: () => void } {
  let made: T | undefined
  const wrapper = mount(defineComponent({ setup: () => {
    made = use()
    return () => h('p')
  } }))
  if (made === undefined) throw new Error('not set up')
  return { it: made, gone: () => wrapper.unmount() }
}

afterEach(() => keepPage(null))

describe('lengths of time', () => {
  it.each([['PT30M', 30], ['PT12H', 720], ['PT1H30M', 90], ['PT90S', 1.5], ['P1D', null], ['', null]])('reads %s', (iso, minutes) => {
    expect(minutesOf(iso)).toBe(minutes)
  })
  it.each([[30, 'PT30M'], [720, 'PT12H'], [90, 'PT1H30M'], [1.5, 'PT1M30S'], [0, 'PT0S'], [10080, 'PT168H']])('writes %s minutes as the server does', (minutes, iso) => {
    expect(durationOf(minutes)).toBe(iso)
  })
})

describe('settings that an administrator changes', () => {
  it('keeps what he has changed on top of what another has made of them', () => {
    expect(rebased({ a: 'mine', b: 'old' }, { a: 'old', b: 'old' }, { a: 'new', b: 'new' })).toEqual({ a: 'mine', b: 'new' })
  })
  it('sends the version that he has seen, and reads the newest where he comes too late', async () => {
    const ask = vi.fn().mockResolvedValueOnce(answer({ a: 'old', b: 'old' }, '"1"')).mockResolvedValueOnce(answer({ a: 'old', b: 'other' }, '"2"'))
    const send = vi.fn().mockRejectedValueOnce(new Refusal(412, '', '', {})).mockImplementationOnce((_: string, values: Values) => Promise.resolve(answer(values, '"3"')))
    const { it: one } = inComponent(() => useSettings<Values, Settings>(ask, send))
    await settled()
    one.set({ a: 'mine' })
    expect(one.dirty.value).toBe(true)
    await one.save('why')
    expect(send).toHaveBeenLastCalledWith('"1"', { a: 'mine', b: 'old' }, 'why')
    expect([one.stale.value, one.saved.value, one.dirty.value]).toEqual([true, false, true])
    await one.load()
    expect(one.draft.value).toEqual({ a: 'mine', b: 'other' })
    await one.save('why')
    expect(send).toHaveBeenLastCalledWith('"2"', { a: 'mine', b: 'other' }, 'why')
    expect([one.stale.value, one.saved.value, one.dirty.value]).toEqual([false, true, false])
  })
  it('leaves the reason to whoever asks for it, and puts all else at its field until that is changed', async () => {
    const send = vi.fn().mockRejectedValueOnce(new Refusal(400, '', '', { reason: 'missing' })).mockRejectedValueOnce(new Refusal(400, '', '', { 'a[0].x': 'wrong', b: 'wrong' }))
      .mockRejectedValueOnce(new Refusal(403, '没有权限', '不行', {}))
    const { it: one } = inComponent(() => useSettings<Values, Settings>(() => Promise.resolve(answer({ a: null, b: null }, '"0"')), send))
    await settled()
    one.set({ a: 'x' })
    await expect(one.save('')).rejects.toMatchObject({ errors: { reason: 'missing' } })
    await one.save('why')
    expect(Object.keys(one.faults.value)).toEqual(['a[0].x', 'b'])
    one.set({ a: 'y' })
    expect(Object.keys(one.faults.value)).toEqual(['b'])
    await expect(one.save('why')).rejects.toMatchObject({ detail: '不行' })
    one.discard()
    expect(one.dirty.value).toBe(false)
  })
  it('keeps what he has changed where the newest cannot be read', async () => {
    const ask = vi.fn().mockResolvedValueOnce(answer({ a: 'old', b: 'old' }, '"1"')).mockRejectedValueOnce(new Refusal(0, '', '', {})).mockResolvedValueOnce(answer({ a: 'old', b: 'other' }, '"2"'))
    const { it: one } = inComponent(() => useSettings<Values, Settings>(ask, vi.fn()))
    await settled()
    one.set({ a: 'mine' })
    await one.load()
    expect([one.found.value.state, one.dirty.value, one.refused.value]).toEqual(['ready', true, '网络已断开，接通后再试'])
    await one.load()
    expect([one.draft.value, one.refused.value]).toEqual([{ a: 'mine', b: 'other' }, ''])
  })
})

describe('a page with changes that are not saved', () => {
  function held(dirty: Ref<boolean>) {
    return inComponent(() => useUnsaved(dirty))
  }
  it('is kept until somebody says that they may be lost', async () => {
    const dirty = ref(true)
    const { it: page, gone } = held(dirty)
    const { path, go } = useRoute()
    const before = path.value
    vi.stubGlobal('scrollTo', () => undefined)
    go('/admin/health')
    expect([path.value, page.asking.value]).toEqual([before, true])
    page.leave()
    expect(path.value).toBe('/admin/health')
    gone()
    await nextTick()
  })
  it('lets go once they are saved', async () => {
    const dirty = ref(true)
    const { it: page } = held(dirty)
    dirty.value = false
    await nextTick()
    useRoute().go('/desk')
    expect(page.asking.value).toBe(false)
    expect(location.pathname).toBe('/desk')
  })
  it('lets the browser ask before it is closed', async () => {
    const dirty = ref(false)
    held(dirty)
    const close = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(close()).toBe(true)
    dirty.value = true
    await nextTick()
    expect(close()).toBe(false)
  })
})

describe('the preview of the public map', () => {
  const site = { title: '青江标准地名', producer: '青江市民政局', dataDate: '2023-11-15', reviewNumber: '湘S（2024）012号', notice: '仅供参考', fictional: false, mixed: false }
  it('says what will stand under the map', () => {
    const text = mount(SitePreview, { props: site }).text()
    for (const part of ['青江标准地名', '青江市民政局', '资料截至2023年11月15日', '审图号：湘S（2024）012号', '仅供参考', '画出界线']) expect(text).toContain(part)
  })
  it('says that the sample is still there', () => {
    const text = mount(SitePreview, { props: { ...site, mixed: true } }).text()
    expect(text).toContain('含虚构示例')
    expect(text).toContain('MINGJIE_START_SAMPLE=false')
  })
  it('draws no boundary without a number, but for the fictional sample', () => {
    expect(mount(SitePreview, { props: { ...site, reviewNumber: null } }).find('.line').exists()).toBe(false)
    expect(mount(SitePreview, { props: { ...site, reviewNumber: null, fictional: true, mixed: false } }).find('.line').exists()).toBe(true)
  })
  it('shows HTML as text', () => {
    const wrapper = mount(SitePreview, { props: { ...site, title: '<b>x</b>', producer: '<img src=x>' } })
    expect(wrapper.find('img').exists()).toBe(false)
    expect(wrapper.text()).toContain('<b>x</b>')
  })
})
