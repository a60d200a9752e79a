// Templates of letters: the national ones of config/modelli, and those that an ambito writes, by copying or from nothing.
// A template of the ambito hides the national one of the same code; a published version never changes.
import { sql } from 'kysely'
import { modelliApi } from '../../shared/documenti/modelli.api.ts'
import {
  campiDelModello,
  messaggiDelModello,
  type StatoModello,
  transizioniModello,
} from '../../shared/documenti/modelli.rules.ts'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { copiaDiProva, pattoDiProva } from './patto-testi.ts'
import { stampa } from './stampa.ts'

type Api = typeof modelliApi

/** Of each model, the published version of today; of each code, the ambito's own before the national one. */
const inVigore = sql`
  select distinct on (m.codice) m.id as modello_id, m.codice, m.nome, m.descrizione, m.uso, m.ambito_id is null as nazionale, v.id, v.versione, v.testo
    from modello_documento m cross join lateral (
      select v.id, v.versione, v.testo from modello_versione v
       where v.modello_id = m.id and v.stato = 'pubblicata' and v.dal <= kernel.oggi() order by v.dal desc, v.versione desc limit 1) v
   order by m.codice, m.ambito_id nulls last`

export interface ModelloInVigore {
  id: string
  modelloId: string
  nome: string
  descrizione: string
  nazionale: boolean
  versione: number
  testo: string
}
/** What a template prints: a letter, which an operator chooses, or something that has one template of its own. */
export type UsoModello = 'lettera' | 'patto' | 'copia-patto'
export async function modelliInVigore(ctx: Ctx, uso: UsoModello = 'lettera'): Promise<ModelloInVigore[]> {
  const { rows } = await sql<ModelloInVigore>`
    select x.* from (${inVigore}) x where x.uso = ${uso} order by x.nome`.execute(ctx.tx)
  return rows
}

/** Whether the ambito has a template of its own in force, for a use that has one. */
export const modelloProprio = (uso: Exclude<UsoModello, 'lettera'>) =>
  sql<boolean>`exists (select 1 from (${inVigore}) x where x.uso = ${uso} and not x.nazionale)`

async function list(ctx: Ctx): Promise<Output<Api['list']>> {
  const { rows } = await sql<Output<Api['list']>['voci'][number]>`
    with vigenti as (${inVigore})
    select m.id, m.codice, m.nome, m.descrizione, m.ambito_id is null as nazionale,
           m.ambito_id is null and exists (select 1 from vigenti g where g.codice = m.codice and not g.nazionale) as sostituito,
           coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'versione', v.versione, 'stato', v.stato, 'dal', v.dal, 'nota', v.nota,
             'inVigore', exists (select 1 from vigenti g where g.id = v.id)) order by v.versione desc) from modello_versione v where v.modello_id = m.id), '[]') as versioni
      from modello_documento m order by m.nome, m.ambito_id nulls last`.execute(ctx.tx)
  return { voci: rows }
}

type Riga = Output<Api['leggi']>
async function leggi(ctx: Ctx, i: { id: string }): Promise<Riga> {
  const { rows } = await sql<Riga>`
    with vigenti as (${inVigore})
    select v.id, v.versione, v.stato, v.dal, v.nota, exists (select 1 from vigenti g where g.id = v.id) as in_vigore,
           m.id as modello_id, m.nome, m.descrizione, m.ambito_id is null as nazionale, v.testo, v.revisione
      from modello_versione v join modello_documento m on m.id = v.modello_id where v.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

const INIZIO = `// campo: corpo | Testo | testo-lungo | obbligatorio
#import "/trama.typ": *
#show: lettera.with(titolo: "Titolo della lettera")

#paragrafi(dati.campi.corpo)

#firma()
`

const codiceDalNome = (nome: string) =>
  nome
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 60) || 'modello'

async function nuovaBozza(ctx: Ctx, modelloId: string, testo: string, derivataDa: string | null): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into modello_versione (modello_id, ambito_id, versione, stato, testo, derivata_da)
    select ${modelloId}, ${ctx.ambito}, coalesce(max(versione), 0) + 1, 'bozza', ${testo}, ${derivataDa} from modello_versione where modello_id = ${modelloId}
    returning id`.execute(ctx.tx)
  return rows[0]!.id
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  const { rows } = await sql<{ id: string }>`
    insert into modello_documento (ambito_id, codice, nome, descrizione) values (${ctx.ambito}, ${`amb-${codiceDalNome(i.nome)}`}, ${i.nome.trim()}, ${i.descrizione?.trim() ?? ''}) returning id`.execute(
    ctx.tx,
  )
  return { id: await nuovaBozza(ctx, rows[0]!.id, INIZIO, null), modelloId: rows[0]!.id }
}

