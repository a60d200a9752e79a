// What a message must be before it is written, and after it is read, whoever made it. Pure: the page that prepares the
// exchange says what is missing with the same sentences with which the server refuses.
import { type Campo, catalogo, fasi, type TipoCampo, type TipoFase, valoriDi } from './campi.ts'
import { type Difetto, type Fase, INTERAZIONE, type Messaggio, type Persona } from './messaggio.ts'
import * as v from './valori.ts'

type Raccolta = Difetto[]

/** `nome` begins the sentence: «Il cognome dell’assistito». */
function esige(d: Raccolta, percorso: string, nome: string, valore: string | undefined, controllo: v.Controllo) {
  if (valore === undefined || valore === '') d.push({ percorso, frase: `${nome} manca: serve per lo scambio.` })
  else ammette(d, percorso, nome, valore, controllo)
}
function ammette(d: Raccolta, percorso: string, nome: string, valore: string | undefined, controllo: v.Controllo) {
  const frase = valore === undefined ? null : controllo(valore)
  if (frase) d.push({ percorso, frase: `${nome} ${frase}` })
}

/** The optional fields of a group, by key. */
function ammetteTutti<T extends object>(
  d: Raccolta,
  percorso: string,
  diChi: string,
  gruppo: T,
  campi: { [K in keyof T]?: readonly [nome: string, controllo: v.Controllo] },
) {
  for (const [chiave, campo] of Object.entries(campi) as [string, readonly [string, v.Controllo]][]) {
    const valore = (gruppo as Record<string, string | undefined>)[chiave]
    ammette(d, `${percorso}.${chiave}`, `${campo[0]} ${diChi}`, valore, campo[1])
  }
}

const isVuoto = (gruppo: object) => Object.values(gruppo).every((x) => x === undefined)
function nonVuoto(d: Raccolta, percorso: string, nome: string, gruppo: object) {
  if (isVuoto(gruppo)) d.push({ percorso, frase: `${nome}: non c’è alcun dato, compila o togli.` })
}

const campiPersona: { [K in keyof Persona]-?: readonly [string, v.Controllo] } = {
  codiceFiscale: ['Il codice fiscale', v.codiceFiscale],
  cognome: ['Il cognome', v.riga],
  nome: ['Il nome', v.riga],
}
const campiConoscente = {
  ...campiPersona,
  tipo: ['Il tipo', v.codice],
  comuneResidenza: ['Il comune di residenza', v.codice],
  genere: ['Il genere', v.codice],
  nascita: ['La data di nascita', v.giorno],
} as const

const controlli: Record<TipoCampo, v.Controllo> = {
  codice: v.codice,
  denominazione: v.riga,
  testo: v.testoLibero,
  importo: v.importo,
  data: v.giorno,
}

export function controllaMessaggio(m: Messaggio): Difetto[] {
  const d: Raccolta = []
  controllaBusta(d, m)
  const presenti = fasi.flatMap((tipo) => (m[tipo] ? [[tipo, m[tipo]] as const] : []))
  for (const [tipo, fase] of presenti) controllaFase(d, tipo, fase)
  if (new Set(presenti.map(([, f]) => f.id)).size < presenti.length)
    d.push({ percorso: 'busta', frase: 'Due fasi hanno lo stesso identificativo: ognuna deve avere il suo.' })
  controllaAccesso(d, m)
  const b = m.valutazione
  ammette(d, 'valutazione.data', 'La data della valutazione', b?.data, v.giorno)
  for (const [chiave, chi] of [
    ['responsabile', 'del responsabile della valutazione'],
    ['caseManager', 'del case manager'],
  ] as const) {
    const responsabile = b?.[chiave]
    if (!responsabile) continue
    const percorso = `valutazione.${chiave}`
    esige(d, `${percorso}.codiceFiscale`, `Il codice fiscale ${chi}`, responsabile.codiceFiscale, v.codiceFiscale)
    ammette(d, `${percorso}.profilo`, `Il profilo ${chi}`, responsabile.profilo, v.codice)
  }
  const nomeCf = 'Il codice fiscale del responsabile della chiusura'
  ammette(d, 'finale.responsabile', nomeCf, m.finale?.responsabile, v.codiceFiscale)
  ammette(d, 'finale.chiusura', 'La data di chiusura', m.finale?.chiusura, v.giorno)
  return d
}

function controllaBusta(d: Raccolta, { busta }: Messaggio) {
  esige(d, 'busta.id', 'L’identificativo del messaggio', busta.id, v.riga)
  esige(d, 'busta.creato', 'La data di creazione del messaggio', busta.creato, v.momento)
  if (busta.interazione !== INTERAZIONE)
    d.push({
      percorso: 'busta.interazione',
      frase: `L’interazione è «${busta.interazione}»: lo scambio della cartella è ${INTERAZIONE}.`,
    })
  esige(d, 'busta.processo', 'Il tipo di processo', busta.processo, v.codice)
  esige(d, 'busta.modalita', 'La modalità di processamento', busta.modalita, v.codice)
  esige(d, 'busta.ricevuta', 'La richiesta di ricevuta', busta.ricevuta, v.codice)
  esige(d, 'busta.mittente', 'Il mittente', busta.mittente, v.riga)
  if (busta.destinatari.length === 0)
    d.push({ percorso: 'busta.destinatari', frase: 'Il destinatario manca: indicane almeno uno.' })
  busta.destinatari.forEach((x, i) => {
    esige(d, `busta.destinatari[${i}]`, 'Il destinatario', x, v.riga)
  })
}

