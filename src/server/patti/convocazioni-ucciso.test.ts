// kill -9 in a mass convocation: while it is prepared, whole convocations are there and the next start finishes them, none twice; while
// it is sent, what was in the carrier's hands is not sent again by itself, and everything else leaves once.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import type { Deps } from '../kernel/context.ts'
import { openEmbedded, pgliteOptions } from '../kernel/db.ts'
import { radice } from '../kernel/paths.ts'
import { jobRiprendiConvocazioni } from './convocazione-lavoro.ts'
import { spedisci } from './spedizioniere.ts'
import { vettoreCartella } from './vettori.ts'

const NUCLEI = 60

async function uccidi(dir: string, dove: string, scarico: string) {
  const figlio = spawn(
    process.execPath,
    [join(radice, 'test', 'support', 'convocazioni-ucciso.ts'), dir, dove, scarico],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const uscito = new Promise((fine) => figlio.once('exit', (_codice, segnale) => fine(segnale)))
  for await (const riga of createInterface(figlio.stdout)) if (riga === 'a metà') break
  figlio.kill('SIGKILL')
  expect(await uscito).toBe('SIGKILL')
}

test.each(['prepara', 'spedisci'])(
  'killed while it %ss (kill -9), the next start goes on',
  { timeout: 240_000 },
  async (dove) => {
    const dir = await mkdtemp(join(tmpdir(), 'trama-convocazioni-'))
    const [dati, scarico] = [join(dir, 'dati'), join(dir, 'posta')]
    try {
      await uccidi(dati, dove, scarico)
      const pglite = await PGlite.create({ dataDir: dati, ...pgliteOptions })
      const conta = async (q: string) => {
        await pglite.exec('reset role')
        const { rows } = await pglite.query<{ n: number }>(`select count(*)::int as n from ${q}`)
        await pglite.exec('set role servizio')
        return rows[0]!.n
      }
      const pronte = () => conta(`convocazione where stato <> 'da-preparare'`)
      if (dove === 'prepara') {
        const meta = await pronte()
        expect(meta).toBeGreaterThan(0)
        expect(meta).toBeLessThan(NUCLEI)
        expect(await conta('convocazione_messaggio')).toBe(meta)
      }
      const db = await openEmbedded(pglite)
      const deps: Deps = {
        db,
        clock: () => new Date(Date.now() + 20 * 60_000),
        jobs: { enqueue: async () => {} },
        verificaRisposte: false,
      }
      await jobRiprendiConvocazioni.run(deps, {})
      expect(await pronte()).toBe(NUCLEI)
      expect(await conta('(select distinct convocazione_id from convocazione_messaggio) x')).toBe(NUCLEI)
      expect(await conta('convocazione_messaggio')).toBe(NUCLEI)
      const portati: string[] = []
      await spedisci(deps, {
        email: () => {
          const vettore = vettoreCartella(scarico)()
          return {
            porta: (m) => {
              portati.push(m.id)
              return vettore.porta(m)
            },
            chiudi: vettore.chiudi,
          }
        },
      })
      const incerti = dove === 'spedisci' ? 1 : 0
      expect(await conta(`convocazione_messaggio where stato = 'incerto'`)).toBe(incerti)
      expect(await conta(`convocazione_messaggio where stato = 'inviato'`)).toBe(NUCLEI - incerti)
      expect(await conta(`caso_evento where evento = 'convocazione'`)).toBe(NUCLEI - incerti)
      expect(portati).toHaveLength(dove === 'spedisci' ? NUCLEI - 20 : NUCLEI)
      expect(new Set(portati).size).toBe(portati.length)
      expect(await readdir(scarico)).toHaveLength(NUCLEI)
      await pglite.close()
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
)
