// Segnalazioni end to end: received, evaluated, concluded; who reported stays hidden; repeated concerns; prese in carico.
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, as, asRuolo, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import {
  ambitoConCartella,
  cognomeNuovo,
  nuovaPersona,
  operatore,
  presaInCarico,
} from '../../../test/support/cartella.ts'
import { quante } from '../../../test/support/piani.ts'
import { inValutazione, nuovoUfficio, segnalazione } from '../../../test/support/sportello.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { decisioniApi } from '../../shared/cartella/decisioni.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { emergenzeApi } from '../../shared/cartella/emergenze.api.ts'
import { fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { oscuramentiApi } from '../../shared/cartella/oscuramento.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { trasferimentiApi } from '../../shared/cartella/trasferimenti.api.ts'
import { codificheApi } from '../../shared/parametri/codifiche.api.ts'
import { parametriApi } from '../../shared/parametri/parametri.api.ts'

let t: TestApp
let a: Ambito
let sportello: Caller
let sociale: Caller
let responsabile: Caller
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  sportello = await operatore(t, a, 'operatore-sportello', a.comuni[0])
  sociale = await operatore(t, a, 'assistente-sociale', a.comuni[0])
  responsabile = await operatore(t, a, 'responsabile-servizio')
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
const comePrima = (righe: RawBuilder<unknown>) =>
  t.deps.db.inScope({ azione: 'prova.prepara', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
    righe.execute(tx),
  )
const segnalante = {
  anonimo: false,
  interlocutore: 'vicinato',
  nome: 'Ermenegildo Testimonio',
  ente: 'Condominio Aurora',
  recapiti: '3331234567',
}
const presa = { tipo: 'professionale', area: 'anziani', mandato: 'accordo', conclusione: 'Serve un progetto.' } as const

describe('ore e domande sono dell’ambito', () => {
  const tecnico = () => asRuolo(t, a, 'amministratore-tecnico')
  const ore = async (pericolo: Record<string, 'si'>) => {
    const { urgenza, scadeIl } = await sportello.call(segnalazioniApi.crea, segnalazione(qui(), { pericolo }))
    return [urgenza, (Date.parse(scadeIl) - t.deps.clock().getTime()) / 3_600_000]
  }
  const valore = async (chiave: string, v: number | string) =>
    (await tecnico()).call(parametriApi.adatta, { chiave, valore: v, dal: '2026-03-02', fonte: 'Determina di prova' })

  test('quelle di partenza sono ipotesi, e lo dicono', async () => {
    const { termini, domandeNonPoste } = await sportello.call(segnalazioniApi.regole, {})
    expect(termini.map((x) => [x.urgenza, x.ore, x.locale])).toEqual([
      ['ordinaria', 360, false],
      ['urgente', 72, false],
      ['emergenza', 24, false],
    ])
    expect(termini.every((x) => x.fonte.includes('[K]'))).toBe(true)
    expect(domandeNonPoste).toEqual([])
  })
  test('l’ambito cambia le ore', async () => {
    await valore('segnalazione.ore-urgente', 48)
    expect(await ore({ armi: 'si' })).toEqual(['urgente', 48])
    expect((await sportello.call(segnalazioniApi.regole, {})).termini[1]).toMatchObject({ ore: 48, locale: true })
  })
  test('aggiunge una domanda, con l’urgenza che dà; e non ne pone un’altra', async () => {
    const c = await (await tecnico()).call(codificheApi.crea, {
      codifica: 'domanda-pericolo',
      etichetta: 'C’è un incendio?',
      dal: '2026-03-01',
      fonte: 'Determina di prova',
      attributi: { urgenza: 'emergenza' },
    })
    const { codice } = c.voci.find((v) => v.locale)!
    expect(await ore({ [codice]: 'si' })).toEqual(['emergenza', 24])
    await valore('segnalazione.domande-non-poste', 'armi, senza-riparo')
    expect((await sportello.call(segnalazioniApi.regole, {})).domandeNonPoste).toEqual(['armi', 'senza-riparo'])
    expect(await ore({ armi: 'si' })).toEqual(['ordinaria', 360])
    const inventato = { codifica: 'domanda-pericolo', etichetta: 'Altra?', dal: '2026-03-01', fonte: 'x' }
    expect(
      await rifiuto((await tecnico()).call(codificheApi.crea, { ...inventato, attributi: { urgenza: 'massima' } })),
    ).toMatchObject({ campo: 'attributi.urgenza' })
  })
})

describe('ricevuta', () => {
  test('dal contatto allo sportello, che risulta convertito', async () => {
    const contatto = await sportello.call(contattiApi.crea, {
      comuneId: qui(),
      canale: 'telefono',
      esito: 'segnalazione',
    })
    const { id } = await sportello.call(segnalazioniApi.crea, segnalazione(qui(), { contattoId: contatto.id }))
    expect(await sociale.call(segnalazioniApi.leggi, { id })).toMatchObject({
      stato: 'ricevuta',
      contattoId: contatto.id,
      passaggi: [{ atto: 'crea', a: 'ricevuta' }],
    })
    expect((await sportello.call(contattiApi.leggi, { id: contatto.id })).stato).toBe('convertita')
    expect(
      await rifiuto(sportello.call(segnalazioniApi.crea, segnalazione(qui(), { contattoId: contatto.id }))),
    ).toMatchObject({ codice: 'stato-non-ammesso' })
  })
  test('un sì sul pericolo immediato alza l’urgenza e accorcia il termine', async () => {
    const piana = await sportello.call(segnalazioniApi.crea, segnalazione(qui()))
    expect(piana).toMatchObject({ urgenza: 'ordinaria', scadeIl: '2026-03-17T09:00:00.000Z' })
    const grave = await sportello.call(
      segnalazioniApi.crea,
      segnalazione(qui(), { pericolo: { armi: 'si', 'minore-solo': 'no' } }),
    )
    expect(grave).toMatchObject({ urgenza: 'urgente', scadeIl: '2026-03-05T09:00:00.000Z' })
    await sociale.call(segnalazioniApi.valuta, { id: grave.id })
    await sociale.call(segnalazioniApi.aggiorna, {
      id: grave.id,
      versione: 2,
      urgenza: 'ordinaria',
      pericolo: { 'minore-solo': 'si' },
      informata: 'no',
    })
    expect(await sociale.call(segnalazioniApi.leggi, { id: grave.id })).toMatchObject({
      urgenza: 'emergenza',
      scadeIl: '2026-03-03T09:00:00.000Z',
      scaduta: false,
    })
  })
  test.each([
    ['una persona segnalata senza nome né descrizione', { segnalati: [{}] }, 'segnalati.0.descrizione'],
    ['una data nel futuro', { ricevutaIl: '2026-12-01T09:00:00Z' }, 'ricevutaIl'],
    ['una data impossibile', { ricevutaIl: '2026-02-30T09:00:00Z' }, 'ricevutaIl'],
    ['un anonimo con il nome', { segnalante: { anonimo: true, nome: 'Anna' } }, 'segnalante.nome'],
    ['una domanda che non c’è', { pericolo: { draghi: 'si' as const } }, 'pericolo'],
    ['quattro persone di riferimento', { riferimenti: [1, 2, 3, 4].map((n) => ({ nome: `R${n}` })) }, 'riferimenti'],
    ['una classificazione inventata', { classificazione: 'boh' }, 'classificazione'],
  ])('rifiuta %s', async (_che, altro, campo) => {
    expect(await rifiuto(sportello.call(segnalazioniApi.crea, segnalazione(qui(), altro)))).toMatchObject({ campo })
  })
  test('il doppio clic è una segnalazione sola', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const input = segnalazione(qui())
    const uno = await sportello.call(segnalazioniApi.crea, input, { headers })
    expect(await sportello.call(segnalazioniApi.crea, input, { headers })).toEqual(uno)
    expect((await sociale.call(segnalazioniApi.list, {})).voci).toHaveLength(1)
  })
})

describe('chi segnala', () => {
  test('lo sportello lo scrive e non lo rilegge, l’assistente sociale lo legge, nessun elenco lo mostra', async () => {
    const fatti = 'Ermenegildo Testimonio (3331234567) sente gridare.'
    const scritta = { segnalante, fatti, informataNota: 'Sa che il signor Testimonio ha chiamato.' }
    const { id } = await sportello.call(segnalazioniApi.crea, segnalazione(qui(), scritta))
    expect(await sociale.call(segnalazioniApi.leggi, { id })).toMatchObject(scritta)
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    await pronto.call(segnalazioniApi.valuta, { id })
    // nor where the words name him; and giving them back does not erase him
    const letta = await pronto.call(segnalazioniApi.leggi, { id })
    expect(letta).toMatchObject({ segnalante: null, fatti: '[omissis] ([omissis]) sente gridare.' })
    const rida = async (informataNota: string | null) => {
      const { versione, pericolo, informata } = await pronto.call(segnalazioniApi.leggi, { id })
      return pronto.call(segnalazioniApi.aggiorna, {
        id,
        versione,
        urgenza: 'urgente',
        pericolo,
        informata,
        informataNota,
      })
    }
    await rida(letta.informataNota)
    expect((await sociale.call(segnalazioniApi.leggi, { id })).informataNota).toBe(scritta.informataNota)
    // a word changed would write over the name; one added would be read back with or without what he does not know
    for (const altra of [
      `${letta.informataNota} Oggi.`,
      'Non sa che il signor [omissis] ha chiamato.',
      'Sa che ha chiamato.',
      null,
    ])
      expect(await rifiuto(rida(altra))).toMatchObject({ campo: 'informataNota' })
    await sociale.call(segnalazioniApi.orienta, { id, conclusione: 'Sentito Testimonio.' })
    expect(JSON.stringify(await pronto.call(segnalazioniApi.leggi, { id }))).not.toMatch(
      /Testimonio|Ermenegildo|333123/,
    )
    expect(await sociale.call(segnalazioniApi.leggi, { id })).toMatchObject(scritta)
    for (const chi of [sportello, sociale, responsabile])
      expect(JSON.stringify(await chi.call(segnalazioniApi.list, {}))).not.toMatch(/Testimonio|333123|Aurora|vicinato/)
  })
  test('né dove si dice di chi si tratta e a chi rivolgersi; la presa in carico che ne nasce non lo porta', async () => {
    const personaId = await nuovaPersona(sociale, qui())
    const id = await inValutazione(sociale, qui(), {
      segnalante,
      segnalati: [{ personaId }, { descrizione: 'La figlia del Testimonio' }],
      riferimenti: [
        { nome: 'Ermenegildo Testimonio', legame: 'vicino', recapito: '333 1234567', problemi: 'condominio aurora' },
      ],
    })
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    const nomi = /testimonio|ermenegildo|333123|aurora/i
    expect(JSON.stringify(await pronto.call(segnalazioniApi.leggi, { id }))).not.toMatch(nomi)
    expect(JSON.stringify(await sociale.call(segnalazioniApi.copia, { id }))).not.toMatch(nomi)
    for (const chi of [sportello, sociale])
      expect(JSON.stringify(await chi.call(segnalazioniApi.list, {}))).not.toMatch(nomi)
    const { prese } = await sociale.call(segnalazioniApi.prendiInCarico, {
      id,
      ...presa,
      conclusione: 'Testimonio ha ragione: serve un progetto.',
      persone: [personaId],
    })
    await responsabile.call(personeApi.apri, { id: personaId, motivo: 'vigilanza', dettaglio: 'Verifica' })
    expect((await responsabile.call(preseApi.leggi, { id: prese[0]!.id })).oggetto).toBe(
      '[omissis] ha ragione: serve un progetto.',
    )
    // who may know him goes on reading it where it was written
    expect((await sociale.call(segnalazioniApi.leggi, { id })).conclusione).toContain('Testimonio')
  })
  test('la presa in carico di prima lo porta nell’oggetto: chi non può saperlo lo legge senza, lì e dove è copiato; il resto come è scritto', async () => {
    const id = await nuovaPersona(sociale, qui())
    const presaId = await presaInCarico(t, a, qui(), id, sociale.utenteId)
    const psicologa = await operatore(t, a, 'psicologo', qui())
    const professione = 'psicologo'
    await sociale.call(preseApi.aggiungiOperatore, { id: presaId, utenteId: psicologa.utenteId, professione })
    const segnalata = await inValutazione(sociale, qui(), { segnalante, segnalati: [{ personaId: id }] })
    // as they were written before the object was cleaned
    await comePrima(
      sql`insert into segnalazione_presa (segnalazione_id, presa_id, comune_id, persona_id) values (${segnalata}, ${presaId}, ${qui()}, ${id})`,
    )
    const { versione } = await sociale.call(preseApi.leggi, { id: presaId })
    const scritti = { area: 'adulti', mandato: 'accordo', peso: 1, accordi: 'Si sente Testimonio.' } as const
    await sociale.call(preseApi.scrivi, { id: presaId, versione, ...scritti, oggetto: 'Lo dice Testimonio.' })
    await sociale.call(trasferimentiApi.offri, { id: presaId, utenteId: responsabile.utenteId, motivo: 'Ferie' })
    const { id: voce } = await sociale.call(diarioApi.scrivi, {
      id,
      specie: 'diario',
      giorno: '2026-02-10',
      tipo: 'colloquio',
      completa: true,
      blocchi: [{ tipo: 'dichiarazione', di: 'Ermenegildo', testo: 'Testimonio ha telefonato.' }],
    })
    const { id: decisione } = await sociale.call(decisioniApi.crea, { id, presaId, quesito: 'Sentire Testimonio?' })
    await sociale.call(decisioniApi.scrivi, {
      id: decisione,
      versione: 1,
      quesito: 'Sentire Testimonio?',
      alternative: [],
      scelta: 'Sì',
      ragioni: [{ testo: 'È utile', fonti: [{ tipo: 'presa', id: presaId }] }],
      partecipanti: [],
    })
    const copie = async (chi: Caller) => {
      const { oggetto, trasferimento } = await chi.call(preseApi.leggi, { id: presaId })
      const { perche } = await chi.call(fascicoloApi.frontespizio, { id })
      const { voci } = await chi.call(decisioniApi.fonti, { id })
      const letta = await chi.call(decisioniApi.leggi, { id: decisione })
      return [
        oggetto,
        trasferimento!.voci.find((v) => v.testo.startsWith('Di che cosa'))!.testo,
        perche!.oggetto,
        voci.find((f) => f.tipo === 'presa')!.testo.replace(/^.*n\. \d+ – /, ''),
        letta.ragioni[0]!.fonti[0]!.testo.replace(/^.*n\. \d+ – /, ''),
      ]
    }
    const detto = (chi: string) => [
      `Lo dice ${chi}.`,
      `Di che cosa si tratta: Lo dice ${chi}.`,
      `Lo dice ${chi}.`,
      `Lo dice ${chi}. – accordi: Si sente Testimonio.`,
      `Lo dice ${chi}. – accordi: Si sente Testimonio.`,
    ]
    expect(await copie(sociale)).toEqual(detto('Testimonio'))
    expect(await copie(psicologa)).toEqual(detto('[omissis]'))
    // the gap in what a colleague wrote would tell who reported, and answer who tries one name after the other
    const { blocchi } = await psicologa.call(diarioApi.leggi, { id: voce })
    expect(blocchi).toMatchObject([{ di: 'Ermenegildo', testo: 'Testimonio ha telefonato.' }])
    expect((await psicologa.call(decisioniApi.leggi, { id: decisione })).quesito).toBe('Sentire Testimonio?')
    expect((await psicologa.call(preseApi.leggi, { id: presaId })).accordi).toBe('Si sente Testimonio.')
    // of a segnalazione that is not there for her nothing is missing, or the gap would tell
    await sociale.call(segnalazioniApi.riserva, { id: segnalata, colleghi: [] })
    expect(await copie(psicologa)).toEqual(detto('Testimonio'))
  })
  test('chi completa un contatto legge la nota di un collega come è scritta, e ne cambia una parola senza perdere le altre', async () => {
    const personaId = await nuovaPersona(sociale, qui())
    await inValutazione(sociale, qui(), { segnalante, segnalati: [{ personaId }] })
    const contatto = { canale: 'telefono', personaId, esito: 'orientato' } as const
    const nota = 'Testimonio chiede notizie.'
    const { id } = await sociale.call(contattiApi.crea, { ...contatto, comuneId: qui(), bisogno: 'ascolto', nota })
    const { versione, nota: letta } = await sportello.call(contattiApi.leggi, { id })
    expect(letta).toBe(nota)
    const ora = letta!.replace('notizie', 'aiuto')
    await sportello.call(contattiApi.completa, {
      ...contatto,
      id,
      versione,
      bisogni: ['ascolto'],
      servizi: [],
      nota: ora,
    })
    expect((await sociale.call(contattiApi.leggi, { id })).nota).toBe('Testimonio chiede aiuto.')
  })
  test('se a segnalare è la madre, o lei stessa, la presa in carico che ne nasce resta come è scritta', async () => {
    const cognome = cognomeNuovo()
    const figlio = await nuovaPersona(sociale, qui(), { cognome, nome: 'Luca', sesso: 'M', dataNascita: '2015-03-04' })
    const madre = await nuovaPersona(sociale, qui(), { cognome: 'Bellomare', nome: 'Teodora' })
    await comePrima(
      sql`insert into relazione (comune_id, specie, tipo, persona_a, persona_b, fonte) values (${qui()}, 'filiazione', 'naturale', ${madre}, ${figlio}, 'persona')`,
    )
    const conclusione = 'La madre, Teodora Bellomare (333 1234567), lo ha accompagnato; la vicina no.'
    for (const [nome, personaId] of [
      ['Bellomare Teodora', figlio],
      ['Teodora Bellomare', madre],
    ] as const) {
      const id = await inValutazione(sociale, qui(), {
        segnalante: { anonimo: false, nome, recapiti: '3331234567' },
        segnalati: [{ personaId }],
      })
      const { prese } = await sociale.call(segnalazioniApi.prendiInCarico, {
        id,
        ...presa,
        conclusione,
        persone: [personaId],
      })
      await responsabile.call(personeApi.apri, { id: personaId, motivo: 'vigilanza', dettaglio: 'Verifica' })
      expect((await responsabile.call(preseApi.leggi, { id: prese[0]!.id })).oggetto).toBe(conclusione)
    }
  })
  test('proponendo una presa in carico non si indovina chi ha fatto una segnalazione che non si vede', async () => {
    const personaId = await nuovaPersona(sociale, qui())
    const nascosta = await inValutazione(responsabile, qui(), { segnalante, segnalati: [{ personaId }] })
    await responsabile.call(segnalazioniApi.riserva, { id: nascosta, colleghi: [] })
    const vista = { anonimo: false, nome: 'Olimpia Vedetta' }
    await inValutazione(sociale, qui(), { segnalante: vista, segnalati: [{ personaId }] })
    const id = await inValutazione(sociale, qui(), { segnalati: [{ personaId }] })
    const conclusione = 'Lo dice Testimonio, lo dice Vedetta.'
    const { prese } = await sociale.call(segnalazioniApi.prendiInCarico, {
      id,
      ...presa,
      conclusione,
      persone: [personaId],
    })
    await sociale.call(personeApi.apri, { id: personaId, motivo: 'vigilanza', dettaglio: 'Verifica' })
    expect((await sociale.call(preseApi.leggi, { id: prese[0]!.id })).oggetto).toBe(
      'Lo dice Testimonio, lo dice [omissis].',
    )
  })
  test('la copia per la famiglia non lo porta, nemmeno dove il racconto lo nomina', async () => {
    const { id } = await sportello.call(
      segnalazioniApi.crea,
      segnalazione(qui(), {
        segnalante,
        fatti: 'Il signor TESTIMONIO (tel. 333.1234567), per il condominio  Aurora, dice che nessuno apre.',
        fattiModo: 'testuali',
      }),
    )
    await sociale.call(segnalazioniApi.valuta, { id })
    await sociale.call(segnalazioniApi.archivia, {
      id,
      motivo: 'infondata',
      conclusione: 'Sentito Ermenegildo: rientrata.',
    })
    const copia = await sociale.call(segnalazioniApi.copia, { id })
    expect(JSON.stringify(copia)).not.toMatch(/testimonio|ermenegildo|333123|aurora|vicin/i)
    expect(copia.fatti).toContain('[omissis]')
    // who may not know the reporter cannot take him out of the text either
    for (const ruolo of ['pronto-intervento', 'operatore-sportello'])
      expect(await rifiuto((await operatore(t, a, ruolo, qui())).call(segnalazioniApi.copia, { id }))).toMatchObject({
        status: 403,
      })
  })
})

describe('mentre si valuta si completa', () => {
  test('una persona scoperta dopo si segnala: si prende in carico da lì e la trova chi ne riceve un’altra', async () => {
    const [uno, due] = [await nuovaPersona(sociale, qui()), await nuovaPersona(sociale, qui())]
    const { id } = await sportello.call(segnalazioniApi.crea, segnalazione(qui(), { segnalati: [{ personaId: uno }] }))
    const aggiungi = (altro: object, chi = sociale) =>
      rifiuto(chi.call(segnalazioniApi.aggiungiSegnalato, { id, ...altro }))
    expect(await aggiungi({ personaId: due })).toMatchObject({ codice: 'stato-non-ammesso' })
    await sociale.call(segnalazioniApi.valuta, { id })
    expect(await aggiungi({})).toMatchObject({ campo: 'descrizione' })
    expect(await aggiungi({ personaId: randomUUID() })).toMatchObject({ campo: 'personaId' })
    expect(await aggiungi({ personaId: uno })).toMatchObject({ campo: 'personaId' })
    t.clock.advance(1)
    expect(await aggiungi({ personaId: due })).toMatchObject({ codice: 'accettato' })
    t.clock.advance(1)
    expect(await aggiungi({ descrizione: 'Il fratello piccolo' })).toMatchObject({ codice: 'accettato' })
    expect(
      (await sociale.call(segnalazioniApi.leggi, { id })).segnalati.map((x) => x.persona?.id ?? x.descrizione),
    ).toEqual([uno, due, 'Il fratello piccolo'])
    const altra = await inValutazione(sociale, qui(), { segnalati: [{ personaId: due }] })
    expect((await sociale.call(segnalazioniApi.leggi, { id: altra })).ripetute.voci).toMatchObject([
      { id, perche: ['persona'] },
    ])
    const { prese } = await sociale.call(segnalazioniApi.prendiInCarico, { id, ...presa, persone: [due] })
    expect(prese).toMatchObject([{ personaId: due }])
    expect((await sociale.call(segnalazioniApi.leggi, { id })).passaggi.map((p) => [p.a, p.motivo, p.chi])).toEqual([
      ['ricevuta', null, expect.anything()],
      ['in-valutazione', null, expect.anything()],
      ['in-valutazione', 'Aggiunta una persona segnalata', expect.anything()],
      ['in-valutazione', 'Aggiunta una persona segnalata', expect.anything()],
      ['presa-in-carico', expect.anything(), expect.anything()],
    ])
    expect(await aggiungi({ descrizione: 'Troppo tardi' })).toMatchObject({ codice: 'stato-non-ammesso' })
  })
  test('chi segnala lo completa soltanto chi può leggerlo, e ciò che era scritto resta', async () => {
    const fatti = 'Lo dice Testimonio.'
    const { id } = await sportello.call(
      segnalazioniApi.crea,
      segnalazione(qui(), { segnalante: { anonimo: false, nome: 'Testimonio' }, fatti }),
    )
    await sociale.call(segnalazioniApi.valuta, { id })
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    const completa = async (altro: object, chi = sociale) => {
      const { versione } = await sociale.call(segnalazioniApi.leggi, { id })
      return rifiuto(chi.call(segnalazioniApi.completaSegnalante, { id, versione, anonimo: false, ...altro }))
    }
    expect(await completa(segnalante, pronto)).toMatchObject({ status: 403 })
    expect(await completa({ nome: 'Qualcun altro' })).toMatchObject({ campo: 'nome' })
    expect(await completa({ anonimo: true })).toMatchObject({ campo: 'anonimo' })
    expect(await completa(segnalante)).toMatchObject({ codice: 'accettato' })
    const letta = await sociale.call(segnalazioniApi.leggi, { id })
    expect(letta.segnalante).toEqual(segnalante)
    expect(letta.passaggi.at(-1)!.motivo).toBe('Completato chi ha segnalato')
    expect(await pronto.call(segnalazioniApi.leggi, { id })).toMatchObject({
      segnalante: null,
      fatti: 'Lo dice [omissis].',
    })
  })
  test('completato, nei testi resta nascosto com’era scritto prima', async () => {
    const era = { anonimo: false, nome: 'Anna', ente: 'Istituto Manzoni', recapiti: 'via Roma 3' }
    const personaId = await nuovaPersona(sociale, qui())
    const id = await inValutazione(sociale, qui(), {
      segnalante: era,
      segnalati: [{ personaId }],
      fatti: 'Anna, dell’Istituto Manzoni, abita in via Roma 3.',
    })
    const { versione } = await sociale.call(segnalazioniApi.leggi, { id })
    const ora = { nome: 'Annalisa', ente: 'Istituto Manzoni di Lecco', recapiti: 'via Roma 3, Lecco' }
    await sociale.call(segnalazioniApi.completaSegnalante, { id, versione, anonimo: false, ...ora })
    const fatti = '[omissis], dell’[omissis], abita in [omissis].'
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    expect((await pronto.call(segnalazioniApi.leggi, { id })).fatti).toBe(fatti)
    // in what leaves too, and in a copy for the family made by who reads him
    expect((await sociale.call(segnalazioniApi.copia, { id })).fatti).toBe(fatti)
  })
  test('un ente generico, completato, torna una parola di tutti', async () => {
    const personaId = await nuovaPersona(sociale, qui())
    const id = await inValutazione(sociale, qui(), {
      segnalante: { anonimo: false, ente: 'Scuola', recapiti: 'Lecco' },
      segnalati: [{ personaId }],
      fatti: 'A scuola va poco, a Lecco mai: lo dice la Scuola primaria Manzoni.',
    })
    const copia = async () => (await sociale.call(segnalazioniApi.copia, { id })).fatti
    expect(await copia()).toBe('A [omissis] va poco, a [omissis] mai: lo dice la [omissis] primaria Manzoni.')
    const { versione } = await sociale.call(segnalazioniApi.leggi, { id })
    const ora = { ente: 'Scuola primaria Manzoni', recapiti: 'via Roma 3, Lecco' }
    await sociale.call(segnalazioniApi.completaSegnalante, { id, versione, anonimo: false, ...ora })
    expect(await copia()).toBe('A scuola va poco, a Lecco mai: lo dice la [omissis].')
  })
  test('chi non può sapere chi ha segnalato rilegge le sue parole come le ha scritte: tirare a indovinare non gli dice nulla', async () => {
    const fatti = 'Lo dice Testimonio.'
    const id = await inValutazione(sociale, qui(), { segnalante, fatti, informataNota: 'Non ancora.' })
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    const altro = await operatore(t, a, 'pronto-intervento', qui())
    const nome = 'Ermenegildo Testimonio'
    const letta = () => pronto.call(segnalazioniApi.leggi, { id })
    const scrivi = async (nota: string) => {
      const { versione, pericolo, informata } = await letta()
      return rifiuto(
        pronto.call(segnalazioniApi.aggiorna, {
          id,
          versione,
          urgenza: 'urgente',
          pericolo,
          informata,
          informataNota: nota,
        }),
      )
    }
    await pronto.call(segnalazioniApi.aggiungiSegnalato, { id, descrizione: `Forse ${nome}` })
    const { versione } = await letta()
    await pronto.call(segnalazioniApi.scriviRiferimento, { id, versione, nome, problemi: `È ${nome}?` })
    expect(await scrivi(`Lo sa ${nome}.`)).toMatchObject({ codice: 'accettato' })
    expect(await scrivi(`Lo sa ${nome}, e basta.`)).toMatchObject({ codice: 'accettato' })
    const storia = (await letta()).passaggi.filter((p) => p.motivo?.includes('nota su come è informata'))
    expect(storia).toHaveLength(2)
    await pronto.call(segnalazioniApi.orienta, { id, conclusione: `Sentito ${nome}.` })
    // nor to two who try together
    for (const chi of [pronto, altro]) {
      const s = await chi.call(segnalazioniApi.leggi, { id })
      expect(s).toMatchObject({
        segnalante: null,
        fatti: 'Lo dice [omissis].',
        informataNota: `Lo sa ${nome}, e basta.`,
        conclusione: `Sentito ${nome}.`,
        riferimenti: [{ nome, problemi: `È ${nome}?` }],
      })
      expect(s.segnalati.map((x) => x.descrizione)).toContain(`Forse ${nome}`)
      expect(s.passaggi.at(-1)!.motivo).toBe(`Sentito ${nome}.`)
      expect(JSON.stringify(await chi.call(segnalazioniApi.list, {}))).toContain(`Forse ${nome}`)
    }
    // where it leaves, it is taken out
    expect(JSON.stringify(await sociale.call(segnalazioniApi.copia, { id }))).not.toMatch(/Testimonio|Ermenegildo/)
    // in the words of a colleague who knows him, it is hidden as ever
    const sua = await inValutazione(sociale, qui(), { segnalante })
    await sociale.call(segnalazioniApi.aggiungiSegnalato, { id: sua, descrizione: `Forse ${nome}` })
    await sociale.call(segnalazioniApi.orienta, { id: sua, conclusione: `Sentito ${nome}.` })
    expect(JSON.stringify(await pronto.call(segnalazioniApi.leggi, { id: sua }))).not.toMatch(/Testimonio|Ermenegildo/)
  })
  test('le persone di riferimento si aggiungono, al massimo tre, e si completano senza perdere ciò che non si legge', async () => {
    const riferimenti = [{ nome: 'Rita Amica', recapito: 'Chiedere a Testimonio' }]
    const id = await inValutazione(sociale, qui(), { segnalante, riferimenti })
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    const scrivi = async (altro: object, chi = sociale) => {
      const { versione } = await sociale.call(segnalazioniApi.leggi, { id })
      return rifiuto(chi.call(segnalazioniApi.scriviRiferimento, { id, versione, nome: 'Rita Amica', ...altro }))
    }
    const suo = (await pronto.call(segnalazioniApi.leggi, { id })).riferimenti[0]!
    expect(suo.recapito).toBe('Chiedere a [omissis]')
    expect(await scrivi({ ...suo }, pronto)).toMatchObject({ codice: 'accettato' })
    expect(await scrivi({ ...suo, legame: 'amica' }, pronto)).toMatchObject({ campo: 'legame' })
    expect(await scrivi({ ...suo, recapito: 'Chiedere a Testimonio', legame: 'amica' })).toMatchObject({
      codice: 'accettato',
    })
    expect(await scrivi({ ...suo, recapito: '06 123' }, pronto)).toMatchObject({ campo: 'recapito' })
    for (const nome of ['Due', 'Tre']) expect(await scrivi({ nome })).toMatchObject({ codice: 'accettato' })
    expect(await scrivi({ nome: 'Quattro' })).toMatchObject({ campo: 'nome' })
    expect(await scrivi({ posizione: 2, nome: 'Due e mezzo' })).toMatchObject({ codice: 'accettato' })
    const { passaggi } = await sociale.call(segnalazioniApi.leggi, { id })
    expect(passaggi.flatMap((p) => (p.motivo?.includes('riferimento') ? [p.motivo.split(' ')[0]] : []))).toEqual([
      'Modificata',
      'Aggiunta',
      'Aggiunta',
      'Modificata',
    ])
    expect((await sociale.call(segnalazioniApi.leggi, { id })).riferimenti).toMatchObject([
      { posizione: 1, nome: 'Rita Amica', legame: 'amica', recapito: 'Chiedere a Testimonio' },
      { posizione: 2, nome: 'Due e mezzo' },
      { posizione: 3, nome: 'Tre' },
    ])
  })
})

test('nella storia c’è chi ha completato che cosa, anche ciò che non si rilegge', async () => {
  const id = await inValutazione(sociale, qui(), { segnalante })
  const personaId = await nuovaPersona(sociale, qui())
  const aggiorna = async (altro: object) => {
    const { versione } = await sociale.call(segnalazioniApi.leggi, { id })
    const dati = { urgenza: 'ordinaria' as const, pericolo: {}, informata: 'non-so' as const }
    await sociale.call(segnalazioniApi.aggiorna, { id, versione, ...dati, ...altro })
  }
  await aggiorna({})
  await aggiorna({ informataNota: 'Lo sa Testimonio' })
  await aggiorna({ informataNota: 'Lo sa Testimonio', urgenza: 'urgente', luogo: 'Via Alta 3' })
  const { segnalati } = await sociale.call(segnalazioniApi.leggi, { id })
  await sociale.call(segnalazioniApi.identifica, { id, segnalato: segnalati[0]!.id, personaId })
  const { passaggi } = await responsabile.call(segnalazioniApi.leggi, { id })
  expect(passaggi.filter((p) => p.atto === 'aggiorna').map((p) => p.motivo)).toEqual([
    'Modificati: nota su come è informata',
    'Modificati: urgenza, luogo',
    'Identificata una persona segnalata',
  ])
  expect(passaggi.at(-1)?.chi).toMatch(/\S/)
})

test('l’elenco chiede una volta sola chi ha fatto le segnalazioni che mostra', async () => {
  for (const _ of [1, 2, 3])
    await sportello.call(
      segnalazioniApi.crea,
      segnalazione(qui(), { segnalante, segnalati: [{ descrizione: 'Il figlio di Testimonio' }] }),
    )
  const elenco = () => sociale.call(segnalazioniApi.list, {})
  expect(await quante(t.deps.db, 'segnalante_di', elenco)).toBe(1)
  expect((await elenco()).voci.map((v) => v.segnalati[0]!.descrizione)).toEqual(Array(3).fill('Il figlio di [omissis]'))
})

describe('chi la legge', () => {
  const motivo = { codice: 'motivo-richiesto' }
  test('di chi non è seguito, chi è in servizio; conclusa, soltanto chi l’ha valutata, o con un motivo', async () => {
    const personaId = await nuovaPersona(sociale, qui())
    const { id } = await sportello.call(segnalazioniApi.crea, segnalazione(qui(), { segnalati: [{ personaId }] }))
    const collega = await operatore(t, a, 'assistente-sociale', qui())
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    for (const chi of [sociale, collega, pronto, responsabile]) await chi.call(segnalazioniApi.leggi, { id })
    await sociale.call(segnalazioniApi.valuta, { id })
    await collega.call(segnalazioniApi.leggi, { id })
    await sociale.call(segnalazioniApi.archivia, { id, motivo: 'risolta', conclusione: 'Rientrata.' })
    await sociale.call(segnalazioniApi.copia, { id })
    for (const chi of [collega, pronto, responsabile])
      expect(await rifiuto(chi.call(segnalazioniApi.leggi, { id }))).toMatchObject(motivo)
    expect(await rifiuto(collega.call(segnalazioniApi.copia, { id }))).toMatchObject(motivo)
    await collega.call(personeApi.apri, { id: personaId, motivo: 'vigilanza', dettaglio: 'La madre chiede' })
    await collega.call(segnalazioniApi.leggi, { id })
    const { voci } = await collega.call(personeApi.letture, { id: personaId })
    expect(voci.filter((v) => v.atto === 'Leggere una segnalazione').map((v) => v.fuoriCarico)).toEqual([
      true,
      // while it was his colleague's to evaluate
      true,
      false,
      false,
      false,
      false,
    ])
    // of nobody that is known, it is nobody's folder
    const anonima = await inValutazione(sociale, qui())
    await sociale.call(segnalazioniApi.orienta, { id: anonima, conclusione: 'Al consultorio.' })
    await collega.call(segnalazioniApi.leggi, { id: anonima })
  })
  test('di chi è seguito da un collega: chi lo segue, chi la valuta, chi assegna il lavoro; gli altri con un motivo', async () => {
    const personaId = await nuovaPersona(sociale, qui())
    const segue = await operatore(t, a, 'assistente-sociale', qui())
    await presaInCarico(t, a, qui(), personaId, segue.utenteId)
    const { id } = await sportello.call(segnalazioniApi.crea, segnalazione(qui(), { segnalati: [{ personaId }] }))
    for (const chi of [segue, responsabile]) await chi.call(segnalazioniApi.leggi, { id })
    expect(await rifiuto(sociale.call(segnalazioniApi.leggi, { id }))).toMatchObject(motivo)
    const pronto = await operatore(t, a, 'pronto-intervento', qui())
    expect(await rifiuto(pronto.call(segnalazioniApi.leggi, { id }))).toMatchObject(motivo)
    await pronto.call(emergenzeApi.apri, { id: personaId, dettaglio: 'È in strada' })
    await pronto.call(segnalazioniApi.leggi, { id })
    // whoever takes it upon himself reads it: the page offers it while it is to be done, and says from whom it would be taken
    const compito = async (chi: Caller) => {
      const { body } = await chi.raw(segnalazioniApi.leggi, { id })
      expect(body).toMatchObject(motivo)
      return (body as { compito?: unknown }).compito
    }
    expect(await compito(sociale)).toEqual({ versione: 1, di: null })
    await sociale.call(segnalazioniApi.valuta, { id })
    await sociale.call(segnalazioniApi.leggi, { id })
    const altro = await operatore(t, a, 'assistente-sociale', qui())
    const { valutatore } = await sociale.call(segnalazioniApi.leggi, { id })
    expect(await compito(altro)).toEqual({ versione: 2, di: valutatore })
    await sociale.call(segnalazioniApi.orienta, { id, conclusione: 'Al consultorio.' })
    expect(await compito(altro)).toBeUndefined()
  })
  test('una presa in carico che non si vede non chiede un motivo, o direbbe che c’è', async () => {
    const personaId = await nuovaPersona(sociale, qui())
    const { id } = await sportello.call(segnalazioniApi.crea, segnalazione(qui(), { segnalati: [{ personaId }] }))
    const presaId = await presaInCarico(t, a, qui(), personaId, responsabile.utenteId)
    const nasconde = { id: personaId, tipo: 'presa', oggettoId: presaId, motivo: 'Protezione', utenti: [] }
    await responsabile.call(oscuramentiApi.nascondi, nasconde)
    await sociale.call(segnalazioniApi.leggi, { id })
  })
})

describe('lungo gli stati', () => {
  const conclusioni: [string, (id: string) => Promise<unknown>, string][] = [
    [
      'archivia',
      (id) => sociale.call(segnalazioniApi.archivia, { id, motivo: 'risolta', conclusione: 'Rientrata.' }),
      'archiviata',
    ],
    ['orienta', (id) => sociale.call(segnalazioniApi.orienta, { id, conclusione: 'Al consultorio.' }), 'orientata'],
    [
      'inoltra',
      (id) =>
        sociale.call(segnalazioniApi.inoltra, { id, ente: 'ASL', email: 'protocollo@example.it', testo: 'Vedi.' }),
      'inoltrata',
    ],
    [
      'segnala all’autorità',
      (id) => sociale.call(segnalazioniApi.segnalaAutorita, { id, autorita: 'Procura', conclusione: 'Reato.' }),
      'segnalata-autorita',
    ],
  ]
  test.each(conclusioni)('%s: dalla valutazione, con un motivo, una volta sola', async (_nome, atto, stato) => {
    const { id } = await sportello.call(segnalazioniApi.crea, segnalazione(qui()))
    expect(await rifiuto(atto(id))).toMatchObject({ codice: 'stato-non-ammesso' })
    await sociale.call(segnalazioniApi.valuta, { id })
    await atto(id)
    const s = await sociale.call(segnalazioniApi.leggi, { id })
    expect(s.stato).toBe(stato)
    expect(s.passaggi.map((p) => p.a)).toEqual(['ricevuta', 'in-valutazione', stato])
    expect(s.passaggi.at(-1)?.motivo).toMatch(/\S/)
    expect(s.chiusaIl).not.toBeNull()
    expect(await rifiuto(atto(id))).toMatchObject({ codice: 'stato-non-ammesso' })
    expect(await rifiuto(sociale.call(segnalazioniApi.valuta, { id }))).toMatchObject({ codice: 'stato-non-ammesso' })
  })
  test('da archiviata si segnala ancora all’autorità, e resta scritto perché era stata archiviata', async () => {
    const id = await inValutazione(sociale, qui())
    await sociale.call(segnalazioniApi.archivia, { id, motivo: 'risolta', conclusione: 'Rientrata.' })
    const { chiusaIl } = await sociale.call(segnalazioniApi.leggi, { id })
    t.clock.advance(10)
    await sociale.call(segnalazioniApi.segnalaAutorita, { id, autorita: 'Procura', conclusione: 'Reato.' })
    const s = await sociale.call(segnalazioniApi.leggi, { id })
    expect(s).toMatchObject({
      stato: 'segnalata-autorita',
      motivoArchiviazione: expect.stringMatching(/\S/),
      chiusaIl,
    })
    expect(s.passaggi.map((p) => p.a)).toEqual(['ricevuta', 'in-valutazione', 'archiviata', 'segnalata-autorita'])
  })
  test('un collega subentra a chi la valutava, che lo viene a sapere; da conclusa non più', async () => {
    const id = await inValutazione(sociale, qui())
    const { versione } = await responsabile.call(segnalazioniApi.leggi, { id })
    const subentra = (chi: Caller, altro: object = { subentro: versione }) =>
      rifiuto(chi.call(segnalazioniApi.valuta, { id, ...altro }))
    const gia = { codice: 'stato-non-ammesso' }
    expect(await subentra(responsabile, {})).toMatchObject(gia)
    expect(await subentra(sociale)).toMatchObject(gia)
    // of two who have seen that she evaluates it, one takes it from her, and nobody from the one who has
    const terzo = await operatore(t, a, 'assistente-sociale', qui())
    const insieme = await Promise.all([subentra(responsabile), subentra(terzo)])
    expect(insieme.map((e) => e.codice).sort()).toEqual(['accettato', 'versione-superata'])
    if (insieme[0]!.codice !== 'accettato') {
      const vista = (await responsabile.call(segnalazioniApi.leggi, { id })).versione
      expect(await subentra(responsabile, { subentro: vista })).toMatchObject({ codice: 'accettato' })
    }
    const s = await responsabile.call(segnalazioniApi.leggi, { id })
    expect(s).toMatchObject({ stato: 'in-valutazione', laValutoIo: true })
    expect(s.passaggi.at(-1)).toMatchObject({ atto: 'valuta', motivo: expect.stringMatching(/^Prima la valutava \S/) })
    expect(await sociale.call(segnalazioniApi.leggi, { id })).toMatchObject({ laValutoIo: false })
    const { voci } = await sociale.call(notificheApi.list, {})
    expect(voci.map((v) => v.collegamento)).toContain(`/segnalazioni/${id}`)
    await responsabile.call(segnalazioniApi.orienta, { id, conclusione: 'Al consultorio.' })
    expect(await subentra(sociale)).toMatchObject(gia)
  })
  describe('chi la valutava', () => {
    const avvisi = async (chi: Caller, id: string) =>
      (await chi.call(notificheApi.list, {})).voci.filter((v) => v.collegamento === `/segnalazioni/${id}`).length
    const subentra = async (chi: Caller, id: string) => {
      const { versione } = await chi.call(segnalazioniApi.leggi, { id })
      await chi.call(segnalazioniApi.valuta, { id, subentro: versione })
    }
    test('non sa di un subentro in una segnalazione che nel frattempo per lui non c’è più', async () => {
      const [collega, terzo] = [
        await operatore(t, a, 'assistente-sociale', qui()),
        await operatore(t, a, 'assistente-sociale', qui()),
      ]
      const riservata = await inValutazione(sociale, qui())
      await collega.call(segnalazioniApi.riserva, { id: riservata, colleghi: [terzo.utenteId] })
      await subentra(terzo, riservata)
      expect(await rifiuto(sociale.call(segnalazioniApi.leggi, { id: riservata }))).toMatchObject({ status: 404 })
      expect(await avvisi(sociale, riservata)).toBe(0)
      // on his own family
      const utente = await nuovoUtente(t, a, ['assistente-sociale'])
      const lui = await as(t, utente)
      const sua = await inValutazione(lui, qui())
      const personaId = await nuovaPersona(collega, qui())
      await comePrima(sql`update persona set codice_fiscale = ${utente.codiceFiscale} where id = ${personaId}`)
      await subentra(collega, sua)
      expect(await avvisi(lui, sua)).toBe(1)
      await comePrima(sql`update segnalazione set valutatore_id = ${lui.utenteId} where id = ${sua}`)
      const { segnalati } = await terzo.call(segnalazioniApi.leggi, { id: sua })
      await terzo.call(segnalazioniApi.identifica, { id: sua, segnalato: segnalati[0]!.id, personaId })
      await subentra(terzo, sua)
      expect(await avvisi(lui, sua)).toBe(1)
    })
    test('sa che la riprende un altro, e il suo nome resta nella storia', async () => {
      const ufficioId = await nuovoUfficio(t, a, qui())
      const collega = await operatore(t, a, 'assistente-sociale', qui())
      const id = await inValutazione(sociale, qui())
      const { invioId } = await sociale.call(segnalazioniApi.inoltra, { id, ufficioId, testo: 'Vedi.' })
      await collega.call(inviiApi.respingi, { id: invioId, motivo: 'Non è nostra.' })
      await responsabile.call(segnalazioniApi.riprendi, { id, motivo: 'Respinta' })
      const { passaggi } = await responsabile.call(segnalazioniApi.leggi, { id })
      expect(passaggi.at(-1)?.motivo).toMatch(/^Respinta \(prima la valutava \S.*\)$/)
      expect(await avvisi(sociale, id)).toBe(1)
      // his own, he takes up again without telling himself
      const mia = await inValutazione(sociale, qui())
      const { invioId: altro } = await sociale.call(segnalazioniApi.inoltra, { id: mia, ufficioId, testo: 'Vedi.' })
      await collega.call(inviiApi.respingi, { id: altro, motivo: 'Non è nostra.' })
      await sociale.call(segnalazioniApi.riprendi, { id: mia, motivo: 'Respinta' })
      expect((await sociale.call(segnalazioniApi.leggi, { id: mia })).passaggi.at(-1)?.motivo).toBe('Respinta')
      expect(await avvisi(sociale, mia)).toBe(0)
    })
  })
  test('ogni chiusura vuole un motivo', async () => {
    const id = await inValutazione(sociale, qui())
    for (const p of await Promise.all(
      [
        sociale.call(segnalazioniApi.archivia, { id, motivo: 'risolta', conclusione: ' ' }),
        sociale.call(segnalazioniApi.orienta, { id, conclusione: '' }),
      ].map(rifiuto),
    ))
      expect(p).toMatchObject({ campo: 'conclusione' })
    expect(
      await rifiuto(sociale.call(segnalazioniApi.archivia, { id, motivo: 'perche-si', conclusione: 'x' })),
    ).toMatchObject({ campo: 'motivo' })
  })
  test('inoltrata a un altro ufficio, vista, respinta e ripresa', async () => {
    const ufficioId = await nuovoUfficio(t, a, a.comuni[1]!)
    const altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
    const id = await inValutazione(sociale, qui(), { segnalante })
    const { invioId } = await sociale.call(segnalazioniApi.inoltra, { id, ufficioId, testo: 'Abita da voi.' })
    expect(await rifiuto(sociale.call(segnalazioniApi.riprendi, { id, motivo: 'x' }))).toMatchObject({ status: 409 })
    // the receiving office reads what was written to it, and not the sheet
    expect(await altrove.call(inviiApi.leggi, { id: invioId })).toMatchObject({
      stato: 'vista',
      testo: 'Abita da voi.',
      segnalazioneId: null,
    })
    expect(await rifiuto(altrove.call(segnalazioniApi.leggi, { id }))).toMatchObject({ status: 404 })
    await altrove.call(inviiApi.respingi, { id: invioId, motivo: 'Si è trasferito.' })
    await responsabile.call(segnalazioniApi.riprendi, { id, motivo: 'Respinta: si è trasferito.' })
    expect(await responsabile.call(segnalazioniApi.leggi, { id })).toMatchObject({
      stato: 'in-valutazione',
      // who takes it up again is who evaluates it
      laValutoIo: true,
      chiusaIl: null,
      invii: [{ stato: 'respinta' }],
    })
  })
  test('due persone che la concludono insieme: una lo fa, l’altra lo viene a sapere', async () => {
    const id = await inValutazione(sociale, qui())
    const esiti = await Promise.all([
      rifiuto(sociale.call(segnalazioniApi.orienta, { id, conclusione: 'Al consultorio.' })),
      rifiuto(responsabile.call(segnalazioniApi.archivia, { id, motivo: 'risolta', conclusione: 'Rientrata.' })),
    ])
    expect(esiti.map((e) => e.codice).sort()).toEqual(['accettato', 'stato-non-ammesso'])
  })
})

describe('presa in carico', () => {
  test('una per persona scelta, con il numero che segue nel comune, collegata', async () => {
    const persone = [await nuovaPersona(sportello, qui()), await nuovaPersona(sportello, qui())]
    const id = await inValutazione(sociale, qui(), { segnalati: persone.map((personaId) => ({ personaId })) })
    const { prese } = await sociale.call(segnalazioniApi.prendiInCarico, { id, persone, ...presa })
    expect(prese[0]!.numero).toBeGreaterThan(0)
    expect(prese[1]!.numero).toBeGreaterThan(prese[0]!.numero)
    const s = await sociale.call(segnalazioniApi.leggi, { id })
    expect(s).toMatchObject({ stato: 'presa-in-carico', prese: [{ stato: 'proposta' }, { stato: 'proposta' }] })
    const altra = await inValutazione(sociale, qui(), { segnalati: [{ personaId: persone[0]! }] })
    expect(
      await rifiuto(sociale.call(segnalazioniApi.prendiInCarico, { id: altra, persone: [persone[0]!], ...presa })),
    ).toMatchObject({ campo: 'persone' })
  })
  test('il numero conta anche le prese in carico che non si vedono', async () => {
    const nascosta = await nuovaPersona(sportello, qui())
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, utente: responsabile.utenteId }, (tx) =>
      sql`insert into presa_in_carico (comune_id, persona_id, numero, tipo, area, mandato, riservato_a)
        values (${qui()}, ${nascosta}, 1, 'professionale', 'adulti', 'accordo', ${[responsabile.utenteId]})`.execute(
        tx,
      ),
    )
    const personaId = await nuovaPersona(sportello, qui())
    const id = await inValutazione(sociale, qui(), { segnalati: [{ personaId }] })
    const { prese } = await sociale.call(segnalazioniApi.prendiInCarico, { id, persone: [personaId], ...presa })
    expect(prese[0]!.numero).toBeGreaterThan(1)
  })
  test('chi non è ancora identificato va prima identificato', async () => {
    const id = await inValutazione(sociale, qui())
    const personaId = await nuovaPersona(sportello, qui())
    expect(
      await rifiuto(sociale.call(segnalazioniApi.prendiInCarico, { id, persone: [personaId], ...presa })),
    ).toMatchObject({ campo: 'persone' })
    const { segnalati } = await sociale.call(segnalazioniApi.leggi, { id })
    await sociale.call(segnalazioniApi.identifica, { id, segnalato: segnalati[0]!.id, personaId })
    await sociale.call(segnalazioniApi.prendiInCarico, { id, persone: [personaId], ...presa })
    expect((await sociale.call(segnalazioniApi.leggi, { id })).prese).toHaveLength(1)
  })
  test('due insieme nello stesso comune hanno numeri diversi', async () => {
    const lavori = await Promise.all(
      [1, 2, 3].map(async () => {
        const personaId = await nuovaPersona(sportello, qui())
        return { personaId, id: await inValutazione(sociale, qui(), { segnalati: [{ personaId }] }) }
      }),
    )
    const esiti = await Promise.all(
      lavori.map((l) => sociale.call(segnalazioniApi.prendiInCarico, { id: l.id, persone: [l.personaId], ...presa })),
    )
    expect(new Set(esiti.flatMap((e) => e.prese.map((p) => p.numero))).size).toBe(3)
  })
})

