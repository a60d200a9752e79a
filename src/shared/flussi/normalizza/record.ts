// A whole record normalised, field by field by the kind of each, then what one field says of another: the region from the
// comune, the label from the code, the year from the protocol, the share that is left. Pure: what is known is handed in.
import {
  type Campo,
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
import { annoProtocollo, codice, codicePrestazione, denominazioneDi, nazione, protocolloDsu, siNo } from './codici.ts'
import { anno, data, meseAnno } from './date.ts'
import { type Esito, invariato, letto, type Modifica, type RegolaNormalizzazione, type Segnalazione } from './esito.ts'
import { importo, ore, type ScritturaOre } from './importi.ts'
import type { Luoghi } from './luoghi.ts'
import { dividiAnni } from './periodi.ts'
import { sistemaQuote } from './quote.ts'
import { codiceFiscale, nome, segnalaCodiceFiscale, testo, zeri } from './testi.ts'

export interface ContestoNormalizzazione {
  elenchi: Elenchi
  luoghi: Luoghi
  oggi: Giorno
  ordineDate?: 'gma' | 'mga'
  dal1904?: boolean
  ore?: ScritturaOre
}

export interface Normalizzato<T> {
  record: T
  modifiche: Modifica[]
  segnalazioni: Segnalazione[]
}

class Lavoro {
  readonly modifiche: Modifica[] = []
  readonly segnalazioni: Segnalazione[] = []
  readonly c: ContestoNormalizzazione

  constructor(c: ContestoNormalizzazione) {
    this.c = c
  }

  /** Every field of an object by its kind; an empty text is an absent one. */
  campi<T extends object>(dati: T, catalogo: Readonly<Record<string, Campo>>, sotto: string): T {
    const fuori = { ...dati } as unknown as Record<string, unknown>
    for (const [chiave, campo] of Object.entries(catalogo)) {
      const prima = fuori[chiave]
      if (typeof prima !== 'string') continue
      const dopo = this.valore(prima, campo, sotto + chiave)
      if (dopo === '') delete fuori[chiave]
      else fuori[chiave] = dopo
    }
    return fuori as unknown as T
  }

  /** One value: cleaned of what nobody sees, then read by its kind. Returns it as it was where it cannot be read. */
  valore(prima: string, campo: Campo, dove: string): string {
    const pulito = testo(prima)
    const esito = this.perGenere(pulito.valore, campo)
    if ('frase' in esito) this.segnalazioni.push({ campo: dove, regola: esito.regola, frase: esito.frase })
    const dopo = 'frase' in esito ? pulito.valore : esito.valore
    const regole = [...pulito.regole, ...('frase' in esito ? [] : esito.regole)]
    // one line for each change that shows: the last rule is the one that gave it its form
    if (dopo !== prima) this.modifica(dove, prima, dopo === '' ? undefined : dopo, regole.at(-1) ?? 'N01')
    return dopo
  }

  /** The entries of a list, each by its kind; those left empty go. */
  elenco(valori: readonly string[], campo: Campo, dove: string): string[] {
    return valori.map((v, n) => this.valore(v, campo, `${dove}.${n}`)).filter((v) => v !== '')
  }

  modifica(campo: string, prima: string | undefined, dopo: string | undefined, regola: RegolaNormalizzazione): void {
    if (prima !== dopo) this.modifiche.push({ campo, prima, dopo, regola })
  }

  segnala(campo: string, s: { regola: RegolaNormalizzazione; frase: string } | undefined): void {
    if (s) this.segnalazioni.push({ campo, ...s })
  }

  private perGenere(v: string, campo: Campo): Esito {
    const { elenchi, oggi, ordineDate, dal1904 } = this.c
    const date = { oggi, ...(ordineDate && { ordine: ordineDate }), ...(dal1904 && { dal1904 }) }
    if (campo.xml === 'NumeroProtocolloDSU') return protocolloDsu(v)
    if (campo.xml === 'TipoOperazione') return letto(v, v.toUpperCase().slice(0, 1), 'N14')
    switch (campo.genere) {
      case 'nome':
        return nome(v)
      case 'codice-fiscale':
        return codiceFiscale(v)
      case 'data':
        return data(v, date)
      case 'mese-anno':
        return meseAnno(v, date)
      case 'anno':
        return anno(v, date)
      case 'importo':
        return importo(v)
      case 'ore':
        return ore(v, this.c.ore)
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
}

/** A second reading of what the first has given. */
function inDueTempi(primo: Esito, poi: (v: string) => Esito): Esito {
  if ('frase' in primo) return primo
  const secondo = poi(primo.valore)
  return 'frase' in secondo ? secondo : { valore: secondo.valore, regole: [...primo.regole, ...secondo.regole] }
}

function beneficiario(b: Beneficiario, il: Giorno, l: Lavoro): Beneficiario {
  const anagrafica = l.campi(b.anagrafica, campiAnagrafica, 'beneficiario.anagrafica.')
  if (anagrafica.luogoNascita !== undefined) {
    const dove = 'beneficiario.anagrafica.luogoNascita'
    const trovato = l.c.luoghi.nascita(anagrafica.luogoNascita, anagrafica.annoNascita)
    if ('frase' in trovato) l.segnala(dove, { regola: 'N10', frase: trovato.frase })
    else {
      l.modifica(dove, anagrafica.luogoNascita, trovato.trovato, 'N10')
      anagrafica.luogoNascita = trovato.trovato
    }
  }
  const indirizzi = b.indirizzi.map((i, n) => indirizzo(i, il, `beneficiario.indirizzi.${n}`, l))
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

function indirizzo(prima: Beneficiario['indirizzi'][number], il: Giorno, dove: string, l: Lavoro) {
  const i = l.campi(prima, campiIndirizzo, `${dove}.`)
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
  const fuori = l.campi(prima, campiSina, 'sina.')
  for (const g of ['interventiNecessari', 'invaliditaCivile'] as const) {
    const valori = l.elenco(prima[g] ?? [], gruppiSina[g].voce, `sina.${g}`)
    if (valori.length > 0) fuori[g] = valori
    else delete fuori[g]
  }
  return fuori
}

/** One record in, one for each calendar year out: with what was changed, and what could not be read. */
export function normalizzaPrestazione(
  p: PrestazioneErogata,
  c: ContestoNormalizzazione,
): Normalizzato<PrestazioneErogata[]> {
  const l = new Lavoro(c)
  const { sina: sinaPrima, beneficiario: chi, ...dati } = p
  const campi = l.campi(dati, campiPrestazione, '')
  const il = campi.dataInizio ?? campi.dataErogazione ?? c.oggi
  const record: PrestazioneErogata = { beneficiario: beneficiario(chi, il, l), ...campi }
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
  if (sinaPrima) record.sina = sina(sinaPrima, l)
  const divisi = dividiAnni(record)
  if (divisi.length > 1) l.modifica('dataFine', record.dataFine, divisi[0]!.dataFine, 'N21')
  return { record: divisi, modifiche: l.modifiche, segnalazioni: l.segnalazioni }
}

export function normalizzaMinore(m: SchedaMinore, c: ContestoNormalizzazione): Normalizzato<SchedaMinore> {
  const l = new Lavoro(c)
  const record = l.campi(m, campiMinore, '')
  for (const g of ['prestazioni', 'famiglia'] as const) record[g] = l.elenco(m[g], gruppiMinore[g].voce, g)
  return { record, modifiche: l.modifiche, segnalazioni: l.segnalazioni }
}
