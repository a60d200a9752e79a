// Compilations of questionnaires, from the first proposal to the rettifica: gepi.md §4, §5, §11ter 9 and 10.
import { randomUUID } from 'node:crypto'
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { adesione, rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, asRuolo, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { esportazioneApi } from '../../shared/cartella/esportazione.api.ts'
import { oscuramentiApi } from '../../shared/cartella/oscuramento.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { Valore } from '../../shared/parametri/questionari.rules.ts'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { rientra } from '../cartella/presa.fixture.ts'
import { caricaQuestionari } from '../parametri/carica-questionari.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let collega: Caller
let maria: string
let luca: string
let comune: string
let presaId: string
let nucleoId: string

const AP = 'analisi-preliminare'
const QA = 'quadro-di-analisi'

beforeAll(async () => {
  t = await testApp()
  await caricaQuestionari(t.deps)
  a = await ambitoConCartella(t)
  for (const c of a.comuni) await adesione(t, a, c, 'registrata', 'convenzione-ministero')
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  comune = a.comuni[0]!
  sociale = await operatore(t, a, 'assistente-sociale', comune)
  collega = await operatore(t, a, 'assistente-sociale', comune)
  maria = await nuovaPersona(sociale, comune, { nome: 'Maria', dataNascita: '1986-05-06' })
  luca = await nuovaPersona(sociale, comune, { nome: 'Luca', sesso: 'M', dataNascita: '2016-01-20' })
  presaId = await presaInCarico(t, a, comune, maria, sociale.utenteId)
  await comeSistema(sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile, dal)
    values (${comune}, ${presaId}, ${collega.utenteId}, 'assistente-sociale', false, '2026-01-10')`)
  ;({ id: nucleoId } = await sociale.call(nucleiApi.crea, {
    personaId: maria,
    tipo: 'isee',
    fonte: 'persona',
    componenti: [
      { personaId: maria, parentela: 'persona-di-riferimento', intestatario: true },
      { personaId: luca, parentela: 'figlio' },
    ],
  }))
})
afterAll(() => t.close())

const sistema = () => ({ ambito: a.id, comuni: a.comuni, fascicolo: true, classi: ['sanitaria', 'violenza'] })
const comeSistema = <R>(query: ReturnType<typeof sql<R>>): Promise<R[]> =>
  t.deps.db.inScope({ ...sistema(), azione: 'prova' }, async (tx) => {
    const { rows } = await query.execute(tx)
    return rows
  })

const comincia = async (questionario = AP, tempo?: string) => {
  const { id } = await sociale.call(compilazioniApi.comincia, {
    id: maria,
    questionario,
    giorno: '2026-03-02',
    nucleoId,
    presaId,
    ...(tempo ? { tempo } : {}),
  })
  return id
}
const leggi = (id: string, chi = sociale) => chi.call(compilazioniApi.leggi, { id })
type Letta = Output<typeof compilazioniApi.leggi>
const di = (c: Letta, campo: string, componenteId: string | null = null) =>
  c.risposte.find((r) => r.campo === campo && r.componenteId === componenteId)

type Scritta = [campo: string, valore: Valore, componenteId?: string]
const salva = async (id: string, scritte: Scritta[], chi = sociale) => {
  const c = await leggi(id, chi)
  return chi.call(compilazioniApi.salva, {
    id,
    vista: c.versione,
    risposte: scritte.map(([campo, valore, componenteId]) => ({
      componenteId: componenteId ?? null,
      campo,
      valore: valore as string,
      revisione: di(c, campo, componenteId ?? null)?.revisione ?? 0,
    })),
  })
}
const confermaTutto = async (id: string) => {
  const c = await leggi(id)
  const risposte = c.risposte
    .filter((r) => r.daConfermare)
    .map(({ componenteId, campo, revisione }) => ({ componenteId, campo, revisione }))
  if (risposte.length > 0) await sociale.call(compilazioniApi.conferma, { id, vista: c.versione, risposte })
}
const completa = (esito: string): Scritta[] => [
  ['esito', esito],
  ['motivazione', 'Colloquio in ufficio.'],
  ...(esito === 'C' ? ([['servizio-specialistico', 'Centro di salute mentale']] as Scritta[]) : []),
  ['esclusione', 'nessuna', maria],
  ['genitoriale', 'si', maria],
  ['attivabile', 'si', maria],
  ['percorso', '1', maria],
  ['percorso', 'nessuno', luca],
]
const finalizza = async (id: string) => {
  await confermaTutto(id)
  return sociale.call(compilazioniApi.finalizza, { id, versione: (await leggi(id)).versione })
}
const finalizzata = async (esito = 'B', questionario = AP) => {
  const id = await comincia(questionario)
  await salva(id, completa(esito))
  await finalizza(id)
  return id
}

describe('si comincia da ciò che già si sa', () => {
  test('i fatti della persona e dei componenti sono proposti, con la fonte e il giorno, e vanno confermati', async () => {
    await sociale.call(fattiApi.registra, {
      id: maria,
      tipo: 'abitazione',
      dati: { tipo: 'appartamento', godimento: 'affitto-privato' },
      fonte: 'persona',
      dal: '2025-04-01',
    })
    await sociale.call(fattiApi.registra, {
      id: maria,
      tipo: 'isee',
      dati: { tipo: 'ordinario', isee: 641_250 },
      fonte: 'persona',
      dal: '2026-01-15',
    })
    await sociale.call(fattiApi.registra, {
      id: maria,
      tipo: 'studio',
      dati: { titolo: 'diploma' },
      fonte: 'persona',
      dal: '2005-07-01',
    })
    const id = await comincia()
    const c = await leggi(id)
    expect(c.membri.map((m) => [m.nome, m.eta, m.parentela])).toEqual([
      ['Maria', 39, 'Intestataria della scheda'],
      ['Luca', 10, 'Figlio'],
    ])
    expect(di(c, 'godimento')).toMatchObject({
      valore: 'affitto-privato',
      origine: 'Cartella: Abitazione',
      informazioneDel: '2025-04-01',
      daConfermare: true,
    })
    expect(di(c, 'isee')?.valore).toBe(6412.5)
    expect(di(c, 'titolo', maria)).toMatchObject({ valore: 'diploma', daConfermare: true })
    // not confirmed, it does not let one finish
    await salva(id, completa('B'))
    const no = await rifiuto(sociale.call(compilazioniApi.finalizza, { id, versione: (await leggi(id)).versione }))
    expect(no).toMatchObject({ status: 422 })
    await finalizza(id)
    const dopo = await leggi(id)
    expect(di(dopo, 'godimento')).toMatchObject({ daConfermare: false, origine: 'Cartella: Abitazione' })
  })

  test('cambiata, una risposta proposta diventa di chi l’ha scritta', async () => {
    await sociale.call(fattiApi.registra, {
      id: maria,
      tipo: 'abitazione',
      dati: { tipo: 'appartamento', godimento: 'affitto-privato' },
      fonte: 'persona',
      dal: '2025-04-01',
    })
    const id = await comincia()
    await salva(id, [['godimento', 'sfratto']])
    expect(di(await leggi(id), 'godimento')).toMatchObject({ valore: 'sfratto', origine: null, daConfermare: false })
  })

  test('l’analisi precedente è riproposta, ma non il suo esito', async () => {
    const prima = await comincia()
    await salva(prima, [...completa('B'), ['cura', ['sovraccarico']], ['cura#nota', 'Da gennaio']])
    await finalizza(prima)
    t.clock.set('2026-03-20T09:00:00Z')
    sociale = await rientra(t, sociale)
    const c = await leggi(await comincia())
    expect(di(c, 'cura')).toMatchObject({
      valore: ['sovraccarico'],
      daConfermare: true,
      origine: 'Analisi preliminare precedente',
      informazioneDel: '2026-03-02',
    })
    expect(di(c, 'esito')).toBeUndefined()
    expect(di(c, 'percorso', maria)).toBeUndefined()
  })

  test('una alla volta, con i componenti del nucleo scelto e non nel futuro', async () => {
    await comincia()
    expect(await rifiuto(comincia())).toMatchObject({ codice: 'stato-non-ammesso' })
    const altra = await nuovaPersona(sociale, comune)
    await sociale.call(personeApi.apri, { id: altra, motivo: 'vigilanza', dettaglio: 'Prova' })
    const prova = (altro: object) =>
      rifiuto(sociale.call(compilazioniApi.comincia, { id: altra, questionario: AP, giorno: '2026-03-02', ...altro }))
    expect(await prova({ nucleoId })).toMatchObject({ campo: 'nucleoId' })
    expect(await prova({ giorno: '2026-04-02' })).toMatchObject({ status: 422 })
    expect(await prova({ presaId })).toMatchObject({ campo: 'presaId' })
    expect(await prova({ questionario: 'mai-visto' })).toMatchObject({ campo: 'questionario' })
  })
})

describe('si scrive una risposta alla volta', () => {
  test('ciò che non è del questionario, della persona o tra le voci è rifiutato', async () => {
    const id = await comincia()
    for (const [campo, valore, chi] of [
      ['mai-vista', 'x', null],
      ['luogo', 'altrove', null],
      ['isee', 'molto', null],
      ['isee', -1, null],
      ['cura', ['none', 'sovraccarico'], null],
      ['cura', 'sovraccarico', null],
      ['luogo', 'ufficio', maria],
      ['italiano', 'buona', null],
      ['italiano', 'buona', randomUUID()],
      ['luogo#nota', 'non ha note', null],
      ['isee#priorita', true, null],
    ] as [string, Valore, string | null][])
      expect(
        await rifiuto(
          sociale.call(compilazioniApi.salva, {
            id,
            vista: 1,
            risposte: [{ componenteId: chi, campo, valore: valore as string, revisione: 0 }],
          }),
        ),
        `${campo} ${valore}`,
      ).toMatchObject({ status: 422 })
    expect((await leggi(id)).versione).toBe(1)
  })

  test('due insieme su domande diverse: si salvano entrambe, e ognuno riceve ciò che ha scritto l’altro', async () => {
    const id = await comincia()
    await collega.call(compilazioniApi.salva, {
      id,
      vista: 1,
      risposte: [{ componenteId: null, campo: 'luogo', valore: 'casa', revisione: 0 }],
    })
    const r = await sociale.call(compilazioniApi.salva, {
      id,
      vista: 1,
      risposte: [{ componenteId: luca, campo: 'italiano', valore: 'buona', revisione: 0 }],
    })
    expect(r.conflitti).toEqual([])
    expect(r.cambiate.map((x) => x.campo).sort()).toEqual(['italiano', 'luogo'])
  })

  test('sulla stessa: nulla è sovrascritto, il secondo vede la differenza e sceglie', async () => {
    const id = await comincia()
    await salva(id, [['conviventi', 'Nessuno']])
    const visto = await leggi(id)
    const revisione = di(visto, 'conviventi')!.revisione
    const scrivi = (chi: Caller, testo: string, su: number, altre: object[] = []) =>
      chi.call(compilazioniApi.salva, {
        id,
        vista: visto.versione,
        risposte: [
          { componenteId: null, campo: 'conviventi', valore: testo, revisione: su },
          ...(altre as { componenteId: null; campo: string; valore: string; revisione: number }[]),
        ],
      })
    await scrivi(collega, 'La nonna', revisione)
    const r = await scrivi(sociale, 'Uno zio', revisione, [
      { componenteId: null, campo: 'luogo', valore: 'ufficio', revisione: 0 },
    ])
    expect(r.conflitti).toMatchObject([{ campo: 'conviventi', valore: 'La nonna' }])
    // what is not contended is saved all the same
    const c = await leggi(id)
    expect([di(c, 'conviventi')?.valore, di(c, 'luogo')?.valore]).toEqual(['La nonna', 'ufficio'])
    const scelta = await scrivi(sociale, 'La nonna\nUno zio', r.conflitti[0]!.revisione)
    expect(scelta.conflitti).toEqual([])
    expect(di(await leggi(id), 'conviventi')?.valore).toBe('La nonna\nUno zio')
  })

  test('scritta uguale da due non è un conflitto; la stessa richiesta due volte non scrive due volte', async () => {
    const id = await comincia()
    const invia = (chi: Caller) =>
      chi.call(compilazioniApi.salva, {
        id,
        vista: 1,
        risposte: [{ componenteId: null, campo: 'cura', valore: ['disabili', 'sovraccarico'], revisione: 0 }],
      })
    await invia(collega)
    const r = await invia(sociale)
    expect([r.conflitti, r.versione]).toEqual([[], 2])
  })

  test('insieme davvero: uno dei due vede il conflitto', async () => {
    const id = await comincia()
    const esiti = await Promise.all(
      [
        [sociale, 'ufficio'],
        [collega, 'casa'],
      ].map(([chi, valore]) =>
        (chi as Caller).call(compilazioniApi.salva, {
          id,
          vista: 1,
          risposte: [{ componenteId: null, campo: 'luogo', valore: valore as string, revisione: 0 }],
        }),
      ),
    )
    expect(esiti.map((e) => e.conflitti.length).sort()).toEqual([0, 1])
  })
})

describe('finalizzare', () => {
  test('dice tutto ciò che manca, una volta sola, con il suo posto', async () => {
    const id = await comincia()
    const r = await sociale.raw(compilazioniApi.finalizza, { id, versione: 1 })
    const campi = (r.body as { errori: { campo: string }[] }).errori.map((e) => e.campo)
    expect(campi).toEqual(
      expect.arrayContaining(['esito', 'motivazione', `${maria}/percorso`, `${luca}/percorso`, `${maria}/attivabile`]),
    )
    expect(campi).not.toContain(`${luca}/attivabile`)
  })

  test('finalizzata è chiusa: né dall’editor né a mano', async () => {
    const id = await finalizzata()
    expect(await rifiuto(salva(id, [['luogo', 'casa']]))).toMatchObject({ codice: 'stato-non-ammesso' })
    for (const amano of [
      sql`update compilazione_risposta set valore = '"A"' where compilazione_id = ${id} and campo = 'esito'`,
      sql`insert into compilazione_risposta (comune_id, persona_id, compilazione_id, campo, autore_id) values (${comune}, ${maria}, ${id}, 'luogo', ${sociale.utenteId})`,
      sql`update compilazione set giorno = '2026-01-01' where id = ${id}`,
      sql`update compilazione_esito set esito = 'A' where compilazione_id = ${id}`,
    ])
      await expect(comeSistema(amano)).rejects.toThrow()
  })

  test('si finalizza ciò che si è visto', async () => {
    const id = await comincia()
    await salva(id, completa('B'))
    const { versione } = await leggi(id)
    await salva(id, [['luogo', 'casa']], collega)
    expect(await rifiuto(sociale.call(compilazioniApi.finalizza, { id, versione }))).toMatchObject({
      codice: 'versione-superata',
    })
  })

  test.each([
    ['A', false, null, null],
    ['B', true, null, null],
    ['C', true, null, null],
    ['D', true, QA, '2026-03-22'],
  ])('esito %s: presa in carico sociale %s, apre %s', async (esito, socialeSi, apre, entro) => {
    const id = await finalizzata(esito)
    const [riga] = await comeSistema(
      sql<object>`select esito, sociale, apre_id, entro, percorsi from compilazione_esito where compilazione_id = ${id}`,
    )
    expect(riga).toEqual({
      esito,
      sociale: socialeSi,
      apreId: apre,
      entro,
      percorsi: { [maria]: '1', [luca]: 'nessuno' },
    })
  })

  test('il quadro si apre soltanto dopo un esito D (Q5.1)', async () => {
    const quadro = async () =>
      (await sociale.call(compilazioniApi.daCominciare, { id: maria })).questionari.find((q) => q.id === QA)!
    expect((await quadro()).impedimento).toContain('esito di «Analisi preliminare» è D')
    expect(await rifiuto(comincia(QA, 'T0'))).toMatchObject({ codice: 'stato-non-ammesso' })
    await finalizzata('B')
    expect((await quadro()).impedimento).not.toBeNull()
    t.clock.set('2026-03-03T09:00:00Z')
    sociale = await rientra(t, sociale)
    await finalizzata('D')
    expect((await quadro()).impedimento).toBeNull()
    expect(await rifiuto(comincia(QA))).toMatchObject({ campo: 'tempo' })
    await comincia(QA, 'T0')
  })
})

describe('rettificare e annullare', () => {
  test('la rettifica è un’altra versione con il motivo; quella di prima resta leggibile (§11ter, 10)', async () => {
    const prima = await finalizzata('B')
    t.clock.advance(1)
    const { id } = await sociale.call(compilazioniApi.rettifica, { id: prima, motivo: 'Esito sbagliato' })
    t.clock.advance(1)
    expect(await rifiuto(sociale.call(compilazioniApi.rettifica, { id: prima, motivo: 'Ancora' }))).toMatchObject({
      status: 409,
    })
    expect(await rifiuto(sociale.call(compilazioniApi.annulla, { id: prima, motivo: 'x' }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    await salva(id, [
      ['esito', 'C'],
      ['servizio-specialistico', 'Consultorio'],
    ])
    // until it is finalised the first one stands
    expect((await leggi(prima)).stato).toBe('finalizzata')
    await finalizza(id)
    const [vecchia, nuova] = [await leggi(prima), await leggi(id)]
    expect([vecchia.stato, di(vecchia, 'esito')?.valore]).toEqual(['sostituita', 'B'])
    expect([nuova.stato, nuova.numero, di(nuova, 'esito')?.valore]).toEqual(['finalizzata', 2, 'C'])
    expect(nuova.storia.map((s) => [s.atto, s.motivo])).toEqual([
      ['rettifica', 'Esito sbagliato'],
      ['finalizza', null],
    ])
    expect(nuova.versioni.map((v) => v.stato)).toEqual(['sostituita', 'finalizzata'])
    // each answer keeps its author and its day
    expect(di(nuova, 'motivazione')?.scrittaIl).toBe(di(vecchia, 'motivazione')?.scrittaIl)
  })

  test('annullata con il motivo non si riapre, e la famiglia può cominciarne un’altra', async () => {
    const id = await comincia()
    t.clock.advance(1)
    await sociale.call(compilazioniApi.annulla, { id, motivo: 'Famiglia sbagliata' })
    expect(await rifiuto(salva(id, [['luogo', 'casa']]))).toMatchObject({ codice: 'stato-non-ammesso' })
    expect(await rifiuto(sociale.call(compilazioniApi.annulla, { id, motivo: 'x' }))).toMatchObject({ status: 409 })
    expect((await leggi(id)).storia.at(-1)).toMatchObject({ atto: 'annulla', motivo: 'Famiglia sbagliata' })
    await comincia()
  })
})

describe('chi legge e chi scrive', () => {
  const mette = (chi: Caller, professione: string) =>
    comeSistema(sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, responsabile, dal)
      values (${comune}, ${presaId}, ${chi.utenteId}, ${professione}, false, '2026-01-10')`)

  test('l’educatore contribuisce e non compila; il contributo ha il suo nome e sostituisce il suo di prima', async () => {
    await finalizzata('D')
    const id = await comincia(QA, 'T0')
    const educatore = await operatore(t, a, 'educatore', comune)
    await mette(educatore, 'educatore-professionale')
    expect(await rifiuto(salva(id, [['cura', 3]], educatore))).toMatchObject({ codice: 'azione-non-consentita' })
    const contribuisci = (testo: string, valore: number) =>
      educatore.call(compilazioniApi.contribuisci, { id, componenteId: luca, campo: 'b-gioco', valore, testo })
    await contribuisci('Gioca da solo', 2)
    await contribuisci('Gioca con i compagni', 4)
    const c = await leggi(id)
    expect(c.contributi).toMatchObject([
      { campo: 'b-gioco', componenteId: luca, valore: 4, testo: 'Gioca con i compagni', mio: false },
    ])
    expect(c.contributi[0]!.professione).toContain('ducatore')
    expect(
      await rifiuto(
        educatore.call(compilazioniApi.contribuisci, {
          id,
          componenteId: null,
          campo: 'sintesi',
          valore: null,
          testo: 'x',
        }),
      ),
    ).toMatchObject({ status: 422 })
  })

  test('una risposta di una classe protetta non c’è per chi non la vede', async () => {
    const id = await comincia()
    await salva(id, [
      ['violenza', 'si'],
      ['luogo', 'ufficio'],
      ['salute', ['cronica'], maria],
    ])
    const educatore = await operatore(t, a, 'educatore', comune)
    await mette(educatore, 'educatore-professionale')
    const c = await leggi(id, educatore)
    expect(c.classi).toEqual(['sanitaria'])
    expect(c.risposte.map((r) => r.campo).sort()).toEqual(['luogo', 'salute'])
  })

  test('fuori dal carico si chiede il motivo; un altro comune, un altro ambito, il coordinatore non la trovano', async () => {
    const id = await comincia()
    const estraneo = await operatore(t, a, 'assistente-sociale', comune)
    expect(await rifiuto(leggi(id, estraneo))).toMatchObject({ codice: 'motivo-richiesto' })
    await estraneo.call(personeApi.apri, { id: maria, motivo: 'vigilanza', dettaglio: 'Prova' })
    expect((await leggi(id, estraneo)).id).toBe(id)
    expect(await rifiuto(leggi(id, await operatore(t, a, 'assistente-sociale', a.comuni[1])))).toMatchObject({
      status: 404,
    })
    for (const ruolo of ['coordinatore-servizio', 'coordinatore-patto', 'responsabile-incontri'])
      expect(await rifiuto(leggi(id, await asRuolo(t, a, ruolo)))).toMatchObject({ codice: 'azione-non-consentita' })
  })

  test('dove il comune non ha registrato la convenzione non c’è nulla', async () => {
    const b = await ambitoConCartella(t, 1)
    const chi = await operatore(t, b, 'assistente-sociale', b.comuni[0])
    const persona = await nuovaPersona(chi, b.comuni[0]!)
    await presaInCarico(t, b, b.comuni[0]!, persona, chi.utenteId)
    expect(await rifiuto(chi.call(compilazioniApi.compilazioniDiPersona, { id: persona }))).toMatchObject({
      status: 404,
    })
  })

  test('il case manager raggiunge soltanto le sue', async () => {
    const id = await comincia()
    const suo = await asRuolo(t, a, { ruolo: 'case-manager', comune })
    const altro = await asRuolo(t, a, { ruolo: 'case-manager', comune })
    await comeSistema(sql`update compilazione set assegnatario_id = ${suo.utenteId} where id = ${id}`)
    expect((await suo.call(compilazioniApi.mie, {})).voci.map((v) => v.id)).toEqual([id])
    expect((await altro.call(compilazioniApi.mie, {})).voci).toEqual([])
    expect(await rifiuto(leggi(id, altro))).toMatchObject({ status: 404 })
  })

  test('nascosta, non c’è: né nell’elenco, né aperta, né nella storia', async () => {
    const id = await finalizzata()
    const elenco = async (chi: Caller) =>
      (await chi.call(compilazioniApi.compilazioniDiPersona, { id: maria })).voci.map((v) => v.id)
    expect(await elenco(collega)).toContain(id)
    await sociale.call(oscuramentiApi.nascondi, {
      id: maria,
      tipo: 'compilazione',
      oggettoId: id,
      motivo: 'Su richiesta',
      utenti: [],
    })
    expect(await elenco(collega)).not.toContain(id)
    expect(await rifiuto(leggi(id, collega))).toMatchObject({ status: 404 })
    expect(await elenco(sociale)).toContain(id)
  })

  test('compare nel fascicolo di ogni componente, e nella storia', async () => {
    const id = await finalizzata()
    await sociale.call(personeApi.apri, { id: luca, motivo: 'vigilanza', dettaglio: 'Prova' })
    const { voci } = await sociale.call(compilazioniApi.compilazioniDiPersona, { id: luca })
    expect(voci.map((v) => v.id)).toEqual([id])
    const eventi = await comeSistema(
      sql<{ id: string; personaId: string }>`select id, persona_id from evento where tipo = 'analisi' and id = ${id}`,
    )
    expect(eventi.map((e) => e.personaId).sort()).toEqual([luca, maria].sort())
  })
})

