// The command line killed (kill -9) at moments drawn by lot: while a file is deposited and read, while flows are made and written, while they
// are put where INPS takes them, while a SINBA file is read, on either engine. Given again, each command leaves every row once, every file
// whole, and nothing of what had not arrived.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { baseAParte } from '../../../test/support/database.ts'
import { corsaUccisa } from '../../../test/support/processo.ts'

/** How many transactions each makes at least: it dies before. */
const FASI = { importa: 10, genera: 7, 'importa-altre': 10, pubblica: 6, minori: 6 } as const

test('killed in each command and given again, nothing is lost, doubled or half', { timeout: 300_000 }, async () => {
  const cartella = await mkdtemp(join(tmpdir(), 'trama-uccisi-'))
  const base = await baseAParte()
  try {
    const args = [join(cartella, 'dati'), ...(base ? [base.url] : [])]
    for (const [fase, passi] of Object.entries(FASI)) {
      const r = await corsaUccisa('hub-comandi-uccisi.ts', args, fase, Math.floor(Math.random() * passi))
      // it died there, and not before nor after
      expect([r.ucciso, r.ultima.split(' ')[0]]).toEqual([true, fase])
    }
    const { ultima } = await corsaUccisa('hub-comandi-uccisi.ts', args)
    const { righe = 0, minoriAttesi = 0, ...conti } = JSON.parse(ultima) as Record<string, number>
    expect(conti).toEqual({
      prestazioni: 2 * righe,
      diverse: 2 * righe,
      inFlusso: 2 * righe,
      mezzi: 0,
      pubblicati: righe,
      istanti: righe,
      neiFile: righe,
      schede: minoriAttesi,
      minori: minoriAttesi,
      fileAMeta: 0,
      resti: 0,
      fileScritti: 6,
      protocolli: righe,
      protocolliDiversi: righe,
    })
  } finally {
    await base?.close()
    await rm(cartella, { recursive: true, force: true })
  }
})
