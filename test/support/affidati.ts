// A comune that entrusts its flows to another ambito, and who works on them from there.
import { sql } from 'kysely'
import { caller } from '../../src/server/kernel/call.ts'
import { type Ambito, type Caller, nuovoAmbito, type TestApp } from './app.ts'
import { ambitoConCartella, operatore } from './cartella.ts'

const nazionale = { azione: 'prova.prepara', nazionale: true, operatore: 'prove' } as const

/** From the first day of the other acts, and for good. */
export async function affida(t: TestApp, da: Ambito, comune: string, a: Ambito) {
  await t.deps.db.inScope(nazionale, (tx) =>
    sql`insert into adesione (ambito_id, comune_id, tipo_adesione_id, affidatario_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, registrata_da)
      select ${da.id}, ${comune}, 'affidamento-flussi', ${a.id}, 'registrata', firmatario, firmatario_qualifica, firmata_il, dal, registrata_da
        from adesione where ambito_id = ${da.id} and registrata_da is not null limit 1`.execute(tx),
  )
}

/** The last day of what a comune entrusts. */
export async function finisce(t: TestApp, da: Ambito, comune: string, al: string) {
  await t.deps.db.inScope(nazionale, (tx) =>
    sql`update adesione set al = ${al} where ambito_id = ${da.id} and comune_id = ${comune} and tipo_adesione_id = 'affidamento-flussi'`.execute(
      tx,
    ),
  )
}

/** The same person, in an ambito that is not his. */
export const presso = (t: TestApp, chi: Caller, a: { id: string }): Caller =>
  caller(t.app, chi.utenteId, chi.token, { 'trama-ambito': a.id })

export interface Affidati {
  /** With no comuni of its own. */
  citta: Ambito
  /** Who has the role over the whole of it. */
  chi: Caller
  /** Two ambiti, each of two comuni: the first is entrusted to the city, the second is not. */
  a: Ambito
  b: Ambito
}

export async function affidati(t: TestApp): Promise<Affidati> {
  const citta = await nuovoAmbito(t, 0)
  const [a, b] = [await ambitoConCartella(t), await ambitoConCartella(t)]
  for (const x of [a, b]) await affida(t, x, x.comuni[0]!, citta)
  return { citta, chi: await operatore(t, citta, 'operatore-flussi'), a, b }
}
