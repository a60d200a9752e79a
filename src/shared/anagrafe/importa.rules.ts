// What the columns of a file from another program may become in the record, and how a column is read. The kinds of fact
// are the table of fatti.ts: a new kind can be imported without a line here. Pure: screen and server read the same.
import { type Campo, type Genere, nomiFatto, tipoFatto } from './fatti.ts'

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

/** How the dates of a column are written. */
export const formatiData = { gma: '31/12/1980', mga: '12/31/1980', amg: '19801231' } as const
export type FormatoData = keyof typeof formatiData
export const ordiniNome = { 'cognome-nome': 'ROSSI MARIA', 'nome-cognome': 'MARIA ROSSI' } as const
export type OrdineNome = keyof typeof ordiniNome

/** One line of a profile: where a field of the record comes from, a column or a value that is always the same. */
export interface VoceMappa {
  campo: string
  colonna?: string | undefined
  valore?: string | undefined
  formato?: FormatoData | undefined
  ordine?: OrdineNome | undefined
  /** What the other program writes → what it is here. */
  tabella?: Record<string, string> | undefined
}
export type Mappa = readonly VoceMappa[]

const CODICE_FISCALE = /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/i

function formatoDi(esempi: readonly string[]): FormatoData | undefined {
  if (esempi.some((e) => /^\d{8}$/.test(e) && Number(e.slice(0, 4)) > 1800)) return 'amg'
  const coppie = esempi.flatMap((e) => {
    const m = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}/.exec(e)
    return m ? [[Number(m[1]), Number(m[2])] as const] : []
  })
  if (coppie.some(([a, b]) => b > 12 && a <= 12) && !coppie.some(([a]) => a > 12)) return 'mga'
  return undefined
}

/** A profile proposed from the headers and from what the first rows look like. */
export function proponiMappa(
  specie: SpecieImportazione,
  colonne: readonly string[],
  righe: readonly (readonly string[])[],
): VoceMappa[] {
  const liberi = campiPer(specie)
  const presi = new Set<string>()
  const proposta: VoceMappa[] = []
  colonne.forEach((colonna, n) => {
    const chiave = normalizza(colonna)
    if (!chiave) return
    const esempi = righe.map((r) => (r[n] ?? '').trim()).filter(Boolean)
    const sembraCodice = esempi.length > 0 && esempi.every((e) => CODICE_FISCALE.test(e.replace(/\s/g, '')))
    const campo =
      liberi.find((c) => !presi.has(c.id) && c.sinonimi.includes(chiave)) ??
      (sembraCodice && !presi.has('generalita.codiceFiscale')
        ? campoImportabile('generalita.codiceFiscale')
        : undefined)
    if (!campo) return
    presi.add(campo.id)
    const formato = campo.genere === 'data' ? formatoDi(esempi) : undefined
    proposta.push({ campo: campo.id, colonna, ...(formato && { formato }) })
  })
  return proposta
}

/** Why a profile cannot be used on these columns; empty when it can. */
export function difettiMappa(specie: SpecieImportazione, mappa: Mappa, colonne: readonly string[]): string[] {
  const difetti: string[] = []
  const note = new Set(colonne.map(normalizza))
  const visti = new Set<string>()
  for (const v of mappa) {
    const c = campoImportabile(v.campo)
    if (!c || (c.solo && c.solo !== specie)) {
      difetti.push(`Il campo «${v.campo}» non esiste: toglilo dal profilo.`)
      continue
    }
    if (visti.has(v.campo)) difetti.push(`«${c.etichetta}» è indicato due volte.`)
    visti.add(v.campo)
    if (v.colonna !== undefined && !note.has(normalizza(v.colonna)))
      difetti.push(`Nel file manca la colonna «${v.colonna}» (${c.etichetta}).`)
    if (v.colonna === undefined && !v.valore) difetti.push(`Per «${c.etichetta}» indica una colonna oppure un valore.`)
  }
  const ha = (id: string) => visti.has(id)
  const nome = ha('persona.nominativo') || (ha('generalita.cognome') && ha('generalita.nome'))
  if (specie === 'persone' && !nome) difetti.push('Indica le colonne del cognome e del nome (o del nominativo intero).')
  if (
    specie === 'variazioni' &&
    !ha('origine.codice') &&
    !ha('generalita.codiceFiscale') &&
    !(nome && ha('generalita.dataNascita'))
  )
    difetti.push(
      'Per riconoscere le persone serve il codice fiscale, il codice nel programma, oppure nome e data di nascita.',
    )
  return difetti
}

/** Headers of a file as they are used: empty ones named by their place, repeated ones refused. */
export function leggiColonne(celle: readonly string[]): { colonne: string[] } | { rifiuto: string } {
  const colonne = celle.map((c, n) => c.trim() || `Colonna ${n + 1}`)
  const chiavi = colonne.map(normalizza)
  const doppie = [...new Set(colonne.filter((_, n) => chiavi.indexOf(chiavi[n]!) !== n))]
  if (doppie.length > 0)
    return {
      rifiuto: `Le colonne ${doppie
        .slice(0, 5)
        .map((c) => `«${c}»`)
        .join(', ')} si ripetono: dai a ogni colonna un nome diverso.`,
    }
  return { colonne }
}
