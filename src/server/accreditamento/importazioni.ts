// Bulk accreditation through the API: template, upload, progress, row-by-row outcome, confirmation. The handlers only
// open and close the work: it runs in importazioni-corsa.ts.
import { type RawBuilder, sql } from 'kysely'
import { importazioniApi } from '../../shared/accreditamento/importazioni.api.ts'
import { type StatoImportazione, transizioniImportazione } from '../../shared/accreditamento/importazioni.rules.ts'
import type { Input, Output, UploadedFile } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { assertRichiestaFormale } from '../accesso/utenti-abilitazioni.ts'
import { conserva } from '../kernel/allegati.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { rotte } from '../kernel/modulo.ts'
import { aLotti, leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { leggiContesto, righeDelFoglio } from './importazioni-lettura.ts'
import { CON_ELENCHI, type RigaEsito, scriviEsito, scriviEsitoLungo, scriviModello } from './importazioni-modello.ts'

type Api = typeof importazioniApi
type Voce = Output<Api['list']>['voci'][number]

export function ambitoScelto(ctx: Ctx): string {
  if (!ctx.ambito) throw problem('ambito-da-scegliere')
  return ctx.ambito
}

// the name of the file is looked up for the rows of the page alone
const voci = sql`
  m.id, m.richiesta_formale_id, m.stato, (select g.nome from allegato g where g.id = m.allegato_id) as nome_file, m.creata, m.conclusa_il, m.righe_lette, m.righe_elaborate, m.accettate, m.gia_presenti,
  m.modificate, m.rifiutate, m.errore`

async function elenco(ctx: Ctx, dove: RawBuilder<unknown>, limite: number): Promise<Voce[]> {
  const { rows } =
    await sql<Voce>`select ${voci} from importazione m where ${dove} order by m.creata desc, m.id desc limit ${limite}`.execute(
      ctx.tx,
    )
  return rows
}

/** The reports kept with a formal request. */
export const importazioniDi = (ctx: Ctx, richiestaFormaleId: string) =>
  elenco(ctx, sql`m.richiesta_formale_id = ${richiestaFormaleId}`, 200)

async function modello(ctx: Ctx, i: Input<Api['modello']>): Promise<Output<Api['modello']>> {
  ambitoScelto(ctx)
  return scriviModello(ctx, i)
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const qui = ctx.ambito ? sql`m.ambito_id = ${ctx.ambito}` : sql`true`
  const oltre = dopo ? sql`(m.creata, m.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql`true`
  return pagina(await elenco(ctx, sql`${qui} and ${oltre}`, limite + 1), limite, (r) => [r.creata, r.id])
}

// ---- upload: the whole file is read before anything of it is stored ------------------------------------------------

const formati = [
  'formato-diverso',
  'excel-vecchio',
  'macro',
  'protetto-da-password',
  'danneggiato',
  'contenuto-non-ammesso',
]

/** A file that is not acceptable is one sentence, and leaves nothing behind. */
export async function assertFoglio(path: string): Promise<void> {
  let righe = 0
  try {
    for await (const _ of righeDelFoglio(path)) righe++
  } catch (e) {
    if (!(e instanceof TabellaRifiutata)) throw e
    const codice =
      e.motivo === 'troppo-grande'
        ? 'file-troppo-grande'
        : formati.includes(e.motivo)
          ? 'tipo-file-non-ammesso'
          : 'regola-non-rispettata'
    throw problem(codice, { detail: e.message })
  }
  if (righe === 0)
    throw problem('regola-non-rispettata', {
      detail: 'Nel foglio non è compilata alcuna riga: inserisci almeno un operatore.',
    })
}

/** Stores the file and opens its import; the same bytes imported before are recognised. */
export async function apri(ctx: Ctx, file: UploadedFile, richiestaFormaleId: string): Promise<Output<Api['carica']>> {
  const ambitoId = ambitoScelto(ctx)
  await assertRichiestaFormale(ctx, richiestaFormaleId)
  const prima = await ctx.tx
    .selectFrom('importazione')
    .select('conclusaIl')
    .where('ambitoId', '=', ambitoId)
    .where('sha256', '=', file.sha256)
    .where('stato', '=', 'conclusa')
    .orderBy('conclusaIl', 'desc')
    .limit(1)
    .executeTakeFirst()
  const allegatoId = await conserva(ctx.tx, ambitoId, file, 'xlsx')
  const { id } = await ctx.tx
    .insertInto('importazione')
    .values({ ambitoId, richiestaFormaleId, allegatoId, sha256: file.sha256 })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, stessoFileIl: prima?.conclusaIl ?? null }
}

async function ammettiFoglio(ctx: Ctx, i: Omit<Input<Api['carica']>, 'file'>) {
  ambitoScelto(ctx)
  await assertRichiestaFormale(ctx, i.richiestaFormaleId)
}

async function carica(ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> {
  const aperta = await apri(ctx, i.file, i.richiestaFormaleId)
  ctx.emit('importazione.verifica', { id: aperta.id, ambito: ctx.ambito, utente: ctx.utente })
  return aperta
}

// ---- what came of it -------------------------------------------------------------------------------------------------

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await sql<Output<Api['leggi']>>`
    select ${voci}, f.protocollo, u.nome || ' ' || u.cognome as creata_da, v.nome || ' ' || v.cognome as confermata_da,
           (select max(p.conclusa_il) from importazione p where p.ambito_id = m.ambito_id and p.sha256 = m.sha256 and p.stato = 'conclusa' and p.conclusa_il < m.creata) as stesso_file_il
      from importazione m join richiesta_formale f on f.id = m.richiesta_formale_id
      left join utente u on u.id = m.creata_da left join utente v on v.id = m.confermata_da where m.id = ${i.id}`.execute(
    ctx.tx,
  )
  const riga = rows[0]
  if (!riga) throw problem('non-trovato')
  return riga
}

async function getStato(ctx: Ctx, id: string): Promise<StatoImportazione> {
  ambitoScelto(ctx)
  const riga = await ctx.tx
    .selectFrom('importazione')
    .select('stato')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!riga) throw problem('non-trovato')
  return riga.stato as StatoImportazione
}

async function righe(ctx: Ctx, i: Input<Api['righe']>): Promise<Output<Api['righe']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 1)
  const presente = await ctx.tx.selectFrom('importazione').select('id').where('id', '=', i.id).executeTakeFirst()
  if (!presente) throw problem('non-trovato')
  let q = ctx.tx
    .selectFrom('importazioneRiga')
    .select(['riga', 'celle', 'esito', 'motivi'])
    .where('importazioneId', '=', i.id)
    .where('riga', '>', Number(dopo?.[0] ?? 0))
    .orderBy('riga')
    .limit(limite + 1)
  if (i.esito) q = q.where('esito', '=', i.esito)
  const lette = (await q.execute()) as Output<Api['righe']>['voci']
  return pagina(lette, limite, (r) => [r.riga])
}

type Leggi = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>
const PER_LOTTO = 1000

/** Rows with their outcome, some at a time, each lot in a transaction of its own. */
export const righeConEsito = (leggi: Leggi, id: string, soloRifiutate = false): AsyncGenerator<RigaEsito> =>
  aLotti<RigaEsito & { riga: number }>(PER_LOTTO, (ultima) =>
    leggi((tx) =>
      tx
        .selectFrom('importazioneRiga')
        .select(['riga', 'celle', 'esito', 'motivi'])
        .where('importazioneId', '=', id)
        .where('riga', '>', ultima?.riga ?? 0)
        .$if(soloRifiutate, (q) => q.where('esito', '=', 'rifiutata'))
        .orderBy('riga')
        .limit(PER_LOTTO)
        .execute(),
    ),
  )

async function rifiutate(ctx: Ctx, i: Input<Api['rifiutate']>): Promise<Output<Api['rifiutate']>> {
  ambitoScelto(ctx)
  const m = await ctx.tx
    .selectFrom('importazione')
    .select(['stato', 'rifiutate'])
    .where('id', '=', i.id)
    .executeTakeFirst()
  if (!m) throw problem('non-trovato')
  if (m.stato === 'in-lettura')
    throw problem('stato-non-ammesso', { detail: 'La verifica è ancora in corso: attendi che finisca.' })
  const contesto = await leggiContesto(ctx)
  const tutte = (leggi: Leggi) => righeConEsito(leggi, i.id, true)
  return {
    nome: `righe-rifiutate-${ctx.oggi()}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto:
      m.rifiutate > CON_ELENCHI
        ? async () => scriviEsitoLungo(contesto, tutte(ctx.rileggi))
        : await scriviEsito(contesto, await Array.fromAsync(tutte((fn) => fn(ctx.tx)))),
  }
}

