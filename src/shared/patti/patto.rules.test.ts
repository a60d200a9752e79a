// The pact without a database: every state × every act, what is missing before the signature, conditionality, what a revision changes,
// the monitoring, the readability index.
import { expect, test } from 'vitest'
import { impedimento } from '../kernel/transizioni.ts'
import { confrontaPersona, difettoDellaFirma, type VerificaFirma } from './firma.rules.ts'
import { fatica, leggibilita } from './leggibilita.rules.ts'
import {
  andamenti,
  attiSostegno,
  erogazioneImpedita,
  giorniDelPiano,
  prossimoIncontro,
  statiIncontro,
  statiSostegno,
  transizioniIncontro,
  transizioniSostegno,
} from './monitoraggio.rules.ts'
import {
  type AttoPatto,
  differenze,
  impedimentoCondizionale,
  mancanzePatto,
  type PersonaPatto,
  statiPatto,
  testoDelPatto,
  transizioniPatto,
  valoreVoceNonAmmesso,
} from './patto.rules.ts'
import { copiaDelPatto, testoDellaCopia } from './patto-copia.ts'
import { type GenereVoce, generi, generiVoce, type ValoreVoce, type Voce, vociDi, vociVive } from './patto-voci.ts'

test('every state × every act of a pact, of a meeting, of a support', () => {
  const righe = (
    nome: string,
    stati: readonly string[],
    t: Record<string, { da: readonly string[]; a: string; altrimenti: string }>,
  ) =>
    Object.entries(t).map(([atto, passo]) => {
      for (const s of stati) {
        const perche = impedimento(t as never, atto as never, s as never)
        expect(perche === null, `${atto} da ${s}`).toBe(passo.da.includes(s))
        if (perche) expect(perche).toMatch(/^[A-Z].*\.$/)
      }
      expect(stati).toContain(passo.a)
      return `${nome} ${atto}: ${passo.da.join(', ')} → ${passo.a}`
    })
  expect([
    ...righe('patto', statiPatto, transizioniPatto),
    ...righe('incontro', statiIncontro, transizioniIncontro),
    ...righe('sostegno', statiSostegno, transizioniSostegno),
  ]).toMatchSnapshot()
  // closed, replaced, annulled: nothing more
  for (const s of ['chiuso', 'sostituito', 'annullato'] as const)
    expect(
      (Object.keys(transizioniPatto) as AttoPatto[]).filter((a) => impedimento(transizioniPatto, a, s) === null),
    ).toEqual([])
  expect(attiSostegno.filter((a) => impedimento(transizioniSostegno, a, 'concluso') === null)).toEqual([])
})

let n = 0
const voce = (genere: GenereVoce, campi: Record<string, ValoreVoce> = {}, padre: string | null = null): Voce => ({
  voce: `${genere}-${++n}`,
  genere,
  padre,
  ordine: n,
  tolta: false,
  campi,
})
const ada: PersonaPatto = { componenteId: 'ada', nome: 'Ada Prova', volontario: false, firma: true }
const ugo: PersonaPatto = { componenteId: 'ugo', nome: 'Ugo Prova', volontario: true, firma: true }

test('a tree of kinds: what hangs from what, fields with one name each, a scale for what is evaluated', () => {
  for (const g of generiVoce) {
    const { campi, padre } = generi[g]
    expect(new Set(campi.map((c) => c.nome)).size, g).toBe(campi.length)
    if (padre) expect(generi[padre].unico, g).toBeUndefined()
    for (const c of campi) if (c.tipo === 'voce') expect(c.codifica, `${g}.${c.nome}`).toBeDefined()
  }
  const o = voce('obiettivo')
  const r = voce('risultato', {}, o.voce)
  const a = voce('azione', {}, r.voce)
  expect(vociVive([o, r, a])).toHaveLength(3)
  // taken away, it takes what hangs from it
  expect(vociVive([{ ...o, tolta: true }, r, a])).toEqual([])
  expect(vociDi([o, r, a], 'risultato', o.voce)).toEqual([r])
})

