import { describe, expect, it } from 'vitest'
import { fill, languageOfLink, MESSAGES } from '../src/i18n'

const zh = MESSAGES['zh-CN'], en = MESSAGES.en
const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

describe('texts', () => {
  it('has the same keys and the same places to fill in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
      expect(slots(en[key]), key).toEqual(slots(zh[key]))
      expect(zh[key].trim() === '' || en[key].trim() === '', key).toBe(false)
    }
  })

  it('keeps to the house rules in Chinese', () => {
    for (const [key, text] of Object.entries(zh)) {
      expect(text, key).not.toMatch(/[!！]|请|[\u4e00-\u9fff][,:;?]/)
      if (key !== 'language.switch') expect(text, key).not.toMatch(/^(确定|提交)$/)
    }
  })

  it('leaves an unknown place as it is', () => {
    expect(fill('{a}{b}', { a: 1 })).toBe('1{b}')
  })
})

describe('a link', () => {
  it('tells the language or leaves it to what was chosen', () => {
    expect(languageOfLink('?lang=en&q=x')).toBe('en')
    expect(languageOfLink('?lang=en-GB')).toBe('en')
    expect(languageOfLink('?lang=zh')).toBe('zh-CN')
    expect(languageOfLink('?q=lang')).toBeNull()
  })
})
