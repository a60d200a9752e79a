// The catalogue of refusals (RFC 9457): code → HTTP status and an Italian sentence that says what to do next.
// `throw problem('non-trovato')` anywhere; one error handler on the server and one on the screen do the rest.

export const catalogo = {
  // the kernel's own
  'dati-non-validi': [400, 'Alcuni dati non sono nel formato atteso: correggi i campi indicati e riprova.'],
  'richiesta-illeggibile': [400, 'La richiesta non è leggibile: ricarica la pagina e riprova.'],
  'sessione-assente': [401, 'Per continuare entra con SPID.'],
  'sessione-scaduta': [401, 'La sessione è scaduta: entra di nuovo con SPID. Ciò che stavi scrivendo è conservato.'],
  'azione-non-consentita': [
    403,
    'Il tuo ruolo non consente questa operazione: rivolgiti all’amministratore del tuo ambito.',
  ],
  'ambito-non-affidato': [
    403,
    'Questo lavoro non ti è affidato, o non lo è più: scegli un ente tra i tuoi, o rivolgiti all’amministratore del tuo ambito.',
  ],
  'richiesta-non-sicura': [403, 'La richiesta non viene da una pagina di Trama: ricarica la pagina e riprova.'],
  'non-trovato': [404, 'Non trovato: può essere stato rimosso, o non rientra nel territorio che puoi vedere.'],
  'metodo-non-ammesso': [405, 'Questa operazione non esiste a questo indirizzo.'],
  'gia-presente': [409, 'Esiste già: cerca quello presente invece di crearne un altro.'],
  'possibile-doppione': [409, 'Potrebbe esserci già: guarda le persone simili prima di aggiungerne un’altra.'],
  'stato-non-ammesso': [409, 'L’operazione non è possibile nello stato attuale: ricarica la pagina per vederlo.'],
  'in-uso': [409, 'Non si può rimuovere: altri dati vi fanno riferimento.'],
  'richiesta-ripetuta-diversa': [409, 'La stessa richiesta è già stata inviata con altri dati: ricarica la pagina.'],
  'riferimento-inesistente': [409, 'Uno degli elementi indicati non esiste più: ricarica la pagina e scegli di nuovo.'],
  'bozza-piu-recente': [
    409,
    'C’è una bozza più recente di questo modulo, scritta altrove: riprendila o continua con questa.',
  ],
  'bozza-di-un-altro': [
    409,
    'In questo browser è entrata un’altra persona: la bozza resta chiusa su questo computer finché non rientri.',
  ],
  'troppe-bozze': [
    409,
    'Hai troppe bozze non inviate: questa resta su questo computer finché non ne completi o elimini qualcuna.',
  ],
  'versione-superata': [
    412,
    'Qualcun altro ha modificato questi dati: ricarica la pagina, confronta e salva di nuovo.',
  ],
  'file-troppo-grande': [413, 'Il file supera la dimensione ammessa: riducilo o dividilo.'],
  'bozza-troppo-grande': [413, 'Il testo è troppo lungo per una bozza: resta su questo computer. Invialo, o dividilo.'],
  'intervallo-non-valido': [416, 'Il file è più corto della parte chiesta: scaricalo da capo.'],
  'tipo-file-non-ammesso': [415, 'Il tipo di file non è ammesso per questo uso.'],
  'regola-non-rispettata': [422, 'I dati non rispettano una regola: leggi il dettaglio e correggi.'],
  'motivo-richiesto': [
    422,
    'Non hai in carico questa persona: per aprire il fascicolo indica il motivo, che verrà registrato e comunicato al responsabile.',
  ],
  'ambito-da-scegliere': [422, 'Scegli prima l’ambito su cui lavorare.'],
  'troppe-richieste': [429, 'Troppe richieste in poco tempo: attendi un minuto e riprova.'],
  'errore-interno': [
    500,
    'Si è verificato un errore imprevisto: riprova; se si ripete, comunica il codice della richiesta.',
  ],
  'servizio-non-disponibile': [503, 'Il servizio è momentaneamente occupato: riprova tra qualche secondo.'],
} as const satisfies Record<string, readonly [number, string]>

export type CodiceProblema = keyof typeof catalogo

/** One refused field: `campo` is the path in the request body (`richiedente.cognome`), empty for the whole. */
export interface ErroreCampo {
  campo: string
  codice: string
  messaggio: string
}

/** The body of every refusal, as `application/problem+json`. */
export interface ProblemBody {
  type: string
  title: string
  status: number
  codice: string
  detail?: string
  instance?: string
  richiestaId?: string
  errori?: ErroreCampo[]
  /** Of `motivo-richiesto`: on whose folder the purpose is to be stated, among those that the reader may open. */
  persona?: string
  compito?: Compito
}

/** Of `motivo-richiesto`, where what is asked for is work still to be done, that the reader may take upon himself. */
export interface Compito {
  versione: number
  /** Who is doing it now, by name; null: nobody yet. */
  di: string | null
}

interface Altro {
  detail?: string
  errori?: ErroreCampo[]
  persona?: string | undefined
  compito?: Compito | undefined
}

export class Problem extends Error {
  readonly codice: CodiceProblema
  readonly status: number
  readonly detail: string | undefined
  readonly errori: ErroreCampo[]
  readonly persona: string | undefined
  readonly compito: Compito | undefined
  constructor(codice: CodiceProblema, extra: Altro = {}) {
    super(extra.detail ?? catalogo[codice][1])
    this.codice = codice
    this.status = catalogo[codice][0]
    this.detail = extra.detail
    this.errori = extra.errori ?? []
    this.persona = extra.persona
    this.compito = extra.compito
  }
}

export const problem = (codice: CodiceProblema, extra?: Altro) => new Problem(codice, extra)

/** A rule broken by one named field, in words. */
export const erroreDiCampo = (campo: string, messaggio: string, codice = 'non-valido') =>
  new Problem('regola-non-rispettata', { detail: messaggio, errori: [{ campo, codice, messaggio }] })
