// A comune at work on its prese in carico, by the endpoints: for the tests of this module.
import { sql } from 'kysely'
import { type Ambito, as, type Caller, type TestApp } from '../../../test/support/app.ts'
import { nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'

export interface Servizio {
  comune: string
  sociale: Caller
  collega: Caller
  responsabile: Caller
  coordinatore: Caller
}

export async function servizio(t: TestApp, a: Ambito, comune = a.comuni[0]!): Promise<Servizio> {
  const [sociale, collega, responsabile, coordinatore] = await Promise.all([
    operatore(t, a, 'assistente-sociale', comune),
    operatore(t, a, 'assistente-sociale', comune),
    operatore(t, a, 'responsabile-servizio', comune),
    operatore(t, a, 'coordinatore-servizio', comune),
  ])
  return { comune, sociale, collega, responsabile, coordinatore }
}

export const apri = (chi: Caller, personaId: string, motivo = 'vigilanza') =>
  chi.call(personeApi.apri, { id: personaId, motivo, dettaglio: 'Verifica del servizio' })

/** A person of the comune, proposed by the responsible of the service. */
export async function proposta(
  s: Servizio,
  altro: { peso?: number; oggetto?: string; sicurezza?: string } = {},
  chi: Parameters<typeof nuovaPersona>[2] = {},
) {
  const personaId = await nuovaPersona(s.sociale, s.comune, chi)
  await apri(s.responsabile, personaId)
  const { id } = await s.responsabile.call(preseApi.proponi, {
    id: personaId,
    tipo: 'professionale',
    area: 'adulti',
    mandato: 'accordo',
    peso: 3,
    oggetto: 'Sostegno alla ricerca della casa',
    ...altro,
  })
  return { id, personaId }
}

export const assegna = (s: Servizio, id: string, a = s.sociale) =>
  s.coordinatore.call(assegnazioneApi.assegna, { assegnazioni: [{ presaId: id, utenteId: a.utenteId }] })

/** Assigned to, accepted by, and met by `s.sociale`. */
export async function attiva(s: Servizio, altro: Parameters<typeof proposta>[1] = {}) {
  const p = await proposta(s, altro)
  await assegna(s, p.id)
  await s.sociale.call(preseApi.accetta, { id: p.id })
  await s.sociale.call(preseApi.contatta, { id: p.id, giorno: '2026-03-02' })
  await s.sociale.call(preseApi.attiva, { id: p.id })
  return p
}

/** Rows as nobody reads them, for what a test must prove of the whole table. */
export const comeSistema = <R>(t: TestApp, a: Ambito, query: ReturnType<typeof sql<R>>): Promise<R[]> =>
  t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, async (tx) => {
    const { rows } = await query.execute(tx)
    return rows
  })

/** Open to-dos of prese in carico whose owner is in no team today: there must never be one. */
export const diNessuno = (t: TestApp, a: Ambito) =>
  comeSistema(
    t,
    a,
    sql<{ id: string }>`select c.id from compito c where c.stato = 'aperto' and not exists (
      select 1 from presa_operatore o where o.presa_id = c.presa_id and o.utente_id = c.utente_id and o.al is null)`,
  )

export const codiceFiscaleDi = (t: TestApp, utenteId: string): Promise<string> =>
  t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, async (tx) => {
    const { rows } = await sql<{ cf: string }>`select codice_fiscale as cf from utente where id = ${utenteId}`.execute(
      tx,
    )
    return rows[0]!.cf
  })

/** The clock has moved past the session: the same person signs in again. */
export const rientra = async (t: TestApp, chi: Caller): Promise<Caller> =>
  as(t, { codiceFiscale: await codiceFiscaleDi(t, chi.utenteId) })

export const avvisiDi = (
  t: TestApp,
  a: Ambito,
  chi: Caller,
): Promise<{ testo: string; collegamento: string | null }[]> =>
  t.deps.db.inScope({ azione: 'prova', utente: chi.utenteId, ambito: a.id }, async (tx) => {
    const { rows } = await sql<{ testo: string; collegamento: string | null }>`
      select testo, collegamento from kernel.notifica
      -- a test's clock stands still: of two notices of one instant, the one written later
      where utente_id = ${chi.utenteId} order by creata, ctid`.execute(tx)
    return rows
  })
