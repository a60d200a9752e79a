// Users one by one (note on GePI, third phase): create, correct, suspend, resume, cease, readmit. States move only
// along the table of utenti.rules.ts; who can no longer work loses his open sessions in the same transaction.
import { sql } from 'kysely'
import { assegnazioniApi, utentiApi } from '../../shared/accesso/utenti.api.ts'
import { type StatoUtente, statoRipreso, transizioniUtente } from '../../shared/accesso/utenti.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import {
  abilitabili,
  abilitaPreparate,
  assegna,
  assegnaIncarichi,
  assertRestaAmministratore,
  assertRuoliAssegnabili,
  getUtente,
  revoca,
  riprendi as riprendiRuolo,
  ruoli,
  sospendi as sospendiRuolo,
} from './utenti-abilitazioni.ts'
import { controllaIdentita } from './utenti-identita.ts'
import { cercaCodice, esporta, list } from './utenti-ricerca.ts'
import { leggi } from './utenti-scheda.ts'
import { sostituisci } from './utenti-sostituzione.ts'
import { dividi, SOLO_DI_ALTROVE, unisci } from './utenti-stessa-persona.ts'

type Anagrafica = Omit<Input<typeof utentiApi.update>, 'id' | 'versione'>

/** R1.05 and A2.24: said without telling where, which is nobody's business. */
const ALTROVE =
  'Questa persona risulta già accreditata altrove, e può operare in un solo ambito: chiedile di far cessare prima l’altro accreditamento.'

const NON_DI_QUI =
  'È un operatore di un’altra installazione, che ha scritto in fascicoli arrivati da lì: se ora lavora qui, usa «Accredita un operatore».'

async function assertNonAltrove(ctx: Ctx, codiceFiscale: string) {
  const { rows } = await sql`select 1 from accesso.codici_altrove(${[codiceFiscale]})`.execute(ctx.tx)
  if (rows.length > 0) throw erroreDiCampo('codiceFiscale', ALTROVE, 'altrove')
}

const testo = (v: string | null | undefined) => v?.trim() || null

function assertContratto(ctx: Ctx, fine: string | null | undefined) {
  if (fine && fine < ctx.oggi())
    throw erroreDiCampo('fineContratto', 'Il contratto è già terminato: controlla la data.')
}

export async function create(ctx: Ctx, i: Input<typeof utentiApi.create>): Promise<Output<typeof utentiApi.create>> {
  const { codiceFiscale, dubbioAccettato } = await controllaIdentita(ctx.tx, i, ctx.oggi())
  assertContratto(ctx, i.fineContratto)
  const presente = await ctx.tx
    .selectFrom('utente')
    .select(['id', 'stato'])
    .where('codiceFiscale', '=', codiceFiscale)
    .where('stessoDi', 'is', null)
    .where((w) => (ctx.ambito ? w('ambitoId', '=', ctx.ambito) : w('ambitoId', 'is', null)))
    .executeTakeFirst()
  if (presente && presente.stato !== 'altrove')
    throw erroreDiCampo(
      'codiceFiscale',
      presente.stato === 'cessato'
        ? 'Questa persona è tra gli utenti cessati: apri la sua scheda e usa «Riammetti».'
        : transizioniUtente.accredita.altrimenti,
      'gia-presente',
    )
  await assertNonAltrove(ctx, codiceFiscale)
  const dati = {
    cognome: i.cognome.trim(),
    nome: i.nome.trim(),
    dataNascita: i.dataNascita,
    luogoNascitaId: i.luogoNascita,
    genere: i.genere,
    email: testo(i.email),
    telefono: testo(i.telefono),
    fondo: testo(i.fondo),
    fineContratto: i.fineContratto ?? null,
    dubbioAccettato,
  }
  // what he wrote in another installation is his, and stays so: the same row becomes a user (ADR 0043)
  const { id } = presente
    ? await ctx.tx
        .updateTable('utente')
        .set({
          ...dati,
          stato: assertTransizione(transizioniUtente, 'accredita', presente.stato),
          creato: ctx.adesso().toISOString(),
        })
        .where('id', '=', presente.id)
        .returning('id')
        .executeTakeFirstOrThrow()
    : await ctx.tx
        .insertInto('utente')
        .values({ ...dati, ambitoId: ctx.ambito, codiceFiscale })
        .returning('id')
        .executeTakeFirstOrThrow()
  return assegnaIncarichi(ctx, id, i.assegnazioni, i.richiestaFormaleId)
}

