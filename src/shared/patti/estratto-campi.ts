// What a column of an extract may become: the fields that the sources list for a domanda and its members (gepi §3.2, messages M1–M6 of
// §11bis), and the economic items of the DSU by the names that measures give to facts. The headers are those seen in extracts: a
// profile says the rest. A column that is none of these is kept as it is written, with each member.
import { normalizza } from '../anagrafe/importa-campi.ts'

export type TipoCampo =
  | 'testo'
  | 'giorno'
  | 'importo'
  | 'numero'
  | 'codice-fiscale'
  | 'si-no'
  | 'sesso'
  | 'comune'
  | 'beneficio'
  | 'libero'
export interface CampoEstratto {
  id: string
  nome: string
  di: 'domanda' | 'componente'
  tipo: TipoCampo
  serve?: true
  /** A day that cannot be later than that of the extract. */
  passato?: true
  /** Several rows may say different things of it, a benefit each: all of them are kept. */
  elenco?: true
  /** The day is that of an event, by the name that measures give it: their terms run from it. */
  evento?: string
  /** Where it stands in the table of the domande. */
  colonna?: string
  /** Headers, as they are once their blanks and accents are gone. */
  sinonimi: readonly string[]
}

const campo = (
  di: CampoEstratto['di'],
  id: string,
  nome: string,
  tipo: TipoCampo,
  sinonimi: readonly string[] = [],
  altro: Pick<CampoEstratto, 'serve' | 'passato' | 'elenco' | 'evento' | 'colonna'> = {},
): CampoEstratto => ({ id, nome, di, tipo, sinonimi: [normalizza(nome), ...sinonimi], ...altro })

const domanda = campo.bind(null, 'domanda')
const componente = campo.bind(null, 'componente')

