// The workbook of the operators (note on GePI, third phase: bulk mode): its columns, what a cell may say, the states of
// an import. Pure: the cells are read here, what the platform knows is asked elsewhere.
import type { Transizioni } from '../kernel/transizioni.ts'

/** gepi §2.5, plus fund (R1.14) and contract end (A2.26); the order of the template. */
export const colonneModello = [
  'Codice fiscale',
  'Nome',
  'Cognome',
  'Data di nascita',
  'Comune di nascita',
  'Genere',
  'Comune di riferimento',
  'Ambito di riferimento',
  'E-mail',
  'Telefono',
  'Ruolo',
  'Fondo',
  'Fine contratto',
] as const
export type ColonnaModello = (typeof colonneModello)[number]
/** Written in the workbook of the outcome; ignored when it comes back corrected. */
export const colonneEsito = ['Esito', 'Motivo'] as const

export const statiImportazione = [
  'in-lettura',
  'da-confermare',
  'in-conferma',
  'conclusa',
  'annullata',
  'fallita',
] as const
export type StatoImportazione = (typeof statiImportazione)[number]

export const transizioniImportazione = {
  letta: { da: ['in-lettura'], a: 'da-confermare', altrimenti: 'Il foglio è già stato letto.' },
  conferma: {
    da: ['da-confermare'],
    a: 'in-conferma',
    altrimenti: 'Si conferma soltanto un’importazione già verificata e non ancora confermata: ricarica la pagina.',
  },
  conclusa: { da: ['in-conferma'], a: 'conclusa', altrimenti: 'L’importazione non è in corso.' },
  annulla: {
    da: ['da-confermare', 'fallita'],
    a: 'annullata',
    altrimenti: 'Si annulla soltanto un’importazione non ancora confermata.',
  },
} as const satisfies Transizioni<StatoImportazione, string>

export const esitiRiga = ['accettata', 'gia-presente', 'modificata', 'rifiutata'] as const
export type EsitoRiga = (typeof esitiRiga)[number]

const normalizza = (s: string) =>
  s
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/** Position of each column of the template in the header of the file; or the sentence that refuses the file. */
export function leggiIntestazione(celle: readonly string[]): { posizioni: number[] } | { rifiuto: string } {
  const trovate = celle.map(normalizza)
  const attese = colonneModello.map(normalizza)
  const mancanti = colonneModello.filter((_, i) => !trovate.includes(attese[i]!))
  const estranee = celle.filter(
    (_c, i) => trovate[i] !== '' && ![...attese, ...colonneEsito.map(normalizza)].includes(trovate[i]!),
  )
  const doppie = celle.filter((_, i) => trovate[i] !== '' && trovate.indexOf(trovate[i]!) !== i)
  const elenco = (v: readonly string[]) => v.map((x) => `«${x}»`).join(', ')
  const detto = [
    mancanti.length > 0 && `mancano le colonne ${elenco(mancanti)}`,
    estranee.length > 0 && `non sono previste le colonne ${elenco(estranee.slice(0, 5))}`,
    doppie.length > 0 && `si ripetono le colonne ${elenco(doppie)}`,
  ].filter((x) => x !== false)
  if (detto.length > 0)
    return {
      rifiuto: `Le colonne non sono quelle del modello: ${detto.join('; ')}. Scarica il modello e riporta lì i dati.`,
    }
  return { posizioni: attese.map((a) => trovate.indexOf(a)) }
}

/** The cells in the order of the template. */
export const inOrdine = (celle: readonly string[], posizioni: readonly number[]) =>
  posizioni.map((p) => (celle[p] ?? '').trim())

/** A row of the template where nobody was written: only what the template itself fills in. */
export const rigaVuota = (celle: readonly string[]) =>
  celle.every(
    (c, i) =>
      c === '' || colonneModello[i] === 'Comune di riferimento' || colonneModello[i] === 'Ambito di riferimento',
  )

/** `1980-12-31`, `31/12/1980`, `31-12-80` is refused: the century would be a guess. */
export function leggiData(testo: string): string | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(testo) ?? /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(testo)
  if (!m) return null
  const [a, b, c] = m.slice(1) as [string, string, string]
  const [anno, mese, giorno] = a.length === 4 ? [a, b, c] : [c, b, a]
  const data = `${anno}-${mese.padStart(2, '0')}-${giorno.padStart(2, '0')}`
  const vera = new Date(`${data}T00:00:00Z`)
  return Number(anno) >= 1900 && !Number.isNaN(vera.getTime()) && vera.toISOString().startsWith(data) ? data : null
}

export function leggiGenere(testo: string): 'M' | 'F' | null {
  const g = normalizza(testo)
  if (['m', 'maschio', 'uomo', 'maschile'].includes(g)) return 'M'
  return ['f', 'femmina', 'donna', 'femminile'].includes(g) ? 'F' : null
}

/** What the reader of one file needs to know of the ambito; small, so that it stays in memory. */
export interface Contesto {
  oggi: string
  ambito: { codice: string; nome: string }
  /** Comuni of the ambito today. */
  comuni: readonly { id: string; nome: string; istat: string | null }[]
  ruoli: readonly { id: string; sigla: string; nome: string; territorio: string; assegnabile: boolean }[]
}