test('conditionality: of somebody, and never of who participates by choice (§11ter 11)', () => {
  const di = (componente: ValoreVoce, condizionale: ValoreVoce = true) =>
    impedimentoCondizionale(voce('impegno', { componente, condizionale }), [ada, ugo])
  expect(di('ada')).toBeNull()
  expect(di('ugo')).toBe('Ugo Prova partecipa per scelta: nessun suo impegno può essere condizionale.')
  expect(di(null)).toBe('Un impegno condizionale è di una persona: scegli di chi.')
  expect(di('ugo', false)).toBeNull()
})

test('what is missing before the signature, as sentences', () => {
  expect(mancanzePatto([], [ada]).map((m) => m.frase)).toEqual([
    'Manca almeno un obiettivo.',
    'Manca il piano di monitoraggio.',
  ])
  const o = voce('obiettivo', { area: 'civico', testo: 'Fare parte del quartiere' })
  const m = voce('monitoraggio', { giorni: 90, primo: '2026-04-01' })
  expect(mancanzePatto([o, m], [ada]).map((x) => x.frase)).toEqual([
    '«Fare parte del quartiere» non ha risultati attesi.',
  ])
  const r = voce('risultato', { testo: '  ', indicatore: 'Ci va', entro: '2026-06-01' }, o.voce)
  expect(mancanzePatto([o, m, r], [ada]).map((x) => x.frase)).toEqual(['Risultato atteso: manca «Risultato».'])
  const intero = [o, m, { ...r, campi: { ...r.campi, testo: 'Va al centro civico' } }]
  expect(mancanzePatto(intero, [ada])).toEqual([])
  expect(mancanzePatto(intero, [{ ...ada, firma: false }]).map((x) => x.frase)).toEqual([
    'Nessuna persona del nucleo firma il patto.',
  ])
  const rete = voce('rete', { chi: 'Scuola', testo: 'Colloqui', dal: '2026-05-01', al: '2026-04-01' })
  expect(mancanzePatto([...intero, rete], [ada]).map((x) => x.frase)).toEqual([
    'Impegno della rete: l’ultimo giorno viene prima del primo.',
  ])
  expect(testoDelPatto(intero)).toBe('Fare parte del quartiere\nVa al centro civico\nCi va')
})

test('what may stand in a field', () => {
  const no = (g: GenereVoce, campo: string, valore: unknown) => valoreVoceNonAmmesso(g, campo, valore)
  expect(no('obiettivo', 'genere', 'impegno')).toBe('Il genere di una voce non cambia.')
  expect(no('obiettivo', 'condizionale', true)).toBe('Questo dato non è della voce.')
  expect(no('risultato', 'entro', '2026-13-40')).toBe('«Entro il» è un giorno.')
  expect(no('beneficio', 'importo', 10.5)).toMatch(/numero intero/)
  expect(no('impegno', 'condizionale', 'sì')).toMatch(/sì o no/)
  expect(no('impegno', 'testo', 'x'.repeat(5000))).toMatch(/troppo lungo/)
  for (const [campo, v] of [
    ['testo', 'Va'],
    ['condizionale', true],
    ['coinvolti', []],
    ['testo', null],
  ] as const)
    expect(no('impegno', campo, v)).toBeNull()
})

test('a revision says what is new, taken away, changed', () => {
  const o = voce('obiettivo', { testo: 'Prima' })
  const i = voce('impegno', { testo: 'Resta' })
  const nuovo = voce('sostegno', { testo: 'Educatore' })
  const dopo = [{ ...o, campi: { testo: 'Dopo' } }, { ...i, tolta: true }, nuovo]
  expect(differenze([o, i], dopo)).toEqual([
    { voce: o.voce, genere: 'obiettivo', che: 'cambiata', campi: ['testo'] },
    { voce: nuovo.voce, genere: 'sostegno', che: 'nuova', campi: [] },
    { voce: i.voce, genere: 'impegno', che: 'tolta', campi: [] },
  ])
  expect(differenze([o, i], [o, i])).toEqual([])
})

