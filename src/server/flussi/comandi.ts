// The hub from the command line: the same steps as the pages, one after the other, without a queue. A JSON summary on the standard
// output, how far it is on the error one; the exit code is 0 only when nothing was refused.
import { copyFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sql } from 'kysely'
import { statiPrestazione } from '../../shared/flussi/stati.rules.ts'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import { cartellaTemporanea } from '../kernel/cartella-temporanea.ts'
import { impronta, inParole, percorso } from '../kernel/comando.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { mappaCarico } from './carichi.ts'
import { accogli, leggiXmlCarico, stessoFile } from './carichi-avvio.ts'
import { dentroFlussi, leggiCarico } from './carichi-corsa.ts'
import { caricoDi, deposita, guarda } from './carichi-file.ts'
import { assertFile, entiDeiFlussi, incaricoDi, numero, opzioni, scriviFile, USI, unEnte } from './comandi-comune.ts'
import { genera } from './comandi-genera.ts'
import { riassumi, riferisciCarico } from './comandi-riassunti.ts'
import { csvDi } from './csv.ts'
import { leggiEsiti, riporta } from './esiti.ts'
import { fogli as fogliMinori, foglio as foglioMinori } from './minori.ts'
import { fogli, foglio } from './prestazioni.ts'
import { letturaPer, profiliDi } from './profili-lettura.ts'

/** Options that say how a file is read: told once, when its reading begins. */
const CHE_DICONO_COME = ['profilo', 'formule', 'gia-inviato', 'senza-normalizzare', 'altro-ente'] as const

async function importa(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.importa)
  const { path, bytes } = await assertFile(env, o.file, USI.importa)
  const ente = await unEnte(env, o.ente, USI.importa)
  const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(env.deps, 'flusso.carica', incaricoDi(env, ente), fn)
  const { cartella, togli } = await cartellaTemporanea()
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
    const lasciato = await dentro((ctx) => aMeta(ctx, ente.id, file.sha256))
    if (lasciato) {
      env.err?.('La lettura di questo file si era interrotta: riprende da dov’era.')
      if (CHE_DICONO_COME.some((c) => o[c] !== undefined))
        env.err?.(
          'Profilo e scelte restano quelli della prima volta: per cambiarli, ritira il file dalla sua pagina quando è letto, e caricalo di nuovo.',
        )
      await leggiCarico(env.deps, incaricoDi(env, ente, lasciato), (righe) =>
        env.err?.(`Righe lette: ${numero(righe)}.`),
      )
      return await riferisciCarico(env, dentro, lasciato)
    }
    const profilo = visto.formato === 'xml' ? undefined : await dentro((ctx) => scegliProfilo(ctx, ente.id, o.profilo))
    await deposita(dentro, { ...visto, enteId: ente.id, comuneId: ente.comuneId, file })
    const id = caricoDi(file)
    env.err?.(`File ricevuto, impronta ${file.sha256}: lettura in corso.`)
    const stesso = await dentro((ctx) => stessoFile(ctx, ente.id, file.sha256))
    if (stesso)
      env.err?.(`Lo stesso file è già stato letto il ${stesso}: ogni sua riga sarà segnalata come già presente.`)
    await dentro(async (ctx) => {
      await accogli(ctx, id)
      if (profilo) {
        const lettura = { ...(await letturaPer(ctx, id, profilo)), ...(o.formule && { formule: true }) }
        await mappaCarico(ctx, id, { ...profilo, lettura, profiloId: profilo.id }, false)
      } else await leggiXmlCarico(ctx, id, sceltaXml(o), false)
    })
    await leggiCarico(env.deps, incaricoDi(env, ente, id), (righe) => env.err?.(`Righe lette: ${numero(righe)}.`))
    return await riferisciCarico(env, dentro, id)
  } finally {
    await togli()
  }
}

