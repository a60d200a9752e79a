// The completeness board (note on GePI, second phase): per comune and for the ambito, what is missing of the minimum.
import { Type } from 'typebox'
import { endpoint, Oggetto, Uno } from '../kernel/endpoint.ts'
import { ruoliMinimi, statiCopertura } from './completezza.rules.ts'

const Copertura = Oggetto({ ruolo: Uno(ruoliMinimi), stato: Uno(statiCopertura) })
const Mancanze = Type.Array(
  Oggetto({
    codice: Uno([...ruoliMinimi, 'convenzione', 'recapito', 'delega-senza-nota', 'richiesta-senza-documento']),
    frase: Type.String(),
  }),
)

export const Completezza = Oggetto({
  ambito: Oggetto({
    nome: Type.String(),
    /** Comuni whose pacts the ambito carries out today. */
    deleganti: Type.Integer(),
    copertura: Type.Array(Copertura),
    mancanze: Mancanze,
  }),
  comuni: Type.Array(
    Oggetto({
      id: Type.String(),
      nome: Type.String(),
      delega: Type.Boolean(),
      convenzionePatti: Type.Boolean(),
      convenzioneControlli: Type.Boolean(),
      /** The four roles of the minimum, also those the comune need not name. */
      copertura: Type.Array(Copertura),
      /** The roles this comune must name. */
      attesi: Type.Array(Uno(ruoliMinimi)),
      mancanze: Mancanze,
    }),
  ),
  /** Comuni with something missing, and the ambito when it has. */
  incompleti: Type.Integer(),
})

export const completezzaApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/completezza',
    azione: 'completezza.leggi',
    summary: 'Che cosa manca al minimo da comunicare, comune per comune e per l’ambito',
    reply: Completezza,
  }),
}
