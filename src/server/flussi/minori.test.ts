// SINBA: from a card to a flow that says nothing of whom; the same minor has the same token; a card that has left is not sent again in
// silence; whom a token stands for is in no flow.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import { carica, lavora, luoghiFlussi, scenaFlussi, xmlDi } from '../../../test/support/flussi.ts'
import { csv, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { elencaDifetti } from '../../shared/flussi/elabora.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { minoreDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { campiPianiMinore, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { GravitaScelte } from '../../shared/flussi/regole.ts'
import { aScelta, regolaSchema } from '../../shared/flussi/regole-flusso.ts'
import { CODICE_FISCALE } from '../../shared/flussi/regole-minore.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { radice } from '../kernel/paths.ts'
import { Giudice } from './libxml.fixture.ts'
import { nuovoGettone } from './minori-scrittura.ts'
import { conRiferimento, difettiDi, fileInps } from './prova.fixture.ts'
import { schemaDiTrama } from './schemi.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
})
afterAll(() => t.close())

/** What a clerk types of a good card. */
const campi = campiPianiMinore
  .filter((c) => c.percorso !== 'idBeneficiario')
  .flatMap(({ percorso }) => {
    const valore = leggiPercorso(minoreDiProva(), percorso)
    return valore === undefined ? [] : [{ campo: percorso, valore }]
  })

test('cards of minors, from the form to an accepted flow', async () => {
  const s = await scenaFlussi(t)
  const scrivi = (riferimento: string, altri = campi) =>
    s.chi.call(minoriApi.create, { ente: s.ente, riferimento, campi: altri })
  const buona = await scrivi('Fascicolo 2025/12')
  expect(buona.stato).toBe('pronta')
  // incomplete: told by schema and rules, completed, overridden
  const zoppa = await scrivi(
    'Fascicolo 2025/13',
    campi.filter((c) => c.campo !== 'annoNascita' && c.campo !== 'famiglia'),
  )
  expect(zoppa.stato).toBe('rifiutata')
  const { difetti } = await s.chi.call(minoriApi.leggi, { id: zoppa.id })
  expect(difetti.map((d) => d.campo).sort()).toEqual(['annoNascita', 'famiglia'])
  const mancanti = campi.filter((c) => c.campo === 'annoNascita' || c.campo === 'famiglia')
  const corretta = await s.chi.call(minoriApi.correggi, { id: zoppa.id, versione: zoppa.versione, campi: mancanti })
  expect(corretta.stato).toBe('pronta')
  await expect(scrivi('x', [{ campo: 'idBeneficiario', valore: 'MARIO ROSSI' }])).rejects.toThrow()

  // while a file of the ente is being withdrawn nothing leaves
  const { id: file } = await carica(s.chi, s.ente, csv([rigaBuona(1)]))
  const stato = async (quale: string) => {
    await t.owner.exec('reset role')
    await t.owner.query('update carico_flussi set stato = $1 where id = $2', [quale, file])
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  }
  await stato('in-ritiro')
  await expect(s.chi.call(minoriApi.genera, { ente: s.ente })).rejects.toThrow(/si sta ritirando/)
  await stato('ritirato')

  const fatto = await s.chi.call(minoriApi.genera, { ente: s.ente })
  expect(fatto).toMatchObject({ schede: 2, flusso: expect.stringMatching(/^F\d{3}\.SINBA\.20260302\.0000001$/) })
  const { voci: flussi } = await s.chi.call(generazioniApi.flussi, { ente: s.ente })
  const xml = Buffer.from(
    (await s.chi.call(generazioniApi.xml, { id: flussi[0]!.id })).contenuto as Uint8Array,
  ).toString()
  expect(Buffer.byteLength(xml)).toBe(flussi[0]!.bytes)
  expect(await difettiDi(xml, schemaDiTrama('SINBA').schema)).toEqual([])
  if (conRiferimento) {
    const giudice = new Giudice(fileInps('SINBA.xsd'))
    expect(giudice.rifiuto(xml)).toBeUndefined()
    giudice.chiudi()
  }
  // nothing of whom, in the flow and in the list
  const { voci } = await s.chi.call(minoriApi.list, { ente: s.ente })
  expect(`${xml}${JSON.stringify(voci)}`).not.toMatch(/FASCICOLO|2025\/1[23]/i)
  for (const v of voci) expect(xml).toContain(`IDBeneficiario="${v.gettone}"`)
  expect(await s.chi.call(minoriApi.genera, { ente: s.ente })).toEqual({ flusso: null, schede: 0 })

  // the same minor again: the same token, and it does not leave without a reason
  const ancora = await scrivi('fascicolo  2025/12')
  expect(ancora.stato).toBe('da-completare')
  const letta = await s.chi.call(minoriApi.leggi, { id: ancora.id })
  expect(letta.gettone).toBe(voci.find((v) => v.id === buona.id)!.gettone)
  expect(letta.difetti.map((d) => d.regola)).toEqual(['TR03'])
  const motivo = 'Aggiornata la valutazione.'
  expect(await s.chi.call(minoriApi.deroga, { ente: s.ente, id: ancora.id, regola: 'TR03', motivo })).toEqual({
    cambiate: 1,
  })
  const superata = await s.chi.call(minoriApi.leggi, { id: ancora.id })
  expect([superata.stato, superata.deroghe.map((d) => d.motivo)]).toEqual(['pronta', [motivo]])
  await s.chi.call(minoriApi.escludi, { id: ancora.id, versione: superata.versione })

  const esiti = [{ id_flusso: fatto.flusso, codice_esito: 'DATI_NON_TROVATI', descrizione_esito: 'Codice non valido' }]
  await s.chi.call(esitiApi.carica, { nome: 'esiti.json' } as never, { file: Buffer.from(JSON.stringify(esiti)) })
  const respinte = await s.chi.call(minoriApi.list, { ente: s.ente, stato: 'rifiutata' })
  expect(respinte.voci.map((v) => v.errori)).toEqual([['TR02'], ['TR02']])

  // the table of the tokens is open to who reads one card, and to no act that does not say so
  const scope = { azione: 'prova', ambito: s.a.id, comuni: [s.comune], operatore: 'prove' }
  const quante = (fascicolo: boolean) =>
    t.deps.db.inScope(
      { ...scope, fascicolo },
      async (tx) => (await sql`select 1 from minore_flussi`.execute(tx)).rows.length,
    )
  expect(await quante(true)).toBe(2)
  expect(await quante(false)).toBe(0)
})

