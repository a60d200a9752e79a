// kill -9 while an extract is taken in, and then in the night that follows: whole lots are there and nothing half; the next start
// finishes each, what is written is what changes, and nothing is twice.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { uccidiAMeta } from '../../../test/support/processo.ts'
import type { Deps } from '../kernel/context.ts'
import { openEmbedded, pgliteOptions } from '../kernel/db.ts'
import { jobRiprendi } from './estratto-corsa.ts'
import { notteDi } from './notte.ts'

const NUCLEI = 250

test('killed half way (kill -9), an extract is finished by the job that takes it up, and a night by the next one', {
  timeout: 240_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'trama-estratto-'))
  try {
    expect(await uccidiAMeta('estratto-ucciso.ts', dir)).toBe('SIGKILL')

    let pglite = await PGlite.create({ dataDir: dir, ...pgliteOptions })
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
    expect(meta.domande).toBeLessThan(NUCLEI)
    expect(meta).toEqual(intero(meta.domande))

    const deps = async (adesso: Date): Promise<Deps> => ({
      db: await openEmbedded(pglite),
      clock: () => adesso,
      jobs: { enqueue: async () => {} },
      verificaRisposte: false,
    })
    await jobRiprendi.run(await deps(new Date(Date.now() + 11 * 60_000)), {})
    await pglite.exec('reset role')
    expect(await tutto()).toEqual(intero(NUCLEI))
    expect(await conta(`importazione_estratto where stato = 'conclusa' and nuove = ${NUCLEI}`)).toBe(1)

    // a household that comes from the rows has been justified for some days: the night after has a term to give back to each
    const { rows } = await pglite.query<{ ambito: string }>('select distinct ambito_id::text as ambito from caso')
    const { ambito } = rows[0]!
    await pglite.query(`insert into caso_evento (ambito_id, comune_id, caso_id, evento, giorno, fino)
      select ambito_id, comune_id, id, 'giustificato-motivo', '2026-03-10', '2026-03-12' from caso`)
    const termini = await conta('caso_termine')
    const impronta = async () =>
      (
        await pglite.query<{ riga: string }>(
          `select caso_id || ' ' || termine || ' ' || scade as riga from caso_termine order by 1`,
        )
      ).rows.map((r) => r.riga)
    const prima = await impronta()
    await pglite.close()
    const notte = new Date('2026-12-15T02:30:00Z')
    expect(await uccidiAMeta('notte-uccisa.ts', dir, ambito, notte.toISOString())).toBe('SIGKILL')

    pglite = await PGlite.create({ dataDir: dir, ...pgliteOptions })
    const cambiate = async () => {
      const vecchie = new Set(prima)
      return (await impronta()).filter((r) => !vecchie.has(r)).length
    }
    const aMeta = await cambiate()
    expect(aMeta).toBeGreaterThan(0)
    expect(aMeta).toBeLessThan(termini)
    const d = await deps(notte)
    expect(await notteDi(d, ambito)).toBe(termini - aMeta)
    await pglite.exec('reset role')
    expect(await cambiate()).toBe(termini)
    expect(await conta('caso_termine')).toBe(termini)
    const detti = await conta('kernel.notifica')
    await pglite.exec('set role servizio')
    expect(await notteDi(d, ambito)).toBe(0)
    await pglite.exec('reset role')
    expect(await conta('kernel.notifica')).toBe(detti)
    await pglite.close()
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})
