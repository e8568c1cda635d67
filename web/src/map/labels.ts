import { measure, pointAt, type Box, type Line, type Measured } from './lines'
import { inRings, type SceneArea, type SceneDivision, type SceneLine, type ScenePlace } from './scene'
import { streamWidth } from './ground'
import { at, COLOUR, LABELS, ROADS, SELECTED_GROWS, SHIELD, SIGN, SMALL_PROVINCE, VAGUE, VILLAGE_SHARE, VILLAGE_SUFFIX_FROM, type LabelKind, type LabelStyle } from './style'
import { LayoutRun, type Layout, type Spot, type LayoutInput } from './layout-run'
import type { Steps } from '../lib/slices'

function shownFrom(kind: LabelKind, zoom: number): boolean {
  const style = LABELS[kind]
  return zoom >= style.from && zoom <= style.to
}

function seatKind(place: ScenePlace): LabelKind | null {
  if (place.level === 2) return 'prefectureSeat'
  if (place.level === 3) return 'countySeat'
  if (place.level === 4) return 'townshipSeat'
  return null
}

function* seats(run: LayoutRun, input: LayoutInput, great: boolean): Steps<void> {
  const list = input.scene.places.filter((place) => (place.level <= 3) === great)
    .map((place) => ({ place, kind: seatKind(place) }))
    .filter((s): s is { place: ScenePlace; kind: LabelKind } => s.kind !== null && shownFrom(s.kind, input.zoom) && s.place.code !== input.selected?.code)
    .sort((a, b) => a.place.level - b.place.level || b.place.rank - a.place.rank || (a.place.code < b.place.code ? -1 : 1))
  for (const { place, kind } of list) {
    yield
    const style = LABELS[kind]
    run.beside(`seat:${place.code}`, place.name, place.x, place.y, at(style.sizes, input.zoom), style, { code: place.code })
  }
}

function seatSigns(run: LayoutRun, input: LayoutInput): void {
  for (const place of input.scene.places) {
    const kind = seatKind(place)
    if (kind === null || !shownFrom(kind, input.zoom)) continue
    const small = kind === 'townshipSeat'
    const r = small ? 4 : 6
    const box = { minX: place.x - r, minY: place.y - r, maxX: place.x + r, maxY: place.y + r }
    run.reserve(box)
    run.hit({ minX: box.minX - 4, minY: box.minY - 4, maxX: box.maxX + 4, maxY: box.maxY + 4 }, place.code, place.name)
    if (place.code === input.selected?.code) continue
    run.signs.push({ kind: small ? 'township' : 'seat', x: place.x, y: place.y, colour: COLOUR.ink })
  }
}

function* divisions(run: LayoutRun, input: LayoutInput): Steps<void> {
  const small: SceneDivision[] = []
  for (const d of [...input.scene.divisions].sort((a, b) => a.level - b.level || b.radius - a.radius)) {
    yield
    const kind: LabelKind | null = d.level === 1 ? 'province' : d.level === 2 ? 'prefecture' : d.level === 3 ? 'county' : null
    if (kind === null || !shownFrom(kind, input.zoom)) continue
    const style = LABELS[kind]
    const size = at(style.sizes, input.zoom)
    const room = (2 * d.radius) / input.metresPerPixel
    const laid = room >= size * [...d.name].length * 1.15 && run.level(`${d.level}:${d.code}`, d.name, d.x, d.y, size, style, 1, room / 2)
    if (!laid && d.level === 1) small.push(d)
  }
  const { size, ...style } = { ...LABELS.province, ...SMALL_PROVINCE }
  for (const d of small) run.beside(`1:${d.code}`, d.name, d.x, d.y, Math.min(size, at(style.sizes, input.zoom)), style, { code: d.code })
}

function waterAt(areas: readonly SceneArea[], x: number, y: number): boolean {
  return areas.some((a) => x >= a.box.minX && x <= a.box.maxX && y >= a.box.minY && y <= a.box.maxY && inRings(a.rings, x, y))
}

