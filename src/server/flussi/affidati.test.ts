// Who runs the flows of comuni of several ambiti (ADR 0076): he enters each for what is entrusted to his own, and is a stranger in all
// the rest. Every act of the section is asked, in every place where it must not answer.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Affidati, affida, affidati, finisce, presso } from '../../../test/support/affidati.ts'
import {
  type Ambito,
  as,
  asRuolo,
  type Caller,
  daProprietario,
  nuovoAmbito,
  nuovoUtente,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import { nomeEndpoint } from '../../../test/support/contratti.ts'
import {
  carica,
  genera,
  importa,
  lavora,
  luoghiFlussi,
  prepara,
  type ScenaFlussi,
} from '../../../test/support/flussi.ts'
import { csv, personaSintetica, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { FISSI, riempiOgniTabella } from '../../../test/support/ogni-tabella.ts'
import { finta } from '../../../test/support/richiesta-finta.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { utentiApi } from '../../shared/accesso/utenti.api.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { carichiApi } from '../../shared/flussi/carichi.api.ts'
import { cooperazioneApi } from '../../shared/flussi/cooperazione.api.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { fontiApi } from '../../shared/flussi/fonti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { inviiApi } from '../../shared/flussi/invii.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { rielaborazioniApi } from '../../shared/flussi/rielaborazioni.api.ts'
import { riferimentiApi } from '../../shared/flussi/riferimenti.api.ts'
import type { Endpoint } from '../../shared/kernel/endpoint.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { adesioniApi } from '../../shared/territorio/adesioni.api.ts'
import { readCsv } from '../kernel/read-csv.ts'
import { hashToken } from '../kernel/serve.ts'
import { contratti } from '../openapi.ts'
import { leggiCarico } from './carichi-corsa.ts'
import { ritiraFile } from './carichi-ritiro.ts'
import { generaFlussi } from './generazioni-corsa.ts'
import { pubblicaFlussi } from './pubblicazioni.ts'
import { rielaboraRighe } from './rielaborazioni-corsa.ts'
import { notte } from './scadenze.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
})
afterAll(() => t.close())

const IERI = '2026-03-01'
const OGGI = '2026-03-02'
/** What holds for all the enti of an ambito is not of who comes from outside. */
const SOLO_DENTRO = nomeEndpoint(riferimentiApi.conferma)
const molte = (n: number) => csv(Array.from({ length: n }, (_, i) => rigaBuona(i)))
/** The acts that a role of the flows has, from the policy table. */
const ATTI = new Set(
  readCsv('ruoli.csv')
    .filter((r) => r.sezione === 'flussi' && r.OFL)
    .map((r) => r.azione!),
)
const deiFlussi = contratti().filter(({ e }) => ATTI.has(e.azione))

const ente = async (chi: Caller, comuneId: string, denominazione: string) =>
  (
    await chi.call(entiApi.create, {
      comuneId,
      tipo: 'comune',
      codice: comuneId,
      denominazione,
      sede: 'F205',
      codiceFiscaleOperatore: 'DMSSTT80A01F205X',
      gravita: {},
    })
  ).id

/** An entrusted comune with its ente, as the hub's tests want it. */
async function scena(w: Affidati, a: Ambito): Promise<ScenaFlussi> {
  const chi = presso(t, w.chi, a)
  const comune = a.comuni[0]!
  return { a, comune, chi, ente: await ente(chi, comune, `Comune Affidato ${comune}`) }
}

const negati = async (a: { id: string }, utente: string) =>
  (
    await daProprietario(
      t,
      `select azione, motivo from kernel.registro_accessi where ambito_id = '${a.id}' and utente_id = '${utente}' and esito = 'negato' order by id`,
    )
  ).map((r) => `${r.azione} ${r.motivo}`)

