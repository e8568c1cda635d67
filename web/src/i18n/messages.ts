import type { zhCN } from './zh-CN'

export type MessageKey = keyof typeof zhCN
export type Messages = Readonly<Record<MessageKey, string>>
export type Locale = 'zh-CN' | 'en'
