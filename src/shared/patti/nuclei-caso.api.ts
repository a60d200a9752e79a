// The household of one's own caso and those of the record, side by side: linked, proposed, refused, or made from its members.
import { type Static, Type } from 'typebox'
import { tipiNucleo } from '../anagrafe/nuclei.rules.ts'
import { ById, Data, endpoint, Fatto, Id, Nullabile, Oggetto, Testo, Uno } from '../kernel/endpoint.ts'
import { modiCollegamento, statiConfronto } from './nuclei-caso.rules.ts'

const Affiancato = Oggetto({
  personaId: Nullabile(Id),
  nome: Type.String(),
  /** Relation as each side says it; null: he is not there. */
  inCartella: Nullabile(Type.String()),
  nelCaso: Nullabile(Type.String()),
})

const Nucleo = Oggetto({
  id: Id,
  tipo: Uno(tipiNucleo),
  etichetta: Nullabile(Type.String()),
  stato: Uno(statiConfronto),
  uguali: Type.Boolean(),
  /** The last one, also where the household has changed since. */
  decisione: Nullabile(
    Oggetto({
      stato: Uno(['collegato', 'rifiutato'] as const),
      modo: Uno(modiCollegamento),
      motivo: Nullabile(Type.String()),
      dal: Data,
    }),
  ),
  persone: Type.Array(Affiancato),
})

const Confronto = Oggetto({
  /** False where the record is not open, or the household is not to be compared: nothing is said of it. */
  siConfronta: Type.Boolean(),
  nuclei: Type.Array(Nucleo),
  /** Who would be in the household made in the record. */
  componibili: Type.Array(Type.String()),
  /** Why none can be made; null: it can. */
  nonSiCompone: Nullabile(Type.String()),
  soloLettura: Type.Boolean(),
})
export type NucleiDelCaso = Static<typeof Confronto>
export type NucleoDelCaso = NucleiDelCaso['nuclei'][number]

const gestisci = { azione: 'caso.gestisci', method: 'POST', fascicolo: true, reply: Fatto } as const
const DelNucleo = Oggetto({ id: Id, nucleo: Id })

export const nucleiCasoApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/miei-casi/:id/nuclei',
    azione: 'caso.leggi',
    summary: 'Il nucleo di un proprio caso accanto a quelli della cartella',
    params: ById,
    fascicolo: true,
    reply: Confronto,
    mostra: {
      persone: (r: NucleiDelCaso) => [...new Set(r.nuclei.flatMap((n) => n.persone.flatMap((p) => p.personaId ?? [])))],
      domanda: () => 'nuclei di un proprio caso',
    },
  }),
  collega: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/nuclei/:nucleo/collegamento',
    summary: 'Dice che un nucleo della cartella è quello del caso, anche se qualcuno manca o è di più',
    params: DelNucleo,
  }),
  rifiuta: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/nuclei/:nucleo/rifiuto',
    summary: 'Dice perché un nucleo della cartella non è quello del caso',
    params: DelNucleo,
    body: Oggetto({ motivo: Testo(500) }),
  }),
  componi: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/nuclei',
    summary: 'Fa comporre nella cartella il nucleo del caso, con i componenti che vi sono',
    params: ById,
  }),
} as const
