// The command as a clerk runs it: every file gets its line for each defect or one sentence, and the exit code that a script wants.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NAMESPACE } from '../../shared/flussi/campi.ts'
import { minoreDiProva, occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { calcolaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import { radice } from '../kernel/paths.ts'
import { elenchiDiBase } from './elenchi.ts'
import { esaminaFlusso } from './esamina.ts'
import { conRiferimento, enteDiProva, fileInps, unisci } from './prova.fixture.ts'
import { apriSchemi } from './schemi.ts'
import { scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'
import { verifica } from './verifica.ts'

let cartella: string
beforeAll(() => {
  cartella = mkdtempSync(join(tmpdir(), 'trama-flussi-'))
})
afterAll(() => rmSync(cartella, { recursive: true, force: true }))

const scrivi = (nome: string, contenuto: string | Uint8Array) => writeFileSync(join(cartella, nome), contenuto)
async function esegui(args: string[], xsdInps?: string) {
  const [out, err]: string[][] = [[], []]
  const codice = await verifica(
    args,
    { cwd: cartella, xsdInps },
    { out: (r) => void out!.push(r), err: (r) => void err!.push(r) },
  )
  return { codice, out: out!, err: err! }
}
const conContenuto = async (contenuto: string | Uint8Array, ...altri: string[]) => {
  scrivi('file.xml', contenuto)
  return esegui(['file.xml', ...altri])
}
const flusso = (...p: PrestazioneErogata[]) => unisci(scriviPrestazioni(enteDiProva, p))

describe('a file', () => {
  test('without defects: one line, exit code 0', async () => {
    const r = await conContenuto(await flusso(prestazioneDiProva(), occasionaleDiProva()))
    expect(r.codice).toBe(0)
    expect(r.out).toEqual(['PS_PSA_SINA 201812 (schema di Trama): 2 beneficiari, 2 prestazioni; nessun difetto.'])
    expect(r.err.join()).toContain('tabella T0')
  })
  test('of minors', async () => {
    const r = await conContenuto(
      await unisci(scriviMinori(enteDiProva, [minoreDiProva(), minoreDiProva({ disabilita: '1' })])),
    )
    expect(r.codice).toBe(1)
    expect(r.out).toEqual([
      'riga 9: avviso SB03 /Flusso/SINBA[2]/@TipoDisabilita: Il minore ha una disabilità: indica di che tipo.',
      'riga 9: avviso SB04 /Flusso/SINBA[2]/@InvCivCertificazioni: Il minore ha una disabilità: indica la certificazione.',
      'SINBA (schema di Trama): 2 minori; 0 errori, 2 avvisi.',
    ])
  })
  test('with a defect of the schema and one of the rules: line, path, what to do', async () => {
    const r = await conContenuto(
      await flusso(occasionaleDiProva({ carattere: '7', importo: '12,50', areaUtenza: '1' })),
    )
    expect(r.codice).toBe(1)
    const p = '/Flusso/Beneficiario[1]/PrestazioniSociali[1]'
    expect(r.out.slice(0, -1)).toEqual([
      `riga 8: errore PS01 ${p}/@CaratterePrestazione: CaratterePrestazione: «7» non è tra i valori ammessi (1, 2).`,
      `riga 8: errore PS01 ${p}/@ImportoPrestazione: ImportoPrestazione: «12,50» non è un numero: scrivilo con il punto, come 1234.56.`,
      `riga 8: avviso PS06c ${p}/@AreaUtenza: La persona non è in carico: togli l’area di utenza, oppure indica che è in carico.`,
    ])
  })
  test('with the summary for machines on the standard output alone', async () => {
    const r = await conContenuto(await flusso(occasionaleDiProva({ areaUtenza: '1' })), '--json')
    expect(r.codice).toBe(1)
    expect(r.out).toHaveLength(1)
    expect(JSON.parse(r.out[0]!)).toMatchObject({
      esito: 'difetti',
      tipo: 'PS_PSA_SINA',
      flusso: enteDiProva.nome,
      prestazioni: 1,
      errori: 0,
      avvisi: 1,
      regole: { PS06c: 1 },
    })
    expect(r.err.some((l) => l.includes('PS06c'))).toBe(true)
  })
  test('a warning is left out, or becomes an error, as asked', async () => {
    const testo = await flusso(occasionaleDiProva({ areaUtenza: '1' }))
    expect((await conContenuto(testo, '--solo-errori')).codice).toBe(0)
    const r = await conContenuto(testo, '--gravita', 'PS06c=errore', '--solo-errori')
    expect([r.codice, r.out[0]]).toEqual([1, expect.stringContaining('errore PS06c')])
  })
  test('what is wrong of a person is told once, not for each prestazione', async () => {
    const p = prestazioneDiProva()
    p.beneficiario.indirizzi = [{ nazione: '380', comune: '015146' }]
    const r = await conContenuto(await flusso(p, { ...p, protocolloDomanda: '2' }, { ...p, protocolloDomanda: '3' }))
    expect(r.out.filter((l) => l.includes('PS10'))).toHaveLength(1)
  })
  test('a codice fiscale with letters for digits is said to be that', async () => {
    const p = occasionaleDiProva()
    const persona = {
      cognome: 'Dimostrativa',
      nome: 'Sintetica',
      dataNascita: '1950-03-12',
      genere: 'F',
      belfiore: 'F205',
    } as const
    p.beneficiario.codiceFiscale = calcolaCodiceFiscale(persona, 7)
    const r = await conContenuto(await flusso(p))
    expect(r.out[0]).toContain('omocodia')
    expect(r.out.join()).not.toContain(p.beneficiario.codiceFiscale)
  })
})

describe('one sentence for', () => {
  const casi: [string, string | Uint8Array, string][] = [
    ['an empty file', '', 'Il file è vuoto'],
    ['a file of one blank', ' ', 'non è un XML ben formato'],
    ['a text', 'cognome;nome\nx;y\n', 'non è un XML ben formato'],
    ['a file cut in half', `<Flusso xmlns="${NAMESPACE}"><IdentificazioneFlusso Nome="x">`, 'incompleto o danneggiato'],
    ['a DOCTYPE', `<!DOCTYPE Flusso><Flusso xmlns="${NAMESPACE}"/>`, 'DOCTYPE'],
    [
      'an XML bomb',
      `<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 12 }, (_, n) => `<!ENTITY ${'bcdefghijklm'[n]} "${`&${'abcdefghijkl'[n]};`.repeat(10)}">`).join('')}]><b>&m;</b>`,
      'DOCTYPE',
    ],
    ['an external entity', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>`, 'DOCTYPE'],
    ['an undeclared entity', `<Flusso xmlns="${NAMESPACE}">&ente;</Flusso>`, 'entità'],
    ['a value without end', `<Flusso xmlns="${NAMESPACE}" a="${'x'.repeat(3_000_000)}`, 'valore senza fine'],
    ['elements without end', '<Flusso>'.repeat(100_000), 'troppi livelli'],
    ['bytes that are not UTF-8', Buffer.from(`<Flusso xmlns="${NAMESPACE}" a="perché"/>`, 'latin1'), 'UTF-8'],
    ['an unknown encoding', `<?xml version="1.0" encoding="EBCDIC"?><Flusso/>`, 'EBCDIC'],
    ['another document', '<html><body/></html>', 'comincia con «html»'],
    ['a schema', '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', 'uno schema'],
    [
      'the layout of 2015, as it was written',
      Buffer.from(
        '\ufeff<inps xmlns="http://ws.inps.it/schema/PSA/PSA_InvioPrestazioni_Input.xsd"><IdentificazioneFlusso/></inps>',
        'utf16le',
      ),
      'PSA del 2015',
    ],
  ]
  test.each(casi)('%s', async (_, contenuto, frase) => {
    const r = await conContenuto(contenuto)
    expect(r.codice).toBe(1)
    expect(r.out).toHaveLength(1)
    expect(r.out[0]).toContain(frase)
    const json = await esegui(['file.xml', '--json'])
    expect(JSON.parse(json.out[0]!)).toMatchObject({ esito: 'illeggibile', motivo: r.out[0] })
  })
  test('a file that is not there, a folder, an option that is not', async () => {
    expect((await esegui(['assente.xml'])).out[0]).toContain('non c’è')
    expect((await esegui(['.'])).out[0]).toContain('non è un file')
    for (const args of [
      [],
      ['a.xml', 'b.xml'],
      ['a.xml', '--boh'],
      ['a.xml', '--canale', 'fax'],
      ['a.xml', '--gravita', 'PS02=avviso'],
    ])
      await expect(esegui(args), args.join(' ')).rejects.toThrow(ErroreDiAvvio)
  })
})

test('a file for the layouts before 201812 is recognised and named', async () => {
  const p = occasionaleDiProva({ oreServizioMensile: '2:30' })
  p.beneficiario.indirizzi = []
  const r = await conContenuto(await flusso(p))
  expect(r.out.at(-2)).toMatch(/precedente al 201812.*senza indirizzo.*2:30/)
})

test('files in other encodings are read', async () => {
  const testo = await flusso(
    prestazioneDiProva({ codicePrestazione: 'A1.24', denominazionePrestazione: 'Più di un caffè, perché no' }),
  )
  expect((await conContenuto(Buffer.from(`\ufeff${testo}`, 'utf16le'))).codice).toBe(0)
  expect((await conContenuto(`\ufeff${testo}`)).codice).toBe(0)
  const latino = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>\n${testo}`, 'latin1')
  expect((await conContenuto(latino)).codice).toBe(0)
})

test('a file of any length flows by: what is held does not grow with it', async () => {
  // one person with a hundred thousand prestazioni, each with a defect, made as it is read
  const [testa, coda] = (await flusso(occasionaleDiProva({ areaUtenza: '1' }))).split('</Beneficiario>')
  const una = testa!.slice(testa!.indexOf('<PrestazioniSociali'))
  async function* pezzi() {
    yield Buffer.from(testa!)
    for (let n = 0; n < 1000; n++) yield Buffer.from(una.repeat(100))
    yield Buffer.from(`</Beneficiario>${coda}`)
  }
  const esame = esaminaFlusso(pezzi(), {
    schemi: apriSchemi(undefined),
    contesto: { elenchi: elenchiDiBase() },
    canale: 'file',
    gravita: {},
  })
  let massimi = 0
  let passo = await esame.next()
  for (; !passo.done; passo = await esame.next()) massimi = Math.max(massimi, passo.value.length)
  expect(passo.value).toMatchObject({ beneficiari: 1, prestazioni: 100_001, avvisi: 100_001, errori: 0 })
  expect(massimi).toBeLessThanOrEqual(101)
}, 60_000)

describe('the schemas of INPS, where an installation has them', () => {
  test.skipIf(!conRiferimento)('are the ones applied', async () => {
    scrivi('PS_PSA_SINA201812.xsd', fileInps('PS_PSA_SINA201812.xsd'))
    scrivi('flusso.xml', await flusso(prestazioneDiProva()))
    const r = await esegui(['flusso.xml'], cartella)
    expect(r.codice).toBe(0)
    expect(r.out[0]).toContain('PS_PSA_SINA201812.xsd')
    rmSync(join(cartella, 'PS_PSA_SINA201812.xsd'))
  })
  test('a wrong setting is one sentence', async () => {
    scrivi('flusso.xml', await flusso(prestazioneDiProva()))
    await expect(esegui(['flusso.xml'], join(cartella, 'manca'))).rejects.toThrow('non c’è')
    scrivi(
      'altro.xsd',
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="A" type="xs:string"/></xs:schema>',
    )
    await expect(esegui(['flusso.xml'], cartella)).rejects.toThrow('non è lo schema di un flusso')
    rmSync(join(cartella, 'altro.xsd'))
  })
})

test('from the shell: no server, no data, and the exit code of a script', async () => {
  const lancia = promisify(execFile)
  scrivi('buono.xml', await flusso(prestazioneDiProva()))
  scrivi('cattivo.xml', await flusso(occasionaleDiProva({ importo: '-1' })))
  const comando = [join(radice, 'src', 'server', 'trama.ts'), 'flussi', 'verifica']
  const opzioni = { cwd: cartella, env: { ...process.env, TRAMA_DATA_DIR: join(cartella, 'nessuno') } }
  const { stdout } = await lancia(process.execPath, [...comando, 'buono.xml', '--json'], opzioni)
  expect(JSON.parse(stdout)).toMatchObject({ esito: 'pulito', errori: 0 })
  const e = await lancia(process.execPath, [...comando, 'cattivo.xml'], opzioni).catch((x) => x)
  expect(e).toMatchObject({ code: 1, stdout: expect.stringContaining('PS02') })
}, 60_000)
