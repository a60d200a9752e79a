// The request by which an ambito names its administrators (note on GePI, first phase; rules A2.01–A2.05, R1.12, R1.13):
// its states, what it must contain, and whether form and authorisation note name the same persons. Pure: the public
// form says what is missing with the same words by which the server refuses.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiRichiesta = [
  'bozza',
  'inviata',
  'in-istruttoria',
  'integrazione-richiesta',
  'approvata',
  'respinta',
] as const
export type StatoRichiesta = (typeof statiRichiesta)[number]

export const nomiStatoRichiesta: Record<StatoRichiesta, string> = {
  bozza: 'Bozza, non ancora inviata',
  inviata: 'Inviata, in attesa di istruttoria',
  'in-istruttoria': 'In istruttoria',
  'integrazione-richiesta': 'In attesa di un’integrazione da parte dell’ambito',
  approvata: 'Approvata: gli amministratori possono entrare con SPID',
  respinta: 'Respinta',
}

export type PassoRichiesta = 'modifica' | 'invia' | 'prendiInCarico' | 'chiediIntegrazione' | 'approva' | 'respingi'

const inMano = 'Prendi prima in carico la richiesta: si decide soltanto su una richiesta in istruttoria.'

/** `modifica` is the applicant's writing, which leaves the state as it is until he sends. */
export const transizioniRichiesta: Transizioni<StatoRichiesta, PassoRichiesta> = {
  modifica: {
    da: ['bozza', 'integrazione-richiesta'],
    a: 'bozza',
    altrimenti: 'La richiesta è stata inviata: si può modificare soltanto se il ministero chiede un’integrazione.',
  },
  invia: {
    da: ['bozza', 'integrazione-richiesta'],
    a: 'inviata',
    altrimenti: 'La richiesta è già stata inviata: con il codice di ricevuta puoi seguirne lo stato.',
  },
  prendiInCarico: {
    da: ['inviata'],
    a: 'in-istruttoria',
    altrimenti: 'La richiesta non è in attesa: ricarica l’elenco per vedere chi la istruisce o come è stata decisa.',
  },
  chiediIntegrazione: { da: ['in-istruttoria'], a: 'integrazione-richiesta', altrimenti: inMano },
  approva: { da: ['in-istruttoria'], a: 'approvata', altrimenti: inMano },
  // also where the applicant never answers: nothing else would end it
  respingi: { da: ['in-istruttoria', 'integrazione-richiesta'], a: 'respinta', altrimenti: inMano },
}

export const tipiDocumento = ['nota', 'documento-identita', 'codice-fiscale', 'delega'] as const
export type TipoDocumento = (typeof tipiDocumento)[number]
export const nomiDocumento: Record<TipoDocumento, string> = {
  nota: 'Nota di autorizzazione inviata per PEC',
  'documento-identita': 'Copia del documento di identità',
  'codice-fiscale': 'Copia del codice fiscale',
  delega: 'Atto di delega o di incarico',
}

const copie = ['pdf', 'jpg', 'png', 'p7m'] as const
/** Kinds of file that each document may be. */
export const formatiDocumento: Record<TipoDocumento, readonly ('pdf' | 'jpg' | 'png' | 'p7m' | 'eml')[]> = {
  nota: ['eml'],
  'documento-identita': copie,
  'codice-fiscale': copie,
  delega: copie,
}

/** What an anonymous person may store. */
export const limitiRichiesta = {
  bytesPerFile: 10 * 1_048_576,
  bytes: 60 * 1_048_576,
  documenti: 30,
  persone: 5,
} as const

