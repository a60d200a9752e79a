// The codice fiscale of a person (D.M. 23 December 1976, modified by D.M. 13813 of 1998): what one says, whether it can
// exist, whether it can belong to this person. Pure, so that the form can tell while one types and the server decides
// with the same words.
//
// Where the line runs between "impossible" (refused) and "doubtful" (accepted with a reason): impossible is what no
// correct registration can produce. A code that breaks its own rules; a date or a gender that differs; an Italian
// comune of birth that still exists and is another; Italy against a foreign state. Doubtful is what the registry office
// may have written differently: surname and name (second names, married names, particles, transliterations), states and
// comuni that changed (the code keeps the one of the birth), territories that Italy ceded in 1947.
// Omocodia, digits replaced by letters to tell apart two equal codes, is undone exactly: it makes nothing doubtful.

export type Genere = 'M' | 'F'

export interface DatiAnagrafici {
  nome: string
  cognome: string
  /** `YYYY-MM-DD` */
  dataNascita: string
  genere: Genere
  /** Belfiore code of the comune or foreign state of birth; all of them, where the place is known to have had several. */
  belfiore: string | readonly string[]
}

export type MotivoCodiceFiscale = 'lunghezza' | 'caratteri' | 'controllo' | 'data' | 'provvisorio'

export type AnalisiCodiceFiscale =
  | {
      valido: true
      /** As it is stored: upper case, no blanks. */
      codice: string
      cognome3: string
      nome3: string
      /** The century is not in the code. */
      dataNascita: { anno2: number; mese: number; giorno: number }
      genere: Genere
      belfiore: string
      omocodico: boolean
      /** The code before omocodia: two people with the same one are told apart only by it. */
      base: string
    }
  | { valido: false; motivo: MotivoCodiceFiscale; frase: string }

const MESI = 'ABCDEHLMPRST'
const CIFRE_OMOCODIA = 'LMNPQRSTUV'
/** Where a digit may become a letter, from the right: the order in which they are replaced. */
const POSIZIONI_OMOCODIA = [14, 13, 12, 10, 9, 7, 6]
const FORMA = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/
/** Value of a character in an odd place (counting from one); digits count as the letters A to J. */
const DISPARI = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

const frasi: Record<MotivoCodiceFiscale, string> = {
  lunghezza: 'Il codice fiscale deve avere 16 caratteri: ricopialo dalla tessera sanitaria.',
  caratteri: 'Il codice fiscale ha lettere o cifre al posto sbagliato: ricopialo dalla tessera sanitaria.',
  controllo: 'Il codice fiscale contiene un errore di battitura (l’ultimo carattere non torna): ricontrollalo.',
  data: 'Il codice fiscale contiene una data di nascita che non esiste: ricontrollalo.',
  provvisorio:
    'È un codice fiscale provvisorio (11 cifre): con questo non si può avere SPID, chiedi alla persona quello definitivo di 16 caratteri.',
}

const rifiuta = (motivo: MotivoCodiceFiscale) => ({ valido: false, motivo, frase: frasi[motivo] }) as const

export const normalizzaCodiceFiscale = (cf: string) => cf.replace(/\s/g, '').toUpperCase()

/** What the code says, or why it cannot exist. */
export function analizzaCodiceFiscale(cf: string): AnalisiCodiceFiscale {
  const codice = normalizzaCodiceFiscale(cf)
  if (/^\d{11}$/.test(codice))
    return rifiuta(cifraControllo(codice) === Number(codice[10]) ? 'provvisorio' : 'controllo')
  if (codice.length !== 16) return rifiuta('lunghezza')
  if (!FORMA.test(codice)) return rifiuta('caratteri')
  if (carattereControllo(codice) !== codice[15]) return rifiuta('controllo')

  const cifre = [...codice]
  for (const i of POSIZIONI_OMOCODIA) {
    const cifra = CIFRE_OMOCODIA.indexOf(cifre[i]!)
    if (cifra >= 0) cifre[i] = String(cifra)
  }
  const chiaro = cifre.join('').slice(0, 15)
  const anno2 = Number(chiaro.slice(6, 8))
  const mese = MESI.indexOf(chiaro[8]!) + 1
  const giornoGenere = Number(chiaro.slice(9, 11))
  const giorno = giornoGenere % 40
  const genere = giornoGenere > 40 ? 'F' : 'M'
  // 1900 had no 29 February and 2000 had: only the later century can make 29/02/00 true.
  if (giornoGenere > 71 || !esiste(2000 + anno2, mese, giorno)) return rifiuta('data')
  return {
    valido: true,
    codice,
    cognome3: chiaro.slice(0, 3),
    nome3: chiaro.slice(3, 6),
    dataNascita: { anno2, mese, giorno },
    genere,
    belfiore: chiaro.slice(11, 15),
    omocodico: chiaro !== codice.slice(0, 15),
    base: chiaro + carattereControllo(chiaro),
  }
}

