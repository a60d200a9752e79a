// First phase, the ministry's side: the queue, up to the account of the administrator.
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { luoghiDiNascita, type Persona, persona } from '../../../test/support/accreditamento.ts'
import {
  type Ambito,
  as,
  asRuolo,
  type Caller,
  nuovoAmbito,
  nuovoUtente,
  Refused,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { richiesteAmbitoApi as api, richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { accesso } from '../accesso/modulo.ts'
import { POCHE } from '../kernel/ricerca.ts'
import { accreditamento } from './modulo.ts'
import { inviata, modulo, nellaNota, notaPec, pronta, type Richiedente } from './richieste-ambito.fixture.ts'

let t: TestApp
let su: Caller
beforeEach(async () => {
  t = await testApp({ moduli: [accesso, accreditamento] })
  await luoghiDiNascita(t)
  su = await asRuolo(t, null, 'super-utente')
})
afterEach(() => t.close())

const rifiuto = (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e) => (e instanceof Refused ? e.problem : Promise.reject(e)),
  )
async function inIstruttoria(
  a: Ambito | null,
  persone?: Persona[],
  altro?: Parameters<typeof inviata>[3],
): Promise<Richiedente> {
  const r = await inviata(t, a, persone, altro)
  await su.call(api.prendiInCarico, { id: r.id })
  await leggeLaNota(r)
  return r
}
/** The persons written by who sent the form, as the Super Utente has found them in the note. */
async function leggeLaNota(r: Richiedente) {
  const { personeNota } = await su.call(api.get, { id: r.id })
  const lette = personeNota.map(({ codiceFiscale, nominativo }) => ({ codiceFiscale, nominativo }))
  if (lette.length > 0) await su.call(api.personeNota, { id: r.id, personeNota: lette })
}
const approva = (r: Richiedente, dubbi: { personaId: string; motivo: string }[] = []) =>
  su.call(api.approva, { id: r.id, dubbi })

/** The account of a person, wherever it is. */
const account = async (p: Persona) => {
  const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql<{ id: string; ambitoId: string; stato: string; ruoli: string[]; dubbioAccettato: string | null }>`
      select u.id, u.ambito_id, u.stato, u.dubbio_accettato, array(select ruolo_id from assegnazione a where a.utente_id = u.id and a.stato = 'abilitata') as ruoli
        from utente u where codice_fiscale = ${p.codiceFiscale}`.execute(tx),
  )
  return rows
}
/** Someone already accredited with the codice fiscale of `p`. */
async function giaAccreditato(p: Persona, a: Ambito | null, ruolo: string, comune?: string) {
  const u = await nuovoUtente(t, a, [{ ruolo, ...(comune ? { comune } : {}) }])
  await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql`update utente set codice_fiscale = ${p.codiceFiscale} where id = ${u.id}`.execute(tx),
  )
  return u
}

