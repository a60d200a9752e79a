// What a registry says has changed: proposed once, with before and after, taken by the operator in his name.

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { luoghiDiNascita, persona, rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import {
  ambitoConCartella,
  cognomeNuovo,
  nuovaPersona,
  operatore,
  presaInCarico,
} from '../../../test/support/cartella.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import type { VoceMappa } from '../../shared/anagrafe/importa.rules.ts'
import { importaApi } from '../../shared/anagrafe/importazioni.api.ts'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { variazioniApi as api } from '../../shared/anagrafe/variazioni.api.ts'
import { jobImporta, jobVerifica } from './importa-corsa.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiDiNascita(t)
  await lavora()
})
afterAll(() => t.close())
const lavora = () => t.jobs.drain(t.deps, [jobVerifica, jobImporta])

interface Scena {
  a: Ambito
  ufficio: Caller
  sociale: Caller
}
async function scena(): Promise<Scena> {
  const a = await ambitoConCartella(t)
  return { a, ufficio: await operatore(t, a, 'amministrativo'), sociale: await operatore(t, a, 'assistente-sociale') }
}
async function inCarico(s: Scena) {
  const p = { cognome: cognomeNuovo(), nome: 'Anna', dataNascita: '1980-05-06' }
  const id = await nuovaPersona(s.sociale, s.a.comuni[0]!, p)
  await presaInCarico(t, s.a, s.a.comuni[0]!, id, s.sociale.utenteId)
  return { id, ...p }
}
type P = Awaited<ReturnType<typeof inCarico>>

type Riga = Partial<
  Record<
    | 'Cognome'
    | 'Nome'
    | 'Data di nascita'
    | 'Codice fiscale'
    | 'Indirizzo'
    | 'Comune di residenza'
    | 'Data decesso'
    | 'Stato civile'
    | 'Famiglia'
    | 'Parentela'
    | 'CF coniuge'
    | 'CF madre'
    | 'Data variazione'
    | 'Sesso',
    string
  >
>
const COLONNE = [
  'Cognome',
  'Nome',
  'Data di nascita',
  'Codice fiscale',
  'Sesso',
  'Indirizzo',
  'Comune di residenza',
  'Data decesso',
  'Stato civile',
  'Famiglia',
  'Parentela',
  'CF coniuge',
  'CF madre',
  'Data variazione',
] as const
const di = (p: P, altro: Riga = {}): Riga => ({
  Cognome: p.cognome,
  Nome: p.nome,
  'Data di nascita': p.dataNascita,
  'Data variazione': '01/02/2026',
  ...altro,
})
const csv = (righe: Riga[]) =>
  Buffer.from([COLONNE.join(';'), ...righe.map((r) => COLONNE.map((c) => r[c] ?? '').join(';'))].join('\n'))

async function file(s: Scena, contenuto: Buffer, altro: VoceMappa[] = []) {
  const { id } = await s.ufficio.call(
    importaApi.carica,
    { nome: 'variazioni.csv', specie: 'variazioni', comune: s.a.comuni[0]! } as never,
    { file: contenuto },
  )
  const { mappa } = await s.ufficio.call(importaApi.proposta, { id })
  await s.ufficio.call(importaApi.mappa, { id, sistema: 'anagrafe', mappa: [...mappa, ...altro] as never })
  await lavora()
  return s.ufficio.call(importaApi.leggi, { id })
}
const inArrivo = async (chi: Caller, stato: 'da-esaminare' | 'rinviata' | 'accettata' | 'rifiutata' = 'da-esaminare') =>
  (await chi.call(api.list, { stato })).voci
const residenze = async (s: Scena, id: string) =>
  (await s.sociale.call(personeApi.leggi, { id })).fatti
    .filter((f) => f.tipo === 'residenza' && f.vigente)
    .map((f) => f.dati.indirizzo)

