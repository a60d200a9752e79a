import { expect, test } from 'vitest'
import { Problem } from '../kernel/problems.ts'
import {
  type AttoCaso,
  attiCaso,
  casoAperto,
  contaComePreso,
  dopoAtto,
  impedimentoCaso,
  impedimentoEsito,
  nonContato,
  type PassoCaso,
  posizioneInArrivo,
  type StatoCaso,
  statiCaso,
  transizioniCaso,
} from './casi.rules.ts'
import { propostaDelCaso } from './chiusura.rules.ts'

const prova = (atto: AttoCaso, stato: StatoCaso, prima: StatoCaso | null = null, assegnato = true) => {
  try {
    return dopoAtto(atto, { stato, prima }, assegnato)
  } catch (e) {
    if (e instanceof Problem) return e.detail
    throw e
  }
}

test('every state × every act: the state that follows, or why not', () => {
  const tabella = attiCaso.map((atto) => {
    const possibile = statiCaso.filter((s) => impedimentoCaso(atto, s) === null)
    for (const s of statiCaso) {
      const esito = prova(atto, s, 'convocato')
      if (!possibile.includes(s)) expect(esito, `${atto} da ${s}`).toBe(transizioniCaso[atto].altrimenti)
      else expect(statiCaso, `${atto} da ${s}`).toContain((esito as { stato: StatoCaso }).stato)
    }
    const passo: PassoCaso = transizioniCaso[atto]
    return `${passo.regola} ${atto}: ${possibile.join(', ')} → ${passo.a}`
  })
  expect(tabella).toMatchSnapshot()
})

test('T1–T15 are all there, and every refusal is a sentence', () => {
  const regole = new Set(attiCaso.map((a) => transizioniCaso[a].regola))
  // T1 is the arrival: nothing before it
  expect([...regole].sort()).toEqual([
    'T10',
    'T11',
    'T12',
    'T13',
    'T14',
    'T15',
    'T2',
    'T3',
    'T4',
    'T5',
    'T6',
    'T7',
    'T8',
    'T9',
  ])
  for (const a of attiCaso) expect(transizioniCaso[a].altrimenti).toMatch(/^[A-ZÈ].*\.$/)
})

test('every state but the first is reached, and from every open one there is a way on', () => {
  const raggiunti = new Set<StatoCaso>(['ricevuto'])
  for (let n = 0; n < statiCaso.length; n++)
    for (const s of [...raggiunti])
      for (const a of attiCaso)
        if (!impedimentoCaso(a, s)) raggiunti.add(dopoAtto(a, { stato: s, prima: null }, true).stato)
  expect([...raggiunti].sort()).toEqual([...statiCaso].sort())
  for (const s of statiCaso.filter(casoAperto))
    expect(
      attiCaso.some((a) => !impedimentoCaso(a, s)),
      s,
    ).toBe(true)
})

test('what stops a path gives it back where it was, also when it is stopped twice', () => {
  const sospeso = dopoAtto('sospendi', { stato: 'patto-in-bozza', prima: null }, true)
  expect(sospeso).toEqual({ stato: 'sospeso', prima: 'patto-in-bozza' })
  const chiuso = dopoAtto('chiudi', sospeso, true)
  expect(dopoAtto('riapri', chiuso, true)).toEqual({ stato: 'patto-in-bozza', prima: null })
  expect(prova('ripristina', 'sospeso', null, false)).toEqual({ stato: 'ricevuto', prima: null })
})

test('T15: a renewal begins again, with its case manager or to be assigned', () => {
  expect(prova('rinnova', 'esonerato', 'presentato')).toEqual({ stato: 'assegnato', prima: null })
  expect(prova('rinnova', 'terminato', null, false)).toEqual({ stato: 'ricevuto', prima: null })
  expect(prova('rinnova', 'revocato')).toContain('domanda nuova')
})

test('a household that comes from another comune goes on from where it was', () => {
  expect(prova('assegna', 'ricevuto', 'in-monitoraggio')).toEqual({ stato: 'in-monitoraggio', prima: null })
})

