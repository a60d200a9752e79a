// Extracts through the API: upload, profile, progress, report, confirmation. The handlers only open and close the work: it runs in
// estratto-corsa.ts.

import { type RawBuilder, sql } from 'kysely'
import { type StatoImportazione, transizioniImportazione } from '../../shared/anagrafe/importazioni.rules.ts'
import type { EsitoVerifica } from '../../shared/documenti/documenti.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import {
  type EstrattoScheda,
  type EstrattoVoce,
  estrattiApi,
  type NucleoLetto,
} from '../../shared/patti/estratti.api.ts'
import { conTutte, difettiMappa, proponiMappa, type VoceMappa } from '../../shared/patti/estratto.rules.ts'
import { conservaFile, leggiInizio, pezziFile } from '../anagrafe/importa-lettura.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { assertLeggibile, daVerificare } from './file-verifica.ts'
import { diceColonna, diceDove, isDove } from './non-si-trova.ts'

type Api = typeof estrattiApi
const PARTI = 'importazione_estratto_parte'

const voci = sql`m.id, m.stato, m.nome_file, m.comune_id, (select c.nome from comune c where c.id = m.comune_id) as comune, m.misura_id,
  (select x.nome from misura x where x.id = m.misura_id) as misura, m.estratto_il, m.completo, m.creata, m.conclusa_il, m.righe_lette, m.domande, m.elaborate,
  m.nuove, m.cambiate, m.invariate, m.sparite, m.contraddittorie, m.rifiutate, m.errore`

const stessoFile = (sha: RawBuilder<unknown>, prima: RawBuilder<unknown>) =>
  sql`(select max(x.conclusa_il) from importazione_estratto x where x.ambito_id = kernel.ambito() and x.sha256 = ${sha} and x.stato = 'conclusa' and ${prima})`

