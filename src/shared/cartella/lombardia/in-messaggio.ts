// The record → the message: which value goes where, by the codes of the day. What is not recorded, what has no code of the
// Region and what the message cannot carry is told, never invented. Free notes do not leave: only the two texts that the
// message has fields for, the final evaluation and the current pathologies.
import { catalogo, type TipoFase } from './campi.ts'
import type { Versione } from './codici.ts'
import type { Contenuto, Luogo, Nota, Vicino } from './contenuto.ts'
import { controllaMessaggio } from './messaggio.rules.ts'
import type {
  AssistentePersonale,
  Assistito,
  Busta,
  FaseAccesso,
  FaseFinale,
  FaseValutazione,
  Messaggio,
  Relazione,
} from './messaggio.ts'
import * as v from './valori.ts'

export interface Preparato {
  /** Absent while something necessary is missing. */
  messaggio?: Messaggio
  mancano: Nota[]
  taciuti: Nota[]
}

/** Identifiers of the phases, one for each presa and phase: the same phase sent twice is recognised. */
export interface Identificativi {
  persona: string
  presa: string | null
}

const SENZA_CODICE = 'la tabella non ha un codice della Regione per questo valore.'
const SENZA_DATO = 'non è registrato.'

const pieno = <T extends object>(o: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(o).filter(([, x]) => x !== undefined)) as T

/** As the message writes texts: one kind of line end, nothing around. */
const testo = (s: string | undefined) => s?.replace(/\r\n?/g, '\n').trim() || undefined

class Preparazione {
  readonly taciuti: Nota[] = []
  readonly tabella: Versione
  constructor(tabella: Versione) {
    this.tabella = tabella
  }
  tace(cosa: string, perche: string, dove: Luogo | null): undefined {
    this.taciuti.push({ cosa, perche, dove })
    return undefined
  }
  /** The Region's code of a value of the record. */
  codice(sistema: string, valore: string | undefined, cosa: string, dove: Luogo): string | undefined {
    if (valore === undefined) return this.tace(cosa, SENZA_DATO, dove)
    return this.tabella.perNome(sistema, valore)?.codice ?? this.tace(cosa, SENZA_CODICE, 'codici')
  }
  /** A value as it is, if the message can carry it. */
  valore(valore: string | undefined, controllo: v.Controllo, cosa: string, dove: Luogo | null): string | undefined {
    const scritto = testo(valore)
    if (scritto === undefined) return this.tace(cosa, SENZA_DATO, dove)
    const difetto = controllo(scritto)
    return difetto === null ? scritto : this.tace(cosa, difetto, dove)
  }
  /** A body: by the code that was written, if the table knows it or knows no list; otherwise by the code of its name. */
  ente(sistema: 'ATS' | 'ASST' | 'AMBITO', valore: string | undefined, cosa: string): string | undefined {
    const scritto = testo(valore)
    if (scritto === undefined) return undefined
    const libero = this.tabella.sistema(sistema)?.elenco === 'sconosciuto' && v.codice(scritto) === null
    return libero || this.tabella.codice(sistema, scritto) ? scritto : this.codice(sistema, scritto, cosa, 'codici')
  }
  /** Told only where it is there and cannot go: for what many do not have. */
  seCe(valore: string | undefined, controllo: v.Controllo, cosa: string, dove: Luogo): string | undefined {
    return valore === undefined ? undefined : this.valore(valore, controllo, cosa, dove)
  }
}

function vicino(p: Preparazione, sistema: 'NUCLEO' | 'RETE' | 'ASSISTENTE', x: Vicino, dove: Luogo) {
  const chi = [x.cognome, x.nome].filter(Boolean).join(' ') || 'Una persona vicina'
  const nota = sistema === 'ASSISTENTE' ? undefined : x.parentela
  return pieno<Relazione & AssistentePersonale>({
    tipo: nota === undefined ? undefined : p.codice(sistema, nota, `${chi}: parentela`, 'nuclei'),
    codiceFiscale: p.seCe(x.codiceFiscale, v.codiceFiscale, `${chi}: codice fiscale`, dove),
    cognome: p.seCe(x.cognome, v.riga, `${chi}: cognome`, dove),
    nome: p.seCe(x.nome, v.riga, `${chi}: nome`, dove),
    comuneResidenza: x.residenza,
    caregiver: undefined,
    genere: x.sesso && p.tabella.perNome('GENERE', x.sesso)?.codice,
    nascita: x.nascita,
    comuneNascita: undefined,
  })
}

