// Who is in the équipe on a day, for which parts; the life of a sitting; what minutes need to be closed.
import { expect, test } from 'vitest'
import { impedimento } from '../kernel/transizioni.ts'
import type { Definizione } from '../parametri/questionario.ts'
import { conCampi, mancanzeVerbale, nominato, statiSeduta, transizioniSeduta } from './equipe.rules.ts'

const domanda = (name: string) => ({ type: 'text', name, title: name })
const d = {
  aree: [],
  modulo: {
    pages: [
      { name: 'uno', title: 'Uno', elements: [domanda('a'), domanda('b')] },
      { name: 'due', title: 'Due', elements: [domanda('c')] },
    ],
  },
} as unknown as Definizione

test('the last day counts, the day after does not, nor the one before the first', () => {
  const n = { dal: '2026-03-02', al: '2026-03-10' }
  expect(['2026-03-01', '2026-03-02', '2026-03-10', '2026-03-11'].map((g) => nominato(n, g))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(nominato({ ...n, al: null }, '2030-01-01')).toBe(true)
})

test('the sections of an analysis become its questions; all of it has no list, and what is not of it is refused', () => {
  const parte = { parte: 'analisi', questionario: 'q' } as const
  expect(conCampi({ ...parte, sezioni: ['uno'] }, [d]).campi).toEqual(['a', 'b'])
  expect(conCampi(parte, [d])).toEqual(parte)
  expect(conCampi({ parte: 'verbali', questionario: 'q', sezioni: ['uno'] }, [d])).toEqual({ parte: 'verbali' })
  expect(() => conCampi({ ...parte, sezioni: ['tre'] }, [d])).toThrow()
  expect(() => conCampi({ parte: 'analisi' }, [])).toThrow()
})

test('every act of a sitting is possible in one state only', () => {
  const atti = Object.keys(transizioniSeduta) as (keyof typeof transizioniSeduta)[]
  expect(
    Object.fromEntries(atti.map((a) => [a, statiSeduta.filter((s) => impedimento(transizioniSeduta, a, s) === null)])),
  ).toEqual({
    cambia: ['fissata'],
    annulla: ['fissata'],
    verbalizza: ['fissata'],
    scrivi: ['in-verbale'],
    chiudi: ['in-verbale'],
    aggiungi: ['chiusa'],
  })
})

test('minutes are closed with what was said, somebody who was there, and dissents on decisions that are there', () => {
  const bozza = { testo: ' ', presenze: [], decisioni: [], dissensi: [{ decisione: 1 }, { decisione: null }] }
  expect(mancanzeVerbale(bozza).map((m) => m.campo)).toEqual(['testo', 'presenze', 'dissensi.0.decisione'])
  const piena = {
    testo: 'Detto',
    presenze: [{ di: 'equipe', presenza: 'presente' }],
    decisioni: [{ testo: 'Una' }],
    dissensi: bozza.dissensi,
  } as const
  expect(mancanzeVerbale(piena)).toEqual([])
})
