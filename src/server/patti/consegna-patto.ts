// The pact of a household handed over to another comune: a copy with its versions, signatures, files, meetings and supports, as the
// caso is (consegna.ts). Ids are new, entries keep theirs; who wrote there is not a person of here. The one left behind is closed.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ValoreVoce } from '../../shared/patti/patto-voci.ts'
import type { Ctx } from '../kernel/context.ts'
import { annullaPrevisti } from './incontri-patto.ts'
import { avvisaPostiLiberi } from './sostegni-patto.ts'

/** Table → its columns, in the order in which they can be written; authors stay there. */
const tabelle = {
  patto:
    'id, comune_id, caso_id, origine_id, numero, stato, lingua, giro, proposto_il, firmato_il, chiuso_il, chiusura, creato_il, creato_da, versione',
  patto_persona: 'patto_id, componente_id, comune_id, caso_id, volontario, firma',
  patto_voce: 'patto_id, voce, comune_id, caso_id, genere, padre, campi, scritti, creata_il, creata_da',
  patto_file:
    'id, comune_id, caso_id, patto_id, specie, nome, tipo, bytes, sha256, contenuto, caricato_il, caricato_da, verifica, verifica_nota, verificata_il',
  patto_firma:
    'id, comune_id, caso_id, patto_id, giro, componente_id, stato, modo, giorno, file_id, verifica, motivo, registrata_il, registrata_da',
  patto_passaggio: 'id, comune_id, caso_id, patto_id, atto, testo, quando, utente_id',
  patto_sostegno:
    'id, comune_id, caso_id, origine_id, voce, sostegno, offerta_id, stato, dal, richiesto_il, messo_in_attesa_il, attivo_dal, finito_il, interruzioni, fondo',
  patto_erogazione:
    'id, comune_id, caso_id, sostegno_id, dal, al, ore, costo, fondo, altrove, tolta_il, registrata_il, registrata_da',
  patto_incontro:
    'id, comune_id, caso_id, origine_id, previsto_il, ora, durata, voci, persone, stato, tenuto_il, decisione, creato_il, creato_da',
  patto_incontro_esito:
    'incontro_id, comune_id, caso_id, presenti, assenti, giustificati, nota, registrato_il, registrato_da',
  patto_valutazione: 'incontro_id, voce, comune_id, caso_id, valore, nota',
} as const
type Tabella = keyof typeof tabelle
type Riga = Record<string, unknown>

export interface PattiConsegnati {
  righe: Record<Tabella, Riga[]>
  /** Member → key of his codice fiscale: there he has another id. */
  membri: Record<string, string>
}

export async function pattiDi(ctx: Ctx, casoId: string): Promise<PattiConsegnati> {
  const righe = {} as PattiConsegnati['righe']
  for (const t of Object.keys(tabelle) as Tabella[]) {
    const { rows } = await sql<{ righe: Riga[] }>`
      select coalesce(jsonb_agg(to_jsonb(t)), '[]') as righe from ${sql.table(t)} t where t.caso_id = ${casoId}`.execute(
      ctx.tx,
    )
    righe[t] = rows[0]!.righe
  }
  const { rows } = await sql<{ membri: Record<string, string> }>`
    select coalesce(jsonb_object_agg(m.id, m.codice_fiscale_chiave), '{}') as membri from domanda_componente m join caso c on c.domanda_id = m.domanda_id where c.id = ${casoId}`.execute(
    ctx.tx,
  )
  return { righe, membri: rows[0]!.membri }
}

const scriviRighe = (ctx: Ctx, t: Tabella, righe: readonly Riga[]) =>
  sql`insert into ${sql.table(t)} (${sql.raw(tabelle[t])}) select ${sql.raw(tabelle[t])} from jsonb_populate_recordset(null::${sql.table(t)}, ${JSON.stringify(righe)}::jsonb)`.execute(
    ctx.tx,
  )

/** Written once: run again, it finds them. The caso is the one that came from there. */
export async function mettiPatti(ctx: Ctx, origine: string, p: PattiConsegnati, stessoAmbito: boolean): Promise<void> {
  const { rows } = await sql<{ id: string; comuneId: string; patti: number }>`
    select c.id, c.comune_id, (select count(*)::int from patto x where x.caso_id = c.id) as patti from caso c where c.origine_id = ${origine}`.execute(
    ctx.tx,
  )
  const qui = rows[0]
  if (!qui || qui.patti > 0) return
  const { rows: suoi } = await sql<{ id: string; chiave: string }>`
    select m.id, m.codice_fiscale_chiave as chiave from domanda_componente m join caso c on c.domanda_id = m.domanda_id where c.id = ${qui.id}`.execute(
    ctx.tx,
  )
  const come = traduttore(qui, p, suoi, stessoAmbito)
  const righe = Object.fromEntries(
    (Object.keys(tabelle) as Tabella[]).map((t) => [t, p.righe[t].map(come)]),
  ) as PattiConsegnati['righe']
  const diQuesto = (t: Tabella, id: unknown) => righe[t].filter((r) => r.patto_id === id)
  // a version at a time: only a draft can be written, and there is one draft
  for (const x of righe.patto.toSorted((a, b) => Number(a.numero) - Number(b.numero))) {
    await scriviRighe(ctx, 'patto', [{ ...x, stato: 'bozza', chiuso_il: null, chiusura: null }])
    await scriviRighe(
      ctx,
      'patto_persona',
      diQuesto('patto_persona', x.id).filter((r) => r.componente_id),
    )
    await scriviRighe(ctx, 'patto_voce', diQuesto('patto_voce', x.id))
    await sql`update patto set stato = ${x.stato}, chiuso_il = ${x.chiuso_il ?? null}, chiusura = ${x.chiusura ?? null} where id = ${x.id}`.execute(
      ctx.tx,
    )
  }
  for (const t of [
    'patto_file',
    'patto_firma',
    'patto_passaggio',
    'patto_sostegno',
    'patto_erogazione',
    'patto_incontro',
    'patto_incontro_esito',
    'patto_valutazione',
  ] as const)
    await scriviRighe(ctx, t, righe[t])
}