export type Confronto = { esito: 'coerente' } | { esito: 'impossibile' | 'dubbio'; motivi: string[] }

/** What only the dated archive of places knows. */
export interface Luoghi {
  /** Whether the place of this Belfiore code still exists, no longer does, or never did. */
  stato(belfiore: string): 'attuale' | 'soppresso' | 'inesistente'
}

/** Without the archive a place that differs is taken to exist still. */
const OGNI_LUOGO: Luoghi = { stato: () => 'attuale' }

/** Whether the code can be this person's. Each reason names the field to look at. */
export function confrontaCodiceFiscale(cf: string, persona: DatiAnagrafici, luoghi: Luoghi = OGNI_LUOGO): Confronto {
  const analisi = analizzaCodiceFiscale(cf)
  if (!analisi.valido) return { esito: 'impossibile', motivi: [analisi.frase] }
  const certi: string[] = []
  const incerti: string[] = []

  const [anno, mese, giorno] = persona.dataNascita.split('-').map(Number) as [number, number, number]
  const { dataNascita: nel } = analisi
  if (anno % 100 !== nel.anno2 || mese !== nel.mese || giorno !== nel.giorno || !esiste(anno, mese, giorno)) {
    const due = (n: number) => String(n).padStart(2, '0')
    const data = `${due(nel.giorno)}/${due(nel.mese)}/…${due(nel.anno2)}`
    certi.push(`La data di nascita non è quella del codice fiscale (${data}): correggi l’una o l’altro.`)
  }
  if (persona.genere !== analisi.genere) {
    const detto = analisi.genere === 'F' ? 'femminile' : 'maschile'
    certi.push(`Il genere non è quello del codice fiscale (${detto}): correggi l’uno o l’altro.`)
  }
  confrontaLuogo(analisi.belfiore, persona, luoghi, certi, incerti)

  const cognome3 = codiceCognome(persona.cognome)
  const nome3 = codiceNome(persona.nome)
  if (analisi.cognome3 === codiceCognome(persona.nome) && analisi.nome3 === codiceNome(persona.cognome)) {
    if (cognome3 !== analisi.cognome3 || nome3 !== analisi.nome3) {
      incerti.push('Nome e cognome sembrano scambiati rispetto al codice fiscale: controlla.')
    }
  } else {
    const dovrebbe = (campo: string, suo: string, atteso: string) =>
      `Il ${campo} non corrisponde al codice fiscale (${suo} invece di ${atteso}): controlla che sia scritto per intero, come all’anagrafe.`
    if (cognome3 !== analisi.cognome3) incerti.push(dovrebbe('cognome', analisi.cognome3, cognome3))
    if (nome3 !== analisi.nome3) incerti.push(dovrebbe('nome', analisi.nome3, nome3))
  }

  if (certi.length > 0) return { esito: 'impossibile', motivi: certi }
  return incerti.length > 0 ? { esito: 'dubbio', motivi: incerti } : { esito: 'coerente' }
}

