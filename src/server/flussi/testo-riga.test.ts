// A row as flat text comes back as it was, stands in a flow as the record that it is, and what was judged anew twice is as before.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { campiPrestazione } from '../../shared/flussi/campi.ts'
import type { Cambio } from '../../shared/flussi/elabora.ts'
import { type ContestoElaborazione, elabora } from '../../shared/flussi/elabora.ts'
import { occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { creaLuoghi } from '../../shared/flussi/normalizza/luoghi.ts'
import { cambiaPercorso, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { rielabora } from '../../shared/flussi/rielabora.ts'
import { Colonna } from './colonna.ts'
import { conforme } from './conforme.ts'
import { schemaDa } from './contesto-dati.ts'
import { controlloSchema } from './convalida.ts'
import { elenchiDiBase } from './elenchi.ts'
import { luoghiDiBase } from './luoghi.ts'
import { CarattereImpossibile, type Sotto, scriviPrestazione } from './scrivi-flusso.ts'
import { scriviPiano } from './scrivi-piano.ts'
import {
  conservate,
  leggiCambi,
  leggiCelle,
  leggiRecord,
  POSTI,
  postoDi,
  SEPARA,
  scriviCambi,
  scriviCelle,
  scriviRecord,
  senzaPosto,
  valoriPiani,
} from './testo-riga.ts'

const piano = prestazioneDiProva()
delete piano.sina
const testi = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('=', `a${SEPARA}b`, 'due\nrighe', '{', '[', '"', '\\'),
)

describe('flat text', () => {
  test('every field has its place, and the places of years ago are those of today', () => {
    expect(senzaPosto()).toEqual([])
    expect(POSTI.slice(0, 12)).toEqual([
      'beneficiario.codiceFiscale',
      ...['cognome', 'nome', 'annoNascita', 'luogoNascita', 'genere', 'cittadinanza', 'secondaCittadinanza'].map(
        (k) => `beneficiario.anagrafica.${k}`,
      ),
      ...['regione', 'comune', 'nazione'].map((k) => `beneficiario.indirizzi.0.${k}`),
      'tipoOperazione',
    ])
    expect(POSTI).toHaveLength(35)
    expect(postoDi('areaUtenza')).toBe(35)
    // the order in which prestazioneDa takes them, and in which they are normalised
    expect(POSTI.slice(11)).toEqual(Object.keys(campiPrestazione))
  })
  test('a record comes back, with whatever a field may hold', () => {
    expect(scriviRecord(piano).record).toMatch(/^[^{]/)
    expect(leggiRecord(scriviRecord(piano).record)).toEqual(piano)
    const altri = prestazioneDiProva({ beneficiario: { ...piano.beneficiario, indirizzi: [{}, { nazione: '380' }] } })
    for (const p of [prestazioneDiProva(), altri, { beneficiario: { anagrafica: {}, indirizzi: [] } }])
      expect(leggiRecord(scriviRecord(p).record)).toEqual(p)
    fc.assert(
      fc.property(fc.constantFrom(...POSTI), testi, (campo, valore) => {
        const p = structuredClone(piano)
        cambiaPercorso(p, campo, valore)
        expect(leggiRecord(scriviRecord(p).record)).toEqual(p)
      }),
    )
  })
  test('so do its changes, those that say what the record says and those that say otherwise', () => {
    const cambio = fc.record({
      campo: fc.constantFrom(...POSTI, 'beneficiario.indirizzi.1.comune', 'sina.interventiNecessari.0'),
      prima: fc.option(testi, { nil: undefined }),
      dopo: fc.option(testi, { nil: undefined }),
      regola: fc.constantFrom<Cambio['regola']>('N05', 'corretta', 'insegnata'),
    })
    fc.assert(
      fc.property(fc.array(cambio, { maxLength: 6 }), (cambi) => {
        const p = structuredClone(piano)
        for (const c of cambi) if (c.dopo !== undefined && POSTI.includes(c.campo)) cambiaPercorso(p, c.campo, c.dopo)
        const scritto = scriviRecord(p)
        expect(leggiCambi(scriviCambi(cambi, scritto.valori), scritto.record)).toEqual(cambi)
      }),
    )
    // as they were written before
    expect(leggiCambi('["importo","1,00","1.00","N07","areaUtenza",null,"2","N14"]', '{}')).toEqual([
      { campo: 'importo', prima: '1,00', dopo: '1.00', regola: 'N07' },
      { campo: 'areaUtenza', prima: undefined, dopo: '2', regola: 'N14' },
    ])
  })
  test('so do the cells', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(testi, fc.constant('')), { minLength: 1 }), (celle) => {
        expect(leggiCelle(scriviCelle(conservate(celle)))).toEqual(
          celle.map((c) => c.replaceAll('\0', '').toWellFormed()),
        )
      }),
    )
  })
})

