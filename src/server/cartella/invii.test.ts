// Sending a sheet: the inbox of the receiving office, the note without personal data, who may answer.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, as, asRuolo, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { testoDelFile } from '../../../test/support/giro.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import { scansioni } from '../../../test/support/piani.ts'
import { inValutazione, nuovoUfficio } from '../../../test/support/sportello.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { ufficiOperatoriApi } from '../../shared/accesso/uffici-operatori.api.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { esportazioneApi } from '../../shared/cartella/esportazione.api.ts'
import { fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { statiInvio, transizioniInvio } from '../../shared/cartella/invii.rules.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'

let t: TestApp
let a: Ambito
let mittente: Caller
let altrove: Caller
let ufficioId: string
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  mittente = await operatore(t, a, 'operatore-sportello', a.comuni[0])
  altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
  ufficioId = await nuovoUfficio(t, a, a.comuni[1]!, 'Servizi alla persona')
})
afterAll(() => t.close())

const contatto = async (personaId?: string) =>
  (
    await mittente.call(contattiApi.crea, {
      comuneId: a.comuni[0]!,
      canale: 'persona',
      esito: 'inviato',
      ...(personaId && { personaId }),
    })
  ).id
const testo = 'Rosa Sintetica chiede un aiuto per l’affitto.'
const arrivi = async (chi: Caller) => (await chi.call(inviiApi.list, { verso: 'arrivo' })).voci.map((v) => v.id)

