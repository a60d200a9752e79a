// XML → a message. What cannot be understood makes the file refused, with one sentence for each thing; what is
// understood to be something else (a phase not exchanged yet, an element that Trama has no place for) is told and left.
// The order of the elements is not looked at: the schema is not verified, and no meaning depends on it except where the
// message itself says nothing else (the second time of phase B is the day of the assessment).
import { catalogo, fasi, type TipoFase } from '../../../shared/cartella/lombardia/campi.ts'
import { type Tabella, versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import { controllaCodici } from '../../../shared/cartella/lombardia/codici-usati.rules.ts'
import { controllaMessaggio } from '../../../shared/cartella/lombardia/messaggio.rules.ts'
import {
  type Busta,
  type Difetto,
  type Fase,
  type FaseAccesso,
  type FaseFinale,
  type FaseValutazione,
  INTERAZIONE,
  type Messaggio,
  type Momento,
} from '../../../shared/cartella/lombardia/messaggio.ts'
import { leggiOsservazioni } from './leggi-osservazioni.ts'
import { LettorePersone } from './leggi-persone.ts'
import { apri, Esame, FileIlleggibile, Lettore } from './lettore.ts'
import { HL7, S } from './struttura.ts'
import { data, senzaVuoti } from './valori-letti.ts'

export type EsitoLettura =
  | { esito: 'letto'; messaggio: Messaggio; avvisi: Difetto[] }
  | { esito: 'rifiutato'; difetti: Difetto[] }

const rifiutato = (difetti: Difetto[]): EsitoLettura => ({ esito: 'rifiutato', difetti })

export function leggiMessaggio(file: Uint8Array, tabella: Tabella): EsitoLettura {
  const esame = new Esame()
  let radice: Lettore
  try {
    radice = leggiRadice(file, esame)
  } catch (errore) {
    if (errore instanceof FileIlleggibile) return rifiutato([{ percorso: '', frase: errore.message }])
    throw errore
  }
  // the day decides the table: without it every code would be told wrong, so the day alone is told
  const creazione = radice.figlio('creationTime')
  const creato = data(creazione)
  if (creato === undefined && esame.difetti.length === 0)
    radice.difetto('La data di creazione del messaggio manca: serve per lo scambio.')
  if (creato === undefined) return rifiutato(esame.difetti)
  const versione = versioneDel(tabella, creato.slice(0, 10))
  if (!versione.sistema('FASE')) {
    const frase = `La tabella dei codici non ha righe per il ${versione.giorno}: aggiungile, oppure controlla la data.`
    return rifiutato([{ percorso: creazione!.percorso, frase }])
  }
  const lettore = new LettoreMessaggio(versione)
  const busta = lettore.busta(radice, creato)
  const { accesso, ...altre } = lettore.fasi(radice)
  if (esame.difetti.length === 0 && !accesso)
    radice.difetto('Manca la fase A: senza, il messaggio non dice di quale persona parla.')
  if (esame.difetti.length > 0 || !accesso) return rifiutato(esame.difetti)
  const messaggio: Messaggio = { busta, accesso, ...altre }
  const difetti = controllaMessaggio(messaggio)
  if (difetti.length === 0) difetti.push(...controllaCodici(messaggio, versione))
  if (difetti.length > 0) return rifiutato(difetti)
  esame.chiudi()
  return { esito: 'letto', messaggio, avvisi: esame.avvisi }
}

function leggiRadice(file: Uint8Array, esame: Esame): Lettore {
  const el = apri(file).documentElement!
  const nome = el.localName ?? ''
  if (nome.startsWith('MCCI_'))
    throw new FileIlleggibile(`Il file è una ricevuta (${nome}), non un messaggio della cartella sociale.`)
  if (/^[A-Z]{4}_IN\d/.test(nome) && nome !== INTERAZIONE)
    throw new FileIlleggibile(
      `Il file è un altro messaggio HL7 (${nome}): quello della cartella sociale è ${INTERAZIONE}.`,
    )
  if (nome !== INTERAZIONE)
    throw new FileIlleggibile(
      `Il file comincia con «${nome}»: un messaggio della cartella sociale comincia con ${INTERAZIONE}.`,
    )
  if (el.namespaceURI !== HL7)
    throw new FileIlleggibile(`Il file non dichiara lo spazio dei nomi di HL7 (${HL7}): chiedi di esportarlo di nuovo.`)
  return new Lettore(el, esame).costanti(S.radice)
}

interface Fasi {
  accesso?: FaseAccesso
  valutazione?: FaseValutazione
  finale?: FaseFinale
}

class LettoreMessaggio extends LettorePersone {
  busta(radice: Lettore, creato: Momento): Busta {
    const codice = (nome: string, sistema: string) => this.codice(radice.figlio(nome), sistema) ?? ''
    const parte = (l: Lettore | undefined, costanti: Readonly<Record<string, string>>, sistema: string) =>
      this.id(l?.costanti(costanti).figlio('device')?.costanti(S.device).figlio('id'), sistema) ?? ''
    return {
      id: this.id(radice.figlio('id'), 'ID-MESSAGGIO') ?? '',
      creato,
      interazione: radice.figlio('interactionId')?.attributo('extension') ?? '',
      processo: codice('processingCode', 'PROCESSO'),
      modalita: codice('processingModeCode', 'MODALITA'),
      ricevuta: codice('acceptAckCode', 'RICEVUTA'),
      mittente: parte(radice.figlio('sender'), S.sender, 'MITTENTE'),
      destinatari: radice.figli('receiver').map((r) => parte(r, S.receiver, 'DESTINATARIO')),
    }
  }

  fasi(radice: Lettore): Fasi {
    const trovate: Fasi = {}
    const eventi = radice
      .figlio('controlActProcess')
      ?.costanti(S.controlActProcess)
      .figli('subject')
      .flatMap((s) => s.costanti(S.subject).figli('encounterEvent'))
    for (const evento of eventi ?? []) {
      const codiceFase = this.codice(evento.costanti(S.encounterEvent).figlio('code'), 'FASE')
      const tipo = this.tipoFase(evento, codiceFase)
      if (!tipo || codiceFase === undefined) continue
      if (trovate[tipo]) evento.difetto(`La fase ${catalogo[tipo].lettera} compare due volte: ne serve una sola.`)
      else if (tipo === 'accesso') trovate.accesso = this.accesso(evento, codiceFase)
      else if (tipo === 'valutazione') trovate.valutazione = this.valutazione(evento, codiceFase)
      else trovate.finale = this.finale(evento, codiceFase)
    }
    return trovate
  }

  private tipoFase(evento: Lettore, codice: string | undefined): TipoFase | undefined {
    const riga = codice === undefined ? undefined : this.tabella.codice('FASE', codice)
    const tipo = fasi.find((f) => f === riga?.corrisponde)
    if (tipo) return tipo
    if (codice === undefined) evento.difetto('Una fase non dice quale sia: manca il suo codice.')
    else if (!riga) evento.difetto(`«${codice}» non è il codice di una fase: controlla la tabella dei codici.`)
    else evento.lascia(`La fase ${codice} (${riga.descrizione}) non è ancora scambiata da Trama: resta solo nel file.`)
    return undefined
  }

  private fase(evento: Lettore, codice: string): Fase {
    const id = this.id(evento.figlio('id'), 'ID-FASE') ?? ''
    const annotazioni = evento.figlio('text')?.testo()
    const stato = this.codice(evento.figlio('statusCode'), 'STATO') ?? ''
    const tempo = evento.figlio('effectiveTime')
    return senzaVuoti({
      id,
      codice,
      annotazioni,
      stato,
      inizio: data(tempo?.figlio('low')) ?? '',
      fine: data(tempo?.figlio('high')),
      esito: this.codice(tempo?.figlio('dischargeDispositionCode'), 'ESITO'),
    })
  }

  private accesso(evento: Lettore, codice: string): FaseAccesso {
    return senzaVuoti({
      ...this.fase(evento, codice),
      assistito: this.assistito(evento.figlio('subject')?.figlio('patient')),
      ...this.consulenti(evento),
      segnalazione: this.segnalazione(evento.figlio('reason')?.figlio('need')),
      dati: leggiOsservazioni(this, 'accesso', osservazioniDi(evento)) as FaseAccesso['dati'],
    })
  }

  private valutazione(evento: Lettore, codice: string): FaseValutazione {
    return senzaVuoti({
      ...this.fase(evento, codice),
      data: data(evento.figlio('effectiveTime')?.figlio('low')),
      ...this.responsabili(evento),
      dati: leggiOsservazioni(this, 'valutazione', osservazioniDi(evento)) as FaseValutazione['dati'],
    })
  }

  private finale(evento: Lettore, codice: string): FaseFinale {
    const assegnato = evento.figlio('attender')?.costanti(S.attender).figlio('assignedPerson')?.costanti(S.assegnato)
    const piano = evento
      .figlio('pertinentInformation2')
      ?.costanti(S.pertinentInformation2)
      .figlio('carePlan')
      ?.costanti(S.carePlan)
    const osservazioni = piano?.figli('component2').flatMap((c) => c.costanti(S.component2).figli('observation'))
    return senzaVuoti({
      ...this.fase(evento, codice),
      responsabile: this.id(assegnato?.figlio('id'), 'CF'),
      chiusura: data(piano?.figlio('effectiveTime')?.figlio('high')),
      dati: leggiOsservazioni(this, 'finale', osservazioni ?? []) as FaseFinale['dati'],
    })
  }
}

const osservazioniDi = (evento: Lettore) =>
  evento.figli('reference').flatMap((r) => r.costanti(S.reference).figli('commonObservationEvent'))
