// The desk in the demonstration: contacts, segnalazioni in their states, a sheet sent, the agenda of the week.
import type { FastifyInstance } from 'fastify'
import { signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { personeApi } from '../src/shared/anagrafe/persone.api.ts'
import { agendaApi } from '../src/shared/cartella/agenda.api.ts'
import { giornoDopo, lunediDi } from '../src/shared/cartella/agenda.rules.ts'
import { contattiApi } from '../src/shared/cartella/contatti.api.ts'
import { inviiApi } from '../src/shared/cartella/invii.api.ts'
import { prestazioniApi } from '../src/shared/cartella/prestazioni.api.ts'
import { segnalazioniApi } from '../src/shared/cartella/segnalazioni.api.ts'
import { persone } from './persone.ts'

const contatti: [canale: string, bisogno: string | null, esito: string][] = [
  ['persona', 'reddito', 'domanda-avviata'],
  ['telefono', 'casa', 'appuntamento'],
  ['telefono', null, 'informazione-data'],
  ['email', 'salute', 'orientato'],
  ['persona', 'utenze', 'aiuto-immediato'],
]

export async function sportelloDiLatina(
  app: FastifyInstance,
  deps: Deps,
  comuneId: string,
  ufficioId: string,
  oggi: string,
) {
  const sportello = await signIn(app, deps, persone.sportello.codiceFiscale)
  const sociale = await signIn(app, deps, persone.assistenteSociale.codiceFiscale)
  const responsabile = await signIn(app, deps, persone.responsabile.codiceFiscale)
  const qui = { comuneId, ufficioId }
  for (const [canale, bisogno, esito] of contatti)
    await sportello.call(contattiApi.crea, { ...qui, canale, bisogno, esito })
  const { voci } = await sportello.call(personeApi.cerca, { nome: 'dimostrativa maria' })
  const personaId = voci[0]!.id
  const { id: contattoId } = await sportello.call(contattiApi.crea, {
    ...qui,
    canale: 'persona',
    bisogno: 'cibo',
    esito: 'inviato',
    personaId,
    nota: 'Chiede un aiuto alimentare fino al prossimo stipendio.',
  })
  await sportello.call(inviiApi.crea, {
    contattoId,
    ente: 'Emporio solidale dimostrativo',
    email: 'emporio@example.it',
    testo: 'Si chiede un pacco alimentare per un nucleo di due persone.',
  })
  await responsabile.call(prestazioniApi.crea, {
    nome: 'Emporio solidale dimostrativo',
    erogatore: 'Associazione dimostrativa',
    requisiti: 'Nuclei segnalati dai servizi sociali.',
    situazioni: ['cibo'],
    dove: 'Ogni mattina, con la lettera del servizio',
    dal: '2026-01-01',
    fonte: 'Convenzione dimostrativa',
  })
  const segnala = (altro: object) =>
    sportello.call(segnalazioniApi.crea, {
      ...qui,
      canale: 'telefono',
      urgenza: 'ordinaria',
      segnalante: { anonimo: false, interlocutore: 'vicinato', nome: 'Vicina Dimostrativa', recapiti: '3330000999' },
      segnalati: [{ descrizione: 'Un anziano solo al secondo piano' }],
      riferimenti: [{ nome: 'Nipote Dimostrativo', legame: 'nipote', problemi: 'Vive lontano' }],
      fatti: 'Da una settimana non apre le finestre.',
      fattiModo: 'riassunti',
      pericolo: {},
      informata: 'non-so',
      luogo: 'Via dimostrativa 10',
      ...altro,
    })
  await segnala({ classificazione: 'anziano-solo', pericolo: { 'non-autosufficiente-solo': 'si' } })
  const { id: inCorso } = await segnala({ segnalati: [{ personaId }], classificazione: 'bisogno-alimentare' })
  const { id: archiviata } = await segnala({ fatti: 'Rumori di notte.', segnalante: { anonimo: true } })
  for (const id of [inCorso, archiviata]) await sociale.call(segnalazioniApi.valuta, { id })
  await sociale.call(segnalazioniApi.archivia, {
    id: archiviata,
    motivo: 'non-competenza',
    conclusione: 'Era una festa.',
  })
  // the week after the real day: whoever tries the demonstration finds it full
  const lunedi = lunediDi(giornoDopo(oggi, 7))
  for (const [n, ora] of ['09:00', '10:30', '15:00'].entries())
    await sportello.call(agendaApi.crea, {
      ...qui,
      giorno: giornoDopo(lunedi, n),
      ora,
      durataMinuti: 60,
      operatoreId: sociale.utenteId,
      tipo: n === 2 ? 'visita-domiciliare' : 'colloquio',
      ...(n === 0 && { personaId }),
    })
}
