// How far each household is with its measure: how many out of three hundred, at least one each, so that every state is there to be
// seen. The names are of this story; the states are in src/shared/patti/*.rules.ts, and the test asks that none is missing.

/** Of which measure of config/misure these stories are: the one of today, and those of before. */
export const MISURA = 'adi'
export const MISURA_DI_PRIMA = 'rdc'
export const MISURA_DEL_COMUNE = 'rei'

/** When it arrived, in days before today. The last extract also says what INPS has done meanwhile. */
export const ondate = { prima: 350, seconda: 205, terza: 100, quarta: 40, ultima: 9 } as const
export type Ondata = keyof typeof ondate

interface Sorte {
  su300: number
  ondata: Ondata
  /** Analysed, hence where the record is kept. */
  analisi?: 'A' | 'B' | 'C' | 'D' | 'bozza'
  /** Presented under the version of before. */
  vecchia?: true
}

export const sorti = {
  ricevuto: { su300: 17, ondata: 'ultima' },
  'da-assegnare-scaduto': { su300: 3, ondata: 'seconda' },
  assegnato: { su300: 18, ondata: 'quarta' },
  'assegnato-scaduto': { su300: 6, ondata: 'seconda' },
  convocato: { su300: 20, ondata: 'quarta' },
  'non-si-presenta': { su300: 6, ondata: 'terza' },
  giustificato: { su300: 4, ondata: 'terza' },
  presentato: { su300: 20, ondata: 'quarta' },
  'analisi-in-bozza': { su300: 7, ondata: 'quarta', analisi: 'bozza' },
  'analisi-finalizzata': { su300: 6, ondata: 'terza', analisi: 'B' },
  'analisi-rettificata': { su300: 2, ondata: 'terza', analisi: 'C' },
  'inviato-cpi': { su300: 4, ondata: 'terza', analisi: 'A' },
  'preso-dal-cpi': { su300: 2, ondata: 'terza', analisi: 'A' },
  'rientrato-dal-cpi': { su300: 2, ondata: 'terza', analisi: 'A' },
  'non-accolto-dal-cpi': { su300: 1, ondata: 'terza', analisi: 'A' },
  'quadro-in-bozza': { su300: 3, ondata: 'terza', analisi: 'D' },
  'quadro-finalizzato': { su300: 3, ondata: 'terza', analisi: 'D' },
  'patto-in-bozza': { su300: 4, ondata: 'terza', analisi: 'B' },
  'patto-da-firmare': { su300: 4, ondata: 'terza', analisi: 'C' },
  'patto-firmato': { su300: 5, ondata: 'terza', analisi: 'B' },
  'monitoraggio-1': { su300: 6, ondata: 'seconda', analisi: 'B' },
  'monitoraggio-3': { su300: 12, ondata: 'prima', analisi: 'C' },
  'patto-in-revisione': { su300: 3, ondata: 'seconda', analisi: 'B' },
  'patto-rivisto': { su300: 2, ondata: 'prima', analisi: 'D' },
  'revisione-lasciata': { su300: 1, ondata: 'seconda', analisi: 'C' },
  'patto-chiuso': { su300: 4, ondata: 'prima', analisi: 'B' },
  esonerato: { su300: 9, ondata: 'seconda' },
  escluso: { su300: 7, ondata: 'seconda' },
  'esonero-di-uno': { su300: 5, ondata: 'terza' },
  reintegrato: { su300: 2, ondata: 'seconda' },
  sospeso: { su300: 8, ondata: 'seconda' },
  chiuso: { su300: 8, ondata: 'seconda' },
  riaperto: { su300: 1, ondata: 'seconda' },
  decaduto: { su300: 6, ondata: 'seconda' },
  revocato: { su300: 3, ondata: 'seconda' },
  terminato: { su300: 14, ondata: 'prima', vecchia: true },
  rinnovato: { su300: 10, ondata: 'prima', vecchia: true },
  trasferito: { su300: 5, ondata: 'terza' },
  'offerta-in-attesa': { su300: 3, ondata: 'terza' },
  'offerta-rifiutata': { su300: 2, ondata: 'terza' },
  'offerta-ritirata': { su300: 1, ondata: 'terza' },
  riassegnato: { su300: 3, ondata: 'terza' },
  /** Had the measure of before, and has asked for nothing since. */
  'solo-prima': { su300: 48, ondata: 'prima' },
} as const satisfies Record<string, Sorte>
export type NomeSorte = keyof typeof sorti
export const sorteDi = (s: NomeSorte): Sorte => sorti[s]
export const TUTTI = 300

/** One of each before the second of any. */
export function codaDelleSorti(quanti: (su300: number) => number): { nome: NomeSorte; k: number }[] {
  return (Object.keys(sorti) as NomeSorte[])
    .flatMap((nome) => Array.from({ length: quanti(sorti[nome].su300) }, (_, k) => ({ nome, k })))
    .sort((a, b) => a.k - b.k)
}
