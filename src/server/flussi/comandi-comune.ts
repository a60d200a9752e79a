// What the commands of the hub share: their options, the enti by code, the reach of the command inside one of them.
import { open, rename, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { percorso } from '../kernel/comando.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { AmbienteComando } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import type { Incarico } from './carichi-corsa.ts'

export const USI = {
  importa:
    'flussi importa FILE --ente COD [--profilo NOME] [--formule] [--gia-inviato] [--senza-normalizzare] [--altro-ente]',
  controlla: 'flussi controlla --ente COD [--tipo sinba] [--periodo AAAA-MM] [--esito FILE.xlsx]',
  genera:
    'flussi genera --ente COD [--ente COD…] | --tutti [--tipo sinba] [--periodo AAAA-MM] --out CARTELLA [--max-record N] | --canale waas',
  esiti: 'flussi esiti FILE',
  csv: 'flussi csv --ente COD [--periodo AAAA-MM] [--stato STATO] --out FILE.csv',
} as const

export function opzioni(args: string[], uso: string) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ente: { type: 'string', multiple: true },
        tutti: { type: 'boolean' },
        profilo: { type: 'string' },
        periodo: { type: 'string' },
        tipo: { type: 'string' },
        stato: { type: 'string' },
        esito: { type: 'string' },
        out: { type: 'string' },
        canale: { type: 'string' },
        'max-record': { type: 'string' },
        formule: { type: 'boolean' },
        'gia-inviato': { type: 'boolean' },
        'senza-normalizzare': { type: 'boolean' },
        'altro-ente': { type: 'boolean' },
      },
    })
    if (values.periodo && !/^\d{4}-(0[1-9]|1[0-2])$/.test(values.periodo))
      throw new ErroreDiAvvio(`Il periodo si scrive come 2025-05. Uso: trama -- ${uso}`)
    return { ...values, tipo: tipoDetto(values.tipo, uso), file: positionals[0] }
  } catch (e) {
    if (e instanceof ErroreDiAvvio) throw e
    throw new ErroreDiAvvio(`Opzione non riconosciuta (${(e as Error).message.split('.')[0]}). Uso: trama -- ${uso}`)
  }
}

/** As people say it: the prestazioni where nobody does. */
function tipoDetto(detto: string | undefined, uso: string): TipoFlusso {
  const tipo = { ps: 'PS_PSA_SINA', sinba: 'SINBA' } as const
  const scelto = detto?.toLowerCase() ?? 'ps'
  if (scelto === 'ps' || scelto === 'sinba') return tipo[scelto]
  throw new ErroreDiAvvio(`Il tipo è ps (prestazioni) o sinba (schede dei minori). Uso: trama -- ${uso}`)
}

export interface Trovato {
  id: string
  ambitoId: string
  comuneId: string
  codice: string
}

const nazionale = (env: AmbienteComando) => ({ azione: 'flusso.riprendi', nazionale: true, operatore: env.operatore })

/** Every ente that sends, in every ambito. */
export const tuttiGliEnti = (env: AmbienteComando): Promise<Trovato[]> =>
  inCtx(
    env.deps,
    nazionale(env),
    async (ctx) =>
      (await sql<Trovato>`select id, ambito_id, comune_id, codice from accesso.enti_dei_flussi()`.execute(ctx.tx)).rows,
  )

/** Whose each flow is, by its name; where nobody's, or of more than one, it is not told. */
export async function entiDeiFlussi(env: AmbienteComando, nomi: readonly string[]): Promise<Map<string, Trovato>> {
  const { rows } = await inCtx(env.deps, nazionale(env), (ctx) =>
    sql<Trovato & { nome: string }>`
      select nome, id, ambito_id, comune_id, codice from accesso.enti_dei_nomi(${[...nomi]})`.execute(ctx.tx),
  )
  return new Map(
    [...Map.groupBy(rows, (r) => r.nome)].flatMap(([nome, di]) => (di.length === 1 ? [[nome, di[0]!]] : [])),
  )
}

export async function trovaEnte(env: AmbienteComando, codice: string): Promise<Trovato> {
  const trovati = await inCtx(env.deps, nazionale(env), async (ctx) => {
    const { rows } = await sql<Trovato>`
      select id, ambito_id, comune_id, ${codice} as codice from accesso.ente_flussi(${codice})`.execute(ctx.tx)
    return rows
  })
  if (trovati.length === 1) return trovati[0]!
  throw new ErroreDiAvvio(
    trovati.length === 0
      ? `Nessun ente con codice «${codice}» imposta i suoi flussi: impostalo dalla pagina «Enti che inviano».`
      : `Più ambiti hanno un ente con codice «${codice}»: usa la pagina.`,
  )
}

/** The one ente of a command that works for one. */
export async function unEnte(env: AmbienteComando, codici: string[] | undefined, uso: string): Promise<Trovato> {
  const [codice, altro] = codici ?? []
  if (codice === undefined) throw new ErroreDiAvvio(`Manca --ente. Uso: trama -- ${uso}`)
  if (altro !== undefined) throw new ErroreDiAvvio(`Questo comando vuole un ente solo. Uso: trama -- ${uso}`)
  return trovaEnte(env, codice)
}

export const incaricoDi = (env: AmbienteComando, e: Trovato, id = ''): Incarico => ({
  id,
  ambito: e.ambitoId,
  operatore: env.operatore,
  comuni: [e.comuneId],
})

export async function assertFile(
  env: AmbienteComando,
  file: string | undefined,
  uso: string,
): Promise<{ path: string; bytes: number }> {
  if (!file) throw new ErroreDiAvvio(`Manca il file. Uso: trama -- ${uso}`)
  const path = percorso(env, file)
  const misura = await stat(path).catch(() => undefined)
  if (!misura?.isFile()) throw new ErroreDiAvvio(`Il file «${file}» non c’è: controlla il nome.`)
  if (misura.size === 0) throw new ErroreDiAvvio('Il file è vuoto: controlla di aver scelto quello giusto.')
  return { path, bytes: misura.size }
}

export const numero = (n: number) => n.toLocaleString('it-IT')

/** Writes a file whole or not at all: its name appears when the bytes are there. */
export async function scriviFile(path: string, contenuto: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await open(`${path}.parziale`, 'w', 0o600)
  let bytes = 0
  for await (const b of contenuto) {
    await file.write(b)
    bytes += b.length
  }
  await file.sync()
  await file.close()
  await rename(`${path}.parziale`, path)
  return bytes
}
