// «Radar dei casi silenziosi»: each rule rings for what it says and for nothing else, and shows why (idea 13).
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, operatore } from '../../../test/support/cartella.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { fattiApi } from '../../shared/anagrafe/persone.api.ts'
import { compitiApi } from '../../shared/cartella/compiti.api.ts'
import { decisioniApi } from '../../shared/cartella/decisioni.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { radarApi } from '../../shared/cartella/radar.api.ts'
import { type NomeRegola, nomiRegole } from '../../shared/cartella/radar.rules.ts'
import { trasferimentiApi } from '../../shared/cartella/trasferimenti.api.ts'
import { oggiInItalia } from '../kernel/context.ts'
import { assegna, attiva, comeSistema, proposta, rientra, type Servizio, servizio } from './presa.fixture.ts'

let t: TestApp
let a: Ambito
let s: Servizio
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  // an ambito of its own: the radar of the service looks at everything
  a = await ambitoConCartella(t)
  s = await servizio(t, a)
})
afterAll(() => t.close())

const il = async (giorno: string) => {
  t.clock.set(`${giorno}T09:00:00Z`)
  s = {
    ...s,
    sociale: await rientra(t, s.sociale),
    collega: await rientra(t, s.collega),
    responsabile: await rientra(t, s.responsabile),
  }
}
const avvisi = async (chi: Caller = s.sociale, altro: object = {}) => (await chi.call(radarApi.miei, altro)).voci
const regole = async (chi?: Caller) => (await avvisi(chi)).map((v) => v.regola)

/** Nothing to say of it: notice given, two in the team, just met. */
async function inOrdine() {
  const p = await attiva(s)
  const educatore = await operatore(t, a, 'educatore', s.comune)
  await s.sociale.call(preseApi.informa, { id: p.id, giorno: '2026-03-02', consensoLavoro: true })
  await s.sociale.call(preseApi.aggiungiOperatore, {
    id: p.id,
    utenteId: educatore.utenteId,
    professione: 'educatore-professionale',
  })
  return p
}

/** How to make each rule ring, from a presa of which nothing is to be said; and the day on which it does. */
const casi: Record<
  NomeRegola,
  { prepara?: (p: { id: string; personaId: string }) => Promise<unknown>; tace: string; suona: string }
> = {
  silenzio: { tace: '2026-05-01', suona: '2026-05-02' },
  'primo-contatto': {
    prepara: async () => {
      const { id } = await proposta(s)
      await assegna(s, id)
      await s.sociale.call(preseApi.accetta, { id })
    },
    tace: '2026-03-17',
    suona: '2026-03-18',
  },
  'compito-scaduto': {
    prepara: ({ id }) =>
      s.sociale.call(compitiApi.crea, { id, titolo: 'Domanda di casa', tipo: 'prestazione', scade: '2026-03-10' }),
    tace: '2026-03-10',
    suona: '2026-03-11',
  },
  accettazione: {
    prepara: async () => assegna(s, (await proposta(s)).id),
    tace: '2026-03-07',
    suona: '2026-03-08',
  },
  'sospensione-lunga': {
    prepara: ({ id }) => s.sociale.call(preseApi.sospendi, { id, motivo: 'ricovero' }),
    tace: '2026-08-29',
    suona: '2026-08-30',
  },
  'senza-equipe': {
    prepara: async ({ id }) => {
      const { equipe } = await s.sociale.call(preseApi.leggi, { id })
      await s.sociale.call(preseApi.terminaOperatore, {
        id,
        operatore: equipe.find((o) => !o.responsabile)!.id,
        motivo: 'x',
      })
    },
    tace: '2026-05-01',
    suona: '2026-05-02',
  },
  'senza-informativa': { prepara: () => attiva(s), tace: '', suona: '2026-03-02' },
  isee: {
    prepara: ({ personaId: id }) =>
      s.sociale.call(fattiApi.registra, {
        id,
        tipo: 'isee',
        dati: { tipo: 'ordinario', isee: 100 },
        fonte: 'persona',
        al: '2026-04-20',
      }),
    tace: '2026-03-20',
    suona: '2026-03-21',
  },
  'consegne-non-viste': {
    prepara: async ({ id }) => {
      const o = await s.collega
        .call(preseApi.mie, {})
        .then(() => s.sociale.call(trasferimentiApi.offri, { id, utenteId: s.collega.utenteId, motivo: 'x' }))
      await s.collega.call(trasferimentiApi.accetta, { id: o.id })
    },
    tace: '2026-03-09',
    suona: '2026-03-10',
  },
  'decisione-da-rivedere': {
    prepara: async ({ id, personaId }) => {
      const d = await s.sociale.call(decisioniApi.crea, { id: personaId, presaId: id, quesito: 'Quale alloggio?' })
      await s.sociale.call(decisioniApi.scrivi, {
        id: d.id,
        versione: 1,
        quesito: 'Quale alloggio?',
        alternative: [],
        scelta: 'Casa popolare',
        ragioni: [{ testo: 'È ciò che chiede', fonti: [{ tipo: 'presa', id }] }],
        partecipanti: [],
        rivedereIl: '2026-03-20',
      })
      await s.sociale.call(decisioniApi.prendi, { id: d.id, versione: 2 })
    },
    tace: '2026-03-20',
    suona: '2026-03-21',
  },
  'responsabile-assente': {
    // of another trade from today on: in the team he may stay, answer for it he may not
    prepara: async ({ id }) => {
      await s.sociale.call(preseApi.aggiungiOperatore, {
        id,
        utenteId: s.collega.utenteId,
        professione: 'assistente-sociale',
      })
      await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
        sql`update assegnazione set ruolo_id = 'educatore' where utente_id = ${s.sociale.utenteId}`.execute(tx),
      )
    },
    tace: '',
    suona: '2026-03-02',
  },
}
/** Who hears it: not who hands over, nor who is gone. */
const AL_COLLEGA: readonly NomeRegola[] = ['consegne-non-viste', 'responsabile-assente']