describe('chi entra in un altro ambito', () => {
  test('vi lavora per il comune che glieli affida, e per nessun altro; a casa sua non cambia nulla', async () => {
    const w = await affidati(t)
    const [inA, inB] = [await scena(w, w.a), await scena(w, w.b)]
    await importa(t, inA, csv([rigaBuona(1)]))
    await importa(t, inB, csv([rigaBuona(2), rigaBuona(3)]))
    const righe = async (chi: Caller) =>
      (await chi.call(inviiApi.invii, { anno: 2025 })).voci.map((v) => [v.enteId, v.righe])
    expect(await righe(inA.chi)).toEqual([[inA.ente, 1]])
    expect(await righe(inB.chi)).toEqual([[inB.ente, 2]])
    expect(await righe(w.chi)).toEqual([])
    expect((await genera(t, inB)).flussi).toHaveLength(1)
    // of one ambito nothing answers from the other
    expect((await inA.chi.call(prestazioniApi.list, { ente: inB.ente })).voci).toEqual([])
    expect(await rifiuto(inA.chi.call(inviiApi.termine, { ente: inB.ente }))).toMatchObject({ status: 404 })
    expect((await inA.chi.call(entiApi.comuni, {})).voci.map((c) => c.id)).toEqual([w.a.comuni[0]])
    expect(
      await rifiuto(
        inA.chi.call(entiApi.create, {
          comuneId: w.a.comuni[1]!,
          tipo: 'comune',
          codice: 'X1',
          denominazione: 'Non suo',
          sede: 'F205',
          codiceFiscaleOperatore: 'DMSSTT80A01F205X',
          gravita: {},
        }),
      ),
    ).toMatchObject({ campo: 'comuneId' })
    // the session says where one may go, and for what
    const { affidati: dove } = await w.chi.call(sessioneApi.leggi, {})
    expect(dove.map((x) => x.id).sort()).toEqual([w.a.id, w.b.id].sort())
    expect(dove[0]!.azioni).toEqual([...ATTI].sort())
    expect((await (await operatore(t, w.a, 'operatore-flussi')).call(sessioneApi.leggi, {})).affidati).toEqual([])
  })

  test('estrae ciò che la cartella di quel comune registra come concesso, e di nessun altro; della persona legge ciò che si manda', async () => {
    const w = await affidati(t)
    const s = await scena(w, w.a)
    const [, nonSuo] = w.a.comuni as [string, string]
    const delComune = await operatore(t, w.a, 'operatore-flussi', s.comune)
    const altri = await operatore(t, w.a, 'operatore-flussi', nonSuo)
    const altroEnte = await ente(altri, nonSuo, 'Comune Che Non Affida')
    // one person is helped in both, and each record knows something else of her
    const [sua, loro] = [personaSintetica(91), personaSintetica(92)]
    await aiutata(w.a, s.comune, sua, 'Francia')
    await aiutata(w.a, nonSuo, loro, 'Spagna')
    await aiutata(w.a, nonSuo, sua, 'Spagna')
    const mese = '2026-03'
    const decisione = { fonte: 'aiuti', voce: 'buono-spesa', invia: true, codice: 'A1.06', campi: [] }
    const estrai = async (chi: Caller, di: string) => {
      await chi.call(fontiApi.decidi, { ente: di, ...decisione })
      let [dopo, nuove]: [string | null, number] = ['', 0]
      while (dopo !== null) {
        const r: { dopo: string | null; nuove: number } = await chi.call(fontiApi.estrai, {
          ente: di,
          periodo: mese,
          ...(dopo && { dopo }),
        })
        ;[dopo, nuove] = [r.dopo, nuove + r.nuove]
      }
      return nuove
    }
    expect(await estrai(s.chi, s.ente)).toBe(1)
    expect(await estrai(altri, altroEnte)).toBe(2)
    const lette = async (chi: Caller, di: string) =>
      (await chi.call(prestazioniApi.list, { ente: di })).voci.map((p) =>
        Object.fromEntries(p.valori.map((v) => [v.campo, v.valore])),
      )
    // who it is and what she had, and of the record her citizenship as that comune knows it
    expect(await lette(s.chi, s.ente)).toEqual([
      expect.objectContaining({
        'beneficiario.codiceFiscale': sua.codiceFiscale,
        'beneficiario.anagrafica.cognome': sua.cognome.toUpperCase(),
        'beneficiario.anagrafica.cittadinanza': '250',
        importo: '50.00',
      }),
    ])
    // neither more nor less than who is of that comune
    expect(await lette(delComune, s.ente)).toEqual(await lette(s.chi, s.ente))
    for (const chiede of [
      () => estrai(s.chi, altroEnte),
      () => s.chi.call(fontiApi.estrai, { ente: altroEnte, periodo: mese }),
      () => s.chi.call(fontiApi.voci, { ente: altroEnte }),
      () => s.chi.call(fontiApi.concesse, { ente: altroEnte, periodo: mese }),
    ])
      expect(await rifiuto(chiede())).toMatchObject({ status: 404 })
    expect(await lette(s.chi, altroEnte)).toEqual([])
  })
  /** Helped at the desk of the comune, whose record knows what citizenship she has. */
  async function aiutata(a: Ambito, comuneId: string, p: ReturnType<typeof personaSintetica>, stato: string) {
    const { codiceFiscale, cognome, nome, dataNascita } = p
    const assistente = await operatore(t, a, 'assistente-sociale', comuneId)
    const personaId = await nuovaPersona(assistente, comuneId, {
      codiceFiscale,
      cognome,
      nome,
      dataNascita,
      sesso: 'F',
    })
    await t.deps.db.inScope(
      { azione: 'prova', ambito: a.id, comuni: [comuneId], operatore: 'prove', fascicolo: true },
      (tx) =>
        sql`insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, fonte) values (${comuneId}, ${personaId}, 'cittadinanza', false, ${JSON.stringify({ stato })}::jsonb, '2020-01-01', 'persona')`.execute(
          tx,
        ),
    )
    const desk = await operatore(t, a, 'operatore-sportello', comuneId)
    const base = { canale: 'persona', esito: 'aiuto-immediato' }
    const { id } = await desk.call(contattiApi.crea, { comuneId, bisogno: 'reddito', ...base })
    await desk.call(contattiApi.completa, {
      id,
      versione: 1,
      bisogni: ['reddito'],
      servizi: [],
      aiutoTipo: 'buono-spesa',
      aiutoFonte: 'comune',
      aiutoImporto: 50_00,
      personaId,
      ...base,
    })
  }

  test('chi lo ha per un comune solo del proprio ambito, o non lo ha, resta fuori; e così chi è di un ambito a cui nulla è affidato', async () => {
    const w = await affidati(t)
    const altro = await ambitoConCartella(t)
    const [suo, suoDiTutto] = [
      await operatore(t, altro, 'operatore-flussi', altro.comuni[0]),
      await operatore(t, altro, 'operatore-flussi'),
    ]
    for (const chi of [suo, suoDiTutto])
      expect(await rifiuto(presso(t, chi, w.a).call(entiApi.list, {}))).toMatchObject({ codice: 'ambito-non-affidato' })
    await affida(t, w.a, w.a.comuni[1]!, altro)
    expect(await rifiuto(presso(t, suo, w.a).call(entiApi.list, {}))).toMatchObject({ status: 403 })
    expect((await presso(t, suoDiTutto, w.a).call(entiApi.comuni, {})).voci.map((c) => c.id)).toEqual([w.a.comuni[1]])
    const senzaRuolo = await asRuolo(t, w.citta, 'amministratore-ambito')
    expect(await rifiuto(presso(t, senzaRuolo, w.a).call(entiApi.list, {}))).toMatchObject({
      codice: 'azione-non-consentita',
    })
    // who is expired, suspended or prepared has nothing to carry with him
    for (const x of [{ al: IERI }, { stato: 'preparata' as const }, { stato: 'sospesa' as const }]) {
      const chi = await asRuolo(t, w.citta, { ruolo: 'operatore-flussi', ...x })
      expect(await rifiuto(presso(t, chi, w.a).call(entiApi.list, {}))).toMatchObject({ status: 403 })
    }
  })

  test('non vi entra dove il comune non ha il suo protocollo, né quando l’affidamento non è registrato, finito o non ancora cominciato', async () => {
    const w = await affidati(t)
    const chi = presso(t, w.chi, w.a)
    const prova = async (campi: string) => {
      await daProprietario(
        t,
        `update adesione set ${campi} where ambito_id = '${w.a.id}' and affidatario_id is not null`,
      )
      const r = await chi.raw(entiApi.list, {})
      await daProprietario(
        t,
        `update adesione set stato = 'registrata', dal = '2019-10-01', al = null where ambito_id = '${w.a.id}' and affidatario_id is not null`,
      )
      return r.status
    }
    expect(await prova("al = '2026-03-02'")).toBe(200)
    expect(await prova(`al = '${IERI}'`)).toBe(403)
    expect(await prova("dal = '2026-03-03'")).toBe(403)
    for (const stato of ['bozza', 'firmata', 'cessata']) expect(await prova(`stato = '${stato}'`)).toBe(403)
    expect((await chi.raw(entiApi.list, {})).status).toBe(200)
    const protocollo = `where ambito_id = '${w.a.id}' and comune_id = '${w.a.comuni[0]}' and tipo_adesione_id = 'protocollo-intesa'`
    await daProprietario(t, `update adesione set al = '${IERI}' ${protocollo}`)
    expect((await chi.raw(entiApi.list, {})).status).toBe(403)
    await daProprietario(t, `update adesione set al = null ${protocollo}`)
    // a comune that leaves the ambito takes nothing with it
    await daProprietario(t, `update ambito_comune set al = '${IERI}' where comune_id = '${w.a.comuni[0]}'`)
    expect((await chi.raw(entiApi.list, {})).status).toBe(403)
  })

  test('è un estraneo per tutto il resto: persone, utenti, adesioni; ogni altro atto risponde come a casa sua', async () => {
    const w = await affidati(t)
    const dentro = await operatore(t, w.a, 'responsabile-servizio')
    const persona = await nuovaPersona(dentro, w.a.comuni[0]!, { cognome: 'Zestranea' })
    // whoever he may be at home
    const chi = await asRuolo(t, w.citta, 'operatore-flussi', 'responsabile-servizio', 'assistente-sociale')
    const la = presso(t, chi, w.a)
    expect(await rifiuto(la.call(personeApi.leggi, { id: persona }))).toMatchObject({ status: 404 })
    expect((await la.call(personeApi.cerca, { testo: 'Zestranea' } as never)).voci).toEqual([])
    const aa = await asRuolo(t, w.citta, 'amministratore-ambito')
    const lui = presso(t, aa, w.a)
    expect(await rifiuto(lui.call(utentiApi.leggi, { id: dentro.utenteId }))).toMatchObject({ status: 404 })
    expect((await lui.call(adesioniApi.elenco, {})).voci).toEqual([])
    expect((await lui.call(registriApi.accessi, {})).voci.map((v) => v.utenteId)).not.toContain(dentro.utenteId)
    // the confirmation of a table holds for all the enti of the ambito: it is not of who comes from outside
    const { impronta } = await la.call(riferimentiApi.leggi, {})
    expect(await rifiuto(la.call(riferimentiApi.conferma, { impronta, fonte: 'Prova' }))).toMatchObject({ status: 403 })
    await (await operatore(t, w.a, 'operatore-flussi')).call(riferimentiApi.conferma, { impronta, fonte: 'Prova' })
  })

  test('la transazione in cui entra è di quel solo ambito, di quei soli comuni, senza classi; chi vi è nascosto, e la sua famiglia, si chiede là', async () => {
    const w = await affidati(t)
    const { id, codiceFiscale } = await nuovoUtente(t, w.citta, ['operatore-flussi'])
    const chi = await as(t, { id, codiceFiscale })
    const sociale = await operatore(t, w.a, 'responsabile-servizio')
    const lui = await nuovaPersona(sociale, w.a.comuni[0]!, { nome: 'Aldo', sesso: 'M' })
    const riservata = await nuovaPersona(sociale, w.a.comuni[0]!)
    const figlia = await nuovaPersona(sociale, w.a.comuni[0]!, { dataNascita: '2010-01-01' })
    await daProprietario(t, `update persona set codice_fiscale = '${codiceFiscale}' where id = '${lui}'`)
    await daProprietario(t, `update persona set riservato_a = '{${sociale.utenteId}}' where id = '${riservata}'`)
    await t.deps.db.inScope({ azione: 'prova', ambito: w.a.id, comuni: w.a.comuni, fascicolo: true }, (tx) =>
      sql`insert into relazione (comune_id, persona_a, persona_b, specie, tipo, fonte) values (${w.a.comuni[0]}, ${lui}, ${figlia}, 'filiazione', 'genitore', 'persona')`.execute(
        tx,
      ),
    )
    const ambito = async (azione: string, a: string | undefined) =>
      t.deps.db.inSession(
        {
          token: hashToken(chi.token),
          azione,
          ambito: a,
          adesso: t.deps.clock(),
          richiesta: randomUUID(),
          fascicolo: true,
          soloLettura: true,
        },
        async (ingresso, tx) => {
          const { rows } = await sql<Record<string, unknown>>`
            select kernel.ambito() as ambito, kernel.comuni() as comuni, kernel.ambito_intero() as intero, kernel.classi() as classi,
                   (select array_agg(x order by x) from unnest(kernel.persone_vietate()) x) as vietate`.execute(tx)
          return { ...rows[0], nazionale: ingresso.nazionale, esito: ingresso.esito }
        },
      )
    expect(await ambito('flusso.leggi', w.a.id)).toEqual({
      ambito: w.a.id,
      comuni: [w.a.comuni[0]],
      intero: false,
      classi: [],
      vietate: [lui, riservata, figlia].sort(),
      nazionale: false,
      esito: 'ok',
    })
    // at home none of them is anybody
    expect(await ambito('flusso.leggi', undefined)).toMatchObject({ ambito: w.citta.id, comuni: [], vietate: null })
    expect(await ambito('territorio.leggi', w.a.id)).toMatchObject({ ambito: w.citta.id })
  })
})

