// Every numbered rule with a record that respects it and one that breaks it. The rules are pure; they are tried here because
// the lists that they ask are read from config/.
import { describe, expect, test } from 'vitest'
import { minoreDiProva, occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import type { PrestazioneErogata, SchedaMinore } from '../../shared/flussi/prestazione.ts'
import { applica, type Contesto, gravitaDi } from '../../shared/flussi/regole.ts'
import { controllaFlusso, regole } from '../../shared/flussi/regole-flusso.ts'
import { regoleMinore } from '../../shared/flussi/regole-minore.ts'
import { regolePrestazione } from '../../shared/flussi/regole-prestazione.ts'
import { elenchiDiBase } from './elenchi.ts'

const contesto: Contesto = { elenchi: elenchiDiBase() }
const ps = (p: PrestazioneErogata, c = contesto) =>
  applica(regolePrestazione, p, c).map((d) => `${d.regola} ${d.campo}`)
const sb = (m: SchedaMinore) => applica(regoleMinore, m, contesto).map((d) => `${d.regola} ${d.campo}`)
const senza = <T extends object>(r: T, ...campi: (keyof T)[]): T => {
  const copia = { ...r }
  for (const c of campi) delete copia[c]
  return copia
}
const p = prestazioneDiProva
const o = occasionaleDiProva
const m = minoreDiProva

test('good records break no rule', () => {
  expect(ps(p())).toEqual([])
  expect(ps(o())).toEqual([])
  expect(sb(m())).toEqual([])
})

/** Rule, what is wrong, the record, the fields that are told. Nothing else may be told. */
const casi: [string, string, PrestazioneErogata, string[]][] = [
  ['PS02', 'no carattere', senza(p(), 'carattere'), ['carattere']],
  ['PS02', 'periodic without first day', senza(p({ dataFine: undefined }), 'dataInizio'), ['dataInizio']],
  ['PS02', 'periodic without monthly amount', senza(p(), 'importoMensile'), ['importoMensile']],
  [
    'PS02',
    'periodic of zero euro',
    p({ importoMensile: '0.00', importoQuotaEnte: undefined, importoQuotaUtente: undefined }),
    ['importoMensile'],
  ],
  ['PS02', 'an amount with fractions of a cent', p({ importoMensile: '350.505' }), ['importoMensile']],
  ['PS02', 'one-off without day', senza(o(), 'dataErogazione'), ['dataErogazione']],
  ['PS02', 'one-off without amount', senza(o(), 'importo'), ['importo']],
  ['PS03a', 'over 31 December', p({ dataInizio: '2025-11-01', dataFine: '2026-01-31' }), ['dataFine']],
  ['PS03b', 'ends before it begins', p({ dataInizio: '2025-06-30', dataFine: '2025-04-01' }), ['dataFine']],
  ['PS03c', 'five months in three', p({ periodoErogazione: '5' }), ['periodoErogazione']],
  ['PS04a', 'a DSU without its day', senza(p(), 'dataDsu'), ['dataDsu']],
  ['PS04a', 'only the number of the DSU', senza(p(), 'dataDsu', 'annoProtocolloDsu'), ['annoProtocolloDsu', 'dataDsu']],
  [
    'PS04b',
    'under ISEE without DSU',
    senza(p(), 'numeroProtocolloDsu', 'annoProtocolloDsu', 'dataDsu'),
    ['numeroProtocolloDsu'],
  ],
  ['PS04c', 'a protocol cut short', p({ numeroProtocolloDsu: '01234567A' }), ['numeroProtocolloDsu']],
  ['PS04c', 'a protocol of another year', p({ annoProtocolloDsu: '2024' }), ['annoProtocolloDsu']],
  ['PS05a', 'shares that do not make the amount', p({ importoQuotaUtente: '50.49' }), ['importoQuotaEnte']],
  ['PS05a', 'shares of a one-off', o({ importoQuotaEnte: '400.00' }), ['importoQuotaEnte']],
  [
    'PS05b',
    'a negative share',
    p({ importoQuotaEnte: '400.00', importoQuotaUtente: '-49.50' }),
    ['importoQuotaUtente'],
  ],
  [
    'PS05c',
    'a share of the ente of zero',
    p({ importoQuotaEnte: '0.00', importoQuotaUtente: '350.50' }),
    ['importoQuotaEnte'],
  ],
  ['PS05d', 'a share of the SSN of zero', p({ importoQuotaSsn: '0.0' }), ['importoQuotaSsn']],
  ['PS06a', 'in carico without area', senza(p(), 'areaUtenza'), ['areaUtenza']],
  ['PS06b', 'SINA of who is not in carico', p({ presaInCarico: '2', areaUtenza: undefined }), ['sina']],
  ['PS06c', 'area of who is not in carico', o({ areaUtenza: '3' }), ['areaUtenza']],
  ['PS06d', 'no SINA in the area of disability', senza(p(), 'sina'), ['sina']],
  [
    'PS07',
    'A2.27 of who is not in carico',
    o({ codicePrestazione: 'A2.27', denominazionePrestazione: 'Servizio di mediazione familiare' }),
    ['presaInCarico'],
  ],
  ['PS08', 'in carico not known', senza(o(), 'presaInCarico'), ['presaInCarico']],
  ['PS09', 'no INPS code', senza(o(), 'codicePrestazione'), ['codicePrestazione']],
  [
    'PS09',
    'a code that INPS pays itself',
    o({ codicePrestazione: 'A4.10', denominazionePrestazione: 'Assegno sociale' }),
    ['codicePrestazione'],
  ],
  [
    'PS10',
    'in Italy without region and comune',
    p({ beneficiario: { ...p().beneficiario, indirizzi: [{ nazione: '250' }, { nazione: '380' }] } }),
    ['beneficiario.indirizzi.1.regione', 'beneficiario.indirizzi.1.comune'],
  ],
  ['PS12a', 'a code that is not in the catalogue', o({ codicePrestazione: 'A1.99' }), ['codicePrestazione']],
  [
    'PS12b',
    'the label of another code',
    o({ denominazionePrestazione: 'Telesoccorso e teleassistenza' }),
    ['denominazionePrestazione'],
  ],
  ['PS13', 'a cancellation', o({ tipoOperazione: 'C' }), ['tipoOperazione']],
  ['PS14', 'two hours and three quarters as a decimal', p({ oreServizioMensile: '2.75' }), ['oreServizioMensile']],
]
describe('a prestazione', () => {
  test.each(casi)('%s: %s', (regola, _, record, campi) => {
    expect(ps(record)).toEqual(campi.map((c) => `${regola} ${c}`))
  })
  test('PS03c: both ways of counting months are good', () => {
    const a = { dataInizio: '2025-10-14', dataFine: '2025-11-13' }
    expect(ps(p({ ...a, periodoErogazione: '1' }))).toEqual([])
    expect(ps(p({ ...a, periodoErogazione: '2' }))).toEqual([])
    expect(ps(p({ dataInizio: '2025-01-27', dataFine: '2025-02-02', periodoErogazione: '2' }))).toEqual([])
  })
  test('PS12b: capitals, apostrophes and points do not make another label; the codes «Altro» have none', () => {
    expect(ps(o({ denominazionePrestazione: 'CONTRIBUTI ECONOMICI A INTEGRAZIONE DEL REDDITO FAMILIARE.' }))).toEqual(
      [],
    )
    expect(
      ps(o({ codicePrestazione: 'A1.24', denominazionePrestazione: 'Rimborso dell’abbonamento ai mezzi' })),
    ).toEqual([])
  })
  test('PS13: a cancellation that repeats what was sent is good; one that changes it is not', () => {
    const mandata = o()
    const c = { ...contesto, inviata: () => mandata }
    expect(ps(o({ tipoOperazione: 'C' }), c)).toEqual([])
    expect(ps(o({ tipoOperazione: 'C', importo: '501.00' }), c)).toEqual(['PS13 tipoOperazione'])
  })
  test('PS11: one beneficiario and one prestazione for the cooperation, many for the web', () => {
    const molti = { tipo: 'PS_PSA_SINA', beneficiari: 1, prestazioni: 3 } as const
    expect(controllaFlusso(molti, 'waas').map((d) => d.regola)).toEqual(['PS11'])
    expect(controllaFlusso(molti, 'file')).toEqual([])
    expect(controllaFlusso({ ...molti, prestazioni: 1 }, 'waas')).toEqual([])
    expect(controllaFlusso({ tipo: 'SINBA', beneficiari: 2, prestazioni: 0 }, 'waas').map((d) => d.regola)).toEqual([
      'PS11',
    ])
  })
})

const casiMinore: [string, string, SchedaMinore, string[]][] = [
  ['SB02', 'in Italy without region', senza(m(), 'regioneResidenza'), ['regioneResidenza']],
  ['SB03', 'a disability of no kind', m({ disabilita: '1', certificazioni: '5' }), ['tipoDisabilita']],
  ['SB04', 'a disability without certificate', m({ disabilita: '1', tipoDisabilita: '1' }), ['certificazioni']],
  ['SB05', 'reported to the authority, no month', m({ segnalazioneAutorita: '1' }), ['dataSegnalazione']],
  ['SB06', 'a decree without month', m({ provvedimento: '1' }), ['dataProvvedimento']],
  ['SB07', 'nine years old in band 2', m({ fasciaEta: '2' }), ['fasciaEta']],
  ['SB08', 'reported before the birth', m({ primaSegnalazione: '12/2013' }), ['primaSegnalazione']],
  ['SB08', 'grown up when first reported', m({ annoNascita: '2000', fasciaEta: undefined }), ['annoNascita']],
  ['SB09', 'a month of a report that was not', m({ dataSegnalazione: '02/2025' }), ['dataSegnalazione']],
  ['SB10', 'a household of nobody', m({ componentiIsee: '0' }), ['componentiIsee']],
  ['SB11', 'a codice fiscale as token', m({ idBeneficiario: p().beneficiario.codiceFiscale! }), ['idBeneficiario']],
  ['SB12', 'an unknown code', m({ prestazioni: ['A2.02', 'A2.99'] }), ['prestazioni.1']],
  ['SB13', 'a decree before the birth', m({ provvedimento: '1', dataProvvedimento: '05/2014' }), ['dataProvvedimento']],
]
describe('a minor', () => {
  test.each(casiMinore)('%s: %s', (regola, _, record, campi) => {
    expect(sb(record)).toEqual(campi.map((c) => `${regola} ${c}`))
  })
})

describe('the list of rules', () => {
  test('is numbered without repetition, and each rule beyond the schema has its case here', () => {
    const ids = regole.map((r) => r.id)
    expect(new Set(ids).size).toBe(ids.length)
    const provate = new Set([...casi, ...casiMinore].map(([id]) => id))
    const aParte = ['PS01', 'SB01', 'PS11']
    expect(ids.filter((id) => !provate.has(id) && !aParte.includes(id))).toEqual([])
  })
  test('an official rule is an error whatever an ente chooses; the others are warnings that it may raise', () => {
    const di = (id: string) => regole.find((r) => r.id === id)!
    expect(gravitaDi(di('PS02'), { PS02: 'avviso' })).toBe('errore')
    expect(gravitaDi(di('PS07'))).toBe('avviso')
    expect(gravitaDi(di('PS07'), { PS07: 'errore' })).toBe('errore')
  })
  test('warnings are overridden with a reason, and so are the shares; no other error', () => {
    const [avviso] = applica(regolePrestazione, o({ areaUtenza: '3' }), contesto)
    const [quote] = applica(regolePrestazione, o({ importoQuotaEnte: '1.00' }), contesto)
    const [errore] = applica(regolePrestazione, senza(o(), 'importo'), contesto)
    expect([avviso, quote, errore].map((d) => [d?.gravita, d?.derogabile])).toEqual([
      ['avviso', true],
      ['errore', true],
      ['errore', false],
    ])
  })
})
