/** The buttons that only scripts can serve: shown here, told in the page's own words. */
export function bindSharing(page: Document, browser: Navigator = navigator): void {
  const told = page.querySelector<HTMLElement>('[data-told]')
  const canonical = page.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ?? page.location.href
  const name = page.querySelector('.sign .hidden')?.textContent?.trim() ?? page.title

  function bind(selector: string, act: () => Promise<void>): void {
    const button = page.querySelector<HTMLButtonElement>(selector)
    if (button === null) return
    button.hidden = false
    button.addEventListener('click', async () => {
      let said = button.dataset.done
      try {
        await act()
      } catch (cause) {
        // whoever closes the list of ways to share has not failed
        said = cause instanceof DOMException && cause.name === 'AbortError' ? '' : button.dataset.failed
      }
      if (told !== null) told.textContent = said ?? ''
    })
  }

  if (typeof browser.share === 'function') bind('[data-share]', () => browser.share({ title: name, url: canonical }))
  bind('[data-copy]', () => browser.clipboard.writeText(`${name} ${canonical}`))
}
