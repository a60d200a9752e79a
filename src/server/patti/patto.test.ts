// The pact against the database: who reaches it, two who write at once, conditionality held by the table, proposal and signatures,
// revision, closure, monitoring, supports and their counts. The household of the tests is Ada, Ugo (exempted) and a child.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pattoDimostrativo } from '../../../seed/patto.ts'
import { type Ambito, as, asRuolo, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { avviaScanner, EICAR } from '../../../test/support/clamd.ts'
import { firmatario } from '../../../test/support/firme.ts'
import {
  ambitoConPatti,
  casoSeguito,
  conAnalisi,
  type EsitoDiFabbrica,
  type Finto,
  finto,
  lavora,
  muovi,
  preparaPatti,
  scorta,
} from '../../../test/support/patti.ts'
import { leggiPdf } from '../../../test/support/pdf.ts'
import { modelliApi } from '../../shared/documenti/modelli.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { monitoraggioApi, pattoApi, sostegniApi } from '../../shared/patti/patto.api.ts'
import type { GenereVoce, ValoreVoce } from '../../shared/patti/patto-voci.ts'
import { caricaModelli } from '../documenti/carica-modelli.ts'
import type { Tx } from '../kernel/db.ts'

let t: TestApp
let mio: Ambito
let comune: string
let cp: Caller
let cm: Caller
let altra: Caller
const chi: { codiceFiscale: string }[] = []
async function quando(giorno: string) {
  t.clock.set(`${giorno}T09:00:00Z`)
  ;[cp, cm, altra] = (await Promise.all(chi.map((u) => as(t, u)))) as [Caller, Caller, Caller]
}
beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  await caricaModelli(t.deps)
  mio = await ambitoConPatti(t, 2, true)
  comune = mio.comuni[0]!
  chi.push(
    await nuovoUtente(t, mio, [{ ruolo: 'coordinatore-patto', comune }]),
    await nuovoUtente(t, mio, [{ ruolo: 'case-manager', comune }]),
    await nuovoUtente(t, mio, [{ ruolo: 'case-manager', comune }]),
  )
  arrivata = scorta({ t, comune }, nuovaFamiglia)
  await quando('2026-03-02')
})
afterAll(() => t.close())

const nuovaFamiglia = () => [finto(), finto('Ugo', '1980-05-06', 'M'), finto('Ivo', '2015-06-07', 'M')]
let arrivata: ReturnType<typeof scorta>
/** A household with its analysis finished, and its members by name; of a measure of before, who they are is said. */
async function caso(esito: EsitoDiFabbrica | null = 'B', diPrima?: Finto[]) {
  const rdc = { misura: 'rdc', altro: { 'Data presentazione': '10/01/2022' } }
  const { id, persone: famiglia } = diPrima
    ? { id: await casoSeguito({ t, comune }, { cp, cm }, diPrima, rdc), persone: diPrima }
    : await arrivata({ cp, cm })
  const { nucleo: membri, tipiEsonero } = await cm.call(mieiCasiApi.leggi, { id })
  const di = (nome: string) => membri.find((m) => m.nome.endsWith(nome))!.id
  await cm.call(mieiCasiApi.esonera, {
    id,
    componenteId: di('Ugo'),
    specie: tipiEsonero[0]!.specie,
    tipo: tipiEsonero[0]!.id,
    dal: '2026-03-02',
    documento: 'Certificato di prova',
  })
  if (esito) await conAnalisi(t, mio, id, cm, esito)
  return { id, famiglia, ada: di('Ada'), ugo: di('Ugo'), ivo: di('Ivo') }
}

type Campi = Record<string, ValoreVoce>
const voce = (genere: GenereVoce, campi: Campi, id: string = crypto.randomUUID()) => ({
  id,
  campi: { genere, ordine: 1, ...campi },
})
const leggi = (id: string, lei = cm) => lei.call(pattoApi.leggi, { id })
/** Writes entries as the page does: field by field, over what it has seen. */
async function scrivi(
  id: string,
  voci: { id: string; campi: Campi }[],
  lei = cm,
  vista?: Output<typeof pattoApi.leggi>,
) {
  const p = vista ?? (await leggi(id, lei))
  const viste = new Map(p.risposte.map((r) => [`${r.componenteId} ${r.campo}`, r.revisione]))
  const risposte = voci.flatMap((v) =>
    Object.entries(v.campi).map(([campo, valore]) => ({
      componenteId: v.id,
      campo,
      valore,
      revisione: viste.get(`${v.id} ${campo}`) ?? 0,
    })),
  )
  return lei.raw(pattoApi.salva, { id, vista: p.versione, risposte })
}
/** A pact ready to be proposed, with the entries that the tests look at. */
async function patto(diPrima?: Finto[]) {
  const c = await caso('B', diPrima)
  const { id } = await cm.call(pattoApi.apri, { id: c.id })
  const vista = await leggi(id)
  const piano = vista.risposte.find((r) => r.valore === 'monitoraggio')!.componenteId!
  const o = voce('obiettivo', { area: 'inclusione-lavorativa', testo: 'Trovare un lavoro vicino a casa' })
  const r = voce('risultato', {
    padre: o.id,
    testo: 'Ada finisce il corso',
    indicatore: 'Ha l’attestato',
    entro: '2026-09-30',
    coinvolti: [c.ada],
  })
  const i = voce('impegno', {
    area: 'formazione',
    testo: 'Va al corso due volte alla settimana',
    componente: c.ada,
    condizionale: true,
  })
  const s = voce('sostegno', {
    tipo: 'leps-d',
    testo: 'Un educatore a casa',
    ente: 'Cooperativa di prova',
    dal: '2026-03-10',
  })
  const esito = await scrivi(id, [o, r, i, s, { id: piano, campi: { primo: '2026-06-01' } }], cm, vista)
  expect(esito.status).toBe(201)
  return { ...c, casoId: c.id, id, o: o.id, r: r.id, i: i.id, s: s.id }
}
const proponi = async (id: string) => cm.call(pattoApi.proponi, { id, versione: (await leggi(id)).versione })
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
/** Everybody signs: drawn, and the last on paper. */
async function firmano(id: string) {
  const { firme, versione, propostoIl: giorno } = await leggi(id)
  for (const f of firme.slice(0, -1).filter((x) => x.stato !== 'firmata'))
    await cm.call(pattoApi.disegna, { id, firma: f.id, versione, giorno: giorno!, immagine: PNG })
  const ultima = firme.at(-1)!
  await cm.call(pattoApi.carica, { id, firma: ultima.id, versione, giorno, modo: 'carta' } as never, {
    file: Buffer.from(PNG.split(',')[1]!, 'base64'),
  })
}
const statoCaso = async (id: string) => (await cm.call(mieiCasiApi.leggi, { id })).stato

test('a pact begins after the analysis, by its outcome; the coordinator and a colleague find nothing (§11ter 4, 5)', async () => {
  const senza = await caso(null)
  expect(await cm.call(pattoApi.delCaso, { id: senza.id })).toMatchObject({
    voci: [],
    impedito: expect.stringContaining('dopo l’analisi'),
  })
  expect((await cm.raw(pattoApi.apri, { id: senza.id })).status).toBe(409)
  const conA = await caso('A')
  expect((await cm.call(pattoApi.delCaso, { id: conA.id })).impedito).toContain('Quello di questo caso è A.')
  const c = await caso('B')
  const { id } = await cm.call(pattoApi.apri, { id: c.id })
  expect(await statoCaso(c.id)).toBe('patto-in-bozza')
  const p = await leggi(id)
  expect(p).toMatchObject({
    stato: 'bozza',
    numero: 1,
    versione: 1,
    incontriOgni: 90,
    lingue: [{ id: 'en' }, { id: 'fr' }],
  })
  // who has obligations, who participates by choice, who signs
  expect(p.persone.map((x) => [x.volontario, x.firma])).toEqual([
    [false, true],
    [true, true],
    [true, false],
  ])
  // what is known already
  expect(p.risposte.find((r) => r.campo === 'importo')?.valore).toBe(50000)
  expect((await altra.raw(pattoApi.leggi, { id })).status).toBe(404)
  expect((await cp.raw(pattoApi.leggi, { id })).status).toBe(403)
  expect((await altra.raw(pattoApi.apri, { id: c.id })).status).toBe(404)
  expect((await cm.raw(pattoApi.apri, { id: c.id })).body).toMatchObject({
    detail: 'Il patto è già in preparazione: continua quello.',
  })
})

