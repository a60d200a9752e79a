// A whole record normalised, field by field by the kind of each, then what one field says of another: the region from the
// comune, the label from the code, the year from the protocol, the share that is left. Pure: what is known is handed in.
import {
  campiAnagrafica,
  campiIndirizzo,
  campiMinore,
  campiPrestazione,
  campiSina,
  gruppiMinore,
  gruppiSina,
} from '../campi.ts'
import type { Elenchi } from '../elenchi.ts'
import {
  type Beneficiario,
  type CampoPrestazione,
  type Giorno,
  type Indirizzo,
  type PrestazioneErogata,
  prestazioneDa,
  type SchedaMinore,
  type Sina,
} from '../prestazione.ts'
import { ITALIA } from '../regole-prestazione.ts'
import { copia } from '../ricordi.ts'
import {
  type ContestoNormalizzazione,
  type Fatto,
  leggiValore,
  type Memoria,
  memoriaDi,
  type Passo,
  passi,
  passo,
  RICORDATI,
} from './campo.ts'
import { annoProtocollo, denominazioneDi } from './codici.ts'
import type { Modifica, RegolaNormalizzazione, Segnalazione } from './esito.ts'
import { dividiPeriodo, type Parte } from './periodi.ts'
import { sistemaQuote } from './quote.ts'
import { codiceFiscale, inizio, segnalaCodiceFiscale } from './testi.ts'

export interface Normalizzato<T> {
  record: T
  modifiche: Modifica[]
  segnalazioni: Segnalazione[]
}

const dellAnagrafica = passi(campiAnagrafica, 'beneficiario.anagrafica.')
const degliIndirizzi: Passo[][] = []
const dellIndirizzo = (n: number) => (degliIndirizzi[n] ??= passi(campiIndirizzo, `beneficiario.indirizzi.${n}.`))
const dellaPrestazione = passi(campiPrestazione, '')
const dellaSina = passi(campiSina, 'sina.')
const delMinore = passi(campiMinore, '')

class Lavoro {
  readonly modifiche: Modifica[] = []
  readonly segnalazioni: Segnalazione[] = []
  readonly c: ContestoNormalizzazione
  readonly memoria: Memoria

  constructor(c: ContestoNormalizzazione) {
    this.c = c
    this.memoria = memoriaDi(c)
  }

  /** Every field of an object by its kind, in the order of the catalogue; an empty text is an absent one. */
  campi<T extends object>(dati: T, campi: readonly Passo[]): T {
    const fuori: Record<string, unknown> = {}
    for (const p of campi) {
      const prima = (dati as Readonly<Record<string, unknown>>)[p.chiave]
      if (typeof prima !== 'string') continue
      const dopo = this.valore(prima, p)
      if (dopo !== '') fuori[p.chiave] = dopo
    }
    return fuori as unknown as T
  }

  /** One value read by its kind. Returns it as it was where it cannot be read. */
  valore(prima: string, p: Passo): string {
    const { dopo, modifica, segnalazione } = leggiValore(prima, p, this.c, this.memoria)
    if (segnalazione) this.segnalazioni.push(segnalazione)
    if (modifica) this.modifiche.push(modifica)
    return dopo
  }

  /** The entries of a list, each by its kind; those left empty go. */
  elenco(valori: readonly string[], campo: Parameters<typeof passo>[0], dove: string): string[] {
    return valori.map((v, n) => this.valore(v, passo(campo, '', `${dove}.${n}`))).filter((v) => v !== '')
  }

  modifica(campo: string, prima: string | undefined, dopo: string | undefined, regola: RegolaNormalizzazione): void {
    if (prima !== dopo) this.modifiche.push({ campo, prima, dopo, regola })
  }

  /** What comes again is said again. */
  riprendi<T>(f: Fatto<T>): T {
    for (const m of f.modifiche) this.modifiche.push(m)
    for (const s of f.segnalazioni) this.segnalazioni.push(s)
    return f.valore
  }

  segnala(campo: string, s: { regola: RegolaNormalizzazione; frase: string } | undefined): void {
    if (s) this.segnalazioni.push({ campo, ...s })
  }
}

