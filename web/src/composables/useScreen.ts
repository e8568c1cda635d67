import { onScopeDispose, ref, type Ref } from 'vue'

export type Screen = 'phone' | 'tablet' | 'desk'

export function useScreen(): Readonly<Ref<Screen>> {
  const phone = window.matchMedia('(max-width: 767px)')
  const desk = window.matchMedia('(min-width: 1200px)')
  const now = (): Screen => (phone.matches ? 'phone' : desk.matches ? 'desk' : 'tablet')
  const screen = ref<Screen>(now())
  const update = () => (screen.value = now())
  phone.addEventListener('change', update)
  desk.addEventListener('change', update)
  onScopeDispose(() => {
    phone.removeEventListener('change', update)
    desk.removeEventListener('change', update)
  })
  return screen
}
