// Where a field of a record stands: in the record (`beneficiario.indirizzi.0.regione`), in the INPS file, and how it is called
// on screen. One place for the three, so that a defect found in a file opens the right cell of a grid.
import {
  type Campo,
  campiAnagrafica,
  campiIndirizzo,
  campiMinore,
  campiPrestazione,
  campiSina,
  campoCodiceFiscale,
  gruppiMinore,
  gruppiSina,
} from './campi.ts'

type Catalogo = Readonly<Record<string, Campo>>

interface Trovato {
  campo: Campo | undefined
  /** From the element of the record. */
  xml: string
  /** Whether it stands in the Beneficiario and not in the prestazione. */
  delBeneficiario: boolean
}

const attributo = (
  catalogo: Catalogo,
  chiave: string,
  sotto: string,
  delBeneficiario: boolean,
): Trovato | undefined => {
  // a name that objects have of their own is no field
  const campo = Object.hasOwn(catalogo, chiave) ? catalogo[chiave] : undefined
  return campo && { campo, xml: `${sotto}/@${campo.xml}`, delBeneficiario }
}

type Gruppo = { xml: string; voce: Campo }
const nelGruppo = (gruppi: Readonly<Record<string, Gruppo>>, nome: string, n: string | undefined, sotto: string) => {
  const g = Object.hasOwn(gruppi, nome) ? gruppi[nome] : undefined
  if (!g) return undefined
  const voce = n === undefined ? '' : `/${g.voce.xml}[${Number(n) + 1}]`
  return { campo: g.voce, xml: `${sotto}/${g.xml}${voce}`, delBeneficiario: false }
}

/** A field of a prestazione, by its path; undefined when there is none. */
export function campoPrestazione(percorso: string): Trovato | undefined {
  const [primo, secondo, terzo, quarto] = percorso.split('.')
  if (primo === 'sina') {
    if (secondo === undefined) return { campo: undefined, xml: '/SINA', delBeneficiario: false }
    return attributo(campiSina, secondo, '/SINA', false) ?? nelGruppo(gruppiSina, secondo, terzo, '/SINA')
  }
  if (primo !== 'beneficiario') return attributo(campiPrestazione, primo!, '', false)
  if (secondo === 'codiceFiscale')
    return { campo: campoCodiceFiscale, xml: `/@${campoCodiceFiscale.xml}`, delBeneficiario: true }
  if (secondo === 'anagrafica' && terzo) return attributo(campiAnagrafica, terzo, '/Anagrafica', true)
  if (secondo === 'indirizzi' && terzo && /^[0-4]$/.test(terzo) && quarto)
    return attributo(campiIndirizzo, quarto, `/Indirizzo[${Number(terzo) + 1}]`, true)
  return undefined
}

/** A field of a SINBA card, by its path. */
export function campoMinore(percorso: string): Trovato | undefined {
  const [primo, secondo] = percorso.split('.')
  return attributo(campiMinore, primo!, '', false) ?? nelGruppo(gruppiMinore, primo!, secondo, '')
}

/** The full path in a file of a field of the record that stands there. */
export function percorsoNelFile(
  tipo: 'PS_PSA_SINA' | 'SINBA',
  percorso: string,
  dove: { beneficiario: number; prestazione: number },
): string {
  if (tipo === 'SINBA') return `/Flusso/SINBA[${dove.beneficiario}]${campoMinore(percorso)?.xml ?? ''}`
  const trovato = campoPrestazione(percorso)
  const beneficiario = `/Flusso/Beneficiario[${dove.beneficiario}]`
  if (trovato?.delBeneficiario) return beneficiario + trovato.xml
  return `${beneficiario}/PrestazioniSociali[${dove.prestazione}]${trovato?.xml ?? ''}`
}

export interface CampoPiano {
  percorso: string
  campo: Campo
}

const piano = (catalogo: Catalogo, sotto: string): CampoPiano[] =>
  Object.entries(catalogo).map(([chiave, campo]) => ({ percorso: sotto + chiave, campo }))
const delGruppo = (gruppi: Readonly<Record<string, Gruppo>>, sotto: string): CampoPiano[] =>
  Object.entries(gruppi).map(([chiave, g]) => ({ percorso: sotto + chiave, campo: { ...g.voce, xml: g.xml } }))

/** Every field of a prestazione on one row, the first address alone; what is a list is one cell. */
export const campiPianiPrestazione: readonly CampoPiano[] = [
  { percorso: 'beneficiario.codiceFiscale', campo: campoCodiceFiscale },
  ...piano(campiAnagrafica, 'beneficiario.anagrafica.'),
  ...piano(campiIndirizzo, 'beneficiario.indirizzi.0.'),
  ...piano(campiPrestazione, ''),
  ...piano(campiSina, 'sina.'),
  ...delGruppo(gruppiSina, 'sina.'),
]

