// What cannot be, and what is hardly believed, among the relations of a family: a sentence for each, said before saving
// and beside the picture. The picture is drawn all the same.
import {
  confronta,
  type DatiGenogramma,
  eta,
  type Filiazione,
  isPersona,
  type Persona,
  type Unione,
} from './modello.ts'

export interface Avviso {
  gravita: 'errore' | 'avviso'
  codice:
    | 'genitore-di-se'
    | 'antenato-di-se'
    | 'troppi-genitori'
    | 'nato-prima-del-genitore'
    | 'genitore-troppo-giovane'
    | 'unione-con-se'
    | 'unione-dopo-la-morte'
    | 'unione-prima-della-nascita'
    | 'date-unione'
    | 'matrimoni-sovrapposti'
    | 'morte-prima-della-nascita'
  /** Whom it is about. */
  persone: readonly string[]
  messaggio: string
}

const ETA_MINIMA = 10
const quando = (d: string) => (d.length === 10 ? `${d.slice(8, 10)}/${d.slice(5, 7)}/${d.slice(0, 4)}` : d)
/** Surely before: a year alone leaves the doubt within that year. */
const prima = (a: string, b: string) => {
  const l = Math.min(a.length, b.length)
  return a.slice(0, l) < b.slice(0, l)
}

/** The day a marriage ends: separation does not dissolve it. */
function fine(u: Unione, morti: (string | undefined)[]): string | undefined {
  const sciolta = u.esito === 'separazione-legale' || u.esito === 'separazione-di-fatto' ? undefined : u.al
  return [sciolta, ...morti].filter((d) => d !== undefined).sort(confronta)[0]
}

export function controllaRelazioni(dati: DatiGenogramma): Avviso[] {
  const perId = new Map(dati.persone.map((p) => [p.id, p]))
  const nome = (id: string) => perId.get(id)?.etichetta || 'una persona senza nome'
  return [
    ...dati.persone.flatMap(controllaPersona),
    ...controllaGenitori(dati, perId, nome),
    ...dati.unioni.flatMap((u) => controllaUnione(u, perId, nome)),
    ...controllaMatrimoni(dati, perId, nome),
  ]
}

const controllaPersona = (p: Persona): Avviso[] =>
  p.nascita && p.decesso && prima(p.decesso, p.nascita)
    ? [
        {
          gravita: 'errore',
          codice: 'morte-prima-della-nascita',
          persone: [p.id],
          messaggio: `${p.etichetta} risulta morire (${quando(p.decesso)}) prima di nascere (${quando(p.nascita)}): correggi una delle due date.`,
        },
      ]
    : []

function controllaGenitori(
  dati: DatiGenogramma,
  perId: ReadonlyMap<string, Persona>,
  nome: (id: string) => string,
): Avviso[] {
  const avvisi: Avviso[] = []
  const unioni = new Map(dati.unioni.map((u) => [u.id, u]))
  const genitoriDi = (f: Filiazione) => {
    if ('persone' in f.genitori) return f.genitori.persone
    const u = unioni.get(f.genitori.unione)
    return u ? [u.a, u.b] : []
  }
  const tutti = new Map<string, Set<string>>()
  const naturali = new Map<string, Set<string>>()
  for (const f of dati.filiazioni)
    for (const g of genitoriDi(f)) {
      tutti.set(f.figlio, (tutti.get(f.figlio) ?? new Set()).add(g))
      if (f.tipo === 'naturale') naturali.set(f.figlio, (naturali.get(f.figlio) ?? new Set()).add(g))
    }
  const figli = [...tutti.keys()].sort(confronta)
  for (const figlio of figli) {
    if (tutti.get(figlio)!.has(figlio))
      avvisi.push({
        gravita: 'errore',
        codice: 'genitore-di-se',
        persone: [figlio],
        messaggio: `${nome(figlio)} risulta genitore di sé: togli questa relazione.`,
      })
    const visti = new Set<string>()
    const coda = [...tutti.get(figlio)!].filter((g) => g !== figlio)
    for (let g = coda.pop(); g !== undefined; g = coda.pop()) {
      if (visti.has(g)) continue
      visti.add(g)
      coda.push(...(tutti.get(g) ?? []))
    }
    if (visti.has(figlio) && [...visti].some((g) => g !== figlio))
      avvisi.push({
        gravita: 'errore',
        codice: 'antenato-di-se',
        persone: [figlio],
        messaggio: `${nome(figlio)} risulta tra i propri antenati: una delle relazioni di genitorialità è scritta al contrario.`,
      })
    const suoi = [...(naturali.get(figlio) ?? [])].sort(confronta)
    if (suoi.length > 2)
      avvisi.push({
        gravita: 'errore',
        codice: 'troppi-genitori',
        persone: [figlio, ...suoi],
        messaggio: `${nome(figlio)} ha ${suoi.length} genitori naturali (${suoi.map(nome).join(', ')}): possono essere al più due.`,
      })
    for (const g of suoi) avvisi.push(...controllaEta(perId.get(g), perId.get(figlio)))
  }
  return avvisi
}

