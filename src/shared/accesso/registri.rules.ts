// A row of the register of changes in Italian. Tables and columns already have Italian names, so the words are theirs,
// with exceptions listed here: whatever table comes later is readable from its first day, and test/registri.test.ts asks
// for the words it still lacks.
import { nomeQualifica } from '../territorio/adesioni.rules.ts'

const oggetti: Record<string, string> = {
  accesso_insolito: 'Accesso insolito',
  adesione: 'Adesione',
  allegato: 'Documento allegato',
  ambito: 'Ambito',
  ambito_comune: 'Comune di un ambito',
  assegnazione: 'Ruolo di un utente',
  calendario_feed: 'Indirizzo del calendario di un operatore',
  classe_riservatezza: 'Classe di riservatezza',
  codifica: 'Codifica',
  codifica_voce: 'Voce di una codifica',
  ruolo_classe: 'Classe di riservatezza che un ruolo vede',
  tipo_soggetto: 'Tipo di fascicolo',
  azione: 'Atto previsto',
  comune: 'Comune',
  comune_periodo: 'Periodo di un comune',
  conferma_flussi: 'Conferma di una tabella dei flussi',
  delega: 'Delega',
  delega_comune: 'Comune di una delega',
  festivita: 'Festività',
  importazione: 'Importazione di operatori',
  intervento: 'Servizio del catalogo degli interventi',
  misura: 'Misura',
  copia: 'Copia di tutti i dati',
  comando_eseguito: 'Comando della riga di comando',
  misura_versione: 'Versione di una misura',
  modello_documento: 'Modello di documento',
  modello_versione: 'Versione di un modello',
  offerta_sostegno: 'Sostegno del catalogo',
  oscurabile: 'Che cosa si può oscurare',
  parametro: 'Parametro',
  parametro_di_ambito: 'Parametro che un ambito può cambiare',
  patrono: 'Giorno del patrono di un comune',
  permesso: 'Permesso di un ruolo',
  permesso_adesione: 'Tipo di adesione affidato a un ruolo',
  prestazione_offerta: 'Prestazione del catalogo',
  profilo_estratto: 'Profilo di un estratto di domande',
  provincia: 'Provincia',
  questionario: 'Questionario',
  questionario_versione: 'Versione di un questionario',
  regione: 'Regione',
  richiesta_ambito: 'Richiesta di accreditamento',
  richiesta_ambito_documento: 'Documento di una richiesta di accreditamento',
  richiesta_ambito_passaggio: 'Passaggio di una richiesta di accreditamento',
  richiesta_ambito_persona: 'Amministratore indicato in una richiesta',
  richiesta_ambito_persona_nota: 'Persona nominata in una nota di autorizzazione',
  richiesta_formale: 'Richiesta formale',
  ruolo: 'Ruolo previsto',
  ruolo_assegnabile: 'Ruolo che un altro può assegnare',
  schema_adesione: 'Schema di un atto di adesione',
  schema_flussi: 'Schema INPS dei flussi',
  sezione: 'Sezione',
  simulazione_misura: 'Simulazione di una misura',
  sezione_apertura: 'Apertura nazionale di una sezione',
  sezione_requisito: 'Adesione richiesta da una sezione',
  stato_estero: 'Stato estero',
  tipo_adesione: 'Tipo di adesione',
  ufficio: 'Ufficio',
  ufficio_operatore: 'Ufficio di un operatore',
  utente: 'Utente',
}

/** Acts that no role is granted: of the system, of the command line, of who has no session. Named where they act. */
const attiSenzaRuolo: Record<string, string> = {
  'documenti.depositi': 'Togliere i resti dei caricamenti interrotti',
  'ambito.esporta': 'Esportare la cartella di un ambito dalla riga di comando',
  'ambito.importa': 'Riportare la cartella di un ambito dalla riga di comando',
  'ambito.leggi': 'Leggere un ambito dalla riga di comando',
  'casi.notte': 'Aggiornare di notte le scadenze dei casi',
  'configurazione.carica': 'Caricare la configurazione nazionale',
  'convocazione.riprendi': 'Riprendere convocazioni interrotte',
  'convocazione.spedisci': 'Inviare le convocazioni',
  'dimostrazione.carica': 'Caricare i dati dimostrativi',
  'dimostrazione.comincia': 'Cominciare la dimostrazione intera',
  'dimostrazione.concludi': 'Concludere la dimostrazione intera',
  'flusso.scadenze': 'Avvisare di notte delle scadenze dei flussi',
  'flusso.riprendi': 'Riprendere la lettura o la generazione di un flusso interrotta',
  'importazione.riprendi': 'Riprendere un’importazione interrotta',
  'misura.riprendi': 'Riprendere una simulazione interrotta',
  'misure.carica': 'Caricare le misure nazionali',
  'modelli.carica': 'Caricare i modelli dei documenti',
  'posta.invia': 'Inviare i messaggi di posta',
  'questionari.carica': 'Caricare i questionari nazionali',
  pubblico: 'Compilare un modulo pubblico',
  'richiesta-ambito.scade': 'Far scadere le bozze mai inviate',
  sessione: 'Usare la propria sessione',
  'sessione.apri': 'Entrare con SPID',
  'sessione.chiudi': 'Uscire con SPID',
  comando: 'Dare un comando dalla riga di comando',
  'superutente.crea': 'Creare un Super Utente dalla riga di comando',
  'superutente.elenco': 'Elencare i Super Utenti dalla riga di comando',
  'territorio.carica': 'Caricare comuni, province, regioni e stati esteri',
}

