// Meetings as whoever registers them at the desk sees them (role RRI): who is awaited and by when, who came, and nothing of the rest.
import { type Static, Type } from 'typebox'
import {
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'

export const esitiIncontro = ['tenuto', 'assente', 'giustificato'] as const
export type EsitoIncontro = (typeof esitiIncontro)[number]
export const nomiEsitoIncontro: Readonly<Record<EsitoIncontro, string>> = {
  tenuto: 'Si sono presentati',
  assente: 'Non si sono presentati',
  giustificato: 'Assenti con un giustificato motivo',
}

const Ora = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
/** What every meeting may say, whoever registers it. */
export const delIncontro = {
  ora: Opzionale(Ora),
  luogo: Opzionale(Testo(200)),
  presenti: Type.Optional(Type.Array(Id, { maxItems: 30, uniqueItems: true })),
  altri: Opzionale(Testo(500)),
  convocazioneId: Opzionale(Id),
} as const
/** Why somebody could not come (§7.3): a code and what proves it. */
export const delMotivo = { motivo: Testo(60), documento: Testo(300) } as const

const Atteso = Oggetto({
  casoId: Id,
  richiedente: Type.String(),
  codiceFiscale: Type.String(),
  personaId: Nullabile(Id),
  comune: Type.String(),
  misura: Type.String(),
  /** Whether it would be the first. */
  primo: Type.Boolean(),
  entro: Nullabile(Data),
  /** The day and hour to which they are convened, where they are; otherwise those of the next meeting that is planned with them. */
  convocazioneId: Nullabile(Id),
  /** The member who is called alone; null where it is the household. */
  convocato: Nullabile(Type.String()),
  giorno: Nullabile(Data),
  ora: Nullabile(Type.String()),
  componenti: Type.Array(Oggetto({ id: Id, nome: Type.String() })),
})
export type Atteso = Static<typeof Atteso>
const Attesi = Page(Atteso)

export const incontriApi = {
  attesi: endpoint({
    method: 'POST',
    path: '/incontri/attesi',
    azione: 'incontro.registra',
    fascicolo: true,
    summary: 'I nuclei che devono presentarsi: chi, entro quando, quando sono convocati',
    body: Oggetto({ testo: Type.Optional(Type.String({ maxLength: 100 })), ...Pagina }),
    reply: Attesi,
    mostra: {
      persone: (r: Static<typeof Attesi>) => r.voci.flatMap((v) => v.personaId ?? []),
      domanda: () => 'elenco di chi deve presentarsi',
    },
  }),
  registra: endpoint({
    method: 'POST',
    path: '/incontri/:id',
    azione: 'incontro.registra',
    fascicolo: true,
    params: ById,
    summary: 'Registra l’incontro di un caso: avvenuto, mancato, mancato con un giustificato motivo',
    body: Oggetto({
      esito: Uno(esitiIncontro),
      giorno: Data,
      fino: Opzionale(Data),
      ...delIncontro,
      motivo: Opzionale(Testo(60)),
      documento: Opzionale(Testo(300)),
    }),
    reply: Fatto,
  }),
} as const
