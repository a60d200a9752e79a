// A household that is assigned is taken in charge in the record too, where that comune keeps one: its open presa in carico is found,
// or one is proposed. A work apart, because the coordinator who assigns opens no folder and knows nobody of the record.
import { sql } from 'kysely'
import { Problem } from '../../shared/kernel/problems.ts'
import { controllaGeneralita } from '../anagrafe/generalita.ts'
import { inserisciPersona, personeVincoli } from '../anagrafe/persone.ts'
import { similiA } from '../anagrafe/ricerca.ts'
import { bloccaPresa, muovi, nominaResponsabile } from '../cartella/presa.ts'
import { creaPresa } from '../cartella/prese.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { toProblem } from '../kernel/errors.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { collegaRichiedenti } from './estratto-scrittura.ts'
import { collegaNuclei } from './nuclei-caso.ts'

interface DaPrendere {
  id: string
  comuneId: string
  assegnatarioId: string
  personaId: string | null
  presaId: string | null
  componenteId: string
  collegamento: string
  misura: string
  peso: number
  cognome: string
  nome: string
  sesso: 'M' | 'F' | null
  dataNascita: string | null
  codiceFiscale: string
}

type Dichiarato = Pick<
  DaPrendere,
  | 'id'
  | 'comuneId'
  | 'personaId'
  | 'componenteId'
  | 'collegamento'
  | 'cognome'
  | 'nome'
  | 'sesso'
  | 'dataNascita'
  | 'codiceFiscale'
>

/** A member in the record: known, or added as INPS declares him; nobody while there are doubts on who he is. */
async function persona(ctx: Ctx, c: Dichiarato): Promise<string | null> {
  if (c.personaId) return c.personaId
  if (c.collegamento === 'proposto') return null
  const dati = {
    cognome: c.cognome,
    nome: c.nome,
    sesso: c.sesso,
    dataNascita: c.dataNascita,
    codiceFiscale: c.codiceFiscale,
  }
  // who follows the caso has already said that he is none of those
  const simili = c.collegamento === 'escluso' ? [] : await similiA(ctx, dati)
  if (simili.length > 0) {
    await sql`update domanda_componente set simili = ${simili.map((s) => s.persona.id)}, collegamento = 'proposto' where id = ${c.componenteId}`.execute(
      ctx.tx,
    )
    return null
  }
  const id = await inserisciPersona(ctx, c.comuneId, {
    dati: await controllaGeneralita(ctx, dati, 'Dichiarati a INPS'),
    fonte: 'inps',
  })
  await sql`update domanda_componente set persona_id = ${id}, collegamento = 'codice-fiscale', non_collegato = null where id = ${c.componenteId}`.execute(
    ctx.tx,
  )
  await collegaRichiedenti(ctx, [c.id])
  return id
}