function controllaEta(genitore: Persona | undefined, figlio: Persona | undefined): Avviso[] {
  if (!genitore?.nascita || !figlio?.nascita || genitore === figlio) return []
  const persone = [figlio.id, genitore.id]
  if (!prima(genitore.nascita, figlio.nascita) && genitore.nascita !== figlio.nascita.slice(0, genitore.nascita.length))
    return [
      {
        gravita: 'errore',
        codice: 'nato-prima-del-genitore',
        persone,
        messaggio: `${figlio.etichetta} (${quando(figlio.nascita)}) risulta nascere prima del genitore ${genitore.etichetta} (${quando(genitore.nascita)}): controlla le date o il verso della relazione.`,
      },
    ]
  const anni = eta(genitore.nascita, figlio.nascita)!
  if (anni >= ETA_MINIMA || !isPersona(genitore)) return []
  return [
    {
      gravita: 'avviso',
      codice: 'genitore-troppo-giovane',
      persone,
      messaggio: `Alla nascita di ${figlio.etichetta || 'un figlio'} ${genitore.etichetta} aveva ${anni === 1 ? '1 anno' : `${anni} anni`}: controlla le due date di nascita.`,
    },
  ]
}

function controllaUnione(u: Unione, perId: ReadonlyMap<string, Persona>, nome: (id: string) => string): Avviso[] {
  if (u.a === u.b)
    return [
      {
        gravita: 'errore',
        codice: 'unione-con-se',
        persone: [u.a],
        messaggio: `${nome(u.a)} risulta in unione con sé: indica l’altra persona.`,
      },
    ]
  const avvisi: Avviso[] = []
  const coppia = `${nome(u.a)} e ${nome(u.b)}`
  if (u.dal && u.al && prima(u.al, u.dal))
    avvisi.push({
      gravita: 'errore',
      codice: 'date-unione',
      persone: [u.a, u.b],
      messaggio: `L’unione tra ${coppia} risulta finire (${quando(u.al)}) prima di cominciare (${quando(u.dal)}).`,
    })
  for (const id of [u.a, u.b]) {
    const p = perId.get(id)
    if (p?.decesso && u.dal && prima(p.decesso, u.dal))
      avvisi.push({
        gravita: 'errore',
        codice: 'unione-dopo-la-morte',
        persone: [id],
        messaggio: `L’unione tra ${coppia} comincia il ${quando(u.dal)}, ma ${p.etichetta} risulta morire il ${quando(p.decesso)}: controlla le due date.`,
      })
    if (p?.nascita && u.dal && prima(u.dal, p.nascita))
      avvisi.push({
        gravita: 'errore',
        codice: 'unione-prima-della-nascita',
        persone: [id],
        messaggio: `L’unione tra ${coppia} comincia (${quando(u.dal)}) prima della nascita di ${p.etichetta} (${quando(p.nascita)}).`,
      })
  }
  return avvisi
}

function controllaMatrimoni(
  dati: DatiGenogramma,
  perId: ReadonlyMap<string, Persona>,
  nome: (id: string) => string,
): Avviso[] {
  const avvisi: Avviso[] = []
  const legali = dati.unioni
    .filter((u) => (u.tipo === 'matrimonio' || u.tipo === 'unione-civile') && u.a !== u.b)
    .sort((x, y) => confronta(x.dal ?? '', y.dal ?? '') || confronta(x.id, y.id))
  const finisce = (u: Unione) => fine(u, [perId.get(u.a)?.decesso, perId.get(u.b)?.decesso])
  legali.forEach((u, i) => {
    for (const v of legali.slice(i + 1)) {
      const comune = [u.a, u.b].find((p) => p === v.a || p === v.b)
      const stessi = comune !== undefined && [u.a, u.b].every((p) => p === v.a || p === v.b)
      if (comune === undefined) continue
      const [fu, fv] = [finisce(u), finisce(v)]
      if ((fu && v.dal && !prima(v.dal, fu)) || (fv && u.dal && !prima(u.dal, fv))) continue
      const certo = u.dal !== undefined && v.dal !== undefined
      const altri = [u, v].map((x) => nome(x.a === comune ? x.b : x.a))
      avvisi.push({
        gravita: certo ? 'errore' : 'avviso',
        codice: 'matrimoni-sovrapposti',
        persone: [comune],
        messaggio: stessi
          ? `${nome(comune)} e ${altri[0]} risultano uniti due volte nello stesso tempo: indica quando è finita la prima unione.`
          : `${nome(comune)} risulta ${certo ? '' : 'forse '}in matrimonio o unione civile nello stesso tempo con ${altri[0]} e con ${altri[1]}: indica quando è finita la prima unione.`,
      })
    }
  })
  return avvisi
}