export const campiEstratto: readonly CampoEstratto[] = [
  domanda(
    'protocollo',
    'Protocollo INPS',
    'testo',
    ['protocollo', 'protocollo domanda', 'id domanda', 'numero domanda'],
    { serve: true },
  ),
  domanda(
    'codiceFiscaleRichiedente',
    'Codice fiscale del richiedente',
    'codice-fiscale',
    ['cf richiedente', 'codice fiscale richiedente'],
    { serve: true },
  ),
  domanda('cognomeRichiedente', 'Cognome del richiedente', 'testo', ['cognome richiedente']),
  domanda('nomeRichiedente', 'Nome del richiedente', 'testo', ['nome richiedente']),
  domanda('presentataIl', 'Data di presentazione', 'giorno', ['data presentazione', 'data domanda', 'presentata il'], {
    serve: true,
    passato: true,
    evento: 'domanda',
    colonna: 'presentata_il',
  }),
  domanda(
    'riconosciutaIl',
    'Data di riconoscimento',
    'giorno',
    ['data riconoscimento', 'data accoglimento', 'riconosciuta il'],
    { passato: true, evento: 'riconoscimento', colonna: 'riconosciuta_il' },
  ),
  domanda(
    'padIl',
    'Sottoscrizione del PAD del nucleo',
    'giorno',
    ['data pad', 'data pad nucleo', 'data sottoscrizione pad', 'pad nucleo'],
    { passato: true, evento: 'pad-nucleo', colonna: 'pad_il' },
  ),
  domanda('rinnovataIl', 'Data del rinnovo', 'giorno', ['data rinnovo', 'rinnovo', 'rinnovata il'], {
    passato: true,
    evento: 'rinnovo',
  }),
  domanda('beneficio', 'Stato del beneficio', 'beneficio', ['stato beneficio', 'stato domanda', 'stato prestazione']),
  domanda('beneficioDal', 'Stato del beneficio dal', 'giorno', ['data stato', 'data stato beneficio', 'stato dal'], {
    passato: true,
  }),
  domanda('beneficioMotivo', 'Motivo dello stato del beneficio', 'testo', [
    'motivo stato',
    'motivo sospensione',
    'motivo decadenza',
    'motivo revoca',
  ]),
  domanda('pagamento', 'Stato del pagamento', 'testo', ['stato pagamento', 'pagamento', 'esito pagamento']),
  domanda('pagamentoMese', 'Mese del pagamento', 'testo', ['mese pagamento', 'mensilita', 'mese di competenza']),
  domanda('pagato', 'Importo pagato', 'importo', ['importo pagato', 'importo erogato']),
  domanda('controlli', 'Esito dei controlli', 'testo', ['esito controlli', 'esito controllo'], { elenco: true }),
  domanda('controlliIl', 'Controlli del', 'giorno', ['data controlli', 'data esito controlli'], { passato: true }),
  domanda('residenzaDaAccertare', 'Residenza da accertare', 'si-no', [
    'residenza non accertabile',
    'verifica residenza',
    'residenza da verificare',
  ]),
  domanda('soggiornoDaAccertare', 'Titolo di soggiorno da accertare', 'si-no', [
    'soggiorno non accertabile',
    'verifica soggiorno',
    'soggiorno da verificare',
  ]),
  domanda('nucleoDaVerificare', 'Nucleo non verificabile', 'si-no', [
    'nucleo isee da verificare',
    'nucleo da verificare',
  ]),
  domanda('prestazioniSiuss', 'Altre prestazioni del nucleo', 'testo', ['prestazioni siuss', 'altre prestazioni'], {
    elenco: true,
  }),
  domanda('contattiDel', 'Recapiti aggiornati il', 'giorno', ['data aggiornamento contatti', 'data recapiti'], {
    passato: true,
  }),
  domanda('mensile', 'Importo mensile', 'importo', ['importo', 'importo mensile', 'importo beneficio']),
  domanda('comune', 'Comune di residenza', 'comune', [
    'comune residenza',
    'comune',
    'residenza comune',
    'codice comune',
  ]),
  domanda('indirizzo', 'Indirizzo di residenza', 'testo', ['indirizzo residenza', 'indirizzo', 'residenza', 'via']),
  domanda('cap', 'CAP', 'testo', ['cap residenza']),
  domanda('ambito', 'Ambito', 'testo', ['ambito territoriale', 'codice ambito']),
  domanda('assegnataIl', 'Data di assegnazione', 'giorno', ['data assegnazione'], { passato: true }),
  domanda('coordinatore', 'Codice fiscale di chi ha assegnato', 'codice-fiscale', [
    'cf coordinatore',
    'cf assegnante',
    'cf coordinatore assegnante',
  ]),
  domanda('caseManager', 'Codice fiscale del case manager', 'codice-fiscale', [
    'cf case manager',
    'cf assegnatario',
    'cf case manager assegnatario',
  ]),
  domanda('residenza.mesi', 'Mesi di residenza in Italia', 'numero', ['mesi residenza', 'mesi di residenza']),
  domanda('residenza.mesi-continuativi', 'Mesi di residenza continuativa', 'numero', [
    'mesi residenza continuativa',
    'mesi continuativi',
  ]),
  domanda('isee.valore', 'ISEE', 'importo', ['valore isee']),
  domanda('isee.isre', 'ISRE', 'importo', ['valore isre']),
  domanda('isee.reddito', 'Reddito familiare', 'importo', ['reddito familiare annuo', 'reddito']),
  domanda('isee.trattamenti', 'Trattamenti assistenziali', 'importo', ['trattamenti']),
  domanda('isee.immobili', 'Patrimonio immobiliare', 'importo', ['immobili']),
  domanda('isee.mobiliare', 'Patrimonio mobiliare', 'importo', ['mobiliare']),
  domanda('isee.ise', 'ISE', 'importo', ['valore ise']),
  domanda('isee.scala', 'Scala di equivalenza ISEE', 'testo', ['scala equivalenza', 'valore scala equivalenza']),
  domanda('dsu.numero', 'Protocollo della DSU', 'testo', ['protocollo dsu', 'numero dsu']),
  domanda('dsu.presentataIl', 'DSU presentata il', 'giorno', ['data dsu', 'data presentazione dsu'], { passato: true }),
  domanda('dsu.scadeIl', 'Scadenza della DSU', 'giorno', ['scadenza dsu', 'data scadenza dsu']),
  domanda('casa.canone', 'Canone annuo di locazione', 'importo', ['canone', 'canone locazione', 'canone annuo']),
  domanda('casa.mutuo', 'Rata annua del mutuo', 'importo', ['mutuo', 'rata mutuo']),
  domanda('beni.veicolo-6-mesi', 'Veicolo immatricolato negli ultimi 6 mesi', 'si-no', ['veicolo 6 mesi']),
  domanda('beni.veicolo-24-mesi', 'Veicolo immatricolato negli ultimi 24 mesi', 'si-no', ['veicolo 24 mesi']),
  domanda('beni.veicolo-potente-24-mesi', 'Auto o moto di grossa cilindrata, ultimi 24 mesi', 'si-no'),
  domanda('beni.veicolo-potente-36-mesi', 'Auto o moto di grossa cilindrata, ultimi 36 mesi', 'si-no'),
  domanda('beni.nave', 'Nave o imbarcazione da diporto', 'si-no', ['nave', 'imbarcazione', 'natanti']),
  componente(
    'codiceFiscale',
    'Codice fiscale del componente',
    'codice-fiscale',
    ['codice fiscale', 'cf', 'cf componente', 'codice fiscale componente'],
    { serve: true },
  ),
  componente('cognome', 'Cognome del componente', 'testo', ['cognome', 'cognome componente'], { serve: true }),
  componente('nome', 'Nome del componente', 'testo', ['nome', 'nome componente'], { serve: true }),
  componente('parentela', 'Relazione parentale', 'testo', ['parentela', 'relazione di parentela', 'grado parentela']),
  componente('dataNascita', 'Data di nascita', 'giorno', ['data nascita', 'nato il'], { passato: true }),
  componente('sesso', 'Genere', 'sesso', ['sesso']),
  componente('comuneNascita', 'Comune di nascita', 'testo', ['comune nascita', 'luogo nascita']),
  componente('nazionalita', 'Nazionalità', 'testo', ['cittadinanza']),
  componente('titoloSoggiorno', 'Titolo di soggiorno', 'testo', ['titolo soggiorno', 'permesso di soggiorno']),
  componente('titoloStudio', 'Titolo di studio', 'testo', ['titolo studio']),
  componente('studente', 'Studente', 'si-no'),
  componente('corsi', 'Frequenza di corsi', 'testo', ['frequenza corsi', 'corsi']),
  componente('occupazione', 'Condizione occupazionale', 'testo', ['condizione lavorativa', 'occupazione']),
  componente('qualifica', 'Qualifica professionale', 'testo', ['qualifica']),
  componente('did', 'DID firmata', 'si-no', ['did']),
  componente('pattoLavoro', 'Stato del patto per il lavoro', 'testo', ['stato patto lavoro', 'patto lavoro', 'psp']),
  componente('naspi', 'NASpI', 'testo'),
  componente('disoccupatoDal', 'Periodo di disoccupazione', 'testo', ['periodo disoccupazione', 'disoccupato dal']),
  componente('prestazioni', 'Prestazioni INPS', 'testo', ['prestazioni'], { elenco: true }),
  componente('disabilita', 'Disabilità', 'testo', ['disabile', 'invalidita']),
  componente('statoBeneficio', 'Stato del beneficio del componente', 'testo', ['stato beneficio componente']),
  componente('motivazione', 'Motivazione', 'testo', ['motivo']),
  componente('convivente', 'Convivente', 'si-no'),
  componente('obblighi', 'Soggetto agli obblighi', 'si-no', ['soggetto a obblighi', 'tenuto agli obblighi']),
  componente('perCpi', 'Da convocare dal centro per l’impiego', 'si-no', [
    'competenza cpi',
    'per il cpi',
    'convocare cpi',
  ]),
  componente('ruoloLavoro', 'Ruolo nel beneficio, per il lavoro', 'testo', [
    'cod ruolo beneficiario',
    'ruolo beneficiario',
  ]),
  componente('statoLavoro', 'Stato per il lavoro', 'testo', ['cod stato', 'stato lavoro']),
  componente('codiceSap', 'Scheda anagrafico-professionale', 'testo', ['cod sap', 'codice sap', 'sap']),
  componente('rendicontataIl', 'Data di rendicontazione', 'giorno', ['data rendicontazione'], { passato: true }),
  componente('inScala', 'Nella scala di equivalenza', 'si-no', ['in scala', 'scala']),
  componente(
    'padIndividualeIl',
    'Sottoscrizione del PAD individuale',
    'giorno',
    ['data pad individuale', 'pad individuale'],
    { passato: true, evento: 'pad-individuale' },
  ),
  componente('indirizzoSuo', 'Indirizzo del componente', 'testo', ['indirizzo componente', 'residenza componente']),
  componente('domicilio', 'Domicilio', 'testo', ['domicilio componente', 'indirizzo domicilio']),
  componente('telefono', 'Telefono', 'testo', ['tel']),
  componente('cellulare', 'Cellulare', 'testo', ['cell']),
  componente('email', 'E-mail', 'testo', ['email', 'posta elettronica']),
  componente('pec', 'PEC', 'testo', ['posta certificata', 'indirizzo pec', 'domicilio digitale']),
]
const perId = new Map(campiEstratto.map((c) => [c.id, c]))

