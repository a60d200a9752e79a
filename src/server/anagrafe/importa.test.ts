// The first loading of persons, households and prese in carico from the file of another program.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { luoghiDiNascita, persona, rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, as, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import {
  ambitoConCartella,
  cognomeNuovo,
  nuovaPersona,
  operatore,
  presaInCarico,
} from '../../../test/support/cartella.ts'
import type { VoceMappa } from '../../shared/anagrafe/importa.rules.ts'
import type { SpecieImportazione } from '../../shared/anagrafe/importa-campi.ts'
import { importaApi as api } from '../../shared/anagrafe/importazioni.api.ts'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { archivio } from '../kernel/tabelle/prova.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'
import { importa, jobImporta, jobRiprendi, jobVerifica } from './importa-corsa.ts'

let t: TestApp
let dir: string
beforeAll(async () => {
  t = await testApp()
  await luoghiDiNascita(t)
  await lavora() // the queues exist before the first upload
  dir = await mkdtemp(join(tmpdir(), 'trama-prova-'))
})
afterAll(async () => {
  await rm(dir, { recursive: true, force: true })
  await t.close()
})
const lavora = () => t.jobs.drain(t.deps, [jobVerifica, jobImporta])

interface Scena {
  a: Ambito
  ufficio: Caller
  sociale: Caller
}
async function scena(): Promise<Scena> {
  const a = await ambitoConCartella(t)
  return {
    a,
    ufficio: await operatore(t, a, 'responsabile-servizio'),
    sociale: await operatore(t, a, 'assistente-sociale'),
  }
}
const carica = (s: Scena, file: Uint8Array | string, specie: SpecieImportazione = 'persone', comune = s.a.comuni[0]!) =>
  s.ufficio.call(api.carica, { nome: 'persone.csv', specie, comune } as never, {
    file: typeof file === 'string' ? Buffer.from(file) : file,
  })
const csv = (righe: readonly (readonly string[])[], sep = ';') => righe.map((r) => r.join(sep)).join('\r\n')

/** Upload, the proposed profile with what the test adds, reading. */
async function leggiFile(s: Scena, file: Uint8Array | string, altro: VoceMappa[] = [], salvaCome?: string) {
  const { id } = await carica(s, file)
  const p = await s.ufficio.call(api.proposta, { id })
  const mappa = [...p.mappa.filter((v) => !altro.some((x) => x.campo === v.campo || x.colonna === v.colonna)), ...altro]
  await s.ufficio.call(api.mappa, {
    id,
    sistema: 'Vecchio programma',
    mappa: mappa as never,
    ...(salvaCome ? { salvaCome } : {}),
  })
  await lavora()
  return id
}
async function conferma(s: Scena, id: string) {
  await s.ufficio.call(api.conferma, { id })
  await lavora()
  return s.ufficio.call(api.leggi, { id })
}
const esiti = async (s: Scena, id: string) =>
  (await s.ufficio.call(api.righe, { id })).voci.map((r) => [r.riga, r.esito, r.motivi.join(' ')] as const)
const trova = async (s: Scena, nome: string) => (await s.ufficio.call(personeApi.cerca, { nome })).voci
async function scheda(s: Scena, id: string) {
  await s.sociale.call(personeApi.apri, { id, motivo: 'emergenza', dettaglio: 'Prova' })
  return s.sociale.call(personeApi.leggi, { id })
}
const conta = (s: Scena, tabella: string) =>
  t.deps.db.inScope(
    { azione: 'prova', ambito: s.a.id, comuni: s.a.comuni, fascicolo: true },
    async (tx) => (await sql<{ n: number }>`select count(*) as n from ${sql.table(tabella)}`.execute(tx)).rows[0]!.n,
  )