describe('esce con il fascicolo e ritorna', () => {
  test('finalizzata, con risposte, esito e storia, chiusa come prima; sulla carta con i suoi numeri', async () => {
    const id = await comincia()
    await salva(id, [...completa('B'), ['cura', ['sovraccarico']], ['cura#nota', 'Da gennaio']])
    await finalizza(id)
    const { contenuto } = await sociale.call(esportazioneApi.esporta, { id: maria, motivo: 'Richiesta della persona' })
    const parti = unzipSync(contenuto as Uint8Array)
    const pdf = await getDocument({ data: Uint8Array.from(parti['fascicolo.pdf']!) }).promise
    let carta = ''
    for (let n = 1; n <= pdf.numPages; n++)
      for (const i of (await (await pdf.getPage(n)).getTextContent()).items) carta += 'str' in i ? `${i.str} ` : ''
    expect(carta.replace(/\s+/g, ' ')).toContain('3.1.1 Difficoltà di cura')
    expect(carta).toContain('Da gennaio')
    const rse = await operatore(t, a, 'responsabile-servizio')
    const { personaId } = await rse.call(esportazioneApi.importa, { comune: a.comuni[1]! } as never, {
      file: contenuto as Uint8Array,
    })
    const [riga] = await comeSistema(sql<{ id: string; stato: string; esito: string; risposte: number; di: number }>`
      select c.id, c.stato, e.esito, (select count(*)::int from compilazione_risposta r where r.compilazione_id = c.id) as risposte,
             (select count(*)::int from compilazione_risposta r where r.compilazione_id = c.id and r.componente_id is not null) as di
        from compilazione c join compilazione_esito e on e.compilazione_id = c.id where c.persona_id = ${personaId}`)
    const prima = await leggi(id)
    expect(riga).toMatchObject({
      stato: 'finalizzata',
      esito: 'B',
      risposte: prima.risposte.length,
      di: prima.risposte.filter((r) => r.componenteId !== null).length,
    })
    await expect(
      comeSistema(
        sql`update compilazione_risposta set valore = '"A"' where compilazione_id = ${riga!.id} and campo = 'esito'`,
      ),
    ).rejects.toMatchObject({ constraint: 'compilazione_chiusa_immutabile' })
  })
})

