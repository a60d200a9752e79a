// An extract, read without writing anything: columns proposed and checked, a row of cells in the fields it means with what is
// wrong with it in words, the rows of a protocol in one household. Pure: the dry run and the taking in read the same.
import type { FormatoData } from '../anagrafe/importa.rules.ts'
import { normalizza } from '../anagrafe/importa-campi.ts'
import { leggiData } from '../anagrafe/importa-riga.rules.ts'
import { analizzaCodiceFiscale, confrontaCodiceFiscale } from '../kernel/codice-fiscale.ts'
import {
  type CampoEstratto,
  campiEstratto,
  campoEstratto,
  daColonna,
  NON_SERVE,
  parolePerBeneficio,
} from './estratto-campi.ts'

export interface VoceMappa {
  campo: string
  colonna?: string | undefined
  /** The same for every row. */
  valore?: string | undefined
  formato?: FormatoData | undefined
}
export type Mappa = readonly VoceMappa[]

/** Fields proposed from the headers; the columns that nobody knows are said, and kept as they are. */
export function proponiMappa(colonne: readonly string[]): { mappa: VoceMappa[]; sconosciute: string[] } {
  const presi = new Set<string>()
  const mappa: VoceMappa[] = []
  const sconosciute: string[] = []
  for (const colonna of colonne) {
    const chiave = normalizza(colonna)
    const c = campiEstratto.find((x) => !presi.has(x.id) && x.sinonimi.includes(chiave))
    if (!c) {
      sconosciute.push(colonna)
      mappa.push({ campo: daColonna(colonna), colonna })
    } else {
      presi.add(c.id)
      mappa.push({ campo: c.id, colonna })
    }
  }
  return { mappa, sconosciute }
}

/** A profile written for fewer columns loses none: those of which it says nothing are kept as they are. */
export function conTutte(mappa: Mappa, colonne: readonly string[]): VoceMappa[] {
  const dette = new Set(mappa.flatMap((v) => (v.colonna === undefined ? [] : [normalizza(v.colonna)])))
  const altre = colonne.filter((c) => c.trim() !== '' && !dette.has(normalizza(c)))
  return [...mappa, ...altre.map((colonna) => ({ campo: daColonna(colonna), colonna }))]
}

/** Why a profile cannot be used on these columns; empty when it can. */
export function difettiMappa(mappa: Mappa, colonne: readonly string[]): string[] {
  const note = new Set(colonne.map(normalizza))
  const visti = new Set<string>()
  const difetti: string[] = []
  for (const v of mappa) {
    if (v.campo === NON_SERVE) continue
    const c = campoEstratto(v.campo)
    if (!c) {
      difetti.push(`Il campo «${v.campo}» non esiste: toglilo dal profilo.`)
      continue
    }
    if (visti.has(c.id)) difetti.push(`«${c.nome}» è indicato due volte.`)
    visti.add(c.id)
    if (v.colonna !== undefined && !note.has(normalizza(v.colonna)))
      difetti.push(`Nel file manca la colonna «${v.colonna}» (${c.nome}).`)
    if (v.colonna === undefined && !v.valore) difetti.push(`Per «${c.nome}» indica una colonna oppure un valore.`)
  }
  for (const c of campiEstratto) if (c.serve && !visti.has(c.id)) difetti.push(`Indica la colonna di «${c.nome}».`)
  return difetti
}

// ---- one row -------------------------------------------------------------------------------------------------------------

export type Valore = string | number | boolean
export type Valori = Record<string, Valore>
export interface RigaEstratto {
  domanda: Valori
  componente: Valori
}
export interface Lettura {
  dati: RigaEstratto
  protocollo: string | null
  codiceFiscale: string | null
  motivi: string[]
}
export interface Ambiente {
  /** The day of the extract: nothing in it can have happened later. */
  oggi: string
  /** Belfiore code from a name or a code. */
  comune(testo: string): string | undefined
}

const SI = ['si', 's', '1', 'x', 'vero', 'true']
const NO = ['no', 'n', '0', 'falso', 'false']
const sessi: Readonly<Record<string, string>> = {
  m: 'M',
  maschio: 'M',
  maschile: 'M',
  f: 'F',
  femmina: 'F',
  femminile: 'F',
}

function centesimi(testo: string): number | null {
  const t = testo.replace(/[€\s]/g, '')
  const n = /,\d{1,2}$/.test(t) ? t.replace(/\./g, '').replace(',', '.') : t
  return /^\d+(\.\d{1,2})?$/.test(n) ? Math.round(Number(n) * 100) : null
}

const inItaliano = (g: string) => g.split('-').reverse().join('/')

