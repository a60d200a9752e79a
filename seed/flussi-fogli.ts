// The spreadsheets that the offices of the demonstration hand over: a month each, of invented persons, with the slips that spreadsheets
// have. What is wrong where is known here, and so is what the clerk writes in its place.
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'

export const COLONNE = [
  'Cod. fiscale',
  'Cognome',
  'Nome',
  'Data di nascita',
  'Nato a',
  'Sesso',
  'Cittadinanza',
  'Comune residenza',
  'Servizio',
  'Protocollo',
  'Carattere',
  'Data mandato',
  'Importo',
  'Prova dei mezzi',
  'In carico',
  'Data inizio',
  'Data fine',
  'Importo mensile',
]
type Colonna = (typeof COLONNE)[number]

const cognomi = ['Dimostrativa', 'Sintetici', 'Simulati', 'Esempi', 'Campioni', 'Figurati', 'Ipotetici', 'Fittizi']
const nomi = ['Anna', 'Bice', 'Carla', 'Dora', 'Elsa', 'Franca', 'Gina', 'Ida', 'Lea', 'Mara']

const due = (x: number) => String(x).padStart(2, '0')

function persona(n: number) {
  const cognome = cognomi[n % cognomi.length]!
  const nome = nomi[Math.floor(n / cognomi.length) % nomi.length]!
  const dataNascita = `${1935 + ((n * 7) % 60)}-${due(1 + (n % 12))}-${due(1 + ((n * 5) % 28))}`
  return {
    cognome,
    nome,
    dataNascita,
    codiceFiscale: calcolaCodiceFiscale({ cognome, nome, dataNascita, genere: 'F', belfiore: 'E472' }),
  }
}

interface Difetto {
  colonna: Colonna
  scritto: (giusto: string) => string
  /** The field that the clerk puts right; absent where the normalisation does. */
  campo?: string
}

/** What is wrong in a row. */
const difetti: Readonly<Record<number, Difetto>> = {
  3: { colonna: 'Data mandato', scritto: (g) => `31/02/${g.slice(6)}`, campo: 'dataErogazione' },
  7: { colonna: 'Importo', scritto: () => '', campo: 'importo' },
  11: { colonna: 'Cod. fiscale', scritto: (cf) => `${cf.slice(0, 6)} ${cf.slice(6)}` },
  13: { colonna: 'Servizio', scritto: () => 'A2.20', campo: 'codicePrestazione' },
  17: { colonna: 'Comune residenza', scritto: (c) => `${c}a`, campo: 'beneficiario.indirizzi.0.comune' },
  19: { colonna: 'Importo', scritto: () => '1,234', campo: 'importo' },
  23: { colonna: 'Servizio', scritto: () => 'contributo affitto', campo: 'codicePrestazione' },
  29: { colonna: 'In carico', scritto: () => '', campo: 'presaInCarico' },
}

/** `AAAA-MM` */
export type Mese = string
export interface Foglio {
  bytes: Buffer
  /** Of the rows of the file that the clerk has to put right: what she writes. Of the first row of data the number is 2. */
  giusti: Map<number, { campo: string; valore: string }>
}

interface Cosa {
  mesi: readonly Mese[]
  residenza: string
  /** Of each month. */
  righe: number
  conDifetti: boolean
}

/** Some months of an office; every fourth row is an expense of the whole month, the others are paid once. */
export function foglio(c: Cosa): Foglio {
  const giusti: Foglio['giusti'] = new Map()
  const celle = c.mesi.flatMap((mese, m) => righeDi(c, mese, m * c.righe + 2, giusti))
  return { bytes: Buffer.from([COLONNE, ...celle].map((r) => r.join(';')).join('\r\n')), giusti }
}

function righeDi(c: Cosa, mese: Mese, prima: number, giusti: Foglio['giusti']): string[][] {
  const [anno, numero] = mese.split('-').map(Number) as [number, number]
  return Array.from({ length: c.righe }, (_, n) => {
    const p = persona(n + numero)
    const il = `${due(1 + (n % 27))}/${due(numero)}/${anno}`
    const mensile = n % 4 === 2
    const importo = `€ ${(100 + n * 12.5).toLocaleString('it-IT', { minimumFractionDigits: 2 })}`
    const r: Record<Colonna, string> = {
      'Cod. fiscale': p.codiceFiscale,
      Cognome: p.cognome,
      Nome: p.nome,
      'Data di nascita': p.dataNascita.split('-').reverse().join('/'),
      'Nato a': 'Latina',
      Sesso: 'Femmina',
      Cittadinanza: 'italiana',
      'Comune residenza': c.residenza,
      Servizio: mensile ? 'A1.05' : n % 3 === 0 ? 'A1.04' : 'Buoni spesa o buoni pasto',
      Protocollo: `${anno}/${numero}${String(n).padStart(3, '0')}`,
      Carattere: mensile ? 'Periodico' : 'Occasionale',
      'Data mandato': mensile ? '' : il,
      Importo: mensile ? '' : importo,
      'Prova dei mezzi': '4',
      'In carico': n % 2 === 0 ? 'no' : 'No',
      'Data inizio': mensile ? `01/${due(numero)}/${anno}` : '',
      // the last of December lasts into January: one row for each year
      'Data fine': mensile
        ? numero === 12 && n % 16 === 2
          ? `31/01/${anno + 1}`
          : `${new Date(Date.UTC(anno, numero, 0)).getUTCDate()}/${due(numero)}/${anno}`
        : '',
      'Importo mensile': mensile ? importo : '',
    }
    const d = c.conDifetti ? difetti[n] : undefined
    if (d) {
      if (d.campo) giusti.set(prima + n, { campo: d.campo, valore: r[d.colonna]! })
      r[d.colonna] = d.scritto(r[d.colonna]!)
    }
    return COLONNE.map((colonna) => r[colonna]!)
  })
}
