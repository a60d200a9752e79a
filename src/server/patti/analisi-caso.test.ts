// The analyses of a caso: who begins them, with what, how the caso moves with them, who does not see them. Acceptance tests of the
// sources (gepi.md §11ter) by their number; where they say 403 for a row outside the scope the answer is 404, and it is written.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { adesione, rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, as, type Caller, nuovoUtente, type TestApp } from '../../../test/support/app.ts'
import { nuovaPersona } from '../../../test/support/cartella.ts'
import {
  ambitoConPatti,
  type Cella,
  casoDi,
  casoSeguito,
  esiti,
  type Finto,
  finto,
  importa,
  lavora,
  nucleo,
  type Scena,
  scena,
  scorta,
} from '../../../test/support/patti.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { Valore } from '../../shared/parametri/questionari.rules.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'

const OGGI = '2026-03-02'
const AP = 'analisi-preliminare'
const QA = 'quadro-di-analisi'
let s: Scena
let t: TestApp
let a: Ambito
let comune: string
let cp: Caller
let cm: Caller
let altra: Caller
let sociale: Caller

async function quando(giorno: string) {
  ;[cp, cm, altra, sociale] = (await s.quando(giorno)) as [Caller, Caller, Caller, Caller]
}
beforeAll(async () => {
  s = await scena('coordinatore-patto', 'case-manager', 'case-manager', 'assistente-sociale')
  ;({ t, a, comune } = s)
  arrivato = scorta(s, () => [finto()], 5)
})
beforeEach(() => quando(OGGI))
afterAll(() => t.close())

const scheda = (id: string, chi = cm) => chi.call(mieiCasiApi.leggi, { id })
const analisiDel = (id: string, chi = cm) => chi.call(analisiCasoApi.leggi, { id })
const leggi = (id: string, chi = cm) => chi.call(compilazioniApi.leggi, { id })

let arrivato: ReturnType<typeof scorta>
const caso = (persone: Finto[], altro: Cella = {}, presentato = true) =>
  casoSeguito(s, { cp, cm }, persone, { altro, ...(presentato && { incontro: OGGI }) })
async function casoDiUna() {
  const { id } = await arrivato({ cp, cm })
  await cm.call(mieiCasiApi.presenta, { id, giorno: OGGI })
  return id
}
const comincia = async (id: string, questionario = AP, tempo?: string) =>
  (await cm.call(analisiCasoApi.comincia, { id, questionario, giorno: OGGI, ...(tempo ? { tempo } : {}) })).id

type Scritta = [campo: string, valore: Valore, componenteId?: string]
async function salva(id: string, scritte: Scritta[], chi = cm) {
  const c = await leggi(id, chi)
  return chi.call(compilazioniApi.salva, {
    id,
    vista: c.versione,
    risposte: scritte.map(([campo, valore, componenteId]) => ({
      componenteId: componenteId ?? null,
      campo,
      valore: valore as string,
      revisione: c.risposte.find((r) => r.campo === campo && r.componenteId === (componenteId ?? null))?.revisione ?? 0,
    })),
  })
}
async function finalizza(id: string, chi = cm) {
  const c = await leggi(id, chi)
  const risposte = c.risposte
    .filter((r) => r.daConfermare)
    .map(({ componenteId, campo, revisione }) => ({ componenteId, campo, revisione }))
  if (risposte.length > 0) await chi.call(compilazioniApi.conferma, { id, vista: c.versione, risposte })
  return chi.raw(compilazioniApi.finalizza, { id, versione: (await leggi(id, chi)).versione })
}
async function completa(id: string, esito: string) {
  const { membri } = await leggi(id)
  await salva(id, [
    ['esito', esito],
    ['motivazione', 'Colloquio in ufficio.'],
    ...(esito === 'C' ? ([['servizio-specialistico', 'Centro di salute mentale']] as Scritta[]) : []),
    ...membri.flatMap((m): Scritta[] =>
      (m.eta ?? 0) < 18
        ? [['percorso', 'nessuno', m.id]]
        : [
            ['esclusione', 'nessuna', m.id],
            ['genitoriale', 'si', m.id],
            ['attivabile', 'si', m.id],
            ['percorso', '1', m.id],
          ],
    ),
  ])
}
async function conclusa(casoId: string, esito: string) {
  const id = await comincia(casoId)
  await completa(id, esito)
  expect((await finalizza(id)).status).toBe(201)
  return id
}

