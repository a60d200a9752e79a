// A profile: what the columns of a file become in the record. Proposed from the headers, checked against them. Pure: screen
// and server read the same.
import { campiPer, campoImportabile, normalizza, type SpecieImportazione } from './importa-campi.ts'

/** How the dates of a column are written. */
export const formatiData = { gma: '31/12/1980', mga: '12/31/1980', amg: '19801231' } as const
export type FormatoData = keyof typeof formatiData
export const ordiniNome = { 'cognome-nome': 'ROSSI MARIA', 'nome-cognome': 'MARIA ROSSI' } as const
export type OrdineNome = keyof typeof ordiniNome

/** One line of a profile: where a field of the record comes from, a column or a value that is always the same. */
export interface VoceMappa {
  campo: string
  colonna?: string | undefined
  valore?: string | undefined
  formato?: FormatoData | undefined
  ordine?: OrdineNome | undefined
  /** What the other program writes → what it is here. */
  tabella?: Record<string, string> | undefined
}
export type Mappa = readonly VoceMappa[]

const CODICE_FISCALE = /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/i

function formatoDi(esempi: readonly string[]): FormatoData | undefined {
  if (esempi.some((e) => /^\d{8}$/.test(e) && Number(e.slice(0, 4)) > 1800)) return 'amg'
  const coppie = esempi.flatMap((e) => {
    const m = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}/.exec(e)
    return m ? [[Number(m[1]), Number(m[2])] as const] : []
  })
  if (coppie.some(([a, b]) => b > 12 && a <= 12) && !coppie.some(([a]) => a > 12)) return 'mga'
  return undefined
}

/** A profile proposed from the headers and from what the first rows look like. */
export function proponiMappa(
  specie: SpecieImportazione,
  colonne: readonly string[],
  righe: readonly (readonly string[])[],
): VoceMappa[] {
  const liberi = campiPer(specie)
  const presi = new Set<string>()
  const proposta: VoceMappa[] = []
  colonne.forEach((colonna, n) => {
    const chiave = normalizza(colonna)
    if (!chiave) return
    const esempi = righe.map((r) => (r[n] ?? '').trim()).filter(Boolean)
    const sembraCodice = esempi.length > 0 && esempi.every((e) => CODICE_FISCALE.test(e.replace(/\s/g, '')))
    const campo =
      liberi.find((c) => !presi.has(c.id) && c.sinonimi.includes(chiave)) ??
      (sembraCodice && !presi.has('generalita.codiceFiscale')
        ? campoImportabile('generalita.codiceFiscale')
        : undefined)
    if (!campo) return
    presi.add(campo.id)
    const formato = campo.genere === 'data' ? formatoDi(esempi) : undefined
    proposta.push({ campo: campo.id, colonna, ...(formato && { formato }) })
  })
  return proposta
}

/** Why a profile cannot be used on these columns; empty when it can. */
export function difettiMappa(specie: SpecieImportazione, mappa: Mappa, colonne: readonly string[]): string[] {
  const difetti: string[] = []
  const note = new Set(colonne.map(normalizza))
  const visti = new Set<string>()
  for (const v of mappa) {
    const c = campoImportabile(v.campo)
    if (!c || (c.solo && c.solo !== specie)) {
      difetti.push(`Il campo «${v.campo}» non esiste: toglilo dal profilo.`)
      continue
    }
    if (visti.has(v.campo)) difetti.push(`«${c.etichetta}» è indicato due volte.`)
    visti.add(v.campo)
    if (v.colonna !== undefined && !note.has(normalizza(v.colonna)))
      difetti.push(`Nel file manca la colonna «${v.colonna}» (${c.etichetta}).`)
    if (v.colonna === undefined && !v.valore) difetti.push(`Per «${c.etichetta}» indica una colonna oppure un valore.`)
  }
  const ha = (id: string) => visti.has(id)
  const nome = ha('persona.nominativo') || (ha('generalita.cognome') && ha('generalita.nome'))
  if (specie === 'persone' && !nome) difetti.push('Indica le colonne del cognome e del nome (o del nominativo intero).')
  if (
    specie === 'variazioni' &&
    !ha('origine.codice') &&
    !ha('generalita.codiceFiscale') &&
    !(nome && ha('generalita.dataNascita'))
  )
    difetti.push(
      'Per riconoscere le persone serve il codice fiscale, il codice nel programma, oppure nome e data di nascita.',
    )
  return difetti
}

/** Headers of a file as they are used: empty ones named by their place, repeated ones refused. */
export function leggiColonne(celle: readonly string[]): { colonne: string[] } | { rifiuto: string } {
  const colonne = celle.map((c, n) => c.trim() || `Colonna ${n + 1}`)
  const chiavi = colonne.map(normalizza)
  const doppie = [...new Set(colonne.filter((_, n) => chiavi.indexOf(chiavi[n]!) !== n))]
  if (doppie.length > 0)
    return {
      rifiuto: `Le colonne ${doppie
        .slice(0, 5)
        .map((c) => `«${c}»`)
        .join(', ')} si ripetono: dai a ogni colonna un nome diverso.`,
    }
  return { colonne }
}