/** Every field of a SINBA card on one row. */
export const campiPianiMinore: readonly CampoPiano[] = [...piano(campiMinore, ''), ...delGruppo(gruppiMinore, '')]

/** What a cell holds of a list: the codes, a space between. */
const SEPARA = ' '

/** The text of a field, by its path; a list as one text. */
export function leggiPercorso(record: object, percorso: string): string | undefined {
  let qui: unknown = record
  for (const passo of percorso.split('.')) {
    if (typeof qui !== 'object' || qui === null) return undefined
    qui = (qui as Record<string, unknown>)[passo]
  }
  if (Array.isArray(qui)) return qui.length > 0 ? qui.join(SEPARA) : undefined
  return typeof qui === 'string' ? qui : undefined
}

const ELENCHI = /(^|\.)(interventiNecessari|invaliditaCivile|prestazioni|famiglia)$/

/** An entry of a list: those left empty are gone, and the others have moved. */
export const diElenco = (campo: string): boolean => /\.\d+$/.test(campo)

/** Sets a field by its path, making what is missing on the way. An empty text sets nothing. */
export function scriviPercorso(record: object, percorso: string, valore: string): void {
  if (valore === '') return
  const { dentro, chiave, scritto } = dove(percorso)
  dentro(record)[chiave] = scritto(valore)
}

interface Dove {
  /** The path of the object that it is a key of. */
  sopra: string
  /** That object, made where it is missing. */
  dentro(record: object): Record<string, unknown>
  chiave: string
  /** A list from its one text; any other value as it is. */
  scritto(valore: string): string | string[]
}

/** A path taken apart once, for who goes through many records. */
export function dove(percorso: string): Dove {
  const passi = percorso.split('.')
  const chiave = passi.pop()!
  const eElenco = ELENCHI.test(percorso)
  const sopra = passi.map((passo, n) => ({ passo, elenco: /^\d+$/.test(passi[n + 1] ?? chiave) }))
  return {
    sopra: passi.join('.'),
    chiave,
    scritto: (valore) => (eElenco ? valore.split(/[\s,;|/]+/).filter(Boolean) : valore),
    dentro: (record) => {
      let qui = record as Record<string, unknown>
      for (const { passo, elenco } of sopra) {
        qui[passo] ??= elenco ? [] : {}
        qui = qui[passo] as Record<string, unknown>
      }
      return qui
    },
  }
}

/** Lists that a record always has, be they empty. */
const SEMPRE = /^(prestazioni|famiglia)$/

/** The same, taking the field away when the text is empty: what a clerk does in a cell. */
export function cambiaPercorso(record: object, percorso: string, valore: string): void {
  if (valore !== '') {
    scriviPercorso(record, percorso, valore)
    return
  }
  const passi = percorso.split('.')
  const ultimo = passi.pop()!
  let qui: unknown = record
  for (const passo of passi) qui = (qui as Record<string, unknown> | undefined)?.[passo]
  if (typeof qui !== 'object' || qui === null) return
  if (SEMPRE.test(percorso)) (qui as Record<string, unknown>)[ultimo] = []
  else delete (qui as Record<string, unknown>)[ultimo]
}

const perXml: ReadonlyMap<string, string> = new Map(
  campiPianiPrestazione.map((c) => [campoPrestazione(c.percorso)!.xml, c.percorso]),
)

/** The field of a prestazione that stands at a path of the file; the element's nearest one where it is about no field. */
export function campoDalFile(percorso: string): string {
  const sotto = percorso.replace(/^\/Flusso\/Beneficiario(\[\d+\])?/, '').replace(/^\/PrestazioniSociali(\[\d+\])?/, '')
  const indirizzo = /^\/Indirizzo(?:\[(\d+)\])?(\/@\w+)?/.exec(sotto)
  if (indirizzo) {
    const campo = perXml.get(`/Indirizzo[1]${indirizzo[2] ?? ''}`) ?? 'beneficiario.indirizzi.0.nazione'
    return campo.replace('.0.', `.${Number(indirizzo[1] ?? 1) - 1}.`)
  }
  const piano = sotto.replace(/(\/(?:NecessitaInterventiSociali|InvaliditaCivile))\/.*$/, '$1')
  if (perXml.has(piano)) return perXml.get(piano)!
  return piano.startsWith('/SINA') ? 'sina' : ''
}
