// Contacts and segnalazioni that exist only for some colleagues, and what leaves: not with the regional message, not
// with the copy of a folder, not in the figures of the desk. With the whole ambito they leave, because they are its
// record, and where they come back they are for the same few.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import { leggiPdf } from '../../../test/support/pdf.ts'
import { segnalazione } from '../../../test/support/sportello.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { esportazioneApi } from '../../shared/cartella/esportazione.api.ts'
import { messaggiApi } from '../../shared/cartella/messaggi.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { comandiCartella } from './comandi.ts'
import { leggi } from './lombardia/esempi.fixture.ts'
import { codiceFiscaleDi, rientra } from './presa.fixture.ts'
import type { FascicoloEsportato } from './tabelle-fascicolo.ts'

let t: TestApp
let a: Ambito
/** Sees what is restricted; `altra` does not. */
let vede: Caller
let altra: Caller
let persona: string
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
const CONTATTO = 'Il cognato lo chiama ogni notte'
const FATTI = 'La zia ha visto i lividi'
const NOTA = 'Teme di essere seguito'
const segreti = [CONTATTO, FATTI, NOTA]
const apri = (chi: Caller) => chi.call(personeApi.apri, { id: persona, motivo: 'vigilanza', dettaglio: 'Prova' })

/** In February a contact and a segnalazione restricted to who wrote them; in March a contact for all, with a private note. */
beforeEach(async () => {
  t.clock.set('2026-02-20T09:00:00Z')
  a = await ambitoConCartella(t, 1)
  vede = await operatore(t, a, 'assistente-sociale')
  altra = await operatore(t, a, 'responsabile-servizio')
  persona = await nuovaPersona(vede, qui())
  await apri(vede)
  const contatto = { comuneId: qui(), esito: 'informazione-data', personaId: persona }
  const { id: c } = await vede.call(contattiApi.crea, {
    ...contatto,
    canale: 'telefono',
    bisogno: 'casa',
    nota: CONTATTO,
  })
  const { id: s } = await vede.call(
    segnalazioniApi.crea,
    segnalazione(qui(), { segnalati: [{ personaId: persona }], fatti: FATTI }),
  )
  await vede.call(contattiApi.riserva, { id: c, colleghi: [] })
  await vede.call(segnalazioniApi.riserva, { id: s, colleghi: [] })
  t.clock.set('2026-03-02T09:00:00Z')
  vede = await rientra(t, vede)
  altra = await rientra(t, altra)
  for (const chi of [vede, altra]) await apri(chi)
})

async function contattoDiTutti() {
  const { id } = await vede.call(contattiApi.crea, {
    comuneId: qui(),
    canale: 'email',
    bisogno: 'reddito',
    esito: 'orientato',
    personaId: persona,
  })
  await vede.call(contattiApi.annota, { id, testo: NOTA, colleghi: [] })
}

describe('il messaggio regionale', () => {
  const messaggio = async (chi: Caller) => {
    const r = await chi.raw(messaggiApi.esporta, { id: persona, fase: 'accesso' })
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    return new TextDecoder().decode(r.body as Uint8Array)
  }
  test('di ciò che è riservato soltanto non si scrive: a chi lo vede si dice perché, agli altri non si dice nulla', async () => {
    const mancano = async (chi: Caller) =>
      (await chi.call(messaggiApi.stato, { id: persona })).messaggi[0]!.mancano.map((m) => m.cosa)
    expect(await mancano(vede)).toEqual(['Accesso', 'Contatti, segnalazioni o prese in carico riservate'])
    expect(await mancano(altra)).toEqual(['Accesso'])
    for (const chi of [vede, altra])
      expect(await rifiuto(chi.call(messaggiApi.esporta, { id: persona }))).toMatchObject({
        codice: 'regola-non-rispettata',
      })
  })
  test('porta il contatto di tutti, ed è lo stesso chiunque lo prepari', async () => {
    await contattoDiTutti()
    const xml = await messaggio(vede)
    const letto = leggi(xml)
    if (letto.esito === 'rifiutato') throw new Error(JSON.stringify(letto.difetti))
    expect(letto.messaggio.accesso).toMatchObject({ inizio: '2026-03-02', fine: '2026-03-02' })
    expect(letto.messaggio.accesso.segnalazione).toBeUndefined()
    expect(xml).not.toContain('2026-02-20')
    for (const parola of segreti) expect(xml).not.toContain(parola)
    expect(await messaggio(altra)).toBe(xml)
  })
})

