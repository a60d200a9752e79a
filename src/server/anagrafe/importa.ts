// Files of the record through the API: upload, profile of the columns, progress, outcome row by row, decision on doubtful
// rows, confirmation. The handlers only open and close the work: it runs in importa-corsa.ts.
import { type RawBuilder, sql } from 'kysely'
import { difettiMappa, type Mappa, proponiMappa } from '../../shared/anagrafe/importa.rules.ts'
import { normalizza, type SpecieImportazione } from '../../shared/anagrafe/importa-campi.ts'
import type { DatiRiga } from '../../shared/anagrafe/importa-riga.rules.ts'
import { importaApi } from '../../shared/anagrafe/importazioni.api.ts'
import { type StatoImportazione, transizioniImportazione } from '../../shared/anagrafe/importazioni.rules.ts'
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { aLotti, leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import type { Portata } from './importa-corsa.ts'
import { conservaFile, dimentica, leggiInizio } from './importa-lettura.ts'
import { applicaProtetta } from './importa-righe.ts'
import { colonneBrevi } from './ricerca.ts'

type Api = typeof importaApi
type Voce = Output<Api['list']>['voci'][number]

const voci = sql`m.id, m.specie, m.stato, m.nome_file, m.comune_id, (select c.nome from comune c where c.id = m.comune_id) as comune, m.sistema, m.creata, m.conclusa_il,
  m.righe_lette, m.righe_elaborate, m.nuove, m.aggiornate, m.gia_presenti, m.dubbie, m.rifiutate, m.proposte, m.gia_proposte, m.sconosciute, m.errore`

async function comuni(ctx: Ctx): Promise<Output<Api['comuni']>> {
  const { rows } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any ((select kernel.comuni())::text[]) order by nome_chiave`.execute(ctx.tx)
  return { voci: rows }
}

const concluso = (
  sha: RawBuilder<unknown>,
  comune: RawBuilder<unknown>,
  specie: RawBuilder<unknown>,
  prima: RawBuilder<unknown>,
) =>
  sql`(select max(x.conclusa_il) from importazione_cartella x where x.sha256 = ${sha} and x.comune_id = ${comune} and x.specie = ${specie} and x.stato = 'conclusa' and ${prima})`

async function carica(ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> {
  const { rows: raggio } = await sql<Portata>`
    select kernel.comuni() as comuni, kernel.classi() as classi, kernel.persone_vietate() as vietate`.execute(ctx.tx)
  const portata = raggio[0]!
  if (!portata.comuni.includes(i.comune))
    throw erroreDiCampo('comune', 'Scegli uno dei comuni per i quali puoi importare.')
  const { colonne, esempi } = await leggiInizio(i.file.path)
  const { rows } = await sql<{ id: string; stessoFileIl: string | null }>`
    insert into importazione_cartella (comune_id, specie, nome_file, bytes, sha256, colonne, portata)
    values (${i.comune}, ${i.specie}, ${i.file.nome}, ${i.file.bytes}, ${i.file.sha256}, ${colonne}, ${JSON.stringify(portata)}::jsonb)
    returning id, ${concluso(sql`${i.file.sha256}`, sql`${i.comune}`, sql`${i.specie}`, sql`true`)} as stesso_file_il`.execute(
    ctx.tx,
  )
  const aperta = rows[0]!
  await conservaFile(ctx, aperta.id, i.comune, i.file)
  for (const e of esempi)
    await ctx.tx
      .insertInto('importazioneCartellaRiga')
      .values({ importazioneId: aperta.id, comuneId: i.comune, riga: e.riga, celle: e.celle })
      .execute()
  return aperta
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Voce>`
    select ${voci} from importazione_cartella m where m.ambito_id = ${ctx.ambito} ${i.specie ? sql`and m.specie = ${i.specie}` : sql``}
      ${dopo ? sql`and (m.creata, m.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by m.creata desc, m.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creata, r.id])
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await sql<Output<Api['leggi']>>`
    select ${voci}, m.colonne, m.mappa, (select nome from accesso.nomi_di(array[m.creata_da])) as creata_da, (select nome from accesso.nomi_di(array[m.confermata_da])) as confermata_da,
           ${concluso(sql`m.sha256`, sql`m.comune_id`, sql`m.specie`, sql`x.conclusa_il < m.creata`)} as stesso_file_il
      from importazione_cartella m where m.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

interface Intestazione {
  stato: StatoImportazione
  specie: SpecieImportazione
  comuneId: string
  sistema: string | null
  colonne: string[]
  portata: Portata
}
async function getImportazione(ctx: Ctx, id: string): Promise<Intestazione> {
  const { rows } = await sql<Intestazione>`
    select stato, specie, comune_id, sistema, colonne, portata from importazione_cartella where id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function proposta(ctx: Ctx, i: Input<Api['proposta']>): Promise<Output<Api['proposta']>> {
  const m = await getImportazione(ctx, i.id)
  const { rows: esempi } = await sql<{ celle: string[] }>`
    select celle from importazione_cartella_riga where importazione_id = ${i.id} and celle <> '{}' order by riga limit 5`.execute(
    ctx.tx,
  )
  const righe = esempi.map((e) => e.celle)
  const { rows: profili } = await sql<{
    id: string
    nome: string
    sistema: string
    mappa: Output<Api['proposta']>['mappa']
  }>`
    select id, nome, sistema, mappa from profilo_importazione where specie = ${m.specie} and comune_id = ${m.comuneId} order by nome limit 100`.execute(
    ctx.tx,
  )
  return {
    colonne: m.colonne.map((nome, n) => ({
      nome,
      esempi: righe
        .map((r) => r[n] ?? '')
        .filter(Boolean)
        .slice(0, 3),
    })),
    mappa: proponiMappa(m.specie, m.colonne, righe) as Output<Api['proposta']>['mappa'],
    profili: profili.map((p) => ({ ...p, adatto: difettiMappa(m.specie, p.mappa as Mappa, m.colonne).length === 0 })),
  }
}

const passa = (ctx: Ctx, id: string, stato: StatoImportazione, altro: RawBuilder<unknown> = sql``) =>
  sql`update importazione_cartella set stato = ${stato}, aggiornata = kernel.adesso() ${altro} where id = ${id}`.execute(
    ctx.tx,
  )

const incarica = (ctx: Ctx, lavoro: string, id: string, portata: Portata) =>
  ctx.emit(lavoro, { id, ambito: ctx.ambito, utente: ctx.utente, portata })

async function mappa(ctx: Ctx, i: Input<Api['mappa']>): Promise<Output<Api['mappa']>> {
  const m = await getImportazione(ctx, i.id)
  const stato = assertTransizione(transizioniImportazione, 'mappa', m.stato)
  const difetti = difettiMappa(m.specie, i.mappa as Mappa, m.colonne)
  if (difetti.length > 0) throw erroreDiCampo('mappa', difetti.join(' '))
  const resta = await sql`select 1 from importazione_cartella where id = ${i.id} and confermata_da is null`.execute(
    ctx.tx,
  )
  if (resta.rows.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Questo file era già stato confermato: caricalo di nuovo.' })
  const scritta = JSON.stringify(i.mappa)
  await passa(
    ctx,
    i.id,
    stato,
    sql`, mappa = ${scritta}::jsonb, sistema = ${normalizza(i.sistema)}, ultima_riga = 0, righe_lette = 0, righe_elaborate = 0, rifiutate = 0, dubbie = 0,
        nuove = 0, aggiornate = 0, gia_presenti = 0, proposte = 0, gia_proposte = 0, sconosciute = 0, errore = null, corse = 0`,
  )
  if (i.salvaCome?.trim())
    await sql`insert into profilo_importazione (comune_id, nome, specie, sistema, mappa) values (${m.comuneId}, ${i.salvaCome.trim()}, ${m.specie}, ${normalizza(i.sistema)}, ${scritta}::jsonb)
      on conflict on constraint profilo_nome_unico do update set mappa = excluded.mappa, sistema = excluded.sistema, versione = profilo_importazione.versione + 1`.execute(
      ctx.tx,
    )
  incarica(ctx, 'cartella.verifica', i.id, m.portata)
  return { stato }
}

async function righe(ctx: Ctx, i: Input<Api['righe']>): Promise<Output<Api['righe']>> {
  await getImportazione(ctx, i.id)
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 1)
  const { rows } = await sql<Omit<Output<Api['righe']>['voci'][number], 'simili'> & { simili: string[] }>`
    select riga, celle, esito, motivi, simili, persona_id, applicata from importazione_cartella_riga
     where importazione_id = ${i.id} and riga > ${Number(dopo?.[0] ?? 0)} and esito is not null ${i.esito ? sql`and esito = ${i.esito}` : sql``}
     order by riga limit ${limite + 1}`.execute(ctx.tx)
  const ids = rows.flatMap((r) => r.simili)
  const { rows: persone } =
    await sql<PersonaBreve>`select ${colonneBrevi} from persona p where p.id = any (${ids})`.execute(ctx.tx)
  const per = new Map(persone.map((p) => [p.id, p]))
  return pagina(
    rows.map((r) => ({ ...r, simili: r.simili.flatMap((id) => per.get(id) ?? []) })),
    limite,
    (r) => [r.riga],
  )
}

async function decidi(ctx: Ctx, i: Input<Api['decidi']>): Promise<Output<Api['decidi']>> {
  const m = await getImportazione(ctx, i.id)
  if (m.stato !== 'conclusa')
    throw problem('stato-non-ammesso', { detail: 'Le righe dubbie si decidono dopo aver confermato le altre.' })
  const { rows } = await sql<{ riga: number; dati: DatiRiga; simili: string[] }>`
    select riga, dati, simili from importazione_cartella_riga where importazione_id = ${i.id} and riga = ${i.riga} and esito = 'dubbia' and not applicata for update`.execute(
    ctx.tx,
  )
  const r = rows[0]
  if (!r) throw problem('non-trovato')
  if (i.personaId && !r.simili.includes(i.personaId))
    throw erroreDiCampo('personaId', 'Scegli una delle persone proposte, oppure una nuova.')
  const { rows: raggio } =
    await sql<Portata>`select kernel.comuni() as comuni, kernel.classi() as classi, '{}'::uuid[] as vietate`.execute(
      ctx.tx,
    )
  const imp = {
    id: i.id,
    comune: m.comuneId,
    sistema: m.sistema!,
    comuni: raggio[0]!.comuni,
    classi: raggio[0]!.classi,
    // of one row alone nobody is looked for: its presa in carico is to be assigned
    operatori: new Map<string, string>(),
  }
  const g = await applicaProtetta(ctx, imp, r, i.personaId)
  const conto = g.esito === 'rifiutata' ? 'rifiutate' : g.esito === 'nuova' ? 'nuove' : 'aggiornate'
  await sql`update importazione_cartella set dubbie = dubbie - 1, ${sql.ref(conto)} = ${sql.ref(conto)} + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  return { esito: g.esito, motivi: g.motivi }
}

const PER_LOTTO = 1000

async function rifiutate(ctx: Ctx, i: Input<Api['rifiutate']>): Promise<Output<Api['rifiutate']>> {
  const m = await getImportazione(ctx, i.id)
  if (m.stato === 'in-lettura')
    throw problem('stato-non-ammesso', { detail: 'La lettura è ancora in corso: attendi che finisca.' })
  const colonne = [...m.colonne.map((titolo) => ({ titolo })), { titolo: 'Motivo del rifiuto', larghezza: 80 }]
  interface Rifiutata {
    riga: number
    celle: string[]
    motivi: string[]
  }
  async function* valori() {
    const tutte = aLotti<Rifiutata>(PER_LOTTO, (ultima) =>
      ctx.rileggi(async (tx) => {
        const { rows } = await sql<Rifiutata>`
          select riga, celle, motivi from importazione_cartella_riga
           where importazione_id = ${i.id} and esito = 'rifiutata' and riga > ${ultima?.riga ?? 0} order by riga limit ${PER_LOTTO}`.execute(
          tx,
        )
        return rows
      }),
    )
    for await (const r of tutte) yield [...m.colonne.map((_, n) => r.celle[n] ?? ''), r.motivi.join(' ')]
  }
  return {
    nome: `righe-rifiutate-${ctx.oggi()}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: async () => scriviFoglioLungo({ nome: 'Rifiutate', colonne }, valori()),
  }
}

async function conferma(ctx: Ctx, i: Input<Api['conferma']>): Promise<Output<Api['conferma']>> {
  const m = await getImportazione(ctx, i.id)
  const stato = assertTransizione(transizioniImportazione, 'conferma', m.stato)
  const { rows } =
    await sql<Portata>`select kernel.comuni() as comuni, kernel.classi() as classi, kernel.persone_vietate() as vietate`.execute(
      ctx.tx,
    )
  const portata = rows[0]!
  await passa(
    ctx,
    i.id,
    stato,
    sql`, confermata_da = ${ctx.utente}, portata = ${JSON.stringify(portata)}::jsonb, righe_elaborate = 0, corse = 0`,
  )
  incarica(ctx, 'cartella.importa', i.id, portata)
  return { stato }
}

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  const m = await getImportazione(ctx, i.id)
  const stato = assertTransizione(transizioniImportazione, 'annulla', m.stato)
  await ctx.tx
    .deleteFrom('importazioneCartellaRiga')
    .where('importazioneId', '=', i.id)
    .where('applicata', '=', false)
    .execute()
  await dimentica(ctx, i.id)
  await passa(ctx, i.id, stato)
  return { fatto: true }
}

export const importaRotte = rotte(importaApi, {
  carica,
  comuni,
  list,
  leggi,
  proposta,
  mappa,
  righe,
  decidi,
  rifiutate,
  conferma,
  annulla,
})

export const importaVincoli: Vincoli = {
  profilo_nome_unico: { codice: 'gia-presente', detail: 'C’è già un profilo con questo nome.', campo: 'salvaCome' },
}
