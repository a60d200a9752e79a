// The message → what the record can take of it, by the codes of the day on which it was made. A code that stands for
// nothing of ours, a field that has no place here, who reported: told, and left in the file.
import { catalogo, fasi, type TipoFase, valoriDi } from './campi.ts'
import type { Versione } from './codici.ts'
import type { Contenuto, Luogo, Nota, PresaContenuta, Vicino } from './contenuto.ts'
import type { AssistentePersonale, Messaggio, Momento, Relazione } from './messaggio.ts'

export interface Ricevuto {
  contenuto: Contenuto
  /** What remains in the file alone. */
  fuori: Nota[]
}

const pieno = <T extends object>(o: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(o).filter(([, x]) => x !== undefined)) as T

/** The day in Italy of a day or an instant. */
const giorno = (m: Momento) =>
  m.length === 10 ? m : new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(new Date(m))

/** Fields that have a place in the record; the others are told. */
const CON_UN_POSTO: Record<TipoFase, readonly string[]> = {
  accesso: [
    'tipologiaRichiesta',
    'modalitaContatto',
    'composizioneNucleo',
    'dsu',
    'tipoIsee',
    'isee',
    'occupazione',
    'nomeEnteRilevatore',
  ],
  valutazione: ['areeIntervento', 'patologieCorrenti'],
  finale: ['dataValutazione', 'valutazione', 'motivoChiusura'],
}

class Lettura {
  readonly fuori: Nota[] = []
  readonly tabella: Versione
  constructor(tabella: Versione) {
    this.tabella = tabella
  }
  lascia(cosa: string, perche: string, dove: Luogo | null = null): undefined {
    this.fuori.push({ cosa, perche, dove })
    return undefined
  }
  /** What of ours a code stands for. */
  valore(sistema: string, codice: string | undefined, cosa: string): string | undefined {
    if (codice === undefined) return undefined
    const riga = this.tabella.codice(sistema, codice)
    return (
      riga?.corrisponde ?? this.lascia(`${cosa}: ${codice}`, 'nella tabella questo codice non ha un valore.', 'codici')
    )
  }
  genere(codice: string | undefined, cosa: string): 'F' | 'M' | undefined {
    const g = this.valore('GENERE', codice, cosa)
    return g === 'F' || g === 'M' ? g : undefined
  }
}

const lungo = (n: number, uno: string, tanti: string) => (n === 1 ? uno : `${n} ${tanti}`)

function vicino(l: Lettura, sistema: 'NUCLEO' | 'RETE', x: Relazione | AssistentePersonale): Vicino {
  const chi = [x.cognome, x.nome].filter(Boolean).join(' ') || 'Una persona vicina'
  if ('caregiver' in x && x.caregiver) l.lascia(`${chi}: caregiver`, 'la cartella non ha un posto per questo dato.')
  return pieno<Vicino>({
    parentela: l.valore(sistema, x.tipo, `${chi}: parentela`),
    codiceFiscale: x.codiceFiscale,
    cognome: x.cognome,
    nome: x.nome,
    sesso: l.genere(x.genere, `${chi}: genere`),
    nascita: x.nascita,
    residenza: x.comuneResidenza,
  })
}

function assistente(l: Lettura, x: AssistentePersonale): Vicino {
  const { tipo, ...resto } = x
  if (tipo) l.lascia(`Tipo di assistente personale: ${tipo}`, 'la cartella non ha un posto per questo dato.')
  return vicino(l, 'RETE', resto)
}

function diceAltro(l: Lettura, m: Messaggio) {
  const { segnalazione } = m.accesso
  const senzaPosto: [string, unknown][] = [
    ['Case manager', m.valutazione?.caseManager],
    ['Data della valutazione', m.valutazione?.data],
    ['Responsabile della chiusura', m.finale?.responsabile],
  ]
  for (const [cosa, valore] of senzaPosto)
    if (valore !== undefined) l.lascia(cosa, 'la cartella non ha un posto per questo dato.')
  if (segnalazione && (segnalazione.cognome || segnalazione.nome || segnalazione.codiceFiscale || segnalazione.ente))
    l.lascia('Chi ha segnalato', 'la sua identità è riservata e non si riporta.')
  for (const tipo of fasi) {
    const fase = m[tipo]
    if (!fase) continue
    const { lettera, campi } = catalogo[tipo]
    if (fase.annotazioni) l.lascia(`Annotazioni della fase ${lettera}`, 'si leggono nel file.')
    if (fase.esito) l.lascia(`Esito della fase ${lettera}: ${fase.esito}`, 'i codici degli esiti non sono noti.')
    for (const campo of campi)
      if (!CON_UN_POSTO[tipo].includes(campo.chiave) && valoriDi(fase.dati, campo).length > 0)
        l.lascia(`${campo.nome} (${campo.sigla})`, 'la cartella non ha un posto per questo dato.')
  }
}

