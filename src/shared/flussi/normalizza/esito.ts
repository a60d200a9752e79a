// What normalising says of a value: the new text and the rules that made it, or a sentence where the value cannot be read and
// stays as it is. Nothing is changed in silence: each change keeps before, after and rule, and can be undone.

/** The rules, as the manual lists them. */
export const regoleNormalizzazione = {
  N01: 'Spazi doppi, in testa e in coda, spazi particolari e caratteri invisibili si tolgono',
  N02: 'Cognome e nome in maiuscolo, con l’apostrofo semplice, al più 36 caratteri',
  N03: 'Codice fiscale in maiuscolo, senza spazi né trattini',
  N04: 'Codice fiscale provvisorio, con un carattere di controllo che non torna, o con lettere (omocodia) dove lo schema INPS vuole cifre: si segnala',
  N05: 'Date in AAAA-MM-GG: da 31/12/2025, 31-12-25, 31 dicembre 2025, 20251231, 2025-12-31T00:00',
  N06: 'Date scritte come giorni di Excel (45657) in AAAA-MM-GG',
  N07: 'Importi con il punto e due decimali: da 1.234,56, € 1.234, 1234.56',
  N08: 'Ore in ore.minuti: da 2:30, 2 h 30 e, se il profilo lo dice, da ore con decimali',
  N09: 'Zeri iniziali persi nei codici di lunghezza fissa',
  N10: 'Luogo di nascita: dal nome del comune o dello Stato al codice catastale',
  N11: 'Comune di residenza: da nome, codice catastale o vecchio codice al codice ISTAT della data',
  N12: 'Regione dal comune di residenza, nella tabella T0',
  N13: 'Nazioni e cittadinanze: da nome, aggettivo, sigla o codice catastale al codice ISO numerico',
  N14: 'Codici degli elenchi: dalla descrizione al codice',
  N15: 'Codice della prestazione: maiuscolo, con il punto e gli zeri (a1,4 diventa A1.04)',
  N16: 'Denominazione ufficiale del codice della prestazione',
  N17: 'Protocollo della DSU nella forma INPS-ISEE-AAAA-NNNNNNNNX-NN, con il suo anno',
  N18: 'Mese e anno come MM/AAAA',
  N19: 'Quote a zero di ente e servizio sanitario si tolgono',
  N20: 'Quota dell’ente: quanto resta dell’importo, se manca o se gli arrotondamenti non tornano',
  N21: 'Periodi divisi al 31 dicembre, con i mesi di ciascun anno',
  N22: 'Anno ricavato da una data intera',
  N23: 'Importo di tutto il periodo, e sue quote, divisi per i mesi: ciò che l’arrotondamento lascia va sulla quota dell’ente',
} as const
export type RegolaNormalizzazione = keyof typeof regoleNormalizzazione

/** Those that may find a value which they cannot read: a warning, which an ente may make an error. */
export const segnalano = [
  'N04',
  'N05',
  'N07',
  'N08',
  'N10',
  'N11',
  'N12',
  'N13',
  'N14',
  'N15',
  'N23',
] as const satisfies RegolaNormalizzazione[]

export interface Letto {
  valore: string
  /** In the order in which they were applied; empty when nothing changed. */
  regole: readonly RegolaNormalizzazione[]
}

export interface NonLetto {
  regola: RegolaNormalizzazione
  frase: string
}

export type Esito = Letto | NonLetto

export const invariato = (valore: string): Letto => ({ valore, regole: [] })

/** The new text under a rule, or unchanged when it is the same. */
export const letto = (prima: string, valore: string, regola: RegolaNormalizzazione): Letto => ({
  valore,
  regole: prima === valore ? [] : [regola],
})

export interface Modifica {
  /** Path in the record, as in percorsi.ts. */
  campo: string
  prima: string | undefined
  dopo: string | undefined
  regola: RegolaNormalizzazione
}

export interface Segnalazione {
  campo: string
  regola: RegolaNormalizzazione
  frase: string
}
