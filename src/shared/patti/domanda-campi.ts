// What a domanda asks besides the facts of its measure: the person, school, work, incomes of each member; where and how the
// household lives. A form is drawn from here and from the facts of the version; what is written is read here, on both sides.
import { analizzaCodiceFiscale, normalizzaCodiceFiscale } from '../kernel/codice-fiscale.ts'
import type { ErroreCampo } from '../kernel/problems.ts'
import type { Fatti, Fatto, ValoreFatto } from '../misure/linguaggio.ts'
import { dividiFatti } from '../misure/versione.rules.ts'
import type { Codifica } from '../parametri/codifiche.rules.ts'

export type TipoCampoDomanda = 'testo' | 'giorno' | 'importo' | 'voce' | 'scelta' | 'codice-fiscale' | 'fatto'
export interface CampoDomanda {
  id: string
  nome: string
  di: 'nucleo' | 'componente'
  gruppo: string
  tipo: TipoCampoDomanda
  /** Without it the domanda is not presented. */
  serve?: true
  /** Of who asks only. */
  soloRichiedente?: true
  codifica?: Codifica
  scelte?: readonly (readonly [valore: string, nome: string])[]
  max?: number
  /** A fact of the measure: how it is written is its own. */
  fatto?: Fatto
  aiuto?: string
}

const c = (
  di: CampoDomanda['di'],
  gruppo: string,
  id: string,
  nome: string,
  tipo: TipoCampoDomanda,
  altro: Partial<CampoDomanda> = {},
): CampoDomanda => ({
  id,
  nome,
  di,
  gruppo,
  tipo,
  ...altro,
})

export const campiFissi: readonly CampoDomanda[] = [
  c('componente', 'Dati anagrafici', 'codiceFiscale', 'Codice fiscale', 'codice-fiscale', { serve: true, max: 16 }),
  c('componente', 'Dati anagrafici', 'cognome', 'Cognome', 'testo', { serve: true, max: 100 }),
  c('componente', 'Dati anagrafici', 'nome', 'Nome', 'testo', { serve: true, max: 100 }),
  c('componente', 'Dati anagrafici', 'dataNascita', 'Data di nascita', 'giorno', { serve: true }),
  c('componente', 'Dati anagrafici', 'sesso', 'Sesso', 'scelta', {
    serve: true,
    scelte: [
      ['F', 'Femmina'],
      ['M', 'Maschio'],
    ],
  }),
  c('componente', 'Dati anagrafici', 'parentela', 'Parentela con chi chiede', 'voce', { codifica: 'parentela' }),
  c('componente', 'Dati anagrafici', 'cittadinanza', 'Cittadinanza', 'testo', { max: 60 }),
  c('componente', 'Istruzione', 'titoloStudio', 'Titolo di studio', 'voce', { codifica: 'titolo-studio' }),
  c('componente', 'Professione', 'condizione', 'Condizione lavorativa', 'voce', { codifica: 'condizione-lavorativa' }),
  c('componente', 'Professione', 'professione', 'Professione', 'testo', { max: 100 }),
  c('componente', 'Redditi', 'redditoLavoro', 'Reddito da lavoro nell’anno', 'importo'),
  c('componente', 'Redditi', 'redditoAltro', 'Altri redditi nell’anno: pensioni, assegni, sussidi', 'importo'),
  c('nucleo', 'Abitazione', 'indirizzo', 'Indirizzo di residenza', 'testo', { serve: true, max: 200 }),
  c('nucleo', 'Abitazione', 'cap', 'CAP', 'testo', { max: 5 }),
  c('nucleo', 'Abitazione', 'titoloGodimento', 'A che titolo abita la casa', 'voce', { codifica: 'titolo-godimento' }),
  c('nucleo', 'Recapiti', 'telefono', 'Telefono', 'testo', { max: 30 }),
  c('nucleo', 'Recapiti', 'email', 'Indirizzo e-mail', 'testo', { max: 200 }),
  c('nucleo', 'Recapiti', 'nota', 'Note per chi controlla', 'testo', { max: 500 }),
]
/** Where the household is found: left out where somebody of it must not be. */
export const DOVE_DOMANDA: readonly string[] = ['indirizzo', 'cap', 'telefono', 'email', 'nota']

const gruppiFatti: Readonly<Record<string, string>> = {
  richiedente: 'Chi chiede',
  residenza: 'Chi chiede',
  isee: 'ISEE e redditi del nucleo',
  casa: 'Abitazione',
  beni: 'Beni',
  componente: 'Situazione',
}
/** Facts that have a field of their own. */
const propri = new Set(['domanda.giorno', 'termine.scadenza', 'componente.nascita'])

/** Every field of a domanda of this version, household and members apart. */
export function campiDi(usati: readonly Fatto[]): { nucleo: CampoDomanda[]; componente: CampoDomanda[] } {
  const fatti = usati
    .filter((f) => !propri.has(f.id))
    .map((f) => {
      const di = f.id.startsWith('componente.') ? 'componente' : 'nucleo'
      return c(di, gruppiFatti[f.id.split('.')[0]!] ?? 'Altro', f.id, f.nome, 'fatto', {
        fatto: f,
        ...(f.aiuto ? { aiuto: f.aiuto } : {}),
      })
    })
  const tutti = [...campiFissi, ...fatti]
  return { nucleo: tutti.filter((x) => x.di === 'nucleo'), componente: tutti.filter((x) => x.di === 'componente') }
}

