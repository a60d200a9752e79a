// What the pages of the measures share: names and days of a version, its state, a source with its mark.
import type { Definizione } from '../../shared/misure/definizione.ts'
import type { Espressione, Fatto } from '../../shared/misure/linguaggio.ts'
import type { VersioneLetta } from '../../shared/misure/misure.api.ts'
import { conValori, inParole, type Nomina } from '../../shared/misure/parole.ts'
import { paroleSegno, type Segno } from '../../shared/misure/provenienza.ts'
import type { Risultato } from '../../shared/misure/risultato.ts'
import { leggiDefinizione, type VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

/** What tells a version from those of the same measure: the number too, of one that another of the same label corrects. */
export const nomeTraLeAltre = (
  v: { etichetta: string; numero: number },
  tutte: readonly { etichetta: string; numero: number }[],
) =>
  tutte.some((x) => x.etichetta === v.etichetta && x.numero > v.numero)
    ? `${v.etichetta}, versione ${v.numero}`
    : v.etichetta
export const nomeVersione = (v: { sigla: string; etichetta: string }) => `${v.sigla}, ${v.etichetta}`

/** A source, and the mark that says how sure it is, in words for whoever asks. */
export function Fonte({ fonte, segno }: { fonte: string; segno: Segno }) {
  return (
    <span className="fonte">
      {fonte} <abbr title={paroleSegno[segno]}>[{segno}]</abbr>
    </span>
  )
}

/** What is stored has been read before: a version always compiles. */
export function compila(v: VersioneLetta): VersioneCompilata {
  const { versione, difetti } = leggiDefinizione(v.definizione)
  if (!versione) throw new Error(difetti.join(' '))
  return versione
}

const gruppi: Readonly<Record<string, string>> = {
  domanda: 'Domanda',
  richiedente: 'Chi chiede',
  residenza: 'Residenza',
  isee: 'ISEE e redditi',
  casa: 'Casa',
  beni: 'Beni',
}
export const gruppoDi = (f: Fatto): string => gruppi[f.id.split('.')[0]!] ?? 'Altro'

const toni: Record<Risultato['esito'], Tono> = {
  spetta: 'positivo',
  'non-spetta': 'critico',
  'non-si-sa': 'attenzione',
}
export function EsitoBadge({ esito }: { esito: Risultato['esito'] }) {
  return <StatusBadge tono={toni[esito]}>{esito.replaceAll('-', ' ')}</StatusBadge>
}

/** A requirement as the law says it, and behind «come si calcola» as it is computed. */
export function Regola({ r, d, nomina }: { r: Definizione['requisiti'][number]; d: Definizione; nomina: Nomina }) {
  return (
    <>
      <p>{conValori(r.testo, d)}</p>
      <details className="dettagli">
        <summary>Come si calcola</summary>
        {inParole(r.condizione as Espressione, nomina)}
      </details>
    </>
  )
}
