import { mount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { computed, defineComponent, h } from 'vue'
import type { SearchResult } from '../src/api/types'
import ResultList from '../src/components/ResultList.vue'
import SearchBox from '../src/components/SearchBox.vue'
import { usePlaceSearch } from '../src/composables/usePlaceSearch'
import { numberRows } from '../src/lib/pins'
import { row } from './rows'

Element.prototype.scrollIntoView = () => undefined

function harness(results: readonly SearchResult[]) {
  const chosen: number[] = []
  const left = vi.fn()
  const Harness = defineComponent({
    setup() {
      const search = usePlaceSearch({ delay: 0, search: async () => ({ results, next: null, more: false }) })
      const open = computed(() => search.rows.value.length > 0)
      return () => h('div', [
        h(SearchBox, { search, open: open.value, listId: 'list', logo: false, onChoose: () => chosen.push(search.active.value), onLeave: left }),
        h(ResultList, { search, listId: 'list', numbers: numberRows(search.rows.value), onChoose: (i: number) => chosen.push(i) }),
      ])
    },
  })
  return { wrapper: mount(Harness, { attachTo: document.body }), chosen, left }
}

async function typed(wrapper: VueWrapper, text: string): Promise<void> {
  await wrapper.get('[role=combobox]').setValue(text)
  await new Promise((done) => setTimeout(done, 5))
  await flushPromises()
}

const rows = [row('浒溪镇', { spelling: 'Xǔxī Zhèn', matchedBy: 'pinyin' }), row('浒溪'), row('浒溪公社', { code: 'P-浒溪镇', nameStatus: 'former', currentName: '浒溪镇' })]

describe('result list', () => {
  let wrapper: VueWrapper | null = null
  afterEach(() => wrapper?.unmount())

  const selected = (w: VueWrapper) => w.findAll('[role=option]').map((o) => o.attributes('aria-selected'))

  it('moves with the arrows, round the ends, and tells the box which row is meant', async () => {
    const made = harness(rows)
    wrapper = made.wrapper
    await typed(wrapper, 'xuxi')
    const box = wrapper.get('[role=combobox]')
    expect(box.attributes('aria-expanded')).toBe('true')
    expect(selected(wrapper)).toEqual(['true', 'false', 'false'])
    await box.trigger('keydown', { key: 'ArrowDown' })
    expect(selected(wrapper)).toEqual(['false', 'true', 'false'])
    expect(box.attributes('aria-activedescendant')).toBe('list-1')
    expect(wrapper.get('#list-1').text()).toContain('浒溪')
    await box.trigger('keydown', { key: 'ArrowUp' })
    await box.trigger('keydown', { key: 'ArrowUp' })
    expect(selected(wrapper)).toEqual(['false', 'false', 'true'])
  })

  it('says of a name that is written otherwise why it is there', async () => {
    const made = harness([row('徐溪村', { matchedBy: 'pinyin' }), row('浒潭', { matchedBy: 'fuzzy' }), row('浒溪')])
    wrapper = made.wrapper
    await typed(wrapper, '浒溪')
    expect(wrapper.findAll('[role=option]').map((o) => o.find('.why').exists() ? o.get('.why').text() : '')).toEqual(['同音', '一字之差', ''])
    await typed(wrapper, 'xuxi')
    expect(wrapper.findAll('.why')).toEqual([])
  })

  it('opens with Enter and leaves with Escape, but not while an input method composes', async () => {
    const made = harness(rows)
    wrapper = made.wrapper
    await typed(wrapper, 'xuxi')
    const box = wrapper.get('[role=combobox]')
    await box.trigger('keydown', { key: 'ArrowDown' })
    await box.trigger('compositionstart')
    await box.trigger('keydown', { key: 'Enter' })
    expect(made.chosen).toEqual([])
    await box.trigger('compositionend')
    await box.trigger('keydown', { key: 'Enter' })
    expect(made.chosen).toEqual([1])
    await box.trigger('keydown', { key: 'Escape' })
    expect(made.left).toHaveBeenCalledOnce()
  })

  it('numbers the rows as the pins, a second name of one place without a pin', async () => {
    wrapper = harness(rows).wrapper
    await typed(wrapper, 'xuxi')
    expect(wrapper.findAll('.no').map((n) => n.text())).toEqual(['1', '2'])
    expect(wrapper.get('#list-2').text()).toContain('今为浒溪镇')
  })

  it('marks the letters that matched and says the count', async () => {
    wrapper = harness(rows).wrapper
    await typed(wrapper, 'xuxi')
    expect(wrapper.get('#list-0 em').text()).toBe('Xǔxī')
    expect(wrapper.get('[role=status]').text()).toBe('找到3条地名')
  })

  it('says what to do when nothing is found', async () => {
    wrapper = harness([]).wrapper
    await typed(wrapper, '无此地')
    expect(wrapper.text()).toContain('没有找到“无此地”')
    expect(wrapper.get('.empty button').text()).toBe('清除重输')
  })

  it('says of a unit of the past when it ended and what took over', async () => {
    const made = harness([row('株洲县', { nameStatus: 'former', matchedBy: 'former', ended: '2018-12-31', successors: ['渌口区'] })])
    wrapper = made.wrapper
    await typed(wrapper, '株洲县')
    expect(wrapper.get('[role=option]').text()).toContain('2018年撤销')
    expect(wrapper.get('[role=option]').text()).toContain('今为渌口区')
    expect(wrapper.get('[role=option]').text()).not.toContain('今为株洲县')
  })
})
