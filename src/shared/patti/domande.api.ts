// The domanda that the comune takes, through the API: at the desk, under the checks, towards INPS, and the counts.
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { FattiNucleo, Risultato } from '../misure/risultato.ts'
import { luci } from '../misure/termini.rules.ts'
import { statiComunicazione } from './comunicazioni.rules.ts'
import { quale, Scelte } from './cruscotto.api.ts'
import type { Contenuto } from './domanda-campi.ts'
import { esitiControllo, statiDomanda } from './domande.rules.ts'
import { passiDomanda } from './domande-figure.rules.ts'

const Valore = Type.Union([Type.Boolean(), Type.Number(), Type.String({ maxLength: 500 }), Type.Null()])
const Valori = Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z0-9]*([.-][a-z0-9]+)*$', maxLength: 80 }), Valore)
/** Members by id where they are already there: one that a reader does not see stays. */
const Componente = Oggetto({ id: Opzionale(Id), valori: Valori })
export const ContenutoScritto = Oggetto({
  nucleo: Valori,
  componenti: Type.Array(Componente, { minItems: 1, maxItems: 20 }),
})
export type ContenutoScritto = Static<typeof ContenutoScritto>

export const contenutoDi = (c: ContenutoScritto): Contenuto => ({
  nucleo: c.nucleo,
  componenti: c.componenti.map((x) => x.valori),
})

const Breve = Oggetto({
  id: Id,
  numero: Type.String(),
  richiedente: Type.String(),
  codiceFiscale: Nullabile(Type.String()),
  personaId: Nullabile(Id),
  comuneId: Belfiore,
  comune: Type.String(),
  misura: Type.String(),
  stato: Uno(statiDomanda),
  statoDal: Data,
  presentataIl: Data,
  componenti: Type.Integer(),
  scade: Nullabile(Data),
  luce: Nullabile(Uno(['verde', 'giallo', 'scaduto'] as const)),
  protocollo: Nullabile(Type.String()),
})
export type DomandaBreve = Static<typeof Breve>
const Elenco = Page(Breve)

const Soggetto = Oggetto({
  id: Id,
  domandaId: Id,
  numero: Type.String(),
  nome: Type.String(),
  codiceFiscale: Nullabile(Type.String()),
  dataNascita: Nullabile(Data),
  parentela: Nullabile(Type.String()),
  stato: Uno(statiDomanda),
  misura: Type.String(),
  comune: Type.String(),
  personaId: Nullabile(Id),
  collegamento: Uno(['nessuno', 'codice-fiscale', 'confermato', 'escluso', 'proposto'] as const),
})
const Soggetti = Page(Soggetto)

const Simile = Oggetto({
  personaId: Id,
  nome: Type.String(),
  dataNascita: Nullabile(Data),
  codiceFiscale: Nullabile(Type.String()),
})
const Scheda = Oggetto({
  ...Breve.properties,
  versione: Versione,
  versioneId: Id,
  versioneMisura: Type.String(),
  punto: Nullabile(Type.String()),
  revisione: Type.Integer(),
  inviataIl: Nullabile(Data),
  esitoIl: Nullabile(Data),
  mensile: Nullabile(Type.Integer()),
  nucleo: Valori,
  membri: Type.Array(
    Oggetto({
      id: Id,
      personaId: Nullabile(Id),
      collegamento: Soggetto.properties.collegamento,
      simili: Type.Array(Simile),
      valori: Valori,
    }),
  ),
  /** Where they live and how they are reached is not shown: somebody of them must not be found. */
  segreta: Type.Boolean(),
  /** Checks asked by the version, each with the one that holds and those of before. */
  controlli: Type.Array(
    Oggetto({
      id: Type.String(),
      nome: Type.String(),
      testo: Type.String(),
      fonte: Type.String(),
      segno: Type.String(),
      esito: Nullabile(Uno(esitiControllo)),
      storia: Type.Array(
        Oggetto({
          posto: Type.Integer(),
          esito: Uno(esitiControllo),
          giorno: Data,
          documento: Type.String(),
          nota: Type.String(),
          revisione: Type.Integer(),
          registratoIl: Istante,
          operatore: Nullabile(Type.String()),
        }),
      ),
    }),
  ),
  impedimentoInvio: Nullabile(Type.String()),
  impedimentoRifiuto: Nullabile(Type.String()),
  impedimentoRiporto: Nullabile(Type.String()),
  /** It is asked too early after what the household has had, with the source of the rule; `vieta`: it cannot be presented. */
  presto: Nullabile(Oggetto({ frase: Type.String(), fonte: Type.String(), vieta: Type.Boolean() })),
  valutazione: Nullabile(Oggetto({ fatti: FattiNucleo, risultato: Risultato, creataIl: Istante })),
  termini: Type.Array(
    Oggetto({
      id: Type.String(),
      nome: Type.String(),
      luce: Uno(luci),
      scadenza: Nullabile(Data),
      adempiuto: Nullabile(Data),
      fonte: Type.String(),
    }),
  ),
  comunicazioni: Type.Array(
    Oggetto({
      riferimento: Type.String(),
      tipo: Type.String(),
      nome: Type.String(),
      stato: Uno(statiComunicazione),
      accodataIl: Istante,
      inviataIl: Nullabile(Istante),
      rispostaIl: Nullabile(Istante),
      risposta: Nullabile(Type.String()),
    }),
  ),
  storia: Type.Array(
    Oggetto({
      id: Id,
      quando: Istante,
      giorno: Nullabile(Data),
      titolo: Type.String(),
      testo: Nullabile(Type.String()),
      autore: Nullabile(Type.String()),
    }),
  ),
})
export type SchedaDomanda = Static<typeof Scheda>

