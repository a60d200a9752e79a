// The social record in the demonstration: who works in it, and the first persons, written by them.

import type { FastifyInstance } from 'fastify'
import { signIn } from '../src/server/kernel/call.ts'
import { type Deps, oggiInItalia } from '../src/server/kernel/context.ts'
import { nucleiApi } from '../src/shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../src/shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../src/shared/anagrafe/relazioni.api.ts'
import type { Input } from '../src/shared/kernel/endpoint.ts'
import { analisiDellaFamiglia } from './analisi.ts'
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
  [
    persone.operatoreFlussi,
    [
      { ruolo: 'operatore-flussi', comune: latina },
      { ruolo: 'operatore-flussi', comune: cisterna },
    ],
  ],
  [persone.componenteEquipe, [{ ruolo: 'componente-equipe', comune: cisterna }]],
]

interface Nuova {
  cognome: string
  nome: string
  sesso: 'M' | 'F'
  dataNascita: string
  recapito?: string
}

/** The first persons of the record, added at the desk and completed by the social worker: a family of three generations. */
export async function cartellaDiLatina(app: FastifyInstance, deps: Deps, comuneId: string) {
  const sportello = await signIn(app, deps, persone.sportello.codiceFiscale)
  const nuova = async (p: Nuova) => (await sportello.call(personeApi.create, { ...p, comuneId, fonte: 'persona' })).id
  const maria = await nuova({
    cognome: 'Dimostrativa',
    nome: 'Maria',
    sesso: 'F',
    dataNascita: '1979-04-02',
    recapito: '3330000101',
  })
  const rita = await nuova({ cognome: 'Simulati', nome: 'Rita', sesso: 'F', dataNascita: '1951-10-30' })
  const ugo = await nuova({ cognome: 'Dimostrativo', nome: 'Ugo', sesso: 'M', dataNascita: '1948-01-17' })
  const sergio = await nuova({ cognome: 'Sintetici', nome: 'Sergio', sesso: 'M', dataNascita: '1976-07-08' })
  const luca = await nuova({ cognome: 'Sintetici', nome: 'Luca', sesso: 'M', dataNascita: '2014-09-15' })
  const giada = await nuova({ cognome: 'Sintetici', nome: 'Giada', sesso: 'F', dataNascita: '2014-09-15' })
  const anna = await nuova({ cognome: 'Sintetici', nome: 'Anna', sesso: 'F', dataNascita: '2005-02-20' })
  await nuova({ cognome: 'D’Esempio', nome: 'Niccolò', sesso: 'M', dataNascita: '1951-12-24' })

  const sociale = await signIn(app, deps, persone.assistenteSociale.codiceFiscale)
  for (const id of [maria, rita, ugo, sergio, luca, giada, anna])
    await sociale.call(personeApi.apri, {
      id,
      motivo: 'segnalazione-nuova',
      dettaglio: 'Primo colloquio dopo il contatto allo sportello.',
    })
  const casa = { comune: comuneId, indirizzo: 'Via dimostrativa', civico: '10' }
  await sociale.call(fattiApi.registra, {
    id: maria,
    tipo: 'residenza',
    dati: casa,
    dal: '2015-03-01',
    fonte: 'anagrafe',
  })
  await sociale.call(fattiApi.registra, { id: ugo, tipo: 'decesso', dati: {}, dal: '2019-11-11', fonte: 'anagrafe' })
  const lega = (id: string, con: string, r: Partial<Input<typeof relazioniApi.registra>>) =>
    sociale.call(relazioniApi.registra, { id, con, specie: 'filiazione', tipo: 'naturale', fonte: 'anagrafe', ...r })
  await lega(rita, ugo, {
    specie: 'unione',
    tipo: 'matrimonio',
    dal: '1973-06-10',
    al: '2019-11-11',
    esito: 'vedovanza',
  })
  await lega(maria, sergio, {
    specie: 'unione',
    tipo: 'matrimonio',
    dal: '2003-09-06',
    al: '2021-05-20',
    esito: 'separazione-legale',
  })
  for (const genitore of [rita, ugo]) await lega(genitore, maria, { altroE: 'figlio' })
  for (const figlio of [anna, luca, giada])
    for (const genitore of [maria, sergio]) await lega(genitore, figlio, { altroE: 'figlio' })
  await lega(luca, giada, { specie: 'gemelli', tipo: 'dizigoti' })
  await lega(maria, sergio, {
    specie: 'legame',
    tipo: 'conflitto',
    fonte: 'operatore',
    dettoDa: 'Colloquio del 10/02/2025',
  })
  const riferimento = { personaId: maria, parentela: 'persona-di-riferimento', intestatario: true }
  const figli = (ids: string[]) => ids.map((personaId) => ({ personaId, parentela: 'figlio' }))
  const componi = (tipo: 'anagrafico' | 'isee' | 'fatto', componenti: Input<typeof nucleiApi.crea>['componenti']) =>
    sociale.call(nucleiApi.crea, {
      personaId: maria,
      tipo,
      fonte: tipo === 'anagrafico' ? 'anagrafe' : 'persona',
      dal: '2021-06-01',
      componenti,
    })
  await componi('anagrafico', [riferimento, ...figli([luca, giada])])
  await componi('isee', [riferimento, ...figli([anna, luca, giada])])
  await componi('fatto', [riferimento, ...figli([luca, giada]), { personaId: rita, parentela: 'genitore' }])
  await analisiDellaFamiglia(
    sociale,
    { madre: maria, figliAdulti: [anna], bambini: [luca, giada] },
    oggiInItalia(deps.clock()),
  )
}
