// What the flows are checked against: the table of the regions, confirmed by somebody, and INPS's own schemas, uploaded.
import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { tipiFlusso } from '../../shared/flussi/prestazione.ts'
import { riferimentiApi, type SchemaDetto } from '../../shared/flussi/riferimenti.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { leggiConfigurazione } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiSchema, SchemaNonCapito } from './schema-xsd.ts'
import { dellInstallazione, tipoDi } from './schemi.ts'

type Api = typeof riferimentiApi

interface Regione {
  codice: string
  nome: string
  istat: string | null
  daVerificare: boolean
}

/** The table of the regions as it is today, and what tells that it is still that one. */
export async function regioniT0(ctx: Ctx): Promise<{ regioni: Regione[]; impronta: string }> {
  const { rows: regioni } = await sql<Regione>`
    select codice, etichetta as nome, mappa ->> 'istat' as istat, coalesce(attributi ->> 'verifica' = 'da-verificare', false) as da_verificare
      from codifica_voce where codifica_id = 'regione-t0' and ambito_id is null and ${ctx.oggi()}::date between dal and coalesce(al, 'infinity') order by codice`.execute(
    ctx.tx,
  )
  return { regioni, impronta: hash('sha256', JSON.stringify(regioni.map((r) => [r.codice, r.nome, r.istat]))) }
}

async function confermaDi(ctx: Ctx, impronta: string): Promise<Output<Api['leggi']>['conferma']> {
  const { rows } = await sql<{ da: string | null; il: string; fonte: string }>`
    select (select nome from accesso.nomi_di_chi_prepara(array[c.confermata_da])) as da, c.confermata_il as il, c.fonte from conferma_flussi c
     where c.ambito_id = ${ctx.ambito} and c.tabella = 'regione-t0' and c.impronta = ${impronta} order by c.confermata_il desc limit 1`.execute(
    ctx.tx,
  )
  return rows[0] ?? null
}

/** Whether codes leave that nobody of the ambito has compared with those in force. */
export async function regioniDaConfermare(ctx: Ctx): Promise<boolean> {
  const { regioni, impronta } = await regioniT0(ctx)
  return regioni.some((r) => r.daVerificare) && (await confermaDi(ctx, impronta)) === null
}

/** Names that are told; of more one sees how many. */
const NOMI = 20

async function comuniSenzaIstat(ctx: Ctx): Promise<Output<Api['leggi']>['senzaIstat']> {
  const { rows } = await sql<{ nome: string; quanti: number }>`
    select nome, count(*) over () as quanti from comune where istat is null and coalesce(al, 'infinity') >= ${ctx.oggi()} order by nome, id limit ${NOMI}`.execute(
    ctx.tx,
  )
  return { quanti: rows[0]?.quanti ?? 0, nomi: rows.map((r) => r.nome) }
}

async function leggi(ctx: Ctx): Promise<Output<Api['leggi']>> {
  const { regioni, impronta } = await regioniT0(ctx)
  const conferma = await confermaDi(ctx, impronta)
  return { regioni, impronta, conferma, schemi: await inUso(ctx), senzaIstat: await comuniSenzaIstat(ctx) }
}

