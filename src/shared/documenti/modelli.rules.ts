// What a template of a letter is, read from its text alone: the fields that whoever writes the letter fills in, and what
// a template may not ask for. A template is written in the language of typst; fields are declared in its comments:
//
//   // campo: oggetto | Oggetto | testo | obbligatorio
//   // campo: corpo | Testo della lettera | testo-lungo
//   // campo: giorno | Giorno | data
//
// A template of a convocation says in its comments the messages too, so that letter, mail and SMS are one version:
//
//   // oggetto: Convocazione ai servizi sociali
//   // email: Gentile {nome}, la aspettiamo {giorno} alle {ora}, {luogo}.
//   // sms: Comune di {comune}: la aspettiamo {giorno} alle {ora}, {luogo}.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiModello = ['bozza', 'pubblicata', 'ritirata'] as const
export type StatoModello = (typeof statiModello)[number]

export const transizioniModello = {
  salva: {
    da: ['bozza'],
    a: 'bozza',
    altrimenti: 'Una versione pubblicata non si modifica: creane una nuova.',
  },
  pubblica: { da: ['bozza'], a: 'pubblicata', altrimenti: 'Si pubblica una bozza: questa versione lo è già stata.' },
  ritira: { da: ['pubblicata'], a: 'ritirata', altrimenti: 'Si ritira una versione pubblicata.' },
} as const satisfies Transizioni<StatoModello, string>

/** The class of who reported (config/classi-riservatezza.csv): of a letter that may name him. */
export const CLASSE_SEGNALANTE = 'segnalante'

export const generiCampo = ['testo', 'testo-lungo', 'data'] as const
export type GenereCampo = (typeof generiCampo)[number]

export interface CampoModello {
  nome: string
  etichetta: string
  genere: GenereCampo
  obbligatorio: boolean
}

const DICHIARAZIONE = /^[ \t]*\/\/[ \t]*campo:(.*)$/gm

function leggiCampo(riga: string): CampoModello | null {
  const [nome = '', etichetta = '', genere = 'testo', obbligo = ''] = riga.split('|').map((p) => p.trim())
  if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(nome) || etichetta === '' || etichetta.length > 80) return null
  if (!(generiCampo as readonly string[]).includes(genere)) return null
  if (obbligo !== '' && obbligo !== 'obbligatorio') return null
  return { nome, etichetta, genere: genere as GenereCampo, obbligatorio: obbligo === 'obbligatorio' }
}

/** The fields declared by a template, in their order. */
export const campiDelModello = (testo: string): CampoModello[] =>
  [...testo.matchAll(DICHIARAZIONE)].map((m) => leggiCampo(m[1]!)).filter((c): c is CampoModello => c !== null)

const MESSAGGIO = /^[ \t]*\/\/[ \t]*(oggetto|email|sms):(.*)$/gm
const SEGNO = /\{([^{}]*)\}/g

/** What a message may say of a convocation, in braces. */
export const segniMessaggio = ['nome', 'giorno', 'ora', 'luogo', 'comune', 'ambito', 'operatore'] as const
export type SegnoMessaggio = (typeof segniMessaggio)[number]

export interface MessaggiModello {
  oggetto: string
  email: string
  sms: string
}

/** The messages of a template, or null where it is a letter and nothing else. Lines with the same name are lines of one text. */
export function messaggiDelModello(testo: string): MessaggiModello | null {
  const righe = (quale: string) => [...testo.matchAll(MESSAGGIO)].filter((m) => m[1] === quale).map((m) => m[2]!.trim())
  const m = { oggetto: righe('oggetto').join(' '), email: righe('email').join('\n'), sms: righe('sms').join(' ') }
  return m.oggetto && m.email && m.sms ? m : null
}

export const scriviMessaggio = (testo: string, valori: Readonly<Record<SegnoMessaggio, string>>): string =>
  testo.replace(SEGNO, (tutto, nome: string) => valori[nome as SegnoMessaggio] ?? tutto)

