// When two telephones or e-mails are one, whatever the blanks and the prefix; and which may be used: a number that
// somebody has said is not safe is not, whatever else is written of it.
const cifre = (v: string) => v.replace(/\D/g, '').slice(-9)

export const stessoRecapito = (a: string, b: string) =>
  a.trim().toLowerCase() === b.trim().toLowerCase() ||
  (!a.includes('@') && !b.includes('@') && cifre(a).length > 4 && cifre(a) === cifre(b))

interface Detto {
  valore?: unknown
  sicuro?: unknown
}

/** Said not to be safe by one of these rows, also where another row has the same number and does not say so. */
export const daNonUsare = (recapiti: readonly Detto[], valore: unknown) =>
  recapiti.some((r) => r.sicuro === false && stessoRecapito(String(r.valore), String(valore)))
