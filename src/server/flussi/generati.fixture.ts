// Records that fast-check makes: valid for the schema, with every field at times absent and with texts that XML must protect.
import fc from 'fast-check'
import {
  type Campo,
  campiAnagrafica,
  campiIndirizzo,
  campiMinore,
  campiPrestazione,
  campiSina,
} from '../../shared/flussi/campi.ts'
import type { Beneficiario, PrestazioneErogata, SchedaMinore } from '../../shared/flussi/prestazione.ts'
import { elenchiDiBase } from './elenchi.ts'

const due = (n: number) => String(n).padStart(2, '0')
const cifre = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map((x) => String(x).padStart(n, '0'))
const intero = (min: number, max: number) => fc.integer({ min, max })
const data = fc.tuple(intero(1900, 2099), intero(1, 12), intero(1, 28)).map(([a, m, g]) => `${a}-${due(m)}-${due(g)}`)
const importo = fc.oneof(
  fc.tuple(intero(0, 99_999), intero(0, 99)).map(([e, c]) => `${e}.${due(c)}`),
  intero(0, 9999).map(String),
  fc.constantFrom('0.0', '.5', '5.', '+7', '-3.25', '007'),
)
const lettere = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Texts with what XML protects, accents, and a character outside the first plane. */
const testo = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...`${lettere}0123456789 &<>"'àèìòù’€\t\n😀`), { minLength: min, maxLength: max })
    .map((c) => c.join(''))
const codiceFiscale = fc.oneof(
  fc
    .tuple(
      ...[6, 2, 1, 2, 1, 3, 1].map((n, i) =>
        i % 2 === 0 ? fc.string({ unit: fc.constantFrom(...lettere), minLength: n, maxLength: n }) : cifre(n),
      ),
    )
    .map((p) => p.join('')),
  fc.tuple(cifre(11), intero(0, 5)).map(([c, n]) => c + ' '.repeat(n)),
)

/** What the schema says of texts and does not say in the catalogue of the fields. */
const lunghezze: Readonly<Record<string, [number, number]>> = {
  NumeroProtocolloDSU: [0, 30],
  DenominazionePrestazione: [10, 200],
  ProtocolloDomanda: [1, 32],
  IDBeneficiario: [1, 20],
  Cognome: [1, 36],
  Nome: [1, 36],
}

function valore(c: Campo): fc.Arbitrary<string> {
  if (c.xml === 'TipoOperazione') return fc.constantFrom('I', 'C')
  switch (c.genere) {
    case 'codice':
      return fc.constantFrom(
        ...elenchiDiBase()
          .voci(c.elenco!)
          .map((v) => v.codice),
      )
    case 'prestazione':
      return fc.oneof(
        fc.constantFrom(
          ...elenchiDiBase()
            .voci('prestazione-siuss')
            .map((v) => v.codice),
        ),
        testo(5, 10),
      )
    case 'si-no':
      return fc.constantFrom('1', '2')
    case 'data':
      return data
    case 'mese-anno':
      return fc.tuple(intero(1, 12), intero(1900, 2099)).map(([m, a]) => `${due(m)}/${a}`)
    case 'anno':
      return cifre(4)
    case 'importo':
    case 'ore':
      return importo
    case 'intero':
      return intero(1, 9).map(String)
    case 'nazione':
      return cifre(3)
    case 'regione':
      return cifre(2)
    case 'comune-istat':
      return cifre(6)
    case 'belfiore':
      return testo(4, 4)
    case 'codice-fiscale':
      return codiceFiscale
    default:
      return testo(...(lunghezze[c.xml] ?? [1, 20]))
  }
}

/** A record of a catalogue: the fields that the schema wants, and at times each of the others. */
function record<T>(campi: Readonly<Record<string, Campo>>, facoltativi: RegExp): fc.Arbitrary<T> {
  const tutti = Object.fromEntries(Object.entries(campi).map(([k, c]) => [k, valore(c)]))
  const requiredKeys = Object.keys(campi).filter((k) => !facoltativi.test(campi[k]!.xml))
  return fc.record(tutti, { requiredKeys, noNullPrototype: true }) as unknown as fc.Arbitrary<T>
}

const elenco = (di: fc.Arbitrary<string>, min = 0) => fc.array(di, { minLength: min, maxLength: 4 })
const codici = (id: Parameters<ReturnType<typeof elenchiDiBase>['voci']>[0]) =>
  fc.constantFrom(
    ...elenchiDiBase()
      .voci(id)
      .map((v) => v.codice),
  )
const prestazioni = codici('prestazione-siuss')

const beneficiario: fc.Arbitrary<Beneficiario> = fc.record(
  {
    codiceFiscale,
    anagrafica: record<Beneficiario['anagrafica']>(campiAnagrafica, /^CodiceSeconda/),
    indirizzi: fc.array(record<Beneficiario['indirizzi'][number]>(campiIndirizzo, /^Codice(Regione|Comune)$/), {
      minLength: 1,
      maxLength: 5,
    }),
  },
  { noNullPrototype: true },
)

const sina = fc
  .tuple(
    record<NonNullable<PrestazioneErogata['sina']>>(
      campiSina,
      /^(DisturbiAreaCognitiva|NecessitaCure|FonteDerivazioneInv)/,
    ),
    elenco(prestazioni),
    elenco(codici('siuss-inv-civ')),
  )
  .map(([s, interventi, invalidita]) => ({
    ...s,
    ...(interventi.length > 0 && { interventiNecessari: interventi }),
    ...(invalidita.length > 0 && { invaliditaCivile: invalidita }),
  }))

const obbligatoriPrestazione =
  /^(PresenzaProvaMezzi|CodicePrestazione|DenominazionePrestazione|ProtocolloDomanda|PresaCarico)$/
const unaPrestazione = fc
  .tuple(
    record<Omit<PrestazioneErogata, 'beneficiario'>>(
      campiPrestazione,
      new RegExp(`^(?!${obbligatoriPrestazione.source.slice(1)})`),
    ),
    fc.option(sina, { nil: undefined }),
  )
  .map(([p, s]) => (s ? { ...p, sina: s } : p))

/** Prestazioni of one or more persons; those of one person share the object. */
export const prestazioniGenerate: fc.Arbitrary<PrestazioneErogata[]> = fc
  .array(fc.tuple(beneficiario, fc.array(unaPrestazione, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((persone) => persone.flatMap(([b, ps]) => ps.map((p) => ({ beneficiario: b, ...p }))))

const obbligatoriMinore =
  /^(IDBeneficiario|MinoreStranieroNoAcc|CondizioneMinore|LuogoVita|ScuolaFrequentata|CondizioneLavoro|Disabilita|DataPrimaSegnalazione|FonteSegnalazione|ValutazioneMinore|ValutazioneFamigliaMinore|SegnalazioneAutoritaGiudiziaria|ProvvedimentoGiudiziario|FasciaEtaBeneficiario|AnnoNascita|CodiceNazioneResidenza)$/
export const minoriGenerati: fc.Arbitrary<SchedaMinore[]> = fc.array(
  fc
    .tuple(
      record<Omit<SchedaMinore, 'prestazioni' | 'famiglia'>>(
        campiMinore,
        new RegExp(`^(?!${obbligatoriMinore.source.slice(1)})`),
      ),
      elenco(prestazioni, 1),
      elenco(codici('sinba-composizione-famiglia'), 1),
    )
    .map(([m, p, f]) => ({ ...m, prestazioni: p, famiglia: f })),
  { minLength: 1, maxLength: 3 },
)
