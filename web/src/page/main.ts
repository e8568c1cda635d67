import './page.css'
import { bindSharing } from './sharing'

const LEAFLET = '/webjars/leaflet/1.9.4/dist/leaflet'

function leaflet(): Promise<void> {
  const style = document.createElement('link')
  style.rel = 'stylesheet'
  style.href = `${LEAFLET}.css`
  const script = document.createElement('script')
  script.src = `${LEAFLET}.js`
  return new Promise((resolve, reject) => {
    script.onload = () => resolve()
    script.onerror = () => reject(new Error('leaflet is not there'))
    document.head.append(style, script)
  })
}

/** The text comes first; the map follows when the page is there. A page without its map is still whole. */
async function showMap(box: HTMLElement, code: string): Promise<void> {
  try {
    await leaflet()
    const { mountMap } = await import('./map')
    mountMap(box, code)
  } catch {
    document.body.classList.remove('with-map')
    box.remove()
  }
}

bindSharing(document)
const box = document.querySelector<HTMLElement>('[data-map]')
const code = document.querySelector<HTMLElement>('[data-place]')?.dataset.place
if (box !== null && code !== undefined) void showMap(box, code)
