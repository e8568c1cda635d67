import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { keepPage } from './route'

/** Holds a page with changes that are not saved: the browser asks before it closes it, `asking` says that somebody wants to go on to another. */
export function useUnsaved(dirty: Readonly<Ref<boolean>>) {
  const asking = ref(false)
  let onward: () => void = () => undefined

  function warn(event: BeforeUnloadEvent): void {
    event.preventDefault()
  }
  function keep(): void {
    keepPage((leave) => {
      onward = leave
      asking.value = true
      return false
    })
    window.addEventListener('beforeunload', warn)
  }
  function release(): void {
    keepPage(null)
    window.removeEventListener('beforeunload', warn)
  }

  watch(dirty, (now) => (now ? keep() : release()), { immediate: true })
  onScopeDispose(release)
  return { asking, leave: () => onward() }
}