function presa(l: Lettura, m: Messaggio): PresaContenuta | undefined {
  const { valutazione: b, finale: e } = m
  if (!b && !e) return undefined
  // without phase B the access says when it ended, which is when one was taken in charge
  const dal = b?.inizio ?? m.accesso.fine
  if (dal === undefined)
    return l.lascia('Presa in carico', 'il messaggio non dice quando è cominciata: portala a mano.', 'prese')
  const aree = (b?.dati.areeIntervento ?? []).flatMap((c) => l.valore('B.AMIR', c, 'Area di intervento') ?? [])
  if (aree.length > 1) l.lascia('Altre aree di intervento', 'una presa in carico ne ha una.', 'prese')
  const chiusura = e && (e.chiusura ?? e.dati.dataValutazione ?? giorno(e.inizio))
  const fine = b?.fine && giorno(b.fine)
  return pieno<PresaContenuta>({
    area: aree[0],
    dal: giorno(dal),
    attivata: fine && fine !== chiusura ? fine : undefined,
    al: chiusura,
    motivoChiusura: l.valore('E.MOCP', e?.dati.motivoChiusura, 'Motivo della chiusura'),
    valutazione: e?.dati.valutazione,
    responsabile: b?.responsabile && {
      codiceFiscale: b.responsabile.codiceFiscale,
      ...pieno({
        professione: l.valore('PROFILO-RESPONSABILE', b.responsabile.profilo, 'Profilo del responsabile'),
      }),
    },
    chiusaDa: e?.responsabile,
  })
}

const importo = (euro: string) => Math.round(Number(euro) * 100)

export function daMessaggio(m: Messaggio, tabella: Versione): Ricevuto {
  const l = new Lettura(tabella)
  const { accesso } = m
  const { assistito: a, dati, segnalazione } = accesso
  diceAltro(l, m)
  const cf = a.codiceFiscale ?? (/^[A-Z0-9]{16}$/.test(a.id) ? a.id : undefined)
  const tipoDocumento = l.valore('DOCUMENTO-TIPO', a.documento?.tipo, 'Tipo di documento')
  if (a.documento && !(tipoDocumento && a.documento.estremi))
    l.lascia('Documento di identità', 'servono il tipo e il numero, tutti e due noti.', 'scheda')
  const contenuto = pieno<Contenuto>({
    persona: pieno<Contenuto['persona']>({
      chiave: a.id,
      codiceFiscale: cf,
      cognome: a.cognome,
      nome: a.nome,
      sesso: l.genere(a.genere, 'Genere'),
      nascita: a.nascita,
      luogoNascita: a.comuneNascita,
    }),
    statoCivile: l.valore('STATO-CIVILE', a.statoCivile, 'Stato civile'),
    titoloStudio: l.valore('TITOLO-STUDIO', a.titoloStudio, 'Titolo di studio'),
    cittadinanze: a.cittadinanze.flatMap((c) => l.valore('CITTADINANZA', c, 'Cittadinanza') ?? []),
    residenza: a.comuneResidenza,
    regione: a.comuneResidenza && a.regioneResidenza,
    domicilio: a.comuneDomicilio,
    telefono: a.telefono,
    cellulare: a.cellulare,
    email: a.email,
    documento: tipoDocumento && a.documento?.estremi ? { tipo: tipoDocumento, numero: a.documento.estremi } : undefined,
    lavoro: l.valore('A.OCAS', dati.occupazione, 'Occupazione'),
    tipologiaFamiliare: l.valore('A.CONF', dati.composizioneNucleo, 'Composizione del nucleo'),
    isee: dati.isee
      ? { ...pieno({ tipo: l.valore('A.TIIS', dati.tipoIsee, 'Tipo di ISEE') }), centesimi: importo(dati.isee) }
      : undefined,
    salute: m.valutazione?.dati.patologieCorrenti,
    tessera: a.tessera,
    ats: a.ats,
    asst: a.asst,
    ambito: a.ambito,
    medico: accesso.medico,
    nucleo: a.nucleo.map((x) => vicino(l, 'NUCLEO', x)),
    rete: a.rete.map((x) => vicino(l, 'RETE', x)),
    assistenti: accesso.assistenti.map((x) => assistente(l, x)),
    ente: dati.nomeEnteRilevatore,
    accesso: pieno<Contenuto['accesso']>({
      dal: giorno(accesso.inizio),
      al: accesso.fine && giorno(accesso.fine),
      canale: l.valore('A.MOCO', dati.modalitaContatto, 'Modalità di contatto'),
      motivo: l.valore('A.TIRI', dati.tipologiaRichiesta, 'Tipologia della richiesta'),
      bisogno: l.valore('BISOGNO', segnalazione?.bisogno, 'Bisogno espresso'),
      segnalataIl: segnalazione?.data,
    }),
    presa: presa(l, m),
  })
  const senzaNome = [...a.nucleo, ...a.rete, ...accesso.assistenti].filter((x) => !x.cognome || !x.nome).length
  if (senzaNome > 0)
    l.lascia(lungo(senzaNome, 'Una persona vicina', 'persone vicine'), 'mancano il cognome o il nome.', 'nuclei')
  return { contenuto, fuori: l.fuori }
}
