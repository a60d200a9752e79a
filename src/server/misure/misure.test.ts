// Measures on a real database: the shipped ones, the life of a version, a measure that no law has, what is kept of a case.

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adesione, delega, rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, asRuolo, type Caller, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { orto } from '../../../test/support/misura-dell-orto.ts'
import { altroIngresso } from '../../../test/support/processo.ts'
import type { Definizione } from '../../shared/misure/definizione.ts'
import { misureApi, type VersioneLetta } from '../../shared/misure/misure.api.ts'
import { componente, nucleo } from '../../shared/misure/nuclei.fixture.ts'
import { simulazioniApi } from '../../shared/misure/simulazioni.api.ts'
import { valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { differenze } from '../../shared/misure/versioni.rules.ts'
import { caricaMisure, leggiMisure } from './carica-misure.ts'
import { misure } from './modulo.ts'
import { jobRiprendi } from './simulazioni-corsa.ts'
import { compilata } from './valutazioni.ts'

let t: TestApp
let mio: Ambito
let su: Caller
let cm: Caller
beforeAll(async () => {
  t = await testApp()
  await caricaMisure(t.deps)
  await t.jobs.drain(t.deps, misure.jobs!) // the queues exist before the first simulation
  mio = await ambitoConPatti()
  su = await asRuolo(t, null, 'super-utente')
  cm = await asRuolo(t, mio, { ruolo: 'case-manager', comune: mio.comuni[0]! })
})
afterAll(() => t.close())

/** A fresh ambito whose comuni have signed with the ministry. */
async function ambitoConPatti(): Promise<Ambito> {
  const a = await nuovoAmbito(t, 2)
  for (const c of a.comuni) {
    await adesione(t, a, c, 'registrata')
    await delega(t, a, c)
  }
  return a
}

const versioni = async (misura: string) =>
  (await su.call(misureApi.list, {})).voci.find((m) => m.id === misura)?.versioni ?? []
const inVigoreOggi = async (misura: string) => (await versioni(misura)).find((v) => v.inVigore)!
const senzaId = ({
  numero,
  etichetta,
  dal,
  al,
}: {
  numero: number
  etichetta: string
  dal: string
  al: string | null
}) => ({
  numero,
  etichetta,
  dal,
  al,
})
const corpo = (v: VersioneLetta, altro: Partial<VersioneLetta> = {}) => ({
  id: v.id,
  etichetta: v.etichetta,
  dal: v.dal,
  al: v.al,
  nota: v.nota || 'Prova',
  definizione: v.definizione,
  revisione: v.revisione,
  ...altro,
})
/** A draft of the measure, with another value. */
async function bozzaCon(da: string, cambia: (d: Definizione) => void): Promise<VersioneLetta> {
  const { id } = await su.call(misureApi.scrivi, { id: da })
  const v = await su.call(misureApi.leggi, { id })
  cambia(v.definizione)
  await su.call(misureApi.salva, corpo(v, { dal: '2026-07-01' }))
  return su.call(misureApi.leggi, { id })
}
const conValore = (id: string, euro: number) => (d: Definizione) => {
  Object.assign(d.valori.find((v) => v.id === id)!, { euro })
}
const anziano = (canone = 240_000) => nucleo([componente(1955)], { 'casa.canone': canone })

describe('the shipped measures', () => {
  test('are there with their days, and loading them again changes nothing', async () => {
    await caricaMisure(t.deps)
    const lette = await su.call(misureApi.list, {})
    expect(lette.voci.map((m) => m.id).sort()).toEqual([...new Set(leggiMisure().map((m) => m.codice))].sort())
    expect((await versioni('adi')).map(senzaId)).toEqual([
      { numero: 6, etichetta: '2025', dal: '2025-01-01', al: null },
      { numero: 4, etichetta: '2025', dal: '2025-01-01', al: null },
      { numero: 2, etichetta: '2025', dal: '2025-01-01', al: null },
      { numero: 5, etichetta: '2024', dal: '2024-01-01', al: '2024-12-31' },
      { numero: 3, etichetta: '2024', dal: '2024-01-01', al: '2024-12-31' },
      { numero: 1, etichetta: '2024', dal: '2024-01-01', al: '2024-12-31' },
    ])
    expect(await inVigoreOggi('adi')).toMatchObject({ numero: 6 })
    expect(await inVigoreOggi('rei')).toBeUndefined()
  })
  test('what changes between two versions is said part by part', async () => {
    const tutte = await versioni('adi')
    const [nuova, vecchia] = await Promise.all(
      [4, 3].map((n) => su.call(misureApi.leggi, { id: tutte.find((v) => v.numero === n)!.id })),
    )
    const parti = (v: VersioneLetta) => ({ definizione: v.definizione, fatti: compilata(v).fatti })
    const d = differenze(parti(vecchia!), parti(nuova!))
    expect(d).toContainEqual(
      expect.objectContaining({
        sezione: 'valori',
        nome: 'soglia ISEE',
        prima: expect.stringContaining('9.360,00 €'),
        dopo: expect.stringContaining('10.140,00 €'),
      }),
    )
    expect(d).toContainEqual(
      expect.objectContaining({ sezione: 'valori', prima: null, dopo: expect.stringContaining('10.140') }),
    )
    expect(d.map((x) => x.sezione)).not.toContain('termini')
    expect(differenze(parti(nuova!), parti(nuova!))).toEqual([])
  })
})

describe('a version', () => {
  test('is written by a national act alone, and read by everybody', async () => {
    const v = await inVigoreOggi('adi')
    for (const ruolo of ['amministratore-ambito', 'case-manager', 'assistente-sociale'])
      expect((await asRuolo(t, mio, ruolo).then((c) => c.call(misureApi.leggi, { id: v.id }))).nome).toMatch(/\S/)
    const aa = await asRuolo(t, mio, 'amministratore-ambito')
    expect(await rifiuto(aa.call(misureApi.scrivi, { id: v.id }))).toMatchObject({ status: 403 })
  })
  test('as a draft is saved only if it can be evaluated, with all that is wrong in sentences', async () => {
    const v = await bozzaCon((await versioni('rdc'))[0]!.id, () => {})
    const rotta = structuredClone(v.definizione)
    Object.assign(rotta.requisiti[0]!, { condizione: { '<=': ['isee.valor', 'soglia-isee'] } })
    Object.assign(rotta.requisiti[1]!, { testo: 'Chi chiede ha {mesi-sbagliati} mesi.' })
    const r = await su.call(misureApi.salva, corpo(v, { definizione: rotta })).catch((e) => e.problem)
    expect(r.errori.map((e: { messaggio: string }) => e.messaggio)).toEqual([
      expect.stringMatching(/«isee.valor» non è un fatto/),
      expect.stringMatching(/\{mesi-sbagliati\}/),
    ])
    // two persons on the same draft: the second is told
    await su.call(misureApi.salva, corpo(v))
    expect(await rifiuto(su.call(misureApi.salva, corpo(v)))).toMatchObject({ codice: 'versione-superata' })
    await su.call(misureApi.scarta, { id: v.id })
    expect((await versioni('rdc')).map((x) => x.id)).not.toContain(v.id)
  })
  test('once published never changes, whatever writes: it is withdrawn, and the one before comes back', async () => {
    const prima = await inVigoreOggi('adi')
    const v = await bozzaCon(prima.id, conValore('base', 7000))
    await su.call(misureApi.salva, corpo(v, { dal: '2026-01-01' }))
    expect(await rifiuto(su.call(misureApi.pubblica, { id: v.id, revisione: v.revisione }))).toMatchObject({
      codice: 'versione-superata',
    })
    await su.call(misureApi.pubblica, { id: v.id, revisione: v.revisione + 1 })
    expect(await inVigoreOggi('adi')).toMatchObject({ id: v.id })
    expect(await rifiuto(su.call(misureApi.salva, corpo(v)))).toMatchObject({ codice: 'stato-non-ammesso' })
    const scrivi = (che: ReturnType<typeof sql>) =>
      t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
        sql`update misura_versione set ${che} where id = ${v.id}`.execute(tx),
      )
    for (const che of [sql`definizione = '{}'`, sql`dal = '2020-01-01'`, sql`nota = 'x'`])
      await expect(scrivi(che)).rejects.toMatchObject({ constraint: 'versione_pubblicata_immutabile' })
    await su.call(misureApi.ritira, { id: v.id })
    expect(await inVigoreOggi('adi')).toMatchObject({ id: prima.id })
  })
})

