// What Trama itself granted: decided once, extracted month by month, never twice; and all of it seen, also what is in no flow. The same
// rows from an .ods sheet; copies that are copies no more; tables confirmed and schemas uploaded.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adesione } from '../../../test/support/accreditamento.ts'
import { asRuolo, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { carica, importa, lavora, luoghiFlussi, type ScenaFlussi, scenaFlussi } from '../../../test/support/flussi.ts'
import { COLONNE, csv, personaSintetica, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { carichiApi } from '../../shared/flussi/carichi.api.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { fontiApi } from '../../shared/flussi/fonti.api.ts'
import { interventiEnteApi } from '../../shared/flussi/interventi-ente.api.ts'
import { inviiApi } from '../../shared/flussi/invii.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { riferimentiApi } from '../../shared/flussi/riferimenti.api.ts'
import { interventiApi } from '../../shared/interventi/interventi.api.ts'
import { radice } from '../kernel/paths.ts'
import { archivio } from '../kernel/tabelle/prova.ts'
import { caricaMisure } from '../misure/carica-misure.ts'
import { caricaQuestionari } from '../parametri/carica-questionari.ts'
import { perche } from './fonti-benefici.ts'
import { oreDiOgniMese } from './fonti-sostegni.ts'
import { notte } from './scadenze.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await caricaMisure(t.deps)
  await caricaQuestionari(t.deps)
  await lavora(t)
})
afterAll(() => t.close())

const dentro = (s: ScenaFlussi, fn: Parameters<TestApp['deps']['db']['inScope']>[1]) =>
  t.deps.db.inScope({ azione: 'prova', ambito: s.a.id, comuni: [s.comune], operatore: 'prove', fascicolo: true }, fn)

/** What no act of these may write. */
async function daPadrone(testo: string, valori: unknown[]): Promise<void> {
  await t.owner.exec('reset role')
  await t.owner.query(testo, valori)
  if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
}

/** A domanda of a measure, as an extract leaves it. */
const domanda = (s: ScenaFlussi, n: number, beneficio: string, dal: string | null, mensile: number | null = 50_000) =>
  dentro(s, (tx) => {
    const p = personaSintetica(n)
    return sql`
      insert into domanda (comune_id, misura_id, versione_id, protocollo, presentata_il, ricevuta_il, riconosciuta_il, beneficio, beneficio_dal, mensile, codice_fiscale, cognome, nome)
      select ${s.comune}, m.id, v.id, ${`PROVA-${n}`}, '2025-01-10', '2025-01-12', '2025-02-01', ${beneficio}, ${dal}::date, ${mensile}, ${p.codiceFiscale}, ${p.cognome}, ${p.nome}
        from misura m join misura_versione v on v.misura_id = m.id order by m.id, v.numero limit 1`.execute(tx)
  })

/** The applicant is known to the record, which keeps secret where she lives. */
const nascondi = (s: ScenaFlussi, n: number) =>
  t.deps.db.inScope(
    {
      azione: 'prova',
      ambito: s.a.id,
      comuni: [s.comune],
      classi: ['indirizzo-segreto'],
      operatore: 'prove',
      fascicolo: true,
    },
    async (tx) => {
      const p = personaSintetica(n)
      await sql`
        insert into domanda_componente (comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome)
        select comune_id, id, 1, true, codice_fiscale, cognome, nome from domanda where protocollo = ${`PROVA-${n}`} and comune_id = ${s.comune} on conflict do nothing`.execute(
        tx,
      )
      await sql`
        with chi as (insert into persona (comune_id, cognome, nome, codice_fiscale) values (${s.comune}, ${p.cognome}, ${p.nome}, ${p.codiceFiscale}) returning id)
        insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, fonte, classe) select ${s.comune}, id, 'residenza', true, '{}', 'persona', 'indirizzo-segreto' from chi`.execute(
        tx,
      )
    },
  )

test('a benefit is paid from when it is in payment; of one that ended only the end is known', () => {
  expect(perche({ beneficio: 'in-pagamento', beneficioDal: '2025-04-15' }, '2025-04')).toBeNull()
  expect(perche({ beneficio: 'in-pagamento', beneficioDal: '2025-04-15' }, '2025-03')).toBe('non-pagata')
  expect(perche({ beneficio: 'in-pagamento', beneficioDal: null }, '2025-04')).toBe('a-mano')
  expect(perche({ beneficio: 'riconosciuto', beneficioDal: '2025-04-15' }, '2025-05')).toBe('non-pagata')
  expect(perche({ beneficio: 'decaduto', beneficioDal: '2025-06-01' }, '2025-06')).toBe('non-pagata')
  expect(perche({ beneficio: 'decaduto', beneficioDal: '2025-06-01' }, '2025-05')).toBe('a-mano')
})