describe('il quadro nel tempo', () => {
  test('T0 e T1 a confronto, per la famiglia e per ogni bambino; i valori bassi sono obiettivi possibili', async () => {
    await finalizzata('D')
    const quadro = async (tempo: string, scritte: Scritta[]) => {
      const id = await comincia(QA, tempo)
      await salva(id, [...scritte, ['sintesi', `Quadro ${tempo}`]])
      await finalizza(id)
      return id
    }
    await quadro('T0', [
      ['cura', 2],
      ['casa', 1],
      ['b-gioco', 3, luca],
    ])
    t.clock.set('2026-03-20T09:00:00Z')
    sociale = await rientra(t, sociale)
    await quadro('T1', [
      ['cura', 4],
      ['casa', 1],
      ['b-gioco', 2, luca],
      ['b-scuola', 0, luca],
      ['economia', 5],
      ['economia#priorita', true],
    ])
    const c = await sociale.call(compilazioniApi.confronto, { id: maria, questionario: QA })
    expect(c.analisi.map((x) => x.tempo)).toEqual(['T0', 'T1'])
    const riga = (campo: string) => c.variazioni.find((v) => v.campo === campo)
    expect(riga('cura')).toMatchObject({ valori: [2, 4], differenza: 2 })
    expect(riga('casa')).toMatchObject({ valori: [1, 1], differenza: 0 })
    expect(riga('b-gioco')).toMatchObject({ componenteId: luca, valori: [3, 2], differenza: -1 })
    // not applicable is no rating
    expect(riga('b-scuola')).toMatchObject({ valori: [null, null], differenza: null })
    // of Luca the 17 dimensions of the child, of Maria the eight of the adult
    expect(c.variazioni.filter((v) => v.componenteId === luca)).toHaveLength(17)
    expect(c.variazioni.filter((v) => v.componenteId === maria)).toHaveLength(8)
    expect(c.candidati.map((x) => [x.campo, x.valore, x.priorita])).toEqual([
      ['economia', 5, true],
      ['casa', 1, false],
      ['b-gioco', 2, false],
    ])
  })
})