/** A fact of the household, by the name that measures give it. */
export const isFattoDelNucleo = (id: string): boolean => id.includes('.') && !id.startsWith('componente.')

export type Valori = Readonly<Record<string, ValoreFatto>>
export interface Contenuto {
  nucleo: Valori
  componenti: readonly Valori[]
}

const isGiorno = (v: unknown): v is string =>
  typeof v === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(v) && !Number.isNaN(Date.parse(v))
function formaGiusta(campo: CampoDomanda, v: ValoreFatto): boolean {
  const tipo = campo.fatto?.tipo ?? campo.tipo
  if (tipo === 'logico') return typeof v === 'boolean'
  if (tipo === 'importo') return typeof v === 'number' && Number.isInteger(v) && v >= 0
  if (tipo === 'numero') return typeof v === 'number' && v >= 0
  if (tipo === 'giorno') return isGiorno(v)
  if (typeof v !== 'string') return false
  if (campo.fatto?.scelte) return campo.fatto.scelte.some((s) => s.codice === v)
  if (campo.scelte) return campo.scelte.some(([x]) => x === v)
  return v.length <= (campo.max ?? 100)
}

/** What is written, of the fields that there are, in their form; anything else is an error with its place. */
export function leggiContenuto(
  usati: readonly Fatto[],
  scritto: Contenuto,
): { contenuto: Contenuto; errori: ErroreCampo[] } {
  const campi = campiDi(usati)
  const errori: ErroreCampo[] = []
  const leggi = (suoi: readonly CampoDomanda[], v: Valori, dove: string): Valori => {
    const conosciuti = new Map(suoi.map((x) => [x.id, x]))
    const tenuti: Record<string, ValoreFatto> = {}
    for (const [id, grezzo] of Object.entries(v)) {
      const campo = conosciuti.get(id)
      const valore = typeof grezzo === 'string' ? grezzo.trim() : grezzo
      if (valore === null || valore === '') continue
      if (!campo)
        errori.push({ campo: `${dove}.${id}`, codice: 'sconosciuto', messaggio: 'Questo dato non è della domanda.' })
      else if (!formaGiusta(campo, valore))
        errori.push({
          campo: `${dove}.${id}`,
          codice: 'non-valido',
          messaggio: `${campo.nome}: il valore scritto non va bene.`,
        })
      else tenuti[id] = campo.tipo === 'codice-fiscale' ? normalizzaCodiceFiscale(String(valore)) : valore
    }
    return tenuti
  }
  const contenuto = {
    nucleo: leggi(campi.nucleo, scritto.nucleo, 'nucleo'),
    componenti: scritto.componenti.map((v, i) => leggi(campi.componente, v, `componenti.${i}`)),
  }
  return { contenuto, errori }
}

const chi = (i: number, v: Valori) =>
  i === 0 ? 'chi chiede' : [v.cognome, v.nome].filter(Boolean).join(' ') || `componente ${i + 1}`

/** Why it cannot be presented: everything at once, each with its place. */
export function difettiPresentazione(usati: readonly Fatto[], x: Contenuto, giorno: string): ErroreCampo[] {
  const campi = campiDi(usati)
  const errori: ErroreCampo[] = []
  const errore = (campo: string, messaggio: string) => errori.push({ campo, codice: 'manca', messaggio })
  for (const f of campi.nucleo)
    if (f.serve && x.nucleo[f.id] === undefined) errore(`nucleo.${f.id}`, `Manca: ${f.nome}.`)
  const visti = new Map<string, number>()
  for (const [i, v] of x.componenti.entries()) {
    for (const f of campi.componente)
      if (f.serve && v[f.id] === undefined)
        errore(`componenti.${i}.${f.id}`, `Di ${chi(i, v)} manca: ${f.nome.toLowerCase()}.`)
    if (i > 0 && v.parentela === undefined)
      errore(`componenti.${i}.parentela`, `Di ${chi(i, v)} manca: parentela con chi chiede.`)
    const nascita = v.dataNascita
    if (typeof nascita === 'string' && nascita > giorno)
      errore(`componenti.${i}.dataNascita`, `La nascita di ${chi(i, v)} viene dopo il giorno della domanda.`)
    const cf = v.codiceFiscale
    if (typeof cf !== 'string') continue
    const letto = analizzaCodiceFiscale(cf)
    if (!letto.valido)
      errore(`componenti.${i}.codiceFiscale`, `Il codice fiscale di ${chi(i, v)} non è giusto: ricontrollalo.`)
    const altro = visti.get(cf)
    if (altro !== undefined)
      errore(`componenti.${i}.codiceFiscale`, `Lo stesso codice fiscale è già di ${chi(altro, x.componenti[altro]!)}.`)
    visti.set(cf, i)
  }
  return errori
}

/** What is declared, as the facts that the measure asks for: what is not written is not known. */
export function inFatti(usati: readonly Fatto[], x: Contenuto, giorno: string): Fatti {
  const { nucleo, componenti } = dividiFatti(usati)
  const di = (fatti: readonly Fatto[], v: Valori) => Object.fromEntries(fatti.map((f) => [f.id, v[f.id] ?? null]))
  return {
    nucleo: {
      ...di(nucleo, x.nucleo),
      ...(nucleo.some((f) => f.id === 'domanda.giorno') ? { 'domanda.giorno': giorno } : {}),
    },
    componenti: x.componenti.map((v) => ({
      ...di(componenti, v),
      ...(componenti.some((f) => f.id === 'componente.nascita') ? { 'componente.nascita': v.dataNascita ?? null } : {}),
    })),
  }
}
