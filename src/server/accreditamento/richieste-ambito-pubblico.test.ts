// First phase, the applicant's side, over HTTP.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { luoghiDiNascita, persona } from '../../../test/support/accreditamento.ts'
import { anonimo, asRuolo, nuovoAmbito, Refused, type TestApp, testApp } from '../../../test/support/app.ts'
import { richiestaPubblicaApi as api, richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { limitiRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { accesso } from '../accesso/modulo.ts'
import { accreditamento } from './modulo.ts'
import {
  inviata,
  modulo,
  nellaNota,
  nelModulo,
  notaPec,
  pdf,
  png,
  pronta,
  Richiedente,
} from './richieste-ambito.fixture.ts'
import { scadenzaBozze } from './richieste-ambito-pubblico.ts'

let t: TestApp
// a fresh application each time: the rate limits of one test are not those of the next
beforeEach(async () => {
  t = await testApp({ moduli: [accesso, accreditamento] })
  await luoghiDiNascita(t)
})
afterEach(() => t.close())

const rifiuto = (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e) => (e instanceof Refused ? e.problem : Promise.reject(e)),
  )
const regole = async (p: Promise<unknown>) => [...new Set((await rifiuto(p))?.errori?.map((e) => e.codice))]
const nazionale = <T>(f: (tx: Parameters<Parameters<TestApp['deps']['db']['inScope']>[1]>[0]) => Promise<T>) =>
  t.deps.db.inScope({ azione: 'prova', nazionale: true }, f)

describe('who has no account', () => {
  test('writes a draft that only its secret opens; of the secret only the hash is stored', async () => {
    const r = await Richiedente.comincia(t)
    expect(r.ricevuta).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
    expect(await r.leggi()).toMatchObject({ stato: 'bozza', scade: '2026-04-01', pec: 'accreditamento@pec.example.it' })
    expect((await anonimo(t).raw(api.leggi, {})).status).toBe(404)
    expect((await anonimo(t).raw(api.leggi, {}, { headers: { 'trama-chiave': 'indovinata' } })).status).toBe(404)
    const altra = await Richiedente.comincia(t)
    expect((await altra.leggi()).id).not.toBe(r.id)
    const { rows } = await t.deps.db.inScope({ azione: 'richiesta-ambito.scade', nazionale: true }, (tx) =>
      sql<{ riga: string }>`select to_jsonb(r)::text as riga from richiesta_ambito r where id = ${r.id}`.execute(tx),
    )
    expect(rows[0]!.riga).not.toContain(r.chiave)
  })

  test('cannot reach another’s draft through the key of its persons or documents', async () => {
    const p = persona()
    const sua = await pronta(t, modulo(await nuovoAmbito(t), [p]))
    const { persone, documenti } = await sua.leggi()
    const altro = await Richiedente.comincia(t)
    expect(
      (await rifiuto(altro.salva(modulo(null, [], { persone: [nelModulo(persona(), persone[0]!.id)] }))))?.status,
    ).toBe(403)
    expect((await rifiuto(altro.call(api.togli, { documento: documenti[0]!.id })))?.status).toBe(404)
    expect((await rifiuto(altro.carica('codice-fiscale', pdf, persone[0]!.id)))?.errori).toMatchObject([
      { campo: 'persona' },
    ])
    expect((await sua.leggi()).persone[0]).toMatchObject({ codiceFiscale: p.codiceFiscale })
  })

  test('with the receipt code reads the state and nothing else, however it is typed', async () => {
    const r = await inviata(t, await nuovoAmbito(t))
    expect(await anonimo(t).call(api.stato, { ricevuta: r.ricevuta })).toEqual({ stato: 'inviata' })
    expect(await anonimo(t).call(api.stato, { ricevuta: r.ricevuta.replaceAll('-', '').toLowerCase() })).toEqual({
      stato: 'inviata',
    })
    expect((await anonimo(t).raw(api.stato, { ricevuta: 'AAAA-BBBB-CCCC' })).status).toBe(404)
    expect((await anonimo(t).raw(api.stato, { ricevuta: '------------' })).status).toBe(404)
  })

  test('is limited in how often he asks', async () => {
    const prova = () => anonimo(t).raw(api.stato, { ricevuta: 'AAAA-BBBB-CCCC' })
    for (let n = 0; n < api.stato.limite; n++) expect((await prova()).status).toBe(404)
    const troppe = await prova()
    expect(troppe).toMatchObject({ status: 429, body: { codice: 'troppe-richieste' } })
  })

  test('is confirmed by an e-mail with the receipt code, a link and no personal data', async () => {
    const p = persona()
    const r = await inviata(t, await nuovoAmbito(t), [p])
    const { rows } = await nazionale((tx) =>
      sql<{
        destinatario: string
        testo: string
      }>`select destinatario, testo from kernel.posta_in_uscita where testo like ${`%${r.ricevuta}%`}`.execute(tx),
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]!.destinatario).toBe('ada@example.it')
    expect(rows[0]!.testo).toContain(`{{indirizzo}}/richiesta-accreditamento/stato?ricevuta=${r.ricevuta}`)
    for (const dato of [p.cognome, p.codiceFiscale, 'Legale', r.chiave]) expect(rows[0]!.testo).not.toContain(dato)
  })
})

