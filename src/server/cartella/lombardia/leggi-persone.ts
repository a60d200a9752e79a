// The persons of a message out of the XML: the assisted one, his household and network, doctor, assistants, who
// reported, who is responsible. The message often tells one from another only by a code system or by a word of use.
import type {
  AssistentePersonale,
  Assistito,
  FaseAccesso,
  FaseValutazione,
  Persona,
  Relazione,
  Segnalazione,
} from '../../../shared/cartella/lombardia/messaggio.ts'
import type { Lettore } from './lettore.ts'
import { S, USI, USO_NASCITA, USO_RESIDENZA } from './struttura.ts'
import { data, LettoreCodici, seNonVuoto, senzaVuoti } from './valori-letti.ts'

export class LettorePersone extends LettoreCodici {
  protected assistito(paziente: Lettore | undefined): Assistito {
    const persona = paziente?.figlio('patientPerson')
    const documento = paziente?.figlio('subjectOf')?.figlio('identityDocument')
    return senzaVuoti({
      id: this.id(persona?.figlio('id'), 'CF-ASSISTITO') ?? '',
      cognome: '',
      nome: '',
      ...nomeDi(persona),
      genere: this.codice(persona?.figlio('administrativeGenderCode')?.costanti(GENERE_COSTANTE), 'GENERE'),
      nascita: data(persona?.figlio('birthTime')),
      statoCivile: this.codice(persona?.figlio('maritalStatusCode'), 'STATO-CIVILE'),
      titoloStudio: this.codice(persona?.figlio('educationLevelCode'), 'TITOLO-STUDIO'),
      comuneNascita: this.codice(luogoNascita(persona)?.figlio('code'), 'COMUNE-NASCITA'),
      cittadinanze: (persona?.figli('asCitizen') ?? []).flatMap((c) => {
        const stato = c.figlio('politicalOrganization')?.costanti(S.politicalOrganization)
        return this.id(stato?.figlio('id'), 'CITTADINANZA') ?? []
      }),
      ...indirizzi(paziente),
      ...recapiti(paziente),
      documento: seNonVuoto(
        senzaVuoti({
          estremi: this.id(documento?.figlio('id'), 'DOCUMENTO-NUMERO'),
          tipo: this.codice(documento?.figlio('code'), 'DOCUMENTO-TIPO'),
        }),
      ),
      ...this.altriIdentificativi(persona),
      ...this.garanti(persona),
      ...this.relazioni(persona),
    })
  }

  private altriIdentificativi(persona: Lettore | undefined) {
    const trovati: Pick<Assistito, 'tessera' | 'codiceFiscale'> = {}
    for (const l of persona?.figli('asOtherIDs').flatMap((a) => a.figli('id')) ?? []) {
      const sistema = this.fra(l, 'root', ['TESSERA', 'CF-ASSISTITO'])
      if (sistema) unaVolta(l, trovati, sistema === 'TESSERA' ? 'tessera' : 'codiceFiscale', l.attributo('extension'))
    }
    return trovati
  }

  /** ATS and ASST may share one OID: then the name of the authority tells them apart, or the list of the codes. */
  private garanti(persona: Lettore | undefined) {
    const trovati: Pick<Assistito, 'ats' | 'asst' | 'ambito'> = {}
    const enti = persona?.figli('guarantor').flatMap((g) => g.figli('guarantorOrganization')) ?? []
    for (const l of enti.flatMap((e) => e.costanti(S.guarantorOrganization).figli('id'))) {
      const sistema = this.fra(l, 'root', ['ATS', 'ASST', 'AMBITO'])
      const codice = l.attributo('extension')
      if (!sistema || codice === undefined) continue
      const comune = this.tabella.sistema(sistema)?.registro !== null
      const possibili = ENTI.filter((e) => (comune ? e.nome !== 'AMBITO' : e.nome === sistema))
      const nominato = possibili.find((e) => l.prende('assigningAuthorityName', e.nome))
      const quale = nominato ?? (comune ? possibili.find((e) => this.tabella.codice(e.nome, codice)) : possibili[0])
      if (quale) unaVolta(l, trovati, quale.chiave, codice)
      else
        l.difetto(`Non si capisce se «${codice}» sia una ATS o una ASST: aggiungi il codice alla tabella dei codici.`)
    }
    return trovati
  }

