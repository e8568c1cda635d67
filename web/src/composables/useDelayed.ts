import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** True only when the source has stayed true for a while: grey bars do not flash. */
export function useDelayed(source: () => boolean, delay = 300): Readonly<Ref<boolean>> {
  const shown = ref(false)
  let timer: number | undefined
  watch(source, (on) => {
    window.clearTimeout(timer)
    if (on) timer = window.setTimeout(() => (shown.value = true), delay)
    else shown.value = false
  }, { immediate: true })
  onScopeDispose(() => window.clearTimeout(timer))
  return shown
}