describe('the form', () => {
  test('A2.01: every datum of each person is asked for, and the ambito from the list or in words', async () => {
    const r = await Richiedente.comincia(t)
    await r.salva({ persone: [{ id: randomUUID() }], personeNota: [] })
    const campi = (await r.leggi()).mancanze.filter((m) => m.regola === 'A2.01').map((m) => m.campo)
    for (const campo of [
      'codiceFiscale',
      'nome',
      'cognome',
      'dataNascita',
      'luogoNascitaId',
      'genere',
      'email',
      'telefono',
    ])
      expect(campi).toContain(`persone.0.${campo}`)
    expect(campi).toContain('ambitoId')
    expect(await regole(r.invia())).toContain('A2.01')
    await r.salva(modulo(null, [persona()], { ambitoNominato: 'Ambito nuovo della valle' }))
    expect((await r.leggi()).mancanze.map((m) => m.campo)).not.toContain('ambitoId')
  })

  test('a codice fiscale that cannot be of the person stops the sending, one that only looks odd does not', async () => {
    const a = await nuovoAmbito(t)
    const p = persona()
    const r = await pronta(t, modulo(a, [{ ...p, genere: 'M' }]))
    const problema = await rifiuto(r.invia())
    expect(problema?.errori).toMatchObject([{ campo: 'persone.0.codiceFiscale' }])
    expect(problema?.detail).toContain('genere')
    const s = await pronta(t, modulo(a, [{ ...persona(), cognome: 'Altrocognome' }]))
    expect((await s.invia()).persone[0]!.codiceFiscaleEsito).toMatchObject({ esito: 'dubbio' })
  })

  test('A2.02: the copies of identity document and codice fiscale are of each person', async () => {
    const [p, q] = [nelModulo(persona()), nelModulo(persona())]
    const r = await Richiedente.comincia(t)
    await r.salva(modulo(await nuovoAmbito(t), [], { persone: [p, q] }))
    await r.carica('nota', notaPec)
    await r.carica('documento-identita', png, p.id)
    await r.carica('codice-fiscale', pdf, p.id)
    await r.carica('documento-identita', png, q.id)
    const problema = await rifiuto(r.invia())
    expect(problema?.errori?.map((e) => [e.codice, e.campo])).toEqual([['A2.02', 'persone.1.documenti']])
    expect(problema?.detail).toContain('copia del codice fiscale')
    await r.carica('codice-fiscale', pdf, q.id)
    expect((await r.invia()).stato).toBe('inviata')
  })

  test('A2.03: who signs as a delegate attaches the deed', async () => {
    const r = await pronta(t, modulo(await nuovoAmbito(t), [persona()], { firmatarioQualifica: 'delegato' }))
    expect(await regole(r.invia())).toEqual(['A2.03'])
    await r.carica('delega', pdf)
    expect((await r.invia()).stato).toBe('inviata')
  })

  test('A2.05: without the note, or with a note that names others, the request is blocked and says who is missing where', async () => {
    const [p, q] = [persona(), persona()]
    const r = await Richiedente.comincia(t)
    const dati = modulo(await nuovoAmbito(t), [p], { personeNota: [nellaNota(q)] })
    await r.salva(dati)
    for (const tipo of ['documento-identita', 'codice-fiscale'] as const) await r.carica(tipo, png, dati.persone[0]!.id)
    const frasi = (await rifiuto(r.invia()))!.errori!.filter((e) => e.codice === 'A2.05').map((e) => e.messaggio)
    expect(frasi[0]).toContain('Allega la nota')
    expect(frasi[1]).toContain(`${p.cognome} ${p.nome} (${p.codiceFiscale}) è nel modulo e non nella nota`)
    expect(frasi[2]).toContain(`${q.cognome} ${q.nome} (${q.codiceFiscale}) è nella nota e non nel modulo`)
    await r.carica('nota', notaPec)
    await r.salva({ ...dati, personeNota: [nellaNota(p)] })
    expect((await r.invia()).stato).toBe('inviata')
  })

  test('R1.13: the power of representation and the designation are declared', async () => {
    const r = await pronta(t, modulo(await nuovoAmbito(t), [persona()], { nominaDichiarata: false }))
    expect(await regole(r.invia())).toEqual(['R1.13'])
  })

  test('R1.01: the same person twice is one row too many', async () => {
    const p = persona()
    const r = await pronta(t, modulo(await nuovoAmbito(t), [p, p]))
    expect(await regole(r.invia())).toEqual(['R1.01'])
  })

  test('once sent it is read and no longer written', async () => {
    const p = persona()
    const r = await inviata(t, await nuovoAmbito(t), [p])
    expect((await rifiuto(r.salva(modulo(null, []))))?.codice).toBe('stato-non-ammesso')
    expect((await rifiuto(r.carica('nota', notaPec)))?.codice).toBe('stato-non-ammesso')
    expect((await rifiuto(r.invia()))?.codice).toBe('stato-non-ammesso')
    expect((await rifiuto(r.call(api.rinuncia, {})))?.codice).toBe('stato-non-ammesso')
    expect((await r.leggi()).persone[0]!.codiceFiscale).toBe(p.codiceFiscale)
  })

  test('a person taken off the form goes with his copies, the others keep theirs', async () => {
    const [p, q] = [persona(), persona()]
    const dati = modulo(await nuovoAmbito(t), [p, q])
    const r = await pronta(t, dati)
    await r.salva({ ...dati, persone: [dati.persone[1]!], personeNota: [nellaNota(q)] })
    const dopo = await r.leggi()
    expect(dopo.persone.map((x) => x.codiceFiscale)).toEqual([q.codiceFiscale])
    expect(dopo.documenti.map((d) => d.tipo).sort()).toEqual(['codice-fiscale', 'documento-identita', 'nota'])
    expect(dopo.mancanze).toEqual([])
  })
})