/** The same bytes, that the command line had begun to read when it died: loaded again, each of its rows would be there twice. */
async function aMeta(ctx: Ctx, ente: string, sha256: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from carico_flussi where ente_id = ${ente} and sha256 = ${sha256} and stato = 'in-lettura' and creato_da is null order by creato_il limit 1`.execute(
    ctx.tx,
  )
  return rows[0]?.id
}

/** What the page asks of an INPS file. */
const sceltaXml = (o: ReturnType<typeof opzioni>) => ({
  invio: o['gia-inviato'] ? ('gia-inviato' as const) : ('da-inviare' as const),
  normalizza: !o['senza-normalizzare'],
  altroEnte: o['altro-ente'] === true,
})

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
  const ente = await unEnte(env, o.ente, USI.controlla)
  const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    dentroFlussi(env.deps, 'flusso.correggi', incaricoDi(env, ente), fn)
  env.err?.(`${ente.codice}: conto le ${o.tipo === 'SINBA' ? 'schede dei minori' : 'prestazioni'}.`)
  const riassunto = await dentro((ctx) => riassumi(ctx, ente.id, o.periodo, o.tipo))
  if (riassunto.periodo && riassunto.senzaMese > 0)
    env.err?.(
      `${numero(riassunto.senzaMese)} senza una data che si legga: possono essere di questo mese, e vanno corrette.`,
    )
  if (o.esito) {
    env.err?.(`Scrivo in ${o.esito} le righe da correggere.`)
    const filtri = { ente: ente.id, ...(o.periodo && { periodo: o.periodo }) }
    const di = o.tipo === 'SINBA' ? { fogli: fogliMinori, foglio: foglioMinori } : { fogli, foglio }
    const { voci } = await dentro((ctx) => di.fogli(ctx, filtri))
    for (const [n, { dopo }] of (voci.length > 0 ? voci : [{ dopo: 0 }]).entries()) {
      const f = await dentro((ctx) => di.foglio(ctx, { ...filtri, dopo }))
      const contenuto = typeof f.contenuto === 'function' ? await f.contenuto() : f.contenuto
      const nome = n === 0 ? o.esito : o.esito.replace(/(\.xlsx)?$/i, `-${n + 1}$1`)
      await writeFile(percorso(env, nome), contenuto)
      env.err?.(`Le righe da correggere sono in ${nome}.`)
    }
  }
  env.out(JSON.stringify({ ente: ente.codice, ...riassunto }))
  return riassunto.rifiutate === 0 && riassunto.senzaMese === 0 ? 0 : 1
}

async function csv(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.csv)
  if (!o.out) throw new ErroreDiAvvio(`Manca --out. Uso: trama -- ${USI.csv}`)
  const stato = statiPrestazione.find((s) => s === o.stato)
  if (o.stato && !stato) throw new ErroreDiAvvio(`Lo stato è uno di: ${statiPrestazione.join(', ')}.`)
  const ente = await unEnte(env, o.ente, USI.csv)
  const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    dentroFlussi(env.deps, 'flusso.correggi', incaricoDi(env, ente), fn)
  const filtri = { ente: ente.id, ...(o.periodo && { periodo: o.periodo }), ...(stato && { stato }) }
  env.err?.(`Scrivo ${o.out}. È per altri programmi: non è il CSV che INPS accetta.`)
  const testo = await dentro((ctx) => csvDi(ctx, filtri, (fn) => dentro((altro) => fn(altro.tx))))
  const bytes = await scriviFile(percorso(env, o.out), testo)
  env.out(JSON.stringify({ ente: ente.codice, file: o.out, bytes }))
  return 0
}

async function esiti(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USI.esiti)
  const { path } = await assertFile(env, o.file, USI.esiti)
  const letti = await leggiEsiti(path)
  const somma = { accettati: 0, respinti: 0, daRitentare: 0, giaNoti: 0, problemi: letti.problemi }
  env.err?.(`Esiti letti: ${numero(letti.esiti.length)}.`)
  // the code that begins a name is the one of that day: the flow knows whose it is
  const di = await entiDeiFlussi(
    env,
    letti.esiti.map((e) => e.flusso),
  )
  for (const e of letti.esiti)
    if (!di.has(e.flusso))
      somma.problemi.push(`Il flusso ${e.flusso.slice(0, 60)} non è tra quelli generati qui, o lo è in più ambiti.`)
  const noti = letti.esiti.filter((e) => di.has(e.flusso))
  for (const [, suoi] of Map.groupBy(noti, (e) => di.get(e.flusso)!.id)) {
    const ente = di.get(suoi[0]!.flusso)!
    const { codice } = ente
    const r = await dentroFlussi(env.deps, 'flusso.genera', incaricoDi(env, ente), (ctx) =>
      riporta(ctx, { esiti: suoi, problemi: [] }),
    )
    somma.accettati += r.accettati
    somma.respinti += r.respinti
    somma.daRitentare += r.daRitentare
    somma.giaNoti += r.giaNoti
    somma.problemi.push(...r.problemi)
    env.err?.(`${codice}: ${numero(r.accettati)} accettati, ${numero(r.respinti)} respinti.`)
  }
  env.out(JSON.stringify(somma))
  return somma.respinti + somma.daRitentare === 0 && somma.problemi.length === 0 ? 0 : 1
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
    'Conta le prestazioni o le schede dei minori di un ente per stato e per regola, e scrive in un foglio quelle da correggere',
    controlla,
  ),
  comando(
    'genera',
    'Genera i flussi con le prestazioni, o le schede dei minori, pronte, di uno o più enti, e ne scrive i file',
    genera,
  ),
  comando('csv', 'Scrive le prestazioni di un ente in CSV per altri programmi, come l’ente lo vuole', csv),
  comando('esiti', 'Riporta gli esiti di INPS da un file', esiti),
]
