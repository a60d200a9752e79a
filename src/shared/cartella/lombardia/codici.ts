// The codes of the exchange as data: which OID a code system has, from when to when, and which codes it admits. Nobody
// has confirmed them: they were seen in other people's software, or supposed, and some contradict each other. So no OID
// is written in the code, every row says how far it can be trusted, and the table in force is that of the day on which
// the message was created.
import type { Difetto, Giorno } from './messaggio.ts'

/** `da-verificare`: seen in one implementation or in a public register. `ipotesi`: ours, and the row says why. */
export const segni = ['verificato', 'da-verificare', 'ipotesi'] as const
export type Segno = (typeof segni)[number]

/** Only a complete list refuses a code that it does not have. */
export const elenchi = ['completo', 'parziale', 'sconosciuto'] as const
export type Elenco = (typeof elenchi)[number]

export interface RigaSistema {
  sistema: string
  /** Without one the value is written with no code system. */
  oid: string | null
  /** Two systems may have one OID only if they say that it is the same register. */
  registro: string | null
  /** The system to which the source gives the same OID: one of the two is wrong, and nobody has said which. */
  conflitto: string | null
  elenco: Elenco
  dal: Giorno
  al: Giorno | null
  segno: Segno
  descrizione: string
  fonte: string
}

export interface RigaCodice {
  sistema: string
  codice: string
  descrizione: string
  /** The value of Trama that this code stands for, where there is one. */
  corrisponde: string | null
  dal: Giorno
  al: Giorno | null
  segno: Segno
  fonte: string
}

export interface Tabella {
  sistemi: readonly RigaSistema[]
  codici: readonly RigaCodice[]
}

/** The table as it is on one day. */
export interface Versione {
  giorno: Giorno
  sistema(nome: string): RigaSistema | undefined
  codice(sistema: string, codice: string): RigaCodice | undefined
  /** The system that has this OID: to say whose it is when it comes in the wrong place. */
  conOid(oid: string): RigaSistema | undefined
  /** The code by which the system says what Trama calls so. */
  perNome(sistema: string, corrisponde: string): RigaCodice | undefined
}

type Periodo = { dal: Giorno; al: Giorno | null }
const vige = (r: Periodo, giorno: Giorno) => r.dal <= giorno && (r.al === null || giorno <= r.al)
const siIncontrano = (a: Periodo, b: Periodo) => (a.al === null || b.dal <= a.al) && (b.al === null || a.dal <= b.al)

export function versioneDel(t: Tabella, giorno: Giorno): Versione {
  const sistemi = new Map(t.sistemi.filter((r) => vige(r, giorno)).map((r) => [r.sistema, r]))
  const vigenti = t.codici.filter((r) => vige(r, giorno))
  const codici = new Map(vigenti.map((r) => [`${r.sistema} ${r.codice}`, r]))
  return {
    giorno,
    sistema: (nome) => sistemi.get(nome),
    codice: (sistema, codice) => codici.get(`${sistema} ${codice}`),
    conOid: (oid) => [...sistemi.values()].find((r) => r.oid === oid),
    perNome: (sistema, corrisponde) => vigenti.find((r) => r.sistema === sistema && r.corrisponde === corrisponde),
  }
}

/** An OID that an installation has been told, from a day on. */
export interface OidDetto {
  sistema: string
  oid: string
  dal: Giorno
  al: Giorno | null
  fonte: string
}

const giornoAccanto = (g: Giorno, di: 1 | -1) =>
  new Date(Date.parse(`${g}T00:00:00Z`) + di * 86_400_000).toISOString().slice(0, 10)

/** The table with those OIDs in the place of its own, on their days only: what the rows say of the other days remains. */
export function conOid(t: Tabella, detti: readonly OidDetto[]): Tabella {
  const sistemi = detti.reduce<readonly RigaSistema[]>(
    (righe, d) =>
      righe.flatMap((r) => {
        if (r.sistema !== d.sistema || !siIncontrano(r, d)) return [r]
        const { oid, fonte } = d
        const dal = [r.dal, d.dal].toSorted().at(-1)!
        const al = [r.al, d.al].filter((g) => g !== null).toSorted()[0] ?? null
        return [
          ...(r.dal < dal ? [{ ...r, al: giornoAccanto(dal, -1) }] : []),
          { ...r, oid, fonte, dal, al },
          ...(al !== null && (r.al === null || al < r.al) ? [{ ...r, dal: giornoAccanto(al, 1) }] : []),
        ]
      }),
    t.sistemi,
  )
  return { ...t, sistemi }
}

const FORMA_OID = /^[0-2](\.(0|[1-9]\d*))+$/
const intervallo = (r: Periodo) => (r.al ? `dal ${r.dal} al ${r.al}` : `dal ${r.dal}`)

/** What makes a table unusable; whoever loads or changes rows refuses them with these sentences. */
export function controllaTabella(t: Tabella): Difetto[] {
  const difetti: Difetto[] = []
  const difetto = (percorso: string, frase: string) => difetti.push({ percorso, frase })
  t.sistemi.forEach((r, i) => {
    if (r.oid !== null && !FORMA_OID.test(r.oid))
      difetto(r.sistema, `«${r.oid}» non è un OID: sono numeri separati da punti.`)
    if (r.al !== null && r.al < r.dal) difetto(r.sistema, `La riga finisce (${r.al}) prima di cominciare (${r.dal}).`)
    for (const altra of t.sistemi.slice(i + 1)) {
      if (!siIncontrano(r, altra)) continue
      if (r.sistema === altra.sistema)
        difetto(
          r.sistema,
          `Ha due righe che valgono negli stessi giorni (${intervallo(r)} e ${intervallo(altra)}): chiudi la prima.`,
        )
      else if (r.oid !== null && r.oid === altra.oid && (r.registro === null || r.registro !== altra.registro))
        difetto(
          r.sistema,
          `Ha lo stesso OID di ${altra.sistema} (${r.oid}), due codici su un solo OID: correggi una delle due righe oppure, se è davvero lo stesso elenco, scrivi in entrambe lo stesso registro.`,
        )
    }
  })
  const noti = new Set(t.sistemi.map((r) => r.sistema))
  t.codici.forEach((r, i) => {
    const nome = `${r.sistema} ${r.codice}`
    if (!noti.has(r.sistema))
      difetto(nome, `Il sistema di codici ${r.sistema} non è nella tabella: aggiungi la sua riga.`)
    if (t.codici.some((a, j) => j > i && a.sistema === r.sistema && a.codice === r.codice && siIncontrano(r, a)))
      difetto(nome, 'Ha due righe che valgono negli stessi giorni: chiudi la prima.')
  })
  return difetti
}
