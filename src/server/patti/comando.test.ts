// The extract from the command line: in the name of a coordinator, read only unless one says otherwise.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ambito, as, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConPatti, csv, finto, lavora, nucleo, preparaPatti } from '../../../test/support/patti.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { comandoImporta } from './comando.ts'

let t: TestApp
let mio: Ambito
let autore: string
let cp: Caller
const dir = mkdtempSync(join(tmpdir(), 'trama-casi-'))
beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  mio = await ambitoConPatti(t, 1)
  const utente = await nuovoUtente(t, mio, [{ ruolo: 'coordinatore-patto', comune: mio.comuni[0]! }])
  autore = utente.codiceFiscale
  cp = await as(t, utente)
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
  return t.close()
})

async function casi(...altro: string[]) {
  const righe: string[] = []
  const codice = await comandoImporta.run(
    { deps: t.deps, operatore: 'prove', cwd: dir, baseUrl: '', out: (r) => righe.push(r) },
    ['estratto.csv', '--ambito', mio.codice, '--comune', mio.comuni[0]!, '--misura', 'adi', ...altro],
  )
  await lavora(t)
  return { codice, testo: righe.join('\n') }
}

test('says what would happen, and with --conferma does it; what stays out is said, and the exit code too', async () => {
  const ada = finto()
  writeFileSync(join(dir, 'estratto.csv'), csv([...nucleo([ada]), ...nucleo([finto()], { 'Stato beneficio': 'boh' })]))
  const prova = await casi('--autore', autore)
  expect(prova.codice).toBe(1)
  expect(prova.testo).toContain(
    '2 domande: nuova 1, cambiata 0, senza novità 0, non c’è più 0, contraddittoria 0, rifiutata 1.',
  )
  expect(prova.testo).toContain('riga 3, rifiutata: Riga 3: Stato del beneficio: «boh» non è uno stato che si conosce.')
  expect(prova.testo).toContain('Nulla è stato scritto')
  expect((await cp.call(casiApi.cerca, { testo: ada.cf })).voci).toEqual([])
  const vera = await casi('--autore', autore, '--conferma')
  expect(vera.testo).toContain('L’estratto è tra i casi.')
  expect((await cp.call(casiApi.cerca, { testo: ada.cf })).voci).toHaveLength(1)
})

test('only in the name of a coordinator, and for what he reaches', async () => {
  writeFileSync(join(dir, 'estratto.csv'), csv(nucleo([finto()])))
  await expect(casi('--autore', 'RSSMRA80A01H501U')).rejects.toThrow('non è un coordinatore')
  await expect(casi()).rejects.toThrow('Manca qualcosa')
  await expect(casi('--autore', autore, '--estratto-il', '2030-01-01')).rejects.toThrow('nel futuro')
})
