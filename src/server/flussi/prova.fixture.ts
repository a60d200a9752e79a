// What the tests of the flows share: an INPS file from records, records from a file, and whether our validator takes it.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { IdentificazioneFlusso, PrestazioneErogata, SchedaMinore } from '../../shared/flussi/prestazione.ts'
import { radice } from '../kernel/paths.ts'
import { type Intestazione, LettoreFlusso } from './leggi-flusso.ts'
import { FileIlleggibile, leggiXml } from './lettore-xml.ts'
import type { Schema } from './schema-xsd.ts'
import { Validatore } from './validatore.ts'

/** The reference files, where they are (TRAMA_DATI_PROVA); their absence is reported as not run. */
export const datiDiRiferimento = resolve(radice, process.env.TRAMA_DATI_PROVA || '../shared/data')
export const conRiferimento = existsSync(datiDiRiferimento)
/** INPS's own schemas, contract and samples. */
export const fileInps = (nome: string) => readFileSync(join(datiDiRiferimento, 'inps-waas', nome), 'utf8')

export const enteDiProva: IdentificazioneFlusso = {
  nome: 'F205.PS.20250701.0000001',
  ente: {
    codice: 'F205',
    denominazione: 'Comune Dimostrativo',
    sede: 'F205',
    codiceFiscaleOperatore: 'DMSSTT80A01F205X',
  },
}

export async function unisci(pezzi: AsyncIterable<string>): Promise<string> {
  let s = ''
  for await (const p of pezzi) s += p
  return s
}

/** The bytes of a text in pieces of so many, so that every boundary is met. */
export async function* aPezzi(testo: string, quanti = 65_536): AsyncGenerator<Uint8Array> {
  const tutto = Buffer.from(testo)
  for (let i = 0; i < tutto.length; i += quanti) yield tutto.subarray(i, i + quanti)
}

export interface Letto {
  intestazione: Intestazione | undefined
  prestazioni: PrestazioneErogata[]
  minori: SchedaMinore[]
}

export async function leggiTutto(testo: string, quanti?: number): Promise<Letto> {
  const letto: Letto = { intestazione: undefined, prestazioni: [], minori: [] }
  const lettore = new LettoreFlusso({
    intestazione: (i) => {
      letto.intestazione = i
    },
    prestazione: (p) => letto.prestazioni.push(p),
    minore: (m) => letto.minori.push(m),
  })
  for await (const _ of leggiXml(aPezzi(testo, quanti), lettore)) {
    // the listener has it all
  }
  return letto
}

/** What our validator says of a file; a file that cannot be read is not valid. */
export async function difettiDi(testo: string, schema: Schema): Promise<string[]> {
  const frasi: string[] = []
  try {
    const v = new Validatore(schema, (d) => frasi.push(`${d.riga} ${d.percorso} ${d.frase}`))
    for await (const _ of leggiXml(aPezzi(testo), v)) {
      // told one by one
    }
  } catch (e) {
    if (!(e instanceof FileIlleggibile)) throw e
    frasi.push(e.message)
  }
  return frasi
}

const giudici = new Map<string, { rifiuto(testo: string): string | undefined }>()

/** Every flow that a test makes is parsed and validated by libxml2 too: our writer is not judged by our reader alone. */
export async function assertFlusso(xml: string, nome = 'flusso'): Promise<void> {
  const schema = xml.includes('<SINBA') ? 'sinba.xsd' : 'ps-psa-sina-201812.xsd'
  // of wasm, and only where a flow is made
  const { Giudice } = await import('./libxml.fixture.ts')
  const giudice = giudici.get(schema) ?? new Giudice(readFileSync(join(radice, 'config', 'flussi', schema), 'utf8'))
  giudici.set(schema, giudice)
  const rifiuto = giudice.rifiuto(xml)
  if (rifiuto !== undefined) throw new Error(`${nome} is not valid for libxml2: ${rifiuto}`)
}
