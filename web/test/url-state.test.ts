import { describe, expect, it } from 'vitest'
import { formatUrl, parseUrl, type UrlState } from '../src/lib/url-state'

const read = (url: string) => {
  const at = url.indexOf('#')
  return parseUrl(at < 0 ? url : url.slice(0, at), at < 0 ? '' : url.slice(at))
}

describe('address of the page', () => {
  it.each<UrlState>([
    { query: '', place: null, camera: null },
    { query: '浒溪 & co', place: null, camera: { zoom: 11, center: [124.2, 31.4] } },
    { query: '', place: 'P000016', camera: { zoom: 14, center: [-0.12345, -31.00001] } },
    { query: "xī'ān", place: 'a/b?c#d', camera: { zoom: 5, center: [124.2, 31.4] } },
  ])('survives a round trip: %o', (state) => {
    expect(read(formatUrl(state))).toEqual(state)
  })

  it('has the documented form', () => {
    expect(formatUrl({ query: '', place: 'P1', camera: { zoom: 11, center: [124.2, 31.4] } })).toBe('?place=P1#map=11/31.4000/124.2000')
  })

  it('ignores what makes no sense', () => {
    expect(read('?place=#map=11/131/124').camera).toBeNull()
    expect(read('?place=#map=11/131/124').place).toBeNull()
    expect(read('#map=x/1/2').camera).toBeNull()
  })
})
