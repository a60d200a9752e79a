// The life of a presa in carico through its endpoints, and what happens when two people act at once (cartella §2.4).
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { fattiApi } from '../../shared/anagrafe/persone.api.ts'
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import { compitiApi } from '../../shared/cartella/compiti.api.ts'
import { oscuramentiApi } from '../../shared/cartella/oscuramento.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { statiPresa } from '../../shared/cartella/prese.rules.ts'
import { radarApi } from '../../shared/cartella/radar.api.ts'
import {
  apri,
  assegna,
  attiva,
  avvisiDi,
  comeSistema,
  diNessuno,
  proposta,
  rientra,
  type Servizio,
  servizio,
} from './presa.fixture.ts'

let t: TestApp
let a: Ambito
let s: Servizio
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  s = await servizio(t, a)
})
afterAll(() => t.close())

const scheda = (id: string, chi = s.sociale) => chi.call(preseApi.leggi, { id })

test('proposta in un fascicolo riservato, dice se nessuno di chi la vede può assegnarla; indicato, la trova', async () => {
  const { id: nota, personaId } = await attiva(s)
  expect(await scheda(nota)).toMatchObject({ nessunoLaAssegna: false })
  const nascondi = (tipo: string, oggettoId: string, utenti: string[]) =>
    s.sociale.call(oscuramentiApi.nascondi, { id: personaId, tipo, oggettoId, utenti, motivo: 'In pericolo' })
  const { id: oscuramento } = await nascondi('persona', personaId, [])
  const { id } = await s.sociale.call(preseApi.proponi, {
    id: personaId,
    tipo: 'amministrativa',
    area: 'adulti',
    mandato: 'accordo',
    peso: 1,
    oggetto: 'Un’altra',
  })
  const daAssegnare = async () => (await s.responsabile.call(assegnazioneApi.daAssegnare, {})).voci.map((v) => v.id)
  expect(await scheda(id)).toMatchObject({ stato: 'proposta', nessunoLaAssegna: true })
  expect(await daAssegnare()).not.toContain(id)
  await s.sociale.call(oscuramentiApi.togli, { id: oscuramento, motivo: 'Da rifare' })
  for (const [tipo, quale] of [
    ['persona', personaId],
    ['presa', id],
  ])
    await nascondi(tipo!, quale!, [s.responsabile.utenteId])
  expect(await scheda(id)).toMatchObject({ nessunoLaAssegna: false })
  expect(await daAssegnare()).toContain(id)
})

test('dalla proposta alla riapertura: una sola storia, un responsabile in ogni momento', async () => {
  const { id, personaId } = await proposta(s)
  t.clock.advance(1)
  await assegna(s, id)
  t.clock.advance(1)
  await s.sociale.call(preseApi.accetta, { id })
  expect(await scheda(id)).toMatchObject({
    stato: 'accettata',
    primoContattoEntro: '2026-03-17',
    prossimaScadenza: '2026-03-17',
    sonoResponsabile: true,
  })
  t.clock.advance(1)
  await s.sociale.call(preseApi.informa, { id, giorno: '2026-03-02', consensoLavoro: false })
  t.clock.advance(1)
  await s.sociale.call(preseApi.contatta, { id, giorno: '2026-03-02', nota: 'In ufficio' })
  t.clock.advance(1)
  await s.sociale.call(preseApi.attiva, { id })
  t.clock.advance(1)
  await s.sociale.call(preseApi.sospendi, { id, motivo: 'ricovero' })
  t.clock.advance(1)
  await s.sociale.call(preseApi.riprendi, { id, motivo: 'Dimessa' })
  t.clock.advance(1)
  await s.sociale.call(preseApi.chiudi, { id, motivo: 'obiettivi-raggiunti', valutazione: 'Ha trovato casa.' })
  await apri(s.collega, personaId, 'richiesta-persona')
  expect(await scheda(id, s.collega)).toMatchObject({
    stato: 'chiusa',
    chiusaIl: '2026-03-02',
    motivoChiusura: 'Obiettivi raggiunti',
    valutazioneFinale: '02/03/2026 – Ha trovato casa.',
    prossimaScadenza: null,
  })
  t.clock.advance(1)
  await apri(s.sociale, personaId, 'richiesta-persona')
  expect(await scheda(id)).toMatchObject({ eroResponsabile: true })
  expect(await s.sociale.call(preseApi.riapri, { id, motivo: 'È tornata allo sportello' })).toEqual({ stato: 'attiva' })
  const dopo = await scheda(id)
  expect(dopo).toMatchObject({
    stato: 'attiva',
    riaperture: 1,
    chiusaIl: null,
    sonoResponsabile: true,
    numero: dopo.numero,
  })
  expect(dopo.storia.map((x) => x.atto).reverse()).toEqual([
    'proponi',
    'assegna',
    'accetta',
    'informa',
    'contatta',
    'attiva',
    'sospendi',
    'riprendi',
    'chiudi',
    'riapri',
  ])
  expect(dopo).toMatchObject({
    informativaIl: '2026-03-02',
    informativaOperatore: 'Prova Utente',
    informativaConsensoLavoro: false,
  })
  expect(dopo.equipe.filter((o) => o.responsabile)).toHaveLength(2)
})