describe('a measure that no law has', () => {
  test('runs the whole way: written, published, evaluated, kept, simulated', async () => {
    const { id } = await su.call(misureApi.crea, {
      codice: 'bonus-orto',
      nome: 'Bonus orto di prova',
      sigla: 'BOP',
      da: (await inVigoreOggi('adi')).id,
    })
    const v = await su.call(misureApi.leggi, { id })
    // a fact that no other measure asks for, and an amount of its own
    const definizione: Definizione = {
      ...v.definizione,
      ...orto,
      scala: undefined,
      termini: [],
      obblighi: [],
      esoneri: [],
      flussi: [],
    }
    const { revisione } = await su.call(misureApi.salva, corpo(v, { definizione, dal: '2026-01-01' }))
    await su.call(misureApi.pubblica, { id, revisione })
    const fatti = { nucleo: { 'domanda.giorno': '2026-03-01', 'orto.metri': 33, 'isee.valore': 1 }, componenti: [{}] }
    const conservata = await cm.call(valutazioniApi.conserva, {
      versioneId: id,
      comuneId: mio.comuni[0]!,
      pratica: 'O-1',
      fatti,
    })
    const letta = await cm.call(valutazioniApi.leggi, { id: conservata.id })
    expect(letta).toMatchObject({ esito: 'spetta', mensile: 4125, identica: true })
    // what the measure does not ask for is not kept
    expect(letta.fatti.nucleo).toEqual({ 'orto.metri': 33 })
    const cp = await asRuolo(t, mio, { ruolo: 'coordinatore-patto', comune: mio.comuni[0]! })
    const s = await cp.call(simulazioniApi.avvia, { id })
    await t.jobs.drain(t.deps, misure.jobs!)
    expect((await cp.call(simulazioniApi.leggi, { id: s.id })).risultato).toMatchObject({
      nuclei: 1,
      uguali: 1,
      spesaDopo: 4125,
    })
  })
})