describe('what Trama granted', () => {
  test('goes to the board once, and what does not is there with its reason', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    await domanda(s, 1, 'in-pagamento', '2025-03-01')
    await domanda(s, 2, 'in-pagamento', '2025-07-01')
    await domanda(s, 3, 'in-pagamento', '2025-03-01', null)
    const estrai = () => s.chi.call(fontiApi.estrai, { ente: s.ente, periodo: '2025-05' })
    // there is another source after it
    const seguita = expect.stringMatching(/ aiuti $/)
    const viste = async (soloFuori = false) =>
      (await s.chi.call(fontiApi.concesse, { ente: s.ente, periodo: '2025-05', soloFuori })).voci
    // nobody has said as what it goes: all of it is seen, none of it goes
    expect(await estrai()).toMatchObject({ viste: 3, nuove: 0, ferme: 3, dopo: seguita })
    expect((await viste()).map((c) => c.motivo).sort()).toEqual(['da-decidere', 'da-decidere', 'non-pagata'])
    // nothing is put together of a household where somebody must not be found, and the reason does not say so
    await domanda(s, 4, 'in-pagamento', '2025-03-01')
    await nascondi(s, 4)
    expect(await estrai()).toMatchObject({ viste: 4, nuove: 0 })
    const [voce] = (await s.chi.call(fontiApi.voci, { ente: s.ente })).voci
    expect(voce).toMatchObject({ fonte: 'benefici', decisione: null })
    const decisione = { ente: s.ente, fonte: 'benefici', voce: voce!.voce }
    await s.chi.call(fontiApi.decidi, {
      ...decisione,
      invia: true,
      codice: 'A1.04',
      campi: [
        { campo: 'presenzaProvaMezzi', valore: '4' },
        { campo: 'presaInCarico', valore: '2' },
        { campo: 'beneficiario.anagrafica.cittadinanza', valore: '380' },
      ],
    })
    expect(await estrai()).toMatchObject({ viste: 4, nuove: 2, ferme: 2 })
    expect((await viste()).find((c) => c.riferimento === 'PROVA-4')).toMatchObject({ motivo: 'a-mano', stato: null })
    // the same thing extracted again is the same prestazione
    expect(await estrai()).toMatchObject({ viste: 4, nuove: 0, ferme: 2, cambiate: 0 })
    expect((await s.chi.call(prestazioniApi.quadro, { ente: s.ente })).voci).toMatchObject([{ periodo: '2025-05' }])
    const { voci } = await s.chi.call(prestazioniApi.list, { ente: s.ente })
    const valori = voci.map((p) => Object.fromEntries(p.valori.map((v) => [v.campo, v.valore])))
    expect(valori).toContainEqual(
      expect.objectContaining({
        'beneficiario.codiceFiscale': personaSintetica(1).codiceFiscale,
        'beneficiario.anagrafica.genere': '2',
        'beneficiario.anagrafica.luogoNascita': 'F205',
        codicePrestazione: 'A1.04',
        dataInizio: '2025-05-01',
        dataFine: '2025-05-31',
        importoMensile: '500.00',
      }),
    )
    // what the source changes afterwards is told, and never changes by itself what is on the board
    await dentro(s, (tx) =>
      sql`update domanda set mensile = 40000 where protocollo = 'PROVA-1' and comune_id = ${s.comune}`.execute(tx),
    )
    expect(await estrai()).toMatchObject({ nuove: 0, cambiate: 1 })
    expect((await viste()).filter((c) => c.cambiata).map((c) => c.riferimento)).toEqual(['PROVA-1'])
    expect(await viste(true)).toHaveLength(4)
    await s.chi.call(fontiApi.decidi, { ...decisione, invia: false, campi: [], motivo: 'La paga INPS.', versione: 1 })
    expect(await s.chi.call(fontiApi.estrai, { ente: s.ente, periodo: '2025-06' })).toMatchObject({
      nuove: 0,
      ferme: 4,
    })
  })
})

/** Says that the benefits of their first measure leave, and with which code. */
async function siInvia(s: ScenaFlussi): Promise<void> {
  const { voce } = (await s.chi.call(fontiApi.voci, { ente: s.ente })).voci[0]!
  await s.chi.call(fontiApi.decidi, {
    ...{ ente: s.ente, fonte: 'benefici', voce, invia: true, codice: 'A1.04', campi: [] },
  })
}

/** The whole of a month, source after source. */
async function tutto(s: ScenaFlussi, periodo: string): Promise<void> {
  for (let dopo: string | null = ''; dopo !== null; )
    ({ dopo } = (await s.chi.call(fontiApi.estrai, { ente: s.ente, periodo, ...(dopo && { dopo }) })) as {
      dopo: string | null
    })
}