test('the next meeting: planned, or due by the frequency of the pact; the progress in order of day', () => {
  const piano = { primo: '2026-04-01', giorni: 90 }
  expect(giorniDelPiano('2026-04-01', 90, 3)).toEqual(['2026-04-01', '2026-06-30', '2026-09-28'])
  expect(prossimoIncontro([], piano, '2026-03-02')).toEqual({ giorno: '2026-04-01', pianificato: false, luce: 'verde' })
  const tenuto = { stato: 'tenuto', previstoIl: '2026-04-01', tenutoIl: '2026-04-03' } as const
  expect(prossimoIncontro([tenuto], piano, '2026-06-28')).toEqual({
    giorno: '2026-07-02',
    pianificato: false,
    luce: 'giallo',
  })
  const previsto = { stato: 'previsto', previstoIl: '2026-06-20', tenutoIl: null } as const
  expect(prossimoIncontro([tenuto, previsto], piano, '2026-06-28')).toEqual({
    giorno: '2026-06-20',
    pianificato: true,
    luce: 'scaduto',
  })
  expect(prossimoIncontro([tenuto], { primo: null, giorni: null }, '2026-06-28')).toBeNull()
  const v = (giorno: string, valore: string) => ({ voce: 'r', valore, giorno })
  expect(
    andamenti([v('2026-06-30', 'raggiunto'), v('2026-04-01', 'invariato')])
      .get('r')!
      .map((x) => x.valore),
  ).toEqual(['invariato', 'raggiunto'])
})

test('Gulpease: letters, words, sentences; a line of its own is a sentence; of a few words nothing is said', () => {
  // 10 words, 42 letters, 2 sentences: 89 + (600 - 420) / 10 = 107, which is 100
  expect(leggibilita('Ada va al corso ogni martedì. Poi torna a casa.')).toEqual({ indice: 100, parole: 10, frasi: 2 })
  expect(leggibilita('Ada va al corso.')).toBeNull()
  const difficile =
    'Il nucleo beneficiario, contestualmente alla sottoscrizione, acconsente alla predisposizione della progettazione individualizzata multidimensionale'
  const l = leggibilita(difficile)!
  expect(l.indice).toBeLessThan(40)
  expect(fatica(l.indice)).toBe('difficile anche per chi ha un diploma')
  expect([80, 60, 40].map(fatica)).toEqual([
    'facile anche per chi ha la licenza elementare',
    'facile per chi ha la licenza media, difficile per chi ha la licenza elementare',
    'difficile per chi ha la licenza media',
  ])
})

test('a signed file is taken where it holds the pact and has not changed', () => {
  const firma = {
    firmatario: 'A',
    codiceFiscale: null,
    emittente: 'E',
    dal: '',
    al: '',
    dichiarataIl: null,
    integra: true,
    certificatoNelleDate: true,
  }
  const v = (x: Partial<VerificaFirma>): VerificaFirma => ({
    forma: 'CAdES',
    contenuto: 'uguale',
    firme: [firma],
    persona: 'non-si-sa',
    nonVerificato: [],
    ...x,
  })
  expect(difettoDellaFirma(v({}))).toBeNull()
  // an algorithm that cannot be checked here is said, and not refused
  expect(difettoDellaFirma(v({ firme: [{ ...firma, integra: null }] }))).toBeNull()
  expect(difettoDellaFirma(v({ firme: [{ ...firma, integra: false }] }))).toMatch(/cambiato dopo la firma/)
  expect(difettoDellaFirma(v({ contenuto: 'diverso' }))).toMatch(/scarica da qui il PDF/)
  const di = (codiceFiscale: string | null, atteso: string | null) => confrontaPersona([{ codiceFiscale }], atteso)
  expect([di('A', 'a'), di('B', 'A'), di(null, 'A'), di('A', null)]).toEqual([
    'la-stessa',
    'altra',
    'non-si-sa',
    'non-si-sa',
  ])
  expect(difettoDellaFirma(v({ firme: [] }))).toMatch(/nessuna firma/)
})

