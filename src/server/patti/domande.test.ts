// The way of a domanda that the comune takes, for a measure that no code knows: desk, checks, outbox, file, receipts, outcome, caso.
// Nothing leaves twice, whatever dies in between; a file read twice changes nothing.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Ambito,
  as,
  asRuolo,
  type Caller,
  nuovoUtente,
  type Refused,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import {
  casa,
  componente,
  controllata,
  domandaPresentata,
  misuraRaccolta,
  RACCOLTA,
} from '../../../test/support/domande.ts'
import { ambitoConPatti, esiti, finto, lavora, preparaPatti } from '../../../test/support/patti.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { comunicazioniApi } from '../../shared/patti/comunicazioni.api.ts'
import { domandeApi } from '../../shared/patti/domande.api.ts'
import { inviiCpiApi } from '../../shared/patti/invii-cpi.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { ufficiApi } from '../../shared/territorio/ambiti.api.ts'
import { inCtx } from '../kernel/serve.ts'
import { bloccaCaso, muoviCaso, registraEvento } from './caso.ts'
import { revocaEvento } from './coda.ts'
import { giroDiScambio } from './scambio.ts'
import { scambioPerCartelle } from './scambio-cartella.ts'
import type { Scambio } from './scambio-file.ts'
import { rispondi } from './simulatore-inps.ts'
import { ricalcola } from './termini.ts'

const OGGI = '2026-03-02'
let t: TestApp
let mio: Ambito
let comune: string
const utenti: { codiceFiscale: string }[] = []
let sportello: Caller
let controlli: Caller
let coordina: Caller
let flussi: Caller
let cp: Caller
let cm: Caller
async function quando(giorno: string) {
  t.clock.set(`${giorno}T09:00:00Z`)
  ;[sportello, controlli, coordina, flussi, cp, cm] = (await Promise.all(utenti.map((u) => as(t, u)))) as [
    Caller,
    Caller,
    Caller,
    Caller,
    Caller,
    Caller,
  ]
}
beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  await misuraRaccolta(await asRuolo(t, null, 'super-utente'))
  mio = await ambitoConPatti(t, 2, true)
  comune = mio.comuni[0]!
  for (const ruolo of [
    'operatore-sportello',
    'responsabile-controlli',
    'coordinatore-controlli',
    'operatore-flussi',
    'coordinatore-patto',
    'case-manager',
  ])
    utenti.push(await nuovoUtente(t, mio, [{ ruolo, comune }]))
  await quando(OGGI)
})
beforeEach(() => quando(OGGI))
afterAll(() => t.close())

const scheda = (id: string) => sportello.call(domandeApi.leggi, { id })
const stato = async (id: string) => (await scheda(id)).stato
/** Presented, checked, in the outbox. */
async function inviata(persone = [finto()], nucleo = {}): Promise<string> {
  const id = await domandaPresentata(sportello, comune, persone, { nucleo })
  await controllata(controlli, id)
  await coordina.call(domandeApi.invia, { id })
  return id
}
const riferimentoDi = async (id: string) => (await scheda(id)).comunicazioni[0]!.riferimento
const ricevute = (righe: readonly string[][]) =>
  Buffer.from(['RIFERIMENTO;ESITO;DATA;MOTIVO;PROTOCOLLO;IMPORTO', ...righe.map((r) => r.join(';'))].join('\n'))
const leggiFile = (righe: readonly string[][]) =>
  flussi.call(comunicazioniApi.ricevi, { nome: 'ricevute.csv' } as never, { file: ricevute(righe) })
/** By hand: into a file, delivered. */
async function partita() {
  await flussi.call(comunicazioniApi.prepara, {})
  const { voci } = await flussi.call(comunicazioniApi.file, {})
  for (const f of voci.filter((x) => x.stato === 'da-consegnare'))
    await flussi.call(comunicazioniApi.consegna, { id: f.id })
}