test('two who write at once: what another has changed comes back, the rest is saved', async () => {
  const { id, o } = await patto()
  const p = await leggi(id)
  const [testo, area] = ['testo', 'area'].map(
    (campo) => p.risposte.find((r) => r.componenteId === o && r.campo === campo)!,
  )
  const manda = (campo: typeof testo, valore: string) =>
    cm.call(pattoApi.salva, {
      id,
      vista: p.versione,
      risposte: [{ componenteId: o, campo: campo!.campo, valore, revisione: campo!.revisione }],
    })
  await manda(testo!, 'Trovare un lavoro')
  const dopo = await manda(testo!, 'Un lavoro per Ada')
  expect(dopo.conflitti).toMatchObject([
    { componenteId: o, campo: 'testo', valore: 'Trovare un lavoro', autore: expect.any(String) },
  ])
  expect((await manda(area!, 'civico')).conflitti).toEqual([])
  const ora = (await leggi(id)).risposte.filter((r) => r.componenteId === o)
  expect(ora.find((r) => r.campo === 'testo')!.valore).toBe('Trovare un lavoro')
  expect(ora.find((r) => r.campo === 'area')!.valore).toBe('civico')
})

test('what cannot be written: unknown kind, code, person, place; nothing of the batch is kept', async () => {
  const { id, o, r } = await patto()
  const no = async (campi: Campi) => {
    const x = await scrivi(id, [voce('impegno', { testo: 'x', ...campi })])
    return [x.status, (x.body as { errori?: { messaggio: string }[]; detail?: string }).errori?.[0]?.messaggio]
  }
  expect(await no({ genere: 'favore' })).toEqual([422, 'Questo genere di voce non c’è.'])
  expect(await no({ area: 'inventata' })).toEqual([422, expect.stringContaining('non è nell’elenco')])
  expect(await no({ componente: crypto.randomUUID() })).toEqual([422, 'Scegli tra le persone del patto.'])
  expect(await no({ padre: o })).toEqual([422, 'La voce non può appartenere a quella.'])
  expect(await no({ entro: '2026-01-01' })).toEqual([422, 'Questo dato non è della voce.'])
  expect((await scrivi(id, [{ id: r, campi: { genere: 'impegno' } }])).status).toBe(422)
  expect((await leggi(id)).risposte.filter((x) => x.valore === 'impegno')).toHaveLength(1)
})

test('a voluntary member is never sanctionable: the rule and the table (§11ter 11)', async () => {
  const { id, i, ada, ugo, casoId } = await patto()
  // one field at a time, as the page saves them
  for (const condizionale of [false, true])
    expect((await scrivi(id, [{ id: i, campi: { condizionale } }])).status).toBe(201)
  const di = await scrivi(id, [{ id: i, campi: { componente: ugo } }])
  expect(di).toMatchObject({ status: 422, body: { detail: expect.stringContaining('partecipa per scelta') } })
  expect(await scrivi(id, [{ id: i, campi: { componente: null } }])).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('è di una persona') },
  })
  // nor does somebody become so while he has one
  expect(await cm.raw(pattoApi.persona, { id, componente: ada, volontario: true, firma: true })).toMatchObject({
    status: 422,
  })
  expect((await scrivi(id, [{ id: i, campi: { condizionale: false, componente: ugo } }])).status).toBe(201)
  await cm.call(pattoApi.persona, { id, componente: ada, volontario: true, firma: true })
  // whoever writes past the handlers meets the table
  const diretto = t.deps.db.inScope(
    { azione: 'patto.scrivi', ambito: mio.id, utente: cm.utenteId, comuni: [comune], fascicolo: true },
    (tx) =>
      sql`update patto_voce set campi = campi || '{"condizionale": true}' where patto_id = ${id} and voce = ${i}`.execute(
        tx,
      ),
  )
  await expect(diretto).rejects.toMatchObject({ constraint: 'patto_impegno_volontario' })
  expect(await statoCaso(casoId)).toBe('patto-in-bozza')
})

describe('proposal and signatures', () => {
  test('what is missing is said whole; proposed it does not change, and the PDF stays as it was read', async () => {
    const { id, r, i } = await patto()
    await scrivi(id, [{ id: r, campi: { indicatore: '' } }])
    const { versione } = await leggi(id)
    expect(await cm.raw(pattoApi.proponi, { id, versione })).toMatchObject({
      status: 422,
      body: { detail: 'Risultato atteso: manca «Come si vede che c’è».', errori: [{ campo: `${r}/indicatore` }] },
    })
    await scrivi(id, [{ id: r, campi: { indicatore: 'Ha l’attestato' } }])
    expect((await cm.raw(pattoApi.proponi, { id, versione })).status).toBe(412)
    await cm.call(pattoApi.lingua, { id, lingua: 'en' })
    const bozza = await leggiPdf(await file(id))
    expect(bozza.testo).toContain('Bozza: non è ancora il patto da firmare')
    expect(bozza.testo).toContain('What the family undertakes to do')
    await proponi(id)
    const pdf = await file(id)
    const { testo, metadati } = await leggiPdf(pdf)
    expect(metadati).toContain('Patto per l’inclusione sociale')
    for (const frase of [
      'Trovare un lavoro vicino a casa',
      'Ada finisce il corso',
      'Va al corso due volte',
      'conseguenza sul beneficio',
      'Un educatore a casa',
    ])
      expect(testo.replaceAll('\n', ' ')).toContain(frase)
    expect(testo).not.toContain('Bozza')
    expect(Buffer.from(await file(id)).equals(Buffer.from(pdf))).toBe(true)
    expect(await scrivi(id, [{ id: i, campi: { testo: 'Altro' } }])).toMatchObject({ status: 409 })
    expect((await leggi(id)).firme.map((f) => [f.chi.split(' ').at(-1), f.stato])).toEqual([
      ['Ada', 'attesa'],
      ['Ugo', 'attesa'],
      ['sociale', 'attesa'],
    ])
  })

  test('the copy for the family: plain words, no costs, no fields of the offices; the ambito changes its template', async () => {
    const { id, s, i } = await patto()
    const scritto = await scrivi(id, [
      { id: s, campi: { costo: 123_456, ore: 777, fondo: 'fondo-poverta', chi: 'Nives' } },
      { id: i, campi: { frequenza: 'Due volte alla settimana' } },
      voce('obiettivo', { area: 'inclusione-lavorativa', testo: 'Obiettivo tolto', tolta: true }),
    ])
    expect(scritto.status).toBe(201)
    const copia = async () =>
      leggiPdf((await cm.raw(pattoApi.copia, { id })).body as Uint8Array).then((x) => ({
        ...x,
        testo: x.testo.replaceAll('\n', ' '),
      }))
    const { testo, metadati } = await copia()
    expect(metadati).toContain('Il nostro patto, in parole semplici')
    for (const frase of [
      'Il patto non è ancora firmato.',
      'Che cosa vogliamo raggiungere',
      'Trovare un lavoro vicino a casa',
      'Ada finisce il corso',
      'Entro il: 30 settembre 2026',
      'Ci siamo riusciti se: Ha l’attestato',
      'Che cosa fate voi',
      'Ogni quanto: Due volte alla settimana',
      'Attenzione: se non lo fate',
      'Chi vi aiuta',
      'Chi: Cooperativa di prova, Nives',
      'Il primo incontro: 1º giugno 2026',
    ])
      expect(testo).toContain(frase)
    expect(testo).not.toMatch(/1\.?234|777|[Ff]ondo|[Cc]osto|LEPS|tolto|Who helps/)
    await cm.call(pattoApi.lingua, { id, lingua: 'en' })
    expect((await copia()).testo).toContain('Who helps you')
    await proponi(id)
    await firmano(id)
    await cm.call(monitoraggioApi.pianifica, { id, giorni: ['2026-05-04'], ora: '10:30', voci: [] })
    const { persone } = await leggi(id)
    const sola = { voci: [], persone: [persone[0]!.componenteId] }
    await cm.call(monitoraggioApi.pianifica, { id, giorni: ['2026-05-11'], ...sola })
    const firmata = (await copia()).testo
    expect(firmata).not.toContain('non è ancora firmato')
    expect(firmata).toContain('4 maggio 2026, 10:30')
    // planned with one of them alone: it is not for the others to read
    expect(firmata).not.toContain('11 maggio')
    for (const lei of [altra, cp]) expect([403, 404]).toContain((await lei.raw(pattoApi.copia, { id })).status)
    const responsabile = await asRuolo(t, mio, 'responsabile-servizio')
    const nazionale = (await responsabile.call(modelliApi.list, {})).voci.find(
      (x) => x.codice === 'patto-in-parole-semplici',
    )!
    const { id: versione } = await responsabile.call(modelliApi.scrivi, { id: nazionale.id })
    const { testo: prima, revisione } = await responsabile.call(modelliApi.leggi, { id: versione })
    await responsabile.call(modelliApi.salva, {
      id: versione,
      revisione,
      testo: `${prima}\nIl nostro sportello è aperto il lunedì.\n`,
    })
    await responsabile.call(modelliApi.pubblica, { id: versione, dal: '2026-03-02' })
    expect((await copia()).testo).toContain('Il nostro sportello è aperto il lunedì.')
  })

  test('drawn, on paper, refused and then signed; with the last the caso moves and the term is fulfilled', async () => {
    const { id, casoId } = await patto()
    // INPS suspends because there is no pact yet: it is signed all the same, and this heals it
    await muovi(t, mio, casoId, cm, ['sospendi'])
    await proponi(id)
    const { firme, versione } = await leggi(id)
    const f = (n: number) => ({ id, firma: firme[n]!.id, versione, giorno: '2026-03-02' })
    expect(await cm.raw(pattoApi.disegna, { ...f(0), giorno: '2026-03-09', immagine: PNG })).toMatchObject({
      status: 422,
    })
    await cm.call(pattoApi.rifiuta, { ...f(1), motivo: 'Vuole parlarne con un avvocato' })
    expect((await cm.call(mieiCasiApi.leggi, { id: casoId })).storia.map((e) => e.titolo)).toContain(
      'Patto non sottoscritto',
    )
    const carica = (modo: 'carta' | 'digitale', contenuto: Buffer) =>
      cm.raw(pattoApi.carica, { ...f(1), modo } as never, { file: contenuto })
    expect(await carica('carta', Buffer.from('testo'))).toMatchObject({ status: 415 })
    const nudo = Buffer.from(await file(id))
    expect(await carica('digitale', nudo)).toMatchObject({
      status: 422,
      body: { detail: 'Nel file non c’è nessuna firma digitale.' },
    })
    // with a certificate of somebody else: taken, and said
    const digitale = await firmatario('PRVDAA85C44H501D', new Date('2026-03-02T08:00:00Z'))
    expect((await carica('digitale', await digitale.pades(nudo))).status).toBe(201)
    expect((await leggi(id)).firme[1]).toMatchObject({
      modo: 'digitale',
      nomeFile: 'patto-firmato.pdf',
      verifica: { forma: 'PAdES', persona: 'altra', firme: [{ integra: true, firmatario: 'PROVA ADA' }] },
    })
    await firmano(id)
    const p = await leggi(id)
    expect(p).toMatchObject({ stato: 'firmato', firmatoIl: '2026-03-02' })
    expect(p.firme.map((x) => x.modo)).toEqual(['disegnata', 'digitale', 'carta'])
    const c = await cm.call(mieiCasiApi.leggi, { id: casoId })
    expect(c).toMatchObject({ stato: 'sospeso', statoPrima: 'patto-sottoscritto' })
    await muovi(t, mio, casoId, cm, ['ripristina'])
    expect((await cm.call(mieiCasiApi.leggi, { id: casoId })).stato).toBe('patto-sottoscritto')
    expect(c.termini.find((x) => x.id === 'patto')).toMatchObject({ luce: 'adempiuto', adempiuto: '2026-03-02' })
    expect(await cm.raw(pattoApi.disegna, { ...f(0), immagine: PNG })).toMatchObject({ status: 409 })
  })

  test('a pact signed while it is being changed gets a sentence, and what is signed is what was read', async () => {
    const { id, i } = await patto()
    await proponi(id)
    const vista = await leggi(id)
    await cm.call(pattoApi.ritira, { id, motivo: 'Ugo chiede un altro orario' })
    const firma = () =>
      cm.raw(pattoApi.disegna, {
        id,
        firma: vista.firme[0]!.id,
        versione: vista.versione,
        giorno: '2026-03-02',
        immagine: PNG,
      })
    expect(await firma()).toMatchObject({ status: 409, body: { detail: 'Il patto non è in attesa di firma.' } })
    await scrivi(id, [{ id: i, campi: { testo: 'Va al corso una volta' } }])
    await proponi(id)
    expect(await firma()).toMatchObject({
      status: 412,
      body: { detail: expect.stringContaining('Il patto è cambiato') },
    })
    expect((await leggi(id)).firme.every((f) => f.stato === 'attesa')).toBe(true)
  })
})