describe('a case that was evaluated', () => {
  test('is computed again the same years later, though the measure has changed', async () => {
    const versione = await inVigoreOggi('adi')
    const { id } = await cm.call(valutazioniApi.conserva, {
      versioneId: versione.id,
      comuneId: mio.comuni[0]!,
      pratica: 'P-1',
      fatti: anziano(),
    })
    const allora = await cm.call(valutazioniApi.leggi, { id })
    expect(allora).toMatchObject({ esito: 'spetta', mensile: 84_500, identica: true })
    const v = await bozzaCon(versione.id, conValore('base-anziani', 9999))
    await su.call(misureApi.pubblica, { id: v.id, revisione: v.revisione })
    await su.call(misureApi.ritira, { id: versione.id })
    t.clock.set('2031-03-02T09:00:00Z')
    const poi = await asRuolo(t, mio, { ruolo: 'case-manager', comune: mio.comuni[0]! })
    // a colleague who has come since does not see it: it is not his
    expect(await rifiuto(poi.call(valutazioniApi.leggi, { id }))).toMatchObject({ status: 404 })
    t.clock.set('2026-03-02T09:00:00Z')
    const dopo = await cm.call(valutazioniApi.leggi, { id })
    expect(dopo.identica).toBe(true)
    expect(dopo.risultato).toEqual(allora.risultato)
    expect(dopo.versioneLetta.stato).toBe('ritirata')
  })
  test('cannot be changed, not even by the database, and its reading is recorded', async () => {
    const { voci } = await cm.call(valutazioniApi.list, {})
    await expect(
      t.deps.db.inScope({ azione: 'prova', ambito: mio.id, comuni: mio.comuni }, (tx) =>
        sql`update valutazione_misura set mensile = 0 where id = ${voci[0]!.id}`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
    await cm.call(valutazioniApi.leggi, { id: voci[0]!.id })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', ambito: mio.id, intero: true }, (tx) =>
      sql`select esito from kernel.registro_accessi where oggetto_id = ${voci[0]!.id} and utente_id = ${cm.utenteId}`.execute(
        tx,
      ),
    )
    expect(rows.length).toBeGreaterThan(0)
  })
  test('only under a version published and in force that day, only in a comune of his', async () => {
    const tutte = await versioni('adi')
    const [nuova, vecchia] = ['2025', '2024'].map((e) => tutte.find((v) => v.etichetta === e))
    const conserva = (versioneId: string, comuneId = mio.comuni[0]!) =>
      cm.call(valutazioniApi.conserva, { versioneId, comuneId, pratica: 'P-2', fatti: anziano() })
    expect(await rifiuto(conserva(vecchia!.id))).toMatchObject({ codice: 'regola-non-rispettata' })
    expect(await rifiuto(conserva(nuova!.id, mio.comuni[1]!))).toMatchObject({ status: 403 })
    const bozza = await bozzaCon(nuova!.id, () => {})
    expect(await rifiuto(conserva(bozza.id))).toMatchObject({ codice: 'stato-non-ammesso' })
    await su.call(misureApi.scarta, { id: bozza.id })
  })
})

describe('what a draft would change', () => {
  let altro: Ambito
  let cp: Caller
  let bozza: VersioneLetta
  const canoni = [0, 120_000, 180_000, 600_000]
  beforeAll(async () => {
    altro = await ambitoConPatti()
    cp = await asRuolo(t, altro, { ruolo: 'coordinatore-patto', comune: altro.comuni[0]! })
    const versione = (await versioni('adi')).find((v) => v.etichetta === '2025')!
    for (const comune of altro.comuni) {
      const suo = await asRuolo(t, altro, { ruolo: 'case-manager', comune })
      for (const [n, canone] of canoni.entries())
        for (const _volta of [1, 2])
          await suo.call(valutazioniApi.conserva, {
            versioneId: versione.id,
            comuneId: comune,
            pratica: `S-${n}`,
            fatti: anziano(canone),
          })
    }
    bozza = await bozzaCon(versione.id, conValore('canone-massimo-anziani', 1500))
  })
  const esegui = async () => {
    const { id } = await cp.call(simulazioniApi.avvia, { id: bozza.id })
    await t.jobs.drain(t.deps, misure.jobs!)
    return cp.call(simulazioniApi.leggi, { id })
  }

  test('each case once, of the coordinator’s comuni alone, and nothing of them is touched', async () => {
    const impronta = () =>
      t.deps.db.inScope({ azione: 'prova', ambito: altro.id, comuni: altro.comuni }, async (tx) => {
        const { rows } = await sql`select md5(string_agg(v::text, '' order by id)) from valutazione_misura v`.execute(
          tx,
        )
        return rows[0]
      })
    const prima = await impronta()
    const s = await esegui()
    expect(s).toMatchObject({ stato: 'conclusa', totale: 4, esaminati: 4 })
    // rent over 1,500 loses what exceeds it: 1,800 loses 300 a year, 6,000 counted 1,950 and loses 450
    expect(s.risultato).toMatchObject({ nuclei: 4, uguali: 2, diminuiscono: 2, aumentano: 0, nonSiSa: 0 })
    expect(s.risultato!.spesaDopo - s.risultato!.spesaPrima).toBe(-2500 - 3750)
    expect(await impronta()).toEqual(prima)
  })
  test('is stopped, and its run then writes no more; what died is taken up again', async () => {
    const { id } = await cp.call(simulazioniApi.avvia, { id: bozza.id })
    await cp.call(simulazioniApi.annulla, { id })
    await t.jobs.drain(t.deps, misure.jobs!)
    expect(await cp.call(simulazioniApi.leggi, { id })).toMatchObject({
      stato: 'annullata',
      esaminati: 0,
      risultato: null,
    })
    expect(await rifiuto(cp.call(simulazioniApi.annulla, { id }))).toMatchObject({ codice: 'stato-non-ammesso' })
    // queued, never run: as after a crash
    const { id: morta } = await cp.call(simulazioniApi.avvia, { id: bozza.id })
    t.clock.advance(15)
    await jobRiprendi.run(t.deps, {})
    expect(await cp.call(simulazioniApi.leggi, { id: morta })).toMatchObject({ stato: 'conclusa' })
    await t.jobs.drain(t.deps, misure.jobs!)
    t.clock.set('2026-03-02T09:00:00Z')
  })
  test('is of whoever asked: neither the case manager nor another coordinator reads it', async () => {
    const s = await esegui()
    const collega = await asRuolo(t, altro, { ruolo: 'coordinatore-patto', comune: altro.comuni[1]! })
    expect(await rifiuto(collega.call(simulazioniApi.leggi, { id: s.id }))).toMatchObject({ status: 404 })
    expect(await rifiuto(cm.call(simulazioniApi.leggi, { id: s.id }))).toMatchObject({ status: 403 })
  })
  test('stopped while it runs, it goes no further than the lot in its hands, and answers nothing', async () => {
    const come = { azione: 'prova', ambito: altro.id, comuni: altro.comuni, fascicolo: true, utente: cm.utenteId }
    await t.deps.db.inScope(come, (tx) =>
      sql`insert into valutazione_misura (comune_id, misura_id, versione_id, pratica, giorno, fatti, risultato, esito, mensile)
        select x.comune_id, x.misura_id, x.versione_id, 'M-' || n, x.giorno, x.fatti, x.risultato, x.esito, x.mensile
          from (select * from valutazione_misura where comune_id = ${altro.comuni[0]!} limit 1) x, generate_series(1, 1200) n`.execute(
        tx,
      ),
    )
    const { id } = await cp.call(simulazioniApi.avvia, { id: bozza.id })
    const { db } = t.deps
    let letture = 0
    // the second lot of households is about to be read when whoever asked stops it
    const fermata = altroIngresso(db, async (scope, fn) => {
      if (scope.azione === 'misura.simula' && scope.fascicolo && ++letture === 3)
        await cp.call(simulazioniApi.annulla, { id })
      return db.inScope(scope, fn)
    })
    const deps = { ...t.deps, db: fermata }
    await t.jobs.drain(deps, misure.jobs!)
    // one of the domande, and two of the evaluated cases: the third is not read
    expect(letture).toBe(3)
    expect(await cp.call(simulazioniApi.leggi, { id })).toMatchObject({
      stato: 'annullata',
      totale: 1204,
      esaminati: 500,
      risultato: null,
    })
    await jobRiprendi.run(t.deps, {})
    expect(await cp.call(simulazioniApi.leggi, { id })).toMatchObject({ stato: 'annullata', esaminati: 500 })
  })
})
