// A message received: of whom it speaks, what it says against the folder, and its taking in. Looking writes nothing; the
// file is not kept; the same message twice finds everything there.
import { sql } from 'kysely'
import type { PersonaBreve } from '../../../shared/anagrafe/persone.api.ts'
import { fasi } from '../../../shared/cartella/lombardia/campi.ts'
import type { Confronto, DiChi, messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import { campiAggiunti } from '../../../shared/cartella/messaggi.api.ts'
import type { Input, Output } from '../../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../../shared/kernel/problems.ts'
import { cosaSiSa, type Noto } from '../../anagrafe/importa-identita.ts'
import { colonneBrevi, similiA } from '../../anagrafe/ricerca.ts'
import { principaleDi } from '../../anagrafe/scelte.ts'
import type { Ctx } from '../../kernel/context.ts'
import { assertVoci } from '../../parametri/voci.ts'
import { creaPersona, generalitaDi } from './persona.ts'
import { type Letto, leggiRicevuto, luoghiDi, sistemaDi, sommario } from './ricevuto.ts'
import type { Aggiunte, Confrontata, VoceDaScrivere } from './voce.ts'
import { servono, vociDi } from './voci.ts'

type Api = typeof messaggiApi

async function assertComune(ctx: Ctx, comune: string) {
  const { rows } = await sql<{ ok: boolean }>`
    select ${comune} = any (accesso.comuni_aperti('cartella')) and ${comune} = any (kernel.comuni()) as ok`.execute(
    ctx.tx,
  )
  if (!rows[0]!.ok)
    throw erroreDiCampo('comune', 'Scegli uno dei comuni in cui lavori e nei quali la cartella è aperta.')
}

async function aggiunteDi(ctx: Ctx, i: Aggiunte): Promise<Aggiunte> {
  await assertVoci(ctx.tx, ctx.oggi(), {
    area: ['area-utenza', i.area],
    motivoChiusura: ['motivo-chiusura', i.motivoChiusura],
    tipoIsee: ['tipo-isee', i.tipoIsee],
  })
  return Object.fromEntries(campiAggiunti.flatMap((c) => (i[c] ? [[c, i[c]]] : [])))
}

async function getBreve(ctx: Ctx, id: string): Promise<PersonaBreve> {
  const { rows } = await sql<PersonaBreve>`select ${colonneBrevi} from persona p where p.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** By the code that the sender gave her before, then by codice fiscale. */
async function trovaCerta(ctx: Ctx, comune: string, { messaggio, contenuto }: Letto): Promise<PersonaBreve | null> {
  const { rows } = await sql<PersonaBreve>`
    select ${colonneBrevi} from persona p where p.id in (
      select kernel.principale(o.persona_id) from persona_origine o where o.comune_id = ${comune} and o.sistema = ${sistemaDi(messaggio)} and o.codice = ${contenuto.persona.chiave}
      union all
      select kernel.principale(x.id) from persona x where x.ambito_id = ${ctx.ambito} and x.codice_fiscale is not null
         and x.codice_fiscale_chiave = kernel.chiave_codice_fiscale(${contenuto.persona.codiceFiscale ?? null})
    ) order by p.comune_id = ${comune} desc, p.id limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}

const similiDi = (ctx: Ctx, { contenuto: { persona, cellulare, telefono, email } }: Letto) =>
  similiA(ctx, {
    cognome: persona.cognome,
    nome: persona.nome,
    dataNascita: persona.nascita,
    codiceFiscale: persona.codiceFiscale,
    recapito: cellulare ?? telefono ?? email,
  })

const ignota = (comuneId: string): Noto => ({
  comuneId,
  nome: '',
  decesso: null,
  fatti: [],
  famiglie: [],
  prese: [],
  segreto: false,
})

const comeSiLegge = (voci: readonly VoceDaScrivere[]) => voci.map(({ scrivi: _, ...v }) => v)

export async function diChi(ctx: Ctx, i: Input<Api['diChi']>): Promise<DiChi> {
  await assertComune(ctx, i.comune)
  const letto = await leggiRicevuto(ctx, i.file)
  const { persona } = letto.contenuto
  const certa = await trovaCerta(ctx, i.comune, letto)
  const simili = (await similiDi(ctx, letto)).filter((s) => s.persona.id !== certa?.id)
  const nuova: Confrontata = {
    personaId: null,
    noto: ignota(i.comune),
    letto,
    luoghi: await luoghiDi(ctx, letto.contenuto),
    aggiunte: await aggiunteDi(ctx, i),
  }
  return {
    ...sommario(letto),
    assistito: {
      cognome: persona.cognome,
      nome: persona.nome,
      dataNascita: persona.nascita ?? null,
      codiceFiscale: persona.codiceFiscale ?? null,
    },
    certa,
    simili,
    voci: comeSiLegge(await vociDi(ctx, nuova)),
    servono: servono(letto.contenuto),
  }
}

async function leggiConfrontata(ctx: Ctx, id: string, letto: Letto, aggiunte: Aggiunte): Promise<Confrontata> {
  const personaId = await principaleDi(ctx, id)
  const noto = (await cosaSiSa(ctx, [personaId])).get(personaId)
  if (!noto) throw problem('non-trovato')
  return {
    personaId,
    noto,
    letto,
    luoghi: await luoghiDi(ctx, letto.contenuto),
    aggiunte: await aggiunteDi(ctx, aggiunte),
  }
}

export async function confronta(ctx: Ctx, i: Input<Api['confronta']>): Promise<Confronto> {
  const letto = await leggiRicevuto(ctx, i.file)
  const k = await leggiConfrontata(ctx, i.id, letto, i)
  const { rows } = await sql<{ ricevutoIl: string }>`
    select ricevuto_il from messaggio_regionale where persona_id = any (accesso.stessa_persona(${k.personaId}))
       and mittente = ${letto.messaggio.busta.mittente} and codice = ${letto.messaggio.busta.id} order by ricevuto_il limit 1`.execute(
    ctx.tx,
  )
  return {
    ...sommario(letto),
    persona: await getBreve(ctx, k.personaId!),
    giaRicevutoIl: rows[0]?.ricevutoIl ?? null,
    voci: comeSiLegge(await vociDi(ctx, k)),
    servono: servono(letto.contenuto),
  }
}

async function scrivi(
  ctx: Ctx,
  personaId: string,
  comune: string,
  letto: Letto,
  voci: readonly VoceDaScrivere[],
): Promise<Output<Api['riporta']>> {
  for (const v of voci) await v.scrivi?.(personaId)
  const { messaggio: m, contenuto: c } = letto
  await sql`insert into persona_origine (comune_id, persona_id, sistema, codice) values (${comune}, ${personaId}, ${sistemaDi(m)}, ${c.persona.chiave})
    on conflict on constraint persona_origine_unica do nothing`.execute(ctx.tx)
  const a = c.accesso
  await sql`
    insert into messaggio_regionale (comune_id, persona_id, mittente, codice, creato, fasi, accesso_dal, accesso_al, canale, motivo, bisogno, segnalata_il)
    values (${comune}, ${personaId}, ${m.busta.mittente}, ${m.busta.id}, ${m.busta.creato}, ${fasi.filter((f) => m[f])}, ${a.dal}, ${a.al ?? null},
      ${a.canale ?? null}, ${a.motivo ?? null}, ${a.bisogno ?? null}, ${a.segnalataIl ?? null})
    on conflict on constraint messaggio_una_volta do nothing`.execute(ctx.tx)
  return { personaId, aggiunte: voci.filter((v) => v.esito === 'aggiunge').length, voci: comeSiLegge(voci) }
}

export async function riporta(ctx: Ctx, i: Input<Api['riporta']>): Promise<Output<Api['riporta']>> {
  const letto = await leggiRicevuto(ctx, i.file)
  // two who take the same message in wait for each other here
  await sql`select 1 from persona where id = ${i.id} for update`.execute(ctx.tx)
  const k = await leggiConfrontata(ctx, i.id, letto, i)
  return scrivi(ctx, k.personaId!, k.noto.comuneId, letto, await vociDi(ctx, k))
}

export async function nuova(ctx: Ctx, i: Input<Api['nuova']>): Promise<Output<Api['nuova']>> {
  await assertComune(ctx, i.comune)
  const letto = await leggiRicevuto(ctx, i.file)
  if (await trovaCerta(ctx, i.comune, letto))
    throw problem('possibile-doppione', {
      detail: 'La persona del messaggio è già nella cartella: riporta il messaggio nel suo fascicolo.',
    })
  const viste = new Set(i.diverseDa)
  if ((await similiDi(ctx, letto)).some((s) => !viste.has(s.persona.id)))
    throw problem('possibile-doppione', {
      detail: 'C’è già una persona simile: guardala prima di aggiungerne un’altra.',
    })
  const luoghi = await luoghiDi(ctx, letto.contenuto)
  const noto = ignota(i.comune)
  const voci = await vociDi(ctx, { personaId: null, noto, letto, luoghi, aggiunte: await aggiunteDi(ctx, i) })
  const mittente = letto.messaggio.busta.mittente
  const personaId = await creaPersona(ctx, i.comune, generalitaDi(letto.contenuto, luoghi), mittente)
  return scrivi(ctx, personaId, i.comune, letto, voci)
}
