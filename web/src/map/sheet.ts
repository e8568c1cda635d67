type Ctx = CanvasRenderingContext2D

/** More at once, and handing the pixels of one canvas to the screen takes a slow machine longer than a hand waits. */
const MOST_PIXELS = 1_200_000
/** Divides every usual device pixel ratio into whole pixels. */
const STEP = 4

export interface Strip {
  readonly ctx: Ctx
  /** Where it lies in the sheet, CSS pixels. */
  readonly top: number
  readonly bottom: number
}

/** The heights at which a sheet is cut, from 0 to at least its height. */
export function cuts(width: number, height: number, ratio: number): number[] {
  const strips = Math.max(1, Math.ceil((width * height * ratio * ratio) / MOST_PIXELS))
  const each = Math.ceil(height / strips / STEP) * STEP
  return Array.from({ length: Math.ceil(height / each) + 1 }, (_, i) => Math.min(i * each, Math.ceil(height / STEP) * STEP))
}

/**
 * What is drawn over the ground: canvases below one another. They are handed to the screen unseen, one in a frame, and then
 * shown together. Kept and drawn on again: to make a canvas takes longer than to draw on it.
 */
export class Sheet {
  readonly element = document.createElement('div')
  private canvases: HTMLCanvasElement[] = []

  constructor() {
    this.element.className = 'leaflet-zoom-animated'
    this.element.style.position = 'absolute'
  }

  /** Takes it from the screen, and gives its strips in the size asked for. */
  prepare(width: number, height: number, ratio: number): Strip[] {
    this.element.remove()
    this.element.replaceChildren()
    this.element.style.opacity = '0.001' // what is not seen at all is not handed over
    const at = cuts(width, height, ratio)
    this.canvases = at.slice(1).map((_, i) => this.canvases[i] ?? document.createElement('canvas'))
    return this.canvases.flatMap((canvas, i) => {
      const top = at[i] ?? 0, bottom = at[i + 1] ?? 0
      const wide = Math.round(width * ratio), high = Math.round((bottom - top) * ratio)
      if (canvas.width !== wide || canvas.height !== high) {
        canvas.width = wide
        canvas.height = high
      }
      canvas.style.cssText = `position: absolute; left: 0; top: ${top}px; width: ${width}px; height: ${bottom - top}px`
      const ctx = canvas.getContext('2d')
      return ctx === null ? [] : [{ ctx, top, bottom }]
    })
  }

  add(strip: Strip, pane: HTMLElement): void {
    this.element.append(strip.ctx.canvas)
    if (this.element.parentElement !== pane) pane.append(this.element)
  }

  show(): void {
    this.fade(false)
  }

  fade(away: boolean): void {
    this.element.style.opacity = away ? '0' : ''
  }

  remove(): void {
    this.element.remove()
  }
}
