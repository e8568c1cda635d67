import type { Rect } from '../map/painter'
import type { Screen } from '../composables/useScreen'

/** Pixels of the map at each side where nothing is shown that should be seen. */
export interface Padding {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const ASIDE = 8
const WIDE = 1 / 3
/** Of such a height the search box alone reaches down to the middle. */
const LOW = 640

/** How far wide panels reach from above and from below; narrow ones and those beside the map count for nothing here. */
export function reach(covers: readonly Rect[], width: number, height: number): { readonly top: number; readonly bottom: number } {
  const wide = covers.filter((r) => r.maxX - r.minX > width * WIDE && r.maxY - r.minY < height / 2)
  const above = wide.filter((r) => r.maxY < height / 2).map((r) => r.maxY + ASIDE)
  const below = wide.filter((r) => r.minY > height / 2).map((r) => height - r.minY + ASIDE)
  return { top: Math.max(0, ...above), bottom: Math.max(0, ...below) }
}

/**
 * @param panel whether something lies open in the panel or on the sheet
 * @param sheet height of the sheet where one is open
 * @param tools whether the tools of a phone stand below its search box
 */
export function paddingOf(screen: Screen, panel: boolean, sheet: number, tools: boolean, covers: readonly Rect[], width: number, height: number): Padding {
  const { top, bottom } = reach(covers, width, height)
  if (screen === 'phone') {
    return { left: 28, right: 28, top: panel ? Math.max(tools ? 136 : 96, top) : 96, bottom: (panel ? sheet : 40) + 28 }
  }
  const left = screen === 'desk' ? 496 : panel || height < LOW ? 424 : 24
  return { left: left + 24, right: 88, top: 84, bottom: Math.max(64, bottom) }
}

/** In pixels of the map: whether a pin on the point stands whole, with no panel before it. */
export function isClear(x: number, y: number, pinWidth: number, pinHeight: number, padding: Padding, covers: readonly Rect[], width: number, height: number): boolean {
  if (x <= padding.left || y <= padding.top + pinHeight || x >= width - padding.right || y >= height - padding.bottom) return false
  return !covers.some((r) => x + pinWidth / 2 > r.minX && x - pinWidth / 2 < r.maxX && y > r.minY && y - pinHeight < r.maxY)
}
