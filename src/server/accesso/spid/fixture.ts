// What the tests of this folder share: one service provider and one test provider that know each other, a clock to move,
// a register in memory, and the way to a response with something wrong in it.

import { generaChiavi } from './chiavi.ts'
import { leggiIdp } from './idp-metadata.ts'
import { creaIdpProva, type Persona, type Ritocchi } from './idp-prova.ts'
import { b64 } from './messaggio.ts'
import { type Motivo, SpidRifiutato } from './motivi.ts'
import type { Registro, Richiesta, Risposta, RispostaNonAttesa, UscitaDalGestore } from './registro.ts'
import { creaServiceProvider } from './sp.ts'

export const baseUrl = 'http://localhost:3000'
export const organizzazione = {
  nome: 'Ambito territoriale dimostrativo',
  nomeBreve: 'Ambito dimostrativo',
  url: 'https://ambito.example',
  codiceIpa: 'c_h501',
  email: 'spid@ambito.example',
  telefono: '+390600000000',
}
const profilo = { ...organizzazione, localita: 'Roma', entityId: `${baseUrl}/spid/metadata` }

// RSA keys take long to make: once for all
export const chiaviSp = generaChiavi(profilo)
export const chiaviIdp = generaChiavi({ ...profilo, entityId: `${baseUrl}/idp-prova` })
export const chiaviAltrui = generaChiavi({ ...profilo, entityId: 'https://altri.example' })

export const orologio = {
  scarto: 0,
  adesso: () => new Date(Date.now() + orologio.scarto),
  avanti: (minuti: number) => {
    orologio.scarto += minuti * 60_000
  },
}

export const idp = creaIdpProva({
  baseUrl,
  chiavi: chiaviIdp,
  metadataSp: () => sp.metadata(),
  adesso: orologio.adesso,
})
export const sp = creaServiceProvider({
  entityId: profilo.entityId,
  baseUrl,
  chiavi: chiaviSp,
  organizzazione,
  idps: leggiIdp(idp.metadata()),
  adesso: orologio.adesso,
})

export const persona: Persona = {
  codiceFiscale: 'RSSMRA80A41H501W',
  nome: 'Maria',
  cognome: 'D’Amico & Rossi',
  dataNascita: '1980-01-01',
  luogoNascita: 'H501',
  genere: 'F',
  email: 'maria@ambito.example',
  telefono: '+393330000000',
  nota: 'assistente sociale',
}

export function registroInMemoria(): Registro & {
  risposte: Risposta[]
  nonAttese: RispostaNonAttesa[]
  uscite: UscitaDalGestore[]
  richieste: Map<string, Richiesta>
} {
  const richieste = new Map<string, Richiesta>()
  const risposte: Risposta[] = []
  const nonAttese: RispostaNonAttesa[] = []
  const uscite: UscitaDalGestore[] = []
  return {
    uscite,
    richieste,
    risposte,
    nonAttese,
    async salvaRichiesta(r) {
      richieste.set(r.id, r)
    },
    async prendiRichiesta(id) {
      const r = richieste.get(id)
      richieste.delete(id)
      return r
    },
    async salvaRisposta(r) {
      risposte.push(r)
    },
    async salvaNonAttesa(r) {
      nonAttese.push(r)
    },
    async salvaUscita(u) {
      if (uscite.some((x) => x.idp === u.idp && x.id === u.id)) return false
      uscite.push(u)
      return true
    },
  }
}

/** A request just sent to the test provider, as the register would keep it. */
export function nuovaRichiesta(): Richiesta {
  const { id, xml } = sp.authnRequest(idp.entityId)
  return { id, tipo: 'accesso', idp: idp.entityId, emessaIl: orologio.adesso(), xml, ritorno: '/', legame: '' }
}

/** A response of the test provider to that request, altered. */
export const risposta = (richiesta: Richiesta, ritocchi: Ritocchi = {}) =>
  idp.conferma(idp.leggiRichiesta(b64(richiesta.xml)), persona, ritocchi)

/** Why that is refused; the verdict itself when it is not. */
export function motivoDi(fai: () => unknown): Motivo | unknown {
  try {
    return fai()
  } catch (errore) {
    if (errore instanceof SpidRifiutato) return errore.motivo
    throw errore
  }
}

export const verifica = (xml: string, richiesta: Richiesta | undefined) => sp.verifica(sp.apri(b64(xml)), richiesta)

/** Alters a real response and says why it is refused. */
export function esito(ritocchi: Ritocchi): Motivo | unknown {
  const richiesta = nuovaRichiesta()
  return motivoDi(() => verifica(risposta(richiesta, ritocchi), richiesta))
}