  private relazioni(persona: Lettore | undefined) {
    const gruppi: Pick<Assistito, 'nucleo' | 'rete'> = { nucleo: [], rete: [] }
    for (const l of persona?.figli('personalRelationship') ?? []) {
      const codice = l.figlio('code')
      const sistema = codice && this.fra(codice, 'codeSystem', ['NUCLEO', 'RETE'])
      if (!codice) l.difetto('Una relazione non dice se sia del nucleo o della rete sociale: manca il suo codice.')
      const chi = l.figlio('relationshipHolder1')
      const relazione: Relazione = senzaVuoti({
        tipo: codice?.attributo('code'),
        comuneResidenza: residenza(l),
        ...this.persona(chi),
        caregiver: chi?.figlio('desc')?.testo(),
        genere: this.codice(chi?.figlio('administrativeGenderCode'), 'GENERE'),
        nascita: data(chi?.figlio('birthTime')),
        comuneNascita: luogoNascita(chi)?.figlio('censusTract')?.testo(),
      })
      if (sistema && seNonVuoto(relazione)) gruppi[sistema === 'NUCLEO' ? 'nucleo' : 'rete'].push(relazione)
    }
    return gruppi
  }

  /** An assistant says of what kind he is, the doctor does not: nothing else tells them apart. */
  protected consulenti(evento: Lettore): Pick<FaseAccesso, 'medico' | 'assistenti'> {
    const trovati: Pick<FaseAccesso, 'medico' | 'assistenti'> = { assistenti: [] }
    for (const c of evento.figli('consultant')) {
      const l = c.costanti(S.consultant).figlio('assignedPerson')?.costanti(S.assegnato)
      const codice = l?.figlio('code')
      const persona = senzaVuoti({ ...this.codiceFiscale(l), ...nomeDi(l?.figlio('assignedPerson')) })
      if (!codice) {
        if (trovati.medico) c.difetto('Il medico compare due volte, o un assistente personale è senza codice.')
        else if (seNonVuoto(persona)) trovati.medico = persona
        continue
      }
      const assistente: AssistentePersonale = senzaVuoti({
        tipo: this.codice(codice, 'ASSISTENTE'),
        ...persona,
        comuneResidenza: residenza(l),
        genere: this.codice(l?.figlio('administrativeGenderCode'), 'GENERE'),
        nascita: data(l?.figlio('birthTime')),
      })
      if (seNonVuoto(assistente)) trovati.assistenti.push(assistente)
    }
    return trovati
  }

  protected segnalazione(bisogno: Lettore | undefined): Segnalazione | undefined {
    const informatore = bisogno?.costanti(S.need).figlio('informant')?.costanti(S.informant)
    const chi = informatore?.figlio('assignedEntity')
    const ente = chi?.figlio('representedOrganization')
    return seNonVuoto(
      senzaVuoti({
        bisogno: this.codice(bisogno?.figlio('code'), 'BISOGNO'),
        data: data(informatore?.figlio('time')),
        ...this.codiceFiscale(chi),
        ...nomeDi(chi?.figlio('assignedPerson')),
        ente: seNonVuoto(
          senzaVuoti({
            codice: this.id(ente?.figlio('id'), 'ENTE'),
            tipo: this.codice(ente?.figlio('code'), 'ENTE-TIPO'),
            denominazione: ente?.figlio('name')?.testo(),
          }),
        ),
      }),
    )
  }