function visible(chain: Line, view: Box): { from: number; to: number; m: Measured } | null {
  const m = measure(chain)
  let from = Infinity, to = -Infinity
  for (let i = 0; i < chain.length; i += 2) {
    const x = chain[i] ?? 0, y = chain[i + 1] ?? 0
    if (x >= view.minX && x <= view.maxX && y >= view.minY && y <= view.maxY) {
      const d = m.at[i >> 1] ?? 0
      from = Math.min(from, d)
      to = Math.max(to, d)
    }
  }
  return to > from ? { from, to, m } : null
}

/** One course per name: the pieces between confluences belong together. */
function courses(rivers: readonly SceneLine[]): SceneLine[] {
  const named = rivers.filter((r) => r.name !== '')
  return named.sort((a, b) => a.level - b.level || b.chain.line.length - a.chain.line.length)
}

function* rivers(run: LayoutRun, input: LayoutInput): Steps<void> {
  const { zoom, scene } = input
  const wide = scene.water.filter((a) => a.level === 1)
  for (const river of courses(scene.rivers)) {
    yield
    const kind: LabelKind = river.level === 1 ? 'mainRiver' : 'river'
    const style = LABELS[kind]
    if (!shownFrom(kind, zoom) || streamWidth(zoom, river.level, Math.max(river.rank, 0.5)) === 0) continue
    const seen = visible(river.chain.line, input.view)
    if (seen === null) continue
    const size = at(style.sizes, zoom)
    const length = seen.to - seen.from
    if (length < 90) continue
    const fits = (x: number, y: number) => {
      const r = size * 0.52
      return waterAt(wide, x - r, y) && waterAt(wide, x + r, y) && waterAt(wide, x, y - r) && waterAt(wide, x, y + r)
    }
    const key = `${river.level}:${river.code}:${river.name}`
    const kept = (input.memory.strewn.get(key) ?? []).filter((spots) => run.again(river.name, spots, size, style))
    const beside = size * 0.95 + (river.level === 1 ? at([[10, 1], [12, 6], [14, 18]], zoom) : 0)
    const times = Math.min(3, Math.max(1, Math.round(length / 720)))
    for (let i = 0; i < times; i++) {
      const middle = seen.from + (length * (i + 0.5)) / times
      const centre = pointAt(seen.m, middle)
      if (kept.some((spots) => spots.some((p) => Math.hypot(p.x - centre.x, p.y - centre.y) < 300))) continue
      if (times === 1 && kept.some((spots) => spots.every((p) => within(p, input.view)))) continue
      const start = Math.max(0, middle - (style.spacing * size * [...river.name].length) / 2)
      const onWater = river.level === 1 && zoom >= 12 ? run.strewn(river.name, seen.m, size, style, start, 0, fits) : null
      const spots = onWater ?? run.strewn(river.name, seen.m, size, style, start, beside, () => true)
      if (spots !== null) kept.push(spots)
    }
    input.memory.strewn.set(key, kept)
  }
}

function within(p: Spot, box: Box): boolean {
  return p.x >= box.minX && p.x <= box.maxX && p.y >= box.minY && p.y <= box.maxY
}

function* lakes(run: LayoutRun, input: LayoutInput): Steps<void> {
  const style = LABELS.lake
  if (!shownFrom('lake', input.zoom)) return
  const biggest = new Map<string, SceneArea>()
  const size = (a: SceneArea) => (a.box.maxX - a.box.minX) * (a.box.maxY - a.box.minY)
  for (const area of input.scene.water) {
    if (area.name === '' || area.cls.startsWith('121')) continue
    const known = biggest.get(area.code)
    if (known === undefined || size(area) > size(known)) biggest.set(area.code, area)
  }
  for (const area of biggest.values()) {
    yield
    if (size(area) < 350) continue
    const x = (area.box.minX + area.box.maxX) / 2, y = (area.box.minY + area.box.maxY) / 2
    run.beside(`lake:${area.code}`, area.name, x, y, at(style.sizes, input.zoom), style, { code: area.code })
  }
}