describe('ogni atto dei flussi', () => {
  let w: Affidati
  const altro = randomUUID()
  beforeAll(async () => {
    w = await affidati(t)
    // one row of every kind, of the comune that entrusts nothing: the first of those given to who fills
    await riempiOgniTabella(
      t,
      { ...w.a, comuni: [...w.a.comuni].reverse() },
      {
        sezioni: ['flussi'],
        id: altro,
        utente: w.chi.utenteId,
        persona: randomUUID(),
        altra: randomUUID(),
        parole: () => undefined,
        fissi: {
          ...FISSI,
          'avviso_flussi.periodo': '2026-01',
          'concessa_flussi.periodo': '2026-01',
          'cooperazione_inps.codice': 'a'.repeat(20),
          'ente_flussi.sede': 'H501',
          'esito_flusso.codice': 'ERRORE',
          'fonte_flussi.motivo': 'altro',
          'minore_flussi.gettone': 'B'.repeat(20),
          'scheda_minore.gettone': 'B'.repeat(20),
        },
      },
    )
  })
  const chiede = (chi: Caller, e: Endpoint, id: string) => {
    const x = { id, testo: 'prova', comune: w.a.comuni[0]! }
    const input = { ...finta(e.body, x), ...finta(e.query, x), ...finta(e.params, x, true) }
    return chi.raw(e, input as never, e.upload ? { file: Buffer.from('x') } : {})
  }
  test.each(deiFlussi)('$e.method $e.path', async ({ e }) => {
    const dentro = presso(t, w.chi, w.a)
    // where it is entrusted the act is his: what it says then is of the request
    const r = await chiede(dentro, e, randomUUID())
    if (nomeEndpoint(e) === SOLO_DENTRO) expect(r.status).toBe(403)
    else expect([401, 403], JSON.stringify(r.body)).not.toContain(r.status)
    expect(r.status).toBeLessThan(500)
    // a row of the comune beside is not there, nor is it changed
    const prima = await modifiche()
    const suo = await chiede(dentro, e, altro)
    expect(JSON.stringify(suo.body ?? null).replaceAll(`?id=${altro}`, '')).not.toContain(`"${altro}"`)
    if (e.params && 'id' in e.params.properties) {
      expect(suo.status, JSON.stringify(suo.body)).toBeGreaterThanOrEqual(400)
      expect(suo.status).toBeLessThan(500)
    }
    expect(await modifiche()).toBe(prima)
    // nor is there anything after the last day, in an ambito that entrusts nothing, or for who has not the role
    const diAltri = await ambitoConCartella(t, 1)
    const fuori = await chiede(presso(t, w.chi, diAltri), e, altro)
    expect([fuori.status, (fuori.body as { codice: string }).codice]).toEqual([403, 'ambito-non-affidato'])
    await finisce(t, w.a, w.a.comuni[0]!, IERI)
    const finito = await chiede(dentro, e, altro)
    await daProprietario(
      t,
      `update adesione set al = null where ambito_id = '${w.a.id}' and affidatario_id is not null`,
    )
    expect([finito.status, (finito.body as { codice: string }).codice]).toEqual([403, 'ambito-non-affidato'])
  })
  const modifiche = async () =>
    (await daProprietario(t, `select count(*)::int as n from kernel.registro_modifiche where riga_id = '${altro}'`))[0]!
      .n
  test('sono tutti, e ogni rifiuto lascia la sua traccia: fuori, nel registro di chi prova; dentro, in quello dell’ambito', async () => {
    expect(deiFlussi.length).toBeGreaterThan(60)
    const nella = await negati(w.citta, w.chi.utenteId)
    expect(new Set(nella.map((x) => x.split(' ')[0]))).toEqual(ATTI)
    expect(new Set(nella.map((x) => x.split(' ')[1]))).toEqual(new Set(['ambito-non-affidato']))
    const la = new Set((await negati(w.a, w.chi.utenteId)).map((x) => x.split(' ')[1]))
    expect(la).toEqual(new Set(['non-trovato', 'azione-non-consentita']))
  })
})

