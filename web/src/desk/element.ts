import { ElConfigProvider as ConfigProvider } from 'element-plus/es/components/config-provider/index'
import { ElDatePicker as DatePicker } from 'element-plus/es/components/date-picker/index'
import { ElOption as Option, ElOptionGroup as OptionGroup, ElSelect as Select } from 'element-plus/es/components/select/index'
import type { Component } from 'vue'

// The declared properties of these do not hold under exactOptionalPropertyTypes, which the rest of our code is checked with.
export const ElConfigProvider: Component = ConfigProvider
export const ElDatePicker: Component = DatePicker
export const ElOption: Component = Option
export const ElOptionGroup: Component = OptionGroup
export const ElSelect: Component = Select
