// What was read, judged anew: the record is put back as it had been read, but for what somebody changed by hand, and elaborated with the
// tables, schemas, severities and corrections of today. Pure; and done twice it changes nothing the second time.
import type { Cambio, Elaborato } from './elabora.ts'
import { DEL_PERIODO } from './normalizza/periodi.ts'
import { cambiaPercorso, diElenco, leggiPercorso } from './percorsi.ts'

export const aMano = (m: Cambio) => m.regola === 'corretta' || m.regola === 'ripristinata'

/** The record before anything but people changed it, and the changes that stay as they are. */
function comeLetta<R extends object>(record: R, modifiche: readonly Cambio[]) {
  // of a period cut at 31 December each part is a row of its own: it is not put together again, nor are its amounts
  const tagliata = modifiche.some((m) => m.regola === 'N21')
  const letta = JSON.parse(JSON.stringify(record)) as R
  const tenuti = new Set<string>()
  for (const [campo, sue] of Map.groupBy(modifiche, (m) => m.campo))
    if (sue.some(aMano) || diElenco(campo) || (tagliata && DEL_PERIODO.has(campo))) tenuti.add(campo)
    else cambiaPercorso(letta, campo, sue[0]!.prima ?? '')
  const tenute = modifiche.filter((m) => tenuti.has(m.campo))
  // cut before N23 was there: the amount of the whole stood in each part
  const importo = tagliata ? leggiPercorso(letta, 'importo') : undefined
  if (importo !== undefined && !modifiche.some((m) => m.campo === 'importo' && aMano(m))) {
    tenute.push({ campo: 'importo', prima: importo, dopo: undefined, regola: 'N21' })
    cambiaPercorso(letta, 'importo', '')
  }
  return { letta, tenute }
}

/** By `elabora`, of the layout of the record. The first takes its place; others are there when its period now passes 31 December. */
export function rielabora<R extends object>(
  r: { record: R; modifiche: readonly Cambio[]; fermi: readonly string[] },
  elabora: (letta: R, fermi: readonly string[]) => Elaborato<R>[],
): [Elaborato<R>, ...Elaborato<R>[]] {
  const { letta, tenute } = comeLetta(r.record, r.modifiche)
  const [prima, ...altre] = elabora(letta, r.fermi) as [Elaborato<R>, ...Elaborato<R>[]]
  return [{ ...prima, modifiche: [...tenute, ...prima.modifiche] }, ...altre]
}
