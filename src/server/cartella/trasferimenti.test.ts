// A presa in carico passes only when it is accepted, with its hand-over; between comuni the receiver gets a copy with
// the terms already running (cartella §2.4, idea 12).
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, asRuolo, daProprietario, type TestApp, testApp } from '../../../test/support/app.ts'
import {
  ambitoConCartella,
  cognomeNuovo,
  nuovaPersona,
  operatore,
  presaInCarico,
} from '../../../test/support/cartella.ts'
import { nuovoUfficio, segnalazione } from '../../../test/support/sportello.ts'
import type { NomeFatto } from '../../shared/anagrafe/fatti.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { compitiApi } from '../../shared/cartella/compiti.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { oscuramentiApi } from '../../shared/cartella/oscuramento.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { scambiApi } from '../../shared/cartella/scambi.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { trasferimentiApi } from '../../shared/cartella/trasferimenti.api.ts'
import { recapitiPerLettera } from '../anagrafe/dati-lettera.ts'
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
const offri = (id: string, a = s.collega) =>
  s.sociale.call(trasferimentiApi.offri, { id, utenteId: a.utenteId, motivo: 'Cambio di ufficio' })

/** A presa with something of each kind to hand over. */
async function ricca() {
  const p = await attiva(s, { sicurezza: 'Il vicino è violento: in due alle visite' })
  const registra = (tipo: NomeFatto, dati: object, altro: object = {}) =>
    s.sociale.call(fattiApi.registra, { id: p.personaId, tipo, dati: dati as never, fonte: 'persona', ...altro })
  await registra('recapito', { mezzo: 'cellulare', valore: '3470011223', titolare: 'la sorella', sicuro: true })
  await registra('recapito', { mezzo: 'telefono', valore: '0773000111', sicuro: false })
  await registra('recapito', { mezzo: 'cellulare', valore: '3339998887', sicuro: true }, { segreto: true })
  await registra('contatto-sicuro', { regola: 'mai-a-casa' })
  await registra('protezione', { tipo: 'amministratore-sostegno', titolare: 'Avv. Neri' })
  await registra('isee', { tipo: 'ordinario', isee: 500000 }, { al: '2026-03-20' })
  await registra('soggiorno', { titolo: 'famiglia', scadenza: '2026-03-31' })
  await registra('documento', { tipo: 'carta-identita', numero: 'AA0000001', scadenza: '2026-03-10' })
  await registra('documento', { tipo: 'passaporto', numero: 'YA0000001', scadenza: '2026-04-02' })
  // renewed already
  await registra('documento', { tipo: 'patente', numero: 'U00000001', scadenza: '2026-03-11' })
  await registra('documento', { tipo: 'patente', numero: 'U00000002', scadenza: '2036-03-11' })
  await s.sociale.call(compitiApi.crea, {
    id: p.id,
    titolo: 'Domanda di casa popolare',
    tipo: 'prestazione',
    scade: '2026-03-15',
  })
  await s.sociale.call(compitiApi.crea, {
    id: p.id,
    titolo: 'Rivedere il progetto',
    tipo: 'verifica',
    scade: '2026-09-01',
  })
  const scrivi = (giorno: string, altro: object) =>
    s.sociale.call(diarioApi.scrivi, {
      id: p.personaId,
      specie: 'attivita',
      giorno,
      tipo: 'visita',
      blocchi: [{ tipo: 'fatto', testo: 'Parole del diario.' }],
      completa: true,
      ...altro,
    })
  await scrivi('2026-02-20', { completa: false })
  await scrivi('2026-02-21', { completa: false, destinatari: [] })
  await scrivi('2026-02-22', { prossimaAttivita: 'verifica-progetto', prossimaIl: '2026-03-25' })
  await scrivi('2026-02-23', { prossimaAttivita: 'indagine-sociale', prossimaIl: '2026-03-26', destinatari: [] })
  const ufficio = await nuovoUfficio(t, a, s.comune)
  await comeSistema(
    t,
    a,
    sql`with a as (insert into appuntamento (comune_id, ufficio_id, operatore_id, inizio, fine, tipo)
          values (${s.comune}, ${ufficio}, ${s.sociale.utenteId}, '2026-03-10T09:30Z', '2026-03-10T10:00Z', 'colloquio') returning id)
        insert into appuntamento_persona (appuntamento_id, comune_id, persona_id) select id, ${s.comune}, ${p.personaId} from a`,
  )
  const { versione } = await scheda(p.id)
  await s.sociale.call(preseApi.scrivi, {
    id: p.id,
    versione,
    area: 'adulti',
    mandato: 'mandato-autorita',
    peso: 3,
    oggetto: 'Sostegno alla ricerca della casa',
    accordi: 'Ci vediamo ogni due settimane',
    desideri: 'Vivere da sola',
    sicurezza: 'Il vicino è violento: in due alle visite',
  })
  return p
}