describe('the files', () => {
  test('are recognised by their content, whatever the name; the note is a message', async () => {
    const p = nelModulo(persona())
    const r = await Richiedente.comincia(t)
    await r.salva(modulo(null, [], { persone: [p] }))
    const eseguibile = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])
    expect((await rifiuto(r.carica('documento-identita', eseguibile, p.id, 'carta.pdf')))?.codice).toBe(
      'tipo-file-non-ammesso',
    )
    const nonMessaggio = await rifiuto(r.carica('nota', pdf, undefined, 'nota.eml'))
    expect(nonMessaggio?.detail).toContain('.eml')
    const senzaData = Buffer.from('From: a@example.it\r\nSubject: nota\r\n\r\nciao')
    expect((await rifiuto(r.carica('nota', senzaData)))?.detail).toContain('chi l’ha inviato e quando')
    expect((await rifiuto(r.carica('documento-identita', png)))?.errori).toMatchObject([{ campo: 'persona' }])
    const d = await r.carica('nota', notaPec, undefined, 'nota.eml')
    expect(d.messaggio).toMatchObject({
      postaCertificata: true,
      originale: { mittente: 'Comune capofila è qui <protocollo@pec.comune.example.it>' },
      allegati: ['postacert.eml', 'nota firmatà.pdf'],
    })
    await r.call(api.togli, { documento: d.id })
    expect((await r.leggi()).documenti).toEqual([])
  })

  test('are limited in size and number', async () => {
    const r = await Richiedente.comincia(t)
    const grande = Buffer.concat([pdf, Buffer.alloc(limitiRichiesta.bytesPerFile)])
    expect((await rifiuto(r.carica('delega', grande)))?.codice).toBe('file-troppo-grande')
    for (let n = 0; n < limitiRichiesta.documenti; n++) await r.carica('delega', pdf)
    expect((await rifiuto(r.carica('delega', pdf)))?.detail).toContain('al massimo 30 documenti')
  })
})