describe('the supports of the pacts', () => {
  const MESE = '2025-05'
  /** A caso with a signed pact, and what one of its supports gave, as the case manager writes it. */
  const patto = (
    s: ScenaFlussi,
    n: number,
    o: { coinvolto?: number; dal: string; al: string; costo: number | null; ore: number | null },
  ) =>
    domanda(s, n, 'riconosciuto', null).then(() =>
      dentro(s, async (tx) => {
        const p = personaSintetica(n)
        const uno = async (q: ReturnType<typeof sql<{ id: string }>>) => (await q.execute(tx)).rows[0]!.id
        const d = await uno(sql`select id from domanda where protocollo = ${`PROVA-${n}`} and comune_id = ${s.comune}`)
        await sql`insert into domanda_componente (comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita)
        values (${s.comune}, ${d}, 1, true, ${p.codiceFiscale}, ${p.cognome}, ${p.nome}, ${p.dataNascita})`.execute(tx)
        const altro = o.coinvolto === undefined ? undefined : personaSintetica(o.coinvolto)
        const membro =
          altro &&
          (await uno(sql`insert into domanda_componente (comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita)
        values (${s.comune}, ${d}, 2, false, ${altro.codiceFiscale}, ${altro.cognome}, ${altro.nome}, ${altro.dataNascita}) returning id`))
        const c =
          await uno(sql`insert into caso (comune_id, domanda_id, misura_id, versione_id, richiedente, codice_fiscale, presentata_il)
        select comune_id, id, misura_id, versione_id, 'Prova', codice_fiscale, presentata_il from domanda where id = ${d} returning id`)
        await sql`insert into caso_stato (caso_id, comune_id, stato, esito_analisi, esito_sociale, esito_via) values (${c}, ${s.comune}, 'in-monitoraggio', 'C', true, 'patto') on conflict (caso_id) do update set stato = excluded.stato, esito_analisi = 'C', esito_sociale = true, esito_via = 'patto'`.execute(
          tx,
        )
        await sql`insert into caso_evento (comune_id, caso_id, evento, giorno) values (${s.comune}, ${c}, 'analisi-preliminare', '2025-04-10')`.execute(
          tx,
        )
        const pid = randomUUID()
        const voce = randomUUID()
        // signed; and a revision that nobody has signed, where it is for nobody by name
        for (const [id, numero, stato, coinvolti] of [
          [pid, 1, 'firmato', membro ? [membro] : []],
          [randomUUID(), 2, 'bozza', []],
        ] as const) {
          await sql`insert into patto (id, comune_id, caso_id, origine_id, numero) values (${id}, ${s.comune}, ${c}, ${pid}, ${numero})`.execute(
            tx,
          )
          await sql`insert into patto_voce (patto_id, voce, comune_id, caso_id, genere, campi) values (${id}, ${voce}, ${s.comune}, ${c}, 'sostegno', ${JSON.stringify({ coinvolti })}::jsonb)`.execute(
            tx,
          )
          // what is signed is written no more
          if (stato === 'firmato')
            await sql`update patto set stato = 'firmato', firmato_il = '2025-04-20' where id = ${id}`.execute(tx)
        }
        const x = await uno(
          sql`insert into patto_sostegno (comune_id, caso_id, origine_id, voce, sostegno, stato, dal, attivo_dal) values (${s.comune}, ${c}, ${pid}, ${voce}, 'leps-d', 'attivo', '2025-04-20', '2025-04-20') returning id`,
        )
        await sql`insert into patto_erogazione (comune_id, caso_id, sostegno_id, dal, al, ore, costo) values (${s.comune}, ${c}, ${x}, ${o.dal}, ${o.al}, ${o.ore}, ${o.costo})`.execute(
          tx,
        )
        return d
      }),
    )

  test('go as what the ente says, to whom they are for; nothing of a path is seen, and of who must not be found nothing at all', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    await patto(s, 41, { dal: '2025-05-01', al: '2025-05-31', ore: 12, costo: 240_00 })
    await patto(s, 42, { coinvolto: 43, dal: '2025-05-12', al: '2025-05-12', ore: null, costo: 90_00 })
    await patto(s, 44, { dal: '2025-05-02', al: '2025-05-20', ore: 3, costo: 30_00 })
    await nascondi(s, 44)
    const decisa = { ente: s.ente, fonte: 'sostegni', voce: 'leps-d', invia: true, codice: 'A2.12' }
    expect((await s.chi.call(fontiApi.voci, { ente: s.ente })).voci).toContainEqual(
      expect.objectContaining({ fonte: 'sostegni', voce: 'leps-d', decisione: null }),
    )
    await s.chi.call(fontiApi.decidi, { ...decisa, campi: [{ campo: 'presenzaProvaMezzi', valore: '4' }] })
    await tutto(s, MESE)
    const viste = (await s.chi.call(fontiApi.concesse, { ente: s.ente, periodo: MESE })).voci.filter((v) =>
      /^Sostegno dal /.test(v.riferimento),
    )
    expect(viste.map((c) => c.motivo).sort()).toEqual(['a-mano', null, null])
    const { voci } = await s.chi.call(prestazioniApi.list, { ente: s.ente })
    const valori = voci.map((p) => Object.fromEntries(p.valori.map((v) => [v.campo, v.valore])))
    expect(valori).toHaveLength(2)
    expect(valori).toContainEqual(
      expect.objectContaining({
        'beneficiario.codiceFiscale': personaSintetica(41).codiceFiscale,
        codicePrestazione: 'A2.12',
        carattere: '1',
        dataInizio: '2025-05-01',
        dataFine: '2025-05-31',
        importoMensile: '240.00',
        oreServizioMensile: '12.00',
        presaInCarico: '1',
      }),
    )
    expect(valori).toContainEqual(
      expect.objectContaining({
        'beneficiario.codiceFiscale': personaSintetica(43).codiceFiscale,
        carattere: '2',
        dataErogazione: '2025-05-12',
        importo: '90.00',
      }),
    )
    expect(JSON.stringify([voci, viste])).not.toMatch(
      new RegExp(`in-monitoraggio|${personaSintetica(44).codiceFiscale}`),
    )
    // nor do the functions answer to any other act, nor of another comune
    const chiede = (azione: string, comune: string) =>
      t.deps.db.inScope({ azione, ambito: s.a.id, comuni: [s.comune], operatore: 'prove', fascicolo: true }, (tx) =>
        sql`select * from accesso.sostegni_per_flussi(${comune}, '2025-05-01', '', 10)`.execute(tx),
      )
    expect((await chiede('flusso.correggi', s.comune)).rows).toHaveLength(3)
    expect((await chiede('flusso.leggi', s.comune)).rows).toEqual([])
    expect((await chiede('flusso.correggi', 'F205')).rows).toEqual([])
  })

  test('hours of more than one month go only where somebody has chosen that they are a mean', async () => {
    expect(oreDiOgniMese({ dal: '2025-05-30', al: '2025-07-02', ore: 10 })).toBe('3.20')
    expect(oreDiOgniMese({ dal: '2025-12-30', al: '2026-01-02', ore: 7 })).toBe('3.30')
    expect(oreDiOgniMese({ dal: '2025-05-01', al: '2025-05-31', ore: 10 })).toBeUndefined()
    const ore = async (n: number, scelto: boolean) => {
      const s = await scenaFlussi(t)
      await adesione(t, s.a, s.comune, 'registrata')
      if (scelto)
        await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
          sql`insert into kernel.parametro (chiave, valore, dal, descrizione, fonte, ambito_id) values ('flussi.ore-di-piu-mesi', '1', '2020-01-01', 'Prova', 'Prova', ${s.a.id})`.execute(
            tx,
          ),
        )
      await patto(s, n, { dal: '2025-05-20', al: '2025-06-10', ore: 5, costo: 60_00 })
      await s.chi.call(fontiApi.decidi, {
        ente: s.ente,
        fonte: 'sostegni',
        voce: 'leps-d',
        invia: true,
        codice: 'A2.12',
        campi: [],
      })
      await tutto(s, MESE)
      const [p] = (await s.chi.call(prestazioniApi.list, { ente: s.ente })).voci
      const v = Object.fromEntries(p!.valori.map((x) => [x.campo, x.valore]))
      return [v.importoMensile, v.oreServizioMensile]
    }
    expect(await ore(48, false)).toEqual(['30.00', undefined])
    expect(await ore(49, true)).toEqual(['30.00', '2.30'])
  })

  /** With an operator who is one of those for whom it is: she never meets herself. */
  const interessata = async (s: ScenaFlussi, n: number) => {
    const chi = await operatore(t, s.a, 'operatore-flussi', s.comune)
    await daPadrone('update utente set codice_fiscale = $1 where id = $2', [
      personaSintetica(n).codiceFiscale,
      chi.utenteId,
    ])
    return chi
  }

  test('what an operator may not see is told as gone to nobody; what is gone is', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    for (const n of [61, 62, 63]) await patto(s, n, { dal: '2025-05-01', al: '2025-05-31', ore: 12, costo: 240_00 })
    const viste = async () =>
      (await s.chi.call(fontiApi.concesse, { ente: s.ente, periodo: MESE })).voci.map((v) => [
        v.riferimento,
        v.motivo,
        v.cambiata,
      ])
    await tutto(s, MESE)
    const prima = await viste()
    expect(prima).toHaveLength(6)
    /** And the extraction that follows is of another day. */
    const dopo = async (chi = s.chi) => {
      await daPadrone("update concessa_flussi set vista_il = vista_il - interval '1 day' where comune_id = $1", [
        s.comune,
      ])
      await tutto({ ...s, chi }, MESE)
    }
    const lei = await interessata(s, 61)
    await dopo(lei)
    expect(await viste()).toEqual(prima)
    // who is restricted to others, neither
    const chiede = (azione = 'flusso.correggi', vietate: string[] = []) =>
      t.deps.db.inScope(
        { azione, ambito: s.a.id, comuni: [s.comune], operatore: 'prove', fascicolo: true },
        async (tx) => {
          await sql`select set_config('app.persone_vietate', ${`{${vietate.join(',')}}`}, true)`.execute(tx)
          return (
            await sql<{
              protocollo: string
            }>`select protocollo from accesso.sostegni_per_flussi(${s.comune}, '2025-05-01', '', 10)`.execute(tx)
          ).rows
            .map((r) => r.protocollo)
            .sort()
        },
      )
    expect(await chiede()).toEqual(['PROVA-61', 'PROVA-62', 'PROVA-63'])
    const p = personaSintetica(62)
    const vietata = await dentro(s, async (tx) => {
      const { rows } = await sql<{
        id: string
      }>`insert into persona (comune_id, cognome, nome, codice_fiscale) values (${s.comune}, ${p.cognome}, ${p.nome}, ${p.codiceFiscale}) returning id`.execute(
        tx,
      )
      await sql`update domanda_componente set persona_id = ${rows[0]!.id} where codice_fiscale = ${p.codiceFiscale} and comune_id = ${s.comune}`.execute(
        tx,
      )
      return rows[0]!.id
    })
    expect(await chiede('flusso.correggi', [vietata as string])).toEqual(['PROVA-61', 'PROVA-63'])
    // given elsewhere, or written by mistake
    await dentro(s, (tx) =>
      sql`update patto_erogazione e set tolta_il = kernel.adesso() from caso c join domanda d on d.id = c.domanda_id where c.id = e.caso_id and d.protocollo = 'PROVA-63' and e.comune_id = ${s.comune}`.execute(
        tx,
      ),
    )
    expect(await chiede()).toEqual(['PROVA-61', 'PROVA-62'])
    await dopo()
    expect((await viste()).filter(([, motivo]) => motivo === 'tolta')).toHaveLength(1)
    await dentro(s, (tx) =>
      sql`update patto_erogazione e set altrove = true from caso c join domanda d on d.id = c.domanda_id where c.id = e.caso_id and d.protocollo = 'PROVA-62' and e.comune_id = ${s.comune}`.execute(
        tx,
      ),
    )
    expect(await chiede()).toEqual(['PROVA-61'])
    // a comune that is not open to the pacts gives none, and takes nothing back
    const ora = await viste()
    await dentro(s, (tx) => sql`update patto_erogazione set altrove = false where comune_id = ${s.comune}`.execute(tx))
    await daPadrone(
      "update adesione set stato = 'firmata' where comune_id = $1 and tipo_adesione_id = 'convenzione-ministero'",
      [s.comune],
    )
    expect(await chiede()).toEqual([])
    await dopo()
    expect(await viste()).toEqual(ora)
  })

  test('that a household is in charge, known later, is no other benefit', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    await patto(s, 65, { dal: '2025-01-01', al: '2025-01-31', ore: 1, costo: 10_00 })
    const valida = async (si: boolean) => {
      await daPadrone(`update caso_evento set annullato_il = ${si ? 'null' : 'now()'} where comune_id = $1`, [s.comune])
      await daPadrone(
        "update domanda set beneficio = 'in-pagamento', beneficio_dal = '2025-03-01' where comune_id = $1",
        [s.comune],
      )
    }
    await valida(false)
    const voce = (await s.chi.call(fontiApi.voci, { ente: s.ente })).voci[0]!.voce
    const campi = [{ campo: 'presaInCarico', valore: '2' }]
    await s.chi.call(fontiApi.decidi, { ente: s.ente, fonte: 'benefici', voce, invia: true, codice: 'A1.04', campi })
    const presa = async (periodo: string) =>
      (await s.chi.call(prestazioniApi.list, { ente: s.ente, periodo })).voci.map(
        (p) => p.valori.find((v) => v.campo === 'presaInCarico')?.valore,
      )
    await tutto(s, '2025-05')
    expect(await presa('2025-05')).toEqual(['2'])
    await valida(true)
    await tutto(s, '2025-05')
    const { voci } = await s.chi.call(fontiApi.concesse, { ente: s.ente, periodo: '2025-05' })
    expect(voci.map((c) => c.cambiata)).toEqual([false])
    await tutto(s, '2025-06')
    expect(await presa('2025-06')).toEqual(['1'])
  })

  test('whether a household is in charge is known of a benefit since the day of its analysis', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    const d = await patto(s, 45, { dal: '2025-05-01', al: '2025-05-31', ore: 1, costo: 10_00 })
    const chiede = (giorno: string, azione = 'flusso.correggi') =>
      t.deps.db.inScope(
        { azione, ambito: s.a.id, comuni: [s.comune], operatore: 'prove', fascicolo: true },
        async (tx) =>
          (await sql`select accesso.in_carico_per_flussi(array[${d}::uuid], ${giorno})`.execute(tx)).rows.length,
      )
    expect(await chiede('2025-04-09')).toBe(0)
    expect(await chiede('2025-04-30')).toBe(1)
    expect(await chiede('2025-04-30', 'flusso.leggi')).toBe(0)
    await dentro(s, (tx) =>
      sql`update caso_stato set stato = 'decaduto', dal = '2025-06-10' where comune_id = ${s.comune}`.execute(tx),
    )
    expect(await chiede('2025-06-30')).toBe(0)
    expect(await chiede('2025-05-31')).toBe(1)
  })

  test('citizenship and residence are those of the record on that day', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    await domanda(s, 46, 'in-pagamento', '2025-03-01')
    const p = personaSintetica(46)
    await dentro(s, (tx) =>
      sql`
        with chi as (insert into persona (comune_id, cognome, nome, codice_fiscale) values (${s.comune}, ${p.cognome}, ${p.nome}, ${p.codiceFiscale}) returning id)
        insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, al, fonte)
        select ${s.comune}, chi.id, x.tipo, x.singolo, x.dati::jsonb, x.dal::date, x.al::date, 'persona' from chi, (values
          ('residenza', true, '{"comune":"F205"}', '2020-01-01', '2025-05-31'), ('residenza', true, ${`{"comune":"${s.comune}"}`}, '2025-06-01', null),
          ('cittadinanza', false, '{"stato":"Francia"}', '2000-01-01', null)) x(tipo, singolo, dati, dal, al)`.execute(
        tx,
      ),
    )
    const voce = (await s.chi.call(fontiApi.voci, { ente: s.ente })).voci[0]!.voce
    const campi = [{ campo: 'beneficiario.anagrafica.cittadinanza', valore: '380' }]
    await s.chi.call(fontiApi.decidi, { ente: s.ente, fonte: 'benefici', voce, invia: true, codice: 'A1.04', campi })
    const visti: Record<string, unknown> = {}
    for (const mese of ['2025-05', '2025-06']) {
      await tutto(s, mese)
      const { voci } = await s.chi.call(prestazioniApi.list, { ente: s.ente, periodo: mese })
      const v = Object.fromEntries(voci[0]!.valori.map((x) => [x.campo, x.valore]))
      visti[mese] = [v['beneficiario.anagrafica.cittadinanza'], v['beneficiario.indirizzi.0.comune']]
    }
    expect(visti).toEqual({ '2025-05': ['250', '015146'], '2025-06': ['250', s.comune] })
  })

  test('a benefit that begins is due from its recognition, the months that follow from their own', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    t.clock.set('2025-04-10T09:00:00Z')
    try {
      await domanda(s, 60, 'in-pagamento', '2025-03-01')
      await siInvia(s)
      for (const mese of ['2025-03', '2025-04']) await tutto(s, mese)
      const dovute = async () =>
        (await s.chi.call(inviiApi.scadenze, { ente: s.ente })).voci.map((v) => [v.periodo, v.righe, v.ultima]).sort()
      // where they stand on the board
      const stanno = (await s.chi.call(inviiApi.scadenze, { ente: s.ente })).voci.map((v) => [v.periodo, ...v.periodi])
      expect(stanno.sort()).toEqual([
        ['2025-02', '2025-03'],
        ['2025-04', '2025-04'],
      ])
      await notte(t.deps)
      const detti = (await s.chi.call(notificheApi.list, {})).voci.map((n) => n.testo)
      expect(detti.filter((d) => /1 prestazione con il termine di febbraio 2025 ancora/.test(d))).toHaveLength(1)
      // recognised on the first of February (nothing else is of March)
      expect(await dovute()).toEqual([
        ['2025-02', 1, '2025-03-15'],
        ['2025-04', 1, '2025-05-15'],
      ])
      const prime = (await s.chi.call(prestazioniApi.list, { ente: s.ente, periodo: '2025-03' })).voci
      expect(await s.chi.call(prestazioniApi.leggi, { id: prime[0]!.id })).toMatchObject({
        riconosciutaIl: '2025-02-01',
      })
      const seguono = (await s.chi.call(prestazioniApi.list, { ente: s.ente, periodo: '2025-04' })).voci
      expect(await s.chi.call(prestazioniApi.leggi, { id: seguono[0]!.id })).toMatchObject({ riconosciutaIl: null })
      // who says otherwise says who says it
      expect(await s.chi.call(inviiApi.termine, { ente: s.ente })).toMatchObject({ giorni: 15, da: 'riconoscimento' })
      const altro = { ente: s.ente, giorni: 15, preavviso: 7, fonte: 'Nota di prova', da: 'erogazione' as const }
      await s.chi.call(inviiApi.cambiaTermine, altro)
      expect(await s.chi.call(inviiApi.termine, { ente: s.ente })).toMatchObject({ da: 'erogazione', versione: 1 })
      // and what is not said stays
      const { da: _, ...senza } = altro
      await s.chi.call(inviiApi.cambiaTermine, { ...senza, versione: 1 })
      expect(await s.chi.call(inviiApi.termine, { ente: s.ente })).toMatchObject({ da: 'erogazione', versione: 2 })
      expect(await dovute()).toEqual([
        ['2025-03', 1, '2025-04-15'],
        ['2025-04', 1, '2025-05-15'],
      ])
      // with rows of its own, a month stands on the board in both
      await s.chi.call(inviiApi.cambiaTermine, { ...altro, da: 'riconoscimento', versione: 2 })
      await domanda(s, 68, 'in-pagamento', '2025-02-01')
      await tutto(s, '2025-02')
      const { voci } = await s.chi.call(inviiApi.scadenze, { ente: s.ente })
      expect(voci.find((v) => v.periodo === '2025-02')).toMatchObject({ righe: 2, periodi: ['2025-02', '2025-03'] })
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
  })

  test('a benefit in payment again after a suspension does not begin; months before the first are not missing', async () => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    t.clock.set('2025-09-10T09:00:00Z')
    try {
      // recognised in February
      await domanda(s, 66, 'in-pagamento', '2025-06-01')
      const voce = (await s.chi.call(fontiApi.voci, { ente: s.ente })).voci[0]!.voce
      const decisione = { ente: s.ente, fonte: 'benefici', voce, invia: true, codice: 'A1.04', campi: [] }
      await s.chi.call(fontiApi.decidi, decisione)
      // in whatever order they are extracted
      for (const mese of ['2025-07', '2025-06']) await tutto(s, mese)
      const stato = (beneficio: string, dal: string) =>
        dentro(s, (tx) =>
          sql`update domanda set beneficio = ${beneficio}, beneficio_dal = ${dal}::date where protocollo = 'PROVA-66' and comune_id = ${s.comune}`.execute(
            tx,
          ),
        )
      await stato('sospeso', '2025-08-01')
      await tutto(s, '2025-08')
      await stato('in-pagamento', '2025-09-01')
      await tutto(s, '2025-09')
      const riconosciute: Record<string, string | null> = {}
      for (const { id, periodo } of (await s.chi.call(prestazioniApi.list, { ente: s.ente })).voci)
        riconosciute[periodo!] = (await s.chi.call(prestazioniApi.leggi, { id })).riconosciutaIl
      expect(riconosciute).toEqual({ '2025-06': '2025-02-01', '2025-07': null, '2025-09': null })
      const { voci } = await s.chi.call(inviiApi.scadenze, { ente: s.ente })
      expect(voci.map((v) => `${v.periodo} ${v.stato}`).sort()).toEqual([
        '2025-02 in-ritardo',
        '2025-07 in-ritardo',
        '2025-08 nulla',
        '2025-09 in-scadenza',
      ])
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
  })

  test.each([
    [47, 'a state', { nazione: 'Z110', estero: 'Dimostrativa' }, [['nazione', '250']]],
    [67, 'in words alone, of which INPS knows nothing', { estero: 'Francia, Dimostrativa' }, []],
  ] as const)('who lives abroad (%i) lives in %s, and in no comune', async (n, _, dati, atteso) => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    await domanda(s, n, 'in-pagamento', '2025-05-01')
    const p = personaSintetica(n)
    await dentro(s, (tx) =>
      sql`
        with chi as (insert into persona (comune_id, cognome, nome, codice_fiscale) values (${s.comune}, ${p.cognome}, ${p.nome}, ${p.codiceFiscale}) returning id)
        insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, fonte)
        select ${s.comune}, chi.id, 'residenza', true, ${JSON.stringify(dati)}::jsonb, '2020-01-01', 'persona' from chi`.execute(
        tx,
      ),
    )
    const voce = (await s.chi.call(fontiApi.voci, { ente: s.ente })).voci[0]!.voce
    const altri = { campi: [{ campo: 'beneficiario.anagrafica.cittadinanza', valore: '250' }] }
    await s.chi.call(fontiApi.decidi, { ente: s.ente, fonte: 'benefici', voce, invia: true, codice: 'A1.04', ...altri })
    await tutto(s, '2025-05')
    const [sua] = (await s.chi.call(prestazioniApi.list, { ente: s.ente, periodo: '2025-05' })).voci
    const dove = sua!.valori.filter((v) => v.campo.startsWith('beneficiario.indirizzi'))
    expect(dove.map((v) => [v.campo.split('.').at(-1), v.valore])).toEqual(atteso)
    // the row waits where nothing says the state
    expect(sua!.difetti.some((d) => d.campo.includes('indirizzi'))).toBe(atteso.length === 0)
  })
})

