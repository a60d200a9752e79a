// The social record in the demonstration: who works in it, and the first persons, written by them.

import type { FastifyInstance } from 'fastify'
import { signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { fattiApi, personeApi } from '../src/shared/anagrafe/persone.api.ts'
import { type PersonaDemo, persone } from './persone.ts'

/** Who is given which role of the record, and where (absent: the whole ambito). */
export const operatoriCartella = (
  latina: string,
  cisterna: string,
): [PersonaDemo, { ruolo: string; comune?: string }[]][] => [
  [persone.sportello, [{ ruolo: 'operatore-sportello', comune: latina }]],
  [
    persone.assistenteSociale,
    [
      { ruolo: 'assistente-sociale', comune: latina },
      { ruolo: 'assistente-sociale', comune: cisterna },
    ],
  ],
  [persone.assistenteSociale2, [{ ruolo: 'assistente-sociale', comune: latina }]],
  [persone.educatore, [{ ruolo: 'educatore', comune: latina }]],
  [persone.psicologa, [{ ruolo: 'psicologo', comune: latina }]],
  [persone.responsabile, [{ ruolo: 'responsabile-servizio', comune: latina }]],
  [persone.coordinatrice, [{ ruolo: 'coordinatore-servizio', comune: latina }]],
  [persone.amministrativa, [{ ruolo: 'amministrativo', comune: latina }]],
  [persone.prontoIntervento, [{ ruolo: 'pronto-intervento', comune: latina }]],
  [persone.dpo, [{ ruolo: 'responsabile-protezione-dati' }]],
  [persone.tecnico, [{ ruolo: 'amministratore-tecnico' }]],
]

/** The first persons of the record, added at the desk and completed by the social worker. */
export async function cartellaDiLatina(app: FastifyInstance, deps: Deps, comuneId: string) {
  const sportello = await signIn(app, deps, persone.sportello.codiceFiscale)
  const nuova = (p: {
    cognome: string
    nome: string
    sesso: 'M' | 'F'
    dataNascita: string
    recapito?: string
    diverseDa?: string[]
  }) => sportello.call(personeApi.create, { ...p, comuneId, fonte: 'persona' })
  const { id: maria } = await nuova({
    cognome: 'Dimostrativa',
    nome: 'Maria',
    sesso: 'F',
    dataNascita: '1979-04-02',
    recapito: '3330000101',
  })
  await nuova({ cognome: 'Dimostrativo', nome: 'Luca', sesso: 'M', dataNascita: '2014-09-15' })
  await nuova({ cognome: 'D’Esempio', nome: 'Niccolò', sesso: 'M', dataNascita: '1951-12-24' })
  const sociale = await signIn(app, deps, persone.assistenteSociale.codiceFiscale)
  await sociale.call(personeApi.apri, {
    id: maria,
    motivo: 'segnalazione-nuova',
    dettaglio: 'Primo colloquio dopo il contatto allo sportello.',
  })
  await sociale.call(fattiApi.registra, {
    id: maria,
    tipo: 'residenza',
    dati: { comune: comuneId, indirizzo: 'Via dimostrativa', civico: '10' },
    dal: '2015-03-01',
    fonte: 'anagrafe',
  })
}