test('the analysis taken up again while a pact waits for signatures: it is there, and is read again', async () => {
  const { id, casoId } = await patto()
  await proponi(id)
  const { firme, versione } = await leggi(id)
  await muovi(t, mio, casoId, cm, ['rettifica-analisi'])
  const firma = { id, firma: firme[0]!.id, versione, giorno: '2026-03-02', immagine: PNG }
  expect(await cm.raw(pattoApi.disegna, firma)).toMatchObject({ status: 409 })
  await muovi(t, mio, casoId, cm, ['finalizza-analisi', 'C'])
  expect(await cm.call(pattoApi.apri, { id: casoId })).toEqual({ id })
  expect(await leggi(id)).toMatchObject({
    stato: 'bozza',
    passaggi: expect.arrayContaining([expect.objectContaining({ atto: 'ritira' })]),
  })
})

const file = async (id: string) => (await cm.raw(pattoApi.pdf, { id })).body as Uint8Array

test('a revision is a new version with its reason; the one before holds until the new one is signed', async () => {
  const { id, casoId, o, s } = await patto()
  await proponi(id)
  await firmano(id)
  const v1 = await leggi(id)
  const { id: due } = await cm.call(pattoApi.rivedi, {
    id,
    motivo: 'Ada ha trovato un altro corso',
    versione: v1.versione,
  })
  expect(await statoCaso(casoId)).toBe('patto-in-revisione')
  expect((await leggi(id)).stato).toBe('in-revisione')
  expect(await cm.raw(pattoApi.rivedi, { id, motivo: 'x', versione: (await leggi(id)).versione })).toMatchObject({
    status: 409,
  })
  await scrivi(due, [
    { id: o, campi: { testo: 'Trovare un lavoro in cucina' } },
    { id: s, campi: { tolta: true } },
  ])
  const p2 = await leggi(due)
  expect(p2).toMatchObject({
    numero: 2,
    versioni: [{ numero: 1 }, { numero: 2 }],
    passaggi: expect.arrayContaining([
      expect.objectContaining({ atto: 'rivedi', testo: 'Ada ha trovato un altro corso' }),
    ]),
  })
  expect(p2.prima!.find((r) => r.componenteId === o && r.campo === 'testo')!.valore).toBe(
    'Trovare un lavoro vicino a casa',
  )
  // given up: the first goes on
  await cm.call(pattoApi.annulla, { id: due, motivo: 'Ci ripensa' })
  expect([await statoCaso(casoId), (await leggi(id)).stato]).toEqual(['patto-sottoscritto', 'firmato'])
  const { id: tre } = await cm.call(pattoApi.rivedi, { id, motivo: 'Ora sì', versione: (await leggi(id)).versione })
  await scrivi(tre, [{ id: s, campi: { tolta: true } }])
  await proponi(tre)
  await firmano(tre)
  expect([(await leggi(id)).stato, (await leggi(tre)).stato]).toEqual(['sostituito', 'firmato'])
  // the copy is of what holds
  expect(await cm.raw(pattoApi.copia, { id })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('non vale più') },
  })
  expect((await cm.raw(pattoApi.copia, { id: tre })).status).toBe(200)
  // both are read, as they were
  expect((await leggi(id)).risposte.some((r) => r.componenteId === s && r.campo === 'tolta')).toBe(false)
  // what the revision no longer gives, and nobody had begun, does not begin
  expect((await cm.call(monitoraggioApi.leggi, { id: tre })).sostegni).toMatchObject([
    { voce: s, stato: 'non-attivato' },
  ])
})

