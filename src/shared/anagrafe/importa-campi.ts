// The fields of the record that a column of a file may become, with the names that other programs give them. The kinds of
// fact are the table of fatti.ts: a new kind can be imported without a line here.
import { nomiFatto, tipoFatto } from './fatti.ts'
import type { Campo, Genere } from './fatti-forma.ts'

export const specieImportazione = ['persone', 'variazioni'] as const
export type SpecieImportazione = (typeof specieImportazione)[number]

export interface CampoImportabile {
  id: string
  etichetta: string
  gruppo: string
  genere: Genere | 'nominativo'
  codifica?: string
  scelte?: Readonly<Record<string, string>>
  max?: number
  /** Headers that other programs give it, normalised. */
  sinonimi: readonly string[]
  /** Only for files of this kind. */
  solo?: SpecieImportazione
}

export const normalizza = (s: string) =>
  s
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

const sinonimi: Readonly<Record<string, readonly string[]>> = {
  'generalita.cognome': ['cognome'],
  'generalita.nome': ['nome', 'nomi'],
  'generalita.sesso': ['sesso', 'genere'],
  'generalita.dataNascita': ['data nascita', 'data di nascita', 'nascita', 'nato il', 'dt nascita', 'data nasc'],
  'generalita.luogoNascita': [
    'luogo di nascita',
    'luogo nascita',
    'comune di nascita',
    'comune nascita',
    'nato a',
    'stato di nascita',
  ],
  'generalita.codiceFiscale': ['codice fiscale', 'cod fiscale', 'cf', 'codfiscale', 'cod fisc', 'codicefiscale'],
  'residenza.comune': ['comune di residenza', 'comune residenza', 'residenza comune'],
  'residenza.indirizzo': ['indirizzo', 'via', 'indirizzo di residenza', 'indirizzo residenza', 'residenza'],
  'residenza.civico': ['civico', 'numero civico', 'n civico'],
  'residenza.cap': ['cap'],
  'residenza.dal': ['residente dal', 'data residenza', 'residenza dal', 'decorrenza residenza'],
  'domicilio.indirizzo': ['domicilio', 'indirizzo domicilio', 'indirizzo di domicilio'],
  'stato-civile.stato': ['stato civile'],
  'stato-civile.dal': ['data stato civile', 'stato civile dal', 'data matrimonio'],
  'cittadinanza.stato': ['cittadinanza', 'nazionalita'],
  'decesso.dal': ['data decesso', 'data di decesso', 'data morte', 'deceduto il', 'decesso'],
  'studio.titolo': ['titolo di studio', 'titolo studio'],
  'tessera-sanitaria.numero': ['tessera sanitaria', 'numero tessera sanitaria', 'team'],
  'assistenza-sanitaria.ats': ['ats', 'asl', 'ats di residenza', 'asl di residenza'],
  'assistenza-sanitaria.asst': ['asst', 'distretto'],
  'soggiorno.titolo': ['titolo di soggiorno', 'titolo soggiorno', 'permesso di soggiorno'],
  'soggiorno.scadenza': ['scadenza permesso', 'scadenza titolo di soggiorno'],
  'disabilita.tipo': ['tipo di disabilita', 'tipo disabilita'],
  'invalidita.percentuale': ['percentuale di invalidita', 'invalidita'],
  'scuola.grado': ['grado scolastico', 'ordine di scuola'],
  'lavoro.condizione': ['condizione lavorativa', 'condizione professionale'],
}