describe('at the desk', () => {
  test('written in part and saved; presented, it says at once everything that is missing', async () => {
    const lei = finto()
    const { id } = await sportello.call(domandeApi.crea, { comuneId: comune, misuraId: RACCOLTA, giorno: OGGI })
    const { versione } = await scheda(id)
    const salvata = await sportello.call(domandeApi.salva, {
      id,
      versione,
      contenuto: { nucleo: { cap: '00100' }, componenti: [componente(lei), { valori: { nome: 'Ivo' } }] },
    })
    await expect(
      sportello.call(domandeApi.salva, { id, versione, contenuto: { nucleo: {}, componenti: [{ valori: {} }] } }),
    ).rejects.toMatchObject({ problem: { codice: 'versione-superata' } })
    const rifiuto = await sportello
      .call(domandeApi.presenta, { id, giorno: OGGI, versione: salvata.versione })
      .catch((e: unknown) => e)
    expect((rifiuto as Refused).problem.errori!.map((e) => e.campo)).toEqual([
      'nucleo.indirizzo',
      'componenti.1.codiceFiscale',
      'componenti.1.cognome',
      'componenti.1.dataNascita',
      'componenti.1.sesso',
      'componenti.1.parentela',
    ])
    const { membri } = await scheda(id)
    await sportello.call(domandeApi.salva, {
      id,
      versione: salvata.versione,
      contenuto: { nucleo: casa, componenti: [{ id: membri[0]!.id, ...componente(lei) }] },
    })
    const ora = await scheda(id)
    expect(ora.membri).toHaveLength(1)
    await sportello.call(domandeApi.presenta, { id, giorno: OGGI, versione: ora.versione })
    expect(await scheda(id)).toMatchObject({
      stato: 'presentata',
      scade: '2026-03-23',
      luce: 'verde',
      valutazione: { risultato: { esito: 'spetta', mensile: 18_750 } },
    })
  })
  test('bad input: a future day, another measure, an office that takes none, unknown data, a code that is in no list', async () => {
    const nuova = { comuneId: comune, misuraId: RACCOLTA, giorno: OGGI }
    const rifiuta = (altro: object, campo: string) =>
      expect(sportello.call(domandeApi.crea, { ...nuova, ...altro } as never)).rejects.toMatchObject({
        problem: { errori: [{ campo }] },
      })
    await rifiuta({ giorno: '2026-03-03' }, 'giorno')
    await rifiuta({ giorno: '2024-03-03' }, 'giorno')
    await rifiuta({ misuraId: 'adi' }, 'misuraId')
    await rifiuta({ comuneId: mio.comuni[1]! }, 'comuneId')
    const aa = await asRuolo(t, mio, 'amministratore-ambito')
    const { id: ufficioId } = await aa.call(ufficiApi.crea, {
      comuneId: comune,
      nome: 'Patronato di prova',
      dal: '2020-01-01',
    })
    await rifiuta({ ufficioId }, 'ufficioId')
    await cp.call(domandeApi.apriPunto, { comuneId: comune, ufficioId, dal: '2026-01-01' })
    await expect(
      cp.call(domandeApi.apriPunto, { comuneId: comune, ufficioId, dal: '2026-02-01' }),
    ).rejects.toMatchObject({ problem: { codice: 'gia-presente' } })
    const { id } = await sportello.call(domandeApi.crea, { ...nuova, ufficioId })
    expect((await scheda(id)).punto).toBe('Patronato di prova')
    const { versione } = await scheda(id)
    const scritto = (valori: object) => ({ id, versione, contenuto: { nucleo: {}, componenti: [{ valori }] } }) as never
    await expect(sportello.call(domandeApi.salva, scritto({ invento: 'x' }))).rejects.toMatchObject({
      problem: { errori: [{ campo: 'componenti.0.invento' }] },
    })
    const v = await sportello.call(domandeApi.salva, {
      id,
      versione,
      contenuto: { nucleo: casa, componenti: [componente(finto(), { titoloStudio: 'inventato' })] },
    })
    await expect(sportello.call(domandeApi.presenta, { id, giorno: OGGI, versione: v.versione })).rejects.toMatchObject(
      { problem: { errori: [{ campo: 'componenti.0.titoloStudio' }] } },
    )
    await expect(sportello.call(domandeApi.scarta, { id, motivo: 'Doppia' })).resolves.toEqual({ fatto: true })
    expect(await stato(id)).toBe('scartata')
  })
  test('members are linked to the record: by codice fiscale, or proposed where the name differs', async () => {
    const sociale = await operatore(t, mio, 'assistente-sociale', comune)
    const [nota, dubbia] = [finto(), finto('Ida', '2015-01-01')]
    const scrivi = (p: typeof nota, nome: string) =>
      nuovaPersona(sociale, comune, {
        cognome: p.cognome,
        nome,
        dataNascita: p.nascita,
        codiceFiscale: p.cf,
        sesso: 'F',
      })
    const [lei, altra] = [await scrivi(nota, nota.nome), await scrivi(dubbia, 'Idaa')]
    const id = await domandaPresentata(sportello, comune, [nota, dubbia])
    const s = await scheda(id)
    expect(s.personaId).toBe(lei)
    expect(s.membri.map((m) => [m.collegamento, m.personaId, m.simili.map((x) => x.personaId)])).toEqual([
      ['codice-fiscale', lei, []],
      ['proposto', null, [altra]],
    ])
    const { voci } = await sportello.call(domandeApi.soggetti, { collegamento: 'da-decidere' })
    expect(voci).toMatchObject([{ domandaId: id, nome: `${dubbia.cognome} Ida` }])
    await expect(
      sportello.call(domandeApi.collega, { id, componente: s.membri[1]!.id, personaId: lei }),
    ).rejects.toMatchObject({ problem: { errori: [{ campo: 'personaId' }] } })
    await sportello.call(domandeApi.collega, { id, componente: s.membri[1]!.id, personaId: altra })
    expect((await scheda(id)).membri[1]).toMatchObject({ collegamento: 'confermato', personaId: altra })
    const trovate = await sportello.call(domandeApi.persone, { comuneId: comune, codiceFiscale: nota.cf })
    expect(trovate.voci).toMatchObject([{ personaId: lei, valori: { cognome: nota.cognome } }])
  })
})

