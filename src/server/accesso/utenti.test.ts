// The rules of accreditation on users and assignments, by their names in gepi §1.2 and §2, each through the API.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  adesione,
  delega,
  luoghiDiNascita,
  persona,
  richiestaFormale,
  rifiuto,
} from '../../../test/support/accreditamento.ts'
import {
  type Ambito,
  as,
  asRuolo,
  type Caller,
  nuovoAmbito,
  nuovoUtente,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { assegnazioniApi, utentiApi } from '../../shared/accesso/utenti.api.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { jobContratti } from './utenti-contratti.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiDiNascita(t)
})
afterAll(() => t.close())

interface Scena {
  a: Ambito
  admin: Caller
  richiestaFormaleId: string
}
/** An ambito with its administrator and a formal request; the comuni have signed unless said otherwise. */
async function scena(firmati = true): Promise<Scena> {
  const a = await nuovoAmbito(t)
  if (firmati) for (const c of a.comuni) await adesione(t, a, c)
  return { a, admin: await asRuolo(t, a, 'amministratore-ambito'), richiestaFormaleId: await richiestaFormale(t, a) }
}
const crea = (s: Scena, ruolo = 'case-manager', comune: string | null = s.a.comuni[0]!, altro: object = {}) =>
  s.admin.call(utentiApi.create, {
    ...persona(),
    assegnazioni: [{ ruolo, comune }],
    richiestaFormaleId: s.richiestaFormaleId,
    ...altro,
  })
const su = () => asRuolo(t, null, 'super-utente')
const codiceDi = async (id: string, chi: Caller) => (await chi.call(utentiApi.leggi, { id })).codiceFiscale

