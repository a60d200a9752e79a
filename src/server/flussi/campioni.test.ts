// INPS's three samples: read and written back they are the same file; examined, they show exactly the defects that are known
// of them (they are older than some rules, and one label is that of another code).
import { expect, test } from 'vitest'
import { elenchiDiBase } from './elenchi.ts'
import { esaminaFlusso } from './esamina.ts'
import { canonico, Giudice } from './libxml.fixture.ts'
import { aPezzi, conRiferimento, fileInps, leggiTutto, unisci } from './prova.fixture.ts'
import { apriSchemi } from './schemi.ts'
import { scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'

const con = test.skipIf(!conRiferimento)

test('in continuous integration the files of INPS are there to be tried', () => {
  expect(process.env.CI !== 'true' || conRiferimento).toBe(true)
})

const esamina = async (file: string, canale: 'file' | 'waas' = 'file') => {
  const schemi = apriSchemi(undefined)
  const esame = esaminaFlusso(aPezzi(fileInps(file)), {
    schemi,
    contesto: { elenchi: elenchiDiBase() },
    canale,
    gravita: {},
  })
  const difetti: string[] = []
  let passo = await esame.next()
  for (; !passo.done; passo = await esame.next())
    for (const d of passo.value) difetti.push(`${d.regola} ${d.gravita} ${d.riga} ${d.percorso}`)
  return { difetti, fine: passo.value }
}

con.each([
  ['sample_1.xml', 'PS_PSA_SINA201812.xsd'],
  ['sample_2.xml', 'SINBA.xsd'],
  ['sample_3.xml', 'PS_PSA_SINA201812.xsd'],
])('%s: written back it is the same in canonical XML, also read a byte at a time', async (file, xsd) => {
  const testo = fileInps(file)
  for (const pezzo of [undefined, 1]) {
    const { intestazione, prestazioni, minori } = await leggiTutto(testo, pezzo)
    const scritto = await unisci(
      minori.length > 0 ? scriviMinori(intestazione!, minori) : scriviPrestazioni(intestazione!, prestazioni),
    )
    expect(canonico(scritto)).toBe(canonico(testo))
    const giudice = new Giudice(fileInps(xsd))
    expect(giudice.rifiuto(scritto)).toBeUndefined()
    giudice.chiudi()
  }
})

con(
  'sample 1: one sum of shares, one share of zero, the label of another code; too much for the cooperation',
  async () => {
    const b = '/Flusso/Beneficiario[1]'
    const noti = [
      `PS05a errore 8 ${b}/PrestazioniSociali[1]/@ImportoQuotaEnte`,
      `PS05d avviso 8 ${b}/PrestazioniSociali[1]/@ImportoQuotaSSN`,
      `PS12b avviso 27 ${b}/PrestazioniSociali[3]/@DenominazionePrestazione`,
    ]
    const { difetti, fine } = await esamina('sample_1.xml')
    expect(difetti).toEqual(noti)
    expect(fine).toMatchObject({ tipo: 'PS_PSA_SINA', beneficiari: 1, prestazioni: 3, errori: 1, avvisi: 2 })
    expect((await esamina('sample_1.xml', 'waas')).difetti).toEqual([...noti, 'PS11 errore 1 /Flusso'])
  },
)

con('sample 2: resident in Italy, and no region', async () => {
  const { difetti, fine } = await esamina('sample_2.xml')
  expect(difetti).toEqual(['SB02 errore 5 /Flusso/SINBA[1]/@CodiceRegioneResidenza'])
  expect(fine).toMatchObject({ tipo: 'SINBA', beneficiari: 1 })
})

con('sample 3: over the end of the year, and shares that are all zero', async () => {
  const p = '/Flusso/Beneficiario[1]/PrestazioniSociali[1]'
  expect((await esamina('sample_3.xml')).difetti).toEqual([
    `PS03a errore 8 ${p}/@DataFinePrestazione`,
    `PS05a errore 8 ${p}/@ImportoQuotaEnte`,
    `PS05c errore 8 ${p}/@ImportoQuotaEnte`,
    `PS05d avviso 8 ${p}/@ImportoQuotaSSN`,
  ])
})
