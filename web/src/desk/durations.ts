/** Minutes of a duration as the server writes it, PT1H30M; null where it is none. */
export function minutesOf(iso: string): number | null {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(iso)
  return found === null ? null : Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0) + Number(found[3] ?? 0) / 60
}

/** As the server writes it, so that the same length is the same text. */
export function durationOf(minutes: number): string {
  const seconds = Math.round(minutes * 60)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return seconds === 0 ? 'PT0S' : `PT${h > 0 ? `${h}H` : ''}${m > 0 ? `${m}M` : ''}${s > 0 ? `${s}S` : ''}`
}