describe('proposte', () => {
  test('ciò che cambia si vede prima e dopo, e accettato diventa un dato della cartella a nome di chi accetta', async () => {
    const s = await scena()
    const [x, y] = [await inCarico(s), await inCarico(s)]
    await s.sociale.call(fattiApi.registra, {
      id: x.id,
      tipo: 'residenza',
      dati: { comune: s.a.comuni[0]!, indirizzo: 'Via Uno' },
      fonte: 'anagrafe',
      dal: '2020-01-01',
    })
    const m = await file(
      s,
      csv([
        di(x, { Indirizzo: 'Via Due', 'Comune di residenza': s.a.comuni[0]! }),
        di(y, { 'Data decesso': '05/01/2026', 'Stato civile': 'Coniugata' }),
      ]),
    )
    expect(m).toMatchObject({ stato: 'conclusa', proposte: 3, rifiutate: 0, sconosciute: 0 })
    // nothing has moved yet
    expect(await residenze(s, x.id)).toEqual(['Via Uno'])
    const voci = await inArrivo(s.ufficio)
    expect(voci.map((v) => v.genere).sort()).toEqual(['decesso', 'indirizzo', 'stato-civile'])
    const casa = voci.find((v) => v.genere === 'indirizzo')!
    expect(casa).toMatchObject({
      persona: { id: x.id },
      giorno: '2026-02-01',
      differenze: [{ etichetta: 'Via o piazza', prima: 'Via Uno', dopo: 'Via Due' }],
    })
    expect(voci.find((v) => v.genere === 'decesso')!.differenze).toMatchObject([
      { etichetta: 'Data del decesso', dopo: '05/01/2026' },
    ])
    expect(await s.ufficio.call(api.accetta, { ids: voci.map((v) => v.id) })).toEqual({ fatte: 3, nonRiuscite: [] })
    expect(await residenze(s, x.id)).toEqual(['Via Due'])
    const { fatti, decesso } = await s.sociale.call(personeApi.leggi, { id: y.id })
    expect(decesso).toBe('2026-01-05')
    expect(fatti.find((f) => f.tipo === 'stato-civile')).toMatchObject({
      dati: { stato: 'coniugato' },
      dal: '2026-02-01',
      fonte: 'anagrafe',
      registratoDa: 'Prova Utente',
    })
    const { voci: storia } = await s.sociale.call(fattiApi.storia, { id: x.id, tipo: 'residenza' })
    expect(storia.find((f) => f.dati.indirizzo === 'Via Uno' && !f.sostituitoIl)).toMatchObject({ al: '2026-01-31' })
    expect(await inArrivo(s.ufficio)).toEqual([])
    expect(await inArrivo(s.ufficio, 'accettata')).toHaveLength(3)
  })
  test('lo stesso file due volte non propone nulla di nuovo, neppure ciò che è stato rifiutato', async () => {
    const s = await scena()
    const [x, y, z] = [await inCarico(s), await inCarico(s), await inCarico(s)]
    const f = csv([x, y, z].map((p) => di(p, { Indirizzo: `Via ${p.cognome}` })))
    await file(s, f)
    const voci = await inArrivo(s.ufficio)
    const per = (p: P) => voci.find((v) => v.persona.id === p.id)!.id
    await s.ufficio.call(api.accetta, { ids: [per(x)] })
    await s.ufficio.call(api.rifiuta, { ids: [per(y)], motivo: 'Indirizzo vecchio' })
    await s.ufficio.call(api.rinvia, { ids: [per(z)], al: '2026-03-10' })
    const due = await file(s, f)
    expect(due).toMatchObject({ proposte: 0, giaProposte: 2, giaPresenti: 1 })
    expect(await inArrivo(s.ufficio)).toEqual([])
    expect(await inArrivo(s.ufficio, 'rifiutata')).toMatchObject([
      { motivo: 'Indirizzo vecchio', decisaDa: 'Prova Utente' },
    ])
    expect(await rifiuto(s.ufficio.call(api.rinvia, { ids: [per(z)], al: '2026-03-02' }))).toMatchObject({
      campo: 'al',
    })
    // the day it was postponed to, it is back
    t.clock.advance(8 * 24 * 60)
    s.ufficio = await operatore(t, s.a, 'amministrativo')
    expect((await inArrivo(s.ufficio)).map((v) => v.id)).toEqual([per(z)])
    expect((await s.ufficio.call(api.accetta, { ids: [per(y), per(z)] })).nonRiuscite).toMatchObject([
      { id: per(y), motivo: expect.stringContaining('già stata esaminata') },
    ])
  })
  test('chi non è nella cartella si conta e non se ne scrive nulla; le righe sbagliate dicono perché', async () => {
    const s = await scena()
    const x = await inCarico(s)
    const ignoto = { Cognome: cognomeNuovo(), Nome: 'Ugo', 'Data di nascita': '1950-01-01', Indirizzo: 'Via Ignota' }
    const m = await file(
      s,
      csv([
        ignoto,
        di(x, { 'Data decesso': '31/02/2026' }),
        di(x, { 'Data decesso': '01/01/1970' }),
        di(x, { 'Data decesso': '01/01/2999' }),
        di(x, { 'Stato civile': 'Boh' }),
        { Indirizzo: 'Via senza nome' },
        di(x),
      ]),
    )
    expect(m).toMatchObject({
      stato: 'conclusa',
      righeLette: 7,
      rifiutate: 4,
      sconosciute: 2,
      giaPresenti: 1,
      proposte: 0,
    })
    const { voci } = await s.ufficio.call(importaApi.righe, { id: m.id })
    expect(voci.map((r) => [r.riga, r.motivi.join(' ')])).toEqual([
      [3, expect.stringMatching(/31\/02\/2026/)],
      [4, expect.stringMatching(/prima della nascita/)],
      [5, expect.stringMatching(/futuro/)],
      [6, expect.stringMatching(/«Boh»/)],
    ])
    const tutto = await t.deps.db.inScope(
      { azione: 'prova', ambito: s.a.id, comuni: s.a.comuni, fascicolo: true },
      async (tx) =>
        (await sql`select * from importazione_cartella_riga where importazione_id = ${m.id}`.execute(tx)).rows,
    )
    expect(JSON.stringify(tutto)).not.toContain(ignoto.Cognome)
    expect(((await s.ufficio.call(importaApi.rifiutate, { id: m.id })).contenuto as Uint8Array).length).toBeGreaterThan(
      1000,
    )
  })
  test('matrimonio, nascita, divisione di una famiglia: relazioni e nuclei si scrivono da soli quando si accetta', async () => {
    const s = await scena()
    const qui = s.a.comuni[0]!
    const [lei, lui] = [persona(), persona({ genere: 'M' })]
    const crea = async (p: typeof lei) => {
      const { id } = await s.sociale.call(personeApi.create, {
        cognome: p.cognome,
        nome: p.nome,
        sesso: p.genere,
        dataNascita: p.dataNascita,
        luogoNascita: p.luogoNascita,
        codiceFiscale: p.codiceFiscale,
        comuneId: qui,
        fonte: 'persona',
        diverseDa: (
          await s.sociale.call(personeApi.simili, { cognome: p.cognome, nome: p.nome, dataNascita: p.dataNascita })
        ).voci.map((v) => v.persona.id),
      })
      await presaInCarico(t, s.a, qui, id, s.sociale.utenteId)
      return id
    }
    const [a, b] = [await crea(lei), await crea(lui)]
    await s.sociale.call(nucleiApi.crea, {
      personaId: a,
      tipo: 'anagrafico',
      fonte: 'anagrafe',
      riferimento: 'VECCHIA',
      dal: '2000-01-01',
      componenti: [{ personaId: a, parentela: 'persona-di-riferimento', intestatario: true }],
    })
    const cognome = cognomeNuovo()
    const m = await file(
      s,
      csv([
        {
          'Codice fiscale': lei.codiceFiscale,
          'CF coniuge': lui.codiceFiscale,
          Famiglia: 'NUOVA',
          Parentela: 'Intestatario della scheda',
          'Data variazione': '01/02/2026',
        },
        {
          Cognome: cognome,
          Nome: 'Luce',
          'Data di nascita': '20/02/2026',
          Sesso: 'F',
          'CF madre': lei.codiceFiscale,
          Famiglia: 'NUOVA',
          Parentela: 'Figlia',
        },
      ]),
    )
    expect(m).toMatchObject({ proposte: 3, rifiutate: 0 })
    const voci = await inArrivo(s.ufficio)
    expect(voci.map((v) => v.genere).sort()).toEqual(['famiglia', 'nascita', 'unione'])
    const { nonRiuscite } = await s.ufficio.call(api.accetta, { ids: voci.map((v) => v.id) })
    expect(nonRiuscite).toEqual([])
    const { nuclei } = await s.sociale.call(nucleiApi.diPersona, { id: a })
    expect(nuclei.map((n) => n.riferimento)).toEqual(['NUOVA'])
    expect(nuclei[0]!.membri.map((x) => x.parentela)).toEqual(['persona-di-riferimento', 'figlio'])
    const { voci: legami } = await s.sociale.call(relazioniApi.elenco, { id: a })
    expect(legami.map((l) => [l.specie, l.altro.id === b || l.altro.cognome === cognome])).toEqual([
      ['unione', true],
      ['filiazione', true],
    ])
    expect(
      (
        await file(
          s,
          csv([
            {
              'Codice fiscale': lei.codiceFiscale,
              'CF coniuge': lui.codiceFiscale,
              Famiglia: 'NUOVA',
              'Data variazione': '01/02/2026',
            },
          ]),
        )
      ).proposte,
    ).toBe(0)
  })
  test('un indirizzo segreto non si tocca e non si racconta: la proposta esiste solo per chi lo può sapere, e non si accetta da qui', async () => {
    const s = await scena()
    const x = await inCarico(s)
    await s.sociale.call(fattiApi.registra, {
      id: x.id,
      tipo: 'residenza',
      dati: { indirizzo: 'Via Segreta' },
      fonte: 'persona',
      dal: '2025-01-01',
      segreto: true,
    })
    const m = await file(s, csv([di(x, { Indirizzo: 'Via dell’Anagrafe', Famiglia: 'F9' })]))
    expect(m.stato).toBe('conclusa')
    expect(await inArrivo(s.ufficio)).toEqual([])
    const sue = await inArrivo(s.sociale)
    expect(sue).toMatchObject([{ protetta: true }, { protetta: true }])
    expect(JSON.stringify(sue)).not.toContain('Via Segreta')
    const r = await s.sociale.call(api.accetta, { ids: sue.map((v) => v.id) })
    expect(r).toMatchObject({ fatte: 0, nonRiuscite: [{ motivo: expect.stringContaining('a mano') }, {}] })
    expect(await residenze(s, x.id)).toEqual(['Via Segreta'])
    expect((await s.sociale.call(api.rifiuta, { ids: sue.map((v) => v.id), motivo: 'Persona protetta' })).fatte).toBe(2)
  })
  test('il segreto arrivato dopo la proposta vale lo stesso', async () => {
    const s = await scena()
    const x = await inCarico(s)
    await file(s, csv([di(x, { Indirizzo: 'Via dell’Anagrafe' })]))
    const [v] = await inArrivo(s.ufficio)
    await s.sociale.call(fattiApi.registra, {
      id: x.id,
      tipo: 'domicilio',
      dati: { indirizzo: 'Casa rifugio' },
      fonte: 'persona',
      segreto: true,
    })
    expect(await s.ufficio.call(api.accetta, { ids: [v!.id] })).toMatchObject({
      fatte: 0,
      nonRiuscite: [{ id: v!.id }],
    })
  })
  test('ciò che si corregge tra il file e l’accettazione resta: si scrive soltanto ciò che la proposta cambia, e se proprio quello è cambiato si decide di nuovo', async () => {
    const s = await scena()
    const { codiceFiscale, dataNascita } = persona()
    const chi = { cognome: cognomeNuovo(), nome: 'Anna', dataNascita, codiceFiscale }
    const { id } = await s.sociale.call(personeApi.create, { ...chi, comuneId: s.a.comuni[0]!, fonte: 'persona' })
    await presaInCarico(t, s.a, s.a.comuni[0]!, id, s.sociale.utenteId)
    const generalita = async () =>
      (await s.sociale.call(personeApi.leggi, { id })).fatti.find((f) => f.tipo === 'generalita' && f.vigente)!
    const allo = async (cambia: Record<string, unknown>) => {
      const f = await generalita()
      await s.sociale.call(fattiApi.correggi, {
        id,
        fatto: f.id,
        tipo: 'generalita',
        dati: { ...f.dati, ...cambia },
        fonte: 'persona',
        motivo: 'Allo sportello',
      })
    }
    const [uno, due] = [cognomeNuovo(), cognomeNuovo()]
    const delFile = (r: Riga): Riga => ({ 'Codice fiscale': codiceFiscale, 'Data variazione': '01/02/2026', ...r })
    // two files about one person: the surname, then the name
    await file(s, csv([delFile({ Cognome: uno })]))
    await file(s, csv([delFile({ Nome: 'Nina' })]))
    const [cognome, nome] = await inArrivo(s.ufficio)
    // as proposals were kept before: with the whole sheet of their day
    await t.deps.db.inScope({ azione: 'prova', ambito: s.a.id, comuni: s.a.comuni, fascicolo: true }, (tx) =>
      sql`update variazione_dettaglio set dopo = jsonb_set(dopo, '{fatto,dati}', (prima -> 'dati') || (dopo #> '{fatto,dati}')) where variazione_id = ${cognome!.id}`.execute(
        tx,
      ),
    )
    await allo({ sesso: 'F' })
    expect(await s.ufficio.call(api.accetta, { ids: [cognome!.id, nome!.id] })).toEqual({ fatte: 2, nonRiuscite: [] })
    expect((await generalita()).dati).toMatchObject({ cognome: uno, nome: 'Nina', sesso: 'F', codiceFiscale })
    // the same file again proposes nothing, though the sheet has changed since; another one is overtaken by the desk
    await file(s, csv([delFile({ Cognome: due })]))
    await allo({ cognome: chi.cognome })
    const [terza] = await inArrivo(s.ufficio)
    expect(terza!.differenze).toMatchObject([{ etichetta: 'Cognome', prima: uno, dopo: due }])
    expect((await file(s, csv([delFile({ Cognome: due })]))).proposte).toBe(0)
    expect((await s.ufficio.call(api.accetta, { ids: [terza!.id] })).nonRiuscite).toMatchObject([
      { motivo: expect.stringMatching(new RegExp(`scheda è cambiata.*${chi.cognome}`)) },
    ])
    expect((await generalita()).dati.cognome).toBe(chi.cognome)
    // a colleague who still has the page of before does not take it unseen
    const { versione } = terza!
    expect(await s.ufficio.call(api.accetta, { ids: [terza!.id], versioni: { [terza!.id]: versione } })).toMatchObject({
      fatte: 0,
      nonRiuscite: [{ motivo: expect.stringContaining('modificato') }],
    })
    expect((await inArrivo(s.ufficio))[0]!.differenze).toMatchObject([
      { etichetta: 'Cognome', prima: chi.cognome, dopo: due },
    ])
    expect((await s.ufficio.call(api.accetta, { ids: [terza!.id] })).fatte).toBe(1)
    expect((await generalita()).dati).toMatchObject({ cognome: due, nome: 'Nina', sesso: 'F', codiceFiscale })
    // a residence and a household: what is shown before is what is there, or one is told
    const casa = (indirizzo: string) => ({ Indirizzo: indirizzo, 'Comune di residenza': s.a.comuni[0]! })
    const registra = (indirizzo: string, dal: string) =>
      s.sociale.call(fattiApi.registra, {
        id,
        tipo: 'residenza',
        dati: { comune: s.a.comuni[0]!, indirizzo },
        fonte: 'persona',
        dal,
      })
    await registra('Via Uno', '2020-01-01')
    await file(s, csv([delFile({ ...casa('Via Tre'), Famiglia: 'F3' })]))
    await registra('Via Due', '2026-01-15')
    await s.sociale.call(nucleiApi.crea, {
      personaId: id,
      tipo: 'anagrafico',
      fonte: 'anagrafe',
      riferimento: 'F2',
      dal: '2026-01-15',
      componenti: [{ personaId: id, parentela: 'persona-di-riferimento', intestatario: true }],
    })
    const ids = (await inArrivo(s.ufficio)).map((v) => v.id)
    expect(await s.ufficio.call(api.accetta, { ids })).toMatchObject({
      fatte: 0,
      nonRiuscite: ids.map(() => ({ motivo: expect.stringContaining('scheda è cambiata') })),
    })
    expect(new Set((await inArrivo(s.ufficio)).flatMap((v) => v.differenze.map((d) => d.prima)))).toEqual(
      new Set(['Via Due', 'F2']),
    )
    expect((await s.ufficio.call(api.accetta, { ids })).nonRiuscite).toEqual([])
    expect(await residenze(s, id)).toEqual(['Via Tre'])
    expect((await s.sociale.call(nucleiApi.diPersona, { id })).nuclei.map((n) => n.riferimento)).toEqual(['F3'])
  })
  test('chi nasce nel file e intanto è stato aggiunto non si aggiunge due volte', async () => {
    const s = await scena()
    const { codiceFiscale } = persona()
    const madre = await nuovaPersona(s.sociale, s.a.comuni[0]!, { cognome: cognomeNuovo(), codiceFiscale })
    await presaInCarico(t, s.a, s.a.comuni[0]!, madre, s.sociale.utenteId)
    const figlia = { cognome: cognomeNuovo(), nome: 'Luce', dataNascita: '2026-02-20' }
    await file(
      s,
      csv([
        {
          Cognome: figlia.cognome,
          Nome: 'Luce',
          'Data di nascita': '20/02/2026',
          'CF madre': codiceFiscale,
          Sesso: 'F',
        },
      ]),
    )
    const ids = (await inArrivo(s.ufficio)).map((v) => v.id)
    await nuovaPersona(s.sociale, s.a.comuni[0]!, figlia)
    expect(await s.ufficio.call(api.accetta, { ids })).toMatchObject({
      fatte: 0,
      nonRiuscite: [{ id: ids[0], motivo: expect.stringContaining('è stata aggiunta') }],
    })
  })
  test('tutte quelle di un filtro si accettano a lotti, da dove la risposta dice: ciò che non riesce resta da esaminare', async () => {
    const s = await scena()
    const persone = [await inCarico(s), await inCarico(s), await inCarico(s)]
    await file(s, csv(persone.map((p) => di(p, { Indirizzo: 'Via Nuova', 'Stato civile': 'Vedova' }))))
    await s.sociale.call(fattiApi.registra, {
      id: persone[1]!.id,
      tipo: 'stato-civile',
      dati: { stato: 'coniugato' },
      fonte: 'persona',
      dal: '2026-02-10',
    })
    const r = await s.ufficio.call(api.accettaTutte, { genere: 'stato-civile' })
    expect(r).toEqual({ fatte: 2, restano: 1, prossima: null })
    const restano = await inArrivo(s.ufficio)
    expect(restano.map((v) => [v.genere, v.cambiata]).sort()).toEqual([
      ['indirizzo', false],
      ['indirizzo', false],
      ['indirizzo', false],
      ['stato-civile', true],
    ])
    // drawn again, it waits for somebody to look at it
    expect((await s.ufficio.call(api.accettaTutte, { genere: 'stato-civile' })).fatte).toBe(0)
  })
  test('l’elenco si filtra, va a pagine e si scarica; ogni lettura dice chi è stato mostrato', async () => {
    const s = await scena()
    // one after the other: the helper gives the numbers of the folders by itself
    const persone = [await inCarico(s), await inCarico(s), await inCarico(s)]
    await file(s, csv(persone.map((p) => di(p, { Indirizzo: 'Via Nuova', 'Stato civile': 'Vedova' }))))
    const viste: string[] = []
    let dopo: string | undefined
    do {
      const p = await s.ufficio.call(api.list, { genere: 'indirizzo', limite: 2, ...(dopo ? { dopo } : {}) })
      viste.push(...p.voci.map((v) => v.persona.id))
      dopo = p.prossima ?? undefined
    } while (dopo)
    expect(viste.sort()).toEqual(persone.map((p) => p.id).sort())
    await s.ufficio.call(api.esporta, { stato: 'da-esaminare' })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql<{
        interrogazione: string
      }>`select interrogazione from kernel.registro_accessi where ${persone[0]!.id}::uuid = any (persone) and azione = 'variazione.esamina'`.execute(
        tx,
      ),
    )
    expect(rows.map((r) => r.interrogazione)).toContain('variazioni anagrafiche, foglio')
    const sportello = await operatore(t, s.a, 'operatore-sportello')
    expect(await rifiuto(sportello.call(api.list, {}))).toMatchObject({ status: 403 })
  })
})