test('la copia di un fascicolo ha ciò che vede chi la fa', { timeout: 60_000 }, async () => {
  await contattoDiTutti()
  const sua = await copia(vede)
  const altrui = await copia(altra)
  for (const parola of segreti) {
    expect(sua.json).toContain(parola)
    expect(altrui.json).not.toContain(parola)
    expect(altrui.pdf).not.toContain(parola)
  }
  const { tabelle } = JSON.parse(altrui.json) as FascicoloEsportato
  expect(tabelle.contatto).toMatchObject([{ canale: 'email' }])
  for (const t of ['segnalazione', 'segnalazione_persona', 'segnalazione_dettaglio', 'contatto_nota'])
    expect(tabelle[t] ?? []).toEqual([])
  expect(altrui.pdf).not.toContain('20/02/2026')
})

test('le statistiche in CSV contano ciò che vede chi le chiede', async () => {
  await contattoDiTutti()
  const csv = async (chi: Caller) => {
    const { contenuto } = await chi.call(contattiApi.esporta, { dal: '2026-01-01', al: '2026-12-31' })
    return String(contenuto)
  }
  expect(await csv(vede)).toMatch(/Tutti i contatti;2/)
  expect(await csv(altra)).toMatch(/Tutti i contatti;1/)
  expect(await csv(altra)).not.toContain('Telefono')
})

test('con l’intero ambito escono, e dove rientrano restano di pochi', { timeout: 60_000 }, async () => {
  await contattoDiTutti()
  const dir = await mkdtemp(join(tmpdir(), 'trama-riservate-'))
  const lancia = (nome: string, args: string[]) =>
    comandiCartella
      .find((c) => c.nome === nome)!
      .run({ deps: t.deps, operatore: 'riga di comando: prove', cwd: dir, baseUrl: '', out: () => {} }, args)
  await lancia('cartella esporta', ['--ambito', a.codice, '--out', 'fuori'])
  const tutto = await Promise.all(
    (await readdir(join(dir, 'fuori')))
      .filter((f) => f.endsWith('.jsonl'))
      .map((f) => readFile(join(dir, 'fuori', f), 'utf8')),
  )
  for (const parola of segreti) expect(tutto.join()).toContain(parola)

  const b = await ambitoConCartella(t, 1)
  const autrice = await operatore(t, b, 'assistente-sociale')
  const nuova = await operatore(t, b, 'responsabile-servizio')
  await lancia('cartella importa', [
    'fuori',
    '--ambito',
    b.codice,
    '--autore',
    await codiceFiscaleDi(t, autrice.utenteId),
    '--comuni',
    `${a.comuni[0]}=${b.comuni[0]}`,
  ])
  const quanti = async (chi: Caller) => [
    (await chi.call(contattiApi.list, {})).voci.length,
    (await chi.call(segnalazioniApi.list, {})).voci.length,
  ]
  expect(await quanti(autrice)).toEqual([2, 1])
  expect(await quanti(nuova)).toEqual([1, 0])
  await rm(dir, { recursive: true, force: true })
})

async function copia(chi: Caller) {
  const { contenuto } = await chi.call(esportazioneApi.esporta, { id: persona, motivo: 'Richiesta della persona' })
  const parti = unzipSync(contenuto as Uint8Array)
  return { json: strFromU8(parti['fascicolo.json']!), pdf: await (await leggiPdf(parti['fascicolo.pdf']!)).testo }
}
