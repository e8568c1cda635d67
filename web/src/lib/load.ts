/** An RFC 9457 problem, or the lack of any answer. */
export interface Problem {
  readonly kind: 'offline' | 'missing' | 'server'
  readonly title: string | null
  readonly detail: string | null
  readonly status: number | null
}

export type Load<T> =
  | { readonly state: 'idle' }
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem }
