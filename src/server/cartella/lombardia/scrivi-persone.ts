// The persons of a message → XML: the assisted one, his household and network, who reported. Also what any part of the
// writer needs: the code systems of the day, and the elements that are only a code, an identifier, a date, a place.
import type { Versione } from '../../../shared/cartella/lombardia/codici.ts'
import type {
  Assistito,
  Difetto,
  Momento,
  Persona,
  Relazione,
  Segnalazione,
} from '../../../shared/cartella/lombardia/messaggio.ts'
import { versoHl7 } from '../../../shared/cartella/lombardia/valori.ts'
import { gruppo, type Nodo, nodo, nodoTesto } from './albero.ts'
import { S, USI, USO_NASCITA, USO_RESIDENZA } from './struttura.ts'

export class MessaggioNonValido extends Error {
  readonly difetti: readonly Difetto[]
  constructor(difetti: readonly Difetto[]) {
    super(difetti.map((d) => `${d.percorso}: ${d.frase}`).join('\n'))
    this.name = 'MessaggioNonValido'
    this.difetti = difetti
  }
}

export class ScrittorePersone {
  private readonly tabella: Versione
  constructor(tabella: Versione) {
    this.tabella = tabella
  }

  protected oid(sistema: string): string | undefined {
    const riga = this.tabella.sistema(sistema)
    if (!riga)
      throw new MessaggioNonValido([
        {
          percorso: sistema,
          frase: `Il sistema di codici non è nella tabella del ${this.tabella.giorno}: aggiungilo.`,
        },
      ])
    return riga.oid ?? undefined
  }
  /** An element that is only a code of a system. */
  protected codice(nome: string, sistema: string, codice: string | undefined): Nodo | undefined {
    return codice === undefined ? undefined : nodo(nome, { code: codice, codeSystem: this.oid(sistema) })
  }
  protected id(sistema: string, valore: string | undefined): Nodo | undefined {
    return valore === undefined ? undefined : nodo('id', { root: this.oid(sistema), extension: valore })
  }

  protected assistito(a: Assistito): Nodo {
    const telecom = (uso: string | undefined, v: string | undefined) =>
      v === undefined ? undefined : nodo('telecom', { use: uso, value: v })
    const garante = (sistema: string, nome: string | undefined, v: string | undefined) =>
      v === undefined
        ? undefined
        : nodo(
            'guarantor',
            {},
            nodo(
              'guarantorOrganization',
              nome === undefined ? {} : S.guarantorOrganization,
              nodo('id', { root: this.oid(sistema), extension: v, assigningAuthorityName: nome }),
            ),
          )
    return nodo(
      'patient',
      {},
      luogo(USI.comuneResidenza, a.comuneResidenza),
      luogo(USI.regioneResidenza, a.regioneResidenza),
      luogo(USI.nazioneResidenza, a.nazioneResidenza),
      luogo(USI.comuneDomicilio, a.comuneDomicilio),
      telecom('HP', a.telefono),
      telecom('MC', a.cellulare),
      telecom(undefined, a.email),
      a.documento &&
        nodo(
          'subjectOf',
          {},
          nodo(
            'identityDocument',
            {},
            this.id('DOCUMENTO-NUMERO', a.documento.estremi),
            this.codice('code', 'DOCUMENTO-TIPO', a.documento.tipo),
          ),
        ),
      nodo(
        'patientPerson',
        {},
        this.id('CF-ASSISTITO', a.id),
        nomeDi(a),
        this.codice('administrativeGenderCode', 'GENERE', a.genere),
        valore('birthTime', a.nascita),
        this.codice('maritalStatusCode', 'STATO-CIVILE', a.statoCivile),
        this.codice('educationLevelCode', 'TITOLO-STUDIO', a.titoloStudio),
        ...a.cittadinanze.map((c) =>
          nodo('asCitizen', {}, nodo('politicalOrganization', S.politicalOrganization, this.id('CITTADINANZA', c))),
        ),
        gruppo('asOtherIDs', {}, this.id('TESSERA', a.tessera), this.id('CF-ASSISTITO', a.codiceFiscale)),
        garante('ATS', 'ATS', a.ats),
        garante('ASST', 'ASST', a.asst),
        garante('AMBITO', undefined, a.ambito),
        ...a.nucleo.map((r) => this.relazione('NUCLEO', r)),
        ...a.rete.map((r) => this.relazione('RETE', r)),
        nato(this.codice('code', 'COMUNE-NASCITA', a.comuneNascita), undefined),
      ),
    )
  }

  private relazione(sistema: 'NUCLEO' | 'RETE', r: Relazione): Nodo {
    return nodo(
      'personalRelationship',
      {},
      // the system alone says whether it is the household or the network
      nodo('code', { code: r.tipo, codeSystem: this.oid(sistema) }),
      luogo(USO_RESIDENZA, r.comuneResidenza),
      gruppo(
        'relationshipHolder1',
        {},
        this.id('CF', r.codiceFiscale),
        nomeDi(r),
        nodoTesto('desc', r.caregiver),
        this.codice('administrativeGenderCode', 'GENERE', r.genere),
        valore('birthTime', r.nascita),
        nato(nodoTesto('censusTract', r.comuneNascita), USO_NASCITA),
      ),
    )
  }

  protected segnalazione(s: Segnalazione): Nodo {
    const { ente } = s
    return nodo(
      'reason',
      {},
      nodo(
        'need',
        S.need,
        this.codice('code', 'BISOGNO', s.bisogno),
        gruppo(
          'informant',
          S.informant,
          valore('time', s.data),
          gruppo(
            'assignedEntity',
            {},
            this.id('CF', s.codiceFiscale),
            personaAssegnata(s),
            ente &&
              nodo(
                'representedOrganization',
                {},
                this.id('ENTE', ente.codice),
                this.codice('code', 'ENTE-TIPO', ente.tipo),
                nodoTesto('name', ente.denominazione),
              ),
          ),
        ),
      ),
    )
  }
}

/** An element that is only a date. */
export const valore = (nome: string, momento: Momento | undefined): Nodo | undefined =>
  momento === undefined ? undefined : nodo(nome, { value: versoHl7(momento) })

export const luogo = (use: string, codice: string | undefined): Nodo | undefined =>
  codice === undefined ? undefined : nodo('addr', { use }, nodoTesto('censusTract', codice))

const nato = (comune: Nodo | undefined, use: string | undefined): Nodo | undefined =>
  comune && nodo('birthPlace', {}, nodo('birthplace', {}, nodo('addr', { use }, comune)))

const nomeDi = (p: Persona): Nodo | undefined =>
  gruppo('name', {}, nodoTesto('given', p.nome), nodoTesto('family', p.cognome))

export const personaAssegnata = (p: Persona): Nodo | undefined => gruppo('assignedPerson', {}, nomeDi(p))
