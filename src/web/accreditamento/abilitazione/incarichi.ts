// What the form of the roles holds and what it says: a territory is a comune or «*», the whole ambito, so that having
// chosen nothing is never taken for the widest choice. Pure.
import type { Static } from 'typebox'
import type { Ruolo as SchemaRuolo } from '../../../shared/accesso/ruoli.api.ts'
import type { assegnazioniApi } from '../../../shared/accesso/utenti.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { formatData } from '../../kernel/format.ts'

export type RuoloAssegnabile = Output<typeof assegnazioniApi.ruoli>['voci'][number]
export type Ruolo = Static<typeof SchemaRuolo>

export const TUTTO = '*'

export interface IncaricoScritto {
  ruolo: string
  comune: string
  dal: string
  al: string
}
export const incaricoVuoto = (ruolo = '', comune = ''): IncaricoScritto => ({ ruolo, comune, dal: '', al: '' })

/** As the contract wants them. */
export const incarichiDaInviare = (scritti: readonly Partial<Record<keyof IncaricoScritto, string | null>>[]) =>
  scritti.map((i) => ({
    ruolo: i.ruolo ?? '',
    comune: i.comune === TUTTO ? null : (i.comune ?? null),
    ...(i.dal && { dal: i.dal }),
    ...(i.al && { al: i.al }),
  }))

/** Where a role may be held, in words. */
export function dove(r: RuoloAssegnabile, richiedeDelega: boolean): string {
  if (r.territorio === 'comune') return 'È sempre di un comune: mai di tutto l’ambito.'
  if (r.territorio === 'ambito') return 'È sempre di tutto l’ambito.'
  if (r.territorio === 'nazionale') return 'Vale su tutto il territorio nazionale.'
  return richiedeDelega
    ? 'Può essere di un comune, oppure di tutto l’ambito: in questo caso vale soltanto nei comuni che gli hanno dato la delega.'
    : 'Può essere di un comune, oppure di tutto l’ambito.'
}

/** Whether the territory is one that the role may have. */
export const territorioAdatto = (r: RuoloAssegnabile, comune: string) =>
  comune === '' ||
  (comune === TUTTO ? r.territorio !== 'comune' : r.territorio === 'comune' || r.territorio === 'ambito-o-comune')

export interface Previsione {
  subito: boolean
  frase: string
}

/** What will happen on saving: enabled, or only prepared and why. Null until role and territory are chosen. */
export function previsione(
  r: RuoloAssegnabile | undefined,
  i: IncaricoScritto,
  nomeComune: (belfiore: string) => string,
  oggi: string,
): Previsione | null {
  if (!r || !i.comune) return null
  const ammesso = i.comune === TUTTO ? r.ambitoAmmesso : r.comuniAmmessi.includes(i.comune)
  if (ammesso) {
    const da = i.dal > oggi ? ` Potrà usarlo dal ${formatData(i.dal)}.` : ''
    return { subito: true, frase: `Sarà abilitato subito: la persona potrà entrare con SPID.${da}` }
  }
  const atti = r.atti.length > 0 ? r.atti.map((a) => `«${a}»`).join(' e ') : 'un atto che apra la sezione'
  const manca =
    i.comune !== TUTTO
      ? `${nomeComune(i.comune)} non ha oggi tutto ciò che serve, firmato e valido: ${atti}`
      : `nessun comune dell’ambito ha oggi, ${r.richiedeDelega ? 'insieme alla delega' : 'firmato e valido'}, ciò che serve: ${atti}`
  return {
    subito: false,
    frase: `Sarà preparato, non abilitato: ${manca}. Resta registrato e si abilita dall’elenco degli utenti appena c’è.`,
  }
}