describe('what the record knows of who benefited', () => {
  const MESE = '2025-05'
  const sempre = '2020-01-01'
  /** A benefit of somebody who has these sheets, and what goes to the board of her. */
  const dettoDi = async (
    n: number,
    fatti: { tipo: string; dati: object; classe?: string; unita?: boolean; dal?: string }[],
    riservata?: boolean,
  ) => {
    const s = await scenaFlussi(t)
    await adesione(t, s.a, s.comune, 'registrata')
    await domanda(s, n, 'in-pagamento', '2025-03-01')
    const p = personaSintetica(n)
    const chi = await operatore(t, s.a, 'assistente-sociale', s.comune)
    const scopo = {
      azione: 'prova',
      ambito: s.a.id,
      comuni: [s.comune],
      classi: ['indirizzo-segreto', 'sanitaria'],
      operatore: 'prove',
      fascicolo: true,
    }
    const principale = await t.deps.db.inScope(scopo, async (tx) => {
      const scheda = async (unitaA: string | null) =>
        (
          await sql<{
            id: string
          }>`insert into persona (comune_id, cognome, nome, codice_fiscale, unita_a) values (${s.comune}, ${p.cognome}, ${p.nome}, ${p.codiceFiscale}, ${unitaA}) returning id`.execute(
            tx,
          )
        ).rows[0]!.id
      const una = await scheda(null)
      const altra = fatti.some((f) => f.unita) ? await scheda(una) : una
      for (const f of fatti)
        await sql`insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, fonte, classe) values
          (${s.comune}, ${f.unita ? altra : una}, ${f.tipo}, ${f.tipo === 'residenza'}, ${JSON.stringify(f.dati)}::jsonb, ${f.dal ?? sempre}, 'persona', ${f.classe ?? null})`.execute(
          tx,
        )
      return una
    })
    if (riservata !== undefined) {
      await presaInCarico(t, s.a, s.comune, principale, chi.utenteId)
      await daPadrone(
        `update presa_in_carico set attivata_il = '2025-01-10'${riservata ? ', riservato_a = array[$2]::uuid[]' : ''} where persona_id = $1`,
        riservata ? [principale, s.chi.utenteId] : [principale],
      )
    }
    await siInvia(s)
    await tutto(s, MESE)
    const { voci } = await s.chi.call(prestazioniApi.list, { ente: s.ente, periodo: MESE })
    const v = Object.fromEntries(voci[0]!.valori.map((x) => [x.campo, x.valore]))
    return [
      v['beneficiario.anagrafica.cittadinanza'],
      v['beneficiario.anagrafica.secondaCittadinanza'],
      v['beneficiario.indirizzi.0.comune'] === '015146' ? 'altrove' : 'qui',
      v.presaInCarico,
    ]
  }
  const cittadina = (stato: string, altro: object = {}) => ({ tipo: 'cittadinanza', dati: { stato }, ...altro })
  const residente = (altro: object = {}) => ({ tipo: 'residenza', dati: { comune: 'F205' }, ...altro })

  test('of two sheets that are one, each state once, however it is written', async () => {
    expect(
      await dettoDi(71, [
        cittadina('Francia'),
        cittadina('Francia', { unita: true, dal: '2021-01-01' }),
        cittadina('250', { unita: true, dal: '2022-01-01' }),
      ]),
    ).toEqual(['250', undefined, 'qui', undefined])
    expect(
      await dettoDi(72, [cittadina('Francia'), cittadina('Albania', { unita: true, dal: '2021-01-01' }), residente()]),
    ).toEqual(['250', '008', 'altrove', undefined])
  })
  test('in charge, unless that is for a few', async () => {
    expect(await dettoDi(73, [], false)).toEqual([undefined, undefined, 'qui', '1'])
    expect(await dettoDi(74, [], true)).toEqual([undefined, undefined, 'qui', undefined])
  })
  test('nothing of what has a class, nor of who must not be found', async () => {
    expect(await dettoDi(75, [cittadina('Francia', { classe: 'sanitaria' }), residente()])).toEqual([
      undefined,
      undefined,
      'altrove',
      undefined,
    ])
    expect(
      await dettoDi(76, [
        cittadina('Francia'),
        { tipo: 'domicilio', dati: {}, classe: 'indirizzo-segreto' },
        residente(),
      ]),
    ).toEqual([undefined, undefined, 'qui', undefined])
  })
})