/** Records of one person share one object, as long as nothing of them differs. */
function beneficiario(b: Beneficiario, il: Giorno, l: Lavoro): Beneficiario {
  const persona = l.riprendi(chi(b, l))
  const indirizzi = b.indirizzi.map((i, n) => l.riprendi(dove(i, il, n, l)))
  const ultimo = l.memoria.beneficiario
  if (
    ultimo?.anagrafica === persona.anagrafica &&
    ultimo.indirizzi.length === indirizzi.length &&
    indirizzi.every((i, n) => stesso(i, ultimo.indirizzi[n]!))
  )
    return ultimo
  l.memoria.beneficiario = { ...persona, indirizzi }
  return l.memoria.beneficiario
}

const stesso = (a: Indirizzo, b: Indirizzo): boolean =>
  a === b || (a.comune === b.comune && a.regione === b.regione && a.nazione === b.nazione)

const stessa = (a: Beneficiario, b: Beneficiario): boolean =>
  a === b ||
  (a.codiceFiscale === b.codiceFiscale &&
    dellAnagrafica.every((p) => letto(a.anagrafica, p) === letto(b.anagrafica, p)))
const letto = (dati: object, p: Passo) => (dati as Readonly<Record<string, unknown>>)[p.chiave]

function chi(b: Beneficiario, l: Lavoro): Fatto<Beneficiario> {
  const nota = l.memoria.persona
  if (nota && stessa(nota.letta, b)) return nota.fatta
  const suo = new Lavoro(l.c)
  const fatta = { valore: persona(b, suo), modifiche: suo.modifiche, segnalazioni: suo.segnalazioni }
  l.memoria.persona = { letta: b, fatta }
  return fatta
}

function persona(b: Beneficiario, l: Lavoro): Beneficiario {
  const anagrafica = l.campi(b.anagrafica, dellAnagrafica)
  if (anagrafica.luogoNascita !== undefined) {
    const campo = 'beneficiario.anagrafica.luogoNascita'
    const trovato = l.c.luoghi.nascita(anagrafica.luogoNascita, anagrafica.annoNascita)
    if ('frase' in trovato) l.segnala(campo, { regola: 'N10', frase: trovato.frase })
    else {
      l.modifica(campo, anagrafica.luogoNascita, trovato.trovato, 'N10')
      anagrafica.luogoNascita = trovato.trovato
    }
  }
  const fuori: Beneficiario = { anagrafica, indirizzi: [] }
  if (b.codiceFiscale !== undefined) {
    const cf = codiceFiscale(b.codiceFiscale)
    l.modifica('beneficiario.codiceFiscale', b.codiceFiscale, cf.valore, 'N03')
    if (cf.valore !== '') {
      fuori.codiceFiscale = cf.valore
      l.segnala('beneficiario.codiceFiscale', segnalaCodiceFiscale(cf.valore))
    }
  }
  return fuori
}

/** In a file the same comuni come a million times, on the same few hundred days. */
function dove(i: Indirizzo, il: Giorno, n: number, l: Lavoro): Fatto<Indirizzo> {
  const note = l.memoria.indirizzi
  const chiave = `${n}|${il}|${i.regione}|${i.comune}|${i.nazione}`
  const noto = note.get(chiave)
  if (noto) return noto
  const suo = new Lavoro(l.c)
  const mio: Indirizzo = {}
  for (const k of ['regione', 'comune', 'nazione'] as const) if (i[k] !== undefined) mio[k] = copia(i[k])
  const fatto = { valore: indirizzo(mio, copia(il), n, suo), modifiche: suo.modifiche, segnalazioni: suo.segnalazioni }
  if (note.size > RICORDATI) note.clear()
  note.set(copia(chiave), fatto)
  return fatto
}

