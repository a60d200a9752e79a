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
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import { inviiApi } from '../../shared/flussi/invii.api.ts'
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
  return { a, ambito, soloUno, e1, e2 }
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