const nonVuoti = <T extends object>(lista: T[]) => lista.filter((x) => Object.keys(x).length > 0)

function assistito(p: Preparazione, c: Contenuto): Assistito {
  const { persona } = c
  const cf = p.valore(persona.codiceFiscale, v.codiceFiscale, 'Codice fiscale', 'scheda')
  return pieno<Assistito>({
    id: cf ?? persona.chiave,
    codiceFiscale: undefined,
    tessera: p.seCe(c.tessera, v.codice, 'Tessera TEAM', 'scheda'),
    cognome: testo(persona.cognome) ?? '',
    nome: testo(persona.nome) ?? '',
    genere: p.codice('GENERE', persona.sesso, 'Genere', 'scheda'),
    nascita: p.valore(persona.nascita, v.giorno, 'Data di nascita', 'scheda'),
    comuneNascita: p.valore(persona.luogoNascita, v.codice, 'Comune di nascita', 'scheda'),
    statoCivile: p.codice('STATO-CIVILE', c.statoCivile, 'Stato civile', 'scheda'),
    titoloStudio: p.codice('TITOLO-STUDIO', c.titoloStudio, 'Titolo di studio', 'scheda'),
    cittadinanze: cittadinanze(p, c),
    comuneResidenza: p.valore(c.residenza, v.codice, 'Comune di residenza', 'scheda'),
    regioneResidenza: c.residenza && c.regione,
    nazioneResidenza: c.residenza && 'IT',
    comuneDomicilio: p.seCe(c.domicilio, v.codice, 'Comune di domicilio', 'scheda'),
    telefono: p.seCe(c.telefono, v.telefono, 'Telefono', 'scheda'),
    cellulare: p.seCe(c.cellulare, v.telefono, 'Cellulare', 'scheda'),
    email: p.seCe(c.email, v.email, 'E-mail', 'scheda'),
    documento: documento(p, c),
    ats: p.ente('ATS', c.ats, 'ATS'),
    asst: p.ente('ASST', c.asst, 'ASST'),
    ambito: p.ente('AMBITO', c.ambito, 'Ambito di residenza'),
    nucleo: nonVuoti(c.nucleo.map((x) => vicino(p, 'NUCLEO', x, 'nuclei'))),
    rete: nonVuoti(c.rete.map((x) => vicino(p, 'RETE', x, 'nuclei'))),
  })
}

function cittadinanze(p: Preparazione, c: Contenuto): string[] {
  if (c.cittadinanze.length === 0) p.tace('Cittadinanza', SENZA_DATO, 'scheda')
  const codici = c.cittadinanze.flatMap(
    (stato) => p.codice('CITTADINANZA', stato, `Cittadinanza (${stato})`, 'scheda') ?? [],
  )
  if (codici.length > 2) p.tace('Altre cittadinanze', 'il messaggio ne porta due.', null)
  return codici.slice(0, 2)
}

function medico(p: Preparazione, c: Contenuto): FaseAccesso['medico'] {
  const m = pieno<NonNullable<FaseAccesso['medico']>>({
    codiceFiscale: p.seCe(c.medico?.codiceFiscale, v.codiceFiscale, 'Medico o pediatra: codice fiscale', 'scheda'),
    cognome: p.seCe(c.medico?.cognome, v.riga, 'Medico o pediatra: cognome', 'scheda'),
    nome: p.seCe(c.medico?.nome, v.riga, 'Medico o pediatra: nome', 'scheda'),
  })
  return Object.keys(m).length > 0 ? m : undefined
}

