// One installation: its data, opened by one process of this machine at a time, and brought to this version.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { assertNessunRipristinoInterrotto, cartellaDatabase } from './cartella-database.ts'
import { type CommandHandler, doveSonoIDati, holdFolder, type Presa } from './cartella-dati.ts'
import { togliRimaste } from './cartella-temporanea.ts'
import type { Configurazione } from './config.ts'
import { type Database, openEmbedded, pgliteOptions } from './db.ts'
import { loadConfig } from './load-config.ts'
import { migrate, ownerOfEmbedded } from './migrate.ts'
import { apriPostgres, type Chi } from './su-postgres.ts'

export interface Installation {
  db: Database
  /** First time on these data: nothing was there before. */
  nuova: boolean
  /** A server that cannot be reached from here is at work on the same data: jobs are his. */
  accantoAlServer: boolean
  /** Answers the commands of other processes; set by the server. */
  onCommand(handler: CommandHandler): void
  close(): Promise<void>
}

/** `presa`: by whoever holds the folder already. */
export async function openInstallation(c: Configurazione, chi: Chi, presa?: Presa): Promise<Installation> {
  const { server, onCommand } = presa ?? (await holdFolder(doveSonoIDati(c)))
  await togliRimaste()
  try {
    const aperta =
      c.databaseUrl && c.migrationUrl
        ? await apriPostgres(c.databaseUrl, c.migrationUrl, chi)
        : await apriPglite(c.datiDir)
    return {
      ...aperta,
      onCommand,
      close: async () => {
        await aperta.db.close()
        await new Promise((done) => server.close(done))
      },
    }
  } catch (e) {
    server.close()
    throw e
  }
}

async function apriPglite(dir: string) {
  assertNessunRipristinoInterrotto(dir)
  const dataDir = cartellaDatabase(dir)
  const nuova = !existsSync(join(dataDir, 'PG_VERSION'))
  const pglite = await PGlite.create({ ...pgliteOptions, dataDir })
  try {
    await migrate(ownerOfEmbedded(pglite))
    const db = await openEmbedded(pglite)
    await loadConfig(db)
    return { db, nuova, accantoAlServer: false }
  } catch (e) {
    await pglite.close()
    throw e
  }
}
