// First phase, the applicant's side, over HTTP.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { luoghiDiNascita, persona } from '../../../test/support/accreditamento.ts'
import {
  anonimo,
  asRuolo,
  daProprietario,
  nuovoAmbito,
  Refused,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { richiestaPubblicaApi as api, richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { limitiRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { accesso } from '../accesso/modulo.ts'
import { pulizia } from '../accesso/posta.ts'
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
    const a = await nuovoAmbito(t)
    const email = `Ada.${randomUUID()}@example.it`
    const r = await inviata(t, a, [p], { firmatarioEmail: email })
    const conferme = async (di: Richiedente) =>
      (
        await nazionale((tx) =>
          sql<{
            destinatario: string
            testo: string
          }>`select destinatario, testo from kernel.posta_in_uscita where testo like ${`%${di.ricevuta}%`}`.execute(tx),
        )
      ).rows
    const rows = await conferme(r)
    expect(rows).toHaveLength(1)
    expect(rows[0]!.destinatario).toBe(email)
    expect(rows[0]!.testo).toContain(`{{indirizzo}}/richiesta-accreditamento/stato?ricevuta=${r.ricevuta}`)
    for (const dato of [p.cognome, p.codiceFiscale, 'Legale', r.chiave]) expect(rows[0]!.testo).not.toContain(dato)
    // the form may name anybody: one confirmation in so many minutes, from whatever network
    const altroInvio = () => inviata(t, a, [persona()], { firmatarioEmail: email.toLowerCase() })
    expect(await conferme(await altroInvio())).toEqual([])
    t.clock.advance(361)
    expect(await conferme(await altroInvio())).toHaveLength(1)
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

  const imposta = (chiave: string, valore: number) =>
    nazionale((tx) =>
      sql`update kernel.parametro set valore = ${String(valore)}::jsonb where chiave = ${`richiesta-ambito.${chiave}`}`.execute(
        tx,
      ),
    )

  test('takes, all drafts together, no more than the national parameter says; what was sent makes room', async () => {
    const mega = (valore: number) => imposta('bozze-megabyte', valore)
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
    await mega(4096)
  })

  test('takes, from one network in a day, only its share: another goes on, and so does the first the day after', async () => {
    await imposta('megabyte-per-indirizzo', 1)
    await imposta('invii-per-indirizzo', 1)
    const grande = Buffer.concat([pdf, Buffer.alloc(700_000)])
    const prima = await pronta(t, modulo(await nuovoAmbito(t), [persona()]))
    const [seconda, altrove] = [await Richiedente.comincia(t, prima.rete), await Richiedente.comincia(t)]
    await prima.carica('delega', grande)
    // deleted or in another draft, it has been received all the same
    const rifiutato = await rifiuto(seconda.carica('delega', grande))
    expect(rifiutato).toMatchObject({ status: 429, codice: 'troppe-richieste' })
    expect(rifiutato?.detail).toContain('Dalla tua rete oggi sono già arrivati 1 MB')
    await altrove.carica('delega', grande)
    await imposta('megabyte-per-indirizzo', 0)
    const pieno = { file: troppo, headers: { 'trama-chiave': seconda.chiave }, da: seconda.rete }
    expect(await anonimo(t).raw(api.carica, invio, pieno)).toMatchObject({ status: 429 })
    await imposta('megabyte-per-indirizzo', 1)

    await prima.invia()
    t.clock.advance(1)
    await imposta('megabyte-per-indirizzo', 300)
    const ancora = await pronta(t, modulo(await nuovoAmbito(t), [persona()]), prima.rete)
    expect((await rifiuto(ancora.invia()))?.detail).toContain('Dalla tua rete oggi sono già state inviate 1 richieste')
    await inviata(t, await nuovoAmbito(t))
    t.clock.advance(24 * 60)
    expect((await ancora.invia()).stato).toBe('inviata')
    await pulizia.run(t.deps, {})
    await imposta('invii-per-indirizzo', 20)
    const rows = await daProprietario(t, 'select giorno::text as giorno, provenienza from accesso.uso_pubblico')
    expect(rows.map((r) => r.giorno)).toEqual(['2026-03-03'])
    expect(JSON.stringify(rows)).not.toContain(prima.rete)
  })

  test('waits for a decision in no greater number, and room, than the parameters say; what was returned comes back', async () => {
    const r = await pronta(t, modulo(await nuovoAmbito(t), [persona()]))
    for (const chiave of ['da-decidere', 'da-decidere-megabyte']) {
      await imposta(chiave, 0)
      const rifiutato = await rifiuto(r.invia())
      expect(rifiutato).toMatchObject({ status: 503, codice: 'servizio-non-disponibile' })
      expect(rifiutato?.detail).toContain('aspettano una decisione')
      await imposta(chiave, 2000)
    }
    await r.invia()
    const su = await asRuolo(t, null, 'super-utente')
    await su.call(richiesteAmbitoApi.prendiInCarico, { id: r.id })
    await su.call(richiesteAmbitoApi.chiediIntegrazione, { id: r.id, motivo: 'Manca la data.' })
    // nobody knows whether it will come back, and so it takes nobody's place
    const attesa = async () => (await su.call(richiesteAmbitoApi.bozze, {})).daDecidere
    const restituita = await attesa()
    await imposta('da-decidere', 0)
    expect((await r.invia()).stato).toBe('inviata')
    await imposta('da-decidere', 2000)
    expect(await attesa()).toMatchObject({ quante: restituita.quante + 1, massimo: 2000, megabyte: 2000 })
    expect((await attesa()).bytes).toBeGreaterThan(restituita.bytes)
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

  test('expires also when somebody goes on touching it, counted from its beginning', async () => {
    const r = await Richiedente.comincia(t)
    for (let n = 0; n < 4; n++) {
      t.clock.advance(20 * 24 * 60)
      await r.salva(modulo(null, []))
      await scadenzaBozze.run(t.deps, {})
    }
    expect((await r.leggi()).scade).toBe('2026-05-31')
    t.clock.advance(11 * 24 * 60)
    await scadenzaBozze.run(t.deps, {})
    expect((await rifiuto(r.leggi()))?.status).toBe(404)
  })

  test('is nobody’s business: the Super Utente does not see it, the applicant may cancel it', async () => {
    const r = await pronta(t, modulo(await nuovoAmbito(t), [persona()]))
    const su = await asRuolo(t, null, 'super-utente')
    expect((await su.raw(richiesteAmbitoApi.get, { id: r.id })).status).toBe(404)
    await r.call(api.rinuncia, {})
    expect((await rifiuto(r.leggi()))?.status).toBe(404)
  })

  test('that nobody goes on with shows the Super Utente its room and nothing else; he may delete it, and the register says so without its words', async () => {
    const p = persona()
    const [ferma, spedita] = [await pronta(t, modulo(null, [p])), await inviata(t, await nuovoAmbito(t))]
    t.clock.advance(4 * 24 * 60)
    const viva = await Richiedente.comincia(t)
    const su = await asRuolo(t, null, 'super-utente')
    const viste = await su.call(richiesteAmbitoApi.bozze, {})
    expect(viste).toMatchObject({ massimo: 4096, giorni: 3 })
    const sua = viste.voci.find((v) => v.id === ferma.id)!
    expect(sua).toMatchObject({ documenti: 3, bytes: notaPec.length + png.length + pdf.length })
    expect(viste.bytes).toBeGreaterThanOrEqual(sua.bytes)
    expect(Object.keys(sua).sort()).toEqual(['aggiornata', 'bytes', 'creata', 'documenti', 'id'])
    expect(viste.voci.map((v) => v.id)).not.toContain(viva.id)
    for (const id of [viva.id, spedita.id])
      expect((await su.raw(richiesteAmbitoApi.togliBozza, { id })).status).toBe(404)
    await su.call(richiesteAmbitoApi.togliBozza, { id: ferma.id })
    expect((await rifiuto(ferma.leggi()))?.status).toBe(404)
    expect((await viva.leggi()).stato).toBe('bozza')
    const righe = await daProprietario(
      t,
      `select azione, utente_id, operazione, prima from kernel.registro_modifiche where riga_id = '${ferma.id}'`,
    )
    expect(righe).toEqual([
      {
        azione: 'richiesta-ambito.istruisci',
        utente_id: su.utenteId,
        operazione: 'cancellazione',
        prima: { stato: 'bozza', creata: expect.any(String) },
      },
    ])
    expect(
      await daProprietario(t, `select 1 from kernel.registro_modifiche where prima::text like '%${p.codiceFiscale}%'`),
    ).toEqual([])
  })
})
