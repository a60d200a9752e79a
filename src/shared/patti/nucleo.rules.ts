// The rows of one protocol as a household, and a household against what is already known of it. What a file does not say is
// not compared and not erased: an extract with fewer columns takes nothing away.

import type { RigaEstratto, Valore, Valori } from './estratto.rules.ts'
import { campiPropri, campoEstratto, nomeCampoEstratto } from './estratto-campi.ts'

export interface ComponenteNucleo {
  codiceFiscale: string
  /** Columns of their own and what is only declared, by name of the field. */
  valori: Valori
}
export interface Nucleo {
  protocollo: string
  richiedente: string
  valori: Valori
  componenti: ComponenteNucleo[]
}
export interface RigaNucleo {
  riga: number
  dati: RigaEstratto | null
  motivi: readonly string[]
}
export interface Differenza {
  campo: string
  /** Codice fiscale of the member; null for the domanda. */
  di: string | null
  prima: Valore | null
  dopo: Valore | null
}

const stesso = (a: Valore, b: Valore) =>
  typeof a === 'string' && typeof b === 'string' ? a.trim().toLowerCase() === b.trim().toLowerCase() : a === b

const DIVISO = ' · '
const insieme = (gia: string, altro: string): string =>
  gia.split(DIVISO).includes(altro) ? gia : `${gia}${DIVISO}${altro}`

/** Adds to `dentro` what it does not say; answers the fields of which the two say different things. */
function unisci(dentro: Valori, altri: Valori): string[] {
  const diversi: string[] = []
  for (const [k, v] of Object.entries(altri)) {
    const gia = dentro[k]
    if (gia === undefined) dentro[k] = v
    else if (campoEstratto(k)?.elenco) dentro[k] = insieme(String(gia), String(v))
    else if (!stesso(gia, v)) diversi.push(k)
  }
  return diversi
}

const elenco = (campi: readonly string[]) => campi.map((c) => `«${nomeCampoEstratto(c)}»`).join(', ')

/** A household, or everything that is wrong with its rows, each with its number. */
export function componiNucleo(
  righe: readonly RigaNucleo[],
  comune: string,
): { nucleo: Nucleo | null; motivi: string[] } {
  const motivi = righe.flatMap((r) => r.motivi.map((m) => `Riga ${r.riga}: ${m}`))
  if (motivi.length > 0) return { nucleo: null, motivi }
  const valori: Valori = {}
  const perCodice = new Map<string, { riga: number; valori: Valori }>()
  const prima = righe[0]!.riga
  for (const { riga, dati } of righe) {
    if (!dati) continue
    const diversi = unisci(valori, dati.domanda)
    if (diversi.length > 0)
      motivi.push(`Le righe ${prima} e ${riga} sono della stessa domanda e dicono cose diverse di ${elenco(diversi)}.`)
    const cf = String(dati.componente.codiceFiscale)
    const gia = perCodice.get(cf)
    if (!gia) {
      perCodice.set(cf, { riga, valori: { ...dati.componente } })
      continue
    }
    // the same row twice is one
    const altri = unisci(gia.valori, dati.componente)
    if (altri.length > 0)
      motivi.push(
        `Le righe ${gia.riga} e ${riga} sono dello stesso componente e dicono cose diverse di ${elenco(altri)}.`,
      )
  }
  const richiedente = String(valori.codiceFiscaleRichiedente)
  if (!perCodice.has(richiedente))
    motivi.push('Il richiedente non è tra i componenti: aggiungi la sua riga, o correggi il suo codice fiscale.')
  if (motivi.length > 0) return { nucleo: null, motivi }
  valori.comune ??= comune
  const { protocollo, codiceFiscaleRichiedente: _r, ...resto } = valori
  return {
    nucleo: {
      protocollo: String(protocollo),
      richiedente,
      valori: resto,
      componenti: [...perCodice]
        .map(([codiceFiscale, c]) => ({ codiceFiscale, valori: c.valori }))
        // who asks comes first, the others as they are in the file
        .sort((a, b) => Number(b.codiceFiscale === richiedente) - Number(a.codiceFiscale === richiedente)),
    },
    motivi: [],
  }
}

/** Fields that are kept as they were declared. */
export const soloDichiarati = (v: Valori): Valori =>
  Object.fromEntries(Object.entries(v).filter(([k]) => !campiPropri.has(k)))

const confronta = (di: string | null, noto: Valori, nuovo: Valori): Differenza[] =>
  Object.entries(nuovo)
    .filter(([k, v]) => noto[k] === undefined || !stesso(noto[k], v))
    .map(([campo, dopo]) => ({ campo, di, prima: noto[campo] ?? null, dopo }))

/** What the file says that is not what is known: values, members who came, members who went. */
export function differenzeNucleo(noto: Nucleo, nuovo: Nucleo): Differenza[] {
  const suoi = new Map(noto.componenti.map((c) => [c.codiceFiscale, c.valori]))
  const entrati = nuovo.componenti.filter((c) => !suoi.has(c.codiceFiscale))
  const restano = new Set(nuovo.componenti.map((c) => c.codiceFiscale))
  return [
    ...(noto.richiedente === nuovo.richiedente
      ? []
      : [{ campo: 'codiceFiscaleRichiedente', di: null, prima: noto.richiedente, dopo: nuovo.richiedente }]),
    ...confronta(null, noto.valori, nuovo.valori),
    ...nuovo.componenti.flatMap((c) => {
      const suo = suoi.get(c.codiceFiscale)
      return suo ? confronta(c.codiceFiscale, suo, c.valori) : []
    }),
    ...entrati.map((c) => ({ campo: 'componente', di: c.codiceFiscale, prima: null, dopo: 'entrato' })),
    ...noto.componenti
      .filter((c) => !restano.has(c.codiceFiscale))
      .map((c) => ({ campo: 'componente', di: c.codiceFiscale, prima: 'presente', dopo: 'uscito' })),
  ]
}

/** What the weight of a household is proposed to be: a choice of the project, for the coordinator to share the work by. */
export const pesoProposto = (componenti: number): number => Math.min(10, 1 + Math.floor((componenti - 1) / 2))
