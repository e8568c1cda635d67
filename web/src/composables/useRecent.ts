import { computed, ref, shallowRef } from 'vue'

export interface Recent {
  readonly code: string
  readonly name: string
}

const KEPT = 'mingjie.recent'
const OFF = 'mingjie.recent.off'
const MOST = 8

function isRecent(value: unknown): value is Recent {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'code') === 'string' && typeof Reflect.get(value, 'name') === 'string'
}

function parse(text: string | null): readonly Recent[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value.filter(isRecent).slice(0, MOST) : []
  } catch {
    return []
  }
}

/** Places that were looked up on this device; nothing of it leaves the device, and one switch ends it. */
export function useRecent(storage: () => Storage = () => localStorage) {
  const attempt = <T>(act: (store: Storage) => T, otherwise: T): T => {
    try {
      return act(storage())
    } catch {
      return otherwise // a browser without storage remembers nothing
    }
  }
  const on = ref(attempt((s) => s.getItem(OFF) === null, false))
  const kept = shallowRef<readonly Recent[]>(attempt((s) => parse(s.getItem(KEPT)), []))
  const recent = computed(() => (on.value ? kept.value : []))

  function note(place: Recent): void {
    if (!on.value) return
    kept.value = [{ code: place.code, name: place.name }, ...kept.value.filter((one) => one.code !== place.code)].slice(0, MOST)
    attempt((s) => s.setItem(KEPT, JSON.stringify(kept.value)), undefined)
  }

  function clear(): void {
    kept.value = []
    attempt((s) => s.removeItem(KEPT), undefined)
  }

  /** Switched off, what was remembered is gone too. */
  function turn(next: boolean): void {
    on.value = next
    if (!next) clear()
    attempt((s) => (next ? s.removeItem(OFF) : s.setItem(OFF, '1')), undefined)
  }

  return { on, recent, note, clear, turn }
}
