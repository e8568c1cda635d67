import { computed, ref, shallowRef, type Ref } from 'vue'
import type { Answer, SettingChange } from './api'
import { refusalFrom, useRefusalText, type Fetched } from './load'

interface Settable<V> {
  readonly given: V
  readonly changes: readonly SettingChange[]
}

export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What somebody has changed of what he saw, on top of what it is now. */
export function rebased<V extends object>(mine: V, seen: V, now: V): V {
  const changed = Object.entries(mine).filter(([member, value]) => !isSame(value, Reflect.get(seen, member)))
  return { ...now, ...Object.fromEntries(changed) }
}

/**
 * Settings that an administrator changes as a whole: what is set, what he makes of it, and what the server says to that. Whoever comes
 * too late reads the newest and keeps what he has changed himself.
 */
export function useSettings<V extends object, S extends Settable<V>>(ask: () => Promise<Answer<S>>, send: (etag: string, values: V, reason: string) => Promise<Answer<S>>) {
  const found = shallowRef<Fetched<Answer<S>>>({ state: 'loading' })
  const draft = shallowRef<V | null>(null)
  const faults = shallowRef<Readonly<Record<string, string>>>({})
  const refused = ref('')
  const stale = ref(false)
  const saved = ref(false)
  const textOf = useRefusalText()

  const settings = computed(() => (found.value.state === 'ready' ? found.value.value.value : null))
  const dirty: Readonly<Ref<boolean>> = computed(() => settings.value !== null && draft.value !== null && !isSame(draft.value, settings.value.given))

  function take(answer: Answer<S>, mine: V): void {
    found.value = { state: 'ready', value: answer }
    draft.value = mine
    stale.value = false
    faults.value = {}
    refused.value = ''
  }

  async function load(): Promise<void> {
    try {
      const answer = await ask()
      const seen = settings.value, mine = draft.value
      take(answer, seen === null || mine === null ? answer.value.given : rebased(mine, seen.given, answer.value.given))
    } catch (cause) {
      const refusal = refusalFrom(cause)
      if (settings.value === null) found.value = { state: 'failed', refusal }
      else refused.value = textOf(refusal) // what he has changed stays before him
    }
  }

  function set(change: Partial<V>): void {
    if (draft.value === null) return
    draft.value = { ...draft.value, ...change }
    saved.value = false
    faults.value = Object.fromEntries(Object.entries(faults.value).filter(([member]) => !Object.keys(change).some((changed) => member === changed || member.startsWith(`${changed}[`))))
  }

  /** Where somebody else has changed them meanwhile, what he made of them is read. */
  function discard(): void {
    if (settings.value === null) return
    const late = stale.value
    take({ value: settings.value, etag: etag() }, settings.value.given)
    if (late) void load()
  }

  const etag = () => (found.value.state === 'ready' ? (found.value.value.etag ?? '') : '')

  /** Throws what is told where the reason is asked for, which is kept there: what concerns it alone, and what concerns no field. */
  async function save(reason: string): Promise<void> {
    if (draft.value === null) return
    try {
      const answer = await send(etag(), draft.value, reason)
      take(answer, answer.value.given)
      saved.value = true
    } catch (cause) {
      const refusal = refusalFrom(cause)
      if (refusal.status !== 412 && Object.keys(refusal.errors).every((member) => member === 'reason')) throw refusal
      faults.value = refusal.errors
      stale.value = refusal.status === 412
      refused.value = ''
    }
  }

  void load()
  return { found, settings, draft, dirty, faults, refused, stale, saved, load, set, discard, save }
}
