// What a pact is made of: the kinds of entry, what hangs from what, and the fields of each. The editor, the server that checks what
// is written, the reading and the printed form all follow this table. A field whose values are a code list names it.
import type { Codifica } from '../parametri/codifiche.rules.ts'

export type TipoCampo =
  | 'testo'
  | 'riga'
  | 'giorno'
  | 'numero'
  | 'importo'
  | 'voce'
  | 'componente'
  | 'componenti'
  | 'si-no'
  | 'offerta'

export interface Campo {
  nome: string
  etichetta: string
  tipo: TipoCampo
  codifica?: Codifica
  aiuto?: string
  /** Asked before the pact can be proposed for signature. */
  serve?: true
}
export interface Genere {
  uno: string
  molti: string
  /** What it hangs from; null at the first level. */
  padre: GenereVoce | null
  /** One of it and no more. */
  unico?: true
  /** Evaluated at the meetings, by this scale. */
  valutato?: Codifica
  aiuto: string
  campi: readonly Campo[]
}

export const generiVoce = [
  'obiettivo',
  'risultato',
  'azione',
  'impegno',
  'sostegno',
  'rete',
  'risorsa',
  'proposta',
  'equipe',
  'beneficio',
  'monitoraggio',
  'disaccordo',
] as const
export type GenereVoce = (typeof generiVoce)[number]

const testo = (etichetta: string, aiuto?: string): Campo => ({
  nome: 'testo',
  etichetta,
  tipo: 'testo',
  serve: true,
  ...(aiuto && { aiuto }),
})
const dal: Campo = { nome: 'dal', etichetta: 'Dal', tipo: 'giorno' }
const al: Campo = { nome: 'al', etichetta: 'Al', tipo: 'giorno' }
const chi = (etichetta: string): Campo => ({ nome: 'chi', etichetta, tipo: 'riga' })
const coinvolti: Campo = { nome: 'coinvolti', etichetta: 'Chi riguarda', tipo: 'componenti' }

export const generi: Readonly<Record<GenereVoce, Genere>> = {
  obiettivo: {
    uno: 'Obiettivo',
    molti: 'Obiettivi',
    padre: null,
    aiuto: 'Che cosa si vuole cambiare, detto con le parole della famiglia. Vengono dai bisogni più urgenti.',
    campi: [
      { nome: 'area', etichetta: 'Tipo', tipo: 'voce', codifica: 'area-obiettivo-patto', serve: true },
      testo('Obiettivo'),
      {
        nome: 'fonte',
        etichetta: 'Da dove nasce',
        tipo: 'riga',
        aiuto: 'La parte dell’analisi, o chi lo ha proposto.',
      },
      { nome: 'priorita', etichetta: 'È tra le priorità', tipo: 'si-no' },
      coinvolti,
    ],
  },
  risultato: {
    uno: 'Risultato atteso',
    molti: 'Risultati attesi',
    padre: 'obiettivo',
    valutato: 'andamento-risultato',
    aiuto: 'Una tappa che si possa vedere e misurare, con un giorno.',
    campi: [
      testo('Risultato'),
      { nome: 'indicatore', etichetta: 'Come si vede che c’è', tipo: 'riga', serve: true },
      { nome: 'partenza', etichetta: 'Com’è oggi', tipo: 'riga' },
      { nome: 'entro', etichetta: 'Entro il', tipo: 'giorno', serve: true },
      coinvolti,
    ],
  },
  azione: {
    uno: 'Azione',
    molti: 'Azioni',
    padre: 'risultato',
    aiuto: 'Che cosa si fa per arrivarci, chi lo fa, da quando a quando.',
    campi: [testo('Azione'), { ...chi('Chi la fa'), serve: true }, dal, al],
  },
  impegno: {
    uno: 'Impegno',
    molti: 'Impegni delle persone',
    padre: null,
    valutato: 'rispetto-impegno',
    aiuto:
      'Che cosa si impegna a fare una persona. È condizionale quello che, non mantenuto, può portare a una sanzione.',
    campi: [
      { nome: 'area', etichetta: 'Di che cosa parla', tipo: 'voce', codifica: 'area-impegno-patto', serve: true },
      testo('Impegno'),
      {
        nome: 'componente',
        etichetta: 'Di chi',
        tipo: 'componente',
        aiuto: 'Lascia vuoto se è di tutto il nucleo: allora non è condizionale.',
      },
      { nome: 'condizionale', etichetta: 'È condizionale', tipo: 'si-no' },
      { nome: 'coinvolti', etichetta: 'Altri coinvolti, senza condizioni', tipo: 'componenti' },
      { nome: 'frequenza', etichetta: 'Ogni quanto', tipo: 'riga' },
      dal,
      al,
      { nome: 'prova', etichetta: 'Come si vede che è mantenuto', tipo: 'riga' },
    ],
  },
  sostegno: {
    uno: 'Sostegno',
    molti: 'Sostegni',
    padre: null,
    aiuto:
      'Che cosa danno i servizi: i livelli essenziali (LEPS) e gli altri. Quelli del catalogo hanno già ente e fondo.',
    campi: [
      { nome: 'offerta', etichetta: 'Dal catalogo dell’ambito', tipo: 'offerta' },
      { nome: 'tipo', etichetta: 'Sostegno', tipo: 'voce', codifica: 'sostegno-patto', serve: true },
      { ...testo('Che cosa si fa') },
      { nome: 'ente', etichetta: 'Chi lo dà', tipo: 'riga', serve: true },
      chi('Responsabile'),
      coinvolti,
      { ...dal, serve: true },
      al,
      { nome: 'ore', etichetta: 'Ore previste', tipo: 'numero' },
      { nome: 'costo', etichetta: 'Costo previsto', tipo: 'importo' },
      { nome: 'fondo', etichetta: 'Fondo', tipo: 'voce', codifica: 'fondo-sostegno' },
    ],
  },
  rete: {
    uno: 'Impegno della rete',
    molti: 'Impegni della rete',
    padre: null,
    aiuto: 'Che cosa si impegnano a fare altri enti, la scuola, le associazioni.',
    campi: [{ ...chi('Chi si impegna'), serve: true }, testo('Impegno'), dal, al],
  },
  risorsa: {
    uno: 'Risorsa coinvolta',
    molti: 'Risorse coinvolte',
    padre: null,
    aiuto: 'Persone, luoghi, capacità su cui si può contare.',
    campi: [{ nome: 'tipo', etichetta: 'Tipo', tipo: 'voce', codifica: 'tipo-risorsa-patto' }, testo('Risorsa')],
  },
  proposta: {
    uno: 'Proposta di intervento',
    molti: 'Proposte di interventi',
    padre: null,
    aiuto: 'Interventi e prestazioni da chiedere, che il patto da solo non dà.',
    campi: [testo('Intervento'), chi('A chi si chiede'), { nome: 'entro', etichetta: 'Entro il', tipo: 'giorno' }],
  },
  equipe: {
    uno: 'Attività dell’équipe',
    molti: 'Attività dell’équipe',
    padre: null,
    aiuto: 'Che cosa fanno insieme i professionisti che seguono la famiglia.',
    campi: [
      testo('Attività'),
      chi('Chi la fa'),
      dal,
      al,
      { nome: 'frequenza', etichetta: 'Ogni quanto', tipo: 'riga' },
    ],
  },
  beneficio: {
    uno: 'Beneficio economico',
    molti: 'Beneficio economico',
    padre: null,
    unico: true,
    aiuto: 'Quanto, con quale carta, da quando a quando. Si scrive come risulta da INPS.',
    campi: [
      { nome: 'importo', etichetta: 'Importo mensile', tipo: 'importo', serve: true },
      { nome: 'carta', etichetta: 'Carta, ultime quattro cifre', tipo: 'riga' },
      dal,
      al,
      { nome: 'stato', etichetta: 'Stato', tipo: 'voce', codifica: 'stato-beneficio' },
    ],
  },
  monitoraggio: {
    uno: 'Piano di monitoraggio',
    molti: 'Piano di monitoraggio',
    padre: null,
    unico: true,
    aiuto: 'Ogni quanto ci si incontra per guardare insieme come va, e che cosa si guarda.',
    campi: [
      { nome: 'giorni', etichetta: 'Un incontro ogni quanti giorni', tipo: 'numero', serve: true },
      { nome: 'primo', etichetta: 'Primo incontro', tipo: 'giorno', serve: true },
      { nome: 'testo', etichetta: 'Che cosa si guarda', tipo: 'testo' },
    ],
  },
  disaccordo: {
    uno: 'Disaccordo',
    molti: 'Disaccordi',
    padre: null,
    aiuto: 'Ciò su cui la famiglia, o qualcuno, non è d’accordo: si scrive com’è e resta nel patto.',
    campi: [{ ...chi('Chi'), serve: true }, testo('Su che cosa non è d’accordo')],
  },
}