describe('one active pact per household, by its members', () => {
  /** The same household has two measures: the second was asked by the other spouse. */
  async function dueVolte() {
    const uno = await patto()
    const [ada, ugo, ivo] = uno.famiglia as [Finto, Finto, Finto]
    return [uno, await patto([ugo, ada, ivo])] as const
  }
  const chiudi = async (id: string) =>
    cm.call(pattoApi.chiudi, {
      id,
      motivo: 'risultati-raggiunti',
      valutazione: 'Ada lavora',
      giorno: '2026-03-02',
      versione: (await leggi(id)).versione,
      caso: 'resta',
    })
  const altro = 'Una persona di questo nucleo è già in un altro patto attivo'

  test('two who sign at once: one is signed, the other is told what to do, and is signed when that one is closed', async () => {
    const due = await dueVolte()
    for (const p of due) await proponi(p.id)
    expect((await leggi(due[0].id)).altroPatto).toBe(false)
    const ultima = async (id: string) => {
      const { firme, versione } = await leggi(id)
      const firma = (n: number) => ({ id, firma: firme[n]!.id, versione, giorno: '2026-03-02', immagine: PNG })
      for (let n = 0; n < firme.length - 1; n++) await cm.call(pattoApi.disegna, firma(n))
      return firma(firme.length - 1)
    }
    const firme = [await ultima(due[0].id), await ultima(due[1].id)]
    const esiti = await Promise.all(firme.map((f) => cm.raw(pattoApi.disegna, f)))
    expect(esiti.map((e) => e.status).sort()).toEqual([201, 409])
    const vince = esiti.findIndex((e) => e.status === 201)
    const perde = 1 - vince
    expect(esiti[perde]!.body).toMatchObject({ detail: expect.stringContaining(altro) })
    expect((await leggi(due[perde]!.id)).altroPatto).toBe(true)
    expect((await cm.call(pattoApi.delCaso, { id: due[vince]!.casoId })).altroPatto).toBe(false)
    await chiudi(due[vince]!.id)
    expect((await cm.raw(pattoApi.disegna, firme[perde]!)).status).toBe(201)
    expect((await leggi(due[perde]!.id)).stato).toBe('firmato')
  })

  test('said before anybody signs; who has left the household is free; two that there were stay, are shown and are revised', async () => {
    const [uno, due] = await dueVolte()
    await proponi(uno.id)
    await firmano(uno.id)
    const proposta = async () => cm.raw(pattoApi.proponi, { id: due.id, versione: (await leggi(due.id)).versione })
    expect(await proposta()).toMatchObject({ status: 409, body: { detail: expect.stringContaining(altro) } })
    const scrive = (q: (tx: Tx) => Promise<unknown>) =>
      t.deps.db.inScope(
        { azione: 'patto.scrivi', ambito: mio.id, utente: cm.utenteId, comuni: [comune], fascicolo: true },
        q,
      )
    // the extract no longer has them in the first household: held by nobody, so the second is signed
    const escono = (quando: string | null) =>
      scrive((tx) =>
        sql`update domanda_componente m set uscito_il = ${quando}::date from caso c where c.id = ${uno.casoId} and m.domanda_id = c.domanda_id`.execute(
          tx,
        ),
      )
    await escono('2026-03-02')
    expect((await proposta()).status).toBe(201)
    await firmano(due.id)
    // and back: as two pacts that were there before one was refused
    await escono(null)
    expect([(await leggi(uno.id)).altroPatto, (await leggi(due.id)).altroPatto]).toEqual([true, true])
    const rivisto = await cm.call(pattoApi.rivedi, {
      id: uno.id,
      motivo: 'Cambia l’orario',
      versione: (await leggi(uno.id)).versione,
    })
    await proponi(rivisto.id)
    await firmano(rivisto.id)
    await chiudi(due.id)
    expect((await leggi(rivisto.id)).altroPatto).toBe(false)
    // what was held by the one that is closed is held by the one that is left
    const tenuti = await scrive((tx) =>
      sql`select distinct caso_id from patto_attivo_componente where caso_id in (${uno.casoId}, ${due.casoId})`.execute(
        tx,
      ),
    )
    expect(tenuti).toMatchObject({ rows: [{ casoId: uno.casoId }] })
  })

  test('the pact of a caso that has ended does not keep the next measure waiting', async () => {
    const [uno, due] = await dueVolte()
    await proponi(uno.id)
    await firmano(uno.id)
    expect((await leggi(due.id)).altroPatto).toBe(true)
    await muovi(t, mio, uno.casoId, cm, ['decadi'])
    expect((await leggi(due.id)).altroPatto).toBe(false)
    await proponi(due.id)
    await firmano(due.id)
    expect([(await leggi(uno.id)).stato, (await leggi(due.id)).stato]).toEqual(['firmato', 'firmato'])
  })
})

test('the closure of a pact, with evaluation and reason', async () => {
  const p = await patto()
  await proponi(p.id)
  await firmano(p.id)
  expect((await cm.call(pattoApi.delCaso, { id: p.casoId })).impedito).toContain('ha già un patto')
  const chiudi =
    (motivo: string, delCaso: object, id = p.id) =>
    async () =>
      cm.raw(pattoApi.chiudi, {
        id,
        motivo,
        valutazione: 'Ada lavora',
        giorno: '2026-03-02',
        versione: (await leggi(id)).versione,
        ...delCaso,
      })
  const resta = { caso: 'resta' } as const
  expect((await chiudi('inventato', resta)()).status).toBe(422)
  // what becomes of the caso is asked, and never done by itself
  expect(await chiudi('risultati-raggiunti', {})()).toMatchObject({
    status: 422,
    body: { errori: [{ campo: 'caso' }] },
  })
  expect(await chiudi('risultati-raggiunti', { caso: 'chiudi' })()).toMatchObject({
    status: 422,
    body: { errori: [{ campo: 'motivoCaso' }] },
  })
  expect((await chiudi('risultati-raggiunti', resta)()).status).toBe(201)
  expect(await statoCaso(p.casoId)).toBe('patto-sottoscritto')
  expect(await leggi(p.id)).toMatchObject({ stato: 'chiuso', chiusura: 'risultati-raggiunti', chiusoIl: '2026-03-02' })
  expect((await cm.call(monitoraggioApi.leggi, { id: p.id })).sostegni[0]!.stato).toBe('non-attivato')
  // another may follow, in the same caso
  const { id } = await cm.call(pattoApi.apri, { id: p.casoId })
  expect(await leggi(id)).toMatchObject({ numero: 1, stato: 'bozza', statoCaso: 'patto-in-revisione' })
  // one that INPS has ended closes with it, if one says so (T13, T14)
  const altro = await patto()
  await proponi(altro.id)
  await firmano(altro.id)
  await muovi(t, mio, altro.casoId, cm, ['decadi'])
  const esito = await chiudi('fine-beneficio', { caso: 'chiudi', motivoCaso: 'beneficio' }, altro.id)()
  expect(esito.status).toBe(201)
  expect(await cm.call(mieiCasiApi.leggi, { id: altro.casoId })).toMatchObject({ stato: 'chiuso', motivo: 'beneficio' })
})

test('nobody signs before the pact is proposed; the family that had signed the paper already is said to have', async () => {
  await quando('2026-03-02')
  const [{ id, casoId }, altro] = [await patto(), await patto()]
  await quando('2026-03-09')
  await proponi(id)
  const { firme, versione } = await leggi(id)
  const f = (n: number, giorno: string) => ({ id, firma: firme[n]!.id, versione, giorno })
  const su = (modo: string, altro: object) =>
    cm.raw(pattoApi.carica, { ...f(0, '2026-03-05'), modo, ...altro } as never, { file: Buffer.from('%PDF-1.7\n') })
  const no = (campo: string) => ({ status: 422, body: { errori: [{ campo }] } })
  expect(await cm.raw(pattoApi.disegna, { ...f(0, '2026-03-08'), immagine: PNG })).toMatchObject(no('giorno'))
  expect(await cm.raw(pattoApi.rifiuta, { ...f(0, '2026-03-08'), motivo: 'No' })).toMatchObject(no('giorno'))
  expect(await su('carta', {})).toMatchObject({
    ...no('giorno'),
    body: { detail: expect.stringContaining('proposto alla firma il 9 marzo 2026') },
  })
  expect(await su('digitale', { prima: true })).toMatchObject(no('prima'))
  expect((await su('carta', { prima: true })).status).toBe(201)
  for (const n of firme.slice(1).keys()) await cm.call(pattoApi.disegna, { ...f(n + 1, '2026-03-09'), immagine: PNG })
  const p = await leggi(id)
  expect(p).toMatchObject({ stato: 'firmato', firmatoIl: '2026-03-09', firme: [{ giorno: '2026-03-05' }, {}, {}] })
  expect(p.passaggi.map((x) => x.testo)).toContainEqual(expect.stringContaining('foglio del 5 marzo 2026'))
  expect((await cm.call(mieiCasiApi.leggi, { id: casoId })).stato).toBe('patto-sottoscritto')
  // ticked, and then a day of after: that is what the story says
  await proponi(altro.id)
  const suo = await leggi(altro.id)
  const oggi = { id: altro.id, firma: suo.firme[0]!.id, versione: suo.versione, giorno: '2026-03-09' }
  await cm.raw(pattoApi.carica, { ...oggi, modo: 'carta', prima: true } as never, { file: Buffer.from('%PDF-1.7\n') })
  const { firme: sue, passaggi } = await leggi(altro.id)
  expect(sue[0]).toMatchObject({ stato: 'firmata', giorno: '2026-03-09' })
  expect(passaggi.find((x) => x.atto === 'firma')).toMatchObject({ testo: expect.not.stringContaining('prima che') })
  await quando('2026-03-02')
})

