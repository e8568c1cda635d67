import Point from '@mapbox/point-geometry'
import L from 'leaflet'
import { paint, TileCache, View, type PaintRule, type PreparedTile } from 'protomaps-leaflet'
import { HttpTileSource } from './decode'
import { toLatLng, toLatLngBounds, type LonLat } from './geo'
import { groundRules } from './ground'
import { DashMemory, drawBoundaries, drawLayout, drawOutline, fontOf, type Outline } from './ink'
import { inSlices, nextFrame, rest, Turns, type Steps } from '../lib/slices'
import { layOutSteps } from './labels'
import { LabelMemory, type Layout, type LayoutInput } from './layout-run'
import { legendOf } from './legend'
import { atLeast, boxOf, type Box, type Line } from './lines'
import type { BaseSource, Extent, ExtentGeometry, Hit, MapLayer, MapPainter, PainterEvents, Pinned, Rect, ReliefSource, TileName } from './painter'
import { sceneSteps, type Scene } from './scene'
import { Sheet, type Strip } from './sheet'
import { at, RELIEF_FADE, VAGUE } from './style'

const TILE = 256
/** protomaps-leaflet draws display zoom z from 512 px tiles of zoom z - 1. */
const LEVEL_DIFF = 1
const MARGIN = 0.3
const PATIENCE = 450
/** Panels and pins come with every keystroke: the names make room for them when the hand rests. */
const CALM = 300
/** Every canvas costs a slow machine time in each frame, and each pixel of a new one: few and large, where a screen has not many pixels. */
const GROUND = { large: { size: 512, aFrame: 1, kept: 1 }, small: { size: 256, aFrame: 4, kept: 3 } }
const MANY_PIXELS = 1.5
/** Names that are magnified more are no names until they are drawn anew. */
const TOO_BLURRED = 2.5

export interface TileSet {
  readonly template: string
  readonly maxzoom: number
}

/** What the tiles of a view gave. */
interface Gathered {
  readonly scene: Scene
  readonly zoom: number
  /** It lacks tiles: the next layout must not remember where its names went. */
  readonly partial: boolean
}

interface Extents {
  readonly view: Box
  readonly area: Box
}

function nameOf(tile: TileName): string {
  return `${tile.x}:${tile.y}:${tile.z}`
}

function linesOf(geometry: ExtentGeometry): { area: boolean; parts: readonly (readonly LonLat[])[] } {
  switch (geometry.type) {
    case 'Point':
    case 'MultiPoint':
      return { area: false, parts: [] }
    case 'LineString':
      return { area: false, parts: [geometry.coordinates] }
    case 'MultiLineString':
      return { area: false, parts: geometry.coordinates }
    case 'Polygon':
      return { area: true, parts: geometry.coordinates }
    case 'MultiPolygon':
      return { area: true, parts: geometry.coordinates.flat() }
  }
}

/** Has the layer look for missing tiles after the frame in which a hand moved the map, not in it. */
function behindTheHand<T extends L.GridLayer>(layer: T): T {
  const events = layer.getEvents?.bind(layer)
  layer.getEvents = () => {
    const all = events?.() ?? {}
    const { move } = all
    if (move !== undefined) all.move = (e) => void rest().then(() => { move.call(layer, e) })
    return all
  }
  return layer
}

const atLeastSeen = (line: Line): Line => atLeast(line, VAGUE.least)

