// Many enti: each operator sees his own, whoever runs several sees them side by side and counts them together, and is told once what
// is due.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, operatore } from '../../../test/support/cartella.ts'
import { genera, importa, lavora, luoghiFlussi, type ScenaFlussi } from '../../../test/support/flussi.ts'
import { csv, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { minoreDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import { generazioniApi, insiemeApi } from '../../shared/flussi/generazioni.api.ts'
import { inviiApi } from '../../shared/flussi/invii.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { jobScadenze, notte } from './scadenze.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
})
afterAll(() => t.close())

const ente = (chi: Caller, comuneId: string, codice: string, denominazione: string) =>
  chi.call(entiApi.create, {
    comuneId,
    tipo: 'comune',
    codice,
    denominazione,
    sede: 'F205',
    codiceFiscaleOperatore: 'DMSSTT80A01F205X',
    gravita: {},
  })

/** Two comuni of one ambito, who runs both, who works for the first alone; May sent and answered, June waiting in the second. */
async function dueEnti() {
  const a = await ambitoConCartella(t, 2)
  const [uno, due] = a.comuni as [string, string]
  const ambito = await operatore(t, a, 'operatore-flussi')
  const soloUno = await operatore(t, a, 'operatore-flussi', uno)
  const serie = randomUUID().slice(0, 6)
  const e1 = (await ente(ambito, uno, `A${serie}`, 'Comune Alfa Dimostrativo')).id
  const e2 = (await ente(ambito, due, `B${serie}`, 'Comune Beta Dimostrativo')).id
  const s1: ScenaFlussi = { a, comune: uno, chi: ambito, ente: e1 }
  const s2: ScenaFlussi = { a, comune: due, chi: ambito, ente: e2 }
  await importa(t, s1, csv([rigaBuona(1), rigaBuona(2, { Importo: '' })]), 'Alfa')
  await importa(
    t,
    s2,
    csv([rigaBuona(1), rigaBuona(3, { 'Data pagamento': '10/06/2025', 'Codice INPS': 'A1.05' })]),
    'Beta',
  )
  const { flussi } = await genera(t, s1)
  const file = Buffer.from(JSON.stringify([{ id_flusso: flussi[0]!.nome, codice_esito: 'OK' }]))
  await ambito.call(esitiApi.carica, { nome: 'esiti.json' } as never, { file })
  return { a, ambito, soloUno, e1, e2, s1 }
}

test('the board has every ente by month; who works for one sees one', async () => {
  const { ambito, soloUno, e1, e2 } = await dueEnti()
  const { voci } = await ambito.call(inviiApi.invii, { anno: 2025 })
  expect(voci).toMatchObject([
    {
      enteId: e1,
      periodo: '2025-05',
      righe: 2,
      rifiutate: 1,
      inviate: 1,
      accettate: 1,
      respinte: 0,
      centesimi: 123450,
    },
    { enteId: e2, periodo: '2025-06', righe: 1, pronte: 1, inviate: 0, centesimi: 0 },
    { enteId: e2, periodo: '2025-05', righe: 1, pronte: 1 },
  ])
  expect((await soloUno.call(inviiApi.invii, { anno: 2025 })).voci.map((v) => v.enteId)).toEqual([e1])
  expect((await ambito.call(inviiApi.invii, { anno: 2025, ente: e2 })).voci).toHaveLength(2)
  expect(await rifiuto(soloUno.call(inviiApi.invii, { anno: 2025, ente: e2 }))).toMatchObject({ status: 404 })
  expect(await rifiuto(soloUno.call(inviiApi.termine, { ente: e2 }))).toMatchObject({ status: 404 })
  // an ente with nothing is there too: it is the one that is looked for
  expect((await ambito.call(inviiApi.invii, { anno: 2024 })).voci).toMatchObject([
    { enteId: e1, periodo: null, righe: 0 },
    { enteId: e2, periodo: null, righe: 0 },
  ])
})

