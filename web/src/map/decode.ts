import Point from '@mapbox/point-geometry'
import { VectorTile } from '@mapbox/vector-tile'
import Pbf from 'pbf'
import type { Feature, TileSource, Zxy } from 'protomaps-leaflet'
import { inSlices, type Steps } from '../lib/slices'

export class TileError extends Error {
  constructor(readonly tile: Zxy, readonly status: number) {
    super(`tile ${tile.z}/${tile.x}/${tile.y}: ${status}`)
  }
}

export function* decodeSteps(bytes: ArrayBuffer, size: number): Steps<Map<string, Feature[]>> {
  const layers = new Map<string, Feature[]>()
  if (bytes.byteLength === 0) return layers
  for (const [name, layer] of Object.entries(new VectorTile(new Pbf(bytes)).layers)) {
    const scale = size / layer.extent
    const features: Feature[] = []
    for (let i = 0; i < layer.length; i++) {
      const raw = layer.feature(i)
      if (raw.type === 0) continue
      let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity, numVertices = 0
      const geom = raw.loadGeometry().map((part) => part.map((p) => {
        const x = p.x * scale, y = p.y * scale
        if (x < minX) minX = x
        if (x > maxX) maxX = x
        if (y < minY) minY = y
        if (y > maxY) maxY = y
        numVertices++
        return new Point(x, y)
      }))
      features.push({ props: raw.properties as Feature['props'], geomType: raw.type as number as Feature['geomType'], geom, numVertices, bbox: { minX, minY, maxX, maxY } })
      yield
    }
    layers.set(name, features)
  }
  return layers
}

/** protomaps-leaflet's own source ignores the HTTP status and chokes on an error body; this one does not. */
export class HttpTileSource implements TileSource {
  constructor(private readonly template: string) {}

  async get(tile: Zxy, size: number): Promise<Map<string, Feature[]>> {
    const url = this.template.replace('{z}', String(tile.z)).replace('{x}', String(tile.x)).replace('{y}', String(tile.y))
    const answer = await fetch(url)
    if (!answer.ok) throw new TileError(tile, answer.status)
    if (answer.status === 204) return new Map()
    return await inSlices(decodeSteps(await answer.arrayBuffer(), size), () => true) ?? new Map()
  }
}