describe('assegnazione', () => {
  test('due coordinatori insieme: uno solo riesce, e il responsabile è uno', async () => {
    const { id } = await proposta(s)
    const altro = await operatore(t, a, 'coordinatore-servizio', s.comune)
    const [x, y] = await Promise.all([
      rifiuto(
        s.coordinatore.call(assegnazioneApi.assegna, { assegnazioni: [{ presaId: id, utenteId: s.sociale.utenteId }] }),
      ),
      rifiuto(altro.call(assegnazioneApi.assegna, { assegnazioni: [{ presaId: id, utenteId: s.collega.utenteId }] })),
    ])
    expect([x, y].map((r) => r.codice).sort()).toEqual(['accettato', 'stato-non-ammesso'])
    const righe = await comeSistema(
      t,
      a,
      sql`select 1 from presa_operatore where presa_id = ${id} and responsabile and al is null`,
    )
    expect(righe).toHaveLength(1)
  })
  test('il doppio clic assegna una volta e non avvisa due volte', async () => {
    const { id } = await proposta(s)
    const chiave = randomUUID()
    const invio = () =>
      s.coordinatore.call(
        assegnazioneApi.assegna,
        { assegnazioni: [{ presaId: id, utenteId: s.sociale.utenteId }] },
        { headers: { 'idempotency-key': chiave } },
      )
    const [x, y] = await Promise.all([invio(), invio()])
    expect([x, y]).toEqual([{ assegnate: 1 }, { assegnate: 1 }])
    expect(await avvisiDi(t, a, s.sociale)).toHaveLength(1)
  })
  test('tutte o nessuna, e mai a chi non lavora in quel comune', async () => {
    const [p, q] = [await proposta(s), await proposta(s)]
    const altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
    const r = await rifiuto(
      s.coordinatore.call(assegnazioneApi.assegna, {
        assegnazioni: [
          { presaId: p.id, utenteId: s.sociale.utenteId },
          { presaId: q.id, utenteId: altrove.utenteId },
        ],
      }),
    )
    expect(r).toMatchObject({ status: 422 })
    const { voci } = await s.coordinatore.call(assegnazioneApi.daAssegnare, {})
    expect(voci.map((v) => v.id)).toEqual(expect.arrayContaining([p.id, q.id]))
  })
  test('la proposta equilibra il carico pesato; il tabellone dice da quanto si attende', async () => {
    await attiva(s, { peso: 9 })
    const nuove = [await proposta(s, { peso: 5 }), await proposta(s, { peso: 1 })]
    t.clock.set('2026-03-12T09:00:00Z')
    s = { ...s, coordinatore: await operatore(t, a, 'coordinatore-servizio', s.comune) }
    const { voci } = await s.coordinatore.call(assegnazioneApi.daAssegnare, { area: 'adulti' })
    expect(voci.find((v) => v.id === nuove[0]!.id)).toMatchObject({ peso: 5, giorni: 10, area: 'Adulti in difficoltà' })
    const proposte = await s.coordinatore.call(assegnazioneApi.proposta, { prese: nuove.map((n) => n.id) })
    expect(proposte.voci).toHaveLength(2)
    expect(proposte.voci.find((v) => v.presaId === nuove[0]!.id)?.utenteId).not.toBe(s.sociale.utenteId)
  })
  test('chi la riceve può rifiutarla: torna da assegnare, nessuno ne risponde', async () => {
    const { id } = await proposta(s)
    await assegna(s, id)
    expect(await rifiuto(s.sociale.call(preseApi.rifiuta, { id } as never))).toMatchObject({ status: 400 })
    await s.sociale.call(preseApi.rifiuta, { id, motivo: 'Conosco la famiglia' })
    await assegna(s, id)
    await s.sociale.call(preseApi.accetta, { id })
    expect((await scheda(id)).storia.map((x) => x.a)).toContain('proposta')
  })
  test('risponde soltanto chi l’ha ricevuta', async () => {
    const { id, personaId } = await proposta(s)
    await assegna(s, id)
    await apri(s.collega, personaId)
    expect(await rifiuto(s.collega.call(preseApi.accetta, { id }))).toMatchObject({ status: 403 })
  })
})