test('its case manager begins, compiles and concludes it; the caso moves with it (T7, T8), one path for each member (§3.7)', async () => {
  const [ada, ivo] = [finto('Ermelinda', '1985-03-04'), finto('Valfrido', '2015-06-07', 'M')]
  const id = await caso([ada, ivo], {}, false)
  // before the first meeting, the state forbids it
  const presto = await rifiuto(cm.call(analisiCasoApi.comincia, { id, questionario: AP, giorno: OGGI }))
  expect(presto).toMatchObject({ status: 409 })
  expect(JSON.stringify(presto)).toContain('dopo il primo incontro')
  expect((await analisiDel(id)).daCominciare.find((q) => q.id === AP)!.impedimento).toContain('dopo il primo incontro')
  await cm.call(mieiCasiApi.presenta, { id, giorno: OGGI })
  const ap = await comincia(id)
  expect((await scheda(id)).stato).toBe('analisi-in-bozza')
  const c = await leggi(ap)
  expect(c.membri.map((m) => [m.nome, m.eta, m.parentela])).toEqual([
    ['Ermelinda', 40, 'Richiedente'],
    ['Valfrido', 10, 'Figlio'],
  ])
  expect(c.casoId).toBe(id)
  expect((await cm.call(compilazioniApi.mie, {})).voci.find((v) => v.id === ap)?.cognome).toContain(ada.cognome)
  expect(await rifiuto(cm.call(analisiCasoApi.comincia, { id, questionario: AP, giorno: OGGI }))).toMatchObject({
    status: 409,
  })
  await completa(ap, 'B')
  expect((await finalizza(ap)).status).toBe(201)
  expect(await scheda(id)).toMatchObject({ stato: 'analisi-finalizzata', esitoAnalisi: esiti.B, nonContato: false })
  const letta = await analisiDel(id)
  expect(letta.esito).toMatchObject({ codice: 'B', sociale: true })
  expect(letta.percorsi.map((p) => [p.nome.split(' ')[1], p.percorso])).toEqual([
    ['Ermelinda', '1'],
    ['Valfrido', 'nessuno'],
  ])
  expect((await scheda(id)).storia.filter((e) => e.titolo === 'Analisi preliminare conclusa')).toHaveLength(1)
  // its terms run from here: who is attivabile signs his PAD in thirty days, and is not called every ninety
  const dopo = await scheda(id)
  const suo = (termine: string) => dopo.termini.filter((x) => x.id === termine).map((x) => [x.da, x.luce])
  expect([suo('pad-individuale'), suo('incontro-trimestrale')]).toEqual([[[OGGI, 'verde']], [[OGGI, 'escluso']]])
  expect(dopo.nucleo[0]!.soggetto).toBe('Ha obblighi ed è attivabile al lavoro: lo dice l’analisi')
  expect(suo('quadro-di-analisi')).toEqual([[null, 'non-decorre']])
  // B: the framework cannot be reached
  expect(
    await rifiuto(cm.call(analisiCasoApi.comincia, { id, questionario: QA, giorno: OGGI, tempo: 'T0' })),
  ).toMatchObject({ status: 409 })
})