/** Of every entry: where it stands, and whether it has been taken away. */
export const campiComuni = ['genere', 'padre', 'ordine', 'tolta'] as const

export type ValoreVoce = string | number | boolean | string[] | null
export interface Voce {
  voce: string
  genere: GenereVoce
  padre: string | null
  ordine: number
  tolta: boolean
  campi: Readonly<Record<string, ValoreVoce>>
}

/** Those in force, of a kind, under something, in order. */
export const vociDi = (voci: readonly Voce[], genere: GenereVoce, padre: string | null = null): Voce[] =>
  voci
    .filter((v) => v.genere === genere && !v.tolta && v.padre === padre)
    .sort((a, b) => a.ordine - b.ordine || (a.voce < b.voce ? -1 : 1))

/** Those still there, with what they hang from still there as well. */
export function vociVive(voci: readonly Voce[]): Voce[] {
  const di = new Map(voci.map((v) => [v.voce, v]))
  const viva = (v: Voce | undefined): boolean =>
    v !== undefined && !v.tolta && (v.padre === null || viva(di.get(v.padre)))
  return voci.filter(viva)
}

export const testoDi = (v: Voce, campo = 'testo'): string => {
  const x = v.campi[campo]
  return typeof x === 'string' ? x.trim() : ''
}
export const listaDi = (v: Voce, campo: string): string[] => {
  const x = v.campi[campo]
  return Array.isArray(x) ? x : []
}

/** Entries from their fields one by one, as they are written and saved. */
export function vociDaCampi(campi: Iterable<readonly [voce: string, campo: string, valore: unknown]>): Voce[] {
  const di = new Map<string, Record<string, ValoreVoce>>()
  for (const [voce, campo, valore] of campi) {
    const suoi = di.get(voce) ?? {}
    suoi[campo] = valore as ValoreVoce
    di.set(voce, suoi)
  }
  return [...di].flatMap(([voce, suoi]) => {
    const genere = generiVoce.find((g) => g === suoi.genere)
    return genere ? [comeVoce(voce, genere, (suoi.padre as string | null) ?? null, suoi)] : []
  })
}
export const comeVoce = (
  voce: string,
  genere: GenereVoce,
  padre: string | null,
  campi: Readonly<Record<string, ValoreVoce>>,
): Voce => ({
  voce,
  genere,
  padre,
  ordine: typeof campi.ordine === 'number' ? campi.ordine : 0,
  tolta: campi.tolta === true,
  campi: Object.fromEntries(Object.entries(campi).filter(([k]) => !(campiComuni as readonly string[]).includes(k))),
})