describe('what anyone may send', () => {
  const troppo = Buffer.alloc(limitiRichiesta.bytesPerFile + 1)
  const invio = { tipo: 'delega', nome: 'atto.pdf' } as never

  test('is not received without the secret of a draft that may still be written', async () => {
    const sconosciuto = await anonimo(t).raw(api.carica, invio, {
      file: troppo,
      headers: { 'trama-chiave': 'indovinata' },
    })
    expect(sconosciuto).toMatchObject({ status: 404, body: { codice: 'non-trovato' } })
    const r = await inviata(t, await nuovoAmbito(t))
    const chiusa = await anonimo(t).raw(api.carica, invio, { file: troppo, headers: { 'trama-chiave': r.chiave } })
    expect(chiusa).toMatchObject({ status: 409, body: { codice: 'stato-non-ammesso' } })
  })

  test('takes, all drafts together, no more than the national parameter says; what was sent makes room', async () => {
    const mega = (valore: number) =>
      nazionale((tx) =>
        sql`update kernel.parametro set valore = ${String(valore)}::jsonb where chiave = 'richiesta-ambito.bozze-megabyte'`.execute(
          tx,
        ),
      )
    await mega(1)
    const [una, altra] = [await Richiedente.comincia(t), await Richiedente.comincia(t)]
    const grande = Buffer.concat([pdf, Buffer.alloc(700_000)])
    await una.carica('delega', grande)
    const rifiutato = await rifiuto(altra.carica('delega', grande))
    expect(rifiutato).toMatchObject({ status: 503, codice: 'servizio-non-disponibile' })
    expect(rifiutato?.detail).toContain('Lo spazio per i documenti delle bozze è esaurito')
    await altra.carica('delega', pdf)
    // above the limit already: refused before anything is received
    await mega(0)
    const pieno = await anonimo(t).raw(api.carica, invio, { file: troppo, headers: { 'trama-chiave': altra.chiave } })
    expect(pieno).toMatchObject({ status: 503 })
    await una.call(api.rinuncia, {})
    await mega(1)
    await altra.carica('delega', grande)
  })
})

describe('a draft', () => {
  test('expires when nobody touches it, with its documents, and leaves nothing in the register; a request sent stays', async () => {
    const a = await nuovoAmbito(t)
    const [p, q] = [persona(), persona()]
    const vecchia = await pronta(t, modulo(a, [p]))
    const spedita = await inviata(t, a, [q])
    t.clock.advance(20 * 24 * 60)
    const recente = await Richiedente.comincia(t)
    t.clock.advance(11 * 24 * 60)
    await scadenzaBozze.run(t.deps, {})
    expect((await rifiuto(vecchia.leggi()))?.status).toBe(404)
    expect((await recente.leggi()).stato).toBe('bozza')
    expect((await spedita.leggi()).stato).toBe('inviata')
    const { rows } = await nazionale((tx) =>
      sql<{
        n: number
      }>`select count(*) as n from kernel.registro_modifiche where (prima::text || coalesce(dopo::text, '')) like ${`%${p.codiceFiscale}%`} or dopo::text like ${`%${p.codiceFiscale}%`}`.execute(
        tx,
      ),
    )
    expect(rows[0]!.n).toBe(0)
    const passaggi = await nazionale((tx) =>
      sql`select 1 from kernel.registro_modifiche where tabella = 'richiesta_ambito_passaggio' and dopo ->> 'richiesta_id' = ${spedita.id}`.execute(
        tx,
      ),
    )
    expect(passaggi.rows).toHaveLength(1)
  })

  test('is nobody’s business: the Super Utente does not see it, the applicant may cancel it', async () => {
    const r = await pronta(t, modulo(await nuovoAmbito(t), [persona()]))
    const su = await asRuolo(t, null, 'super-utente')
    expect((await su.raw(richiesteAmbitoApi.get, { id: r.id })).status).toBe(404)
    await r.call(api.rinuncia, {})
    expect((await rifiuto(r.leggi()))?.status).toBe(404)
  })
})
