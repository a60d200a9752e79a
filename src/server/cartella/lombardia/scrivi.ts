// A message → its XML. Refuses what the rules refuse, so a file that exists can be read back. The code systems are those
// of the day on which the message was created.
import { type Campo, catalogo, sistemaDi, type TipoFase, valoriDi } from '../../../shared/cartella/lombardia/campi.ts'
import { type Tabella, versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import { controllaCodici } from '../../../shared/cartella/lombardia/codici-usati.rules.ts'
import { controllaMessaggio } from '../../../shared/cartella/lombardia/messaggio.rules.ts'
import {
  type Busta,
  type FaseAccesso,
  type FaseFinale,
  type FaseValutazione,
  INTERAZIONE,
  type Messaggio,
} from '../../../shared/cartella/lombardia/messaggio.ts'
import { versoHl7 } from '../../../shared/cartella/lombardia/valori.ts'
import { gruppo, type Nodo, nodo, nodoTesto, rendi } from './albero.ts'
import { BYTES_MASSIMI } from './lettore.ts'
import { luogo, MessaggioNonValido, personaAssegnata, ScrittorePersone, valore } from './scrivi-persone.ts'
import { AVVERTENZA, HL7, S, TIPI_VALORE, USO_RESIDENZA } from './struttura.ts'

export function scriviMessaggio(m: Messaggio, tabella: Tabella): string {
  const strutturali = controllaMessaggio(m)
  if (strutturali.length > 0) throw new MessaggioNonValido(strutturali)
  const versione = versioneDel(tabella, m.busta.creato.slice(0, 10))
  const diCodici = controllaCodici(m, versione)
  if (diCodici.length > 0) throw new MessaggioNonValido(diCodici)
  const xml = rendi(new Scrittore(versione).messaggio(m), HL7, AVVERTENZA)
  if (Buffer.byteLength(xml) > BYTES_MASSIMI)
    throw new MessaggioNonValido([
      {
        percorso: '',
        frase: 'Il messaggio supera i 512 kB e nessuno lo rileggerebbe: accorcia i testi o gli elenchi.',
      },
    ])
  return xml
}

class Scrittore extends ScrittorePersone {
  messaggio(m: Messaggio): Nodo {
    return nodo(
      INTERAZIONE,
      S.radice,
      ...this.busta(m.busta),
      nodo(
        'controlActProcess',
        S.controlActProcess,
        nodo(
          'subject',
          S.subject,
          this.accesso(m.accesso),
          m.valutazione && this.valutazione(m.valutazione),
          m.finale && this.finale(m.finale),
        ),
      ),
    )
  }

  private busta(b: Busta): (Nodo | undefined)[] {
    const parte = (nome: 'receiver' | 'sender', sistema: string, chi: string) =>
      nodo(nome, S[nome], nodo('device', S.device, this.id(sistema, chi)))
    return [
      this.id('ID-MESSAGGIO', b.id),
      valore('creationTime', b.creato),
      nodo('interactionId', { extension: b.interazione }),
      this.codice('processingCode', 'PROCESSO', b.processo),
      this.codice('processingModeCode', 'MODALITA', b.modalita),
      this.codice('acceptAckCode', 'RICEVUTA', b.ricevuta),
      ...b.destinatari.map((d) => parte('receiver', 'DESTINATARIO', d)),
      parte('sender', 'MITTENTE', b.mittente),
    ]
  }

  private fase(f: FaseAccesso | FaseValutazione | FaseFinale, ...resto: (Nodo | undefined)[]): Nodo {
    return nodo(
      'encounterEvent',
      S.encounterEvent,
      this.id('ID-FASE', f.id),
      this.codice('code', 'FASE', f.codice),
      nodoTesto('text', f.annotazioni),
      this.codice('statusCode', 'STATO', f.stato),
      nodo(
        'effectiveTime',
        {},
        valore('low', f.inizio),
        valore('high', f.fine),
        this.codice('dischargeDispositionCode', 'ESITO', f.esito),
      ),
      ...resto,
    )
  }

  private accesso(f: FaseAccesso): Nodo {
    return this.fase(
      f,
      nodo('subject', {}, this.assistito(f.assistito)),
      f.medico &&
        nodo(
          'consultant',
          S.consultant,
          nodo('assignedPerson', S.assegnato, this.id('CF', f.medico.codiceFiscale), personaAssegnata(f.medico)),
        ),
      ...f.assistenti.map((a) =>
        nodo(
          'consultant',
          S.consultant,
          nodo(
            'assignedPerson',
            S.assegnato,
            this.id('CF', a.codiceFiscale),
            // the code is also what tells an assistant from the doctor, so the element is there even without one
            nodo('code', { code: a.tipo, codeSystem: this.oid('ASSISTENTE') }),
            luogo(USO_RESIDENZA, a.comuneResidenza),
            this.codice('administrativeGenderCode', 'GENERE', a.genere),
            personaAssegnata(a),
            valore('birthTime', a.nascita),
          ),
        ),
      ),
      f.segnalazione && this.segnalazione(f.segnalazione),
      ...this.osservazioni('accesso', f.dati),
    )
  }

  private valutazione(f: FaseValutazione): Nodo {
    const attender = (r: FaseValutazione['responsabile'], sistema: string) =>
      r && this.attender(r.codiceFiscale, nodo('code', { code: r.profilo, codeSystem: this.oid(sistema) }))
    return this.fase(
      f,
      f.data === undefined ? undefined : nodo('effectiveTime', {}, valore('low', f.data)),
      attender(f.responsabile, 'PROFILO-RESPONSABILE'),
      attender(f.caseManager, 'PROFILO-CASE-MANAGER'),
      ...this.osservazioni('valutazione', f.dati),
    )
  }

  private attender(codiceFiscale: string, profilo?: Nodo): Nodo {
    return nodo('attender', S.attender, nodo('assignedPerson', S.assegnato, this.id('CF', codiceFiscale), profilo))
  }

  private finale(f: FaseFinale): Nodo {
    const piano = gruppo(
      'carePlan',
      S.carePlan,
      gruppo('effectiveTime', {}, valore('high', f.chiusura)),
      ...this.osservazioni('finale', f.dati),
    )
    return this.fase(
      f,
      f.responsabile === undefined ? undefined : this.attender(f.responsabile),
      piano && nodo('pertinentInformation2', S.pertinentInformation2, piano),
    )
  }

  /** In A and B each observation hangs from the phase, in E from the plan: the schema calls them differently. */
  private osservazioni(tipo: TipoFase, dati: object): Nodo[] {
    return catalogo[tipo].campi.flatMap((campo) =>
      valoriDi(dati, campo).map((v) => {
        const dentro = [this.codice('code', sistemaDi(tipo, campo), campo.sigla), osservato(campo, v)]
        return tipo === 'finale'
          ? nodo('component2', S.component2, nodo('observation', {}, ...dentro))
          : nodo('reference', S.reference, nodo('commonObservationEvent', {}, ...dentro))
      }),
    )
  }
}

function osservato({ tipo }: Campo, v: string): Nodo | undefined {
  if (tipo === 'testo') return nodoTesto('text', v)
  const code = tipo === 'data' ? versoHl7(v) : v
  return nodo('value', { code, type: TIPI_VALORE[tipo], currency: tipo === 'importo' ? 'EUR' : undefined })
}