  protected responsabili(evento: Lettore): Pick<FaseValutazione, 'responsabile' | 'caseManager'> {
    const trovati: Pick<FaseValutazione, 'responsabile' | 'caseManager'> = {}
    for (const a of evento.figli('attender')) {
      const l = a.costanti(S.attender).figlio('assignedPerson')?.costanti(S.assegnato)
      const codice = l?.figlio('code')
      if (!l || !codice) {
        a.difetto('Un operatore non dice se sia il responsabile o il case manager: manca il codice del profilo.')
        continue
      }
      const sistema = this.fra(codice, 'codeSystem', ['PROFILO-RESPONSABILE', 'PROFILO-CASE-MANAGER'])
      if (!sistema) continue
      const responsabile = senzaVuoti({
        codiceFiscale: this.id(l.figlio('id'), 'CF') ?? '',
        profilo: codice.attributo('code'),
      })
      unaVolta(a, trovati, sistema === 'PROFILO-RESPONSABILE' ? 'responsabile' : 'caseManager', responsabile)
    }
    return trovati
  }

  private persona(l: Lettore | undefined): Persona {
    return { ...this.codiceFiscale(l), ...nomeDi(l) }
  }
  private codiceFiscale(l: Lettore | undefined): Pick<Persona, 'codiceFiscale'> {
    return senzaVuoti({ codiceFiscale: this.id(l?.figlio('id'), 'CF') })
  }
}

const ENTI = [
  { nome: 'ATS', chiave: 'ats' },
  { nome: 'ASST', chiave: 'asst' },
  { nome: 'AMBITO', chiave: 'ambito' },
] as const

/** The observed messages repeat a class on the gender of the assisted person. */
const GENERE_COSTANTE = { classCode: 'PLC' }

function nomeDi(l: Lettore | undefined): Pick<Persona, 'nome' | 'cognome'> {
  const nome = l?.figlio('name')
  return senzaVuoti({ nome: nome?.figlio('given')?.testo(), cognome: nome?.figlio('family')?.testo() })
}

function unaVolta<K extends string, V>(l: Lettore, raccolta: { [k in K]?: V }, chiave: K, valore: V | undefined) {
  if (valore === undefined) return
  if (raccolta[chiave] === undefined) raccolta[chiave] = valore
  else l.difetto(`Questo dato (${chiave}) compare due volte: ne serve uno solo.`)
}

const luogoNascita = (l: Lettore | undefined) =>
  l?.figlio('birthPlace')?.figlio('birthplace')?.figlio('addr')?.costanti({ use: USO_NASCITA })

const residenza = (l: Lettore | undefined) =>
  (l?.figlioCon('addr', 'use', USO_RESIDENZA) ?? l?.figlioCon('addr', 'use', USI.comuneResidenza))
    ?.figlio('censusTract')
    ?.testo()

function indirizzi(paziente: Lettore | undefined) {
  const trovati: { -readonly [K in keyof typeof USI]?: string } = {}
  for (const [chiave, uso] of Object.entries(USI) as [keyof typeof USI, string][]) {
    const valore = paziente?.figlioCon('addr', 'use', uso)?.figlio('censusTract')?.testo()
    if (valore !== undefined) trovati[chiave] = valore
  }
  return trovati
}

/** Without a use an e-mail address is told by its sign; a number without use is the first telephone. */
function recapiti(paziente: Lettore | undefined): Pick<Assistito, 'telefono' | 'cellulare' | 'email'> {
  const trovati: Pick<Assistito, 'telefono' | 'cellulare' | 'email'> = {}
  for (const l of paziente?.figli('telecom') ?? []) {
    const mobile = l.costanti({ use: 'HP' }).prende('use', 'MC')
    const valore = l.attributo('value')
    const chiave = mobile ? 'cellulare' : valore?.includes('@') ? 'email' : 'telefono'
    unaVolta(l, trovati, chiave, valore)
  }
  return trovati
}