/** The first MapPainter: decoding, tile cache and painting loop of protomaps-leaflet, labels and dashed lines of our own over the whole view. */
export class ProtomapsPainter implements MapPainter {
  private view: View
  private cache: TileCache
  private readonly ground: L.GridLayer
  private readonly canvases = new Map<string, { coords: L.Coords; canvas: HTMLCanvasElement; done: (() => void) | null }>()
  private readonly failed = new Map<string, TileName>()
  /** Pictures of the relief and of another base that did not come. */
  private readonly lost = new Set<HTMLImageElement>()
  private readonly names: HTMLElement
  private sheet = new Sheet()
  /** The next layout is drawn here, unseen. */
  private spare = new Sheet()
  private readonly scratch = document.createElement('canvas').getContext('2d')
  private readonly widths = new Map<string, number>()
  private dashes = new DashMemory()
  private memory = new LabelMemory()
  private readonly relief: L.TileLayer | null
  private base: L.TileLayer | null = null
  private day: string | null = null
  private rules: PaintRule[] = []
  private layers: ReadonlySet<MapLayer>
  private extents: readonly Extent[] = []
  private panels: readonly Rect[] = []
  private pins: readonly Pinned[] = []
  private gathered: Gathered | null = null
  private layout: Layout | null = null
  private origin = new L.Point(0, 0)
  private drawnZoom = -1
  private zooming = false
  private turn = 0
  private run = 0
  private arrangement = 0
  private readonly pieces = this.ratio() < MANY_PIXELS ? GROUND.large : GROUND.small
  private readonly asks = new Turns(this.pieces.aFrame)
  private readonly turns = new Turns(this.pieces.aFrame, nextFrame)
  private waiting: number | null = null
  private calming: { readonly timer: number; readonly wait: number } | null = null
  private legend = ''
  private readonly reliefZoom: number

  constructor(private readonly map: L.Map, private readonly tiles: TileSet, relief: ReliefSource | null, layers: ReadonlySet<MapLayer>, private readonly events: PainterEvents) {
    this.layers = layers
    this.cache = this.makeCache()
    this.view = new View(this.cache, tiles.maxzoom, LEVEL_DIFF)
    this.rules = groundRules({ boundaries: layers.has('boundaries'), roads: layers.has('roads') })
    const pane = (name: string, z: string) => {
      const made = map.createPane(name)
      made.style.zIndex = z
      made.style.pointerEvents = 'none'
      return made
    }
    pane('mj-base', '140')
    pane('mj-relief', '150')
    pane('mj-ground', '200')
    this.names = pane('mj-names', '450')
    this.relief = relief === null ? null : this.pictures(L.tileLayer(relief.template, {
      pane: 'mj-relief', minNativeZoom: relief.minzoom, maxNativeZoom: relief.maxzoom, minZoom: Math.max(8, relief.minzoom), bounds: toLatLngBounds(relief.bounds), maxZoom: 18,
    }))
    this.reliefZoom = relief?.maxzoom ?? 0
    if (layers.has('relief')) this.relief?.addTo(map)
    this.ground = this.makeGround('mj-ground')
    this.ground.addTo(map)
    map.on('moveend', this.onMoved, this)
    map.on('resize', this.onMoved, this)
    map.on('zoomanim', this.onZoomAnim, this)
    map.on('zoom', this.onZoom, this)
    map.on('zoomend', this.onZoomEnd, this)
    this.onMoved()
  }

  setExtents(extents: readonly Extent[]): void {
    this.extents = extents
    this.redraw()
  }

  setObstacles(panels: readonly Rect[], pins: readonly Pinned[]): void {
    this.panels = panels
    this.pins = pins
    this.redraw(CALM)
  }

  setLayers(shown: ReadonlySet<MapLayer>): void {
    const before = this.layers
    this.layers = shown
    if (this.relief !== null && shown.has('relief') !== before.has('relief')) {
      if (shown.has('relief')) this.relief.addTo(this.map)
      else this.relief.remove()
    }
    this.rules = groundRules({ boundaries: shown.has('boundaries'), roads: shown.has('roads') })
    for (const key of this.canvases.keys()) void this.paintTile(key)
    this.redraw()
  }

  setDay(day: string | null): void {
    if (day === this.day) return
    this.day = day
    this.cache = this.makeCache()
    this.view = new View(this.cache, this.tiles.maxzoom, LEVEL_DIFF)
    this.failed.clear()
    this.events.trouble(0)
    for (const key of this.canvases.keys()) void this.paintTile(key)
    void this.gather()
  }

  setBase(base: BaseSource | null): void {
    this.base?.remove()
    this.base = base === null ? null : this.pictures(L.tileLayer(base.template, {
      pane: 'mj-base', minNativeZoom: base.minzoom, maxNativeZoom: base.maxzoom, maxZoom: 18, ...(base.subdomains.length > 0 ? { subdomains: [...base.subdomains] } : {}),
    }))
    this.base?.addTo(this.map)
    for (const name of ['mj-ground', 'mj-relief']) {
      const pane = this.map.getPane(name)
      if (pane !== undefined) pane.hidden = base !== null
    }
  }

