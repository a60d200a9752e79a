// The pact in plain words, for the family to keep: what is to be reached, what is done, what one commits to, who helps, when one meets.
// What serves the offices (fund, expected cost and hours, areas, sources, the benefit) is not in it, so no template can print it.
// The fixed words are keys of config/testi-patto.csv; a person whose name is not known to who prints is not said.
import { listaDi, testoDi, type Voce, vociDi, vociVive } from './patto-voci.ts'

export interface VoceCopia {
  testo: string
  /** Key of a fixed text, and what it is worth, already in words. */
  righe: [chiave: string, valore: string][]
  /** Not keeping it may have a consequence. */
  condizionale: boolean
  passi: VoceCopia[]
}
/** In the order in which they are read: each is also the key of its title, after «copia-». */
export const partiCopia = ['raggiungere', 'facciamo', 'impegni', 'aiuti', 'incontri', 'disaccordi'] as const
export type ParteCopia = (typeof partiCopia)[number]
export type CopiaPatto = Record<ParteCopia, VoceCopia[]>

export interface FonteCopia {
  voci: readonly Voce[]
  /** Name of a member; empty where it is not known. */
  nome: (componenteId: string) => string
  /** A day (`YYYY-MM-DD`) in words. */
  giorno: (iso: string) => string
  /** Meetings already planned with everybody: day, and hour if it has one. */
  incontri: readonly { giorno: string; ora: string | null }[]
}

/** What the copy says. The same entries as the formal print, fewer of their fields. */
export function copiaDelPatto(f: FonteCopia): CopiaPatto {
  const vive = vociVive(f.voci)
  const di = (genere: Voce['genere'], padre: string | null = null) => vociDi(vive, genere, padre)
  const giorno = (v: Voce, campo: string) => (testoDi(v, campo) ? f.giorno(testoDi(v, campo)) : '')
  const nomi = (ids: readonly string[]) => [...new Set(ids)].map(f.nome).filter(Boolean).join(', ')
  const una = (v: Voce, righe: [string, string][] = [], passi: VoceCopia[] = []): VoceCopia => ({
    testo: testoDi(v),
    righe: righe.filter(([, valore]) => valore !== ''),
    condizionale: v.campi.condizionale === true,
    passi,
  })
  const quando = (v: Voce): [string, string][] => [
    ['copia-dal', giorno(v, 'dal')],
    ['copia-al', giorno(v, 'al')],
  ]
  const chi = (v: Voce): [string, string] => ['copia-chi', testoDi(v, 'chi')]
  const risultati = di('obiettivo').flatMap((o) => di('risultato', o.voce))
  return {
    raggiungere: di('obiettivo').map((o) =>
      una(
        o,
        [],
        di('risultato', o.voce).map((r) =>
          una(r, [
            ['copia-entro', giorno(r, 'entro')],
            ['copia-prova', testoDi(r, 'indicatore')],
          ]),
        ),
      ),
    ),
    facciamo: [
      ...risultati.flatMap((r) => di('azione', r.voce)).map((a) => una(a, [chi(a), ...quando(a)])),
      ...di('equipe').map((e) => una(e, [chi(e), ['copia-ogni', testoDi(e, 'frequenza')], ...quando(e)])),
      ...di('proposta').map((p) => una(p, [chi(p), ['copia-entro', giorno(p, 'entro')]])),
    ],
    impegni: di('impegno').map((i) =>
      una(i, [
        ['copia-chi', nomi([testoDi(i, 'componente'), ...listaDi(i, 'coinvolti')].filter(Boolean))],
        ['copia-ogni', testoDi(i, 'frequenza')],
        ...quando(i),
      ]),
    ),
    aiuti: [
      ...di('sostegno').map((s) =>
        una(s, [
          ['copia-chi', [testoDi(s, 'ente'), testoDi(s, 'chi')].filter(Boolean).join(', ')],
          ['copia-per', nomi(listaDi(s, 'coinvolti'))],
          ...quando(s),
        ]),
      ),
      ...di('rete').map((r) => una(r, [chi(r), ...quando(r)])),
      ...di('risorsa').map((r) => una(r)),
    ],
    incontri: [
      ...f.incontri.map(
        (x): VoceCopia => ({
          testo: '',
          righe: [['copia-prossimo', x.ora ? `${f.giorno(x.giorno)}, ${x.ora}` : f.giorno(x.giorno)]],
          condizionale: false,
          passi: [],
        }),
      ),
      ...di('monitoraggio').map((m) =>
        una(m, [
          ['copia-giorni', typeof m.campi.giorni === 'number' ? String(m.campi.giorni) : ''],
          ...(f.incontri.length > 0 ? [] : [['copia-primo', giorno(m, 'primo')] as [string, string]]),
        ]),
      ),
    ],
    disaccordi: di('disaccordo').map((d) => una(d, [chi(d)])),
  }
}

/** The whole text of the copy, fixed words included: of what its readability is said. `bozza`: not signed yet, which it says. */
export function testoDellaCopia(c: CopiaPatto, testi: Readonly<Record<string, string>>, bozza: boolean): string {
  const fisso = (chiave: string) => testi[chiave] ?? ''
  const di = (v: VoceCopia): string[] => [
    v.testo,
    ...v.righe.map(([chiave, valore]) => `${fisso(chiave)}: ${valore}`),
    v.condizionale ? fisso('copia-condizionale') : '',
    ...v.passi.flatMap(di),
  ]
  return [
    fisso('copia-titolo'),
    bozza ? fisso('copia-bozza') : '',
    fisso('copia-premessa'),
    ...partiCopia.flatMap((p) => (c[p].length > 0 ? [fisso(`copia-${p}`), ...c[p].flatMap(di)] : [])),
    fisso('copia-chiusura'),
  ]
    .filter(Boolean)
    .join('\n')
}