test('what is uploaded passes the virus scanner: infected it opens to nobody, and a clean copy takes its place', async () => {
  const scanner = await avviaScanner()
  try {
    const { id } = await patto()
    await proponi(id)
    const { firme, versione } = await leggi(id)
    const scansione = (contenuto: Buffer, giorno = '2026-03-02') =>
      cm.raw(pattoApi.carica, { id, firma: firme[0]!.id, versione, giorno, modo: 'carta' } as never, {
        file: contenuto,
      })
    const sporca = Buffer.concat([Buffer.from('%PDF-1.7\n'), EICAR])
    expect((await scansione(sporca)).status).toBe(201)
    const mia = async () => (await leggi(id)).firme[0]!
    const apri = async () => cm.raw(pattoApi.file, { id, file: (await mia()).fileId! })
    // until the scanner has answered it waits; what Trama has written itself does not
    expect(await apri()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('sta controllando') } })
    expect((await cm.raw(pattoApi.pdf, { id })).status).toBe(200)
    await lavora(t, scanner.indirizzo)
    expect(await mia()).toMatchObject({ stato: 'firmata', infetto: true })
    expect(await apri()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('virus') } })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', ambito: mio.id, utente: cm.utenteId }, (tx) =>
      sql<{
        collegamento: string
      }>`select collegamento from kernel.notifica where testo like '%virus%' and utente_id = ${cm.utenteId}`.execute(
        tx,
      ),
    )
    expect(rows).toContainEqual({ collegamento: `/patti/${id}` })
    await firmano(id)
    expect((await leggi(id)).stato).toBe('firmato')
    expect((await scansione(Buffer.from('%PDF-1.7\npulita'))).status).toBe(201)
    await lavora(t, scanner.indirizzo)
    expect(await mia()).toMatchObject({ stato: 'firmata', infetto: false, giorno: '2026-03-02' })
    expect((await apri()).status).toBe(200)
    // registered once and for all: a clean file is not replaced
    expect((await scansione(Buffer.from('%PDF-1.7\naltra'))).status).toBe(409)
  } finally {
    await scanner.ferma()
  }
})

test('monitoring: a plan, meetings held and missed, evaluations in order; the terms of the caso follow', async () => {
  const p = await patto()
  expect(await cm.raw(monitoraggioApi.pianifica, { id: p.id, giorni: ['2026-04-01'], voci: [] })).toMatchObject({
    status: 409,
  })
  await proponi(p.id)
  await firmano(p.id)
  expect(await cm.raw(monitoraggioApi.pianifica, { id: p.id, giorni: ['2026-04-01'], voci: [p.o] })).toMatchObject({
    status: 422,
  })
  await cm.call(monitoraggioApi.pianifica, {
    id: p.id,
    giorni: ['2026-04-01', '2026-06-01', '2026-09-01'],
    ora: '10:00',
    durata: 45,
    voci: [p.r, p.i],
  })
  expect(await statoCaso(p.casoId)).toBe('in-monitoraggio')
  const leggiM = () => cm.call(monitoraggioApi.leggi, { id: p.id })
  const [uno, due, tre] = (await leggiM()).incontri.map((n) => n.id)
  const esito = (incontro: string, giorno: string, altro: object) =>
    cm.raw(monitoraggioApi.registra, {
      id: p.id,
      incontro,
      giorno,
      tenuto: true,
      presenti: [p.ada],
      assenti: [],
      valutazioni: [],
      ...altro,
    })
  expect((await esito(uno!, '2026-04-01', {})).status).toBe(422)
  await quando('2026-04-01')
  expect((await esito(uno!, '2026-04-01', { presenti: [] })).status).toBe(422)
  expect((await esito(uno!, '2026-04-01', { valutazioni: [{ voce: p.r, valore: 'rispettato' }] })).status).toBe(422)
  const valutazioni = [
    { voce: p.r, valore: 'parziale', nota: 'È a metà corso' },
    { voce: p.i, valore: 'rispettato' },
  ]
  // one list of reasons, here as at the service, and what proves them
  const no = async (...giustificati: object[]) => {
    const r = await esito(uno!, '2026-04-01', { assenti: [p.ugo], giustificati })
    return [r.status, (r.body as { errori?: { campo: string }[] }).errori?.[0]?.campo]
  }
  expect(await no({ componenteId: p.ugo, motivo: 'malattia' })).toEqual([422, 'giustificati'])
  expect(await no({ componenteId: p.ada, motivo: 'malattia', documento: 'x' })).toEqual([422, 'giustificati'])
  const doppio = { componenteId: p.ugo, motivo: 'malattia', documento: 'x' }
  expect(await no(doppio, doppio)).toEqual([422, 'giustificati'])
  expect((await no({ componenteId: p.ugo, motivo: 'gravi-motivi', documento: 'Certificato' }))[0]).toBe(422)
  expect(
    (
      await esito(uno!, '2026-04-01', {
        assenti: [p.ugo],
        giustificati: [{ componenteId: p.ugo, motivo: 'malattia', documento: 'Certificato del 1° aprile' }],
        decisione: 'prosegue',
        nota: 'Bene',
        valutazioni,
      })
    ).status,
  ).toBe(201)
  expect(await esito(uno!, '2026-04-01', {})).toMatchObject({ status: 409 })
  const c = await cm.call(mieiCasiApi.leggi, { id: p.casoId })
  // ninety days from the meeting of the pact
  expect(c.termini.find((x) => x.id === 'incontro-trimestrale' && x.componente?.endsWith('Ada'))).toMatchObject({
    scadenza: '2026-06-30',
  })
  expect(c.storia.map((e) => e.titolo)).toEqual(
    expect.arrayContaining(['Incontro previsto dal patto', 'Giustificato motivo']),
  )
  await quando('2026-06-02')
  expect((await esito(due!, '2026-06-01', { tenuto: false, presenti: [], assenti: [p.ada] })).status).toBe(201)
  await cm.call(monitoraggioApi.sposta, { id: p.id, incontro: tre!, giorno: '2026-09-10' })
  const { incontri } = await leggiM()
  expect(incontri.map((n) => [n.previstoIl, n.stato])).toEqual([
    ['2026-04-01', 'tenuto'],
    ['2026-06-01', 'non-tenuto'],
    ['2026-09-10', 'previsto'],
  ])
  expect(incontri[0]).toMatchObject({
    presenti: [p.ada],
    assenti: [p.ugo],
    giustificati: [{ componenteId: p.ugo, motivo: 'malattia', documento: 'Certificato del 1° aprile' }],
    valutazioni: expect.arrayContaining([expect.objectContaining({ voce: p.i, valore: 'rispettato' })]),
  })
  expect((await altra.raw(monitoraggioApi.leggi, { id: p.id })).status).toBe(404)
  await quando('2026-03-02')
})

test('renewed, a household keeps its pact: it is followed meanwhile and, the analysis done again, confirmed or changed (T15, D12)', async () => {
  await quando('2026-03-02')
  const p = await patto()
  await proponi(p.id)
  await firmano(p.id)
  await cm.call(monitoraggioApi.pianifica, { id: p.id, giorni: ['2026-03-10', '2026-06-01'], voci: [p.r] })
  await muovi(t, mio, p.casoId, cm, ['rinnova'])
  const rivedi = async (id: string) =>
    cm.raw(pattoApi.rivedi, { id, motivo: 'Dopo il rinnovo', versione: (await leggi(id)).versione })
  expect(await rivedi(p.id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('nuova analisi') } })
  await quando('2026-03-10')
  const { incontri, sostegni } = await cm.call(monitoraggioApi.leggi, { id: p.id })
  await cm.call(monitoraggioApi.sostegno, {
    id: p.id,
    sostegno: sostegni[0]!.id,
    atto: 'attiva',
    giorno: '2026-03-10',
  })
  await cm.call(monitoraggioApi.registra, {
    id: p.id,
    incontro: incontri[0]!.id,
    giorno: '2026-03-10',
    tenuto: true,
    presenti: [p.ada],
    assenti: [],
    valutazioni: [],
  })
  // it is the first meeting after the renewal too
  expect(await statoCaso(p.casoId)).toBe('presentato')
  await muovi(t, mio, p.casoId, cm, ['apri-analisi'], ['finalizza-analisi', 'B'])
  expect((await cm.call(pattoApi.delCaso, { id: p.casoId })).impedito).toContain('rivedilo')
  // confirmed as it is
  const due = ((await rivedi(p.id)).body as { id: string }).id
  expect(await statoCaso(p.casoId)).toBe('patto-in-bozza')
  await cm.call(pattoApi.annulla, { id: due, motivo: 'Va bene così' })
  expect([await statoCaso(p.casoId), (await leggi(p.id)).stato]).toEqual(['patto-sottoscritto', 'firmato'])
  // renewed while it is being revised: what was being written is taken up again, and signed takes its place
  const tre = ((await rivedi(p.id)).body as { id: string }).id
  await muovi(t, mio, p.casoId, cm, ['rinnova'])
  expect((await scrivi(tre, [{ id: p.o, campi: { testo: 'Un lavoro' } }])).status).toBe(409)
  await conAnalisi(t, mio, p.casoId, cm, 'C')
  expect(await cm.call(pattoApi.apri, { id: p.casoId })).toEqual({ id: tre })
  await scrivi(tre, [{ id: p.o, campi: { testo: 'Un lavoro in cucina' } }])
  await proponi(tre)
  await firmano(tre)
  expect([(await leggi(p.id)).stato, (await leggi(tre)).stato]).toEqual(['sostituito', 'firmato'])
  expect(await statoCaso(p.casoId)).toBe('patto-sottoscritto')
  await quando('2026-03-02')
})

