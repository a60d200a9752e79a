// States of users and of their roles as people say them: one word, one colour that only helps, one sentence.
import type { Static } from 'typebox'
import type { UtenteScheda, UtenteVoce } from '../../../shared/accesso/utenti.api.ts'
import type { StatoAssegnazione, StatoUtente } from '../../../shared/accesso/utenti.rules.ts'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

export type Voce = Static<typeof UtenteVoce>
export type Scheda = Static<typeof UtenteScheda>
export type Assegnazione = Scheda['assegnazioni'][number]

const utente: Record<StatoUtente, { parola: string; tono: Tono; significa: string }> = {
  comunicato: {
    parola: 'comunicato',
    tono: 'attenzione',
    significa: 'L’ente lo ha indicato, ma nessun suo ruolo è ancora abilitato: non può entrare.',
  },
  inserito: {
    parola: 'inserito',
    tono: 'informativo',
    significa: 'È abilitato e non è ancora entrato: al primo accesso con SPID diventerà attivo.',
  },
  attivo: { parola: 'attivo', tono: 'positivo', significa: 'Entra con SPID e opera con i ruoli abilitati.' },
  sospeso: {
    parola: 'sospeso',
    tono: 'attenzione',
    significa: 'Non può entrare finché non viene ripreso. I suoi ruoli restano registrati.',
  },
  cessato: {
    parola: 'cessato',
    tono: 'neutro',
    significa: 'Non opera più e i suoi ruoli sono revocati. Se torna, si riammette con nuovi ruoli.',
  },
  altrove: {
    parola: 'di un’altra installazione',
    tono: 'neutro',
    significa:
      'È un operatore di un’altra installazione: ha scritto in fascicoli arrivati da lì, non può entrare e non ha ruoli. Se ora lavora qui, si accredita come gli altri, e ciò che ha scritto resta suo.',
  },
}

export const significatoStato = (s: StatoUtente) => utente[s].significa
/** The reason of the last change of state, while it still explains the present one. */
export const motivoOra = (u: { stato: StatoUtente; motivoStato: string | null }) =>
  u.stato === 'sospeso' || u.stato === 'cessato' ? u.motivoStato : null
export const opzioniStato = Object.entries(utente).map(([v, { parola }]) => [v, parola] as const)
export const StatoUtenteBadge = ({ stato }: { stato: StatoUtente }) => (
  <StatusBadge tono={utente[stato].tono}>{utente[stato].parola}</StatusBadge>
)

const ruolo: Record<StatoAssegnazione, readonly [string, Tono]> = {
  preparata: ['preparato', 'attenzione'],
  abilitata: ['abilitato', 'positivo'],
  sospesa: ['sospeso', 'attenzione'],
  revocata: ['revocato', 'neutro'],
}
export const StatoRuoloBadge = ({ stato }: { stato: StatoAssegnazione }) => (
  <StatusBadge tono={ruolo[stato][1]}>{ruolo[stato][0]}</StatusBadge>
)

/** Keys of what SPID said, as the register keeps them. */
const campi: Record<string, string> = {
  nome: 'Nome',
  cognome: 'Cognome',
  dataNascita: 'Data di nascita',
  luogoNascita: 'Luogo di nascita',
  genere: 'Genere',
  email: 'E-mail',
}
export const nomeCampo = (campo: string) => campi[campo] ?? campo

export const nomeGenere = { F: 'Femmina', M: 'Maschio' } as const
