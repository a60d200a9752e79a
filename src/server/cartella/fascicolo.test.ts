// The folder: first page, stream, chronologies, the register for the person, unusual accesses.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { dellaCartella } from '../../../test/support/contratti.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { accessiApi } from '../../shared/cartella/accessi.api.ts'
import { type RegolaAccesso, regoleAccesso } from '../../shared/cartella/accessi.rules.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { emergenzeApi } from '../../shared/cartella/emergenze.api.ts'
import { cronologieApi, fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import { letturaInParole } from '../../shared/cartella/registro.rules.ts'
import { Binario, ById } from '../../shared/kernel/endpoint.ts'
import { contratti } from '../openapi.ts'
import { accessiInsoliti, lunediScorso } from './accessi.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let persona: string
let presa: string
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  persona = await nuovaPersona(sociale, qui())
  presa = await presaInCarico(t, a, qui(), persona, sociale.utenteId)
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
const prepara = (fn: Parameters<typeof t.deps.db.inScope<void>>[1], dove = a) =>
  t.deps.db.inScope(
    {
      azione: 'prova.prepara',
      ambito: dove.id,
      comuni: dove.comuni,
      intero: true,
      fascicolo: true,
      utente: sociale.utenteId,
    },
    fn,
  )
const fatto = (tipo: string, dati: object, altro: object = {}) =>
  sociale.call(fattiApi.registra, { id: persona, tipo, dati, fonte: 'persona', ...altro } as never)
const voce = (altro: object = {}) =>
  sociale.call(diarioApi.scrivi, {
    id: persona,
    specie: 'diario',
    giorno: '2026-02-10',
    tipo: 'colloquio',
    completa: true,
    blocchi: [{ tipo: 'fatto', testo: 'Una visita.' }],
    ...altro,
  } as never)

describe('il frontespizio', () => {
  test('dice chi è, come si contatta senza rischi, chi ne risponde, che cosa scade e che cosa non va', async () => {
    await fatto('contatto-sicuro', { regola: 'mai-telefono', riferimento: '0773 123' })
    await fatto('recapito', { mezzo: 'cellulare', valore: '3330000000' })
    await fatto('isee', { tipo: 'ordinario', isee: 100_00 }, { dal: '2025-01-10', al: '2025-12-31' })
    await fatto('decesso', {}, { dal: '2026-02-20' })
    await voce({ significativo: true })
    await prepara(async (tx) => {
      await sql`insert into compito (comune_id, presa_id, persona_id, utente_id, tipo, scade) select comune_id, id, persona_id, ${sociale.utenteId}, 'altro', '2026-02-01' from presa_in_carico where id = ${presa}`.execute(
        tx,
      )
      await sql`update presa_dettaglio set oggetto = 'Sostegno alla casa' where presa_id = ${presa}`.execute(tx)
    })
    const f = await sociale.call(fascicoloApi.frontespizio, { id: persona })
    expect(f).toMatchObject({
      eta: 45,
      minorenne: false,
      contattoSicuro: ['Mai chiamare questo numero: 0773 123'],
      prese: [{ id: presa, stato: 'attiva', responsabile: { id: sociale.utenteId }, mia: true }],
      perche: { oggetto: 'Sostegno alla casa' },
      prossimi: [{ giorno: '2026-02-01', scaduto: true }],
      ultimi: [{ tipo: 'Colloquio in ufficio', significativo: true }],
    })
    expect(f.avvisi.map((x) => x.codice)).toEqual(['deceduta', 'scaduti', 'isee-scaduto'])
    expect(f.dati).toMatchObject([{ tipo: 'recapito', valore: 'Cellulare, 3330000000' }])
  })
  test('a chi non legge il contenuto dà la stessa pagina, senza', async () => {
    await voce()
    await prepara(async (tx) => {
      await sql`update presa_dettaglio set oggetto = 'Sostegno alla casa' where presa_id = ${presa}`.execute(tx)
    })
    const amministrativo = await operatore(t, a, 'amministrativo')
    expect(await rifiuto(amministrativo.call(fascicoloApi.frontespizio, { id: persona }))).toMatchObject({
      codice: 'motivo-richiesto',
    })
    await amministrativo.call(personeApi.apri, { id: persona, motivo: 'istruttoria-prestazione', dettaglio: 'Domanda' })
    expect(await amministrativo.call(fascicoloApi.frontespizio, { id: persona })).toMatchObject({
      perche: null,
      ultimi: [],
      prese: [{ id: presa }],
    })
  })
})

describe('la storia', () => {
  const tipi = async (filtri: object = {}) =>
    (await sociale.call(fascicoloApi.timeline, { id: persona, ...filtri })).voci.map((v) => v.tipo)

  test('è una sola, da ogni modulo, in ordine di tempo e a pagine', async () => {
    await fatto('residenza', { comune: qui(), indirizzo: 'Via Uno' }, { dal: '2020-05-01' })
    await voce({ significativo: true })
    await sociale.call(diarioApi.scrivi, {
      id: persona,
      specie: 'attivita',
      giorno: '2026-02-20',
      tipo: 'indagine-sociale',
      completa: true,
      blocchi: [{ tipo: 'valutazione', testo: 'Indagine.' }],
    })
    await voce({ completa: false })
    await prepara(async (tx) => {
      await sql`insert into presa_passaggio (comune_id, presa_id, atto, da, a, quando) values (${qui()}, ${presa}, 'attiva', 'accettata', 'attiva', '2026-01-10T10:00:00Z')`.execute(
        tx,
      )
      const { rows } = await sql<{
        id: string
      }>`insert into nucleo (comune_id, tipo, fonte) values (${qui()}, 'anagrafico', 'anagrafe') returning id`.execute(
        tx,
      )
      await sql`insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela, dal, al) values (${qui()}, ${rows[0]!.id}, ${persona}, 'figlio', '2019-01-01', '2021-01-01')`.execute(
        tx,
      )
    })
    // the name, of today, comes first
    expect(await tipi()).toEqual(['fatto', 'attivita', 'diario', 'presa', 'nucleo', 'fatto', 'nucleo'])
    const viste: string[] = []
    let dopo: string | undefined
    do {
      const p = await sociale.call(fascicoloApi.timeline, { id: persona, limite: 2, ...(dopo ? { dopo } : {}) })
      viste.push(...p.voci.map((v) => v.tipo))
      dopo = p.prossima ?? undefined
    } while (dopo)
    expect(viste).toEqual(await tipi())
    expect(await tipi({ significativi: true })).toEqual(['diario', 'presa'])
    expect(await tipi({ tipo: 'nucleo', dal: '2020-01-01' })).toEqual(['nucleo'])
    expect(await tipi({ al: '2019-12-31' })).toEqual(['nucleo'])
    expect(await tipi({ autore: sociale.utenteId, tipo: 'diario' })).toEqual(['diario'])
    const [, , diario, , , residenza] = (await sociale.call(fascicoloApi.timeline, { id: persona })).voci
    expect(diario).toMatchObject({ titolo: 'Colloquio in ufficio', testo: 'Una visita.', autore: 'Prova Utente' })
    expect(residenza!.titolo).toBe('Residenza')
    expect(residenza!.testo).toContain('Via Uno')
  })
})

describe('nella storia stanno anche', () => {
  test('unioni, nascite e legami, i compiti fatti, gli invii; e tra le scadenze gli appuntamenti', async () => {
    const [altro, figlia] = [
      await nuovaPersona(sociale, qui()),
      await nuovaPersona(sociale, qui(), { dataNascita: '2015-06-07' }),
    ]
    const lega = (con: string, r: object) =>
      sociale.call(relazioniApi.registra, { id: persona, con, fonte: 'persona', ...r } as never)
    await lega(altro, { specie: 'unione', tipo: 'matrimonio', dal: '2010-01-01', al: '2020-01-01', esito: 'divorzio' })
    await lega(figlia, { specie: 'filiazione', tipo: 'naturale', altroE: 'figlio' })
    await lega(altro, { specie: 'legame', tipo: 'violenza', altroE: 'figlio', dal: '2019-01-01' })
    await prepara(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        insert into compito (comune_id, presa_id, persona_id, utente_id, tipo, scade, stato, chiuso_il, chiuso_da)
        values (${qui()}, ${presa}, ${persona}, ${sociale.utenteId}, 'altro', '2026-02-01', 'fatto', '2026-02-01T10:00:00Z', ${sociale.utenteId}) returning id`.execute(
        tx,
      )
      await sql`insert into compito_testo (compito_id, comune_id, persona_id, titolo, esito) values (${rows[0]!.id}, ${qui()}, ${persona}, 'Chiamare la scuola', 'Fatto')`.execute(
        tx,
      )
      await sql`insert into invio (comune_id, persona_id, ente, stato, inviato_il) values (${qui()}, ${persona}, 'Consultorio', 'accettata', '2026-02-02T10:00:00Z')`.execute(
        tx,
      )
      const u = await sql<{
        id: string
      }>`insert into ufficio (comune_id, nome) values (${qui()}, 'Sportello') returning id`.execute(tx)
      const { rows: app } = await sql<{ id: string }>`
        insert into appuntamento (comune_id, ufficio_id, operatore_id, inizio, fine, tipo)
        values (${qui()}, ${u.rows[0]!.id}, ${sociale.utenteId}, '2026-03-10T09:00:00Z', '2026-03-10T10:00:00Z', 'colloquio') returning id`.execute(
        tx,
      )
      await sql`insert into appuntamento_persona (appuntamento_id, comune_id, persona_id) values (${app[0]!.id}, ${qui()}, ${persona})`.execute(
        tx,
      )
    })
    const storia = async (chi: Caller, id = persona) =>
      (await chi.call(fascicoloApi.timeline, { id })).voci
        .filter((v) => ['relazione', 'compito', 'invio'].includes(v.tipo))
        .map((v) => [v.giorno, v.titolo])
    const legame = ['2019-01-01', expect.stringMatching(/^Legame: /)]
    const senzaLegame = [
      ['2026-02-02', 'A Consultorio, accettato'],
      ['2026-02-01', 'Chiamare la scuola: Altro'],
      ['2020-01-01', 'Fine dell’unione: Matrimonio'],
      ['2015-06-07', 'Nascita di una figlia o di un figlio'],
      ['2010-01-01', 'Unione: Matrimonio'],
    ]
    expect(await storia(sociale)).toEqual(senzaLegame.toSpliced(3, 0, legame as never))
    // who does not know of violence has no trace of the bond
    const educatore = await operatore(t, a, 'educatore')
    await educatore.call(personeApi.apri, { id: persona, motivo: 'lavoro-equipe', dettaglio: 'Prova' })
    expect(await storia(educatore)).toEqual(senzaLegame)
    const f = await sociale.call(fascicoloApi.frontespizio, { id: persona })
    expect(f.prossimi).toMatchObject([
      {
        giorno: '2026-03-10',
        cosa: expect.stringMatching(/^Appuntamento alle 10:00: /),
        collegamento: '/agenda',
        scaduto: false,
      },
    ])
  })
})

describe('una cronologia', () => {
  test('sceglie eventi, si chiude e non cambia più; si riapre con un motivo', async () => {
    const { id: v } = await voce()
    const altra = await voce({ giorno: '2026-02-12' })
    const { id } = await sociale.call(cronologieApi.comincia, { id: persona, titolo: 'Per il tribunale' })
    const eventi = [{ tipo: 'diario', id: v, commento: 'Da qui comincia' }]
    const { versione } = await sociale.call(cronologieApi.update, {
      id,
      versione: 1,
      titolo: 'Per il tribunale',
      analisi: 'Una storia.',
      eventi,
    })
    const inventato = [{ tipo: 'diario', id: persona }]
    expect(
      await rifiuto(sociale.call(cronologieApi.update, { id, versione, titolo: 'x', eventi: inventato })),
    ).toMatchObject({ campo: 'eventi' })
    expect(await rifiuto(sociale.call(cronologieApi.update, { id, versione: 1, titolo: 'x', eventi }))).toMatchObject({
      status: 412,
    })
    await sociale.call(cronologieApi.chiudi, { id, versione })
    const c = await sociale.call(cronologieApi.leggi, { id })
    expect(c).toMatchObject({
      stato: 'chiusa',
      analisi: 'Una storia.',
      eventi: [{ id: v, commento: 'Da qui comincia', testo: 'Una visita.' }],
    })
    expect(
      await rifiuto(sociale.call(cronologieApi.update, { id, versione: c.versione, titolo: 'x', eventi })),
    ).toMatchObject({ status: 409 })
    await expect(
      prepara(async (tx) => {
        await sql`update cronologia_evento set commento = 'altro' where cronologia_id = ${id}`.execute(tx)
      }),
    ).rejects.toMatchObject({ constraint: 'cronologia_chiusa_immutabile' })
    t.clock.advance(1)
    await sociale.call(cronologieApi.riapri, { id, motivo: 'Nuovi fatti' })
    const riaperta = await sociale.call(cronologieApi.leggi, { id })
    expect(riaperta).toMatchObject({
      stato: 'riaperta',
      passaggi: [{ a: 'chiusa' }, { a: 'riaperta', motivo: 'Nuovi fatti' }],
    })
    await sociale.call(cronologieApi.update, {
      id,
      versione: riaperta.versione,
      titolo: 'x',
      eventi: [{ tipo: 'diario', id: altra.id }],
    })
    expect((await sociale.call(cronologieApi.leggi, { id })).eventi).toMatchObject([{ id: altra.id }])
    expect((await sociale.call(cronologieApi.cronologie, { id: persona })).voci).toMatchObject([
      { id, titolo: 'x', stato: 'riaperta' },
    ])
  })
})

describe('chi ha letto', () => {
  test('il registro per la persona dice chi, in quale ruolo, quando e perché', async () => {
    const collega = await operatore(t, a, 'educatore')
    await collega.call(personeApi.apri, { id: persona, motivo: 'sostituzione', dettaglio: 'Ferie della collega' })
    await collega.call(personeApi.leggi, { id: persona })
    const { voci } = await sociale.call(accessiApi.registro, { id: persona })
    const lettura = voci.find((x) => x.fuoriCarico)!
    // the entry that was chosen; the words are the service's, and may tell of others
    expect(lettura).toMatchObject({ ruoli: 'Educatore', motivo: 'Sostituzione di un collega' })
    expect(JSON.stringify(voci)).not.toContain('Ferie')
    const { voci: colleghi } = await sociale.call(personeApi.letture, { id: persona })
    expect(colleghi.find((x) => x.fuoriCarico)!.motivo).toBe('Sostituzione di un collega: Ferie della collega')
    expect(letturaInParole(lettura)).toBe(
      'Il 2 marzo 2026 alle 10:00, Prova Utente (educatore), ha aperto il tuo fascicolo per leggere la scheda di una persona. Non ti seguiva: ha indicato come motivo «Sostituzione di un collega».',
    )
    // that one was reported is not told by why one was read
    await collega.call(personeApi.apri, { id: persona, motivo: 'segnalazione-nuova', dettaglio: 'Dalla scuola' })
    await collega.call(personeApi.leggi, { id: persona })
    const dopo = await sociale.call(accessiApi.registro, { id: persona })
    expect(JSON.stringify(dopo)).not.toMatch(/segnalazione|scuola/)
    // nor to a colleague, for whom the segnalazione may not be there
    expect(JSON.stringify(await sociale.call(personeApi.letture, { id: persona }))).not.toMatch(/segnalazione|scuola/)
  })
})

test('aprire un fascicolo lascia una riga sola, e ciascuna delle sue parti la sua', async () => {
  const responsabile = await operatore(t, a, 'responsabile-servizio')
  await responsabile.call(personeApi.apri, { id: persona, motivo: 'vigilanza', dettaglio: 'Verifica' })
  const righe = () =>
    t.deps.db.inScope({ azione: 'prova', ambito: a.id, intero: true }, async (tx) => {
      const { rows } = await sql<{ oggetto: string; fuoriCarico: boolean }>`
        select oggetto, fuori_carico from kernel.registro_accessi
         where ${persona}::uuid = any (persone) and esito = 'consentito' and utente_id = ${responsabile.utenteId} order by id`.execute(
        tx,
      )
      return rows
    })
  const prima = (await righe()).length
  await responsabile.call(fascicoloApi.frontespizio, { id: persona })
  expect((await righe()).slice(prima)).toEqual([{ oggetto: '/persone/:id/fascicolo', fuoriCarico: true }])
  // whatever of the folder is read by asking whose it is, the same twice
  const parti = contratti().flatMap(({ e }) =>
    dellaCartella(e) && e.method === 'GET' && e.soggetto?.tipo === 'persona' && e.params === ById && e.reply !== Binario
      ? [e]
      : [],
  )
  expect(parti.length).toBeGreaterThan(15)
  const lette: string[] = []
  for (const e of [...parti, ...parti]) {
    const { codice } = await rifiuto(responsabile.call(e, { id: persona } as never))
    if (codice === 'accettato') lette.push(e.path)
    else expect(codice).toBe('azione-non-consentita')
  }
  expect(new Set(lette).size).toBeGreaterThan(12)
  expect((await righe()).slice(prima + 1).map((r) => r.oggetto)).toEqual(lette)
})

describe('gli accessi insoliti', () => {
  /** What makes each rule ring on Wednesday 4 March, and how many times it says. A rule without its own does not compile. */
  const suona: Record<RegolaAccesso, (b: Ambito) => Promise<{ chi: Caller; quante: number }>> = {
    'fuori-carico': async (b) => {
      const { chi, persone } = await conFascicoli(b, 5)
      for (const id of persone) {
        await chi.call(personeApi.apri, { id, motivo: 'altro', dettaglio: 'Controllo' })
        await chi.call(personeApi.leggi, { id })
      }
      return { chi, quante: 5 }
    },
    'molti-in-un-ora': async (b) => {
      const { chi, persone } = await conFascicoli(b, 20, true)
      for (const id of persone) await chi.call(personeApi.leggi, { id })
      return { chi, quante: 20 }
    },
    notte: async (b) => {
      const { chi, persone } = await conFascicoli(b, 1, true, '2026-03-04T22:30:00Z')
      await chi.call(personeApi.leggi, { id: persone[0]! })
      return { chi, quante: 1 }
    },
    omonimo: async (b) => {
      const { chi, persone } = await conFascicoli(b, 1, true)
      await prepara(async (tx) => {
        await sql`update utente u set cognome = p.cognome from persona p where u.id = ${chi.utenteId} and p.id = ${persone[0]!}`.execute(
          tx,
        )
      }, b)
      await chi.call(personeApi.leggi, { id: persone[0]! })
      return { chi, quante: 1 }
    },
    'emergenza-non-riesaminata': async (b) => {
      const { persone } = await conFascicoli(b, 2)
      const chi = await operatore(t, b, 'pronto-intervento')
      for (const id of persone) await chi.call(emergenzeApi.apri, { id, dettaglio: 'Trovata in strada' })
      t.clock.set('2026-03-05T09:00:00Z')
      const rse = await operatore(t, b, 'responsabile-servizio')
      const { voci } = await rse.call(emergenzeApi.elenco, {})
      await rse.call(emergenzeApi.riesamina, { id: voci[0]!.id, esito: 'giustificata', nota: 'Documentata' })
      return { chi, quante: 1 }
    },
  }
  /** Somebody, that day, and persons added the week before by another; in his charge, or not. */
  async function conFascicoli(b: Ambito, n: number, inCarico = false, quando = '2026-03-04T10:00:00Z') {
    t.clock.set('2026-02-20T10:00:00Z')
    const altri = await operatore(t, b, 'assistente-sociale')
    const persone: string[] = []
    for (let k = 0; k < n; k++) persone.push(await nuovaPersona(altri, b.comuni[0]!))
    t.clock.set(quando)
    const chi = await operatore(t, b, 'assistente-sociale')
    if (inCarico) for (const id of persone) await presaInCarico(t, b, b.comuni[0]!, id, chi.utenteId)
    return { chi, persone }
  }
  test.each(regoleAccesso)('la regola «%s» trova chi deve, e quante volte', async (regola) => {
    const b = await ambitoConCartella(t, 1)
    const { chi, quante } = await suona[regola](b)
    t.clock.set('2026-03-09T08:00:00Z')
    await accessiInsoliti.run(t.deps, {})
    const dpo = await operatore(t, b, 'responsabile-protezione-dati')
    const { voci } = await dpo.call(accessiApi.insoliti, { daEsaminare: true })
    expect(voci.map((x) => [x.regola, x.utenteId, x.quante])).toEqual([[regola, chi.utenteId, quante]])
  })
  test('chi in un’ora scrive e rilegge venti contatti lavora allo sportello', async () => {
    const b = await ambitoConCartella(t, 1)
    const { chi, persone } = await conFascicoli(b, 20)
    const contatto = { comuneId: b.comuni[0]!, canale: 'telefono', esito: 'orientato', bisogno: 'ascolto' } as const
    for (const personaId of persone) {
      const { id } = await chi.call(contattiApi.crea, { ...contatto, personaId })
      await chi.call(contattiApi.leggi, { id })
    }
    t.clock.set('2026-03-09T08:00:00Z')
    await accessiInsoliti.run(t.deps, {})
    const dpo = await operatore(t, b, 'responsabile-protezione-dati')
    expect((await dpo.call(accessiApi.insoliti, { daEsaminare: true })).voci).toEqual([])
  })
  test('chi in un’ora legge venti contatti di altri ha letto tutto l’elenco', async () => {
    const b = await ambitoConCartella(t, 1)
    const { chi, persone } = await conFascicoli(b, 20)
    const altro = await operatore(t, b, 'assistente-sociale')
    const contatto = { comuneId: b.comuni[0]!, canale: 'telefono', esito: 'orientato', bisogno: 'ascolto' } as const
    const scritti: string[] = []
    for (const personaId of persone) scritti.push((await altro.call(contattiApi.crea, { ...contatto, personaId })).id)
    for (const id of scritti) await chi.call(contattiApi.leggi, { id })
    t.clock.set('2026-03-09T08:00:00Z')
    await accessiInsoliti.run(t.deps, {})
    const dpo = await operatore(t, b, 'responsabile-protezione-dati')
    const { voci } = await dpo.call(accessiApi.insoliti, { daEsaminare: true })
    expect(voci.map((x) => [x.regola, x.utenteId, x.quante])).toEqual([['molti-in-un-ora', chi.utenteId, 20]])
  })
  test('la settimana comincia di lunedì', () => {
    expect(['2026-03-02', '2026-03-08', '2026-03-09'].map(lunediScorso)).toEqual([
      '2026-02-23',
      '2026-02-23',
      '2026-03-02',
    ])
  })
  test('il lunedì il responsabile dei dati trova chi ha letto troppo, di notte, un omonimo; mai di chi', async () => {
    const b = await ambitoConCartella(t, 1)
    const dpo = await operatore(t, b, 'responsabile-protezione-dati')
    const curioso = await operatore(t, b, 'assistente-sociale')
    for (let n = 0; n < 6; n++) {
      const id = await nuovaPersona(curioso, b.comuni[0]!, n === 0 ? { cognome: 'Prova' } : {})
      await curioso.call(personeApi.apri, { id, motivo: 'altro', dettaglio: 'Controllo' })
      await curioso.call(personeApi.leggi, { id })
    }
    t.clock.set('2026-03-04T22:30:00Z')
    // a session of the evening
    const { signIn } = await import('../kernel/call.ts')
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, async (tx) =>
      sql<{ cf: string }>`select codice_fiscale as cf from utente where id = ${curioso.utenteId}`.execute(tx),
    )
    const sera = await signIn(t.app, t.deps, rows[0]!.cf)
    const tardi = await nuovaPersona(sera, b.comuni[0]!)
    await sera.call(personeApi.apri, { id: tardi, motivo: 'altro', dettaglio: 'Controllo' })
    await sera.call(personeApi.leggi, { id: tardi })
    t.clock.set('2026-03-09T08:00:00Z')
    await accessiInsoliti.run(t.deps, {})
    await accessiInsoliti.run(t.deps, {})
    const io = await operatore(t, b, 'responsabile-protezione-dati')
    const { voci } = await io.call(accessiApi.insoliti, { daEsaminare: true })
    expect(voci.map((x) => [x.regola, x.quante]).sort()).toEqual([
      ['fuori-carico', 7],
      // the opening and the reading
      ['notte', 2],
      ['omonimo', 1],
    ])
    expect(voci.every((x) => x.settimana === '2026-03-02' && x.utenteId === curioso.utenteId)).toBe(true)
    const avvisi = await t.deps.db.inScope({ azione: 'prova', utente: dpo.utenteId, ambito: b.id }, async (tx) => {
      const r = await sql<{
        testo: string
      }>`select testo from kernel.notifica where utente_id = ${dpo.utenteId}`.execute(tx)
      return r.rows
    })
    expect(avvisi).toEqual([{ testo: '3 accessi insoliti della settimana scorsa sono da esaminare.' }])
    const [prima] = voci
    expect(await rifiuto(io.call(accessiApi.esamina, { id: prima!.id, esito: 'segnalato' }))).toMatchObject({
      campo: 'nota',
    })
    const collega = await operatore(t, b, 'responsabile-protezione-dati')
    const esamina = (c: Caller, altro: object) =>
      rifiuto(c.call(accessiApi.esamina, { id: prima!.id, esito: 'giustificato', ...altro }))
    const stato = async () => (await io.call(accessiApi.insoliti, {})).voci.find((x) => x.id === prima!.id)!
    // of two together one is told; what is still to look into is examined again by who has read why
    await io.call(accessiApi.esamina, { id: prima!.id, esito: 'da-approfondire', nota: 'Chiedo al servizio' })
    const gia = { codice: 'stato-non-ammesso' }
    expect(await esamina(collega, { nota: 'Non so niente' })).toMatchObject(gia)
    expect(await stato()).toMatchObject({ esito: 'da-approfondire', nota: 'Chiedo al servizio' })
    t.clock.advance(5)
    const { esaminatoIl: esameVisto } = await stato()
    await io.call(accessiApi.esamina, { id: prima!.id, esito: 'giustificato', esameVisto })
    expect(await esamina(collega, { esito: 'segnalato', nota: 'x', esameVisto })).toMatchObject(gia)
    const { esaminatoIl: ultimo } = await stato()
    expect(await esamina(collega, { esito: 'segnalato', nota: 'x', esameVisto: ultimo })).toMatchObject(gia)
    expect(await stato()).toMatchObject({ esito: 'giustificato' })
    expect((await io.call(accessiApi.insoliti, { daEsaminare: true })).voci).toHaveLength(2)
  })
})
