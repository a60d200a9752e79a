// The completeness board through the API: what the ente has communicated, and what is still missing.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adesione, delega, rifiuto } from '../../../test/support/accreditamento.ts'
import { asRuolo, nuovoAmbito, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { completezzaApi as api } from '../../shared/accreditamento/completezza.api.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

test('A2.22 minimum: a comune without delega, one with, and the ambito that carries the pacts', async () => {
  const a = await nuovoAmbito(t)
  const [c0, c1, c2] = a.comuni as [string, string, string]
  await adesione(t, a, c0)
  await adesione(t, a, c1, 'registrata')
  await delega(t, a, c1)
  const admin = await asRuolo(t, a, 'amministratore-ambito')
  // one person holds both of a pair; another is only prepared; a suspended one covers nothing
  await nuovoUtente(
    t,
    a,
    ['coordinatore-patto', 'case-manager', 'coordinatore-controlli'].map((ruolo) => ({ ruolo, comune: c0 })),
  )
  await nuovoUtente(t, a, [{ ruolo: 'responsabile-controlli', comune: c0, stato: 'preparata' }])
  await nuovoUtente(t, a, [{ ruolo: 'coordinatore-controlli', comune: c1 }], 'sospeso')
  await nuovoUtente(t, a, [{ ruolo: 'responsabile-controlli', comune: c1 }])
  await nuovoUtente(t, a, ['coordinatore-patto'])
  const b = await admin.call(api.leggi, {})
  const di = (id: string) => b.comuni.find((c) => c.id === id)!
  expect(di(c0)).toMatchObject({ delega: false, convenzionePatti: true, mancanze: [] })
  expect(di(c0).copertura).toContainEqual({ ruolo: 'responsabile-controlli', stato: 'preparato' })
  expect(di(c1)).toMatchObject({ delega: true, attesi: ['coordinatore-controlli', 'responsabile-controlli'] })
  expect(di(c1).mancanze.map((m) => m.codice)).toEqual(['coordinatore-controlli'])
  expect(di(c2).mancanze.map((m) => m.codice)).toEqual([
    'convenzione',
    'coordinatore-patto',
    'case-manager',
    'coordinatore-controlli',
    'responsabile-controlli',
  ])
  expect(b.ambito).toMatchObject({ deleganti: 1 })
  expect(b.ambito.mancanze.map((m) => m.codice)).toEqual(['recapito', 'delega-senza-nota', 'case-manager'])
  expect(b.incompleti).toBe(3)
})

test('the Super Utente says of which ambito', async () => {
  const a = await nuovoAmbito(t, 1)
  const su = await asRuolo(t, null, 'super-utente')
  expect((await rifiuto(su.call(api.leggi, {}))).codice).toBe('ambito-da-scegliere')
  expect((await su.call(api.leggi, {}, { headers: { 'trama-ambito': a.id } })).comuni).toHaveLength(1)
})