function documento(p: Preparazione, c: Contenuto): Assistito['documento'] {
  if (!c.documento) return undefined
  const tipo = p.codice('DOCUMENTO-TIPO', c.documento.tipo, 'Documento di identità', 'scheda')
  const estremi = tipo && p.valore(c.documento.numero, v.riga, 'Documento di identità', 'scheda')
  return tipo && estremi ? { tipo, estremi } : undefined
}

const stato = (p: Preparazione, conclusa: boolean) =>
  p.tabella.perNome('STATO', conclusa ? 'conclusa' : 'in-corso')?.codice ?? ''
const fase = (p: Preparazione, tipo: TipoFase) => p.tabella.perNome('FASE', tipo)?.codice ?? ''

function accesso(p: Preparazione, c: Contenuto, id: string): FaseAccesso {
  const a = c.accesso
  // first, so that what is not said of the person stands first
  const chi = assistito(p, c)
  const bisogno = p.codice('BISOGNO', a.bisogno, 'Bisogno espresso', 'sportello')
  // who reported never leaves; the day on which it was reported does
  const segnalazione = pieno({ data: a.segnalataIl, bisogno })
  p.tace('Provenienza', 'direbbe da chi viene la segnalazione.', null)
  p.tace('Numerosità del nucleo e della rete', 'la Regione non ha pubblicato i codici.', 'codici')
  if (!c.ats && !c.asst && !c.ambito) p.tace('ATS, ASST e ambito di residenza', SENZA_DATO, 'scheda')
  return pieno<FaseAccesso>({
    id,
    codice: fase(p, 'accesso'),
    annotazioni: undefined,
    stato: stato(p, a.al !== undefined),
    inizio: a.dal,
    fine: a.al,
    esito: undefined,
    assistito: chi,
    medico: medico(p, c),
    assistenti: nonVuoti(c.assistenti.map((x) => vicino(p, 'ASSISTENTE', x, 'nuclei'))),
    segnalazione: Object.keys(segnalazione).length > 0 ? segnalazione : undefined,
    dati: pieno<FaseAccesso['dati']>({
      tipologiaRichiesta: p.codice('A.TIRI', a.motivo, 'Tipologia della richiesta', 'sportello'),
      modalitaContatto: p.codice('A.MOCO', a.canale, 'Modalità di contatto', 'sportello'),
      composizioneNucleo: p.codice('A.CONF', c.tipologiaFamiliare, 'Composizione del nucleo', 'scheda'),
      dsu: c.isee && p.codice('A.DSU0', 'si', 'DSU presentata', 'scheda'),
      tipoIsee: c.isee && p.codice('A.TIIS', c.isee.tipo, 'Tipo di ISEE', 'scheda'),
      isee: c.isee ? (c.isee.centesimi / 100).toString() : p.tace('ISEE', SENZA_DATO, 'scheda'),
      occupazione: p.codice('A.OCAS', c.lavoro, 'Occupazione', 'scheda'),
      nomeEnteRilevatore: p.valore(c.ente, v.riga, 'Ente rilevatore', null),
      ambitoIntervento: undefined,
      numerositaNucleo: undefined,
      numerositaRete: undefined,
      provenienza: undefined,
      areaReddituale: undefined,
      enteRilevatore: undefined,
    }),
  })
}

