// What INPS declares of a household, as the answer of a question: the fields of an extract that say the same as a fact of the
// record. A question that the record would answer is answered by INPS too, and whoever compiles sees both.
import { normalizza } from '../anagrafe/importa-campi.ts'
import { scelteDi, type Valore, type Voce, vuoto } from '../parametri/questionari.rules.ts'
import type { Definizione } from '../parametri/questionario.ts'
import type { Valori } from './estratto.rules.ts'
import { campoEstratto } from './estratto-campi.ts'

/** Fact → field of the extract. */
const campoDelFatto: Readonly<Record<string, string>> = {
  'fatto:isee.isee': 'isee.valore',
  'fatto:studio.titolo': 'titoloStudio',
  'fatto:lavoro.condizione': 'occupazione',
  'fatto:lavoro.professione': 'qualifica',
}

/** A choice said in words: its code, its text, or the beginning of one text only. */
function traLeScelte(v: Voce, d: Definizione, detto: string): Valore {
  const scelte = scelteDi(v.domanda, d)
  const n = normalizza(detto)
  const uguale = scelte.find((s) => normalizza(String(s.value)) === n || normalizza(s.text) === n)
  const cominciano = scelte.filter((s) => normalizza(s.text).startsWith(n))
  const scelta = uguale ?? (cominciano.length === 1 ? cominciano[0] : undefined)
  if (!scelta) return null
  return v.domanda.type === 'checkbox' ? [scelta.value] : scelta.value
}

/** The field that answers a question, with its value as the question asks it; undefined where INPS does not say. */
export function daEstratto(v: Voce, d: Definizione, dichiarati: Valori): { campo: string; valore: Valore } | undefined {
  const campo = v.domanda.precompila && campoDelFatto[v.domanda.precompila]
  const detto = campo ? dichiarati[campo] : undefined
  if (!campo || vuoto(detto)) return undefined
  const valore = v.domanda.choices
    ? traLeScelte(v, d, String(detto))
    : v.domanda.inputType === 'number'
      ? campoEstratto(campo)?.tipo === 'importo'
        ? Number(detto) / 100
        : Number(detto)
      : String(detto)
  return vuoto(valore) ? undefined : { campo, valore }
}
