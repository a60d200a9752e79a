// Break-glass of the pronto intervento: at once, for a few hours, told to who answers, reviewed the next morning.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import { segnalazione } from '../../../test/support/sportello.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { emergenzeApi } from '../../shared/cartella/emergenze.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { assegna, attiva, avvisiDi, proposta, rientra, type Servizio, servizio } from './presa.fixture.ts'

let t: TestApp
let a: Ambito
let s: Servizio
let pis: Caller
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T21:00:00Z')
  a = await ambitoConCartella(t)
  s = await servizio(t, a)
  pis = await operatore(t, a, 'pronto-intervento', s.comune)
})
afterAll(() => t.close())

test('si apre subito, per poche ore; il responsabile e il servizio lo sanno; il mattino dopo si riesamina', async () => {
  const { id, personaId } = await attiva(s)
  expect(await rifiuto(pis.call(personeApi.leggi, { id: personaId }))).toMatchObject({ codice: 'motivo-richiesto' })
  expect(await rifiuto(pis.call(emergenzeApi.apri, { id: personaId, dettaglio: ' ' }))).toMatchObject({ status: 400 })
  const { scade } = await pis.call(emergenzeApi.apri, {
    id: personaId,
    dettaglio: 'Trovata in strada, chiama la polizia locale',
  })
  expect(scade).toBe('2026-03-03T01:00:00.000Z')
  // who is told of it finds who and why, also before anything is read
  const { voci: lette } = await s.sociale.call(personeApi.letture, { id: personaId })
  expect(lette.filter((v) => v.atto === 'Aprire un fascicolo in emergenza, per poche ore')).toMatchObject([
    { fuoriCarico: true, motivo: expect.stringContaining('Trovata in strada') },
  ])
  await pis.call(personeApi.leggi, { id: personaId })
  await pis.call(preseApi.leggi, { id })
  expect((await avvisiDi(t, a, s.sociale)).at(-1)).toMatchObject({ collegamento: `/persone/${personaId}/letture` })
  expect((await avvisiDi(t, a, s.responsabile)).at(-1)).toMatchObject({ collegamento: '/emergenze' })
  expect((await s.responsabile.call(emergenzeApi.elenco, {})).voci).toMatchObject([
    { daRiesaminare: false, esito: null },
  ])

  t.clock.set('2026-03-03T07:00:00Z')
  pis = await rientra(t, pis)
  s.responsabile = await rientra(t, s.responsabile)
  expect(await rifiuto(pis.call(personeApi.leggi, { id: personaId }))).toMatchObject({ codice: 'motivo-richiesto' })
  const { voci } = await s.responsabile.call(emergenzeApi.elenco, {})
  expect(voci).toMatchObject([{ daRiesaminare: true, chi: 'Prova Utente', persona: { id: personaId } }])
  const riesamina = (nota: string) =>
    s.responsabile.call(emergenzeApi.riesamina, { id: voci[0]!.id, esito: 'giustificata', nota })
  const esiti = await Promise.all([
    rifiuto(riesamina('Intervento documentato')),
    rifiuto(riesamina('Intervento documentato')),
  ])
  expect(esiti.map((e) => e.codice).sort()).toEqual(['accettato', 'stato-non-ammesso'])
  expect((await s.responsabile.call(emergenzeApi.elenco, {})).voci).toEqual([])
  expect((await s.responsabile.call(emergenzeApi.elenco, { riesaminate: true })).voci).toMatchObject([
    { esito: 'giustificata', nota: 'Intervento documentato', riesaminataDa: 'Prova Utente' },
  ])
  expect((await avvisiDi(t, a, pis)).at(-1)?.testo).toContain('giustificata')
})