/** A column that is none of the fields, kept with its header and as it is written: an extract may say more than the sources list. */
const COLONNA = 'colonna/'
export const daColonna = (titolo: string): string => `${COLONNA}${titolo}`
export const isColonna = (id: string): boolean => id.startsWith(COLONNA)
/** Whoever brought the extract has said that a column does not serve. */
export const NON_SERVE = 'non-serve'

export const campoEstratto = (id: string): CampoEstratto | undefined =>
  isColonna(id)
    ? { id, nome: id.slice(COLONNA.length), di: 'componente', tipo: 'libero', elenco: true, sinonimi: [] }
    : perId.get(id)
export const nomeCampoEstratto = (id: string): string => campoEstratto(id)?.nome ?? id

/** Fields that are the day of an event; and those of them that the table of the domande has. */
export const giorniDi = (di: CampoEstratto['di']): readonly (CampoEstratto & { evento: string })[] =>
  campiEstratto.flatMap((c) => (c.di === di && c.evento ? [{ ...c, evento: c.evento }] : []))
export const giorniConColonna = giorniDi('domanda').flatMap((c) => (c.colonna ? [{ ...c, colonna: c.colonna }] : []))

/** Columns of their own in the tables: the others are kept as declared. */
export const campiPropri = new Set([
  'protocollo',
  'codiceFiscaleRichiedente',
  ...giorniConColonna.map((g) => g.id),
  'beneficio',
  'beneficioDal',
  'mensile',
  'comune',
  'indirizzo',
  'cap',
  'codiceFiscale',
  'cognome',
  'nome',
  'parentela',
  'dataNascita',
  'sesso',
])

/** What INPS may say of a benefit, in the words of extracts. */
export const parolePerBeneficio: Readonly<Record<string, string>> = {
  riconosciuto: 'riconosciuto',
  accolta: 'riconosciuto',
  accolto: 'riconosciuto',
  riconosciuta: 'riconosciuto',
  'in pagamento': 'in-pagamento',
  'in corso': 'in-pagamento',
  attivo: 'in-pagamento',
  attiva: 'in-pagamento',
  sospeso: 'sospeso',
  sospesa: 'sospeso',
  decaduto: 'decaduto',
  decaduta: 'decaduto',
  decadenza: 'decaduto',
  revocato: 'revocato',
  revocata: 'revocato',
  revoca: 'revocato',
  rinunciato: 'rinunciato',
  rinuncia: 'rinunciato',
  terminato: 'terminato',
  terminata: 'terminato',
  cessato: 'terminato',
  cessata: 'terminato',
}
