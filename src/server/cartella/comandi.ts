// The record of an ambito from the command line: out to a folder of files, and back into an empty ambito; and the regional
// message of one person.
import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { comandoMessaggio } from './messaggi/comando.ts'
import { esportaAmbito, importaAmbito } from './scambio-ambito.ts'

const USO_ESPORTA = 'cartella esporta --ambito CODICE --out CARTELLA'
const USO_IMPORTA = 'cartella importa CARTELLA --ambito CODICE --autore CODICE_FISCALE [--comuni A001=B002,…]'

const percorso = (env: AmbienteComando, file: string) => (isAbsolute(file) ? file : join(env.cwd, file))

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
    const righe = await inCtx(
      env.deps,
      { azione: 'ambito.esporta', ambito: ambito.id, operatore: env.operatore },
      (ctx) => esportaAmbito(ctx, { codice: ambito.codice, nome: ambito.nome }, dir),
    )
    env.out(
      `Scritte ${totale(righe)} righe in ${Object.keys(righe).length} file. Contengono tutto, anche gli indirizzi segreti: conservali cifrati.`,
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
    const righe = await inCtx(
      env.deps,
      { azione: 'ambito.importa', ambito: ambito.id, operatore: env.operatore },
      async (ctx) => {
        const { rows } = await sql<{ n: number }>`select accesso.persone_ambito() as n`.execute(ctx.tx)
        if (rows[0]!.n > 0)
          throw new ErroreDiAvvio('Questo ambito ha già delle persone: si importa in un ambito vuoto.')
        return importaAmbito(ctx, { dir, comuni, autore: o.autore! })
      },
    )
    env.out(`Rimesse ${totale(righe)} righe.`)
    return 0
  },
}

export const comandiCartella = [esporta, importa, comandoMessaggio(trovaAmbito)]
