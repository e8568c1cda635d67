import { readonly, ref } from 'vue'

/** Two slashes, or a slash and a backslash, would be another server; as access.LocalTarget. */
const LOCAL = /^\/(?![/\\])[\x21-\x5B\x5D-\x7E]{0,500}$/

/** Where to go after the sign-in: a page of ours, whatever the address says. */
export function localTarget(wanted: string | null, otherwise: string): string {
  return wanted !== null && LOCAL.test(wanted) && !wanted.startsWith('/sign-in') ? wanted : otherwise
}

const path = ref(location.pathname)

/** Asked before another page is shown: false keeps this one, and whoever keeps it may go on with `leave` later. */
type Keeper = (leave: () => void) => boolean
let keeper: Keeper | null = null
export function keepPage(asked: Keeper | null): void {
  keeper = asked
}

window.addEventListener('popstate', () => {
  const to = location.pathname + location.search
  const leave = () => {
    keeper = null
    history.pushState(null, '', to)
    path.value = location.pathname
  }
  if (keeper === null || location.pathname === path.value || keeper(leave)) path.value = location.pathname
  else history.pushState(null, '', path.value)
})

export function useRoute() {
  function go(to: string): void {
    const leave = () => {
      keeper = null
      go(to)
    }
    if (keeper !== null && !keeper(leave)) return
    history.pushState(null, '', to)
    path.value = location.pathname
    window.scrollTo(0, 0)
  }
  /** For links: other keys and buttons are left to the browser. */
  function follow(event: MouseEvent, to: string): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return { path: readonly(path), go, follow }
}
