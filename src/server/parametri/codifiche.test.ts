// Code lists on a real database: what the configuration loads, what an ambito adds, what a form may still choose.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Ambito,
  asRuolo,
  type Caller,
  nuovoAmbito,
  Refused,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { codificheApi } from '../../shared/parametri/codifiche.api.ts'
import { accesso } from '../accesso/modulo.ts'
import type { Tx } from '../kernel/db.ts'
import { leggiCodifiche, leggiVoci, loadCodifiche, type VoceDaFile } from '../kernel/load-codifiche.ts'
import { parametri } from './modulo.ts'
import { assertVoce, assertVoci, etichetta, etichettaVoce } from './voci.ts'

let t: TestApp
let mio: Ambito
let aa: Caller
beforeAll(async () => {
  t = await testApp({ moduli: [accesso, parametri] })
  mio = await nuovoAmbito(t)
  aa = await asRuolo(t, mio, 'amministratore-ambito')
})
afterAll(() => t.close())

const rifiuto = (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e) => (e instanceof Refused ? e.problem : Promise.reject(e)),
  )
const nellAmbito = <T>(a: Ambito, fn: (tx: Tx) => Promise<T>) =>
  t.deps.db.inScope({ azione: 'prova', ambito: a.id, intero: true, adesso: t.deps.clock() }, (tx) => fn(tx))
const carica = (voci?: VoceDaFile[]) =>
  t.deps.db.inScope({ azione: 'configurazione.carica', nazionale: true, operatore: 'prove' }, (tx) =>
    loadCodifiche(tx, leggiCodifiche(), voci),
  )
const nuova = { etichetta: 'Badante a ore', dal: '2026-01-01', fonte: 'Delibera 12/2026' }
const scegliBili = async (c: Caller, codifica: string, giorno?: string) => {
  const r = await c.call(codificheApi.voci, { codifiche: codifica, ...(giorno && { giorno }) })
  return r.codifiche[0]!.voci.map((v) => v.etichetta)
}

describe('the configuration', () => {
  const modello = (cambi: Partial<VoceDaFile>): VoceDaFile => ({
    ...leggiVoci({ id: 'esito-contatto', fonte: 'Prova' })[0]!,
    codice: 'prova-di-carico',
    ...cambi,
  })
  const righe = async () =>
    (
      await nellAmbito(mio, (tx) =>
        sql<{ etichetta: string; dal: string; al: string | null }>`select etichetta, dal, al from codifica_voce
          where codice = 'prova-di-carico' order by dal`.execute(tx),
      )
    ).rows

  test('loaded twice changes nothing', async () => {
    const ultima = () =>
      t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => {
        const { rows } = await sql`select max(id) as n from kernel.registro_modifiche
          where tabella like 'codifica%' and azione = 'configurazione.carica'`.execute(tx)
        return rows[0]
      })
    const prima = await ultima()
    await carica()
    expect(await ultima()).toEqual(prima)
  })
  test('puts a label right in its place; a new meaning is a new dated row that ends the one before', async () => {
    await carica([modello({ etichetta: 'Scritta mle' })])
    await carica([modello({ etichetta: 'Scritta male' })])
    expect(await righe()).toEqual([{ etichetta: 'Scritta male', dal: '1900-01-01', al: null }])
    const seconda = modello({ etichetta: 'Altro significato', dal: '2026-02-01' })
    // whether the file still says the old row or not
    await carica([seconda])
    await carica([modello({ etichetta: 'Scritta male' }), seconda])
    expect(await righe()).toEqual([
      { etichetta: 'Scritta male', dal: '1900-01-01', al: '2026-01-31' },
      { etichetta: 'Altro significato', dal: '2026-02-01', al: null },
    ])
  })
  test('refuses a row that says something else under the same day', async () => {
    await expect(carica([modello({ padre: 'orientato' })])).rejects.toMatchObject({
      constraint: 'voce_significato_immutabile',
    })
  })
  test('leaves closed what was closed on the spot, and what the ambiti added as it is', async () => {
    const su = await asRuolo(t, null, 'super-utente')
    const { voci } = await su.call(codificheApi.leggi, { codifica: 'esito-contatto' })
    const id = voci.find((v) => v.codice === 'da-richiamare')!.id
    await su.call(codificheApi.chiudi, { id, al: '2026-03-31' })
    await aa.call(codificheApi.crea, { codifica: 'esito-contatto', ...nuova })
    await carica()
    const dopo = await aa.call(codificheApi.leggi, { codifica: 'esito-contatto' })
    expect(dopo.voci.find((v) => v.codice === 'da-richiamare')?.al).toBe('2026-03-31')
    expect(dopo.voci.some((v) => v.etichetta === nuova.etichetta)).toBe(true)
    await su.call(codificheApi.chiudi, { id, al: null })
  })
})

