// What a social worker does all day, against the yardstick: looks for somebody, opens his own cases, opens a folder,
// writes in the diary. In the largest ambito and in a median one, among a million persons.
import { personeApi } from '../src/shared/anagrafe/persone.api.ts'
import { diarioApi } from '../src/shared/cartella/diario.api.ts'
import { fascicoloApi } from '../src/shared/cartella/fascicolo.api.ts'
import { preseApi } from '../src/shared/cartella/prese.api.ts'
import { giorno } from '../test/support/giorni.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario } from './ambiente.ts'
import { avviaProdotto, confronta, ferma, memoriaDi } from './confronto.ts'
import type { Esecutore } from './massa.ts'
import { daContratto, type Richiesta } from './richieste.ts'

const RICHIESTE = 16

/** As long as people write: a fact and an evaluation, some four hundred letters. */
const TESTO =
  'La signora racconta che la ricerca di lavoro procede e che la figlia frequenta la scuola con regolarità. '

interface Seguita {
  id: string
  cognome: string
  nome: string
}

/** Persons whom the worker follows, and their names. */
export async function seguiteCon(e: Esecutore, utenteId: string): Promise<Seguita[]> {
  const { rows } = await e.query(
    `select p.persona_id as id, x.cognome, x.nome from presa_operatore o join presa_in_carico p on p.id = o.presa_id join persona x on x.id = p.persona_id
      where o.utente_id = '${utenteId}' and o.al is null and p.stato = 'attiva' and x.riservato_a is null order by p.id limit ${RICHIESTE}`,
  )
  return rows as unknown as Seguita[]
}

export const seguite = (p: Prodotto, utenteId: string) =>
  proprietario(p.urlProprietario, (o) => seguiteCon(o, utenteId))

/** What a social worker asks for, of these persons. */
export function richiesteDiUnGiorno(persone: readonly Seguita[]): Record<string, Richiesta[]> {
  const ieri = giorno(-1)
  return {
    'Ricerca di una persona': persone.map((x) => daContratto(personeApi.cerca, { nome: `${x.cognome} ${x.nome}` })),
    'Le mie prese in carico': [daContratto(preseApi.mie, {})],
    'Frontespizio del fascicolo': persone.map((x) => daContratto(fascicoloApi.frontespizio, { id: x.id })),
    'Voce di diario completata': persone.map((x) =>
      daContratto(
        diarioApi.scrivi,
        {
          id: x.id,
          specie: 'diario',
          completa: true,
          giorno: ieri,
          tipo: 'colloquio',
          durataMinuti: 45,
          con: ['utente'],
          blocchi: [
            { tipo: 'fatto', testo: TESTO.repeat(3) },
            { tipo: 'valutazione', testo: TESTO },
          ],
        },
        true,
      ),
    ),
  }
}

export async function cartella(a: Ambiente): Promise<Esito[]> {
  const esiti: Esito[] = []
  const p = a.persone!.intero
  const prodotto = await avviaProdotto(p, a.cartella)
  try {
    for (const [dove, persona] of [['maggiore', chi.sociale] as const, ['mediano', chi.socialeMediano] as const]) {
      const { token, utenteId } = await persona(p)
      for (const [nome, r] of Object.entries(richiesteDiUnGiorno(await seguite(p, utenteId))))
        esiti.push(await confronta({ p, prodotto, cartella: a.cartella }, `${nome}, ambito ${dove}`, token, r))
    }
    esiti.push(memoriaDi(prodotto))
  } finally {
    await ferma(prodotto)
  }
  return esiti
}
