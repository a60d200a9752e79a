// Arbitrary valid messages: any text that XML can carry, groups and lists present or not, days and instants.
import fc from 'fast-check'
import {
  type Campo,
  campiAccesso,
  campiFinale,
  campiValutazione,
  type Dati,
} from '../../../shared/cartella/lombardia/campi.ts'
import { INTERAZIONE, type Messaggio } from '../../../shared/cartella/lombardia/messaggio.ts'
import { codice, riga, testoLibero } from '../../../shared/cartella/lombardia/valori.ts'
import { calcolaCodiceFiscale } from '../../../shared/kernel/codice-fiscale.ts'

const insidiosi = fc.constantFrom(
  'Niccolò D’Amico',
  "dell'Acqua & figli",
  '<b>«Forlì»</b>',
  ']]>',
  '<!-- -->',
  '&amp;',
  '"virgolette"',
  'Łódź 😀',
  '�',
)
const testo = fc
  .oneof(insidiosi, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }))
  .map((s) => s.trim())
  .filter((s) => riga(s) === null)
const lungo = fc
  .array(fc.oneof(insidiosi, testo), { minLength: 1, maxLength: 3 })
  .map((righe) => righe.join('\n\t'))
  .filter((s) => testoLibero(s) === null)
const cod = fc
  .oneof(fc.stringMatching(/^[A-Z0-9][A-Za-z0-9.-]{0,8}$/), fc.constantFrom('è', "D'1", '<&>'))
  .filter((s) => codice(s) === null)
const giorno = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10))
const istante = fc
  .date({ min: new Date('2018-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((d) => `${d.toISOString().slice(0, 19)}Z`)
const momento = fc.oneof(
  istante,
  istante.map((i) => i.slice(0, 10)),
)
const importo = fc.integer({ min: 0, max: 99_999_999 }).map((c) => (c / 100).toString())
const cf = fc
  .record({
    nome: fc.constantFrom('Ada', 'Niccolò', 'Oksana'),
    cognome: fc.constantFrom('Prova', 'D’Esempio'),
    dataNascita: giorno,
    genere: fc.constantFrom('M' as const, 'F' as const),
    belfiore: fc.constantFrom('F205', 'H501', 'Z138'),
  })
  .map((p) => calcolaCodiceFiscale(p))
const genere = fc.constantFrom('F', 'M', 'UN')
const telefono = fc.stringMatching(/^\+?\d{2,4}[ /]?\d{5,8}$/).filter((t) => t === t.trim())
const email = fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,8}@example\.it$/)

/** A group in which anything may be missing, but not everything: an empty one is no group. */
const parziale = <T>(campi: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(campi, { requiredKeys: [] }).filter((g) => Object.keys(g).length > 0)

const lista = <T>(a: fc.Arbitrary<T>) => fc.array(a, { maxLength: 3 })

function datiDi<const C extends readonly Campo[]>(campi: C): fc.Arbitrary<Dati<C>> {
  const per = { codice: cod, denominazione: testo, testo: lungo, importo, data: giorno }
  const arbitrari = Object.fromEntries(
    campi.map((c) => [c.chiave, c.multiplo ? lista(per[c.tipo]) : per[c.tipo]] as const),
  )
  const obbligatori = campi.filter((c) => c.multiplo).map((c) => c.chiave)
  return fc.record<Record<string, unknown>>(arbitrari, { requiredKeys: obbligatori }) as fc.Arbitrary<Dati<C>>
}

const fase = (lettera: string) => ({
  id: testo.map((t) => `${lettera}-${t}`),
  codice: fc.constant(lettera),
  annotazioni: lungo,
  stato: cod,
  inizio: momento,
  fine: fc.constant('2099-12-31'),
  esito: cod,
})
const sempre = ['id', 'codice', 'stato', 'inizio', 'dati'] as const

const persona = { codiceFiscale: cf, cognome: testo, nome: testo }
const conoscente = { ...persona, tipo: cod, comuneResidenza: cod, genere, nascita: giorno }
const relazione = parziale({ ...conoscente, caregiver: testo, comuneNascita: cod })

const assistito = fc.record(
  {
    id: testo,
    codiceFiscale: cf,
    tessera: cod,
    cognome: testo,
    nome: testo,
    genere,
    nascita: giorno,
    comuneNascita: cod,
    statoCivile: cod,
    titoloStudio: cod,
    cittadinanze: fc.array(cod, { maxLength: 2 }),
    comuneResidenza: cod,
    regioneResidenza: cod,
    nazioneResidenza: cod,
    comuneDomicilio: cod,
    telefono,
    cellulare: telefono,
    email,
    documento: parziale({ tipo: cod, estremi: testo }),
    ats: cod,
    asst: cod,
    ambito: cod,
    nucleo: lista(relazione),
    rete: lista(relazione),
  },
  { requiredKeys: ['id', 'cognome', 'nome', 'cittadinanze', 'nucleo', 'rete'] },
)

const grezzi: fc.Arbitrary<Messaggio> = fc.record(
  {
    busta: fc.record({
      id: testo,
      creato: momento,
      interazione: fc.constant(INTERAZIONE),
      processo: cod,
      modalita: cod,
      ricevuta: cod,
      mittente: testo,
      destinatari: fc.array(testo, { minLength: 1, maxLength: 3 }),
    }),
    accesso: fc.record(
      {
        ...fase('A'),
        assistito,
        medico: parziale(persona),
        assistenti: lista(parziale(conoscente)),
        segnalazione: parziale({
          ...persona,
          data: giorno,
          bisogno: cod,
          ente: parziale({ tipo: cod, codice: cod, denominazione: testo }),
        }),
        dati: datiDi(campiAccesso),
      },
      { requiredKeys: [...sempre, 'assistito', 'assistenti'] },
    ),
    valutazione: fc.record(
      {
        ...fase('B'),
        data: giorno,
        responsabile: fc.record({ codiceFiscale: cf, profilo: cod }, { requiredKeys: ['codiceFiscale'] }),
        caseManager: fc.record({ codiceFiscale: cf, profilo: cod }, { requiredKeys: ['codiceFiscale'] }),
        dati: datiDi(campiValutazione),
      },
      { requiredKeys: [...sempre] },
    ),
    finale: fc.record(
      { ...fase('E'), responsabile: cf, chiusura: giorno, dati: datiDi(campiFinale) },
      { requiredKeys: [...sempre] },
    ),
  },
  { requiredKeys: ['busta', 'accesso'] },
)

/** Records of fast-check have no prototype, those that are read do: equality looks at it. */
export const messaggi = grezzi.map((m) => structuredClone(m))
