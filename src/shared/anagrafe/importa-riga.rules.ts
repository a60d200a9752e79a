// One row of a file read by a profile: what each cell means, and in words what is wrong with it. What the platform knows
// (places, codes) is handed in, so that the same row is read in a test, in the dry run and in the import.
import { type NomeFatto, nomiFatto } from './fatti.ts'
import type { FormatoData, Mappa, OrdineNome } from './importa.rules.ts'
import { type CampoImportabile, campoImportabile, normalizza } from './importa-campi.ts'

export interface FattoRiga {
  tipo: NomeFatto
  dati: Record<string, unknown>
  dal?: string
  al?: string
}

export interface DatiRiga {
  codice?: string
  comune?: string
  data?: string
  fatti: FattoRiga[]
  famiglia?: { codice: string; parentela: string; intestatario: boolean; dal?: string }
  presa?: Partial<
    Record<'area' | 'tipo' | 'mandato' | 'dal' | 'al' | 'motivoChiusura' | 'oggetto' | 'responsabile', string>
  >
  coniuge?: string
  madre?: string
  padre?: string
}

export interface Risolutore {
  /** Belfiore code of a comune or a foreign state, from its name or code. */
  luogo(testo: string): string | undefined
  /** Code of an entry of a list, from its code or its words. */
  voce(codifica: string, testo: string): string | undefined
}

export interface RigaLetta {
  dati: DatiRiga
  errori: string[]
}

const vera = (anno: number, mese: number, giorno: number): string | null => {
  const d = new Date(Date.UTC(anno, mese - 1, giorno))
  const giusta = d.getUTCFullYear() === anno && d.getUTCMonth() === mese - 1 && d.getUTCDate() === giorno
  return giusta && anno >= 1800 ? d.toISOString().slice(0, 10) : null
}

/** A date as the profile says it is written; `1980-12-31` always. A century is never guessed. */
export function leggiData(testo: string, formato: FormatoData = 'gma'): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]|$)/.exec(testo)
  if (iso) return vera(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const intera = formato === 'amg' ? /^(\d{4})[/.-]?(\d{2})[/.-]?(\d{2})/.exec(testo) : null
  if (intera) return vera(Number(intera[1]), Number(intera[2]), Number(intera[3]))
  const m = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s|$)/.exec(testo)
  if (!m) return null
  const [a, b, anno] = [Number(m[1]), Number(m[2]), Number(m[3])]
  return formato === 'mga' ? vera(anno, a, b) : vera(anno, b, a)
}

const PARTICELLE = new Set([
  'de',
  'di',
  'del',
  'della',
  'dello',
  'dei',
  'degli',
  'dal',
  'dalla',
  'da',
  'lo',
  'la',
  'le',
  'li',
  'd',
  'san',
  'santa',
  'van',
  'von',
  'el',
  'al',
  'ben',
  'abd',
  'ait',
])

/** «DE ROSSI MARIA ANNA» in two: with a comma it says so, otherwise the surname is one word with its particles. */
export function dividiNominativo(
  testo: string,
  ordine: OrdineNome = 'cognome-nome',
): { cognome: string; nome: string } | null {
  const virgola = testo.split(',').map((x) => x.trim())
  if (virgola.length === 2 && virgola[0] && virgola[1]) return { cognome: virgola[0], nome: virgola[1] }
  const parole = testo.trim().split(/\s+/)
  if (parole.length < 2) return null
  if (ordine === 'nome-cognome') {
    let da = parole.length - 1
    while (da > 1 && PARTICELLE.has(normalizza(parole[da - 1]!))) da--
    return { nome: parole.slice(0, da).join(' '), cognome: parole.slice(da).join(' ') }
  }
  let fino = 1
  while (fino < parole.length - 1 && PARTICELLE.has(normalizza(parole[fino - 1]!))) fino++
  return { cognome: parole.slice(0, fino).join(' '), nome: parole.slice(fino).join(' ') }
}

const SI = ['si', 's', '1', 'x', 'vero', 'true', 'y', 'yes']
const NO = ['no', 'n', '0', 'falso', 'false']
const sessi: Record<string, string> = {
  m: 'M',
  maschio: 'M',
  maschile: 'M',
  uomo: 'M',
  '1': 'M',
  f: 'F',
  femmina: 'F',
  femminile: 'F',
  donna: 'F',
  '2': 'F',
}

