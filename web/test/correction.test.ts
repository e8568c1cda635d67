import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import CorrectionPanel from '../src/components/CorrectionPanel.vue'
import { useCorrection } from '../src/composables/useCorrection'
import { network } from './network'

const HELD = { code: 'P1', name: '浒溪', nameStatus: 'unverified', spelling: 'Hǔxī', meaning: '溪名', origin: '因溪得名', position: [124.1, 31.2] }
const ADDRESS = '/api/corrections/P1'
const HISTORY = `${ADDRESS}/history`

let net: ReturnType<typeof network>
let wrapper: VueWrapper
let again: () => Promise<void>
const closed = vi.fn()

const Harness = defineComponent({
  setup() {
    const it = useCorrection()
    it.begin('P1')
    again = async () => {
      it.end()
      await flushPromises()
      it.begin('P1')
    }
    return () => !it.open.value ? null : h(CorrectionPanel, {
      draft: it.draft.value, held: it.held.value, past: it.past.value, refused: it.refused.value, overtaken: it.overtaken.value, sending: it.sending.value, picking: false, picked: null, positionGrid: null,
      onRetry: it.load, onRetryPast: () => it.loadPast(), onSend: (wanted) => void it.send(wanted), onClose: closed,
    })
  },
})

const held = () => net.asked('GET', ADDRESS).filter((one) => one.address === ADDRESS)
const choose = (subject: string) => wrapper.get(`input[type=radio][value=${subject}]`).setValue()
const alerts = () => wrapper.findAll('[role=alert]').map((one) => one.text()).filter((text) => text !== '')
const value = () => wrapper.get<HTMLInputElement>('[aria-describedby=fault-value]')

async function send(): Promise<void> {
  await wrapper.get('[aria-describedby~="fault-reason"]').setValue('读错')
  await wrapper.get('[aria-describedby~="fault-source"]').setValue('地名录')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
}

beforeEach(async () => {
  closed.mockReset()
  net = network()
  wrapper = mount(Harness, { attachTo: document.body })
  await held()[0]?.answer(HELD, 200, { etag: '"1"' })
  await net.last('GET', HISTORY).answer({ corrections: [] })
})
afterEach(() => {
  wrapper.unmount()
  vi.unstubAllGlobals()
})

