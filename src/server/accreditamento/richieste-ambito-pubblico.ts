// The public side of the first phase: the applicant has no account, his draft opens to the secret he was given once,
// of which only the hash is stored (policy on the table). The receipt code opens nothing but the state.
import { randomBytes, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import {
  mancanzePerInvio,
  type StatoRichiesta,
  transizioniRichiesta,
} from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { normalizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { INDIRIZZO, scriviPosta } from '../kernel/avvisi.ts'
import { type Ctx, oggiInItalia } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { rotte } from '../kernel/modulo.ts'
import { hashToken, inCtx } from '../kernel/serve.ts'
import {
  leggiContenuto,
  passa,
  type RigaRichiesta,
  scriviPersoneNota,
  trovaRichiesta,
} from './richieste-ambito-dati.ts'
import { caricaDocumento } from './richieste-ambito-documenti.ts'
import {
  assertSpazioDelleBozze,
  contaCaricamento,
  contaInvio,
  daConfermare,
  parametro,
} from './richieste-ambito-limiti.ts'

type Api = typeof richiestaPubblicaApi
type Propria = Output<Api['leggi']>

/** No letters or digits that look alike when read aloud or copied by hand. */
const ALFABETO = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** ABCD-2345-EFGH: some sixty bits, not to be guessed at the rate that the endpoint allows. */
const nuovaRicevuta = () =>
  [0, 1, 2].map(() => Array.from({ length: 4 }, () => ALFABETO[randomInt(ALFABETO.length)]).join('')).join('-')

/** The last day of a draft that is not touched again: some days after the last touch, and never beyond those since it was begun. */
async function scadenza(ctx: Ctx, r: { creata: string; aggiornata: string }): Promise<string> {
  const dopo = async (da: string, giorni: string) =>
    new Date(da).getTime() + (await parametro(ctx, giorni)) * 86_400_000
  const [toccata, cominciata] = [
    await dopo(r.aggiornata, 'bozza-giorni'),
    await dopo(r.creata, 'bozza-giorni-dalla-creazione'),
  ]
  return oggiInItalia(new Date(Math.min(toccata, cominciata)))
}

async function crea(ctx: Ctx): Promise<Output<Api['crea']>> {
  const chiave = randomBytes(32).toString('base64url')
  const chiaveHash = hashToken(chiave).toString('hex')
  // from here on this transaction is of whoever holds the secret
  await sql`select set_config('app.chiave', ${chiaveHash}, true)`.execute(ctx.tx)
  const r = await ctx.tx
    .insertInto('richiestaAmbito')
    .values({ ricevuta: nuovaRicevuta(), chiaveHash })
    .returning(['id', 'ricevuta', 'creata', 'aggiornata'])
    .executeTakeFirstOrThrow()
  return { id: r.id, chiave, ricevuta: r.ricevuta, scade: await scadenza(ctx, r) }
}

async function comePropria(ctx: Ctx, r: RigaRichiesta): Promise<Propria> {
  const contenuto = await leggiContenuto(ctx, r)
  const { rows } = await sql<{
    pec: string | null
  }>`select kernel.parametro('richiesta-ambito.pec') #>> '{}' as pec`.execute(ctx.tx)
  const impossibili = contenuto.persone.flatMap((p, n) =>
    p.codiceFiscaleEsito?.esito === 'impossibile'
      ? [{ regola: 'A2.01', campo: `persone.${n}.codiceFiscale`, messaggio: p.codiceFiscaleEsito.motivi.join(' ') }]
      : [],
  )
  return {
    ...contenuto,
    mancanze: [...mancanzePerInvio(contenuto), ...impossibili],
    scade: r.stato === 'bozza' ? await scadenza(ctx, r) : null,
    pec: rows[0]!.pec,
  }
}

const leggi = async (ctx: Ctx): Promise<Propria> => comePropria(ctx, await trovaRichiesta(ctx, null))

/** The request of whoever shows the secret, locked, while it may still be written. */
async function daScrivere(ctx: Ctx): Promise<RigaRichiesta> {
  const r = await trovaRichiesta(ctx, null, true)
  assertTransizione(transizioniRichiesta, 'modifica', r.stato)
  await ctx.tx
    .updateTable('richiestaAmbito')
    .set({ aggiornata: ctx.adesso().toISOString() })
    .where('id', '=', r.id)
    .execute()
  return r
}

const pulito = (s: string | null | undefined) => s?.trim().replace(/\s+/g, ' ') || null

async function salva(ctx: Ctx, i: Input<Api['salva']>): Promise<Propria> {
  const r = await daScrivere(ctx)
  await ctx.tx
    .updateTable('richiestaAmbito')
    .set({
      ambitoId: i.ambitoId ?? null,
      ambitoNominato: i.ambitoId ? null : pulito(i.ambitoNominato),
      firmatarioNome: pulito(i.firmatarioNome),
      firmatarioCognome: pulito(i.firmatarioCognome),
      firmatarioQualifica: i.firmatarioQualifica ?? null,
      firmatarioEmail: pulito(i.firmatarioEmail),
      firmatarioTelefono: pulito(i.firmatarioTelefono),
      nominaDichiarata: i.nominaDichiarata ?? false,
    })
    .where('id', '=', r.id)
    .execute()
  await salvaPersone(ctx, r.id, i.persone)
  await scriviPersoneNota(
    ctx,
    r.id,
    i.personeNota.map((p) => ({
      codiceFiscale: normalizzaCodiceFiscale(p.codiceFiscale),
      nominativo: pulito(p.nominativo)!,
    })),
    'richiedente',
  )
  return comePropria(ctx, await trovaRichiesta(ctx, r.id))
}

/** Rows keep their key, because the copies of the documents hang on them; those gone from the form go with theirs. */
async function salvaPersone(ctx: Ctx, richiestaId: string, persone: Input<Api['salva']>['persone']) {
  await sql`delete from richiesta_ambito_persona where richiesta_id = ${richiestaId} and id <> all (${persone.map((p) => p.id)}::uuid[])`.execute(
    ctx.tx,
  )
  if (persone.length === 0) return
  await ctx.tx
    .insertInto('richiestaAmbitoPersona')
    .values(
      persone.map((p, ordine) => ({
        id: p.id,
        richiestaId,
        ordine,
        codiceFiscale: p.codiceFiscale ? normalizzaCodiceFiscale(p.codiceFiscale) : null,
        nome: pulito(p.nome),
        cognome: pulito(p.cognome),
        dataNascita: p.dataNascita ?? null,
        luogoNascitaId: p.luogoNascitaId ?? null,
        genere: p.genere ?? null,
        email: pulito(p.email),
        telefono: pulito(p.telefono),
      })),
    )
    .onConflict((c) =>
      c.column('id').doUpdateSet((w) => ({
        ordine: w.ref('excluded.ordine'),
        codiceFiscale: w.ref('excluded.codiceFiscale'),
        nome: w.ref('excluded.nome'),
        cognome: w.ref('excluded.cognome'),
        dataNascita: w.ref('excluded.dataNascita'),
        luogoNascitaId: w.ref('excluded.luogoNascitaId'),
        genere: w.ref('excluded.genere'),
        email: w.ref('excluded.email'),
        telefono: w.ref('excluded.telefono'),
      })),
    )
    .execute()
}

async function rinuncia(ctx: Ctx): Promise<Output<Api['rinuncia']>> {
  const r = await trovaRichiesta(ctx, null, true)
  if (r.stato !== 'bozza')
    throw problem('stato-non-ammesso', {
      detail: 'La richiesta è già stata inviata: solo una bozza si può cancellare.',
    })
  await ctx.tx.deleteFrom('richiestaAmbito').where('id', '=', r.id).execute()
  return { fatto: true }
}

/** Before the file is received: who has no draft to put it in has nothing to send, and drafts have a room of their own. */
async function ammettiDocumento(ctx: Ctx) {
  const r = await trovaRichiesta(ctx, null)
  assertTransizione(transizioniRichiesta, 'modifica', r.stato)
  await contaCaricamento(ctx, 0)
  await assertSpazioDelleBozze(ctx, r, 0)
}

async function carica(ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> {
  const r = await daScrivere(ctx)
  await contaCaricamento(ctx, i.file.bytes)
  await assertSpazioDelleBozze(ctx, r, i.file.bytes)
  return caricaDocumento(ctx, r.id, i)
}

async function togli(ctx: Ctx, i: Input<Api['togli']>): Promise<Output<Api['togli']>> {
  const r = await daScrivere(ctx)
  const { numDeletedRows } = await ctx.tx
    .deleteFrom('richiestaAmbitoDocumento')
    .where('id', '=', i.documento)
    .where('richiestaId', '=', r.id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw problem('non-trovato')
  return { fatto: true }
}

async function invia(ctx: Ctx): Promise<Propria> {
  const r = await trovaRichiesta(ctx, null, true)
  const stato = assertTransizione(transizioniRichiesta, 'invia', r.stato)
  const { mancanze } = await comePropria(ctx, r)
  if (mancanze.length > 0)
    throw problem('regola-non-rispettata', {
      detail: `La richiesta non si può ancora inviare. ${mancanze[0]!.messaggio}`,
      errori: mancanze.map((m) => ({ campo: m.campo, codice: m.regola, messaggio: m.messaggio })),
    })
  await contaInvio(ctx, r)
  const adesso = ctx.adesso().toISOString()
  const conferma = await daConfermare(ctx, r.firmatarioEmail!)
  const inviata = await passa(ctx, r, stato, { inviata: adesso, ...(conferma && { confermataIl: adesso }) })
  if (conferma) await confermaPerPosta(ctx, r)
  await sql`select accesso.avvisa_super_utenti(${`È arrivata una richiesta di accreditamento (${r.ricevuta}).`}, ${`/richieste-ambito/${r.id}`})`.execute(
    ctx.tx,
  )
  return comePropria(ctx, inviata)
}

const confermaPerPosta = (ctx: Ctx, r: RigaRichiesta) =>
  scriviPosta(
    ctx,
    r.firmatarioEmail!,
    'Richiesta di accreditamento ricevuta',
    `La richiesta di accreditamento dell’ambito è stata ricevuta.\n\nCodice di ricevuta: ${r.ricevuta}\n\nPuoi seguirne lo stato qui: ${INDIRIZZO}/richiesta-accreditamento/stato?ricevuta=${r.ricevuta}\n`,
  )

async function stato(ctx: Ctx, i: Input<Api['stato']>): Promise<Output<Api['stato']>> {
  // as it comes: in lower case, without hyphens, read over the telephone
  const lettere = i.ricevuta.toUpperCase().replace(/[ -]/g, '')
  const ricevuta = (lettere.match(/.{1,4}/g) ?? []).join('-')
  const { rows } = await sql<{
    stato: StatoRichiesta | null
  }>`select accesso.stato_di_ricevuta(${ricevuta}) as stato`.execute(ctx.tx)
  const trovato = rows[0]?.stato
  if (!trovato)
    throw problem('non-trovato', {
      detail: 'Nessuna richiesta ha questo codice di ricevuta: controlla di averlo copiato per intero.',
    })
  return { stato: trovato }
}

export const richiestaPubblicaRotte = rotte(
  richiestaPubblicaApi,
  { crea, leggi, salva, rinuncia, carica, togli, invia, stato },
  { carica: { ammetti: ammettiDocumento } },
)

/** Every night, with their documents: drafts that nobody has touched for some days, and those begun too long ago, touched or not. */
export const scadenzaBozze: Job = {
  nome: 'richiesta-ambito.scade',
  ogni: '40 3 * * *',
  run: (deps) =>
    inCtx(
      deps,
      { azione: 'richiesta-ambito.scade', nazionale: true, operatore: 'scadenza delle bozze' },
      async (ctx) => {
        const prima = (colonna: string, giorni: string) =>
          sql`${sql.ref(colonna)} < ${ctx.adesso().toISOString()}::timestamptz - make_interval(days => (kernel.parametro(${giorni}))::int)`
        await sql`delete from richiesta_ambito where stato = 'bozza' and (${prima('aggiornata', 'richiesta-ambito.bozza-giorni')}
          or ${prima('creata', 'richiesta-ambito.bozza-giorni-dalla-creazione')})`.execute(ctx.tx)
      },
    ),
}
