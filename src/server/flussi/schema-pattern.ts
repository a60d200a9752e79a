// A pattern of XML Schema as a regular expression of JavaScript. The two languages differ where it does not show: in a schema
// `\d` is any decimal digit of Unicode, `^` and `$` are characters, and a pattern is always the whole value.

export class PatternNonCapito extends Error {}

const UGUALI: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '[ \\t\\n\\r]',
  S: '[^ \\t\\n\\r]',
  w: '[^\\p{P}\\p{Z}\\p{C}]',
  W: '[\\p{P}\\p{Z}\\p{C}]',
  n: '\\n',
  r: '\\r',
  t: '\\t',
}
const PUNTEGGIATURA = /[\\|.?*+(){}[\]^$-]/

export function traduciPattern(pattern: string): RegExp {
  let fuori = ''
  let inClasse = false
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    if (c === '\\') {
      const n = pattern[++i]
      if (n === undefined) throw new PatternNonCapito(pattern)
      if (n === 'p' || n === 'P') fuori += `\\${n}`
      else if (inClasse && (n === 's' || n === 'w' || n === 'S' || n === 'W')) {
        if (n !== 's') throw new PatternNonCapito(pattern)
        fuori += ' \\t\\n\\r'
      } else if (UGUALI[n]) fuori += UGUALI[n]
      // outside a class JavaScript refuses to escape a hyphen
      else if (n === '-' && !inClasse) fuori += '-'
      else if (PUNTEGGIATURA.test(n)) fuori += `\\${n}`
      else throw new PatternNonCapito(pattern)
    } else if (inClasse) {
      // subtraction, `[a-z-[aeiou]]`
      if (c === '[') throw new PatternNonCapito(pattern)
      if (c === ']') inClasse = false
      fuori += c
    } else if (c === '[') {
      inClasse = true
      fuori += c
      if (pattern[i + 1] === '^') fuori += pattern[++i]!
    } else if (c === '.') fuori += '[^\\n\\r]'
    else if (c === '^' || c === '$') fuori += `\\${c}`
    else fuori += c
  }
  try {
    return new RegExp(`^(?:${fuori})$`, 'u')
  } catch {
    throw new PatternNonCapito(pattern)
  }
}
