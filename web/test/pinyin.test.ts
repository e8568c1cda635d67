import { describe, expect, it } from 'vitest'
import { matchedPrefix, splitPinyin, toneless } from '../src/lib/pinyin'

describe('splitPinyin', () => {
  it.each([
    ["Xī'ān Shì", '西安市', ['Xī', 'ān', 'Shì']],
    ['Xī’ān', '西安', ['Xī', 'ān']],
    ['Xǔxī Zhèn', '浒溪镇', ['Xǔ', 'xī', 'Zhèn']],
    ['Qīngdǎo Shì', '青岛市', ['Qīng', 'dǎo', 'Shì']],
    ['Lǜliáng', '吕梁', ['Lǜ', 'liáng']],
    ['Nányuè Qū', '南岳区', ['Nán', 'yuè', 'Qū']],
    ['Ābà', '阿坝', ['Ā', 'bà']],
    ["Yán'ān Shì", '延安市', ['Yán', 'ān', 'Shì']],
    ["Tài'ān", '泰安', ['Tài', 'ān']],
    ['Dàyì', '大邑', ['Dà', 'yì']],
    ["Xīng'ānlǐng", '兴安岭', ['Xīng', 'ān', 'lǐng']],
    ['Huángshuǐguó', '黄水国', ['Huáng', 'shuǐ', 'guó']],
    ['Lüèyáng Xiàn', '略阳县', ['Lüè', 'yáng', 'Xiàn']],
    ['Èrlián Hàotè', '二连浩特', ['Èr', 'lián', 'Hào', 'tè']],
    ['Xǐ’ān', '西安市', null],
    ['Wūlǔmùqí', '乌鲁木齐', ['Wū', 'lǔ', 'mù', 'qí']],
  ])('%s over %s', (spelling, name, expected) => {
    expect(splitPinyin(spelling, name)).toEqual(expected)
  })

  it('keeps decomposed tone marks whole', () => {
    expect(splitPinyin("Xi\u0304'a\u0304n", '西安')?.map((s) => s.normalize('NFC'))).toEqual(['Xī', 'ān'])
  })

  it('gives up on names that are not all Han', () => {
    expect(splitPinyin('Yīlíngbā Guódào', '108国道')).toBeNull()
  })
})

describe('matchedPrefix', () => {
  it('sets tones, gaps and v for ü aside', () => {
    expect(matchedPrefix('Xǔxī Zhèn', 'xuxi')).toBe(4)
    expect(matchedPrefix('Xǔ Xī', 'xuxi')).toBe(5)
    expect(matchedPrefix('Lǜchūn', 'lvch')).toBe(4)
    expect(matchedPrefix('Xǔxī', '浒')).toBe(0)
    expect(matchedPrefix('Xǔxī', 'xuz')).toBe(0)
    expect(toneless('Lǜ')).toBe('lü')
  })
})
