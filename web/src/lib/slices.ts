/** Work that can be left off between its steps. */
export type Steps<T> = Generator<void, T, void>

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

const SLICE_MS = 10

const rest = () => new Promise<void>((go) => { window.setTimeout(go) })

/**
 * Does the work in slices, between which the page answers its visitor.
 *
 * @param goesOn asked after each rest
 * @returns null where the work was given up
 */
export async function inSlices<T>(steps: Steps<T>, goesOn: () => boolean, now: () => number = () => performance.now()): Promise<T | null> {
  for (;;) {
    const until = now() + SLICE_MS
    do {
      const step = steps.next()
      if (step.done === true) return step.value
    } while (now() < until)
    await rest()
    if (!goesOn()) return null
  }
}