// the whole file on the database of production; the embedded one reads it in the same way, and ten times as slowly
const QUANTE = process.env.TRAMA_TEST_PG ? 200_000 : 5_000
test(`${QUANTE} variazioni con errori in mezzo: ciò che è giusto si propone, ogni errore ha la sua frase, niente resta a metà`, async () => {
  const s = await scena()
  const [x, y] = [await inCarico(s), await inCarico(s)]
  const sconosciuta = (n: number): Riga => ({
    Cognome: `Zx${n.toString(36)}`,
    Nome: 'Ada',
    'Data di nascita': '1970-01-01',
    Indirizzo: `Via ${n}`,
    'Data variazione': '01/02/2026',
  })
  const righe = Array.from({ length: QUANTE }, (_v, n) => sconosciuta(n))
  const casa = { Indirizzo: 'Via Nuova', 'Comune di residenza': s.a.comuni[0]! }
  righe[10] = di(x, casa)
  righe[999] = di(x, { 'Data decesso': '31/02/2026' })
  righe[1_500] = di(y, { 'Data decesso': '01/01/1950' })
  righe[QUANTE - 1] = di(y, { 'Stato civile': 'Coniugata' })
  const prima = (await s.sociale.call(fattiApi.storia, { id: x.id })).voci.length
  const m = await file(s, csv(righe))
  expect(m).toMatchObject({
    stato: 'conclusa',
    righeLette: QUANTE,
    proposte: 2,
    rifiutate: 2,
    sconosciute: QUANTE - 4,
  })
  const { voci } = await s.ufficio.call(importaApi.righe, { id: m.id, esito: 'rifiutata' })
  expect(voci.map((r) => [r.riga, r.motivi.join(' ')])).toEqual([
    [1_001, expect.stringContaining('31/02/2026')],
    [1_502, 'Il decesso viene prima della nascita.'],
  ])
  expect(new Map((await inArrivo(s.ufficio)).map((v) => [v.persona.id, v.genere]))).toEqual(
    new Map([
      [x.id, 'indirizzo'],
      [y.id, 'stato-civile'],
    ]),
  )
  expect((await s.sociale.call(fattiApi.storia, { id: x.id })).voci.length).toBe(prima)
  // neither the bytes nor the rows of who is not in the record
  const { rows } = await t.deps.db.inScope(
    { azione: 'prova', ambito: s.a.id, comuni: s.a.comuni, fascicolo: true },
    (tx) =>
      sql<{ parti: number; righe: number }>`
      select (select count(*) from importazione_cartella_parte where importazione_id = ${m.id})::int as parti,
             (select count(*) from importazione_cartella_riga where importazione_id = ${m.id})::int as righe`.execute(
        tx,
      ),
  )
  expect(rows[0]).toEqual({ parti: 0, righe: 2 })
}, 600_000)