describe('segnalazioni ripetute', () => {
  const vicine = async (chi: Caller, id: string) =>
    (await chi.call(segnalazioniApi.leggi, { id })).ripetute.voci.map((v) => [v.id, v.perche] as const)
  /** What the list says of each. */
  const elenco = async (chi: Caller, ...ids: string[]) => {
    const { voci } = await chi.call(segnalazioniApi.list, {})
    return ids.map((id) => voci.find((v) => v.id === id)?.ripetutaPer)
  }
  const abita = async (id: string, tipo: 'residenza' | 'domicilio', dati: object, altro: object = {}) => {
    await responsabile.call(personeApi.apri, { id, motivo: 'vigilanza', dettaglio: 'Verifica' })
    await responsabile.call(fattiApi.registra, {
      id,
      tipo,
      dati,
      dal: '2020-01-01',
      fonte: 'persona',
      ...altro,
    } as never)
  }

  test('sulla stessa persona, entro i giorni del parametro', async () => {
    const personaId = await nuovaPersona(sportello, qui())
    const vecchia = await inValutazione(sociale, qui(), { segnalati: [{ personaId }] })
    t.clock.set('2026-05-20T09:00:00Z')
    sociale = await operatore(t, a, 'assistente-sociale', qui())
    const prima = await inValutazione(sociale, qui(), { segnalati: [{ personaId }] })
    expect(await vicine(sociale, prima)).toEqual([[vecchia, ['persona']]])
    expect(await elenco(sociale, vecchia, prima)).toEqual([['persona'], ['persona']])
    t.clock.set('2026-06-20T09:00:00Z')
    sociale = await operatore(t, a, 'assistente-sociale', qui())
    const ora = await inValutazione(sociale, qui(), { segnalati: [{ personaId }] })
    expect(await vicine(sociale, ora)).toEqual([[prima, ['persona']]])
    expect(await elenco(await operatore(t, a, 'operatore-sportello', qui()), prima, ora)).toEqual([
      ['persona'],
      ['persona'],
    ])
    await sociale.call(segnalazioniApi.riserva, { id: prima, colleghi: [] })
    expect(await elenco(await operatore(t, a, 'responsabile-servizio'), prima, ora)).toEqual([undefined, []])
  })
  test('sullo stesso nucleo', async () => {
    const [madre, figlia] = [await nuovaPersona(sportello, qui()), await nuovaPersona(sportello, qui())]
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, async (tx) => {
      const nucleo = randomUUID()
      await sql`insert into nucleo (id, comune_id, tipo, fonte) values (${nucleo}, ${qui()}, 'fatto', 'persona')`.execute(
        tx,
      )
      for (const p of [madre, figlia])
        await sql`insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela) values (${qui()}, ${nucleo}, ${p}, 'figlio')`.execute(
          tx,
        )
    })
    const prima = await inValutazione(sociale, qui(), { segnalati: [{ personaId: madre }] })
    const ora = await inValutazione(sociale, qui(), { segnalati: [{ personaId: figlia }] })
    expect(await vicine(sociale, ora)).toEqual([[prima, ['nucleo']]])
    const altra = await inValutazione(sociale, qui(), {
      segnalati: [{ personaId: await nuovaPersona(sportello, qui()) }],
    })
    expect(await elenco(sociale, prima, ora, altra)).toEqual([['nucleo'], ['nucleo'], []])
  })
  test('allo stesso indirizzo: scritto nella segnalazione, o dove la persona vive', async () => {
    const via = `Via ${cognomeNuovo()}`
    const personaId = await nuovaPersona(sportello, qui())
    await abita(personaId, 'residenza', { indirizzo: via, civico: '12' })
    const scritta = await inValutazione(sociale, qui(), { luogo: `${via.toUpperCase()}  12` })
    const persona = await inValutazione(sociale, qui(), { segnalati: [{ personaId }] })
    const altra = await inValutazione(sociale, qui(), { luogo: `${via} 12` })
    expect(await vicine(sociale, persona)).toEqual(
      expect.arrayContaining([
        [scritta, ['indirizzo']],
        [altra, ['indirizzo']],
      ]),
    )
    expect((await vicine(sociale, altra)).map(([id]) => id).sort()).toEqual([scritta, persona].sort())
    const accanto = await inValutazione(sociale, qui(), { luogo: `${via} 14` })
    expect(await elenco(sociale, scritta, persona, altra, accanto)).toEqual([
      ['indirizzo'],
      ['indirizzo'],
      ['indirizzo'],
      [],
    ])
    // two who live there, and of where nothing is written
    const vicino = await nuovaPersona(sportello, qui())
    await abita(vicino, 'domicilio', { indirizzo: via, civico: '14' })
    const altroVicino = await inValutazione(sociale, qui(), { segnalati: [{ personaId: vicino }] })
    expect(await elenco(sociale, accanto, altroVicino)).toEqual([['indirizzo'], ['indirizzo']])
  })
  test('la stessa via di un altro comune è un’altra, e quella di chi è senza casa non è la sua', async () => {
    const la = a.comuni[1]!
    const casa = { indirizzo: `Via ${cognomeNuovo()}`, civico: '12' }
    const luogo = `${casa.indirizzo} 12`
    const [residente, emigrata, senzaCasa, altroSenza] = [
      await nuovaPersona(sportello, qui()),
      await nuovaPersona(sportello, qui()),
      await nuovaPersona(sportello, qui()),
      await nuovaPersona(sportello, qui()),
    ]
    const altrove = await operatore(t, a, 'assistente-sociale', la)
    await abita(residente, 'residenza', casa)
    const lontana = await inValutazione(altrove, la, { luogo })
    const vicina = await inValutazione(sociale, qui(), { segnalati: [{ personaId: residente }] })
    expect(await elenco(responsabile, lontana, vicina)).toEqual([[], []])
    expect(await vicine(responsabile, lontana)).toEqual([])
    await abita(emigrata, 'residenza', { ...casa, comune: la })
    const sua = await inValutazione(sociale, qui(), { segnalati: [{ personaId: emigrata }] })
    expect(await elenco(responsabile, lontana, vicina, sua)).toEqual([['indirizzo'], [], ['indirizzo']])
    // who does not see the other comune knows nothing of it
    expect(await elenco(sociale, vicina, sua)).toEqual([[], []])
    for (const p of [senzaCasa, altroSenza])
      await abita(p, 'residenza', { indirizzo: 'Via della Casa comunale', civico: '1', senzaFissaDimora: true })
    const insieme = [
      await inValutazione(sociale, qui(), { segnalati: [{ personaId: senzaCasa }] }),
      await inValutazione(sociale, qui(), { segnalati: [{ personaId: altroSenza }] }),
    ]
    expect(await elenco(sociale, ...insieme)).toEqual([[], []])
  })
  test('dove qualcuno è al sicuro non lo dice l’elenco a nessuno, la scheda a chi può saperlo', async () => {
    const casa = { indirizzo: `Via ${cognomeNuovo()}`, civico: '7' }
    const personaId = await nuovaPersona(sportello, qui())
    await abita(personaId, 'domicilio', casa, { segreto: true })
    const sua = await inValutazione(sociale, qui(), { segnalati: [{ personaId }] })
    const li = await inValutazione(sociale, qui(), { luogo: `${casa.indirizzo} 7` })
    for (const chi of [sportello, sociale, responsabile]) expect(await elenco(chi, sua, li)).toEqual([[], []])
    expect(await vicine(sociale, li)).toEqual([[sua, ['indirizzo']]])
  })
  test('quelle riservate ad altri non si mostrano né si contano', async () => {
    const personaId = await nuovaPersona(sportello, qui())
    const ora = await inValutazione(sociale, qui(), { segnalati: [{ personaId }], luogo: 'Via Nascosta 1' })
    const mondo = async () => ({
      scheda: await sociale.call(segnalazioniApi.leggi, { id: ora }),
      elenco: await sociale.call(segnalazioniApi.list, {}),
      urgenti: await sociale.call(segnalazioniApi.list, { urgenza: 'emergenza' }),
    })
    const prima = await mondo()
    const nascosta = await inValutazione(responsabile, qui(), {
      segnalati: [{ personaId }],
      luogo: 'Via Nascosta 1',
      urgenza: 'emergenza',
    })
    await responsabile.call(segnalazioniApi.riserva, { id: nascosta, colleghi: [] })
    expect(await mondo()).toEqual(prima)
    expect((await vicine(responsabile, ora)).map(([id]) => id)).toEqual([nascosta])
    for (const p of await Promise.all(
      [
        sociale.call(segnalazioniApi.leggi, { id: nascosta }),
        sociale.call(segnalazioniApi.copia, { id: nascosta }),
        sociale.call(segnalazioniApi.orienta, { id: nascosta, conclusione: 'x' }),
      ].map(rifiuto),
    ))
      expect(p).toMatchObject({ status: 404 })
  })
})