test('ogni stato × ogni atto risponde come la tabella, anche attraverso gli endpoint', async () => {
  const { id, personaId } = await attiva(s)
  await apri(s.sociale, personaId)
  const atti = {
    accetta: () => s.sociale.call(preseApi.accetta, { id }),
    rifiuta: () => s.sociale.call(preseApi.rifiuta, { id, motivo: 'x' }),
    contatta: () => s.sociale.call(preseApi.contatta, { id, giorno: '2026-03-02' }),
    attiva: () => s.sociale.call(preseApi.attiva, { id }),
    sospendi: () => s.sociale.call(preseApi.sospendi, { id, motivo: 'ricovero' }),
    riprendi: () => s.sociale.call(preseApi.riprendi, { id, motivo: 'x' }),
    informa: () => s.sociale.call(preseApi.informa, { id, giorno: '2026-03-02', consensoLavoro: true }),
    chiudi: () => s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' }),
    riapri: () => s.sociale.call(preseApi.riapri, { id, motivo: 'x' }),
  }
  const ammessi: Record<(typeof statiPresa)[number], (keyof typeof atti)[]> = {
    proposta: ['chiudi'],
    assegnata: ['accetta', 'rifiuta', 'informa'],
    accettata: ['contatta', 'attiva', 'informa', 'chiudi'],
    attiva: ['sospendi', 'informa', 'chiudi'],
    sospesa: ['riprendi', 'informa', 'chiudi'],
    chiusa: ['riapri'],
  }
  for (const stato of statiPresa)
    for (const [atto, fai] of Object.entries(atti)) {
      await comeSistema(t, a, sql`update presa_operatore set al = null where presa_id = ${id}`)
      const contatto = atto === 'contatta' ? null : '2026-03-02'
      await comeSistema(
        t,
        a,
        sql`update presa_in_carico set stato = ${stato}, primo_contatto_il = ${contatto}, chiusa_il = '2026-03-02', motivo_chiusura = 'altro' where id = ${id}`,
      )
      if (stato === 'chiusa') await comeSistema(t, a, sql`update presa_operatore set al = dal where presa_id = ${id}`)
      const r = await rifiuto(fai())
      const atteso = ammessi[stato].includes(atto as keyof typeof atti) ? 'accettato' : 'stato-non-ammesso'
      // an answer is refused first of all to whoever was not asked for it
      expect(r.codice, `${atto} da ${stato}`).toBe(
        stato === 'chiusa' && (atto === 'accetta' || atto === 'rifiuta') ? 'azione-non-consentita' : atteso,
      )
      await comeSistema(
        t,
        a,
        sql`delete from presa_operatore where presa_id = ${id} and utente_id = ${s.sociale.utenteId} and dal <> '2026-03-02'`,
      )
    }
})

