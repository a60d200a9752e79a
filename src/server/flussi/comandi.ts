// The hub from the command line: the same steps as the pages, one after the other, without a queue. A JSON summary on the standard
// output, how far it is on the error one; the exit code is 0 only when nothing was refused.
import { copyFile, mkdir, mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { leggiNome } from '../../shared/flussi/dividi.ts'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import { impronta, inParole, percorso } from '../kernel/comando.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { accogli, mappaCarico, profiliDi } from './carichi.ts'
import { dentroFlussi, type Incarico, leggiCarico } from './carichi-corsa.ts'
import { caricoDi, deposita, guarda } from './carichi-file.ts'
import { riassumi, riferisciCarico } from './comandi-riassunti.ts'
import { leggiEsiti, riporta } from './esiti.ts'
import { apriGenerazione, flussiDi } from './generazioni.ts'
import { bytesFlusso, generaFlussi } from './generazioni-corsa.ts'
import { foglio } from './prestazioni-foglio.ts'

const USI = {
  importa: 'flussi importa FILE --ente COD [--profilo NOME]',
  controlla: 'flussi controlla --ente COD [--periodo AAAA-MM] [--esito FILE.xlsx]',
  genera: 'flussi genera --ente COD [--periodo AAAA-MM] --out CARTELLA [--max-record N]',
  esiti: 'flussi esiti FILE',
} as const

function opzioni(args: string[], uso: string) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ente: { type: 'string' },
        profilo: { type: 'string' },
        periodo: { type: 'string' },
        esito: { type: 'string' },
        out: { type: 'string' },
        'max-record': { type: 'string' },
      },
    })
    if (values.periodo && !/^\d{4}-(0[1-9]|1[0-2])$/.test(values.periodo))
      throw new ErroreDiAvvio(`Il periodo si scrive come 2025-05. Uso: trama -- ${uso}`)
    return { ...values, file: positionals[0] }
  } catch (e) {
    if (e instanceof ErroreDiAvvio) throw e
    throw new ErroreDiAvvio(`Opzione non riconosciuta (${(e as Error).message.split('.')[0]}). Uso: trama -- ${uso}`)
  }
}

interface Trovato {
  id: string
  ambitoId: string
  comuneId: string
}

async function trovaEnte(env: AmbienteComando, codice: string | undefined, uso: string): Promise<Trovato> {
  if (!codice) throw new ErroreDiAvvio(`Manca --ente. Uso: trama -- ${uso}`)
  const trovati = await inCtx(
    env.deps,
    { azione: 'flusso.riprendi', nazionale: true, operatore: env.operatore },
    async (ctx) => {
      const { rows } = await sql<Trovato>`select id, ambito_id, comune_id from accesso.ente_flussi(${codice})`.execute(
        ctx.tx,
      )
      return rows
    },
  )
  if (trovati.length === 1) return trovati[0]!
  throw new ErroreDiAvvio(
    trovati.length === 0
      ? `Nessun ente con codice «${codice}» imposta i suoi flussi: impostalo dalla pagina «Enti che inviano».`
      : `Più ambiti hanno un ente con codice «${codice}»: usa la pagina.`,
  )
}

const incaricoDi = (env: AmbienteComando, e: Trovato, id = ''): Incarico => ({
  id,
  ambito: e.ambitoId,
  operatore: env.operatore,
  comuni: [e.comuneId],
})

async function assertFile(
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

async function importa(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.importa)
  const { path, bytes } = await assertFile(env, o.file, USI.importa)
  const ente = await trovaEnte(env, o.ente, USI.importa)
  const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(env.deps, 'flusso.carica', incaricoDi(env, ente), fn)
  const cartella = await mkdtemp(join(tmpdir(), 'trama-'))
  try {
    // a copy: what is looked at, what is kept and what is read must be the same bytes
    const copia = join(cartella, 'file')
    await copyFile(path, copia)
    const visto = await guarda(copia)
    const file: UploadedFile = {
      path: copia,
      nome: basename(path),
      bytes,
      sha256: await impronta(copia),
      depositi: new Map(),
    }
    const profilo = visto.formato === 'xml' ? undefined : await dentro((ctx) => scegliProfilo(ctx, ente.id, o.profilo))
    await deposita(dentro, { ...visto, enteId: ente.id, comuneId: ente.comuneId, file })
    const id = caricoDi(file)
    env.err?.(`File ricevuto, impronta ${file.sha256}: lettura in corso.`)
    await dentro(async (ctx) => {
      await accogli(ctx, id, false)
      if (profilo) await mappaCarico(ctx, id, { ...profilo, profiloId: profilo.id }, false)
    })
    await leggiCarico(env.deps, incaricoDi(env, ente, id), (righe) =>
      env.err?.(`Righe lette: ${righe.toLocaleString('it-IT')}.`),
    )
    return await riferisciCarico(env, dentro, id)
  } finally {
    await rm(cartella, { recursive: true, force: true })
  }
}

async function scegliProfilo(ctx: Ctx, enteId: string, nome: string | undefined) {
  const profili = await profiliDi(ctx, enteId)
  const trovato = nome === undefined && profili.length === 1 ? profili[0] : profili.find((p) => p.nome === nome)
  if (trovato) return trovato
  const elenco = profili.map((p) => `«${p.nome}»`).join(', ')
  throw new ErroreDiAvvio(
    `${nome === undefined ? 'Indica il profilo con --profilo' : `Il profilo «${nome}» non c’è`}: ${elenco ? `ci sono ${elenco}` : 'conservane uno dalla pagina, leggendo il primo file'}.`,
  )
}

