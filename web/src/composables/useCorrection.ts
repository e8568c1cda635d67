import { computed, onMounted, onScopeDispose, ref, shallowRef } from 'vue'
import { CorrectionRefused, fetchHeld, fetchHistory, fetchRoles, sendCorrection, type Correction, type Held, type PastCorrection } from '../api/officer'
import { problemOf } from '../api/client'
import type { Load, Problem } from '../lib/load'
import type { LonLat } from '../map/geo'

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
  let gone = false

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
    code.value = wanted
    picked.value = null
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

  /** @returns whether it was taken */
  async function send(correction: Correction): Promise<boolean> {
    const wanted = code.value
    if (wanted === null || held.value.state !== 'ready' || sending.value) return false
    sending.value = true
    refused.value = null
    overtaken.value = false
    try {
      await sendCorrection(wanted, held.value.value.tag, correction)
      return true
    } catch (cause) {
      const told = cause instanceof CorrectionRefused ? cause : new CorrectionRefused(0, '', new Map())
      const now = told.status === 412 ? await fetchHeld(wanted).catch(() => null) : null
      if (code.value !== wanted) return false
      if (now === null) refused.value = told
      else {
        held.value = { state: 'ready', value: now }
        overtaken.value = true
        void loadPast(wanted)
      }
      return false
    } finally {
      sending.value = false
    }
  }

  onMounted(async () => {
    const roles = await fetchRoles()
    if (!gone) mayCorrect.value = roles.includes('place_name_clerk')
  })
  onScopeDispose(() => { gone = true })
  return { mayCorrect, code, open, held, past, refused, overtaken, sending, picking, picked, begin, end, load, loadPast, send }
}