test('11ter 9: D opens the framework, due in 20 days; A is not counted as taken in charge; low ratings may become objectives', async () => {
  const id = await casoDiUna()
  await conclusa(id, 'D')
  expect((await analisiDel(id)).esito).toMatchObject({ codice: 'D', entro: '2026-03-22' })
  expect(
    (await cm.call(mieiCasiApi.scadenziere, { fino: '2026-03-31', limite: 200 })).voci.filter((v) => v.casoId === id),
  ).toContainEqual(expect.objectContaining({ termine: 'Quadro di analisi', scade: '2026-03-22' }))
  const qa = await comincia(id, QA, 'T0')
  expect((await scheda(id)).stato).toBe('quadro-in-bozza')
  const { membri } = await leggi(qa)
  await salva(qa, [
    ['casa', 1],
    ['reti', 5],
    ['cura', 3],
    ['cura#priorita', true],
    ['lavoro', 2, membri[0]!.id],
    ['sintesi', 'Una donna sola.'],
  ])
  expect((await finalizza(qa)).status).toBe(201)
  expect((await scheda(id)).stato).toBe('quadro-finalizzato')
  const { voci, finoA } = await cm.call(analisiCasoApi.candidati, { id })
  expect(finoA).toBe(2)
  const { nucleo: righe } = await scheda(id)
  expect(voci.map((v) => [v.campo, v.valore, v.membroId])).toEqual([
    ['cura', 3, null],
    ['casa', 1, null],
    ['lavoro', 2, righe[0]!.id],
  ])
  // again at T1: the caso stays where it is
  const t1 = await comincia(id, QA, 'T1')
  expect((await scheda(id)).stato).toBe('quadro-finalizzato')
  await cm.call(compilazioniApi.annulla, { id: t1, motivo: 'Non era il momento' })
  expect((await scheda(id)).stato).toBe('quadro-finalizzato')
  const solo = await casoDiUna()
  await conclusa(solo, 'A')
  expect((await analisiDel(solo)).esito).toMatchObject({ codice: 'A', sociale: false })
  await cm.call(mieiCasiApi.chiudi, { id: solo, motivo: 'conclusione' })
  expect((await analisiDel(solo)).daCominciare[0]!.impedimento).toContain('si leggono soltanto')
})

test('11ter 10: concluded it is not edited; the rettifica is a second version with its reason, the first stays readable, the caso goes with it and back', async () => {
  const id = await casoDiUna()
  const prima = await conclusa(id, 'B')
  expect(await rifiuto(salva(prima, [['motivazione', 'Altro']]))).toMatchObject({ status: 409 })
  expect(await rifiuto(cm.call(compilazioniApi.annulla, { id: prima, motivo: 'No' }))).toMatchObject({ status: 409 })
  const errata = (await cm.call(compilazioniApi.rettifica, { id: prima, motivo: 'Sbagliata' })).id
  expect((await scheda(id)).stato).toBe('analisi-in-bozza')
  // annulled, the caso is where it was
  await cm.call(compilazioniApi.annulla, { id: errata, motivo: 'Era giusta' })
  expect(await scheda(id)).toMatchObject({ stato: 'analisi-finalizzata', esitoAnalisi: esiti.B })
  const seconda = (await cm.call(compilazioniApi.rettifica, { id: prima, motivo: 'Il bisogno è complesso' })).id
  await quando('2026-03-05')
  await completa(seconda, 'D')
  expect((await finalizza(seconda)).status).toBe(201)
  expect(await scheda(id)).toMatchObject({ stato: 'analisi-finalizzata', esitoAnalisi: esiti.D })
  expect((await leggi(prima)).stato).toBe('sostituita')
  const { versioni } = await leggi(seconda)
  expect(versioni.map((v) => [v.numero, v.stato])).toEqual([
    [1, 'sostituita'],
    [2, 'annullata'],
    [3, 'finalizzata'],
  ])
  // another outcome: what runs from it runs from today
  expect((await scheda(id)).termini.find((x) => x.id === 'pad-individuale')).toMatchObject({ da: '2026-03-05' })
})

