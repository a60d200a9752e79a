// People who do not exist, each of a codice fiscale that is right.
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'

const CONSONANTI = 'BCDFGLMNPQRSTVZ'

/** Person `n`, whose codice fiscale is right and of nobody else: six consonants say which. */
export function persona(n: number, serie: number) {
  const lettere = (v: number) =>
    [0, 1, 2].map((i) => CONSONANTI[Math.floor(v / CONSONANTI.length ** i) % CONSONANTI.length]).join('A')
  const p = {
    cognome: `${lettere(n)}A`,
    nome: `${lettere(Math.floor(n / CONSONANTI.length ** 3))}A`,
    dataNascita: `19${60 + serie}-03-1${serie % 10}`,
    genere: 'F' as const,
  }
  return { ...p, codiceFiscale: calcolaCodiceFiscale({ ...p, belfiore: 'H501' }) }
}