function valutazione(p: Preparazione, c: Contenuto, presa: NonNullable<Contenuto['presa']>, id: string) {
  const area = p.codice('B.AMIR', presa.area, 'Area di intervento', 'prese')
  const cf = p.valore(presa.responsabile?.codiceFiscale, v.codiceFiscale, 'Responsabile della valutazione', 'prese')
  p.tace('Data della valutazione, protesi, previdenze', 'arriveranno con le valutazioni.', null)
  const { fascia, frequenza } = c.invalidita ?? {}
  return pieno<FaseValutazione>({
    id,
    codice: fase(p, 'valutazione'),
    annotazioni: undefined,
    stato: stato(p, presa.attivata !== undefined || presa.al !== undefined),
    inizio: presa.dal,
    fine: presa.attivata ?? presa.al,
    esito: undefined,
    data: undefined,
    responsabile: cf
      ? pieno<NonNullable<FaseValutazione['responsabile']>>({
          codiceFiscale: cf,
          profilo: p.codice(
            'PROFILO-RESPONSABILE',
            presa.responsabile?.professione,
            'Profilo del responsabile',
            'prese',
          ),
        })
      : undefined,
    caseManager: undefined,
    dati: {
      areeIntervento: area ? [area] : [],
      esenzioni: [],
      previdenzeInps: [],
      protesi: [],
      ...pieno({
        patologieCorrenti: p.seCe(c.salute, v.testoLibero, 'Patologie correnti', 'scheda'),
        invalidita: p.codice('B.INVA', fascia, 'Invalidità', 'scheda'),
        indennitaFrequenza:
          frequenza === undefined
            ? undefined
            : p.codice('B.INFR', frequenza ? 'si' : 'no', 'Indennità di frequenza', 'scheda'),
      }),
    },
  })
}

function finale(p: Preparazione, presa: NonNullable<Contenuto['presa']>, id: string): FaseFinale {
  return pieno<FaseFinale>({
    id,
    codice: fase(p, 'finale'),
    annotazioni: undefined,
    stato: stato(p, true),
    inizio: presa.al!,
    fine: presa.al,
    esito: undefined,
    responsabile: p.valore(presa.chiusaDa, v.codiceFiscale, 'Responsabile della chiusura', 'prese'),
    chiusura: presa.al,
    dati: pieno<FaseFinale['dati']>({
      dataValutazione: presa.al,
      valutazione: p.valore(presa.valutazione, v.testoLibero, 'Valutazione finale', 'prese'),
      motivoChiusura: p.codice('E.MOCP', presa.motivoChiusura, 'Motivo della chiusura', 'prese'),
      risorseFinali: undefined,
      risultatiRaggiunti: undefined,
      risultatiNonRaggiunti: undefined,
      nuovoProgetto: undefined,
    }),
  })
}

/** What must be there before anything is composed. */
function manca(c: Contenuto | null, tipo: TipoFase): Nota[] {
  if (!c)
    return [
      {
        cosa: 'Accesso',
        perche: 'non ci sono ancora un contatto, una segnalazione o una presa in carico.',
        dove: 'sportello',
      },
    ]
  const { lettera } = catalogo[tipo]
  if (tipo !== 'accesso' && !c.presa)
    return [{ cosa: 'Presa in carico', perche: `la fase ${lettera} comincia con una presa in carico.`, dove: 'prese' }]
  if (tipo === 'finale' && !c.presa?.al)
    return [{ cosa: 'Chiusura', perche: 'la presa in carico non è chiusa.', dove: 'prese' }]
  return []
}

/** Where a defect of the message is put right. */
const luogoDi = (percorso: string): Luogo => (percorso.startsWith('busta.') ? 'parametri' : 'scheda')

/** The phases up to the one asked for: those already walked travel with it. `c` null: nothing has begun. */
export function inMessaggio(
  c: Contenuto | null,
  tipo: TipoFase,
  busta: Busta,
  id: Identificativi,
  tabella: Versione,
): Preparato {
  const mancano = manca(c, tipo)
  if (!c || mancano.length > 0) return { mancano, taciuti: [] }
  const p = new Preparazione(tabella)
  const messaggio: Messaggio = { busta, accesso: accesso(p, c, `A-${id.presa ?? id.persona}`) }
  if (tipo !== 'accesso' && c.presa) messaggio.valutazione = valutazione(p, c, c.presa, `B-${id.presa}`)
  if (tipo === 'finale' && c.presa) messaggio.finale = finale(p, c.presa, `E-${id.presa}`)
  const difetti = controllaMessaggio(messaggio).map((d) => ({
    cosa: d.frase,
    perche: '',
    dove: luogoDi(d.percorso),
  }))
  const { taciuti } = p
  return difetti.length > 0 ? { mancano: difetti, taciuti } : { messaggio, mancano: [], taciuti }
}
