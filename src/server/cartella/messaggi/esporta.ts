// The message of a person: what it would say, phase by phase, and the file. Its identifier comes from what it says, so
// that the same message asked twice is one.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { PersonaBreve } from '../../../shared/anagrafe/persone.api.ts'
import { catalogo, fasi, type TipoFase } from '../../../shared/cartella/lombardia/campi.ts'
import { type Versione, versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import { inMessaggio, type Preparato } from '../../../shared/cartella/lombardia/in-messaggio.ts'
import type { Busta } from '../../../shared/cartella/lombardia/messaggio.ts'
import { nomiPasso } from '../../../shared/cartella/lombardia/percorso.rules.ts'
import type { messaggiApi, StatoMessaggio } from '../../../shared/cartella/messaggi.api.ts'
import type { FileReply, Input } from '../../../shared/kernel/endpoint.ts'
import { problem } from '../../../shared/kernel/problems.ts'
import { nomiUtenti } from '../../anagrafe/fatti.ts'
import { colonneBrevi } from '../../anagrafe/ricerca.ts'
import type { Ctx } from '../../kernel/context.ts'
import { scriviMessaggio } from '../lombardia/scrivi.ts'
import { MessaggioNonValido } from '../lombardia/scrivi-persone.ts'
import { type Cartella, leggiCartella } from './lettura.ts'
import { getTabella, leggiBusta } from './tabella.ts'

type Api = typeof messaggiApi

const RISERVATA = {
  cosa: 'Fascicolo riservato',
  perche: 'esiste soltanto per alcuni operatori: prima togli la riservatezza.',
  dove: null,
}

const RISERVATE = {
  cosa: 'Contatti, segnalazioni o prese in carico riservate',
  perche: 'esistono soltanto per alcuni operatori, e non escono.',
  dove: null,
}

function prepara(c: Cartella, fase: TipoFase, busta: Omit<Busta, 'id'>, v: Versione): Preparato {
  // who may see it is a list of people of this service: it would mean nothing elsewhere
  if (c.persona.riservata) return { mancano: [RISERVATA], taciuti: [] }
  const id = { persona: c.persona.id, presa: c.percorso.presaId }
  const letta = inMessaggio(c.contenuto, fase, { ...busta, id: 'da-calcolare' }, id, v)
  const anche = c.riservate ? [RISERVATE] : []
  const bozza = { ...letta, taciuti: [...letta.taciuti, ...anche] }
  if (!bozza.messaggio) return { ...bozza, mancano: [...letta.mancano, ...anche] }
  const impronta = createHash('sha256').update(JSON.stringify(bozza.messaggio)).digest('hex').slice(0, 32)
  return { ...bozza, messaggio: { ...bozza.messaggio, busta: { ...bozza.messaggio.busta, id: impronta } } }
}

async function brevi(ctx: Ctx, id: string): Promise<PersonaBreve> {
  const { rows } = await sql<PersonaBreve>`select ${colonneBrevi} from persona p where p.id = ${id}`.execute(ctx.tx)
  return rows[0]!
}

async function ricevuti(ctx: Ctx, persone: readonly string[]): Promise<StatoMessaggio['ricevuti']> {
  const { rows } = await sql<Omit<StatoMessaggio['ricevuti'][number], 'da'> & { utente: string | null }>`
    select m.id, m.mittente, m.fasi, m.ricevuto_il, m.ricevuto_da as utente from messaggio_regionale m
     where m.persona_id = any (${[...persone]}) order by m.ricevuto_il desc, m.id`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.utente),
  )
  return rows.map(({ utente, ...r }) => ({ ...r, da: nomi.get(utente ?? '') ?? null }))
}

export async function stato(ctx: Ctx, i: Input<Api['stato']>): Promise<StatoMessaggio> {
  const c = await leggiCartella(ctx, i.id, i.presa)
  const busta = await leggiBusta(ctx)
  const v = versioneDel(await getTabella(ctx), ctx.oggi())
  const { fase } = c.visto
  return {
    persona: await brevi(ctx, c.persona.id),
    fase: fase && nomiPasso[fase],
    spiegazione: c.visto.spiegazione,
    passi: c.visto.passi.map((p) => ({ ...p, ...nomiPasso[p.passo] })),
    presaId: c.percorso.presaId,
    prese: c.prese.map(({ id, numero, chiusa, apertaIl, chiusaIl }) => ({ id, numero, chiusa, apertaIl, chiusaIl })),
    messaggi: fasi.map((f) => {
      const { mancano, taciuti } = prepara(c, f, busta, v)
      return { fase: f, lettera: catalogo[f].lettera, nome: catalogo[f].nome, mancano, taciuti }
    }),
    diProva: busta.processo !== 'P',
    ricevuti: await ricevuti(ctx, c.persona.persone),
  }
}

export interface Esportato {
  nome: string
  xml: string
  taciuti: string[]
  persone: string[]
}

/** The file, or a refusal that says what is missing. */
export async function componi(ctx: Ctx, id: string, fase: TipoFase, presa?: string): Promise<Esportato> {
  const c = await leggiCartella(ctx, id, presa)
  const tabella = await getTabella(ctx)
  const p = prepara(c, fase, await leggiBusta(ctx), versioneDel(tabella, ctx.oggi()))
  if (!p.messaggio) throw problem('regola-non-rispettata', { detail: p.mancano.map(inParole).join(' ') })
  try {
    return {
      // no name of a person in the name of a file
      nome: `messaggio-${catalogo[fase].lettera}-${id.slice(0, 8)}-${ctx.oggi()}.xml`,
      xml: scriviMessaggio(p.messaggio, tabella),
      taciuti: p.taciuti.map(inParole),
      persone: c.vicini,
    }
  } catch (e) {
    if (e instanceof MessaggioNonValido)
      throw problem('regola-non-rispettata', { detail: e.difetti.map((d) => d.frase).join(' ') })
    throw e
  }
}

const inParole = (n: { cosa: string; perche: string }) => [n.cosa, n.perche].filter(Boolean).join(': ')

export async function esporta(ctx: Ctx, i: Input<Api['esporta']>): Promise<FileReply> {
  const e = await componi(ctx, i.id, i.fase ?? 'accesso', i.presa)
  return { nome: e.nome, tipo: 'application/xml', contenuto: new TextEncoder().encode(e.xml), persone: e.persone }
}