function confrontaLuogo(nel: string, persona: DatiAnagrafici, luoghi: Luoghi, certi: string[], incerti: string[]) {
  const suoi = [persona.belfiore].flat()
  const stato = luoghi.stato(nel)
  if (stato === 'inesistente') {
    certi.push(`Il codice fiscale contiene un luogo di nascita che non esiste (${nel}): ricontrollalo.`)
    return
  }
  if (suoi.includes(nel)) return
  const estero = nel.startsWith('Z')
  const dove = `Il luogo di nascita non è quello del codice fiscale (${nel})`
  if (suoi.every((b) => b.startsWith('Z') === estero)) {
    if (estero) incerti.push(`${dove}: può essere uno Stato che ha cambiato nome o confini, controlla.`)
    else if (stato === 'soppresso') incerti.push(`${dove}, che è un comune non più esistente: controlla.`)
    else certi.push(`${dove}: correggi l’uno o l’altro.`)
  } else if (persona.dataNascita < '1947-09-16') {
    incerti.push(`${dove}: può essere un territorio allora italiano, controlla.`)
  } else {
    certi.push(`${dove}, che è ${estero ? 'all’estero' : 'in Italia'}: correggi l’uno o l’altro.`)
  }
}

/** The code of a person by the rules, for synthetic people; `omocodia` is how many digits to replace, from the right. */
export function calcolaCodiceFiscale(persona: DatiAnagrafici, omocodia = 0): string {
  const { dataNascita, genere } = persona
  const giorno = Number(dataNascita.slice(8, 10)) + (genere === 'F' ? 40 : 0)
  const mese = MESI[Number(dataNascita.slice(5, 7)) - 1]
  const data = `${dataNascita.slice(2, 4)}${mese}${String(giorno).padStart(2, '0')}`
  const cifre = [...(codiceCognome(persona.cognome) + codiceNome(persona.nome) + data + [persona.belfiore].flat()[0])]
  for (const i of POSIZIONI_OMOCODIA.slice(0, omocodia)) cifre[i] = CIFRE_OMOCODIA[Number(cifre[i])]!
  const codice = cifre.join('')
  return codice + carattereControllo(codice)
}

// ---- the rules of the decree ------------------------------------------------------------------------------------

/** Letters that have no accent to lose and are written with others in the registry. */
const TRASLITTERA: Record<string, string> = { Æ: 'AE', Œ: 'OE', Ø: 'O', Ł: 'L', Đ: 'D', Ð: 'D', Þ: 'TH', ẞ: 'SS' }

const lettere = (s: string) =>
  s
    .toUpperCase()
    .replace(/[ÆŒØŁĐÐÞẞ]/g, (c) => TRASLITTERA[c]!)
    .normalize('NFD')
    .replace(/[^A-Z]/g, '')
const consonanti = (s: string) => lettere(s).replace(/[AEIOU]/g, '')
const vocali = (s: string) => lettere(s).replace(/[^AEIOU]/g, '')

const codiceCognome = (cognome: string) => `${consonanti(cognome)}${vocali(cognome)}`.padEnd(3, 'X').slice(0, 3)

/** With four consonants or more the second is left out. */
function codiceNome(nome: string): string {
  const c = consonanti(nome)
  return c.length > 3 ? `${c[0]}${c[2]}${c[3]}` : codiceCognome(nome)
}

function carattereControllo(codice: string): string {
  let somma = 0
  for (let i = 0; i < 15; i++) {
    const c = codice.charCodeAt(i)
    const valore = c < 65 ? c - 48 : c - 65
    somma += i % 2 === 0 ? DISPARI[valore]! : valore
  }
  return String.fromCharCode(65 + (somma % 26))
}

/** Last digit of a provisional code, by the rule of the VAT number. */
function cifraControllo(codice: string): number {
  let somma = 0
  for (let i = 0; i < 10; i++) {
    const doppia = Number(codice[i]) * (1 + (i % 2))
    somma += doppia > 9 ? doppia - 9 : doppia
  }
  return (10 - (somma % 10)) % 10
}

function esiste(anno: number, mese: number, giorno: number): boolean {
  const data = new Date(Date.UTC(anno, mese - 1, giorno))
  return data.getUTCMonth() === mese - 1 && data.getUTCDate() === giorno
}
