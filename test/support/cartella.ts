// What the tests of the social record start from: an ambito whose comuni have signed the protocollo d'intesa, persons,
// a presa in carico with its responsible. Everything else goes through the endpoints.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { personeApi } from '../../src/shared/anagrafe/persone.api.ts'
import { convenzionati } from './accreditamento.ts'
import { type Ambito, asRuolo, type Caller, nuovoAmbito, type TestApp } from './app.ts'

/** A fresh ambito whose comuni are open in the section of the record, by their own protocol and with their delega. */
export async function ambitoConCartella(t: TestApp, n = 2): Promise<Ambito> {
  const a = await nuovoAmbito(t, n)
  await convenzionati(t, a, 'protocollo-intesa')
  return a
}

/** Someone with a role of the record in one comune, or in the whole ambito. */
export const operatore = (t: TestApp, a: Ambito, ruolo: string, comune?: string): Promise<Caller> =>
  asRuolo(t, a, comune ? { ruolo, comune } : { ruolo })

let serie = 0
const consonanti = 'bdfglmnprt'

/** A surname that no other test's sounds like, so that none is proposed as the same. */
export function cognomeNuovo(): string {
  const n = String(serie++ + process.pid * 1000)
  return `Z${[...n].map((c) => `o${consonanti[Number(c)]}av`).join('')}a`
}

/** A person added by `chi`, with what one says of her at the desk. Synthetic. */
export async function nuovaPersona(
  chi: Caller,
  comuneId: string,
  altro: { cognome?: string; nome?: string; dataNascita?: string; sesso?: 'M' | 'F'; codiceFiscale?: string } = {},
): Promise<string> {
  const { id } = await chi.call(personeApi.create, {
    cognome: cognomeNuovo(),
    nome: 'Anna',
    sesso: 'F',
    dataNascita: '1980-05-06',
    comuneId,
    fonte: 'persona',
    ...altro,
  })
  return id
}

/** A person in charge of `responsabile`, without going through the desk: for tests of what comes after. */
export async function presaInCarico(t: TestApp, a: Ambito, comuneId: string, personaId: string, responsabile: string) {
  const id = randomUUID()
  await t.deps.db.inScope({ azione: 'prova.prepara', ambito: a.id, comuni: a.comuni, fascicolo: true }, async (tx) => {
    await sql`insert into presa_in_carico (id, comune_id, persona_id, numero, stato, tipo, area, mandato, attivata_il)
      select ${id}, ${comuneId}, ${personaId}, coalesce(max(numero), 0) + 1, 'attiva', 'professionale', 'adulti', 'accordo', '2026-01-10' from presa_in_carico where comune_id = ${comuneId}`.execute(
      tx,
    )
    await sql`insert into presa_dettaglio (presa_id, comune_id, persona_id) values (${id}, ${comuneId}, ${personaId})`.execute(
      tx,
    )
    await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile, dal)
      values (${comuneId}, ${id}, ${responsabile}, 'assistente-sociale', true, '2026-01-10')`.execute(tx)
  })
  return id
}
