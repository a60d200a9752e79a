// Who works in the record of the two ambiti: those of the small demonstration, and those that a larger service needs,
// accredited on the first day of the year that is told.
import { utentiApi } from '../../src/shared/accesso/utenti.api.ts'
import { richiesteFormaliApi } from '../../src/shared/accreditamento/richieste-formali.api.ts'
import { anagraficaDi, type PersonaDemo, persona, persone } from '../persone.ts'
import type { Regia } from './regia.ts'

export const LATINA = 'E472'
export const CISTERNA = 'C740'
export const CORBETTA = 'C986'

export const altri = {
  sociale3: persona('Giulia', 'Colloqui', 'F', '1986-04-09', 'E472', 'Assistente sociale di Latina'),
  sportelloCisterna: persona('Marta', 'Segretariato', 'F', '1991-02-03', 'C740', 'Operatrice di sportello di Cisterna'),
  socialeCisterna: persona('Piero', 'Domicilio', 'M', '1982-09-14', 'C740', 'Assistente sociale di Cisterna'),
  responsabileCisterna: persona(
    'Franca',
    'Direzione',
    'F',
    '1966-05-27',
    'H501',
    'Responsabile del servizio sociale di Cisterna',
  ),
  sportelloCorbetta: persona('Luca', 'Accoglienza', 'M', '1993-11-30', 'F205', 'Operatore di sportello di Corbetta'),
  socialeCorbetta: persona('Chiara', 'Consulto', 'F', '1985-07-18', 'F205', 'Assistente sociale di Corbetta'),
  socialeCorbetta2: persona('Aldo', 'Percorsi', 'M', '1979-01-06', 'E801', 'Assistente sociale di Corbetta'),
  responsabileCorbetta: persona(
    'Donata',
    'Bilanci',
    'F',
    '1967-03-21',
    'F205',
    'Responsabile del servizio sociale di Corbetta',
  ),
} as const

/** The social service of one comune. */
export interface Servizio {
  comune: string
  nome: string
  sportello: PersonaDemo
  /** Who may answer for a presa in carico. */
  sociali: readonly PersonaDemo[]
  responsabile: PersonaDemo
  /** Who assigns. */
  assegna: PersonaDemo
  educatore?: PersonaDemo
  psicologa?: PersonaDemo
  amministrativa?: PersonaDemo
  pronto?: PersonaDemo
}

export const servizi: readonly Servizio[] = [
  {
    comune: LATINA,
    nome: 'Latina',
    sportello: persone.sportello,
    sociali: [persone.assistenteSociale, persone.assistenteSociale2, altri.sociale3],
    responsabile: persone.responsabile,
    assegna: persone.coordinatrice,
    educatore: persone.educatore,
    psicologa: persone.psicologa,
    amministrativa: persone.amministrativa,
    pronto: persone.prontoIntervento,
  },
  {
    comune: CISTERNA,
    nome: 'Cisterna di Latina',
    sportello: altri.sportelloCisterna,
    sociali: [persone.assistenteSociale, altri.socialeCisterna],
    responsabile: altri.responsabileCisterna,
    assegna: altri.responsabileCisterna,
  },
  {
    comune: CORBETTA,
    nome: 'Corbetta',
    sportello: altri.sportelloCorbetta,
    sociali: [altri.socialeCorbetta, altri.socialeCorbetta2],
    responsabile: altri.responsabileCorbetta,
    assegna: altri.responsabileCorbetta,
  },
]

/** Families out of a hundred. */
export const quote = [
  [LATINA, 58],
  [CISTERNA, 24],
  [CORBETTA, 18],
] as const

const nuovi: readonly (readonly [comune: string, (readonly [PersonaDemo, ruolo: string])[]])[] = [
  [LATINA, [[altri.sociale3, 'assistente-sociale']]],
  [
    CISTERNA,
    [
      [altri.sportelloCisterna, 'operatore-sportello'],
      [altri.socialeCisterna, 'assistente-sociale'],
      [altri.responsabileCisterna, 'responsabile-servizio'],
    ],
  ],
  [
    CORBETTA,
    [
      [altri.sportelloCorbetta, 'operatore-sportello'],
      [altri.socialeCorbetta, 'assistente-sociale'],
      [altri.socialeCorbetta2, 'assistente-sociale'],
      [altri.responsabileCorbetta, 'responsabile-servizio'],
    ],
  ],
]

export async function accredita(r: Regia, data: string) {
  for (const [comune, chi] of nuovi) {
    const amministra = comune === CORBETTA ? persone.amministratore : persone.amministratrice
    const { id: richiestaFormaleId } = await r.fa(amministra, richiesteFormaliApi.create, {
      comune,
      ufficio: 'Servizi sociali',
      protocollo: `DIM/${comune}/${data.slice(0, 4)}`,
      data,
    })
    for (const [p, ruolo] of chi)
      await r.fa(amministra, utentiApi.create, {
        ...anagraficaDi(p),
        assegnazioni: [{ ruolo, comune }],
        richiestaFormaleId,
      })
  }
}