test('what leaves carries all that the version asks and the domanda declares, by the names of the measure', async () => {
  const [lei, lui] = [finto(), finto('Ivo', '2015-06-07', 'M')]
  const id = await inviata([lei, lui], { 'residenza.mesi-continuativi': 77, 'isee.mobiliare': 123_450 })
  const riferimento = await riferimentoDi(id)
  const { voci } = await flussi.call(comunicazioniApi.list, {})
  const una = voci.find((c) => c.riferimento === riferimento)!
  const { colonne, righe } = await flussi.call(comunicazioniApi.leggi, { id: una.id })
  const di = (riga: number, colonna: string) => righe[riga]![colonne.indexOf(colonna)]!
  const nucleo = Object.fromEntries(
    di(0, 'FATTI_NUCLEO')
      .split(' ')
      .map((x) => x.split('=') as [string, string]),
  )
  // amounts in euro; what was not declared is not there; where one lives is not a fact
  expect(nucleo).toEqual({
    'richiedente.titolo': 'italiano',
    'residenza.mesi-continuativi': '77',
    'isee.valore': '1000',
    'isee.isre': '500',
    'isee.reddito': '0',
    'isee.trattamenti': '0',
    'isee.immobili': '0',
    'isee.mobiliare': '1234.5',
    'beni.veicolo-24-mesi': 'NO',
    'beni.nave': 'NO',
  })
  expect([di(0, 'ISEE'), di(0, 'ISRE'), di(1, 'FATTI_NUCLEO')]).toEqual(['1000', '500', di(0, 'FATTI_NUCLEO')])
  expect(di(1, 'FATTI_COMPONENTE')).toBe('componente.naspi=NO')
})

describe('the checks of the comune', () => {
  test('applied, applied again, with who, when and from which document; then it can go', async () => {
    const id = await domandaPresentata(sportello, comune, [finto()])
    await expect(coordina.call(domandeApi.invia, { id })).rejects.toMatchObject({
      problem: { codice: 'stato-non-ammesso' },
    })
    const uno = { id, controllo: 'residenza', esito: 'regolare' as const, giorno: OGGI, documento: '', nota: '' }
    await expect(controlli.call(domandeApi.controlla, uno)).rejects.toMatchObject({
      problem: { errori: [{ campo: 'documento' }] },
    })
    await expect(
      controlli.call(domandeApi.controlla, { ...uno, documento: 'x', controllo: 'inventato' }),
    ).rejects.toMatchObject({ problem: { errori: [{ campo: 'controllo' }] } })
    await expect(
      controlli.call(domandeApi.controlla, { ...uno, documento: 'x', giorno: '2026-04-01' }),
    ).rejects.toMatchObject({ problem: { errori: [{ campo: 'giorno' }] } })
    await controllata(controlli, id, { residenza: 'in-attesa' })
    expect(await stato(id)).toBe('presentata')
    await controllata(controlli, id)
    const s = await scheda(id)
    expect(s.stato).toBe('controllata')
    expect(s.controlli[0]!.storia.map((x) => [x.esito, x.operatore])).toEqual([
      ['regolare', expect.any(String)],
      ['in-attesa', expect.any(String)],
    ])
    // corrected, they are to be applied again, and those of before stay
    await sportello.call(domandeApi.correggi, { id, motivo: 'Ha dimenticato un figlio' })
    const c = await scheda(id)
    await sportello.call(domandeApi.presenta, { id, giorno: '2026-02-01', versione: c.versione })
    const dopo = await scheda(id)
    expect(dopo).toMatchObject({ stato: 'presentata', revisione: 2, presentataIl: OGGI })
    expect(dopo.controlli.map((x) => [x.esito, x.storia.length])).toEqual([
      [null, 2],
      [null, 2],
      [null, 2],
    ])
  })
  test('one that failed: the comune refuses it, and it does not go to INPS', async () => {
    const id = await domandaPresentata(sportello, comune, [finto()])
    await controllata(controlli, id)
    await expect(coordina.call(domandeApi.respingi, { id, motivo: 'x' })).rejects.toMatchObject({
      problem: {
        codice: 'stato-non-ammesso',
      },
    })
    await controllata(controlli, id, { residenza: 'non-regolare' })
    await expect(coordina.call(domandeApi.invia, { id })).rejects.toMatchObject({
      problem: { codice: 'stato-non-ammesso' },
    })
    await coordina.call(domandeApi.respingi, { id, motivo: 'Residente da meno di due anni' })
    expect(await scheda(id)).toMatchObject({ stato: 'respinta', esitoIl: OGGI, comunicazioni: [], scade: null })
  })
  test('who does not check cannot; who only counts sees counts', async () => {
    const id = await domandaPresentata(sportello, comune, [finto()])
    await expect(
      sportello.call(domandeApi.controlla, {
        id,
        controllo: 'residenza',
        esito: 'regolare',
        giorno: OGGI,
        documento: 'x',
        nota: '',
      }),
    ).rejects.toMatchObject({ problem: { status: 403 } })
    await expect(cp.call(domandeApi.leggi, { id })).rejects.toMatchObject({ problem: { status: 403 } })
    const aa = await asRuolo(t, mio, 'amministratore-ambito')
    const quante = (v: { voci: { stato: string; quante: number }[] }) =>
      v.voci.filter((x) => x.stato === 'presentata').reduce((n, x) => n + x.quante, 0)
    expect(quante(await cp.call(domandeApi.numeri, {}))).toBeGreaterThan(0)
    expect(quante(await aa.call(domandeApi.numeriAmbito, {}))).toBe(quante(await cp.call(domandeApi.numeri, {})))
    // by month, by measure, by comune; a year in which nobody asked is empty, and still says which there are
    const marzo = await cp.call(domandeApi.numeri, { misura: RACCOLTA, comune, anno: 2026 })
    const tutte = (v: { voci: { stato: string; quante: number }[] }) =>
      v.voci.filter((x) => x.stato !== 'bozza').reduce((n, x) => n + x.quante, 0)
    expect(marzo.mesi.reduce((n, x) => n + x.presentate, 0)).toBe(tutte(marzo))
    expect(marzo.mesi.find((x) => x.mese === '2026-03')?.presentate).toBeGreaterThan(0)
    expect(marzo.tempi.map((x) => x.passo)).toEqual(['invio', 'esito', 'intero'])
    expect(await cp.call(domandeApi.numeri, { anno: 2019 })).toMatchObject({
      voci: [],
      mesi: [],
      scelte: { misure: [{ id: RACCOLTA }], comuni: [{ id: comune }] },
    })
    const foglio = await aa.raw(domandeApi.foglioAmbito, { formato: 'csv' })
    expect(Buffer.from(foglio.body as Uint8Array).toString()).toContain('Dalla domanda all’invio a INPS')
    // another comune of the ambito counts its own, and an act that is not one's is refused
    const altrove = await asRuolo(t, mio, { ruolo: 'operatore-sportello', comune: mio.comuni[1]! })
    expect((await altrove.call(domandeApi.numeri, {})).voci).toEqual([])
    expect((await cm.raw(domandeApi.numeri, {})).status).toBe(403)
    await expect(altrove.call(domandeApi.leggi, { id })).rejects.toMatchObject({ problem: { status: 404 } })
  })
})

