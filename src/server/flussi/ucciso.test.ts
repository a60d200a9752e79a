// A server killed (kill -9) at moments drawn by lot while it reads a file and makes flows: when it is let finish, every row is there
// once, in one whole file, and no number is missing.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { programmaGiaLetto } from '../../../test/support/processo.ts'
import { radice } from '../kernel/paths.ts'

/** Runs it; killed so many milliseconds after it has begun to work, unless it ends before. Its last line. */
async function corsa(dir: string, uccidiDopo: number | undefined): Promise<{ ultima: string; ucciso: boolean }> {
  const figlio = spawn(process.execPath, [join(radice, 'test', 'support', 'hub-ucciso.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...programmaGiaLetto },
  })
  const uscito = new Promise<string | null>((fine) => figlio.once('exit', (_codice, segnale) => fine(segnale)))
  let ultima = ''
  for await (const riga of createInterface(figlio.stdout)) {
    ultima = riga
    if (riga === 'al lavoro' && uccidiDopo !== undefined) setTimeout(() => figlio.kill('SIGKILL'), uccidiDopo)
  }
  return { ultima, ucciso: (await uscito) === 'SIGKILL' }
}

test('killed again and again, it loses nothing and does nothing twice', { timeout: 300_000 }, async () => {
  const cartella = await mkdtemp(join(tmpdir(), 'trama-ucciso-'))
  const dir = join(cartella, 'dati')
  try {
    let morti = 0
    for (let n = 0; n < 5; n++) {
      const r = await corsa(dir, 100 + Math.floor(Math.random() * 1500))
      if (!r.ucciso) break
      morti++
    }
    expect(morti).toBeGreaterThan(0)
    const { ultima } = await corsa(dir, undefined)
    const { attese, ...conti } = JSON.parse(ultima) as Record<string, number>
    expect(conti).toEqual({
      prestazioni: attese,
      righe: attese,
      dati: attese,
      inFlusso: attese,
      legami: attese,
      flussi: 6,
      mezzi: 0,
      ultimo: 6,
    })
  } finally {
    await rm(cartella, { recursive: true, force: true })
  }
})
