// Files from another program or from the registry: upload, profile of the columns, judgement row by row, confirmation,
// rows that wait for the operator, rows that come back (cartella §3.2, idea 18).
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  Binario,
  ById,
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
} from '../kernel/endpoint.ts'
import { formatiData, ordiniNome } from './importa.rules.ts'
import { specieImportazione } from './importa-campi.ts'
import { esitiRiga, statiImportazione } from './importazioni.rules.ts'
import { PersonaBreve } from './persone.api.ts'

const chiavi = <K extends string>(o: Record<K, unknown>) => Object.keys(o) as K[]

const VoceMappa = Oggetto({
  campo: Testo(80),
  colonna: Type.Optional(Testo(200)),
  valore: Type.Optional(Testo(500)),
  formato: Type.Optional(Uno(chiavi(formatiData))),
  ordine: Type.Optional(Uno(chiavi(ordiniNome))),
  tabella: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 200 }))),
})
const Mappa = Type.Array(VoceMappa, { minItems: 1, maxItems: 200 })

const conti = {
  righeLette: Type.Integer(),
  righeElaborate: Type.Integer(),
  nuove: Type.Integer(),
  aggiornate: Type.Integer(),
  giaPresenti: Type.Integer(),
  dubbie: Type.Integer(),
  rifiutate: Type.Integer(),
  /** Of a file of registry changes: proposals made, already made before, rows of persons who are not in the record. */
  proposte: Type.Integer(),
  giaProposte: Type.Integer(),
  sconosciute: Type.Integer(),
}

const Voce = Oggetto({
  id: Id,
  specie: Uno(specieImportazione),
  stato: Uno(statiImportazione),
  nomeFile: Type.String(),
  comuneId: Belfiore,
  comune: Type.String(),
  sistema: Nullabile(Type.String()),
  creata: Istante,
  conclusaIl: Nullabile(Istante),
  ...conti,
  errore: Nullabile(Type.String()),
})
export type ImportazioneVoce = Static<typeof Voce>

const Scheda = Oggetto({
  ...Voce.properties,
  colonne: Type.Array(Type.String()),
  mappa: Nullabile(Mappa),
  creataDa: Nullabile(Type.String()),
  confermataDa: Nullabile(Type.String()),
  /** The same bytes were already taken in. */
  stessoFileIl: Nullabile(Istante),
})
export type ImportazioneScheda = Static<typeof Scheda>

const Riga = Oggetto({
  riga: Type.Integer(),
  celle: Type.Array(Type.String()),
  esito: Nullabile(Uno(esitiRiga)),
  motivi: Type.Array(Type.String()),
  simili: Type.Array(PersonaBreve),
  personaId: Nullabile(Id),
  applicata: Type.Boolean(),
})
export type RigaImportata = Static<typeof Riga>
const Righe = Page(Riga)

const Profilo = Oggetto({
  id: Id,
  nome: Type.String(),
  sistema: Type.String(),
  mappa: Mappa,
  /** Columns of the file that it uses, and that are there. */
  adatto: Type.Boolean(),
})

/** A file of two hundred thousand changes is about this long. */
export const MAX_FILE = 64_000_000

const importa = { azione: 'cartella.importa' } as const
const una = { ...importa, params: ById } as const

export const importaApi = {
  carica: endpoint({
    ...importa,
    method: 'POST',
    path: '/cartella/importazioni',
    summary: 'Carica un file di persone, o di variazioni anagrafiche',
    // its rows are detail of the record
    fascicolo: true,
    query: Oggetto({ nome: Testo(255), specie: Uno(specieImportazione), comune: Belfiore }),
    upload: { maxBytes: MAX_FILE },
    reply: Oggetto({ id: Id, stessoFileIl: Nullabile(Istante) }),
  }),
  comuni: endpoint({
    ...importa,
    method: 'GET',
    path: '/cartella/importazioni/comuni',
    summary: 'I comuni per i quali si può importare',
    reply: Lista(Oggetto({ id: Belfiore, nome: Type.String() })),
  }),
  list: endpoint({
    ...importa,
    method: 'GET',
    path: '/cartella/importazioni',
    summary: 'I file caricati, dal più recente',
    query: Oggetto({ specie: Type.Optional(Uno(specieImportazione)), ...Pagina }),
    reply: Page(Voce),
  }),
  leggi: endpoint({
    ...una,
    method: 'GET',
    path: '/cartella/importazioni/:id',
    summary: 'A che punto è un file, e con quale esito',
    reply: Scheda,
  }),
  proposta: endpoint({
    ...una,
    method: 'GET',
    path: '/cartella/importazioni/:id/proposta',
    summary: 'Le colonne del file con esempi, che cosa potrebbero essere, i profili già scritti',
    fascicolo: true,
    reply: Oggetto({
      colonne: Type.Array(Oggetto({ nome: Type.String(), esempi: Type.Array(Type.String()) })),
      mappa: Type.Array(VoceMappa),
      profili: Type.Array(Profilo),
    }),
  }),
  mappa: endpoint({
    ...una,
    method: 'POST',
    path: '/cartella/importazioni/:id/mappa',
    summary: 'Dice che cosa sono le colonne e avvia la lettura; il profilo si può conservare',
    body: Oggetto({ sistema: Testo(60), mappa: Mappa, salvaCome: Opzionale(Testo(80)) }),
    reply: Oggetto({ stato: Uno(statiImportazione) }),
  }),
  righe: endpoint({
    ...una,
    method: 'GET',
    path: '/cartella/importazioni/:id/righe',
    summary: 'L’esito riga per riga',
    fascicolo: true,
    query: Oggetto({ esito: Type.Optional(Uno(esitiRiga)), ...Pagina }),
    reply: Righe,
    mostra: {
      persone: (r: Static<typeof Righe>) =>
        r.voci.flatMap((x) => [...x.simili.map((p) => p.id), ...(x.personaId ? [x.personaId] : [])]),
      domanda: () => 'esito di un’importazione',
    },
  }),
  decidi: endpoint({
    ...importa,
    method: 'POST',
    path: '/cartella/importazioni/:id/righe/:riga/decisione',
    summary: 'Dice chi è la persona di una riga dubbia: una di quelle proposte, o una nuova',
    fascicolo: true,
    params: Oggetto({ id: Id, riga: Type.Integer({ minimum: 1 }) }),
    body: Oggetto({ personaId: Nullabile(Id) }),
    reply: Oggetto({ esito: Uno(esitiRiga), motivi: Type.Array(Type.String()) }),
  }),
  rifiutate: endpoint({
    ...una,
    method: 'GET',
    path: '/cartella/importazioni/:id/rifiutate',
    summary: 'Le righe rifiutate, da correggere e ricaricare',
    fascicolo: true,
    reply: Binario,
  }),
  conferma: endpoint({
    ...una,
    method: 'POST',
    path: '/cartella/importazioni/:id/conferma',
    summary: 'Porta nella cartella le righe buone',
    reply: Oggetto({ stato: Uno(statiImportazione) }),
  }),
  annulla: endpoint({
    ...una,
    method: 'POST',
    path: '/cartella/importazioni/:id/annullamento',
    summary: 'Rinuncia a un file non ancora confermato: di lui non resta nulla',
    fascicolo: true,
    reply: Fatto,
  }),
}
