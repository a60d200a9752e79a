// What the tests of the hub start from: an ambito open to the flows, places with their codes, an ente, an operator, spreadsheets.
import { sql } from 'kysely'
import { flussi } from '../../src/server/flussi/modulo.ts'
import { carichiApi, type ProfiloWeb } from '../../src/shared/flussi/carichi.api.ts'
import { entiApi } from '../../src/shared/flussi/enti.api.ts'
import { generazioniApi } from '../../src/shared/flussi/generazioni.api.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import type { Ambito, Caller, TestApp } from './app.ts'
import { ambitoConCartella, operatore } from './cartella.ts'

/** Milano, with the codes that a residence needs. */
export const luoghiFlussi = (t: TestApp) =>
  t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
    sql`with r as (insert into regione (id, nome) values ('03', 'Lombardia') on conflict do nothing),
         p as (insert into provincia (id, sigla, nome, regione_id) values ('015', 'MI', 'Milano', '03') on conflict do nothing)
      insert into comune (id, nome, provincia_id, istat, dal) values ('F205', 'Milano', '015', '015146', '1861-03-17') on conflict do nothing`.execute(
      tx,
    ),
  )

export interface ScenaFlussi {
  a: Ambito
  comune: string
  chi: Caller
  ente: string
}

let serie = 0
export async function scenaFlussi(t: TestApp): Promise<ScenaFlussi> {
  const a = await ambitoConCartella(t, 1)
  const comune = a.comuni[0]!
  const chi = await operatore(t, a, 'operatore-flussi', comune)
  const { id: ente } = await chi.call(entiApi.create, {
    comuneId: comune,
    tipo: 'comune',
    codice: `F${String(200 + serie++)}`,
    denominazione: 'Comune Dimostrativo',
    sede: 'F205',
    codiceFiscaleOperatore: 'DMSSTT80A01F205X',
    gravita: {},
  })
  return { a, comune, chi, ente }
}

const consonanti = 'BCDFGLMNPRST'
/** A synthetic person whose codice fiscale is right: as many as one wants. */
export function personaSintetica(n: number) {
  const cognome = `Di${[...String(n).padStart(5, '0')].map((c) => `${consonanti[Number(c)]}a`).join('')}`
  const anno = 1930 + (n % 60)
  const dati = { cognome, nome: 'Sintetica', dataNascita: `${anno}-03-12`, genere: 'F' as const, belfiore: 'F205' }
  return { ...dati, codiceFiscale: calcolaCodiceFiscale(dati) }
}

export const COLONNE = [
  'Codice fiscale',
  'Cognome',
  'Nome',
  'Data di nascita',
  'Nato a',
  'Sesso',
  'Cittadinanza',
  'Comune residenza',
  'Codice INPS',
  'Protocollo',
  'Carattere',
  'Data pagamento',
  'Importo',
  'Prova dei mezzi',
  'In carico',
] as const

/** The cells of a good row of a one-off contribution, as a spreadsheet of an office has them. */
export function rigaBuona(n: number, altro: Partial<Record<(typeof COLONNE)[number], string>> = {}): string[] {
  const p = personaSintetica(n)
  const celle: Record<(typeof COLONNE)[number], string> = {
    'Codice fiscale': p.codiceFiscale,
    Cognome: p.cognome,
    Nome: p.nome,
    'Data di nascita': p.dataNascita.split('-').reverse().join('/'),
    'Nato a': 'Milano',
    Sesso: 'Femmina',
    Cittadinanza: 'italiana',
    'Comune residenza': 'Milano',
    'Codice INPS': 'A1.04',
    Protocollo: `2025/${n}`,
    Carattere: 'Occasionale',
    'Data pagamento': '20/05/2025',
    Importo: '€ 1.234,50',
    'Prova dei mezzi': '4',
    'In carico': 'no',
    ...altro,
  }
  return COLONNE.map((c) => celle[c])
}

const protetta = (c: string) => (/[;"\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)
export const csv = (righe: readonly (readonly string[])[], colonne: readonly string[] = COLONNE): Buffer =>
  Buffer.from([colonne, ...righe].map((r) => r.map(protetta).join(';')).join('\r\n'))

export const carica = (chi: Caller, ente: string, file: Uint8Array, nome = 'prestazioni.csv') =>
  chi.call(carichiApi.carica, { ente, nome } as never, { file })

export const lavora = (t: TestApp) => t.jobs.drain(t.deps, flussi.jobs!)

/** Upload, the columns as they are proposed: told, not yet read. */
export async function prepara(s: ScenaFlussi, file: Uint8Array, salvaCome?: string): Promise<string> {
  const { id } = await carica(s.chi, s.ente, file)
  const p = await s.chi.call(carichiApi.proposta, { id })
  const profilo: ProfiloWeb = {
    tipo: 'PS_PSA_SINA',
    voci: p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : [])),
  }
  await s.chi.call(carichiApi.mappa, { id, lettura: p.lettura, profilo, ...(salvaCome ? { salvaCome } : {}) })
  return id
}

/** And read. */
export async function importa(t: TestApp, s: ScenaFlussi, file: Uint8Array, salvaCome?: string) {
  const id = await prepara(s, file, salvaCome)
  await lavora(t)
  return s.chi.call(carichiApi.leggi, { id })
}

export async function genera(t: TestApp, s: ScenaFlussi, altro: { massimoRecord?: number } = {}) {
  const { id } = await s.chi.call(generazioniApi.genera, { ente: s.ente, ...altro })
  await lavora(t)
  const { voci } = await s.chi.call(generazioniApi.flussi, { generazione: id })
  return { generazione: await s.chi.call(generazioniApi.leggi, { id }), flussi: voci }
}
