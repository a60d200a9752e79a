// Validating while writing says what reading the file back says: on made records, with fields spoiled one at a time.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { campiPianiMinore, campiPianiPrestazione, scriviPercorso } from '../../shared/flussi/percorsi.ts'
import { scriviMinoriConvalidati, scriviPrestazioniConvalidate } from './convalida.ts'
import { minoriGenerati, prestazioniGenerate } from './generati.fixture.ts'
import { difficili } from './mutazioni.fixture.ts'
import { difettiDi, enteDiProva, unisci } from './prova.fixture.ts'
import { schemaDiTrama } from './schemi.ts'

const guasti = (percorsi: readonly { percorso: string }[]) =>
  fc.array(
    fc.record({
      quale: fc.nat(20),
      campo: fc.constantFrom(...percorsi.map((p) => p.percorso)),
      valore: fc.constantFrom(...difficili),
    }),
    {
      maxLength: 3,
    },
  )
const senzaRiga = (d: string) => d.replace(/^\d+ /, '')

const prova = <T extends object>(
  generati: fc.Arbitrary<T[]>,
  percorsi: readonly { percorso: string }[],
  scrivi: (record: T[], dice: (d: { percorso: string; frase: string }) => void) => AsyncGenerator<string>,
  rilegge: (testo: string) => Promise<string[]>,
) =>
  fc.assert(
    fc.asyncProperty(generati, guasti(percorsi), async (record, elenco) => {
      const copia = structuredClone(record)
      for (const g of elenco) scriviPercorso(copia[g.quale % copia.length]!, g.campo, g.valore)
      const detti: string[] = []
      const testo = await unisci(scrivi(copia, (d) => detti.push(`${d.percorso} ${d.frase}`)))
      expect(detti).toEqual((await rilegge(testo)).map(senzaRiga))
    }),
    { numRuns: 500, seed: 201812 },
  )

test('prestazioni', async () => {
  const { schema } = schemaDiTrama('PS_PSA_SINA')
  await prova(
    prestazioniGenerate,
    campiPianiPrestazione,
    (r, dice) => scriviPrestazioniConvalidate(schema, enteDiProva, r, dice),
    (testo) => difettiDi(testo, schema),
  )
}, 120_000)

test('minors', async () => {
  const { schema } = schemaDiTrama('SINBA')
  await prova(
    minoriGenerati,
    campiPianiMinore,
    (r, dice) => scriviMinoriConvalidati(schema, enteDiProva, r, dice),
    (testo) => difettiDi(testo, schema),
  )
}, 120_000)
