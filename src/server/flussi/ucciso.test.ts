// A server killed (kill -9) at moments drawn by lot while it reads a file, judges its rows anew and makes flows of them, on either
// engine: when it is let finish, every row is there once, in one whole file, and no number is missing.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { baseAParte } from '../../../test/support/database.ts'
import { corsaUccisa } from '../../../test/support/processo.ts'

const FASI = ['lettura', 'rielaborazione', 'generazione'] as const

test('killed in each of its works, it loses nothing and does nothing twice', { timeout: 300_000 }, async () => {
  const cartella = await mkdtemp(join(tmpdir(), 'trama-ucciso-'))
  const base = await baseAParte()
  try {
    const args = [join(cartella, 'dati'), ...(base ? [base.url] : [])]
    const meta = base ? 2000 : 1000
    for (const fase of FASI) {
      const r = await corsaUccisa('hub-ucciso.ts', args, fase, Math.floor(Math.random() * meta))
      // it died there, and not before nor after
      expect([r.ucciso, r.ultima.split(' ')[0]]).toEqual([true, fase])
    }
    const { ultima } = await corsaUccisa('hub-ucciso.ts', args)
    const { attese = 0, ...conti } = JSON.parse(ultima) as Record<string, number>
    expect(conti).toEqual({
      prestazioni: attese,
      righe: attese,
      dati: attese,
      inFlusso: attese,
      legami: attese,
      guardate: attese,
      cambiate: attese / 3,
      flussi: attese / 500,
      mezzi: 0,
      ultimo: attese / 500,
    })
  } finally {
    await base?.close()
    await rm(cartella, { recursive: true, force: true })
  }
})
