// The chapters of the manual: one Markdown file each in docs/manuale, read here and on paper from the same text, and the
// pages each one speaks of, so that a page can lead to its own.
import type { Rotta } from '../../kernel/rotte.ts'

export interface Capitolo {
  /** Name of the file, and last part of the address. */
  id: string
  titolo: string
  /** Who needs it, and for what. */
  per: string
  /** Pages it explains: a path, with everything under it unless another chapter says a longer one. */
  pagine: readonly `/${string}`[]
  testo: () => Promise<{ default: string }>
}

export const capitoli: readonly Capitolo[] = [
  {
    id: 'sportello',
    titolo: 'Lo sportello',
    per: 'Per chi riceve le persone: il contatto in pochi tasti, la scheda intera, che cosa proporre, gli invii.',
    pagine: ['/sportello', '/invii', '/prestazioni-offerte'],
    testo: () => import('../../../../docs/manuale/sportello.md?raw'),
  },
  {
    id: 'segnalazioni',
    titolo: 'Le segnalazioni',
    per: 'Per chi le riceve e per chi le valuta: dal racconto alla presa in carico, e la copia per la famiglia.',
    pagine: ['/segnalazioni'],
    testo: () => import('../../../../docs/manuale/segnalazioni.md?raw'),
  },
  {
    id: 'casi',
    titolo: 'I casi: dall’estratto al case manager',
    per: 'Per chi coordina i patti e per i case manager: gli estratti, l’assegnazione, le scadenze, gli esoneri.',
    pagine: ['/casi', '/miei-casi', '/scadenziere'],
    testo: () => import('../../../../docs/manuale/casi.md?raw'),
  },
  {
    id: 'convocazioni',
    titolo: 'Convocazioni, incontri, giorni festivi',
    per: 'Per i case manager, per chi registra gli incontri e per chi tiene i comuni: convocare con la prova, chi è venuto, il giorno del patrono.',
    pagine: ['/convocazioni', '/incontri', '/patroni', '/agenda/disponibilita'],
    testo: () => import('../../../../docs/manuale/convocazioni.md?raw'),
  },
  {
    id: 'equipe',
    titolo: 'L’équipe multidisciplinare',
    per: 'Per il case manager e per chi è nominato: chi ne fa parte, che cosa vede, le sedute e i verbali.',
    pagine: ['/equipe', '/mie-equipe'],
    testo: () => import('../../../../docs/manuale/equipe.md?raw'),
  },
  {
    id: 'patto',
    titolo: 'Il patto e il suo monitoraggio',
    per: 'Per i case manager e per chi coordina: scrivere il patto con la famiglia, firmarlo, seguirlo; il catalogo dei sostegni, i numeri.',
    pagine: ['/patti', '/patti-numeri', '/sostegni'],
    testo: () => import('../../../../docs/manuale/patto.md?raw'),
  },
  {
    id: 'domande',
    titolo: 'Le domande e le comunicazioni con INPS',
    per: 'Per chi raccoglie e controlla le domande e per chi le invia: dallo sportello all’esito, i file e le ricevute.',
    pagine: ['/domande', '/comunicazioni'],
    testo: () => import('../../../../docs/manuale/domande.md?raw'),
  },
  {
    id: 'misure',
    titolo: 'Le misure: regole, prove, valutazioni',
    per: 'Per tutti, e per chi segue i casi e coordina: che cosa chiede e dà una legge, provare un caso, che cosa cambierebbe.',
    pagine: ['/misure'],
    testo: () => import('../../../../docs/manuale/misure.md?raw'),
  },
  {
    id: 'agenda',
    titolo: 'L’agenda',
    per: 'Per chi fissa e tiene appuntamenti: la settimana degli uffici e il calendario sul telefono.',
    pagine: ['/agenda'],
    testo: () => import('../../../../docs/manuale/agenda.md?raw'),
  },
  {
    id: 'presa-in-carico',
    titolo: 'La presa in carico e il trasferimento',
    per: 'Per l’assistente sociale: dalla proposta alla chiusura, il passaggio di consegne, la riapertura.',
    pagine: ['/prese', '/arrivi', '/persone/:id/prese'],
    testo: () => import('../../../../docs/manuale/presa-in-carico.md?raw'),
  },
  {
    id: 'diario',
    titolo: 'Il fascicolo, il diario e le bozze',
    per: 'Per chi scrive di una persona: le voci, ciò che non si perde, la storia, le cronologie.',
    pagine: ['/diario', '/cronologie', '/persone/:id'],
    testo: () => import('../../../../docs/manuale/diario.md?raw'),
  },
  {
    id: 'persone',
    titolo: 'Persone, nuclei, genogramma ed ecomappa',
    per: 'Per chi cerca, aggiunge e descrive: i dati con le loro date, le famiglie, i disegni che si fanno da soli.',
    pagine: [
      '/persone',
      '/persone/:id/scheda',
      '/persone/:id/nuclei',
      '/persone/:id/relazioni',
      '/persone/:id/genogramma',
      '/persone/:id/ecomappa',
    ],
    testo: () => import('../../../../docs/manuale/persone.md?raw'),
  },
  {
    id: 'unioni-e-variazioni',
    titolo: 'Unioni, primo carico e variazioni anagrafiche',
    per: 'Per chi tiene in ordine le schede: i doppioni, i file del programma di prima e dell’anagrafe.',
    pagine: ['/persone/doppioni', '/persone/:id/unione', '/variazioni', '/cartella/importazioni'],
    testo: () => import('../../../../docs/manuale/unioni-e-variazioni.md?raw'),
  },
  {
    id: 'documenti',
    titolo: 'Documenti e lettere',
    per: 'Per chi conserva e scrive documenti, e per chi cambia i modelli delle lettere.',
    pagine: ['/persone/:id/documenti', '/persone/:id/lettera', '/modelli'],
    testo: () => import('../../../../docs/manuale/documenti.md?raw'),
  },
  {
    id: 'carico-e-decisioni',
    titolo: 'Il carico di lavoro, il radar e le decisioni',
    per: 'Per il responsabile e per chi coordina: assegnare con equilibrio, accorgersi di chi tace, decidere con le ragioni.',
    pagine: ['/assegnazioni', '/carico', '/radar', '/decisioni', '/persone/:id/decisioni'],
    testo: () => import('../../../../docs/manuale/carico-e-decisioni.md?raw'),
  },
  {
    id: 'riservatezza',
    titolo: 'Chi vede che cosa',
    per: 'Per tutti, e in particolare per il DPO: il motivo, le emergenze, l’oscuramento, il registro per il cittadino.',
    pagine: [
      '/emergenze',
      '/accessi-insoliti',
      '/registri/accessi',
      '/persone/:id/emergenza',
      '/persone/:id/letture',
      '/persone/:id/oscuramenti',
      '/persone/:id/registro',
    ],
    testo: () => import('../../../../docs/manuale/riservatezza.md?raw'),
  },
  {
    id: 'esportare',
    titolo: 'Esportare un fascicolo',
    per: 'Per l’assistente sociale e il responsabile: il fascicolo intero in un file, il suo ritorno, il messaggio regionale.',
    pagine: ['/fascicoli/importazione', '/messaggi-regionali', '/persone/:id/messaggio'],
    testo: () => import('../../../../docs/manuale/esportare.md?raw'),
  },
  {
    id: 'flussi',
    titolo: 'I flussi per INPS',
    per: 'Per chi prepara i flussi: dal foglio dell’ufficio al file che INPS accetta, e che cosa fare di un rifiuto.',
    pagine: ['/flussi', '/interventi'],
    testo: () => import('../../../../docs/manuale/flussi.md?raw'),
  },
  {
    id: 'analisi',
    titolo: 'Le analisi della famiglia',
    per: 'Per chi compila l’analisi preliminare e il quadro di analisi, e per chi contribuisce.',
    pagine: ['/analisi', '/persone/:id/analisi', '/questionari'],
    testo: () => import('../../../../docs/manuale/analisi.md?raw'),
  },
]

/** Where the longest path that a chapter names leads from this one. */
function guidaDi(path: string): string | undefined {
  const [scelto] = capitoli
    .flatMap((c) => c.pagine.map((p) => ({ c, p })))
    .filter(({ p }) => path === p || path.startsWith(`${p}/`))
    .sort((a, b) => b.p.length - a.p.length)
  return scelto && `/manuale/${scelto.c.id}`
}

/** The routes with the chapter that speaks of each: the head of the page leads there. */
export const conManuale = (rotte: readonly Rotta[]): readonly Rotta[] =>
  rotte.map((r) => {
    const guida = guidaDi(r.path)
    return guida ? { ...r, guida } : r
  })