describe('an ambito', () => {
  test('adds an entry where the list allows it, with a code of its own, and nobody else sees it', async () => {
    const altro = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
    const c = await aa.call(codificheApi.crea, { codifica: 'tipo-contratto', ...nuova, etichetta: 'Borsa lavoro' })
    expect(c.voci.find((v) => v.etichetta === 'Borsa lavoro')).toMatchObject({
      codice: 'loc-borsa-lavoro',
      locale: true,
    })
    const operatore = await asRuolo(t, mio, { ruolo: 'case-manager', comune: mio.comuni[0]! })
    expect(await scegliBili(operatore, 'tipo-contratto')).toContain('Borsa lavoro')
    expect(await scegliBili(altro, 'tipo-contratto')).not.toContain('Borsa lavoro')
    const su = await asRuolo(t, null, 'super-utente')
    expect(await scegliBili(su, 'tipo-contratto')).not.toContain('Borsa lavoro')
    const csv = await altro.call(codificheApi.esporta, { codifica: 'tipo-contratto' })
    expect(Buffer.from(csv.contenuto as Uint8Array).toString()).not.toContain('Borsa')
    // the same words again in another ambito are another entry with the same code
    await altro.call(codificheApi.crea, { codifica: 'tipo-contratto', ...nuova, etichetta: 'Borsa lavoro' })
    expect((await scegliBili(aa, 'tipo-contratto')).filter((e) => e === 'Borsa lavoro')).toHaveLength(1)
  })
  test('adds none to a list that is the same for all, nor twice the same words, nor under what does not exist', async () => {
    const r = await rifiuto(aa.call(codificheApi.crea, { codifica: 'stato-civile', ...nuova }))
    expect(r?.detail).toMatch(/uguale per tutti/)
    const doppia = { codifica: 'tipo-contratto', ...nuova, etichetta: 'tirocinio' }
    expect((await rifiuto(aa.call(codificheApi.crea, doppia)))?.errori).toMatchObject([{ campo: 'etichetta' }])
    const orfana = { codifica: 'bisogno', ...nuova, padre: 'non-esiste' }
    expect((await rifiuto(aa.call(codificheApi.crea, orfana)))?.errori).toMatchObject([{ campo: 'padre' }])
    const profonda = { codifica: 'bisogno', ...nuova, padre: 'casa' }
    expect((await rifiuto(aa.call(codificheApi.crea, profonda)))?.errori).toMatchObject([{ campo: 'padre' }])
  })
  test('even the database refuses it, whatever the handler: another’s entry, a national one, a closed list', async () => {
    const scrivi = (valori: string) =>
      nellAmbito(mio, (tx) =>
        sql
          .raw(`insert into codifica_voce (codifica_id, codice, etichetta, dal, fonte, ambito_id) values (${valori})`)
          .execute(tx),
      )
    const altrui = await nuovoAmbito(t)
    await expect(scrivi(`'bisogno', 'loc-x', 'x', '2026-01-01', 'x', '${altrui.id}'`)).rejects.toMatchObject({
      code: '42501',
    })
    await expect(scrivi(`'bisogno', 'x', 'x', '2026-01-01', 'x', null`)).rejects.toMatchObject({ code: '42501' })
    await expect(scrivi(`'stato-civile', 'loc-x', 'x', '2026-01-01', 'x', '${mio.id}'`)).rejects.toMatchObject({
      constraint: 'codifica_non_estendibile',
    })
    await expect(
      nellAmbito(mio, (tx) => sql`delete from codifica_voce where ambito_id = ${mio.id}`.execute(tx)),
    ).rejects.toMatchObject({ code: '42501' })
  })
  test('closes its entry: from the day after it cannot be chosen, and records still read it', async () => {
    const c = await aa.call(codificheApi.crea, {
      codifica: 'motivo-chiusura',
      ...nuova,
      etichetta: 'Fine sperimentazione',
    })
    const v = c.voci.find((x) => x.etichetta === 'Fine sperimentazione')!
    expect((await rifiuto(aa.call(codificheApi.chiudi, { id: v.id, al: '2026-03-01' })))?.errori).toMatchObject([
      { campo: 'al' },
    ])
    await aa.call(codificheApi.chiudi, { id: v.id, al: '2026-03-02' })
    expect(await scegliBili(aa, 'motivo-chiusura')).toContain('Fine sperimentazione')
    expect(await scegliBili(aa, 'motivo-chiusura', '2026-03-03')).not.toContain('Fine sperimentazione')
    await nellAmbito(mio, async (tx) => {
      await assertVoce(tx, 'motivo-chiusura', v.codice, '2026-03-02', 'motivo')
      await expect(assertVoce(tx, 'motivo-chiusura', v.codice, '2026-03-03', 'motivo')).rejects.toMatchObject({
        errori: [{ campo: 'motivo', messaggio: expect.stringContaining('Fine sperimentazione') }],
      })
      expect(await etichetta(tx, 'motivo-chiusura', v.codice, '2026-06-01')).toBe('Fine sperimentazione')
    })
    const altro = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
    expect((await rifiuto(altro.call(codificheApi.chiudi, { id: v.id, al: '2026-04-01' })))?.status).toBe(404)
  })
  test('does not close what contains entries in force', async () => {
    const c = await aa.call(codificheApi.crea, { codifica: 'bisogno', ...nuova, etichetta: 'Bisogni del quartiere' })
    const padre = c.voci.find((x) => x.etichetta === 'Bisogni del quartiere')!
    await aa.call(codificheApi.crea, { codifica: 'bisogno', ...nuova, etichetta: 'Mercato', padre: padre.codice })
    const r = await rifiuto(aa.call(codificheApi.chiudi, { id: padre.id, al: '2026-04-01' }))
    expect(r?.detail).toMatch(/Mercato/)
  })
})