async function update(ctx: Ctx, i: Input<typeof utentiApi.update>): Promise<Output<typeof utentiApi.update>> {
  const u = await getUtente(ctx, i.id)
  if (u.stato === 'altrove') throw problem('stato-non-ammesso', { detail: NON_DI_QUI })
  if (u.versione !== i.versione) throw problem('versione-superata')
  const identita = await identitaCorretta(ctx, u.id, u.codiceFiscale, i)
  const altroContratto = (i.fineContratto ?? null) !== u.fineContratto
  if (altroContratto) assertContratto(ctx, i.fineContratto)
  if (altroContratto || 'codiceFiscale' in identita) await assertRuoliAssegnabili(ctx, u.id)
  if (identita.codiceFiscale && identita.codiceFiscale !== u.codiceFiscale)
    await chiudiSessioni(ctx, u.id, 'codice fiscale corretto')
  const { versione } = await ctx.tx
    .updateTable('utente')
    .set({
      ...identita,
      email: testo(i.email),
      telefono: testo(i.telefono),
      fondo: testo(i.fondo),
      fineContratto: i.fineContratto ?? null,
      versione: u.versione + 1,
    })
    .where('id', '=', u.id)
    .returning('versione')
    .executeTakeFirstOrThrow()
  return { versione }
}

/** What was opened by one person is not of the next: nor of who may no longer work. */
const chiudiSessioni = (ctx: Ctx, id: string, motivo: string) =>
  sql`select accesso.chiudi_sessioni(null, ${id}, ${motivo}, ${ctx.adesso().toISOString()})`.execute(ctx.tx)

/** A doubt already accepted is not asked again when only the telephone changes. */
async function identitaCorretta(ctx: Ctx, id: string, codiceVecchio: string, i: Anagrafica) {
  const campi = ['codiceFiscale', 'cognome', 'nome', 'dataNascita', 'luogoNascitaId', 'genere'] as const
  const ora = await ctx.tx.selectFrom('utente').select(campi).where('id', '=', id).executeTakeFirstOrThrow()
  const nuova = { ...i, cognome: i.cognome.trim(), nome: i.nome.trim(), luogoNascitaId: i.luogoNascita }
  if (campi.every((c) => nuova[c] === ora[c])) return {}
  const { codiceFiscale, dubbioAccettato } = await controllaIdentita(ctx.tx, i, ctx.oggi())
  if (codiceFiscale !== codiceVecchio) await assertNonAltrove(ctx, codiceFiscale)
  const { cognome, nome, dataNascita, luogoNascitaId, genere } = nuova
  return { codiceFiscale, cognome, nome, dataNascita, luogoNascitaId, genere, dubbioAccettato, spidDifferenze: null }
}

// ---- states ---------------------------------------------------------------------------------------------------------

