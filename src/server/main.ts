// The process: configuration, data, front end, HTTP, jobs; then waits for Ctrl-C and closes in order.
import type { AddressInfo } from 'node:net'
import { caricaDimostrazione } from '../../seed/demo.ts'
import { personeDimostrative } from '../../seed/persone.ts'
import { postaJob } from './accesso/posta.ts'
import { spid } from './accesso/spid-login.ts'
import { buildApp } from './app.ts'
import { esegui } from './comandi.ts'
import { caricaModelli } from './documenti/carica-modelli.ts'
import { leggiIndirizzoClamd } from './documenti/clamd.ts'
import { togliRimasti } from './documenti/depositi.ts'
import { verificaJob } from './documenti/verifica.ts'
import { type Configurazione, ErroreDiAvvio, leggiConfigurazione } from './kernel/config.ts'
import type { Deps } from './kernel/context.ts'
import { costruisciFront } from './kernel/front.ts'
import { type Installation, openInstallation } from './kernel/installation.ts'
import { createJobs } from './kernel/jobs.ts'
import { creaLog } from './kernel/log.ts'
import { caricaMisure } from './misure/carica-misure.ts'
import { moduli } from './modules.ts'
import { caricaTerritorio } from './territorio/predefiniti.ts'

async function start(c: Configurazione) {
  const clamd = c.clamd === undefined ? undefined : leggiIndirizzoClamd(c.clamd)
  if (c.clamd && !clamd)
    throw new ErroreDiAvvio(
      `TRAMA_CLAMD vale «${c.clamd}»: deve essere l’indirizzo dell’antivirus, come 127.0.0.1:3310 o il percorso del suo socket.`,
    )
  const log = creaLog(process.env.TRAMA_LOG || 'warn')
  // the tests of the process itself need no pages
  if (process.env.TRAMA_SENZA_PAGINE !== '1') costruisciFront((s) => console.log(s))
  const installation = await openInstallation(c)
  const jobs = createJobs(installation.db, (err) => log.error({ err }, 'jobs'))
  const deps: Deps = { db: installation.db, clock: () => new Date(), jobs, verificaRisposte: false }
  try {
    const app = await buildApp({
      deps,
      moduli,
      logger: log,
      sicuro: c.baseUrl.startsWith('https:'),
      ...(c.proxy ? { proxy: c.proxy } : {}),
      altre: spid(deps, { config: c, persone: async () => [...personeDimostrative] }),
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
      await caricaTerritorio(deps)
      await caricaModelli(deps)
      await togliRimasti(deps)
      await caricaMisure(deps)
      await installation.db.contaRighe()
      const demo = c.idpProva && (await caricaDimostrazione(deps))
      await jobs.start(deps, [
        ...moduli.flatMap((m) => m.jobs ?? []),
        ...postaJob({ smtpUrl: c.smtpUrl, baseUrl: c.baseUrl }),
        ...verificaJob({ clamd }),
      ])
      installation.onCommand((request, out) => esegui(c, deps, request, out))
      const { port } = app.server.address() as AddressInfo
      stopOnSignal(app, jobs, installation)
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

function greet(c: Configurazione, port: number, demo: boolean) {
  const url = process.env.TRAMA_BASE_URL ? c.baseUrl : `http://localhost:${port}`
  const persone = personeDimostrative.map(
    (p) => `  ${p.codiceFiscale}  ${`${p.nome} ${p.cognome}`.padEnd(24)} ${p.nota}`,
  )
  const righe = ['', `Trama è pronta: ${url}`, '']
  if (demo) righe.push('Persone dimostrative (sintetiche), da scegliere nel gestore SPID di prova:', ...persone, '')
  // one write: whoever waits for the first line finds all of them
  console.log([...righe, 'Ctrl-C per fermare.'].join('\n'))
}

function stopOnSignal(
  app: Awaited<ReturnType<typeof buildApp>>,
  jobs: ReturnType<typeof createJobs>,
  installation: Installation,
) {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    console.log('\nChiudo…')
    await app.close()
    await jobs.stop()
    await installation.close()
    process.exit(0)
  }
  for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(s, () => void stop())
}

try {
  await start(leggiConfigurazione())
} catch (e) {
  console.error(e instanceof ErroreDiAvvio ? e.message : e)
  process.exit(1)
}
