// The server: data, front end, HTTP, jobs; then waits for Ctrl-C and closes in order.
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { caricaDimostrazione } from '../../seed/demo.ts'
import { daGuardare, personeDellaGrande } from '../../seed/grande/guida.ts'
import { type PersonaDemo, personeDimostrative } from '../../seed/persone.ts'
import { leggiStato } from '../../seed/stato.ts'
import { postaJob } from './accesso/posta.ts'
import { spid } from './accesso/spid-login.ts'
import { buildApp } from './app.ts'
import { esegui } from './comandi.ts'
import { caricaModelli } from './documenti/carica-modelli.ts'
import { leggiIndirizzoClamd } from './documenti/clamd.ts'
import { togliRimasti } from './documenti/depositi.ts'
import { verificaJob } from './documenti/verifica.ts'
import { type Configurazione, type Dimostrazione, ErroreDiAvvio } from './kernel/config.ts'
import { type Deps, oggiInItalia } from './kernel/context.ts'
import { costruisciFront } from './kernel/front.ts'
import { openInstallation } from './kernel/installation.ts'
import { createJobs } from './kernel/jobs.ts'
import { creaLog } from './kernel/log.ts'
import { caricaMisure } from './misure/carica-misure.ts'
import { moduli } from './modules.ts'
import { caricaQuestionari } from './parametri/carica-questionari.ts'
import { esitiRiportati } from './patti/esiti-sms.ts'
import { verificaPattiJob } from './patti/file-verifica.ts'
import { scambioJob } from './patti/scambio.ts'
import { scambioPerCartelle } from './patti/scambio-cartella.ts'
import { rispondi } from './patti/simulatore-inps.ts'
import { spedizioniere } from './patti/spedizioniere.ts'
import { vettoriDa } from './patti/vettori.ts'
import { caricaTerritorio } from './territorio/predefiniti.ts'

/** Starts the server, and returns when it answers. Throws `ErroreDiAvvio` with the sentence of what keeps it from starting. */
export async function avvia(c: Configurazione): Promise<void> {
  try {
    await start(c)
  } catch (e) {
    if (e instanceof Fermato) process.exit(0)
    throw e
  }
}

async function start(c: Configurazione) {
  const clamd = c.clamd === undefined ? undefined : leggiIndirizzoClamd(c.clamd)
  if (c.clamd && !clamd)
    throw new ErroreDiAvvio(
      `TRAMA_CLAMD vale «${c.clamd}»: deve essere l’indirizzo dell’antivirus, come 127.0.0.1:3310 o il percorso del suo socket.`,
    )
  const log = creaLog(process.env.TRAMA_LOG || 'warn')
  // the tests of the process itself need no pages
  if (process.env.TRAMA_SENZA_PAGINE !== '1') costruisciFront((s) => console.log(s))
  const arresto = ascoltaSegnali()
  const installation = await openInstallation(c, 'server')
  const jobs = createJobs(installation.db, (err) => log.error({ err }, 'jobs'))
  const deps: Deps = { db: installation.db, clock: () => new Date(), jobs, verificaRisposte: false }
  let demo: Dimostrazione = 'no'
  try {
    arresto.verifica()
    const app = await buildApp({
      deps,
      moduli,
      logger: log,
      sicuro: c.baseUrl.startsWith('https:'),
      ...(c.proxy ? { proxy: c.proxy } : {}),
      altre: spid(deps, { config: c, persone: async () => personeDi(demo) }),
    })
    // the door first: a taken port must not cost the loading of the data
    await app.listen({ host: c.host, port: c.porta }).catch((e: NodeJS.ErrnoException) => {
      throw new ErroreDiAvvio(
        e.code === 'EADDRINUSE'
          ? `La porta ${c.porta} è già occupata: ferma l’altro programma o scegline un’altra con TRAMA_PORT.`
          : e.code === 'EACCES'
            ? `La porta ${c.porta} richiede privilegi: scegline una sopra 1024 con TRAMA_PORT.`
            : `Non si può ascoltare su ${c.host}:${c.porta}: ${e.message}`,
      )
    })
    try {
      const contaRighe = () => installation.db.contaRighe()
      for (const passo of [
        caricaTerritorio,
        caricaModelli,
        togliRimasti,
        caricaMisure,
        caricaQuestionari,
        contaRighe,
      ]) {
        await passo(deps)
        arresto.verifica()
      }
      if (c.idpProva) demo = await dimostrazione(c, deps, log, arresto)
      arresto.verifica()
      const vettori = vettoriDa({ ...c, dimostrativa: c.idpProva ? join(c.datiDir, 'invii') : undefined })
      await jobs.start(deps, [
        ...moduli.flatMap((m) => m.jobs ?? []),
        ...postaJob({ smtpUrl: c.smtpUrl, baseUrl: c.baseUrl }),
        spedizioniere(vettori),
        esitiRiportati(vettori),
        ...verificaJob({ clamd }),
        ...verificaPattiJob({ clamd }),
        ...scambio(c, deps),
      ])
      installation.onCommand((request, uscite) => esegui(c, deps, request, uscite))
      const { port } = app.server.address() as AddressInfo
      await arresto.pronto(async () => {
        await app.close()
        await jobs.stop()
        await installation.close()
      })
      greet(c, port, demo)
    } catch (e) {
      await app.close()
      throw e
    }
  } catch (e) {
    await installation.close()
    throw e
  }
}

