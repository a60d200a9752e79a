// The codes of a message against the table of its day: which values are codes, of which system, and whether the table
// admits them.
import { catalogo, fasi, sistemaDi, valoriDi } from './campi.ts'
import type { Versione } from './codici.ts'
import type { Difetto, Messaggio } from './messaggio.ts'

/** Every coded value of the message with the code system it belongs to, those that are absent left out. */
export function codiciDi(m: Messaggio): { percorso: string; sistema: string; codice: string }[] {
  const { busta, accesso } = m
  const { assistito: a, segnalazione } = accesso
  const tutti: [percorso: string, sistema: string, codice: string | undefined][] = [
    ['busta.processo', 'PROCESSO', busta.processo],
    ['busta.modalita', 'MODALITA', busta.modalita],
    ['busta.ricevuta', 'RICEVUTA', busta.ricevuta],
    ['accesso.assistito.genere', 'GENERE', a.genere],
    ['accesso.assistito.statoCivile', 'STATO-CIVILE', a.statoCivile],
    ['accesso.assistito.titoloStudio', 'TITOLO-STUDIO', a.titoloStudio],
    ['accesso.assistito.comuneNascita', 'COMUNE-NASCITA', a.comuneNascita],
    ['accesso.assistito.documento.tipo', 'DOCUMENTO-TIPO', a.documento?.tipo],
    ['accesso.assistito.ats', 'ATS', a.ats],
    ['accesso.assistito.asst', 'ASST', a.asst],
    ['accesso.assistito.ambito', 'AMBITO', a.ambito],
    ['accesso.segnalazione.bisogno', 'BISOGNO', segnalazione?.bisogno],
    ['accesso.segnalazione.ente.tipo', 'ENTE-TIPO', segnalazione?.ente?.tipo],
    ['accesso.segnalazione.ente.codice', 'ENTE', segnalazione?.ente?.codice],
    ['valutazione.responsabile.profilo', 'PROFILO-RESPONSABILE', m.valutazione?.responsabile?.profilo],
    ['valutazione.caseManager.profilo', 'PROFILO-CASE-MANAGER', m.valutazione?.caseManager?.profilo],
  ]
  for (const c of a.cittadinanze) tutti.push(['accesso.assistito.cittadinanze', 'CITTADINANZA', c])
  const conoscenti = [
    ['accesso.assistito.nucleo', 'NUCLEO', a.nucleo],
    ['accesso.assistito.rete', 'RETE', a.rete],
    ['accesso.assistenti', 'ASSISTENTE', accesso.assistenti],
  ] as const
  for (const [percorso, sistema, lista] of conoscenti)
    lista.forEach((x, i) => {
      tutti.push([`${percorso}[${i}].tipo`, sistema, x.tipo], [`${percorso}[${i}].genere`, 'GENERE', x.genere])
    })
  for (const tipo of fasi) {
    const fase = m[tipo]
    if (!fase) continue
    tutti.push([`${tipo}.stato`, 'STATO', fase.stato], [`${tipo}.esito`, 'ESITO', fase.esito])
    for (const campo of catalogo[tipo].campi)
      if (campo.tipo === 'codice')
        for (const valore of valoriDi(fase.dati, campo))
          tutti.push([`${tipo}.dati.${campo.chiave}`, sistemaDi(tipo, campo), valore])
  }
  return tutti.flatMap(([percorso, sistema, codice]) => (codice === undefined ? [] : [{ percorso, sistema, codice }]))
}

/** Codes that the table of the day does not have, where its list is complete; and phases called by another's code. */
export function controllaCodici(m: Messaggio, tabella: Versione): Difetto[] {
  const d: Difetto[] = []
  for (const { percorso, sistema, codice } of codiciDi(m)) {
    const riga = tabella.sistema(sistema)
    if (!riga)
      d.push({
        percorso,
        frase: `Il sistema di codici ${sistema} non è nella tabella del ${tabella.giorno}: aggiungilo.`,
      })
    else if (riga.elenco === 'completo' && !tabella.codice(sistema, codice))
      d.push({
        percorso,
        frase: `«${codice}» non è fra i codici ammessi (${riga.descrizione}): correggilo, o aggiungilo alla tabella dei codici.`,
      })
  }
  for (const tipo of fasi) {
    const fase = m[tipo]
    if (fase && tabella.codice('FASE', fase.codice)?.corrisponde !== tipo)
      d.push({
        percorso: `${tipo}.codice`,
        frase: `«${fase.codice}» non è il codice della fase ${catalogo[tipo].lettera} (${catalogo[tipo].nome}) nella tabella.`,
      })
  }
  return d
}