test('handed over, a draft stays where it was written and what INPS has suspended stays suspended, until INPS says otherwise', () => {
  const arriva = (stato: StatoCaso, prima: StatoCaso | null = null, esito: string | null = null) =>
    posizioneInArrivo({ stato, prima }, esito)
  expect(arriva('in-monitoraggio')).toEqual({ stato: 'ricevuto', prima: 'in-monitoraggio' })
  expect(arriva('analisi-in-bozza').prima).toBe('presentato')
  expect(arriva('analisi-in-bozza', null, 'D').prima).toBe('analisi-finalizzata')
  expect(arriva('quadro-in-bozza').prima).toBe('analisi-finalizzata')
  // handed over again before anybody followed it, it still knows where it goes on from
  expect(arriva('ricevuto', 'presentato')).toEqual({ stato: 'ricevuto', prima: 'presentato' })
  const sospeso = arriva('sospeso', 'patto-in-bozza')
  expect(sospeso).toEqual({ stato: 'sospeso', prima: 'patto-in-bozza' })
  expect(dopoAtto('assegna', sospeso, true)).toEqual({ stato: 'sospeso', prima: 'patto-in-bozza' })
  expect(dopoAtto('ripristina', dopoAtto('assegna', sospeso, true), true).stato).toBe('patto-in-bozza')
  // INPS takes the suspension away while it waits to be assigned, or suspends it then
  const attende = dopoAtto('ripristina', sospeso, false)
  expect(attende).toEqual({ stato: 'ricevuto', prima: 'patto-in-bozza' })
  expect(dopoAtto('sospendi', attende, false)).toEqual(sospeso)
  expect(dopoAtto('assegna', attende, true)).toEqual({ stato: 'patto-in-bozza', prima: null })
  // one that arrives from INPS already suspended is assigned, and begins when INPS says so
  const nuovo = dopoAtto('assegna', dopoAtto('sospendi', { stato: 'ricevuto', prima: null }, false), true)
  expect(dopoAtto('ripristina', nuovo, true)).toEqual({ stato: 'assegnato', prima: null })
})

test('handed over while it is out of the obligations, a household is assigned as it is and remembers where it came from', () => {
  for (const stato of ['esonerato', 'escluso'] as const) {
    const arrivato = posizioneInArrivo({ stato, prima: 'patto-sottoscritto' }, 'B')
    expect(arrivato).toEqual({ stato, prima: 'patto-sottoscritto' })
    const assegnato = dopoAtto('assegna', arrivato, true)
    expect(assegnato).toEqual(arrivato)
    expect(dopoAtto('reintegra', assegnato, true)).toEqual({ stato: 'patto-sottoscritto', prima: null })
    // or before anybody follows it there
    const attende = dopoAtto('reintegra', arrivato, false)
    expect(attende).toEqual({ stato: 'ricevuto', prima: 'patto-sottoscritto' })
    expect(dopoAtto('assegna', attende, true)).toEqual({ stato: 'patto-sottoscritto', prima: null })
  }
})

test('what becomes of a caso with its pact is proposed from its state, and never done by itself', () => {
  for (const s of statiCaso) expect(propostaDelCaso(s) === null, s).toBe(impedimentoCaso('chiudi', s) !== null)
  expect(propostaDelCaso('in-monitoraggio')).toMatchObject({ proposta: 'resta', motivo: null })
  expect(propostaDelCaso('decaduto')).toMatchObject({ proposta: 'chiudi', motivo: 'beneficio' })
  expect(propostaDelCaso('escluso')).toMatchObject({ proposta: 'chiudi', motivo: 'esclusione' })
  expect(propostaDelCaso('sospeso')).toMatchObject({ proposta: 'resta' })
})

test('T13: closed before the analysis it does not count, with B, C or D it does', () => {
  expect(nonContato('chiuso', null)).toBe(true)
  expect(['B', 'C', 'D'].map((e) => nonContato('chiuso', e))).toEqual([false, false, false])
  expect(nonContato('in-monitoraggio', null)).toBe(false)
})

test('11ter 9: outcome D opens the quadro, B and C the pact, A is sent to work and does not count as taken in charge', () => {
  const possibile = (esito: string | null) =>
    (['invia-cpi', 'apri-quadro', 'apri-patto'] as const).filter(
      (a) => impedimentoEsito(a, 'analisi-finalizzata', esito) === null,
    )
  expect(['A', 'B', 'C', 'D', null].map(possibile)).toEqual([
    ['invia-cpi'],
    ['apri-patto'],
    ['apri-patto'],
    ['apri-quadro'],
    [],
  ])
  expect(impedimentoEsito('apri-patto', 'quadro-finalizzato', 'D')).toBeNull()
  expect(['A', 'B', 'C', 'D', null].map(contaComePreso)).toEqual([false, true, true, true, false])
})