describe('to INPS and back', () => {
  test('positive: the domanda becomes a caso to be assigned, with its story; the same file twice changes nothing', async () => {
    const [lei, figlio] = [finto(), finto('Ivo', '2015-06-07', 'M')]
    const id = await inviata([lei, figlio])
    await partita()
    const rif = await riferimentoDi(id)
    expect((await scheda(id)).comunicazioni).toMatchObject([{ tipo: 'domanda', stato: 'inviata' }])
    const righe = [
      [rif, 'RICEVUTA', '02/03/2026', '', '', ''],
      [rif, 'ACCOLTA', '02/03/2026', '', 'INPS-PROVA-77', '294,38'],
      ['M-000000000000', 'RICEVUTA', '', '', '', ''],
    ]
    expect(await leggiFile(righe)).toEqual({
      applicate: 2,
      giaNote: 0,
      problemi: ['Riga 4: M-000000000000 non è tra le comunicazioni inviate da qui.'],
      stessoFileIl: null,
    })
    expect(await leggiFile(righe)).toMatchObject({ applicate: 0, giaNote: 2, stessoFileIl: expect.any(String) })
    // the same answers in another file
    expect(await leggiFile(righe.toReversed())).toMatchObject({ applicate: 0, giaNote: 2, stessoFileIl: null })
    expect(await scheda(id)).toMatchObject({
      stato: 'accolta',
      protocollo: 'INPS-PROVA-77',
      mensile: 29_438,
      comunicazioni: [{ stato: 'ricevuta', risposta: expect.stringMatching(/accolta/) }],
    })
    const { voci } = await cp.call(casiApi.cerca, { testo: lei.cf })
    expect(voci).toMatchObject([{ assegnazione: 'da-assegnare', misura: 'Misura di prova', componenti: 2 }])
    await cp.call(casiApi.assegna, { voci: [{ casoId: voci[0]!.id, utenteId: cm.utenteId }] })
    const caso = await cm.call(mieiCasiApi.leggi, { id: voci[0]!.id })
    expect(caso).toMatchObject({ protocollo: 'INPS-PROVA-77', mensile: 29_438, indirizzo: 'Via della Prova 1' })
    expect(caso.storia.map((e) => e.titolo)).toEqual(
      expect.arrayContaining([
        'Domanda presentata',
        'Domanda inviata a INPS',
        'Esito di INPS sulla domanda',
        'Beneficio riconosciuto',
        'Domanda. Inviata a INPS',
      ]),
    )
    expect(caso.termini.find((x) => x.id === 'analisi-preliminare')).toMatchObject({ luce: 'verde', da: OGGI })
    expect(caso.nucleo.map((m) => m.parentela)).toEqual(['Richiedente', expect.stringMatching(/figli/i)])
    // decided: what contradicts it is told
    expect(await leggiFile([[rif, 'RESPINTA', '02/03/2026', 'x', '', '']])).toMatchObject({
      applicate: 0,
      problemi: [expect.stringMatching(/la domanda risulta: accolta/)],
    })
  })
  test('discarded, it comes back to be sent; suspended, it is integrated; negative, it ends; given up, INPS is told', async () => {
    const id = await inviata()
    await partita()
    expect(await leggiFile([[await riferimentoDi(id), 'SCARTATA', '', 'Tracciato errato', '', '']])).toMatchObject({
      applicate: 1,
    })
    expect(await stato(id)).toBe('controllata')
    const { voci } = await flussi.call(comunicazioniApi.list, { stato: 'scartata' })
    await expect(flussi.call(comunicazioniApi.rimanda, { id: voci[0]!.id })).rejects.toMatchObject({
      problem: {
        codice: 'stato-non-ammesso',
      },
    })
    t.clock.advance(1)
    await coordina.call(domandeApi.invia, { id })
    await partita()
    await leggiFile([[await riferimentoDi(id), 'INTEGRAZIONE', '', 'Manca la DSU', '', '']])
    expect(await stato(id)).toBe('sospesa')
    t.clock.advance(1)
    await coordina.call(domandeApi.integra, { id, nota: 'DSU presentata il 1/3' })
    await partita()
    await leggiFile([[await riferimentoDi(id), 'RESPINTA', '', 'ISEE oltre la soglia', '', '']])
    const s = await scheda(id)
    expect(s.stato).toBe('respinta')
    expect(s.comunicazioni.map((c) => `${c.tipo} ${c.stato}`).sort()).toEqual([
      'domanda ricevuta',
      'domanda scartata',
      'integrazione ricevuta',
    ])
    const altra = await inviata()
    await sportello.call(domandeApi.rinuncia, { id: altra, giorno: OGGI, motivo: 'Ha trovato lavoro' })
    expect((await scheda(altra)).comunicazioni.map((c) => c.tipo).sort()).toEqual(['domanda', 'rinuncia'])
  })
  test('checks that change after it was sent: one update, with all of them', async () => {
    const id = await inviata()
    await controllata(controlli, id, { nucleo: 'non-regolare' })
    const c = (await scheda(id)).comunicazioni.filter((x) => x.tipo === 'aggiornamento-controlli')
    expect(c.map((x) => x.stato).sort()).toEqual(['annullata', 'annullata', 'da-inviare'])
    const { voci } = await flussi.call(comunicazioniApi.list, { stato: 'da-inviare', tipo: 'aggiornamento-controlli' })
    const aperta = await flussi.call(comunicazioniApi.leggi, { id: voci[0]!.id })
    expect(aperta.righe).toHaveLength(3)
    expect(aperta.segno).toBe('?')
  })
  test('an outcome registered by hand; a file that is not of receipts', async () => {
    const id = await inviata()
    await expect(
      coordina.call(domandeApi.esito, { id, esito: 'accolta', giorno: OGGI, motivo: '' }),
    ).rejects.toMatchObject({ problem: { errori: [{ campo: 'protocollo' }] } })
    await coordina.call(domandeApi.esito, {
      id,
      esito: 'accolta',
      giorno: OGGI,
      motivo: '',
      protocollo: `INPS-${id.slice(0, 8)}`,
      mensile: 10_000,
    })
    expect(await stato(id)).toBe('accolta')
    await expect(
      flussi.call(comunicazioniApi.ricevi, { nome: 'x.csv' } as never, { file: Buffer.from('A;B\n1;2') }),
    ).rejects.toMatchObject({ problem: { codice: 'tipo-file-non-ammesso' } })
    await expect(
      flussi.call(comunicazioniApi.ricevi, { nome: 'x.pdf' } as never, { file: Buffer.from('%PDF-1.4 …') }),
    ).rejects.toMatchObject({ problem: { codice: 'tipo-file-non-ammesso' } })
  })
})

