// The record of a whole ambito, out and back: nothing is lost, not even what no single user sees.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { comandiCartella } from './comandi.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let dir: string
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t, 1)
  sociale = await operatore(t, a, 'assistente-sociale')
  dir = await mkdtemp(join(tmpdir(), 'trama-scambio-'))
})
afterAll(async () => {
  await rm(dir, { recursive: true, force: true })
  await t.close()
})

const detto: string[] = []
const lancia = (nome: string, args: string[]) =>
  comandiCartella
    .find((c) => c.nome === nome)!
    .run({ deps: t.deps, operatore: 'riga di comando: prove', cwd: dir, baseUrl: '', out: (l) => detto.push(l) }, args)
const righe = async (file: string) => (await readFile(join(dir, file), 'utf8')).split('\n').filter(Boolean)
const codiceFiscale = async (utenteId: string) =>
  t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, async (tx) => {
    const { rows } = await sql<{ cf: string }>`select codice_fiscale as cf from utente where id = ${utenteId}`.execute(
      tx,
    )
    return rows[0]!.cf
  })

test('esce tutto, anche bozze, righe riservate e indirizzi segreti, e rientra in un ambito vuoto', async () => {
  const persona = await nuovaPersona(sociale, a.comuni[0]!)
  await presaInCarico(t, a, a.comuni[0]!, persona, sociale.utenteId)
  const residenza = { id: persona, tipo: 'residenza' as const, fonte: 'persona' }
  const prima = await sociale.call(fattiApi.registra, {
    ...residenza,
    dati: { comune: a.comuni[0]!, indirizzo: 'Via Uno' },
    dal: '2020-01-01',
  })
  t.clock.advance(5)
  await sociale.call(fattiApi.correggi, {
    ...residenza,
    fatto: prima.id,
    dati: { comune: a.comuni[0]!, indirizzo: 'Via Due' },
    dal: '2020-01-01',
    motivo: 'Errore',
  })
  await sociale.call(fattiApi.registra, {
    ...residenza,
    dati: { comune: a.comuni[0]!, indirizzo: 'Rifugio' },
    dal: '2026-01-01',
    segreto: true,
  })
  const voce = {
    id: persona,
    specie: 'diario' as const,
    giorno: '2026-02-10',
    tipo: 'colloquio',
    blocchi: [{ tipo: 'fatto' as const, testo: 'Una visita.' }],
  }
  await sociale.call(diarioApi.scrivi, { ...voce, completa: true })
  await sociale.call(diarioApi.scrivi, { ...voce, completa: true, destinatari: [] })
  await sociale.call(diarioApi.scrivi, voce)

  await lancia('cartella esporta', ['--ambito', a.codice, '--out', 'fuori'])
  expect(await righe('fuori/diario_voce.jsonl')).toHaveLength(3)
  expect((await righe('fuori/persona_fatto.jsonl')).join()).toContain('Rifugio')
  await expect(lancia('cartella esporta', ['--ambito', a.codice, '--out', 'fuori'])).rejects.toThrow('non è vuota')
  await expect(lancia('cartella importa', ['fuori', '--ambito', a.codice, '--autore', 'X'])).rejects.toThrow('vuoto')

  const b = await ambitoConCartella(t, 1)
  const la = await operatore(t, b, 'assistente-sociale')
  const autore = await codiceFiscale(la.utenteId)
  await lancia('cartella importa', [
    'fuori',
    '--ambito',
    b.codice,
    '--autore',
    autore,
    '--comuni',
    `${a.comuni[0]}=${b.comuni[0]}`,
  ])
  await lancia('cartella esporta', ['--ambito', b.codice, '--out', 'dopo'])
  const indice = async (d: string) =>
    JSON.parse(await readFile(join(dir, d, 'indice.json'), 'utf8')) as { righe: Record<string, number> }
  expect((await indice('dopo')).righe).toEqual((await indice('fuori')).righe)
  // the same rows: every id and author under its new name
  const testo = async (d: string, x: Ambito, io: string) =>
    (
      await Promise.all(
        ['persona', 'persona_fatto', 'presa_in_carico', 'presa_operatore', 'diario_voce'].map((f) =>
          righe(`${d}/${f}.jsonl`),
        ),
      )
    )
      .flat()
      .map((r) =>
        r
          .replaceAll(x.comuni[0]!, 'QUI')
          // an address is where it was, whoever keeps the record
          .replaceAll(a.comuni[0]!, 'QUI')
          .replaceAll(x.id, 'AMBITO')
          .replaceAll(io, 'IO')
          .replace(/"creata_da":"IO"|"registrato_da":"IO"|"sostituito_da":"IO"/g, (m) => m.replace('"IO"', 'null'))
          .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '#'),
      )
      .sort()
  expect(await testo('dopo', b, la.utenteId)).toEqual(await testo('fuori', a, sociale.utenteId))
  // and it is a record like any other: searched, opened, read
  const { voci } = await la.call(personeApi.cerca, {})
  expect(voci).toHaveLength(1)
  expect((await la.call(diarioApi.voci, { id: voci[0]!.id })).voci).toHaveLength(3)
  expect(detto.at(-1)).toContain('righe')
})

test('chi è entrato nell’applicazione non può estrarre nulla così', async () => {
  for (const scope of [{ azione: 'ambito.esporta', utente: sociale.utenteId }, { azione: 'persona.leggi' }])
    await expect(
      t.deps.db.inScope({ ...scope, ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
        sql`select accesso.estrai('persona')`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  await expect(
    t.deps.db.inScope({ azione: 'ambito.esporta', ambito: a.id }, (tx) =>
      sql`select accesso.estrai('utente')`.execute(tx),
    ),
  ).rejects.toMatchObject({ code: '42501' })
})

test('ogni tabella della cartella può uscire e rientrare', async () => {
  const rows = await daProprietario(
    t,
    `select nome from kernel.tabella_protetta t where sezione = 'cartella'
    and not exists (select 1 from pg_policies p where p.tablename = t.nome and p.policyname = 'scambio')`,
  )
  expect(rows).toEqual([])
})
