// A spreadsheet of prestazioni as another program exports it, thirty-five columns, four rows for each person: days as 01/04/2025,
// amounts as 1.234,56, words where INPS wants codes. People who do not exist; always the same rows for the same numbers.
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { campiAnagrafica, campiIndirizzo, campiPrestazione, campoCodiceFiscale } from '../src/shared/flussi/campi.ts'
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'

const PER_PERSONA = 4
const CONSONANTI = 'BCDFGLMNPQRSTVZ'
const due = (n: number) => String(n).padStart(2, '0')
const lettere = (n: number) =>
  [0, 1, 2].map((i) => CONSONANTI[Math.floor(n / CONSONANTI.length ** i) % CONSONANTI.length])
const euro = (cent: number) =>
  `${Math.floor(cent / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '.')},${due(cent % 100)}`

const titoli = [
  campoCodiceFiscale,
  ...Object.values(campiAnagrafica),
  ...Object.values(campiIndirizzo),
  ...Object.values(campiPrestazione),
].map((c) => c.nome)
export const COLONNE = titoli.length

const SERVIZI = [
  ['A2.07', 'Assistenza domiciliare socio-assistenziale'],
  ['A2.13', 'Distribuzione pasti e/o lavanderia a domicilio'],
  ['A2.02', 'Sostegno socio-educativo territoriale o domiciliare'],
] as const

function persona(n: number): string[] {
  const [cognome, nome] = [`${lettere(n).join('a')}a`, `${lettere(Math.floor(n / CONSONANTI.length ** 3)).join('o')}a`]
  const nata = `${1940 + (n % 60)}-${due(1 + (n % 12))}-${due(1 + (n % 28))}`
  const chi = { cognome, nome, dataNascita: nata, genere: n % 2 ? ('F' as const) : ('M' as const), belfiore: 'F205' }
  const genere = chi.genere === 'F' ? 'Femmina' : 'Maschio'
  const giorno = nata.split('-').reverse().join('/')
  return [
    calcolaCodiceFiscale(chi),
    cognome,
    nome,
    giorno,
    'Milano',
    genere,
    'Italiana',
    'Francese',
    '',
    'Milano',
    'Italia',
  ]
}

/** Where a year of prestazioni goes: three months each, beginning in one of the first nine. */
function prestazione(n: number): string[] {
  const [codice, denominazione] = SERVIZI[n % SERVIZI.length]!
  const [inizio, numero] = [1 + (n % 9), 10_000_000 + n]
  const [ente, utente, ssn] = [10_000 + ((n * 37) % 90_000), (n * 11) % 9_000, 100 + (n % 700)]
  const fine = inizio + 2
  return [
    'I',
    '1',
    'Periodico',
    `INPS-ISEE-2025-${numero}A-00`,
    '2025',
    `03/0${1 + (n % 3)}/2025`,
    codice,
    denominazione,
    `2025/${numero}`,
    `${due(1 + (n % 28))}/0${inizio}/2025`,
    `01/0${inizio}/2025`,
    `28/${due(fine)}/2025`,
    // of what is given once: day and amount
    '',
    '',
    '3',
    euro(ente + utente + ssn),
    euro(ente),
    euro(utente),
    euro(ssn),
    '500,00',
    '25.000,00',
    `${n % 40}:${due((n % 4) * 15)}`,
    'SI',
    'Famiglia e minori',
  ]
}

/** The rows from one to another, so that many files hold what one would. */
export async function scriviFoglio(path: string, da: number, quante: number): Promise<void> {
  function* righe() {
    yield `${titoli.join(';')}\r\n`
    let chi = persona(Math.floor(da / PER_PERSONA))
    let testo = ''
    for (let n = da; n < da + quante; n++) {
      if (n % PER_PERSONA === 0) chi = persona(n / PER_PERSONA)
      testo += `${[...chi, ...prestazione(n)].join(';')}\r\n`
      if (testo.length < 65_536) continue
      yield testo
      testo = ''
    }
    yield testo
  }
  await pipeline(Readable.from(righe()), createWriteStream(path))
}