describe('a record in a flow', () => {
  const valori = fc.oneof(
    testi,
    fc.constantFrom(
      '',
      '1',
      '2',
      '380',
      '2025-12-31',
      '2025-02-31',
      '12.50',
      '-1',
      'È',
      'a&b',
      '<',
      '\u{1f600}',
      '\u0001',
      '\ud800',
    ),
  )
  const schema = conforme(schemaDa(null))
  const esito = (fn: () => string) => {
    try {
      return fn()
    } catch (e) {
      if (e instanceof CarattereImpossibile) return e.message
      throw e
    }
  }
  test('as flat text is checked and written as the record that it is', () => {
    const visti = new Set<boolean>()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...POSTI), valori), { maxLength: 3 }),
        fc.constantFrom<Sotto>('primo', 'altro', 'stesso'),
        (cambi, sotto) => {
          const p = structuredClone(piano)
          for (const [campo, valore] of cambi) cambiaPercorso(p, campo, valore)
          const { record } = scriviRecord(p)
          const v = valoriPiani(record)
          if (!v) return
          const buono = schema.piano(v, false)
          visti.add(buono)
          expect(buono).toBe(schema.record(p))
          expect(esito(() => scriviPiano(record, v, sotto))).toBe(esito(() => scriviPrestazione(p, sotto)))
        },
      ),
      { numRuns: 2000 },
    )
    expect(visti.size).toBe(2)
  })
  test('a column is an array as PostgreSQL reads it, however many values, also in the memory of another', () => {
    const molti = Array.from({ length: 3000 }, (_, n) => (n % 11 === 0 ? null : 'è'.repeat(n % 7) + 'a'.repeat(n % 40)))
    let memoria: ArrayBuffer | undefined
    const colonna = new Colonna('testo')
    for (const quanti of [0, 1, 64, 3000, 65]) {
      const suoi = molti.slice(0, quanti)
      for (const v of suoi) colonna.aggiungi(v)
      const scritto = colonna.togli(memoria)
      expect(testiDi(scritto)).toEqual(suoi)
      memoria = scritto.buffer
    }
  })
  test('numbers and ids are those that they were', () => {
    const [numeri, id] = [[0, -1, 2 ** 40 + 5, -(2 ** 40) - 7], '0198f2c4-9b7e-7abc-8def-0123456789ab']
    const [lunghi, uuid] = [new Colonna('lungo'), new Colonna('uuid')]
    for (const n of numeri) lunghi.aggiungi(n)
    uuid.aggiungi(id)
    const scritti = Buffer.from(lunghi.togli(undefined))
    expect(numeri.map((_, n) => Number(scritti.readBigInt64BE(24 + n * 12)))).toEqual(numeri)
    expect(Buffer.from(uuid.togli(undefined)).toString('hex', 24)).toBe(id.replaceAll('-', ''))
  })
  test('a text of many pieces is put into a column only where it can be cut into them again', () => {
    fc.assert(
      fc.property(fc.array(fc.array(valori, { maxLength: 4 }), { maxLength: 5 }), (testi) => {
        const colonna = new Colonna('testo')
        const messi = testi.filter((pezzi) => colonna.aggiungiPezzi(pezzi))
        expect(messi).toEqual(testi.filter((pezzi) => pezzi.every((p) => !p.includes(SEPARA) && !p.includes('\n'))))
        expect(testiDi(colonna.togli(undefined))).toEqual(messi.map((pezzi) => pezzi.join(SEPARA).toWellFormed()))
      }),
    )
  })
})