describe('the help of the desk', () => {
  const PERIODO = '2026-03'
  async function aiutata(s: ScenaFlussi, desk: Caller, n: number, aiutoTipo: string, aiutoImporto?: number) {
    const { codiceFiscale, cognome, nome, dataNascita } = personaSintetica(n)
    const chi = await operatore(t, s.a, 'assistente-sociale', s.comune)
    const personaId = await nuovaPersona(chi, s.comune, { codiceFiscale, cognome, nome, dataNascita, sesso: 'F' })
    return { personaId, chi, contatto: await aiuto(s, desk, personaId, aiutoTipo, aiutoImporto) }
  }
  async function aiuto(
    s: ScenaFlussi,
    desk: Caller,
    personaId: string | null,
    aiutoTipo: string,
    aiutoImporto?: number,
  ) {
    const base = { canale: 'persona', esito: 'aiuto-immediato' }
    const { id } = await desk.call(contattiApi.crea, { comuneId: s.comune, bisogno: 'reddito', ...base })
    await desk.call(contattiApi.completa, {
      id,
      versione: 1,
      bisogni: ['reddito'],
      servizi: [],
      aiutoTipo,
      aiutoFonte: 'comune',
      ...base,
      ...(personaId && { personaId }),
      ...(aiutoImporto && { aiutoImporto }),
    })
    return id
  }

  test('is what Trama granted, by the catalogue; of who is not known or must not be found nothing goes', async () => {
    const s = await scenaFlussi(t)
    const desk = await operatore(t, s.a, 'operatore-sportello', s.comune)
    const uno = await aiutata(s, desk, 31, 'buono-spesa', 50_00)
    await presaInCarico(t, s.a, s.comune, uno.personaId, uno.chi.utenteId)
    const nascosta = await aiutata(s, desk, 32, 'buono-spesa', 60_00)
    await t.deps.db.inScope(
      {
        azione: 'prova',
        ambito: s.a.id,
        comuni: [s.comune],
        classi: ['indirizzo-segreto'],
        operatore: 'prove',
        fascicolo: true,
      },
      (tx) =>
        sql`insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, fonte, classe) values (${s.comune}, ${nascosta.personaId}, 'residenza', true, '{}', 'persona', 'indirizzo-segreto')`.execute(
          tx,
        ),
    )
    await aiuto(s, desk, null, 'pacco-alimentare')

    const { voci } = await s.chi.call(fontiApi.voci, { ente: s.ente })
    const buono = voci.find((v) => v.fonte === 'aiuti' && v.voce === 'buono-spesa')!
    expect(buono).toMatchObject({ decisione: null, proposta: { codice: 'A1.06', nonInviare: false } })
    expect(voci.find((v) => v.voce === 'utenza')).toMatchObject({ fonte: 'aiuti', proposta: null })
    const decidi = (ente: string) =>
      s.chi.call(fontiApi.decidi, {
        ente,
        fonte: 'aiuti',
        voce: 'buono-spesa',
        invia: true,
        codice: 'A1.06',
        campi: [],
      })
    await decidi(s.ente)
    const estrai = async (ente: string) => {
      let conti = { nuove: 0, ferme: 0 }
      for (let dopo: string | null = ''; dopo !== null; ) {
        const r: { nuove: number; ferme: number; dopo: string | null } = await s.chi.call(fontiApi.estrai, {
          ente,
          periodo: PERIODO,
          ...(dopo && { dopo }),
        })
        conti = { nuove: conti.nuove + r.nuove, ferme: conti.ferme + r.ferme }
        dopo = r.dopo
      }
      return conti
    }
    const viste = async (ente: string) => (await s.chi.call(fontiApi.concesse, { ente, periodo: PERIODO })).voci
    expect(await estrai(s.ente)).toEqual({ nuove: 1, ferme: 2 })
    const [p] = (await s.chi.call(prestazioniApi.list, { ente: s.ente })).voci
    expect(Object.fromEntries(p!.valori.map((v) => [v.campo, v.valore]))).toMatchObject({
      'beneficiario.codiceFiscale': personaSintetica(31).codiceFiscale,
      codicePrestazione: 'A1.06',
      dataErogazione: '2026-03-02',
      importo: '50.00',
      presaInCarico: '1',
      protocolloDomanda: uno.contatto.replaceAll('-', ''),
    })
    // who must not be found and who did not say who she is have one reason, and no name anywhere
    expect((await viste(s.ente)).map((c) => c.motivo).sort()).toEqual(['a-mano', 'a-mano', null])
    expect(JSON.stringify(await viste(s.ente))).not.toContain(personaSintetica(32).cognome)

    // another ente of the same comune does not send it again, and is told whose it is
    const { id: altro } = await s.chi.call(entiApi.create, {
      comuneId: s.comune,
      tipo: 'attuatore',
      codice: 'F990',
      denominazione: 'Consorzio Dimostrativo',
      sede: 'F205',
      codiceFiscaleOperatore: 'DMSSTT80A01F205X',
      gravita: {},
    })
    await decidi(altro)
    expect(await estrai(altro)).toEqual({ nuove: 0, ferme: 3 })
    expect((await viste(altro)).filter((c) => c.motivo === 'di-altro-ente').map((c) => c.altroEnte)).toEqual([
      'Comune Dimostrativo',
    ])
    await expect(
      dentro(s, (tx) =>
        sql`update concessa_flussi set prestazione_id = ${p!.id}, motivo = null where ente_id = ${altro} and motivo = 'di-altro-ente'`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/concessa_flussi/)
  })
})

test('the catalogue: the version of the ambito comes first, its names are understood, what an ente stops stops', async () => {
  const s = await scenaFlussi(t)
  const aa = await asRuolo(t, s.a, 'amministratore-ambito')
  const trova = async (codice: string) =>
    (await aa.call(interventiApi.list, { testo: 'buon' })).voci.filter((v) => v.codice === codice)
  const [nazionale] = await trova('a1-06')
  expect(nazionale).toMatchObject({ nazionale: true, inps: 'A1.06', istatServizio: null, segnoInps: 'O' })
  const campi = {
    nome: 'Buono dimostrativo del quartiere',
    inps: 'A1.06',
    istatArea: 'POV' as const,
    origini: ['aiuti/buono-spesa'],
    dal: '2026-01-01',
    fonte: 'Regolamento dimostrativo',
  }
  await expect(aa.call(interventiApi.rinnova, { ...campi, id: nazionale!.id, inps: 'A1.99' })).rejects.toThrow()
  await expect(aa.call(interventiApi.chiudi, { id: nazionale!.id, al: '2026-12-31' })).rejects.toThrow('nazionale')
  const { id } = await aa.call(interventiApi.rinnova, { ...campi, id: nazionale!.id })
  expect(await trova('a1-06')).toMatchObject([{ id, nazionale: false, istatArea: 'POV', segnoInps: null }])
  const altrove = await scenaFlussi(t)
  expect((await altrove.chi.call(interventiApi.list, {})).voci.find((v) => v.codice === 'a1-06')).toMatchObject({
    nazionale: true,
  })
  // a file may write the service by the name that the office uses; the area of ISTAT gives that of SIUSS
  const letta = await importa(t, s, csv([rigaBuona(41, { 'Codice INPS': 'BUONO dimostrativo del quartiere' })]))
  expect(letta.conti).toMatchObject({ pronte: 1 })
  const [p] = (await s.chi.call(prestazioniApi.list, { ente: s.ente })).voci
  expect(p!.valori).toContainEqual({ campo: 'codicePrestazione', valore: 'A1.06' })
  const buono = async () =>
    (await s.chi.call(fontiApi.voci, { ente: s.ente })).voci.find((v) => v.voce === 'buono-spesa')!.proposta
  expect(await buono()).toMatchObject({ area: '3', nonInviare: false })
  // an ente that does not send it: the rows are stopped, whoever wrote them
  const ferma = { ente: s.ente, codice: 'a1-06', nonInviare: true }
  await expect(s.chi.call(interventiEnteApi.scegli, ferma)).rejects.toThrow()
  await s.chi.call(interventiEnteApi.scegli, { ...ferma, motivo: 'Lo manda il consorzio.' })
  await expect(s.chi.call(interventiEnteApi.scegli, { ...ferma, motivo: 'Di nuovo.' })).rejects.toThrow()
  expect(await buono()).toMatchObject({ nonInviare: true })
  const dopo = await importa(t, s, csv([rigaBuona(42, { 'Codice INPS': 'A1.06' })]))
  expect(dopo.conti).toMatchObject({ pronte: 0, daCompletare: 1 })
  expect((await s.chi.call(prestazioniApi.list, { ente: s.ente, regola: 'PS09' })).voci).toHaveLength(1)
})

describe('the board', () => {
  test('takes an .ods sheet through the same columns', async () => {
    const s = await scenaFlussi(t)
    const riga = (celle: readonly string[]) =>
      `<table:table-row>${celle.map((c) => `<table:table-cell office:value-type="string"><text:p>${c}</text:p></table:table-cell>`).join('')}</table:table-row>`
    const contenuto = `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Foglio1">${[COLONNE, rigaBuona(1), rigaBuona(2)].map(riga).join('')}</table:table></office:spreadsheet></office:body></office:document-content>`
    const ods = archivio([
      { nome: 'mimetype', testo: 'application/vnd.oasis.opendocument.spreadsheet', metodo: 0 },
      { nome: 'content.xml', testo: contenuto },
    ])
    expect(await importa(t, s, ods)).toMatchObject({ stato: 'concluso', righeLette: 2, conti: { pronte: 2 } })
  })

  test('a copy is a copy no more when the other is excluded, corrected, or withdrawn with its file', async () => {
    const s = await scenaFlussi(t)
    const pronte = async () => (await s.chi.call(prestazioniApi.list, { ente: s.ente, stato: 'pronta' })).voci
    const doppie = async () => (await s.chi.call(prestazioniApi.list, { ente: s.ente, regola: 'TR01' })).voci
    const { id } = await importa(t, s, csv([rigaBuona(1), rigaBuona(2), rigaBuona(3)]))
    await importa(t, s, csv([rigaBuona(1), rigaBuona(2), rigaBuona(3)]))
    expect(await doppie()).toHaveLength(3)
    const [uno, due] = await pronte()
    await s.chi.call(prestazioniApi.escludi, { id: uno!.id, versione: uno!.versione })
    await s.chi.call(prestazioniApi.correggi, {
      id: due!.id,
      versione: due!.versione,
      campi: [{ campo: 'importo', valore: '99,00' }],
      insegna: false,
    })
    expect(await doppie()).toHaveLength(1)
    await s.chi.call(carichiApi.ritira, { id })
    expect(await doppie()).toHaveLength(0)
    expect((await pronte()).every((p) => p.difetti.length === 0)).toBe(true)
  })
})

describe('what the flows are checked against', () => {
  test('the regions are confirmed by somebody, for what they are', async () => {
    const s = await scenaFlussi(t)
    const prima = await s.chi.call(riferimentiApi.leggi, {})
    expect(prima).toMatchObject({ conferma: null })
    expect(prima.regioni.some((r) => r.daVerificare)).toBe(true)
    const fonte = 'Tabella T0, pagina del 3 marzo 2026'
    await expect(s.chi.call(riferimentiApi.conferma, { impronta: 'altra', fonte })).rejects.toThrow()
    await s.chi.call(riferimentiApi.conferma, { impronta: prima.impronta, fonte })
    expect((await s.chi.call(riferimentiApi.leggi, {})).conferma).toMatchObject({ fonte })
  })

  test('a schema uploaded is used at once, one that Trama cannot apply is refused, one withdrawn is no more', async () => {
    const s = await scenaFlussi(t)
    const su = await asRuolo(t, null, 'super-utente')
    const nostro = readFileSync(join(radice, 'config', 'flussi', 'ps-psa-sina-201812.xsd'), 'utf8')
    const manda = (testo: string) =>
      su.call(riferimentiApi.carica, { nome: 'PS_PSA_SINA.xsd' } as never, { file: Buffer.from(testo) })
    await expect(
      manda(nostro.replace('<xs:sequence>', '<xs:all>').replace('</xs:sequence>', '</xs:all>')),
    ).rejects.toThrow('xs:all')
    // stricter than ours: a gender that it does not take
    const severo = nostro.replace(/<xs:enumeration value="2"\s*\/>/, '')
    expect(severo).not.toBe(nostro)
    const { id, tipo } = await manda(severo)
    expect(tipo).toBe('PS_PSA_SINA')
    const riferimenti = await s.chi.call(riferimentiApi.leggi, {})
    // those of the tests have none: what to do stands beside
    expect(riferimenti.senzaIstat.nomi).toContainEqual(expect.stringMatching(/^Comune di prova /))
    expect(riferimenti.senzaIstat.quanti).toBeGreaterThanOrEqual(riferimenti.senzaIstat.nomi.length)
    expect(riferimenti.schemi).toMatchObject([{ origine: 'caricato' }, { origine: 'trama' }])
    const conti = async () => {
      const { id: carico } = await carica(s.chi, s.ente, csv([rigaBuona(1)]))
      const p = await s.chi.call(carichiApi.proposta, { id: carico })
      const voci = p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : []))
      await s.chi.call(carichiApi.mappa, { id: carico, lettura: {}, profilo: { tipo: 'PS_PSA_SINA', voci } })
      await lavora(t)
      const letto = await s.chi.call(carichiApi.leggi, { id: carico })
      await s.chi.call(carichiApi.ritira, { id: carico })
      return letto.conti
    }
    expect(await conti()).toMatchObject({ rifiutate: 1 })
    expect(await su.call(riferimentiApi.schemi, {})).toMatchObject({
      inUso: [{ origine: 'caricato' }, { origine: 'trama' }],
      caricati: [{ id, da: expect.stringMatching(/\S/), ritiratoIl: null }],
    })
    await su.call(riferimentiApi.ritira, { id })
    expect(await conti()).toMatchObject({ pronte: 1 })
  })
})
