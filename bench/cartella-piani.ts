// The plans of the record: what a social worker reads and writes, on a million persons and on a tenth of them, in the
// same ambiti. The worker has as many cases in both, and a person as many entries: what grows is all that is not theirs.
import type { Caller } from '../src/server/kernel/call.ts'
import { personeApi } from '../src/shared/anagrafe/persone.api.ts'
import { agendaApi } from '../src/shared/cartella/agenda.api.ts'
import { contattiApi } from '../src/shared/cartella/contatti.api.ts'
import { diarioApi } from '../src/shared/cartella/diario.api.ts'
import { fascicoloApi } from '../src/shared/cartella/fascicolo.api.ts'
import { preseApi } from '../src/shared/cartella/prese.api.ts'
import { segnalazioniApi } from '../src/shared/cartella/segnalazioni.api.ts'
import { documentiApi } from '../src/shared/documenti/documenti.api.ts'
import { giorno } from '../test/support/giorni.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario } from './ambiente.ts'
import { domande } from './persone.ts'
import { daContratto, type Richiesta } from './richieste.ts'
import { confrontaPiani, type Lato } from './spiega.ts'

/**
 * Among those whom the worker follows, a person with a diary of more than a page, one to-do, no colleague, a
 * family of about three: comparable in both.
 */
const personaSeguita = (p: Prodotto, utenteId: string) =>
  proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query(
      `select id, presa_id from (
         select p.persona_id as id, p.id as presa_id, (select count(*) from diario_persona d where d.persona_id = p.persona_id) as voci,
                (select count(*) from compito k where k.presa_id = p.id) as compiti, (select count(*) from presa_operatore q where q.presa_id = p.id) as operatori,
                (select count(*) from nucleo_componente c join nucleo_componente altri on altri.nucleo_id = c.nucleo_id where c.persona_id = p.persona_id) as familiari
           from presa_operatore o join presa_in_carico p on p.id = o.presa_id join persona x on x.id = p.persona_id
          where o.utente_id = $1 and o.al is null and p.stato = 'attiva' and x.riservato_a is null) s
        order by voci between 55 and 80 desc, compiti = 1 desc, operatori = 1 desc, abs(familiari - 3), id limit 1`,
      [utenteId],
    )
    return rows[0] as { id: string; presa_id: string }
  })

export async function richieste(p: Prodotto, c: Caller): Promise<[string, Richiesta][]> {
  const { id, presa_id } = await personaSeguita(p, c.utenteId)
  const ricerche = (await domande(p)).map(
    ([nome, criteri]) =>
      [`Ricerca: ${nome.toLowerCase()}`, daContratto(personeApi.cerca, criteri)] as [string, Richiesta],
  )
  return [
    ...ricerche,
    ['Le mie prese in carico', daContratto(preseApi.mie, {})],
    ['Compiti e scadenze miei', daContratto(preseApi.agenda, {})],
    ['Presa in carico con i suoi compiti', daContratto(preseApi.leggi, { id: presa_id })],
    ['Frontespizio del fascicolo', daContratto(fascicoloApi.frontespizio, { id })],
    ['Storia', daContratto(fascicoloApi.timeline, { id })],
    ['Storia, solo le prese in carico', daContratto(fascicoloApi.timeline, { id, tipo: 'presa' })],
    ['Diario', daContratto(diarioApi.voci, { id })],
    ['Le mie bozze', daContratto(diarioApi.bozze, {})],
    [
      'Voce di diario completata',
      daContratto(
        diarioApi.scrivi,
        {
          id,
          specie: 'diario',
          completa: true,
          giorno: giorno(-1),
          tipo: 'colloquio',
          blocchi: [{ tipo: 'fatto', testo: 'Colloquio di verifica.' }],
        },
        true,
      ),
    ],
    ['Segnalazioni', daContratto(segnalazioniApi.list, {})],
    ['Segnalazioni aperte', daContratto(segnalazioniApi.list, { stato: 'in-valutazione' })],
    ['Contatti dello sportello', daContratto(contattiApi.list, {})],
    [
      'Agenda mia della settimana',
      daContratto(agendaApi.list, { dal: giorno(0), al: giorno(7), operatore: c.utenteId }),
    ],
    ['Documenti di una persona', daContratto(documentiApi.list, { id })],
  ]
}

export async function cartellaPiani(a: Ambiente): Promise<Esito[]> {
  const { decimo, intero } = a.persone!
  const esiti: Esito[] = []
  const lati = async (p: Prodotto) => {
    const c = await chi.sociale(p)
    return (await richieste(p, c)).map(([nome, richiesta]): [string, Lato] => [nome, { p, token: c.token, richiesta }])
  }
  const piccoli = await lati(decimo)
  const grandi = await lati(intero)
  // of one named as it is printed the plans are shown, and nothing else is measured
  const soli = grandi.filter(([nome]) => process.env.TRAMA_PIANI?.split('; ').includes(nome))
  for (const [n, [nome, grande]] of grandi.entries())
    if (soli.length === 0 || soli.some(([solo]) => solo === nome))
      esiti.push(await confrontaPiani(nome, piccoli[n]![1], grande))
  return esiti
}