test('the catalogue with places and waiting; supports go through their states; counts say how many and never who', async () => {
  const { id: offerta } = await cp.call(sostegniApi.crea, {
    nome: 'Educatori',
    sostegno: 'leps-d',
    ente: 'Cooperativa di prova',
    posti: 1,
    dal: '2026-01-01',
    costoOrario: 2200,
    fondo: 'fondo-poverta',
  })
  expect(
    await cp.raw(sostegniApi.crea, {
      nome: 'Educatori',
      sostegno: 'leps-d',
      ente: 'Cooperativa di prova',
      dal: '2026-01-01',
    }),
  ).toMatchObject({ status: 409 })
  expect((await cm.raw(sostegniApi.crea, { nome: 'x', sostegno: 'leps-d', ente: 'y', dal: '2026-01-01' })).status).toBe(
    403,
  )
  const [a, b] = [await patto(), await patto()]
  for (const p of [a, b]) {
    await scrivi(p.id, [{ id: p.s, campi: { offerta, fondo: 'fondo-poverta' } }])
    await proponi(p.id)
    await firmano(p.id)
  }
  const suo = async (p: typeof a) => (await cm.call(monitoraggioApi.leggi, { id: p.id })).sostegni[0]!
  const atto = async (
    p: typeof a,
    nome: 'attiva' | 'metti-in-attesa' | 'interrompi' | 'concludi',
    altro: object = {},
  ) =>
    cm.raw(monitoraggioApi.sostegno, {
      id: p.id,
      sostegno: (await suo(p)).id,
      atto: nome,
      giorno: '2026-03-02',
      ...altro,
    })
  expect((await atto(a, 'concludi')).status).toBe(409)
  expect((await atto(a, 'attiva')).status).toBe(201)
  // one place, and it is taken: it is said, and whoever decides may go on
  const senza = await atto(b, 'attiva')
  expect(senza).toMatchObject({ status: 422, body: { errori: [{ campo: 'oltreIPosti' }] } })
  expect(JSON.stringify(senza.body)).toContain('1 su 1')
  expect((await atto(b, 'metti-in-attesa')).status).toBe(201)
  expect((await atto(a, 'interrompi')).status).toBe(422)
  expect(await suo(b)).toMatchObject({
    stato: 'in-attesa',
    posti: 1,
    attivi: 1,
    inAttesa: 1,
    richiestoIl: '2026-03-02',
  })
  // what it has given is known with its days, while it goes on; nothing of who waits, of days to come, or twice
  const eroga = async (p: typeof a, dal: string, al: string, altro: object = { ore: 40, costo: 88000 }) =>
    cm.raw(monitoraggioApi.eroga, { id: p.id, sostegno: (await suo(p)).id, dal, al, ...altro })
  const oggi = '2026-03-02'
  expect((await eroga(b, oggi, oggi)).status).toBe(422)
  for (const [dal, al] of [
    ['2026-03-01', oggi],
    [oggi, '2026-03-03'],
  ] as const)
    expect((await eroga(a, dal, al)).status).toBe(422)
  expect((await eroga(a, oggi, oggi, {})).status).toBe(422)
  expect((await eroga(a, oggi, oggi, { ore: 400 })).status).toBe(201)
  expect((await eroga(a, oggi, oggi)).status).toBe(422)
  const togli = async (erogazione: string) =>
    cm.raw(monitoraggioApi.togliErogazione, {
      ...{ id: a.id, sostegno: (await suo(a)).id, erogazione, motivo: 'Uno zero di troppo' },
    })
  const sbagliata = (await suo(a)).erogazioni[0]!.id
  expect((await togli(sbagliata)).status).toBe(201)
  expect((await togli(sbagliata)).status).toBe(404)
  expect((await eroga(a, oggi, oggi)).status).toBe(201)
  expect(await suo(a)).toMatchObject({ stato: 'attivo', ore: 40, costo: 88000, erogazioni: [{ dal: oggi, al: oggi }] })
  expect((await leggi(a.id)).passaggi).toContainEqual(
    expect.objectContaining({ atto: 'togli-erogazione', testo: 'Uno zero di troppo' }),
  )
  const nel = async (chi: Caller, dal: string, al: string) =>
    (await chi.call(sostegniApi.numeri, { dal, al })).sostegni.find((s) => s.sostegno === 'leps-d')!
  expect(await nel(cp, '2026-01-01', '2026-12-31')).toMatchObject({ ore: 40, costo: 88000 })
  expect(await nel(cp, '2025-01-01', '2025-12-31')).toMatchObject({ nelPeriodo: 0, ore: 0, costo: 0 })
  expect((await atto(a, 'concludi')).status).toBe(201)
  expect((await cp.call(sostegniApi.list, {})).voci.find((o) => o.id === offerta)).toMatchObject({
    attivi: 0,
    inAttesa: 1,
    posti: 1,
  })

  const periodo = { dal: '2026-01-01', al: '2026-12-31' }
  const n = await cp.call(sostegniApi.numeri, periodo)
  expect(n.misure[0]).toMatchObject({ attivi: expect.any(Number), firmati: expect.any(Number) })
  expect(n.sostegni.find((s) => s.sostegno === 'leps-d')).toMatchObject({
    leps: 'd',
    conclusi: 1,
    inAttesa: expect.any(Number),
    ore: 40,
    costo: 88000,
  })
  expect(JSON.stringify(n)).not.toContain(a.casoId)
  const csv = Buffer.from(
    (await cp.raw(sostegniApi.rendiconto, { ...periodo, formato: 'csv' })).body as Uint8Array,
  ).toString()
  expect(csv).toContain('d;Sostegno socio-educativo domiciliare')
  expect(csv).toContain('Fondo povertà, quota servizi;1;1;1;40;880,00')
  const xlsx = await cp.raw(sostegniApi.rendiconto, { ...periodo, formato: 'xlsx' })
  expect(
    Buffer.from(xlsx.body as Uint8Array)
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  // the administrator counts the whole ambito; another ambito counts nothing of it
  const aa = await asRuolo(t, mio, 'amministratore-ambito')
  expect(await nel(aa, '2026-03-02', '2026-03-02')).toMatchObject({ ore: 40, costo: 88000 })
  expect(await nel(aa, '2026-03-03', '2026-12-31')).toMatchObject({ ore: 0, costo: 0 })
  expect((await aa.call(sostegniApi.numeri, periodo)).misure[0]!.casi).toBeGreaterThanOrEqual(n.misure[0]!.casi)
  const pochi = await asRuolo(t, mio, { ruolo: 'coordinatore-patto', comune: mio.comuni[1]! })
  expect((await pochi.call(sostegniApi.numeri, periodo)).misure).toEqual([])
  expect((await cm.raw(sostegniApi.numeri, periodo)).status).toBe(403)
})

/** A signed pact with one support, paid by the Fondo povertà. */
async function firmatoConSostegno(tipo: string) {
  const p = await patto()
  await scrivi(p.id, [{ id: p.s, campi: { tipo, fondo: 'fondo-poverta' } }])
  await proponi(p.id)
  await firmano(p.id)
  const suo = async () => (await cm.call(monitoraggioApi.leggi, { id: p.id })).sostegni[0]!
  return { p, suo, sostegno: (await suo()).id }
}

test('hours and costs that arrive when the pact is closed are written in the days of the support, seen as late, and counted then', async () => {
  const { p, suo, sostegno } = await firmatoConSostegno('leps-e')
  const eroga = (dal: string, al: string, altro: object = {}, lei = cm) =>
    lei.raw(monitoraggioApi.eroga, { id: p.id, sostegno, dal, al, ore: 10, costo: 25_000, ...altro })
  await cm.call(monitoraggioApi.sostegno, { id: p.id, sostegno, atto: 'attiva', giorno: '2026-03-02' })
  await quando('2026-04-20')
  await muovi(t, mio, p.casoId, cm, ['decadi'])
  await cm.call(pattoApi.chiudi, {
    id: p.id,
    motivo: 'fine-beneficio',
    valutazione: 'Finito',
    giorno: '2026-04-15',
    caso: 'chiudi',
    motivoCaso: 'beneficio',
    versione: (await leggi(p.id)).versione,
  })
  await quando('2027-02-10')
  const nel = async (anno: number) => {
    const aa = await asRuolo(t, mio, 'amministratore-ambito')
    const n = await aa.call(sostegniApi.numeri, { dal: `${anno}-01-01`, al: `${anno}-12-31` })
    return n.sostegni.find((x) => x.sostegno === 'leps-e')
  }
  expect(await nel(2026)).toMatchObject({ ore: 0, costo: 0 })
  // in the days of the support, and by who followed the caso
  for (const [dal, al] of [
    ['2026-03-01', '2026-03-10'],
    ['2026-04-10', '2026-04-16'],
    ['2027-02-01', '2027-02-02'],
  ] as const)
    expect((await eroga(dal, al)).status).toBe(422)
  expect([403, 404]).toContain((await eroga('2026-03-10', '2026-03-31', {}, altra)).status)
  expect((await eroga('2026-03-10', '2026-03-31')).status).toBe(201)
  expect(await suo()).toMatchObject({
    stato: 'concluso',
    ore: 10,
    erogazioni: [{ dal: '2026-03-10', registrataIl: '2027-02-10', tardiva: true }],
  })
  expect((await leggi(p.id)).passaggi).toContainEqual(
    expect.objectContaining({
      atto: 'eroga-tardi',
      testo: '10 marzo 2026 – 31 marzo 2026',
      autore: expect.any(String),
    }),
  )
  // in the report of then, and not in that of the year in which it was written
  expect(await nel(2026)).toMatchObject({ ore: 10, costo: 25_000 })
  expect(await nel(2027)).toMatchObject({ ore: 0, costo: 0 })
  await cm.call(monitoraggioApi.togliErogazione, {
    id: p.id,
    sostegno,
    erogazione: (await suo()).erogazioni[0]!.id,
    motivo: 'Era di un altro nucleo',
  })
  expect(await nel(2026)).toMatchObject({ ore: 0, costo: 0 })
  // nothing else is written in a pact that is over
  const altro = { id: p.id, sostegno, atto: 'concludi', giorno: '2026-04-15' } as const
  expect((await cm.raw(monitoraggioApi.sostegno, altro)).status).toBe(409)
  await quando('2026-03-02')
})

test('a support that was interrupted was given in the days before, and in those after it began again: a year between them has none', async () => {
  const { p, suo, sostegno } = await firmatoConSostegno('leps-f')
  const atto = async (nome: 'attiva' | 'interrompi' | 'concludi', giorno: string) =>
    (await cm.raw(monitoraggioApi.sostegno, { id: p.id, sostegno, atto: nome, giorno, motivo: 'Prova' })).status
  const eroga = async (dal: string, al: string) =>
    (await cm.raw(monitoraggioApi.eroga, { id: p.id, sostegno, dal, al, ore: 1 })).status
  const nel = async (...anni: number[]) => {
    const aa = await asRuolo(t, mio, 'amministratore-ambito')
    const conta = async (anno: number) =>
      (await aa.call(sostegniApi.numeri, { dal: `${anno}-01-01`, al: `${anno}-12-31` })).sostegni.find(
        (x) => x.sostegno === 'leps-f',
      )!.nelPeriodo
    return Promise.all(anni.map(conta))
  }
  expect(await atto('attiva', '2026-03-02')).toBe(201)
  await quando('2026-03-20')
  expect(await atto('interrompi', '2026-03-10')).toBe(201)
  await quando('2028-02-01')
  expect(await nel(2026, 2027, 2028)).toEqual([1, 0, 0])
  // it begins again after it was interrupted, not before
  expect(await atto('attiva', '2026-03-09')).toBe(422)
  expect(await atto('attiva', '2028-01-10')).toBe(201)
  expect(await nel(2026, 2027, 2028, 2029)).toEqual([1, 0, 1, 1])
  expect(await suo()).toMatchObject({
    attivoDal: '2026-03-02',
    finitoIl: null,
    interruzioni: [{ dal: '2026-03-11', al: '2028-01-09' }],
  })
  expect([await eroga('2026-03-10', '2026-03-11'), await eroga('2027-05-01', '2027-05-02')]).toEqual([422, 422])
  expect([await eroga('2026-03-09', '2026-03-10'), await eroga('2028-01-10', '2028-01-11')]).toEqual([201, 201])
  expect([await atto('interrompi', '2027-06-01'), await atto('interrompi', '2028-01-20')]).toEqual([422, 201])
  // concluded, or with its pact, it had been given until it was interrupted
  await quando('2029-03-01')
  await cm.call(pattoApi.chiudi, {
    id: p.id,
    motivo: 'risultati-raggiunti',
    valutazione: 'Finito',
    giorno: '2029-03-01',
    caso: 'resta',
    versione: (await leggi(p.id)).versione,
  })
  expect(await suo()).toMatchObject({ stato: 'concluso', finitoIl: '2028-01-20' })
  expect(await nel(2026, 2027, 2028, 2029)).toEqual([1, 0, 1, 0])
  await quando('2026-03-02')
})

test('concluded after it was interrupted, a support ends where it was interrupted', async () => {
  const p = await patto()
  await proponi(p.id)
  await firmano(p.id)
  const suo = async () => (await cm.call(monitoraggioApi.leggi, { id: p.id })).sostegni[0]!
  const sostegno = (await suo()).id
  const atto = async (nome: 'attiva' | 'interrompi' | 'concludi', giorno: string) =>
    (await cm.raw(monitoraggioApi.sostegno, { id: p.id, sostegno, atto: nome, giorno, motivo: 'Prova' })).status
  await quando('2026-05-04')
  expect([
    await atto('attiva', '2026-03-02'),
    await atto('interrompi', '2026-03-10'),
    await atto('concludi', '2026-03-09'),
    await atto('concludi', '2026-05-04'),
  ]).toEqual([201, 201, 422, 201])
  expect(await suo()).toMatchObject({ stato: 'concluso', finitoIl: '2026-03-10', interruzioni: [] })
  // when one concluded it is in the story
  expect((await leggi(p.id)).passaggi).toContainEqual(
    expect.objectContaining({ atto: 'sostegno-concludi', testo: '4 maggio 2026: Prova' }),
  )
  await quando('2026-03-02')
})

test('of a pact closed on a day in which a support was interrupted, or before, the support keeps the days in which it was given', async () => {
  const chiuso = async (giorno: string) => {
    await quando('2026-03-02')
    const p = await patto()
    await proponi(p.id)
    await firmano(p.id)
    const suo = async () => (await cm.call(monitoraggioApi.leggi, { id: p.id })).sostegni[0]!
    const sostegno = (await suo()).id
    await quando('2026-05-04')
    for (const [atto, dal] of [
      ['attiva', '2026-03-02'],
      ['interrompi', '2026-03-10'],
      ['attiva', '2026-03-20'],
    ] as const)
      await cm.call(monitoraggioApi.sostegno, { id: p.id, sostegno, atto, giorno: dal, motivo: 'Prova' })
    const { versione } = await leggi(p.id)
    const perche = { motivo: 'risultati-raggiunti', valutazione: 'Finito', caso: 'resta' } as const
    await cm.call(pattoApi.chiudi, { id: p.id, giorno, versione, ...perche })
    const { stato, finitoIl, interruzioni } = await suo()
    return { stato, finitoIl, interruzioni }
  }
  const concluso = { stato: 'concluso', interruzioni: [] }
  expect(await chiuso('2026-03-15')).toEqual({ ...concluso, finitoIl: '2026-03-10' })
  expect(await chiuso('2026-03-05')).toEqual({ ...concluso, finitoIl: '2026-03-05' })
  const interruzioni = [{ dal: '2026-03-11', al: '2026-03-19' }]
  expect(await chiuso('2026-03-20')).toEqual({ ...concluso, finitoIl: '2026-03-20', interruzioni })
  await quando('2026-03-02')
})

test('households that have a support of one kind are counted once each, whatever its state and fund', async () => {
  const tre = [await patto(), await patto(), await patto()]
  for (const [n, p] of tre.entries()) {
    await scrivi(p.id, [{ id: p.s, campi: { tipo: 'leps-h', fondo: n === 0 ? 'fondo-poverta' : null } }])
    await proponi(p.id)
    await firmano(p.id)
  }
  const { sostegni } = await cm.call(monitoraggioApi.leggi, { id: tre[1]!.id })
  const primo = { id: tre[1]!.id, sostegno: sostegni[0]!.id, atto: 'attiva', giorno: '2026-03-02' } as const
  await cm.call(monitoraggioApi.sostegno, primo)
  const aa = await asRuolo(t, mio, 'amministratore-ambito')
  const n = await aa.call(sostegniApi.numeri, { dal: '2026-01-01', al: '2026-12-31' })
  expect(n.sostegni.find((x) => x.sostegno === 'leps-h')).toMatchObject({ nuclei: 3 })
})

test('a waiting list has its order, and a place that is free is told to who is first, once', async () => {
  const { id: offerta } = await cp.call(sostegniApi.crea, {
    nome: 'Mediatori',
    sostegno: 'leps-g',
    ente: 'Cooperativa di prova',
    posti: 1,
    dal: '2026-01-01',
  })
  const [a, b, c] = [await patto(), await patto(), await patto()]
  for (const p of [a, b, c]) {
    await scrivi(p.id, [{ id: p.s, campi: { offerta } }])
    await proponi(p.id)
    await firmano(p.id)
  }
  const suo = async (p: typeof a) => (await cm.call(monitoraggioApi.leggi, { id: p.id })).sostegni[0]!
  const atto = async (
    p: typeof a,
    nome: 'attiva' | 'metti-in-attesa' | 'concludi' | 'interrompi',
    altro: object = {},
  ) =>
    cm.raw(monitoraggioApi.sostegno, {
      ...{ id: p.id, sostegno: (await suo(p)).id, atto: nome, giorno: '2026-03-02', motivo: 'Per prova' },
      ...altro,
    })
  const avvisi = async () => {
    const { rows } = await t.deps.db.inScope({ azione: 'prova', ambito: mio.id, utente: cm.utenteId }, (tx) =>
      sql<{ collegamento: string; testo: string }>`
        select collegamento, testo from kernel.notifica where testo like '%«Mediatori»%' and utente_id = ${cm.utenteId} order by creata, id`.execute(
        tx,
      ),
    )
    return rows.map((r) => r.collegamento).sort()
  }
  const di = (p: typeof a) => `/patti/${p.id}/monitoraggio`
  expect((await atto(a, 'attiva')).status).toBe(201)
  // the order is that of the days in which it was asked for, then that in which it was written
  await quando('2026-03-05')
  expect((await atto(c, 'metti-in-attesa', { giorno: '2026-03-04' })).status).toBe(201)
  expect((await atto(b, 'metti-in-attesa', { giorno: '2026-03-03' })).status).toBe(201)
  expect([(await suo(b)).davanti, (await suo(c)).davanti, (await suo(a)).davanti]).toEqual([0, 1, null])
  expect(await avvisi()).toEqual([])
  expect((await atto(a, 'interrompi', { giorno: '2026-03-05' })).status).toBe(201)
  expect(await avvisi()).toEqual([di(b)])
  // there is one place, and it is not of who comes second, nor of who had it before
  for (const p of [c, a]) {
    const no = await atto(p, 'attiva', { giorno: '2026-03-05' })
    expect(no.status).toBe(422)
    expect(JSON.stringify(no.body)).toContain('Chi attende da prima')
  }
  expect((await atto(a, 'attiva', { giorno: '2026-03-05', oltreIPosti: true })).status).toBe(201)
  expect((await atto(a, 'concludi', { giorno: '2026-03-05' })).status).toBe(201)
  // taken and free again: told again; the first in, the second waits for the next
  expect(await avvisi()).toEqual([di(b), di(b)])
  expect((await atto(b, 'attiva', { giorno: '2026-03-05' })).status).toBe(201)
  expect(await avvisi()).toHaveLength(2)
  const { voci } = await cp.call(sostegniApi.list, {})
  const { attivi: _a, inAttesa: _b, previsti: _c, ...o } = voci.find((x) => x.id === offerta)!
  await cp.call(sostegniApi.modifica, { ...o, posti: 2 })
  expect(await avvisi()).toEqual([di(b), di(b), di(c)].sort())
  // of somebody else's caso nobody is told anything, not even who is before
  const altrui = await altra.raw(monitoraggioApi.leggi, { id: c.id })
  expect(altrui.status).toBe(404)
  await quando('2026-03-02')
})

test('the demonstration writes a pact from the first entry to the first meeting, where the caso can have one', async () => {
  const c = await caso()
  const id = (await pattoDimostrativo(cm, c.id, '2026-03-02'))!
  expect(await statoCaso(c.id)).toBe('in-monitoraggio')
  const m = await cm.call(monitoraggioApi.leggi, { id })
  expect(m.incontri.map((n) => n.stato)).toEqual(['tenuto', 'previsto'])
  expect(m.sostegni).toMatchObject([{ stato: 'attivo', attivoDal: '2026-03-02' }])
  expect(await pattoDimostrativo(cm, (await caso(null)).id, '2026-03-02')).toBeNull()
})

test('handed over to another comune, the pact goes with the caso: versions, signatures, meetings; the one left behind is closed', async () => {
  const c = await caso()
  const id = (await pattoDimostrativo(cm, c.id, '2026-03-02'))!
  const v = await leggi(id)
  await cm.call(pattoApi.rivedi, { id, motivo: 'Si trasferisce', versione: v.versione })
  const dove = mio.comuni[1]!
  await cp.call(casiApi.offri, { id: c.id, comuneId: dove, motivo: 'Vive là' })
  const [la, sua] = [
    await asRuolo(t, mio, { ruolo: 'coordinatore-patto', comune: dove }),
    await asRuolo(t, mio, { ruolo: 'case-manager', comune: dove }),
  ]
  const arrivo = (await la.call(casiApi.arrivi, {})).voci[0]!
  await la.call(casiApi.rispondi, { id: arrivo.id, accetta: true, motivo: '' })
  await lavora(t)
  const nuovo = (await la.call(casiApi.cerca, { assegnazione: 'da-assegnare' })).voci[0]!
  await la.call(casiApi.assegna, { voci: [{ casoId: nuovo.id, utenteId: sua.utenteId }] })
  await lavora(t)
  const { voci } = await sua.call(pattoApi.delCaso, { id: nuovo.id })
  expect(voci.map((p) => [p.numero, p.stato]).sort()).toEqual([
    [1, 'in-revisione'],
    [2, 'bozza'],
  ])
  const qui = voci.find((p) => p.numero === 1)!.id
  const p = await leggi(qui, sua)
  expect(p.persone.map((x) => [x.nome, x.volontario])).toEqual(v.persone.map((x) => [x.nome, x.volontario]))
  expect(p.firme.map((f) => f.stato)).toEqual(['firmata', 'firmata', 'firmata'])
  expect(
    Buffer.from((await sua.raw(pattoApi.pdf, { id: qui })).body as Uint8Array).equals(Buffer.from(await file(id))),
  ).toBe(true)
  const m = await sua.call(monitoraggioApi.leggi, { id: qui })
  expect(m.incontri.map((n) => [n.stato, n.valutazioni.length])).toEqual([
    ['tenuto', 1],
    ['previsto', 0],
  ])
  // what was given there is read here, and counted there
  expect(m.sostegni).toMatchObject([{ stato: 'attivo', ore: 2, costo: 4500, erogazioni: [{ altrove: true }] }])
  // he may go on from there, and nobody from here
  expect(
    (await scrivi(voci.find((x) => x.numero === 2)!.id, [voce('rete', { chi: 'Scuola', testo: 'Colloqui' })], sua))
      .status,
  ).toBe(201)
  expect(await leggi(id)).toMatchObject({ stato: 'chiuso', chiusura: 'trasferimento' })
  const ambito = await asRuolo(t, mio, 'amministratore-ambito')
  const { sostegni } = await ambito.call(sostegniApi.numeri, { dal: '2026-01-01', al: '2026-12-31' })
  // once: of the pact of the test before, the one that went, and what the two have given
  expect(sostegni.find((s) => s.sostegno === 'leps-d')).toMatchObject({ ore: 40 + 2 * 2, costo: 88_000 + 2 * 4500 })
  // what had been given here before may still be written here; what is given from now on is of there
  await quando('2026-03-05')
  const dato = { id, sostegno: (await cm.call(monitoraggioApi.leggi, { id })).sostegni[0]!.id, ore: 1 }
  expect(await cm.raw(monitoraggioApi.eroga, { ...dato, dal: '2026-03-04', al: '2026-03-04' })).toMatchObject({
    status: 422,
    body: { errori: [{ campo: 'al' }] },
  })
  await quando('2026-03-02')
})