type Letto = { valore: Valore } | { errore: string }
const lettori: Record<CampoEstratto['tipo'], (testo: string, c: CampoEstratto, v: VoceMappa, a: Ambiente) => Letto> = {
  testo: (t) => (t.length > 300 ? { errore: 'è più lungo di 300 caratteri' } : { valore: t }),
  // what nobody has said what it is does not stop a household
  libero: (t) => ({ valore: t.slice(0, 2000) }),
  giorno(t, c, v, a) {
    const g = leggiData(t, v.formato)
    if (!g) return { errore: `«${t}» non è una data` }
    if (c.passato && g > a.oggi) return { errore: `${inItaliano(g)} è nel futuro` }
    return { valore: g }
  },
  importo(t) {
    const n = centesimi(t)
    return n === null ? { errore: `«${t}» non è un importo` } : { valore: n }
  },
  numero(t) {
    return /^\d{1,6}$/.test(t) ? { valore: Number(t) } : { errore: `«${t}» non è un numero intero` }
  },
  'codice-fiscale'(t) {
    const x = analizzaCodiceFiscale(t)
    return x.valido ? { valore: x.codice } : { errore: x.frase }
  },
  'si-no'(t) {
    const n = normalizza(t)
    return SI.includes(n)
      ? { valore: true }
      : NO.includes(n)
        ? { valore: false }
        : { errore: `«${t}» non è né sì né no` }
  },
  sesso(t) {
    const s = sessi[normalizza(t)]
    return s ? { valore: s } : { errore: `«${t}» non è M né F` }
  },
  comune(t, _c, _v, a) {
    const id = a.comune(t)
    return id ? { valore: id } : { errore: `«${t}» non è un comune` }
  },
  beneficio(t) {
    const b = parolePerBeneficio[normalizza(t)]
    return b ? { valore: b } : { errore: `«${t}» non è uno stato che si conosce` }
  },
}

/** What somebody wrote of a field, as an extract would bring it; undefined where it makes no sense. */
export function leggiScritto(c: CampoEstratto, testo: string): Valore | undefined {
  const letto = lettori[c.tipo](
    testo.trim(),
    c,
    { campo: c.id, colonna: '' },
    { oggi: '9999-12-31', comune: () => undefined },
  )
  return 'valore' in letto ? letto.valore : undefined
}

/** What the codice fiscale says of the person, against what the row says of her. */
function codiceCoerente(c: Valori): string[] {
  const cf = String(c.codiceFiscale)
  const x = analizzaCodiceFiscale(cf)
  if (!x.valido || typeof c.cognome !== 'string' || typeof c.nome !== 'string') return []
  const g = x.dataNascita
  const due = (n: number) => String(n).padStart(2, '0')
  // what the row does not say is taken from the code itself
  const dataNascita =
    typeof c.dataNascita === 'string' ? c.dataNascita : `19${due(g.anno2)}-${due(g.mese)}-${due(g.giorno)}`
  const genere = c.sesso === 'M' || c.sesso === 'F' ? c.sesso : x.genere
  const r = confrontaCodiceFiscale(cf, { cognome: c.cognome, nome: c.nome, dataNascita, genere, belfiore: x.belfiore })
  return r.esito === 'impossibile' ? r.motivi : []
}

export function lettoreEstratto(
  mappa: Mappa,
  colonne: readonly string[],
  a: Ambiente,
): (celle: readonly string[]) => Lettura {
  const posto = new Map(colonne.map((c, n) => [normalizza(c), n]))
  const voci = mappa.flatMap((v) => {
    const c = campoEstratto(v.campo)
    return c ? [{ c, v, n: v.colonna === undefined ? -1 : (posto.get(normalizza(v.colonna)) ?? -1) }] : []
  })
  return (celle) => {
    const dati: RigaEstratto = { domanda: {}, componente: {} }
    const motivi: string[] = []
    for (const { c, v, n } of voci) {
      const testo = (n >= 0 ? (celle[n] ?? '') : (v.valore ?? '')).trim()
      if (testo === '') {
        if (c.serve) motivi.push(`${c.nome}: manca.`)
        continue
      }
      const letto = lettori[c.tipo](testo, c, v, a)
      if ('errore' in letto) motivi.push(`${c.nome}: ${letto.errore.replace(/\.$/, '')}.`)
      else dati[c.di][c.id] = letto.valore
    }
    if (dati.componente.codiceFiscale) motivi.push(...codiceCoerente(dati.componente))
    const { protocollo } = dati.domanda
    const { codiceFiscale } = dati.componente
    return {
      dati,
      protocollo: typeof protocollo === 'string' ? protocollo : null,
      codiceFiscale: typeof codiceFiscale === 'string' ? codiceFiscale : null,
      motivi,
    }
  }
}
