// What the tests of the desk start from: an office, the least that a segnalazione needs.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { segnalazioniApi } from '../../src/shared/cartella/segnalazioni.api.ts'
import type { Input } from '../../src/shared/kernel/endpoint.ts'
import type { Ambito, Caller, TestApp } from './app.ts'

/** An office of a comune, or of the whole ambito. */
export async function nuovoUfficio(t: TestApp, a: Ambito, comuneId: string | null, nome = 'Segretariato sociale') {
  const id = randomUUID()
  await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, ambito: a.id, operatore: 'prove' }, (tx) =>
    sql`insert into ufficio (id, ambito_id, comune_id, nome, dal) values (${id}, ${a.id}, ${comuneId}, ${nome}, '2018-01-01')`.execute(
      tx,
    ),
  )
  return id
}

type Nuova = Input<typeof segnalazioniApi.crea>

export const segnalazione = (comuneId: string, altro: Partial<Nuova> = {}): Nuova => ({
  comuneId,
  canale: 'telefono',
  urgenza: 'ordinaria',
  segnalante: { anonimo: true },
  segnalati: [{ descrizione: 'Un anziano al secondo piano' }],
  riferimenti: [],
  fatti: 'Non esce di casa da una settimana.',
  fattiModo: 'riassunti',
  pericolo: {},
  informata: 'non-so',
  ...altro,
})

/** Received, and already in evaluation by `chi`. */
export async function inValutazione(chi: Caller, comuneId: string, altro: Partial<Nuova> = {}): Promise<string> {
  const { id } = await chi.call(segnalazioniApi.crea, segnalazione(comuneId, altro))
  await chi.call(segnalazioniApi.valuta, { id })
  return id
}
