// The SINBA flow: the cards that are ready, in one transaction with its number and its hash. They are as many as the minors in charge of
// an ente: hundreds, not a million.
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { scriviNome } from '../../shared/flussi/dividi.ts'
import { PARTITA } from '../../shared/flussi/elabora-minore.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { schemaMinori } from './contesto.ts'
import { scriviMinoriConvalidati } from './convalida.ts'
import { difettoTesta, getEnte } from './enti.ts'
import { scriviParte } from './generazioni-lotto.ts'
import { MESE_SCHEDA } from './minori-lettura.ts'
import { accordaSchede } from './minori-scrittura.ts'
import { tieniImpronte } from './righe-db.ts'

/** In one file, which is made in one transaction; the rest goes in the next. */
const AL_PIU = 5000

/** Of which months the cards are, by the one in which they were written. */
interface Mesi {
  dal?: string | null | undefined
  al?: string | null | undefined
}

export const schedeDaInviare = (
  ente: string,
  { dal, al }: Mesi,
): RawBuilder<unknown> => sql`p.ente_id = ${ente} and p.stato = 'pronta'
  ${dal ? sql`and ${MESE_SCHEDA} >= ${dal}` : sql``} ${al ? sql`and ${MESE_SCHEDA} <= ${al}` : sql``}`

interface Pronta {
  id: string
  record: SchedaMinore
}

/**
 * In the order of the file, held until the end of the act. Of one minor the first that was written, and those for which somebody said why INPS
 * is sent another: the rest is told when that has left, be it in a lot of one or of thousands.
 */
export async function schedePronte(ctx: Ctx, ente: string, quante: number, mesi: Mesi = {}): Promise<Pronta[]> {
  const { rows } = await sql<Pronta>`
    select p.id, d.record from scheda_minore p join scheda_minore_dati d on d.id = p.id
     where ${schedeDaInviare(ente, mesi)} and (d.deroghe ? ${PARTITA.regola}::text
       or p.id in (select distinct on (p.gettone) p.id from scheda_minore p where ${schedeDaInviare(ente, mesi)} order by p.gettone, p.ordine))
     order by p.gettone, p.id limit ${quante} for update of p`.execute(ctx.tx)
  return rows
}

/** What waits of the minors of these cards is told when they have left. */
export const gettoniDi = (schede: readonly Pronta[]): string[] => schede.flatMap((s) => s.record.idBeneficiario ?? [])

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

/** The text of a flow, and which of its cards the schema does not take. */
async function scritto(ctx: Ctx, testa: Parameters<typeof scriviMinoriConvalidati>[1], schede: readonly Pronta[]) {
  const difettose = new Map<string, string>()
  const pezzi: string[] = []
  const scritti = scriviMinoriConvalidati(
    await schemaMinori(ctx),
    testa,
    schede.map((p) => p.record),
    (d) => {
      const sua = schede[d.riga - 1]
      if (sua && !difettose.has(sua.id)) difettose.set(sua.id, d.frase)
    },
  )
  for await (const p of scritti) pezzi.push(p)
  return { pezzi, difettose }
}

interface Richiesta extends Mesi {
  id: string
  enteId: string
  comuneId: string
  massimoRecord: number
}

/** One flow of a generation, with the next cards that are ready; undefined when none is. What the schema no longer takes is told on its card. */
export async function scriviFlussoMinori(
  ctx: Ctx,
  g: Richiesta,
): Promise<{ flusso: string; schede: number } | undefined> {
  // two at once wait here: the number of the day is given on the ente
  const ente = await getEnte(ctx, g.enteId, true)
  await tieniImpronte(ctx, ente.id)
  let schede = await schedePronte(ctx, ente.id, Math.min(g.massimoRecord, AL_PIU), g)
  if (schede.length === 0) return undefined
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
  let { pezzi, difettose } = await scritto(ctx, testa, schede)
  if (difettose.size > 0) {
    for (const [id, frase] of difettose) await respingiScheda(ctx, { id, frase })
    schede = schede.filter((s) => !difettose.has(s.id))
    if (schede.length === 0) return scriviFlussoMinori(ctx, g)
    ;({ pezzi } = await scritto(ctx, testa, schede))
  }
  const { rows: fatto } = await sql<{ id: string }>`
    insert into flusso (comune_id, ente_id, generazione_id, tipo) values (${g.comuneId}, ${g.enteId}, ${g.id}, 'SINBA') returning id`.execute(
    ctx.tx,
  )
  const id = fatto[0]!.id
  const impronta = createHash('sha256')
  let bytes = 0
  for (const [parte, testo] of pezzi.entries()) {
    await scriviParte(ctx, id, g.comuneId, parte, testo)
    impronta.update(testo)
    bytes += Buffer.byteLength(testo)
  }
  await sql`update scheda_minore set stato = 'in-flusso', flusso_id = ${id}, versione = versione + 1 where id = any (${schede.map((p) => p.id)}::uuid[])`.execute(
    ctx.tx,
  )
  await sql`update flusso set stato = 'generato', nome = ${nome}, giorno = ${giorno}, progressivo = ${progressivo}, bytes = ${bytes}, sha256 = ${impronta.digest('hex')},
      ultima_parte = ${pezzi.length - 1}, beneficiari = ${schede.length}, prestazioni = ${schede.length}, generato_il = kernel.adesso(), generato_da = kernel.utente() where id = ${id}`.execute(
    ctx.tx,
  )
  await accordaSchede(ctx, g.enteId, gettoniDi(schede))
  await sql`update generazione_flussi set flussi = flussi + 1, prestazioni = prestazioni + ${schede.length}, aggiornata = kernel.adesso() where id = ${g.id}`.execute(
    ctx.tx,
  )
  return { flusso: nome, schede: schede.length }
}