test('il nuovo responsabile riceve anche i recapiti di cui nessuno ha detto se sono sicuri, se non c’è una cautela; e chi ne risponde resta del suo mestiere', async () => {
  const p = await attiva(s)
  const recapito = (valore: string, altro: object = {}) =>
    s.sociale.call(fattiApi.registra, {
      id: p.personaId,
      tipo: 'recapito',
      dati: { mezzo: 'cellulare', valore, ...altro },
      fonte: 'persona',
    })
  await recapito('3470011224')
  await recapito('3470011225', { sicuro: false })
  await recapito('+39 347 0011225')
  const professione = 'educatore-professionale'
  await s.sociale.call(preseApi.aggiungiOperatore, { id: p.id, utenteId: s.collega.utenteId, professione })
  const { id } = await offri(p.id)
  const chi = (await scheda(p.id, s.collega)).trasferimento!.voci.map((v) => v.testo)
  expect(chi.filter((x) => x.startsWith('Recapito'))).toEqual([
    'Recapito da non usare: 3470011225',
    'Recapito: 3470011224',
  ])
  await s.collega.call(trasferimentiApi.accetta, { id })
  expect((await scheda(p.id, s.collega)).equipe.find((o) => o.responsabile && !o.al)).toMatchObject({
    utenteId: s.collega.utenteId,
    professione: expect.stringContaining('socio-pedagogico'),
  })
})

test('non consegna il numero che una cautela nascosta a chi passa il caso vieta, né quello di un altro', async () => {
  const p = await attiva(s)
  const registra = (tipo: 'recapito' | 'contatto-sicuro', dati: Record<string, unknown>) =>
    s.sociale.call(fattiApi.registra, { id: p.personaId, tipo, dati, fonte: 'persona' })
  const numero = (valore: string, altro: object = {}) => registra('recapito', { mezzo: 'cellulare', valore, ...altro })
  const nascondi = (id: string) =>
    daProprietario(
      t,
      `update persona_fatto set riservato_a = array['${s.collega.utenteId}']::uuid[] where id = '${id}'`,
    )
  const consegnati = async () => {
    const { id } = await offri(p.id)
    const voci = (await scheda(p.id, s.collega)).trasferimento!.voci.map((v) => v.testo)
    await s.sociale.call(trasferimentiApi.ritira, { id, motivo: 'Resto in ufficio' })
    return voci.filter((x) => x.startsWith('Recapito')).sort()
  }
  await numero('3470011224')
  await numero('3470011226', { titolare: 'il marito' })
  await numero('3470011225')
  expect(await consegnati()).toEqual(['Recapito: 3470011224', 'Recapito: 3470011225'])
  await nascondi((await numero('+39 347 0011225', { sicuro: false })).id)
  expect(await consegnati()).toEqual(['Recapito: 3470011224'])
  await nascondi((await registra('contatto-sicuro', { regola: 'mai-a-casa', perche: 'Legge la posta' })).id)
  expect(await consegnati()).toEqual([])
})

test('né il numero detto sicuro che una regola di contatto, nascosta anche lei, poi vieta', async () => {
  const p = await attiva(s)
  const registra = (tipo: 'recapito' | 'contatto-sicuro', dati: Record<string, unknown>) =>
    s.sociale.call(fattiApi.registra, { id: p.personaId, tipo, dati, fonte: 'persona' })
  const nascosta = async (dati: Record<string, unknown>) => {
    const { id } = await registra('contatto-sicuro', { perche: 'Lo usa anche lui', ...dati })
    await daProprietario(
      t,
      `update persona_fatto set riservato_a = array['${s.collega.utenteId}']::uuid[] where id = '${id}'`,
    )
  }
  const consegnati = async () => {
    const { id } = await offri(p.id)
    const voci = (await scheda(p.id, s.collega)).trasferimento!.voci.map((v) => v.testo)
    await s.sociale.call(trasferimentiApi.ritira, { id, motivo: 'Resto in ufficio' })
    return voci.filter((x) => x.startsWith('Recapito')).sort()
  }
  for (const valore of ['3470011224', '3470011225'])
    await registra('recapito', { mezzo: 'cellulare', valore, sicuro: true })
  const sorella = { mezzo: 'cellulare', valore: '3470011226', sicuro: true, titolare: 'la sorella' }
  await registra('recapito', sorella)
  await nascosta({ regola: 'mai-telefono', riferimento: '+39 347 0011224' })
  expect(await consegnati()).toEqual(['Recapito sicuro: 3470011225', 'Recapito sicuro: 3470011226 (la sorella)'])
  // reached only through her sister: her own number no longer, and the other is how
  await nascosta({ regola: 'solo-tramite', riferimento: '3470011226' })
  expect(await consegnati()).toEqual(['Recapito sicuro: 3470011226 (la sorella)'])
  await nascosta({ regola: 'mai-telefono' })
  expect(await consegnati()).toEqual([])
})