test('what the record, INPS and the analysis before say stands side by side, each with its day; another source is chosen with one act', async () => {
  const ada = finto('Rosalba', '1983-04-05')
  await importa(t, cp, [{ ...nucleo([ada])[0]!, Protocollo: `PRO-${ada.cf}` }], { comune })
  const c = await casoDi(cp, ada)
  await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
    sql`update domanda_componente set dichiarati = dichiarati || '{"isee.valore": 641250, "titoloStudio": "Licenza media", "occupazione": "Disoccupato"}'::jsonb where codice_fiscale = ${ada.cf}`.execute(
      tx,
    ),
  )
  await cp.call(casiApi.assegna, { voci: [{ casoId: c.id, utenteId: cm.utenteId }] })
  await lavora(t)
  await cm.call(mieiCasiApi.presenta, { id: c.id, giorno: OGGI })
  const { personaId } = await scheda(c.id)
  await sociale.call(personeApi.apri, { id: personaId!, motivo: 'vigilanza', dettaglio: 'Prova' })
  await sociale.call(fattiApi.registra, {
    id: personaId!,
    tipo: 'studio',
    dati: { titolo: 'diploma' },
    fonte: 'persona',
    dal: '2005-07-01',
  })
  const ap = await comincia(c.id)
  const letta = await leggi(ap)
  const di = (campo: string) => letta.risposte.find((r) => r.campo === campo)
  expect(di('isee')).toMatchObject({ valore: 6412.5, daConfermare: true, informazioneDel: OGGI })
  expect(di('isee')!.origine).toContain('INPS')
  expect(di('condizione')).toMatchObject({ valore: 'disoccupato' })
  expect(di('titolo')).toMatchObject({ valore: 'diploma', origine: 'Cartella: Titolo di studio' })
  expect(
    letta.proposte.filter((p) => p.campo === 'titolo').map((p) => [p.origine, p.valore, p.informazioneDel]),
  ).toEqual([
    ['fatto', 'diploma', '2005-07-01'],
    ['inps', 'secondaria-primo-grado', OGGI],
  ])
  const { cambiate } = await cm.call(compilazioniApi.conferma, {
    id: ap,
    vista: letta.versione,
    risposte: [{ componenteId: personaId!, campo: 'titolo', revisione: di('titolo')!.revisione, da: 'inps' }],
  })
  expect(cambiate).toMatchObject([
    { campo: 'titolo', valore: 'secondaria-primo-grado', daConfermare: false, informazioneDel: OGGI },
  ])
})

test('11ter 4, 5: a colleague does not find it, the coordinator may not; reassigned, it goes with the caso; every attempt is written', async () => {
  const id = await casoDiUna()
  const ap = await comincia(id)
  expect((await altra.raw(analisiCasoApi.leggi, { id })).status).toBe(404)
  expect((await altra.raw(compilazioniApi.leggi, { id: ap })).status).toBe(404)
  expect((await altra.raw(analisiCasoApi.comincia, { id, questionario: AP, giorno: OGGI })).status).toBe(404)
  expect((await cp.raw(analisiCasoApi.leggi, { id })).status).toBe(403)
  expect((await cp.raw(compilazioniApi.leggi, { id: ap })).status).toBe(403)
  const { rows: negati } = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
    sql<{ utenteId: string; azione: string; motivo: string }>`
      select utente_id, azione, motivo from kernel.registro_accessi where esito = 'negato' and oggetto_id in (${id}, ${ap}) order by id`.execute(
      tx,
    ),
  )
  expect(negati.map((n) => [n.utenteId === cp.utenteId, n.azione, n.motivo])).toEqual([
    [false, 'caso.leggi', 'non-trovato'],
    [false, 'analisi.leggi', 'non-trovato'],
    [false, 'caso.gestisci', 'non-trovato'],
    [true, 'caso.leggi', 'azione-non-consentita'],
    [true, 'analisi.leggi', 'azione-non-consentita'],
  ])
  // the tables say nothing to an act of his, whatever a handler asks
  for (const tabella of ['caso_analisi', 'caso_percorso', 'equipe_componente', 'equipe_seduta', 'equipe_verbale']) {
    const { rows } = await t.deps.db.inScope(
      { azione: 'caso.elenca', ambito: a.id, utente: cp.utenteId, comuni: [comune] },
      (tx) => sql`select 1 from ${sql.table(tabella)} limit 1`.execute(tx),
    )
    expect(rows, tabella).toEqual([])
  }
  await cp.call(casiApi.riassegna, { casi: [id], utenteId: altra.utenteId, motivo: 'Carico di lavoro' })
  expect((await cm.raw(compilazioniApi.leggi, { id: ap })).status).toBe(404)
  expect((await leggi(ap, altra)).casoId).toBe(id)
  // the record's own roles read it and write beside it, and do not conclude it
  const { personaId } = await leggi(ap, altra)
  await sociale.call(personeApi.apri, { id: personaId, motivo: 'vigilanza', dettaglio: 'Prova' })
  expect((await leggi(ap, sociale)).casoId).toBeNull()
  const loro = await rifiuto(sociale.call(compilazioniApi.annulla, { id: ap, motivo: 'Non serve' }))
  expect(loro).toMatchObject({ status: 422 })
  expect(JSON.stringify(loro)).toContain('case manager')
})

