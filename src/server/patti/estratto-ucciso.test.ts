// kill -9 while an extract is taken in: whole lots are there and nothing half; the next start finishes it, and nothing is twice.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { uccidiAMeta } from '../../../test/support/processo.ts'
import { openEmbedded, pgliteOptions } from '../kernel/db.ts'
import { jobRiprendi } from './estratto-corsa.ts'

test('killed half way (kill -9), an extract is finished by the job that takes it up', {
  timeout: 240_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'trama-estratto-'))
  try {
    expect(await uccidiAMeta('estratto-ucciso.ts', dir)).toBe('SIGKILL')

    const pglite = await PGlite.create({ dataDir: dir, ...pgliteOptions })
    const conta = async (q: string) =>
      (await pglite.query<{ n: number }>(`select count(*)::int as n from ${q}`)).rows[0]!.n
    const tutto = async () => ({
      domande: await conta('domanda'),
      protocolli: await conta('(select distinct protocollo from domanda) x'),
      membri: await conta('domanda_componente'),
      casi: await conta('caso'),
      stati: await conta('caso_stato'),
      conTermini: await conta('(select distinct caso_id from caso_termine) x'),
    })
    const intero = (n: number) => ({ domande: n, protocolli: n, membri: n, casi: n, stati: n, conTermini: n })
    const meta = await tutto()
    expect(meta.domande).toBeGreaterThan(0)
    expect(meta.domande).toBeLessThan(250)
    expect(meta).toEqual(intero(meta.domande))

    const db = await openEmbedded(pglite)
    const clock = () => new Date(Date.now() + 11 * 60_000)
    await jobRiprendi.run({ db, clock, jobs: { enqueue: async () => {} }, verificaRisposte: false }, {})
    await pglite.exec('reset role')
    expect(await tutto()).toEqual(intero(250))
    expect(await conta(`importazione_estratto where stato = 'conclusa' and nuove = 250`)).toBe(1)
    await pglite.close()
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})