async function scelte(ctx: Ctx): Promise<Output<Api['scelte']>> {
  const { rows: comuni } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any (array(select unnest(kernel.comuni()) intersect select unnest(accesso.comuni_aperti('patti')))) order by nome_chiave`.execute(
    ctx.tx,
  )
  const { rows: misure } = await sql<{ id: string; nome: string }>`
    select m.id, m.nome from misura m where exists (select 1 from misura_versione v where v.misura_id = m.id and v.stato = 'pubblicata') order by m.nome`.execute(
    ctx.tx,
  )
  return { comuni, misure }
}

export async function carica(ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> {
  const { comuni, misure } = await scelte(ctx)
  if (!comuni.some((c) => c.id === i.comune))
    throw erroreDiCampo(
      'comune',
      'Scegli uno dei comuni per i quali puoi caricare estratti: quelli con la convenzione registrata.',
    )
  if (!misure.some((m) => m.id === i.misura)) throw erroreDiCampo('misura', 'Scegli una delle misure.')
  if (i.estrattoIl > ctx.oggi()) throw erroreDiCampo('estrattoIl', 'La data dell’estratto è nel futuro.')
  const { colonne, esempi } = await leggiInizio(i.file.path)
  const { rows } = await sql<{ id: string; stessoFileIl: string | null }>`
    insert into importazione_estratto (comune_id, misura_id, nome_file, bytes, sha256, colonne, estratto_il, completo)
    values (${i.comune}, ${i.misura}, ${i.file.nome}, ${i.file.bytes}, ${i.file.sha256}, ${colonne}, ${i.estrattoIl}, ${i.completo ?? false})
    returning id, ${stessoFile(sql`${i.file.sha256}`, sql`true`)} as stesso_file_il`.execute(ctx.tx)
  const aperta = rows[0]!
  await conservaFile(ctx, aperta.id, i.comune, i.file, PARTI)
  daVerificare(ctx, 'importazione_estratto', aperta.id, i.comune)
  for (const e of esempi)
    await sql`insert into importazione_estratto_riga (importazione_id, comune_id, riga, celle) values (${aperta.id}, ${i.comune}, ${e.riga}, ${e.celle})`.execute(
      ctx.tx,
    )
  return aperta
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<EstrattoVoce>`
    select ${voci} from importazione_estratto m where m.ambito_id = ${ctx.ambito}
      ${dopo ? sql`and (m.creata, m.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by m.creata desc, m.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creata, r.id])
}

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<EstrattoScheda> {
  const { rows } = await sql<EstrattoScheda>`
    select ${voci}, m.sha256, m.bytes, m.colonne, m.mappa, (select nome from accesso.nomi_di(array[m.creata_da])) as creata_da,
           (select nome from accesso.nomi_di(array[m.confermata_da])) as confermata_da, ${stessoFile(sql`m.sha256`, sql`x.id <> m.id and x.conclusa_il <= m.creata`)} as stesso_file_il,
           m.creata_da = ${ctx.utente} as mio
      from importazione_estratto m where m.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

interface Intestazione {
  stato: StatoImportazione
  comuneId: string
  misuraId: string
  nomeFile: string
  bytes: number
  creataDa: string
  verifica: EsitoVerifica
  verificaNota: string | null
  colonne: string[]
  mappa: VoceMappa[] | null
}
async function getEstratto(ctx: Ctx, id: string): Promise<Intestazione> {
  const { rows } = await sql<Intestazione>`
    select stato, comune_id, misura_id, nome_file, bytes, creata_da, verifica, verifica_nota, colonne, mappa from importazione_estratto where id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export async function colonne(ctx: Ctx, i: Input<Api['colonne']>): Promise<Output<Api['colonne']>> {
  const m = await getEstratto(ctx, i.id)
  const { rows: esempi } = await sql<{ celle: string[] }>`
    select celle from importazione_estratto_riga where importazione_id = ${i.id} order by riga limit 5`.execute(ctx.tx)
  const { rows: profili } = await sql<{ id: string; nome: string; mappa: VoceMappa[] }>`
    select id, nome, mappa from profilo_estratto where misura_id = ${m.misuraId} order by nome limit 100`.execute(
    ctx.tx,
  )
  const { mappa, sconosciute } = proponiMappa(m.colonne)
  return {
    colonne: m.colonne.map((nome, n) => ({
      nome,
      // examples are rows as they were sent: of whoever brought the file
      esempi: (m.creataDa === ctx.utente ? esempi : [])
        .map((r) => r.celle[n] ?? '')
        .filter(Boolean)
        .slice(0, 3),
    })),
    mappa,
    sconosciute,
    profili: profili.map((p) => ({ ...p, adatto: difettiMappa(p.mappa, m.colonne).length === 0 })),
  }
}

const passa = (ctx: Ctx, id: string, stato: StatoImportazione, altro: RawBuilder<unknown> = sql``) =>
  sql`update importazione_estratto set stato = ${stato}, aggiornata = kernel.adesso() ${altro} where id = ${id}`.execute(
    ctx.tx,
  )

const incarica = (ctx: Ctx, lavoro: string, id: string) =>
  ctx.emit(lavoro, { id, ambito: ctx.ambito, utente: ctx.utente })

export async function mappa(ctx: Ctx, i: Input<Api['mappa']>): Promise<Output<Api['mappa']>> {
  const m = await getEstratto(ctx, i.id)
  const stato = assertTransizione(transizioniImportazione, 'mappa', m.stato)
  const { rows: mai } =
    await sql`select 1 from importazione_estratto where id = ${i.id} and confermata_da is null`.execute(ctx.tx)
  if (mai.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Questo estratto era già stato confermato: caricalo di nuovo.' })
  const difetti = difettiMappa(i.mappa, m.colonne)
  if (difetti.length > 0) throw erroreDiCampo('mappa', difetti.join(' '))
  const scritta = JSON.stringify(conTutte(i.mappa, m.colonne))
  // the run begins again from the first row, and from no judgement
  await passa(
    ctx,
    i.id,
    stato,
    sql`, mappa = ${scritta}::jsonb, ultima_riga = 0, righe_lette = 0, domande = 0, elaborate = 0, nuove = 0, cambiate = 0, invariate = 0,
      sparite = 0, contraddittorie = 0, rifiutate = 0, errore = null, corse = 0`,
  )
  await sql`delete from importazione_estratto_domanda where importazione_id = ${i.id}`.execute(ctx.tx)
  if (i.salvaCome?.trim())
    await sql`insert into profilo_estratto (nome, misura_id, mappa) values (${i.salvaCome.trim()}, ${m.misuraId}, ${JSON.stringify(i.mappa)}::jsonb)
      on conflict on constraint profilo_estratto_nome_unico do update set mappa = excluded.mappa, misura_id = excluded.misura_id, versione = profilo_estratto.versione + 1`.execute(
      ctx.tx,
    )
  incarica(ctx, 'estratto.verifica', i.id)
  return { stato }
}

export async function nuclei(ctx: Ctx, i: Input<Api['nuclei']>): Promise<Output<Api['nuclei']>> {
  const m = await getEstratto(ctx, i.id)
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<NucleoLetto>`
    with p as (
      select protocollo, riga, esito, motivi, applicata, differenze, domanda_id from importazione_estratto_domanda
     where importazione_id = ${i.id} ${i.esito ? sql`and esito = ${i.esito}` : sql``} ${dopo ? sql`and (riga, protocollo) > (${Number(dopo[0])}, ${dopo[1]})` : sql``}
     order by riga, protocollo limit ${limite + 1}
    ), segrete as materialized (
      select id from accesso.domande_da_non_trovare(array(select p.domanda_id from p where p.domanda_id is not null)) s(id)
    )
    select p.protocollo, p.riga, p.esito, p.motivi, p.applicata, case when s.id is null and ${m.creataDa === ctx.utente} then p.differenze
             else (select coalesce(jsonb_agg(d), '[]') from jsonb_array_elements(p.differenze) d where not case when s.id is null then ${diceColonna(sql`d ->> 'campo'`)} else ${diceDove(sql`d ->> 'campo'`)} end) end as differenze
      from p left join segrete s on s.id = p.domanda_id order by p.riga, p.protocollo`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.riga, r.protocollo])
}

async function rifiutate(ctx: Ctx, i: Input<Api['rifiutate']>): Promise<Output<Api['rifiutate']>> {
  const m = await getEstratto(ctx, i.id)
  if (m.stato === 'in-lettura')
    throw problem('stato-non-ammesso', { detail: 'La lettura è ancora in corso: attendi che finisca.' })
  const { rows } = await sql<{ celle: string[]; motivi: string[] }>`
    select r.celle, x.motivi from importazione_estratto_domanda x join importazione_estratto_riga r on r.importazione_id = x.importazione_id and r.protocollo = x.protocollo
     where x.importazione_id = ${i.id} and x.esito in ('rifiutata', 'contraddittoria') order by r.riga limit 100000`.execute(
    ctx.tx,
  )
  // to others a row comes without where they are and how they are reached, and without what nobody has said what it is
  const dicono = new Set((m.mappa ?? []).flatMap((v) => (v.colonna && !isDove(v.campo) ? [v.colonna] : [])))
  const siLegge = (colonna: string) => m.creataDa === ctx.utente || dicono.has(colonna)
  const titoli = [...m.colonne.map((titolo) => ({ titolo })), { titolo: 'Motivo', larghezza: 80 }]
  const valori = rows.map((r) => [
    ...m.colonne.map((c, n) => (siLegge(c) ? (r.celle[n] ?? '') : '')),
    r.motivi.join(' '),
  ])
  return {
    nome: `domande-rifiutate-${ctx.oggi()}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: scriviFoglioLungo({ nome: 'Rifiutate', colonne: titoli }, valori),
  }
}

async function originale(ctx: Ctx, i: Input<Api['originale']>): Promise<Output<Api['originale']>> {
  const m = await getEstratto(ctx, i.id)
  // others see the report: the whole file is of whoever brought it
  if (m.creataDa !== ctx.utente) throw problem('non-trovato')
  assertLeggibile(m)
  const parti: Buffer[] = []
  for await (const p of pezziFile(ctx.tx, i.id, PARTI)) parti.push(p)
  return { nome: m.nomeFile, tipo: 'application/octet-stream', bytes: m.bytes, contenuto: Buffer.concat(parti) }
}

export async function conferma(ctx: Ctx, i: Input<Api['conferma']>): Promise<Output<Api['conferma']>> {
  const m = await getEstratto(ctx, i.id)
  const stato = assertTransizione(transizioniImportazione, 'conferma', m.stato)
  await passa(ctx, i.id, stato, sql`, confermata_da = ${ctx.utente}, elaborate = 0, corse = 0`)
  incarica(ctx, 'estratto.importa', i.id)
  return { stato }
}

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  const m = await getEstratto(ctx, i.id)
  const stato = assertTransizione(transizioniImportazione, 'annulla', m.stato)
  await sql`delete from importazione_estratto_riga where importazione_id = ${i.id}`.execute(ctx.tx)
  await sql`delete from importazione_estratto_domanda where importazione_id = ${i.id} and not applicata`.execute(ctx.tx)
  await sql`delete from importazione_estratto_parte p using importazione_estratto x
    where p.importazione_id = ${i.id} and x.id = p.importazione_id and x.confermata_da is null`.execute(ctx.tx)
  await passa(ctx, i.id, stato)
  return { fatto: true }
}

export const estrattiRotte = rotte(estrattiApi, {
  carica,
  scelte,
  list,
  leggi,
  colonne,
  mappa,
  nuclei,
  rifiutate,
  originale,
  conferma,
  annulla,
})

export const estrattiVincoli: Vincoli = {
  profilo_estratto_nome_unico: {
    codice: 'gia-presente',
    detail: 'C’è già un profilo con questo nome.',
    campo: 'salvaCome',
  },
  domanda_protocollo_unico: {
    codice: 'gia-presente',
    detail: 'Questa domanda c’è già: ripeti la lettura dell’estratto.',
  },
}
