// Every reason for which a SPID login is refused, with the sentence the person reads. One closed list, so that each
// reason has its test and its wording; `dettaglio` is for the log and never carries personal data.
// nr19…nr25 are the anomalies of the person (SPID technical rules, table of error messages); the others are defects
// of the message, for which the person can only start again or report.

const RIPROVA = 'Torna alla pagina di accesso ed entra di nuovo con SPID.'
const SEGNALA = 'Riprova tra qualche minuto; se succede ancora, segnalalo all’assistenza indicando il codice qui sotto.'

export const motivi = {
  // the message cannot be read
  'troppo-grande': [413, `La risposta del gestore di identità è troppo lunga per essere valida. ${SEGNALA}`],
  'non-leggibile': [400, `La risposta del gestore di identità non è leggibile. ${SEGNALA}`],
  'xml-vietato': [400, `La risposta del gestore di identità contiene parti non ammesse. ${SEGNALA}`],
  'id-ripetuto': [400, `La risposta del gestore di identità contiene identificativi ripetuti. ${SEGNALA}`],
  'struttura-non-valida': [400, `La risposta del gestore di identità non è completa. ${SEGNALA}`],
  'versione-non-valida': [400, `La risposta del gestore di identità usa una versione non ammessa. ${SEGNALA}`],
  // it does not answer a question of ours
  'gestore-sconosciuto': [400, `Il gestore di identità scelto non è tra quelli di SPID. ${RIPROVA}`],
  'non-sollecitata': [403, `È arrivata una conferma di identità che non era stata chiesta. ${RIPROVA}`],
  'richiesta-sconosciuta': [403, `Questo accesso è già stato usato oppure è scaduto. ${RIPROVA}`],
  'richiesta-scaduta': [403, `È passato troppo tempo da quando hai iniziato l’accesso. ${RIPROVA}`],
  'browser-diverso': [403, `L’accesso è stato iniziato da un altro browser, o i cookie sono disattivati. ${RIPROVA}`],
  // who says it, and to whom
  'firma-risposta-assente': [403, `La risposta del gestore di identità non è firmata. ${SEGNALA}`],
  'firma-asserzione-assente': [403, `La conferma di identità non è firmata. ${SEGNALA}`],
  'firma-spostata': [403, `La firma non copre i dati ricevuti: la risposta è stata alterata. ${SEGNALA}`],
  'firma-non-valida': [403, `La firma del gestore di identità non è valida. ${SEGNALA}`],
  'algoritmo-non-ammesso': [403, `La firma del gestore di identità usa un metodo non sicuro. ${SEGNALA}`],
  'emittente-errato': [403, `La risposta non viene dal gestore di identità che hai scelto. ${RIPROVA}`],
  'destinazione-errata': [403, `La risposta del gestore di identità era diretta a un altro indirizzo. ${SEGNALA}`],
  'destinatario-errato': [403, `La conferma di identità era diretta a un altro indirizzo. ${SEGNALA}`],
  'servizio-errato': [403, `La conferma di identità era destinata a un altro servizio. ${SEGNALA}`],
  'richiesta-diversa': [403, `La conferma di identità risponde a un’altra richiesta. ${RIPROVA}`],
  // when
  'istante-non-valido': [403, `La risposta del gestore di identità ha una data non valida. ${SEGNALA}`],
  scaduta: [403, `La conferma di identità è scaduta prima di arrivare. ${RIPROVA}`],
  'non-ancora-valida': [403, `La conferma di identità non è ancora valida: un orologio è sfasato. ${SEGNALA}`],
  // what
  'asserzione-assente': [403, `La risposta del gestore non contiene la conferma di identità. ${SEGNALA}`],
  'asserzioni-multiple': [403, `La risposta del gestore contiene più di una conferma di identità. ${SEGNALA}`],
  'asserzione-cifrata': [403, `La conferma di identità è cifrata, e SPID non lo prevede. ${SEGNALA}`],
  'soggetto-non-valido': [403, `La conferma di identità non indica la persona nel modo previsto. ${SEGNALA}`],
  'conferma-non-valida': [403, `La conferma di identità non è completa. ${SEGNALA}`],
  'condizioni-non-valide': [403, `La conferma di identità non indica per chi e fino a quando vale. ${SEGNALA}`],
  'autenticazione-assente': [403, `La conferma di identità non dice come sei stato riconosciuto. ${SEGNALA}`],
  'livello-insufficiente': [
    403,
    'Per entrare serve SPID di livello 2: oltre alla password, il codice o la notifica sull’app del tuo gestore. Entra di nuovo e completa anche il secondo passaggio.',
  ],
  'attributo-mancante': [
    403,
    `Il gestore di identità non ha inviato tutti i dati necessari. Controlla i tuoi dati sul sito del gestore, poi entra di nuovo con SPID.`,
  ],
  'attributo-non-valido': [403, `Un dato inviato dal gestore di identità non ha il formato previsto. ${SEGNALA}`],
  // the identity provider says no
  nr19: [
    403,
    'Hai inserito più volte credenziali errate. Recupera la password dal tuo gestore SPID, poi entra di nuovo.',
  ],
  nr20: [403, 'La tua identità SPID non arriva al livello richiesto. Chiedi al tuo gestore di attivare il livello 2.'],
  nr21: [403, 'È passato troppo tempo sulla pagina del gestore SPID e l’accesso è scaduto. Entra di nuovo.'],
  nr22: [
    403,
    'Non hai dato il consenso a inviare i tuoi dati: senza, non possiamo sapere chi sei. Entra di nuovo e acconsenti.',
  ],
  nr23: [
    403,
    'La tua identità SPID è sospesa o revocata, o le credenziali sono bloccate. Rivolgiti al tuo gestore SPID.',
  ],
  nr25: [403, 'Hai annullato l’accesso con SPID. Quando vuoi, puoi entrare di nuovo.'],
  'richiesta-non-accettata': [403, `Il gestore di identità non ha accettato la nostra richiesta. ${SEGNALA}`],
  'esito-negativo': [403, `Il gestore di identità non ha confermato l’accesso. ${SEGNALA}`],
} as const satisfies Record<string, readonly [number, string]>

export type Motivo = keyof typeof motivi

export class SpidRifiutato extends Error {
  readonly motivo: Motivo
  /** The HTTP status that suits the page shown to the person. */
  readonly status: number
  /** The Italian sentence for the person. */
  readonly frase: string
  /** For the log: what exactly was wrong. */
  readonly dettaglio: string
  constructor(motivo: Motivo, dettaglio = '') {
    super(dettaglio ? `${motivo}: ${dettaglio}` : motivo)
    this.motivo = motivo
    this.status = motivi[motivo][0]
    this.frase = motivi[motivo][1]
    this.dettaglio = dettaglio
  }
}

/** Throws unless the condition holds. */
export function esigi(condizione: unknown, motivo: Motivo, dettaglio?: string): asserts condizione {
  if (!condizione) throw new SpidRifiutato(motivo, dettaglio)
}

/** The reason carried by a negative `Status`: the number is in its message, as «ErrorCode nrNN». */
export function motivoDelloStato(messaggio: string): Motivo {
  const numero = Number(/^ErrorCode nr(\d{2})$/.exec(messaggio)?.[1])
  const codice = `nr${numero}`
  if (codice in motivi) return codice as Motivo
  // 8…18: the provider found a defect in the request or in its signature: ours to correct, not the person’s
  return numero >= 8 && numero <= 18 ? 'richiesta-non-accettata' : 'esito-negativo'
}
