// «Nothing typed is ever lost»: a form keeps its values in the browser while one writes, under the form's key and the
// user's id, so that they survive an expired session, a closed browser and a power cut, and nobody else who signs in
// at the same desk is offered them. A draft dies when the form is accepted, when the user throws it away, or after
// two weeks. Values may be confidential: they stay on this computer, unencrypted, hence the short life.

export interface Bozza {
  salvata: string
  valori: Record<string, unknown>
  /** The version of the record that was being changed, to notice that somebody else has changed it since. */
  versione?: number
}

const PREFISSO = 'trama.bozza.'
export const DURATA_GIORNI = 14

type Deposito = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export const chiaveBozza = (utenteId: string | null, chiave: string) =>
  `${PREFISSO}${utenteId ?? 'senza-sessione'}.${chiave}`

function leggi(dove: Deposito, chiave: string): Bozza | null {
  try {
    const b = JSON.parse(dove.getItem(chiave) ?? 'null')
    return b && typeof b.salvata === 'string' && typeof b.valori === 'object' ? b : null
  } catch {
    return null
  }
}

const scaduta = (b: Bozza, adesso: Date) => adesso.getTime() - Date.parse(b.salvata) > DURATA_GIORNI * 86_400_000

/** The draft, unless it is too old. */
export function trovaBozza(dove: Deposito, chiave: string, adesso = new Date()): Bozza | null {
  const b = leggi(dove, chiave)
  return b && !scaduta(b, adesso) ? b : null
}

/** False when the browser has no room or forbids storage: the form says so instead of pretending. */
export function salvaBozza(
  dove: Deposito,
  chiave: string,
  { valori, versione }: Omit<Bozza, 'salvata'>,
  adesso = new Date(),
): boolean {
  try {
    // a File cannot be kept, and a form is not worth less without it
    const soloTesto = Object.fromEntries(Object.entries(valori).filter(([, v]) => !(v instanceof Blob)))
    dove.setItem(chiave, JSON.stringify({ salvata: adesso.toISOString(), valori: soloTesto, versione } satisfies Bozza))
    return true
  } catch {
    return false
  }
}

export const togliBozza = (dove: Deposito, chiave: string) => dove.removeItem(chiave)

/** Removes the drafts that nobody came back for, whoever wrote them. Called when the application starts. */
export function spazzaBozze(dove: Deposito, adesso = new Date()): number {
  const chiavi = Array.from({ length: dove.length }, (_v, i) => dove.key(i)).filter((k) => k?.startsWith(PREFISSO))
  const vecchie = chiavi.filter((k): k is string => {
    const b = k ? leggi(dove, k) : null
    return !b || scaduta(b, adesso)
  })
  for (const k of vecchie) dove.removeItem(k)
  return vecchie.length
}
