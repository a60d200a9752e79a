// What becomes of a caso when its pact closes. It follows the pact by itself in no state: while the benefit lasts its meetings stay due
// (T11, every ninety days for who is not sent to work), so somebody says whether the caso closes too (T13). What is proposed, and why,
// is read from the state of the caso alone: reasons for which a pact closes are a list that each ambito may change.
import { impedimentoCaso, type MotivoChiusura, nomiStatoCaso, type StatoCaso } from './casi.rules.ts'

export const scelteDelCaso = ['resta', 'chiudi'] as const
export type SceltaDelCaso = (typeof scelteDelCaso)[number]

export interface PropostaDelCaso {
  proposta: SceltaDelCaso
  motivo: MotivoChiusura | null
  /** Why it is proposed. */
  perche: string
}

const finiti: readonly StatoCaso[] = ['decaduto', 'revocato', 'terminato']
const fuori: readonly StatoCaso[] = ['esonerato', 'escluso']

/** Null where there is nothing to choose: the caso is closed already, or is of another comune. */
export function propostaDelCaso(stato: StatoCaso): PropostaDelCaso | null {
  if (impedimentoCaso('chiudi', stato)) return null
  const nome = nomiStatoCaso[stato].toLowerCase()
  if (finiti.includes(stato))
    return {
      proposta: 'chiudi',
      motivo: 'beneficio',
      perche: `Il caso è ${nome}: senza beneficio e senza patto non resta nulla di dovuto.`,
    }
  if (fuori.includes(stato))
    return {
      proposta: 'chiudi',
      motivo: 'esclusione',
      perche: `Il nucleo è ${nome}: senza patto il suo percorso è finito, finché il motivo dura.`,
    }
  if (stato === 'sospeso')
    return {
      proposta: 'resta',
      motivo: null,
      perche: 'Il beneficio è sospeso e può riprendere: allora gli incontri tornano dovuti.',
    }
  return {
    proposta: 'resta',
    motivo: null,
    perche: 'Finché il nucleo riceve il beneficio gli incontri periodici restano dovuti, e un altro patto può seguire.',
  }
}
