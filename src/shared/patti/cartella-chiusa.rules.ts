// What opens the record in a comune, in words: asked where an analysis cannot begin without it.

/** `aperta`: the section is open nationally. `adesioni`: names of the acts that a comune must have registered. */
export function cheCosaApreLaCartella(r: { aperta: boolean; adesioni: readonly string[] }): string {
  if (!r.aperta)
    return 'La cartella sociale non è ancora aperta per nessun comune: la apre chi amministra la piattaforma.'
  const quali = r.adesioni.map((a) => `«${a}»`).join(' e ')
  return `Per aprirla l’amministratore dell’ambito registra, tra le adesioni del comune, ${quali || 'ciò che la sezione chiede'}.`
}
