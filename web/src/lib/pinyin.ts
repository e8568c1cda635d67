const MARKS = /[\u0300-\u0302\u0304\u030c]/g
const FINAL = /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ong|ing|iao|ian|uai|uan|üan|üe|ün|ue|ui|un|uo|ua|ie|iu|ia|in|ai|ei|ao|ou|an|en|er|a|o|e|i|u|ü)$/

/** Without tones, lower case: ǖ stays ü. */
export function toneless(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').normalize('NFC').toLowerCase()
}

function splitRun(run: string, parts: number): string[] | null {
  if (parts < 1) return null
  if (parts === 1) return FINAL.test(toneless(run)) ? [run] : null
  const letters = [...run.normalize('NFC')]
  for (let cut = Math.min(6, letters.length - 1); cut >= 1; cut--) {
    const head = letters.slice(0, cut).join(''), tail = letters.slice(cut).join('')
    // within one run no later syllable begins with a, o or e: orthography asks for an apostrophe there
    if (!FINAL.test(toneless(head)) || /^[aoe]/.test(toneless(tail))) continue
    const rest = splitRun(tail, parts - 1)
    if (rest !== null) return [head, ...rest]
  }
  return null
}

/** Parts one spelling over the characters of its name, or null when they do not match one to one. */
export function splitPinyin(spelling: string, name: string): string[] | null {
  const characters = [...name]
  if (!characters.every((c) => /\p{Script=Han}/u.test(c))) return null
  const runs = spelling.trim().split(/[\s'’-]+/u).filter((r) => r !== '')
  const search = (index: number, left: number): string[] | null => {
    const run = runs[index]
    if (run === undefined) return left === 0 ? [] : null
    for (let parts = 1; parts <= left - (runs.length - index - 1); parts++) {
      const here = splitRun(run, parts)
      const rest = here === null ? null : search(index + 1, left - parts)
      if (here !== null && rest !== null) return [...here, ...rest]
    }
    return null
  }
  return search(0, characters.length)
}

/** How many characters of the spelling the query covers from its beginning, tones and gaps aside. */
export function matchedPrefix(spelling: string, query: string): number {
  const bare = (c: string) => toneless(c).replace(/ü/g, 'v').replace(/[^a-z]/g, '')
  const wanted = bare(query)
  if (wanted === '') return 0
  let seen = ''
  const letters = [...spelling]
  for (let i = 0; i < letters.length; i++) {
    seen += bare(letters[i] ?? '')
    if (seen.length >= wanted.length) return seen.startsWith(wanted) ? i + 1 : 0
  }
  return 0
}
