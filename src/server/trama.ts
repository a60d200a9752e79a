// `npm run trama -- COMANDO`: through the running server where there is one on the same data, otherwise on the data
// themselves, whose lock it takes. Beside a server on another machine it works too, and leaves to him what was queued.

import { once } from 'node:events'
import { accediDiProva } from './accesso/prova-accedi.ts'
import { aiuto, esegui, operatoreDiSistema } from './comandi.ts'
import { verifica } from './flussi/verifica.ts'
import { IN_FUNZIONE, registraCopia, ripristina } from './kernel/backup.ts'
import { commandThroughServer, doveSonoIDati } from './kernel/cartella-dati.ts'
import { ErroreDiAvvio, leggiConfigurazione } from './kernel/config.ts'
import { openInstallation } from './kernel/installation.ts'
import { createJobs } from './kernel/jobs.ts'
import { moduli } from './modules.ts'

/** Waits where the reader is slower than we are: a file may have millions of defects. */
const scriviRiga = (dove: NodeJS.WriteStream) => async (riga: string) => {
  if (!dove.write(`${riga}\n`)) await once(dove, 'drain')
}

const muto = { out: () => {}, err: () => {} }

async function main(argv: string[]): Promise<number> {
  const c = leggiConfigurazione()
  const out = (line: string) => console.log(line)
  const uscite = { out, err: (line: string) => console.error(line) }
  const args = [...argv]
  let operatore = operatoreDiSistema()
  const at = args.indexOf('--operatore')
  if (at >= 0) {
    const [, name] = args.splice(at, 2)
    if (!name) throw new ErroreDiAvvio('Dopo --operatore va il nome di chi agisce.')
    operatore = name
  }
  if (args.length === 0 || args.includes('--help') || args[0] === 'aiuto') {
    out(aiuto(c))
    return args.length === 0 ? 1 : 0
  }
  if (args[0] === 'prova' && args[1] === 'accedi') {
    out(await accediDiProva(c.baseUrl, args[2] ?? ''))
    return 0
  }
  if (args[0] === 'flussi' && args[1] === 'verifica')
    return verifica(
      args.slice(2),
      { cwd: process.cwd(), xsdInps: c.xsdInps },
      { out: scriviRiga(process.stdout), err: scriviRiga(process.stderr) },
    )
  const dove = doveSonoIDati(c)
  const request = { args, cwd: process.cwd(), operatore }
  if (args[0] === 'ripristina') {
    if (!args[1]) throw new ErroreDiAvvio('Indica il file: trama -- ripristina FILE')
    if ((await commandThroughServer(dove, { ...request, args: ['--help'] }, muto)) !== undefined)
      throw new ErroreDiAvvio(IN_FUNZIONE)
    const old = await ripristina(c, args[1])
    // brings a copy of an older version to this one
    const installation = await openInstallation(c, 'comando')
    await registraCopia(installation.db, 'ripristinata', args[1], operatore)
    await installation.close()
    out(old ? `Copia ripristinata. I dati di prima sono in ${old}` : 'Copia ripristinata.')
    return 0
  }
  const delServer = await commandThroughServer(dove, request, uscite)
  if (delServer !== undefined) return delServer
  const installation = await openInstallation(c, 'comando')
  try {
    const jobs = createJobs(installation.db, (e) => console.error(e))
    const deps = { db: installation.db, clock: () => new Date(), jobs, verificaRisposte: false }
    const all = moduli.flatMap((m) => m.jobs ?? [])
    if (installation.accantoAlServer) {
      await jobs.ensureQueues(all)
      return await esegui(c, deps, request, uscite)
    }
    await jobs.start(deps, all)
    const code = await esegui(c, deps, request, uscite)
    await jobs.drain(deps, all)
    await jobs.stop()
    return code
  } finally {
    await installation.close()
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (e) => {
    console.error(e instanceof ErroreDiAvvio ? e.message : e)
    process.exit(1)
  },
)
