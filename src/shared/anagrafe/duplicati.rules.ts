// When a person being added may already be there. Deterministic and in words: the operator decides, and sees why.

export interface Confronto {
  codiceFiscale: boolean
  /** Surname and name sound alike, word by word. */
  suono: boolean
  nomeUguale: boolean
  dataNascita: boolean
  /** Same day and month, or same year: a date copied wrong. */
  nascitaVicina: boolean
  recapito: boolean
}

export type Grado = 'certo' | 'probabile' | 'possibile'

/** How likely they are one person and why; null when nothing speaks for it. */
export function valutaSomiglianza(c: Confronto): { grado: Grado; motivi: string[] } | null {
  const motivi = [
    c.codiceFiscale && 'stesso codice fiscale',
    c.nomeUguale ? 'stesso nome' : c.suono && 'nome che suona allo stesso modo',
    c.dataNascita ? 'stessa data di nascita' : c.nascitaVicina && 'data di nascita quasi uguale',
    c.recapito && 'stesso recapito',
  ].filter((m): m is string => Boolean(m))
  const nome = c.nomeUguale || c.suono
  if (c.codiceFiscale) return { grado: 'certo', motivi }
  if (nome && c.dataNascita) return { grado: 'probabile', motivi }
  if (nome && (c.nascitaVicina || c.recapito)) return { grado: 'possibile', motivi }
  if (c.nomeUguale) return { grado: 'possibile', motivi }
  return null
}