function* specials(run: LayoutRun, input: LayoutInput): Steps<void> {
  const { zoom } = input
  for (const place of input.scene.places) {
    if (!place.heritage || !shownFrom('heritage', zoom) || place.code === input.selected?.code) continue
    const style = LABELS.heritage
    if (run.beside(`heritage:${place.code}`, place.name, place.x, place.y, at(style.sizes, zoom), style, { code: place.code })) {
      const box = { minX: place.x - 7, minY: place.y - 7, maxX: place.x + 7, maxY: place.y + 7 }
      run.reserve(box)
      run.hit(box, place.code, place.name)
      run.signs.push({ kind: 'heritage', x: place.x, y: place.y })
    }
  }
  yield
  for (const place of [...input.scene.places].sort((a, b) => b.height - a.height)) {
    if (place.height <= 0 || !place.cls.startsWith('13') || place.heritage || !shownFrom('summit', zoom) || place.code === input.selected?.code) continue
    const style = LABELS.summit
    if (!run.beside(`summit:${place.code}`, place.name, place.x, place.y, at(style.sizes, zoom), style, { code: place.code })) continue
    run.reserve({ minX: place.x - 4, minY: place.y - 5, maxX: place.x + 4, maxY: place.y + 4 })
    run.signs.push({ kind: 'summit', x: place.x, y: place.y })
    if (shownFrom('height', zoom)) run.beside(`height:${place.code}`, String(Math.round(place.height)), place.x, place.y + 2, 10, LABELS.height)
  }
}

function* shields(run: LayoutRun, input: LayoutInput): Steps<void> {
  if (!input.roadsShown || input.zoom < SHIELD.from) return
  for (const level of [1, 2, 3]) {
    const colour = SHIELD.colours[level]
    const style = ROADS.find((r) => r.level === level)
    if (colour === undefined || style === undefined || at(style.widths, input.zoom) < 1) continue
    const kept = input.memory.shields.get(level) ?? []
    for (const old of kept) if (input.scene.roads.some((r) => r.level === level && r.ref === old.ref)) run.shield(old.ref, colour, old.x, old.y, run.shields)
    let left = SHIELD.perClass - run.shields.filter((s) => s.colour === colour && within(s, input.view)).length
    const chains = input.scene.roads.filter((r) => r.level === level && r.ref !== '').map((r) => ({ r, seen: visible(r.chain.line, input.view) }))
      .filter((c): c is { r: SceneLine; seen: NonNullable<ReturnType<typeof visible>> } => c.seen !== null && c.seen.to - c.seen.from > 120)
      .sort((a, b) => b.seen.to - b.seen.from - (a.seen.to - a.seen.from))
    for (const { r, seen } of chains) {
      yield
      for (const share of [0.5, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88]) {
        if (left <= 0) break
        const p = pointAt(seen.m, seen.from + (seen.to - seen.from) * share)
        if (run.shield(r.ref, colour, p.x, p.y, run.shields)) left--
      }
    }
    input.memory.shields.set(level, run.shields.filter((s) => s.colour === colour))
  }
}

export function villageName(name: string, zoom: number): string {
  return zoom < VILLAGE_SUFFIX_FROM && name.endsWith('村') && [...name].length > 2 ? name.slice(0, -1) : name
}

function* villages(run: LayoutRun, input: LayoutInput): Steps<void> {
  const { zoom } = input
  if (zoom < LABELS.village.from) return
  const share = at(VILLAGE_SHARE, zoom)
  const style = LABELS.village
  const radius = at(SIGN.village.radius, zoom)
  const list = input.scene.places.filter((p) => (p.level === 5 || (p.level === 6 && zoom >= 13)) && !p.heritage && p.code !== input.selected?.code)
    .sort((a, b) => a.level - b.level || b.rank - a.rank || (a.code < b.code ? -1 : 1))
  for (const place of list) {
    if (1 - place.rank > share) continue
    yield
    const sign = { minX: place.x - radius - 1, minY: place.y - radius - 1, maxX: place.x + radius + 1, maxY: place.y + radius + 1 }
    const size = at(style.sizes, zoom) * (place.level === 6 ? 0.92 : 1)
    const named = run.beside(`village:${place.code}`, villageName(place.name, zoom), place.x, place.y, size, { ...style, crossings: zoom < 12.5 ? 0 : 1 }, { code: place.code, name: place.name })
    if (named) {
      run.reserve(sign)
      run.hit({ minX: sign.minX - 3, minY: sign.minY - 3, maxX: sign.maxX + 3, maxY: sign.maxY + 3 }, place.code, place.name)
      run.signs.push({ kind: 'village', x: place.x, y: place.y, radius, colour: COLOUR.villageInk })
    } else if (zoom >= 12) {
      run.signs.push({ kind: 'village', x: place.x, y: place.y, radius: radius * 0.8, colour: '#8A857B' })
      run.hit(sign, place.code, place.name)
    }
  }
}