const Punto = Oggetto({
  id: Id,
  comuneId: Belfiore,
  comune: Type.String(),
  ufficioId: Id,
  ufficio: Type.String(),
  dal: Data,
  al: Nullabile(Data),
})

const atto = (azione: 'domanda.raccogli' | 'domanda.controlla' | 'domanda.invia') =>
  ({ azione, method: 'POST', params: ById, fascicolo: true, reply: Fatto }) as const
const persone = (r: { personaId: string | null; membri: { personaId: string | null }[] }) => [
  ...new Set([r.personaId, ...r.membri.map((m) => m.personaId)].flatMap((p) => p ?? [])),
]

const Numeri = Oggetto({
  voci: Type.Array(
    Oggetto({
      comuneId: Belfiore,
      comune: Type.String(),
      misuraId: Type.String(),
      misura: Type.String(),
      stato: Uno(statiDomanda),
      quante: Type.Integer(),
      vicine: Type.Integer(),
      scadute: Type.Integer(),
    }),
  ),
  mesi: Type.Array(
    Oggetto({
      mese: Type.String(),
      presentate: Type.Integer(),
      accolte: Type.Integer(),
      respinte: Type.Integer(),
      rinunciate: Type.Integer(),
    }),
  ),
  tempi: Type.Array(Oggetto({ passo: Uno(passiDomanda), giorni: Nullabile(Type.Integer()), domande: Type.Integer() })),
  scelte: Scelte,
})
export type NumeriDomande = Static<typeof Numeri>
export type NumeroDomande = Static<typeof Numeri>['voci'][number]

