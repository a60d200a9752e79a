// Who works in which office: dated, of his own ambito, never twice on one day; and what it changes for him: the inbox, the
// agenda, the reminders.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, asRuolo, type Caller, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, operatore } from '../../../test/support/cartella.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { ufficiOperatoriApi as api } from '../../shared/accesso/uffici-operatori.api.ts'
import { agendaApi } from '../../shared/cartella/agenda.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { ufficiApi } from '../../shared/territorio/ambiti.api.ts'
import { jobPromemoria } from '../cartella/promemoria.ts'

let t: TestApp
let a: Ambito
let admin: Caller
let lei: Caller
let uno: string
let due: string
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  admin = await asRuolo(t, a, 'amministratore-ambito')
  lei = await operatore(t, a, 'assistente-sociale', a.comuni[0])
  uno = await nuovoUfficio(t, a, a.comuni[0]!, 'Sportello A')
  due = await nuovoUfficio(t, a, a.comuni[0]!, 'Sportello B')
})
afterAll(() => t.close())

const assegna = (ufficioId: string, altro: object = {}, chi = lei) =>
  admin.call(api.assegna, { id: chi.utenteId, ufficioId, ...altro })
const miei = async () => (await lei.call(api.miei, {})).voci.map((u) => u.nome)

test('si assegna da un giorno, si termina in un altro, e la storia resta', async () => {
  const { id } = await assegna(uno, { dal: '2026-02-01' })
  await assegna(due, { dal: '2026-04-01' })
  expect(await miei()).toEqual(['Sportello A'])
  await admin.call(api.termina, { id, al: '2026-03-01' })
  expect(await miei()).toEqual([])
  expect((await admin.call(api.diUtente, { id: lei.utenteId })).voci.map((l) => [l.ufficio.nome, l.dal, l.al])).toEqual(
    [
      ['Sportello B', '2026-04-01', null],
      ['Sportello A', '2026-02-01', '2026-03-01'],
    ],
  )
  // he comes back
  await assegna(uno, { dal: '2026-03-02' })
  expect(await miei()).toEqual(['Sportello A'])
  const { voci } = await admin.call(registriApi.modifiche, { tabella: 'ufficio_operatore' })
  expect(voci[0]!.frase).toContain('Ufficio di un operatore')
})

test('non due volte negli stessi giorni, non in un ufficio chiuso o di un altro ambito, non chi non c’è', async () => {
  await assegna(uno)
  expect(await rifiuto(assegna(uno))).toMatchObject({ status: 409, campo: 'ufficioId' })
  await admin.call(ufficiApi.chiudi, { id: due, al: '2026-02-01' })
  expect(await rifiuto(assegna(due))).toMatchObject({ campo: 'ufficioId' })
  expect(await rifiuto(assegna(due, { dal: '2001-01-01' }))).toMatchObject({ campo: 'dal' })
  const altro = await nuovoAmbito(t)
  const lontano = await nuovoUfficio(t, altro, altro.comuni[0]!)
  expect(await rifiuto(assegna(lontano))).toMatchObject({ campo: 'ufficioId' })
  const estraneo = await asRuolo(t, altro, 'amministratore-ambito')
  expect(await rifiuto(assegna(uno, {}, estraneo))).toMatchObject({ status: 404 })
  expect(await rifiuto(estraneo.call(api.assegna, { id: lei.utenteId, ufficioId: lontano }))).toMatchObject({
    status: 404,
  })
  expect(await rifiuto(lei.call(api.assegna, { id: lei.utenteId, ufficioId: uno }))).toMatchObject({ status: 403 })
  const { id } = (await admin.call(api.diUtente, { id: lei.utenteId })).voci[0]!
  expect(await rifiuto(admin.call(api.termina, { id, al: '2026-01-01' }))).toMatchObject({ campo: 'al' })
})

test('gli invii sono quelli dei miei uffici, di uno, o di tutti; senza ufficio si vedono tutti', async () => {
  const altrove = await operatore(t, a, 'operatore-sportello', a.comuni[1])
  const invii: string[] = []
  for (const ufficioId of [uno, due]) {
    const { id: contattoId } = await altrove.call(contattiApi.crea, {
      comuneId: a.comuni[1]!,
      canale: 'persona',
      esito: 'inviato',
    })
    invii.push((await altrove.call(inviiApi.crea, { contattoId, ufficioId, testo: 'Una scheda' })).id)
  }
  const arrivi = async (altro: object = {}) =>
    (await lei.call(inviiApi.list, { verso: 'arrivo', ...altro })).voci.map((n) => n.id).sort()
  expect(await arrivi()).toEqual([...invii].sort())
  await assegna(uno)
  expect(await arrivi()).toEqual([invii[0]])
  expect(await arrivi({ uffici: 'tutti' })).toEqual([...invii].sort())
  expect(await arrivi({ ufficio: due })).toEqual([invii[1]])
  // it is a filter and not a right
  expect(await lei.call(inviiApi.leggi, { id: invii[1]! })).toMatchObject({ verso: 'arrivo' })
})

test('l’agenda mostra i miei uffici e i miei appuntamenti; chi lavora nell’ufficio è avvisato di quelli dei colleghi', async () => {
  const [collega, fuori] = [
    await operatore(t, a, 'assistente-sociale', a.comuni[0]),
    await operatore(t, a, 'educatore', a.comuni[0]),
  ]
  const fissa = (operatoreId: string, ufficioId: string, ora: string) =>
    collega.call(agendaApi.crea, {
      giorno: '2026-03-03',
      ora,
      durataMinuti: 30,
      comuneId: a.comuni[0]!,
      ufficioId,
      operatoreId,
      tipo: 'colloquio',
    })
  const { id: nelMio } = await fissa(collega.utenteId, uno, '09:00')
  const { id: altrove } = await fissa(collega.utenteId, due, '11:00')
  const { id: mio } = await fissa(lei.utenteId, due, '12:00')
  const voci = async (altro: object = {}) =>
    (await lei.call(agendaApi.list, { dal: '2026-03-03', al: '2026-03-03', ...altro })).voci.map((v) => v.id)
  expect(await voci()).toEqual([nelMio, altrove, mio])
  await assegna(uno)
  await assegna(due, { dal: '2026-04-01' }, fuori)
  expect(await voci()).toEqual([nelMio, mio])
  expect(await voci({ uffici: 'tutti' })).toEqual([nelMio, altrove, mio])
  expect(await voci({ operatore: collega.utenteId })).toEqual([nelMio, altrove])
  await jobPromemoria.run(t.deps, {})
  await jobPromemoria.run(t.deps, {})
  const avvisi = async (chi: Caller) => (await chi.call(notificheApi.list, {})).voci.map((v) => v.testo).sort()
  expect(await avvisi(lei)).toEqual([
    'Hai un appuntamento dal 03/03/2026: guarda l’agenda.',
    'Nel tuo ufficio «Sportello A»: un appuntamento dal 03/03/2026.',
  ])
  expect(await avvisi(collega)).toEqual(['Hai 2 appuntamenti dal 03/03/2026: guarda l’agenda.'])
  // he begins to work there in a month
  expect(await avvisi(fuori)).toEqual([])
})

test('chi non ha ancora registrato contatti parte dal suo ufficio', async () => {
  await assegna(due)
  expect((await lei.call(contattiApi.postazione, {})).predefiniti.ufficioId).toBe(due)
})
