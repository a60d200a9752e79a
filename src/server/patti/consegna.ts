// A household handed over, carried from a comune to another, of the same ambito or not. Each comune is controller of its own casi:
// the receiver gets a copy with the days of everything, so that no term starts again; the sender keeps his rows, to be read. Two
// scopes, one after the other: interrupted anywhere, it is run again from the beginning and writes nothing twice.
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { CLASSE_SEGRETA } from '../../shared/anagrafe/fatti.ts'
import { type EsitoAnalisi, type Posizione, posizioneInArrivo, type StatoCaso } from '../../shared/patti/casi.rules.ts'
import type { Valori } from '../../shared/patti/estratto.rules.ts'
import { giorniConColonna } from '../../shared/patti/estratto-campi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { bloccaCaso, esitoLetto, esitoScritto, muoviCaso } from './caso.ts'
import { analisiConsegnate, mettiAnalisi } from './consegna-analisi.ts'
import { chiudiPattiPassati, mettiPatti, pattiDi } from './consegna-patto.ts'
import { collegaPersone } from './estratto-scrittura.ts'
import { isDaNonTrovare, isDove, senzaDove } from './non-si-trova.ts'
import { ricalcola } from './termini.ts'

interface Offerta {
  ambitoId: string
  comuneId: string
  casoId: string
  ambitoDestId: string
  comuneDestId: string
  rispostaDa: string
  offertaDa: string
}
type Righe = Record<string, unknown>[]
interface Pacco {
  caso: Record<string, unknown>
  stato: { stato: StatoCaso; statoPrima: StatoCaso | null; esitoAnalisi: EsitoAnalisi | null }
  domanda: Record<string, unknown>
  componenti: Righe
  verifiche: Righe
  eventi: Righe
  esoneri: Righe
  percorsi: Righe
  soggetti: Righe
}

const righeDi = async (ctx: Ctx, tabella: string, dove: RawBuilder<unknown>): Promise<Righe> => {
  const { rows } = await sql<{
    riga: Record<string, unknown>
  }>`select to_jsonb(t) as riga from ${sql.table(tabella)} t where ${dove}`.execute(ctx.tx)
  return rows.map((r) => r.riga)
}

async function prepara(ctx: Ctx, o: Offerta): Promise<Pacco | undefined> {
  const [caso] = await righeDi(ctx, 'caso', sql`t.id = ${o.casoId}`)
  const { rows } = await sql<
    Pacco['stato']
  >`select s.stato, s.stato_prima, ${esitoLetto} from caso_stato s where s.caso_id = ${o.casoId}`.execute(ctx.tx)
  if (!caso || !rows[0] || rows[0].stato === 'trasferito') return undefined
  const domanda = sql`t.domanda_id = ${caso.domanda_id}`
  const segreta = await isDaNonTrovare(ctx, String(caso.domanda_id))
  // the receiver does not know of the person: to him it does not arrive
  const celato = segreta ? { indirizzo: null, cap: null } : {}
  return {
    caso: { ...caso, ...celato },
    stato: rows[0],
    domanda: { ...(await righeDi(ctx, 'domanda', sql`t.id = ${caso.domanda_id}`))[0]!, ...celato },
    componenti: (await righeDi(ctx, 'domanda_componente', domanda)).map((m) =>
      segreta ? { ...m, dichiarati: senzaDove(m.dichiarati as Valori) } : m,
    ),
    verifiche: (await righeDi(ctx, 'domanda_verifica', domanda)).filter((v) => !segreta || !isDove(String(v.campo))),
    eventi: await righeDi(ctx, 'caso_evento', sql`t.caso_id = ${o.casoId} and t.annullato_il is null`),
    esoneri: await righeDi(ctx, 'esonero', sql`t.caso_id = ${o.casoId}`),
    percorsi: await righeDi(ctx, 'caso_percorso', sql`t.caso_id = ${o.casoId}`),
    soggetti: await righeDi(ctx, 'caso_componente', sql`t.caso_id = ${o.casoId} and t.detto is not null`),
  }
}

/** Rows of a table as they were, in another comune and under other ids; what belongs to the people of the other comune stays there. */
const metti = (ctx: Ctx, tabella: string, colonne: string, righe: Righe) =>
  sql`insert into ${sql.table(tabella)} (${sql.raw(colonne)}) select ${sql.raw(colonne)} from jsonb_populate_recordset(null::${sql.table(tabella)}, ${JSON.stringify(righe)}::jsonb)`.execute(
    ctx.tx,
  )

const inArrivo = ({ stato, statoPrima, esitoAnalisi }: Pacco['stato']): Posizione =>
  posizioneInArrivo({ stato, prima: statoPrima }, esitoAnalisi)

