// The families as the file of the program used before, and the profile that says what its columns are.
import type { VoceMappa } from '../../src/shared/anagrafe/importa.rules.ts'
import { campoImportabile } from '../../src/shared/anagrafe/importa-campi.ts'
import type { Persona } from './casa.ts'
import type { Famiglia } from './famiglie.ts'

export const SISTEMA = 'Programma dimostrativo'

type Riga = Record<string, string>

function rigaDi(f: Famiglia, p: Persona): Riga {
  return {
    'origine.codice': p.codice,
    'generalita.cognome': p.cognome,
    'generalita.nome': p.nome,
    'generalita.sesso': p.sesso,
    'generalita.dataNascita': p.nascita,
    'generalita.luogoNascita': p.luogo,
    ...(p.codiceFiscale ? { 'generalita.codiceFiscale': p.codiceFiscale } : {}),
    ...(p.parentela
      ? {
          'famiglia.codice': f.casa.codice,
          'famiglia.parentela': p.parentela,
          // who was born after the others came to live there is of the family since then
          'famiglia.dal': [p.nascita, f.casa.persone[0]!.dati['residenza.dal'] ?? p.nascita].sort().at(-1)!,
        }
      : {}),
    ...p.dati,
    // and does not reside there before
    ...(p.dati['residenza.dal'] && p.dati['residenza.dal'] < p.nascita ? { 'residenza.dal': p.nascita } : {}),
  }
}

const titoloDi = (campo: string) => {
  const c = campoImportabile(campo)!
  return `${c.gruppo}: ${c.etichetta}`.replace(/[;"]/g, ' ')
}

const protetto = (v: string) => (/[;"\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v)

export interface Foglio {
  csv: Uint8Array
  mappa: VoceMappa[]
  /** In the order of the rows, from the second line of the file on. */
  righe: { famiglia: Famiglia | undefined; persona: number }[]
}

/** Rows that the judgement of the file stops, so that the page of the import has something to decide. */
const daGuardare: readonly Riga[] = [
  // the person that the desk has added already, with a slip in the day of birth
  {
    'origine.codice': 'X-1',
    'generalita.cognome': 'Dimostrativa',
    'generalita.nome': 'Maria',
    'generalita.sesso': 'F',
    'generalita.dataNascita': '1979-04-20',
  },
  {
    'origine.codice': 'X-2',
    'generalita.cognome': 'Impossibile Esempio',
    'generalita.nome': 'Dato',
    'generalita.dataNascita': '31/02/1980',
  },
]

export function foglioDi(famiglie: readonly Famiglia[], conRigheDaGuardare: boolean): Foglio {
  const righe = famiglie.flatMap((famiglia) =>
    famiglia.casa.persone.map((_, persona) => ({ famiglia: famiglia as Famiglia | undefined, persona })),
  )
  const valori = righe.map((r) => rigaDi(r.famiglia!, r.famiglia!.casa.persone[r.persona]!))
  for (const r of conRigheDaGuardare ? daGuardare : []) {
    valori.push(r)
    righe.push({ famiglia: undefined, persona: 0 })
  }
  const campi = [...new Set(valori.flatMap((v) => Object.keys(v)))]
  const linee = [campi.map(titoloDi), ...valori.map((v) => campi.map((c) => v[c] ?? ''))]
  return {
    csv: Buffer.from(linee.map((l) => l.map(protetto).join(';')).join('\r\n')),
    mappa: campi.map((campo) => ({ campo, colonna: titoloDi(campo) })),
    righe,
  }
}
