// What is asked of a whole file: the schema (PS01, SB01) and how much a channel takes at once (PS11). And the list of every
// rule there is, from which the manual's table is made.
import { regoleNormalizzazione, segnalano } from './normalizza/esito.ts'
import type { TipoFlusso } from './prestazione.ts'
import type { Difetto, InfoRegola } from './regole.ts'
import { regoleMinore } from './regole-minore.ts'
import { regolePrestazione } from './regole-prestazione.ts'

/** The web upload takes many records in a file; the cooperation that INPS polls takes one of each. */
export const canali = ['file', 'waas'] as const
export type Canale = (typeof canali)[number]

const schemaPs: InfoRegola = {
  id: 'PS01',
  segno: 'O',
  titolo: 'Il file rispetta lo schema PS_PSA_SINA 201812: campi presenti, nell’ordine, con valori ammessi',
}
const schemaSb: InfoRegola = {
  id: 'SB01',
  segno: 'O',
  titolo: 'Il file rispetta lo schema SINBA: campi presenti, nell’ordine, con valori ammessi',
}
const unaPerFlusso: InfoRegola = {
  id: 'PS11',
  segno: 'O',
  titolo: 'In cooperazione applicativa (WaaS) ogni flusso porta un solo beneficiario e una sola prestazione',
}

export const regole: readonly InfoRegola[] = [
  schemaPs,
  ...regolePrestazione,
  unaPerFlusso,
  schemaSb,
  ...regoleMinore,
].sort((a, b) => (a.id < b.id ? -1 : 1))

/**
 * Those whose severity an ente chooses: what INPS has not written, of prestazioni and of minors, and the values that cannot be read. What is told
 * by looking at other rows (TR01, TR03) stays a warning: as an error a second true prestazione could never leave.
 */
export const aScelta: readonly Pick<InfoRegola, 'id' | 'titolo'>[] = [
  ...regole.filter((r) => r.segno !== 'O'),
  ...segnalano.map((id) => ({ id, titolo: regoleNormalizzazione[id] })),
]

export const regolaSchema = (tipo: TipoFlusso): InfoRegola => (tipo === 'SINBA' ? schemaSb : schemaPs)

const difetto = (r: InfoRegola, frase: string): Difetto => ({
  regola: r.id,
  segno: r.segno,
  gravita: 'errore',
  derogabile: false,
  campo: '',
  frase,
})

export interface Conteggio {
  tipo: TipoFlusso
  beneficiari: number
  prestazioni: number
}

export function controllaFlusso({ tipo, beneficiari, prestazioni }: Conteggio, canale: Canale): Difetto[] {
  if (canale !== 'waas') return []
  const frase = (quanti: string) => `In cooperazione va un flusso per volta, e qui ci sono ${quanti}: dividi il file.`
  if (tipo === 'SINBA') return beneficiari > 1 ? [difetto(unaPerFlusso, frase(`${beneficiari} minori`))] : []
  return beneficiari > 1 || prestazioni > 1
    ? [difetto(unaPerFlusso, frase(`${beneficiari} beneficiari e ${prestazioni} prestazioni`))]
    : []
}
