const LOOKS_ONLY = new Set(['reader', 'security_administrator', 'audit_administrator'])

/** Whether somebody with these rights may change what is recorded in any division: that is given only on purpose. */
export function changesAll(rights: { readonly role: string; readonly jurisdiction: string | null }): boolean {
  return rights.jurisdiction === '' && !LOOKS_ONLY.has(rights.role)
}
