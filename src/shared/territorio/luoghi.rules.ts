// Names of places as the archives write them (capitals, or every word with an initial) turned into how Italian writes
// them. No norm says how: articulated prepositions are small, everything else has its initial.

const piccole = new Set(
  'a ad ai al alla alle allo agli con da dai dal dalla dalle dallo degli dei del della delle dello de di e ed in nel nella nelle nei su sui sul sulla sulle'.split(
    ' ',
  ),
)
const elise = new Set(['d', 'dell', 'nell', 'sull', 'all', 'dall'])

/** «ACQUAVIVA D'ISERNIA» → «Acquaviva d'Isernia». */
export function nomeProprio(nome: string): string {
  const parti = nome
    .trim()
    .toLocaleLowerCase('it')
    .split(/([\s/-]+)/)
  return parti
    .map((parte, i) => {
      if (i % 2 === 1) return parte.replace(/\s+/g, ' ')
      if (i > 0 && piccole.has(parte)) return parte
      return parte
        .split(/(?<=['’])/)
        .map((p) => (i > 0 && elise.has(p.replace(/['’]$/, '')) ? p : iniziale(p)))
        .join('')
    })
    .join('')
}

const iniziale = (s: string) => s.replace(/\p{L}/u, (c) => c.toLocaleUpperCase('it'))

/** Equal names in different spellings (capitals, accents, apostrophes) have equal keys. */
export const chiaveNome = (nome: string): string =>
  nome
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’`´.-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()

/** The day after, or `passo` days after, a calendar date. */
export function giornoDopo(data: string, passo = 1): string {
  const d = new Date(`${data}T00:00:00Z`)
  d.setUTCDate(d.getUTCDate() + passo)
  return d.toISOString().slice(0, 10)
}