describe.each(nomiRegole)('%s', (regola) => {
  test('tace fino al giorno previsto, poi dice la regola e le righe', async () => {
    const p = await inOrdine()
    expect(await regole()).toEqual([])
    await casi[regola].prepara?.(p)
    const chi = () => (AL_COLLEGA.includes(regola) ? s.collega : s.sociale)
    if (casi[regola].tace) {
      await il(casi[regola].tace)
      expect(await regole(chi())).not.toContain(regola)
    }
    await il(casi[regola].suona)
    const suonata = (await avvisi(chi())).find((v) => v.regola === regola)
    expect(suonata, regola).toBeDefined()
    expect(suonata!.frase).toMatch(/\S{3}.*\.$/)
    expect(suonata!.righe.length).toBeGreaterThan(0)
    expect(suonata!.responsabile).toBe('Prova Utente')
  })
})

test('il silenzio lo rompe ciò che è stato fatto con la persona: il diario, un appuntamento svolto, lo sportello', async () => {
  const { personaId } = await inOrdine()
  const scrivi = (tipo: string, altro: object = {}) =>
    s.sociale.call(diarioApi.scrivi, {
      id: personaId,
      specie: 'diario',
      giorno: oggiInItalia(t.deps.clock()),
      tipo,
      blocchi: [{ tipo: 'fatto', testo: 'Sta meglio.' }],
      completa: true,
      ...altro,
    })
  const silenzio = async () => (await avvisi(s.sociale, { regola: 'silenzio' })).map((v) => v.righe[0])
  await il('2026-05-02')
  await scrivi('riunione')
  await scrivi('telefonata', { con: ['scuola'] })
  await scrivi('colloquio', { completa: false })
  expect(await silenzio()).toMatchObject([{ tipo: 'primo-contatto', giorno: '2026-03-02' }])
  const voce = await scrivi('colloquio')
  expect(await silenzio()).toEqual([])
  await il('2026-07-02')
  expect(await silenzio()).toMatchObject([{ tipo: 'diario', id: voce.id, giorno: '2026-05-02' }])
  const ufficio = await nuovoUfficio(t, a, s.comune)
  await comeSistema(
    t,
    a,
    sql`with a as (insert into appuntamento (comune_id, ufficio_id, operatore_id, inizio, fine, tipo, stato)
          values (${s.comune}, ${ufficio}, ${s.sociale.utenteId}, '2026-07-01T08:00Z', '2026-07-01T09:00Z', 'colloquio', 'svolto') returning id)
        insert into appuntamento_persona (appuntamento_id, comune_id, persona_id) select id, ${s.comune}, ${personaId} from a`,
  )
  expect(await silenzio()).toEqual([])
  await il('2026-09-01')
  expect(await silenzio()).toMatchObject([{ tipo: 'appuntamento', giorno: '2026-07-01' }])
  await comeSistema(
    t,
    a,
    sql`insert into contatto (comune_id, operatore_id, quando, persona_id, canale, esito) values (${s.comune}, ${s.sociale.utenteId}, '2026-08-20T08:00Z', ${personaId}, 'telefono', 'informazione')`,
  )
  expect(await silenzio()).toEqual([])
})