async function conferma(ctx: Ctx, i: Input<Api['conferma']>): Promise<Output<Api['conferma']>> {
  // it holds for all the enti of the ambito, and not only for those that somebody from outside is entrusted with
  const { rows } = await sql<{
    qui: boolean
  }>`select ambito_id = ${ctx.ambito} as qui from accesso.utente_corrente()`.execute(ctx.tx)
  if (rows[0] && !rows[0].qui)
    throw problem('azione-non-consentita', {
      detail: 'La tabella vale per tutti gli enti di questo ambito: la conferma un suo operatore.',
    })
  const { impronta } = await regioniT0(ctx)
  // one confirms what one has read, and not what has taken its place
  if (impronta !== i.impronta) throw problem('versione-superata')
  await sql`insert into conferma_flussi (tabella, impronta, fonte) values ('regione-t0', ${impronta}, ${i.fonte.trim()})`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

// ---- schemas ---------------------------------------------------------------------------------------------------------------

interface Caricato {
  nomeFile: string
  sha256: string
  caricatoIl: string
  xsd: string
}

async function caricato(ctx: Ctx, tipo: TipoFlusso): Promise<Caricato | undefined> {
  const { rows } = await sql<Caricato>`
    select nome_file, sha256, caricato_il, xsd from schema_flussi where tipo = ${tipo} and ritirato_il is null order by caricato_il desc, id desc limit 1`.execute(
    ctx.tx,
  )
  return rows[0]
}

/** The text of the schema that was uploaded, where it is the one to use: what the installation has comes before it. */
export async function xsdCaricato(ctx: Ctx, tipo: TipoFlusso): Promise<string | null> {
  if (dellInstallazione(leggiConfigurazione().xsdInps, tipo)) return null
  return (await caricato(ctx, tipo))?.xsd ?? null
}

async function inUso(ctx: Ctx): Promise<SchemaDetto[]> {
  const detti: SchemaDetto[] = []
  for (const tipo of tipiFlusso) {
    const suo = dellInstallazione(leggiConfigurazione().xsdInps, tipo)
    const c = suo ? undefined : await caricato(ctx, tipo)
    detti.push({
      tipo,
      origine: suo ? 'installazione' : c ? 'caricato' : 'trama',
      nome: c?.nomeFile ?? null,
      sha256: c?.sha256 ?? null,
      caricatoIl: c?.caricatoIl ?? null,
    })
  }
  return detti
}

async function schemi(ctx: Ctx): Promise<Output<Api['schemi']>> {
  const { rows } = await sql<Output<Api['schemi']>['caricati'][number]>`
    select s.id, s.tipo, s.nome_file, s.sha256, s.caricato_il, u.nome || ' ' || u.cognome as da, s.ritirato_il
      from schema_flussi s left join utente u on u.id = s.caricato_da order by s.caricato_il desc, s.id limit 50`.execute(
    ctx.tx,
  )
  return { inUso: await inUso(ctx), caricati: rows }
}

/** A schema that Trama applies whole, or a sentence that says what it cannot apply: half understood it would say «valid» of what is not. */
async function leggiXsd(path: string): Promise<{ tipo: TipoFlusso; contenuto: string }> {
  const contenuto = (await readFile(path, 'utf8')).replace(/^\ufeff/, '')
  const rifiuta = (detail: string) => problem('tipo-file-non-ammesso', { detail })
  if (contenuto.includes('\0') || !contenuto.isWellFormed())
    throw rifiuta('Il file non è un testo: carica il file .xsd di INPS.')
  if (/<!DOCTYPE/i.test(contenuto)) throw rifiuta('Lo schema contiene un DOCTYPE, che Trama non accetta.')
  try {
    const tipo = tipoDi(leggiSchema(contenuto))
    if (!tipo) throw rifiuta('Non è lo schema di un flusso che Trama conosca: servono PS_PSA_SINA o SINBA.')
    return { tipo, contenuto }
  } catch (e) {
    if (e instanceof SchemaNonCapito) throw rifiuta(e.message)
    throw e
  }
}

async function carica(ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> {
  const { tipo, contenuto } = await leggiXsd(i.file.path)
  const { rows } = await sql<{ id: string }>`
    insert into schema_flussi (tipo, nome_file, xsd, sha256) values (${tipo}, ${i.file.nome.slice(0, 200)}, ${contenuto}, ${i.file.sha256}) returning id`.execute(
    ctx.tx,
  )
  return { id: rows[0]!.id, tipo }
}

async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Output<Api['ritira']>> {
  const { rows } = await sql`
    update schema_flussi set ritirato_il = kernel.adesso(), ritirato_da = kernel.utente() where id = ${i.id} and ritirato_il is null returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return { fatto: true }
}

export const riferimentiRotte = rotte(
  riferimentiApi,
  { leggi, conferma, schemi, carica, ritira },
  { carica: { controlla: async (file) => void (await leggiXsd(file.path)) } },
)