/** From here the import runs by itself: what it will do is what the dry run showed, judged again row by row. */
export async function avviaConferma(ctx: Ctx, id: string): Promise<StatoImportazione> {
  const stato = assertTransizione(transizioniImportazione, 'conferma', await getStato(ctx, id))
  await ctx.tx
    .updateTable('importazione')
    .set({ stato, righeElaborate: 0, aggiornata: ctx.adesso().toISOString(), confermataDa: ctx.utente || null })
    .where('id', '=', id)
    .execute()
  return stato
}

async function conferma(ctx: Ctx, i: Input<Api['conferma']>): Promise<Output<Api['conferma']>> {
  const stato = await avviaConferma(ctx, i.id)
  ctx.emit('importazione.importa', { id: i.id, ambito: ctx.ambito, utente: ctx.utente })
  return { stato }
}

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  const stato = assertTransizione(transizioniImportazione, 'annulla', await getStato(ctx, i.id))
  await ctx.tx.deleteFrom('importazioneRiga').where('importazioneId', '=', i.id).execute()
  await ctx.tx.updateTable('importazione').set({ stato }).where('id', '=', i.id).execute()
  return { stato }
}

export const importazioniRotte = rotte(
  importazioniApi,
  { modello, list, carica, leggi, righe, rifiutate, conferma, annulla },
  { carica: { ammetti: ammettiFoglio, controlla: (file) => assertFoglio(file.path) } },
)
