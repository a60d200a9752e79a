// «Radar dei casi silenziosi» (idea 13): rules that anybody can read, each with the rows that made it ring. They speak
// of what has not been done, never of what a person is: no score, no ranking of people.

export interface Regola {
  nome: string
  /** The rule in words; n are the days of its parameter. */
  frase: (n: number) => string
  /** Parameter that holds the days; null where a date speaks by itself. */
  parametro: string | null
}

const giorni = (n: number) => (n === 1 ? 'un giorno' : `${n} giorni`)

export const regoleRadar = {
  silenzio: {
    nome: 'Nessun contatto',
    frase: (n) =>
      `Presa in carico attiva, o accettata e già cominciata, senza contatti con la persona da più di ${giorni(n)}.`,
    parametro: 'radar.silenzio-giorni',
  },
  'primo-contatto': {
    nome: 'Primo contatto in ritardo',
    frase: () => 'Il termine del primo contatto è passato e nessun contatto è registrato.',
    parametro: null,
  },
  'compito-scaduto': {
    nome: 'Compiti scaduti',
    frase: () => 'C’è almeno un compito aperto la cui scadenza è passata.',
    parametro: null,
  },
  accettazione: {
    nome: 'Assegnazione senza risposta',
    frase: (n) => `Assegnata da più di ${giorni(n)} e non ancora accettata.`,
    parametro: 'radar.accettazione-giorni',
  },
  'sospensione-lunga': {
    nome: 'Sospesa da molto',
    frase: (n) => `Sospesa da più di ${giorni(n)}.`,
    parametro: 'radar.sospensione-giorni',
  },
  'senza-equipe': {
    nome: 'Responsabile solo',
    frase: (n) => `Attiva da più di ${giorni(n)} e nell’équipe c’è soltanto il responsabile.`,
    parametro: 'radar.equipe-giorni',
  },
  'senza-informativa': {
    nome: 'Informativa non consegnata',
    frase: () => 'Presa in carico attiva senza che risulti consegnata l’informativa.',
    parametro: null,
  },
  isee: {
    nome: 'ISEE in scadenza',
    frase: (n) => `L’ultima attestazione ISEE scade entro ${giorni(n)} o è scaduta.`,
    parametro: 'radar.isee-giorni',
  },
  'consegne-non-viste': {
    nome: 'Consegne non viste',
    frase: (n) => `Passaggio accettato da più di ${giorni(n)} con consegne di cui non si è presa visione.`,
    parametro: 'radar.consegne-giorni',
  },
  'decisione-da-rivedere': {
    nome: 'Decisione da rivedere',
    frase: () => 'È passata la data in cui una decisione andava rivista.',
    parametro: null,
  },
  'responsabile-assente': {
    nome: 'Responsabile non più in servizio',
    frase: () =>
      'Chi ne è responsabile non può più seguirla in questo comune: il responsabile del servizio offre il passaggio a un collega.',
    parametro: null,
  },
} as const satisfies Readonly<Record<string, Regola>>

export type NomeRegola = keyof typeof regoleRadar
export const nomiRegole = Object.keys(regoleRadar) as NomeRegola[]
export const regolaRadar = (nome: NomeRegola): Regola => regoleRadar[nome]