async function controlla(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.controlla)
  const ente = await trovaEnte(env, o.ente, USI.controlla)
  const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    dentroFlussi(env.deps, 'flusso.correggi', incaricoDi(env, ente), fn)
  const riassunto = await dentro((ctx) => riassumi(ctx, ente.id, o.periodo))
  if (o.esito) {
    const f = await dentro((ctx) => foglio(ctx, { ente: ente.id, ...(o.periodo && { periodo: o.periodo }) }))
    const contenuto = typeof f.contenuto === 'function' ? await f.contenuto() : f.contenuto
    await writeFile(percorso(env, o.esito), contenuto)
    env.err?.(`Le righe da correggere sono in ${o.esito}.`)
  }
  env.out(JSON.stringify({ ente: o.ente, ...riassunto }))
  return riassunto.rifiutate === 0 ? 0 : 1
}

async function genera(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.genera)
  if (!o.out) throw new ErroreDiAvvio(`Manca --out. Uso: trama -- ${USI.genera}`)
  const massimo = o['max-record'] === undefined ? undefined : Number(o['max-record'])
  if (massimo !== undefined && !(Number.isSafeInteger(massimo) && massimo > 0))
    throw new ErroreDiAvvio('--max-record vuole un numero intero, da 1 in su.')
  const ente = await trovaEnte(env, o.ente, USI.genera)
  const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(env.deps, 'flusso.genera', incaricoDi(env, ente), fn)
  const uscita = percorso(env, o.out)
  await mkdir(uscita, { recursive: true })
  const id = await dentro(
    async (ctx) =>
      (
        await apriGenerazione(ctx, {
          ente: ente.id,
          ...(o.periodo && { dal: o.periodo, al: o.periodo }),
          ...(massimo && { massimoRecord: massimo }),
        })
      ).id,
  )
  await generaFlussi(env.deps, incaricoDi(env, ente, id))
  const flussi = await dentro((ctx) => flussiDi(ctx, id))
  for (const f of flussi) {
    // whole or not at all: the name appears when the bytes are there
    const path = join(uscita, `${f.nome}.xml`)
    const file = await open(`${path}.parziale`, 'w', 0o600)
    for await (const b of bytesFlusso((fn) => dentro((ctx) => fn(ctx.tx)), f.id)) await file.write(b)
    await file.sync()
    await file.close()
    await rename(`${path}.parziale`, path)
    env.err?.(`${f.nome}.xml: ${f.prestazioni.toLocaleString('it-IT')} prestazioni.`)
  }
  const resto = await dentro((ctx) => riassumi(ctx, ente.id, o.periodo))
  const righe = flussi.map(({ nome, beneficiari, prestazioni, centesimi, bytes, sha256 }) => ({
    nome,
    beneficiari,
    prestazioni,
    centesimi,
    bytes,
    sha256,
  }))
  env.out(JSON.stringify({ ente: o.ente, generazione: id, flussi: righe, restano: resto }))
  return resto.rifiutate === 0 && resto.pronte === 0 ? 0 : 1
}

async function esiti(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.esiti)
  const { path } = await assertFile(env, o.file, USI.esiti)
  const letti = await leggiEsiti(path)
  const somma = { accettati: 0, respinti: 0, giaNoti: 0, problemi: letti.problemi }
  const perEnte = Map.groupBy(letti.esiti, (e) => leggiNome(e.flusso)?.ente ?? e.flusso.split('.')[0]!)
  for (const [codice, suoi] of perEnte) {
    const ente = await trovaEnte(env, codice, USI.esiti).catch((e: Error) => e)
    if (ente instanceof Error) {
      somma.problemi.push(ente.message)
      continue
    }
    const r = await dentroFlussi(env.deps, 'flusso.genera', incaricoDi(env, ente), (ctx) =>
      riporta(ctx, { esiti: suoi, problemi: [] }),
    )
    somma.accettati += r.accettati
    somma.respinti += r.respinti
    somma.giaNoti += r.giaNoti
    somma.problemi.push(...r.problemi)
  }
  env.out(JSON.stringify(somma))
  return somma.respinti === 0 && somma.problemi.length === 0 ? 0 : 1
}

const comando = (nome: keyof typeof USI, descrizione: string, run: Comando['run']): Comando => ({
  nome: `flussi ${nome}`,
  uso: USI[nome],
  descrizione,
  run: (env, args) => inParole(() => run(env, args)),
})

export const comandiFlussi: Comando[] = [
  comando(
    'importa',
    'Legge un file di prestazioni con un profilo dell’ente; esce con 0 soltanto se nessuna riga è rifiutata',
    importa,
  ),
  comando(
    'controlla',
    'Conta le prestazioni di un ente per stato e per regola, e scrive in un foglio quelle da correggere',
    controlla,
  ),
  comando('genera', 'Genera i flussi con le prestazioni pronte e ne scrive i file', genera),
  comando('esiti', 'Riporta gli esiti di INPS da un file', esiti),
]
