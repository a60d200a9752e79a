import { expect, test } from 'vitest'
import { Problem } from '../kernel/problems.ts'
import {
  type AttoCaso,
  attiCaso,
  casoAperto,
  contaComePreso,
  dopoAtto,
  type EsitoAnalisi,
  impedimentoCaso,
  impedimentoEsito,
  nonContato,
  posizioneInArrivo,
  type StatoCaso,
  statiCaso,
  transizioniCaso,
} from './casi.rules.ts'
import { propostaDelCaso } from './chiusura.rules.ts'

/** Outcomes with codes that no law has: what they do is in what is said of them, and never in the code. */
const esito = (codice: string, o: Partial<EsitoAnalisi> = {}): EsitoAnalisi => ({
  codice,
  sociale: true,
  via: 'patto',
  apre: null,
  ...o,
})
const lavoro = esito('verde', { sociale: false, via: 'cpi' })
const sociale = esito('giallo')
const complesso = esito('rosso', { apre: 'sopralluogo' })
const nulla = esito('bianco', { sociale: false, via: 'nessuna' })

const prova = (atto: AttoCaso, stato: StatoCaso, prima: StatoCaso | null = null, assegnato = true) => {
  try {
    return dopoAtto(atto, { stato, prima }, assegnato)
  } catch (e) {
    if (e instanceof Problem) return e.detail
    throw e
  }
}

/**
 * Written by hand from §3.3 of the sources, and not read from the code: from each state what can be done, and where it leads. `=` leaves
 * it there, `<` goes back to where it was. What is not written is refused.
 */
const COMUNI = 'giustifica=  esonera>esonerato  escludi>escluso  riassegna=  chiudi>chiuso'
const INPS =
  'sospendi>sospeso  decadi>decaduto  revoca>revocato  termina>terminato  rinnova>assegnato  trasferisci>trasferito'
const VISTI = `richiama=  incontra=  non-si-presenta=  ${COMUNI}  ${INPS}`
const FINE_INPS = 'decadi>decaduto  revoca>revocato  termina>terminato  rinnova>assegnato  trasferisci>trasferito'
const ATTESO: Readonly<Record<StatoCaso, string>> = {
  ricevuto: `assegna>assegnato  ${INPS}`,
  assegnato: `convoca>convocato  presenta>presentato  ${COMUNI}  ${INPS}`,
  convocato: `convoca>convocato  presenta>presentato  non-si-presenta=  ${COMUNI}  ${INPS}`,
  presentato: `apri-analisi>analisi-in-bozza  ${VISTI}`,
  'analisi-in-bozza': `finalizza-analisi>analisi-finalizzata  ${VISTI}`,
  'analisi-finalizzata': `invia-cpi>inviato-cpi  apri-quadro>quadro-in-bozza  apri-patto>patto-in-bozza  rettifica-analisi>analisi-in-bozza  ${VISTI}`,
  'inviato-cpi': `rientra-dal-cpi>analisi-finalizzata  rettifica-analisi>analisi-in-bozza  ${VISTI}`,
  'quadro-in-bozza': `finalizza-quadro>quadro-finalizzato  rettifica-analisi>analisi-in-bozza  ${VISTI}`,
  'quadro-finalizzato': `apri-patto>patto-in-bozza  rettifica-analisi>analisi-in-bozza  ${VISTI}`,
  'patto-in-bozza': `sottoscrivi-patto>patto-sottoscritto  rettifica-analisi>analisi-in-bozza  ${VISTI}`,
  'patto-sottoscritto': `avvia-monitoraggio>in-monitoraggio  rivedi-patto>patto-in-revisione  ${VISTI}`,
  'in-monitoraggio': `rivedi-patto>patto-in-revisione  ${VISTI}`,
  'patto-in-revisione': `sottoscrivi-patto>patto-sottoscritto  lascia-revisione>patto-sottoscritto  ${VISTI}`,
  esonerato: `assegna=  riassegna=  reintegra<  chiudi>chiuso  sospendi>sospeso  ${FINE_INPS}`,
  escluso: `assegna=  riassegna=  reintegra<  chiudi>chiuso  sospendi>sospeso  ${FINE_INPS}`,
  sospeso: `assegna=  riassegna=  giustifica=  ripristina<  chiudi>chiuso  ${FINE_INPS}`,
  chiuso: 'riapri<  rinnova>assegnato',
  decaduto: 'chiudi>chiuso',
  revocato: 'chiudi>chiuso',
  terminato: 'chiudi>chiuso  rinnova>assegnato',
  trasferito: '',
}
const attesi = (stato: StatoCaso) =>
  new Map(
    ATTESO[stato]
      .split(/\s+/)
      .filter(Boolean)
      .map((x): [AttoCaso, string] => {
        const [, atto, dove] = /^([a-z-]+)(=|<|>.*)$/.exec(x)!
        return [atto as AttoCaso, dove!]
      }),
  )
/** Where what is stopped was: no state of the path is taken for it by chance. */
const DOVERA: StatoCaso = 'quadro-finalizzato'

