// The ministry's side of the first phase: the queue of the Super Utente, from the request received to the account of
// the administrators of the ambito (A2.04). Form and note must name the same persons (A2.05); the account itself is
// made as every other, with its own checks (R1.01, R1.02, R1.05).
import { sql } from 'kysely'
import { richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import {
  avvertenzeRichiesta,
  mancanzePerApprovazione,
  nominativo,
  type PassoRichiesta,
  type StatoRichiesta,
  transizioniRichiesta,
} from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { normalizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, Problem, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { create as accredita } from '../accesso/utenti.ts'
import { amministratori } from '../accesso/utenti-abilitazioni.ts'
import { INDIRIZZO, notifica, scriviPosta } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { fino, inizia, POCHE, type Sql, tutte } from '../kernel/ricerca.ts'
import {
  leggiContenuto,
  type PersonaLetta,
  passa,
  type RigaRichiesta,
  scriviPersoneNota,
  trovaRichiesta,
} from './richieste-ambito-dati.ts'
import { scaricaDocumento } from './richieste-ambito-documenti.ts'
import { bozze, togliBozza } from './richieste-ambito-limiti.ts'

type Api = typeof richiesteAmbitoApi
type Scheda = Output<Api['get']>
const NESSUNO = '00000000-0000-0000-0000-000000000000'

/**
 * The requests whose receipt begins so, or whose ambito has a word that does, chosen or only named: in the order of the list,
 * all that is compared standing in an index. Few are found by each way and put in order; many are met soon in the list.
 */
async function conLaParola(ctx: Ctx, q: string, dopo: readonly Sql[]): Promise<Sql> {
  const parola = sql`kernel.normalizza(${q})`
  const haLaParola = (chiave: Sql) => sql`position(' ' || ${parola} in ' ' || ${chiave}) > 0`
  const ambiti = sql`select a.id from ambito a where ${haLaParola(sql`kernel.normalizza(a.nome)`)}`
  const ricevuta = inizia(sql`r.ricevuta collate "C"`, sql`upper(${q})`)
  const tra = (dove: Sql) =>
    sql`select r.inviata, r.id from richiesta_ambito r where ${tutte([sql`r.stato <> 'bozza'`, dove, ...dopo])}`
  const nominate = sql`select r.inviata, r.id from (select p.inviata, p.richiesta_id as id from richiesta_ambito_parola p
    where ${inizia(sql`p.parola`, parola)}) r where ${tutte([sql`true`, ...dopo])}`
  const vie = [...[sql`r.ambito_id = any (array(${ambiti}))`, ricevuta].map(tra), nominate]
  const { rows } = await sql<{
    quante: number
  }>`select ${sql.join(
    vie.map((v) => fino(sql`from (${v}) x`)),
    sql` + `,
  )} as quante`.execute(ctx.tx)
  if (rows[0]!.quante < POCHE) return sql.join(vie, sql` union `)
  const nominato = haLaParola(sql`r.ambito_nominato_chiave`)
  return tra(sql`(r.ambito_id in (${ambiti}) or ${ricevuta} or (r.ambito_id is null and ${nominato}))`)
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const condizioni: Sql[] = [sql`r.stato <> 'bozza'`]
  if (i.stato) condizioni.push(sql`r.stato = ${i.stato}`)
  if (i.ambito) condizioni.push(sql`r.ambito_id = ${i.ambito}`)
  if (i.mie) condizioni.push(sql`r.istruttore_id = ${ctx.utente}`)
  if (i.dal) condizioni.push(sql`r.inviata >= ${i.dal}::date::timestamp at time zone 'Europe/Rome'`)
  if (i.al) condizioni.push(sql`r.inviata < (${i.al}::date + 1)::timestamp at time zone 'Europe/Rome'`)
  const chiave = leggiCursore(i.dopo, 2)
  const dopo = chiave ? [sql`(r.inviata, r.id) > (${chiave[0]}::timestamptz, ${chiave[1]}::uuid)`] : []
  const cerca = i.q ? await conLaParola(ctx, i.q, dopo) : undefined
  // found by a word they are opened one at a time, until the page is full
  const [da, prima] = cerca
    ? [
        sql`(${cerca} order by 1, 2 offset 0) k,
          lateral (select r.* from richiesta_ambito r where ${tutte([sql`r.id = k.id`, ...condizioni])} offset 0) r`,
        sql`k`,
      ]
    : [sql`(select r.* from richiesta_ambito r where ${tutte([...condizioni, ...dopo])}) r`, sql`r`]
  const { rows } = await sql<Output<Api['list']>['voci'][number]>`
    select r.id, r.ricevuta, r.stato, coalesce(a.nome, r.ambito_nominato) as ambito, r.ambito_id is null as ambito_da_collegare, r.inviata,
           (select count(*) from richiesta_ambito_persona p where p.richiesta_id = r.id) as persone,
           u.cognome || ' ' || u.nome as istruttore
      from ${da} left join ambito a on a.id = r.ambito_id left join utente u on u.id = r.istruttore_id
     order by ${prima}.inviata, ${prima}.id limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.inviata, r.id])
}

async function scheda(ctx: Ctx, r: RigaRichiesta): Promise<Scheda> {
  const contenuto = await leggiContenuto(ctx, r)
  const { rows: passaggi } = await sql<Scheda['passaggi'][number]>`
    select p.quando, p.stato, p.motivo, coalesce(u.cognome || ' ' || u.nome, 'Chi ha presentato la richiesta') as chi
      from richiesta_ambito_passaggio p left join utente u on u.id = p.utente_id
     where p.richiesta_id = ${r.id} order by p.id`.execute(ctx.tx)
  const istruttore = r.istruttoreId
    ? await ctx.tx.selectFrom('utente').select(['nome', 'cognome']).where('id', '=', r.istruttoreId).executeTakeFirst()
    : undefined
  const decisa = r.stato === 'approvata' || r.stato === 'respinta'
  const { rows } = await sql<{
    n: number
  }>`select (kernel.parametro('richiesta-ambito.amministratori-consigliati'))::int as n`.execute(ctx.tx)
  const presenti = r.ambitoId && !decisa ? await amministratori({ ...ctx, ambito: r.ambitoId }, NESSUNO) : 0
  return {
    ...contenuto,
    istruttore: istruttore ? nominativo(istruttore) : null,
    decisa: r.decisa,
    mancanze: decisa ? [] : mancanzePerApprovazione(contenuto),
    avvertenze: avvertenzeRichiesta(contenuto, rows[0]!.n, presenti),
    passaggi,
  }
}

const get = async (ctx: Ctx, i: Input<Api['get']>): Promise<Scheda> => scheda(ctx, await trovaRichiesta(ctx, i.id))

/** Locked and lawful in its state; returns the state that follows. */
async function daIstruire(
  ctx: Ctx,
  id: string,
  passo: PassoRichiesta,
  vista?: string,
): Promise<[RigaRichiesta, StatoRichiesta]> {
  const r = await trovaRichiesta(ctx, id, true)
  if (vista !== undefined && vista !== r.inviata) throw problem('versione-superata')
  return [r, assertTransizione(transizioniRichiesta, passo, r.stato)]
}

async function prendiInCarico(ctx: Ctx, i: Input<Api['prendiInCarico']>): Promise<Scheda> {
  const [r, stato] = await daIstruire(ctx, i.id, 'prendiInCarico')
  return scheda(ctx, await passa(ctx, r, stato, { istruttoreId: ctx.utente }))
}

async function collegaAmbito(ctx: Ctx, i: Input<Api['collegaAmbito']>): Promise<Scheda> {
  const [r] = await daIstruire(ctx, i.id, 'approva')
  await ctx.tx.updateTable('richiestaAmbito').set({ ambitoId: i.ambitoId }).where('id', '=', r.id).execute()
  return scheda(ctx, await trovaRichiesta(ctx, r.id))
}

async function personeNota(ctx: Ctx, i: Input<Api['personeNota']>): Promise<Scheda> {
  const [r] = await daIstruire(ctx, i.id, 'approva')
  const persone = i.personeNota.map((p) => ({
    codiceFiscale: normalizzaCodiceFiscale(p.codiceFiscale),
    nominativo: p.nominativo.trim(),
  }))
  await scriviPersoneNota(ctx, r.id, persone, 'istruttoria')
  return scheda(ctx, r)
}

// The reason may name persons: the mail says only that there is one, and where to read it with the secret.
async function chiediIntegrazione(ctx: Ctx, i: Input<Api['chiediIntegrazione']>): Promise<Scheda> {
  const [r, stato] = await daIstruire(ctx, i.id, 'chiediIntegrazione', i.inviata)
  await scriviPosta(
    ctx,
    r.firmatarioEmail!,
    'Richiesta di accreditamento: serve un’integrazione',
    `Per proseguire, la richiesta di accreditamento con codice di ricevuta ${r.ricevuta} deve essere integrata.\n\nRiaprila con la chiave che hai ricevuto quando l’hai cominciata, leggi che cosa manca e inviala di nuovo: ${INDIRIZZO}/richiesta-accreditamento\n`,
  )
  return scheda(ctx, await passa(ctx, r, stato, { motivo: i.motivo }))
}

async function respingi(ctx: Ctx, i: Input<Api['respingi']>): Promise<Scheda> {
  const [r, stato] = await daIstruire(ctx, i.id, 'respingi', i.inviata)
  await scriviPosta(
    ctx,
    r.firmatarioEmail!,
    'Richiesta di accreditamento respinta',
    `La richiesta di accreditamento con codice di ricevuta ${r.ricevuta} è stata respinta.\n\nPuoi leggere il motivo con la chiave che hai ricevuto quando l’hai cominciata, e presentarne un’altra: ${INDIRIZZO}/richiesta-accreditamento\n`,
  )
  return scheda(ctx, await passa(ctx, r, stato, { motivo: i.motivo, decisa: ctx.adesso().toISOString() }))
}

async function approva(ctx: Ctx, i: Input<Api['approva']>): Promise<Scheda> {
  const [r, stato] = await daIstruire(ctx, i.id, 'approva', i.inviata)
  const contenuto = await leggiContenuto(ctx, r)
  const mancanze = mancanzePerApprovazione(contenuto)
  if (mancanze.length > 0)
    throw problem('regola-non-rispettata', {
      detail: `La richiesta non si può approvare. ${mancanze[0]!.messaggio}`,
      errori: mancanze.map((m) => ({ campo: m.campo, codice: m.regola, messaggio: m.messaggio })),
    })
  // the accounts are of that ambito, whichever one the Super Utente was looking at
  await sql`select set_config('app.ambito', ${r.ambitoId}, true)`.execute(ctx.tx)
  const nellAmbito = { ...ctx, ambito: r.ambitoId }
  // one after the other, five at most: each goes through all the checks of an account
  for (const [n, p] of contenuto.persone.entries())
    await accreditaPersona(nellAmbito, r, p, n, i.dubbi.find((d) => d.personaId === p.id)?.motivo)
  const approvata = await passa(ctx, r, stato, { decisa: ctx.adesso().toISOString() })
  await scriviPosta(
    ctx,
    r.firmatarioEmail!,
    'Richiesta di accreditamento approvata',
    `La richiesta di accreditamento con codice di ricevuta ${r.ricevuta} è stata approvata: chi vi è indicato come amministratore può entrare con SPID.\n\n${INDIRIZZO}\n`,
  )
  return scheda(ctx, approvata)
}

async function accreditaPersona(ctx: Ctx, r: RigaRichiesta, p: PersonaLetta, n: number, dubbio: string | undefined) {
  const presente = await giaAmministratore(ctx, p.codiceFiscale!)
  const utenteId = presente ?? (await nuovoAmministratore(ctx, p, n, dubbio))
  await ctx.tx.updateTable('richiestaAmbitoPersona').set({ utenteId }).where('id', '=', p.id).execute()
  if (presente) return
  await notifica(
    ctx,
    utenteId,
    'Sei stato accreditato come Amministratore di Ambito: puoi accreditare gli operatori.',
    '/',
  )
  await scriviPosta(
    ctx,
    p.email!,
    'Sei stato accreditato su Trama',
    `Sei stato accreditato come amministratore del tuo ambito (richiesta ${r.ricevuta}). Entra con SPID: ${INDIRIZZO}\n`,
  )
}

/** Already an administrator of this ambito today: nothing to make, one account per person (R1.01). */
async function giaAmministratore(ctx: Ctx, codiceFiscale: string): Promise<string | undefined> {
  const riga = await ctx.tx
    .selectFrom('utente as u')
    .innerJoin('assegnazione as a', 'a.utenteId', 'u.id')
    .select('u.id')
    .where('u.codiceFiscale', '=', codiceFiscale)
    .where('u.ambitoId', '=', ctx.ambito)
    .where('u.stato', 'in', ['inserito', 'attivo'])
    .where('a.ruoloId', '=', 'amministratore-ambito')
    .where('a.stato', '=', 'abilitata')
    .where(sql<boolean>`${ctx.oggi()} between a.dal and coalesce(a.al, 'infinity')`)
    .executeTakeFirst()
  return riga?.id
}

async function nuovoAmministratore(ctx: Ctx, p: PersonaLetta, n: number, dubbio: string | undefined): Promise<string> {
  try {
    const { id, abilitati } = await accredita(ctx, {
      codiceFiscale: p.codiceFiscale!,
      cognome: p.cognome!,
      nome: p.nome!,
      dataNascita: p.dataNascita!,
      luogoNascita: p.luogoNascitaId!,
      genere: p.genere!,
      email: p.email,
      telefono: p.telefono,
      confermaDubbio: dubbio,
      assegnazioni: [{ ruolo: 'amministratore-ambito' }],
    })
    if (abilitati !== 1)
      throw erroreDiCampo(
        'assegnazioni',
        'L’amministratore non può essere abilitato oggi: verifica le date dell’ambito.',
      )
    return id
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    // said of one account, it must be told of which person of the request
    const campo = (c: string) => (c === 'confermaDubbio' ? 'dubbi' : `persone.${n}.${c}`)
    throw problem(e.codice, {
      detail: `${nominativo(p)}: ${e.message}`,
      errori: e.errori.map((x) => ({ ...x, campo: campo(x.campo) })),
    })
  }
}

export const richiesteAmbitoRotte = rotte(richiesteAmbitoApi, {
  list,
  get,
  bozze,
  togliBozza,
  documento: scaricaDocumento,
  prendiInCarico,
  collegaAmbito,
  personeNota,
  chiediIntegrazione,
  respingi,
  approva,
})
