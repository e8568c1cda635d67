import type { PositionClass, PositionRule } from './api'

/** @property codes what can be chosen: classes, and beginnings of several of them */
export interface ClassGroup {
  readonly prefix: string
  readonly codes: readonly string[]
}

const SHORTEST = 2

/** The metres that count for a class; null where no rule does. */
export function gridOf(rules: readonly PositionRule[], code: string): number | null {
  return rules.filter((rule) => rule.prefix !== '' && code.startsWith(rule.prefix)).sort((a, b) => b.prefix.length - a.prefix.length)[0]?.gridMetres ?? null
}

/** Classes by their first two digits; a beginning that several share stands before them. */
export function groupsOf(classes: readonly PositionClass[]): readonly ClassGroup[] {
  const codes = classes.map((one) => one.code)
  return [...new Set(codes.map((code) => code.slice(0, SHORTEST)))].map((prefix) => {
    const within = codes.filter((code) => code.startsWith(prefix))
    const shared = new Set<string>()
    for (const length of [SHORTEST, SHORTEST + 1, SHORTEST + 2]) {
      for (const code of within) {
        const beginning = code.slice(0, length), sharing = within.filter((other) => other.startsWith(beginning)).length
        if (sharing > 1 && (length === SHORTEST || sharing < within.length)) shared.add(beginning)
      }
    }
    return { prefix, codes: [...shared, ...within].sort() }
  })
}

/** Places for which this rule is the one that counts. */
export function reachOf(classes: readonly PositionClass[], rules: readonly PositionRule[], rule: PositionRule): number {
  const longer = rules.filter((other) => other.prefix.length > rule.prefix.length && other.prefix.startsWith(rule.prefix))
  return classes.filter((one) => one.code.startsWith(rule.prefix) && longer.every((other) => !one.code.startsWith(other.prefix))).reduce((sum, one) => sum + one.places, 0)
}

/** Places for which something else counts then, and those of them whose exact position is public again. */
export function movedPlaces(classes: readonly PositionClass[], before: readonly PositionRule[], after: readonly PositionRule[]): { readonly all: number; readonly open: number } {
  const moved = classes.filter((one) => gridOf(before, one.code) !== gridOf(after, one.code))
  const sum = (some: readonly PositionClass[]) => some.reduce((places, one) => places + one.places, 0)
  return { all: sum(moved), open: sum(moved.filter((one) => gridOf(after, one.code) === null)) }
}
