import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { as, nuovoAmbito, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { calcolaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { comandiSuperUtente } from './comandi.ts'
import { accesso } from './modulo.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ moduli: [accesso] })
  await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql`insert into comune (id, nome, dal) values ('H501', 'Roma', '1871-01-15'), ('F205', 'Milano', '1861-03-17') on conflict do nothing`.execute(
      tx,
    ),
  )
})
afterAll(() => t.close())

async function esegui(nome: string, args: string[]) {
  const righe: string[] = []
  const comando = comandiSuperUtente.find((c) => c.nome === nome)!
  const env = {
    deps: t.deps,
    operatore: 'riga di comando: gestore',
    cwd: '/',
    baseUrl: '',
    out: (r: string) => void righe.push(r),
  }
  return { codice: await comando.run(env, args), righe }
}
const persona = {
  nome: 'Livia',
  cognome: 'Drusilli',
  dataNascita: '1975-01-30',
  genere: 'F' as const,
  belfiore: 'H501',
}
const cf = calcolaCodiceFiscale(persona)
const argomenti = (altro: Record<string, string> = {}) =>
  Object.entries({
    cf,
    nome: 'Livia',
    cognome: 'Drusilli',
    nascita: '1975-01-30',
    luogo: 'Roma',
    genere: 'F',
    email: 'livia@example.it',
    ...altro,
  }).flatMap(([k, v]) => [`--${k}`, v])

test('the first Super Utente is created from the command line, enters, and the register says who did it', async () => {
  expect((await esegui('superutente elenco', [])).righe[0]).toContain('Nessun Super Utente')
  const { codice, righe } = await esegui('superutente crea', argomenti())
  expect(codice).toBe(0)
  expect(righe.join()).not.toContain(cf)
  expect((await esegui('superutente elenco', [])).righe).toEqual([
    'Drusilli Livia  livia@example.it  inserito  mai entrato',
  ])
  const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql<{ id: string }>`select id from utente where codice_fiscale = ${cf}`.execute(tx),
  )
  const su = await as(t, { id: rows[0]!.id, codiceFiscale: cf })
  expect((await su.call(sessioneApi.leggi, {})).azioni['richiesta-ambito.istruisci']).toBe('nazionale')
  const { voci } = await su.call(registriApi.modifiche, { azione: 'superutente.crea' })
  expect(voci.map((v) => v.oggetto)).toEqual(['Ruolo di un utente', 'Utente'])
  expect(voci[0]).toMatchObject({ chi: 'Trama (riga di comando: gestore)', riguarda: 'Drusilli Livia (Super Utente)' })
  await expect(esegui('superutente crea', argomenti())).rejects.toThrow('già Super Utente')
})

test('who is accredited in an ambito is first ceased there, unless the ambito has ended: then by this', async () => {
  const a = await nuovoAmbito(t)
  const suoi = { ...persona, nome: 'Ottavia' }
  const codice = calcolaCodiceFiscale(suoi)
  const utente = await nuovoUtente(t, a, ['case-manager'], 'attivo', codice)
  const crea = () => esegui('superutente crea', argomenti({ cf: codice, nome: suoi.nome }))
  await expect(crea()).rejects.toThrow('già accreditata in un ambito')
  const nazionale = <R>(q: RawBuilder<R>) =>
    t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => (await q.execute(tx)).rows)
  await nazionale(sql`update ambito set al = '2026-03-01' where id = ${a.id}`)
  expect((await crea()).codice).toBe(0)
  expect(await nazionale(sql`select stato, motivo_stato from utente where id = ${utente.id}`)).toEqual([
    { stato: 'cessato', motivoStato: 'ambito terminato il 01/03/2026' },
  ])
})

test('what is missing, unknown or does not belong to the person is one sentence, and nothing is stored', async () => {
  await nuovoAmbito(t)
  const altro = { ...persona, nome: 'Giulia' }
  const cfAltro = calcolaCodiceFiscale(altro)
  const base = { cf: cfAltro, nome: 'Giulia' }
  await expect(esegui('superutente crea', ['--cf', cfAltro])).rejects.toThrow('Manca --nome, --cognome')
  await expect(esegui('superutente crea', ['--password', 'x'])).rejects.toThrow('Opzione non riconosciuta')
  await expect(esegui('superutente crea', argomenti({ ...base, luogo: 'Atlantide' }))).rejects.toThrow('non esiste')
  await expect(esegui('superutente crea', argomenti({ ...base, luogo: 'Milano' }))).rejects.toThrow('luogo di nascita')
  await expect(esegui('superutente crea', argomenti({ ...base, nascita: '1975-01-31' }))).rejects.toThrow(
    'data di nascita',
  )
  await expect(esegui('superutente crea', argomenti({ ...base, cf: `${cfAltro.slice(0, 15)}?` }))).rejects.toThrow(
    'codice fiscale',
  )
  expect((await esegui('superutente elenco', [])).righe.join()).not.toContain('Giulia')
})
