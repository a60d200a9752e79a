import { afterAll, beforeAll, expect, test } from 'vitest'
import { anonimo, as, asRuolo, nuovoAmbito, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { contattiApi } from '../../shared/accesso/contatti.api.ts'
import { profiloApi, ruoliApi } from '../../shared/accesso/ruoli.api.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { accesso } from './modulo.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ moduli: [accesso] })
})
afterAll(() => t.close())

test('A2.07: anyone reads the eleven roles, who assigns each and on which territory', async () => {
  const { voci } = await anonimo(t).call(ruoliApi.elenco, {})
  // the eleven of the pacts and checks; those of the social record and of the flows come after them
  expect(voci.map((r) => r.sigla).join(' ')).toMatch(/^SU AA CP CM CCA RCA CVN RVN RCS RPUC RRI( [A-Z]{2,4}){13}$/)
  const ruolo = new Map(voci.map((r) => [r.sigla, r]))
  expect(ruolo.get('AA')).toMatchObject({ assegnatoDa: ['super-utente'], esclusivo: true, sezione: null })
  expect(ruolo.get('CM')?.assegnatoDa).toEqual(['amministratore-ambito', 'super-utente'])
  expect(ruolo.get('CCA')).toMatchObject({ territorio: 'comune', sezione: { codice: 'controlli' } })
})

test('what a role allows in words is what its session allows', async () => {
  const a = await nuovoAmbito(t)
  const io = await asRuolo(t, a, 'amministratore-ambito')
  const { voci } = await io.call(ruoliApi.elenco, {})
  const { azioni } = await io.call(sessioneApi.leggi, {})
  const mie = voci.find((r) => r.sigla === 'AA')!.azioni
  expect(Object.fromEntries(mie.map((x) => [x.azione, x.portata]))).toEqual(azioni)
})

test('A2.07: the right to assign is dated: before the note of 16/5/2019 the administrator had none', async () => {
  t.clock.set('2019-05-15T09:00:00Z')
  const { voci } = await anonimo(t).call(ruoliApi.elenco, {})
  t.clock.set('2026-03-02T09:00:00Z')
  expect(voci.find((r) => r.sigla === 'CM')?.assegnatoDa).toEqual(['super-utente'])
})

test('each one reads his own data, an operator of one comune and a Super Utente too', async () => {
  const a = await nuovoAmbito(t)
  const op = await nuovoUtente(t, a, [{ ruolo: 'case-manager', comune: a.comuni[0]! }])
  const su = await nuovoUtente(t, null, ['super-utente'])
  for (const u of [op, su]) {
    const p = await (await as(t, u)).call(profiloApi.leggi, {})
    expect(p).toMatchObject({ codiceFiscale: u.codiceFiscale, cognome: 'Prova', stato: 'attivo' })
  }
})

test('anyone reads who runs the installation; a declaration not yet published is said to be missing', async () => {
  expect(await anonimo(t).call(contattiApi.leggi, {})).toMatchObject({
    email: 'assistenza@example.it',
    dichiarazioneAccessibilita: null,
  })
})