function controllaFase(d: Raccolta, tipo: TipoFase, fase: Fase & { dati: object }) {
  const { lettera, campi } = catalogo[tipo]
  const della = `della fase ${lettera}`
  esige(d, `${tipo}.id`, `L’identificativo ${della}`, fase.id, v.riga)
  esige(d, `${tipo}.codice`, `Il codice ${della}`, fase.codice, v.codice)
  esige(d, `${tipo}.stato`, `Lo stato ${della}`, fase.stato, v.codice)
  esige(d, `${tipo}.inizio`, `L’inizio ${della}`, fase.inizio, v.momento)
  ammette(d, `${tipo}.annotazioni`, `Il testo delle annotazioni ${della}`, fase.annotazioni, v.testoLibero)
  ammette(d, `${tipo}.fine`, `La fine ${della}`, fase.fine, v.momento)
  ammette(d, `${tipo}.esito`, `L’esito ${della}`, fase.esito, v.codice)
  if (
    fase.fine !== undefined &&
    v.isMomento(fase.fine) &&
    v.isMomento(fase.inizio) &&
    v.precede(fase.inizio, fase.fine)
  )
    d.push({ percorso: `${tipo}.fine`, frase: `La fine ${della} viene prima del suo inizio: correggi una delle due.` })
  for (const campo of campi)
    for (const valore of valoriDi(fase.dati, campo))
      ammette(d, `${tipo}.dati.${campo.chiave}`, titolo(campo), valore, controlli[campo.tipo])
}

const titolo = (campo: Campo) => `Il campo ${campo.sigla} (${campo.nome})`

function controllaAccesso(d: Raccolta, { accesso }: Messaggio) {
  const { assistito: a, medico, segnalazione } = accesso
  const qui = 'accesso.assistito'
  esige(d, `${qui}.id`, 'L’identificativo dell’assistito', a.id, v.riga)
  esige(d, `${qui}.cognome`, 'Il cognome dell’assistito', a.cognome, v.riga)
  esige(d, `${qui}.nome`, 'Il nome dell’assistito', a.nome, v.riga)
  ammetteTutti(d, qui, 'dell’assistito', a, {
    codiceFiscale: campiPersona.codiceFiscale,
    tessera: ['La tessera TEAM', v.codice],
    genere: ['Il genere', v.codice],
    nascita: ['La data di nascita', v.giorno],
    comuneNascita: ['Il comune di nascita', v.codice],
    statoCivile: ['Lo stato civile', v.codice],
    titoloStudio: ['Il titolo di studio', v.codice],
    comuneResidenza: ['Il comune di residenza', v.codice],
    regioneResidenza: ['La regione di residenza', v.codice],
    nazioneResidenza: ['La nazione di residenza', v.codice],
    comuneDomicilio: ['Il comune di domicilio', v.codice],
    telefono: ['Il telefono', v.telefono],
    cellulare: ['Il cellulare', v.telefono],
    email: ['La posta elettronica', v.email],
    ats: ['La ATS', v.codice],
    asst: ['La ASST', v.codice],
    ambito: ['L’ambito di residenza', v.codice],
  })
  if (a.cittadinanze.length > 2)
    d.push({ percorso: `${qui}.cittadinanze`, frase: 'Le cittadinanze sono più di due: il messaggio ne porta due.' })
  for (const c of a.cittadinanze) ammette(d, `${qui}.cittadinanze`, 'La cittadinanza', c, v.codice)
  if (a.documento) {
    nonVuoto(d, `${qui}.documento`, 'Il documento dell’assistito', a.documento)
    ammetteTutti(d, `${qui}.documento`, 'del documento', a.documento, {
      tipo: ['Il tipo', v.codice],
      estremi: ['Il numero', v.riga],
    })
  }
  for (const [chiave, diChi] of [
    ['nucleo', 'di un componente del nucleo'],
    ['rete', 'di un componente della rete sociale'],
  ] as const)
    a[chiave].forEach((r, i) => {
      const percorso = `${qui}.${chiave}[${i}]`
      nonVuoto(d, percorso, `La scheda ${diChi}`, r)
      ammetteTutti(d, percorso, diChi, r, {
        ...campiConoscente,
        comuneNascita: ['Il comune di nascita', v.codice],
        caregiver: ['L’indicazione di caregiver', v.riga],
      })
    })
  if (medico) {
    nonVuoto(d, 'accesso.medico', 'La scheda del medico', medico)
    ammetteTutti(d, 'accesso.medico', 'del medico', medico, campiPersona)
  }
  accesso.assistenti.forEach((x, i) => {
    nonVuoto(d, `accesso.assistenti[${i}]`, 'La scheda dell’assistente personale', x)
    ammetteTutti(d, `accesso.assistenti[${i}]`, 'dell’assistente personale', x, campiConoscente)
  })
  if (!segnalazione) return
  nonVuoto(d, 'accesso.segnalazione', 'La segnalazione', segnalazione)
  ammetteTutti(d, 'accesso.segnalazione', 'del segnalante', segnalazione, campiPersona)
  ammette(d, 'accesso.segnalazione.data', 'La data della segnalazione', segnalazione.data, v.giorno)
  ammette(d, 'accesso.segnalazione.bisogno', 'Il bisogno espresso', segnalazione.bisogno, v.codice)
  if (!segnalazione.ente) return
  nonVuoto(d, 'accesso.segnalazione.ente', 'L’ente segnalante', segnalazione.ente)
  ammetteTutti(d, 'accesso.segnalazione.ente', 'dell’ente segnalante', segnalazione.ente, {
    tipo: ['Il tipo', v.codice],
    codice: ['Il codice', v.codice],
    denominazione: ['La denominazione', v.riga],
  })
}