describe('il lavoro avviato', () => {
  test('una lettura si ferma quando l’affidamento finisce: ciò che era letto resta, e chi è dell’ambito la riprende da capo', async () => {
    const w = await affidati(t)
    const s = await scena(w, w.a)
    const id = await prepara(s, molte(2500))
    await finisceQuando(w, sql`select prestazioni > 0 as si from carico_flussi where id = ${id}`, (deps) =>
      leggiCarico(deps, { id, ambito: w.a.id, utente: w.chi.utenteId, comuni: [s.comune] }),
    )
    expect(await rifiuto(s.chi.call(carichiApi.leggi, { id }))).toMatchObject({ status: 403 })
    const dentro = await operatore(t, w.a, 'operatore-flussi')
    const letto = await dentro.call(carichiApi.leggi, { id })
    expect(letto).toMatchObject({ stato: 'fallito', errore: expect.stringContaining('non prepara più i flussi') })
    expect(letto.prestazioni).toBeGreaterThan(0)
    expect(letto.prestazioni).toBeLessThan(2500)
    const { voci } = await dentro.call(prestazioniApi.quadro, { ente: s.ente })
    expect(voci.reduce((n, v) => n + v.pronte + v.rifiutate + v.daCompletare, 0)).toBe(letto.prestazioni)
    // who uploaded it is named, there where he is not a user
    expect(letto.creatoDa).toBe('Prova Utente')
  }, 120_000)
  test('una generazione lascia i flussi interi, e nulla a metà', async () => {
    const w = await affidati(t)
    const s = await scena(w, w.a)
    await importa(t, s, molte(2500))
    const { id } = await s.chi.call(generazioniApi.genera, { ente: s.ente, massimoRecord: 1000 })
    await finisceQuando(w, sql`select flussi > 0 as si from generazione_flussi where id = ${id}`, (deps) =>
      generaFlussi(deps, { id, ambito: w.a.id, utente: w.chi.utenteId, comuni: [s.comune] }),
    )
    const dentro = await operatore(t, w.a, 'operatore-flussi')
    const g = await dentro.call(generazioniApi.leggi, { id })
    expect(g).toMatchObject({ stato: 'fallita', errore: expect.stringContaining('non prepara più i flussi') })
    expect(
      await daProprietario(
        t,
        `select id from flusso where generazione_id = '${id}' and stato = 'in-scrittura' and exists (select 1 from flusso_parte p where p.flusso_id = flusso.id)`,
      ),
    ).toEqual([])
    const [{ dentroUnFlusso, pronte }] = (await daProprietario(
      t,
      `select count(*) filter (where stato = 'in-flusso')::int as "dentroUnFlusso", count(*) filter (where stato = 'pronta')::int as pronte from prestazione_erogata where ente_id = '${s.ente}'`,
    )) as [{ dentroUnFlusso: number; pronte: number }]
    expect(dentroUnFlusso).toBe(g.prestazioni)
    expect(dentroUnFlusso + pronte).toBe(2500)
    expect(pronte).toBeGreaterThan(0)
  }, 120_000)
  test.each(['pubblicazione', 'rielaborazione', 'ritiro'] as const)(
    'anche una %s si ferma, e dice perché',
    async (lavoro) => {
      const w = await affidati(t)
      const s = await scena(w, w.a)
      const incarico = (id: string) => ({ id, ambito: w.a.id, utente: w.chi.utenteId, comuni: [s.comune] })
      const { id: carico } = await importa(t, s, molte(2300))
      const fatte = { pubblicazione: 'flussi', rielaborazione: 'guardate', ritiro: 'ritirate' }[lavoro]
      const tabella = {
        pubblicazione: 'generazione_flussi',
        rielaborazione: 'rielaborazione_flussi',
        ritiro: 'carico_flussi',
      }[lavoro]
      const [id, fai] = await {
        pubblicazione: async () => {
          await s.chi.call(cooperazioneApi.imposta, {
            ente: s.ente,
            audience: `https://prova.example/${s.ente}`,
            finalita: [randomUUID()],
            attiva: true,
          })
          return [(await s.chi.call(cooperazioneApi.pubblica, { ente: s.ente })).id, pubblicaFlussi] as const
        },
        rielaborazione: async () =>
          [(await s.chi.call(rielaborazioniApi.avvia, { ente: s.ente })).id, rielaboraRighe] as const,
        ritiro: async () => {
          await s.chi.call(carichiApi.ritira, { id: carico })
          return [carico, ritiraFile] as const
        },
      }[lavoro]()
      await finisceQuando(
        w,
        sql`select ${sql.ref(fatte)} > 0 as si from ${sql.table(tabella)} where id = ${id}`,
        (deps) => fai(deps, incarico(id)),
      )
      const [r] = await daProprietario(t, `select stato, errore, ${fatte} as fatte from ${tabella} where id = '${id}'`)
      expect(r).toMatchObject({
        stato: expect.stringMatching(/^fallit[ao]$/),
        errore: expect.stringMatching(/di questo ente/),
      })
      expect(r!.fatte).toBeGreaterThan(0)
      expect(r!.fatte).toBeLessThan(2300)
    },
    120_000,
  )
  /** What was entrusted ends while the work runs, as soon as something of it is there. */
  async function finisceQuando(
    w: Affidati,
    gia: ReturnType<typeof sql<{ si: boolean }>>,
    fai: (deps: TestApp['deps']) => Promise<void>,
  ) {
    let finito = false
    const dentro = { azione: 'prova', ambito: w.a.id, comuni: w.a.comuni, fascicolo: true }
    const db = new Proxy(t.deps.db, {
      get(vero, nome) {
        const v = Reflect.get(vero, nome)
        if (nome !== 'inScope') return typeof v === 'function' ? v.bind(vero) : v
        return async (...args: Parameters<typeof vero.inScope>) => {
          const { rows } = finito ? { rows: [] } : await vero.inScope(dentro, (tx) => gia.execute(tx))
          if (rows[0]?.si) {
            finito = true
            await finisce(t, w.a, w.a.comuni[0]!, IERI)
          }
          return vero.inScope(...args)
        }
      },
    })
    await fai({ ...t.deps, db })
    expect(finito).toBe(true)
  }
})

