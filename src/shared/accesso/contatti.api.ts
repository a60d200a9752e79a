// Who runs this installation and how to reach him: what the public pages and the footer say, set as parameters.
import { Type } from 'typebox'
import { endpoint, Nullabile, Oggetto } from '../kernel/endpoint.ts'

export const contattiApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/contatti',
    azione: 'pubblico',
    summary: 'Chi gestisce la piattaforma e come raggiungerlo',
    reply: Oggetto({
      gestore: Type.String(),
      email: Type.String(),
      /** Data protection officer of the body that runs the platform. */
      responsabileDati: Type.String(),
      /** Address of the declaration published on the AgID form, once there is one. */
      dichiarazioneAccessibilita: Nullabile(Type.String()),
    }),
    limite: 240,
  }),
}