test('tace troppo anche quella accettata e cominciata, che nessuno ha attivato', async () => {
  const { id } = await proposta(s)
  await assegna(s, id)
  await s.sociale.call(preseApi.accetta, { id })
  await s.sociale.call(preseApi.contatta, { id, giorno: '2026-03-02' })
  await il('2026-05-01')
  expect(await regole()).toEqual([])
  await il('2026-05-02')
  expect(await avvisi()).toMatchObject([
    { regola: 'silenzio', righe: [{ tipo: 'primo-contatto', giorno: '2026-03-02' }] },
  ])
})

test('chi è nell’équipe vede i suoi, il responsabile del servizio tutti, gli altri nessuno', async () => {
  await attiva(s)
  expect(await regole()).toEqual(['senza-informativa'])
  expect(await regole(s.collega)).toEqual([])
  expect((await s.responsabile.call(radarApi.servizio, {})).voci).toHaveLength(1)
  const altrove = await operatore(t, a, 'responsabile-servizio', a.comuni[1])
  expect((await altrove.call(radarApi.servizio, {})).voci).toEqual([])
  const altrui = await operatore(t, await ambitoConCartella(t), 'responsabile-servizio')
  expect((await altrui.call(radarApi.servizio, {})).voci).toEqual([])
})

test('il radar di tutto l’ambito si guarda anche un comune alla volta', async () => {
  await attiva(s)
  await attiva(await servizio(t, a, a.comuni[1]!))
  const tutti = await operatore(t, a, 'responsabile-servizio')
  const comuni = async (altro: object = {}) =>
    (await tutti.call(radarApi.servizio, altro)).voci.map((v) => v.comuneId).sort()
  expect(await comuni()).toEqual([...a.comuni].sort())
  for (const comune of a.comuni) expect(await comuni({ comune })).toEqual([comune])
})

test('rinviato con un motivo tace fino a quel giorno, poi torna', async () => {
  const p = await attiva(s)
  const rinvia = (fino: string, motivo = 'La consegna al prossimo colloquio') =>
    s.sociale.call(radarApi.rinvia, { id: p.id, regola: 'senza-informativa', motivo, fino })
  expect(await rifiuto(rinvia('2026-03-02'))).toMatchObject({ campo: 'fino' })
  expect(await rifiuto(rinvia('2026-03-10', ' '))).toMatchObject({ status: 400 })
  await rinvia('2026-03-10')
  expect(await regole()).toEqual([])
  expect((await avvisi(s.sociale, { rinviati: true }))[0]?.rinvio).toEqual({
    fino: '2026-03-10',
    motivo: 'La consegna al prossimo colloquio',
  })
  await il('2026-03-11')
  expect(await regole()).toEqual(['senza-informativa'])
})

test('a pagine, e per una sola regola', async () => {
  for (let i = 0; i < 3; i++) await attiva(s)
  const prima = await s.sociale.call(radarApi.miei, { limite: 2, regola: 'senza-informativa' })
  expect(prima.voci).toHaveLength(2)
  const seconda = await s.sociale.call(radarApi.miei, { limite: 2, regola: 'senza-informativa', dopo: prima.prossima! })
  expect(seconda).toMatchObject({ voci: [{ regola: 'senza-informativa' }], prossima: null })
})

test('chi guarda lascia traccia di chi gli è stato mostrato', async () => {
  const { personaId } = await attiva(s)
  await s.responsabile.call(radarApi.servizio, {})
  const { rows } = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
    sql`select interrogazione from kernel.registro_accessi where ${personaId}::uuid = any (persone) and azione = 'radar.servizio'`.execute(
      tx,
    ),
  )
  expect(rows).toEqual([{ interrogazione: 'radar dei casi silenziosi' }])
})