describe('from other years', () => {
  const FINITA = 'prova-finita'
  test('brought with the days of then: nothing leaves, its caso is over, the story begins where it began', async () => {
    await misuraRaccolta(await asRuolo(t, null, 'super-utente'), FINITA, { dal: '2018-01-01', al: '2019-12-31' })
    const lei = finto()
    const giorno = '2018-06-04'
    const riportabile = async (persone = [finto()], esiti: Parameters<typeof controllata>[2] = {}) => {
      const id = await domandaPresentata(sportello, comune, persone, { giorno, misuraId: FINITA })
      await controllata(controlli, id, esiti)
      return id
    }
    const id = await riportabile([lei])
    expect(await scheda(id)).toMatchObject({ impedimentoRiporto: null })
    const accolta = { id, inviataIl: '2018-06-15', esito: 'accolta' as const, esitoIl: '2018-06-25', motivo: '' }
    const rifiuta = (altro: object, campo: string) =>
      expect(coordina.call(domandeApi.riporta, { ...accolta, protocollo: 'P-1', ...altro })).rejects.toMatchObject({
        problem: { errori: [{ campo }] },
      })
    await rifiuta({ protocollo: null }, 'protocollo')
    await rifiuta({ inviataIl: null }, 'inviataIl')
    await rifiuta({ inviataIl: '2018-06-03' }, 'inviataIl')
    await rifiuta({ finitoIl: '2018-06-24' }, 'finitoIl')
    await rifiuta({ esitoIl: '2026-03-03' }, 'esitoIl')
    await coordina.call(domandeApi.riporta, {
      ...accolta,
      protocollo: 'INPS-ALLORA-1',
      mensile: 18_750,
      finitoIl: '2019-12-24',
    })
    const s = await scheda(id)
    expect(s).toMatchObject({
      stato: 'accolta',
      presentataIl: giorno,
      inviataIl: '2018-06-15',
      esitoIl: '2018-06-25',
      comunicazioni: [],
    })
    expect(s.storia.map((x) => [x.titolo, x.giorno])).toEqual(
      expect.arrayContaining([
        ['Inviata a INPS', '2018-06-15'],
        ['Accolta da INPS', '2018-06-25'],
      ]),
    )
    const { voci } = await cp.call(casiApi.cerca, { testo: lei.cf })
    expect(voci).toMatchObject([{ assegnazione: 'concluso', presentataIl: giorno }])
    // refused by the comune, or by INPS: no caso
    const qui = await riportabile([finto()], { residenza: 'non-regolare' })
    await coordina.call(domandeApi.riporta, {
      id: qui,
      esito: 'respinta',
      esitoIl: '2018-06-20',
      motivo: 'Non risiede',
    })
    expect(await scheda(qui)).toMatchObject({ stato: 'respinta', inviataIl: null, esitoIl: '2018-06-20' })
    const la = await riportabile()
    const no = { ...accolta, id: la, esito: 'respinta' as const }
    await expect(coordina.call(domandeApi.riporta, no)).rejects.toMatchObject({
      problem: { errori: [{ campo: 'motivo' }] },
    })
    await coordina.call(domandeApi.riporta, { ...no, motivo: 'ISEE' })
    expect(await stato(la)).toBe('respinta')
  })
  test('what can still be asked for goes its way', async () => {
    const id = await domandaPresentata(sportello, comune, [finto()])
    await controllata(controlli, id)
    await expect(
      coordina.call(domandeApi.riporta, {
        id,
        inviataIl: OGGI,
        esito: 'accolta',
        esitoIl: OGGI,
        motivo: '',
        protocollo: 'P',
      }),
    ).rejects.toMatchObject({ problem: { codice: 'stato-non-ammesso' } })
  })
})