describe('chi affida', () => {
  test('l’amministratore del comune registra l’atto, con l’ambito a cui affida, e lo fa cessare: da allora chi era entrato è fuori', async () => {
    const w = { citta: await nuovoAmbito(t, 0), a: await ambitoConCartella(t) }
    const aa = await asRuolo(t, w.a, 'amministratore-ambito')
    const chi = presso(t, await operatore(t, w.citta, 'operatore-flussi'), w.a)
    const [laAmministra, altrove] = [
      await asRuolo(t, w.citta, 'amministratore-ambito'),
      await asRuolo(t, await nuovoAmbito(t, 0), 'amministratore-ambito'),
    ]
    const detto = async (x: Caller) =>
      (await x.call(notificheApi.list, {})).voci.map((v) => [v.testo.replace(/^.*?»: /, ''), v.collegamento])
    const comuneId = w.a.comuni[0]!
    const nuova = { tipoId: 'affidamento-flussi', comuneId, affidatarioId: w.citta.id }
    const campo = async (altro: object) => (await rifiuto(aa.call(adesioniApi.crea, { ...nuova, ...altro }))).campo
    expect(await campo({ affidatarioId: null })).toBe('affidatarioId')
    expect(await campo({ affidatarioId: w.a.id })).toBe('affidatarioId')
    expect(await campo({ affidatarioId: randomUUID() })).toBe('affidatarioId')
    expect(await campo({ comuneId: null })).toBe('comuneId')
    expect(await campo({ tipoId: 'protocollo-intesa' })).toBe('affidatarioId')
    const { id, versione: v0 } = await aa.call(adesioniApi.crea, nuova)
    expect(await detto(laAmministra)).toEqual([])
    const versione = await firmaERegistra(aa, id, v0)
    // who is entrusted has no part in the act: its administrators are told of it, and nobody else is
    expect(await detto(laAmministra)).toEqual([
      [expect.stringMatching(/^affidato al tuo ambito dal 10\/01\/2026\. Vi lavora chi/), '/utenti'],
    ])
    expect((await laAmministra.call(notificheApi.list, {})).voci[0]!.testo).toContain(
      `Comune di Comune di prova ${comuneId} (Ambito ${w.a.codice})`,
    )
    expect(await aa.call(adesioniApi.leggi, { id })).toMatchObject({
      affidatoA: { id: w.citta.id },
      stato: 'registrata',
    })
    expect((await chi.call(entiApi.comuni, {})).voci.map((c) => c.id)).toEqual([comuneId])
    // one at a time
    const altra = await aa.call(adesioniApi.crea, { ...nuova, affidatarioId: (await nuovoAmbito(t, 0)).id })
    expect(await rifiuto(firmaERegistra(aa, altra.id, altra.versione))).toMatchObject({ campo: 'dal' })
    const { versione: v1 } = await aa.call(adesioniApi.cessa, { id, al: OGGI, motivo: 'Recesso', versione })
    expect((await detto(laAmministra)).map(([x]) => x)).toContain('l’affidamento al tuo ambito finisce il 02/03/2026.')
    await aa.call(adesioniApi.cessa, { id, al: IERI, motivo: 'Recesso', versione: v1 })
    expect((await detto(laAmministra)).map(([x]) => x)).toContain('l’affidamento al tuo ambito è finito il 01/03/2026.')
    expect(await detto(laAmministra)).toHaveLength(3)
    for (const x of [aa, chi, altrove]) expect(await detto(x)).toEqual([])
    expect(await rifiuto(chi.call(entiApi.comuni, {}))).toMatchObject({ codice: 'ambito-non-affidato' })
    // the register says to whom
    const { voci } = await aa.call(registriApi.modifiche, { tabella: 'adesione', riga: id })
    expect(voci.map((x) => x.frase).join(' ')).toContain('ambito a cui si affida «Ambito P')
  })
  async function firmaERegistra(aa: Caller, id: string, versione: number): Promise<number> {
    const doc = await aa.call(adesioniApi.documento, { id, nome: 'atto.pdf' } as never, {
      file: Buffer.from('%PDF-1.4\n%%EOF'),
    })
    const f = await aa.call(adesioniApi.firma, {
      id,
      firmatario: 'Anna Prova',
      qualifica: 'sindaco',
      firmataIl: '2026-01-10',
      versione: doc.versione ?? versione,
    })
    return (await aa.call(adesioniApi.registra, { id, dal: '2026-01-10', versione: f.versione })).versione
  }

  test('quali ruoli si possono dare si chiede una volta per ambito che affida oggi, e non per ogni suo atto', async () => {
    const w = await affidati(t)
    await affida(t, w.a, w.a.comuni[1]!, w.citta)
    await finisce(t, w.b, w.b.comuni[0]!, IERI)
    // one connection holds the count of what its transaction has called
    await t.owner.exec(`reset role; begin; set local track_functions = 'pl'`)
    const [r] = await daProprietario(
      t,
      `select (select count(*)::int from accesso.territori_ammessi('${w.citta.id}', '${OGGI}') m where m.ruolo_id = 'operatore-flussi') as ruoli,
              pg_stat_get_xact_function_calls('accesso.comuni_affidati'::regproc)::int as chiamate`,
    )
    await t.owner.exec('rollback')
    expect(r).toEqual({ ruoli: 1, chiamate: 1 })
  })

  test('i suoi registri dicono il nome di chi ha agito da fuori, anche quando è finito; di un altro estraneo non lo dicono', async () => {
    const w = await affidati(t)
    const s = await scena(w, w.a)
    await carica(s.chi, s.ente, csv([rigaBuona(1)]))
    await rifiuto(s.chi.call(carichiApi.leggi, { id: randomUUID() }))
    const aa = await asRuolo(t, w.a, 'amministratore-ambito')
    const di = async () => (await aa.call(registriApi.accessi, { utente: w.chi.utenteId })).voci.map((v) => v.chi)
    expect(new Set(await di())).toEqual(new Set(['Prova Utente']))
    await finisce(t, w.a, w.a.comuni[0]!, IERI)
    expect(new Set(await di())).toEqual(new Set(['Prova Utente']))
    await daProprietario(
      t,
      `update adesione set affidatario_id = '${w.b.id}' where ambito_id = '${w.a.id}' and affidatario_id is not null`,
    )
    expect(new Set(await di())).toEqual(new Set(['Utente di un altro ambito o del ministero']))
  })

  test('chi prepara i flussi da fuori è avvisato delle scadenze, e l’avviso lo porta nell’ambito di cui parla', async () => {
    const w = await affidati(t)
    const s = await scena(w, w.a)
    await importa(t, s, csv([rigaBuona(1, { 'Data pagamento': '10/12/2025' })]))
    await lavora(t)
    await notte(t.deps)
    const { voci } = await w.chi.call(notificheApi.list, {})
    expect(voci.map((v) => v.collegamento)).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`/flussi/scadenze?ente=${s.ente}&presso=${w.a.id}`),
        expect.stringMatching(new RegExp(`^/flussi/carichi/[0-9a-f-]+\\?presso=${w.a.id}$`)),
      ]),
    )
    // and whoever is of that ambito is told as before
    const dentro = await operatore(t, w.a, 'operatore-flussi')
    await daProprietario(t, `delete from avviso_flussi where ente_id = '${s.ente}'`)
    await notte(t.deps)
    expect((await dentro.call(notificheApi.list, {})).voci[0]!.collegamento).toBe(`/flussi/scadenze?ente=${s.ente}`)
    // what is of his own says so, for a tab that is working for another
    await importa(t, { ...s, chi: dentro }, csv([rigaBuona(2)]))
    await lavora(t)
    const suoi = (await dentro.call(notificheApi.list, {})).voci.map((v) => v.collegamento)
    expect(suoi).toContainEqual(expect.stringMatching(new RegExp(`^/flussi/carichi/[0-9a-f-]+\\?presso=${w.a.id}$`)))
  })
})