function* streets(run: LayoutRun, input: LayoutInput): Steps<void> {
  if (!input.roadsShown || !shownFrom('street', input.zoom)) return
  const style = LABELS.street
  const named = new Map<string, number>()
  for (const road of input.scene.roads) {
    if (road.level !== 7 || road.name === '' || (named.get(road.name) ?? 0) >= 2) continue
    yield
    if (run.street(road.name, measure(road.chain.line), at(style.sizes, input.zoom), style)) named.set(road.name, (named.get(road.name) ?? 0) + 1)
  }
}

/** What has its name along its line or on its area gets no second one at its point. */
function* facilities(run: LayoutRun, input: LayoutInput): Steps<void> {
  const { roads, rivers, water } = input.scene
  const named = new Set([...roads, ...rivers, ...water].map((drawn) => drawn.name))
  for (const place of input.scene.places) {
    if (place.level !== 0 || place.heritage || (place.height > 0 && place.cls.startsWith('13')) || named.has(place.name) || place.code === input.selected?.code) continue
    const kind: LabelKind = place.cls.startsWith('252') ? 'park' : 'facility'
    if (!shownFrom(kind, input.zoom)) continue
    const style = LABELS[kind]
    yield
    if (run.beside(`facility:${place.code}`, place.name, place.x, place.y, at(style.sizes, input.zoom), style, { code: place.code })) {
      run.signs.push({ kind: 'village', x: place.x, y: place.y, radius: 1.8, colour: COLOUR.streetInk })
    }
  }
}

function selected(run: LayoutRun, input: LayoutInput): void {
  const chosen = input.selected
  if (chosen === null) return
  const place = input.scene.places.find((p) => p.code === chosen.code)
  const kind = (place ? seatKind(place) : null) ?? (place?.level === 5 ? 'village' : 'townshipSeat')
  const size = at(LABELS[kind].sizes, Math.max(input.zoom, 11)) + SELECTED_GROWS
  // without a sign to stand beside, the name is the sign
  const where: Pick<LabelStyle, 'sides' | 'gap'> = chosen.sign ? { sides: ['R', 'L', 'T', 'B', 'r', 'l', 't', 'b'], gap: 12 } : { sides: ['T'], gap: -size / 2 }
  const style: LabelStyle = { ...LABELS[kind], ...where, must: true, colour: COLOUR.accent, halo: 4, haloColour: COLOUR.white, weight: 700 }
  if (chosen.sign) {
    run.reserve({ minX: chosen.x - 9, minY: chosen.y - 9, maxX: chosen.x + 9, maxY: chosen.y + 9 })
    run.signs.push({ kind: 'selected', x: chosen.x, y: chosen.y })
  }
  run.beside(`selected:${chosen.code}`, chosen.name, chosen.x, chosen.y, size, style, { must: true, code: chosen.code })
}

function notes(run: LayoutRun, input: LayoutInput): void {
  for (const { code, text, box } of input.notes) {
    const style: LabelStyle = { ...LABELS.facility, sides: ['B', 'T'], gap: (box.maxY - box.minY) / 2 + 8, must: true, colour: COLOUR.accent, halo: 3.4, haloColour: COLOUR.white }
    run.beside(`about:${code}`, text, (box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2, VAGUE.size, style)
  }
}

/** Lays out every sign and label of the view by priority; nothing overlaps. */
export function* layOutSteps(input: LayoutInput, names: boolean): Steps<Layout> {
  const run = new LayoutRun(input)
  yield* run.reserveLines()
  seatSigns(run, input)
  selected(run, input)
  notes(run, input)
  if (names) {
    // a seat of a county is never without its name: the county's own name gives way and moves
    yield* seats(run, input, true)
    yield* divisions(run, input)
    yield* rivers(run, input)
    yield* lakes(run, input)
    yield* seats(run, input, false)
    yield* specials(run, input)
    yield* shields(run, input)
    yield* villages(run, input)
    yield* streets(run, input)
    yield* facilities(run, input)
  } else yield* shields(run, input)
  return { texts: run.texts, signs: run.signs, shields: run.shields, hits: run.hits }
}
