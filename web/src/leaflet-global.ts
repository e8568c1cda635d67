import type * as Leaflet from 'leaflet'

// Leaflet comes from the WebJar as the global `L`; nothing of it is bundled.
const L = (globalThis as unknown as { L: typeof Leaflet }).L
export default L
