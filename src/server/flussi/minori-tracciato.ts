// The cards of minors as a record layout among others.
import { sql } from 'kysely'
import { elaboraMinore } from '../../shared/flussi/elabora-minore.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { type BaseMinori, contestoMinori } from './contesto.ts'
import { campiScheda, MESE_SCHEDA, type RigaMinore, schede, tieniScheda } from './minori-lettura.ts'
import { assertModificabile, rifaiScheda, riscriviScheda } from './minori-scrittura.ts'
import type { Tracciato } from './tracciato.ts'

const scrivibili = new Set(campiScheda.map((c) => c.percorso))

export const tracciatoMinori: Tracciato<SchedaMinore, RigaMinore, BaseMinori> = {
  tipo: 'SINBA',
  nome: 'schede di minori',
  stretta: 'scheda_minore',
  dati: 'scheda_minore_dati',
  periodo: MESE_SCHEDA,
  inLavorazione: sql`p.stato in ('rifiutata', 'da-completare', 'pronta')`,
  campi: campiScheda,
  chi: { titolo: 'Identificativo per INPS (non cambiare)', di: (r) => r.gettone },
  assertCampo(campo) {
    if (!scrivibili.has(campo)) throw erroreDiCampo('campi', `Il campo «${campo}» non esiste.`)
  },
  // what is a list is one text
  valore: (campo) => sql`(case jsonb_typeof(d.record -> ${campo}::text)
    when 'array' then (select nullif(string_agg(x.v, ' ' order by x.n), '') from jsonb_array_elements_text(d.record -> ${campo}::text) with ordinality x(v, n))
    else d.record ->> ${campo}::text end)`,
  righe: schede,
  tieni: tieniScheda,
  assertModificabile,
  assertRiammissibile: async (_, r) => {
    if (r.giaInviata)
      throw problem('stato-non-ammesso', {
        detail: 'È già stata inviata con un altro programma: se va inviata anche da qui, scrivine un’altra.',
      })
  },
  contesto: contestoMinori,
  elabora: (m, base, fermi) => [elaboraMinore(m, { ...base, giaPartita: false }, fermi)],
  riscrivi: riscriviScheda,
  rifai: rifaiScheda,
}
