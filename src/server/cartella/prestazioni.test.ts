// The catalogue of benefits: national rows and those of the ambito, offered by need, versioned.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, asRuolo, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, operatore } from '../../../test/support/cartella.ts'
import { prestazioniApi } from '../../shared/cartella/prestazioni.api.ts'

let t: TestApp
let a: Ambito
let responsabile: Caller
let sportello: Caller
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  responsabile = await operatore(t, a, 'responsabile-servizio')
  sportello = await operatore(t, a, 'operatore-sportello', a.comuni[0])
})
afterAll(() => t.close())

const mensa = {
  nome: 'Mensa di quartiere',
  erogatore: 'Associazione Pane',
  requisiti: 'Chi non ha di che mangiare.',
  situazioni: ['cibo'],
  dove: 'Ogni giorno alle 12',
  dal: '2026-01-01',
  fonte: 'Convenzione del 2026',
}
const nomi = async (chi: Caller, q: object) => (await chi.call(prestazioniApi.list, q)).voci.map((v) => v.nome)

test('si propone per bisogno, prima ciò che risponde a più bisogni', async () => {
  const { id } = await responsabile.call(prestazioniApi.crea, mensa)
  const trovate = (await sportello.call(prestazioniApi.list, { bisogni: 'cibo,reddito' })).voci
  expect(trovate[0]).toMatchObject({ codice: 'assegno-inclusione', nazionale: true })
  expect(trovate.find((p) => p.id === id)).toMatchObject({ nazionale: false, situazioniTesto: ['Alimentazione'] })
  expect(await nomi(sportello, { bisogni: 'debiti' })).not.toContain('Mensa di quartiere')
  expect(await nomi(sportello, { testo: 'QUARTIERE pane' })).toEqual(['Mensa di quartiere'])
  expect(
    await nomi(await operatore(t, await ambitoConCartella(t), 'operatore-sportello'), { testo: 'quartiere' }),
  ).toEqual([])
})
test('una nuova versione chiude quella di prima, che resta leggibile', async () => {
  const { id } = await responsabile.call(prestazioniApi.crea, mensa)
  await responsabile.call(prestazioniApi.rinnova, { id, ...mensa, dove: 'Ogni giorno alle 13', dal: '2026-03-01' })
  expect((await sportello.call(prestazioniApi.list, { testo: 'quartiere' })).voci).toMatchObject([
    { dove: 'Ogni giorno alle 13' },
  ])
  const tutte = (await sportello.call(prestazioniApi.list, { testo: 'quartiere', tutte: true })).voci
  expect(tutte.map((p) => [p.dal, p.al])).toEqual([
    ['2026-03-01', null],
    ['2026-01-01', '2026-02-28'],
  ])
  expect(await rifiuto(responsabile.call(prestazioniApi.rinnova, { id, ...mensa }))).toMatchObject({ campo: 'dal' })
})
test('chiusa da un giorno in avanti non si propone più', async () => {
  const { id } = await responsabile.call(prestazioniApi.crea, mensa)
  expect(await rifiuto(responsabile.call(prestazioniApi.chiudi, { id, al: '2026-02-01' }))).toMatchObject({
    campo: 'al',
  })
  await responsabile.call(prestazioniApi.chiudi, { id, al: '2026-03-02' })
  expect(await nomi(sportello, { testo: 'quartiere' })).toEqual(['Mensa di quartiere'])
  t.clock.set('2026-03-03T09:00:00Z')
  sportello = await operatore(t, a, 'operatore-sportello', a.comuni[0])
  expect(await nomi(sportello, { testo: 'quartiere' })).toEqual([])
})
test('quelle nazionali le cambia un atto nazionale, non un ambito; lo sportello legge soltanto', async () => {
  const [nazionale] = (await sportello.call(prestazioniApi.list, { testo: 'assegno sociale' })).voci
  expect(
    await rifiuto(responsabile.call(prestazioniApi.chiudi, { id: nazionale!.id, al: '2026-12-31' })),
  ).toMatchObject({
    status: 403,
  })
  expect(await rifiuto(sportello.call(prestazioniApi.crea, mensa))).toMatchObject({ status: 403 })
  const su = await asRuolo(t, null, 'super-utente')
  const nome = `Misura ${Date.now()}`
  const { id } = await su.call(prestazioniApi.crea, { ...mensa, nome })
  expect(await nomi(sportello, { testo: nome })).toEqual([nome])
  await su.call(prestazioniApi.chiudi, { id, al: '2026-03-02' })
})
test('un bisogno inventato e una fine prima dell’inizio sono rifiutati', async () => {
  expect(await rifiuto(responsabile.call(prestazioniApi.crea, { ...mensa, situazioni: ['fame'] }))).toMatchObject({
    campo: 'situazioni',
  })
  expect(await rifiuto(responsabile.call(prestazioniApi.crea, { ...mensa, al: '2025-01-01' }))).toMatchObject({
    campo: 'al',
  })
})