function testiDi(scritto: Uint8Array): (string | null)[] {
  const b = Buffer.from(scritto)
  const testi: (string | null)[] = []
  for (let i = 20; i < b.length; ) {
    const lungo = b.readInt32BE(i)
    testi.push(lungo < 0 ? null : b.toString('utf8', i + 4, i + 4 + lungo))
    i += 4 + Math.max(0, lungo)
  }
  expect(testi).toHaveLength(b.readInt32BE(12))
  return testi
}

describe('judged anew', () => {
  let contesto: ContestoElaborazione
  beforeAll(async () => {
    contesto = {
      elenchi: elenchiDiBase(),
      luoghi: await luoghiDiBase(),
      oggi: '2026-03-01',
      gravita: {},
      insegnamenti: new Map(),
      schema: controlloSchema(schemaDa(null)),
    }
  })
  const scritta = (): PrestazioneErogata => ({
    ...occasionaleDiProva(),
    dataErogazione: '20/05/2025',
    importo: '€ 1.234,50',
    codicePrestazione: 'CONTR',
    areaUtenza: '',
  })
  const rifatta = (r: ReturnType<typeof elabora>[number], c = contesto, fermi: string[] = []) =>
    rielabora({ ...r, fermi }, (letta, suoi) => elabora(letta, c, suoi))[0]

  test('with nothing new nothing changes, once or twice', () => {
    const [prima] = elabora(scritta(), contesto)
    const dopo = rifatta(prima!)
    expect(dopo).toEqual(prima)
    expect(rifatta(dopo)).toEqual(prima)
    for (const parte of elabora(prestazioneDiProva({ dataInizio: '01/11/2025', dataFine: '31/01/2026' }), contesto))
      expect(rifatta(parte).record).toEqual(parte.record)
  })
  test('a correction that was taught is learned, and one taken away forgotten', () => {
    const [prima] = elabora(scritta(), contesto)
    const sa = { ...contesto, insegnamenti: new Map([['codicePrestazione', new Map([['CONTR', 'A1.04']])]]) }
    const dopo = rifatta(prima!, sa)
    expect(dopo.record.codicePrestazione).toBe('A1.04')
    expect(dopo.modifiche).toContainEqual({
      campo: 'codicePrestazione',
      prima: 'CONTR',
      dopo: 'A1.04',
      regola: 'insegnata',
    })
    expect(rifatta(dopo)).toEqual(prima)
  })
  test('what a place means today is asked again; what someone corrected or put back stays', () => {
    const [prima] = elabora({ ...scritta(), dataEvento: '01/02/2025' }, contesto)
    const vuoti = { ...contesto, luoghi: creaLuoghi([], []) }
    expect(rifatta(prima!, vuoti).difetti.map((d) => d.campo)).toContain('beneficiario.anagrafica.luogoNascita')
    const corretta = structuredClone(prima!)
    cambiaPercorso(corretta.record, 'importo', '10.00')
    corretta.modifiche.push({ campo: 'importo', prima: '1234.50', dopo: '10.00', regola: 'corretta' })
    cambiaPercorso(corretta.record, 'dataEvento', '01/02/2025')
    corretta.modifiche.push({ campo: 'dataEvento', prima: '2025-02-01', dopo: '01/02/2025', regola: 'ripristinata' })
    const dopo = rifatta(corretta, contesto, ['dataEvento'])
    expect([dopo.record.importo, leggiPercorso(dopo.record, 'dataEvento')]).toEqual(['10.00', '01/02/2025'])
    expect(dopo.modifiche.filter((m) => m.campo === 'importo')).toHaveLength(2)
  })
})