test('no token drawn by lot is taken for a codice fiscale', () => {
  const tratti = Array.from({ length: 5000 }, nuovoGettone)
  expect(tratti.filter((g) => CODICE_FISCALE.test(g) || !/^[A-Z2-7]{20}$/.test(g))).toEqual([])
})

test('of tokens of before that look like a codice fiscale, those that INPS has not seen are drawn anew, and the others stay and are told', async () => {
  const s = await scenaFlussi(t)
  const scrivi = (riferimento: string) => s.chi.call(minoriApi.create, { ente: s.ente, riferimento, campi })
  const daProprietario = async (testo: string) => {
    await t.owner.exec(`reset role; ${testo}`)
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  }
  const [nota, ferma] = ['ABCDEF23A45G567HABCD', 'ABCDEF23A45G567HWXYZ']
  const partita = await scrivi('Partito')
  await s.chi.call(minoriApi.genera, { ente: s.ente })
  const altra = await scrivi('Partito')
  const mai = await scrivi('Mai partito')
  const chiude = (si: boolean) =>
    ['minore_flussi', 'scheda_minore', 'scheda_minore_dati']
      .map(
        (x) =>
          `alter table ${x} ${si ? '' : 'no '}force row level security, ${si ? 'enable' : 'disable'} trigger user;`,
      )
      .join('')
  const difetto = JSON.stringify([
    {
      regola: 'SB11',
      segno: 'O',
      gravita: 'errore',
      derogabile: false,
      campo: 'idBeneficiario',
      frase: 'Codice fiscale',
    },
  ])
  // as they were drawn and judged then
  const diPrima = (gettone: string, ...schede: { id: string }[]) =>
    schede
      .map(
        ({
          id,
        }) => `update minore_flussi set gettone = '${gettone}' where gettone = (select gettone from scheda_minore where id = '${id}');
          update scheda_minore set gettone = '${gettone}', errori = case when stato = 'in-flusso' then '{}' else array['SB11'] end, stato = case when stato = 'in-flusso' then stato else 'rifiutata' end where id = '${id}';
          update scheda_minore_dati set record = record || '{"idBeneficiario": "${gettone}"}', difetti = difetti || '${difetto}' where id = '${id}';`,
      )
      .join('')
  await daProprietario(`${chiude(false)} alter table scheda_minore drop constraint scheda_minore_gettone_fkey;
    ${diPrima(nota, partita, altra)} ${diPrima(ferma, mai)}
    alter table scheda_minore add constraint scheda_minore_gettone_fkey foreign key (gettone) references minore_flussi (gettone); ${chiude(true)}`)
  const letta = (id: string) => s.chi.call(minoriApi.leggi, { id })
  expect((await letta(mai.id)).stato).toBe('rifiutata')
  const [deiGettoni] = readFileSync(join(radice, 'migrations/0103_gettoni_di_prima.sql'), 'utf8').split(
    '-- ---- from when',
  )
  await daProprietario(deiGettoni!)

  const [diPartito, diMai] = [await letta(altra.id), await letta(mai.id)]
  expect([diMai.stato, diMai.difetti, diMai.riferimento]).toEqual(['pronta', [], 'MAI PARTITO'])
  expect(diMai.gettone).toMatch(/^[A-Z2-7]{20}$/)
  expect(CODICE_FISCALE.test(diMai.gettone)).toBe(false)
  expect([(await letta(partita.id)).gettone, diPartito.gettone, diPartito.stato]).toEqual([nota, nota, 'da-completare'])
  const diNuovo = (d: typeof diPartito) => d.difetti.find((x) => x.regola === 'SB11')
  expect(diNuovo(diPartito)).toMatchObject({ gravita: 'avviso', derogabile: true })
  // judged anew, it is told the same
  const { versione } = diPartito
  await s.chi.call(minoriApi.correggi, { id: altra.id, versione, campi: [{ campo: 'annoNascita', valore: '2014' }] })
  expect(diNuovo(await letta(altra.id))).toEqual(diNuovo(diPartito))
  for (const regola of ['SB11', 'TR03'])
    await s.chi.call(minoriApi.deroga, { ente: s.ente, id: altra.id, regola, motivo: 'INPS lo conosce così' })
  expect(await s.chi.call(minoriApi.genera, { ente: s.ente })).toMatchObject({ schede: 2 })
  const flussi = (await s.chi.call(generazioniApi.flussi, { ente: s.ente })).voci
  const xml = (await Promise.all(flussi.map((f) => xmlDi(s, f.id)))).join()
  expect([xml.split(nota).length - 1, xml.includes(ferma), xml.includes(diMai.gettone)]).toEqual([1, false, true])
})