function indirizzo(prima: Indirizzo, il: Giorno, n: number, l: Lavoro): Indirizzo {
  const dove = `beneficiario.indirizzi.${n}`
  const i = l.campi(prima, dellIndirizzo(n))
  if (i.comune === undefined || (i.nazione !== undefined && i.nazione !== ITALIA)) return i
  const trovato = l.c.luoghi.comune(i.comune, il)
  if ('frase' in trovato) {
    l.segnala(`${dove}.comune`, { regola: 'N11', frase: trovato.frase })
    return i
  }
  const { istat, regione } = trovato.trovato
  if (istat) {
    l.modifica(`${dove}.comune`, i.comune, istat, 'N11')
    i.comune = istat
  } else
    l.segnala(`${dove}.comune`, {
      regola: 'N11',
      frase: `Di «${inizio(i.comune, 60)}» non si conosce il codice ISTAT a quella data: scrivi qui le sue sei cifre (sono sul sito di ISTAT). Perché si trovi da sé, chi gestisce Trama carica l’archivio ufficiale dei comuni con «trama territorio importa-comuni FILE.csv».`,
    })
  if (i.nazione === undefined) {
    l.modifica(`${dove}.nazione`, undefined, ITALIA, 'N13')
    i.nazione = ITALIA
  }
  const t0 = regione ? regioneT0(l.c.elenchi, regione, istat) : undefined
  if (t0 && i.regione === undefined) {
    l.modifica(`${dove}.regione`, undefined, t0.codice, 'N12')
    i.regione = t0.codice
  } else if (t0 && i.regione !== t0.codice)
    l.segnala(`${dove}.regione`, {
      regola: 'N12',
      frase: `La regione ${i.regione} non è quella del comune (${t0.codice}, ${t0.etichetta}): correggi l’una o l’altro.`,
    })
  return i
}

/** T0 has two codes for the one region 04 of ISTAT: the province tells Bolzano from Trento. */
const regioneT0 = (elenchi: Elenchi, regione: string, istat: string | null) =>
  elenchi
    .voci('regione-t0')
    .find((v) => v.mappa.istat === regione && (!v.attributi.provincia || istat?.startsWith(v.attributi.provincia)))

function sina(prima: Sina, l: Lavoro): Sina {
  const fuori = l.campi(prima, dellaSina)
  for (const g of ['interventiNecessari', 'invaliditaCivile'] as const) {
    const valori = l.elenco(prima[g] ?? [], gruppiSina[g].voce, `sina.${g}`)
    if (valori.length > 0) fuori[g] = valori
  }
  return fuori
}

/** One record in, one for each calendar year out: with what was changed, in all and in each, and what could not be read. */
export function normalizzaPrestazione(
  p: PrestazioneErogata,
  c: ContestoNormalizzazione,
  fermi: readonly string[] = [],
): Normalizzato<Parte[]> {
  const l = new Lavoro(c)
  const valori = dellaPrestazione.map((campo) => {
    const prima = p[campo.chiave as CampoPrestazione]
    return prima === undefined ? '' : l.valore(prima, campo)
  })
  const record = prestazioneDa(p.beneficiario, valori)
  record.beneficiario = beneficiario(p.beneficiario, record.dataInizio ?? record.dataErogazione ?? c.oggi, l)
  const denominazione = denominazioneDi(record.codicePrestazione, c.elenchi)
  if (denominazione && record.denominazionePrestazione === undefined) {
    l.modifica('denominazionePrestazione', undefined, denominazione, 'N16')
    record.denominazionePrestazione = denominazione
  }
  const annoDsu = annoProtocollo(record.numeroProtocolloDsu)
  if (annoDsu && record.annoProtocolloDsu === undefined) {
    l.modifica('annoProtocolloDsu', undefined, annoDsu, 'N17')
    record.annoProtocolloDsu = annoDsu
  }
  sistemaQuote(record, (campo, prima, dopo, regola) => l.modifica(campo, prima, dopo, regola))
  if (p.sina) record.sina = sina(p.sina, l)
  const divisi = dividiPeriodo(record, fermi, (s) => l.segnalazioni.push(s))
  return { record: divisi, modifiche: l.modifiche, segnalazioni: l.segnalazioni }
}

export function normalizzaMinore(m: SchedaMinore, c: ContestoNormalizzazione): Normalizzato<SchedaMinore> {
  const l = new Lavoro(c)
  const record = l.campi(m, delMinore)
  for (const g of ['prestazioni', 'famiglia'] as const) record[g] = l.elenco(m[g] ?? [], gruppiMinore[g].voce, g)
  return { record, modifiche: l.modifiche, segnalazioni: l.segnalazioni }
}