/** A row of there as it is here. */
function traduttore(
  qui: { id: string; comuneId: string },
  p: PattiConsegnati,
  suoi: readonly { id: string; chiave: string }[],
  stessoAmbito: boolean,
) {
  const nuovi = new Map(
    Object.values(p.righe).flatMap((rr) =>
      rr.flatMap((r) => (typeof r.id === 'string' ? [[r.id, randomUUID() as string]] : [])),
    ) as [string, string][],
  )
  const id = (x: unknown) => nuovi.get(String(x)) ?? x
  const membro = (x: unknown) => suoi.find((s) => s.chiave === p.membri[String(x)])?.id ?? null
  const membri = (x: unknown) => (x as string[]).flatMap((y) => membro(y) ?? [])
  const campi = (x: Record<string, ValoreVoce>) => {
    const componente = x.componente ? membro(x.componente) : null
    return {
      ...x,
      ...('componente' in x && { componente }),
      ...('coinvolti' in x && x.coinvolti && { coinvolti: membri(x.coinvolti) }),
      // a support of the catalogue of there is not of the one of here
      ...('offerta' in x && !stessoAmbito && { offerta: null }),
      // of nobody who is here: nothing that may be sanctioned
      ...(x.condizionale === true && !componente && { condizionale: false }),
    }
  }
  const senzaAutori = (x: Record<string, object>) =>
    Object.fromEntries(Object.entries(x).map(([k, v]) => [k, { ...v, u: null }]))
  return (r: Riga): Riga => ({
    ...r,
    comune_id: qui.comuneId,
    caso_id: qui.id,
    ...('id' in r && { id: id(r.id) }),
    ...('patto_id' in r && { patto_id: id(r.patto_id) }),
    ...('origine_id' in r && { origine_id: id(r.origine_id) }),
    // what was given there is counted there
    ...('sostegno_id' in r && { sostegno_id: id(r.sostegno_id), altrove: true }),
    ...('file_id' in r && { file_id: r.file_id && id(r.file_id) }),
    ...('incontro_id' in r && { incontro_id: id(r.incontro_id) }),
    ...('componente_id' in r && { componente_id: r.componente_id && membro(r.componente_id) }),
    // what was handed over before they were said has none
    ...('previsto_il' in r && { persone: membri(r.persone ?? []) }),
    ...('presenti' in r && {
      presenti: membri(r.presenti),
      assenti: membri(r.assenti),
      giustificati: ((r.giustificati ?? []) as { componente: string }[]).flatMap((g) => {
        const componente = membro(g.componente)
        return componente ? [{ ...g, componente }] : []
      }),
    }),
    ...('attivo_dal' in r && { interruzioni: r.interruzioni ?? '{}' }),
    ...('campi' in r && {
      campi: campi(r.campi as Record<string, ValoreVoce>),
      scritti: senzaAutori(r.scritti as Record<string, object>),
    }),
    ...('offerta_id' in r && !stessoAmbito && { offerta_id: null }),
    creato_da: null,
    creata_da: null,
    caricato_da: null,
    registrata_da: null,
    registrato_da: null,
    utente_id: null,
  })
}

/** What was binding here no longer is: it goes on there. */
export async function chiudiPattiPassati(ctx: Ctx, casoId: string): Promise<void> {
  await sql`update patto set stato = 'chiuso', chiuso_il = ${ctx.oggi()}, chiusura = 'trasferimento', versione = versione + 1 where caso_id = ${casoId} and stato in ('firmato', 'in-revisione')`.execute(
    ctx.tx,
  )
  await sql`update patto set stato = 'annullato', versione = versione + 1 where caso_id = ${casoId} and stato in ('bozza', 'da-firmare')`.execute(
    ctx.tx,
  )
  await annullaPrevisti(ctx, { casoId })
  const { rows } = await sql<{ offertaId: string | null }>`
    update patto_sostegno set stato = case when attivo_dal is null then 'non-attivato' else 'concluso' end, finito_il = coalesce(finito_il, ${ctx.oggi()}), versione = versione + 1
     where caso_id = ${casoId} and stato in ('previsto', 'in-attesa', 'attivo', 'interrotto') returning offerta_id`.execute(
    ctx.tx,
  )
  await avvisaPostiLiberi(
    ctx,
    rows.map((r) => r.offertaId),
  )
}
