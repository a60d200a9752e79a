// The official dated archive of the comuni, read and put in order: one row for each name, ISTAT code and province that a
// comune has had, to the day. Pure: no database. What the archive is known to contain and how it is treated:
//
//   rows without Belfiore code («ND»)   some suppressed comuni never got one: left out, counted
//   two rows of one code on one day     two comuni that shared a code: the one that goes on afterwards is kept
//   provinces without a region          («EX», «00») the region is the province's own; none for the lands ceded in 1947
//
// Anything else that is not as it should be is a bad row: the whole file is refused.
import { type Campi, leggiGiorno, leggiRighe, type RigaRifiutata, RigheRifiutate } from './righe.ts'

export interface PeriodoArchivio {
  riga: number
  belfiore: string
  nome: string
  altra: string | null
  istat: string
  provincia: string
  sigla: string
  regione: string | null
  dal: string
  al: string | null
}

export const tipiAnomalia = [
  'senza-codice',
  'sovrapposizione',
  'istat-ripetuto',
  'provincia-sconosciuta',
  'regione-sconosciuta',
  'fonte-piu-recente',
] as const

export interface Anomalia {
  tipo: (typeof tipiAnomalia)[number]
  testo: string
}

export interface Archivio {
  righe: number
  /** By Belfiore code, in order of time, never two on one day. */
  comuni: Map<string, PeriodoArchivio[]>
  /** The last day that the archive knows something of: after it, other sources know better. */
  aggiornatoAl: string
  anomalie: Anomalia[]
}

const colonne = {
  dal: ['dataistituzione'],
  al: ['datacessazione'],
  istat: ['codistat'],
  belfiore: ['codcatastale'],
  nome: ['denominazione it'],
  altra: ['altradenominazione'],
  provincia: ['idprovinciaistat'],
  sigla: ['siglaprovincia'],
  regione: ['idregione'],
} as const

const APERTA = '9999-12-31'
const SENZA_CODICE = 'ND'

export async function leggiArchivio(path: string): Promise<Archivio> {
  const righe = await leggiRighe(path, colonne)
  const rifiutate: RigaRifiutata[] = []
  const anomalie: Anomalia[] = []
  const comuni = new Map<string, PeriodoArchivio[]>()
  let aggiornatoAl = '0000-00-00'
  for (const r of righe) {
    const motivo = difetto(r)
    if (motivo) {
      rifiutate.push({ riga: r.riga, motivo })
      continue
    }
    const al = r.al === APERTA ? null : r.al
    for (const d of [r.dal, al]) if (d && d > aggiornatoAl) aggiornatoAl = d
    if (r.belfiore === SENZA_CODICE) {
      anomalie.push({ tipo: 'senza-codice', testo: `Riga ${r.riga}: ${r.nome} non ha codice catastale.` })
      continue
    }
    const regione = /^\d\d$/.test(r.regione) && r.regione !== '00' ? r.regione : null
    const periodo = { ...r, al, altra: r.altra || null, regione }
    const altri = comuni.get(r.belfiore)
    if (altri) altri.push(periodo)
    else comuni.set(r.belfiore, [periodo])
  }
  if (rifiutate.length > 0) throw new RigheRifiutate(rifiutate)
  for (const [belfiore, periodi] of comuni) comuni.set(belfiore, senzaSovrapposizioni(periodi, anomalie))
  segnalaIstatRipetuti(comuni, anomalie)
  return { righe: righe.length, comuni, aggiornatoAl, anomalie }
}

/** Why the row cannot be accepted; undefined when it can. */
function difetto(r: Campi<keyof typeof colonne>): string | undefined {
  if (leggiGiorno(r.dal) !== r.dal) return `la data di istituzione «${r.dal}» non è valida (serve AAAA-MM-GG).`
  if (leggiGiorno(r.al) !== r.al) return `la data di cessazione «${r.al}» non è valida (serve AAAA-MM-GG).`
  if (r.al < r.dal) return `cessa il ${r.al}, prima dell’istituzione del ${r.dal}.`
  if (!/^[A-Z]\d{3}$/.test(r.belfiore) && r.belfiore !== SENZA_CODICE)
    return `il codice catastale «${r.belfiore}» non è valido.`
  if (!/^\d{6}$/.test(r.istat)) return `il codice ISTAT «${r.istat}» non ha sei cifre.`
  if (r.nome === '') return 'manca la denominazione.'
  if (!/^\d{3}$/.test(r.provincia)) return `il codice ISTAT della provincia «${r.provincia}» non ha tre cifre.`
  if (!/^[A-Z]{2}$/.test(r.sigla)) return `la sigla della provincia «${r.sigla}» non è di due lettere.`
  if (!/^(\d\d|EX)$/.test(r.regione)) return `il codice della regione «${r.regione}» non è valido.`
  return undefined
}

const perData = (a: PeriodoArchivio, b: PeriodoArchivio) => a.dal.localeCompare(b.dal) || a.riga - b.riga

function senzaSovrapposizioni(periodi: PeriodoArchivio[], anomalie: Anomalia[]): PeriodoArchivio[] {
  const tenuti: PeriodoArchivio[] = []
  for (const p of periodi.sort(perData)) {
    const prima = tenuti.at(-1)
    if (!prima || (prima.al !== null && prima.al < p.dal)) {
      tenuti.push(p)
      continue
    }
    // goes on afterwards: some later row of the same code has its ISTAT number
    const continua = (x: PeriodoArchivio) =>
      periodi.some((y) => y !== x && y.istat === x.istat && y.nome === x.nome && x.al !== null && y.dal > x.al)
    const scartato = continua(p) && !continua(prima) ? tenuti.splice(-1, 1, p)[0]! : p
    const tenuto = tenuti.at(-1)!
    anomalie.push({
      tipo: 'sovrapposizione',
      testo: `Riga ${scartato.riga}: ${scartato.nome} (${p.belfiore}) è negli stessi giorni di ${tenuto.nome}, riga ${tenuto.riga}, che ha lo stesso codice: non è stata caricata.`,
    })
  }
  return tenuti
}

/** Two comuni with one ISTAT code on one day: both are kept, because the Belfiore code tells them apart. */
function segnalaIstatRipetuti(comuni: Map<string, PeriodoArchivio[]>, anomalie: Anomalia[]) {
  const perIstat = Map.groupBy([...comuni.values()].flat(), (p) => p.istat)
  for (const [istat, periodi] of perIstat) {
    periodi.sort(perData)
    for (let i = 1; i < periodi.length; i++) {
      const [a, b] = [periodi[i - 1]!, periodi[i]!]
      if (a.belfiore !== b.belfiore && (a.al === null || a.al >= b.dal))
        anomalie.push({
          tipo: 'istat-ripetuto',
          testo: `Il codice ISTAT ${istat} è sia di ${a.nome} (riga ${a.riga}) sia di ${b.nome} (riga ${b.riga}) il ${b.dal}.`,
        })
    }
  }
}
