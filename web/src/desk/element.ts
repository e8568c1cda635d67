import { ElConfigProvider as ConfigProvider } from 'element-plus/es/components/config-provider/index'
import { ElDatePicker as DatePicker } from 'element-plus/es/components/date-picker/index'
import { ElOption as Option, ElOptionGroup as OptionGroup, ElSelect as Select } from 'element-plus/es/components/select/index'
import dayjs, { type PluginFunc } from 'dayjs'
import type { Component } from 'vue'

// The declared properties of these do not hold under exactOptionalPropertyTypes, which the rest of our code is checked with.
export const ElConfigProvider: Component = ConfigProvider
export const ElDatePicker: Component = DatePicker
export const ElOption: Component = Option
export const ElOptionGroup: Component = OptionGroup
export const ElSelect: Component = Select

interface Given { readonly date: unknown; readonly args?: readonly unknown[] }
/** What the library does not declare of itself. */
interface Inner { $d: Date; init: () => void; parse: (given: Given) => void }

/** 31 February is no day: the library would take it for 3 March. */
const onlyDaysThatAre: PluginFunc = (_, made) => {
  const inner = made.prototype as unknown as Inner & dayjs.Dayjs
  const { parse } = inner
  inner.parse = function (this: Inner & dayjs.Dayjs, given) {
    parse.call(this, given)
    const format = given.args?.[1]
    if (typeof given.date !== 'string' || typeof format !== 'string' || !this.isValid()) return
    const figures = (text: string) => (text.match(/\d+/g) ?? []).map(Number).join()
    if (figures(this.format(format)) === figures(given.date)) return
    this.$d = new Date(Number.NaN)
    this.init()
  }
}
dayjs.extend(onlyDaysThatAre) // after the library's own reading of formats
