// docs/parametri.md: everything that is data and not code, with its value, since when, and where it comes from. Measures have a page
// of their own. A row without its source stops the generation.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { radice } from '../src/server/kernel/paths.ts'
import { readCsv } from '../src/server/kernel/read-csv.ts'
import { leggiQuestionari } from '../src/server/parametri/carica-questionari.ts'

type Riga = Record<string, string>

const cella = (t: string | undefined) => (t ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ').trim()
const tabella = (titoli: readonly string[], righe: readonly (readonly (string | undefined)[])[]) => [
  `| ${titoli.join(' | ')} |`,
  `|${titoli.map(() => '---').join('|')}|`,
  ...righe.map((r) => `| ${r.map(cella).join(' | ')} |`),
  '',
]

const SEGNO = /\[(O2?|K|inf|P|\?)\]/
/** The mark that a source carries, or that it says in words. */
function segno(fonte: string): string {
  const scritto = SEGNO.exec(fonte)?.[0]
  if (scritto) return scritto
  return /^scelta di progetto/i.test(fonte) ? '[P]' : /^da impostare/i.test(fonte) ? 'da impostare' : ''
}
function fonte(r: Riga, dove: string, colonna = 'fonte'): [fonte: string, segno: string] {
  const f = r[colonna]
  if (!f) throw new Error(`config/${dove}: una riga non ha la fonte (${Object.values(r)[0]})`)
  return [f, segno(f)]
}
const vigore = (r: { dal?: string | undefined; al?: string | null | undefined }) =>
  r.al ? `${r.dal} – ${r.al}` : r.dal ? `dal ${r.dal}` : 'sempre'
const righe = (file: string, di: (r: Riga) => (string | undefined)[], colonna?: string) =>
  readCsv(file).map((r) => [...di(r), ...fonte(r, file, colonna)])

interface Tracciato {
  nome: string
  nota: string
  fonte: string
  segno: string
}
function tracciati(): Tracciato[] {
  const cartella = join(radice, 'config', 'tracciati')
  return globSync('*.json', { cwd: cartella })
    .sort()
    .map((f) => JSON.parse(readFileSync(join(cartella, f), 'utf8')) as Tracciato)
}

export function parametersDoc(): string {
  const cambiabili = new Map(readCsv('parametri-ambito.csv').map((r) => [r.chiave, r.perche]))
  const festa = (r: Riga) =>
    r.giorno ? r.giorno.split('-').reverse().join('/') : `Pasqua${r.dopo_pasqua === '0' ? '' : ` + ${r.dopo_pasqua}`}`
  const anni = (r: Riga) =>
    [r.dal_anno && `dal ${r.dal_anno}`, r.al_anno && `al ${r.al_anno}`].filter(Boolean).join(' ')
  return [
    '# Parametri e loro fonti',
    '',
    'Generato da `config` con `npm run generate`. Ciò che una norma o un comune può cambiare è un dato con i suoi giorni, e di ciascuno qui c’è il valore di fabbrica, da',
    'quando vale e da dove viene. I segni sono quelli di [docs/misure.md](misure.md), dove stanno soglie, importi, termini e obblighi di ogni misura:',
    '[O] letto in un testo ufficiale, [O2] in una fonte che lo riporta, [K] ricordato e da confermare, [inf] dedotto, [P] scelta di chi ha scritto Trama, [?] non trovato.',
    'Una fonte senza segno cita un atto, del quale il valore va comunque confrontato con il testo.',
    '',
    '## Valori',
    '',
    'Un ambito cambia per sé quelli segnati, in *Controllo → Parametri*; gli altri li cambia chi gestisce la piattaforma.',
    '',
    ...tabella(
      ['parametro', 'che cosa è', 'valore', 'vale', 'lo cambia l’ambito', 'fonte', 'segno'],
      righe('parametri.csv', (r) => [
        `\`${r.chiave}\``,
        r.descrizione,
        r.valore === '""' ? '(vuoto)' : `\`${r.valore}\``,
        vigore(r),
        cambiabili.has(r.chiave!) ? `sì: ${cambiabili.get(r.chiave!)}` : 'no',
      ]),
    ),
    '## Festività',
    '',
    'Contano nei termini in giorni lavorativi. Il patrono lo dice ogni comune, con la sua fonte.',
    '',
    ...tabella(
      ['festa', 'giorno', 'anni', 'fonte', 'segno'],
      righe('festivita.csv', (r) => [r.nome, festa(r), anni(r)]),
    ),
    '## Elenchi di codici',
    '',
    'Le voci di ciascuno sono in `config/codifiche`, una per riga; dove si può, l’ambito ne aggiunge di sue.',
    '',
    ...tabella(
      ['elenco', 'che cosa è', 'voci', 'l’ambito ne aggiunge', 'fonte', 'segno'],
      righe('codifiche.csv', (r) => [
        `${r.nome} (\`${r.codifica}\`)`,
        r.descrizione,
        String(readCsv(`codifiche/${r.codifica}.csv`).length),
        r.estendibile,
      ]),
    ),
    '## Questionari',
    '',
    'Ogni domanda porta la sua fonte, che si legge nella pagina del questionario: [docs/questionari.md](questionari.md).',
    '',
    ...tabella(
      ['questionario', 'versione', 'vale', 'da dove viene'],
      leggiQuestionari().map((q) => [q.nome, `\`${q.codice}.${q.versione}\`, ${q.etichetta}`, vigore(q), q.nota]),
    ),
    '## Tracciati di ciò che si comunica',
    '',
    'Di nessuno è stato trovato quello ufficiale: le colonne sono in `config/tracciati`.',
    '',
    ...tabella(
      ['tracciato', 'che cosa è', 'fonte', 'segno'],
      tracciati().map((t) => [t.nome, t.nota, t.fonte, `[${t.segno}]`]),
    ),
    '## Sezioni della piattaforma',
    '',
    ...tabella(
      ['sezione', 'dati aperti', 'vale', 'norma', 'segno'],
      righe('sezioni-aperture.csv', (r) => [r.sezione, r.aperta, vigore(r)], 'norma'),
    ),
    ...tabella(
      ['sezione', 'che cosa serve', 'anche dell’attuatore', 'vale', 'fonte', 'segno'],
      righe('sezioni-requisiti.csv', (r) => [r.sezione, r.tipo, r.attuatore, vigore(r)]),
    ),
    '## Adesioni',
    '',
    ...tabella(
      ['tipo', 'con chi', 'ogni anno', 'fonte', 'segno'],
      righe('tipi-adesione.csv', (r) => [r.nome, r.controparte, r.annuale]),
    ),
    '## Classi di dati protetti',
    '',
    ...tabella(
      ['classe', 'che cosa contiene', 'fonte', 'segno'],
      righe('classi-riservatezza.csv', (r) => [r.nome, r.descrizione]),
    ),
    '## Prestazioni di cui lo sportello informa',
    '',
    ...tabella(
      ['prestazione', 'chi la dà', 'vale', 'fonte', 'segno'],
      righe('prestazioni-offerte.csv', (r) => [r.nome, r.erogatore, vigore(r)]),
    ),
    '## Altrove',
    '',
    '- Termini, comunicazioni e giorno del mese entro cui contano, misura per misura: [docs/misure.md](misure.md).',
    '- Tracciati, regole e termini dei flussi per INPS: [docs/flussi.md](flussi.md).',
    '- Codici e identificativi della Regione Lombardia, con il segno di ciascuno: [docs/lombardia.md](lombardia.md).',
    '- Chi può fare che cosa: [docs/permessi.md](permessi.md).',
    '',
  ].join('\n')
}