test('what has no month is there in every year; a corrected one counts once; cards of minors count too', async () => {
  const { ambito, soloUno, e1, e2, s1 } = await dueEnti()
  await importa(t, s1, csv([rigaBuona(7, { 'Data pagamento': '31/02/2025' })]))
  const somma = async (k: 'righe' | 'inviate' | 'accettate' | 'centesimi') =>
    (await ambito.call(inviiApi.invii, { anno: 2025, ente: e1 })).voci.reduce((n, v) => n + v[k], 0)
  for (const anno of [2024, 2025]) {
    const { voci } = await ambito.call(inviiApi.invii, { anno, ente: e1 })
    expect(voci.filter((v) => v.periodo === null)).toMatchObject([{ tipo: 'PS_PSA_SINA', righe: 1, rifiutate: 1 }])
    const { mesi, codici } = await ambito.call(inviiApi.andamento, { anno, ente: e1 })
    expect(mesi.find((m) => m.codice === '')).toMatchObject({ nome: 'Senza data', righe: 1, rifiutate: 1 })
    // errors by code: the one without an amount is of 2025
    expect(codici.map((c) => c.rifiutate)).toEqual([anno === 2025 ? 2 : 1])
  }
  expect([await somma('righe'), await somma('inviate'), await somma('accettate')]).toEqual([3, 1, 1])
  // cancelled and sent again: until the cancellation has left both are there, from then on only the right one
  const { voci } = await ambito.call(prestazioniApi.list, { ente: e1, stato: 'accettata' })
  const motivo = 'Importo sbagliato nel foglio'
  await ambito.call(prestazioniApi.cancella, {
    id: voci[0]!.id,
    motivo,
    campi: [{ campo: 'importo', valore: '1000,00' }],
  })
  expect([await somma('righe'), await somma('inviate')]).toEqual([4, 1])
  const somme = async () => Promise.all((['righe', 'inviate', 'accettate', 'centesimi'] as const).map((k) => somma(k)))
  const { flussi } = await genera(t, s1)
  expect(await somme()).toEqual([3, 0, 0, 0])
  // it leaves once INPS has taken the cancellation
  const esiti = Buffer.from(JSON.stringify([{ id_flusso: flussi[0]!.nome, codice_esito: 'OK' }]))
  await ambito.call(esitiApi.carica, { nome: 'esiti.json' } as never, { file: esiti })
  await genera(t, s1)
  expect(await somme()).toEqual([3, 1, 0, 100_000])
  const insieme = await ambito.call(inviiApi.andamento, { anno: 2025, ente: e1 })
  for (const parte of [insieme.enti, insieme.mesi, insieme.codici, insieme.aree])
    expect(parte.reduce((n, v) => n + v.centesimi, 0)).toBe(100_000)

  const campi = Object.entries(minoreDiProva()).flatMap(([campo, v]) =>
    campo === 'idBeneficiario' ? [] : [{ campo, valore: Array.isArray(v) ? v.join(' ') : String(v) }],
  )
  await ambito.call(minoriApi.create, { ente: e2, riferimento: 'Fascicolo 1', campi })
  const schede = (await ambito.call(inviiApi.invii, { anno: 2026 })).voci.filter((v) => v.tipo === 'SINBA')
  expect(schede).toMatchObject([{ enteId: e2, periodo: '2026-03', righe: 1, pronte: 1, inviate: 0, centesimi: 0 }])
  expect((await ambito.call(inviiApi.andamento, { anno: 2026 })).tipi[1]).toMatchObject({ codice: 'SINBA', righe: 1 })
  expect((await soloUno.call(inviiApi.invii, { anno: 2026 })).voci.every((v) => v.tipo !== 'SINBA')).toBe(true)

  // no term of theirs is known: nothing is due, until someone writes one
  const diMinori = async () => (await ambito.call(inviiApi.scadenze, {})).voci.filter((v) => v.tipo === 'SINBA')
  expect(await diMinori()).toEqual([])
  expect(await ambito.call(inviiApi.termine, { ente: e2, tipo: 'SINBA' })).toMatchObject({
    giorni: null,
    versione: null,
  })
  await ambito.call(inviiApi.cambiaTermine, {
    ente: e2,
    tipo: 'SINBA',
    giorni: 20,
    preavviso: 5,
    fonte: 'Nota di prova',
  })
  expect(await diMinori()).toMatchObject([
    { enteId: e2, periodo: '2026-03', prima: '2026-03-21', stato: 'nei-termini', daInviare: 1 },
  ])
  expect((await ambito.call(inviiApi.termine, { ente: e2 })).giorni).toBe(15)
})

test('of several enti at once: each its own flows, who cannot begin is told, and nobody else’s', async () => {
  const { ambito, soloUno, e1, e2, s1 } = await dueEnti()
  await importa(t, s1, csv([rigaBuona(8)]))
  const { insieme, avviate, problemi } = await ambito.call(insiemeApi.genera, { enti: [e1, e2], canale: 'file' })
  expect([avviate, problemi]).toEqual([2, []])
  await lavora(t)
  const { voci } = await ambito.call(insiemeApi.leggi, { id: insieme })
  expect(voci).toMatchObject([
    { enteId: e1, ente: 'Comune Alfa Dimostrativo', stato: 'conclusa', flussi: 1, prestazioni: 1 },
    { enteId: e2, ente: 'Comune Beta Dimostrativo', stato: 'conclusa', flussi: 1, prestazioni: 2 },
  ])
  for (const g of voci) {
    const { voci: flussi } = await ambito.call(generazioniApi.flussi, { generazione: g.id })
    expect(flussi.map((f) => [f.enteId, f.prestazioni])).toEqual([[g.enteId, g.prestazioni]])
  }
  expect((await soloUno.call(insiemeApi.leggi, { id: insieme })).voci).toHaveLength(1)
  expect(await rifiuto(soloUno.call(insiemeApi.genera, { enti: [e1, e2], canale: 'file' }))).toMatchObject({
    status: 404,
  })
  const spenta = await ambito.call(insiemeApi.genera, { enti: [e1, e2], canale: 'waas' })
  expect([spenta.avviate, spenta.problemi.map((p) => p.ente)]).toEqual([
    0,
    ['Comune Alfa Dimostrativo', 'Comune Beta Dimostrativo'],
  ])
  const notifiche = (await ambito.call(notificheApi.list, {})).voci.map((n) => n.testo)
  expect(notifiche).toContain('Comune Beta Dimostrativo, flussi generati: 1, con 2 prestazioni.')
})