async function presaDi(ctx: Ctx, c: DaPrendere, personaId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from presa_in_carico where persona_id = any (accesso.stessa_persona(${personaId})) and comune_id = ${c.comuneId} and stato <> 'chiusa'
     order by tipo = 'professionale' desc, aperta_il desc limit 1`.execute(ctx.tx)
  if (rows[0]) return rows[0].id
  const { id } = await creaPresa(ctx, personaId, {
    tipo: 'professionale',
    area: 'adulti',
    mandato: 'accordo',
    peso: c.peso,
    oggetto: `Percorso di ${c.misura}`,
    da: { motivo: 'Assegnazione del caso', dettaglio: { caso: c.id } },
  })
  // a case manager who also answers for prese in carico there accepts it himself; otherwise it waits to be assigned
  const { rows: puo } = await sql`
    select 1 from accesso.operatori_con('presa.gestisci', ${[c.comuneId]}) where utente_id = ${c.assegnatarioId}`.execute(
    ctx.tx,
  )
  if (puo.length > 0) {
    const presa = await bloccaPresa(ctx, id)
    await nominaResponsabile(ctx, presa, c.assegnatarioId, 'Assegnazione del caso')
    await muovi(ctx, presa, 'assegna', { motivo: 'Assegnazione del caso' })
    await notifica(
      ctx,
      c.assegnatarioId,
      'Ti è stata assegnata una presa in carico: accettala o rifiutala.',
      `/prese/${id}`,
    )
  }
  return id
}

/** The applicant of a caso in a comune that keeps the record, with the caso locked. */
async function daPrendere(ctx: Ctx, casoId: string): Promise<DaPrendere | undefined> {
  const { rows } = await sql<DaPrendere>`
    select c.id, c.comune_id, c.assegnatario_id, c.persona_id, c.presa_id, m.id as componente_id, m.collegamento, x.nome as misura, c.peso, m.cognome, m.nome, m.sesso,
           m.data_nascita, m.codice_fiscale
      from caso c join misura x on x.id = c.misura_id join domanda_componente m on m.domanda_id = c.domanda_id and m.richiedente and m.uscito_il is null
     where c.id = ${casoId} and c.assegnazione = 'assegnato' and c.comune_id = any (accesso.comuni_aperti('cartella')) for update of c`.execute(
    ctx.tx,
  )
  return rows[0]
}

/** In the record first, and then in charge: who is there already stays there where no presa in carico can be opened. */
const collegaRichiedente = async (ctx: Ctx, casoId: string): Promise<void> => {
  const c = await daPrendere(ctx, casoId)
  if (c) await persona(ctx, c)
}

async function apriPresaDelCaso(ctx: Ctx, casoId: string): Promise<void> {
  const c = await daPrendere(ctx, casoId)
  if (!c?.personaId) return
  if (c.presaId) {
    const { rows: aperta } =
      await sql`select 1 from presa_in_carico where id = ${c.presaId} and stato <> 'chiusa'`.execute(ctx.tx)
    if (aperta.length > 0) return
  }
  const presaId = await presaDi(ctx, c, c.personaId)
  await sql`update caso set presa_id = ${presaId} where id = ${c.id}`.execute(ctx.tx)
}

/** The others of the household, whom an analysis will concern: those that the record does not know yet. */
async function altri(ctx: Ctx, casoId: string): Promise<Dichiarato[]> {
  const { rows } = await sql<Dichiarato>`
    select c.id, c.comune_id, m.persona_id, m.id as componente_id, m.collegamento, m.cognome, m.nome, m.sesso, m.data_nascita, m.codice_fiscale
      from caso c join domanda_componente m on m.domanda_id = c.domanda_id and m.uscito_il is null and m.persona_id is null and m.collegamento <> 'proposto'
     where c.id = ${casoId} and c.assegnazione = 'assegnato' and c.comune_id = any (accesso.comuni_aperti('cartella')) order by m.ordine, m.id`.execute(
    ctx.tx,
  )
  return rows
}

/** What the record says no to: an act of it, or the database for it; anything else is a fault, to be tried again. */
function delRegistro(e: unknown): Problem | undefined {
  if (e instanceof Problem) return e
  const { constraint } = (e ?? {}) as { constraint?: string }
  return constraint && Object.hasOwn(personeVincoli, constraint) ? toProblem(e, personeVincoli) : undefined
}

export const jobPresa: Job = {
  nome: 'caso.presa',
  async run(deps, dati) {
    const d = dati as { caso: string; ambito: string; utente: string; comune: string }
    const ambito = {
      azione: 'caso.assegna',
      ambito: d.ambito,
      utente: d.utente,
      comuni: [d.comune],
      fascicolo: true,
    }
    const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => inCtx(deps, ambito, fn)
    /** What the record refuses (a person who has died, data that contradict each other) is for whoever handles the caso to settle. */
    const prova = async (
      fn: (ctx: Ctx) => Promise<unknown>,
      rifiutata: (ctx: Ctx, motivo: string) => Promise<unknown>,
    ) => {
      try {
        await dentro(fn)
      } catch (e) {
        const rifiuto = delRegistro(e)
        if (!rifiuto) throw e
        await dentro((ctx) => rifiutata(ctx, rifiuto.message))
      }
    }
    const richiedente = await dentro((ctx) => daPrendere(ctx, d.caso))
    if (richiedente)
      await prova(
        (ctx) => collegaRichiedente(ctx, d.caso),
        (ctx, motivo) => nonCollegato(ctx, richiedente.componenteId, motivo),
      )
    await prova(
      (ctx) => apriPresaDelCaso(ctx, d.caso),
      (ctx, motivo) =>
        richiedente
          ? notifica(
              ctx,
              richiedente.assegnatarioId,
              `La presa in carico di un tuo caso non si è aperta. ${motivo}`,
              `/miei-casi/${d.caso}`,
            )
          : Promise.resolve(),
    )
    for (const m of await dentro((ctx) => altri(ctx, d.caso)))
      await prova(
        (ctx) => persona(ctx, m),
        (ctx, motivo) => nonCollegato(ctx, m.componenteId, motivo),
      )
    await dentro((ctx) => collegaNuclei(ctx, [d.caso]))
  },
}

const nonCollegato = (ctx: Ctx, componenteId: string, motivo: string) =>
  sql`update domanda_componente set non_collegato = ${motivo} where id = ${componenteId} and persona_id is null`.execute(
    ctx.tx,
  )