/** A framework finished at a time, with its ratings. */
async function quadro(id: string, tempo: string, valori: Scritta[]) {
  const qa = await comincia(id, QA, tempo)
  await salva(qa, [...valori, ['sintesi', `Quadro ${tempo}`]])
  expect((await finalizza(qa)).status).toBe(201)
  return qa
}

test('the same caso at T0 and T1, side by side; of its case manager and of nobody else', async () => {
  const id = await casoDiUna()
  const ap = await conclusa(id, 'D')
  const { membri } = await leggi(ap)
  const [lei] = [membri[0]!.id]
  const t0 = await quadro(id, 'T0', [
    ['casa', 1],
    ['lavoro', 2, lei],
  ])
  const t1 = await quadro(id, 'T1', [
    ['casa', 4],
    ['lavoro', 1, lei],
  ])
  const c = await cm.call(analisiCasoApi.confronto, { id, questionario: QA })
  expect(c.analisi.map((a) => [a.id, a.tempo, a.ricevuta])).toEqual([
    [t0, 'T0', false],
    [t1, 'T1', false],
  ])
  const di = (campo: string) => c.variazioni.find((v) => v.campo === campo)
  expect(di('casa')).toMatchObject({ componenteId: null, valori: [1, 4], differenza: 3 })
  expect(di('lavoro')).toMatchObject({ componenteId: lei, valori: [2, 1], differenza: -1 })
  expect(c.persone).toEqual([lei])
  expect((await altra.raw(analisiCasoApi.confronto, { id, questionario: QA })).status).toBe(404)
  expect((await cp.raw(analisiCasoApi.confronto, { id, questionario: QA })).status).toBe(403)
})