const numero = (testo: string) => {
  const t = testo.replace(/[€\s']/g, '')
  const n = Number(/,\d+$/.test(t) ? t.replace(/\./g, '').replace(',', '.') : t)
  return Number.isFinite(n) && t !== '' ? n : null
}

class Errata extends Error {}

function leggiValore(c: CampoImportabile, testo: string, formato: FormatoData | undefined, r: Risolutore): unknown {
  switch (c.genere) {
    case 'data': {
      const d = leggiData(testo, formato)
      if (!d) throw new Errata(`«${testo}» non è una data del calendario, scritta come indica il profilo`)
      return d
    }
    case 'si-no': {
      const v = normalizza(testo)
      if (SI.includes(v)) return true
      if (NO.includes(v)) return false
      throw new Errata(`«${testo}» non è né sì né no`)
    }
    case 'numero':
    case 'euro': {
      const n = numero(testo)
      if (n === null || n < 0) throw new Errata(`«${testo}» non è un numero`)
      return c.genere === 'euro' ? Math.round(n * 100) : n
    }
    case 'comune':
    case 'luogo':
    case 'stato': {
      const id = r.luogo(testo)
      if (c.genere === 'stato' && id && !id.startsWith('Z')) throw new Errata(`«${testo}» non è uno Stato estero`)
      if (!id) throw new Errata(`«${testo}» non è il nome di un comune o di uno Stato`)
      return id
    }
    case 'codice': {
      const v = r.voce(c.codifica!, testo)
      if (!v) throw new Errata(`«${testo}» non è tra le voci previste: indica nel profilo a quale corrisponde`)
      return v
    }
    case 'codici':
      return testo.split(/[;,|]/).map((x) => leggiValore({ ...c, genere: 'codice' }, x.trim(), formato, r))
    case 'scelta': {
      const v = normalizza(testo)
      const scelte = Object.entries(c.scelte ?? {})
      const trovata =
        c.id === 'generalita.sesso'
          ? sessi[v]
          : scelte.find(([k, e]) => normalizza(k) === v || normalizza(e) === v)?.[0]
      if (!trovata) throw new Errata(`«${testo}» non è tra i valori previsti (${scelte.map(([, e]) => e).join(', ')})`)
      return trovata
    }
    case 'codice-fiscale':
      return testo.replace(/\s/g, '').toUpperCase()
    default: {
      if (c.max && testo.length > c.max) throw new Errata(`il testo supera ${c.max} caratteri`)
      return testo
    }
  }
}

/** Reads rows by one profile over one header. */
export function lettoreRighe(
  mappa: Mappa,
  colonne: readonly string[],
  r: Risolutore,
): (celle: readonly string[]) => RigaLetta {
  const dove = new Map(colonne.map((c, n) => [normalizza(c), n]))
  const voci = mappa.flatMap((v) => {
    const campo = campoImportabile(v.campo)
    const tabella = new Map(Object.entries(v.tabella ?? {}).map(([k, x]) => [normalizza(k), x]))
    return campo
      ? [{ v, campo, tabella, n: v.colonna === undefined ? -1 : (dove.get(normalizza(v.colonna)) ?? -1) }]
      : []
  })
  return (celle) => {
    const errori: string[] = []
    const valori = new Map<string, unknown>()
    for (const { v, campo, tabella, n } of voci) {
      const scritto = (n >= 0 ? (celle[n] ?? '') : (v.valore ?? '')).trim()
      const testo = tabella.get(normalizza(scritto)) ?? scritto
      if (testo === '') continue
      try {
        if (campo.genere === 'nominativo') {
          const due = dividiNominativo(testo, v.ordine)
          if (!due) throw new Errata(`«${testo}» non si divide in cognome e nome`)
          valori.set('generalita.cognome', due.cognome)
          valori.set('generalita.nome', due.nome)
        } else valori.set(campo.id, leggiValore(campo, testo, v.formato, r))
      } catch (e) {
        if (!(e instanceof Errata)) throw e
        errori.push(`${v.colonna ? `Colonna «${v.colonna}»` : campo.etichetta}: ${e.message}.`)
      }
    }
    return { dati: componi(valori), errori }
  }
}

const testo = (v: unknown) => (v === undefined ? undefined : String(v))

function componi(valori: ReadonlyMap<string, unknown>): DatiRiga {
  const gruppi = new Map<string, Record<string, unknown>>()
  for (const [id, v] of valori) {
    const [gruppo, chiave] = id.split('.') as [string, string]
    gruppi.set(gruppo, { ...gruppi.get(gruppo), [chiave]: v })
  }
  const di = (g: string) => gruppi.get(g) ?? {}
  const fatti: FattoRiga[] = []
  for (const [gruppo, campi] of gruppi) {
    if (gruppo === 'recapito') {
      for (const [mezzo, valore] of Object.entries(campi)) fatti.push({ tipo: 'recapito', dati: { mezzo, valore } })
      continue
    }
    if (!isTipo(gruppo)) continue
    const { dal, al, ...dati } = campi
    if (gruppo === 'generalita' && /^\d{11}$/.test(String(dati.codiceFiscale ?? ''))) {
      fatti.push({ tipo: 'codice', dati: { sistema: 'cf-provvisorio', valore: dati.codiceFiscale } })
      delete dati.codiceFiscale
    }
    // the dates alone say nothing, but of a death
    if (Object.keys(dati).length === 0 && gruppo !== 'decesso') continue
    if (gruppo === 'decesso' && !dal) continue
    fatti.push({ tipo: gruppo, dati, ...(dal ? { dal: String(dal) } : {}), ...(al ? { al: String(al) } : {}) })
  }
  const f = di('famiglia')
  const parentela = testo(f.parentela)
  const intestatario = f.intestatario === true || parentela === 'persona-di-riferimento'
  const presa = di('presa') as DatiRiga['presa']
  const una = <K extends string>(k: K, v: unknown) => (v === undefined ? {} : ({ [k]: String(v) } as Record<K, string>))
  return {
    fatti,
    ...una('codice', di('origine').codice),
    ...una('comune', di('persona').comune),
    ...una('data', di('variazione').data),
    ...una('coniuge', di('coniuge').codiceFiscale),
    ...una('madre', di('madre').codiceFiscale),
    ...una('padre', di('padre').codiceFiscale),
    ...(f.codice !== undefined && {
      famiglia: {
        codice: String(f.codice),
        parentela: parentela ?? (intestatario ? 'persona-di-riferimento' : 'non-definita'),
        intestatario,
        ...una('dal', f.dal),
      },
    }),
    ...(presa && Object.keys(presa).length > 0 && { presa }),
  }
}

const isTipo = (g: string): g is NomeFatto => (nomiFatto as readonly string[]).includes(g)

/** The facts of one kind that a row says. */
export const fattoDi = (d: DatiRiga, tipo: NomeFatto) => d.fatti.find((f) => f.tipo === tipo)