describe('a correction', () => {
  it('keeps what was typed of one thing while another is looked at', async () => {
    await value().setValue('Xǔxī')
    await choose('meaning')
    expect(value().element.value).toBe('溪名')
    await choose('spelling')
    expect(value().element.value).toBe('Xǔxī')
  })
  it('finds what was typed when it is opened again, until it is sent', async () => {
    await choose('origin')
    await value().setValue('人名')
    await wrapper.get('[aria-describedby~="fault-reason"]').setValue('看错')
    const closing = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(closing()).toBe(false)
    await again()
    await held()[1]?.answer(HELD, 200, { etag: '"1"' })
    expect(value().element.value).toBe('人名')
    expect(wrapper.get<HTMLInputElement>('[aria-describedby~="fault-reason"]').element.value).toBe('看错')
    await send()
    await net.last('POST', ADDRESS).answer(null, 204)
    await again()
    await held()[2]?.answer({ ...HELD, origin: '人名' }, 200, { etag: '"2"' })
    expect(value().element.value).toBe('Hǔxī')
    expect(closing()).toBe(true)
  })
  it('says what is no longitude', async () => {
    await choose('position')
    expect(alerts()).toEqual([])
    expect(value().element.value).toBe('124.100000')
    await value().setValue('abc')
    expect(alerts()).toEqual(['经度是−180到180之间的数，例如124.250000。'])
    await value().setValue('124.2')
    expect(alerts()).toEqual([])
    await send()
    expect(net.last('POST', ADDRESS).body).toMatchObject({ what: 'position', position: [124.2, 31.2] })
  })
  it('tells a fault of one thing there only', async () => {
    await value().setValue('xx')
    await send()
    await net.last('POST', ADDRESS).answer({ title: '内容不对', detail: '', errors: [{ parameter: 'value', detail: '没有声调' }] }, 400)
    expect(alerts()).toEqual(['没有声调'])
    await choose('origin')
    expect(alerts()).toEqual([])
    await choose('spelling')
    expect(alerts()).toEqual(['没有声调'])
  })
  it('tells what is wrong with no field of it', async () => {
    await send()
    await net.last('POST', ADDRESS).answer({ title: '内容不对', detail: '', errors: [{ parameter: 'what', detail: '标准地名不在这里改' }] }, 400)
    expect(alerts()).toEqual(['标准地名不在这里改'])
  })
  it('lists what another has corrected meanwhile', async () => {
    await value().setValue('Xǔxī')
    await send()
    await net.last('POST', ADDRESS).answer({ title: '别人已经改过', detail: '' }, 412)
    await held()[1]?.answer({ ...HELD, spelling: 'Xúxī' }, 200, { etag: '"2"' })
    expect(net.asked('GET', HISTORY)).toHaveLength(2)
    expect(value().element.value).toBe('Xǔxī')
  })
  it('reads what was corrected before again where it did not come', async () => {
    wrapper.unmount()
    wrapper = mount(Harness, { attachTo: document.body })
    await held()[1]?.answer(HELD, 200, { etag: '"1"' })
    await net.last('GET', HISTORY).cut()
    await wrapper.get('.past button').trigger('click')
    await net.last('GET', HISTORY).answer({ corrections: [] })
    expect(wrapper.find('.past [role=alert]').exists()).toBe(false)
  })
  it('is not closed by the Esc that ends the spelling of an input method', async () => {
    await value().trigger('keydown', { key: 'Escape', isComposing: true })
    expect(closed).not.toHaveBeenCalled()
    await value().trigger('keydown', { key: 'Escape' })
    expect(closed).toHaveBeenCalledOnce()
  })
})

describe('a correction whose answer was lost', () => {
  const what = async () => {
    await choose('meaning')
    await value().setValue('青色的溪')
    await send()
    await net.last('POST', ADDRESS).cut()
  }
  const now = async (statements: object, etag: string) => {
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    await held().at(-1)?.answer(statements, 200, { etag })
    await flushPromises()
  }

  it('is not called refused, and is not sent twice where it has arrived', async () => {
    await what()
    expect(alerts()).toEqual(['没有收到答复，不知道有没有写入。过一会儿再按一次：已经写入的不会再写。'])
    await now({ ...HELD, meaning: '青色的溪' }, '"2"')
    expect(net.asked('POST', ADDRESS)).toHaveLength(1)
    expect(alerts()).toEqual([])
  })

  it('is looked for as well where a server in between failed', async () => {
    await choose('meaning')
    await value().setValue('青色的溪')
    await send()
    await net.last('POST', ADDRESS).answer(null, 502)
    await now({ ...HELD, meaning: '青色的溪' }, '"2"')
    expect(net.asked('POST', ADDRESS)).toHaveLength(1)
    expect(alerts()).toEqual([])
  })

  it('is sent again where it has not', async () => {
    await what()
    await now(HELD, '"1"') // as it was
    expect(net.asked('POST', ADDRESS)).toHaveLength(2)
  })

  it('shows what somebody else has written meanwhile', async () => {
    await what()
    await now({ ...HELD, meaning: '另一种说法' }, '"2"')
    expect(net.asked('POST', ADDRESS)).toHaveLength(1)
    expect(alerts().join()).toContain('另一种说法')
  })

  it('tells whoever is no longer signed in where to do so', async () => {
    await choose('meaning')
    await value().setValue('青色的溪')
    await send()
    await net.last('POST', ADDRESS).answer({ detail: '没有登录' }, 401)
    await flushPromises()
    expect(alerts()).toEqual(['登录已过期，没有写入，您填的还在。在新窗口登录后回到这里，再按一次。 去登录'])
    expect(wrapper.get('[role=alert] a').attributes('href')).toBe('/sign-in')
  })
})
