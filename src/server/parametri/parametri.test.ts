import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRuolo, nuovoAmbito, Refused, type TestApp, testApp } from '../../../test/support/app.ts'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { parametriApi } from '../../shared/parametri/parametri.api.ts'
import { accesso } from '../accesso/modulo.ts'
import { parametri } from './modulo.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ moduli: [accesso, parametri] })
})
afterAll(() => t.close())

const chiave = 'utente.preavviso-contratto-giorni'
const rifiuto = (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e) => (e instanceof Refused ? e.problem : Promise.reject(e)),
  )

test('a new value begins on its day and closes the one before; the change is in the register', async () => {
  const su = await asRuolo(t, null, 'super-utente')
  const p = await su.call(parametriApi.cambia, { chiave, valore: 45, dal: '2026-04-01', fonte: 'Circolare 1/2026' })
  expect(p.vigente).toMatchObject({ valore: 30, dal: '2019-01-01', al: '2026-03-31' })
  expect(p.valori[0]).toMatchObject({ valore: 45, dal: '2026-04-01', al: null, fonte: 'Circolare 1/2026' })
  // the same day again corrects the value that has not begun
  const q = await su.call(parametriApi.cambia, { chiave, valore: 60, dal: '2026-04-01', fonte: 'Errata corrige' })
  expect(q.valori.map((v) => v.valore)).toEqual([60, 30])
  const { voci } = await su.call(registriApi.modifiche, { tabella: 'parametro', azione: 'parametro.gestisci' })
  expect(voci.map((v) => v.operazione)).toEqual(['modifica', 'inserimento', 'modifica'])
  expect(voci[0]!.frase).toContain('valore da «45» a «60»')
})

test('the past is not rewritten, the kind of value does not change, an unknown parameter is not created', async () => {
  const su = await asRuolo(t, null, 'super-utente')
  const durata = 'sessione.durata-minuti'
  const fonte = 'Prova'
  expect(
    (await rifiuto(su.call(parametriApi.cambia, { chiave: durata, valore: 5, dal: '2026-03-01', fonte })))?.errori,
  ).toMatchObject([{ campo: 'dal' }])
  expect(
    (await rifiuto(su.call(parametriApi.cambia, { chiave: durata, valore: 'x', dal: '2026-04-01', fonte })))?.errori,
  ).toMatchObject([{ campo: 'valore' }])
  expect(
    (await rifiuto(su.call(parametriApi.cambia, { chiave: 'non.esiste', valore: 5, dal: '2026-04-01', fonte })))
      ?.status,
  ).toBe(404)
})

test('the administrator reads the parameters with their source and changes none', async () => {
  const aa = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
  const { voci } = await aa.call(parametriApi.list, {})
  const uno = voci.find((v) => v.chiave === 'sessione.durata-minuti')!
  expect(uno.vigente).toMatchObject({ valore: 600, fonte: 'Scelta di progetto', locale: false })
  const r = await rifiuto(
    aa.call(parametriApi.cambia, { chiave: 'sessione.durata-minuti', valore: 5, dal: '2026-04-01', fonte: 'x' }),
  )
  expect(r?.codice).toBe('azione-non-consentita')
})