test('chi è segnalato, e lavora qui, non vede la segnalazione che lo riguarda', async () => {
  const utente = await nuovoUtente(t, a, ['assistente-sociale'])
  const personaId = await nuovaPersona(sportello, qui())
  await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
    sql`update persona set codice_fiscale = ${utente.codiceFiscale} where id = ${personaId}`.execute(tx),
  )
  const id = await inValutazione(sociale, qui(), { segnalati: [{ personaId }, { descrizione: 'Una bambina' }] })
  const lui = await as(t, utente)
  expect((await lui.call(segnalazioniApi.list, {})).voci).toEqual([])
  expect(await rifiuto(lui.call(segnalazioniApi.leggi, { id }))).toMatchObject({ status: 404 })
})

test('un altro comune e un altro ambito non ne vedono nessuna', async () => {
  const id = await inValutazione(sociale, qui())
  const altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
  const altrui = await operatore(t, await ambitoConCartella(t), 'responsabile-servizio')
  for (const chi of [altrove, altrui]) {
    expect((await chi.call(segnalazioniApi.list, {})).voci).toEqual([])
    expect(await rifiuto(chi.call(segnalazioniApi.leggi, { id }))).toMatchObject({ status: 404 })
  }
})

test('l’elenco si filtra per stato, urgenza, classificazione e termine passato', async () => {
  await sportello.call(
    segnalazioniApi.crea,
    segnalazione(qui(), { classificazione: 'incuria', pericolo: { armi: 'si' } }),
  )
  const id = await inValutazione(sociale, qui(), { classificazione: 'trascuratezza' })
  const trova = async (f: object) => (await sociale.call(segnalazioniApi.list, f)).voci.length
  expect(await trova({ classificazione: 'anziani' })).toBe(1)
  expect(await trova({ classificazione: 'minori' })).toBe(1)
  expect(await trova({ urgenza: 'urgente' })).toBe(1)
  expect(await trova({ mie: true })).toBe(1)
  expect((await sociale.call(segnalazioniApi.list, { stato: 'in-valutazione' })).voci[0]?.id).toBe(id)
  expect(await trova({ scadute: true })).toBe(0)
  t.clock.set('2026-03-06T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale', qui())
  expect((await sociale.call(segnalazioniApi.list, { scadute: true })).voci).toMatchObject([{ urgenza: 'urgente' }])
})