describe('the queue', () => {
  test('shows what was sent, the oldest first, with filters and pages', async () => {
    const a = await nuovoAmbito(t)
    const prima = await inviata(t, a)
    t.clock.advance(24 * 60)
    const seconda = await inviata(t, a)
    t.clock.advance(24 * 60)
    const aParole = await inviata(t, null, [persona()], { ambitoNominato: `Valle ${a.codice}` })
    su = await asRuolo(t, null, 'super-utente')
    const miei = async (f: Parameters<typeof su.call<typeof api.list>>[1] = {}) =>
      (await su.call(api.list, { q: a.codice, ...f })).voci.map((v) => v.id)
    expect(await miei()).toEqual([prima.id, seconda.id, aParole.id])
    const pagina = await su.call(api.list, { q: a.codice, limite: 2 })
    expect(await miei({ limite: 2, dopo: pagina.prossima! })).toEqual([aParole.id])
    expect(await miei({ dal: '2026-03-03', al: '2026-03-03' })).toEqual([seconda.id])
    expect(await miei({ ambito: a.id })).toEqual([prima.id, seconda.id])
    expect(await miei({ q: seconda.ricevuta.slice(0, 9) })).toEqual([seconda.id])
    await su.call(api.prendiInCarico, { id: seconda.id })
    expect(await miei({ stato: 'in-istruttoria' })).toEqual([seconda.id])
    expect(await miei({ mie: true })).toEqual([seconda.id])
    const { voci } = await su.call(api.list, { q: a.codice, mie: true })
    expect(voci[0]).toMatchObject({
      ambito: `Ambito ${a.codice}`,
      persone: 1,
      istruttore: 'Prova Utente',
      ambitoDaCollegare: false,
    })
  })

  test('by a word of many it has the same order and the same pages, whichever way each is found', async () => {
    const [a, b] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const quante = POCHE + 20
    const mista = 'MQ7Z'
    // of the ambito named so, of another whose receipt begins so, of one only named so; every fourth of none of them
    const id = (n: number) => `00000000-0000-4000-8001-${String(n).padStart(12, '0')}`
    await t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => {
      await sql`update ambito set nome = ${`Valle ${mista}`} where id = ${a.id}`.execute(tx)
      await sql`insert into richiesta_ambito (id, ricevuta, chiave_hash, stato, ambito_id, ambito_nominato, inviata)
        select x.id, x.ricevuta, x.ricevuta, case when x.n % 9 = 0 then 'in-istruttoria' else 'inviata' end, x.ambito, x.nominato, '2026-02-01 09:00Z'::timestamptz + x.n / 2 * interval '1 minute'
          from jsonb_to_recordset(${JSON.stringify(
            Array.from({ length: quante * 2 }, (_, n) => ({
              id: id(n),
              n,
              ricevuta: `${n % 4 === 1 ? mista : 'AAAA'}-${String(n).padStart(4, '0')}-${a.codice}`,
              ambito: n % 4 === 2 ? null : n % 4 === 0 ? a.id : b.id,
              nominato: n % 4 === 2 ? `la ${mista.toLowerCase()} di sopra` : null,
            })),
          )}::jsonb) as x(id uuid, n int, ricevuta text, ambito uuid, nominato text)`.execute(tx)
    })
    const su = await asRuolo(t, null, 'super-utente')
    const tutte = async (f: Parameters<typeof su.call<typeof api.list>>[1]) => {
      const viste: string[] = []
      let dopo: string | undefined
      do {
        const p = await su.call(api.list, { ...f, limite: 200, ...(dopo && { dopo }) })
        viste.push(...p.voci.map((v) => v.id))
        dopo = p.prossima ?? undefined
      } while (dopo)
      return viste
    }
    const attese = (vale: (n: number) => boolean) =>
      Array.from({ length: quante * 2 }, (_, n) => n)
        .filter(vale)
        .map(id)
    const trovata = (n: number) => n % 4 !== 3
    expect(await tutte({ q: mista })).toEqual(attese(trovata))
    expect(await tutte({ q: mista, stato: 'in-istruttoria' })).toEqual(attese((n) => trovata(n) && n % 9 === 0))
    expect(await tutte({ q: mista, ambito: b.id })).toEqual(attese((n) => n % 4 === 1))
    // of few, likewise
    expect(await tutte({ q: `${mista}-0` })).toEqual(attese((n) => n % 4 === 1 && n < 1000))
    expect(await tutte({ q: 'di sopra' })).toEqual(attese((n) => n % 4 === 2))
  })

  test('tells every Super Utente that a request has arrived, and nobody else', async () => {
    const a = await nuovoAmbito(t)
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    const r = await inviata(t, a)
    const { voci } = await su.call(notificheApi.list, {})
    expect(voci).toMatchObject([{ collegamento: `/richieste-ambito/${r.id}` }])
    expect(voci[0]!.testo).toContain(r.ricevuta)
    expect((await aa.call(notificheApi.list, {})).voci).toEqual([])
  })

  test('is of the Super Utente alone', async () => {
    const a = await nuovoAmbito(t)
    const r = await inviata(t, a)
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    expect((await aa.raw(api.list, {})).status).toBe(403)
    expect((await aa.raw(api.get, { id: r.id })).status).toBe(403)
  })

  test('its persons are read in the register by no administrator, whichever ambito was being looked at', async () => {
    const [altrui, p] = [await nuovoAmbito(t), persona()]
    const r = await inviata(t, null, [p], { ambitoNominato: 'Ambito nuovo' })
    const guardando = { headers: { 'trama-ambito': altrui.id } }
    await su.call(api.prendiInCarico, { id: r.id }, guardando)
    await su.call(api.personeNota, { id: r.id, personeNota: [nellaNota(p)] }, guardando)
    // what was loaded at the start is of another clock
    const letto = async (chi: Caller) =>
      JSON.stringify(await chi.call(registriApi.modifiche, { limite: 100, al: '2026-03-02' }))
    expect(await letto(su)).toContain(p.codiceFiscale)
    const estraneo = await letto(await asRuolo(t, altrui, 'amministratore-ambito'))
    expect(estraneo).not.toContain(p.codiceFiscale)
    expect(estraneo).not.toContain('richiesta_ambito')
  })
  test('gives the documents back as they were sent, of that request only', async () => {
    const a = await nuovoAmbito(t)
    const [r, altra] = [await inviata(t, a), await inviata(t, a)]
    const { documenti } = await su.call(api.get, { id: r.id })
    const nota = documenti.find((d) => d.tipo === 'nota')!
    const file = await su.call(api.documento, { id: r.id, documento: nota.id })
    expect(Buffer.from(file.contenuto as Uint8Array).equals(notaPec)).toBe(true)
    expect(file.tipo).toContain('message/rfc822')
    expect((await su.raw(api.documento, { id: altra.id, documento: nota.id })).status).toBe(404)
  })
})

