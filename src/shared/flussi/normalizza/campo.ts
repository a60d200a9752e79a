// One value read by the kind of its field. In a file the same few texts come a million times (codes, days, comuni, amounts): what
// they were found to mean is remembered, for as long as what is known stays the same.
import type { Campo } from '../campi.ts'
import type { Elenchi } from '../elenchi.ts'
import type { Beneficiario, Giorno, Indirizzo } from '../prestazione.ts'
import { codice, codicePrestazione, nazione, protocolloDsu, siNo } from './codici.ts'
import { anno, data, meseAnno } from './date.ts'
import {
  type Esito,
  invariato,
  letto,
  type Modifica,
  type NonLetto,
  type RegolaNormalizzazione,
  type Segnalazione,
} from './esito.ts'
import { importo, importoPiano, ore, type ScritturaOre } from './importi.ts'
import type { Luoghi } from './luoghi.ts'
import { codiceFiscale, ePulito, nome, testo, zeri } from './testi.ts'

export interface ContestoNormalizzazione {
  elenchi: Elenchi
  luoghi: Luoghi
  oggi: Giorno
  ordineDate?: 'gma' | 'mga'
  dal1904?: boolean
  ore?: ScritturaOre
}

/** A field of a record, with its path. */
export interface Passo {
  chiave: string
  campo: Campo
  dove: string
  /** Fields that read a text the same way have the same number; undefined where hardly any text comes twice. */
  come: number | undefined
}

const SEMPRE_DIVERSI = new Set(['testo', 'nome', 'codice-fiscale', 'importo'])
const modi: string[] = []
function modo(campo: Campo): number {
  const detto = `${campo.genere} ${campo.elenco ?? ''}`
  const noto = modi.indexOf(detto)
  return noto >= 0 ? noto : modi.push(detto) - 1
}

export const passo = (campo: Campo, chiave: string, dove: string): Passo => ({
  chiave,
  campo,
  dove,
  come: SEMPRE_DIVERSI.has(campo.genere) ? undefined : modo(campo),
})

export const passi = (catalogo: Readonly<Record<string, Campo>>, sotto: string): Passo[] =>
  Object.entries(catalogo).map(([chiave, campo]) => passo(campo, chiave, sotto + chiave))

export interface ValoreLetto {
  dopo: string
  /** Of the last rule that changed it: the one that gave it its form. */
  regola: RegolaNormalizzazione
  /** Why it could not be read; then it stays as it was. */
  nonLetto: NonLetto | undefined
}

/** What something was read to be, with what there is to say of it. */
export interface Fatto<T> {
  valore: T
  modifiche: readonly Modifica[]
  segnalazioni: readonly Segnalazione[]
}

export interface Memoria {
  /** For each way of reading, what texts were found to mean. */
  valori: (Map<string, ValoreLetto> | undefined)[]
  /** Addresses, by how they are written and the day. */
  indirizzi: Map<string, Fatto<Indirizzo>>
  /** The last person: in a file the rows of one follow one another. */
  persona: { letta: Beneficiario; fatta: Fatto<Beneficiario> } | undefined
  /** Last person with last addresses. */
  beneficiario: Beneficiario | undefined
}
const memorie = new WeakMap<ContestoNormalizzazione, Memoria>()
export function memoriaDi(c: ContestoNormalizzazione): Memoria {
  const nota = memorie.get(c)
  if (nota) return nota
  const nuova: Memoria = { valori: [], indirizzi: new Map(), persona: undefined, beneficiario: undefined }
  memorie.set(c, nuova)
  return nuova
}

export const RICORDATI = 10_000
/** A text of its own: one cut from a piece of the file would hold the whole piece in memory. */
export const copia = (v: string): string => JSON.parse(JSON.stringify(v))

/** What a value becomes: cleaned of what nobody sees, then read by its kind. */
export function leggiValore(prima: string, p: Passo, c: ContestoNormalizzazione, memoria: Memoria): ValoreLetto {
  if (p.come === undefined) return leggi(prima, p.campo, c)
  let sue = memoria.valori[p.come]
  if (!sue || sue.size > RICORDATI) {
    sue = new Map()
    memoria.valori[p.come] = sue
  }
  let noto = sue.get(prima)
  if (!noto) {
    const mia = copia(prima)
    noto = leggi(mia, p.campo, c)
    sue.set(mia, noto)
  }
  return noto
}

/** Amounts and texts hardly ever come twice: as nearly all are written they are read at once. */
function alVolo(prima: string, campo: Campo): ValoreLetto | undefined {
  if (campo.genere === 'importo') {
    const dopo = importoPiano(prima)
    return dopo === undefined ? undefined : { dopo, regola: 'N07', nonLetto: undefined }
  }
  return campo.genere === 'testo' && !PARTICOLARI.has(campo.xml) && ePulito(prima)
    ? { dopo: prima, regola: 'N01', nonLetto: undefined }
    : undefined
}

/** Texts that have a form of their own. */
const PARTICOLARI = new Set(['NumeroProtocolloDSU', 'TipoOperazione'])

function leggi(prima: string, campo: Campo, c: ContestoNormalizzazione): ValoreLetto {
  const subito = alVolo(prima, campo)
  if (subito) return subito
  const pulito = testo(prima)
  const esito = perGenere(pulito.valore, campo, c)
  const ultima = pulito.regole.at(-1) ?? 'N01'
  if ('frase' in esito) return { dopo: pulito.valore, regola: ultima, nonLetto: esito }
  return { dopo: esito.valore, regola: esito.regole.at(-1) ?? ultima, nonLetto: undefined }
}

function perGenere(v: string, campo: Campo, c: ContestoNormalizzazione): Esito {
  const { elenchi, oggi, ordineDate, dal1904 } = c
  if (campo.xml === 'NumeroProtocolloDSU') return protocolloDsu(v)
  if (campo.xml === 'TipoOperazione') return letto(v, v.toUpperCase().slice(0, 1), 'N14')
  const date = () => ({ oggi, ...(ordineDate && { ordine: ordineDate }), ...(dal1904 && { dal1904 }) })
  switch (campo.genere) {
    case 'nome':
      return nome(v)
    case 'codice-fiscale':
      return codiceFiscale(v)
    case 'data':
      return data(v, date())
    case 'mese-anno':
      return meseAnno(v, date())
    case 'anno':
      return anno(v, date())
    case 'importo':
      return importo(v)
    case 'ore':
      return ore(v, c.ore)
    case 'intero':
      return letto(v, v.replace(/[.,]0+$/, ''), 'N07')
    case 'si-no':
      return siNo(v)
    case 'codice':
      return codice(v, campo.elenco!, elenchi)
    case 'regione':
      return inDueTempi(zeri(v, 2), (x) => codice(x, 'regione-t0', elenchi))
    case 'nazione':
      return inDueTempi(zeri(v, 3), (x) => nazione(x, elenchi))
    case 'comune-istat':
      return zeri(v, 6)
    case 'prestazione':
      return codicePrestazione(v, elenchi)
    default:
      return invariato(v)
  }
}

/** A second reading of what the first has given. */
function inDueTempi(primo: Esito, poi: (v: string) => Esito): Esito {
  if ('frase' in primo) return primo
  const secondo = poi(primo.valore)
  return 'frase' in secondo ? secondo : { valore: secondo.valore, regole: [...primo.regole, ...secondo.regole] }
}
