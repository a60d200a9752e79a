// The same family as the registry, the ISEE declaration and real life see it: who is in one and not in the other, and
// what in the data may explain it. Nothing is judged: an ISEE household may lawfully differ (DPCM 159/2013, art. 3).

export const tipiNucleo = ['anagrafico', 'isee', 'fatto', 'rete'] as const
export type TipoNucleo = (typeof tipiNucleo)[number]

export const nomiNucleo: Record<TipoNucleo, string> = {
  anagrafico: 'Nucleo anagrafico',
  isee: 'Nucleo ISEE',
  fatto: 'Nucleo di fatto',
  rete: 'Rete di riferimento',
}

export interface MembroConfrontato {
  personaId: string
  nome: string
  parentela: string
  decesso: string | null
  /** Address of residence in words, as this reader may know it. */
  residenza: string | null
  /** Whole years on the day of the comparison. */
  eta: number | null
}

export interface NucleoConfrontato {
  id: string
  tipo: TipoNucleo
  membri: readonly MembroConfrontato[]
}

export interface Differenza {
  personaId: string
  nome: string
  in: TipoNucleo[]
  nonIn: TipoNucleo[]
  perche: string[]
}

/** Codes of «parentela» of a spouse, whom the ISEE household keeps even under another roof (DPCM 159/2013, art. 3 c. 2). */
const CONIUGI = ['coniuge', 'unito-civilmente']
/** Codes of a child, who stays in the parents' ISEE household while he is dependent on them (art. 3 c. 5). */
const FIGLI = ['figlio', 'adottato']

function spiegazioni(
  m: MembroConfrontato,
  dentro: TipoNucleo[],
  fuori: TipoNucleo[],
  altri: readonly MembroConfrontato[],
): string[] {
  const perche: string[] = []
  if (m.decesso) perche.push('È deceduta o deceduto: in un nucleo non è ancora stato tolto.')
  const residenze = new Set(altri.filter((a) => a.personaId !== m.personaId && a.residenza).map((a) => a.residenza))
  const altrove = m.residenza !== null && residenze.size > 0 && !residenze.has(m.residenza)
  if (altrove) perche.push('Risulta residente a un altro indirizzo.')
  if (dentro.includes('isee') && fuori.includes('anagrafico')) {
    if (CONIUGI.includes(m.parentela))
      perche.push('Il coniuge resta nel nucleo ISEE anche se risiede altrove (DPCM 159/2013, art. 3).')
    if (FIGLI.includes(m.parentela) && m.eta !== null && m.eta >= 18)
      perche.push(
        'Il figlio maggiorenne a carico dei genitori può essere nel loro nucleo ISEE (DPCM 159/2013, art. 3).',
      )
  }
  if (dentro.includes('anagrafico') && fuori.includes('isee') && !m.decesso)
    perche.push(
      'È nella famiglia anagrafica e non nella dichiarazione: va chiesto se la DSU è precedente al suo ingresso.',
    )
  if (dentro.includes('fatto') && fuori.includes('anagrafico')) perche.push('Vive qui e all’anagrafe non risulta.')
  if (dentro.includes('anagrafico') && fuori.includes('fatto'))
    perche.push('All’anagrafe risulta qui e di fatto vive altrove.')
  return perche
}

/** Who is not in all of them. The network (rete) is no household: it is left out. */
export function confrontaNuclei(nuclei: readonly NucleoConfrontato[]): Differenza[] {
  const famiglie = nuclei.filter((n) => n.tipo !== 'rete')
  if (famiglie.length < 2) return []
  const persone = new Map(famiglie.flatMap((n) => n.membri.map((m) => [m.personaId, m] as const)))
  return [...persone.values()].flatMap((m) => {
    const con = (dentro: boolean) => [
      ...new Set(
        famiglie.filter((n) => n.membri.some((x) => x.personaId === m.personaId) === dentro).map((n) => n.tipo),
      ),
    ]
    const [dentro, fuori] = [con(true), con(false).filter((t) => !con(true).includes(t))]
    if (fuori.length === 0) return []
    return [
      {
        personaId: m.personaId,
        nome: m.nome,
        in: dentro,
        nonIn: fuori,
        perche: spiegazioni(m, dentro, fuori, [...persone.values()]),
      },
    ]
  })
}

// ---- what is known of a member beside her relation (cartella §2.1) -----------------------------------------------------

/** Over the minors of the household. */
export const nomiResponsabilita = {
  piena: 'Esercita la responsabilità genitoriale',
  limitata: 'Responsabilità genitoriale limitata',
  sospesa: 'Responsabilità genitoriale sospesa',
  decaduta: 'Decaduta dalla responsabilità genitoriale',
  nessuna: 'Non ha responsabilità genitoriale',
} as const
export type Responsabilita = keyof typeof nomiResponsabilita
export const responsabilita = Object.keys(nomiResponsabilita) as Responsabilita[]

export const nomiContattoNucleo = {
  costante: 'Contatto costante',
  saltuario: 'Contatto saltuario',
  interrotto: 'Contatto interrotto',
  nessuno: 'Nessun contatto',
} as const
export type ContattoNucleo = keyof typeof nomiContattoNucleo
export const contattiNucleo = Object.keys(nomiContattoNucleo) as ContattoNucleo[]

export const nomiDisponibilita = {
  piena: 'Disponibile ad aiutare',
  parziale: 'Disponibile in parte',
  nessuna: 'Non disponibile',
} as const
export type Disponibilita = keyof typeof nomiDisponibilita
export const disponibilitaNucleo = Object.keys(nomiDisponibilita) as Disponibilita[]

export interface SituazioneMembro {
  convivente: boolean | null
  responsabilita: Responsabilita | null
  contatto: ContattoNucleo | null
  disponibilita: Disponibilita | null
}

/** In one line; what was not said is left out. */
export const situazioneMembro = (m: SituazioneMembro): string[] =>
  [
    m.convivente === null ? null : m.convivente ? 'Convivente' : 'Non convivente',
    m.responsabilita && nomiResponsabilita[m.responsabilita],
    m.contatto && nomiContattoNucleo[m.contatto],
    m.disponibilita && nomiDisponibilita[m.disponibilita],
  ].filter((x) => x !== null)
