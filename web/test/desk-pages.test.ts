import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import AuditPage from '../src/desk/pages/AuditPage.vue'
import ImportsPage from '../src/desk/pages/ImportsPage.vue'
import MePage from '../src/desk/pages/MePage.vue'
import PositionsPage from '../src/desk/pages/PositionsPage.vue'
import ReportsPage from '../src/desk/pages/ReportsPage.vue'
import UnfoundPage from '../src/desk/pages/UnfoundPage.vue'
import AccountDialog from '../src/desk/parts/AccountDialog.vue'
import AnsweredReports from '../src/desk/parts/AnsweredReports.vue'
import DivisionPicker from '../src/desk/parts/DivisionPicker.vue'
import PlacePicker from '../src/desk/parts/PlacePicker.vue'
import SecondFactorSetup from '../src/desk/parts/SecondFactorSetup.vue'
import TopBar from '../src/desk/parts/TopBar.vue'
import UnitName from '../src/desk/parts/UnitName.vue'
import { useRoute } from '../src/desk/route'
import { useSession } from '../src/desk/session'
import { network } from './network'

const OFFLINE = '网络已断开，接通后再试'

let net: ReturnType<typeof network>
let wrapper: VueWrapper | null = null

async function show(page: Component, props: Record<string, unknown> = {}): Promise<VueWrapper> {
  wrapper = mount(page, { props, attachTo: document.body })
  await flushPromises()
  return wrapper
}

function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll<HTMLButtonElement>('button')].find((one) => one.textContent?.trim() === name)
  if (found === undefined) throw new Error(`no button ${name} in ${document.body.textContent ?? ''}`)
  return found
}

async function press(...names: string[]): Promise<void> {
  names.map(button).forEach((one) => one.click()) // at once, as a double click does
  await flushPromises()
}

function field(label: string): HTMLInputElement {
  const id = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === label)?.htmlFor ?? ''
  const found = document.getElementById(id)
  if (!(found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement)) throw new Error(`no field ${label}`)
  return found as HTMLInputElement
}

async function type(label: string, text: string): Promise<void> {
  const input = field(label)
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}

const said = () => [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent?.trim()).join(' ')

const person = (role: string) => ({ id: 'me', login: 'me', displayName: '我', role, roleName: role, jurisdiction: '', section: null })

