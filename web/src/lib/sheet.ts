export const SHEET_STOPS = ['low', 'half', 'full'] as const
export type SheetStop = (typeof SHEET_STOPS)[number]

/** 96 px, half the screen, all but the search box. */
export function sheetHeight(stop: SheetStop, screen: number): number {
  if (stop === 'low') return 96
  return stop === 'half' ? Math.round(screen * 0.5) : Math.max(96, screen - 80)
}

export function nearestStop(height: number, screen: number): SheetStop {
  let best: SheetStop = 'low'
  for (const stop of SHEET_STOPS) {
    if (Math.abs(sheetHeight(stop, screen) - height) < Math.abs(sheetHeight(best, screen) - height)) best = stop
  }
  return best
}
