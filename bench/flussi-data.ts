// A million prestazioni that do not exist, four for each person, the thirty-five columns of a spreadsheet of the flows. Made one
// at a time and always the same, so that what is measured is the writing and not the making.
import type { Beneficiario, PrestazioneErogata } from '../src/shared/flussi/prestazione.ts'
import { scriviImporto } from '../src/shared/flussi/valori.ts'

const PER_PERSONA = 4
const LETTERE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Letters that stand for a number: a name and the start of a code that no person has. */
function lettere(n: number, quante: number): string {
  let s = ''
  for (let i = 0; i < quante; i++) {
    s += LETTERE[n % 26]
    n = Math.floor(n / 26)
  }
  return s
}
const cifre = (n: number, quante: number) => String(n % 10 ** quante).padStart(quante, '0')

/** Shares that make their amount, made once: a source that has them ready is what is measured against. */
const IMPORTI = Array.from({ length: 1000 }, (_, n) => {
  const [ente, utente, ssn] = [1000 + n * 37, (n * 11) % 9_000, 1 + (n % 700)]
  return [ente + utente + ssn, ente, utente, ssn].map(scriviImporto) as [string, string, string, string]
})

function persona(n: number): Beneficiario {
  const anno = 1930 + (n % 90)
  return {
    codiceFiscale: `${lettere(n, 6)}${cifre(anno, 2)}A${cifre(1 + (n % 28), 2)}F${cifre(n, 3)}X`,
    anagrafica: {
      cognome: `DIMOSTRATIVA ${lettere(n, 6)}`,
      nome: `SINTETICA ${lettere(n * 7, 4)}`,
      annoNascita: String(anno),
      luogoNascita: 'F205',
      genere: n % 2 === 0 ? '1' : '2',
      cittadinanza: '380',
      secondaCittadinanza: '250',
    },
    indirizzi: [{ regione: '10', comune: '015146', nazione: '380' }],
  }
}

export function* prestazioniDiMisura(quante: number): Generator<PrestazioneErogata> {
  let beneficiario = persona(0)
  for (let n = 0; n < quante; n++) {
    if (n % PER_PERSONA === 0) beneficiario = persona(n / PER_PERSONA)
    const [mensile, ente, utente, ssn] = IMPORTI[n % IMPORTI.length]!
    const numero = String(10_000_000 + n)
    yield {
      beneficiario,
      tipoOperazione: 'I',
      presenzaProvaMezzi: '1',
      carattere: '1',
      numeroProtocolloDsu: `INPS-ISEE-2025-${numero}A-00`,
      annoProtocolloDsu: '2025',
      dataDsu: '2025-02-03',
      codicePrestazione: 'A2.07',
      denominazionePrestazione: 'Assistenza domiciliare socio-assistenziale',
      protocolloDomanda: `2025/${numero}`,
      dataEvento: '2025-03-15',
      dataInizio: '2025-04-01',
      dataFine: '2025-06-30',
      periodoErogazione: '3',
      importoMensile: mensile,
      importoQuotaEnte: ente,
      importoQuotaUtente: utente,
      importoQuotaSsn: ssn,
      importoQuotaRichiesta: '500.00',
      importoSogliaIsee: '25000.00',
      oreServizioMensile: '12.30',
      presaInCarico: '1',
      areaUtenza: '3',
    }
  }
}