test('figures by ente, month, code and area are the sums of the board, and leave in a spreadsheet', async () => {
  const { ambito, e1 } = await dueEnti()
  const insieme = await ambito.call(inviiApi.andamento, { anno: 2025 })
  const somma = (voci: { righe: number; centesimi: number }[]) => [
    voci.reduce((n, v) => n + v.righe, 0),
    voci.reduce((n, v) => n + v.centesimi, 0),
  ]
  for (const parte of [insieme.enti, insieme.mesi, insieme.codici, insieme.aree])
    expect(somma(parte)).toEqual([4, 123450])
  expect(insieme.codici.map((c) => c.codice)).toEqual(['A1.04', 'A1.05'])
  expect(insieme.codici[0]!.nome).toContain('integrazione del reddito')
  expect(somma((await ambito.call(inviiApi.andamento, { anno: 2025, ente: e1 })).codici)).toEqual([2, 123450])
  const cartella = await mkdtemp(join(tmpdir(), 'trama-invii-'))
  try {
    for (const formato of ['xlsx', 'csv'] as const) {
      const f = await ambito.call(inviiApi.foglio, { anno: 2025, formato })
      const percorso = join(cartella, `invii.${formato}`)
      await writeFile(percorso, f.contenuto as Uint8Array)
      const righe = (await Array.fromAsync(leggiTabella(percorso))).map((r) => r.celle)
      expect(righe[0]!.slice(0, 3)).toEqual(['Codice', 'Ente', 'Mese'])
      expect(righe).toHaveLength(4)
      expect(righe[1]!.at(-1)).toMatch(/^1234[.,]50?$/)
    }
  } finally {
    await rm(cartella, { recursive: true, force: true })
  }
})

test('what is due is told once for each step to whoever generates, and the term is of the ente', async () => {
  const { a, ambito, soloUno, e1, e2 } = await dueEnti()
  t.clock.set('2025-06-20T09:00:00Z')
  try {
    const notifiche = async (chi: Caller) =>
      (await chi.call(notificheApi.list, {})).voci
        .filter((n) => n.collegamento?.startsWith('/flussi/scadenze'))
        .map((n) => n.testo)
        .sort()
    const { voci } = await ambito.call(inviiApi.scadenze, {})
    const di = (enteId: string, periodo: string) => voci.find((v) => v.enteId === enteId && v.periodo === periodo)
    expect(di(e1, '2025-05')).toMatchObject({
      stato: 'in-ritardo',
      prima: '2025-05-16',
      ultima: '2025-06-15',
      daInviare: 1,
      inviate: 1,
    })
    expect(di(e1, '2025-06')).toMatchObject({ stato: 'nulla', righe: 0 })
    expect(di(e2, '2025-06')).toMatchObject({ stato: 'in-scadenza', daInviare: 1 })
    await notte(t.deps)
    await jobScadenze.run(t.deps, {})
    const detti = await notifiche(ambito)
    expect(detti).toHaveLength(3)
    expect(detti[0]).toMatch(/^Comune Alfa Dimostrativo: 1 prestazione di maggio 2025 ancora da inviare/)
    expect(await notifiche(soloUno)).toHaveLength(1)

    const { versione, fonte } = await ambito.call(inviiApi.termine, { ente: e2 })
    expect([versione, fonte]).toEqual([null, expect.stringContaining('DL 4/2019')])
    await ambito.call(inviiApi.cambiaTermine, { ente: e2, giorni: 60, preavviso: 5, fonte: 'Nota di INPS all’ente' })
    const dopo = (await ambito.call(inviiApi.scadenze, { ente: e2 })).voci
    expect(dopo.map((v) => [v.periodo, v.stato, v.ultima])).toEqual([
      ['2025-06', 'nei-termini', '2025-08-29'],
      ['2025-05', 'nei-termini', '2025-07-30'],
    ])
    expect(
      await rifiuto(ambito.call(inviiApi.cambiaTermine, { ente: e2, giorni: 30, preavviso: 5, fonte: 'Altro' })),
    ).toMatchObject({ status: 412 })
    await ambito.call(inviiApi.cambiaTermine, { ente: e2, giorni: 30, preavviso: 5, fonte: 'Altro', versione: 1 })
    // who no longer has the comune is told nothing
    await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
      sql`update adesione set al = '2025-06-01' where ambito_id = ${a.id} and tipo_adesione_id = 'protocollo-intesa'`.execute(
        tx,
      ),
    )
    t.clock.set('2025-08-20T09:00:00Z')
    await notte(t.deps)
    expect(await notifiche(ambito)).toHaveLength(3)
  } finally {
    t.clock.set('2026-03-02T09:00:00Z')
  }
})
