import { flushPromises } from '@vue/test-utils'
import { vi } from 'vitest'

export interface Asked {
  readonly method: string
  readonly address: string
  readonly body: unknown
  readonly answer: (body: unknown, status?: number, headers?: Record<string, string>) => Promise<void>
  readonly cut: () => Promise<void>
}

/** A server that answers when a test lets it; what was asked of it stands in `asked`, by the beginning of its address. */
export function network() {
  const all: Asked[] = []
  document.cookie = 'XSRF-TOKEN=token'
  vi.stubGlobal('fetch', (address: string, init: RequestInit = {}) => new Promise<Response>((resolve, reject) => {
    all.push({
      method: init.method ?? 'GET',
      address,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
      answer: async (body, status = 200, headers = {}) => {
        resolve(new Response(body === null ? null : JSON.stringify(body), { status, headers }))
        await flushPromises()
      },
      cut: async () => {
        reject(new TypeError('no network'))
        await flushPromises()
      },
    })
  }))
  const asked = (method: string, beginning: string) => all.filter((one) => one.method === method && one.address.startsWith(beginning))
  function last(method: string, beginning: string): Asked {
    const found = asked(method, beginning).at(-1)
    if (found === undefined) throw new Error(`${method} ${beginning} was not asked, but ${all.map((one) => `${one.method} ${one.address}`).join(', ')}`)
    return found
  }
  return { asked, last }
}
