// What the tests of the hub start from: an ambito open to the flows, places with their codes, an ente, an operator, files sent and read.
import { sql } from 'kysely'
import { flussi } from '../../src/server/flussi/modulo.ts'
import { assertFlusso } from '../../src/server/flussi/prova.fixture.ts'
import { carichiApi, type ProfiloWeb } from '../../src/shared/flussi/carichi.api.ts'
import { entiApi } from '../../src/shared/flussi/enti.api.ts'
import { generazioniApi } from '../../src/shared/flussi/generazioni.api.ts'
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

export const carica = (chi: Caller, ente: string, file: Uint8Array, nome = 'prestazioni.csv') =>
  chi.call(carichiApi.carica, { ente, nome } as never, { file })

export const lavora = (t: TestApp) => t.jobs.drain(t.deps, flussi.jobs!)

/** Upload, the columns as they are proposed, of whichever layout they are: told, not yet read. */
export async function prepara(s: ScenaFlussi, file: Uint8Array, salvaCome?: string): Promise<string> {
  const { id } = await carica(s.chi, s.ente, file)
  const p = await s.chi.call(carichiApi.proposta, { id })
  const profilo: ProfiloWeb = {
    tipo: p.tipo,
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
  for (const f of voci) await assertFlusso(await xmlDi(s, f.id), f.nome)
  return { generazione: await s.chi.call(generazioniApi.leggi, { id }), flussi: voci }
}

export const xmlDi = async (s: Pick<ScenaFlussi, 'chi'>, flusso: string): Promise<string> =>
  Buffer.from((await s.chi.call(generazioniApi.xml, { id: flusso })).contenuto as Uint8Array).toString()