async function passa(ctx: Ctx, id: string, stato: StatoUtente, motivo: string): Promise<{ stato: StatoUtente }> {
  await sql`update utente set stato = ${stato}, motivo_stato = ${motivo}, versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  if (stato === 'sospeso' || stato === 'cessato') await chiudiSessioni(ctx, id, stato)
  return { stato }
}

async function sospendi(ctx: Ctx, i: Input<typeof utentiApi.sospendi>): Promise<Output<typeof utentiApi.sospendi>> {
  const u = await getUtente(ctx, i.id)
  const stato = assertTransizione(transizioniUtente, 'sospendi', u.stato)
  await assertRestaAmministratore(ctx, u.id, i.conferma)
  return passa(ctx, u.id, stato, i.motivo)
}

async function riprendi(ctx: Ctx, i: Input<typeof utentiApi.riprendi>): Promise<Output<typeof utentiApi.riprendi>> {
  const u = await getUtente(ctx, i.id)
  assertTransizione(transizioniUtente, 'riprendi', u.stato)
  await assertRuoliAssegnabili(ctx, u.id)
  if (u.fineContratto && u.fineContratto < ctx.oggi())
    throw problem('stato-non-ammesso', {
      detail: 'Il contratto è terminato: aggiorna prima la data di fine contratto.',
    })
  return passa(ctx, u.id, statoRipreso(u.primoAccesso), i.motivo)
}

async function cessa(ctx: Ctx, i: Input<typeof utentiApi.cessa>): Promise<Output<typeof utentiApi.cessa>> {
  const u = await getUtente(ctx, i.id)
  const stato = assertTransizione(transizioniUtente, 'cessa', u.stato)
  await assertRestaAmministratore(ctx, u.id, i.conferma)
  await sql`update assegnazione set stato = 'revocata', motivo_stato = ${i.motivo}, al = greatest(dal, least(al, ${ctx.oggi()}::date))
    where utente_id = ${u.id} and stato <> 'revocata' and coalesce(al, 'infinity') >= ${ctx.oggi()}::date`.execute(
    ctx.tx,
  )
  return passa(ctx, u.id, stato, i.motivo)
}

async function riammetti(ctx: Ctx, i: Input<typeof utentiApi.riammetti>): Promise<Output<typeof utentiApi.riammetti>> {
  const u = await getUtente(ctx, i.id)
  const stato = assertTransizione(transizioniUtente, 'riammetti', u.stato)
  await assertNonAltrove(ctx, u.codiceFiscale)
  await passa(ctx, u.id, stato, i.motivo)
  return assegnaIncarichi(ctx, u.id, i.assegnazioni, i.richiestaFormaleId)
}

export const utentiRotte = [
  rotte(utentiApi, {
    list,
    cercaCodice,
    esporta,
    leggi,
    create,
    update,
    sospendi,
    riprendi,
    cessa,
    riammetti,
    unisci,
    dividi,
    assegna,
    sostituisci,
  }),
  rotte(assegnazioniApi, {
    ruoli,
    abilitabili,
    abilitaPreparate,
    sospendi: sospendiRuolo,
    riprendi: riprendiRuolo,
    revoca,
  }),
]

export const utentiVincoli: Vincoli = {
  utente_unico: { codice: 'gia-presente', detail: ALTROVE, campo: 'codiceFiscale' },
  utente_stesso_di_altrove: { codice: 'stato-non-ammesso', detail: SOLO_DI_ALTROVE },
  utente_altrove_non_opera: { codice: 'stato-non-ammesso', detail: NON_DI_QUI },
  utente_unico_nell_ambito: {
    codice: 'gia-presente',
    detail: 'Questa persona è già tra gli utenti: apri la sua scheda.',
    campo: 'codiceFiscale',
  },
  assegnazione_una_alla_volta: {
    codice: 'gia-presente',
    detail: 'L’utente ha già questo ruolo sullo stesso territorio in quelle date.',
    campo: 'assegnazioni',
  },
  assegnazione_nello_stesso_ambito: {
    codice: 'regola-non-rispettata',
    detail: 'Un utente non può avere ruoli in ambiti diversi.',
    campo: 'assegnazioni',
  },
  assegnazione_di_utente_cessato: {
    codice: 'stato-non-ammesso',
    detail: 'L’utente è stato cessato: usa «Riammetti» per dargli nuovi ruoli.',
    campo: 'assegnazioni',
  },
  assegnazione_territorio_del_ruolo: {
    codice: 'regola-non-rispettata',
    detail: 'Questo ruolo non si può assegnare su quel territorio.',
    campo: 'assegnazioni',
  },
  assegnazione_comune_fuori_ambito: {
    codice: 'regola-non-rispettata',
    detail: 'Il comune indicato non fa parte dell’ambito: scegline uno dell’ambito.',
    campo: 'assegnazioni',
  },
  assegnazione_ruolo_esclusivo: {
    codice: 'regola-non-rispettata',
    detail: 'Il ruolo di amministratore di ambito non si può unire ad alcun altro ruolo.',
    campo: 'assegnazioni',
  },
  sostituzione_con_termine: {
    codice: 'regola-non-rispettata',
    detail: 'Una sostituzione deve avere una data di fine.',
    campo: 'al',
  },
}
