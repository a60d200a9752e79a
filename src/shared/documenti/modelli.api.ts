// Templates of letters, national or of one ambito, with their versions; and the letters written from them, which become
// documents of the person's folder (sub-folder «in uscita»).
import { type Static, Type } from 'typebox'
import {
  Binario,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { generiCampo, statiModello } from './modelli.rules.ts'

const TestoModello = Type.String({ minLength: 1, maxLength: 60_000 })

export const VersioneModello = Oggetto({
  id: Id,
  versione: Versione,
  stato: Uno(statiModello),
  dal: Nullabile(Data),
  nota: Nullabile(Type.String()),
  /** The one from which letters are printed today. */
  inVigore: Type.Boolean(),
})
export type VersioneModello = Static<typeof VersioneModello>

const Modello = {
  id: Id,
  codice: Type.String(),
  nome: Type.String(),
  descrizione: Type.String(),
  nazionale: Type.Boolean(),
  /** A national one that the ambito has replaced with its own. */
  sostituito: Type.Boolean(),
  versioni: Type.Array(VersioneModello),
}
export const ModelloLetto = Oggetto(Modello)
export type ModelloLetto = Static<typeof ModelloLetto>

const Bozza = Oggetto({ id: Id, modelloId: Id })

export const modelliApi = {
  list: endpoint({
    method: 'GET',
    path: '/modelli',
    azione: 'modello.leggi',
    summary: 'I modelli delle lettere, nazionali e dell’ambito, con le loro versioni',
    reply: Lista(ModelloLetto),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/modelli/versioni/:id',
    azione: 'modello.leggi',
    summary: 'Il testo di una versione di un modello',
    params: ById,
    reply: Oggetto({
      ...VersioneModello.properties,
      modelloId: Id,
      nome: Type.String(),
      descrizione: Type.String(),
      nazionale: Type.Boolean(),
      testo: Type.String(),
      revisione: Versione,
    }),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/modelli',
    azione: 'modello.gestisci',
    summary: 'Aggiunge un modello dell’ambito, con una prima bozza',
    body: Oggetto({ nome: Testo(100), descrizione: Opzionale(Testo(300)) }),
    reply: Bozza,
  }),
  scrivi: endpoint({
    method: 'POST',
    path: '/modelli/:id/bozza',
    azione: 'modello.gestisci',
    summary: 'Apre una bozza dell’ambito dal modello in vigore: di uno nazionale è una copia',
    params: ById,
    reply: Bozza,
  }),
  salva: endpoint({
    method: 'PUT',
    path: '/modelli/versioni/:id',
    azione: 'modello.gestisci',
    summary: 'Salva il testo di una bozza',
    params: ById,
    body: Oggetto({ testo: TestoModello, nota: Opzionale(Testo(300)), revisione: Versione }),
    reply: Oggetto({ revisione: Versione }),
  }),
  prova: endpoint({
    method: 'POST',
    path: '/modelli/prova',
    azione: 'modello.gestisci',
    summary: 'Stampa un testo con i dati di una persona inventata',
    body: Oggetto({ testo: TestoModello }),
    reply: Binario,
  }),
  pubblica: endpoint({
    method: 'POST',
    path: '/modelli/versioni/:id/pubblicazione',
    azione: 'modello.gestisci',
    summary: 'Pubblica una bozza da un giorno: da allora non si modifica più',
    params: ById,
    body: Oggetto({ dal: Data }),
    reply: Fatto,
  }),
  ritira: endpoint({
    method: 'POST',
    path: '/modelli/versioni/:id/ritiro',
    azione: 'modello.gestisci',
    summary: 'Ritira una versione pubblicata: torna in vigore quella di prima',
    params: ById,
    reply: Fatto,
  }),
}

const CampoDaCompilare = Oggetto({
  nome: Type.String(),
  etichetta: Type.String(),
  genere: Uno(generiCampo),
  obbligatorio: Type.Boolean(),
})
const dellaPersona = {
  params: ById,
  azione: 'documento.carica',
  fascicolo: true,
  soggetto: { tipo: 'persona', campo: 'id' },
} as const
const Compilata = {
  modello: Id,
  campi: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 20_000 })),
  presaId: Opzionale(Id),
  /** A letter of the class «segnalante» may name who reported; out of any other he is taken. */
  classe: Opzionale(Testo(60)),
}

export const lettereApi = {
  prepara: endpoint({
    ...dellaPersona,
    method: 'GET',
    path: '/persone/:id/lettere',
    summary: 'I modelli da cui scrivere a una persona o di una persona, e che cosa di lei non può uscire',
    reply: Oggetto({
      modelli: Type.Array(
        Oggetto({
          /** The version: what is being written stays on it, whatever is published meanwhile. */
          id: Id,
          nome: Type.String(),
          descrizione: Type.String(),
          versione: Versione,
          nazionale: Type.Boolean(),
          campi: Type.Array(CampoDaCompilare),
        }),
      ),
      avvertenze: Type.Array(Type.String()),
    }),
  }),
  anteprima: endpoint({
    ...dellaPersona,
    method: 'POST',
    path: '/persone/:id/lettere/anteprima',
    summary: 'La lettera come sarà, senza conservarla',
    body: Oggetto(Compilata),
    reply: Binario,
  }),
  scrivi: endpoint({
    ...dellaPersona,
    method: 'POST',
    path: '/persone/:id/lettere',
    summary: 'Scrive la lettera e la conserva tra i documenti in uscita',
    body: Oggetto({
      ...Compilata,
      titolo: Testo(200),
      riservato: Type.Optional(Type.Boolean()),
    }),
    reply: Oggetto({ id: Id, avvertenze: Type.Array(Type.String()) }),
  }),
}
