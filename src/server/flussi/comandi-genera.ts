// `flussi genera`: of one ente, of some, of all of them; as files, or put where INPS takes them. Each ente is by itself: one that cannot
// begin is told, and the others go on.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { Problem } from '../../shared/kernel/problems.ts'
import { percorso } from '../kernel/comando.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando } from '../kernel/modulo.ts'
import { dentroFlussi } from './carichi-corsa.ts'
import {
  incaricoDi,
  numero,
  opzioni,
  scriviFile,
  type Trovato,
  trovaEnte,
  tuttiGliEnti,
  USI,
} from './comandi-comune.ts'
import { riassumi } from './comandi-riassunti.ts'
import { apriPubblicazione } from './cooperazione.ts'
import { apriGenerazione, daScrivere, flussiDi, generazioni, scritti } from './generazioni.ts'
import { bytesFlusso, generaFlussi } from './generazioni-corsa.ts'
import { pubblicaFlussi } from './pubblicazioni.ts'
import { regioniDaConfermare } from './riferimenti.ts'

interface Richiesta {
  tipo: TipoFlusso
  periodo: string | undefined
  massimo: number | undefined
  /** Where the files go; nowhere, in cooperation. */
  uscita: string | undefined
}

const CHE_COSA = { PS_PSA_SINA: 'prestazioni', SINBA: 'schede di minori' } as const
const DA_VERIFICARE =
  'I codici delle regioni (tabella T0) sono da verificare: confrontali e confermali dalla pagina «Tabelle e schemi».'

type Dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>

async function comeFile(env: AmbienteComando, ente: Trovato, r: Richiesta, uscita: string, dentro: Dentro) {
  await mkdir(uscita, { recursive: true })
  const quali = { ...(r.periodo && { dal: r.periodo, al: r.periodo }), ...(r.massimo && { massimoRecord: r.massimo }) }
  const lasciate = await dentro((ctx) => daScrivere(ctx, ente.id))
  if (lasciate.length > 0)
    env.err?.(`${ente.codice}: riprendo da una generazione che si era interrotta prima di scrivere i file.`)
  const flussi: Awaited<ReturnType<typeof flussiDi>> = []
  const scrivi = async (id: string) => {
    await generaFlussi(env.deps, incaricoDi(env, ente, id), (n) =>
      env.err?.(`${ente.codice}: ${numero(n)} ${CHE_COSA[r.tipo]}.`),
    )
    const [g] = await dentro((ctx) => generazioni(ctx, sql`where g.id = ${id}`))
    if (g?.errore) env.err?.(`${ente.codice}: ${g.errore}`)
    for (const f of await dentro((ctx) => flussiDi(ctx, id))) {
      await scriviFile(
        join(uscita, `${f.nome}.xml`),
        bytesFlusso((fn) => dentro((ctx) => fn(ctx.tx)), f.id),
      )
      env.err?.(`${f.nome}.xml: ${numero(f.prestazioni)} righe.`)
      flussi.push(f)
    }
    await dentro((ctx) => scritti(ctx, id))
  }
  for (const id of lasciate) await scrivi(id)
  const { id } = await dentro((ctx) =>
    apriGenerazione(ctx, { ente: ente.id, ...quali }, { daScrivere: true, tipo: r.tipo }),
  )
  await scrivi(id)
  return {
    generazione: id,
    flussi: flussi.map(({ nome, beneficiari, prestazioni, centesimi, bytes, sha256 }) => ({
      nome,
      beneficiari,
      prestazioni,
      centesimi,
      bytes,
      sha256,
    })),
  }
}

async function inCooperazione(env: AmbienteComando, ente: Trovato, r: Richiesta, dentro: Dentro) {
  const quali = r.periodo ? { dal: r.periodo, al: r.periodo } : {}
  const { id } = await dentro((ctx) => apriPubblicazione(ctx, { ente: ente.id, tipo: r.tipo, ...quali }))
  const dice = async () => {
    const [g] = await dentro((ctx) => generazioni(ctx, sql`where g.id = ${id}`))
    return g?.flussi ?? 0
  }
  await pubblicaFlussi(env.deps, incaricoDi(env, ente, id), () => env.err?.(`${ente.codice}: in corso.`))
  const pubblicati = await dice()
  env.err?.(`${ente.codice}: ${numero(pubblicati)} flussi a disposizione di INPS.`)
  return { generazione: id, pubblicati }
}

