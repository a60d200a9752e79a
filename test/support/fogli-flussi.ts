// Spreadsheets of prestazioni as an office has them, of persons who do not exist.
import { minoreDiProva } from '../../src/shared/flussi/esempi.fixture.ts'
import { campiPianiMinore, leggiPercorso } from '../../src/shared/flussi/percorsi.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'

const consonanti = 'BCDFGLMNPRST'
/** A synthetic person whose codice fiscale is right: as many as one wants. */
export function personaSintetica(n: number) {
  const cognome = `Di${[...String(n).padStart(5, '0')].map((c) => `${consonanti[Number(c)]}a`).join('')}`
  const anno = 1930 + (n % 60)
  const dati = { cognome, nome: 'Sintetica', dataNascita: `${anno}-03-12`, genere: 'F' as const, belfiore: 'F205' }
  return { ...dati, codiceFiscale: calcolaCodiceFiscale(dati) }
}

export const COLONNE = [
  'Codice fiscale',
  'Cognome',
  'Nome',
  'Data di nascita',
  'Nato a',
  'Sesso',
  'Cittadinanza',
  'Comune residenza',
  'Codice INPS',
  'Protocollo',
  'Carattere',
  'Data pagamento',
  'Importo',
  'Prova dei mezzi',
  'In carico',
] as const

/** The cells of a good row of a one-off contribution, as a spreadsheet of an office has them. */
export function rigaBuona(n: number, altro: Partial<Record<(typeof COLONNE)[number], string>> = {}): string[] {
  const p = personaSintetica(n)
  const celle: Record<(typeof COLONNE)[number], string> = {
    'Codice fiscale': p.codiceFiscale,
    Cognome: p.cognome,
    Nome: p.nome,
    'Data di nascita': p.dataNascita.split('-').reverse().join('/'),
    'Nato a': 'Milano',
    Sesso: 'Femmina',
    Cittadinanza: 'italiana',
    'Comune residenza': 'Milano',
    'Codice INPS': 'A1.04',
    Protocollo: `2025/${n}`,
    Carattere: 'Occasionale',
    'Data pagamento': '20/05/2025',
    Importo: '€ 1.234,50',
    'Prova dei mezzi': '4',
    'In carico': 'no',
    ...altro,
  }
  return COLONNE.map((c) => celle[c])
}

const protetta = (c: string) => (/[;"\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)
export const csv = (righe: readonly (readonly string[])[], colonne: readonly string[] = COLONNE): Buffer =>
  Buffer.from([colonne, ...righe].map((r) => r.map(protetta).join(';')).join('\r\n'))

const ogniCampo = campiPianiMinore.filter(
  (c) => c.percorso === 'idBeneficiario' || leggiPercorso(minoreDiProva(), c.percorso) !== undefined,
)

/** Cards of minors as the sheet of an office: by what reference it knows each, and what it writes otherwise than a good one. */
export const foglioMinori = (righe: readonly [riferimento: string, altro?: Record<string, string>][]): Buffer =>
  csv(
    righe.map(([riferimento, altro = {}]) =>
      ogniCampo.map((c) =>
        c.percorso === 'idBeneficiario'
          ? riferimento
          : (altro[c.percorso] ?? leggiPercorso(minoreDiProva(), c.percorso)!),
      ),
    ),
    ogniCampo.map((c) => (c.percorso === 'idBeneficiario' ? 'Numero fascicolo' : c.campo.nome)),
  )