describe('a un ufficio dell’ambito', () => {
  test('arriva quando è inviato, si apre ed è visto, si accetta; chi lo ha mandato lo viene a sapere', async () => {
    expect((await mittente.call(inviiApi.destinatari, {})).voci.map((v) => v.id)).toContain(ufficioId)
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(), ufficioId, testo, bozza: true })
    expect(await arrivi(altrove)).toEqual([])
    expect(await rifiuto(altrove.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
    await mittente.call(inviiApi.invia, { id })
    expect(await arrivi(altrove)).toEqual([id])
    expect(await arrivi(mittente)).toEqual([])
    expect((await mittente.call(inviiApi.leggi, { id })).stato).toBe('inviata')
    expect(await altrove.call(inviiApi.leggi, { id })).toMatchObject({
      stato: 'vista',
      verso: 'arrivo',
      destinatario: 'Servizi alla persona',
      testo,
      contattoId: null,
    })
    await altrove.call(inviiApi.accetta, { id, risposta: 'La chiamiamo domani.' })
    const letto = await mittente.call(inviiApi.leggi, { id })
    expect(letto).toMatchObject({ stato: 'accettata', risposta: 'La chiamiamo domani.', verso: 'partenza' })
    expect(letto.passaggi.map((p) => p.a)).toEqual(['creata', 'inviata', 'vista', 'accettata'])
    expect((await mittente.call(notificheApi.list, {})).voci.map((n) => n.testo)).toEqual([
      'Un tuo invio è stato accettato.',
    ])
    expect(await rifiuto(altrove.call(inviiApi.respingi, { id, motivo: 'x' }))).toMatchObject({ status: 409 })
  })
  test('respinto vuole un motivo; chi lo ha mandato non risponde al posto dell’ufficio', async () => {
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(), ufficioId, testo })
    expect(await rifiuto(mittente.call(inviiApi.accetta, { id }))).toMatchObject({ status: 403 })
    expect(await rifiuto(altrove.call(inviiApi.respingi, { id, motivo: ' ' }))).toMatchObject({ campo: 'motivo' })
    await altrove.call(inviiApi.respingi, { id, motivo: 'Non abita qui.' })
    expect((await mittente.call(inviiApi.leggi, { id })).risposta).toBe('Non abita qui.')
  })
  test('il destinatario non riceve la persona del fascicolo di un altro comune', async () => {
    const personaId = await nuovaPersona(mittente, a.comuni[0]!)
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(personaId), ufficioId, testo })
    expect((await mittente.call(inviiApi.leggi, { id })).persona?.id).toBe(personaId)
    expect((await altrove.call(inviiApi.leggi, { id })).persona).toBeNull()
  })
  test('di una persona seguita da un collega lo legge chi lo manda, chi deve rispondere e chi ha risposto; poi con un motivo', async () => {
    const personaId = await nuovaPersona(mittente, a.comuni[0]!)
    const segue = await operatore(t, a, 'assistente-sociale', a.comuni[0])
    await presaInCarico(t, a, a.comuni[0]!, personaId, segue.utenteId)
    const qui = await nuovoUfficio(t, a, a.comuni[0]!)
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(personaId), ufficioId: qui, testo })
    const [risponde, altra] = [
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
    ]
    for (const chi of [mittente, risponde, altra, segue]) await chi.call(inviiApi.leggi, { id })
    await risponde.call(inviiApi.accetta, { id })
    for (const chi of [mittente, risponde, segue]) await chi.call(inviiApi.leggi, { id })
    expect(await rifiuto(altra.call(inviiApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
  })
  test('di una segnalazione poi riservata l’invio lo sanno chi lo ha mandato, chi lo ha ricevuto e chi la vede', async () => {
    const [as, collega, altro] = [
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
      await operatore(t, a, 'operatore-sportello', a.comuni[0]),
    ]
    const segnalazioneId = await inValutazione(as, a.comuni[0]!)
    const { invioId: id } = await as.call(segnalazioniApi.inoltra, { id: segnalazioneId, ufficioId, testo })
    const partiti = async (chi: Caller) =>
      (await chi.call(inviiApi.list, { verso: 'partenza' })).voci.map((v) => v.id).includes(id)
    expect((await collega.call(inviiApi.leggi, { id })).segnalazioneId).toBe(segnalazioneId)
    expect(await partiti(altro)).toBe(true)
    await as.call(segnalazioniApi.riserva, { id: segnalazioneId, colleghi: [] })
    for (const chi of [collega, altro]) {
      expect(await partiti(chi)).toBe(false)
      expect(await rifiuto(chi.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
    }
    expect((await as.call(inviiApi.leggi, { id })).segnalazioneId).toBe(segnalazioneId)
    expect(await altrove.call(inviiApi.leggi, { id })).toMatchObject({ testo, segnalazioneId: null })
    await altrove.call(inviiApi.accetta, { id })
  })
  describe('poi riservata', () => {
    const lavoraIn = async (chi: Caller, ufficio: string) =>
      (await asRuolo(t, a, 'amministratore-ambito')).call(ufficiOperatoriApi.assegna, {
        id: chi.utenteId,
        ufficioId: ufficio,
      })
    const diQui = (ruolo: string) => operatore(t, a, ruolo, a.comuni[0])
    const nonCe = async (chi: Caller, id: string) => {
      for (const verso of ['arrivo', 'partenza'] as const)
        expect(
          (await chi.call(inviiApi.list, { verso, uffici: 'tutti' })).voci.map((v) => v.id),
          verso,
        ).not.toContain(id)
      expect(await rifiuto(chi.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
    }
    test('un contatto: l’invio resta a chi lo ha mandato e all’ufficio; quello a un ente lo segue; il fascicolo che esce non li porta', async () => {
      const personaId = await nuovaPersona(mittente, a.comuni[0]!)
      const [collega, sportello] = [await diQui('assistente-sociale'), await diQui('operatore-sportello')]
      await presaInCarico(t, a, a.comuni[0]!, personaId, collega.utenteId)
      const contattoId = await contatto(personaId)
      const aEnte = await mittente.call(inviiApi.crea, { contattoId, ente: 'Caritas', testo: `${testo} Ente.` })
      const aUfficio = await mittente.call(inviiApi.crea, { contattoId, ufficioId, testo: `${testo} Ufficio.` })
      const esce = async () => {
        const { contenuto } = await collega.call(esportazioneApi.esporta, { id: personaId, motivo: 'Prova' })
        return (await testoDelFile(contenuto as Uint8Array)).includes(testo)
      }
      expect(await esce()).toBe(true)
      for (const { id } of [aEnte, aUfficio]) await collega.call(inviiApi.leggi, { id })
      await mittente.call(contattiApi.riserva, { id: contattoId, colleghi: [] })
      for (const chi of [collega, sportello]) for (const { id } of [aEnte, aUfficio]) await nonCe(chi, id)
      expect(await esce()).toBe(false)
      for (const { id } of [aEnte, aUfficio]) await mittente.call(inviiApi.leggi, { id })
      await altrove.call(inviiApi.accetta, { id: aUfficio.id })
      // nor is it told that somebody has read it
      const { voci } = await collega.call(personeApi.letture, { id: personaId })
      expect(voci.filter((v) => v.atto === 'Leggere gli invii ricevuti e mandati')).toEqual([])
    })
    test('di un ufficio dello stesso comune la legge chi vi lavora, non tutto il comune', async () => {
      const [sociale, lavora, altra] = [
        await diQui('assistente-sociale'),
        await diQui('assistente-sociale'),
        await diQui('operatore-sportello'),
      ]
      const qui = await nuovoUfficio(t, a, a.comuni[0]!)
      await lavoraIn(lavora, qui)
      const segnalazioneId = await inValutazione(sociale, a.comuni[0]!)
      const { invioId: id } = await sociale.call(segnalazioniApi.inoltra, {
        id: segnalazioneId,
        ufficioId: qui,
        testo,
      })
      await sociale.call(segnalazioniApi.riserva, { id: segnalazioneId, colleghi: [] })
      await nonCe(altra, id)
      expect((await sociale.call(inviiApi.leggi, { id })).stato).toBe('inviata')
      expect(await lavora.call(inviiApi.leggi, { id })).toMatchObject({ stato: 'vista', testo })
      // one where nobody works who could answer is read by whoever reads its sendings, or nobody would
      const senza = await nuovoUfficio(t, a, a.comuni[0]!, 'Senza nessuno')
      await lavoraIn(await diQui('educatore'), senza)
      const altraSegnalazione = await inValutazione(sociale, a.comuni[0]!)
      const invio = { id: altraSegnalazione, ufficioId: senza, testo }
      const { invioId } = await sociale.call(segnalazioniApi.inoltra, invio)
      await sociale.call(segnalazioniApi.riserva, { id: altraSegnalazione, colleghi: [] })
      await altra.call(inviiApi.accetta, { id: invioId })
    })
    test('l’ufficio di tutto l’ambito la legge ancora, e la respinge: chi l’ha inoltrata la riprende', async () => {
      const [sociale, lavora, altra] = [
        await diQui('assistente-sociale'),
        await operatore(t, a, 'operatore-sportello'),
        await diQui('operatore-sportello'),
      ]
      const intero = await nuovoUfficio(t, a, null)
      await lavoraIn(lavora, intero)
      const id = await inValutazione(sociale, a.comuni[0]!)
      const { invioId } = await sociale.call(segnalazioniApi.inoltra, { id, ufficioId: intero, testo })
      await sociale.call(segnalazioniApi.riserva, { id, colleghi: [] })
      await nonCe(altra, invioId)
      await lavora.call(inviiApi.leggi, { id: invioId })
      await lavora.call(inviiApi.respingi, { id: invioId, motivo: 'Non è nostra.' })
      await sociale.call(segnalazioniApi.riprendi, { id, motivo: 'Respinta' })
    })
    test('se non è riservata, l’ufficio di un altro comune è un filtro e non un diritto', async () => {
      const altra = await operatore(t, a, 'operatore-sportello', a.comuni[1])
      await lavoraIn(altrove, ufficioId)
      const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(), ufficioId, testo })
      await altra.call(inviiApi.leggi, { id })
    })
  })
  test('di una segnalazione su chi lavora nell’ufficio che la riceve, o sulla sua famiglia, lui non vede l’invio', async () => {
    const sociale = await operatore(t, a, 'assistente-sociale', a.comuni[0])
    const utente = await nuovoUtente(t, a, [{ ruolo: 'assistente-sociale', comune: a.comuni[1]! }])
    const lui = await as(t, utente)
    const [personaId, altra] = [await nuovaPersona(sociale, a.comuni[0]!), await nuovaPersona(sociale, a.comuni[0]!)]
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
      sql`update persona set codice_fiscale = ${utente.codiceFiscale} where id = ${personaId}`.execute(tx),
    )
    for (const segnalati of [[{ personaId }], [{ personaId }, { personaId: altra }]]) {
      const segnalazioneId = await inValutazione(sociale, a.comuni[0]!, { segnalati })
      const { invioId: id } = await sociale.call(segnalazioniApi.inoltra, { id: segnalazioneId, ufficioId, testo })
      const entra = await as(t, utente)
      expect(await arrivi(entra)).not.toContain(id)
      expect(await rifiuto(entra.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
      expect(await arrivi(altrove)).toContain(id)
    }
    // a contact completed after it was sent
    const contattoId = await contatto()
    const { id } = await mittente.call(inviiApi.crea, { contattoId, ufficioId, testo })
    expect(await arrivi(lui)).toContain(id)
    const { versione } = await mittente.call(contattiApi.leggi, { id: contattoId })
    const dati = { canale: 'persona', bisogni: [], esito: 'inviato', servizi: [] }
    await mittente.call(contattiApi.completa, { id: contattoId, versione, ...dati, personaId })
    expect(await arrivi(await as(t, utente))).not.toContain(id)
  })
  test('di una segnalazione l’invio è di chi vi è segnalato: chi lo legge è nel suo registro, e gli altri vogliono un motivo', async () => {
    const [sociale, segue, valuta, altra] = await Promise.all(
      [1, 2, 3, 4].map(() => operatore(t, a, 'assistente-sociale', a.comuni[0])),
    )
    const persone = [await nuovaPersona(segue!, a.comuni[0]!), await nuovaPersona(segue!, a.comuni[0]!)]
    for (const p of persone) await presaInCarico(t, a, a.comuni[0]!, p, segue!.utenteId)
    const inoltrata = async (ids: string[]) => {
      const segnalati = ids.map((personaId) => ({ personaId }))
      const segnalazioneId = await inValutazione(valuta!, a.comuni[0]!, { segnalati })
      return (await sociale!.call(segnalazioniApi.inoltra, { id: segnalazioneId, ufficioId, testo })).invioId
    }
    const di = { una: await inoltrata([persone[0]!]), due: await inoltrata(persone) }
    for (const id of Object.values(di)) {
      await altrove.call(inviiApi.accetta, { id })
      await altrove.call(inviiApi.leggi, { id })
      // of who sent it, of who evaluates, of who follows them; and of nobody else
      for (const chi of [sociale!, valuta!, segue!]) await chi.call(inviiApi.leggi, { id })
      expect(await rifiuto(altra!.call(inviiApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
    }
    for (const [n, id] of [persone[1]!, persone[0]!].entries()) {
      const { voci } = await segue!.call(personeApi.letture, { id })
      const lette = voci.filter((v) => v.atto === 'Leggere gli invii ricevuti e mandati')
      expect(lette, `of person ${n}`).toHaveLength(n === 0 ? 4 : 8)
    }
    // of one person, it is in her story
    const storia = async (id: string) => (await segue!.call(fascicoloApi.timeline, { id, tipo: 'invio' })).voci.length
    expect([await storia(persone[0]!), await storia(persone[1]!)]).toEqual([1, 0])
  })
  test('una scheda riservata non si manda a un ufficio', async () => {
    const contattoId = await contatto()
    await mittente.call(contattiApi.riserva, { id: contattoId, colleghi: [] })
    expect(await rifiuto(mittente.call(inviiApi.crea, { contattoId, ufficioId, testo }))).toMatchObject({
      campo: 'ufficioId',
    })
    const { id } = await mittente.call(inviiApi.crea, { contattoId, ente: 'Caritas', testo })
    const collega = await operatore(t, a, 'responsabile-servizio')
    expect((await collega.call(inviiApi.list, { verso: 'partenza' })).voci).toEqual([])
    expect(await rifiuto(collega.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
  })
})

describe('a un ente esterno', () => {
  test('parte una nota che non dice di chi si tratta, e la risposta la scrive chi ha mandato', async () => {
    const { id } = await mittente.call(inviiApi.crea, {
      contattoId: await contatto(),
      ente: 'Caritas diocesana',
      email: 'ascolto@example.it',
      testo,
    })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql<{
        oggetto: string
        testo: string
      }>`select oggetto, testo from kernel.posta_in_uscita where ambito_id = ${a.id}`.execute(tx),
    )
    expect(rows).toHaveLength(1)
    expect(`${rows[0]!.oggetto} ${rows[0]!.testo}`).not.toMatch(/Rosa|Sintetica|affitto/)
    expect(rows[0]!.testo).toContain(id.slice(0, 8).toUpperCase())
    await mittente.call(inviiApi.accetta, { id, risposta: 'Appuntamento lunedì.' })
    expect((await mittente.call(inviiApi.leggi, { id })).stato).toBe('accettata')
    expect(await arrivi(altrove)).toEqual([])
  })
  test.each([
    ['né ufficio né ente', {}, 'ufficioId'],
    ['un indirizzo che non è un indirizzo', { ente: 'Caritas', email: 'chiocciola' }, 'email'],
  ])('rifiuta %s', async (_che, altro, campo) => {
    expect(
      await rifiuto(mittente.call(inviiApi.crea, { contattoId: await contatto(), testo, ...altro })),
    ).toMatchObject({ campo })
  })
  test('rifiuta l’ufficio e l’ente insieme, e l’indirizzo per un ufficio', async () => {
    const contattoId = await contatto()
    for (const altro of [{ ufficioId, ente: 'Caritas' }])
      expect(await rifiuto(mittente.call(inviiApi.crea, { contattoId, testo, ...altro }))).toMatchObject({
        campo: 'ufficioId',
      })
    expect(
      await rifiuto(mittente.call(inviiApi.crea, { contattoId, testo, ufficioId, email: 'a@example.it' })),
    ).toMatchObject({ campo: 'email' })
  })
})

test('elenco e pagina chiedono delle schede per chiave, quante che siano', async () => {
  const n = 4000
  for (const riga of [
    `set session_replication_role = replica`,
    `insert into segnalazione (id, ambito_id, comune_id, canale, scade_il) select gen_random_uuid(), '${a.id}', '${a.comuni[0]}', 'telefono', now() from generate_series(1, ${n})`,
    `insert into contatto (id, ambito_id, comune_id, canale, esito, operatore_id) select gen_random_uuid(), '${a.id}', '${a.comuni[0]}', 'telefono', 'inviato', '${mittente.utenteId}' from generate_series(1, ${n})`,
    `insert into invio (ambito_id, comune_id, segnalazione_id, ente, mittente_id) select ambito_id, comune_id, id, 'Ente', '${altrove.utenteId}' from segnalazione where ambito_id = '${a.id}'`,
    `insert into invio (ambito_id, comune_id, contatto_id, ente, mittente_id) select ambito_id, comune_id, id, 'Ente', '${altrove.utenteId}' from contatto where ambito_id = '${a.id}'`,
    `set session_replication_role = origin`,
    `analyze segnalazione`,
    `analyze contatto`,
    `analyze invio`,
  ])
    await daProprietario(t, riga)
  const partiti = () => mittente.call(inviiApi.list, { verso: 'partenza' })
  expect((await partiti()).voci.length).toBeGreaterThan(10)
  for (const scheda of ['segnalazione', 'contatto']) {
    const come = await scansioni(t.deps.db, 'invio', scheda, partiti)
    expect(come.length, scheda).toBeGreaterThan(0)
    for (const x of come) expect(x['Index Cond'], `${scheda} ${x['Node Type']}`).toMatch(/\(id = /)
  }
})

test('un altro ambito non trova l’invio, né uno di una segnalazione di un altro comune', async () => {
  const sociale = await operatore(t, a, 'assistente-sociale', a.comuni[0])
  const segnalazioneId = await inValutazione(sociale, a.comuni[0]!)
  const { invioId } = await sociale.call(segnalazioniApi.inoltra, { id: segnalazioneId, ente: 'ASL', testo })
  const altrui = await operatore(t, await ambitoConCartella(t), 'responsabile-servizio')
  for (const chi of [altrui, altrove])
    expect(await rifiuto(chi.call(inviiApi.leggi, { id: invioId }))).toMatchObject({ status: 404 })
})

test('le transizioni sono quelle della tabella', () => {
  const ammesse = Object.entries(transizioniInvio).flatMap(([atto, x]) =>
    statiInvio.filter((s) => x.da.includes(s)).map((s) => `${s} ${atto} ${x.a}`),
  )
  expect(ammesse.sort()).toEqual([
    'creata invia inviata',
    'inviata accetta accettata',
    'inviata respingi respinta',
    'inviata vedi vista',
    'vista accetta accettata',
    'vista respingi respinta',
  ])
})