const INTESTAZIONE = [
  'Codice',
  'Cognome',
  'Nome',
  'Codice fiscale',
  'Data di nascita',
  'Comune di nascita',
  'Sesso',
  'Indirizzo',
  'Cellulare',
  'Famiglia',
  'Parentela',
  'Area',
  'Data presa in carico',
  'Stato civile',
]
function rigaDi(codice: string, altro: Partial<Record<string, string>> = {}, cognome = cognomeNuovo()) {
  const base: Record<string, string> = {
    Codice: codice,
    Cognome: cognome,
    Nome: 'Maria',
    'Data di nascita': '31/12/1980',
    Sesso: 'F',
  }
  return INTESTAZIONE.map((c) => altro[c] ?? base[c] ?? '')
}

describe('dal programma di prima', () => {
  test('persone, famiglia e prese in carico entrano con un solo file; lo stesso file due volte non cambia nulla', async () => {
    const s = await scena()
    const [c1, c2] = [cognomeNuovo(), cognomeNuovo()]
    const p = persona()
    const file = csv([
      INTESTAZIONE,
      rigaDi(
        '1',
        {
          Famiglia: 'F1',
          Parentela: 'Intestatario della scheda',
          Indirizzo: 'Via Roma',
          Cellulare: '347 0011223',
          Area: 'Anziani',
          'Data presa in carico': '01/02/2024',
          'Stato civile': 'Nubile',
          'Comune di nascita': 'Roma',
        },
        c1,
      ),
      rigaDi('2', { Famiglia: 'F1', Parentela: 'Figlio', 'Data di nascita': '2012-05-04', Sesso: 'M' }, c2),
      rigaDi(
        '3',
        {
          'Codice fiscale': p.codiceFiscale,
          Nome: p.nome,
          'Data di nascita': p.dataNascita,
          'Comune di nascita': 'Roma',
          Sesso: p.genere,
        },
        p.cognome,
      ),
    ])
    const id = await leggiFile(s, file, [], 'Profilo di prova')
    expect(await conta(s, 'persona')).toBe(0)
    expect(await s.ufficio.call(api.leggi, { id })).toMatchObject({
      stato: 'da-confermare',
      righeLette: 3,
      nuove: 3,
      rifiutate: 0,
    })
    expect(await conferma(s, id)).toMatchObject({ stato: 'conclusa', nuove: 3, rifiutate: 0 })
    const [madre] = await trova(s, c1)
    const letta = await scheda(s, madre!.id)
    expect(letta.fatti.map((f) => f.tipo).sort()).toEqual(['generalita', 'recapito', 'residenza', 'stato-civile'])
    const { nuclei } = await s.sociale.call(nucleiApi.diPersona, { id: madre!.id })
    expect(nuclei).toMatchObject([{ tipo: 'anagrafico', riferimento: 'F1' }])
    expect(nuclei[0]!.membri.map((m) => [m.persona.cognome, m.intestatario, m.parentela])).toEqual([
      [c1, true, 'persona-di-riferimento'],
      [c2, false, 'figlio'],
    ])
    expect(await conta(s, 'presa_in_carico')).toBe(1)
    // what was uploaded is not kept
    expect(await conta(s, 'importazione_cartella_parte')).toBe(0)
    const prima = await Promise.all(
      ['persona', 'persona_fatto', 'nucleo_componente', 'presa_in_carico', 'persona_origine'].map((x) => conta(s, x)),
    )
    // by the profile saved before, in one step
    const due = await carica(s, file)
    expect(due.stessoFileIl).not.toBeNull()
    const { profili } = await s.ufficio.call(api.proposta, { id: due.id })
    expect(profili).toMatchObject([{ nome: 'Profilo di prova', adatto: true }])
    await s.ufficio.call(api.mappa, { id: due.id, sistema: profili[0]!.sistema, mappa: profili[0]!.mappa as never })
    await lavora()
    expect(await s.ufficio.call(api.leggi, { id: due.id })).toMatchObject({ giaPresenti: 3, nuove: 0, aggiornate: 0 })
    await conferma(s, due.id)
    expect(
      await Promise.all(
        ['persona', 'persona_fatto', 'nucleo_componente', 'presa_in_carico', 'persona_origine'].map((x) => conta(s, x)),
      ),
    ).toEqual(prima)
  })
  test('la presa in carico ha il responsabile che il file nomina, se può averlo; altrimenti è da assegnare', async () => {
    const s = await scena()
    const { codiceFiscale } = await nuovoUtente(t, s.a, [{ ruolo: 'assistente-sociale' }])
    const chi = await as(t, { codiceFiscale })
    const [sua, daAssegnare] = [cognomeNuovo(), cognomeNuovo()]
    const di = { Area: 'Anziani', 'Data presa in carico': '01/02/2024' }
    const file = csv([
      [...INTESTAZIONE, 'CF operatore'],
      [...rigaDi('1', di, sua), codiceFiscale],
      [...rigaDi('2', di, daAssegnare), persona().codiceFiscale],
    ])
    await conferma(s, await leggiFile(s, file))
    const { voci } = await chi.call(preseApi.mie, {})
    expect(voci.map((v) => [v.persona.cognome, v.stato, v.responsabile])).toEqual([[sua, 'attiva', true]])
    const { voci: attendono } = await s.ufficio.call(assegnazioneApi.daAssegnare, {})
    expect(attendono).toHaveLength(1)
  })
  test('chi c’è già riceve ciò che manca e non perde nulla; chi è stato unito è la persona principale', async () => {
    const s = await scena()
    const c = cognomeNuovo()
    await conferma(s, await leggiFile(s, csv([INTESTAZIONE, rigaDi('7', { Indirizzo: 'Via Uno' }, c)])))
    const [x] = await trova(s, c)
    const altra = await nuovaPersona(s.sociale, s.a.comuni[0]!)
    for (const id of [x!.id, altra]) await presaInCarico(t, s.a, s.a.comuni[0]!, id, s.sociale.utenteId)
    await s.sociale.call(unioniApi.unisci, { id: altra, altra: x!.id, scelte: {}, motivo: 'Doppione' })
    const m = await conferma(
      s,
      await leggiFile(s, csv([INTESTAZIONE, rigaDi('7', { Indirizzo: 'Via Due', Cellulare: '3470099887' }, c)])),
    )
    expect(m).toMatchObject({ aggiornate: 1, nuove: 0 })
    const { fatti } = await scheda(s, altra)
    expect(fatti.filter((f) => f.tipo === 'residenza').map((f) => f.dati.indirizzo)).toEqual(['Via Uno'])
    expect(fatti.find((f) => f.tipo === 'recapito')).toMatchObject({ personaId: altra, dati: { valore: '3470099887' } })
  })
  test('una presa in carico aperta non si apre due volte; una chiusa di anni fa entra con il suo motivo', async () => {
    const s = await scena()
    const c = cognomeNuovo()
    const colonne = [...INTESTAZIONE, 'Data chiusura', 'Motivo chiusura']
    const con = (area: string, dal: string, al = '', motivo = '') => [
      ...rigaDi('1', { Area: area, 'Data presa in carico': dal }, c),
      al,
      motivo,
    ]
    await conferma(s, await leggiFile(s, csv([colonne, con('Adulti in difficoltà', '01/02/2024')])))
    const due = await leggiFile(s, csv([colonne, con('Anziani', '01/03/2025')]))
    expect(await esiti(s, due)).toEqual([[2, 'gia-presente', expect.stringContaining('dello stesso tipo')]])
    const tre = csv([colonne, con('Anziani', '01/03/2015', '01/03/2016', 'Obiettivi raggiunti')])
    expect(await conferma(s, await leggiFile(s, tre))).toMatchObject({ aggiornate: 1 })
    expect(await conta(s, 'presa_in_carico')).toBe(2)
    const quattro = await leggiFile(
      s,
      csv([colonne, con('Anziani', '01/03/2015', '01/03/2014', 'Obiettivi raggiunti')]),
    )
    expect((await esiti(s, quattro))[0]![2]).toContain('prima di cominciare')
  })
  test('una riga che somiglia a chi c’è già aspetta l’operatore: la stessa persona, o una nuova', async () => {
    const s = await scena()
    const [c1, c2] = [cognomeNuovo(), cognomeNuovo()]
    const ids = [
      await nuovaPersona(s.sociale, s.a.comuni[0]!, { cognome: c1, nome: 'Youssef', dataNascita: '1980-12-31' }),
      await nuovaPersona(s.sociale, s.a.comuni[0]!, { cognome: c2, nome: 'Maria', dataNascita: '1980-12-31' }),
    ]
    const id = await leggiFile(
      s,
      csv([INTESTAZIONE, rigaDi('1', { Nome: 'Yusef', Cellulare: '3471112223' }, c1), rigaDi('2', {}, c2)]),
    )
    expect(await s.ufficio.call(api.leggi, { id })).toMatchObject({ dubbie: 2 })
    expect(await rifiuto(s.ufficio.call(api.decidi, { id, riga: 2, personaId: null }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    await conferma(s, id)
    const { voci } = await s.ufficio.call(api.righe, { id, esito: 'dubbia' })
    expect(voci.map((v) => v.simili.map((p) => p.id))).toEqual([[ids[0]], [ids[1]]])
    expect(await rifiuto(s.ufficio.call(api.decidi, { id, riga: 2, personaId: ids[1]! }))).toMatchObject({
      campo: 'personaId',
    })
    expect(await s.ufficio.call(api.decidi, { id, riga: 2, personaId: ids[0]! })).toMatchObject({ esito: 'aggiorna' })
    expect(await s.ufficio.call(api.decidi, { id, riga: 3, personaId: null })).toMatchObject({ esito: 'nuova' })
    expect((await trova(s, c1)).map((p) => p.id)).toEqual([ids[0]])
    expect(await trova(s, c2)).toHaveLength(2)
    expect(await s.ufficio.call(api.leggi, { id })).toMatchObject({ dubbie: 0, nuove: 1, aggiornate: 1 })
  })
  test('ogni riga sbagliata dice perché; le altre entrano, e le rifiutate tornano in un foglio', async () => {
    const s = await scena()
    const righe = [
      rigaDi('1'),
      rigaDi('2', { 'Data di nascita': '31/02/1980' }),
      rigaDi('3', { Sesso: 'Q' }),
      rigaDi('1'),
      rigaDi('5', { Cognome: '' }, ''),
      rigaDi('6', { Famiglia: 'SENZA', Parentela: 'Figlio' }),
      rigaDi('7', { Famiglia: 'DUE', Parentela: 'Intestatario della scheda' }),
      rigaDi('8', { Famiglia: 'DUE', Parentela: 'Intestatario della scheda' }),
      rigaDi('9', { 'Codice fiscale': 'RSSMRA80A01H501A' }),
      rigaDi('10', { 'Comune di nascita': 'Chissadove' }),
      rigaDi('11', { Area: 'Cose varie', 'Data presa in carico': '2024-01-01' }),
      rigaDi('12', { Area: 'Adulti in difficoltà' }),
      rigaDi('13', { 'Data di nascita': '2999-01-01' }),
      rigaDi('14', { 'Codice fiscale': '12345678901' }),
    ]
    const id = await leggiFile(s, csv([INTESTAZIONE, ...righe]))
    const attesi: [string, RegExp][] = [
      ['nuova', /^$/],
      ['rifiutata', /«31\/02\/1980» non è una data/],
      ['rifiutata', /valori previsti/],
      ['rifiutata', /Ripete il codice della riga 2/],
      ['rifiutata', /Mancano il cognome/],
      ['rifiutata', /«SENZA» non ha un intestatario/],
      ['rifiutata', /«DUE» ha più di un intestatario/],
      ['rifiutata', /«DUE» ha più di un intestatario/],
      ['rifiutata', /./],
      ['rifiutata', /«Chissadove»/],
      ['rifiutata', /«Cose varie»/],
      ['rifiutata', /servono l’area e la data/],
      ['rifiutata', /futuro/],
      ['nuova', /^$/],
    ]
    const visti = await esiti(s, id)
    for (const [n, [esito, motivo]] of attesi.entries()) {
      expect(visti[n]![1], `riga ${n + 2}: ${visti[n]![2]}`).toBe(esito)
      expect(visti[n]![2]).toMatch(motivo)
    }
    expect(await conferma(s, id)).toMatchObject({ nuove: 2, rifiutate: 12 })
    const file = (await s.ufficio.call(api.rifiutate, { id })).contenuto as Uint8Array
    await writeFile(join(dir, 'r.xlsx'), file)
    const lette: string[][] = []
    for await (const r of leggiTabella(join(dir, 'r.xlsx'))) lette.push(r.celle)
    expect(lette).toHaveLength(13)
    expect(lette[0]!.at(-1)).toBe('Motivo del rifiuto')
    expect(lette[1]!.at(-1)).toContain('31/02/1980')
    // applied rows keep nothing of what was written
    expect((await s.ufficio.call(api.righe, { id, esito: 'nuova' })).voci.every((r) => r.celle.length === 0)).toBe(true)
  })
  test('il profilo traduce: nomi insieme, date all’americana, codici propri, valori fissi', async () => {
    const s = await scena()
    const c = cognomeNuovo()
    const file = csv([
      ['NOMINATIVO', 'NATO IL', 'SC', 'CF'],
      [`De ${c} Anna Maria`, '12/31/1980', '02', ''],
    ])
    const id = await leggiFile(s, file, [
      { campo: 'persona.nominativo', colonna: 'NOMINATIVO', ordine: 'cognome-nome' },
      { campo: 'generalita.dataNascita', colonna: 'NATO IL', formato: 'mga' },
      { campo: 'stato-civile.stato', colonna: 'SC', tabella: { '02': 'coniugato' } },
      { campo: 'cittadinanza.stato', valore: 'Italia' },
    ])
    await conferma(s, id)
    const [p] = await trova(s, `De ${c}`)
    expect(p).toMatchObject({ cognome: `De ${c}`, nome: 'Anna Maria', dataNascita: '1980-12-31' })
    const { fatti } = await scheda(s, p!.id)
    expect(fatti.find((f) => f.tipo === 'stato-civile')!.dati).toEqual({ stato: 'coniugato' })
    expect(fatti.find((f) => f.tipo === 'cittadinanza')!.dati).toEqual({ stato: 'Italia' })
  })
  test('ucciso a metà, riprende da dov’era e non scrive due volte', async () => {
    const s = await scena()
    const id = await leggiFile(s, csv([INTESTAZIONE, ...Array.from({ length: 60 }, (_, n) => rigaDi(String(n + 1)))]))
    await s.ufficio.call(api.conferma, { id })
    const portata = { comuni: s.a.comuni, classi: [], vietate: [] }
    const incarico = { id, ambito: s.a.id, utente: s.ufficio.utenteId, portata }
    // the process dies after a lot: the connection to the database goes, the lots already committed stay
    let lotti = 0
    const db = {
      ...t.deps.db,
      inScope: (scope: never, fn: never) =>
        // the first asks who may answer for a presa in carico
        ++lotti > 3 ? Promise.reject(new Error('spento')) : t.deps.db.inScope(scope, fn),
    }
    await expect(importa({ ...t.deps, db } as never, incarico)).rejects.toThrow('spento')
    expect(await conta(s, 'persona')).toBe(50)
    await t.jobs.drain(t.deps, [jobImporta])
    expect(await s.ufficio.call(api.leggi, { id })).toMatchObject({
      stato: 'conclusa',
      nuove: 60,
      righeElaborate: 60,
    })
    expect(await conta(s, 'persona')).toBe(60)
  })
  test('ciò che nessuno ha più preso in mano viene ripreso da solo', async () => {
    const s = await scena()
    const { id } = await carica(s, csv([INTESTAZIONE, rigaDi('1')]))
    const { mappa } = await s.ufficio.call(api.proposta, { id })
    await s.ufficio.call(api.mappa, { id, sistema: 'X', mappa: mappa as never })
    t.clock.advance(11)
    await jobRiprendi.run(t.deps, {})
    expect(await s.ufficio.call(api.leggi, { id })).toMatchObject({ stato: 'da-confermare', nuove: 1 })
    await lavora()
    expect(await s.ufficio.call(api.leggi, { id })).toMatchObject({ stato: 'da-confermare', nuove: 1 })
    await s.ufficio.call(api.annulla, { id })
    expect([await conta(s, 'importazione_cartella_parte'), await conta(s, 'importazione_cartella_riga')]).toEqual([
      0, 0,
    ])
  })
})

describe('file di ogni tipo', () => {
  const c = () => cognomeNuovo()
  const due = (cognome: string) => [
    ['Cognome', 'Nome', 'Data di nascita'],
    [cognome, 'Niccolò', '1980-12-31'],
  ]
  const ods = (righe: string[][]) => {
    const celle = (r: string[]) =>
      r
        .map((x) =>
          /^\d{4}-/.test(x)
            ? `<table:table-cell office:value-type="date" office:date-value="${x}"><text:p>x</text:p></table:table-cell>`
            : `<table:table-cell office:value-type="string"><text:p>${x}</text:p></table:table-cell>`,
        )
        .join('')
    return `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Foglio1">${righe.map((r) => `<table:table-row>${celle(r)}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>`).join('')}<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`
  }
  const comeOds = (contenuto: string, altre: { nome: string; testo: string }[] = []) =>
    archivio([
      { nome: 'mimetype', testo: 'application/vnd.oasis.opendocument.spreadsheet', metodo: 0 },
      { nome: 'content.xml', testo: contenuto },
      ...altre,
    ])

  test('CSV con qualsiasi separatore e codifica, Excel, OpenDocument', async () => {
    const s = await scena()
    const nomi = Array.from({ length: 7 }, c)
    const utf16be = Buffer.from(`\ufeff${csv(due(nomi[5]!), '\t')}`, 'utf16le').swap16()
    const file: Uint8Array[] = [
      Buffer.from(csv(due(nomi[0]!), ',')),
      Buffer.from(csv(due(nomi[1]!), '\t')),
      Buffer.from(csv(due(nomi[2]!), '|')),
      Buffer.from(csv(due(nomi[3]!)), 'latin1'),
      Buffer.from(`\ufeff${csv(due(nomi[4]!))}`, 'utf16le'),
      utf16be,
      comeOds(ods(due(nomi[6]!))),
      await scriviCartella({
        titolo: 'x',
        fogli: [{ nome: 'P', colonne: due('')[0]!.map((titolo) => ({ titolo })), righe: [due(nomi[0]!)[1]!] }],
      }),
    ]
    for (const [n, f] of file.entries()) {
      const id = await leggiFile(s, f)
      await conferma(s, id)
      if (n < nomi.length)
        expect(await trova(s, nomi[n]!), `file ${n}`).toMatchObject([{ nome: 'Niccolò', dataNascita: '1980-12-31' }])
      else expect((await esiti(s, id))[0]![1]).toBe('dubbia')
    }
  })
  test('un file che non si può leggere è una frase, e di lui non resta nulla', async () => {
    const s = await scena()
    const xls = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.from('Workbook', 'utf16le'),
    ])
    const formula = ods(due(c())).replace(
      'office:value-type="string"',
      'table:formula="of:=1+1" office:value-type="float" office:value="2"',
    )
    const casi: [Uint8Array | string, number, RegExp][] = [
      [xls, 415, /Salva con nome/],
      ['%PDF-1.7', 415, /non è una tabella/],
      [Buffer.from([0, 1, 2, 3, 4]), 415, /non è una tabella/],
      ['Cognome;Nome', 422, /soltanto l’intestazione/],
      ['\n\n;;\n', 422, /vuoto/],
      ['Cognome;Nome;Cognome\nA;B;C', 422, /si ripetono/],
      [
        csv([Array.from({ length: 300 }, (_, n) => `C${n}`), Array.from({ length: 300 }, () => 'x')]),
        422,
        /256 colonne/,
      ],
      [comeOds(formula), 422, /formula/],
      [
        comeOds(ods(due(c())), [
          { nome: 'META-INF/manifest.xml', testo: '<m:manifest xmlns:m="x"><m:encryption-data/></m:manifest>' },
        ]),
        415,
        /password/,
      ],
    ]
    for (const [file, status, frase] of casi) {
      const r = await rifiuto(carica(s, file))
      expect(r, String(frase)).toMatchObject({ status })
      expect(r.detail).toMatch(frase)
    }
    expect(await conta(s, 'importazione_cartella')).toBe(0)
    expect(await rifiuto(carica(s, csv(due(c())), 'persone', 'H501'))).toMatchObject({ campo: 'comune' })
  })
  test('un guasto più avanti nel file lo ferma con una frase', async () => {
    const s = await scena()
    // long enough that who uploads it has not read that far
    const lunghe = Array.from({ length: 40 }, () => [c(), 'Ada', '1990-01-01', 'x'.repeat(20_000)])
    const file = csv([
      ['Cognome', 'Nome', 'Data di nascita', 'Note'],
      ...lunghe,
      Array.from({ length: 300 }, () => 'x'),
    ])
    const id = await leggiFile(s, file)
    expect(await s.ufficio.call(api.leggi, { id })).toMatchObject({
      stato: 'fallita',
      errore: expect.stringMatching(/256 colonne/),
    })
  })
  test('un profilo che non va bene per il file lo dice prima di leggere', async () => {
    const s = await scena()
    const { id } = await carica(s, csv(due(c())))
    const prova = (mappa: VoceMappa[]) =>
      rifiuto(s.ufficio.call(api.mappa, { id, sistema: 'X', mappa: mappa as never }))
    expect((await prova([{ campo: 'generalita.cognome', colonna: 'Cognome' }])).detail).toMatch(/cognome e del nome/)
    expect(
      (
        await prova([
          { campo: 'generalita.cognome', colonna: 'Casato' },
          { campo: 'generalita.nome', colonna: 'Nome' },
        ])
      ).detail,
    ).toMatch(/manca la colonna «Casato»/)
    expect(
      (
        await prova([
          { campo: 'generalita.cognome', colonna: 'Cognome' },
          { campo: 'generalita.cognome', colonna: 'Nome' },
        ])
      ).detail,
    ).toMatch(/due volte/)
    expect((await prova([{ campo: 'unghie.lunghezza', valore: '3' }])).detail).toMatch(/non esiste/)
  })
  test('i dati protetti li importa soltanto chi li può scrivere', async () => {
    const s = await scena()
    const amministrativo = await operatore(t, s.a, 'amministrativo')
    const file = csv([
      ['Cognome', 'Nome', 'Invalidità'],
      [c(), 'Ada', '80'],
    ])
    const id = await leggiFile({ ...s, ufficio: amministrativo }, file, [
      { campo: 'invalidita.percentuale', colonna: 'Invalidità' },
    ])
    expect((await esiti({ ...s, ufficio: amministrativo }, id))[0]![2]).toMatch(/dato protetto/)
    expect(await rifiuto(s.sociale.call(api.list, {}))).toMatchObject({ status: 403 })
  })
  test('chi ha un indirizzo segreto non riceve indirizzi da un file, e niente lo dice', async () => {
    const s = await scena()
    const cognome = c()
    const id = await nuovaPersona(s.sociale, s.a.comuni[0]!, { cognome, nome: 'Maria', dataNascita: '1980-12-31' })
    await presaInCarico(t, s.a, s.a.comuni[0]!, id, s.sociale.utenteId)
    await s.sociale.call(fattiApi.registra, {
      id,
      tipo: 'residenza',
      dati: { indirizzo: 'Via Segreta' },
      fonte: 'persona',
      segreto: true,
    })
    const f = await leggiFile(s, csv([INTESTAZIONE, rigaDi('1', { Indirizzo: 'Via Pubblica' }, cognome)]))
    await conferma(s, f)
    await s.ufficio.call(api.decidi, { id: f, riga: 2, personaId: id })
    const { fatti } = await s.sociale.call(personeApi.leggi, { id })
    expect(fatti.filter((x) => x.tipo === 'residenza').map((x) => x.dati.indirizzo)).toEqual(['Via Segreta'])
    expect(JSON.stringify(await s.ufficio.call(api.righe, { id: f }))).not.toMatch(/segret/i)
  })
})
