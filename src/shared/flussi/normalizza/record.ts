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
import type { Beneficiario, Giorno, PrestazioneErogata, SchedaMinore, Sina } from '../prestazione.ts'
import { ITALIA } from '../regole-prestazione.ts'
import {
  type ContestoNormalizzazione,
  leggiValore,
  type Memoria,
  memoriaDi,
  type Passo,
  passi,
  passo,
} from './campo.ts'
import { annoProtocollo, denominazioneDi } from './codici.ts'
import type { Modifica, RegolaNormalizzazione, Segnalazione } from './esito.ts'
import { dividiAnni } from './periodi.ts'
import { sistemaQuote } from './quote.ts'
import { codiceFiscale, segnalaCodiceFiscale } from './testi.ts'

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
  private readonly memoria: Memoria

  constructor(c: ContestoNormalizzazione) {
    this.c = c
    this.memoria = memoriaDi(c)
  }

  /** Every field of an object by its kind, in the order of the catalogue; an empty text is an absent one. */
  campi<T extends object>(dati: T, campi: readonly Passo[], in_: object = {}): T {
    const fuori = in_ as Record<string, unknown>
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
    const { dopo, regola, nonLetto } = leggiValore(prima, p, this.c, this.memoria)
    if (nonLetto) this.segnalazioni.push({ campo: p.dove, regola: nonLetto.regola, frase: nonLetto.frase })
    // one line for each change that shows
    if (dopo !== prima) this.modifica(p.dove, prima, dopo === '' ? undefined : dopo, regola)
    return dopo
  }

  /** The entries of a list, each by its kind; those left empty go. */
  elenco(valori: readonly string[], campo: Parameters<typeof passo>[0], dove: string): string[] {
    return valori.map((v, n) => this.valore(v, passo(campo, '', `${dove}.${n}`))).filter((v) => v !== '')
  }

  modifica(campo: string, prima: string | undefined, dopo: string | undefined, regola: RegolaNormalizzazione): void {
    if (prima !== dopo) this.modifiche.push({ campo, prima, dopo, regola })
  }

  segnala(campo: string, s: { regola: RegolaNormalizzazione; frase: string } | undefined): void {
    if (s) this.segnalazioni.push({ campo, ...s })
  }
}

function beneficiario(b: Beneficiario, il: Giorno, l: Lavoro): Beneficiario {
  const anagrafica = l.campi(b.anagrafica, dellAnagrafica)
  if (anagrafica.luogoNascita !== undefined) {
    const dove = 'beneficiario.anagrafica.luogoNascita'
    const trovato = l.c.luoghi.nascita(anagrafica.luogoNascita, anagrafica.annoNascita)
    if ('frase' in trovato) l.segnala(dove, { regola: 'N10', frase: trovato.frase })
    else {
      l.modifica(dove, anagrafica.luogoNascita, trovato.trovato, 'N10')
      anagrafica.luogoNascita = trovato.trovato
    }
  }
  const indirizzi = b.indirizzi.map((i, n) => indirizzo(i, il, n, l))
  const fuori: Beneficiario = { anagrafica, indirizzi }
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

function indirizzo(prima: Beneficiario['indirizzi'][number], il: Giorno, n: number, l: Lavoro) {
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
  }
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

/** One record in, one for each calendar year out: with what was changed, and what could not be read. */
export function normalizzaPrestazione(
  p: PrestazioneErogata,
  c: ContestoNormalizzazione,
): Normalizzato<PrestazioneErogata[]> {
  const l = new Lavoro(c)
  const record = l.campi(p, dellaPrestazione, { beneficiario: p.beneficiario })
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
  const divisi = dividiAnni(record)
  if (divisi.length > 1) l.modifica('dataFine', record.dataFine, divisi[0]!.dataFine, 'N21')
  return { record: divisi, modifiche: l.modifiche, segnalazioni: l.segnalazioni }
}

export function normalizzaMinore(m: SchedaMinore, c: ContestoNormalizzazione): Normalizzato<SchedaMinore> {
  const l = new Lavoro(c)
  const record = l.campi(m, delMinore)
  for (const g of ['prestazioni', 'famiglia'] as const) record[g] = l.elenco(m[g], gruppiMinore[g].voce, g)
  return { record, modifiche: l.modifiche, segnalazioni: l.segnalazioni }
}
