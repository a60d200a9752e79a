// The regional message of a person (docs/lombardia.md): where she is along the five phases, what the message of a phase
// would say and what it would not, the file; and a message received, looked at before anything of it is written.
import { type Static, Type } from 'typebox'
import { PersonaBreve } from '../anagrafe/persone.api.ts'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { fasi } from './lombardia/campi.ts'
import { elenchi, segni } from './lombardia/codici.ts'
import { luoghi } from './lombardia/contenuto.ts'
import { passi, statiPasso } from './lombardia/percorso.rules.ts'
import { mandati } from './prese.api.ts'

/** A message is of one person: the reader refuses what is over half of this, in words. */
export const MAX_MESSAGGIO = 1_048_576

const Nota = Oggetto({ cosa: Type.String(), perche: Type.String(), dove: Nullabile(Uno(luoghi)) })
export type NotaLetta = Static<typeof Nota>

const Passo = Oggetto({
  passo: Uno(passi),
  lettera: Type.String(),
  nome: Type.String(),
  stato: Uno(statiPasso),
  dal: Nullabile(Data),
  al: Nullabile(Data),
  spiegazione: Type.String(),
})

const StatoMessaggio = Oggetto({
  persona: PersonaBreve,
  /** Letter and name of the phase she is in; null: nothing has begun. */
  fase: Nullabile(Oggetto({ lettera: Type.String(), nome: Type.String() })),
  spiegazione: Type.String(),
  passi: Type.Array(Passo),
  presaId: Nullabile(Id),
  prese: Type.Array(
    Oggetto({ id: Id, numero: Type.Integer(), chiusa: Type.Boolean(), apertaIl: Data, chiusaIl: Nullabile(Data) }),
  ),
  messaggi: Type.Array(
    Oggetto({
      fase: Uno(fasi),
      lettera: Type.String(),
      nome: Type.String(),
      /** Without these it is not written. */
      mancano: Type.Array(Nota),
      /** What it will not say. */
      taciuti: Type.Array(Nota),
    }),
  ),
  /** The installation sends trials: nobody outside is to use them. */
  diProva: Type.Boolean(),
  ricevuti: Type.Array(
    Oggetto({
      id: Id,
      mittente: Type.String(),
      fasi: Type.Array(Uno(fasi)),
      ricevutoIl: Istante,
      da: Nullabile(Type.String()),
    }),
  ),
})
export type StatoMessaggio = Static<typeof StatoMessaggio>

/** What the operator adds to a message received, where it does not say it in codes that are known. */
const Aggiunte = {
  area: Type.Optional(Testo(60)),
  mandato: Type.Optional(Uno(mandati)),
  motivoChiusura: Type.Optional(Testo(60)),
  tipoIsee: Type.Optional(Testo(60)),
}
export const campiAggiunti = Object.keys(Aggiunte) as (keyof typeof Aggiunte)[]

export const esitiVoce = ['aggiunge', 'gia-presente', 'resta', 'fuori'] as const
export type EsitoVoce = (typeof esitiVoce)[number]

const Voce = Oggetto({
  cosa: Type.String(),
  valore: Type.String(),
  esito: Uno(esitiVoce),
  perche: Nullabile(Type.String()),
})
export type VoceMessaggio = Static<typeof Voce>

const Sommario = {
  mittente: Type.String(),
  creato: Type.String(),
  fasi: Type.Array(Oggetto({ lettera: Type.String(), nome: Type.String() })),
  /** Parts of the file that Trama does not know. */
  avvisi: Type.Array(Type.String()),
}

const DiChi = Oggetto({
  ...Sommario,
  assistito: Oggetto({
    cognome: Type.String(),
    nome: Type.String(),
    dataNascita: Nullabile(Data),
    codiceFiscale: Nullabile(Type.String()),
  }),
  /** The one whom the message names by a code that is known. */
  certa: Nullabile(PersonaBreve),
  simili: Type.Array(
    Oggetto({
      persona: PersonaBreve,
      grado: Uno(['certo', 'probabile', 'possibile']),
      motivi: Type.Array(Type.String()),
    }),
  ),
  /** What would be written of her as a new person. */
  voci: Type.Array(Voce),
  servono: Type.Array(Uno(campiAggiunti)),
})
export type DiChi = Static<typeof DiChi>

