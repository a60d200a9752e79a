// The demonstration is lawful by construction (it passes through the handlers); here, that it shows every state there is.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { esegui } from '../src/server/comandi.ts'
import { leggiConfigurazione } from '../src/server/kernel/config.ts'
import { radice } from '../src/server/kernel/paths.ts'
import { leggiTabella } from '../src/server/kernel/tabelle/leggi.ts'
import { caricaTerritorio } from '../src/server/territorio/predefiniti.ts'
import { statiUtente } from '../src/shared/accesso/utenti.rules.ts'
import { statiRichiesta } from '../src/shared/accreditamento/richieste-ambito.rules.ts'
import { statiPrestazione } from '../src/shared/flussi/stati.rules.ts'
import { statiDomanda } from '../src/shared/patti/domande.rules.ts'
import { statiAdesione } from '../src/shared/territorio/adesioni.rules.ts'
import { type TestApp, testApp } from '../test/support/app.ts'
import { caricaDimostrazione } from './demo.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await caricaTerritorio(t.deps)
  expect(await caricaDimostrazione(t.deps)).toBe('piccola')
}, 180_000)
afterAll(() => t.close())

const valori = (q: ReturnType<typeof sql<{ v: string }>>) =>
  t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) =>
    (await q.execute(tx)).rows.map((r) => r.v).sort(),
  )

