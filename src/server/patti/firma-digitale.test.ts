// Files signed here with a certificate made here, as a signing program does: an envelope around the pact, a PDF with its signature
// inside. Whole, cut, of another document, changed after the signature.
import { beforeAll, expect, test } from 'vitest'
import { firmatario } from '../../../test/support/firme.ts'
import { verificaFirma } from './firma-digitale.ts'

const ieri = new Date('2026-03-01T10:00:00Z')
const patto = Buffer.from('%PDF-1.7\npatto di prova\n%%EOF\n')
let ada: Awaited<ReturnType<typeof firmatario>>
beforeAll(async () => {
  ada = await firmatario('PRVDAA85C44H501D', ieri)
})

const attesa = {
  firmatario: 'PROVA ADA',
  codiceFiscale: 'PRVDAA85C44H501D',
  emittente: 'Ente di prova',
  dichiarataIl: ieri.toISOString(),
  integra: true,
  certificatoNelleDate: true,
}

test('CAdES: the pact in an envelope, in bytes or in letters, once or twice; another document is another', async () => {
  const p7m = await ada.cades(patto)
  expect(await verificaFirma(p7m, patto)).toMatchObject({ forma: 'CAdES', contenuto: 'uguale', firme: [attesa] })
  const lettere = Buffer.from(`-----BEGIN PKCS7-----\n${p7m.toString('base64')}\n-----END PKCS7-----\n`)
  expect(await verificaFirma(lettere, patto)).toMatchObject({ contenuto: 'uguale', firme: [attesa] })
  expect((await verificaFirma(await ada.cades(p7m), patto))!.firme).toHaveLength(2)
  expect(await verificaFirma(await ada.cades(Buffer.from('altro')), patto)).toMatchObject({ contenuto: 'diverso' })
  expect((await verificaFirma(p7m, patto))!.nonVerificato.join()).toContain('autorità riconosciuta')
})

test('CAdES changed after the signature: not whole', async () => {
  const p7m = await ada.cades(patto)
  const dove = p7m.indexOf('patto di prova')
  const guasta = Buffer.from(p7m)
  guasta.write('patto di frode', dove)
  const altro = Buffer.from(patto.toString().replace('prova', 'frode'))
  expect(await verificaFirma(guasta, altro)).toMatchObject({ contenuto: 'uguale', firme: [{ integra: false }] })
})

test('PAdES: the pact and a signature after it; changed inside or added to at the end it does not hold', async () => {
  const pdf = await ada.pades(patto)
  expect(await verificaFirma(pdf, patto)).toMatchObject({ forma: 'PAdES', contenuto: 'uguale', firme: [attesa] })
  const guasto = Buffer.from(pdf)
  guasto.write('frode', pdf.indexOf('prova'))
  expect(await verificaFirma(guasto, patto)).toMatchObject({ contenuto: 'diverso', firme: [{ integra: false }] })
  const aggiunto = Buffer.concat([pdf, Buffer.from('10 0 obj << >> endobj')])
  expect(await verificaFirma(aggiunto, patto)).toMatchObject({ firme: [{ integra: false }] })
  // signed twice, one after the other: both hold
  expect((await verificaFirma(await ada.pades(pdf), patto))!.firme.map((f) => f.integra)).toEqual([true, true])
  expect(await verificaFirma(patto, patto)).toMatchObject({ firme: [] })
  expect(await verificaFirma(Buffer.from('non è niente'), patto)).toBeNull()
})
