// Which telephone and e-mail of a person may stand in a message that others will read: where there is any rule of safe
// contact, or a secret address, only those that she has said are safe, and never the one that a rule forbids.
import { daNonUsare, stessoRecapito } from '../../anagrafe/recapiti.rules.ts'

export interface Recapito {
  mezzo: string
  valore: string
  titolare?: string | undefined
  sicuro?: boolean | undefined
}
export interface RegolaContatto {
  regola: string
  riferimento?: string | undefined
}

/** Whoever's it is: said not to be safe, named by a rule that forbids, or a telephone where a rule forbids them all. */
const vietato = (r: Recapito, recapiti: readonly Recapito[], regole: readonly RegolaContatto[]) =>
  daNonUsare(recapiti, r.valore) ||
  regole.some((x) => x.regola !== 'solo-tramite' && x.riferimento && stessoRecapito(x.riferimento, r.valore)) ||
  // a rule that forbids the telephone without saying which forbids them all
  (r.mezzo !== 'email' && regole.some((x) => x.regola === 'mai-telefono' && !x.riferimento))

export function recapitiCheEscono(
  recapiti: readonly Recapito[],
  regole: readonly RegolaContatto[],
  protetta: boolean,
): Recapito[] {
  // reached through somebody else, or in person: no number of hers is to be given
  if (regole.some((r) => r.regola === 'solo-tramite' || r.regola === 'solo-in-presenza')) return []
  const prudenza = protetta || regole.length > 0
  return recapiti.filter((r) => !r.titolare && (r.sicuro === true || !prudenza) && !vietato(r, recapiti, regole))
}

/** Of somebody through whom she is reached: to a colleague, if it is said to be safe. */
export const recapitiDiAltri = (recapiti: readonly Recapito[], regole: readonly RegolaContatto[]): Recapito[] =>
  recapiti.filter((r) => r.titolare && r.sicuro === true && !vietato(r, recapiti, regole))
