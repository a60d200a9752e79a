// What is read of an équipe. The policies decide: its case manager finds everything; who is named finds who is with him, and the
// sittings and closed minutes if he is named for them. Nobody finds anything the day after his last.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type {
  ComponenteEquipe,
  Equipe,
  equipeApi,
  Seduta,
  SedutaBreve,
  Verbale,
} from '../../shared/patti/equipe.api.ts'
import { nominato, type Parte } from '../../shared/patti/equipe.rules.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { inSeduta } from './equipe-dichiarazioni.ts'

type Api = typeof equipeApi

interface Testata {
  casoId: string
  richiedente: string
  personaId: string | null
  comune: string
  misura: string
  caseManager: string | null
  mio: boolean
  soloLettura: boolean
  parti: Parte[]
}
type Nominato = Output<Api['mie']>['voci'][number] & { caseManagerId: string | null }

/** As it is kept, without what only the policies read. */
export const senzaCampi = (parti: readonly Parte[]): Parte[] =>
  parti.map(({ parte, questionario, sezioni }) => ({
    parte,
    ...(questionario ? { questionario } : {}),
    ...(sezioni ? { sezioni } : {}),
  }))

async function nomine(ctx: Ctx): Promise<Nominato[]> {
  const { rows } = await sql<Nominato>`
    select e.caso_id, e.richiedente, e.persona_id, k.nome as comune, m.nome as misura, e.case_manager as case_manager_id,
           coalesce(kernel.voce_etichetta('professione-operatore', e.professione), e.professione) as professione, e.ente, e.parti, e.dal, e.al
      from accesso.casi_di_equipe() e join comune k on k.id = e.comune_id join misura m on m.id = e.misura_id order by e.richiedente, e.caso_id, e.dal`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({ ...r, parti: senzaCampi(r.parti) }))
}

export async function mie(ctx: Ctx): Promise<Output<Api['mie']>> {
  return { voci: (await nomine(ctx)).map(({ caseManagerId: _c, ...r }) => r) }
}

/** Whose équipe it is, as the reader stands to it; 404 where it is neither his caso nor one that he is named in today. */
export async function getTestata(ctx: Ctx, casoId: string): Promise<Testata> {
  const { rows } = await sql<Omit<Testata, 'mio' | 'parti' | 'caseManager'> & { cm: string | null }>`
    select c.id as caso_id, c.richiedente, c.persona_id, k.nome as comune, m.nome as misura, c.assegnazione <> 'assegnato' as solo_lettura, c.assegnatario_id as cm
      from caso c join caso_stato s on s.caso_id = c.id join comune k on k.id = c.comune_id join misura m on m.id = c.misura_id where c.id = ${casoId}`.execute(
    ctx.tx,
  )
  const mio = rows[0]
  if (mio) {
    const { cm, ...t } = mio
    return { ...t, caseManager: (await nomiUtenti(ctx, [cm])).get(cm ?? '') ?? null, mio: true, parti: [] }
  }
  const sue = (await nomine(ctx)).filter((n) => n.casoId === casoId)
  const n = sue[0]
  if (!n) throw problem('non-trovato')
  return {
    casoId,
    richiedente: n.richiedente,
    personaId: n.personaId,
    comune: n.comune,
    misura: n.misura,
    caseManager: (await nomiUtenti(ctx, [n.caseManagerId])).get(n.caseManagerId ?? '') ?? null,
    mio: false,
    soloLettura: true,
    parti: sue.flatMap((x) => x.parti),
  }
}

export async function componentiDi(ctx: Ctx, casoId: string): Promise<ComponenteEquipe[]> {
  const { rows } = await sql<Omit<ComponenteEquipe, 'attuale'>>`
    select id, nome, professione, coalesce(kernel.voce_etichetta('professione-operatore', professione), professione) as professione_testo, ente,
           utente_id is not null as accreditato, parti, dal, al, motivo_fine, versione
      from equipe_componente where caso_id = ${casoId} order by coalesce(al, 'infinity') desc, dal, nome, id`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({ ...r, parti: senzaCampi(r.parti), attuale: nominato(r, ctx.oggi()) }))
}

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Equipe> {
  const t = await getTestata(ctx, i.id)
  const { rows: sedute } = await sql<SedutaBreve>`
    select id, numero, giorno, ora, luogo, stato from equipe_seduta where caso_id = ${t.casoId} order by giorno desc, numero desc`.execute(
    ctx.tx,
  )
  const { rows: analisi } = await sql<Equipe['analisi'][number]>`
    select * from accesso.analisi_di_equipe(${t.casoId})`.execute(ctx.tx)
  const componenti = await componentiDi(ctx, t.casoId)
  return {
    ...t,
    // what a colleague may see is between him and the case manager
    componenti: t.mio ? componenti : componenti.map((c) => ({ ...c, parti: [], motivoFine: null })),
    sedute,
    analisi,
  }
}

export async function seduta(ctx: Ctx, i: Input<Api['seduta']>): Promise<Seduta> {
  const t = await getTestata(ctx, i.id)
  type Riga = SedutaBreve & Pick<Seduta, 'ordine' | 'motivo' | 'versione'>
  const { rows } = await sql<Riga>`
    select id, numero, giorno, ora, luogo, stato, ordine, motivo, versione from equipe_seduta where id = ${i.seduta} and caso_id = ${t.casoId}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  const { rows: verbali } = await sql<Verbale & { chiusoDaId: string | null }>`
    select testo, presenze, decisioni, dissensi, chiuso_il, chiuso_da as chiuso_da_id, versione from equipe_verbale where seduta_id = ${i.seduta}`.execute(
    ctx.tx,
  )
  const { rows: aggiunte } = await sql<Omit<Seduta['aggiunte'][number], 'autore'> & { autoreId: string }>`
    select id, specie, decisione, qualita, testo, autore_id, scritta_il from equipe_aggiunta where seduta_id = ${i.seduta} order by scritta_il, id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(ctx, [...verbali.map((v) => v.chiusoDaId), ...aggiunte.map((a) => a.autoreId)])
  const verbale = verbali.map(({ chiusoDaId, ...v }) => ({ ...v, chiusoDa: nomi.get(chiusoDaId ?? '') ?? null }))[0]
  return {
    ...rows[0],
    casoId: t.casoId,
    richiedente: t.richiedente,
    personaId: t.personaId,
    comune: t.comune,
    mio: t.mio,
    soloLettura: t.soloLettura,
    verbale: verbale ?? null,
    aggiunte: aggiunte.map(({ autoreId, ...a }) => ({ ...a, autore: nomi.get(autoreId) ?? null })),
    dichiara: !t.mio && rows[0].stato !== 'annullata' && (await inSeduta(ctx, i.seduta)) !== undefined,
  }
}