/** Files with INPS and the others, through a folder; in demonstrations a program of ours answers there. */
const scambio = (c: Configurazione, deps: Deps) => {
  const base = c.scambio
  return scambioJob({
    scambio: base ? scambioPerCartelle(base) : undefined,
    ...(base && c.simulatore ? { risponde: (ambito) => rispondi(base, ambito, oggiInItalia(deps.clock())) } : {}),
  })
}

/** A demonstration that does not succeed keeps nobody from working: it says so, and the next start goes on from there. */
async function dimostrazione(
  c: Configurazione,
  deps: Deps,
  log: ReturnType<typeof creaLog>,
  arresto: Arresto,
): Promise<Dimostrazione> {
  const detto = avanzamento('Preparo la dimostrazione')
  try {
    return await caricaDimostrazione(deps, {
      quanta: c.dimostrazione,
      // between one thing and the next: the next start goes on from there
      avanza: (cosa, parte) => {
        arresto.verifica()
        detto(cosa, parte)
      },
    })
  } catch (err) {
    if (err instanceof Fermato) throw err
    log.error({ err }, 'demonstration')
    console.error('La dimostrazione non è completa. Il prossimo avvio riprende da dove si è fermata.')
    return (await leggiStato(deps)).presente ? 'piccola' : 'no'
  }
}

/** Persons that the test identity provider offers: those whom these data have accredited, and one who is not. */
const personeDi = (demo: Dimostrazione): PersonaDemo[] =>
  demo === 'intera' ? [...personeDellaGrande, ...personeDimostrative] : [...personeDimostrative]

/** Says how far a long preparation is: one line that goes on where somebody looks, few lines where it is kept. */
function avanzamento(che: string) {
  let detto = ''
  return (cosa: string, parte: number) => {
    const passo = process.stdout.isTTY ? 1 : 20
    const riga = `${che}: ${cosa}${parte > 0 ? `, ${Math.floor((parte * 100) / passo) * passo} %` : ''}`
    if (riga === detto) return
    detto = riga
    if (!process.stdout.isTTY) console.log(riga)
    else process.stdout.write(`\r${riga.padEnd(70)}${parte >= 1 ? '\n' : ''}`)
  }
}

function greet(c: Configurazione, port: number, demo: Dimostrazione) {
  const url = process.env.TRAMA_BASE_URL ? c.baseUrl : `http://localhost:${port}`
  const persona = (p: PersonaDemo, nota: string) =>
    `  ${p.codiceFiscale}  ${`${p.nome} ${p.cognome}`.padEnd(24)} ${nota}`
  const righe = ['', `Trama è pronta: ${url}`, '']
  if (demo !== 'no')
    righe.push(
      'Persone dimostrative (sintetiche), da scegliere nel gestore SPID di prova:',
      ...personeDi(demo).map((p) => persona(p, p.nota)),
      '',
    )
  if (demo === 'intera') righe.push('Da guardare per prime:', ...daGuardare.map(([p, cosa]) => persona(p, cosa)), '')
  // one write: whoever waits for the first line finds all of them
  console.log([...righe, 'Ctrl-C per fermare.'].join('\n'))
}

/** Asked to stop before it was ready. */
class Fermato extends Error {}
interface Arresto {
  /** Stops here, if it has been asked: between two steps of the start, each of which the next start does again or goes on with. */
  verifica(): void
  /** From now on this is how one stops. */
  pronto(chiudi: () => Promise<void>): Promise<void>
}

/** Ctrl-C, or whoever runs the service: what is being done is finished, then all is closed in order. npm may say it twice. */
function ascoltaSegnali(): Arresto {
  let chiesto = false
  let chiudi: (() => Promise<void>) | undefined
  const ferma = async () => {
    await chiudi?.()
    process.exit(0)
  }
  const segnale = () => {
    if (chiesto) return
    chiesto = true
    console.log('\nChiudo…')
    if (chiudi) void ferma()
  }
  for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(s, segnale)
  return {
    verifica: () => {
      if (chiesto) throw new Fermato()
    },
    pronto: async (come) => {
      chiudi = come
      if (chiesto) await ferma()
    },
  }
}
