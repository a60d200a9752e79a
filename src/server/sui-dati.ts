// The operator's command line where no server answers: on the data themselves, whose lock it takes.
import { esegui } from './comandi.ts'
import { ripristina } from './kernel/backup.ts'
import type { CommandOutput, CommandRequest } from './kernel/cartella-dati.ts'
import type { Configurazione } from './kernel/config.ts'
import { openInstallation } from './kernel/installation.ts'
import { createJobs } from './kernel/jobs.ts'
import { moduli } from './modules.ts'

/** Runs one command and what it has queued. Returns its exit code. */
export async function eseguiSuiDati(c: Configurazione, request: CommandRequest, uscite: CommandOutput) {
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

/** Puts a copy in the place of the data. Returns what the operator reads. */
export async function rimettiLaCopia(c: Configurazione, file: string, operatore: string): Promise<string> {
  const old = await ripristina(c, file, operatore)
  return old ? `Copia ripristinata. I dati di prima sono in ${old}` : 'Copia ripristinata.'
}
