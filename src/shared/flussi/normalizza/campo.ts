// One value read by the kind of its field. In a file the same few texts come a million times (codes, days, comuni): what those of a field were
// found to mean, and what there is to say of it, is remembered for as long as what is known stays the same, and made once.
import type { Campo } from '../campi.ts'
import type { Elenchi } from '../elenchi.ts'
import type { Beneficiario, Giorno, Indirizzo } from '../prestazione.ts'
import { Ricordi } from '../ricordi.ts'
import { codice, codicePrestazione, nazione, protocolloDsu, siNo } from './codici.ts'
import { anno, data, meseAnno } from './date.ts'
import { type Esito, invariato, letto, type Modifica, type RegolaNormalizzazione, type Segnalazione } from './esito.ts'
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
  /** Under which what its texts mean is remembered; undefined where hardly any comes twice, or it is no field of a catalogue. */
  numero: number | undefined
}

const SEMPRE_DIVERSI = new Set(['testo', 'nome', 'codice-fiscale'])

export const passo = (campo: Campo, chiave: string, dove: string): Passo => ({ chiave, campo, dove, numero: undefined })

let numeri = 0
export const passi = (catalogo: Readonly<Record<string, Campo>>, sotto: string): Passo[] =>
  Object.entries(catalogo).map(([chiave, campo]) => ({
    ...passo(campo, chiave, sotto + chiave),
    numero: SEMPRE_DIVERSI.has(campo.genere) ? undefined : numeri++,
  }))

export interface ValoreLetto {
  dopo: string
  /** Where it is not as it was written, by the last rule that changed it: the one that gave it its form. */
  modifica: Modifica | undefined
  /** Why it could not be read; then it stays as it was. */
  segnalazione: Segnalazione | undefined
}

/** What something was read to be, with what there is to say of it. */
export interface Fatto<T> {
  valore: T
  modifiche: readonly Modifica[]
  segnalazioni: readonly Segnalazione[]
}

export interface Memoria {
  /** By the number of the field, what its texts were found to mean. */
  campi: (Ricordi<ValoreLetto> | undefined)[]
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
  const nuova: Memoria = { campi: [], indirizzi: new Map(), persona: undefined, beneficiario: undefined }
  memorie.set(c, nuova)
  return nuova
}

export const RICORDATI = 10_000

/** What a value becomes: cleaned of what nobody sees, then read by its kind. */
export function leggiValore(prima: string, p: Passo, c: ContestoNormalizzazione, memoria: Memoria): ValoreLetto {
  if (p.numero === undefined) return leggi(prima, p, c)
  let suoi = memoria.campi[p.numero]
  if (!suoi) {
    suoi = new Ricordi()
    memoria.campi[p.numero] = suoi
  }
  return suoi.trova(prima, (v) => leggi(v, p, c))
}

/** Amounts and texts, as nearly all are written, are read at once. */
function alVolo(prima: string, campo: Campo): string | undefined {
  if (campo.genere === 'importo') return importoPiano(prima)
  return campo.genere === 'testo' && !PARTICOLARI.has(campo.xml) && ePulito(prima) ? prima : undefined
}

/** Texts that have a form of their own. */
const PARTICOLARI = new Set(['NumeroProtocolloDSU', 'TipoOperazione'])

function leggi(prima: string, p: Passo, c: ContestoNormalizzazione): ValoreLetto {
  const subito = alVolo(prima, p.campo)
  if (subito !== undefined) return cambiato(prima, p, subito, 'N07')
  const pulito = testo(prima)
  const esito = perGenere(pulito.valore, p.campo, c)
  const ultima = pulito.regole.at(-1) ?? 'N01'
  if (!('frase' in esito)) return cambiato(prima, p, esito.valore, esito.regole.at(-1) ?? ultima)
  return { ...cambiato(prima, p, pulito.valore, ultima), segnalazione: { campo: p.dove, ...esito } }
}

function cambiato(prima: string, p: Passo, dopo: string, regola: RegolaNormalizzazione): ValoreLetto {
  // one line for each change that shows
  const modifica = dopo === prima ? undefined : { campo: p.dove, prima, dopo: dopo === '' ? undefined : dopo, regola }
  return { dopo, modifica, segnalazione: undefined }
}

function perGenere(v: string, campo: Campo, c: ContestoNormalizzazione): Esito {
  const { elenchi, oggi, ordineDate, dal1904 } = c
  if (campo.xml === 'NumeroProtocolloDSU') return protocolloDsu(v)
  if (campo.xml === 'TipoOperazione') return letto(v, [...v.toUpperCase()][0] ?? '', 'N14')
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