async function ricevi(ctx: Ctx, o: Offerta, p: Pacco): Promise<void> {
  const { rows: gia } = await sql`select 1 from caso where origine_id = ${o.casoId}`.execute(ctx.tx)
  if (gia.length > 0) return
  const comune = o.comuneDestId
  const esistente = await casoGiaArrivato(ctx, o, p)
  const casoId = esistente ?? randomUUID()
  if (esistente) await riprendi(ctx, o, p, esistente)
  else await creaCaso(ctx, o, p, casoId)
  const { rows: suoi } = await sql<{ id: string; chiave: string }>`
    select m.id, m.codice_fiscale_chiave as chiave from domanda_componente m join caso c on c.domanda_id = m.domanda_id where c.id = ${casoId}`.execute(
    ctx.tx,
  )
  const qui = new Map(suoi.map((s) => [s.chiave, s.id]))
  const la = new Map(p.componenti.map((c) => [c.id, qui.get(String(c.codice_fiscale_chiave)) ?? null]))
  const { rows: noti } = await sql<{ evento: string; giorno: string }>`
    select evento, giorno from caso_evento where caso_id = ${casoId} and annullato_il is null`.execute(ctx.tx)
  const nuovi = p.eventi
    .filter((e) => e.origine !== 'estratto' || !esistente)
    .filter((e) => !noti.some((n) => n.evento === e.evento && n.giorno === e.giorno))
  await metti(
    ctx,
    'caso_evento',
    'comune_id, caso_id, componente_id, presenti, evento, giorno, fino, origine, registrato_il',
    nuovi.map((e) => ({
      ...e,
      comune_id: comune,
      caso_id: casoId,
      componente_id: e.componente_id ? la.get(e.componente_id) : null,
      presenti: e.presenti ? (e.presenti as string[]).flatMap((x) => la.get(x) ?? []) : null,
      origine: e.origine === 'estratto' ? 'estratto' : 'altro-comune',
    })),
  )
  await metti(
    ctx,
    'esonero',
    'comune_id, caso_id, componente_id, specie, tipo, dal, al, rivedere_il, riesaminato_il, documento, nota, curata, registrato_il, cessato_il, cessato_motivo',
    p.esoneri
      .filter((e) => la.get(e.componente_id))
      .map((e) => ({ ...e, comune_id: comune, caso_id: casoId, componente_id: la.get(e.componente_id) })),
  )
  const { rows: detti } = await sql<{
    id: string
  }>`select componente_id as id from caso_percorso where caso_id = ${casoId}`.execute(ctx.tx)
  await metti(
    ctx,
    'caso_percorso',
    'comune_id, caso_id, componente_id, percorso, nome, dal',
    p.percorsi
      .map((x) => ({ ...x, comune_id: comune, caso_id: casoId, componente_id: la.get(x.componente_id) }))
      .filter((x) => x.componente_id && !detti.some((d) => d.id === x.componente_id)),
  )
  await mettiDetti(
    ctx,
    casoId,
    p.soggetti.flatMap((s) => (la.get(s.componente_id) ? [{ ...s, componente_id: la.get(s.componente_id) }] : [])),
  )
  await sql`insert into caso_passaggio (comune_id, caso_id, atto, a, motivo) select ${comune}, ${casoId}, 'ricevi', ${inArrivo(p.stato).stato}, 'Dal Comune di ' || nome from comune where id = ${o.comuneId}`.execute(
    ctx.tx,
  )
  await collegaPersone(ctx, [casoId])
  await ricalcola(ctx, [casoId])
}

/** What the analysis of there said of work, unless one of here has said it; the rest is computed here. */
async function mettiDetti(ctx: Ctx, casoId: string, righe: Righe): Promise<void> {
  await ricalcola(ctx, [casoId])
  await sql`update caso_componente k set detto = r.detto, detto_il = r.detto_il from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(componente_id uuid, detto boolean, detto_il date)
    where k.caso_id = ${casoId} and k.componente_id = r.componente_id and k.detto is null`.execute(ctx.tx)
}

