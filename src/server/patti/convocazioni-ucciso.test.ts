// kill -9 in a mass convocation: while it is prepared, whole convocations are there and the next start finishes
// them, none twice; while it is sent, what was in the carrier's hands is not sent again by itself, and everything else leaves once.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { uccidiAMeta } from '../../../test/support/processo.ts'
import { openEmbedded, pgliteOptions } from '../kernel/db.ts'
import { PER_VOLTA, spedisci } from './spedizioniere.ts'
import { vettoreCartella } from './vettori.ts'

/** More than are prepared in one transaction, than are sent in one run, and than the one that died had sent. */
const NUCLEI = 230

/** A process that says when it is half way, and is killed there. */
async function uccidi(...args: string[]) {
  expect(await uccidiAMeta('convocazioni-ucciso.ts', ...args)).toBe('SIGKILL')
}

/** How many rows, as the owner of the tables; one opening at a time. */
async function apri<T>(
  dati: string,
  fn: (pglite: PGlite, conta: (q: string) => Promise<number>) => Promise<T>,
): Promise<T> {
  const pglite = await PGlite.create({ dataDir: dati, ...pgliteOptions })
  try {
    return await fn(pglite, async (q) => {
      await pglite.exec('reset role')
      const { rows } = await pglite.query<{ n: number }>(`select count(*)::int as n from ${q}`)
      await pglite.exec('set role servizio')
      return rows[0]!.n
    })
  } finally {
    await pglite.close()
  }
}

test('killed while it prepares, then while it sends (kill -9): the next start goes on each time', {
  timeout: 240_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'trama-convocazioni-'))
  const [dati, scarico] = [join(dir, 'dati'), join(dir, 'posta')]
  try {
    await uccidi(dati, String(NUCLEI))
    await apri(dati, async (_p, conta) => {
      const pronte = await conta(`convocazione where stato <> 'da-preparare'`)
      expect(pronte).toBeGreaterThan(0)
      expect(pronte).toBeLessThan(NUCLEI)
      expect(await conta('convocazione_messaggio')).toBe(pronte)
    })
    await uccidi(dati, String(NUCLEI), scarico)
    await apri(dati, async (pglite, conta) => {
      expect(await conta(`convocazione where stato <> 'da-preparare'`)).toBe(NUCLEI)
      expect(await conta('convocazione_messaggio')).toBe(NUCLEI)
      expect(await conta('(select distinct convocazione_id from convocazione_messaggio) x')).toBe(NUCLEI)
      const db = await openEmbedded(pglite)
      const clock = () => new Date(Date.now() + 60 * 60_000)
      const portati: string[] = []
      const email = () => {
        const vettore = vettoreCartella(scarico)()
        return {
          porta: (m: Parameters<typeof vettore.porta>[0]) => {
            portati.push(m.id)
            return vettore.porta(m)
          },
          chiudi: vettore.chiudi,
        }
      }
      await spedisci({ db, clock, jobs: { enqueue: async () => {} }, verificaRisposte: false }, { email })
      // fourteen had left, one nobody knows of; a run of the job takes so many, and the others wait whole for the next
      const partiti = 14 + PER_VOLTA
      expect(await conta(`convocazione_messaggio where stato = 'incerto'`)).toBe(1)
      expect(await conta(`convocazione_messaggio where stato = 'inviato'`)).toBe(partiti)
      expect(await conta(`convocazione_messaggio where stato = 'in-uscita' and tentativi = 0`)).toBe(
        NUCLEI - 1 - partiti,
      )
      expect(await conta(`caso_evento where evento = 'convocazione'`)).toBe(partiti)
      // of each message the evidence: to whom, what, when it left
      expect(
        await conta(`(select distinct indirizzo, testo, inviato_il from convocazione_messaggio
          where stato = 'inviato' and indirizzo like 'famiglia%@example.it' and testo ~ '\\S' and inviato_il is not null) x`),
      ).toBe(partiti)
      expect(new Set(portati).size).toBe(PER_VOLTA)
      expect(portati).toHaveLength(PER_VOLTA)
      expect(await readdir(scarico)).toHaveLength(partiti + 1)
    })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})
