// What is read of the documents of a person: the list, the folders with their counts, one document, its bytes. What a
// policy hides is neither listed nor counted.
import { sql } from 'kysely'
import type { DocumentoBreve, documentiApi, VersioneLetta } from '../../shared/documenti/documenti.api.ts'
import { impedimentoLettura, type Protocollo, type StatoDocumento } from '../../shared/documenti/documenti.rules.ts'
import { tipoDalMime } from '../../shared/documenti/tipi-documento.ts'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { pezzi } from './contenuto.ts'

type Api = typeof documentiApi

const colonneDocumento = sql`
  d.id, d.persona_id, d.sottocartella, kernel.voce_etichetta('sottocartella-documenti', d.sottocartella) as cartella, d.titolo,
  case when d.protocollo_numero is not null then jsonb_build_object('ufficio', d.protocollo_ufficio, 'anno', d.protocollo_anno,
    'numero', d.protocollo_numero, 'verso', d.protocollo_verso, 'data', d.protocollo_data) end as protocollo,
  d.classe, d.riservato_a is not null as riservato, d.stato, d.creato_il, d.creato_da`
const colonneVersione = sql`
  v.numero, v.nome, v.tipo, v.bytes, v.sha256, v.nota, v.verifica, v.verifica_nota, v.caricata_il, v.caricata_da,
  (select m.nome || ', versione ' || mv.versione from modello_versione mv join modello_documento m on m.id = mv.modello_id where mv.id = v.modello_versione_id) as da_modello`

type Riga = Omit<DocumentoBreve, 'ultima' | 'creatoDa' | 'cartella'> & {
  cartella: string | null
  creatoDa: string | null
}
type RigaVersione = Omit<VersioneLetta, 'caricataDa'> & { caricataDa: string | null }

/** Names of colleagues by id. */
async function nomiDi(ctx: Ctx, ids: readonly (string | null)[]): Promise<(id: string | null) => string | null> {
  const cercati = [...new Set(ids.filter((x): x is string => x !== null))]
  if (cercati.length === 0) return () => null
  const { rows } = await sql<{ id: string; nome: string }>`select id, nome from accesso.nomi_di(${cercati})`.execute(
    ctx.tx,
  )
  const nomi = new Map(rows.map((r) => [r.id, r.nome]))
  return (id) => nomi.get(id ?? '') ?? null
}

