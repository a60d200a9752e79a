// What is done to the rows on their way to INPS, whichever record layout they are of: shown with all that is known of them, corrected one
// by one or many at once, overridden with a reason, put back, taken in again, sent out as a workbook that comes back.
import { type Static, type TSchema, Type } from 'typebox'
import {
  Binario,
  ById,
  endpoint,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { Cambio, Difetto } from './carichi.api.ts'
import { Mese } from './generazioni.api.ts'
import { statiPrestazione } from './stati.rules.ts'

const Regola = Type.String({ pattern: '^[A-Z]{1,2}[0-9]{2}[a-z]?$' })
const Campo = Testo(80)
const Valore = Type.String({ maxLength: 500 })
const VALORI_MASSIMI = 100

/** `senza-data` is where no month can be read. */
export const Periodo = Type.Union([Mese, Type.Literal('senza-data')])

export const filtriRighe = {
  ente: Id,
  periodo: Type.Optional(Periodo),
  stato: Type.Optional(Uno(statiPrestazione)),
  regola: Type.Optional(Regola),
  carico: Type.Optional(Id),
  flusso: Type.Optional(Id),
}

/** Of any row. */
export const campiRiga = {
  id: Id,
  versione: Versione,
  stato: Uno(statiPrestazione),
  periodo: Nullabile(Type.String()),
  caricoId: Nullabile(Id),
  riga: Nullabile(Type.Integer()),
  valori: Type.Array(Oggetto({ campo: Type.String(), valore: Type.String() })),
  difetti: Type.Array(Difetto),
  modifiche: Type.Array(Cambio),
  deroghe: Type.Array(Oggetto({ regola: Type.String(), motivo: Type.String(), il: Istante })),
}
const RigaFlussi = Oggetto(campiRiga)
export type RigaVista = Static<typeof RigaFlussi>

export const Campi = Type.Array(Oggetto({ campo: Campo, valore: Valore }), { minItems: 1, maxItems: VALORI_MASSIMI })
export const Esito = Oggetto({ id: Id, stato: Uno(statiPrestazione), versione: Versione })

/** How many are in each state, of one month. */
export const contiStato = {
  periodo: Nullabile(Type.String()),
  rifiutate: Type.Integer(),
  daCompletare: Type.Integer(),
  pronte: Type.Integer(),
  inFlusso: Type.Integer(),
  accettate: Type.Integer(),
  escluse: Type.Integer(),
}
const Conti = Oggetto(contiStato)
export type ContiPeriodo = Static<typeof Conti>

export const codiciDeiCampi = Lista(
  Oggetto({ campo: Type.String(), voci: Type.Array(Oggetto({ codice: Type.String(), nome: Type.String() })) }),
)

/** What a rule stops, among those that have not left. */
export const regoleDi = <const P extends `/${string}`>(path: P, summary: string) =>
  endpoint({
    method: 'GET',
    path,
    azione: 'flusso.leggi',
    summary,
    query: Oggetto({ ente: Id, periodo: Type.Optional(Periodo) }),
    reply: Lista(Oggetto({ regola: Type.String(), errori: Type.Integer(), avvisi: Type.Integer() })),
  })

/** Below `base`, without the slash that begins it. `Riga` is what is shown of one; `una` and `molte` are its name. */
export const attiSulleRighe = <const B extends string, const R extends TSchema>(
  base: B,
  { Riga, una, molte }: { Riga: R; una: string; molte: string },
) => ({
  correggi: endpoint({
    method: 'POST',
    path: `/${base}/:id/correzione`,
    azione: 'flusso.correggi',
    summary: `Corregge ${una} non ancora partita`,
    params: ById,
    body: Oggetto({
      versione: Versione,
      campi: Campi,
      /** What was written so, from now on means this. */
      insegna: Type.Optional(Type.Boolean()),
    }),
    fascicolo: true,
    reply: Riga,
  }),
  correggiMolte: endpoint({
    method: 'POST',
    path: `/${base}/correzioni`,
    azione: 'flusso.correggi',
    summary: `Corregge lo stesso campo in molte ${molte}`,
    body: Oggetto({
      ...filtriRighe,
      campo: Campo,
      /** Only where it is written so; empty text: only where there is nothing. */
      prima: Type.Optional(Valore),
      valore: Valore,
      insegna: Type.Optional(Type.Boolean()),
      /** Where the time before has come to. */
      dopo: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    fascicolo: true,
    /** `dopo` is where to go on from; null when there are no more. */
    reply: Oggetto({ cambiate: Type.Integer(), dopo: Nullabile(Type.Integer()) }),
  }),
  deroga: endpoint({
    method: 'POST',
    path: `/${base}/deroghe`,
    azione: 'flusso.correggi',
    summary: `Supera un avviso indicando il motivo, in una o in molte ${molte}`,
    body: Oggetto({ ...filtriRighe, regola: Regola, id: Type.Optional(Id), motivo: Testo(500, 5) }),
    fascicolo: true,
    reply: Oggetto({ cambiate: Type.Integer() }),
  }),
  ripristina: endpoint({
    method: 'POST',
    path: `/${base}/:id/ripristino`,
    azione: 'flusso.correggi',
    summary: `Rimette un valore di ${una} com’era prima della normalizzazione`,
    params: ById,
    body: Oggetto({ versione: Versione, campo: Campo }),
    fascicolo: true,
    reply: Riga,
  }),
  riammetti: endpoint({
    method: 'POST',
    path: `/${base}/:id/riammissione`,
    azione: 'flusso.correggi',
    summary: `Riammette ${una} esclusa`,
    params: ById,
    body: Oggetto({ versione: Versione }),
    fascicolo: true,
    reply: Riga,
  }),
  foglio: endpoint({
    method: 'GET',
    path: `/${base}/foglio`,
    azione: 'flusso.correggi',
    summary: `Le ${molte} da correggere in un foglio di calcolo`,
    /** `dopo` is where the workbook begins, as `fogli` says. */
    query: Oggetto({ ...filtriRighe, dopo: Type.Optional(Type.Integer({ minimum: 0 })) }),
    fascicolo: true,
    reply: Binario,
  }),
  fogli: endpoint({
    method: 'GET',
    path: `/${base}/fogli`,
    azione: 'flusso.correggi',
    summary: `In quanti fogli di calcolo stanno le ${molte} da correggere`,
    query: Oggetto(filtriRighe),
    reply: Lista(Oggetto({ dopo: Type.Integer(), righe: Type.Integer() })),
  }),
  rientro: endpoint({
    method: 'POST',
    path: `/${base}/foglio`,
    azione: 'flusso.correggi',
    summary: `Riporta le ${molte} corrette nel foglio di calcolo`,
    query: Oggetto({ ente: Id }),
    upload: { maxBytes: 50 * 1024 * 1024 },
    fascicolo: true,
    reply: Oggetto({ cambiate: Type.Integer(), uguali: Type.Integer(), problemi: Type.Array(Type.String()) }),
  }),
})

/** With all that is known of each. */
export const elencoDi = <const B extends `/${string}`, const R extends TSchema>(path: B, summary: string, Riga: R) =>
  endpoint({
    method: 'GET',
    path,
    azione: 'flusso.correggi',
    summary,
    query: Oggetto({ ...filtriRighe, ...Pagina }),
    fascicolo: true,
    reply: Page(Riga),
  })
