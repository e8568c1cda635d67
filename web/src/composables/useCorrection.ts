import { computed, onMounted, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { CorrectionRefused, fetchHeld, fetchHistory, fetchRoles, sendCorrection, type Correction, type Held, type PastCorrection, type Subject } from '../api/officer'
import { problemOf } from '../api/client'
import type { Load, Problem } from '../lib/load'
import type { LonLat } from '../map/geo'

/** What was typed and is not sent; it stays while the page is open. */
export interface Draft {
  readonly what: Ref<Subject>
  readonly typed: Ref<Partial<Record<Subject, string>>>
  /** False, with nothing to put in its place. */
  readonly struck: Ref<boolean>
  /** Longitude and latitude, once one of them was typed or picked. */
  readonly spot: Ref<readonly [lon: string, lat: string] | null>
  readonly reason: Ref<string>
  readonly source: Ref<string>
}

export function newDraft(): Draft {
  return { what: ref('spelling'), typed: ref({}), struck: ref(false), spot: shallowRef(null), reason: ref(''), source: ref('') }
}

/** Whether a correction stands there, as far as can be told from what is on file. */
export function tells(statements: Held['statements'], correction: Correction): boolean {
  if (correction.what === 'position') {
    const [at, wanted] = [statements.position, correction.position]
    return at != null && wanted != null && wanted.every((degrees, axis) => Math.abs(degrees - (at[axis] ?? Number.NaN)) < 1e-6)
  }
  return (statements[correction.what] ?? '').normalize() === (correction.value ?? '').normalize()
}

function holds(draft: Draft): boolean {
  return Object.keys(draft.typed.value).length > 0 || draft.struck.value || draft.spot.value !== null || draft.reason.value.trim() !== '' || draft.source.value.trim() !== ''
}

/** A correction on its way. */
export function useCorrection() {
  const mayCorrect = ref(false)
  const code = shallowRef<string | null>(null)
  const held = shallowRef<Load<Held>>({ state: 'idle' })
  const past = shallowRef<Load<readonly PastCorrection[]>>({ state: 'idle' })
  const refused = shallowRef<CorrectionRefused | null>(null)
  /** Somebody else has corrected it meanwhile, and what he wrote is what is held now. */
  const overtaken = ref(false)
  const sending = ref(false)
  const picking = ref(false)
  const picked = shallowRef<LonLat | null>(null)
  const open = computed(() => code.value !== null)
  /** By the code of the place. */
  const drafts = new Map<string, Draft>()
  const draft = shallowRef(newDraft())
  const unsent = computed(() => open.value && holds(draft.value))
  let gone = false
  /** The answer to a correction has not come: it may have been taken. */
  let lost = false

  async function load(): Promise<void> {
    const wanted = code.value
    if (wanted === null) return
    held.value = { state: 'loading' }
    refused.value = null
    overtaken.value = false
    try {
      const value = await fetchHeld(wanted)
      if (code.value !== wanted) return
      held.value = { state: 'ready', value }
      void loadPast(wanted) // who may not correct it is told so once
    } catch (cause) {
      if (code.value === wanted) held.value = { state: 'failed', problem: problem(cause) }
    }
  }

  async function loadPast(wanted = code.value): Promise<void> {
    if (wanted === null) return
    past.value = { state: 'loading' }
    try {
      const value = await fetchHistory(wanted)
      if (code.value === wanted) past.value = { state: 'ready', value }
    } catch (cause) {
      if (code.value === wanted) past.value = { state: 'failed', problem: problem(cause) }
    }
  }

  function problem(cause: unknown): Problem {
    return cause instanceof CorrectionRefused ? { kind: 'server', title: null, detail: cause.detail, status: cause.status } : problemOf(cause)
  }

  function begin(wanted: string): void {
    if (code.value !== wanted) lost = false
    code.value = wanted
    picked.value = null
    draft.value = drafts.get(wanted) ?? newDraft()
    drafts.set(wanted, draft.value)
    void load()
  }

  function end(): void {
    code.value = null
    picking.value = false
    picked.value = null
    held.value = { state: 'idle' }
    past.value = { state: 'idle' }
    refused.value = null
    overtaken.value = false
  }

  /** @returns whether it was taken, or stands there already since its answer was lost */
  async function send(correction: Correction): Promise<boolean> {
    const wanted = code.value
    if (wanted === null || held.value.state !== 'ready' || sending.value) return false
    const { tag } = held.value.value
    sending.value = true
    refused.value = null
    overtaken.value = false
    try {
      if (lost && (await arrived(wanted, tag, correction))) return true
      if (overtaken.value) return false
      lost = true
      await sendCorrection(wanted, tag, correction)
      lost = false
      drafts.delete(wanted)
      return true
    } catch (cause) {
      const told = cause instanceof CorrectionRefused ? cause : new CorrectionRefused(0, '', new Map())
      if (told.status !== 0 && told.status < 500) lost = false // a failing server or proxy may have written it
      const now = told.status === 412 ? await fetchHeld(wanted).catch(() => null) : null
      if (code.value !== wanted) return false
      if (now === null) refused.value = told
      else overtake(wanted, now)
      return false
    } finally {
      sending.value = false
    }
  }

  /** What became of a correction of which no answer came. */
  async function arrived(wanted: string, tag: string, correction: Correction): Promise<boolean> {
    const now = await fetchHeld(wanted)
    lost = false
    if (tells(now.statements, correction)) {
      drafts.delete(wanted)
      return true
    }
    if (now.tag === tag) return false
    if (code.value === wanted) overtake(wanted, now)
    return false
  }

  function overtake(wanted: string, now: Held): void {
    held.value = { state: 'ready', value: now }
    overtaken.value = true
    void loadPast(wanted)
  }

  function warn(event: BeforeUnloadEvent): void {
    event.preventDefault()
  }

  watch(unsent, (now) => (now ? window.addEventListener('beforeunload', warn) : window.removeEventListener('beforeunload', warn)))
  onMounted(async () => {
    const roles = await fetchRoles()
    if (!gone) mayCorrect.value = roles.includes('place_name_clerk')
  })
  onScopeDispose(() => {
    gone = true
    window.removeEventListener('beforeunload', warn)
  })
  return { mayCorrect, code, open, held, past, refused, overtaken, sending, picking, picked, draft, begin, end, load, loadPast, send }
}