export interface PersonaIndicata {
  id: string
  codiceFiscale: string | null
  nome: string | null
  cognome: string | null
  dataNascita: string | null
  luogoNascitaId: string | null
  genere: 'M' | 'F' | null
  email: string | null
  telefono: string | null
}
export interface PersonaNominata {
  codiceFiscale: string
  nominativo: string
}
export interface ContenutoRichiesta {
  ambitoId: string | null
  ambitoNominato: string | null
  firmatarioNome: string | null
  firmatarioCognome: string | null
  firmatarioQualifica: 'legale-rappresentante' | 'delegato' | null
  firmatarioEmail: string | null
  firmatarioTelefono: string | null
  nominaDichiarata: boolean
  persone: readonly PersonaIndicata[]
  personeNota: readonly PersonaNominata[]
  documenti: readonly { tipo: TipoDocumento; personaId: string | null }[]
}

export interface Mancanza {
  /** The rule that asks for it. */
  regola: 'A2.01' | 'A2.02' | 'A2.03' | 'A2.05' | 'R1.01' | 'R1.13'
  /** Path in the form, for the screen to point at. */
  campo: string
  messaggio: string
}

const campiPersona = {
  codiceFiscale: 'il codice fiscale',
  nome: 'il nome',
  cognome: 'il cognome',
  dataNascita: 'la data di nascita',
  luogoNascitaId: 'il comune o lo Stato di nascita',
  genere: 'il genere',
  email: 'l’indirizzo e-mail',
  telefono: 'il telefono',
} as const
const campiFirmatario = {
  firmatarioNome: 'il nome di chi firma',
  firmatarioCognome: 'il cognome di chi firma',
  firmatarioQualifica: 'se chi firma è il legale rappresentante o un suo delegato',
  firmatarioEmail: 'l’indirizzo e-mail di chi firma',
} as const

export const nominativo = (p: { nome: string | null; cognome: string | null }, ordine = 0) =>
  [p.cognome, p.nome].filter(Boolean).join(' ') || `la persona n. ${ordine + 1}`

/** Who is in one and not in the other, a sentence each (A2.05). Empty when they name the same persons. */
export function confrontaConNota(persone: readonly PersonaIndicata[], nota: readonly PersonaNominata[]): string[] {
  const nelModulo = new Set(persone.map((p) => p.codiceFiscale))
  const nellaNota = new Set(nota.map((p) => p.codiceFiscale))
  return [
    ...persone
      .filter((p) => p.codiceFiscale && !nellaNota.has(p.codiceFiscale))
      .map(
        (p) =>
          `${nominativo(p)} (${p.codiceFiscale}) è nel modulo e non nella nota: toglilo dal modulo, o allega una nota che lo nomini.`,
      ),
    ...nota
      .filter((p) => !nelModulo.has(p.codiceFiscale))
      .map(
        (p) =>
          `${p.nominativo} (${p.codiceFiscale}) è nella nota e non nel modulo: aggiungilo al modulo, o allega una nota che non lo nomini.`,
      ),
  ]
}

