import { describe, expect, it } from 'vitest'
import { formatUrl, parseUrl, type UrlState } from '../src/lib/url-state'
import { MAP_LAYERS } from '../src/map/painter'

const usual = { layers: new Set(MAP_LAYERS), day: null, base: null }

const read = (url: string) => {
  const at = url.indexOf('#')
  return parseUrl(at < 0 ? url : url.slice(0, at), at < 0 ? '' : url.slice(at))
}

describe('address of the page', () => {
  it.each<UrlState>([
    { query: '', place: null, camera: null, ...usual },
    { query: '', place: null, camera: null, layers: new Set(['names', 'relief']), day: '1958-01-01', base: 'tdt' },
    { query: '', place: null, camera: null, layers: new Set(), day: null, base: null },
    { query: '浒溪 & co', place: null, camera: { zoom: 11, center: [124.2, 31.4] }, ...usual },
    { query: '', place: 'P000016', camera: { zoom: 14, center: [-0.12345, -31.00001] }, ...usual },
    { query: "xī'ān", place: 'a/b?c#d', camera: { zoom: 5, center: [124.2, 31.4] }, ...usual },
  ])('survives a round trip: %o', (state) => {
    expect(read(formatUrl(state))).toEqual(state)
  })

  it('has the documented form', () => {
    expect(formatUrl({ query: '', place: 'P1', camera: { zoom: 11, center: [124.2, 31.4] }, ...usual })).toBe('?place=P1#map=11/31.4000/124.2000')
  })

  it('takes the code of a place in small letters', () => {
    expect(read('?place=p430281000012').place).toBe('P430281000012')
    expect(read('?place=path').place).toBe('path')
  })

  it('ignores what makes no sense', () => {
    expect(read('?place=#map=11/131/124').camera).toBeNull()
    expect(read('?place=#map=11/131/124').place).toBeNull()
    expect(read('#map=x/1/2').camera).toBeNull()
    expect(read('?day=1958-02-30').day).toBeNull()
    expect(read('?day=0000-01-01').day).toBeNull()
    expect(read('?base=%3Cb%3E').base).toBeNull()
    expect(read('?layers=names,nonsense').layers).toEqual(new Set(['names']))
  })
})