describe('an integration', () => {
  test('is asked with a reason and by mail, made with the same secret, and the request comes back', async () => {
    const a = await nuovoAmbito(t)
    const p = persona()
    const r = await inviata(t, a, [p])
    expect((await rifiuto(su.call(api.chiediIntegrazione, { id: r.id, motivo: 'x' })))?.detail).toContain(
      'Prendi prima in carico',
    )
    await su.call(api.prendiInCarico, { id: r.id })
    await su.call(api.chiediIntegrazione, { id: r.id, motivo: `La copia di ${p.cognome} non si legge.` })
    expect(await r.leggi()).toMatchObject({
      stato: 'integrazione-richiesta',
      motivo: `La copia di ${p.cognome} non si legge.`,
    })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql<{
        testo: string
      }>`select testo from kernel.posta_in_uscita where oggetto like '%integrazione%' and testo like ${`%${r.ricevuta}%`}`.execute(
        tx,
      ),
    )
    expect(rows[0]!.testo).not.toContain(p.cognome)
    expect((await r.invia()).stato).toBe('inviata')
    const scheda = await su.call(api.prendiInCarico, { id: r.id })
    expect(scheda.passaggi.map((x) => x.stato)).toEqual([
      'inviata',
      'in-istruttoria',
      'integrazione-richiesta',
      'inviata',
      'in-istruttoria',
    ])
    expect(scheda.passaggi.map((x) => x.chi)).toEqual([
      'Chi ha presentato la richiesta',
      'Prova Utente',
      'Prova Utente',
      'Chi ha presentato la richiesta',
      'Prova Utente',
    ])
  })

  test('a rejection has its reason, which the applicant reads, and is final', async () => {
    const r = await inIstruttoria(await nuovoAmbito(t))
    expect((await su.raw(api.respingi, { id: r.id, motivo: ' ' })).status).toBe(400)
    await su.call(api.respingi, { id: r.id, motivo: 'La nota non è del legale rappresentante.' })
    expect(await r.leggi()).toMatchObject({ stato: 'respinta', motivo: 'La nota non è del legale rappresentante.' })
    expect((await rifiuto(approva(r)))?.codice).toBe('stato-non-ammesso')
    // also of who was asked for something and never answered
    const muta = await inIstruttoria(await nuovoAmbito(t))
    await su.call(api.chiediIntegrazione, { id: muta.id, motivo: 'Manca la data.' })
    await su.call(api.respingi, { id: muta.id, motivo: 'L’integrazione non è arrivata.' })
    expect(await muta.leggi()).toMatchObject({ stato: 'respinta', motivo: 'L’integrazione non è arrivata.' })
  })
})

