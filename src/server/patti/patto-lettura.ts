// Reading a pact: its row, its entries field by field, the persons and the signatures, the versions it comes from.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import {
  casoAperto,
  type EsitoAnalisi,
  fermato,
  impedimentoCaso,
  impedimentoEsito,
  puntoDi,
  type StatoCaso,
} from '../../shared/patti/casi.rules.ts'
import type { FirmaDelPatto, PattoBreve, PattoLetto, pattoApi, ScrittoVoce } from '../../shared/patti/patto.api.ts'
import { type PersonaPatto, pattoAttivo, type StatoPatto } from '../../shared/patti/patto.rules.ts'
import { comeVoce, type GenereVoce, type ValoreVoce, type Voce } from '../../shared/patti/patto-voci.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { modelloProprio } from '../documenti/modelli.ts'
import { lingueDelPatto, testiDelPatto } from '../documenti/patto-testi.ts'
import type { Ctx } from '../kernel/context.ts'
import { esitoLetto } from './caso.ts'

type Api = typeof pattoApi

export interface Patto {
  id: string
  casoId: string
  comuneId: string
  origineId: string
  numero: number
  stato: StatoPatto
  lingua: string | null
  giro: number
  versione: number
}

/** The row of a pact; 404 where it is of nobody's caso that one follows. */
export async function getPatto(ctx: Ctx, id: string): Promise<Patto> {
  const { rows } = await sql<Patto>`
    select id, caso_id, comune_id, origine_id, numero, stato, lingua, giro, versione from patto where id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

interface RigaVoce {
  voce: string
  genere: GenereVoce
  padre: string | null
  campi: Record<string, ValoreVoce>
  scritti: Record<string, { r: number; u: string | null; t: string }>
}

async function righeDi(ctx: Ctx, pattoId: string): Promise<RigaVoce[]> {
  const { rows } = await sql<RigaVoce>`
    select voce, genere, padre, campi, scritti from patto_voce where patto_id = ${pattoId} order by creata_il, voce`.execute(
    ctx.tx,
  )
  return rows
}

export const vociDelPatto = async (ctx: Ctx, pattoId: string): Promise<Voce[]> =>
  (await righeDi(ctx, pattoId)).map((r) => comeVoce(r.voce, r.genere, r.padre, r.campi))

/** Field by field, as one writes them; those written after a version, where one is named. */
export async function scrittiDi(ctx: Ctx, pattoId: string, dopo = -1): Promise<ScrittoVoce[]> {
  const righe = await righeDi(ctx, pattoId)
  const nomi = await nomiUtenti(
    ctx,
    righe.flatMap((r) => Object.values(r.scritti).flatMap((s) => s.u ?? [])),
  )
  return righe.flatMap((r) =>
    Object.entries(r.scritti)
      .filter(([, s]) => s.r > dopo)
      .map(([campo, s]) => ({
        componenteId: r.voce,
        campo,
        valore: campo === 'genere' ? r.genere : campo === 'padre' ? r.padre : (r.campi[campo] ?? null),
        revisione: s.r,
        autore: (s.u && nomi.get(s.u)) ?? null,
        scrittaIl: s.t,
      })),
  )
}

type PersonaLetta = PattoLetto['persone'][number]
export async function personeDi(ctx: Ctx, pattoId: string): Promise<PersonaLetta[]> {
  const { rows } = await sql<PersonaLetta>`
    select p.componente_id, m.cognome || ' ' || m.nome as nome, m.data_nascita, p.volontario, p.firma
      from patto_persona p join domanda_componente m on m.id = p.componente_id where p.patto_id = ${pattoId} order by m.ordine, m.id`.execute(
    ctx.tx,
  )
  return rows
}
export const comePersone = (p: readonly PersonaLetta[]): PersonaPatto[] => p.map(({ dataNascita: _, ...x }) => x)

/** The meetings still to come that await everybody of the pact: one planned with somebody alone is not for the whole family to read. */
export async function incontriDiTutti(ctx: Ctx, p: Patto): Promise<{ giorno: string; ora: string | null }[]> {
  if (!pattoAttivo(p.stato)) return []
  const { rows } = await sql<{ giorno: string; ora: string | null }>`
    select previsto_il as giorno, ora from patto_incontro
     where origine_id = ${p.origineId} and stato = 'previsto' and previsto_il >= ${ctx.oggi()} and cardinality(persone) = 0 order by previsto_il, id limit 6`.execute(
    ctx.tx,
  )
  return rows
}

const IL_SERVIZIO = 'Il servizio sociale'
export async function firmeDi(ctx: Ctx, p: Patto): Promise<FirmaDelPatto[]> {
  const { rows } = await sql<FirmaDelPatto>`
    select f.id, f.componente_id, coalesce(m.cognome || ' ' || m.nome, ${IL_SERVIZIO}) as chi, f.stato, f.modo, f.giorno, f.file_id, x.nome as nome_file, coalesce(x.verifica = 'infetto', false) as infetto, f.motivo, f.verifica
      from patto_firma f left join domanda_componente m on m.id = f.componente_id left join patto_file x on x.id = f.file_id
     where f.patto_id = ${p.id} and f.giro = ${p.giro} and (f.componente_id is null or m.id is not null)
     order by f.componente_id is null, m.ordine, f.id`.execute(ctx.tx)
  return rows
}

const colonneBrevi = sql`p.id, p.numero, p.stato, p.creato_il, p.proposto_il, p.firmato_il, p.chiuso_il, p.chiusura`

export async function delCaso(ctx: Ctx, i: Input<Api['delCaso']>): Promise<Output<Api['delCaso']>> {
  const { rows } = await sql<{
    stato: StatoCaso
    prima: StatoCaso | null
    esitoAnalisi: EsitoAnalisi | null
    altroPatto: boolean
  }>`
    select s.stato, s.stato_prima as prima, ${esitoLetto}, accesso.ha_altro_patto(s.caso_id) as altro_patto from caso_stato s where s.caso_id = ${i.id}`.execute(
    ctx.tx,
  )
  const c = rows[0]
  if (!c) throw problem('non-trovato')
  const { rows: voci } = await sql<PattoBreve>`
    select ${colonneBrevi} from patto p where p.caso_id = ${i.id} order by p.creato_il desc, p.id`.execute(ctx.tx)
  return {
    voci,
    impedito: impedimentoApertura(puntoDi(c.stato, c.prima), c.esitoAnalisi, voci),
    altroPatto: c.altroPatto,
  }
}

/** In these states the caso waits for a pact, or for another one. */
export const casoConPatto: readonly StatoCaso[] = [
  'patto-in-bozza',
  'patto-sottoscritto',
  'in-monitoraggio',
  'patto-in-revisione',
]

/** A pact that was signed binds also while the household is assessed anew after a renewal: what it gives and when one meets go on. */
export const siSegue = (s: StatoCaso, patto: StatoPatto): boolean =>
  casoConPatto.includes(s) || (pattoAttivo(patto) && casoAperto(s) && !fermato(s) && s !== 'ricevuto')

export async function haAltroPatto(ctx: Ctx, casoId: string): Promise<boolean> {
  const { rows } = await sql<{ si: boolean }>`select accesso.ha_altro_patto(${casoId}) as si`.execute(ctx.tx)
  return rows[0]!.si
}

export const inPreparazione = (p: Pick<PattoBreve, 'stato'>): boolean => p.stato === 'bozza' || p.stato === 'da-firmare'

/** Why a pact cannot be begun in a caso; null when it can. */
export function impedimentoApertura(
  stato: StatoCaso,
  esito: EsitoAnalisi | null,
  patti: readonly Pick<PattoBreve, 'stato'>[],
): string | null {
  // after a renewal, or an analysis taken up again, what was being prepared goes on
  if (patti.some((p) => pattoAttivo(p.stato)) && !(patti.some(inPreparazione) && !casoConPatto.includes(stato)))
    return 'Questo caso ha già un patto: rivedilo, o chiudilo prima di farne un altro.'
  if (casoConPatto.includes(stato))
    return patti.some(inPreparazione) ? 'Il patto è già in preparazione: continua quello.' : null
  return impedimentoCaso('apri-patto', stato) ?? impedimentoEsito('apri-patto', stato, esito)
}

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<PattoLetto> {
  const p = await getPatto(ctx, i.id)
  type Testata = Omit<
    PattoLetto,
    'persone' | 'risposte' | 'prima' | 'firme' | 'versioni' | 'passaggi' | 'lingue' | 'testiCopia' | 'incontri'
  >
  const { rows } = await sql<Testata>`
    select ${colonneBrevi}, p.caso_id, c.richiedente, c.persona_id, m.nome as misura, k.nome as comune, s.stato as stato_caso, p.origine_id, p.lingua, p.versione,
           (select f.id from patto_file f where f.patto_id = p.id and f.specie = 'patto' order by f.caricato_il desc limit 1) as file_id,
           (kernel.parametro('patto.leggibilita-minima'))::int as leggibilita_minima, (kernel.parametro('patto.incontri-ogni-giorni'))::int as incontri_ogni,
           ${modelloProprio('copia-patto')} as copia_propria, accesso.ha_altro_patto(p.caso_id) as altro_patto
      from patto p join caso c on c.id = p.caso_id join caso_stato s on s.caso_id = c.id join misura m on m.id = c.misura_id join comune k on k.id = c.comune_id
     where p.id = ${i.id}`.execute(ctx.tx)
  const { rows: versioni } = await sql<PattoBreve>`
    select ${colonneBrevi} from patto p where p.origine_id = ${p.origineId} order by p.numero`.execute(ctx.tx)
  const prima = versioni.findLast((v) => v.numero < p.numero && v.stato !== 'annullato')
  const testata = rows[0]!
  return {
    ...testata,
    fileId: p.stato === 'bozza' ? null : testata.fileId,
    persone: await personeDi(ctx, p.id),
    risposte: await scrittiDi(ctx, p.id),
    prima: prima ? await scrittiDi(ctx, prima.id) : null,
    firme: await firmeDi(ctx, p),
    versioni,
    passaggi: await passaggiDi(ctx, p.origineId),
    lingue: lingueDelPatto(),
    testiCopia: testiDelPatto('it') ?? {},
    incontri: await incontriDiTutti(ctx, p),
  }
}

async function passaggiDi(ctx: Ctx, origineId: string): Promise<PattoLetto['passaggi']> {
  type Riga = Omit<PattoLetto['passaggi'][number], 'autore'> & { utenteId: string | null }
  const { rows } = await sql<Riga>`
    select x.quando, x.atto, x.testo, x.utente_id from patto p join patto_passaggio x on x.patto_id = p.id where p.origine_id = ${origineId} order by x.quando, x.id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(
    ctx,
    rows.flatMap((r) => r.utenteId ?? []),
  )
  return rows.map(({ utenteId, ...r }) => ({ ...r, autore: (utenteId && nomi.get(utenteId)) ?? null }))
}
