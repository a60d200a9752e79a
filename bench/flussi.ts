// Flows: the time to write a million prestazioni as an INPS file, with and without validating them, against the time that
// libxml2 takes to read the same file (`xmllint --noout --stream`, Debian package libxml2-utils); and the peak of memory,
// against that of a tenth of them. Each run in a process of its own, in turns; medians.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Esito, mediana } from './ambiente.ts'

const GIRI = Number(process.env.TRAMA_GIRI ?? 5)
const RIGHE = Number(process.env.TRAMA_RIGHE ?? 1_000_000)
const esegui = promisify(execFile)

interface Corsa {
  secondi: number
  picco: number
}

async function corsa(come: 'scrive' | 'convalida' | 'esamina', file: string, quante: number): Promise<Corsa> {
  const { stdout } = await esegui(process.execPath, [
    join(import.meta.dirname, 'flussi-corsa.ts'),
    come,
    file,
    String(quante),
  ])
  return JSON.parse(stdout) as Corsa
}

async function xmllint(file: string): Promise<number> {
  const t = performance.now()
  await esegui('xmllint', ['--noout', '--stream', file])
  return (performance.now() - t) / 1000
}

const s = (n: number) => n.toLocaleString('it-IT', { maximumFractionDigits: 1 })
const volte = (n: number) => `${n.toLocaleString('it-IT', { maximumFractionDigits: 2 })} ×`

export async function flussi(): Promise<Esito[]> {
  try {
    await esegui('xmllint', ['--version'])
  } catch {
    throw new Error('Serve xmllint: pacchetto Debian libxml2-utils.')
  }
  const cartella = mkdtempSync(join(tmpdir(), 'trama-flussi-'))
  try {
    return await misura(join(cartella, 'flusso.xml'), join(cartella, 'piccolo.xml'))
  } finally {
    rmSync(cartella, { recursive: true, force: true })
  }
}

async function misura(file: string, piccolo: string): Promise<Esito[]> {
  const giri: Record<'scrive' | 'convalida' | 'esamina', Corsa[]> = { scrive: [], convalida: [], esamina: [] }
  const piccoli: Record<'scrive' | 'convalida' | 'esamina', Corsa[]> = { scrive: [], convalida: [], esamina: [] }
  const metro: number[] = []
  for (let n = 0; n < GIRI; n++)
    // the examination has no target, and lasts longer than all the rest: once
    for (const come of n === 0 ? (['scrive', 'convalida', 'esamina'] as const) : (['scrive', 'convalida'] as const)) {
      const fatta = await corsa(come, file, RIGHE)
      giri[come].push(fatta)
      piccoli[come].push(await corsa(come, piccolo, RIGHE / 10))
      metro.push(await xmllint(file))
      console.error(`  giro ${n + 1} di ${GIRI}: ${come} ${s(fatta.secondi)} s, xmllint ${s(metro.at(-1)!)} s`)
    }
  const legge = mediana(metro)
  const secondi = (come: keyof typeof giri) => mediana(giri[come].map((c) => c.secondi))
  const picco = (di: typeof giri, come: keyof typeof giri) => mediana(di[come].map((c) => c.picco))
  const tempo = (misura: string, come: keyof typeof giri, soglia?: number): Esito => {
    const rapporto = secondi(come) / legge
    return {
      misura,
      valore: `${s(secondi(come))} s: ${volte(rapporto)}`,
      soglia: soglia === undefined ? '' : `≤ ${soglia} × xmllint`,
      ...(soglia !== undefined && { rispettata: rapporto <= soglia }),
    }
  }
  const memoria = (misura: string, come: keyof typeof giri): Esito => {
    const [grande, poco] = [picco(giri, come), picco(piccoli, come)]
    return {
      misura,
      valore: `${s(grande)} contro ${s(poco)} MB: ${volte(grande / poco)}`,
      soglia: '≤ 1,2 ×, sotto 400 MB',
      rispettata: grande <= 1.2 * poco && grande < 400,
    }
  }
  return [
    {
      misura: `xmllint --noout --stream di ${RIGHE.toLocaleString('it-IT')} prestazioni (${s(statSync(file).size / 1e6)} MB)`,
      valore: `${s(legge)} s`,
      soglia: '',
    },
    tempo('Scrittura del file XML', 'scrive', 3),
    tempo('Scrittura con convalida di ogni prestazione', 'convalida', 6),
    tempo('Esame del file, schema e regole (flussi verifica)', 'esamina'),
    memoria('Picco di memoria della scrittura, contro un decimo delle prestazioni', 'scrive'),
    memoria('Picco di memoria della scrittura con convalida', 'convalida'),
    memoria('Picco di memoria dell’esame', 'esamina'),
  ]
}