test('every state × every act is what the sources say, and every refusal is the sentence of its act', () => {
  for (const stato of statiCaso) {
    const leciti = attesi(stato)
    for (const atto of attiCaso) {
      const nome = `${atto} da ${stato}`
      const va = leciti.get(atto)
      // suspended, it is asked apart what goes on meanwhile
      const sotto = stato === 'sospeso' && va === undefined ? attesi(DOVERA).get(atto) : undefined
      const esito = prova(atto, stato, stato === 'ricevuto' ? null : DOVERA)
      if (va === undefined && sotto !== undefined && !['esonera', 'escludi', 'sospendi'].includes(atto))
        expect(esito, nome).toEqual({ stato: 'sospeso', prima: sotto === '=' ? DOVERA : sotto.slice(1) })
      else if (va === undefined) expect(esito, nome).toBe(transizioniCaso[atto].altrimenti)
      else
        expect((esito as { stato: StatoCaso }).stato, nome).toBe(va === '=' ? stato : va === '<' ? DOVERA : va.slice(1))
    }
  }
})

test('D7: suspended by INPS, a household is convened, met, analysed and signs what heals it; where it comes back is remembered', () => {
  let qui = dopoAtto('sospendi', { stato: 'assegnato', prima: null }, true)
  const atti =
    'convoca non-si-presenta convoca presenta richiama incontra apri-analisi finalizza-analisi invia-cpi rientra-dal-cpi'
  const patto =
    'apri-quadro finalizza-quadro apri-patto sottoscrivi-patto avvia-monitoraggio rivedi-patto lascia-revisione'
  const passi: string[] = []
  for (const atto of `${atti} ${patto}`.split(' ') as AttoCaso[]) {
    qui = dopoAtto(atto, qui, true)
    expect(qui.stato, atto).toBe('sospeso')
    passi.push(qui.prima!)
  }
  expect(passi).toEqual([
    ...['convocato', 'convocato', 'convocato', 'presentato', 'presentato', 'presentato', 'analisi-in-bozza'],
    ...['analisi-finalizzata', 'inviato-cpi', 'analisi-finalizzata', 'quadro-in-bozza', 'quadro-finalizzato'],
    ...['patto-in-bozza', 'patto-sottoscritto', 'in-monitoraggio', 'patto-in-revisione', 'patto-sottoscritto'],
  ])
  expect(dopoAtto('ripristina', qui, true)).toEqual({ stato: 'patto-sottoscritto', prima: null })
  // arrived suspended and assigned since, it begins from the beginning; to be assigned, nobody does anything of it
  expect(prova('presenta', 'sospeso', null)).toEqual({ stato: 'sospeso', prima: 'presentato' })
  expect(prova('presenta', 'sospeso', 'assegnato', false)).toBe(transizioniCaso.presenta.altrimenti)
  // the same steps as any other, and no shorter way
  expect(prova('incontra', 'sospeso', 'convocato')).toBe(transizioniCaso.incontra.altrimenti)
  expect(prova('apri-patto', 'sospeso', 'presentato')).toBe(transizioniCaso['apri-patto'].altrimenti)
  // what does not know how far it is refuses, as before
  expect(impedimentoCaso('presenta', 'sospeso')).not.toBeNull()
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
  const arriva = (stato: StatoCaso, prima: StatoCaso | null = null, esito: EsitoAnalisi | null = null) =>
    posizioneInArrivo({ stato, prima }, esito)
  expect(arriva('in-monitoraggio')).toEqual({ stato: 'ricevuto', prima: 'in-monitoraggio' })
  expect(arriva('analisi-in-bozza').prima).toBe('presentato')
  expect(arriva('analisi-in-bozza', null, complesso).prima).toBe('analisi-finalizzata')
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
    const arrivato = posizioneInArrivo({ stato, prima: 'patto-sottoscritto' }, sociale)
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

test('T13: closed before the analysis it does not count, after it does', () => {
  expect(nonContato('chiuso', null)).toBe(true)
  expect([lavoro, sociale, complesso, nulla].map((e) => nonContato('chiuso', e))).toEqual([false, false, false, false])
  expect(nonContato('in-monitoraggio', null)).toBe(false)
})

test('11ter 9: each outcome opens what its questionnaire says, and one that is social counts as taken in charge', () => {
  const possibile = (e: EsitoAnalisi | null) =>
    (['invia-cpi', 'apri-quadro', 'apri-patto'] as const).filter(
      (a) => impedimentoEsito(a, 'analisi-finalizzata', e) === null,
    )
  const tutti = [lavoro, sociale, complesso, nulla, null]
  expect(tutti.map(possibile)).toEqual([['invia-cpi'], ['apri-patto'], ['apri-quadro'], [], []])
  expect(impedimentoEsito('apri-patto', 'quadro-finalizzato', complesso)).toBeNull()
  expect(tutti.map(contaComePreso)).toEqual([false, true, true, false, false])
  expect(impedimentoEsito('apri-patto', 'analisi-finalizzata', complesso)).toMatch(/^Con esito rosso /)
  expect(impedimentoEsito('apri-quadro', 'analisi-finalizzata', lavoro)).toMatch(/ verde\.$/)
})