test('the code of an ente is one with which the name of every flow can be written', async () => {
  const s = await scenaFlussi(t)
  const [voce] = (await s.chi.call(entiApi.list, {})).voci
  const { id, versione, denominazione, sede, codiceFiscaleOperatore } = voce!
  const con = (codice: string, gravita: Input<typeof entiApi.update>['gravita'] = {}) =>
    s.chi.call(entiApi.update, { id, versione, codice, denominazione, sede, codiceFiscaleOperatore, gravita })
  // within the thirty characters of a code, and beyond the fifty of the name of a flow of minors
  expect(await rifiuto(con('X'.repeat(29)))).toMatchObject({
    errori: [{ campo: 'codice', messaggio: expect.stringContaining('accorcia il codice di 2') }],
  })
  const deiMinori = aScelta.find((r) => r.id.startsWith('SB'))!.id
  await con('X'.repeat(27), { [deiMinori]: 'errore', N05: 'errore', PS07: 'errore' })
  const poi = s.chi.call(entiApi.update, {
    ...voce!,
    id,
    versione: versione + 1,
    gravita: { PS12a: 'avviso' },
  } as never)
  expect(await rifiuto(poi)).toMatchObject({ errori: [{ campo: 'gravita' }] })
})

test('a value that cannot be read is an error for the ente that wants it so, of a prestazione and of a minor', () => {
  const segnalazioni = [{ campo: 'annoNascita', regola: 'N22' as const, frase: 'Non si legge.' }]
  const difetti = (g: GravitaScelte) => elencaDifetti(regolaSchema('SINBA'), [], segnalazioni, g)
  expect(difetti({})).toMatchObject([{ gravita: 'avviso', derogabile: true }])
  expect(difetti({ N22: 'errore' })).toMatchObject([{ gravita: 'errore', derogabile: false }])
})