describe('the exchange by folders', () => {
  let base: string
  let scambio: Scambio
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'trama-scambio-'))
    scambio = scambioPerCartelle(base)
  })
  afterAll(() => rm(base, { recursive: true, force: true }))
  const in_ = (quale: string) => readdir(join(base, mio.codice, quale)).catch(() => [] as string[])

  test('killed between the file and the mark, it is sent once: also when it was already taken away', async () => {
    await partita()
    const id = await inviata()
    let morto = false
    const cheMuore: Scambio = {
      ...scambio,
      async pubblica(a, n) {
        const fatto = await scambio.pubblica(a, n)
        if (morto) return fatto
        morto = true
        throw new Error('killed')
      },
    }
    await expect(giroDiScambio(t.deps, cheMuore)).rejects.toThrow('killed')
    const usciti = await in_('uscita')
    expect(usciti.length).toBeGreaterThan(0)
    expect((await scheda(id)).comunicazioni[0]!.stato).toBe('in-invio')
    // whoever receives takes it at once, and answers before we know that it was delivered
    await rispondi(base, mio.codice, OGGI)
    t.clock.advance(20)
    await giroDiScambio(t.deps, scambio)
    expect(await in_('uscita')).toEqual([])
    expect(new Set(await in_('presi-dal-simulatore')).size).toBe((await in_('presi-dal-simulatore')).length)
    expect((await in_('presi-dal-simulatore')).filter((n) => usciti.includes(n))).toHaveLength(usciti.length)
    await quando(OGGI)
    expect(await stato(id)).toBe('accolta')
    // and killed before: prepared and not visible, it is made visible
    const dopo = await inviata()
    await expect(
      giroDiScambio(t.deps, { ...scambio, pubblica: () => Promise.reject(new Error('killed')) }),
    ).rejects.toThrow('killed')
    expect(await in_('uscita')).toEqual([])
    t.clock.advance(20)
    await giroDiScambio(t.deps, scambio)
    expect((await in_('uscita')).length).toBe(1)
    await quando(OGGI)
    expect((await scheda(dopo)).comunicazioni[0]!.stato).toBe('inviata')
  })
  test('a row that an act refuses half way says why, and the others stay: by hand, and from the folder', async () => {
    const [prima, doppia, altra] = [await inviata(), await inviata(), await inviata()]
    await partita()
    const [a, b, c] = await Promise.all([prima, doppia, altra].map(riferimentoDi))
    const accolta = (rif: string, protocollo: string) => [rif, 'ACCOLTA', '02/03/2026', '', protocollo, '294,38']
    const righe = [accolta(a!, 'INPS-DOPPIO'), accolta(b!, 'INPS-DOPPIO'), accolta(c!, 'INPS-SUO')]
    await writeFile(join(base, mio.codice, 'ingresso', 'righe.csv'), ricevute(righe))
    await giroDiScambio(t.deps, scambio)
    expect(await Promise.all([prima, doppia, altra].map(stato))).toEqual(['accolta', 'inviata', 'accolta'])
    const ancora = await leggiFile(righe)
    expect(ancora).toMatchObject({
      stessoFileIl: expect.any(String),
      giaNote: 2,
      problemi: [
        expect.stringMatching(
          /^Riga 3: M-\S+, domanda accolta: Questo protocollo è già di un’altra domanda: ricontrollalo\. Non è cambiato nulla\.$/,
        ),
      ],
    })
    // what the comune must do about it is done, and the same answer is taken
    expect(await leggiFile([accolta(b!, 'INPS-GIUSTO')])).toMatchObject({ applicate: 1, problemi: [] })
  })
  test('the simulator answers as one can foresee: granted, refused over its threshold, integration without the ISEE', async () => {
    const { 'isee.valore': _isee, ...senzaIsee } = casa
    const [si, no] = [await inviata(), await inviata([finto()], { 'isee.valore': 700_000 })]
    const manca = await (async () => {
      const { id } = await sportello.call(domandeApi.crea, {
        comuneId: comune,
        misuraId: RACCOLTA,
        giorno: OGGI,
        contenuto: { nucleo: senzaIsee, componenti: [componente(finto())] },
      })
      await sportello.call(domandeApi.presenta, { id, giorno: OGGI, versione: (await scheda(id)).versione })
      await controllata(controlli, id)
      await coordina.call(domandeApi.invia, { id })
      return id
    })()
    await giroDiScambio(t.deps, scambio)
    await rispondi(base, mio.codice, OGGI)
    await giroDiScambio(t.deps, scambio)
    expect(await Promise.all([si, no, manca].map(stato))).toEqual(['accolta', 'respinta', 'sospesa'])
    const { voci } = await flussi.call(comunicazioniApi.file, {})
    expect(voci.some((f) => f.verso === 'ingresso' && f.applicate > 0)).toBe(true)
  })
})