export async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Riga>`
    select ${colonneDocumento} from documento d
     where d.persona_id = any (accesso.stessa_persona(${i.id})) and d.stato = ${i.annullati ? 'annullato' : 'valido'}
       ${i.sottocartella ? sql`and d.sottocartella = ${i.sottocartella}` : sql``}
       ${dopo ? sql`and (d.creato_il, d.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by d.creato_il desc, d.id desc limit ${limite + 1}`.execute(ctx.tx)
  const p = pagina(rows, limite, (r) => [r.creatoIl, r.id])
  const ultime = await versioniUltime(
    ctx,
    p.voci.map((d) => d.id),
  )
  const nome = await nomiDi(ctx, [...p.voci.map((d) => d.creatoDa), ...[...ultime.values()].map((v) => v.caricataDa)])
  return {
    voci: p.voci.map((d) => {
      const { documentoId: _, ...ultima } = ultime.get(d.id)!
      return { ...breve(d, nome), ultima: { ...ultima, caricataDa: nome(ultima.caricataDa) } }
    }),
    prossima: p.prossima,
  }
}

async function versioniUltime(ctx: Ctx, ids: string[]) {
  const { rows } = await sql<RigaVersione & { documentoId: string }>`
    select distinct on (v.documento_id) v.documento_id, ${colonneVersione} from documento_versione v
     where v.documento_id = any (${ids}) order by v.documento_id, v.numero desc`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.documentoId, r]))
}

const breve = (d: Riga, nome: (id: string | null) => string | null) => ({
  id: d.id,
  personaId: d.personaId,
  sottocartella: d.sottocartella,
  cartella: d.cartella ?? d.sottocartella,
  titolo: d.titolo,
  protocollo: d.protocollo as Protocollo | null,
  classe: d.classe,
  riservato: d.riservato,
  stato: d.stato as StatoDocumento,
  creatoIl: d.creatoIl,
  creatoDa: nome(d.creatoDa),
})

/** As people count them, and as the page says them. */
export const MEGABYTE = 1_000_000

/** The largest file that the parameter of today admits. */
export async function limiteBytes(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ mb: number }>`
    select (kernel.parametro('documenti.dimensione-massima-mb'))::int as mb`.execute(ctx.tx)
  return rows[0]!.mb * MEGABYTE
}

export async function classiAmmesse(ctx: Ctx, personaId: string): Promise<{ id: string; nome: string }[]> {
  const { rows } = await sql<{ id: string; nome: string }>`
    select c.id, c.nome from classe_riservatezza c, persona p
     where p.id = ${personaId} and (c.id = any ((select kernel.classi())::text[]) or c.id || ':' || p.comune_id = any ((select kernel.classi())::text[]))
     order by c.ordine`.execute(ctx.tx)
  return rows
}

export async function cartelle(ctx: Ctx, i: Input<Api['cartelle']>): Promise<Output<Api['cartelle']>> {
  const { rows: voci } = await sql<{ codice: string; etichetta: string; quanti: number }>`
    select v.codice, v.etichetta, (select count(*) from documento d where d.persona_id = any (accesso.stessa_persona(${i.id})) and d.stato = 'valido' and d.sottocartella = v.codice) as quanti
      from codifica_voce v where v.codifica_id = 'sottocartella-documenti' and (v.ambito_id is null or v.ambito_id = (select kernel.ambito()))
       and kernel.oggi() between v.dal and coalesce(v.al, 'infinity') order by v.ordine, v.etichetta`.execute(ctx.tx)
  const { rows: annullati } = await sql<{ n: number }>`
    select count(*) as n from documento d where d.persona_id = any (accesso.stessa_persona(${i.id})) and d.stato = 'annullato'`.execute(
    ctx.tx,
  )
  const { rows: prese } = await sql<{ id: string; numero: number; apertaIl: string; stato: string }>`
    select id, numero, aperta_il, stato from presa_in_carico where persona_id = any (accesso.stessa_persona(${i.id}))
       and comune_id = (select comune_id from persona where id = ${i.id}) order by aperta_il desc, numero desc`.execute(
    ctx.tx,
  )
  const { rows: colleghi } = await sql<{ id: string; nome: string }>`
    select n.id, n.nome from accesso.nomi_di(array(
      select distinct o.utente_id from presa_operatore o join presa_in_carico p on p.id = o.presa_id
       where p.persona_id = any (accesso.stessa_persona(${i.id})) and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi()))) n
     order by n.nome`.execute(ctx.tx)
  return {
    voci,
    annullati: annullati[0]!.n,
    limiteBytes: await limiteBytes(ctx),
    classi: await classiAmmesse(ctx, i.id),
    prese,
    colleghi,
  }
}

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await sql<
    Riga & {
      presaId: string | null
      voceId: string | null
      riservatoA: string[] | null
      annullatoIl: string | null
      motivoAnnullamento: string | null
      versione: number
    }
  >`select ${colonneDocumento}, d.presa_id, d.voce_id, d.riservato_a, d.annullato_il, d.motivo_annullamento, d.versione from documento d where d.id = ${i.id}`.execute(
    ctx.tx,
  )
  const d = rows[0]
  if (!d) throw problem('non-trovato')
  const { rows: versioni } =
    await sql<RigaVersione>`select ${colonneVersione} from documento_versione v where v.documento_id = ${i.id} order by v.numero desc`.execute(
      ctx.tx,
    )
  const { rows: passaggi } = await sql<{
    atto: string
    da: string | null
    a: string | null
    motivo: string | null
    quando: string
    utenteId: string | null
  }>`select atto, da, a, motivo, quando, utente_id from documento_passaggio where documento_id = ${i.id} order by quando desc, id`.execute(
    ctx.tx,
  )
  const nome = await nomiDi(ctx, [
    d.creatoDa,
    ...(d.riservatoA ?? []),
    ...versioni.map((v) => v.caricataDa),
    ...passaggi.map((p) => p.utenteId),
  ])
  return {
    ...breve(d, nome),
    presaId: d.presaId,
    voceId: d.voceId,
    riservatoA: d.riservatoA?.map((id) => ({ id, nome: nome(id) ?? 'Un collega' })) ?? null,
    annullatoIl: d.annullatoIl,
    motivoAnnullamento: d.motivoAnnullamento,
    versione: d.versione,
    versioni: versioni.map((v) => ({ ...v, caricataDa: nome(v.caricataDa) })),
    passaggi: passaggi.map(({ utenteId, ...p }) => ({ ...p, chi: nome(utenteId) })),
  }
}

type Versione = { id: string; nome: string; tipo: string; bytes: number; sha256: string } & Parameters<
  typeof impedimentoLettura
>[0]

async function versioneLeggibile(ctx: Ctx, i: Input<Api['scarica']>): Promise<Versione> {
  const { rows } = await sql<Versione>`
    select id, nome, tipo, bytes, sha256, verifica, verifica_nota from documento_versione where documento_id = ${i.id} and numero = ${i.numero}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  const detail = impedimentoLettura(rows[0])
  if (detail) throw problem('stato-non-ammesso', { detail })
  return rows[0]
}

export async function scarica(ctx: Ctx, i: Input<Api['scarica']>): Promise<FileReply> {
  const v = await versioneLeggibile(ctx, i)
  return {
    nome: v.nome,
    tipo: v.tipo,
    bytes: v.bytes,
    contenuto: pezzi(ctx.rileggi, v.id),
    // a version never changes: its hash names its bytes for ever
    parti: { etag: `"${v.sha256}"`, leggi: (da, a) => pezzi(ctx.rileggi, v.id, da, a) },
  }
}

/** Without parts: the viewer would ask for a long file in hundreds of them, and each would be a reading of the record. */
export async function anteprima(ctx: Ctx, i: Input<Api['anteprima']>): Promise<FileReply> {
  const v = await versioneLeggibile(ctx, i)
  if (!tipoDalMime(v.tipo)?.anteprima)
    throw problem('tipo-file-non-ammesso', { detail: 'Di questo tipo di file non c’è anteprima: scaricalo.' })
  return { nome: v.nome, tipo: v.tipo, bytes: v.bytes, contenuto: pezzi(ctx.rileggi, v.id), inLinea: true }
}