const campi: Record<string, string> = {
  abilitata_il: 'abilitata il',
  affida_id: 'sezione che affida',
  affidatario_id: 'ambito a cui si affida',
  al: 'ultimo giorno',
  ambito_nominato: 'ambito nominato nella nota',
  assegnante_id: 'chi lo assegna',
  attivita: 'attività',
  attuatore: 'vale anche l’atto del soggetto attuatore',
  capofila_id: 'comune capofila',
  caricato: 'caricato il',
  cognome_nascita: 'cognome di nascita',
  contratto_preavvisato: 'fine del contratto già preavvisata',
  creata: 'creata il',
  creato: 'creato il',
  dal: 'primo giorno',
  data_nascita: 'data di nascita',
  decisa: 'decisa il',
  dal_anno: 'dall’anno',
  al_anno: 'fino all’anno',
  dopo_pasqua: 'giorni dopo Pasqua',
  mappa: 'colonne',
  dubbio_accettato: 'motivo per cui i dati sono accettati',
  email: 'e-mail',
  fine_contratto: 'fine del contratto',
  firmatario_cognome: 'cognome di chi firma',
  firmatario_email: 'e-mail di chi firma',
  firmatario_nome: 'nome di chi firma',
  firmatario_qualifica: 'qualifica di chi firma',
  firmatario_telefono: 'telefono di chi firma',
  gia_presenti: 'già presenti',
  indicata_da: 'indicata da',
  inviata: 'inviata il',
  inps: 'codice INPS',
  istat: 'codice ISTAT',
  istat_area: 'area di utenza ISTAT',
  istat_servizio: 'servizio ISTAT',
  origini: 'che cosa diventa questo servizio',
  segno_inps: 'quanto è sicuro il codice INPS',
  segno_istat: 'quanto sono sicuri i codici ISTAT',
  luogo_nascita_id: 'luogo di nascita',
  misura_id: 'misura',
  questionario_id: 'questionario',
  messaggio: 'dati del messaggio PEC',
  motivo_cessazione: 'motivo della cessazione',
  motivo_fine: 'motivo della fine',
  motivo_stato: 'motivo dello stato',
  pec: 'PEC',
  perche: 'perché',
  quando: 'il',
  spid_differenze: 'differenze con SPID',
  successore_id: 'comune subentrato',
  successore_fonte: 'fonte del comune subentrato',
  stesso_di: 'stessa persona di',
  territorio_id: 'comune proposto',
  tipo_adesione_id: 'tipo di adesione',
  ultimo_accesso: 'ultimo accesso',
}

// keys, hashes, counters and what the system keeps for itself say nothing to a reader
const tecnici =
  /^(id|versione|sha256|bytes|ambito_id|corsa|corse|aggiornata|ordine|definizione|portata|risultato|impronta|xsd|.*_(chiave|hash))$/

/** Columns that hold the code of something with a name, and the table of the names. */
export const riferimenti: Readonly<Record<string, string>> = {
  affida_id: 'sezione',
  assegnante_id: 'ruolo',
  azione_id: 'azione',
  capofila_id: 'comune',
  classe_id: 'classe_riservatezza',
  codifica_id: 'codifica',
  comune_id: 'comune',
  luogo_nascita_id: 'luogo',
  misura_id: 'misura',
  provincia_id: 'provincia',
  questionario_id: 'questionario',
  regione_id: 'regione',
  ruolo_id: 'ruolo',
  sezione_id: 'sezione',
  successore_id: 'comune',
  territorio_id: 'comune',
  tipo_adesione_id: 'tipo_adesione',
}

/** Columns whose values are codes of ours; where a code needs more than its hyphens taken away, its words. */
const codici: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  esito: { 'gia-presente': 'già presente' },
  firmatario_qualifica: nomeQualifica,
  formato: {
    pdf: 'PDF',
    p7m: 'documento firmato (p7m)',
    eml: 'messaggio (eml)',
    jpg: 'immagine JPG',
    png: 'immagine PNG',
  },
  genere: { F: 'femminile', M: 'maschile' },
  indicata_da: { richiedente: 'chi chiede', istruttoria: 'chi istruisce' },
  portata: {},
  stato: {},
  territorio: {},
  tipo: {
    'application/pdf': 'PDF',
    'application/pkcs7-mime': 'documento firmato (p7m)',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'foglio di calcolo',
    'codice-fiscale': 'tessera con il codice fiscale',
    'documento-identita': 'documento d’identità',
    'image/jpeg': 'immagine JPG',
    'image/png': 'immagine PNG',
    'image/tiff': 'immagine TIFF',
    'message/rfc822': 'messaggio (eml)',
    'text/csv': 'CSV',
    nota: 'nota di autorizzazione',
    PS_PSA_SINA: 'prestazioni (PS, PSA, SINA)',
    SINBA: 'minori (SINBA)',
  },
  uso: { 'copia-patto': 'copia del patto' },
}

