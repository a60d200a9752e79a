// The record of an ambito from the command line: out to a folder of files, and back into an empty ambito; and the regional
// message of one person.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { percorso } from '../kernel/comando.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { type Dentro, inCtx } from '../kernel/serve.ts'
import { comandoMessaggio } from './messaggi/comando.ts'
import { esportaAmbito, importaAmbito } from './scambio-ambito.ts'

const USO_ESPORTA = 'cartella esporta --ambito CODICE --out CARTELLA'
const USO_IMPORTA = 'cartella importa CARTELLA --ambito CODICE --autore CODICE_FISCALE [--comuni A001=B002,…]'

function opzioni(args: string[], uso: string) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ambito: { type: 'string' },
        out: { type: 'string' },
        autore: { type: 'string' },
        comuni: { type: 'string' },
      },
    })
    return { ...values, cartella: positionals[0] }
  } catch {
    throw new ErroreDiAvvio(`Opzione non riconosciuta. Uso: trama -- ${uso}`)
  }
}

async function trovaAmbito(env: AmbienteComando, codice: string) {
  const ambito = await inCtx(env.deps, { azione: 'ambito.leggi', nazionale: true, operatore: env.operatore }, (ctx) =>
    ctx.tx.selectFrom('ambito').select(['id', 'codice', 'nome']).where('codice', '=', codice).executeTakeFirst(),
  )
  if (!ambito) throw new ErroreDiAvvio(`Non c’è un ambito con codice «${codice}».`)
  return ambito
}

/** The scope of the command, opened anew for each thing it does: rows in one transaction, files in many. */
const dentro =
  (env: AmbienteComando, azione: string, ambito: string): Dentro =>
  (fn) =>
    inCtx(env.deps, { azione, ambito, operatore: env.operatore }, fn)

const totale = (righe: Record<string, number>) =>
  Object.values(righe)
    .reduce((n, x) => n + x, 0)
    .toLocaleString('it-IT')

const esporta: Comando = {
  nome: 'cartella esporta',
  uso: USO_ESPORTA,
  descrizione: 'Scrive in una cartella nuova tutte le cartelle sociali di un ambito, anche le parti riservate',
  async run(env, args) {
    const o = opzioni(args, USO_ESPORTA)
    if (!o.ambito || !o.out) throw new ErroreDiAvvio(`Manca --ambito o --out. Uso: trama -- ${USO_ESPORTA}`)
    const ambito = await trovaAmbito(env, o.ambito)
    const dir = percorso(env, o.out)
    const { righe, file } = await esportaAmbito(
      dentro(env, 'ambito.esporta', ambito.id),
      { codice: ambito.codice, nome: ambito.nome },
      dir,
    )
    env.out(
      `Scritte ${totale(righe)} righe in ${Object.keys(righe).length} file, e i file di ${file.toLocaleString('it-IT')} documenti. C’è tutto, anche gli indirizzi segreti: conservali cifrati.`,
    )
    return 0
  },
}

const importa: Comando = {
  nome: 'cartella importa',
  uso: USO_IMPORTA,
  descrizione: 'Rimette in un ambito senza cartelle ciò che «cartella esporta» ha scritto',
  async run(env, args) {
    const o = opzioni(args, USO_IMPORTA)
    if (!o.ambito || !o.cartella || !o.autore)
      throw new ErroreDiAvvio(`Manca la cartella, --ambito o --autore. Uso: trama -- ${USO_IMPORTA}`)
    const dir = percorso(env, o.cartella)
    if (!existsSync(dir)) throw new ErroreDiAvvio(`La cartella «${o.cartella}» non esiste.`)
    const comuni = new Map(
      (o.comuni ?? '')
        .split(',')
        .filter(Boolean)
        .map((c) => c.split('=') as [string, string]),
    )
    const ambito = await trovaAmbito(env, o.ambito)
    const qui = dentro(env, 'ambito.importa', ambito.id)
    const persone = await qui(async (ctx) => {
      const { rows } = await sql<{ n: number }>`select accesso.persone_ambito() as n`.execute(ctx.tx)
      return rows[0]!.n
    })
    if (persone > 0) throw new ErroreDiAvvio('Questo ambito ha già delle persone: si importa in un ambito vuoto.')
    const { righe, file, tralasciate, altrove } = await importaAmbito(qui, {
      dir,
      ambito: ambito.id,
      comuni,
      autore: o.autore,
    })
    env.out(`Rimesse ${totale(righe)} righe e i file di ${file.toLocaleString('it-IT')} documenti.`)
    if (altrove > 0)
      env.out(
        `${altrove === 1 ? 'Un operatore non lavora' : `${altrove.toLocaleString('it-IT')} operatori non lavorano`} in questo ambito: ciò che hanno scritto resta loro, come operatori di un’altra installazione.`,
      )
    if (tralasciate > 0)
      env.out(
        `${tralasciate.toLocaleString('it-IT')} righe non hanno posto qui: offerte ad ambiti che non ci sono, appuntamenti e équipe di operatori di cui la cartella non dice chi sono.`,
      )
    return 0
  },
}

export const comandiCartella = [esporta, importa, comandoMessaggio(trovaAmbito)]
