/**
 * Keys of requests that create (Idempotency-Key). Whoever does not see an answer and sends the same again sends it under the same
 * key, so that it is done once; the next request of its kind, or another content, has a key of its own.
 */
const waiting = new Map<string, { readonly content: string; readonly key: string }>()

/** Also where a page comes without TLS, for which browsers have no randomUUID. */
function fresh(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function keyFor(address: string, content: string): string {
  const known = waiting.get(address)
  if (known?.content === content) return known.key
  const key = fresh()
  waiting.set(address, { content, key })
  return key
}

/** The request was answered: what comes next is another one. */
export function done(address: string): void {
  waiting.delete(address)
}

/** What a form holds, files by what tells them apart. */
export function contentOf(form: FormData): string {
  return JSON.stringify([...form.entries()].map(([name, value]) => [name, typeof value === 'string' ? value : [value.name, value.size, value.lastModified]]))
}
