import { computed, readonly, shallowRef } from 'vue'
import * as api from './api'

const session = shallowRef<api.Session | null>(null)
const signingOut = shallowRef(false)

/** Who has signed in; one for the whole page. */
export function useSession() {
  const person = computed(() => (session.value?.next === null ? session.value.account : null))
  /** In whose roles the person may act, his own first. */
  const roles = computed(() => (person.value === null ? [] : [person.value, ...(session.value?.actingFor ?? [])].map((p) => p.role)))
  const is = (role: string) => roles.value.includes(role)
  const mayImport = computed(() => person.value?.role === 'system_administrator' && person.value.jurisdiction === '')

  async function load(): Promise<api.Session> {
    const now = await api.session()
    session.value = now
    return now
  }

  async function leave(): Promise<void> {
    signingOut.value = true
    try {
      await api.signOut()
    } catch (cause) {
      signingOut.value = false
      throw cause
    }
    location.assign('/sign-in?out')
  }

  return { session: readonly(session), person, is, mayImport, load, leave, set: (now: api.Session) => (session.value = now) }
}

/** Where to sign in and come back to where one was; whoever had signed in is told that it has ended. */
export function toSignIn(): void {
  const ended = session.value?.account == null ? '' : '&ended'
  if (!signingOut.value) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}${ended}`)
}