const propri: readonly CampoImportabile[] = [
  {
    id: 'origine.codice',
    etichetta: 'Codice della persona nel programma di provenienza',
    gruppo: 'Persona',
    genere: 'testo',
    max: 60,
    sinonimi: [
      'codice',
      'id',
      'codice persona',
      'id persona',
      'codice individuale',
      'codice assistito',
      'codice utente',
      'id utente',
      'matricola',
      'id anpr',
    ],
  },
  {
    id: 'persona.nominativo',
    etichetta: 'Cognome e nome insieme',
    gruppo: 'Persona',
    genere: 'nominativo',
    max: 200,
    sinonimi: ['nominativo', 'cognome e nome', 'cognome nome', 'nome e cognome', 'intestatario', 'assistito'],
  },
  {
    id: 'persona.comune',
    etichetta: 'Comune che la segue',
    gruppo: 'Persona',
    genere: 'comune',
    sinonimi: ['comune', 'comune competente', 'ente'],
  },
  {
    id: 'recapito.cellulare',
    etichetta: 'Cellulare',
    gruppo: 'Recapiti',
    genere: 'testo',
    max: 254,
    sinonimi: ['cellulare', 'cell', 'telefono cellulare', 'mobile'],
  },
  {
    id: 'recapito.telefono',
    etichetta: 'Telefono',
    gruppo: 'Recapiti',
    genere: 'testo',
    max: 254,
    sinonimi: ['telefono', 'tel', 'telefono fisso', 'recapito telefonico'],
  },
  {
    id: 'recapito.email',
    etichetta: 'E-mail',
    gruppo: 'Recapiti',
    genere: 'testo',
    max: 254,
    sinonimi: ['email', 'e mail', 'mail', 'posta elettronica'],
  },
  { id: 'recapito.pec', etichetta: 'PEC', gruppo: 'Recapiti', genere: 'testo', max: 254, sinonimi: ['pec'] },
  {
    id: 'famiglia.codice',
    etichetta: 'Numero della scheda di famiglia',
    gruppo: 'Famiglia anagrafica',
    genere: 'testo',
    max: 60,
    sinonimi: [
      'famiglia',
      'codice famiglia',
      'numero famiglia',
      'n famiglia',
      'id famiglia',
      'scheda famiglia',
      'foglio di famiglia',
      'nucleo',
      'codice nucleo',
      'id nucleo',
    ],
  },
  {
    id: 'famiglia.parentela',
    etichetta: 'Parentela con l’intestatario',
    gruppo: 'Famiglia anagrafica',
    genere: 'codice',
    codifica: 'parentela',
    sinonimi: ['parentela', 'relazione di parentela', 'grado di parentela', 'rapporto di parentela'],
  },
  {
    id: 'famiglia.intestatario',
    etichetta: 'È l’intestatario',
    gruppo: 'Famiglia anagrafica',
    genere: 'si-no',
    sinonimi: ['capofamiglia', 'intestatario scheda', 'intestatario famiglia'],
  },
  {
    id: 'famiglia.dal',
    etichetta: 'In famiglia dal',
    gruppo: 'Famiglia anagrafica',
    genere: 'data',
    sinonimi: ['in famiglia dal', 'ingresso in famiglia', 'data ingresso'],
  },
  {
    id: 'presa.area',
    etichetta: 'Area',
    gruppo: 'Presa in carico',
    genere: 'codice',
    codifica: 'area-utenza',
    sinonimi: ['area', 'area utenza', 'area di intervento'],
    solo: 'persone',
  },
  {
    id: 'presa.tipo',
    etichetta: 'Tipo',
    gruppo: 'Presa in carico',
    genere: 'codice',
    codifica: 'tipo-presa-in-carico',
    sinonimi: ['tipo presa in carico'],
    solo: 'persone',
  },
  {
    id: 'presa.mandato',
    etichetta: 'Mandato',
    gruppo: 'Presa in carico',
    genere: 'scelta',
    scelte: {
      accordo: 'Con l’accordo della persona',
      'senza-accordo': 'Senza accordo',
      'mandato-autorita': 'Mandato dell’autorità',
    },
    sinonimi: ['mandato'],
    solo: 'persone',
  },
  {
    id: 'presa.dal',
    etichetta: 'Data di presa in carico',
    gruppo: 'Presa in carico',
    genere: 'data',
    sinonimi: ['data presa in carico', 'presa in carico', 'in carico dal', 'data apertura', 'data apertura cartella'],
    solo: 'persone',
  },
  {
    id: 'presa.al',
    etichetta: 'Data di chiusura',
    gruppo: 'Presa in carico',
    genere: 'data',
    sinonimi: ['data chiusura', 'data dimissione', 'chiusa il'],
    solo: 'persone',
  },
  {
    id: 'presa.motivoChiusura',
    etichetta: 'Motivo della chiusura',
    gruppo: 'Presa in carico',
    genere: 'codice',
    codifica: 'motivo-chiusura',
    sinonimi: ['motivo chiusura', 'motivo dimissione'],
    solo: 'persone',
  },
  {
    id: 'presa.oggetto',
    etichetta: 'Di che cosa si tratta',
    gruppo: 'Presa in carico',
    genere: 'testo-lungo',
    max: 2000,
    sinonimi: ['oggetto', 'problema', 'descrizione'],
    solo: 'persone',
  },
  {
    id: 'presa.responsabile',
    etichetta: 'Codice fiscale dell’operatore responsabile',
    gruppo: 'Presa in carico',
    genere: 'codice-fiscale',
    sinonimi: ['cf operatore', 'codice fiscale operatore', 'cf assistente sociale'],
    solo: 'persone',
  },
  {
    id: 'variazione.data',
    etichetta: 'Data della variazione',
    gruppo: 'Variazione',
    genere: 'data',
    sinonimi: ['data', 'data variazione', 'data evento', 'decorrenza', 'data decorrenza'],
    solo: 'variazioni',
  },
  {
    id: 'coniuge.codiceFiscale',
    etichetta: 'Codice fiscale del coniuge',
    gruppo: 'Variazione',
    genere: 'codice-fiscale',
    sinonimi: ['cf coniuge', 'codice fiscale coniuge'],
    solo: 'variazioni',
  },
  {
    id: 'madre.codiceFiscale',
    etichetta: 'Codice fiscale della madre',
    gruppo: 'Variazione',
    genere: 'codice-fiscale',
    sinonimi: ['cf madre', 'codice fiscale madre'],
    solo: 'variazioni',
  },
  {
    id: 'padre.codiceFiscale',
    etichetta: 'Codice fiscale del padre',
    gruppo: 'Variazione',
    genere: 'codice-fiscale',
    sinonimi: ['cf padre', 'codice fiscale padre'],
    solo: 'variazioni',
  },
]