/** What is missing before the request can be sent. */
export function mancanzePerInvio(r: ContenutoRichiesta): Mancanza[] {
  const m: Mancanza[] = []
  const manca = (regola: Mancanza['regola'], campo: string, messaggio: string) => m.push({ regola, campo, messaggio })

  if (!r.ambitoId && !r.ambitoNominato)
    manca('A2.01', 'ambitoId', 'Indica l’ambito: sceglilo dall’elenco o, se non c’è, scrivine il nome.')
  for (const [campo, parole] of Object.entries(campiFirmatario))
    if (!r[campo as keyof typeof campiFirmatario]) manca('A2.01', campo, `Indica ${parole}.`)
  if (r.persone.length === 0) manca('A2.01', 'persone', 'Indica almeno una persona da accreditare come amministratore.')
  r.persone.forEach((p, i) => {
    for (const [campo, parole] of Object.entries(campiPersona))
      if (!p[campo as keyof typeof campiPersona])
        manca('A2.01', `persone.${i}.${campo}`, `Per ${nominativo(p, i)} indica ${parole}.`)
    if (p.codiceFiscale && r.persone.findIndex((x) => x.codiceFiscale === p.codiceFiscale) < i)
      manca(
        'R1.01',
        `persone.${i}.codiceFiscale`,
        `${nominativo(p, i)} è indicato due volte: togli una delle due righe.`,
      )
    for (const tipo of ['documento-identita', 'codice-fiscale'] as const)
      if (!r.documenti.some((d) => d.tipo === tipo && d.personaId === p.id))
        manca(
          'A2.02',
          `persone.${i}.documenti`,
          `Per ${nominativo(p, i)} allega la ${nomiDocumento[tipo].toLowerCase()}.`,
        )
  })
  if (!r.nominaDichiarata)
    manca(
      'R1.13',
      'nominaDichiarata',
      'Dichiara che le persone indicate hanno il potere di rappresentare l’ente e sono designate al trattamento dei dati.',
    )
  if (r.firmatarioQualifica === 'delegato' && !r.documenti.some((d) => d.tipo === 'delega'))
    manca(
      'A2.03',
      'documenti.delega',
      'Chi firma è un delegato: allega l’atto di delega o di incarico del legale rappresentante.',
    )
  if (!r.documenti.some((d) => d.tipo === 'nota'))
    manca('A2.05', 'documenti.nota', 'Allega la nota di autorizzazione inviata per PEC, come messaggio .eml.')
  // who sends may leave the list of the note to the Super Utente; if he gives it, it must agree
  if (r.personeNota.length > 0)
    for (const frase of confrontaConNota(r.persone, r.personeNota)) manca('A2.05', 'personeNota', frase)
  return m
}

/**
 * What blocks the approval: all of the above, and what only the Super Utente can settle. The form is compared with the note
 * as he has read it: with a list written by who sends the form it would be compared with itself.
 */
export function mancanzePerApprovazione(
  r: Omit<ContenutoRichiesta, 'personeNota'> & {
    personeNota: readonly (PersonaNominata & { indicataDa: 'richiedente' | 'istruttoria' })[]
  },
): Mancanza[] {
  const m = mancanzePerInvio(r)
  if (!r.ambitoId && r.ambitoNominato)
    m.push({
      regola: 'A2.01',
      campo: 'ambitoId',
      messaggio: `L’ambito è scritto a parole («${r.ambitoNominato}»): collega la richiesta a un ambito dell’elenco, creandolo se non c’è.`,
    })
  if (r.personeNota.length === 0)
    m.push({
      regola: 'A2.05',
      campo: 'personeNota',
      messaggio: 'Riporta le persone nominate nella nota: modulo e nota devono nominare le stesse.',
    })
  else if (!r.personeNota.every((p) => p.indicataDa === 'istruttoria'))
    m.push({
      regola: 'A2.05',
      campo: 'personeNota',
      messaggio: 'Le persone della nota le ha scritte chi ha mandato la richiesta: leggile nella nota e confermale.',
    })
  return m
}

/** What does not block but deserves a look. `consigliati` is a parameter (R1.12), `presenti` the administrators of today. */
export function avvertenzeRichiesta(
  r: {
    persone: readonly unknown[]
    documenti: readonly { tipo: TipoDocumento; messaggio: { postaCertificata: boolean } | null }[]
  },
  consigliati: number,
  presenti: number,
): string[] {
  const a: string[] = []
  if (r.persone.length + presenti > consigliati)
    a.push(
      `Le persone indicate sono ${r.persone.length}${presenti > 0 ? `, e l’ambito ha già ${presenti === 1 ? 'un amministratore' : `${presenti} amministratori`}` : ''}: di norma per ogni ambito ${consigliati === 1 ? 'ne basta uno' : `ne bastano ${consigliati}`}.`,
    )
  const note = r.documenti.filter((d) => d.tipo === 'nota')
  if (note.length > 0 && !note.some((d) => d.messaggio?.postaCertificata))
    a.push(
      'Il messaggio della nota non ha le intestazioni della posta elettronica certificata: verifica che sia arrivato per PEC.',
    )
  return a
}
