// The SINBA flow: the cards that are ready, in one transaction with its number and its hash. They are as many as the minors in charge of
// an ente: hundreds, not a million.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { scriviNome } from '../../shared/flussi/dividi.ts'
import type { minoriApi } from '../../shared/flussi/minori.api.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { schemaMinori } from './contesto.ts'
import { scriviMinoriConvalidati } from './convalida.ts'
import { difettoTesta, getEnte } from './enti.ts'
import { scriviParte } from './generazioni-lotto.ts'

type Api = typeof minoriApi

/** In one file; the rest goes in the next. */
const AL_PIU = 5000

/** In the order of the file, held until the end of the act. */
export async function schedePronte(
  ctx: Ctx,
  ente: string,
  quante: number,
): Promise<{ id: string; record: SchedaMinore }[]> {
  const { rows } = await sql<{ id: string; record: SchedaMinore }>`
    select s.id, d.record from scheda_minore s join scheda_minore_dati d on d.id = s.id
     where s.ente_id = ${ente} and s.stato = 'pronta' order by s.gettone, s.id limit ${quante} for update of s`.execute(
    ctx.tx,
  )
  return rows
}

/** It was good when it was written: the schema has changed since. */
export async function respingiScheda(ctx: Ctx, { id, frase }: { id: string; frase: string }): Promise<void> {
  const difetto = { regola: 'SB01', segno: 'O', gravita: 'errore', derogabile: false, campo: '', frase }
  await sql`update scheda_minore set stato = 'rifiutata', errori = array_append(errori, 'SB01'), versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  await sql`update scheda_minore_dati set difetti = difetti || ${JSON.stringify([difetto])}::jsonb where id = ${id}`.execute(
    ctx.tx,
  )
}

export async function genera(ctx: Ctx, i: Input<Api['genera']>): Promise<Output<Api['genera']>> {
  // two at once wait here: the number of the day is given on the ente
  const ente = await getEnte(ctx, i.ente, true)
  const pronte = await schedePronte(ctx, ente.id, AL_PIU)
  if (pronte.length === 0) return { flusso: null, schede: 0 }
  const difetto = await difettoTesta(ctx, 'SINBA', ente)
  if (difetto)
    throw problem('regola-non-rispettata', { detail: `L’ente va corretto in «Enti che inviano»: ${difetto.frase}` })
  const giorno = ctx.oggi()
  const { rows } = await sql<{ n: number }>`
    select coalesce(max(progressivo), 0) + 1 as n from flusso where ente_id = ${ente.id} and giorno = ${giorno}`.execute(
    ctx.tx,
  )
  const progressivo = rows[0]!.n
  const nome = scriviNome({ ente: ente.codice, tipo: 'SINBA', giorno, progressivo })
  const { codice, denominazione, sede, codiceFiscaleOperatore } = ente
  const testa = { nome, ente: { codice, denominazione, sede, codiceFiscaleOperatore } }
  const difetti: string[] = []
  const pezzi: string[] = []
  const scritti = scriviMinoriConvalidati(
    await schemaMinori(ctx),
    testa,
    pronte.map((p) => p.record),
    (d) => difetti.push(d.frase),
  )
  for await (const p of scritti) pezzi.push(p)
  // they were good when they were written: the schema has changed since
  if (difetti[0])
    throw problem('regola-non-rispettata', {
      detail: `Lo schema in uso non ammette più una delle schede pronte (${difetti[0]}) Apri e conserva di nuovo le schede.`,
    })
  const { rows: fatto } = await sql<{ id: string }>`
    with g as (insert into generazione_flussi (comune_id, ente_id, tipo, massimo_record, massimo_bytes, stato, flussi, prestazioni, portata, conclusa_il)
                 values (${ente.comuneId}, ${ente.id}, 'SINBA', ${AL_PIU}, 1073741824, 'conclusa', 1, ${pronte.length}, jsonb_build_object('comuni', to_jsonb(kernel.comuni())), kernel.adesso()) returning id)
    insert into flusso (comune_id, ente_id, generazione_id, tipo) select ${ente.comuneId}, ${ente.id}, g.id, 'SINBA' from g returning id`.execute(
    ctx.tx,
  )
  const id = fatto[0]!.id
  const impronta = createHash('sha256')
  let bytes = 0
  for (const [parte, testo] of pezzi.entries()) {
    await scriviParte(ctx, id, ente.comuneId, parte, testo)
    impronta.update(testo)
    bytes += Buffer.byteLength(testo)
  }
  await sql`update scheda_minore set stato = 'in-flusso', flusso_id = ${id}, versione = versione + 1 where id = any (${pronte.map((p) => p.id)}::uuid[])`.execute(
    ctx.tx,
  )
  await sql`update flusso set stato = 'generato', nome = ${nome}, giorno = ${giorno}, progressivo = ${progressivo}, bytes = ${bytes}, sha256 = ${impronta.digest('hex')},
      ultima_parte = ${pezzi.length - 1}, beneficiari = ${pronte.length}, prestazioni = ${pronte.length}, generato_il = kernel.adesso(), generato_da = kernel.utente() where id = ${id}`.execute(
    ctx.tx,
  )
  return { flusso: nome, schede: pronte.length }
}