describe('accrediting one by one', () => {
  test('A2.20, R1.14: the administrator enters a person with role, comune, fund and contract, and he is enabled', async () => {
    const s = await scena()
    const p = persona()
    const esito = await s.admin.call(utentiApi.create, {
      ...p,
      email: 'maria.prova@example.it',
      telefono: '06 1234567',
      fondo: 'Fondo Povertà',
      fineContratto: '2026-12-31',
      assegnazioni: [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }],
      richiestaFormaleId: s.richiestaFormaleId,
    })
    expect(esito).toMatchObject({
      abilitati: 1,
      preparati: 0,
      avvisi: [expect.stringContaining('senza il suo documento')],
    })
    const u = await s.admin.call(utentiApi.leggi, { id: esito.id })
    expect(u).toMatchObject({
      ...{ ...p, luogoNascita: { codice: 'H501', nome: 'Roma' } },
      stato: 'inserito',
      fondo: 'Fondo Povertà',
      fineContratto: '2026-12-31',
    })
    expect(u.assegnazioni[0]).toMatchObject({ stato: 'abilitata', richiestaFormale: { id: s.richiestaFormaleId } })
    expect(u.storia.map((x) => x.frase)).toEqual([
      'Stato da comunicato a inserito.',
      `Case manager, Comune di Comune di prova ${s.a.comuni[0]}: abilitato.`,
      `Case manager, Comune di Comune di prova ${s.a.comuni[0]}: assegnato dal 02/03/2026, preparato.`,
      'Inserito tra gli utenti.',
    ])
  })
  test('A2.22: who is enabled under the request of another comune is enabled, and it is said', async () => {
    const s = await scena()
    const [c0, c1] = s.a.comuni as [string, string]
    const richiestaFormaleId = await richiestaFormale(t, s.a, c1)
    const suo = await crea(s, 'case-manager', c1, { richiestaFormaleId })
    expect(suo.avvisi).toEqual([expect.stringContaining('senza il suo documento')])
    const altrui = await crea(s, 'case-manager', c0, { richiestaFormaleId })
    expect(altrui).toMatchObject({ abilitati: 1 })
    expect(altrui.avvisi[1]).toContain(`La richiesta formale è del Comune di Comune di prova ${c1}`)
  })
  test('R1.01: a codice fiscale has one account; the second time one is told to add the role', async () => {
    const s = await scena()
    const { id } = await crea(s)
    const codiceFiscale = await codiceDi(id, s.admin)
    const p = {
      ...persona(),
      ...(await s.admin
        .call(utentiApi.leggi, { id })
        .then((u) => ({ cognome: u.cognome, nome: u.nome, dataNascita: u.dataNascita }))),
    }
    const r = await rifiuto(crea(s, 'case-manager', s.a.comuni[0]!, { ...p, codiceFiscale }))
    expect(r).toMatchObject({ status: 422, campo: 'codiceFiscale' })
    expect(r.detail).toContain('aggiungi il ruolo')
    await s.admin.call(utentiApi.assegna, {
      id,
      assegnazioni: [{ ruolo: 'coordinatore-patto', comune: s.a.comuni[0]! }],
      richiestaFormaleId: s.richiestaFormaleId,
    })
    expect((await s.admin.call(utentiApi.leggi, { id })).incarichi.map((i) => i.ruolo)).toEqual([
      'coordinatore-patto',
      'case-manager',
    ])
  })
  test('an operator of another installation is nobody until he is accredited; then what he wrote is of a user (ADR 0043)', async () => {
    const s = await scena()
    const p = persona()
    const arriva = (ambito: string) =>
      t.deps.db.inScope({ azione: 'fascicolo.importa', ambito, utente: s.admin.utenteId }, async (tx) => {
        const righe = [
          {
            id: randomUUID(),
            codice_fiscale: p.codiceFiscale,
            cognome: p.cognome,
            nome: p.nome,
            qualifica: 'Assistente sociale, Ambito B',
          },
        ]
        const { rows } = await sql<{ qui: string; lavoraQui: boolean }>`
          select qui, lavora_qui from accesso.operatori_di_altrove(${JSON.stringify(righe)}::jsonb)`.execute(tx)
        return rows[0]!
      })
    const { qui: id, lavoraQui } = await arriva(s.a.id)
    expect(lavoraQui).toBe(false)
    // twice is once
    expect((await arriva(s.a.id)).qui).toBe(id)
    // not among the users, unless one asks for them; and SPID does not know him
    const nomi = async (altro: object = {}) => (await s.admin.call(utentiApi.list, altro)).voci.map((u) => u.id)
    expect(await nomi()).not.toContain(id)
    expect(await nomi({ q: p.cognome })).toEqual([])
    expect((await s.admin.call(utentiApi.cercaCodice, { codiceFiscale: p.codiceFiscale })).voci).toEqual([])
    expect(await nomi({ stato: 'altrove' })).toEqual([id])
    expect(await s.admin.call(utentiApi.leggi, { id })).toMatchObject({
      stato: 'altrove',
      qualifica: 'Assistente sociale, Ambito B',
      dataNascita: null,
      luogoNascita: null,
      assegnazioni: [],
    })
    await expect(as(t, p)).rejects.toThrow('non-accreditato')
    // no act makes him work, not even under the handlers
    const comune = s.a.comuni[0]!
    const incarico = { id, assegnazioni: [{ ruolo: 'case-manager', comune }], richiestaFormaleId: s.richiestaFormaleId }
    for (const prova of [
      () => s.admin.call(utentiApi.assegna, incarico),
      () => s.admin.call(utentiApi.sospendi, { id, motivo: 'x' }),
      () => s.admin.call(utentiApi.riammetti, { ...incarico, motivo: 'x' }),
      () => s.admin.call(utentiApi.cessa, { id, motivo: 'x' }),
      () => s.admin.call(utentiApi.update, { id, ...p, versione: 1 }),
    ])
      expect((await rifiuto(prova())).status).toBe(409)
    await expect(
      t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
        sql`update utente set stato = 'attivo' where id = ${id}`.execute(tx),
      ),
    ).rejects.toMatchObject({ constraint: 'utente_altrove_non_opera' })
    // he may be somebody in another ambito meanwhile, and then he is not accredited here
    const b = await scena()
    const la = await crea(b, 'case-manager', b.a.comuni[0]!, p)
    expect((await rifiuto(crea(s, 'case-manager', comune, p))).detail).toContain('già accreditata altrove')
    await b.admin.call(utentiApi.cessa, { id: la.id, motivo: 'Cambia lavoro' })
    // accredited here for real, the row is the same
    expect(await crea(s, 'case-manager', comune, p)).toMatchObject({ id, abilitati: 1 })
    expect(await s.admin.call(utentiApi.leggi, { id })).toMatchObject({ stato: 'inserito', dataNascita: p.dataNascita })
    expect(await nomi()).toContain(id)
    await as(t, p)
    expect((await arriva(s.a.id)).lavoraQui).toBe(true)
    const { storia } = await s.admin.call(utentiApi.leggi, { id })
    expect(storia.map((x) => x.frase)).toEqual(
      expect.arrayContaining([
        'Arrivato con ciò che ha scritto in un’altra installazione.',
        expect.stringMatching(/^Accreditato: era un operatore di un’altra installazione/),
      ]),
    )
    // whoever is signed in cannot make anybody up by another act
    await expect(
      t.deps.db.inScope({ azione: 'persona.leggi', ambito: s.a.id, utente: s.admin.utenteId }, (tx) =>
        sql`select * from accesso.operatori_di_altrove('[]')`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
  test('an operator who came with a wrong codice fiscale is found to be a user of here: named as he is, and undone (ADR 0053)', async () => {
    const s = await scena()
    const comune = s.a.comuni[0]!
    const [giusta, sbagliata] = [persona(), persona()]
    const { id: lei } = await crea(s, 'case-manager', comune, sbagliata)
    const esporta = { azione: 'fascicolo.esporta', ambito: s.a.id, utente: s.admin.utenteId, fascicolo: true }
    const arriva = (righe: object[]) =>
      t.deps.db.inScope({ azione: 'fascicolo.importa', ambito: s.a.id, utente: s.admin.utenteId }, async (tx) => {
        const { rows } = await sql<{ qui: string; lavoraQui: boolean }>`
          select qui, lavora_qui from accesso.operatori_di_altrove(${JSON.stringify(righe)}::jsonb)`.execute(tx)
        return rows[0]!
      })
    const daLa = { id: randomUUID(), codice_fiscale: giusta.codiceFiscale, cognome: giusta.cognome, nome: giusta.nome }
    const { qui: arrivata } = await arriva([daLa])
    const nome = (id: string) =>
      t.deps.db.inScope(esporta, async (tx) => {
        const { rows } = await sql<{ nome: string }>`select nome from accesso.nomi_di(${[id]})`.execute(tx)
        return rows[0]!.nome
      })
    expect(await nome(arrivata)).toContain('altra installazione')
    // her codice fiscale cannot be corrected while it is of another row
    const scheda = () => s.admin.call(utentiApi.leggi, { id: lei })
    const correggi = async () =>
      s.admin.call(utentiApi.update, { id: lei, ...giusta, versione: (await scheda()).versione })
    expect(await rifiuto(correggi())).toMatchObject({ campo: 'codiceFiscale' })
    // who may enter is who SPID says; and one is not somebody who is not here, nor himself
    const e = (id: string, utenteId: string) =>
      s.admin.call(utentiApi.unisci, { id, utenteId, motivo: 'Errore nel codice' })
    expect(await rifiuto(e(lei, s.admin.utenteId))).toMatchObject({ status: 409 })
    expect(await rifiuto(e(arrivata, arrivata))).toMatchObject({ campo: 'utenteId' })
    await e(arrivata, lei)
    expect(await rifiuto(e(arrivata, s.admin.utenteId))).toMatchObject({ status: 409 })
    expect(await nome(arrivata)).not.toContain('altra installazione')
    expect(await scheda()).toMatchObject({ anche: [{ id: arrivata }] })
    expect(await s.admin.call(utentiApi.leggi, { id: arrivata })).toMatchObject({
      stato: 'altrove',
      stessoDi: { id: lei },
    })
    await correggi()
    expect(await nome(arrivata)).toBe(`${giusta.cognome} ${giusta.nome}`)
    // out she is one person, and what comes again is hers
    const { rows: fuori } = await t.deps.db.inScope(esporta, (tx) =>
      sql<{
        id: string
        codiceFiscale: string
      }>`select id, codice_fiscale from accesso.operatori_nominati(${[arrivata, lei]})`.execute(tx),
    )
    expect(new Set(fuori.map((x) => x.codiceFiscale))).toEqual(new Set([giusta.codiceFiscale]))
    for (const riga of [daLa, { ...daLa, id: arrivata }])
      expect(await arriva([riga])).toEqual({ qui: lei, lavoraQui: true })
    // she is accredited once
    expect((await rifiuto(crea(s, 'case-manager', comune, giusta))).detail).toContain('aggiungi il ruolo')
    // said by mistake, it is taken back: unless her codice fiscale is by now the same
    const no = () => s.admin.call(utentiApi.dividi, { id: arrivata, motivo: 'Un’omonima' })
    expect(await rifiuto(no())).toMatchObject({ codice: 'gia-presente' })
    await s.admin.call(utentiApi.update, { id: lei, ...sbagliata, versione: (await scheda()).versione })
    await no()
    expect(await nome(arrivata)).toContain('altra installazione')
    expect((await s.admin.call(utentiApi.leggi, { id: arrivata })).storia.map((x) => x.frase).slice(0, 2)).toEqual([
      'Non è più detto la stessa persona di un utente di qui: Un’omonima.',
      'Riconosciuto come la stessa persona di un utente di qui: Errore nel codice.',
    ])
  })
  test('R1.02, A2.25: the administrator has no other role, in either order', async () => {
    const s = await scena()
    const id = s.admin.utenteId
    const r = await rifiuto(
      s.admin.call(utentiApi.assegna, {
        id,
        assegnazioni: [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }],
        richiestaFormaleId: s.richiestaFormaleId,
      }),
    )
    expect(r).toMatchObject({
      status: 422,
      detail: 'Il ruolo di amministratore di ambito non si può unire ad alcun altro ruolo.',
    })
    const cm = await crea(s)
    const altro = await rifiuto(
      (await su()).call(
        utentiApi.assegna,
        { id: cm.id, assegnazioni: [{ ruolo: 'amministratore-ambito' }] },
        { headers: { 'trama-ambito': s.a.id } },
      ),
    )
    expect(altro.detail).toContain('non si può unire')
  })
  test('R1.03, R1.06: every other role may be combined, on the same territory', async () => {
    const s = await scena()
    const c = s.a.comuni[0]!
    const esito = await s.admin.call(utentiApi.create, {
      ...persona(),
      assegnazioni: ['coordinatore-patto', 'case-manager', 'coordinatore-controlli', 'responsabile-controlli'].map(
        (ruolo) => ({ ruolo, comune: c }),
      ),
      richiestaFormaleId: s.richiestaFormaleId,
    })
    expect(esito.abilitati).toBe(4)
    const doppio = await rifiuto(
      s.admin.call(utentiApi.assegna, {
        id: esito.id,
        assegnazioni: [{ ruolo: 'case-manager', comune: c }],
        richiestaFormaleId: s.richiestaFormaleId,
      }),
    )
    expect(doppio).toMatchObject({ status: 409, codice: 'gia-presente' })
  })
  test('R1.04, A2.21: a comune outside the ambito is refused', async () => {
    const [s, altro] = [await scena(), await nuovoAmbito(t)]
    expect((await rifiuto(crea(s, 'case-manager', altro.comuni[0]!))).detail).toContain('non fa parte dell’ambito')
  })
  test('R1.05, A2.24: who is accredited in another ambito is refused, without saying where', async () => {
    const [s, altra] = [await scena(), await scena()]
    const p = persona()
    await crea(altra, 'case-manager', altra.a.comuni[0]!, p)
    const r = await rifiuto(crea(s, 'case-manager', s.a.comuni[0]!, p))
    expect(r).toMatchObject({ status: 422, campo: 'codiceFiscale' })
    expect(r.detail).toContain('accreditata altrove')
    expect(JSON.stringify(r)).not.toContain(altra.a.codice)
  })
  test('R1.05: who was of an ambito that has ended may be accredited in another, and there he is ceased', async () => {
    const [s, finito] = [await scena(), await scena()]
    const p = persona()
    const { id } = await crea(finito, 'case-manager', finito.a.comuni[0]!, p)
    const prova = { azione: 'prova', nazionale: true }
    const finisce = (al: string) =>
      t.deps.db.inScope(prova, (tx) => sql`update ambito set al = ${al} where id = ${finito.a.id}`.execute(tx))
    await finisce('2026-03-02')
    expect((await rifiuto(crea(s, 'case-manager', s.a.comuni[0]!, p))).detail).toContain('accreditata altrove')
    await finisce('2026-03-01')
    expect(await crea(s, 'case-manager', s.a.comuni[0]!, p)).toMatchObject({ abilitati: 1 })
    const { rows } = await t.deps.db.inScope(prova, (tx) =>
      sql`select u.stato, u.motivo_stato, (select array_agg(distinct x.stato) from assegnazione x where x.utente_id = u.id) as ruoli
            from utente u where u.id = ${id}`.execute(tx),
    )
    expect(rows).toEqual([{ stato: 'cessato', motivoStato: 'ambito terminato il 01/03/2026', ruoli: ['revocata'] }])
  })
  test('R1.11: registry-check roles are always of a comune; the pact roles may be of the ambito, with a delega', async () => {
    const s = await scena()
    expect(await rifiuto(crea(s, 'coordinatore-controlli', null))).toMatchObject({
      status: 422,
      campo: 'assegnazioni.0.comune',
    })
    const senza = await crea(s, 'coordinatore-patto', null)
    expect(senza).toMatchObject({ abilitati: 0, preparati: 1 })
    expect(senza.avvisi[0]).toContain('delega')
    await delega(t, s.a, s.a.comuni[0]!)
    expect(await crea(s, 'coordinatore-patto', null)).toMatchObject({ abilitati: 1, preparati: 0 })
  })
  test('A2.07: who may assign which role, and since when, is data', async () => {
    const s = await scena()
    expect(await rifiuto(crea(s, 'amministratore-ambito', null))).toMatchObject({
      status: 422,
      campo: 'assegnazioni.0.ruolo',
    })
    const voci = async () => (await s.admin.call(assegnazioniApi.ruoli, {})).voci.map((r) => r.sigla)
    const patti = ['CP', 'CM', 'CCA', 'RCA', 'CVN', 'RVN', 'RCS', 'RPUC', 'RRI']
    const cartella = ['SPO', 'AS', 'EDU', 'PSI', 'RSE', 'COS', 'AMM', 'PIS', 'DPO', 'ATE']
    expect(await voci()).toEqual([...patti, ...cartella, 'OFL', 'CEQ'])
    t.clock.set('2019-06-03T09:00:00Z')
    try {
      const allora = await as(t, await nuovoUtente(t, s.a, [{ ruolo: 'amministratore-ambito', dal: '2019-01-01' }]))
      expect((await allora.call(assegnazioniApi.ruoli, {})).voci.map((r) => r.sigla)).toEqual([
        'CP',
        'CM',
        'CCA',
        'RCA',
      ])
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
  })
  test('A2.22: without a formal request of this ambito nobody is enabled', async () => {
    const [s, altra] = [await scena(), await scena()]
    for (const richiestaFormaleId of [null, altra.richiestaFormaleId])
      expect(await rifiuto(crea(s, 'case-manager', s.a.comuni[0]!, { richiestaFormaleId }))).toMatchObject({
        status: 422,
        campo: 'richiestaFormaleId',
      })
  })
  test('only who holds the act may do it: an operator is refused', async () => {
    const s = await scena()
    const cm = await asRuolo(t, s.a, { ruolo: 'case-manager', comune: s.a.comuni[0]! })
    expect((await rifiuto(cm.call(utentiApi.list, {}))).status).toBe(403)
  })
})

describe('the person', () => {
  test('A2 columns 1–6: an impossible codice fiscale is refused with its reason', async () => {
    const s = await scena()
    const p = persona()
    const casi: [object, string][] = [
      [{ codiceFiscale: `${p.codiceFiscale.slice(0, 15)}${p.codiceFiscale[15] === 'A' ? 'B' : 'A'}` }, 'battitura'],
      [{ dataNascita: '1990-05-05' }, 'data di nascita'],
      [{ genere: 'M' }, 'genere'],
      [{ luogoNascita: 'Z110' }, 'luogo di nascita'],
    ]
    for (const [altro, frase] of casi) {
      const r = await rifiuto(crea(s, 'case-manager', s.a.comuni[0]!, { ...p, ...altro }))
      expect(r, frase).toMatchObject({ status: 422, campo: 'codiceFiscale' })
      expect(r.detail).toContain(frase)
    }
  })
  test('a doubtful one is accepted with a reason, which is kept', async () => {
    const s = await scena()
    const p = { ...persona(), nome: 'Giuseppa' }
    expect(await rifiuto(crea(s, 'case-manager', s.a.comuni[0]!, p))).toMatchObject({
      status: 422,
      campo: 'confermaDubbio',
    })
    const { id } = await crea(s, 'case-manager', s.a.comuni[0]!, { ...p, confermaDubbio: 'visto il documento' })
    expect((await s.admin.call(utentiApi.leggi, { id })).dubbioAccettato).toBe('visto il documento')
  })
  test('the place of birth must exist, and have existed on that day', async () => {
    const s = await scena()
    for (const p of [
      persona({ luogoNascita: 'A999' }),
      persona({ luogoNascita: 'A001', dataNascita: '1980-01-02' }),
      persona({ luogoNascita: 'A002', dataNascita: '1960-01-02' }),
    ])
      expect(await rifiuto(crea(s, 'case-manager', s.a.comuni[0]!, p))).toMatchObject({
        status: 422,
        campo: 'luogoNascita',
      })
    await crea(s, 'case-manager', s.a.comuni[0]!, persona({ luogoNascita: 'A001', dataNascita: '1949-01-02' }))
  })
  test('is corrected against the version that was shown', async () => {
    const s = await scena()
    const p = persona()
    const { id } = await crea(s, 'case-manager', s.a.comuni[0]!, p)
    const { versione } = await s.admin.call(utentiApi.leggi, { id })
    await s.admin.call(utentiApi.update, { id, ...p, email: 'nuova@example.it', versione })
    expect((await rifiuto(s.admin.call(utentiApi.update, { id, ...p, versione }))).status).toBe(412)
    expect((await s.admin.call(utentiApi.leggi, { id })).email).toBe('nuova@example.it')
    const impossibile = { ...p, dataNascita: '1991-01-01', versione: versione + 1 }
    expect((await rifiuto(s.admin.call(utentiApi.update, { id, ...impossibile }))).campo).toBe('codiceFiscale')
  })
})

describe('users prepared, data closed', () => {
  test('A2.13b: before the convenzione is signed users are prepared, then enabled at once', async () => {
    const s = await scena(false)
    const uno = await crea(s)
    expect(uno).toMatchObject({ abilitati: 0, preparati: 1 })
    expect(uno.avvisi[0]).toMatch(/manca l’atto «[^»]+», firmato e valido oggi, per il comune di Comune di prova/)
    const sua = async (chi: Caller) => (await chi.call(sessioneApi.leggi, {})).assegnazioni[0]!.nonEfficacePerche
    const altra = await asRuolo(t, s.a, { ruolo: 'case-manager', comune: s.a.comuni[0]!, stato: 'preparata' })
    expect(await sua(altra)).toContain('manca l’atto «')
    const scheda = await s.admin.call(utentiApi.leggi, { id: uno.id })
    expect(scheda.stato).toBe('comunicato')
    await expect(as(t, { id: uno.id, codiceFiscale: scheda.codiceFiscale })).rejects.toThrow('non-ancora-abilitato')
    await crea(s, 'case-manager', s.a.comuni[1]!)
    expect(await s.admin.call(assegnazioniApi.abilitabili, {})).toEqual({ utenti: 0, ruoli: 0, molti: false })
    await adesione(t, s.a, s.a.comuni[0]!)
    expect(await sua(altra)).toBe('Preparato: lo abilita l’amministratore dell’ambito.')
    // the convenzione alone enables nobody: it only lets the administrator do it
    expect(await s.admin.call(assegnazioniApi.abilitabili, {})).toEqual({ utenti: 1, ruoli: 1, molti: false })
    expect((await s.admin.call(utentiApi.leggi, { id: uno.id })).stato).toBe('comunicato')
    expect(await s.admin.call(assegnazioniApi.abilitaPreparate, {})).toEqual({ abilitati: 1, preparati: 2 })
    expect(await s.admin.call(assegnazioniApi.abilitabili, {})).toEqual({ utenti: 0, ruoli: 0, molti: false })
    expect((await s.admin.call(utentiApi.leggi, { id: uno.id })).stato).toBe('inserito')
  })
  test('A2.14: the roles of the PUC wait for their own convenzione', async () => {
    const s = await scena()
    const prima = await crea(s, 'responsabile-puc')
    expect(prima).toMatchObject({ abilitati: 0, preparati: 1 })
    expect(prima.avvisi[0]).toContain('mancano gli atti «')
    await adesione(t, s.a, s.a.comuni[0]!, 'firmata', 'convenzione-puc')
    expect((await crea(s, 'responsabile-puc')).avvisi[0]).toMatch(/manca l’atto «[^»]*annuale[^»]*»/)
    await adesione(t, s.a, s.a.comuni[0]!, 'firmata', 'atto-annuale-puc')
    expect(await crea(s, 'responsabile-puc')).toMatchObject({ abilitati: 1, preparati: 0 })
  })
  test('A2.10: the convenzione of the implementing body counts for the comuni that gave it their delega', async () => {
    const s = await scena(false)
    await adesione(t, s.a, null)
    await delega(t, s.a, s.a.comuni[0]!)
    expect((await crea(s, 'case-manager', null)).abilitati).toBe(1)
    expect((await crea(s, 'case-manager', s.a.comuni[0]!)).abilitati).toBe(1)
    expect((await crea(s, 'case-manager', s.a.comuni[1]!)).abilitati).toBe(0)
    expect((await crea(s, 'case-manager', s.a.comuni[1]!)).avvisi[0]).toMatch(/manca la delega.*del soggetto attuatore/)
    expect((await crea(s, 'responsabile-controlli', s.a.comuni[0]!)).abilitati).toBe(0)
    // his territory is the ambito, and no delega is asked of him: the protocollo is
    const dpo = (await crea(s, 'responsabile-protezione-dati', null)).avvisi[0]!
    expect(dpo).toContain('rotocollo')
    expect(dpo).not.toContain('deleg')
  })
})

describe('states', () => {
  test('comunicato → inserito → attivo → sospeso → attivo → cessato → comunicato, and no other way', async () => {
    const s = await scena()
    const { id } = await crea(s)
    const codiceFiscale = await codiceDi(id, s.admin)
    const stato = async () => (await s.admin.call(utentiApi.leggi, { id })).stato
    expect((await rifiuto(s.admin.call(utentiApi.riprendi, { id, motivo: 'x' }))).status).toBe(409)
    const lui = await as(t, { id, codiceFiscale })
    expect(await stato()).toBe('attivo')
    await s.admin.call(utentiApi.sospendi, { id, motivo: 'congedo' })
    expect((await lui.raw(sessioneApi.leggi, {})).status).toBe(401)
    await expect(as(t, { id, codiceFiscale })).rejects.toThrow('sospeso')
    expect((await s.admin.call(utentiApi.riprendi, { id, motivo: 'rientro' })).stato).toBe('attivo')
    const ancora = await as(t, { id, codiceFiscale })
    await s.admin.call(utentiApi.cessa, { id, motivo: 'trasferito' })
    expect((await ancora.raw(sessioneApi.leggi, {})).status).toBe(401)
    const dopo = await s.admin.call(utentiApi.leggi, { id })
    expect(dopo.incarichi).toEqual([])
    expect(dopo.assegnazioni[0]).toMatchObject({ stato: 'revocata', motivoStato: 'trasferito', al: '2026-03-02' })
    expect(
      (
        await rifiuto(
          s.admin.call(utentiApi.assegna, {
            id,
            assegnazioni: [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }],
            richiestaFormaleId: s.richiestaFormaleId,
          }),
        )
      ).status,
    ).toBe(409)
    await s.admin.call(utentiApi.riammetti, {
      id,
      motivo: 'ritorna',
      assegnazioni: [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }],
      richiestaFormaleId: s.richiestaFormaleId,
    })
    expect(await stato()).toBe('inserito')
    expect(
      (await s.admin.call(utentiApi.leggi, { id })).storia.some((x) =>
        x.frase.includes('Stato da attivo a cessato: trasferito.'),
      ),
    ).toBe(true)
  })
  test('a role suspended or revoked stops working on the open session, without closing it', async () => {
    const s = await scena()
    const altro = await asRuolo(t, s.a, 'amministratore-ambito')
    const { assegnazioni } = await s.admin.call(utentiApi.leggi, { id: altro.utenteId })
    const id = assegnazioni[0]!.id
    await s.admin.call(assegnazioniApi.sospendi, { id, motivo: 'verifica' })
    expect((await altro.raw(utentiApi.list, {})).status).toBe(403)
    expect((await altro.raw(sessioneApi.leggi, {})).status).toBe(200)
    const daSu = { headers: { 'trama-ambito': s.a.id } }
    expect((await (await su()).call(assegnazioniApi.riprendi, { id, motivo: 'fatto' }, daSu)).stato).toBe('abilitata')
    expect((await altro.raw(utentiApi.list, {})).status).toBe(200)
    await s.admin.call(assegnazioniApi.revoca, { id, motivo: 'fine' })
    expect((await altro.raw(utentiApi.list, {})).status).toBe(403)
    expect((await rifiuto(s.admin.call(assegnazioniApi.sospendi, { id, motivo: 'x' }))).status).toBe(409)
  })
  test('R1.12: the last administrator does not leave the ambito alone without saying so twice', async () => {
    const s = await scena()
    const id = s.admin.utenteId
    for (const atto of [utentiApi.sospendi, utentiApi.cessa])
      expect(await rifiuto(s.admin.call(atto, { id, motivo: 'x' }))).toMatchObject({ status: 422, campo: 'conferma' })
    await asRuolo(t, s.a, 'amministratore-ambito')
    expect((await s.admin.call(utentiApi.cessa, { id, motivo: 'pensione' })).stato).toBe('cessato')
    const solo = await scena()
    expect(
      (await solo.admin.call(utentiApi.cessa, { id: solo.admin.utenteId, motivo: 'x', conferma: true })).stato,
    ).toBe('cessato')
  })
  test('R1.12: two administrators who suspend each other at the same instant do not leave it alone either', async () => {
    const s = await scena()
    const altro = await asRuolo(t, s.a, 'amministratore-ambito')
    // both connections open, so that neither waits for one
    await Promise.all([s.admin, altro].map((c) => c.raw(utentiApi.list, {})))
    const esiti = await Promise.all([
      s.admin.raw(utentiApi.sospendi, { id: altro.utenteId, motivo: 'x' }),
      altro.raw(utentiApi.sospendi, { id: s.admin.utenteId, motivo: 'x' }),
    ])
    expect(esiti.filter((r) => r.status === 201)).toHaveLength(1)
  })
  test('A2.07: who cannot give a role cannot give it back, lengthen it, or hand its account to another person', async () => {
    const s = await scena()
    const qui = { headers: { 'trama-ambito': s.a.id } }
    const lui = await su()
    const p = persona()
    const incarico = [{ ruolo: 'amministratore-ambito' }]
    const { id } = await lui.call(utentiApi.create, { ...p, assegnazioni: incarico }, qui)
    const scheda = await s.admin.call(utentiApi.leggi, { id })
    const no = { status: 422, detail: expect.stringContaining('rivolgiti al Super Utente') }
    const modifica = (campi: object) =>
      s.admin.call(utentiApi.update, { id, ...p, versione: scheda.versione, ...campi })
    expect(await rifiuto(modifica(persona()))).toMatchObject(no)
    expect(await rifiuto(modifica({ fineContratto: '2030-12-31' }))).toMatchObject(no)
    expect(await modifica({ telefono: '06 7654321' })).toEqual({ versione: scheda.versione + 1 })
    const ruolo = { id: scheda.assegnazioni[0]!.id, motivo: 'verifica' }
    await lui.call(assegnazioniApi.sospendi, ruolo, qui)
    expect(await rifiuto(s.admin.call(assegnazioniApi.riprendi, ruolo))).toMatchObject(no)
    await lui.call(utentiApi.sospendi, { id, motivo: 'verifica' }, qui)
    expect(await rifiuto(s.admin.call(utentiApi.riprendi, { id, motivo: 'x' }))).toMatchObject(no)
    expect((await lui.call(utentiApi.riprendi, { id, motivo: 'fatto' }, qui)).stato).toBe('inserito')
  })
  test('an account that becomes another person’s closes the sessions of the first', async () => {
    const s = await scena()
    const { id } = await crea(s)
    const prima = await as(t, { id, codiceFiscale: await codiceDi(id, s.admin) })
    const { versione } = await s.admin.call(utentiApi.leggi, { id })
    await s.admin.call(utentiApi.update, { id, ...persona(), versione })
    expect((await prima.raw(sessioneApi.leggi, {})).status).toBe(401)
  })
  test('another ambito’s user is not found (for every act, test/permissions.test.ts)', async () => {
    const [s, altra] = [await scena(), await scena()]
    const { id } = await crea(altra)
    expect((await rifiuto(s.admin.call(utentiApi.leggi, { id }))).status).toBe(404)
    expect((await rifiuto(s.admin.call(utentiApi.cessa, { id, motivo: 'x' }))).status).toBe(404)
  })
})

