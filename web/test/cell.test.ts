import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import CorrectionPanel from '../src/components/CorrectionPanel.vue'
import ResultRow from '../src/components/ResultRow.vue'
import { newDraft } from '../src/composables/useCorrection'
import { MESSAGES, fill } from '../src/i18n'
import { cellOf, shownAs } from '../src/lib/cell'
import { distance } from '../src/lib/geodesy'
import { numberRows, pinsOf } from '../src/lib/pins'
import { atLeast, boxOf } from '../src/map/lines'
import { row } from './rows'

const t = (key: keyof (typeof MESSAGES)['zh-CN'], values = {}) => fill(MESSAGES['zh-CN'][key], values)
const mine = row('石盘岭矿', { point: [113.7842, 27.5512], positionGrid: 2000 })

describe('the cell of a place whose position is not for everybody', () => {
  it.each([[4, 100], [27.55, 2000], [53.4, 20000]])('is a square on the ground at latitude %d of %d m', (lat, metres) => {
    const cell = cellOf({ point: [113.8, lat], positionGrid: metres })
    if (cell === null) throw new Error('there is a cell')
    const [w, s, e, n] = cell
    expect((w + e) / 2).toBeCloseTo(113.8, 9)
    expect((s + n) / 2).toBeCloseTo(lat, 9)
    expect(distance([113.8, s], [113.8, n]) / metres).toBeCloseTo(1, 1)
    expect(distance([w, lat], [e, lat]) / metres).toBeCloseTo(1, 1)
  })

  it('is none where the position is as it is on file, or is not published', () => {
    expect(cellOf(row('浒溪镇'))).toBeNull()
    expect(cellOf({ point: null, positionGrid: 0 })).toBeNull()
    expect(cellOf({ point: null, positionGrid: 2000 })).toBeNull()
  })

  it('stands on the map in the place of a point, with words', () => {
    const shown = shownAs(mine, 'selected', null, t, 'zh-CN')
    expect(shown.about).toBe('大致位置，在2,000米方格内')
    expect(shown.geometry?.type).toBe('Polygon')
    expect(shownAs(row('浒溪镇'), 'pointed', null, t, 'zh-CN')).toMatchObject({ about: null, geometry: null })
  })

  it('stays to be seen from afar, and is never drawn smaller than it is', () => {
    const box = (side: number) => [0, 0, side, 0, side, side, 0, side]
    expect(boxOf([atLeast(box(4), 22)])).toEqual({ minX: -9, minY: -9, maxX: 13, maxY: 13 })
    expect(atLeast(box(40), 22)).toEqual(box(40))
  })
})

describe('a result whose position is not for everybody', () => {
  it('has a pin without a tip', () => {
    const rows = [mine, row('浒溪镇')]
    expect(pinsOf(rows, numberRows(rows)).map((pin) => pin.vague)).toEqual([true, false])
  })

  it('says so in its row', () => {
    const said = (over: object) => mount(ResultRow, { props: { row: row('石盘岭矿', over), number: 1, on: false, query: '石盘' } }).text()
    expect(said({ positionGrid: 2000 })).toContain('大致位置')
    expect(said({ positionGrid: 0, point: null })).toContain('位置不公开')
    expect(said({})).not.toContain('位置')
  })
})

describe('the correction of a place', () => {
  const held = (name: string) => ({ state: 'ready' as const, value: { tag: '"1"', statements: { code: 'P1', name, nameStatus: 'unverified', spelling: null, meaning: '一座山', origin: null, position: [113.79, 27.55] as const } } })
  const panel = (positionGrid: number | null) => mount(CorrectionPanel, {
    props: { draft: newDraft(), held: held('石盘岭矿') as never, past: { state: 'ready', value: [] }, refused: null, overtaken: false, sending: false, picking: false, picked: null, positionGrid },
  })

  it('tells the officer what of the position the public sees', async () => {
    for (const [grid, said] of [[2000, '2,000米方格的中心'], [0, '公众看不到'], [null, null]] as const) {
      const shown = panel(grid)
      expect(shown.find('.restricted').exists()).toBe(false)
      await shown.get('input[value=position]').setValue()
      if (said === null) expect(shown.find('.restricted').exists()).toBe(false)
      else expect(shown.get('.restricted').text()).toContain(said)
    }
  })

  it('says beside the source that it is public, but not where a statement goes without one', async () => {
    const shown = panel(null)
    const field = shown.get('[aria-describedby~=public-source]')
    expect(field.element.closest('label')?.textContent).toContain('依据')
    expect(shown.get('#public-source').text()).toContain('会公开')
    await shown.get('input[value=meaning]').setValue()
    await shown.get('input[type=checkbox]').setValue(true)
    expect(shown.find('#public-source').exists()).toBe(false)
  })
})