test('di un fascicolo che per uno non esiste non gli si dice nulla: emergenza, rifiuto, riapertura', async () => {
  const { id, personaId } = await proposta(s)
  await assegna(s, id)
  const loro = [s.sociale.utenteId, pis.utenteId]
  await t.deps.db.inScope(
    { azione: 'prova', ambito: a.id, comuni: a.comuni, utente: s.sociale.utenteId, fascicolo: true },
    async (tx) => {
      for (const [tabella, colonna] of [
        ['presa_in_carico', 'id'],
        ['presa_dettaglio', 'presa_id'],
      ])
        await sql`update ${sql.table(tabella!)} set riservato_a = ${loro} where ${sql.ref(colonna!)} = ${id}`.execute(
          tx,
        )
    },
  )
  const esclusi = [s.responsabile, s.coordinatore]
  const prima = await Promise.all(esclusi.map((c) => avvisiDi(t, a, c)))
  // a presa hidden by itself, refused
  await s.sociale.call(preseApi.rifiuta, { id, motivo: 'Troppi casi' })
  expect(await Promise.all(esclusi.map((c) => avvisiDi(t, a, c)))).toEqual(prima)
  // and a whole person, opened in an emergency
  await t.deps.db.inScope(
    { azione: 'prova', ambito: a.id, comuni: a.comuni, utente: s.sociale.utenteId, fascicolo: true },
    (tx) => sql`update persona set riservato_a = ${loro} where id = ${personaId}`.execute(tx),
  )
  await pis.call(emergenzeApi.apri, { id: personaId, dettaglio: 'In strada' })
  expect(await Promise.all(esclusi.map((c) => avvisiDi(t, a, c)))).toEqual(prima)
})

test('lo scopo scritto venendo da una scheda lo dice quella scheda sola; chi riesamina lo legge', async () => {
  const { personaId } = await attiva(s)
  const { id } = await s.responsabile.call(segnalazioniApi.crea, segnalazione(s.comune, { segnalati: [{ personaId }] }))
  const dettaglio = 'Lo dice chi ha segnalato'
  await pis.call(emergenzeApi.apri, { id: personaId, dettaglio, schedaId: id })
  await pis.call(segnalazioniApi.leggi, { id })
  const motivi = async (chi: Caller) => {
    const { voci } = await chi.call(personeApi.letture, { id: personaId })
    return voci
      .filter((v) => v.fuoriCarico)
      .slice(0, 2)
      .map((v) => v.motivo?.replace(/^.*: /, ''))
  }
  expect(await motivi(s.sociale)).toEqual([dettaglio, 'Per ragioni di servizio'])
  await s.responsabile.call(segnalazioniApi.riserva, { id, colleghi: [pis.utenteId] })
  expect((await motivi(s.sociale))[0]).toBe('Per ragioni di servizio')
  expect((await s.responsabile.call(emergenzeApi.elenco, {})).voci).toMatchObject([{ dettaglio }])
})

test('soltanto nei propri comuni, e il riesame non è di altri', async () => {
  const altrove = await nuovaPersona(await operatore(t, a, 'assistente-sociale', a.comuni[1]), a.comuni[1]!)
  expect(await rifiuto(pis.call(emergenzeApi.apri, { id: altrove, dettaglio: 'x' }))).toMatchObject({ status: 404 })
  const qui = await nuovaPersona(s.sociale, s.comune)
  await pis.call(emergenzeApi.apri, { id: qui, dettaglio: 'Senza dimora' })
  const { voci } = await s.responsabile.call(emergenzeApi.elenco, {})
  for (const chi of [
    await operatore(t, a, 'responsabile-servizio', a.comuni[1]),
    await operatore(t, await ambitoConCartella(t), 'responsabile-servizio'),
  ]) {
    expect((await chi.call(emergenzeApi.elenco, {})).voci).toEqual([])
    expect(
      await rifiuto(chi.call(emergenzeApi.riesamina, { id: voci[0]!.id, esito: 'giustificata', nota: 'x' })),
    ).toMatchObject({ status: 404 })
  }
})

test('chi apre in emergenza non apre con un motivo qualsiasi', async () => {
  const id = await nuovaPersona(s.sociale, s.comune)
  expect(await rifiuto(pis.call(personeApi.apri, { id, motivo: 'altro', dettaglio: 'x' }))).toMatchObject({
    status: 403,
  })
  expect(await rifiuto(s.sociale.call(emergenzeApi.apri, { id, dettaglio: 'x' }))).toMatchObject({ status: 403 })
})