test('handed over, its finished analyses and its meetings arrive: read, compared, done again there; the sender keeps his', async () => {
  const altrove = await ambitoConPatti(t, 1, true)
  const la = altrove.comuni[0]!
  const suo = await as(t, await nuovoUtente(t, altrove, [{ ruolo: 'coordinatore-patto', comune: la }]))
  const lei = await as(t, await nuovoUtente(t, altrove, [{ ruolo: 'case-manager', comune: la }]))
  const passa = async (id: string, da: Caller, dove: string, chi: Caller, p: Finto) => {
    await da.call(casiApi.offri, { id, comuneId: dove, motivo: 'Vive là' })
    const offerta = (await chi.call(casiApi.arrivi, {})).voci.find((v) => v.codiceFiscale === p.cf)!
    await chi.call(casiApi.rispondi, { id: offerta.id, accetta: true, motivo: '' })
    await lavora(t)
    return casoDi(chi, p)
  }
  const [ada, ivo] = [finto('Sigismonda', '1980-01-02'), finto('Odoardo', '2012-03-04', 'M')]
  const id = await caso([ada, ivo])
  const ap = await conclusa(id, 'D')
  const { membri } = await leggi(ap)
  await cm.call(mieiCasiApi.incontra, { id, giorno: OGGI, luogo: 'Ufficio di prova', presenti: [] } as never)
  const t0 = await quadro(id, 'T0', [
    ['casa', 1],
    ['cura', 2],
    ['lavoro', 2, membri[0]!.id],
  ])
  // a draft stays where it was written
  await comincia(id, QA, 'T1')
  const qui = await passa(id, cp, la, suo, ada)
  await suo.call(casiApi.assegna, { voci: [{ casoId: qui.id, utenteId: lei.utenteId }] })
  await lavora(t)

  const { comune: primo } = await scheda(id)
  const letta = await analisiDel(qui.id, lei)
  expect(letta.analisi.map((x) => [x.questionarioId, x.ricevuta, x.autore]).sort()).toEqual([
    [AP, true, `Comune di ${primo}`],
    [QA, true, `Comune di ${primo}`],
  ])
  expect(letta.esito).toMatchObject({ codice: 'D', sociale: true })
  const ricevuta = (x: string, chi = lei) =>
    chi.call(analisiCasoApi.ricevuta, { id: qui.id, analisi: letta.analisi.find((a) => a.questionarioId === x)!.id })
  const q = await ricevuta(QA)
  expect(q.membri.map((m) => [m.nome, m.eta])).toEqual([
    ['Sigismonda', 46],
    ['Odoardo', 13],
  ])
  expect(q.membri.map((m) => m.id)).not.toContain(membri[0]!.id)
  const valori = Object.fromEntries(q.risposte.map((r) => [r.campo, r.valore]))
  expect(valori).toMatchObject({ casa: 1, cura: 2, lavoro: 2, sintesi: 'Quadro T0' })
  const { incontri } = await scheda(qui.id, lei)
  expect(incontri.map((x) => [x.giorno, x.esito, x.autore])).toEqual(Array(2).fill([OGGI, 'tenuto', 'Un altro comune']))
  expect(incontri.map((x) => x.luogo)).toContain('Ufficio di prova')
  expect((await lei.call(analisiCasoApi.candidati, { id: qui.id })).voci.map((v) => v.campo)).toContain('casa')
  // compared with what is found there: the same person, whatever she is called in each record
  t.clock.advance(5)
  const io = (await scheda(qui.id, lei)).nucleo[0]!.personaId!
  const nuovo = (await lei.call(analisiCasoApi.comincia, { id: qui.id, questionario: QA, giorno: OGGI, tempo: 'T1' }))
    .id
  await salva(
    nuovo,
    [
      ['casa', 5],
      ['lavoro', 4, io],
      ['sintesi', 'Va meglio.'],
    ],
    lei,
  )
  expect((await finalizza(nuovo, lei)).status).toBe(201)
  const c = await lei.call(analisiCasoApi.confronto, { id: qui.id, questionario: QA })
  expect(c.analisi.map((a) => [a.tempo, a.ricevuta])).toEqual([
    ['T0', true],
    ['T1', false],
  ])
  expect(c.variazioni.find((v) => v.campo === 'lavoro' && v.componenteId === io)).toMatchObject({ valori: [2, 4] })
  // the analysis of there is not rectified here: it is done again, and its terms go on from the day of the first
  const prima = (await scheda(qui.id, lei)).termini.map((x) => [x.id, x.da])
  const rifatta = (await lei.call(analisiCasoApi.comincia, { id: qui.id, questionario: AP, giorno: OGGI })).id
  expect((await scheda(qui.id, lei)).stato).toBe('analisi-in-bozza')
  // what was said there is proposed, with whose it is and its day
  expect((await leggi(rifatta, lei)).risposte.find((r) => r.campo === 'genitoriale')).toMatchObject({
    componenteId: io,
    valore: 'si',
    daConfermare: true,
    origine: `Analisi preliminare precedente, Comune di ${primo}`,
  })
  await lei.call(compilazioniApi.annulla, { id: rifatta, motivo: 'Basta quella ricevuta' })
  expect((await scheda(qui.id, lei)).stato).toBe('quadro-finalizzato')
  expect((await scheda(qui.id, lei)).termini.map((x) => [x.id, x.da])).toEqual(prima)
  // the sender reads what is his, and nothing of there
  expect((await leggi(t0)).stato).toBe('finalizzata')
  expect((await cm.raw(analisiCasoApi.ricevuta, { id: qui.id, analisi: q.id })).status).toBe(404)
  // back home everything is there once: his own, and what was added
  const tornato = await passa(qui.id, suo, comune, cp, ada)
  expect(tornato.id).toBe(id)
  await cp.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: cm.utenteId }] })
  await lavora(t)
  expect(
    (await analisiDel(id)).analisi
      .filter((a) => a.stato === 'finalizzata')
      .map((a) => [a.questionarioId, a.tempo, a.ricevuta]),
  ).toEqual(
    expect.arrayContaining([
      [QA, 'T0', false],
      [AP, null, false],
      [QA, 'T1', true],
    ]),
  )
  expect(await scheda(id)).toMatchObject({ stato: 'quadro-finalizzato', soloLettura: false })
  expect((await scheda(id)).incontri).toHaveLength(2)
})

