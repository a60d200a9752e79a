// States of a user and of an assignment (note on GePI, gepi §2.1), and how the register of changes is told in words.
// comunicato: the ente has named him; inserito: at least one assignment is enabled; attivo: he has entered with SPID;
// altrove: he has written, in another installation, what was imported here, and never enters (ADR 0043).
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiUtente = ['comunicato', 'inserito', 'attivo', 'sospeso', 'cessato', 'altrove'] as const
export type StatoUtente = (typeof statiUtente)[number]

export const transizioniUtente = {
  abilita: {
    da: ['comunicato'],
    a: 'inserito',
    altrimenti: 'L’utente è già stato abilitato, oppure è sospeso o cessato: apri la sua scheda.',
  },
  'primo-accesso': { da: ['inserito'], a: 'attivo', altrimenti: 'L’utente non è abilitato a entrare.' },
  sospendi: {
    da: ['inserito', 'attivo'],
    a: 'sospeso',
    altrimenti: 'Si sospende soltanto un utente abilitato: questo non lo è.',
  },
  riprendi: { da: ['sospeso'], a: 'inserito', altrimenti: 'L’utente non è sospeso: non c’è nulla da riprendere.' },
  cessa: {
    da: ['comunicato', 'inserito', 'attivo', 'sospeso'],
    a: 'cessato',
    altrimenti: 'L’utente è già cessato.',
  },
  riammetti: {
    da: ['cessato'],
    a: 'comunicato',
    altrimenti: 'Si riammette soltanto un utente cessato: per gli altri usa «Riprendi» o aggiungi un ruolo.',
  },
  accredita: {
    da: ['altrove'],
    a: 'comunicato',
    altrimenti: 'Questa persona è già tra gli utenti: apri la sua scheda e aggiungi il ruolo.',
  },
} as const satisfies Transizioni<StatoUtente, string>

/** Who had already entered comes back as he was: his first login is history. */
export const statoRipreso = (primoAccesso: string | null): StatoUtente => (primoAccesso ? 'attivo' : 'inserito')

export const statiAssegnazione = ['preparata', 'abilitata', 'sospesa', 'revocata'] as const
export type StatoAssegnazione = (typeof statiAssegnazione)[number]

export const transizioniAssegnazione = {
  abilita: { da: ['preparata'], a: 'abilitata', altrimenti: 'Questo ruolo non è in attesa di abilitazione.' },
  sospendi: { da: ['abilitata'], a: 'sospesa', altrimenti: 'Si sospende soltanto un ruolo abilitato.' },
  // back through «prepared»: it is enabled again only if the convenzione is still there
  riprendi: { da: ['sospesa'], a: 'preparata', altrimenti: 'Questo ruolo non è sospeso.' },
  revoca: {
    da: ['preparata', 'abilitata', 'sospesa'],
    a: 'revocata',
    altrimenti: 'Questo ruolo è già stato revocato: se serve di nuovo, assegnalo.',
  },
} as const satisfies Transizioni<StatoAssegnazione, string>

/** A row of the register about a user or one of his assignments. */
export interface Modifica {
  tabella: string
  operazione: string
  prima: Record<string, unknown> | null
  dopo: Record<string, unknown> | null
  /** «Case manager, Comune di Latina»: of the assignment the row is about. */
  ruolo: string | null
}

const campi: Record<string, string> = {
  codice_fiscale: 'codice fiscale',
  cognome: 'cognome',
  nome: 'nome',
  data_nascita: 'data di nascita',
  luogo_nascita_id: 'luogo di nascita',
  genere: 'genere',
  email: 'e-mail',
  telefono: 'telefono',
  fondo: 'fondo',
  fine_contratto: 'fine del contratto',
}
const statoRuolo: Record<string, string> = {
  preparata: 'preparato',
  abilitata: 'abilitato',
  sospesa: 'sospeso',
  revocata: 'revocato',
}
const perche = (r: Record<string, unknown>) => (r.motivo_stato ? `: ${String(r.motivo_stato)}` : '')
const giorno = (v: unknown) => String(v).split('-').reverse().join('/')

/** A change as a sentence; null where it says nothing to a person (the time of the last login). */
export function racconta(m: Modifica): string | null {
  const dopo = m.dopo ?? {}
  if (m.tabella === 'assegnazione') {
    const ruolo = m.ruolo ?? 'Ruolo'
    if (m.operazione === 'inserimento') {
      const date = dopo.al ? ` dal ${giorno(dopo.dal)} al ${giorno(dopo.al)}` : ` dal ${giorno(dopo.dal)}`
      return `${ruolo}: ${dopo.sostituisce_id ? 'sostituzione' : 'assegnato'}${date}, ${statoRuolo[String(dopo.stato)]}.`
    }
    if (m.operazione === 'cancellazione') return `${ruolo}: rimosso.`
    if (dopo.stato) return `${ruolo}: ${statoRuolo[String(dopo.stato)]}${perche(dopo)}.`
    if (dopo.al) return `${ruolo}: termina il ${giorno(dopo.al)}.`
    return null
  }
  if (m.operazione === 'inserimento')
    return dopo.stato === 'altrove'
      ? 'Arrivato con ciò che ha scritto in un’altra installazione.'
      : 'Inserito tra gli utenti.'
  if (m.operazione === 'cancellazione') return 'Rimosso dagli utenti.'
  const frasi: string[] = []
  if (dopo.stato && m.prima?.stato === 'altrove')
    frasi.push('Accreditato: era un operatore di un’altra installazione, e ciò che ha scritto resta suo.')
  else if (dopo.stato) frasi.push(`Stato da ${String(m.prima?.stato)} a ${String(dopo.stato)}${perche(dopo)}.`)
  if ('stesso_di' in dopo)
    frasi.push(
      dopo.stesso_di
        ? `Riconosciuto come la stessa persona di un utente di qui${perche(dopo)}.`
        : `Non è più detto la stessa persona di un utente di qui${perche(dopo)}.`,
    )
  const cambiati = Object.keys(campi).filter((c) => c in dopo)
  if (cambiati.length > 0) frasi.push(`Dati modificati: ${cambiati.map((c) => campi[c]).join(', ')}.`)
  if (dopo.dubbio_accettato) frasi.push(`Codice fiscale confermato: ${String(dopo.dubbio_accettato)}.`)
  if (dopo.spid_differenze) frasi.push('All’accesso, SPID ha comunicato dati diversi da quelli accreditati.')
  return frasi.length > 0 ? frasi.join(' ') : null
}