describe('chiudere e riaprire', () => {
  test('la chiude chi ne risponde o il responsabile del servizio; un collega no, e il suo pulsante non c’è', async () => {
    const { id, personaId } = await attiva(s)
    const chiude = { id, motivo: 'altro', valutazione: 'x' }
    await apri(s.collega, personaId)
    await s.sociale.call(preseApi.aggiungiOperatore, {
      id,
      utenteId: s.collega.utenteId,
      professione: 'assistente-sociale',
    })
    expect(await scheda(id, s.collega)).toMatchObject({ neRispondo: false })
    expect(await rifiuto(s.collega.call(preseApi.chiudi, chiude))).toMatchObject({
      status: 403,
      detail: expect.stringContaining('La chiude soltanto chi ne è responsabile'),
    })
    expect((await scheda(id)).stato).toBe('attiva')
    await apri(s.responsabile, personaId)
    await s.responsabile.call(preseApi.chiudi, chiude)
    expect((await avvisiDi(t, a, s.sociale)).at(-1)?.testo).toContain('ha chiuso una presa in carico')
  })
  test('riaperta da un altro torna da assegnare, mai a chi preme; poi è di chi il servizio indica', async () => {
    const { id, personaId } = await attiva(s)
    await s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' })
    t.clock.advance(1)
    await apri(s.collega, personaId, 'richiesta-persona')
    expect(await scheda(id, s.collega)).toMatchObject({ eroResponsabile: false })
    expect(await s.collega.call(preseApi.riapri, { id, motivo: 'È tornata' })).toEqual({ stato: 'proposta' })
    const dopo = await scheda(id, s.collega)
    expect(dopo).toMatchObject({ stato: 'proposta', riaperture: 1, chiusaIl: null, sonoResponsabile: false })
    expect(dopo.equipe.filter((o) => o.al === null)).toEqual([])
    expect(dopo.storia[0]).toMatchObject({ atto: 'riproponi', da: 'chiusa', a: 'proposta' })
    expect((await avvisiDi(t, a, s.coordinatore)).at(-1)?.testo).toContain('è da assegnare')
    await assegna(s, id, s.collega)
    await s.collega.call(preseApi.accetta, { id })
    expect(await scheda(id, s.collega)).toMatchObject({ stato: 'accettata', sonoResponsabile: true })
  })
  test('riaperta dal servizio è di chi il servizio indica; chi l’aveva soltanto rifiutata non la riapre come sua', async () => {
    const { id, personaId } = await attiva(s)
    await s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' })
    await apri(s.responsabile, personaId)
    await s.responsabile.call(preseApi.riassegna, { id, utenteId: s.collega.utenteId, motivo: 'Nuova richiesta' })
    await s.collega.call(preseApi.rifiuta, { id, motivo: 'Troppo carico' })
    await s.responsabile.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'Non si è più presentata' })
    await apri(s.collega, personaId)
    expect(await s.collega.call(preseApi.riapri, { id, motivo: 'x' })).toEqual({ stato: 'proposta' })
  })
  test('non si riapre accanto a un’altra dello stesso tipo, né dopo la morte: né da chi la seguiva, né dal servizio, né sotto gli handler', async () => {
    const prima = await attiva(s)
    await s.sociale.call(preseApi.chiudi, { id: prima.id, motivo: 'altro', valutazione: 'x' })
    await apri(s.responsabile, prima.personaId)
    const { id } = await s.responsabile.call(preseApi.proponi, {
      id: prima.personaId,
      tipo: 'professionale',
      area: 'adulti',
      mandato: 'accordo',
      peso: 1,
      oggetto: 'x',
    })
    await assegna(s, id)
    const riapri = () => rifiuto(s.sociale.call(preseApi.riapri, { id: prima.id, motivo: 'È tornata' }))
    const riassegna = () =>
      rifiuto(
        s.responsabile.call(preseApi.riassegna, { id: prima.id, utenteId: s.collega.utenteId, motivo: 'È tornata' }),
      )
    const gia = { codice: 'gia-presente', detail: expect.stringContaining('aperta dello stesso tipo') }
    expect(await riapri()).toMatchObject(gia)
    expect(await riassegna()).toMatchObject(gia)
    expect((await scheda(prima.id)).stato).toBe('chiusa')
    await s.sociale.call(preseApi.accetta, { id })
    await s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' })
    await apri(s.sociale, prima.personaId)
    await s.sociale.call(fattiApi.registra, {
      id: prima.personaId,
      tipo: 'decesso',
      dati: {},
      fonte: 'anagrafe',
      dal: '2026-03-02',
    })
    const morta = { codice: 'regola-non-rispettata', detail: expect.stringContaining('deceduta') }
    expect(await riapri()).toMatchObject(morta)
    expect(await riassegna()).toMatchObject(morta)
    const nuova = t.deps.db.inScope(
      {
        azione: 'presa.proponi',
        ambito: a.id,
        comuni: a.comuni,
        fascicolo: true,
        utente: s.sociale.utenteId,
      },
      (tx) =>
        sql`insert into presa_in_carico (comune_id, persona_id, numero, tipo, area, mandato)
          select comune_id, persona_id, numero + 1000, tipo, area, mandato from presa_in_carico where id = ${id}`.execute(
          tx,
        ),
    )
    await expect(nuova).rejects.toMatchObject({ constraint: 'presa_di_chi_vive' })
  })
  test('vale anche sotto gli handler: la base di dati rifiuta chi non ne risponde', async () => {
    const { id } = await attiva(s)
    const come = (chi: { utenteId: string }, stato: string) =>
      t.deps.db.inScope(
        { azione: 'presa.gestisci', ambito: a.id, comuni: a.comuni, fascicolo: true, utente: chi.utenteId },
        (tx) =>
          sql`update presa_in_carico set stato = ${stato}, chiusa_il = ${stato === 'chiusa' ? '2026-03-02' : null}, motivo_chiusura = ${stato === 'chiusa' ? 'altro' : null} where id = ${id}`.execute(
            tx,
          ),
      )
    await expect(come(s.collega, 'chiusa')).rejects.toMatchObject({ constraint: 'presa_di_chi_risponde' })
    await s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' })
    await expect(come(s.collega, 'attiva')).rejects.toMatchObject({ constraint: 'presa_di_chi_risponde' })
    await expect(come(s.collega, 'assegnata')).rejects.toMatchObject({ constraint: 'presa_di_chi_risponde' })
    await expect(come(s.responsabile, 'attiva')).rejects.toMatchObject({ constraint: 'presa_di_chi_risponde' })
  })
})