beforeEach(() => {
  net = network()
  vi.stubGlobal('scrollTo', () => undefined)
  useSession().set({ account: person('system_administrator'), next: null, actingFor: [] })
})
afterEach(() => {
  wrapper?.unmount()
  wrapper = null
  document.body.innerHTML = ''
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const report = (id: string, more: Record<string, unknown> = {}) => ({ id, receipt: id, placeCode: null, placeName: null, point: [124, 31], divisionCode: null, what: 'name', text: `报告${id}`, source: null, maskedContact: null, createdAt: '2026-01-01T00:00:00Z', ...more })
const answered = (id: string) => ({ report: report(id), state: 'answered', answer: '改好了', by: '乙', at: '2026-01-02T00:00:00Z' })
const query = (id: string, state = 'open') => ({ id, text: `名称${id}`, times: 1, firstDay: '2026-01-01', lastDay: '2026-01-01', state, found: [], place: null, placeName: null, reason: null, settledBy: null, settledAt: null })

describe('a list that is read in parts', () => {
  it('reads the next part once, however often it is asked for', async () => {
    await show(AnsweredReports)
    await net.last('GET', '/api/error-reports/answered').answer({ reports: [answered('1')], next: 'c1' })
    await press('再列更早的', '再列更早的')
    expect(net.asked('GET', '/api/error-reports/answered?cursor')).toHaveLength(1)
    await net.last('GET', '/api/error-reports/answered?cursor').answer({ reports: [answered('2')], next: null })
    expect(document.querySelectorAll('article')).toHaveLength(2)
  })
  it('keeps what is there where the next part does not come', async () => {
    await show(AnsweredReports)
    await net.last('GET', '/api/error-reports/answered').answer({ reports: [answered('1')], next: 'c1' })
    await press('再列更早的')
    await net.last('GET', '/api/error-reports/answered?cursor').cut()
    expect([document.querySelectorAll('article').length, said()]).toEqual([1, OFFLINE])
    await press('再列更早的')
    await net.last('GET', '/api/error-reports/answered?cursor').answer({ reports: [answered('2')], next: null })
    expect([document.querySelectorAll('article').length, said()]).toEqual([2, ''])
  })
  it('says why no more names come, and lists them once', async () => {
    await show(UnfoundPage)
    await net.last('GET', '/api/unfound?state=open').answer({ queries: [query('1')], more: true })
    await press('再列一些', '再列一些')
    expect(net.asked('GET', '/api/unfound?state=open&skip=1')).toHaveLength(1)
    await net.last('GET', '/api/unfound?state=open&skip=1').cut()
    expect(said()).toBe(OFFLINE)
  })
  it('lists a name once that has moved in the order meanwhile', async () => {
    await show(UnfoundPage)
    await net.last('GET', '/api/unfound?state=open').answer({ queries: [query('1'), query('2')], more: true })
    await press('再列一些')
    await net.last('GET', '/api/unfound?state=open&skip=2').answer({ queries: [query('2'), query('3')], more: true })
    expect([...document.querySelectorAll('h2')].map((one) => one.textContent)).toEqual(['名称1', '名称2', '名称3'])
    await press('再列一些')
    expect(net.asked('GET', '/api/unfound?state=open&skip=4')).toHaveLength(1)
  })
  it('does not put what comes late into another list', async () => {
    await show(UnfoundPage)
    await net.last('GET', '/api/unfound?state=open').answer({ queries: [query('1')], more: true })
    await press('再列一些')
    const late = net.last('GET', '/api/unfound?state=open&skip=1')
    await press('处理过的')
    await net.last('GET', '/api/unfound?state=settled').answer({ queries: [query('9', 'dismissed')], more: false })
    await late.answer({ queries: [query('2')], more: true })
    expect([...document.querySelectorAll('h2')].map((one) => one.textContent)).toEqual(['名称9'])
    expect([...document.querySelectorAll('button')].map((one) => one.textContent?.trim())).not.toContain('再列一些')
  })
})

describe('the keyboard', () => {
  it('goes into what has opened and back to what had opened it', async () => {
    await show(UnfoundPage)
    await net.last('GET', '/api/unfound?state=open').answer({ queries: [query('1')], more: false })
    await press('处理')
    expect(document.activeElement?.closest('form')).not.toBeNull()
    await press('先不处理')
    expect(document.activeElement).toBe(button('处理'))
  })
})

describe('rules for positions', () => {
  it('take the keyboard along when one comes and when one goes', async () => {
    await show(PositionsPage)
    const rule = { prefix: '22300', gridMetres: 1000 }
    await net.last('GET', '/api/admin/positions').answer({ given: { rules: [rule] }, classes: [{ code: '22300', name: '甲', nameEn: 'a', places: 1 }], mostPlaces: 9, changes: [] })
    await press('添加一类')
    expect(document.activeElement?.closest('li')).toBe(document.querySelector('.rules li:last-child'))
    await press('去掉')
    expect(document.activeElement).toBe(button('添加一类'))
  })
})

describe('what must not be done twice', () => {
  it('makes one key and shows its secret', async () => {
    await show(MePage)
    await type('名称', '制图')
    await press('制作密钥', '制作密钥')
    expect(net.asked('POST', '/api/keys')).toHaveLength(1)
    await net.last('POST', '/api/keys').answer({ key: {}, secret: 'mj_secret', toldBefore: false }, 201)
    expect(document.querySelector('output')?.textContent).toBe('mj_secret')
  })
  it('proves a device once', async () => {
    await show(SecondFactorSetup)
    await net.last('POST', '/api/session/second-factor/enrolment').answer({ secret: 'ABCD', uri: 'otpauth://totp/a?secret=ABCD' })
    await type('动态口令', '123456')
    await press('核对并启用', '核对并启用')
    expect(net.asked('PUT', '/api/session/second-factor/enrolment')).toHaveLength(1)
  })
  it('looks at a contact once, for each look is recorded', async () => {
    await show(ReportsPage)
    await net.last('GET', '/api/error-reports').answer({ reports: [] })
    await net.asked('GET', '/api/error-reports')[0]?.answer({ reports: [report('1', { maskedContact: '138****' })] })
    const reveal = document.querySelector<HTMLButtonElement>('.reveal')
    reveal?.click()
    reveal?.click()
    await flushPromises()
    expect(net.asked('POST', '/api/error-reports/1/contact')).toHaveLength(1)
  })
})

describe('what was typed', () => {
  it('says that a day is missing where it was emptied', async () => {
    const page = await show(MePage)
    page.getComponent({ name: 'ElDatePicker' }).vm.$emit('update:modelValue', null)
    await type('代办人的登录名', 'deputy')
    await press('委托代办')
    expect(net.asked('POST', '/api/delegations')).toHaveLength(0)
    expect(said()).toBe('还没有填 还没有填') // the day and the reason
  })
  it('is no number of days', async () => {
    await show(MePage)
    await type('名称', '制图')
    await type('有效天数', 'abc')
    await press('制作密钥')
    expect(net.asked('POST', '/api/keys')).toHaveLength(0)
    expect(said()).toBe('要填整数')
  })
  it('is not left with the page before the answer is sent, but where one says so', async () => {
    const { path, go } = useRoute()
    const closing = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    history.replaceState(null, '', '/desk/reports')
    await show(ReportsPage)
    await net.last('GET', '/api/error-reports').answer({ reports: [] })
    await net.asked('GET', '/api/error-reports')[0]?.answer({ reports: [report('1'), report('2')] })
    expect(closing()).toBe(true)
    await type('答复', '查过了，')
    expect(closing()).toBe(false)
    const before = path.value
    go('/desk/audit')
    await flushPromises()
    expect(path.value).toBe(before)
    expect(document.body.textContent).toContain('答复还没有送出，离开就没有了。')
    await press('放弃答复')
    expect(path.value).toBe('/desk/audit')
    expect(closing()).toBe(true)
    await type('答复', '改好了')
    document.querySelector<HTMLButtonElement>('.report button[type=submit]')?.click()
    await flushPromises()
    await net.last('POST', '/api/error-reports/1').answer(null, 204)
    expect(closing()).toBe(true)
  })
  it('stays in the form of an account that another has changed meanwhile', async () => {
    const account = { id: 'a', login: 'zhao', displayName: '赵', role: 'reader', roleName: '读者', jurisdiction: '43', section: null, disabled: false, passwordOnce: false, secondFactor: false, lockedUntil: null }
    await show(AccountDialog, { id: 'a', roles: [] })
    await net.last('GET', '/api/admin/accounts/a').answer(account, 200, { etag: '"1"' })
    await type('姓名', '赵一')
    await type('理由', '改名')
    await press('保存改动')
    await net.last('PUT', '/api/admin/accounts/a').answer({ title: '别人已经改过', detail: '' }, 412)
    await press('读取最新的')
    await net.last('GET', '/api/admin/accounts/a').answer({ ...account, disabled: true }, 200, { etag: '"2"' })
    await press('保存改动')
    expect(net.last('PUT', '/api/admin/accounts/a').body).toMatchObject({ displayName: '赵一', reason: '改名', disabled: true })
  })
})

describe('where no answer comes', () => {
  it('does not say that there is no such place or unit', async () => {
    for (const [picker, props] of [[PlacePicker, { label: '地名', hint: '', fault: '', modelValue: '' }], [DivisionPicker, { fault: '', modelValue: null }]] as const) {
      const one = await show(picker, props)
      const select = one.getComponent({ name: 'ElSelect' })
      const looked: unknown = select.props('remoteMethod')
      if (typeof looked !== 'function') throw new Error('looks nothing up')
      looked('王仙')
      await net.last('GET', '/api/suggest').cut()
      expect(select.props('noDataText')).toBe(OFFLINE)
      one.unmount()
    }
  })
  it('says that one is still signed in', async () => {
    await show(TopBar)
    await press('退出')
    await net.last('DELETE', '/api/session').cut()
    expect([said(), button('退出').disabled]).toEqual([`还没有退出：${OFFLINE}`, false])
  })
  it('says that the profiles of imports are not there', async () => {
    await show(ImportsPage)
    await net.last('GET', '/api/imports/profiles').cut()
    expect(said()).toContain('导入的方案没有载入')
  })
  it('says that the chain has no end yet', async () => {
    useSession().set({ account: person('audit_administrator'), next: null, actingFor: [] })
    await show(AuditPage)
    await press('查看链的末端')
    await net.last('GET', '/api/audit/anchor').answer(null, 204)
    expect(document.querySelector('.verdict')?.textContent).toContain('链里还没有记录')
  })
  it('asks for a name again, and drops one that comes late', async () => {
    const one = await show(UnitName, { code: '4302' })
    await net.last('GET', '/api/suggest?q=430200').cut()
    expect(one.text()).toBe('4302')
    await one.setProps({ code: '4303' })
    const late = net.last('GET', '/api/suggest?q=430300')
    await one.setProps({ code: '4302' })
    await net.last('GET', '/api/suggest?q=430200').answer({ results: [{ name: '株洲市', matchedBy: 'code' }] })
    await late.answer({ results: [{ name: '湘潭市', matchedBy: 'code' }] })
    expect(one.text()).toBe('株洲市4302')
  })
})

describe('imports that go on', () => {
  it('are asked after again once the answer is there, however long it takes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    await show(ImportsPage)
    const job = { id: 'j', profile: 'p', dryRun: true, files: ['a.csv'], state: 'running', stage: '', done: 0, total: 2, result: null, message: null, remedy: null }
    const imports = () => net.asked('GET', '/api/imports').filter((one) => one.address === '/api/imports')
    await imports()[0]?.answer({ jobs: [job], runs: [] })
    vi.advanceTimersByTime(3500)
    await flushPromises()
    expect(imports()).toHaveLength(2)
    await imports()[1]?.answer({ jobs: [{ ...job, state: 'done' }], runs: [] })
    expect(document.querySelector('.jobs')?.textContent).toContain('只检查，没有写入')
  })
  it('are not called done where not one row was taken', async () => {
    await show(ImportsPage)
    const nothing = { accepted: 0, flagged: 0, rejected: 3, unchanged: 0 }
    const job = { id: 'j', profile: 'p', dryRun: true, files: ['a.csv'], state: 'done', stage: '', done: 2, total: 2, result: nothing, message: null, remedy: null }
    const run = { id: 'r', profile: 'p', files: ['a.csv'], state: 'done', startedAt: '2026-01-01T00:00:00Z', author: '某人', waiting: false, settled: null, message: null, ...nothing }
    await net.last('GET', '/api/imports').answer({ jobs: [job], runs: [run] })
    expect(document.querySelector('.jobs')?.textContent).toContain('没有一行可以写入')
    expect(document.querySelector('.outcome')?.textContent).toContain('一行也没有写入')
  })
})