describe('substitution of an absent operator', () => {
  test('copies his territory for the days of the absence, and ends by itself', async () => {
    const s = await scena()
    const assente = await crea(s)
    await s.admin.call(utentiApi.assegna, {
      id: assente.id,
      assegnazioni: [{ ruolo: 'coordinatore-controlli', comune: s.a.comuni[1]! }],
      richiestaFormaleId: s.richiestaFormaleId,
    })
    const sostituto = await crea(s, 'case-manager', s.a.comuni[0]!)
    const input = {
      id: assente.id,
      sostitutoId: sostituto.id,
      dal: '2026-03-10',
      al: '2026-03-20',
      richiestaFormaleId: s.richiestaFormaleId,
    }
    // the first role he has already, on the same comune
    expect(await s.admin.call(utentiApi.sostituisci, input)).toMatchObject({
      id: sostituto.id,
      abilitati: 1,
      avvisi: [
        expect.stringMatching(/^Case manager, .*: non passa, perché il sostituto lo ha già in quei giorni\.$/),
        expect.stringContaining('senza il suo documento'),
      ],
    })
    const u = await s.admin.call(utentiApi.leggi, { id: sostituto.id })
    const sua = u.assegnazioni.find((x) => x.sostituisce)!
    expect(sua).toMatchObject({
      ruolo: 'coordinatore-controlli',
      comuneId: s.a.comuni[1],
      dal: '2026-03-10',
      al: '2026-03-20',
      sostituisce: { id: assente.id },
      nonEfficacePerche: 'Non ancora iniziato.',
    })
    expect((await rifiuto(s.admin.call(utentiApi.sostituisci, input))).status).toBe(422)
    // asked for late: from today, of the days that have passed nothing
    const tardi = await crea(s, 'case-manager', s.a.comuni[0]!)
    const dopo = { ...input, sostitutoId: tardi.id, dal: '2026-02-20', al: '2026-03-08' }
    expect(await s.admin.call(utentiApi.sostituisci, dopo)).toMatchObject({ abilitati: 1, preparati: 0 })
    expect((await rifiuto(s.admin.call(utentiApi.sostituisci, dopo))).status).toBe(422)
    const { assegnazioni } = await s.admin.call(utentiApi.leggi, { id: tardi.id })
    expect(assegnazioni.find((x) => x.sostituisce)).toMatchObject({ dal: '2026-03-02', al: '2026-03-08' })
    expect(await rifiuto(s.admin.call(utentiApi.sostituisci, { ...input, al: '2026-03-01' }))).toMatchObject({
      campo: 'al',
    })
    expect(await rifiuto(s.admin.call(utentiApi.sostituisci, { ...input, sostitutoId: assente.id }))).toMatchObject({
      campo: 'sostitutoId',
    })
  })
  test('of a role that he has for some days the others pass; what does not pass is named, with the reason', async () => {
    const s = await scena()
    const [c0, c1] = s.a.comuni as [string, string]
    try {
      // when an administrator could not give every role yet
      t.clock.set('2023-06-01T09:00:00Z')
      s.admin = await asRuolo(t, s.a, 'amministratore-ambito')
      const assente = await crea(s)
      await (await su()).call(
        utentiApi.assegna,
        {
          id: assente.id,
          assegnazioni: [
            { ruolo: 'responsabile-svantaggio', comune: c0 },
            { ruolo: 'coordinatore-controlli', comune: c1 },
          ],
          richiestaFormaleId: s.richiestaFormaleId,
        },
        { headers: { 'trama-ambito': s.a.id } },
      )
      const sostituto = await crea(s, 'coordinatore-patto')
      await s.admin.call(utentiApi.assegna, {
        id: sostituto.id,
        assegnazioni: [{ ruolo: 'case-manager', comune: c0, dal: '2023-06-12', al: '2023-06-14' }],
        richiestaFormaleId: s.richiestaFormaleId,
      })
      const esito = await s.admin.call(utentiApi.sostituisci, {
        id: assente.id,
        sostitutoId: sostituto.id,
        dal: '2023-06-10',
        al: '2023-06-20',
        richiestaFormaleId: s.richiestaFormaleId,
      })
      expect(esito).toMatchObject({ abilitati: 3, preparati: 0 })
      expect(esito.avvisi.slice(0, 2)).toEqual([
        `Case manager, Comune di Comune di prova ${c0}: passa soltanto dal 10/06/2023 al 11/06/2023 e dal 15/06/2023 al 20/06/2023; negli altri giorni il sostituto lo ha già.`,
        expect.stringMatching(
          /^Responsabile per le condizioni di svantaggio, .*: non passa, perché non può essere assegnato da te/,
        ),
      ])
      const { assegnazioni } = await s.admin.call(utentiApi.leggi, { id: sostituto.id })
      expect(
        assegnazioni
          .filter((x) => x.sostituisce)
          .map((x) => [x.ruolo, x.dal, x.al])
          .sort(),
      ).toEqual([
        ['case-manager', '2023-06-10', '2023-06-11'],
        ['case-manager', '2023-06-15', '2023-06-20'],
        ['coordinatore-controlli', '2023-06-10', '2023-06-20'],
      ])
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
  })
})

describe('contract ends', () => {
  test('A2.26: warns once before, suspends by itself the day after, and closes the sessions', async () => {
    const s = await scena()
    const { id } = await crea(s, 'case-manager', s.a.comuni[0]!, { fineContratto: '2026-03-20', ...persona() })
    await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`update utente set email = 'admin@example.it' where id = ${s.admin.utenteId}`.execute(tx),
    )
    const lui = await as(t, { id, codiceFiscale: await codiceDi(id, s.admin) })
    const notifiche = () =>
      t.deps.db.inScope({ azione: 'prova', nazionale: true, utente: s.admin.utenteId }, async (tx) =>
        (
          await sql<{
            testo: string
          }>`select testo from kernel.notifica where ambito_id = ${s.a.id} order by creata`.execute(tx)
        ).rows.map((r) => r.testo),
      )
    await jobContratti.run(t.deps, {})
    await jobContratti.run(t.deps, {})
    expect(await notifiche()).toHaveLength(1)
    expect((await notifiche())[0]).toContain('20/03/2026')
    const posta = await t.deps.db.inScope(
      { azione: 'prova', nazionale: true },
      async (tx) =>
        (
          await sql<{
            destinatario: string
            testo: string
          }>`select destinatario, testo from kernel.posta_in_uscita where ambito_id = ${s.a.id}`.execute(tx)
        ).rows,
    )
    expect(posta).toHaveLength(1)
    const { cognome } = await s.admin.call(utentiApi.leggi, { id })
    expect(posta[0]!.testo).not.toContain(cognome)
    expect((await lui.raw(sessioneApi.leggi, {})).status).toBe(200)
    t.clock.set('2026-03-21T00:30:00Z')
    try {
      await jobContratti.run(t.deps, {})
      const admin = await as(t, {
        id: s.admin.utenteId,
        codiceFiscale: await t.deps.db.inScope(
          { azione: 'p', nazionale: true },
          async (tx) =>
            (
              await sql<{ c: string }>`select codice_fiscale as c from utente where id = ${s.admin.utenteId}`.execute(
                tx,
              )
            ).rows[0]!.c,
        ),
      })
      const u = await admin.call(utentiApi.leggi, { id })
      expect(u).toMatchObject({ stato: 'sospeso', motivoStato: 'contratto terminato il 20/03/2026' })
      expect(u.storia[0]).toMatchObject({ chi: 'scadenze dei contratti' })
      expect((await lui.raw(sessioneApi.leggi, {})).status).toBe(401)
      expect((await rifiuto(admin.call(utentiApi.riprendi, { id, motivo: 'x' }))).detail).toContain('aggiorna prima')
      expect(await notifiche()).toHaveLength(2)
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
  })
})

describe('contract of the only administrator', () => {
  test('A2.26, A2.07: before and on the day it ends the Super Utente is told, and the administrator whom to ask', async () => {
    const s = await scena()
    const lui = await su()
    const { id: operatore } = await crea(s, 'case-manager', s.a.comuni[0]!, {
      fineContratto: '2026-03-20',
      ...persona(),
    })
    const tutto = { azione: 'prova', nazionale: true }
    await t.deps.db.inScope(tutto, (tx) =>
      sql`update utente set fine_contratto = '2026-03-20' where id = ${s.admin.utenteId}`.execute(tx),
    )
    const lette = (chi: Caller, di: string) =>
      t.deps.db.inScope({ ...tutto, utente: chi.utenteId }, async (tx) =>
        (
          await sql<{
            testo: string
          }>`select testo from kernel.notifica where collegamento = ${`/utenti/${di}`} order by creata, testo`.execute(
            tx,
          )
        ).rows.map((r) => r.testo),
      )
    await jobContratti.run(t.deps, {})
    await jobContratti.run(t.deps, {})
    expect(await lette(lui, s.admin.utenteId)).toEqual([expect.stringMatching(/amministratore.*aggiorna la data/)])
    expect(await lette(s.admin, s.admin.utenteId)).toEqual([expect.stringContaining('chiedete al Super Utente')])
    // of an operator the administrator may do by himself
    expect(await lette(lui, operatore)).toEqual([])
    t.clock.set('2026-03-21T00:30:00Z')
    try {
      await jobContratti.run(t.deps, {})
      expect((await lette(lui, s.admin.utenteId))[1]).toMatch(/è stato sospeso.*abilita un altro amministratore/)
      // and now nobody else is left to be told of the operator
      expect(await lette(lui, operatore)).toEqual([expect.stringContaining('Riassegna i casi')])
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
  })
})

describe('the Super Utente', () => {
  test('does the same in the ambito he chooses, creates administrators, and is warned when there is one already', async () => {
    const s = await scena()
    const lui = await su()
    const qui = { headers: { 'trama-ambito': s.a.id } }
    expect(
      (
        await rifiuto(
          lui.call(utentiApi.create, {
            ...persona(),
            assegnazioni: [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }],
            richiestaFormaleId: s.richiestaFormaleId,
          }),
        )
      ).codice,
    ).toBe('ambito-da-scegliere')
    expect(
      await lui.call(
        utentiApi.create,
        {
          ...persona(),
          assegnazioni: [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }],
          richiestaFormaleId: s.richiestaFormaleId,
        },
        qui,
      ),
    ).toMatchObject({ abilitati: 1 })
    const secondo = await lui.call(
      utentiApi.create,
      { ...persona(), assegnazioni: [{ ruolo: 'amministratore-ambito' }] },
      qui,
    )
    expect(secondo).toMatchObject({ abilitati: 1 })
    expect(secondo.avvisi[0]).toContain('ha già un amministratore')
    const scheda = await s.admin.call(utentiApi.leggi, { id: secondo.id })
    expect(scheda.storia[0]!.chi).toBe('Super Utente')
    expect((await lui.call(utentiApi.list, { ruolo: 'amministratore-ambito' }, qui)).voci.map((v) => v.id)).toContain(
      secondo.id,
    )
  })
  test('another Super Utente belongs to no ambito and can be given no beneficiary', async () => {
    const s = await scena()
    const lui = await su()
    const collega = await lui.call(utentiApi.create, { ...persona(), assegnazioni: [{ ruolo: 'super-utente' }] })
    expect(collega.abilitati).toBe(1)
    const ruoli = [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }]
    expect((await rifiuto(lui.call(utentiApi.assegna, { id: collega.id, assegnazioni: ruoli }))).codice).toBe(
      'ambito-da-scegliere',
    )
    expect(
      (
        await rifiuto(
          lui.call(
            utentiApi.assegna,
            { id: collega.id, assegnazioni: ruoli, richiestaFormaleId: s.richiestaFormaleId },
            { headers: { 'trama-ambito': s.a.id } },
          ),
        )
      ).status,
    ).toBe(404)
    // and whatever code may write it, the database refuses
    await expect(
      t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
        sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id) values (${s.a.id}, ${collega.id}, 'case-manager', ${s.a.comuni[0]})`.execute(
          tx,
        ),
      ),
    ).rejects.toMatchObject({ constraint: 'assegnazione_nello_stesso_ambito' })
  })
})

describe('the list', () => {
  test('pages by key, searches by beginnings of words, filters by role, comune, state and contract', async () => {
    const s = await scena()
    const nomi = ['D’Angelo', 'De Rossi', 'Rossi', 'Rosselli', 'Àlbani']
    for (const [n, cognome] of nomi.entries())
      await crea(s, n % 2 ? 'case-manager' : 'coordinatore-patto', s.a.comuni[n % 2]!, {
        ...persona({ cognome, dataNascita: `197${n}-05-1${n}` }),
        fineContratto: n === 4 ? '2026-04-30' : null,
      })
    const cerca = async (input: object) => (await s.admin.call(utentiApi.list, input)).voci.map((v) => v.cognome)
    expect(await cerca({ q: 'ros' })).toEqual(['De Rossi', 'Rosselli', 'Rossi'])
    expect(await cerca({ q: 'rossi mar' })).toEqual(['De Rossi', 'Rossi'])
    expect(await cerca({ q: 'dangelo' })).toEqual(['D’Angelo'])
    expect(await cerca({ q: 'ALB' })).toEqual(['Àlbani'])
    expect(await cerca({ ruolo: 'case-manager' })).toEqual(['De Rossi', 'Rosselli'])
    expect(await cerca({ comune: s.a.comuni[0]!, q: 'ros' })).toEqual(['Rossi'])
    expect(await cerca({ contrattoEntro: '2026-05-31' })).toEqual(['Àlbani'])
    expect(await cerca({ stato: 'cessato' })).toEqual([])
    const pagine: string[] = []
    let dopo: string | undefined
    do {
      const p = await s.admin.call(utentiApi.list, { limite: 2, stato: 'inserito', ...(dopo && { dopo }) })
      expect(p.voci.length).toBeLessThanOrEqual(2)
      pagine.push(...p.voci.map((v) => v.cognome).filter((c) => c !== 'Prova'))
      dopo = p.prossima ?? undefined
    } while (dopo)
    expect(pagine).toEqual(['Àlbani', 'D’Angelo', 'De Rossi', 'Rosselli', 'Rossi'])
    expect((await rifiuto(s.admin.call(utentiApi.list, { dopo: 'storto' }))).status).toBe(400)
  })
  test('found by three letters or by a comune it has the same order and the same pages, each user once', async () => {
    const s = await scena()
    const [c, altro] = [s.a.comuni[0]!, s.a.comuni[1]!]
    // two words of the first begin so, and his roles are two
    const nati: [string, string][] = [
      ['Rosa Rossi', '1971'],
      ['Rossetti', '1972'],
      ['Bianchi Rosati', '1973'],
      ['Verdi', '1974'],
    ]
    const ids: string[] = []
    for (const [cognome, anno] of nati)
      ids.push((await crea(s, 'case-manager', c, persona({ cognome, dataNascita: `${anno}-05-11` }))).id)
    await s.admin.call(utentiApi.assegna, {
      id: ids[0]!,
      assegnazioni: [{ ruolo: 'coordinatore-patto', comune: c }],
      richiestaFormaleId: s.richiestaFormaleId,
    })
    const tutti = async (filtri: object) => {
      const visti: string[] = []
      let dopo: string | undefined
      do {
        const p = await s.admin.call(utentiApi.list, { ...filtri, limite: 1, ...(dopo && { dopo }) })
        visti.push(...p.voci.map((v) => v.cognome))
        dopo = p.prossima ?? undefined
      } while (dopo)
      return visti
    }
    expect(await tutti({ q: 'ros' })).toEqual(['Bianchi Rosati', 'Rosa Rossi', 'Rossetti'])
    expect(await tutti({ q: 'bia ros' })).toEqual(['Bianchi Rosati'])
    expect(await tutti({ comune: c })).toEqual(['Bianchi Rosati', 'Rosa Rossi', 'Rossetti', 'Verdi'])
    expect(await tutti({ comune: c, ruolo: 'coordinatore-patto' })).toEqual(['Rosa Rossi'])
    expect(await tutti({ comune: altro })).toEqual([])

    // the index follows the roles and the names
    const ruoloDi = async (id: string) => (await s.admin.call(utentiApi.leggi, { id })).incarichi[0]!.id
    await s.admin.call(assegnazioniApi.revoca, { id: await ruoloDi(ids[3]!), motivo: 'Trasferita ad altro servizio' })
    expect(await tutti({ comune: c })).toEqual(['Bianchi Rosati', 'Rosa Rossi', 'Rossetti'])
    await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`update utente set cognome = 'Zanrosso' where id = ${ids[1]!}`.execute(tx),
    )
    expect(await tutti({ comune: c })).toEqual(['Bianchi Rosati', 'Rosa Rossi', 'Zanrosso'])
    expect(await tutti({ q: 'ros' })).toEqual(['Bianchi Rosati', 'Rosa Rossi'])
    expect(await tutti({ q: 'zan' })).toEqual(['Zanrosso'])
  })
  test('shows who entered with SPID data that differ', async () => {
    const s = await scena()
    const { id } = await crea(s)
    await t.deps.db.call('select * from accesso.apri_sessione($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      await codiceDi(id, s.admin),
      Buffer.from(id),
      t.deps.clock().toISOString(),
      'p',
      'i',
      '_',
      '_',
      2,
      JSON.stringify({ nome: 'Marisa' }),
    ])
    expect((await s.admin.call(utentiApi.list, { differenzeSpid: true })).voci.map((v) => v.id)).toEqual([id])
    expect((await s.admin.call(utentiApi.leggi, { id })).spid).toEqual([
      { campo: 'nome', accreditato: 'Maria', spid: 'Marisa' },
    ])
  })
  test('a codice fiscale is searched in the body, never in the address', async () => {
    const s = await scena()
    const { id } = await crea(s)
    const codiceFiscale = await codiceDi(id, s.admin)
    expect(await rifiuto(s.admin.call(utentiApi.list, { q: codiceFiscale }))).toMatchObject({ status: 422, campo: 'q' })
    expect(
      (await s.admin.call(utentiApi.cercaCodice, { codiceFiscale: codiceFiscale.toLowerCase() })).voci.map((v) => v.id),
    ).toEqual([id])
    const altra = await scena()
    expect((await altra.admin.call(utentiApi.cercaCodice, { codiceFiscale })).voci).toEqual([])
  })
  test('is exported with the same filters, one row per role', async () => {
    const s = await scena()
    await crea(s, 'case-manager', s.a.comuni[0]!, persona({ cognome: '=Bianchi' }))
    const csv = await s.admin.call(utentiApi.esporta, { formato: 'csv', ruolo: 'case-manager' })
    const righe = Buffer.from(csv.contenuto as Uint8Array)
      .toString()
      .trim()
      .split('\r\n')
    expect(righe).toHaveLength(2)
    expect(righe[1]).toContain('Case manager')
    expect(righe[1]).not.toMatch(/;"?=Bianchi/)
    // found by his codice fiscale, the file has him alone, whatever else is asked; and nobody of another ambito
    const codice = /;?([A-Z0-9]{16});/.exec(righe[1]!)![1]!
    const altri = { formato: 'csv', stato: 'cessato' } as const
    const suo = await s.admin.call(utentiApi.esporta, { ...altri, codiceFiscale: codice.toLowerCase() })
    expect(Buffer.from(suo.contenuto as Uint8Array).toString()).toBe(
      Buffer.from(csv.contenuto as Uint8Array).toString(),
    )
    const altrove = await (await scena()).admin.call(utentiApi.esporta, { formato: 'csv', codiceFiscale: codice })
    expect(Buffer.from(altrove.contenuto as Uint8Array).toString()).not.toContain(codice)
    const xlsx = await s.admin.call(utentiApi.esporta, {})
    expect(
      Buffer.from(xlsx.contenuto as Uint8Array)
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })
})
