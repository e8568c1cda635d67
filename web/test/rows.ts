import type { SearchResult } from '../src/api/types'

export function row(name: string, over: Partial<SearchResult> = {}): SearchResult {
  return {
    code: `P-${name}`, name, nameStatus: 'standard', spelling: null, spellingStatus: null, matchedBy: 'prefix', matchedText: name, matchedWithin: null, currentName: null, ended: null, successors: [],
    class: '21500', className: '镇', classNameEn: 'x', divisionPath: ['示例省', '云州市', '青渡县'], point: [124.2, 31.4], bbox: null, positionGrid: null, ...over,
  }
}