  hitTest(x: number, y: number): Hit | null {
    if (this.layout === null || this.map.getZoom() !== this.drawnZoom) return null
    const at = this.map.getPixelBounds().min
    if (at === undefined) return null
    const wx = at.x + x, wy = at.y + y
    const found = this.layout.hits.find(({ box }) => wx >= box.minX && wx <= box.maxX && wy >= box.minY && wy <= box.maxY)
    return found ? { code: found.code, name: found.name } : null
  }

  refresh(tiles?: readonly TileName[]): void {
    const again = tiles ?? [...this.failed.values()]
    if (tiles === undefined) this.askPictures()
    const names = new Set(again.map(nameOf))
    for (const name of names) {
      this.cache.cache.delete(name)
      this.failed.delete(name)
    }
    this.paintAll(names)
    this.events.trouble(this.failed.size)
    void this.gather()
  }

  destroy(): void {
    this.turn++
    this.arrangement++
    if (this.waiting !== null) window.clearTimeout(this.waiting)
    if (this.calming !== null) window.clearTimeout(this.calming.timer)
    this.map.off('moveend', this.onMoved, this)
    this.map.off('resize', this.onMoved, this)
    this.map.off('zoomanim', this.onZoomAnim, this)
    this.map.off('zoom', this.onZoom, this)
    this.map.off('zoomend', this.onZoomEnd, this)
    this.ground.remove()
    this.relief?.remove()
    this.base?.remove()
    this.sheet.remove()
    this.spare.remove()
  }

  // ---- pictures ------------------------------------------------------------------------------------------------------

  private pictures(layer: L.TileLayer): L.TileLayer {
    layer.on('tileerror', ({ tile }) => {
      if (tile instanceof HTMLImageElement) this.lost.add(tile)
    })
    layer.on('tileunload', ({ tile }) => {
      if (tile instanceof HTMLImageElement) this.lost.delete(tile)
    })
    return behindTheHand(layer)
  }

  private askPictures(): void {
    const again = [...this.lost]
    this.lost.clear()
    for (const picture of again) picture.src = picture.src // has the browser ask for it anew
  }

  // ---- ground --------------------------------------------------------------------------------------------------------