test('of a household that must not be found choices travel, and no written words', async () => {
  const p = finto('Nausicaa', '1984-05-06')
  const id = await caso([p])
  const { personaId } = await scheda(id)
  await conclusa(id, 'D')
  await cm.call(mieiCasiApi.incontra, { id, giorno: OGGI, luogo: 'Casa rifugio Segretissima', presenti: [] } as never)
  await quadro(id, 'T0', [
    ['casa', 1],
    ['casa#nota', 'Via delle Prove Segrete 9'],
  ])
  await sociale.call(personeApi.apri, { id: personaId!, motivo: 'vigilanza', dettaglio: 'Prova' })
  await sociale.call(fattiApi.registra, {
    id: personaId!,
    tipo: 'domicilio',
    dati: { comune, indirizzo: 'Via delle Prove Segrete', civico: '9', cap: '00100' },
    segreto: true,
    fonte: 'persona',
    dal: '2026-01-01',
  } as never)
  const dove = a.comuni[1]!
  const [suo, lei] = await Promise.all(
    ['coordinatore-patto', 'case-manager'].map(async (ruolo) =>
      as(t, await nuovoUtente(t, a, [{ ruolo, comune: dove }])),
    ),
  )
  await cp.call(casiApi.offri, { id, comuneId: dove, motivo: 'Vive là' })
  const [offerta] = (await suo!.call(casiApi.arrivi, {})).voci
  await suo!.call(casiApi.rispondi, { id: offerta!.id, accetta: true, motivo: '' })
  await lavora(t)
  const qui = await casoDi(suo!, p)
  await suo!.call(casiApi.assegna, { voci: [{ casoId: qui.id, utenteId: lei!.utenteId }] })
  const { analisi } = await analisiDel(qui.id, lei)
  const lette = await Promise.all(analisi.map((x) => lei!.call(analisiCasoApi.ricevuta, { id: qui.id, analisi: x.id })))
  const campi = lette.flatMap((x) => x.risposte.map((r) => r.campo))
  expect(campi).toEqual(expect.arrayContaining(['casa', 'esito', 'percorso']))
  for (const c of ['casa#nota', 'sintesi', 'motivazione']) expect(campi).not.toContain(c)
  expect(JSON.stringify([lette, await scheda(qui.id, lei)])).not.toMatch(/Segret/)
})

test('members who are nobody of the record yet are named, and can be asked to be looked for; without a record there is no analysis', async () => {
  const senza = await ambitoConPatti(t, 1)
  const dove = senza.comuni[0]!
  const suo = await as(t, await nuovoUtente(t, senza, [{ ruolo: 'coordinatore-patto', comune: dove }]))
  const lei = await as(t, await nuovoUtente(t, senza, [{ ruolo: 'case-manager', comune: dove }]))
  const p = finto('Clotilde', '1979-01-01')
  await importa(t, suo, nucleo([p]), { comune: dove })
  const c = await casoDi(suo, p)
  await suo.call(casiApi.assegna, { voci: [{ casoId: c.id, utenteId: lei.utenteId }] })
  await lavora(t)
  // it is said from the first day, with what opens the record; and to who gives out the work, and to who administers, as a number
  const protocollo = 'Protocollo d’intesa per la cartella sociale e i flussi'
  expect((await analisiDel(c.id, lei)).cartellaChiusa).toContain(`«${protocollo}»`)
  const ferma = { aperta: true, adesioni: [protocollo], comuni: [{ comuneId: dove, casi: 1 }] }
  const capo = await as(t, await nuovoUtente(t, senza, [{ ruolo: 'amministratore-ambito' }]))
  expect((await suo.call(casiApi.carico, {})).analisiFerma).toMatchObject(ferma)
  expect((await capo.call(casiApi.numeri, {})).analisiFerma).toMatchObject(ferma)
  expect((await cp.call(casiApi.carico, {})).analisiFerma.comuni).toEqual([])
  await lei.call(mieiCasiApi.presenta, { id: c.id, giorno: OGGI })
  const letta = await analisiDel(c.id, lei)
  expect(letta.daCollegare).toHaveLength(1)
  expect(letta.daCominciare[0]!.impedimento).toContain('cartella sociale non è aperta')
  expect((await lei.raw(analisiCasoApi.collega, { id: c.id })).status).toBe(422)
  // the adhesion is registered, and the way goes on from where it was
  await adesione(t, senza, dove, 'registrata', 'protocollo-intesa')
  expect((await suo.call(casiApi.carico, {})).analisiFerma.comuni).toEqual([])
  await lei.call(analisiCasoApi.collega, { id: c.id })
  await lavora(t)
  expect(await analisiDel(c.id, lei)).toMatchObject({ cartellaChiusa: null, daCollegare: [] })
  await lei.call(analisiCasoApi.comincia, { id: c.id, questionario: AP, giorno: OGGI })
  // a member whom the record does not know yet
  const [ada, ivo] = [finto('Desdemona', '1978-02-02'), finto('Ardengo', '2012-03-03', 'M')]
  const id = await caso([ada, ivo])
  await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
    sql`update domanda_componente set persona_id = null, collegamento = 'escluso' where codice_fiscale = ${ivo.cf}`.execute(
      tx,
    ),
  )
  expect(
    JSON.stringify(await rifiuto(cm.call(analisiCasoApi.comincia, { id, questionario: AP, giorno: OGGI }))),
  ).toContain('Ardengo')
})