describe('of a caso (M7, M12, M17)', () => {
  test('each happening leaves once; registered by mistake, what has not left does not, and what has is annulled', async () => {
    const lei = finto()
    const id = await inviata([lei])
    await coordina.call(domandeApi.esito, {
      id,
      esito: 'accolta',
      giorno: OGGI,
      motivo: '',
      protocollo: `INPS-${id.slice(0, 8)}`,
    })
    const { voci } = await cp.call(casiApi.cerca, { testo: lei.cf })
    const casoId = voci[0]!.id
    await cp.call(casiApi.assegna, { voci: [{ casoId, utenteId: cm.utenteId }] })
    await cm.call(mieiCasiApi.convoca, { id: casoId, giorno: OGGI })
    t.clock.advance(1)
    await cm.call(mieiCasiApi.presenta, { id: casoId, giorno: OGGI })
    const dette = async () => (await cm.call(inviiCpiApi.leggi, { id: casoId })).comunicazioni
    // the first meeting is a meeting too, and is said once
    expect((await dette()).map((c) => [c.nome, c.stato, c.entro])).toEqual(
      expect.arrayContaining([
        ['Incontro avvenuto', 'da-inviare', '2026-03-20'],
        ['Convocazione', 'da-inviare', null],
      ]),
    )
    expect(await dette()).toHaveLength(2)
    await partita()
    const evento = async () =>
      (await cm.call(mieiCasiApi.leggi, { id: casoId })).storia.find((e) => e.titolo === 'Primo incontro')!.eventoId!
    await cm.call(mieiCasiApi.annullaEvento, { id: casoId, evento: await evento(), motivo: 'Era un’altra famiglia' })
    expect((await dette()).map((c) => [c.nome, c.stato, c.revocata])).toEqual(
      expect.arrayContaining([
        ['Incontro avvenuto', 'inviata', true],
        ['Incontro avvenuto', 'da-inviare', false],
      ]),
    )
    t.clock.advance(1)
    await cm.call(mieiCasiApi.presenta, { id: casoId, giorno: OGGI })
    expect((await dette()).filter((c) => c.nome === 'Incontro avvenuto')).toHaveLength(3)
    await cm.call(mieiCasiApi.annullaEvento, { id: casoId, evento: await evento(), motivo: 'Di nuovo' })
    expect((await dette()).filter((c) => c.stato === 'annullata')).toHaveLength(1)
    // the coordinator reaches his comuni whole, and has no act by which to see how far a caso is
    await expect(cp.call(comunicazioniApi.list, {})).rejects.toMatchObject({ problem: { status: 403 } })
  })
  test('signed or not are two things to say, member by member (M13)', async () => {
    const [lei, lui, figlio] = [finto(), finto('Ugo', '1980-05-06', 'M'), finto('Ivo', '2015-06-07', 'M')]
    const id = await inviata([lei, lui, figlio])
    await coordina.call(domandeApi.esito, {
      id,
      esito: 'accolta',
      giorno: OGGI,
      motivo: '',
      protocollo: `INPS-${id.slice(0, 8)}`,
    })
    const casoId = (await cp.call(casiApi.cerca, { testo: lei.cf })).voci[0]!.id
    await cp.call(casiApi.assegna, { voci: [{ casoId, utenteId: cm.utenteId }] })
    // what the module of the pact will write
    await inCtx(
      t.deps,
      { azione: 'prova', ambito: mio.id, comuni: [comune], fascicolo: true, utente: cm.utenteId },
      async (ctx) => {
        const c = await bloccaCaso(ctx, casoId)
        // the analysis has said it of him; of her it is presumed
        await sql`update caso_componente k set detto = false, detto_il = ${OGGI} from domanda_componente m where m.id = k.componente_id and m.codice_fiscale = ${lui.cf}`.execute(
          ctx.tx,
        )
        await ricalcola(ctx, [casoId])
        const chi = await sql<{ id: string }>`
          select id from domanda_componente where domanda_id = ${c.domandaId} order by ordine`.execute(ctx.tx)
        for (const m of chi.rows.slice(0, 2))
          await registraEvento(ctx, c, { evento: 'patto-non-sottoscritto', giorno: OGGI, componenteId: m.id })
        for (const evento of ['patto-sottoscritto', 'patto-sottoscritto'])
          await registraEvento(ctx, c, { evento, giorno: OGGI })
      },
    )
    const righe = async () => {
      const { voci } = await flussi.call(comunicazioniApi.list, { tipo: 'attivabili' })
      const dette = await Promise.all(voci.map((v) => flussi.call(comunicazioniApi.leggi, { id: v.id })))
      const colonne = ['CF', 'ATTIVABILE', 'FATTO'].map((nome) => dette[0]!.colonne.indexOf(nome))
      return dette.map((d) => d.righe.map((r) => colonne.map((n) => r[n]!))).sort((x, y) => (`${x}` < `${y}` ? -1 : 1))
    }
    // of who has not signed it is said of him alone; signed, of everybody
    const rifiuti = [[[lei.cf, 'SI', 'Patto non sottoscritto']], [[lui.cf, 'NO', 'Patto non sottoscritto']]]
    const firmato = [lei, lui, figlio].map((p) => [p.cf, p === lei ? 'SI' : 'NO', 'Patto sottoscritto'])
    const attese = (x: string[][][]) => x.sort((a, b) => (`${a}` < `${b}` ? -1 : 1))
    expect(await righe()).toEqual(attese([...rifiuti, firmato]))
    // written by mistake when it had left already, it is taken back of him alone
    await partita()
    await inCtx(
      t.deps,
      { azione: 'prova', ambito: mio.id, comuni: [comune], fascicolo: true, utente: cm.utenteId },
      async (ctx) => {
        const { rows } = await sql<{ id: string }>`
          select id from caso_evento where caso_id = ${casoId} and evento = 'patto-non-sottoscritto' limit 1`.execute(
          ctx.tx,
        )
        await revocaEvento(ctx, casoId, [rows[0]!.id])
      },
    )
    const annullate = (await righe()).filter((m) => m[0]![2] === 'Annullamento')
    expect(annullate.map((m) => m.length)).toEqual([1])
  })
  test('to the employment centre and back: by file, and by hand', async () => {
    const lei = finto()
    const id = await inviata([lei])
    await coordina.call(domandeApi.esito, {
      id,
      esito: 'accolta',
      giorno: OGGI,
      motivo: '',
      protocollo: `INPS-${id.slice(0, 8)}`,
    })
    const casoId = (await cp.call(casiApi.cerca, { testo: lei.cf })).voci[0]!.id
    await cp.call(casiApi.assegna, { voci: [{ casoId, utenteId: cm.utenteId }] })
    await expect(cm.call(inviiCpiApi.invia, { id: casoId, giorno: OGGI, motivo: 'x' })).rejects.toMatchObject({
      problem: {
        codice: 'stato-non-ammesso',
      },
    })
    await cm.call(mieiCasiApi.presenta, { id: casoId, giorno: OGGI })
    // the acts of the analysis are of another module: what they do to the caso
    await inCtx(
      t.deps,
      { azione: 'prova', ambito: mio.id, comuni: [comune], fascicolo: true, utente: cm.utenteId },
      async (ctx) => {
        const c = await bloccaCaso(ctx, casoId)
        await muoviCaso(ctx, c, 'apri-analisi')
        await muoviCaso(ctx, c, 'finalizza-analisi', { esitoAnalisi: esiti.A })
      },
    )
    await cm.call(inviiCpiApi.invia, { id: casoId, giorno: OGGI, motivo: 'Bisogni di solo lavoro' })
    await partita()
    const rif = (await cm.call(inviiCpiApi.leggi, { id: casoId })).comunicazioni.find((c) =>
      c.nome.startsWith('Invio'),
    )!.riferimento
    expect(await leggiFile([[rif, 'PRESA IN CARICO', '02/03/2026', '', '', '']])).toMatchObject({ applicate: 1 })
    expect(await leggiFile([[rif, 'NON ACCOLTA', '02/03/2026', '', '', '']])).toMatchObject({
      applicate: 0,
      problemi: [expect.stringMatching(/ha già risposto/)],
    })
    expect(await leggiFile([[rif, 'RIENTRO', '02/03/2026', 'Serve un percorso sociale', '', '']])).toMatchObject({
      applicate: 1,
    })
    expect((await cm.call(inviiCpiApi.leggi, { id: casoId })).invii).toMatchObject([
      { stato: 'rientrato', presoIl: OGGI, notaRitorno: 'Serve un percorso sociale' },
    ])
    expect((await cm.call(mieiCasiApi.leggi, { id: casoId })).stato).toBe('analisi-finalizzata')
    t.clock.advance(1)
    await cm.call(inviiCpiApi.invia, { id: casoId, giorno: OGGI, motivo: 'Di nuovo' })
    await cm.call(inviiCpiApi.rientro, {
      id: casoId,
      giorno: OGGI,
      accolto: false,
      motivo: 'altro',
      nota: 'Non risponde',
    })
    expect((await cm.call(inviiCpiApi.leggi, { id: casoId })).invii[0]).toMatchObject({
      stato: 'non-accolto',
      motivoRitorno: 'altro',
    })
    await lavora(t)
  })
})