test('users in all the roles and in every state', async () => {
  // INPS is no person: it enters with a voucher
  const ruoli = await valori(sql`select id as v from ruolo where id <> 'fruitore-inps'`)
  expect(
    await valori(sql`select distinct ruolo_id as v from assegnazione where stato in ('abilitata', 'preparata')`),
  ).toEqual(ruoli)
  // who wrote in another installation comes with what is imported, and accredits nobody
  const sue = statiUtente.filter((x) => x !== 'altrove')
  expect(await valori(sql`select distinct stato as v from utente`)).toEqual([...sue].sort())
})
test('adhesions of every kind and in every state', async () => {
  expect(await valori(sql`select distinct stato as v from adesione`)).toEqual([...statiAdesione].sort())
  expect(await valori(sql`select distinct tipo_adesione_id as v from adesione`)).toEqual(
    await valori(sql`select id as v from tipo_adesione`),
  )
})
test('a delega in course, one that ended, one that is to begin', async () => {
  expect(
    await valori(
      sql`select distinct case when dal > current_date then 'futura' when al is null then 'in corso' else 'finita' end as v from delega_comune`,
    ),
  ).toEqual(['finita', 'futura', 'in corso'])
})
test('requests of the ambiti in every state; a draft is there, and is nobody’s business', async () => {
  expect(await valori(sql`select distinct stato as v from richiesta_ambito`)).toEqual(
    [...statiRichiesta].filter((s) => s !== 'bozza').sort(),
  )
  await t.owner.exec('reset role')
  const { rows } = await t.owner.query('select distinct stato as v from richiesta_ambito')
  if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  expect(rows.map((r) => r.v).sort()).toEqual([...statiRichiesta].sort())
})
test('convocations that left, that met somebody, and one to an address that does not exist', async () => {
  const trama = await t.deps.db.inScope(
    { azione: 'prova', nazionale: true },
    async (tx) =>
      (
        await sql<{
          id: string
          comuni: string[]
        }>`select ambito_id as id, array_agg(comune_id) as comuni from ambito_comune group by 1`.execute(tx)
      ).rows,
  )
  const stati: string[] = []
  for (const a of trama)
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, async (tx) => {
      const { rows } = await sql<{
        v: string
      }>`select stato || coalesce(' ' || esito, '') as v from convocazione order by 1`.execute(tx)
      stati.push(...rows.map((r) => r.v))
    })
  expect(stati).toEqual(['inviata', 'inviata presentato', 'non-recapitata'])
})
test('domande of the comune in every state', async () => {
  const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql<{
      id: string
      comuni: string[]
    }>`select a.id, array_agg(c.comune_id) as comuni from ambito a join ambito_comune c on c.ambito_id = a.id group by 1`.execute(
      tx,
    ),
  )
  const stati = new Set<string>()
  for (const a of rows)
    await t.deps.db.inScope(
      { azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true, adesso: t.deps.clock() },
      async (tx) => {
        for (const r of (await sql<{ stato: string }>`select distinct stato from domanda_raccolta`.execute(tx)).rows)
          stati.add(r.stato)
      },
    )
  expect([...stati].sort()).toEqual([...statiDomanda].sort())
})
test('a year of prestazioni of two comuni, in every state, with what is wrong and what was corrected', async () => {
  const quali = await valori(
    sql`select a.id || ' ' || string_agg(c.comune_id, ',') as v from ambito a join ambito_comune c on c.ambito_id = a.id group by a.id`,
  )
  const detto: Record<string, unknown[]> = {}
  for (const v of quali) {
    const [ambito = '', comuni = ''] = v.split(' ')
    const scope = { azione: 'prova', ambito, comuni: comuni.split(','), fascicolo: true, adesso: t.deps.clock() }
    await t.deps.db.inScope(scope, async (tx) => {
      const { rows } = await sql<{ comune: string; mesi: number; stati: string[]; esiti: string[]; regole: string[] }>`
        select p.comune_id as comune, count(distinct p.periodo)::int as mesi, array_agg(distinct p.stato order by p.stato) as stati,
               (select array_agg(distinct coalesce(f.esito, 'atteso') order by coalesce(f.esito, 'atteso')) from flusso f where f.comune_id = p.comune_id) as esiti,
               (select array_agg(distinct r order by r) from prestazione_erogata x, unnest(x.errori || x.avvisi) r where x.comune_id = p.comune_id) as regole
          from prestazione_erogata p group by p.comune_id order by 1`.execute(tx)
      for (const r of rows) detto[r.comune] = [r.mesi, r.stati, r.esiti, r.regole]
      const { rows: correzioni } = await sql<{ v: string }>`
        select o.stato || ' ' || c.stato || ' ' || s.stato as v from prestazione_erogata c join prestazione_erogata o on o.id = c.annulla_id
          join prestazione_erogata s on s.segue_id = c.id order by 1`.execute(tx)
      if (correzioni.length > 0) detto.correzioni = correzioni.map((r) => r.v)
    })
  }
  expect(detto).toEqual({
    E472: [
      12,
      [...statiPrestazione].sort(),
      ['accettato', 'atteso', 'respinto'],
      expect.arrayContaining(['PS01', 'PS07']),
    ],
    C740: [
      12,
      expect.arrayContaining(['accettata', 'da-completare', 'in-flusso', 'rifiutata']),
      ['accettato', 'atteso', 'respinto'],
      expect.arrayContaining(['PS01', 'TR02']),
    ],
    // cancelled and written anew: one that INPS has done with, one of which it has yet to take the cancellation
    correzioni: ['accettata in-flusso pronta', 'esclusa accettata accettata'],
  })
})
test('every change is in the register, with who acted', async () => {
  expect(
    await valori(
      sql`select distinct tabella as v from kernel.registro_modifiche where utente_id is null and operatore is null`,
    ),
  ).toEqual([])
})
test('a second time does nothing', async () => {
  const prima = await valori(sql`select count(*)::text as v from kernel.registro_modifiche`)
  expect(await caricaDimostrazione(t.deps)).toBe('piccola')
  expect(await valori(sql`select count(*)::text as v from kernel.registro_modifiche`)).toEqual(prima)
})
test('the template filled in and saved by LibreOffice is imported; its own format is refused by name', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'trama-prova-'))
  const esempi = join(radice, 'test', 'support', 'esempi')
  const importa = (file: string) => {
    const righe: string[] = []
    const args = ['accreditamento', 'importa', join(esempi, file), '--ambito', 'DIM-LT1', '--esito', 'esito.xlsx']
    const uscite = { out: (r: string) => void righe.push(r), err: () => {} }
    return esegui(leggiConfigurazione({}), t.deps, { args, cwd, operatore: 'prove' }, uscite).then((codice) => ({
      codice,
      testo: righe.join('\n'),
    }))
  }
  try {
    expect(await importa('operatori-libreoffice.xlsx')).toMatchObject({
      codice: 0,
      testo: expect.stringContaining('4 accettate, 0 già presenti, 0 modificate, 0 rifiutate'),
    })
    const esito = await Array.fromAsync(leggiTabella(join(cwd, 'esito.xlsx')))
    // dates as dates, a code of digits as it was typed
    expect(esito[1]!.celle).toEqual(expect.arrayContaining(['1981-04-12', '0773000000', '2090-12-31']))
    await expect(importa('operatori-libreoffice.ods')).rejects.toThrow(/foglio di LibreOffice \(\.ods\).*\.xlsx/)
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
})
