// Opening the data on PostgreSQL, or one sentence that says why not. Who migrates is the server when it starts, or a command
// when there is no server: beside a server that is at work the data stay of its version.
import { ErroreDiAvvio } from './config.ts'
import { type Database, NOMI_SUL_DATABASE, openPostgres } from './db.ts'
import { loadConfig } from './load-config.ts'
import { assertGiaMigrato, migrate, type Owner, ownerOfPostgres } from './migrate.ts'

export type Chi = keyof typeof NOMI_SUL_DATABASE

const PERCHE: Record<string, string> = {
  ECONNREFUSED: 'nessun server risponde a quell’indirizzo',
  ECONNRESET: 'il server ha chiuso il collegamento',
  ENOTFOUND: 'il nome del server non esiste',
  EAI_AGAIN: 'il nome del server non si risolve',
  ETIMEDOUT: 'il server non risponde',
  EHOSTUNREACH: 'il server non si raggiunge da questa macchina',
  ENETUNREACH: 'il server non si raggiunge da questa macchina',
  '28P01': 'utente o password non sono corretti',
  '28000': 'il server non ammette quell’utente da questa macchina',
  '3D000': 'il database non esiste',
  '42501': 'l’utente non può collegarsi al database',
  '53300': 'il server ha già tutti i collegamenti che ammette',
  '57P03': 'il server si sta avviando o fermando, riprova tra poco',
}

const spiega = (variabile: string) => (e: unknown) => {
  const { code, message } = e as { code?: string; message: string }
  throw new ErroreDiAvvio(
    `PostgreSQL non è raggiungibile con ${variabile}: ${PERCHE[code ?? ''] ?? message.split('\n')[0]}.`,
  )
}

/** What the owner lacks is named by PostgreSQL itself, in its own language. */
function spiegaDiritti(e: unknown): never {
  const errori = [e, (e as Error).cause] as ({ code?: string; message: string } | undefined)[]
  const negato = errori.find((x) => x?.code === '42501')
  if (negato)
    throw new ErroreDiAvvio(
      `L’utente di TRAMA_MIGRATION_URL non ha i diritti per preparare il database: deve esserne il proprietario e poter creare ruoli (PostgreSQL dice: ${negato.message}).`,
    )
  if (errori.some((x) => /btree_gist/.test(x?.message ?? '') && x?.code !== undefined))
    throw new ErroreDiAvvio(
      'Al server PostgreSQL manca l’estensione btree_gist, che sta tra quelle fornite con PostgreSQL: installala e riprova.',
    )
  throw e
}

const unServerLavora = async (owner: Owner) =>
  (
    await owner.query(
      'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
      [NOMI_SUL_DATABASE.server],
    )
  ).rows.length > 0

export async function apriPostgres(
  url: string,
  migrationUrl: string,
  chi: Chi,
): Promise<{ db: Database; nuova: boolean; accantoAlServer: boolean }> {
  const owner: Owner = await ownerOfPostgres(migrationUrl).catch(spiega('TRAMA_MIGRATION_URL'))
  let nuova: boolean
  let accantoAlServer: boolean
  try {
    const { rows } = await owner.query(
      "select current_setting('server_version_num')::int as v, to_regclass('public.utente') is null as nuova",
    )
    const v = rows[0]!.v as number
    if (v < 150_000) throw new ErroreDiAvvio(`Serve PostgreSQL 15 o successivo: questo è il ${Math.floor(v / 10_000)}.`)
    nuova = rows[0]!.nuova as boolean
    const { username, password } = new URL(url)
    if (!username)
      throw new ErroreDiAvvio(
        'TRAMA_DATABASE_URL deve nominare l’utenza di esercizio: postgres://servizio:password@host/database.',
      )
    accantoAlServer = chi === 'comando' && (await unServerLavora(owner))
    if (accantoAlServer) await assertGiaMigrato(owner)
    else
      await migrate(owner, {
        user: decodeURIComponent(username),
        ...(password ? { password: decodeURIComponent(password) } : {}),
      }).catch(spiegaDiritti)
  } finally {
    await owner.close()
  }
  const db = openPostgres(url, undefined, NOMI_SUL_DATABASE[chi])
  try {
    await db.call('select 1', []).catch(spiega('TRAMA_DATABASE_URL'))
    if (!accantoAlServer) await loadConfig(db)
    return { db, nuova, accantoAlServer }
  } catch (e) {
    await db.close()
    throw e
  }
}
