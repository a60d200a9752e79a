// A record kept as flat text goes into the file of a flow as it is, value by value, without becoming an object on the way: of a million
// records that leave nearly every one is flat. Gives the letters that scrivi-flusso.ts would; a test holds the two together.
import {
  type Campo,
  campiAnagrafica,
  campiIndirizzo,
  campiPrestazione,
  campoCodiceFiscale,
} from '../../shared/flussi/campi.ts'
import { CARATTERI_PIANI, FINE_BENEFICIARIO, protetto, type Sotto } from './scrivi-flusso.ts'
import { postoDi, SEPARA } from './testo-riga.ts'

type Scrive = (valori: readonly string[], valore: (v: string) => string) => string

/** Attributes of one element, from their places. */
function attributi(campi: Readonly<Record<string, Campo>>, sotto: string): Scrive {
  const scritti = Object.entries(campi).map(([chiave, c]) => ({
    posto: postoDi(sotto + chiave)! - 1,
    inizio: ` ${c.xml}="`,
  }))
  return (valori, valore) => {
    let s = ''
    for (const { posto, inizio } of scritti) {
      const v = valori[posto]!
      if (v !== '') s += `${inizio}${valore(v)}"`
    }
    return s
  }
}

const scrive = {
  beneficiario: attributi({ codiceFiscale: campoCodiceFiscale }, 'beneficiario.'),
  anagrafica: attributi(campiAnagrafica, 'beneficiario.anagrafica.'),
  indirizzo: attributi(campiIndirizzo, 'beneficiario.indirizzi.0.'),
  prestazione: attributi(campiPrestazione, ''),
}

/** Of the whole row: then none of its values is looked at one by one. */
const PIANO = new RegExp(`^[${CARATTERI_PIANI}${SEPARA}]*$`)
const comeSta = (v: string) => v

/** A flat record, of which `valori` are the pieces. */
export function scriviPiano(record: string, valori: readonly string[], sotto: Sotto): string {
  const valore = PIANO.test(record) ? comeSta : protetto
  const chi =
    sotto === 'stesso'
      ? ''
      : `<Beneficiario${scrive.beneficiario(valori, valore)}>\n<Anagrafica${scrive.anagrafica(valori, valore)}/>\n<Indirizzo${scrive.indirizzo(valori, valore)}/>\n`
  return `${sotto === 'altro' ? FINE_BENEFICIARIO : ''}${chi}<PrestazioniSociali${scrive.prestazione(valori, valore)}/>\n`
}