describe('the approval', () => {
  test('A2.04: the Super Utente registers the administrator, who then enters with SPID and finds himself able to accredit', async () => {
    const a = await nuovoAmbito(t)
    const p = persona()
    const r = await inIstruttoria(a, [p])
    const scheda = await approva(r)
    expect(scheda).toMatchObject({ stato: 'approvata', mancanze: [] })
    const [u] = await account(p)
    expect(u).toMatchObject({ ambitoId: a.id, stato: 'inserito', ruoli: ['amministratore-ambito'] })
    expect(scheda.persone[0]!.utenteId).toBe(u!.id)
    const io = await as(t, { id: u!.id, codiceFiscale: p.codiceFiscale })
    const sessione = await io.call(sessioneApi.leggi, {})
    expect(sessione).toMatchObject({ ambito: { id: a.id }, notificheDaLeggere: 1 })
    expect(sessione.azioni['utente.gestisci']).toBe('ambito')
    expect((await io.call(notificheApi.list, {})).voci[0]!.testo).toContain('Amministratore di Ambito')
    // in the register of his ambito, under the act of the ministry
    const { voci } = await io.call(registriApi.modifiche, {
      tabella: 'assegnazione',
      azione: 'richiesta-ambito.istruisci',
    })
    expect(voci.map((v) => v.operazione)).toEqual(['modifica', 'inserimento'])
    expect(voci[0]!.riguarda).toBe(`${p.cognome} ${p.nome} (Amministratore di Ambito)`)
    expect(await r.leggi()).toMatchObject({ stato: 'approvata' })
  })

  test('A2.05: form and note are there and name the same persons, or the request stays blocked', async () => {
    const [p, q] = [persona(), persona()]
    const r = await inIstruttoria(await nuovoAmbito(t), [p], { personeNota: [] })
    expect((await rifiuto(approva(r)))?.errori?.map((e) => e.codice)).toEqual(['A2.05'])
    const sbagliata = await su.call(api.personeNota, { id: r.id, personeNota: [nellaNota(q)] })
    expect(sbagliata.mancanze.map((m) => m.messaggio).join(' ')).toContain('è nella nota e non nel modulo')
    expect((await rifiuto(approva(r)))?.errori?.map((e) => e.codice)).toEqual(['A2.05', 'A2.05'])
    expect(await account(p)).toEqual([])
    const giusta = await su.call(api.personeNota, { id: r.id, personeNota: [nellaNota(p), nellaNota(p)] })
    expect(giusta.personeNota).toMatchObject([{ codiceFiscale: p.codiceFiscale, indicataDa: 'istruttoria' }])
    expect((await approva(r)).stato).toBe('approvata')
  })

  test('A2.06: the request is the way in of the administrator, and of no other role', async () => {
    const p = persona()
    await approva(await inIstruttoria(await nuovoAmbito(t), [p]))
    expect((await account(p))[0]!.ruoli).toEqual(['amministratore-ambito'])
  })

  test('A2.07: in 2019 the administrator could assign four roles, and which ones is data with its date', async () => {
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql<{ ruoloId: string }>`select ruolo_id from ruolo_assegnabile where assegnante_id = 'amministratore-ambito'
        and '2019-06-01' between dal and coalesce(al, 'infinity') order by 1`.execute(tx),
    )
    expect(rows.map((r) => r.ruoloId)).toEqual([
      'case-manager',
      'coordinatore-controlli',
      'coordinatore-patto',
      'responsabile-controlli',
    ])
  })

  test('an ambito written in words must first be linked to one of the list', async () => {
    const a = await nuovoAmbito(t)
    const p = persona()
    const r = await inIstruttoria(null, [p], { ambitoNominato: 'Ambito della valle' })
    expect((await rifiuto(approva(r)))?.errori).toMatchObject([{ campo: 'ambitoId' }])
    await su.call(api.collegaAmbito, { id: r.id, ambitoId: a.id })
    await approva(r)
    expect((await account(p))[0]!.ambitoId).toBe(a.id)
  })

  test('the accounts are of the ambito of the request, whichever one the Super Utente was looking at', async () => {
    const [a, altro] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const p = persona()
    const r = await inIstruttoria(a, [p])
    await su.call(api.approva, { id: r.id, dubbi: [] }, { headers: { 'trama-ambito': altro.id } })
    expect((await account(p))[0]!.ambitoId).toBe(a.id)
  })

  test('R1.01: who already is its administrator keeps his one account', async () => {
    const a = await nuovoAmbito(t)
    const p = persona()
    await approva(await inIstruttoria(a, [p]))
    const scheda = await approva(await inIstruttoria(a, [p]))
    const tutti = await account(p)
    expect(tutti).toHaveLength(1)
    expect(scheda.persone[0]!.utenteId).toBe(tutti[0]!.id)
  })

  test('R1.02: who holds another role in the ambito cannot also be its administrator', async () => {
    const a = await nuovoAmbito(t)
    const p = persona()
    await giaAccreditato(p, a, 'responsabile-controlli', a.comuni[0])
    const problema = await rifiuto(approva(await inIstruttoria(a, [p])))
    expect(problema).toMatchObject({ status: 422, errori: [{ campo: 'persone.0.codiceFiscale' }] })
    expect(problema?.detail).toContain(p.cognome)
    expect((await account(p))[0]!.ruoli).toEqual(['responsabile-controlli'])
  })

  test('R1.05: who is accredited in another ambito, or at the ministry, is refused, and nobody of the request is enabled', async () => {
    const [a, altro] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const [buona, altrove, ministero] = [persona(), persona(), persona()]
    await giaAccreditato(altrove, altro, 'amministratore-ambito')
    await giaAccreditato(ministero, null, 'super-utente')
    for (const p of [altrove, ministero]) {
      const r = await inIstruttoria(a, [buona, p])
      const problema = await rifiuto(approva(r))
      expect(problema?.errori).toMatchObject([{ campo: 'persone.1.codiceFiscale' }])
      expect(problema?.detail).toContain('altrove')
      expect((await r.leggi()).stato).toBe('in-istruttoria')
    }
    expect(await account(buona)).toEqual([])
  })

  test('R1.12: more than the advised number of administrators is a warning, not a refusal', async () => {
    const a = await nuovoAmbito(t)
    const uno = await inIstruttoria(a)
    expect((await su.call(api.get, { id: uno.id })).avvertenze).toEqual([])
    const due = await inIstruttoria(a, [persona(), persona()])
    expect((await su.call(api.get, { id: due.id })).avvertenze[0]).toContain('Le persone indicate sono 2')
    await approva(uno)
    expect((await su.call(api.get, { id: due.id })).avvertenze[0]).toContain('l’ambito ha già un amministratore')
    expect((await approva(due)).stato).toBe('approvata')
  })

  test('a doubtful codice fiscale is accepted with a reason, which is kept', async () => {
    const p = { ...persona(), cognome: 'Altrocognome' }
    const r = await inIstruttoria(await nuovoAmbito(t), [p])
    const problema = await rifiuto(approva(r))
    expect(problema?.errori).toMatchObject([{ campo: 'dubbi', codice: 'conferma-richiesta' }])
    const { persone } = await su.call(api.get, { id: r.id })
    expect(persone[0]!.codiceFiscaleEsito).toMatchObject({ esito: 'dubbio' })
    await approva(r, [{ personaId: persone[0]!.id, motivo: 'Cognome acquisito con il matrimonio' }])
    expect((await account(p))[0]!.dubbioAccettato).toBe('Cognome acquisito con il matrimonio')
  })

  test('a note without the headers of certified mail is pointed out', async () => {
    const r = await inviata(t, await nuovoAmbito(t))
    expect((await su.call(api.get, { id: r.id })).avvertenze).toEqual([])
    await su.call(api.prendiInCarico, { id: r.id })
    await su.call(api.chiediIntegrazione, { id: r.id, motivo: 'Manca la ricevuta' })
    for (const d of (await r.leggi()).documenti.filter((x) => x.tipo === 'nota'))
      await r.call(richiestaPubblicaApi.togli, {
        documento: d.id,
      })
    await r.carica(
      'nota',
      Buffer.from('From: a@example.it\r\nDate: Mon, 2 Mar 2026 09:29:00 +0100\r\nSubject: Nota\r\n\r\nNota'),
    )
    await r.invia()
    expect((await su.call(api.get, { id: r.id })).avvertenze[0]).toContain('posta elettronica certificata')
  })
})

test('the whole form survives a round trip', async () => {
  const a = await nuovoAmbito(t)
  const p = persona()
  const atteso = modulo(a, [p])
  const r = await pronta(t, atteso)
  await r.invia()
  const letto = await r.leggi()
  expect(letto).toMatchObject({
    ambito: { id: a.id },
    firmatarioNome: atteso.firmatarioNome,
    firmatarioEmail: atteso.firmatarioEmail,
    persone: [
      {
        codiceFiscale: p.codiceFiscale,
        luogoNascita: { id: 'H501', nome: 'Roma' },
        email: 'amministratore@example.it',
      },
    ],
  })
})
