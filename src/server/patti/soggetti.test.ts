// Who has obligations and who is attivabile, by the shipped measures (§3.6, §4.5, D9). No database.
import { describe, expect, test } from 'vitest'
import { fattiDichiarati } from '../../shared/misure/dichiarati.rules.ts'
import { leggiDefinizione } from '../../shared/misure/versione.rules.ts'
import { type Noto, soggetti, soggettoInParole, valgono } from '../../shared/patti/soggetti.rules.ts'
import { leggiMisure } from '../misure/carica-misure.ts'

const misure = leggiMisure()
const OGGI = '2026-03-02'

function prova(codice: string, nascita: string | null, dichiarati = {}, noto: Partial<Noto> = {}, oggi = OGGI) {
  const v = leggiDefinizione(misure.findLast((m) => m.codice === codice)!.definizione).versione!
  const n: Noto = { esoneri: [], inps: undefined, detto: null, ...noto }
  const fatti = fattiDichiarati(v.usati, '2026-01-10', [{ dataNascita: nascita, dichiarati, esoneri: n.esoneri }])
  const [s] = soggetti(v, fatti, oggi, [n])
  return { ...s!, parole: soggettoInParole(s!, v.definizione), proposti: valgono(v, fatti, oggi, 0) }
}
const adulto = '1985-03-04'

describe('ADI', () => {
  test('an adult has obligations, and of work until sixty; a child has none', () => {
    expect(prova('adi', adulto)).toMatchObject({
      obbligato: true,
      attivabile: true,
      motivo: 'regola',
      quale: 'attivazione',
    })
    expect(prova('adi', '1966-03-02')).toMatchObject({ obbligato: true, attivabile: false, motivo: 'esclusione' })
    expect(prova('adi', '2010-03-04')).toMatchObject({ obbligato: false, attivabile: false, quale: null })
    // of whom nothing is known nobody says that he is free
    expect(prova('adi', null)).toMatchObject({ obbligato: true, attivabile: true })
  })
  test('the day is today’s, not that of the domanda: who comes of age has obligations from then', () => {
    expect(prova('adi', '2008-03-03')).toMatchObject({ obbligato: false })
    expect(prova('adi', '2008-03-03', {}, {}, '2026-03-03')).toMatchObject({ obbligato: true })
  })
  test('whom the law excludes from work still meets the services; whom the comune exempts meets nobody', () => {
    const studia = prova('adi', adulto, { studente: true })
    expect(studia).toMatchObject({ obbligato: true, attivabile: false, motivo: 'esclusione', quale: 'studio' })
    expect(studia.parole).toBe('Ha obblighi, non è attivabile al lavoro: è tra chi la norma esclude (Studio)')
    expect(studia.proposti).toEqual(['studio'])
    const esonerato = prova('adi', adulto, {}, { esoneri: ['valutazione-servizi'] })
    expect(esonerato).toMatchObject({
      obbligato: false,
      attivabile: false,
      motivo: 'esonero',
      quale: 'valutazione-servizi',
    })
  })
  test('INPS says who has obligations where it says it, and the analysis who is attivabile (O4.5)', () => {
    expect(prova('adi', adulto, {}, { inps: false })).toMatchObject({
      obbligato: false,
      attivabile: false,
      motivo: 'inps',
    })
    expect(prova('adi', adulto, {}, { detto: false })).toMatchObject({
      obbligato: true,
      attivabile: false,
      motivo: 'analisi',
    })
    // excluded and willing: path 2
    expect(prova('adi', adulto, { studente: true }, { detto: true, inps: false })).toMatchObject({
      obbligato: false,
      attivabile: true,
    })
  })
  test('an exemption for a disability makes the fact that the terms ask for true (D11)', () => {
    const v = leggiDefinizione(misure.findLast((m) => m.codice === 'adi')!.definizione).versione!
    const con = (esoneri: string[], disabilita?: string) =>
      fattiDichiarati(v.usati, '2026-01-10', [
        { dataNascita: adulto, dichiarati: disabilita ? { disabilita } : {}, esoneri },
      ]).componenti[0]!['componente.disabilita']
    expect([
      con([]),
      con(['disabilita']),
      con(['disabilita'], 'nessuna'),
      con(['disabilita'], 'grave'),
      con(['studio']),
    ]).toEqual(['nessuna', 'media', 'media', 'grave', 'nessuna'])
  })
})

test('REI and RdC: school and health call nobody; the RdC excludes from everything', () => {
  for (const codice of ['rei', 'rdc'])
    expect(prova(codice, '2015-03-04'), codice).toMatchObject({ obbligato: false, attivabile: false })
  expect(prova('rei', adulto, { occupato: true })).toMatchObject({ obbligato: true, attivabile: false })
  expect(prova('rdc', adulto, { studente: true })).toMatchObject({
    obbligato: false,
    attivabile: false,
    quale: 'studio',
  })
  expect(prova('rdc', adulto)).toMatchObject({ obbligato: true, attivabile: true })
})

test('a version corrects another from the same day, and leaves its requirements and amounts as they were', () => {
  const correzioni = misure.filter((m) => m.corregge !== null)
  expect(correzioni.map((m) => `${m.codice} ${m.versione} ${m.corregge}`)).toEqual([
    'adi 3 1',
    'adi 4 2',
    'adi 5 3',
    'adi 6 4',
    'rdc 2 1',
    'rdc 3 2',
    'rdc 4 3',
    'rei 10 8',
    'rei 11 9',
    'rei 12 10',
    'rei 3 1',
    'rei 4 2',
    'rei 5 3',
    'rei 6 4',
    'rei 7 5',
    'rei 8 6',
    'rei 9 7',
  ])
  for (const dopo of correzioni) {
    const prima = misure.find((m) => m.codice === dopo.codice && m.versione === dopo.corregge)!
    expect([dopo.dal, dopo.al]).toEqual([prima.dal, prima.al])
    // how long it lasts too, but for what is needed to compute from when
    const suoi = ({ definizione: { requisiti, importi, scala, valori, calcoli, durata } }: typeof dopo) => ({
      ...{ requisiti, importi, scala, valori, calcoli, mesi: durata.mesi },
      rinnovi: durata.rinnovi.map(({ mesi, sosta }) => ({ mesi, sosta })),
    })
    expect(suoi(dopo)).toEqual(suoi(prima))
  }
})
