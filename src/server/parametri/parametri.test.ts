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

test('un ambito dà un valore suo dove può: vale per lui, il nazionale resta, e gli altri non lo vedono', async () => {
  const [mio, altro] = [await nuovoAmbito(t), await nuovoAmbito(t)]
  const responsabile = await asRuolo(t, mio, 'responsabile-servizio')
  const ore = 'segnalazione.ore-urgente'
  const nuovo = { chiave: ore, valore: 48, dal: '2026-03-02', fonte: 'Determina dimostrativa 3/2026' }
  const prima = (await responsabile.call(parametriApi.list, {})).voci.find((v) => v.chiave === ore)!
  expect(prima).toMatchObject({ vigente: { valore: 72, locale: false }, adattabile: expect.stringContaining('[K]') })
  const p = await responsabile.call(parametriApi.adatta, nuovo)
  expect(p.vigente).toMatchObject({ valore: 48, locale: true, fonte: nuovo.fonte })
  expect(p.valori.map((v) => v.valore).sort()).toEqual([48, 72])
  const dopo = await responsabile.call(parametriApi.adatta, { ...nuovo, valore: 36, dal: '2026-04-01' })
  expect(dopo.vigente).toMatchObject({ valore: 48, al: '2026-03-31' })
  const vicino = await asRuolo(t, altro, 'responsabile-servizio')
  const suo = (await vicino.call(parametriApi.list, {})).voci.find((v) => v.chiave === ore)!
  expect(suo.valori).toHaveLength(1)
  const su = await asRuolo(t, null, 'super-utente')
  expect((await su.call(parametriApi.list, {})).voci.find((v) => v.chiave === ore)!.valori).toHaveLength(1)
})

test('ciò che vale per tutti un ambito non lo cambia; nemmeno zero ore, né il passato', async () => {
  const chi = await asRuolo(t, await nuovoAmbito(t), 'amministratore-tecnico')
  const con = (altro: object) =>
    rifiuto(
      chi.call(parametriApi.adatta, {
        chiave: 'segnalazione.ore-urgente',
        valore: 10,
        dal: '2026-03-02',
        fonte: 'x',
        ...altro,
      }),
    )
  expect((await con({ chiave: 'sessione.durata-minuti' }))?.detail).toContain('tutti gli ambiti')
  expect((await con({ valore: 0 }))?.errori).toMatchObject([{ campo: 'valore' }])
  expect((await con({ valore: 'molte' }))?.errori).toMatchObject([{ campo: 'valore' }])
  expect((await con({ dal: '2026-03-01' }))?.errori).toMatchObject([{ campo: 'dal' }])
})