// nearly all of persons that the record knows, as the file of a registry is. As large as one likes (TRAMA_TEST_VARIAZIONI, a
// multiple of twenty, which also says how long it took): the path is the same, and what takes longest is to have the persons
const NOTE = Number(process.env.TRAMA_TEST_VARIAZIONI ?? 100)
test(`${NOTE} variazioni, quasi tutte di persone note, con errori in mezzo: ciò che è giusto si propone e si accetta, ogni errore ha la sua frase`, async () => {
  const s = await scena()
  const cambia = (n: number) => n % 10 < 6
  const errata = (n: number) => n % 10 === 6
  // sixty in a hundred move, ten are wrong, ten unknown, ten as they were, ten moved and widowed
  const dove = {
    azione: 'prova.prepara',
    ambito: s.a.id,
    comuni: s.a.comuni,
    fascicolo: true,
    utente: s.sociale.utenteId,
    // the clock of the test, or what is known would have been written after it is replaced
    adesso: t.deps.clock(),
  }
  const LOTTO = 200
  const carica = (da: number) =>
    t.deps.db.inScope(dove, (tx) =>
      sql`with nuove as (
        insert into persona (comune_id, specie, cognome, nome, sesso, data_nascita)
        select ${s.a.comuni[0]!}, 'nota', 'Zy' || to_hex(n), 'Ada', 'F', date '1950-01-01' + n % 15000 from generate_series(${da}::int, ${da + LOTTO - 1}::int) n where n % 10 <> 7
        returning id, comune_id, cognome, nome, sesso, data_nascita)
      insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, fonte)
      select comune_id, id, 'generalita', true, jsonb_build_object('cognome', cognome, 'nome', nome, 'sesso', sesso, 'dataNascita', data_nascita), null::date, 'anagrafe' from nuove
      union all select comune_id, id, 'residenza', true, jsonb_build_object('comune', comune_id, 'indirizzo', 'Via Vecchia'), date '2000-01-01', 'anagrafe' from nuove`.execute(
        tx,
      ),
    )
  for (let da = 0; da < NOTE; da += LOTTO) {
    await carica(da)
    // the triggers keep their plans: what they were made on must grow with the rows
    await daProprietario(t, 'analyze persona, persona_fatto, persona_parola')
  }
  // or what follows would be planned on tables that were empty
  await daProprietario(t, 'analyze')
  const nascita = (n: number) => new Date(Date.UTC(1950, 0, 1) + (n % 15_000) * 86_400_000).toISOString().slice(0, 10)
  const righe = Array.from(
    { length: NOTE },
    (_v, n): Riga => ({
      Cognome: `Zy${n.toString(16)}`,
      Nome: 'Ada',
      'Data di nascita': nascita(n),
      Indirizzo: cambia(n) || n % 10 === 9 ? `Via Nuova ${n}` : 'Via Vecchia',
      'Comune di residenza': s.a.comuni[0]!,
      'Data variazione': '01/02/2026',
      ...(errata(n) && { 'Data decesso': n % 20 === 6 ? '31/02/2026' : '01/01/1900' }),
      ...(n % 10 === 9 && { 'Stato civile': 'Vedova' }),
    }),
  )
  const inizio = performance.now()
  const m = await file(s, csv(righe))
  const letto = performance.now()
  const decimo = NOTE / 10
  expect(m).toMatchObject({
    stato: 'conclusa',
    righeLette: NOTE,
    proposte: 8 * decimo,
    rifiutate: decimo,
    sconosciute: decimo,
    giaPresenti: decimo,
  })
  const { voci: sbagliate } = await s.ufficio.call(importaApi.righe, { id: m.id, esito: 'rifiutata' })
  expect(sbagliate.slice(0, 2).map((r) => [r.riga, r.motivi.join(' ')])).toEqual([
    [8, expect.stringContaining('31/02/2026')],
    [18, 'Il decesso viene prima della nascita.'],
  ])
  // all of the filter, a lot at a time, as the page does
  let accettate = 0
  let dopo: string | undefined
  do {
    const lotto = await s.ufficio.call(api.accettaTutte, { importazione: m.id, ...(dopo && { dopo }) })
    expect(lotto.restano).toBe(0)
    accettate += lotto.fatte
    dopo = lotto.prossima ?? undefined
  } while (dopo && accettate < 200)
  if (process.env.TRAMA_TEST_VARIAZIONI)
    console.info(
      `${NOTE} rows: read in ${Math.round(letto - inizio)} ms; ${accettate} accepted in ${Math.round(performance.now() - letto)} ms; rss ${Math.round(process.memoryUsage().rss / 1_048_576)} MB`,
    )
  const { rows } = await t.deps.db.inScope(dove, (tx) =>
    sql<{ vecchie: number; nuove: number; vedove: number; righe: number; parti: number }>`
      select count(*) filter (where f.tipo = 'residenza' and f.dati ->> 'indirizzo' = 'Via Vecchia' and f.al = '2026-01-31')::int as vecchie,
             count(*) filter (where f.tipo = 'residenza' and f.dati ->> 'indirizzo' like 'Via Nuova %' and f.al is null)::int as nuove,
             count(*) filter (where f.tipo = 'stato-civile')::int as vedove,
             (select count(*) from importazione_cartella_riga where importazione_id = ${m.id})::int as righe,
             (select count(*) from importazione_cartella_parte where importazione_id = ${m.id})::int as parti
        from persona_fatto f where f.ambito_id = ${s.a.id} and f.sostituito_il is null`.execute(tx),
  )
  expect(rows[0]!.nuove + rows[0]!.vedove).toBe(accettate)
  expect(rows[0]!.vecchie).toBe(rows[0]!.nuove)
  // of the file remain the rows that were refused, and no byte
  expect(rows[0]).toMatchObject({ righe: decimo, parti: 0 })
  // the same file again proposes nothing that has not been proposed
  expect(await file(s, csv(righe))).toMatchObject({ proposte: 0, sconosciute: decimo, rifiutate: decimo })
}, 7_200_000)
