import { ref, watchEffect } from 'vue'
import { en } from './en'
import type { Locale, MessageKey, Messages } from './messages'
import { zhCN } from './zh-CN'

export const MESSAGES: Readonly<Record<Locale, Messages>> = { 'zh-CN': zhCN, en }
const KEPT = 'mingjie.locale'

function first(): Locale {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

const locale = ref<Locale>(first())

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole))
}

export function useI18n() {
  const t = (key: MessageKey, values: Readonly<Record<string, string | number>> = {}) => fill(MESSAGES[locale.value][key], values)
  const setLocale = (next: Locale) => {
    locale.value = next
    try {
      localStorage.setItem(KEPT, next)
    } catch {
      // a browser without storage forgets the choice; nothing else is lost
    }
  }
  return { locale, t, setLocale }
}

/** A link to the map may tell the language, as it may of the pages that the server makes: that is a choice. */
export function languageOfLink(query: string): Locale | null {
  const told = new URLSearchParams(query).get('lang')
  return told === null ? null : told.startsWith('en') ? 'en' : 'zh-CN'
}

/** In the language of a page that the server has made; what the visitor has chosen for the map stays. */
export function speak(next: Locale): void {
  locale.value = next
}

export function bindDocumentLanguage(): void {
  watchEffect(() => {
    document.documentElement.lang = locale.value
  })
}