const Confronto = Oggetto({
  ...Sommario,
  persona: PersonaBreve,
  giaRicevutoIl: Nullabile(Istante),
  voci: Type.Array(Voce),
  /** Which additions of the operator would let more of it in. */
  servono: Type.Array(Uno(campiAggiunti)),
})
export type Confronto = Static<typeof Confronto>

const Scritto = Oggetto({ personaId: Id, aggiunte: Type.Integer(), voci: Type.Array(Voce) })

const unaPersona = { params: ById, fascicolo: true, soggetto: { tipo: 'persona', campo: 'id' } } as const
const importa = { azione: 'messaggio-regionale.importa', upload: { maxBytes: MAX_MESSAGGIO }, fascicolo: true } as const

export const messaggiApi = {
  stato: endpoint({
    ...unaPersona,
    method: 'GET',
    path: '/persone/:id/messaggio-regionale',
    azione: 'messaggio-regionale.esporta',
    summary: 'A che punto è una persona nelle cinque fasi, e che cosa direbbe il messaggio di ciascuna',
    query: Oggetto({ presa: Type.Optional(Id) }),
    reply: StatoMessaggio,
  }),
  esporta: endpoint({
    ...unaPersona,
    method: 'GET',
    path: '/persone/:id/messaggio-regionale/file',
    azione: 'messaggio-regionale.esporta',
    summary: 'Il messaggio regionale di una persona, fino alla fase indicata',
    query: Oggetto({ fase: Type.Optional(Uno(fasi)), presa: Type.Optional(Id) }),
    reply: Binario,
    mostra: {
      persone: (r: { persone?: readonly string[] }) => [...(r.persone ?? [])],
      domanda: () => 'persone vicine, nel messaggio regionale',
    },
  }),
  codici: endpoint({
    method: 'GET',
    path: '/messaggi-regionali/codici',
    azione: 'codifica.leggi',
    summary: 'I sistemi di codici dei messaggi regionali, con la loro fonte, e quelli che si contraddicono',
    reply: Oggetto({
      difetti: Type.Array(Type.String()),
      sistemi: Type.Array(
        Oggetto({
          sistema: Type.String(),
          descrizione: Type.String(),
          oid: Nullabile(Type.String()),
          segno: Uno(segni),
          fonte: Type.String(),
          elenco: Uno(elenchi),
          dal: Data,
          al: Nullabile(Data),
          /** The other system to which the source gives the same OID. */
          conflitto: Nullabile(Type.String()),
          /** The parameter that changes its OID. */
          parametro: Nullabile(Type.String()),
          codici: Type.Array(
            Oggetto({
              codice: Type.String(),
              descrizione: Type.String(),
              corrisponde: Nullabile(Type.String()),
              segno: Uno(segni),
              fonte: Type.String(),
              dal: Data,
              al: Nullabile(Data),
            }),
          ),
        }),
      ),
    }),
  }),
  diChi: endpoint({
    ...importa,
    method: 'POST',
    path: '/messaggi-regionali/anteprima',
    summary: 'Legge un messaggio regionale e propone di chi parla: nulla si scrive',
    query: Oggetto({ comune: Belfiore, ...Aggiunte }),
    reply: DiChi,
    mostra: {
      persone: (r: DiChi) => [...(r.certa ? [r.certa.id] : []), ...r.simili.map((s) => s.persona.id)],
      domanda: () => 'di chi parla un messaggio regionale',
    },
  }),
  nuova: endpoint({
    ...importa,
    method: 'POST',
    path: '/messaggi-regionali',
    summary: 'Aggiunge la persona di un messaggio regionale, dopo aver guardato le simili',
    query: Oggetto({ comune: Belfiore, diverseDa: Type.Optional(Type.Array(Id, { maxItems: 20 })), ...Aggiunte }),
    reply: Scritto,
  }),
  confronta: endpoint({
    ...importa,
    ...unaPersona,
    method: 'POST',
    path: '/persone/:id/messaggio-regionale/anteprima',
    summary: 'Mette un messaggio regionale a confronto con la cartella: nulla si scrive',
    query: Oggetto(Aggiunte),
    reply: Confronto,
  }),
  riporta: endpoint({
    ...importa,
    ...unaPersona,
    method: 'POST',
    path: '/persone/:id/messaggio-regionale',
    summary: 'Riporta nella cartella ciò che un messaggio regionale dice in più',
    query: Oggetto(Aggiunte),
    reply: Scritto,
  }),
}