async function scrivi(ctx: Ctx, i: Input<Api['scrivi']>): Promise<Output<Api['scrivi']>> {
  const { rows } = await sql<{ id: string; codice: string; ambitoId: string | null }>`
    select id, codice, ambito_id from modello_documento where id = ${i.id}`.execute(ctx.tx)
  const m = rows[0]
  if (!m) throw problem('non-trovato')
  // of a national one, the copy of the ambito, made the first time
  if (m.ambitoId === null)
    await sql`insert into modello_documento (ambito_id, codice, nome, descrizione, uso)
      select ${ctx.ambito}, codice, nome, descrizione, uso from modello_documento where id = ${m.id} on conflict do nothing`.execute(
      ctx.tx,
    )
  const { rows: propri } = await sql<{ id: string; bozza: string | null }>`
    select m.id, (select v.id from modello_versione v where v.modello_id = m.id and v.stato = 'bozza') as bozza
      from modello_documento m where m.codice = ${m.codice} and m.ambito_id = ${ctx.ambito}`.execute(ctx.tx)
  const proprio = propri[0]!
  if (proprio.bozza) return { id: proprio.bozza, modelloId: proprio.id }
  const { rows: da } = await sql<{ id: string; testo: string }>`
    select v.id, v.testo from modello_versione v where v.modello_id in (${proprio.id}, ${m.id})
     order by v.modello_id = ${proprio.id} desc, v.stato = 'pubblicata' desc, v.versione desc limit 1`.execute(ctx.tx)
  return { id: await nuovaBozza(ctx, proprio.id, da[0]?.testo ?? INIZIO, da[0]?.id ?? null), modelloId: proprio.id }
}

/** A version of the ambito's own, held until the end, if the act is possible in its state. */
async function prendi(ctx: Ctx, id: string, atto: keyof typeof transizioniModello) {
  const { rows } = await sql<{ stato: StatoModello; testo: string; ambitoId: string | null }>`
    select stato, testo, ambito_id from modello_versione where id = ${id}`.execute(ctx.tx)
  const v = rows[0]
  if (!v) throw problem('non-trovato')
  if (v.ambitoId === null)
    throw problem('stato-non-ammesso', {
      detail: 'Il modello nazionale non si modifica: scrivine una versione dell’ambito.',
    })
  assertTransizione(transizioniModello, atto, v.stato)
  return v
}

async function salva(ctx: Ctx, i: Input<Api['salva']>): Promise<Output<Api['salva']>> {
  await prendi(ctx, i.id, 'salva')
  const { rows } = await sql<{ revisione: number }>`
    update modello_versione set testo = ${i.testo}, nota = ${i.nota?.trim() || null}, revisione = revisione + 1
     where id = ${i.id} and stato = 'bozza' and revisione = ${i.revisione} returning revisione`.execute(ctx.tx)
  if (!rows[0]) throw problem('versione-superata')
  return rows[0]
}

/** A person who does not exist, for who writes a template to see how it looks. */
const datiDiProva = (testo: string) => ({
  oggi: '2 marzo 2026',
  ente: { ambito: 'Ambito di prova', comune: 'Prova sul Fiume' },
  operatore: { nominativo: 'Neri Paola' },
  persona: {
    nominativo: 'Rosa Bianchi',
    cognome: 'Bianchi',
    nome: 'Rosa',
    sesso: 'F',
    dataNascita: '6 maggio 1980',
    luogoNascita: 'Roma',
    codiceFiscale: null,
    indirizzo: ['Via delle Prove 1', '00100 Prova sul Fiume'],
    telefono: null,
    email: null,
  },
  presa: {
    numero: 12,
    tipo: 'Professionale',
    area: 'Adulti',
    dal: '10 gennaio 2026',
    responsabile: 'Neri Paola',
  },
  convocazione: messaggiDelModello(testo) && {
    giorno: '16 marzo 2026',
    ora: '09:30',
    luogo: 'Ufficio di prova, via delle Prove 2',
  },
  patto: pattoDiProva(),
  copia: copiaDiProva(),
  campi: Object.fromEntries(
    campiDelModello(testo).map((c) => [c.nome, c.genere === 'data' ? '16 marzo 2026' : `(${c.etichetta})`]),
  ),
})

async function prova(ctx: Ctx, i: Input<Api['prova']>): Promise<FileReply> {
  const istante = ctx.adesso()
  return {
    nome: 'prova.pdf',
    tipo: 'application/pdf',
    inLinea: true,
    contenuto: () => stampa({ testo: i.testo, dati: datiDiProva(i.testo), istante }),
  }
}

async function pubblica(ctx: Ctx, i: Input<Api['pubblica']>): Promise<Output<Api['pubblica']>> {
  const v = await prendi(ctx, i.id, 'pubblica')
  if (i.dal < ctx.oggi())
    throw erroreDiCampo(
      'dal',
      'Il giorno è passato: un modello vale da oggi in poi, perché le lettere già scritte restano come sono.',
    )
  // what cannot be printed must not stand between an operator and his letter
  await stampa({ testo: v.testo, dati: datiDiProva(v.testo), istante: ctx.adesso() })
  await sql`update modello_versione set stato = 'pubblicata', dal = ${i.dal} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Output<Api['ritira']>> {
  await prendi(ctx, i.id, 'ritira')
  await sql`update modello_versione set stato = 'ritirata' where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const modelliRotte = rotte(modelliApi, { list, leggi, crea, scrivi, salva, prova, pubblica, ritira })
