// Extracts of granted domande: upload, profile of the columns, judgement household by household, taking in, report
// (gepi §3.1–3.2, messages M1–M6).
import { type Static, Type } from 'typebox'
import { formatiData } from '../anagrafe/importa.rules.ts'
import { statiImportazione } from '../anagrafe/importazioni.rules.ts'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'

export const esitiNucleo = ['nuova', 'cambiata', 'invariata', 'sparita', 'contraddittoria', 'rifiutata'] as const
export type EsitoNucleo = (typeof esitiNucleo)[number]
export const nomiEsitoNucleo: Readonly<Record<EsitoNucleo, string>> = {
  nuova: 'Nuova',
  cambiata: 'Cambiata',
  invariata: 'Senza novità',
  sparita: 'Non c’è più',
  contraddittoria: 'Contraddittoria',
  rifiutata: 'Rifiutata',
}

const VoceMappa = Oggetto({
  campo: Testo(220),
  colonna: Type.Optional(Testo(200)),
  valore: Type.Optional(Testo(300)),
  formato: Type.Optional(Uno(Object.keys(formatiData) as (keyof typeof formatiData)[])),
})
const Mappa = Type.Array(VoceMappa, { minItems: 1, maxItems: 300 })

const Voce = Oggetto({
  id: Id,
  stato: Uno(statiImportazione),
  nomeFile: Type.String(),
  comuneId: Belfiore,
  comune: Type.String(),
  misuraId: Type.String(),
  misura: Type.String(),
  estrattoIl: Data,
  completo: Type.Boolean(),
  creata: Istante,
  conclusaIl: Nullabile(Istante),
  righeLette: Type.Integer(),
  domande: Type.Integer(),
  elaborate: Type.Integer(),
  nuove: Type.Integer(),
  cambiate: Type.Integer(),
  invariate: Type.Integer(),
  sparite: Type.Integer(),
  contraddittorie: Type.Integer(),
  rifiutate: Type.Integer(),
  errore: Nullabile(Type.String()),
})
export type EstrattoVoce = Static<typeof Voce>

const Scheda = Oggetto({
  ...Voce.properties,
  sha256: Type.String(),
  bytes: Type.Integer(),
  colonne: Type.Array(Type.String()),
  mappa: Nullabile(Mappa),
  creataDa: Nullabile(Type.String()),
  confermataDa: Nullabile(Type.String()),
  /** The same bytes were already taken in. */
  stessoFileIl: Nullabile(Istante),
  /** Who uploaded it may have the original back. */
  mio: Type.Boolean(),
})
export type EstrattoScheda = Static<typeof Scheda>

const Valore = Nullabile(Type.Union([Type.String(), Type.Number(), Type.Boolean()]))
const NucleoLetto = Oggetto({
  protocollo: Type.String(),
  riga: Type.Integer(),
  esito: Uno(esitiNucleo),
  motivi: Type.Array(Type.String()),
  differenze: Type.Array(Oggetto({ campo: Type.String(), di: Nullabile(Type.String()), prima: Valore, dopo: Valore })),
  applicata: Type.Boolean(),
})
export type NucleoLetto = Static<typeof NucleoLetto>

/** An extract of a hundred thousand households is about this long. */
const MAX_FILE = 64 * 1024 * 1024
const importa = { azione: 'domanda.importa' } as const
const una = { ...importa, params: ById } as const

export const estrattiApi = {
  carica: endpoint({
    ...importa,
    method: 'POST',
    path: '/estratti',
    summary: 'Carica un estratto di domande accolte',
    // its rows are detail of households
    fascicolo: true,
    query: Oggetto({
      nome: Testo(255),
      comune: Belfiore,
      misura: Testo(60),
      estrattoIl: Data,
      completo: Type.Optional(Type.Boolean()),
    }),
    upload: { maxBytes: MAX_FILE },
    reply: Oggetto({ id: Id, stessoFileIl: Nullabile(Istante) }),
  }),
  scelte: endpoint({
    ...importa,
    method: 'GET',
    path: '/estratti/scelte',
    summary: 'Comuni e misure per cui si può caricare un estratto',
    reply: Oggetto({
      comuni: Type.Array(Oggetto({ id: Belfiore, nome: Type.String() })),
      misure: Type.Array(Oggetto({ id: Type.String(), nome: Type.String() })),
    }),
  }),
  list: endpoint({
    ...importa,
    method: 'GET',
    path: '/estratti',
    summary: 'Gli estratti caricati, dal più recente',
    query: Oggetto(Pagina),
    reply: Page(Voce),
  }),
  leggi: endpoint({
    ...una,
    method: 'GET',
    path: '/estratti/:id',
    summary: 'A che punto è un estratto, e con quale esito',
    reply: Scheda,
  }),
  colonne: endpoint({
    ...una,
    method: 'GET',
    path: '/estratti/:id/colonne',
    summary: 'Le colonne dell’estratto con esempi, che cosa potrebbero essere, i profili già scritti',
    fascicolo: true,
    reply: Oggetto({
      colonne: Type.Array(Oggetto({ nome: Type.String(), esempi: Type.Array(Type.String()) })),
      mappa: Type.Array(VoceMappa),
      /** Columns whose meaning nobody knows: left out, unless somebody says what they are. */
      sconosciute: Type.Array(Type.String()),
      profili: Type.Array(Oggetto({ id: Id, nome: Type.String(), mappa: Mappa, adatto: Type.Boolean() })),
    }),
  }),
  mappa: endpoint({
    ...una,
    method: 'POST',
    path: '/estratti/:id/mappa',
    summary: 'Dice che cosa sono le colonne e avvia la lettura di prova; il profilo si può conservare per l’ambito',
    fascicolo: true,
    body: Oggetto({ mappa: Mappa, salvaCome: Opzionale(Testo(80)) }),
    reply: Oggetto({ stato: Uno(statiImportazione) }),
  }),
  nuclei: endpoint({
    ...una,
    method: 'GET',
    path: '/estratti/:id/nuclei',
    summary: 'Che cosa accade di ogni domanda dell’estratto, e perché',
    fascicolo: true,
    query: Oggetto({ esito: Type.Optional(Uno(esitiNucleo)), ...Pagina }),
    reply: Page(NucleoLetto),
  }),
  rifiutate: endpoint({
    ...una,
    method: 'GET',
    path: '/estratti/:id/rifiutate',
    summary: 'Le righe delle domande rifiutate e contraddittorie, con i motivi, da correggere e ricaricare',
    fascicolo: true,
    reply: Binario,
  }),
  originale: endpoint({
    ...una,
    method: 'GET',
    path: '/estratti/:id/originale',
    summary: 'Il file come è stato caricato, per chi lo ha caricato',
    fascicolo: true,
    reply: Binario,
  }),
  conferma: endpoint({
    ...una,
    method: 'POST',
    path: '/estratti/:id/conferma',
    summary: 'Porta le domande dell’estratto tra i casi',
    reply: Oggetto({ stato: Uno(statiImportazione) }),
  }),
  annulla: endpoint({
    ...una,
    method: 'POST',
    path: '/estratti/:id/annullamento',
    summary: 'Rinuncia a un estratto non ancora confermato',
    fascicolo: true,
    reply: Fatto,
  }),
} as const
export type SceltaEstratto = Static<(typeof estrattiApi.scelte)['reply']>