describe('a national entry', () => {
  test('is closed by a national act, not by an ambito; a locked one by nobody', async () => {
    const { voci } = await aa.call(codificheApi.leggi, { codifica: 'area-utenza' })
    const libera = voci.find((v) => v.codice === 'multiutenza')!
    const bloccata = voci.find((v) => v.codice === 'anziani')!
    const r = await rifiuto(aa.call(codificheApi.chiudi, { id: libera.id, al: '2026-04-01' }))
    expect(r).toMatchObject({ codice: 'azione-non-consentita', detail: expect.stringContaining('nazionale') })
    const su = await asRuolo(t, null, 'super-utente')
    expect((await rifiuto(su.call(codificheApi.chiudi, { id: bloccata.id, al: '2026-04-01' })))?.detail).toMatch(
      /bloccata/,
    )
    await expect(
      t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
        sql`update codifica_voce set etichetta = 'x' where id = ${bloccata.id}`.execute(tx),
      ),
    ).rejects.toMatchObject({ constraint: 'voce_bloccata' })
    const c = await su.call(codificheApi.crea, { codifica: 'area-utenza', ...nuova, etichetta: 'Giovani' })
    expect(c.voci.find((v) => v.etichetta === 'Giovani')).toMatchObject({ codice: 'naz-giovani', locale: false })
    expect(await scegliBili(aa, 'area-utenza')).toContain('Giovani')
  })
})

describe('what other modules ask', () => {
  test('several codes at once, each refusal beside its field; absent ones pass', async () => {
    await nellAmbito(mio, async (tx) => {
      await assertVoci(tx, '2026-03-02', {
        statoCivile: ['stato-civile', 'coniugato'],
        vulnerabile: ['gruppo-vulnerabile', ['sfratto', 'senza-dimora']],
        titolo: ['titolo-studio', null],
      })
      const p = assertVoci(tx, '2010-01-01', {
        statoCivile: ['stato-civile', 'unito-civilmente'],
        canale: ['canale-contatto', 'piccione'],
        ruolo: ['parentela', 'figlio'],
      })
      await expect(p).rejects.toMatchObject({
        codice: 'regola-non-rispettata',
        errori: [
          { campo: 'statoCivile', messaggio: expect.stringMatching(/01\/01\/2010/) },
          { campo: 'canale', messaggio: expect.stringMatching(/Canale del contatto/) },
        ],
      })
    })
  })
  test('the words in a query, for a woman too', async () => {
    await nellAmbito(mio, async (tx) => {
      const q = tx
        .selectFrom(sql<{ c: string; g: string }>`(values ('figlio', 'F'), ('figlio', 'M'))`.as<'r'>(sql`r(c, g)`))
        .select(etichettaVoce('parentela', sql.ref('r.c'), { genere: sql.ref('r.g') }).as('e'))
      expect((await q.execute()).map((r) => r.e)).toEqual(['Figlia', 'Figlio'])
      expect(await etichetta(tx, 'parentela', 'non-esiste', '2026-01-01')).toBe('non-esiste')
    })
  })
  test('several lists in one reading, each with its entries in order', async () => {
    const r = await aa.call(codificheApi.voci, { codifiche: 'tipo-isee,area-utenza' })
    expect(r.codifiche.map((c) => [c.id, c.voci[0]!.codice])).toEqual(
      expect.arrayContaining([
        ['tipo-isee', 'ordinario'],
        ['area-utenza', 'famiglia-minori'],
      ]),
    )
    expect((await rifiuto(aa.call(codificheApi.voci, { codifiche: 'tipo-isee,non-esiste' })))?.status).toBe(404)
  })
})