test('what a support has given: while it lasts, in days of one year, once', () => {
  const x = { attivoDal: '2025-03-10', finitoIl: null }
  const no = (dal: string, al: string, altro: object = {}, s: Parameters<typeof erogazioneImpedita>[0] = x) =>
    erogazioneImpedita(s, { dal, al, ore: 10, ...altro }, [{ dal: '2025-06-01', al: '2025-06-30' }], '2026-02-01')
      ?.campo ?? null
  expect(no('2025-04-01', '2025-04-30')).toBeNull()
  expect(no('2025-04-01', '2025-04-30', { ore: null, costo: 0 })).toBeNull()
  expect([
    no('2025-04-01', '2025-04-30', {}, { attivoDal: null, finitoIl: null }),
    no('2025-04-01', '2025-04-30', { ore: null }),
    no('2025-04-30', '2025-04-01'),
    no('2026-01-01', '2026-02-02'),
    no('2025-03-09', '2025-04-01'),
    no('2025-12-01', '2026-01-31'),
    no('2025-06-30', '2025-07-31'),
    no('2025-05-01', '2025-05-31', {}, { ...x, finitoIl: '2025-05-30' }),
    no('2025-05-01', '2025-05-31', {}, { ...x, interruzioni: [{ dal: '2025-05-31', al: '2025-08-31' }] }),
  ]).toEqual(['dal', 'ore', 'al', 'al', 'dal', 'al', 'dal', 'al', 'dal'])
  expect(
    no('2025-05-01', '2025-05-31', {}, { ...x, interruzioni: [{ dal: '2025-04-01', al: '2025-04-30' }] }),
  ).toBeNull()
})

test('the copy in plain words has what the family needs, and none of what serves the offices', () => {
  const o = voce('obiettivo', {
    testo: 'Un lavoro vicino a casa',
    area: 'inclusione-lavorativa',
    fonte: 'Quadro, parte 4',
  })
  const r = voce('risultato', { testo: 'Finire il corso', entro: '2026-09-30', partenza: 'Non iscritta' }, o.voce)
  const voci = [
    o,
    r,
    voce('azione', { testo: 'Iscriversi', chi: 'Ada' }, r.voce),
    voce('impegno', { testo: 'Andare al corso', componente: 'ada', coinvolti: ['celato'], condizionale: true }),
    voce('impegno', { testo: 'Fare i compiti', componente: 'celato' }),
    voce('sostegno', {
      testo: 'Un educatore',
      ente: 'Cooperativa',
      costo: 99_99,
      fondo: 'qsfp',
      ore: 40,
      tipo: 'leps-d',
    }),
    voce('beneficio', { importo: 541_67, carta: '1234' }),
    voce('monitoraggio', { giorni: 90, primo: '2026-06-01' }),
  ]
  const fonte = { voci, nome: (id: string) => (id === 'ada' ? 'Bianchi Ada' : ''), giorno: (g: string) => `<${g}>` }
  const c = copiaDelPatto({ ...fonte, incontri: [] })
  const testi = {
    'copia-titolo': 'Il patto',
    'copia-bozza': 'Da firmare.',
    'copia-premessa': 'Per voi.',
    'copia-chi': 'Chi',
    'copia-condizionale': 'Attenzione.',
  }
  const testo = testoDellaCopia(c, testi, false)
  expect(c.raggiungere[0]!.passi[0]!.righe).toEqual([['copia-entro', '<2026-09-30>']])
  expect(c.facciamo.map((v) => v.testo)).toEqual(['Iscriversi'])
  // who may not be known of is not said, nor is it said that it is everybody
  expect(c.impegni.map((v) => v.righe)).toEqual([[['copia-chi', 'Bianchi Ada']], []])
  expect(testo).toMatch(/^Il patto\nPer voi\.\n/)
  expect(testoDellaCopia(c, testi, true)).toMatch(/^Il patto\nDa firmare\.\nPer voi\.\n/)
  expect(testo).toContain('Attenzione.')
  expect(testo).not.toMatch(/9999|541|54167|1234|qsfp|leps|Quadro|Non iscritta|inclusione|40/)
  expect(c.incontri[0]!.righe).toEqual([
    ['copia-giorni', '90'],
    ['copia-primo', '<2026-06-01>'],
  ])
  // the meetings that are already planned take the place of the first
  expect(
    copiaDelPatto({ ...fonte, incontri: [{ giorno: '2026-06-03', ora: '10:30' }] }).incontri.flatMap((v) => v.righe),
  ).toEqual([
    ['copia-prossimo', '<2026-06-03>, 10:30'],
    ['copia-giorni', '90'],
  ])
})
