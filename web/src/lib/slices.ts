/** Work that can be left off between its steps. */
export type Steps<T> = Generator<void, T, void>

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

const SLICE_MS = 10

/** Until the page has answered its visitor. */
export const rest = (ms = 0) => new Promise<void>((go) => { window.setTimeout(go, ms) })

/** Until what stands on the page is on the screen, or will be with its next frame. */
export const nextFrame = () => new Promise<void>((go) => { window.requestAnimationFrame(() => window.setTimeout(go)) })

const SEEN_MS = 40

/** Until what stands on the page has been seen: for work that its visitor does not wait for. */
export const seen = () => new Promise<void>((go) => { window.requestAnimationFrame(() => window.setTimeout(go, SEEN_MS)) })

const MOST_STILL_MS = 600
const SHOWN_MS = 100
let waits = 0
let stillUntil = 0

/** A hand is at work: work in slices leaves it the processor for a while. */
export function atHand(): void {
  stillUntil = Math.max(stillUntil, performance.now() + MOST_STILL_MS)
}

/** What a visitor waits for goes before all work in slices, until it is shown; where it does not come, for a while. */
export async function first<T>(awaited: Promise<T>): Promise<T> {
  const mine = ++waits
  atHand()
  try {
    return await awaited
  } finally {
    if (mine === waits) stillUntil = performance.now() + SHOWN_MS
  }
}

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
    do await rest(performance.now() < stillUntil ? SLICE_MS : 0)
    while (performance.now() < stillUntil && goesOn())
    if (!goesOn()) return null
  }
}

/** Turns for works that come in crowds: one after the other, with a pause whenever a slice of time is over or enough were done in it. */
export class Turns {
  private last: Promise<void> = Promise.resolve()
  private until = 0
  private left = 0

  constructor(private readonly most: number, private readonly pause: () => Promise<void> = rest, private readonly now: () => number = () => performance.now()) {}

  /** Resolves when the caller may do its piece of work, at once. */
  turn(): Promise<void> {
    return this.last = this.last.then(async () => {
      if (this.left === 0 || this.now() >= this.until) {
        await this.pause()
        this.until = this.now() + SLICE_MS
        this.left = this.most
      }
      this.left--
    })
  }
}