export const domandeApi = {
  scelte: endpoint({
    method: 'GET',
    path: '/domande/scelte',
    azione: 'domanda.raccogli',
    summary: 'Comuni, sportelli e misure per le quali si può raccogliere una domanda',
    reply: Oggetto({
      comuni: Type.Array(
        Oggetto({ id: Belfiore, nome: Type.String(), punti: Type.Array(Oggetto({ id: Id, nome: Type.String() })) }),
      ),
      misure: Type.Array(Oggetto({ id: Type.String(), nome: Type.String(), dal: Data, al: Nullabile(Data) })),
    }),
  }),
  numeri: endpoint({
    method: 'GET',
    path: '/domande/numeri',
    azione: 'domanda.conta',
    summary: 'Quante domande in ogni stato e mese, quante vicine o oltre il termine, in quanto tempo: soltanto numeri',
    query: Oggetto(quale),
    reply: Numeri,
  }),
  foglio: endpoint({
    method: 'GET',
    path: '/domande/numeri/foglio',
    azione: 'domanda.conta',
    summary: 'I numeri delle domande in un foglio di calcolo',
    query: Oggetto({ ...quale, formato: Uno(['xlsx', 'csv'] as const) }),
    reply: Binario,
  }),
  numeriAmbito: endpoint({
    method: 'GET',
    path: '/domande/numeri-ambito',
    azione: 'domanda.conta-ambito',
    summary: 'Quante domande ha ogni comune dell’ambito, per stato e mese: soltanto numeri',
    query: Oggetto(quale),
    reply: Numeri,
  }),
  foglioAmbito: endpoint({
    method: 'GET',
    path: '/domande/numeri-ambito/foglio',
    azione: 'domanda.conta-ambito',
    summary: 'I numeri delle domande dei comuni dell’ambito in un foglio di calcolo',
    query: Oggetto({ ...quale, formato: Uno(['xlsx', 'csv'] as const) }),
    reply: Binario,
  }),
  cerca: endpoint({
    method: 'POST',
    path: '/domande/elenco',
    azione: 'domanda.leggi',
    summary: 'Le domande raccolte nel proprio territorio, con i filtri',
    body: Oggetto({
      stato: Type.Optional(Uno(statiDomanda)),
      comune: Type.Optional(Belfiore),
      misura: Type.Optional(Testo(60)),
      termine: Type.Optional(Uno(['vicine', 'scadute'] as const)),
      /** Beginning of the name, codice fiscale or number: personal, hence not in an address. */
      testo: Type.Optional(Type.String({ maxLength: 100 })),
      ...Pagina,
    }),
    reply: Elenco,
    mostra: {
      persone: (r: Static<typeof Elenco>) => r.voci.flatMap((d) => d.personaId ?? []),
      domanda: (i: { testo?: string }) => (i.testo ? 'ricerca di una domanda' : 'elenco delle domande'),
    },
  }),
  soggetti: endpoint({
    method: 'POST',
    path: '/domande/soggetti',
    azione: 'domanda.leggi',
    summary: 'Le persone delle domande, e a quale scheda della cartella corrispondono',
    fascicolo: true,
    body: Oggetto({
      collegamento: Type.Optional(Uno(['da-decidere', 'collegati', 'senza-scheda'] as const)),
      testo: Type.Optional(Type.String({ maxLength: 100 })),
      ...Pagina,
    }),
    reply: Soggetti,
    mostra: {
      persone: (r: Static<typeof Soggetti>) => r.voci.flatMap((s) => s.personaId ?? []),
      domanda: () => 'persone delle domande',
    },
  }),
  persone: endpoint({
    method: 'POST',
    path: '/domande/persone',
    azione: 'domanda.raccogli',
    summary: 'Una persona della cartella per codice fiscale, con chi abita con lei, per cominciare una domanda',
    body: Oggetto({ comuneId: Belfiore, codiceFiscale: Testo(20) }),
    reply: Lista(Oggetto({ personaId: Id, valori: Valori })),
    mostra: {
      persone: (r: { voci: { personaId: string }[] }) => r.voci.map((v) => v.personaId),
      domanda: () => 'persona per codice fiscale, per una domanda',
    },
  }),
  crea: endpoint({
    method: 'POST',
    path: '/domande',
    azione: 'domanda.raccogli',
    summary: 'Comincia una domanda: comune, misura, giorno, sportello',
    fascicolo: true,
    body: Oggetto({
      comuneId: Belfiore,
      misuraId: Testo(60),
      giorno: Data,
      ufficioId: Opzionale(Id),
      contenuto: Type.Optional(ContenutoScritto),
    }),
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/domande/:id',
    azione: 'domanda.leggi',
    summary: 'Una domanda: ciò che dichiara, i controlli, la valutazione dei requisiti, le comunicazioni, la storia',
    params: ById,
    fascicolo: true,
    reply: Scheda,
    mostra: { persone, domanda: () => 'scheda di una domanda' },
  }),
  salva: endpoint({
    method: 'POST',
    path: '/domande/:id/contenuto',
    azione: 'domanda.raccogli',
    summary: 'Salva ciò che la domanda dichiara, anche se non è completa',
    params: ById,
    fascicolo: true,
    body: Oggetto({ contenuto: ContenutoScritto, versione: Versione }),
    /** The members in the order in which they were written. */
    reply: Oggetto({ versione: Versione, membri: Type.Array(Id) }),
  }),
  presenta: endpoint({
    ...atto('domanda.raccogli'),
    path: '/domande/:id/presentazione',
    summary: 'Presenta la domanda: da qui si controlla, e i requisiti si valutano',
    body: Oggetto({ giorno: Data, versione: Versione }),
  }),
  scarta: endpoint({
    ...atto('domanda.raccogli'),
    path: '/domande/:id/scarto',
    summary: 'Scarta una bozza',
    body: Oggetto({ motivo: Testo(500) }),
  }),
  correggi: endpoint({
    ...atto('domanda.raccogli'),
    path: '/domande/:id/correzione',
    summary: 'Riapre una domanda per correggerla: i controlli si applicano di nuovo',
    body: Oggetto({ motivo: Testo(500) }),
  }),
  rinuncia: endpoint({
    ...atto('domanda.raccogli'),
    path: '/domande/:id/rinuncia',
    summary: 'Registra la rinuncia alla domanda',
    body: Oggetto({ giorno: Data, motivo: Testo(500) }),
  }),
  collega: endpoint({
    ...atto('domanda.raccogli'),
    path: '/domande/:id/componenti/:componente/collegamento',
    summary: 'Dice quale persona della cartella è un componente, o che non è nessuna di quelle proposte',
    params: Oggetto({ id: Id, componente: Id }),
    body: Oggetto({ personaId: Nullabile(Id) }),
  }),
  controlla: endpoint({
    ...atto('domanda.controlla'),
    path: '/domande/:id/controlli',
    summary: 'Applica un controllo del comune, con l’esito, il giorno e il documento; si può applicare di nuovo',
    body: Oggetto({
      controllo: Testo(60),
      esito: Uno(esitiControllo),
      giorno: Data,
      documento: Testo(300, 0),
      nota: Testo(1000, 0),
    }),
  }),
  invia: endpoint({
    ...atto('domanda.invia'),
    path: '/domande/:id/invio',
    summary: 'Mette la domanda tra le comunicazioni per INPS',
    body: Oggetto({}),
  }),
  respingi: endpoint({
    ...atto('domanda.invia'),
    path: '/domande/:id/rifiuto',
    summary: 'Il comune respinge una domanda con un controllo non regolare',
    body: Oggetto({ motivo: Testo(1000) }),
  }),
  integra: endpoint({
    ...atto('domanda.invia'),
    path: '/domande/:id/integrazione',
    summary: 'Risponde a INPS, che ha chiesto un’integrazione',
    body: Oggetto({ nota: Testo(1000) }),
  }),
  esito: endpoint({
    ...atto('domanda.invia'),
    path: '/domande/:id/esito',
    summary: 'Registra a mano ciò che INPS ha deciso, dove non è arrivato con un file',
    body: Oggetto({
      esito: Uno(['accolta', 'respinta', 'integrazione'] as const),
      giorno: Data,
      motivo: Testo(1000, 0),
      protocollo: Opzionale(Testo(60)),
      mensile: Opzionale(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    }),
  }),
  riporta: endpoint({
    ...atto('domanda.invia'),
    path: '/domande/:id/riporto',
    summary: 'Riporta com’è finita una domanda di anni prima, con i giorni di allora: nulla parte per INPS',
    body: Oggetto({
      /** Absent where the comune refused it by itself. */
      inviataIl: Opzionale(Data),
      esito: Uno(['accolta', 'respinta'] as const),
      esitoIl: Data,
      motivo: Testo(1000, 0),
      protocollo: Opzionale(Testo(60)),
      mensile: Opzionale(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
      /** The last day of the benefit, where it is over. */
      finitoIl: Opzionale(Data),
    }),
  }),
  punti: endpoint({
    method: 'GET',
    path: '/domande/punti',
    azione: 'domanda.punti',
    summary: 'Gli uffici che i comuni hanno indicato per raccogliere domande',
    reply: Oggetto({
      voci: Type.Array(Punto),
      comuni: Type.Array(Oggetto({ id: Belfiore, nome: Type.String() })),
      uffici: Type.Array(Oggetto({ id: Id, nome: Type.String() })),
    }),
  }),
  apriPunto: endpoint({
    method: 'POST',
    path: '/domande/punti',
    azione: 'domanda.punti',
    summary: 'Indica un ufficio in cui si raccolgono le domande di un comune',
    body: Oggetto({ comuneId: Belfiore, ufficioId: Id, dal: Data }),
    reply: Fatto,
  }),
  chiudiPunto: endpoint({
    method: 'POST',
    path: '/domande/punti/:id/chiusura',
    azione: 'domanda.punti',
    summary: 'Da un giorno l’ufficio non raccoglie più domande',
    params: ById,
    body: Oggetto({ al: Data }),
    reply: Fatto,
  }),
} as const