/** What of one ente left, and what stays; whether nothing was left behind. */
async function generaUno(env: AmbienteComando, ente: Trovato, r: Richiesta) {
  const dentro: Dentro = (fn) => dentroFlussi(env.deps, 'flusso.genera', incaricoDi(env, ente), fn)
  const avvisi = (await dentro(regioniDaConfermare)) ? [DA_VERIFICARE] : []
  for (const a of avvisi) env.err?.(`${ente.codice}: attenzione. ${a}`)
  const fatti = r.uscita ? await comeFile(env, ente, r, r.uscita, dentro) : await inCooperazione(env, ente, r, dentro)
  const restano = await dentro((ctx) => riassumi(ctx, ente.id, r.periodo, r.tipo))
  const intero = restano.rifiutate === 0 && restano.pronte === 0 && restano.senzaMese === 0
  return { intero, riassunto: { ente: ente.codice, ...fatti, restano, avvisi } }
}

async function quali(env: AmbienteComando, codici: string[], tutti: boolean): Promise<Trovato[]> {
  if (!tutti) return Promise.all(codici.map((c) => trovaEnte(env, c)))
  const enti = await tuttiGliEnti(env)
  const quanti = Map.groupBy(enti, (e) => e.codice)
  const doppio = [...quanti].find(([, sue]) => sue.length > 1)
  // the name of a flow begins with the code: two would write the same file
  if (doppio) throw new ErroreDiAvvio(`Più ambiti hanno un ente con codice «${doppio[0]}»: indica gli enti con --ente.`)
  return enti
}

export async function genera(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.genera)
  const codici = [...new Set(o.ente ?? [])]
  if (codici.length === 0 && !o.tutti) throw new ErroreDiAvvio(`Manca --ente. Uso: trama -- ${USI.genera}`)
  if (codici.length > 0 && o.tutti) throw new ErroreDiAvvio(`O --ente o --tutti. Uso: trama -- ${USI.genera}`)
  if (o.canale !== undefined && o.canale !== 'file' && o.canale !== 'waas')
    throw new ErroreDiAvvio(`Il canale è file o waas. Uso: trama -- ${USI.genera}`)
  const waas = o.canale === 'waas'
  if (!waas && !o.out) throw new ErroreDiAvvio(`Manca --out. Uso: trama -- ${USI.genera}`)
  const massimo = o['max-record'] === undefined ? undefined : Number(o['max-record'])
  if (massimo !== undefined && !(Number.isSafeInteger(massimo) && massimo > 0))
    throw new ErroreDiAvvio('--max-record vuole un numero intero, da 1 in su.')
  const r: Richiesta = { tipo: o.tipo, periodo: o.periodo, massimo, uscita: waas ? undefined : percorso(env, o.out!) }
  const enti = await quali(env, codici, o.tutti === true)
  if (enti.length === 1 && !o.tutti) {
    const { intero, riassunto } = await generaUno(env, enti[0]!, r)
    env.out(JSON.stringify(riassunto))
    return intero ? 0 : 1
  }
  const fatti: object[] = []
  let interi = true
  for (const [n, ente] of enti.entries()) {
    env.err?.(`Ente ${n + 1} di ${enti.length}: ${ente.codice}.`)
    try {
      const { intero, riassunto } = await generaUno(env, ente, r)
      interi &&= intero
      fatti.push(riassunto)
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      interi = false
      const motivo =
        e.codice === 'non-trovato'
          ? 'Il protocollo d’intesa del suo comune non è registrato, o non vale oggi.'
          : e.message
      env.err?.(`${ente.codice}: ${motivo}`)
      fatti.push({ ente: ente.codice, problema: motivo })
    }
  }
  env.out(JSON.stringify({ enti: fatti }))
  return interi ? 0 : 1
}