test('why the record refuses a member is said where the analysis waits for him, until what is wrong is corrected', async () => {
  const [ada, ivo, giusto] = [
    finto('Griselda', '1978-02-02'),
    finto('Ruggero', '2012-03-03', 'M'),
    finto('Ruggero', '2012-03-05', 'M'),
  ]
  const id = await caso([ada])
  // somebody of the record has the codice fiscale that INPS gives for him, and whoever follows them has said that he is not that one
  await nuovaPersona(sociale, comune, {
    cognome: ivo.cognome,
    nome: ivo.nome,
    dataNascita: ivo.nascita,
    sesso: 'M',
    codiceFiscale: ivo.cf,
  })
  const tutti = { azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }
  await t.deps.db.inScope(tutti, (tx) =>
    sql`insert into domanda_componente (ambito_id, comune_id, domanda_id, ordine, codice_fiscale, cognome, nome, data_nascita, sesso, parentela, collegamento)
      select ambito_id, comune_id, domanda_id, 2, ${ivo.cf}, ${ivo.cognome}, ${ivo.nome}, ${ivo.nascita}, 'M', 'figlio', 'escluso' from domanda_componente where codice_fiscale = ${ada.cf}`.execute(
      tx,
    ),
  )
  const impedimento = async () => (await analisiDel(id)).daCominciare.find((q) => q.id === AP)!.impedimento
  const collega = async () => {
    await cm.call(analisiCasoApi.collega, { id })
    await lavora(t)
  }
  expect(await impedimento()).toContain('non è ancora nella cartella')
  await collega()
  expect(await impedimento()).toContain('Ruggero: la cartella non lo riceve.')
  expect(await impedimento()).toContain('già una persona con questo codice fiscale')
  expect(JSON.stringify(await rifiuto(comincia(id)))).toContain('la cartella non lo riceve')
  // the next extract has his own
  await t.deps.db.inScope(tutti, (tx) =>
    sql`update domanda_componente set codice_fiscale = ${giusto.cf}, data_nascita = ${giusto.nascita} where codice_fiscale = ${ivo.cf}`.execute(
      tx,
    ),
  )
  await collega()
  expect(await impedimento()).toBeNull()
})

test('somebody of whom the record knows the death is linked all the same, and whoever follows him is told why no presa in carico opens', async () => {
  const p = finto('Ildebranda', '1950-02-02')
  const persona = await nuovaPersona(sociale, comune, {
    cognome: p.cognome,
    nome: p.nome,
    dataNascita: p.nascita,
    sesso: 'F',
    codiceFiscale: p.cf,
  })
  await sociale.call(personeApi.apri, { id: persona, motivo: 'vigilanza', dettaglio: 'Prova' })
  await sociale.call(fattiApi.registra, {
    id: persona,
    tipo: 'decesso',
    dati: {},
    dal: '2026-02-20',
    fonte: 'persona',
  } as never)
  const id = await caso([p], {}, false)
  expect((await scheda(id)).personaId).toBe(persona)
  const tutti = { azione: 'prova', ambito: a.id, comuni: a.comuni, utente: cm.utenteId, fascicolo: true }
  const { rows } = await t.deps.db.inScope(tutti, (tx) =>
    sql<{ testo: string }>`
      select testo from kernel.notifica where utente_id = ${cm.utenteId} and testo like 'La presa in carico di un tuo caso%'`.execute(
      tx,
    ),
  )
  expect(rows.map((r) => r.testo)).toEqual([expect.stringContaining('risulta deceduta')])
})