  private makeGround(pane: string): L.GridLayer {
    const { size, kept } = this.pieces
    const make = (coords: L.Coords, done: L.DoneCallback) => {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = size * this.ratio()
      const key = `${coords.x}:${coords.y}:${coords.z}`
      this.canvases.set(key, { coords, canvas, done: () => done(undefined, canvas) })
      void this.paintTile(key)
      return canvas
    }
    class Ground extends L.GridLayer {
      protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
        return make(coords, done)
      }
    }
    const layer = behindTheHand(new Ground({ pane, minZoom: 0, maxZoom: 18, updateWhenZooming: false, tileSize: size, keepBuffer: kept }))
    layer.on('tileunload', (e) => {
      const { x, y, z } = e.coords
      const key = `${x}:${y}:${z}`
      const gone: HTMLElement = e.tile
      if (this.canvases.get(key)?.canvas === gone) this.canvases.delete(key)
    })
    return layer
  }

  private makeCache(): TileCache {
    const { template } = this.tiles
    const address = this.day === null ? template : `${template}${template.includes('?') ? '&' : '?'}datetime=${this.day}`
    return new TileCache(new HttpTileSource(address), TILE << LEVEL_DIFF)
  }

  private ratio(): number {
    return Math.min(3, Math.max(1, window.devicePixelRatio || 1))
  }

  /** The display tile in the corner of a piece of the ground: all of the piece lies in the same tile of the set. */
  private firstOf({ x, y, z }: L.Coords): TileName {
    const across = this.pieces.size / TILE
    return { x: x * across, y: y * across, z }
  }

  private async paintTile(key: string): Promise<void> {
    const entry = this.canvases.get(key)
    if (entry === undefined) return
    const { coords, canvas } = entry
    await this.asks.turn() // not in the task of the hand that moves the map
    const { view } = this
    let prepared: PreparedTile
    try {
      prepared = await view.getDisplayTile(this.firstOf(coords))
    } catch {
      // `done` is not called: Leaflet then keeps the tiles it had
      if (view === this.view) this.fail(this.view.dataTileForDisplayTile(this.firstOf(coords)).dataTile)
      return
    }
    await this.turns.turn()
    if (view !== this.view) return
    const ctx = this.canvases.get(key)?.canvas === canvas ? canvas.getContext('2d') : null
    if (ctx === null) return
    const ratio = this.ratio()
    const { size } = this.pieces
    if (canvas.width !== size * ratio) canvas.width = canvas.height = size * ratio
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.clearRect(0, 0, size, size)
    const x = size * coords.x, y = size * coords.y
    const around = { minX: x - 16, minY: y - 16, maxX: x + size + 16, maxY: y + size + 16 }
    paint(ctx, coords.z, new Map([['', [prepared]]]), null, this.rules, around, new Point(x, y), false)
    const { done } = entry
    entry.done = null
    done?.()
    this.heal(prepared.dataTile)
  }

  /** @param blank only the pieces that nothing was drawn on yet */
  private paintAll(tiles: ReadonlySet<string>, blank = false): void {
    for (const [key, { coords, done }] of this.canvases) {
      if ((!blank || done !== null) && tiles.has(nameOf(this.view.dataTileForDisplayTile(this.firstOf(coords)).dataTile))) void this.paintTile(key)
    }
  }

  private fail(tile: TileName): void {
    this.failed.set(nameOf(tile), tile)
    this.events.trouble(this.failed.size)
  }

  private heal(tile: TileName): void {
    if (!this.failed.delete(nameOf(tile))) return
    this.events.trouble(this.failed.size)
    this.paintAll(new Set([nameOf(tile)]), true)
  }

  // ---- names and dashed lines ----------------------------------------------------------------------------------------

  private onMoved(): void {
    const zoom = this.map.getZoom()
    this.relief?.setOpacity(at(RELIEF_FADE, zoom - this.reliefZoom))
    if (this.failed.size > 0) {
      for (const [name, tile] of this.failed) if (tile.z !== Math.max(0, Math.min(zoom - LEVEL_DIFF, this.view.maxDataLevel))) this.failed.delete(name)
      this.events.trouble(this.failed.size)
    }
    void this.gather()
  }

  private area(): Extents | null {
    const bounds = this.map.getPixelBounds()
    const { min, max } = bounds
    if (min === undefined || max === undefined) return null
    const dx = Math.round((max.x - min.x) * MARGIN), dy = Math.round((max.y - min.y) * MARGIN)
    return {
      view: { minX: min.x, minY: min.y, maxX: max.x, maxY: max.y },
      area: { minX: min.x - dx, minY: min.y - dy, maxX: max.x + dx, maxY: max.y + dy },
    }
  }

  /** Fetches what the view needs, then lays out; after a while it does so with what has come. */
  private async gather(): Promise<void> {
    const turn = ++this.turn
    const extent = this.area()
    if (extent === null) return
    const zoom = this.map.getZoom()
    const { cache } = this
    const transforms = this.view.dataTilesForBounds(zoom, extent.area)
    // each in its own place: what is laid out must not hang on which came first
    const got: (PreparedTile | null)[] = transforms.map(() => null)
    const show = () => {
      const tiles = got.filter((tile) => tile !== null)
      const run = ++this.run
      const goesOn = () => run === this.run && turn === this.turn && this.map.getZoom() === zoom
      if (tiles.length > 0 && goesOn()) void this.show(tiles, tiles.length < transforms.length, zoom, extent, goesOn)
    }
    if (this.waiting !== null) window.clearTimeout(this.waiting)
    this.waiting = window.setTimeout(show, PATIENCE)
    await Promise.all(transforms.map(async (t, i) => {
      try {
        got[i] = { ...t, z: zoom, data: await cache.get(t.dataTile) }
        if (cache === this.cache) this.heal(t.dataTile)
      } catch {
        if (cache === this.cache) this.fail(t.dataTile)
      }
    }))
    if (turn !== this.turn) return
    window.clearTimeout(this.waiting)
    show()
  }

  private async show(tiles: readonly PreparedTile[], partial: boolean, zoom: number, extent: Extents, goesOn: () => boolean): Promise<void> {
    await rest()
    const scene = goesOn() ? await inSlices(sceneSteps(tiles, extent.area), goesOn) : null
    if (scene === null) return
    this.gathered = { scene, zoom, partial }
    void this.arrange(this.gathered, extent)
  }

  /** First the page answers its visitor: what he typed or chose stands there before the map's names make room for it. */
  private redraw(wait = 0): void {
    if (this.calming !== null) {
      if (this.calming.wait < wait) return
      window.clearTimeout(this.calming.timer)
    }
    const timer = window.setTimeout(() => {
      this.calming = null
      const extent = this.area()
      if (this.gathered !== null && extent !== null) void this.arrange(this.gathered, extent)
    }, wait)
    this.calming = { timer, wait }
  }

  /** Lays out and draws in slices, so that the map follows the hand meanwhile; what was drawn stays until all is there. */
  private async arrange(gathered: Gathered, extent: Extents): Promise<void> {
    const mine = ++this.arrangement
    const { scene, zoom, partial } = gathered
    const goesOn = () => mine === this.arrangement && !this.zooming && this.map.getZoom() === zoom
    if (!goesOn()) return
    const fresh = this.drawnZoom !== zoom
    const memory = fresh ? new LabelMemory() : this.memory.copy()
    const dashes = fresh ? new DashMemory() : this.dashes.copy()
    const layout = await inSlices(layOutSteps(this.input(zoom, scene, extent, memory), this.layers.has('names')), goesOn)
    if (layout === null) return
    if (!await this.drawUnseen(layout, gathered, extent.area, dashes, goesOn)) return
    if (fresh && partial) this.memory = new LabelMemory()
    else if (!partial) this.memory = memory
    if (fresh && partial) this.dashes = new DashMemory()
    else if (!partial) this.dashes = dashes
    this.layout = layout
    this.drawnZoom = zoom
    this.hang(extent.area)
    this.tellLegend(gathered, layout, extent.view)
  }

  private project(zoom: number, point: LonLat): L.Point {
    return this.map.project(toLatLng(point), zoom)
  }

  private readonly widthOf = (text: string, font: string, weight: number, size: number): number => {
    const ctx = this.scratch
    if (ctx === null) return size * text.length
    const key = `${weight}|${size}|${font === '' ? '' : font.slice(0, 14)}|${text}`
    let width = this.widths.get(key)
    if (width === undefined) {
      ctx.font = fontOf(font, weight, size)
      width = ctx.measureText(text).width
      if (this.widths.size > 6000) this.widths.clear()
      this.widths.set(key, width)
    }
    return width
  }

  private outlines(zoom: number): { outline: Outline; extent: Extent }[] {
    return this.extents.map((extent) => {
      const shape = extent.geometry === null ? { area: false, parts: [] } : linesOf(extent.geometry)
      const lines: Line[] = shape.parts.map((part) => part.flatMap((p) => {
        const at = this.project(zoom, p)
        return [at.x, at.y]
      }))
      const vague = extent.about !== null
      return { extent, outline: { kind: extent.kind, area: shape.area, vague, lines: vague ? lines.map(atLeastSeen) : lines } }
    })
  }

  private input(zoom: number, scene: Scene, { view, area }: Extents, memory: LabelMemory): LayoutInput {
    const chosen = this.extents.find((e) => e.kind === 'selected')
    const anchor = chosen?.point ? this.project(zoom, chosen.point) : null
    const pins = this.pins.map(({ point, vague }) => ({ at: this.project(zoom, point), foot: vague === true ? 18 : 2 }))
    const outlines = this.outlines(zoom)
    const latitude = (this.map.getCenter().lat * Math.PI) / 180
    return {
      scene, zoom, view, area, widthOf: this.widthOf, memory,
      metresPerPixel: (40075016.7 * Math.cos(latitude)) / (TILE * 2 ** zoom),
      taken: [
        ...this.panels.map((p) => ({ minX: p.minX + view.minX - 2, minY: p.minY + view.minY - 2, maxX: p.maxX + view.minX + 2, maxY: p.maxY + view.minY + 2 })),
        ...pins.map(({ at, foot }) => ({ minX: at.x - 14, minY: at.y + foot - 36, maxX: at.x + 14, maxY: at.y + foot })),
      ],
      selected: chosen && anchor ? { code: chosen.code, name: chosen.name, x: anchor.x, y: anchor.y, sign: chosen.about === null } : null,
      notes: outlines.flatMap(({ extent, outline }) => (extent.about === null ? [] : [{ code: extent.code, text: extent.about, box: boxOf(outline.lines) }])),
      outline: outlines.flatMap(({ outline }) => (outline.area ? outline.lines : [])),
      roadsShown: this.layers.has('roads'),
    }
  }

  private async drawUnseen(layout: Layout, gathered: Gathered, area: Box, dashes: DashMemory, goesOn: () => boolean): Promise<boolean> {
    const { spare } = this
    const outlines = this.outlines(gathered.zoom)
    for (const strip of spare.prepare(area.maxX - area.minX, area.maxY - area.minY, this.ratio())) {
      if (await inSlices(this.drawSteps(strip, layout, gathered, outlines, area, dashes), goesOn) === null) return false
      spare.add(strip, this.names)
      await nextFrame()
      if (!goesOn()) return false
    }
    return true
  }

  private *drawSteps({ ctx, top, bottom }: Strip, layout: Layout, { scene, zoom }: Gathered, outlines: readonly { outline: Outline }[], area: Box, dashes: DashMemory): Steps<true> {
    const ratio = this.ratio()
    const within = { minX: area.minX, minY: area.minY + top, maxX: area.maxX, maxY: area.minY + bottom }
    ctx.reset()
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    yield
    ctx.save()
    ctx.translate(-within.minX, -within.minY)
    if (this.layers.has('boundaries')) yield* drawBoundaries(ctx, scene.boundaries, zoom, dashes)
    for (const { outline } of outlines) {
      drawOutline(ctx, outline)
      yield
    }
    ctx.restore()
    yield* drawLayout(ctx, layout, within)
    return true
  }

  private hang(area: Box): void {
    const drawn = this.spare
    this.origin = new L.Point(area.minX, area.minY)
    L.DomUtil.setTransform(drawn.element, this.origin.subtract(this.map.getPixelOrigin()), 1)
    drawn.show()
    this.sheet.remove()
    this.spare = this.sheet
    this.sheet = drawn
  }

  private tellLegend({ scene, zoom }: Gathered, layout: Layout, view: Box): void {
    const keys = legendOf(scene, layout, zoom, view, this.layers)
    const joined = keys.join()
    if (joined !== this.legend) {
      this.legend = joined
      this.events.legend(keys)
    }
  }

  private onZoomAnim(e: L.ZoomAnimEvent): void {
    this.zooming = true
    if (this.drawnZoom < 0) return
    this.place(e.center, e.zoom)
  }

  private onZoomEnd(): void {
    this.zooming = false
  }

  private onZoom(): void {
    if (this.drawnZoom < 0) return
    this.place(this.map.getCenter(), this.map.getZoom())
  }

  /** Keeps the drawn names in place while the zoom changes. */
  private place(center: L.LatLng, zoom: number): void {
    const scale = this.map.getZoomScale(zoom, this.drawnZoom)
    const pane = this.map.getPane('mapPane')
    const moved = pane ? L.DomUtil.getPosition(pane) : new L.Point(0, 0)
    const pixelOrigin = this.map.project(center, zoom).subtract(this.map.getSize().divideBy(2)).add(moved).round()
    this.sheet.fade(Math.max(scale, 1 / scale) > TOO_BLURRED)
    L.DomUtil.setTransform(this.sheet.element, this.origin.multiplyBy(scale).subtract(pixelOrigin), scale)
  }
}