/** The same domanda may have arrived there with its own extract: what happened goes to that one. */
async function casoGiaArrivato(ctx: Ctx, o: Offerta, p: Pacco): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from domanda d join caso c on c.domanda_id = d.id
     where d.comune_id = ${o.comuneDestId} and d.misura_id = ${p.domanda.misura_id} and d.protocollo = ${p.domanda.protocollo}`.execute(
    ctx.tx,
  )
  return rows[0]?.id
}

/** That one goes on from where the household was: if it still waits there, or had left from there. */
async function riprendi(ctx: Ctx, o: Offerta, p: Pacco, casoId: string): Promise<void> {
  const { stato, prima } = inArrivo(p.stato)
  await sql`update caso set origine_id = ${o.casoId} where id = ${casoId}`.execute(ctx.tx)
  const { rows } = await sql`
    update caso_stato set stato = ${stato}, stato_prima = ${prima}, ${esitoScritto(p.stato.esitoAnalisi)}, dal = kernel.oggi(), versione = versione + 1
     where caso_id = ${casoId} and (stato = 'trasferito' or (stato = 'ricevuto' and stato_prima is null)) returning 1`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    await sql`update caso set assegnazione = 'da-assegnare', assegnatario_id = null, assegnato_il = null, versione = versione + 1 where id = ${casoId} and assegnazione = 'passato'`.execute(
      ctx.tx,
    )
}

async function creaCaso(ctx: Ctx, o: Offerta, p: Pacco, casoId: string) {
  const comune = o.comuneDestId
  const domandaId = randomUUID()
  await metti(
    ctx,
    'domanda',
    `id, comune_id, misura_id, versione_id, protocollo, ${giorniConColonna.map((c) => c.colonna).join(', ')}, ricevuta_il, beneficio, beneficio_dal, mensile, codice_fiscale, cognome, nome, indirizzo, cap`,
    [{ ...p.domanda, id: domandaId, comune_id: comune }],
  )
  const membri = p.componenti.map((c) => ({ ...c, id: randomUUID(), comune_id: comune, domanda_id: domandaId }))
  await metti(
    ctx,
    'domanda_componente',
    'id, comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita, sesso, parentela, dichiarati, uscito_il',
    membri,
  )
  const di = new Map(p.componenti.map((c, n) => [c.id, membri[n]!.id]))
  await metti(
    ctx,
    'domanda_verifica',
    'comune_id, domanda_id, componente_id, campo, dichiarato, verificato, fonte, verificato_il, registrata_il',
    p.verifiche.map((v) => ({
      ...v,
      comune_id: comune,
      domanda_id: domandaId,
      componente_id: v.componente_id ? di.get(v.componente_id) : null,
    })),
  )
  await metti(
    ctx,
    'caso',
    'id, comune_id, domanda_id, misura_id, versione_id, richiedente, codice_fiscale, indirizzo, cap, presentata_il, arrivato_il, componenti, peso, origine_id',
    [
      {
        ...p.caso,
        id: casoId,
        comune_id: comune,
        domanda_id: domandaId,
        arrivato_il: ctx.oggi(),
        origine_id: o.casoId,
      },
    ],
  )
  const { stato, prima } = inArrivo(p.stato)
  const e = p.stato.esitoAnalisi
  await sql`insert into caso_stato (caso_id, comune_id, stato, stato_prima, esito_analisi, esito_sociale, esito_via, esito_apre)
    values (${casoId}, ${comune}, ${stato}, ${prima}, ${e?.codice ?? null}, ${e?.sociale ?? null}, ${e?.via ?? null}, ${e?.apre ?? null})`.execute(
    ctx.tx,
  )
}

async function chiudiQui(ctx: Ctx, o: Offerta, offertaId: string) {
  const c = await bloccaCaso(ctx, o.casoId)
  if (c.stato !== 'trasferito') await muoviCaso(ctx, c, 'trasferisci', { motivo: 'Passato ad altro comune' })
  await chiudiPattiPassati(ctx, o.casoId)
  await sql`update caso_offerta set stato = 'consegnata' where id = ${offertaId}`.execute(ctx.tx)
  await ricalcola(ctx, [o.casoId])
}

export async function consegna(deps: Deps, offertaId: string, ambito: string): Promise<void> {
  const o = await inCtx(deps, { azione: 'caso.passa', ambito }, async (ctx) => {
    const { rows } = await sql<Offerta & { classi: string[] }>`
      select *, array(select id from classe_riservatezza where id <> ${CLASSE_SEGRETA}) as classi from accesso.offerta_accettata(${offertaId})`.execute(
      ctx.tx,
    )
    return rows[0]
  })
  if (!o) return
  // what is protected arrives protected: it opens there to who opens its class
  const { classi } = o
  const da = {
    azione: 'caso.passa',
    ambito: o.ambitoId,
    utente: o.offertaDa,
    comuni: [o.comuneId],
    fascicolo: true,
    classi,
  }
  const a = {
    azione: 'caso.passa',
    ambito: o.ambitoDestId,
    utente: o.rispostaDa,
    comuni: [o.comuneDestId],
    fascicolo: true,
    classi,
  }
  const pacco = await inCtx(deps, da, (ctx) => prepara(ctx, o))
  const patti = pacco && (await inCtx(deps, da, (ctx) => pattiDi(ctx, o.casoId)))
  const analisi = pacco && (await inCtx(deps, da, (ctx) => analisiConsegnate(ctx, o.casoId)))
  if (pacco) await inCtx(deps, a, (ctx) => ricevi(ctx, o, pacco))
  if (analisi) await inCtx(deps, a, (ctx) => mettiAnalisi(ctx, o.casoId, analisi))
  if (patti) await inCtx(deps, a, (ctx) => mettiPatti(ctx, o.casoId, patti, o.ambitoId === o.ambitoDestId))
  await inCtx(deps, da, (ctx) => chiudiQui(ctx, o, offertaId))
}

export const jobConsegna: Job = {
  nome: 'caso.consegna',
  run: (deps, dati) => consegna(deps, String(dati.offerta), String(dati.ambito)),
}