const maiuscola = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)
const snake = (s: string) => s.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

export const haNome = (tabella: string): boolean => Object.hasOwn(oggetti, tabella)
export const nomeOggetto = (tabella: string): string => oggetti[tabella] ?? maiuscola(tabella.replaceAll('_', ' '))
export const nomeCampo = (campo: string): string => campi[campo] ?? campo.replace(/_id$/, '').replaceAll('_', ' ')
export const isTecnico = (campo: string): boolean => tecnici.test(campo)

/** The act in words: as the policy table describes it, or as it is called here. */
export const nomeAtto = (azione: string | null, descrizione: string | null): string =>
  descrizione ?? attiSenzaRuolo[azione ?? ''] ?? 'Atto del sistema'

/** Whether an act has words of its own here, for the test that walks them. */
export const isAttoSenzaRuolo = (azione: string): boolean => Object.hasOwn(attiSenzaRuolo, azione)

const giornoEOra = new Intl.DateTimeFormat('it-IT', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Rome' })

/** An instant as it is read in Italy: 02/03/26, 10:00. */
export const istanteInParole = (iso: string): string => giornoEOra.format(new Date(iso))

/** Names of what the rows refer to: `tabella:codice`, and the bare key of a user. */
export type Nomi = ReadonlyMap<string, string>

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function testoInParole(s: string, campo: string, nomi: Nomi): string {
  const tabella = riferimenti[campo]
  if (tabella && !uuid.test(s)) return nomi.get(`${tabella}:${s}`) ?? s
  const parole = codici[campo]
  if (parole) return parole[s] ?? s.replaceAll('-', ' ')
  // the key of another row says nothing: only that there is one, unless it is a person that the reader may see
  if (uuid.test(s)) return nomi.get(s) ?? 'presente'
  const giorno = /^(\d{4})-(\d{2})-(\d{2})$/.exec(s)
  if (giorno) return `${giorno[3]}/${giorno[2]}/${giorno[1]}`
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(s) ? istanteInParole(s) : s
}

export function valoreInParole(v: unknown, campo = '', nomi: Nomi = new Map()): string | null {
  if (v === null || v === undefined || v === '') return null
  if (typeof v === 'boolean') return v ? 'sì' : 'no'
  if (Array.isArray(v)) return v.map((x) => valoreInParole(x, campo, nomi) ?? '–').join(', ') || null
  if (typeof v === 'object')
    return (
      Object.entries(v)
        .map(([k, x]) => `${nomeCampo(snake(k))}: ${valoreInParole(x, snake(k), nomi) ?? '–'}`)
        .join('; ') || null
    )
  return testoInParole(String(v), campo, nomi)
}

type Riga = Record<string, unknown> | null

/** The fields that a reader can understand, before and after. */
export function campiCambiati(prima: Riga, dopo: Riga, nomi: Nomi = new Map()) {
  const nomiCampo = [...new Set([...Object.keys(prima ?? {}), ...Object.keys(dopo ?? {})])]
  return nomiCampo
    .filter((n) => !isTecnico(n))
    .map((n) => ({
      campo: nomeCampo(n),
      prima: valoreInParole(prima?.[n], n, nomi),
      dopo: valoreInParole(dopo?.[n], n, nomi),
    }))
    .filter((c) => c.prima !== c.dopo)
}

const verbi = { inserimento: 'inserimento', modifica: 'modifica', cancellazione: 'cancellazione' } as const

export function fraseModifica(m: {
  operazione: keyof typeof verbi
  oggetto: string
  riguarda: string | null
  campi: readonly { campo: string; prima: string | null; dopo: string | null }[]
}): string {
  const cosa = `${m.oggetto}${m.riguarda ? `, ${m.riguarda}` : ''}: ${verbi[m.operazione]}`
  const dettagli = m.campi.map((c) => {
    if (m.operazione === 'inserimento') return `${c.campo} «${c.dopo}»`
    if (m.operazione === 'cancellazione') return `${c.campo} «${c.prima}»`
    if (c.prima === null) return `${c.campo} ora è «${c.dopo}»`
    if (c.dopo === null) return `${c.campo} tolto, era «${c.prima}»`
    return `${c.campo} da «${c.prima}» a «${c.dopo}»`
  })
  return dettagli.length > 0 ? `${cosa} (${dettagli.join('; ')})` : cosa
}