function deiFatti(): CampoImportabile[] {
  return nomiFatto
    .filter((tipo) => tipo !== 'recapito')
    .flatMap((tipo) => {
      const { nome: gruppo, campi } = tipoFatto(tipo)
      const campo = (
        chiave: string,
        c: Pick<Campo, 'etichetta' | 'genere' | 'codifica' | 'scelte' | 'max'>,
      ): CampoImportabile => ({
        id: `${tipo}.${chiave}`,
        etichetta: c.etichetta,
        gruppo,
        genere: c.genere,
        ...(c.codifica && { codifica: c.codifica }),
        ...(c.scelte && { scelte: c.scelte }),
        ...(c.max && { max: c.max }),
        sinonimi: sinonimi[`${tipo}.${chiave}`] ?? [],
      })
      const date = [campo('dal', { etichetta: tipo === 'decesso' ? 'Data del decesso' : 'Dal', genere: 'data' })]
      if (tipo !== 'decesso' && tipo !== 'generalita') date.push(campo('al', { etichetta: 'Fino al', genere: 'data' }))
      return [...Object.entries<Campo>(campi).map(([k, c]) => campo(k, c)), ...date]
    })
}

export const campiImportabili: readonly CampoImportabile[] = [...propri, ...deiFatti()]
const perId = new Map(campiImportabili.map((c) => [c.id, c]))
export const campoImportabile = (id: string) => perId.get(id)
export const campiPer = (specie: SpecieImportazione) => campiImportabili.filter((c) => !c.solo || c.solo === specie)
