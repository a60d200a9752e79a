// How wide a text will be, without a browser: widths of Arial in thousandths of the size, slightly generous, so that the
// boxes computed here hold the text wherever it is drawn.
const STRETTE = 'iljtfrI.,\'’|:;!()[]/ "-'
const LARGHE = 'mwMW@%—&'

function em(carattere: string): number {
  if (STRETTE.includes(carattere)) return 0.36
  if (LARGHE.includes(carattere)) return 0.95
  if (carattere.codePointAt(0)! > 0x24f) return 1.05
  return carattere !== carattere.toLowerCase() ? 0.74 : 0.57
}

export const larghezzaTesto = (testo: string, corpo: number): number =>
  [...testo].reduce((n, c) => n + em(c), 0) * corpo

/** As much of the text as fits, with an ellipsis when something is left out. */
function accorcia(testo: string, corpo: number, massima: number): string {
  if (larghezzaTesto(testo, corpo) <= massima) return testo
  let breve = [...testo]
  while (breve.length > 1 && larghezzaTesto(`${breve.join('')}…`, corpo) > massima) breve = breve.slice(0, -1)
  return `${breve.join('').trimEnd()}…`
}

/** Words in lines that fit, at most `quante`; what does not fit ends in an ellipsis. */
export function aCapo(testo: string, corpo: number, massima: number, quante: number): string[] {
  const righe: string[] = []
  const parole = testo.trim().split(/\s+/).filter(Boolean)
  for (const [i, parola] of parole.entries()) {
    const ultima = righe.at(-1)
    if (ultima !== undefined && larghezzaTesto(`${ultima} ${parola}`, corpo) <= massima)
      righe[righe.length - 1] = `${ultima} ${parola}`
    else if (righe.length < quante) righe.push(parola)
    else {
      righe[righe.length - 1] = `${ultima} ${parole.slice(i).join(' ')}`
      break
    }
  }
  return righe.map((r) => accorcia(r, corpo, massima))
}
