// States of a segnalazione, the urgency that answers give, the words that would let the reporter be known.
import { describe, expect, test } from 'vitest'
import { impedimento } from '../kernel/transizioni.ts'
import {
  attiSegnalazione,
  oscura,
  statiSegnalazione,
  transizioniSegnalazione,
  urgenzaDi,
} from './segnalazioni.rules.ts'

test('gli stati si muovono come dice la tabella, e da nessun’altra parte', () => {
  const ammesse = attiSegnalazione.flatMap((atto) =>
    statiSegnalazione
      .filter((s) => impedimento(transizioniSegnalazione, atto, s) === null)
      .map((s) => `${s} → ${atto} → ${transizioniSegnalazione[atto].a}`),
  )
  expect(ammesse).toEqual([
    'ricevuta → valuta → in-valutazione',
    'in-valutazione → aggiorna → in-valutazione',
    'in-valutazione → archivia → archiviata',
    'in-valutazione → orienta → orientata',
    'in-valutazione → prendi-in-carico → presa-in-carico',
    'in-valutazione → inoltra → inoltrata',
    'in-valutazione → segnala-autorita → segnalata-autorita',
    'orientata → segnala-autorita → segnalata-autorita',
    'presa-in-carico → segnala-autorita → segnalata-autorita',
    'inoltrata → segnala-autorita → segnalata-autorita',
    'inoltrata → riprendi → in-valutazione',
  ])
})

const domande = [
  { codice: 'armi', urgenza: 'urgente' },
  { codice: 'solo', urgenza: 'emergenza' },
  { codice: 'locale', urgenza: undefined },
]
test.each([
  ['ordinaria', {}, 'ordinaria'],
  ['ordinaria', { armi: 'si' }, 'urgente'],
  ['ordinaria', { armi: 'si', solo: 'si' }, 'emergenza'],
  ['emergenza', { armi: 'si' }, 'emergenza'],
  ['urgente', { solo: 'no', armi: 'non-so' }, 'urgente'],
  ['ordinaria', { locale: 'si' }, 'ordinaria'],
] as const)('urgenza scelta %s, risposte %j: %s', (scelta, risposte, attesa) => {
  expect(urgenzaDi(scelta, risposte, domande)).toBe(attesa)
})

describe('oscurare un testo', () => {
  test('toglie il nome intero, le sue parti e i numeri, in qualunque modo siano scritti', () => {
    expect(oscura('ANNA MARIA ROSSI (333.1234) dice; Rossi insiste.', ['Anna Maria Rossi', '333.1234'])).toBe(
      '[omissis] ([omissis]) dice; [omissis] insiste.',
    )
  })
  test('non tocca le parole che ne contengono una, né quelle di due lettere', () => {
    expect(oscura('La rossignola canta al di là.', ['Rossi Al'])).toBe('La rossignola canta al di là.')
  })
  test('senza parole da togliere il testo resta uguale', () => {
    expect(oscura('Tutto.', [null, undefined, ''])).toBe('Tutto.')
    expect(oscura('a.b', ['(.*)'])).toBe('a.b')
  })
})