function difettiDeiMessaggi(testo: string): string[] {
  const trovati = [...testo.matchAll(MESSAGGIO)]
  if (trovati.length === 0) return []
  const ignoti = trovati.flatMap((m) =>
    [...m[2]!.matchAll(SEGNO)].map((s) => s[1]!).filter((s) => !(segniMessaggio as readonly string[]).includes(s)),
  )
  return [
    ...(messaggiDelModello(testo) ? [] : ['A una convocazione servono «oggetto:», «email:» e «sms:», tutti e tre.']),
    ...[...new Set(ignoti)].map(
      (s) =>
        `Un messaggio non sa che cosa sia {${s}}: si può scrivere ${segniMessaggio.map((x) => `{${x}}`).join(' ')}.`,
    ),
  ]
}

/** What is wrong with a template before it is typeset, in sentences. */
export function difettiDelModello(testo: string): string[] {
  const difetti: string[] = []
  const nomi = new Set<string>()
  for (const m of testo.matchAll(DICHIARAZIONE)) {
    const c = leggiCampo(m[1]!)
    if (!c) difetti.push(`Questa riga non dice un campo: «campo:${m[1]}». Si scrive: nome | Etichetta | testo.`)
    else if (nomi.has(c.nome)) difetti.push(`Il campo «${c.nome}» è dichiarato due volte.`)
    else nomi.add(c.nome)
  }
  difetti.push(...difettiDeiMessaggi(testo))
  // the process that typesets reaches nothing all the same: this only says it earlier, and in Italian
  if (/"@[a-z][\w-]*\//.test(testo)) difetti.push('Un modello non può usare pacchetti della rete.')
  return difetti
}

/** What is missing or out of shape among the fields as filled in. */
export function difettiDeiCampi(campi: readonly CampoModello[], valori: Readonly<Record<string, string>>) {
  const difetti: { campo: string; messaggio: string }[] = []
  for (const c of campi) {
    const v = valori[c.nome]?.trim() ?? ''
    if (v === '' && c.obbligatorio) difetti.push({ campo: `campi.${c.nome}`, messaggio: 'Questo dato è necessario.' })
    if (v !== '' && c.genere === 'data' && !/^\d{4}-\d{2}-\d{2}$/.test(v))
      difetti.push({ campo: `campi.${c.nome}`, messaggio: 'Data non valida: usa giorno, mese e anno.' })
  }
  for (const nome of Object.keys(valori))
    if (!campi.some((c) => c.nome === nome))
      difetti.push({ campo: `campi.${nome}`, messaggio: 'Il modello non ha questo campo.' })
  return difetti
}

/** What a template finds in `dati`: the contract, as the page and the manual show it. */
export const segnaposto: readonly (readonly [nome: string, significato: string])[] = [
  ['dati.oggi', 'Il giorno della stampa: 2 marzo 2026'],
  ['dati.ente.ambito', 'Il nome dell’ambito'],
  ['dati.ente.comune', 'Il comune che tiene la cartella'],
  ['dati.operatore.nominativo', 'Chi scrive la lettera'],
  ['dati.persona.nominativo', 'Nome e cognome della persona'],
  ['dati.persona.nome, dati.persona.cognome', 'Separati'],
  ['dati.persona.sesso', '"F", "M" o none'],
  ['dati.persona.dataNascita', '6 maggio 1980, o none'],
  ['dati.persona.luogoNascita', 'Il comune o lo Stato, o none'],
  ['dati.persona.codiceFiscale', 'Il codice fiscale, o none'],
  ['dati.persona.indirizzo', 'Le righe dell’indirizzo, o none: se manca, se è segreto, se non si deve scrivere a casa'],
  ['dati.persona.telefono, dati.persona.email', 'Soltanto se segnati come sicuri; altrimenti none'],
  ['dati.presa.numero', 'Il numero della presa in carico; dati.presa è none se la lettera non ne riguarda una'],
  ['dati.presa.tipo, dati.presa.area', 'In parole'],
  ['dati.presa.dal', 'Quando è stata aperta: 10 gennaio 2026'],
  ['dati.presa.responsabile', 'Chi ne risponde, o none'],
  [
    'dati.convocazione.giorno, .ora, .luogo',
    'Di una convocazione di un caso: 16 marzo 2026, 09:30, l’ufficio; dati.convocazione è none nelle altre lettere',
  ],
  [
    '// oggetto: … // email: … // sms: …',
    `Righe che fanno del modello una convocazione, con ${segniMessaggio.map((x) => `{${x}}`).join(', ')}`,
  ],
  ['dati.campi.nome', 'Il campo «nome» che il modello dichiara; vuoto se non è stato scritto'],
]
