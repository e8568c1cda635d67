import { onScopeDispose } from 'vue'
import { formatUrl, parseUrl, type UrlState } from '../lib/url-state'

/** The address bar: opening a place is a step back can undo, moving the map and typing are not. */
export function useUrlState(onBack: (state: UrlState) => void) {
  const read = () => parseUrl(window.location.search, window.location.hash)
  const write = (state: UrlState, step: boolean) => {
    const url = window.location.pathname + formatUrl(state)
    if (url === window.location.pathname + window.location.search + window.location.hash) return
    if (step) window.history.pushState(null, '', url)
    else window.history.replaceState(null, '', url)
  }
  const listen = () => onBack(read())
  window.addEventListener('popstate', listen)
  onScopeDispose(() => window.removeEventListener('popstate', listen))
  return { read, write }
}
