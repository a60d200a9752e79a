// States of a segnalazione, the urgency that answers give, the words that would let the reporter be known.
import { describe, expect, test } from 'vitest'
import { impedimento } from '../kernel/transizioni.ts'
import {
  attiSegnalazione,
  type ChiSegnala,
  daOscurare,
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
    'in-valutazione → valuta → in-valutazione',
    'in-valutazione → aggiorna → in-valutazione',
    'in-valutazione → archivia → archiviata',
    'in-valutazione → orienta → orientata',
    'in-valutazione → prendi-in-carico → presa-in-carico',
    'in-valutazione → inoltra → inoltrata',
    'in-valutazione → segnala-autorita → segnalata-autorita',
    'archiviata → segnala-autorita → segnalata-autorita',
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
  const senza = (testo: string, chi: Partial<ChiSegnala>, noti: string[] = []) =>
    oscura(testo, daOscurare({ nome: null, ente: null, recapiti: null, ...chi }, noti))

  test('toglie il nome intero e le sue parti, in qualunque modo siano scritti', () => {
    expect(senza('ANNA  MARIA ROSSI dice; Rossi insiste.', { nome: 'Anna Maria Rossi' })).toBe(
      '[omissis] dice; [omissis] insiste.',
    )
    expect(senza("La D’Angelo e il sig. D'ANGELO.", { nome: "Lia D'Angelo" })).toBe('La [omissis] e il sig. [omissis].')
  })
  test('non tocca le parole che ne contengono una, né quelle di due lettere', () => {
    expect(senza('La rossignola canta al di là.', { nome: 'Rossi Al' })).toBe('La rossignola canta al di là.')
  })
  test('senza parole da togliere il testo resta uguale', () => {
    expect(senza('Tutto.', {})).toBe('Tutto.')
    expect(senza('a.b', { nome: '(.*)' })).toBe('a.b')
  })
  test.each([
    [
      '333 1234567',
      'Al 3331234567, al +39 333 123 4567 e al 333.12.34.567',
      'Al [omissis], al [omissis] e al [omissis]',
    ],
    ['+39 0773/998877', 'Allo 0773 998877, non al 998877', 'Allo [omissis], non al 998877'],
    ['0773 998877 / 3331234567', 'Casa: 0773998877', 'Casa: [omissis]'],
    ['0773998877 3331234567', 'Cell. 3331234567.', 'Cell. [omissis].'],
    ['tel. 06-123456, anna.b@example.it', 'Da ANNA.B@example.it o 06123456', 'Da [omissis] o [omissis]'],
    ['dal 10/02/2026 non risponde', 'Il 10/02/2026 è passata.', 'Il 10/02/2026 è passata.'],
  ])('dei recapiti «%s» toglie numeri e indirizzi interi', (recapiti, testo, atteso) => {
    expect(senza(testo, { recapiti })).toBe(atteso)
  })
  test('di un ente toglie soltanto il suo nome intero: scuole, vie e ruoli sono di tutti', () => {
    const chi = {
      nome: 'La dirigente della scuola dell’infanzia, dott.ssa Malvasia',
      ente: 'Scuola primaria di via Roma',
      recapiti: 'in segreteria, via Roma 3',
    }
    expect(senza('A scuola va bene; abita in via Milano, a Roma. La dirigente è il medico della signora.', chi)).toBe(
      'A scuola va bene; abita in via Milano, a Roma. La dirigente è il medico della signora.',
    )
    expect(senza('Lo dice la scuola  primaria di Via Roma: la Malvasia, dirigente.', chi)).toBe(
      'Lo dice la [omissis]: la [omissis], dirigente.',
    )
    // told only by what he is, he is nobody by name
    expect(daOscurare({ nome: 'la vicina', ente: null, recapiti: null }, [])).toEqual([])
  })
  test('di com’era scritto prima di essere completato, ente e recapiti soltanto se dicono di qualcuno', () => {
    const era = (chi: Partial<ChiSegnala>) =>
      daOscurare({ nome: null, ente: null, recapiti: null, ora: false, ...chi }, [])
    expect(era({ ente: 'Scuola', recapiti: 'Lecco' })).toEqual([])
    expect(daOscurare({ nome: null, ente: 'Scuola', recapiti: 'Lecco' }, [])).toEqual(['Scuola', 'Lecco'])
    expect(era({ ente: 'Istituto Manzoni', recapiti: 'via Roma 3' })).toEqual(['Istituto Manzoni', 'via Roma 3'])
    expect(era({ nome: 'Anna', recapiti: '3331234567' })).toEqual(['Anna', 'anna', '3331234567'])
  })
  test('chi è di casa resta dov’è, con i suoi recapiti: il vuoto direbbe che è stata lei', () => {
    const noti = ['Bianchi Luca', 'Verdi Anna', 'De Rossi Marta']
    for (const nome of ['Anna Verdi', 'la madre, Verdi Anna', 'VERDI', 'Anna Maria Verdi'])
      expect(daOscurare({ nome, ente: null, recapiti: '333 1234567' }, noti)).toEqual([])
    // a stranger who shares a word with one of them is taken out whole, and by what is his alone
    expect(senza('Anna Bianchi chiama; Anna e Bianchi no, Neri sì.', { nome: 'Anna Bianchi' }, noti)).toBe(
      '[omissis] chiama; Anna e Bianchi no, Neri sì.',
    )
    expect(senza('Anna Neri chiama; Anna no, Neri sì.', { nome: 'Anna Neri' }, noti)).toBe(
      '[omissis] chiama; Anna no, [omissis] sì.',
    )
  })
})