describe('la base di dati non lascia mai una presa in carico senza responsabile, né con due', () => {
  test('due responsabili', async () => {
    const { id } = await attiva(s)
    const doppio = comeSistema(
      t,
      a,
      sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile) values (${s.comune}, ${id}, ${s.collega.utenteId}, 'assistente-sociale', true)`,
    )
    await expect(doppio).rejects.toMatchObject({ constraint: 'presa_un_solo_responsabile' })
  })
  test('nessuno', async () => {
    const { id } = await attiva(s)
    const nessuno = comeSistema(t, a, sql`update presa_operatore set al = '2026-03-02' where presa_id = ${id}`)
    await expect(nessuno).rejects.toMatchObject({ constraint: 'presa_senza_responsabile' })
  })
})

test('la storia dice che cosa è cambiato e da quando: area, accordo, peso, ufficio; le parole stanno a parte', async () => {
  const { id } = await attiva(s)
  const ufficioId = await nuovoUfficio(t, a, s.comune)
  const scrivi = async (altro: object) => {
    const { versione, area, mandato, peso } = await scheda(id)
    return rifiuto(s.sociale.call(preseApi.scrivi, { id, versione, area, mandato, peso, oggetto: 'Casa', ...altro }))
  }
  const altrove = await nuovoUfficio(t, a, a.comuni[1]!)
  expect(await scrivi({ ufficioId: altrove })).toMatchObject({ campo: 'ufficioId' })
  t.clock.advance(1)
  await scrivi({ area: 'anziani', mandato: 'senza-accordo', peso: 5, ufficioId })
  t.clock.advance(1)
  await scrivi({ oggetto: 'Solo le parole' })
  t.clock.advance(1)
  await scrivi({ ufficioId: null })
  const p = await scheda(id)
  expect(p).toMatchObject({ area: 'anziani', peso: 5, ufficioId: null, ufficio: null, oggetto: 'Casa' })
  expect(p.storia.slice(0, 3).map((x) => [x.atto, x.cambia])).toEqual([
    ['scrivi', [{ dato: 'ufficio', prima: 'Segretariato sociale', dopo: null }]],
    ['scrivi', []],
    [
      'scrivi',
      [
        { dato: 'area', prima: expect.stringMatching(/adult/i), dopo: expect.stringMatching(/anzian/i) },
        { dato: 'mandato', prima: 'Con l’accordo della persona', dopo: 'Senza il suo accordo' },
        { dato: 'peso', prima: '3', dopo: '5' },
        { dato: 'ufficio', prima: null, dopo: 'Segretariato sociale' },
      ],
    ],
  ])
})

test('ciò che resta a chi non è più in servizio si conta, si riassegna se non l’aveva accettato, e lo dice il radar', async () => {
  const sua = await attiva(s)
  await s.sociale.call(compitiApi.crea, { id: sua.id, titolo: 'Telefonata', tipo: 'verifica', scade: '2026-03-02' })
  const nuova = await proposta(s)
  await assegna(s, nuova.id)
  const riassegna = () => rifiuto(assegna(s, nuova.id, s.collega))
  const tabellone = async () =>
    (await s.coordinatore.call(assegnazioneApi.daAssegnare, { limite: 100 })).voci.find((v) => v.id === nuova.id)
  const radar = async () =>
    (await s.responsabile.call(radarApi.servizio, { regola: 'responsabile-assente', limite: 100 })).voci.map(
      (v) => v.presaId,
    )
  const carico = async () =>
    (await s.coordinatore.call(assegnazioneApi.carico, {})).voci.find((v) => v.utenteId === s.sociale.utenteId)
  expect(await carico()).toMatchObject({ inServizio: true })
  expect(await tabellone()).toBeUndefined()
  expect(await riassegna()).toMatchObject({ codice: 'stato-non-ammesso' })
  expect(await radar()).not.toContain(sua.id)
  await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
    sql`update utente set stato = 'cessato' where id = ${s.sociale.utenteId}`.execute(tx),
  )
  t.clock.set('2026-03-03T09:00:00Z')
  s = {
    ...s,
    collega: await rientra(t, s.collega),
    responsabile: await rientra(t, s.responsabile),
    coordinatore: await rientra(t, s.coordinatore),
  }
  expect(await carico()).toEqual({
    utenteId: s.sociale.utenteId,
    nome: 'Prova Utente',
    comuni: [],
    inServizio: false,
    carico: 6,
    daAccettare: 1,
    attive: 1,
    sospese: 0,
    inScadenza: 0,
    scaduti: 1,
    contattiInRitardo: 0,
  })
  // what he had not accepted is on the board, not in the radar: a hand-over of it cannot be offered
  expect(await radar()).toEqual([sua.id])
  expect(await tabellone()).toMatchObject({ daRiassegnare: true })
  expect(await rifiuto(assegna(s, sua.id, s.collega))).toMatchObject({ codice: 'stato-non-ammesso' })
  expect(await riassegna()).toMatchObject({ codice: 'accettato' })
  await s.collega.call(preseApi.accetta, { id: nuova.id })
  expect(await scheda(nuova.id, s.collega)).toMatchObject({ stato: 'accettata', sonoResponsabile: true })
  expect(await tabellone()).toBeUndefined()
  expect(await carico()).toMatchObject({ daAccettare: 0, attive: 1 })
})

describe('compiti ed équipe', () => {
  test('la prossima scadenza segue i compiti; scaduto si calcola dalla data', async () => {
    const { id } = await attiva(s)
    const crea = (titolo: string, scade: string) =>
      s.sociale.call(compitiApi.crea, { id, titolo, tipo: 'verifica', scade })
    const uno = await crea('Verifica della domanda di casa', '2026-03-20')
    await crea('Telefonata al proprietario', '2026-03-10')
    expect((await scheda(id)).prossimaScadenza).toBe('2026-03-10')
    expect(await rifiuto(crea('Ieri', '2026-03-01'))).toMatchObject({ campo: 'scade' })
    t.clock.set('2026-03-11T09:00:00Z')
    s.sociale = await rientra(t, s.sociale)
    const letta = await scheda(id)
    expect(letta.compiti.map((c) => [c.scade, c.scaduto])).toEqual([
      ['2026-03-10', true],
      ['2026-03-20', false],
    ])
    expect(letta.mancaPerChiudere).toEqual(['Ci sono ancora 2 compiti aperti: concludili o annullali.'])
    expect(await rifiuto(s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' }))).toMatchObject({
      status: 409,
      codice: 'stato-non-ammesso',
    })
    expect(await rifiuto(s.sociale.call(compitiApi.chiudi, { id: uno.id, come: 'annullato' }))).toMatchObject({
      campo: 'esito',
    })
    for (const c of letta.compiti) await s.sociale.call(compitiApi.chiudi, { id: c.id, come: 'fatto' })
    expect(await rifiuto(s.sociale.call(compitiApi.chiudi, { id: uno.id, come: 'fatto' }))).toMatchObject({
      status: 409,
    })
    expect((await scheda(id)).prossimaScadenza).toBeNull()
    await s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'Conclusa' })
  })
  test('si chiude soltanto con motivo dell’elenco e valutazione', async () => {
    const { id } = await attiva(s)
    const prova = (motivo: string, valutazione: string) =>
      rifiuto(s.sociale.call(preseApi.chiudi, { id, motivo, valutazione }))
    expect(await prova('inventato', 'x')).toMatchObject({ status: 422, campo: 'motivo' })
    expect(await prova('altro', '   ')).toMatchObject({ status: 400 })
    expect((await scheda(id)).stato).toBe('attiva')
  })
  test('chi esce dall’équipe lascia i suoi compiti al responsabile', async () => {
    const { id } = await attiva(s)
    const educatore = await operatore(t, a, 'educatore', s.comune)
    await s.sociale.call(preseApi.aggiungiOperatore, {
      id,
      utenteId: educatore.utenteId,
      professione: 'educatore-professionale',
    })
    expect(
      await rifiuto(
        s.sociale.call(preseApi.aggiungiOperatore, {
          id,
          utenteId: educatore.utenteId,
          professione: 'educatore-professionale',
        }),
      ),
    ).toMatchObject({ campo: 'utenteId' })
    await educatore.call(compitiApi.crea, { id, titolo: 'Incontro a scuola', tipo: 'riunione', scade: '2026-03-20' })
    expect((await educatore.call(preseApi.mie, {})).voci).toMatchObject([{ id, responsabile: false }])
    const { equipe } = await scheda(id)
    const riga = equipe.find((o) => o.utenteId === educatore.utenteId)!
    await s.sociale.call(preseApi.terminaOperatore, { id, operatore: riga.id, motivo: 'Cambio di progetto' })
    expect((await scheda(id)).compiti).toMatchObject([{ utenteId: s.sociale.utenteId }])
    expect(await diNessuno(t, a)).toEqual([])
    expect((await educatore.call(preseApi.mie, {})).voci).toEqual([])
    expect(await rifiuto(educatore.call(preseApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
    const mia = equipe.find((o) => o.responsabile)!
    expect(
      await rifiuto(s.sociale.call(preseApi.terminaOperatore, { id, operatore: mia.id, motivo: 'x' })),
    ).toMatchObject({ status: 409 })
  })
  test('l’équipe la compone chi ne risponde: chi è di fuori non vi mette sé né toglie altri', async () => {
    const { id, personaId } = await attiva(s)
    const educatore = await operatore(t, a, 'educatore', s.comune)
    const entra = (chi: typeof s.sociale, utenteId: string) =>
      rifiuto(chi.call(preseApi.aggiungiOperatore, { id, utenteId, professione: 'educatore-professionale' }))
    await entra(s.sociale, educatore.utenteId)
    const riga = (await scheda(id)).equipe.find((o) => o.utenteId === educatore.utenteId)!
    const esce = (chi: typeof s.sociale, operatore = riga.id) =>
      rifiuto(chi.call(preseApi.terminaOperatore, { id, operatore, motivo: 'x' }))
    await apri(s.collega, personaId)
    const no = { status: 403, detail: expect.stringContaining('L’équipe la compone soltanto') }
    const terzo = await operatore(t, a, 'educatore', s.comune)
    for (const chi of [s.collega, terzo]) expect(await entra(s.collega, chi.utenteId)).toMatchObject(no)
    expect(await esce(s.collega)).toMatchObject(no)
    expect((await scheda(id)).equipe.filter((o) => o.al === null)).toHaveLength(2)
    // the day after, the purpose is asked of him again
    t.clock.set('2026-04-20T09:00:00Z')
    const poi = await rientra(t, s.collega)
    expect(await rifiuto(poi.call(preseApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
    // the service composes it for who is absent; each may leave by himself
    t.clock.set('2026-03-02T09:00:00Z')
    await apri(s.responsabile, personaId)
    await entra(s.responsabile, s.collega.utenteId)
    const sua = (await scheda(id)).equipe.find((o) => o.utenteId === s.collega.utenteId)!
    expect(await esce(s.collega, sua.id)).toMatchObject({ codice: 'accettato' })
    expect(await esce(s.responsabile)).toMatchObject({ codice: 'accettato' })
  })
  test('un compito si dà soltanto a chi è nell’équipe', async () => {
    const { id } = await attiva(s)
    expect(
      await rifiuto(
        s.sociale.call(compitiApi.crea, {
          id,
          titolo: 'x',
          tipo: 'altro',
          scade: '2026-03-20',
          utenteId: s.collega.utenteId,
        }),
      ),
    ).toMatchObject({ campo: 'utenteId' })
  })
})

describe('elenchi', () => {
  test('le mie, dalla scadenza più vicina, a pagine, con i filtri', async () => {
    const tre = [await attiva(s), await attiva(s), await attiva(s)]
    await s.sociale.call(compitiApi.crea, { id: tre[2]!.id, titolo: 'x', tipo: 'altro', scade: '2026-03-03' })
    await s.sociale.call(compitiApi.crea, { id: tre[1]!.id, titolo: 'x', tipo: 'altro', scade: '2026-04-03' })
    const prima = await s.sociale.call(preseApi.mie, { limite: 2 })
    expect(prima.voci.map((v) => v.id)).toEqual([tre[2]!.id, tre[1]!.id])
    const seconda = await s.sociale.call(preseApi.mie, { limite: 2, dopo: prima.prossima! })
    expect(seconda.voci.map((v) => v.id)).toEqual([tre[0]!.id])
    expect((await s.sociale.call(preseApi.mie, { scadenza: 'settimana' })).voci).toHaveLength(1)
    expect((await s.sociale.call(preseApi.mie, { stato: 'sospesa' })).voci).toEqual([])
    expect((await s.collega.call(preseApi.mie, {})).voci).toEqual([])
    const agenda = await s.sociale.call(preseApi.agenda, {})
    expect(agenda.compiti).toMatchObject([{ presaId: tre[2]!.id, quando: 'settimana' }])
  })
  test('un altro comune e un altro ambito non vedono nulla', async () => {
    const { id, personaId } = await attiva(s)
    const altrui = await ambitoConCartella(t)
    for (const chi of [
      await operatore(t, a, 'assistente-sociale', a.comuni[1]),
      await operatore(t, altrui, 'responsabile-servizio'),
    ]) {
      expect(await rifiuto(chi.call(preseApi.leggi, { id }))).toMatchObject({ status: 404 })
      expect(await rifiuto(chi.call(preseApi.diPersona, { id: personaId }))).toMatchObject({ status: 404 })
      expect(await rifiuto(chi.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' }))).toMatchObject({
        status: 404,
      })
      expect(
        await rifiuto(chi.call(compitiApi.crea, { id, titolo: 'x', tipo: 'altro', scade: '2026-03-20' })),
      ).toMatchObject({ status: 404 })
    }
  })
  test('una persona non è presa in carico due volte allo stesso titolo, nemmeno insieme', async () => {
    const personaId = await nuovaPersona(s.sociale, s.comune)
    await apri(s.responsabile, personaId)
    const propone = () =>
      s.responsabile.call(preseApi.proponi, {
        id: personaId,
        tipo: 'professionale',
        area: 'adulti',
        mandato: 'accordo',
        peso: 1,
        oggetto: 'x',
      })
    const esiti = await Promise.all([rifiuto(propone()), rifiuto(propone())])
    expect(esiti.map((e) => e.codice).sort()).toEqual(['accettato', 'gia-presente'])
  })
})
