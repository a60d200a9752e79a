// Who sends, set once: the schema that INPS checks the head of a flow with is asked here, before the first flow and not after.
import { sql } from 'kysely'
import { scriviNome } from '../../shared/flussi/dividi.ts'
import { type Ente, entiApi } from '../../shared/flussi/enti.api.ts'
import { type TipoFlusso, tipiFlusso } from '../../shared/flussi/prestazione.ts'
import { aScelta, regole } from '../../shared/flussi/regole-flusso.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { schemaMinori, schemaPrestazioni } from './contesto.ts'
import { difettiEnte } from './convalida.ts'

type Api = typeof entiApi

/** Characters of the name of a flow. */
const MASSIMO_NOME = 50

async function list(ctx: Ctx): Promise<Output<Api['list']>> {
  const { rows } = await sql<Ente>`
    select e.id, e.comune_id, c.nome as comune, e.tipo, e.codice, e.denominazione, e.sede, e.codice_fiscale_operatore, e.gravita, e.versione
      from ente_flussi e join comune c on c.id = e.comune_id order by e.denominazione, e.id limit 500`.execute(ctx.tx)
  return { voci: rows }
}

async function comuni(ctx: Ctx): Promise<Output<Api['comuni']>> {
  const { rows } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any ((select kernel.comuni())::text[]) order by nome_chiave`.execute(ctx.tx)
  return { voci: rows }
}

type Dati = Pick<Ente, 'codice' | 'denominazione' | 'sede' | 'codiceFiscaleOperatore' | 'gravita'>

/** What the schema of a kind of flow says of who sends it: any name will do, it does not depend on day and number. */
export async function difettoTesta(
  ctx: Ctx,
  tipo: TipoFlusso,
  i: Omit<Dati, 'gravita'>,
): Promise<{ campo: string; frase: string } | undefined> {
  const { codice, denominazione, sede, codiceFiscaleOperatore } = i
  const nome = scriviNome({ ente: codice, tipo, giorno: '2025-01-01', progressivo: 1 })
  const schema = await (tipo === 'SINBA' ? schemaMinori(ctx) : schemaPrestazioni(ctx))
  const [difetto] = difettiEnte(schema, { nome, ente: { codice, denominazione, sede, codiceFiscaleOperatore } })
  if (!difetto) return undefined
  return nome.length > MASSIMO_NOME
    ? {
        campo: 'codice',
        frase: `Il codice è troppo lungo: il nome dei flussi ${tipo === 'SINBA' ? 'SINBA' : 'delle prestazioni'} comincia con quello, e per INPS ha al più ${MASSIMO_NOME} caratteri; accorcia il codice di ${nome.length - MASSIMO_NOME}.`,
      }
    : { campo: difetto.campo || 'codice', frase: difetto.frase }
}

async function assertEnte(ctx: Ctx, i: Dati): Promise<void> {
  for (const tipo of tipiFlusso) {
    const difetto = await difettoTesta(ctx, tipo, i)
    if (difetto) throw erroreDiCampo(difetto.campo, difetto.frase)
  }
  for (const id of Object.keys(i.gravita)) {
    if (aScelta.some((r) => r.id === id)) continue
    const ufficiale = regole.some((r) => r.id === id)
    throw erroreDiCampo(
      'gravita',
      ufficiale ? `${id} è una regola ufficiale di INPS: resta un errore.` : `La regola ${id} non esiste.`,
    )
  }
}

async function create(ctx: Ctx, i: Input<Api['create']>): Promise<Output<Api['create']>> {
  const { voci } = await comuni(ctx)
  if (!voci.some((c) => c.id === i.comuneId))
    throw erroreDiCampo('comuneId', 'Scegli uno dei comuni per i quali prepari i flussi.')
  const dati = { ...i, codiceFiscaleOperatore: i.codiceFiscaleOperatore.trim().toUpperCase() }
  await assertEnte(ctx, dati)
  const { rows } = await sql<{ id: string }>`
    insert into ente_flussi (comune_id, tipo, codice, denominazione, sede, codice_fiscale_operatore, gravita)
    values (${i.comuneId}, ${i.tipo}, ${i.codice}, ${i.denominazione.trim()}, ${i.sede}, ${dati.codiceFiscaleOperatore}, ${JSON.stringify(i.gravita)}::jsonb)
    returning id`.execute(ctx.tx)
  return rows[0]!
}

async function update(ctx: Ctx, i: Input<Api['update']>): Promise<Output<Api['update']>> {
  const ente = await getEnte(ctx, i.id)
  if (ente.versione !== i.versione) throw problem('versione-superata')
  const cf = i.codiceFiscaleOperatore.trim().toUpperCase()
  await assertEnte(ctx, { ...i, codiceFiscaleOperatore: cf })
  await sql`update ente_flussi set codice = ${i.codice}, denominazione = ${i.denominazione.trim()}, sede = ${i.sede}, codice_fiscale_operatore = ${cf},
      gravita = ${JSON.stringify(i.gravita)}::jsonb, versione = versione + 1 where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export interface EnteFlussi extends Dati {
  id: string
  comuneId: string
  versione: number
}

/** The ente, held until the end of the act where it decides something that two may ask at once; not from who writes rows of it, that only name it. */
export async function getEnte(ctx: Ctx, id: string, tieni = false): Promise<EnteFlussi> {
  const { rows } = await sql<EnteFlussi>`
    select id, comune_id, codice, denominazione, sede, codice_fiscale_operatore, gravita, versione from ente_flussi where id = ${id} ${tieni ? sql`for no key update` : sql``}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export const entiRotte = rotte(entiApi, { list, comuni, create, update })

export const entiVincoli: Vincoli = {
  ente_flussi_codice_unico: { codice: 'gia-presente', campo: 'codice', detail: 'C’è già un ente con questo codice.' },
}