export interface RigaLetta {
  errori: string[]
  codiceFiscale: string | null
  cognome: string
  nome: string
  dataNascita: string | null
  luogo: string
  genere: 'M' | 'F' | null
  ruoloId: string | null
  comuneId: string | null
  email: string | null
  telefono: string | null
  fondo: string | null
  fineContratto: string | null
}

/** Looks a value up by any of its names, whatever the accents and the case. */
export function indice<T>(
  voci: readonly T[],
  nomi: (v: T) => readonly (string | null)[],
): (testo: string) => T | undefined {
  const mappa = new Map<string, T>()
  for (const v of voci) for (const n of nomi(v)) if (n) mappa.set(normalizza(n), v)
  return (testo) => mappa.get(normalizza(testo))
}

/** Reads rows against one context: what each cell means, and in words what is wrong with the cells by themselves. */
export function lettoreRighe(k: Contesto): (celle: readonly string[]) => RigaLetta {
  const comune = indice(k.comuni, (c) => [c.nome, `Comune di ${c.nome}`, c.id, c.istat])
  const ruolo = indice(k.ruoli, (r) => [r.nome, r.sigla, r.id])
  const ambito = indice([k.ambito], (a) => [a.nome, a.codice])
  return (celle) => {
    const [cf, nome, cognome, nascita, luogo, genere, rifComune, rifAmbito, email, telefono, nomeRuolo, fondo, fine] =
      celle as string[]
    const errori: string[] = []
    const obbligo = (v: string | undefined, colonna: ColonnaModello) => {
      if (!v) errori.push(`Manca «${colonna}».`)
      return v ?? ''
    }
    const data = (v: string, colonna: ColonnaModello) => {
      const d = leggiData(v)
      if (v && !d) errori.push(`«${colonna}» non è una data valida (${v}): scrivila come 31/12/1980.`)
      return d
    }
    const letta: RigaLetta = {
      errori,
      codiceFiscale: obbligo(cf, 'Codice fiscale').replace(/\s/g, '').toUpperCase().slice(0, 20) || null,
      nome: obbligo(nome, 'Nome').slice(0, 100),
      cognome: obbligo(cognome, 'Cognome').slice(0, 100),
      dataNascita: data(obbligo(nascita, 'Data di nascita'), 'Data di nascita'),
      luogo: obbligo(luogo, 'Comune di nascita').slice(0, 100),
      genere: leggiGenere(obbligo(genere, 'Genere')),
      ruoloId: null,
      comuneId: null,
      email: email || null,
      telefono: telefono || null,
      fondo: fondo?.slice(0, 100) || null,
      fineContratto: data(fine ?? '', 'Fine contratto'),
    }
    if (genere && !letta.genere) errori.push(`«Genere» deve essere M o F (${genere}).`)
    if (letta.dataNascita && letta.dataNascita >= k.oggi) errori.push('La data di nascita deve essere nel passato.')
    if (letta.fineContratto && letta.fineContratto < k.oggi)
      errori.push('Il contratto è già terminato: controlla la data.')
    if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) errori.push(`L’indirizzo e-mail non è valido (${email}).`)
    if (telefono && !/^[+0-9][0-9 ./-]{4,28}$/.test(telefono))
      errori.push(`Il numero di telefono non è valido (${telefono}).`)
    territorio(letta, {
      rifComune: rifComune ?? '',
      rifAmbito: rifAmbito ?? '',
      nomeRuolo: obbligo(nomeRuolo, 'Ruolo'),
    })
    return letta
  }

  function territorio(r: RigaLetta, t: { rifComune: string; rifAmbito: string; nomeRuolo: string }) {
    const { errori } = r
    const suo = t.rifComune ? comune(t.rifComune) : undefined
    if (t.rifComune && !suo)
      errori.push(`Il comune «${t.rifComune}» non fa parte dell’ambito: scrivi il nome di un comune dell’ambito.`)
    if (t.rifAmbito && !ambito(t.rifAmbito))
      errori.push(`L’ambito «${t.rifAmbito}» non è il tuo (${k.ambito.nome}): correggi o lascia vuoto.`)
    if (!t.nomeRuolo) return
    const voluto = ruolo(t.nomeRuolo)
    if (!voluto) return void errori.push(`Il ruolo «${t.nomeRuolo}» non esiste: scegline uno dall’elenco del modello.`)
    if (!voluto.assegnabile)
      return void errori.push(`Il ruolo «${voluto.nome}» non può essere assegnato da un amministratore di ambito.`)
    r.ruoloId = voluto.id
    if (voluto.territorio === 'comune' && !t.rifComune)
      errori.push(`Il ruolo «${voluto.nome}» è sempre di un comune: indica «Comune di riferimento».`)
    if (voluto.territorio === 'ambito-o-comune' && !t.rifComune && !t.rifAmbito)
      errori.push('Indica «Comune di riferimento» oppure «Ambito di riferimento».')
    // the role says which of the two counts; where both would do, choosing is not ours
    if (voluto.territorio === 'ambito-o-comune' && t.rifComune && t.rifAmbito)
      errori.push('Indica il comune oppure l’ambito di riferimento, non entrambi.')
    r.comuneId = suo?.id ?? null
  }
}
