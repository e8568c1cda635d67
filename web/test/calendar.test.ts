import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import CalendarStrip from '../src/desk/parts/CalendarStrip.vue'

const shown = (today: string) => mount(CalendarStrip, { props: { today, rows: [] } })

describe('CalendarStrip', () => {
  it('tells in which months and years its two weeks lie', async () => {
    const calendar = shown('2026-11-29')
    expect(calendar.get('h2').text()).toBe('2026年11月至12月')
    await calendar.findAll('button')[1]?.trigger('click')
    expect(calendar.get('h2').text()).toBe('2026年11月至12月')
    await calendar.findAll('button')[1]?.trigger('click')
    expect(calendar.get('h2').text()).toBe('2026年12月')
    expect(shown('2026-12-30').get('h2').text()).toBe('2026年12月至2027年1月')
    expect(shown('2026-11-03').get('h2').text()).toBe('2026年11月')
  })

  it('writes the month where one begins', () => {
    expect(shown('2026-11-29').findAll('td').map((cell) => cell.text())).toEqual(['23', '24', '25', '26', '27', '28', '29', '30', '12/1', '2', '3', '4', '5', '6'])
  })
})