describe('tra colleghi', () => {
  test('finché non è accettato il vecchio responsabile resta; le consegne si leggono prima di rispondere', async () => {
    const { id, personaId } = await ricca()
    expect(await rifiuto(s.collega.call(preseApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
    const offerta = await offri(id)
    expect(await scheda(id)).toMatchObject({ sonoResponsabile: true, trasferimento: { stato: 'offerto' } })
    const letta = await scheda(id, s.collega)
    expect(letta).toMatchObject({ sonoResponsabile: false, sonoDestinatario: true })
    const testi = letta.trasferimento!.voci.map((v) => `${v.sezione}: ${v.testo}`)
    expect(testi).toEqual(
      expect.arrayContaining([
        'sicurezza: Il vicino è violento: in due alle visite',
        'sicurezza: Mai scrivere all’indirizzo di casa',
        'sicurezza: Recapito da non usare: 0773000111',
        'chi: Recapito sicuro: 3470011223 (la sorella)',
        'scadenze: Domanda di casa popolare',
        'scadenze: L’attestazione ISEE scade',
        'scadenze: Il titolo di soggiorno scade: Motivi familiari',
        'scadenze: Il documento di identità scade: Carta di identità',
        'sospesi: Rivedere il progetto',
        'sospesi: Diario da completare, del 20/02/2026',
        'scadenze: Verifica del progetto',
        'scadenze: Appuntamento alle 10:30: Colloquio',
        'sospesi: L’informativa non risulta consegnata.',
        'accordi: Ci vediamo ogni due settimane',
        'desideri: Vivere da sola',
      ]),
    )
    expect(testi.some((x) => x.startsWith('mandati: ') && x.includes('Avv. Neri'))).toBe(true)
    // what is in a protected class stays in the folder
    // and of the diary neither the words nor what is confidential
    expect(testi.join()).not.toMatch(/3339998887|Parole del diario|21\/02\/2026|Indagine|Passaporto|Patente/)
    expect((await avvisiDi(t, a, s.collega)).at(-1)).toMatchObject({ collegamento: `/prese/${id}` })
    await s.collega.call(trasferimentiApi.accetta, { id: offerta.id })
    expect(await scheda(id, s.collega)).toMatchObject({ sonoResponsabile: true, stato: 'attiva' })
    await apri(s.sociale, personaId, 'passaggio-consegne')
    expect((await scheda(id)).storia.map((x) => x.atto)).toEqual(expect.arrayContaining(['offri', 'passa']))
  })
  test('dopo il passaggio nessun compito è di nessuno, e i termini restano quelli', async () => {
    const { id } = await ricca()
    const prima = (await scheda(id)).compiti.map((c) => [c.id, c.scade])
    const offerta = await offri(id)
    await s.collega.call(trasferimentiApi.accetta, { id: offerta.id })
    const dopo = await scheda(id, s.collega)
    expect(dopo.compiti.map((c) => [c.id, c.scade])).toEqual(prima)
    expect(dopo.compiti.every((c) => c.utenteId === s.collega.utenteId)).toBe(true)
    expect(await diNessuno(t, a)).toEqual([])
    const responsabili = await comeSistema(
      t,
      a,
      sql`select 1 from presa_operatore where presa_id = ${id} and responsabile and al is null`,
    )
    expect(responsabili).toHaveLength(1)
  })
  test('accettare si può con consegne non viste: restano in vista finché non se ne prende visione, una per una', async () => {
    const { id } = await ricca()
    const offerta = await offri(id)
    await s.collega.call(trasferimentiApi.accetta, { id: offerta.id })
    const { voci, daVedere } = (await scheda(id, s.collega)).trasferimento!
    expect(daVedere).toBe(voci.length)
    expect((await s.collega.call(preseApi.mie, {})).voci).toMatchObject([{ id, daVedere }])
    expect((await s.collega.call(preseApi.agenda, {})).consegne).toMatchObject([{ presaId: id, daVedere }])
    const vedi = (voce: string, chi = s.collega) => chi.call(trasferimentiApi.vedi, { id: offerta.id, voce })
    // a double click counts once
    await Promise.all([vedi(voci[0]!.id), vedi(voci[0]!.id)])
    expect((await scheda(id, s.collega)).trasferimento).toMatchObject({ daVedere: voci.length - 1 })
    for (const v of voci.slice(1)) await vedi(v.id)
    expect((await scheda(id, s.collega)).trasferimento).toMatchObject({ daVedere: 0 })
    expect((await s.collega.call(preseApi.agenda, {})).consegne).toEqual([])
  })
  test('rifiutato: tutto resta com’era, e il fascicolo si richiude a chi ha rifiutato', async () => {
    const { id } = await attiva(s)
    const offerta = await offri(id)
    await scheda(id, s.collega)
    await s.collega.call(trasferimentiApi.rifiuta, { id: offerta.id, motivo: 'Ho già troppi casi' })
    t.clock.advance(1)
    expect(await scheda(id)).toMatchObject({ sonoResponsabile: true, trasferimento: null })
    expect(await rifiuto(s.collega.call(preseApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
  })
  test('una sola offerta alla volta, anche insieme; risponde solo chi l’ha ricevuta; chiudere aspetta la risposta', async () => {
    const { id } = await attiva(s)
    const terzo = await operatore(t, a, 'assistente-sociale', s.comune)
    const esiti = await Promise.all([rifiuto(offri(id)), rifiuto(offri(id, terzo))])
    expect(esiti.map((e) => e.codice).sort()).toEqual(['accettato', 'stato-non-ammesso'])
    const { trasferimento } = await scheda(id)
    expect(await rifiuto(s.sociale.call(trasferimentiApi.accetta, { id: trasferimento!.id }))).toMatchObject({
      status: 403,
    })
    expect(await rifiuto(s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' }))).toMatchObject({
      status: 409,
    })
    await s.sociale.call(trasferimentiApi.ritira, { id: trasferimento!.id, motivo: 'Resto in ufficio' })
    await s.sociale.call(preseApi.chiudi, { id, motivo: 'altro', valutazione: 'x' })
  })
  test('accettata due volte insieme, passa una volta', async () => {
    const { id } = await attiva(s)
    const offerta = await offri(id)
    const esiti = await Promise.all(
      [1, 2].map(() => rifiuto(s.collega.call(trasferimentiApi.accetta, { id: offerta.id }))),
    )
    expect(esiti.map((e) => e.codice).sort()).toEqual(['accettato', 'stato-non-ammesso'])
  })
  test('la offre e la ritira solo chi ne risponde: non un collega che ha aperto il fascicolo', async () => {
    const { id, personaId } = await attiva(s)
    const terzo = await operatore(t, a, 'assistente-sociale', s.comune)
    const altrove = a.comuni[1]!
    // answers for the service of another comune: here he is a colleague like the others
    const vicino = await asRuolo(
      t,
      a,
      { ruolo: 'assistente-sociale', comune: s.comune },
      { ruolo: 'responsabile-servizio', comune: altrove },
    )
    const no = { status: 403, codice: 'azione-non-consentita' }
    const tenta = (chi: typeof vicino, utenteId: string) =>
      rifiuto(chi.call(trasferimentiApi.offri, { id, utenteId, motivo: 'Lo prendo io' }))
    for (const chi of [s.collega, vicino]) {
      await apri(chi, personaId)
      expect(await scheda(id, chi)).toMatchObject({ neRispondo: false })
      for (const a of [chi, terzo]) expect(await tenta(chi, a.utenteId)).toMatchObject(no)
      expect(
        await rifiuto(chi.call(scambiApi.offriAComune, { id, comuneId: altrove, motivo: 'Altrove' })),
      ).toMatchObject(no)
    }
    expect(await tenta(s.sociale, s.sociale.utenteId)).toMatchObject({ campo: 'utenteId' })
    expect(await scheda(id)).toMatchObject({ neRispondo: true, trasferimento: null, scambio: null })

    const offerta = await offri(id, terzo)
    for (const chi of [s.collega, vicino])
      expect(
        await rifiuto(chi.call(trasferimentiApi.ritira, { id: offerta.id, motivo: 'Meglio di no' })),
      ).toMatchObject(no)
    await s.sociale.call(trasferimentiApi.ritira, { id: offerta.id, motivo: 'Resto in ufficio' })
    await s.sociale.call(scambiApi.offriAComune, { id, comuneId: altrove, motivo: 'Si trasferisce' })
    for (const chi of [s.collega, vicino])
      expect(await rifiuto(chi.call(scambiApi.ritira, { id, motivo: 'Meglio di no' }))).toMatchObject(no)
    await s.sociale.call(scambiApi.ritira, { id, motivo: 'Non si trasferisce più' })
    const negati = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
      sql<{ utenteId: string }>`select utente_id from kernel.registro_accessi
        where azione = 'presa.trasferisci' and esito = 'negato' and utente_id in (${s.collega.utenteId}, ${vicino.utenteId})`.execute(
        tx,
      ),
    )
    expect(negati.rows).toHaveLength(10)
  })
  test('il responsabile del servizio la offre per chi è assente: chi ne risponde lo sa, e con parole vere', async () => {
    const { id } = await attiva(s)
    expect(await scheda(id, s.responsabile)).toMatchObject({ neRispondo: true, sonoResponsabile: false })
    const ultimi = async (chi: typeof s.sociale, n = 1) => (await avvisiDi(t, a, chi)).slice(-n).map((x) => x.testo)
    const perLui = (utenteId: string) => {
      t.clock.advance(1)
      return s.responsabile.call(trasferimentiApi.offri, { id, utenteId, motivo: 'La collega è in maternità' })
    }

    const prima = await perLui(s.collega.utenteId)
    expect((await avvisiDi(t, a, s.sociale)).at(-1)).toMatchObject({
      testo: expect.stringContaining('Il responsabile del servizio ha offerto il passaggio'),
      collegamento: `/prese/${id}`,
    })
    t.clock.advance(1)
    await s.collega.call(trasferimentiApi.rifiuta, { id: prima.id, motivo: 'Ho già troppi casi' })
    // who offered it is told too
    for (const chi of [s.sociale, s.responsabile]) expect((await ultimi(chi))[0]).toContain('è stato rifiutato')
    const seconda = await perLui(s.collega.utenteId)
    t.clock.advance(1)
    await s.responsabile.call(trasferimentiApi.ritira, { id: seconda.id, motivo: 'Ne parliamo' })
    expect((await ultimi(s.sociale))[0]).toContain('ha ritirato l’offerta di passaggio')
    t.clock.advance(1)
    await s.responsabile.call(scambiApi.offriAComune, { id, comuneId: a.comuni[1]!, motivo: 'Si trasferisce' })
    t.clock.advance(1)
    await s.responsabile.call(scambiApi.ritira, { id, motivo: 'Resta qui' })
    expect(await ultimi(s.sociale, 2)).toEqual([
      expect.stringContaining('ha offerto a un altro comune'),
      expect.stringContaining('ha ritirato l’offerta a un altro comune'),
    ])
    // only he may name himself, and nobody tells him what he has done
    const avvisi = await avvisiDi(t, a, s.responsabile)
    const terza = await perLui(s.responsabile.utenteId)
    t.clock.advance(1)
    await s.responsabile.call(trasferimentiApi.accetta, { id: terza.id })
    expect(await avvisiDi(t, a, s.responsabile)).toEqual(avvisi)
    const testi = (await avvisiDi(t, a, s.sociale)).map((x) => x.testo)
    expect(testi.at(-1)).toContain('è stato accettato: ora ne risponde il collega')
    expect(testi.join()).not.toContain('che hai offerto')
  })
  test('offerto da chi risponde del servizio, dice le bozze di chi manca: il giorno, e mai quelle riservate', async () => {
    const { id, personaId } = await attiva(s)
    const scrivi = (giorno: string, altro: object = {}) =>
      s.sociale.call(diarioApi.scrivi, {
        id: personaId,
        specie: 'diario',
        giorno,
        tipo: 'colloquio',
        blocchi: [{ tipo: 'fatto', testo: 'Parole della bozza.' }],
        completa: false,
        ...altro,
      })
    const { id: bozza } = await scrivi('2026-02-20')
    await scrivi('2026-02-21', { destinatari: [] })
    await s.responsabile.call(trasferimentiApi.offri, { id, utenteId: s.collega.utenteId, motivo: 'Assenza' })
    const testi = async (chi = s.collega) =>
      (await scheda(id, chi)).trasferimento!.voci.map((v) => v.testo).filter((x) => x.startsWith('Diario'))
    expect(await testi()).toEqual(['Diario da completare, del 20/02/2026'])
    expect(JSON.stringify(await scheda(id, s.collega))).not.toMatch(/Parole della bozza|21\/02\/2026/)
    // hidden once it is completed, its day is too
    const { versione } = await s.sociale.call(diarioApi.leggi, { id: bozza })
    await s.sociale.call(diarioApi.update, {
      id: bozza,
      versione,
      giorno: '2026-02-20',
      tipo: 'colloquio',
      blocchi: [{ tipo: 'fatto', testo: 'Parole della bozza.' }],
      completa: true,
      destinatari: [],
    })
    expect(await testi()).toEqual([])
    expect(await testi(s.sociale)).toHaveLength(1)
  })
  test('non si offre a chi non lavora in quel comune', async () => {
    const { id } = await attiva(s)
    const altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
    expect(await rifiuto(offri(id, altrove))).toMatchObject({ campo: 'utenteId' })
  })
})

describe.each(['dello stesso ambito', 'di un altro ambito'])('a un comune %s', (dove) => {
  let altro: Ambito
  let r: Servizio
  beforeEach(async () => {
    altro = dove === 'dello stesso ambito' ? a : await ambitoConCartella(t)
    r = await servizio(t, altro, altro.comuni[1])
  })
  const offri = (id: string) =>
    s.sociale.call(scambiApi.offriAComune, { id, comuneId: r.comune, motivo: 'Si è trasferita' })

  test('chi riceve accetta: la persona è copiata, i termini continuano, chi manda conserva la sua riga chiusa', async () => {
    const { id, personaId } = await ricca()
    const { id: scambio } = await offri(id)
    expect(await scheda(id)).toMatchObject({ sonoResponsabile: true, stato: 'attiva', scambio: { stato: 'offerto' } })
    expect((await r.responsabile.call(scambiApi.arrivi, {})).voci).toMatchObject([
      { id: scambio, comuneDestId: r.comune },
    ])
    const letto = await r.responsabile.call(scambiApi.leggi, { id: scambio })
    expect(letto).toMatchObject({
      personaOrigineId: personaId,
      compiti: [{ scade: '2026-03-15' }, { scade: '2026-09-01' }],
    })
    expect(JSON.stringify(letto)).not.toContain('3339998887')
    const nuova = await r.responsabile.call(scambiApi.accetta, { id: scambio, utenteId: r.sociale.utenteId })
    expect(await r.sociale.call(preseApi.leggi, { id: nuova.id })).toMatchObject({
      stato: 'assegnata',
      comuneId: r.comune,
      primoContattoEntro: '2026-03-17',
      primoContattoIl: '2026-03-02',
      desideri: 'Vivere da sola',
      prossimaScadenza: '2026-03-15',
    })
    await r.sociale.call(preseApi.accetta, { id: nuova.id })
    const ricevuta = await r.sociale.call(preseApi.leggi, { id: nuova.id })
    expect(ricevuta.primoContattoEntro).toBe('2026-03-17')
    expect(ricevuta.trasferimento).toMatchObject({ stato: 'accettato', daVedere: ricevuta.trasferimento!.voci.length })
    expect(ricevuta.persona.id).not.toBe(personaId)
    // the same facts, value by value, but for the one that is secret
    const fattiDi = async (chi: typeof s.sociale, persona: string) =>
      (await chi.call(personeApi.leggi, { id: persona })).fatti
        .filter((f) => f.classe === null)
        .map(({ tipo, dati, dal, al, fonte, nota }) => JSON.stringify({ tipo, dati, dal, al, fonte, nota }))
        .sort()
    await apri(s.sociale, personaId, 'richiesta-persona')
    const mandati = await fattiDi(s.sociale, personaId)
    expect(mandati.length).toBeGreaterThan(10)
    expect(await fattiDi(r.sociale, ricevuta.persona.id)).toEqual(mandati)
    const mandata = await scheda(id)
    const cose = [
      'tipo',
      'area',
      'mandato',
      'peso',
      'oggetto',
      'accordi',
      'desideri',
      'sicurezza',
      'primoContattoIl',
    ] as const
    const cosa = (p: typeof mandata) => cose.map((c) => p[c])
    expect(cosa(ricevuta)).toEqual(cosa(mandata))
    const impegni = (p: typeof mandata) => p.compiti.map((c) => [c.titolo, c.tipo, c.scade]).sort()
    expect(impegni(ricevuta)).toEqual(impegni(mandata))
    expect(await diNessuno(t, altro)).toEqual([])
    // the sender: closed as transferred, readable with a purpose, nothing left to do
    const mia = await scheda(id)
    expect(mia).toMatchObject({
      stato: 'chiusa',
      motivoChiusura: 'Trasferimento in altro comune',
      scambio: { stato: 'accettato' },
    })
    expect(mia.compiti.map((c) => c.stato)).toEqual(['passato', 'passato'])
    expect(await diNessuno(t, a)).toEqual([])
    // each is controller of its own record
    expect(await rifiuto(s.sociale.call(preseApi.leggi, { id: nuova.id }))).toMatchObject({ status: 404 })
    expect(await rifiuto(r.sociale.call(preseApi.leggi, { id }))).toMatchObject({ status: 404 })
  })
  test('rifiutato: chi manda ne sa il motivo e resta responsabile; nella copia non c’è chi ha segnalato, nemmeno nei dati', async () => {
    const { id, personaId } = await attiva(s, { sicurezza: 'Lo dice la Malvasia (0773 998877): in due alle visite' })
    await s.sociale.call(fattiApi.registra, {
      id: personaId,
      tipo: 'recapito',
      dati: { mezzo: 'telefono', valore: '0773000000', titolare: 'una vicina della Malvasia' } as never,
      fonte: 'persona',
      nota: 'Avuto da Gertrude',
    })
    await s.sociale.call(segnalazioniApi.crea, {
      ...segnalazione(s.comune),
      segnalante: { anonimo: false, nome: 'Gertrude Malvasia', recapiti: '0773998877' },
      segnalati: [{ personaId }],
    })
    const { id: scambio } = await offri(id)
    const [copia] = await comeSistema(
      t,
      a,
      sql<{ testo: string }>`
      select to_jsonb(x)::text as testo from scambio_presa x where id = ${scambio}`,
    )
    expect(copia!.testo).not.toMatch(/Malvasia|Gertrude|998877/)
    for (const letto of ['una vicina della [omissis]', 'Avuto da [omissis]', 'Lo dice la [omissis] ([omissis])'])
      expect(copia!.testo).toContain(letto)
    t.clock.advance(1)
    await r.responsabile.call(scambiApi.rifiuta, { id: scambio, motivo: 'Non risulta residente' })
    expect(await scheda(id)).toMatchObject({
      sonoResponsabile: true,
      stato: 'attiva',
      scambio: { stato: 'rifiutato', risposta: 'Non risulta residente' },
    })
    expect((await avvisiDi(t, a, s.sociale)).at(-1)?.testo).toContain('rifiutata')
  })
  test('nessun altro lo legge né risponde, e chi arriva secondo trova già risposto', async () => {
    const { id } = await attiva(s)
    const { id: scambio } = await offri(id)
    const estraneo = await operatore(t, altro, 'responsabile-servizio', altro.comuni[0])
    expect(await rifiuto(estraneo.call(scambiApi.leggi, { id: scambio }))).toMatchObject({ status: 404 })
    expect(await rifiuto(estraneo.call(scambiApi.rifiuta, { id: scambio, motivo: 'x' }))).toMatchObject({ status: 404 })
    expect((await estraneo.call(scambiApi.arrivi, {})).voci).toEqual([])
    const esiti = await Promise.all(
      [1, 2].map(() => rifiuto(r.responsabile.call(scambiApi.accetta, { id: scambio, utenteId: r.sociale.utenteId }))),
    )
    expect(esiti.filter((e) => e.codice === 'accettato')).toHaveLength(1)
    expect((await r.sociale.call(preseApi.mie, {})).voci).toHaveLength(1)
  })
  test('senza codice fiscale, chi riceve dice se è una persona che c’è già: non nasce un doppione da sé', async () => {
    const come = { cognome: cognomeNuovo(), nome: 'Teresa', dataNascita: '1961-02-03' }
    const qui = await nuovaPersona(r.sociale, r.comune, come)
    const arriva = async () => {
      const { id } = await proposta(s, {}, {
        ...come,
        ...(dove === 'dello stesso ambito' && { diverseDa: [qui] }),
      } as never)
      await assegna(s, id)
      await s.sociale.call(preseApi.accetta, { id })
      return (await offri(id)).id
    }
    const accetta = (id: string, altro: object = {}) =>
      r.responsabile.call(scambiApi.accetta, { id, utenteId: r.sociale.utenteId, ...altro })
    const id = await arriva()
    const { simili } = await r.responsabile.call(scambiApi.leggi, { id })
    expect(simili).toMatchObject([{ id: qui, ...come }])
    expect(await rifiuto(accetta(id))).toMatchObject({ codice: 'possibile-doppione' })
    expect(await rifiuto(accetta(id, { personaId: randomUUID() }))).toMatchObject({ campo: 'personaId' })
    const nuova = await accetta(id, { personaId: qui })
    expect((await r.sociale.call(preseApi.leggi, { id: nuova.id })).persona.id).toBe(qui)
  })
  test('chi torna è la stessa persona di prima', async () => {
    const { id } = await attiva(s)
    const { id: scambio } = await offri(id)
    const { id: nuova } = await r.responsabile.call(scambiApi.accetta, { id: scambio, utenteId: r.sociale.utenteId })
    const qui = (await r.sociale.call(preseApi.leggi, { id: nuova })).persona.id
    await r.sociale.call(preseApi.accetta, { id: nuova })
    await r.sociale.call(preseApi.chiudi, { id: nuova, motivo: 'altro', valutazione: 'x' })
    // taken again by the sender, and offered again
    await apri(
      s.sociale,
      (await comeSistema(t, a, sql<{ personaId: string }>`select persona_id from presa_in_carico where id = ${id}`))[0]!
        .personaId,
    )
    await s.sociale.call(preseApi.riapri, { id, motivo: 'È tornata' })
    const regola = { regola: 'mai-a-casa', perche: 'Saputo dopo la prima volta' }
    const origine = (await scheda(id)).persona.id
    // the receiver has a number as usable, and the sender has learnt that it is not
    const numero = { mezzo: 'cellulare', valore: '+39 347 0099887' }
    const noto = { tipo: 'recapito', dati: { ...numero, sicuro: true }, fonte: 'persona' } as const
    await apri(r.sociale, qui)
    await r.sociale.call(fattiApi.registra, { id: qui, ...noto })
    const daNonChiamare = { ...numero, valore: '3470099887', sicuro: false }
    await s.sociale.call(fattiApi.registra, { id: origine, tipo: 'recapito', dati: daNonChiamare, fonte: 'persona' })
    const alTelefono = { mezzo: 'telefono', valore: '0773000222', sicuro: true }
    await s.sociale.call(fattiApi.registra, { id: origine, tipo: 'recapito', dati: alTelefono, fonte: 'persona' })
    await s.sociale.call(fattiApi.registra, { id: origine, tipo: 'contatto-sicuro', dati: regola, fonte: 'persona' })
    const { id: secondo } = await offri(id)
    const { id: terza } = await r.responsabile.call(scambiApi.accetta, { id: secondo, utenteId: r.sociale.utenteId })
    expect((await r.sociale.call(preseApi.leggi, { id: terza })).persona.id).toBe(qui)
    // of who was here already only what keeps her safe is added, and once
    const sicuri = (await r.sociale.call(personeApi.leggi, { id: qui })).fatti.filter(
      (f) => f.tipo === 'contatto-sicuro',
    )
    expect(sicuri.map((f) => f.dati).filter((d) => d.perche === regola.perche)).toEqual([regola])
    expect(new Set(sicuri.map((f) => JSON.stringify(f.dati))).size).toBe(sicuri.length)
    const { fatti } = await r.sociale.call(personeApi.leggi, { id: qui })
    expect(fatti.filter((f) => f.tipo === 'recapito').map((f) => f.dati)).toEqual(
      expect.arrayContaining([noto.dati, daNonChiamare]),
    )
    expect(JSON.stringify(fatti)).not.toContain(alTelefono.valore)
    expect(recapitiPerLettera(fatti).telefono).toBeNull()
  })
})

test('nascosto qualcosa dopo l’offerta, o segreto l’indirizzo, l’altro comune non la legge più', async () => {
  const r = await servizio(t, a, a.comuni[1])
  const nascondi = (id: string, tipo: string, oggettoId: string) =>
    s.sociale.call(oscuramentiApi.nascondi, { id, tipo, oggettoId, utenti: [], motivo: 'In pericolo' })
  const segreto = (id: string) =>
    s.sociale.call(fattiApi.registra, {
      id,
      tipo: 'domicilio',
      dati: { comune: s.comune, indirizzo: 'Via Nascosta' },
      fonte: 'persona',
      segreto: true,
    })
  const fatto = async (personaId: string) => {
    const dati = { tipo: 'amministratore-sostegno', titolare: 'Avv. Neri' }
    const f = await s.sociale.call(fattiApi.registra, { id: personaId, tipo: 'protezione', dati, fonte: 'persona' })
    return nascondi(personaId, 'fatto', f.id)
  }
  const casi: [string, (personaId: string, id: string) => Promise<unknown>][] = [
    ['indirizzo segreto', (personaId) => segreto(personaId)],
    ['fascicolo', (personaId) => nascondi(personaId, 'persona', personaId)],
    ['presa', (personaId, id) => nascondi(personaId, 'presa', id)],
    ['dato', fatto],
    [
      'parente',
      async (personaId) => {
        const figlio = await nuovaPersona(s.sociale, s.comune)
        await presaInCarico(t, a, s.comune, figlio, s.sociale.utenteId)
        await comeSistema(
          t,
          a,
          sql`with n as (insert into nucleo (comune_id, tipo, fonte) values (${s.comune}, 'fatto', 'persona') returning id)
        insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela) select ${s.comune}, n.id, x, 'figlio' from n, unnest(array[${personaId}, ${figlio}]::uuid[]) x`,
        )
        await nascondi(figlio, 'persona', figlio)
      },
    ],
  ]
  let dette = 0
  for (const [caso, dopo] of casi) {
    const { id, personaId } = await attiva(s)
    const { id: scambio } = await s.sociale.call(scambiApi.offriAComune, {
      id,
      comuneId: r.comune,
      motivo: 'Si trasferisce',
    })
    await r.responsabile.call(scambiApi.leggi, { id: scambio })
    await dopo(personaId, id)
    for (const prova of [
      () => r.responsabile.call(scambiApi.leggi, { id: scambio }),
      () => r.responsabile.call(scambiApi.accetta, { id: scambio, utenteId: r.sociale.utenteId }),
    ])
      expect(await rifiuto(prova()), caso).toMatchObject({ status: 404 })
    expect((await r.responsabile.call(scambiApi.arrivi, {})).voci, caso).toEqual([])
    // one more each time
    const ritirate = (await avvisiDi(t, a, s.sociale)).filter((x) =>
      x.testo.includes('è stata ritirata: il fascicolo è cambiato'),
    )
    expect(ritirate, caso).toHaveLength(++dette)
    expect((await scheda(id)).scambio, caso).toMatchObject({ stato: 'ritirato' })
  }
})

test('un comune che non usa la cartella, il proprio, un fascicolo riservato: una frase', async () => {
  const { id, personaId } = await attiva(s)
  const offri = (comuneId: string) => rifiuto(s.sociale.call(scambiApi.offriAComune, { id, comuneId, motivo: 'x' }))
  expect(await offri(s.comune)).toMatchObject({ campo: 'comuneId' })
  expect(await offri('A001')).toMatchObject({ campo: 'comuneId' })
  await t.deps.db.inScope(
    { azione: 'prova', ambito: a.id, comuni: a.comuni, utente: s.sociale.utenteId, fascicolo: true },
    (tx) => sql`update persona set riservato_a = ${[s.sociale.utenteId]} where id = ${personaId}`.execute(tx),
  )
  expect(await offri(a.comuni[1]!)).toMatchObject({ status: 422 })
})

test('l’offerta scade come apertura: dopo i giorni previsti si legge indicando il motivo', async () => {
  const { id } = await attiva(s)
  await offri(id)
  t.clock.set('2026-03-18T09:00:00Z')
  s.collega = await rientra(t, s.collega)
  expect(await rifiuto(s.collega.call(preseApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
  expect((await s.collega.call(preseApi.agenda, {})).offerti).toMatchObject([{ presaId: id }])
})
