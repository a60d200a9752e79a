// The same family in sentences: what the picture says to who does not see it, and the rows of the table beside it.
import { type Coppia, type Famiglia, leggi, type Ramo } from './famiglia.ts'
import { nomeNucleo, type Tabelle } from './legenda.ts'
import { type DatiGenogramma, eta, isPersona, type Persona, type Unione } from './modello.ts'
import { nomeTipoPersona, stileDelLegame, stileDelSegno } from './tabelle.ts'

const quando = (d: string) => (d.length === 10 ? `${d.slice(8, 10)}/${d.slice(5, 7)}/${d.slice(0, 4)}` : d)
const nel = (d: string) => (d.length === 10 ? `il ${quando(d)}` : `nel ${d}`)
const minuscola = (t: string) => t.charAt(0).toLowerCase() + t.slice(1)

/** «a» for women, «o» for men, «o/a» for the others. */
const desinenza = (p: Persona) => (p.sesso === 'F' ? 'a' : p.sesso === 'M' ? 'o' : 'o/a')

const elenco = (nomi: readonly string[]) =>
  nomi.length > 1 ? `${nomi.slice(0, -1).join(', ')} e ${nomi.at(-1)}` : (nomi[0] ?? '')

function frasePersona(p: Persona, f: Famiglia, t: Tabelle): string {
  const o = desinenza(p)
  if (!isPersona(p)) {
    const nome = nomeTipoPersona[p.tipo as Exclude<Persona['tipo'], 'persona' | undefined>]
    return `${nome}${p.etichetta ? ` (${p.etichetta})` : ''}${p.nascita ? `, ${quando(p.nascita)}` : ''}.`
  }
  const parti = [p.etichetta || 'Persona senza nome']
  if (p.indice) parti.push('persona di cui si parla')
  parti.push({ M: 'uomo', F: 'donna', altro: 'altro sesso', ignoto: 'sesso non noto' }[p.sesso])
  if (p.nascita) parti.push(`nat${o} ${nel(p.nascita)}`)
  if (p.decesso) {
    const anni = eta(p.nascita, p.decesso)
    parti.push(`mort${o} ${nel(p.decesso)}${anni === undefined ? '' : ` a ${anni} anni`}`)
  } else {
    const anni = eta(p.nascita, f.giorno)
    if (anni !== undefined && anni >= 0) parti.push(anni === 1 ? '1 anno' : `${anni} anni`)
  }
  for (const s of p.segni ?? []) parti.push(minuscola(stileDelSegno(s.codice, t.segni).nome))
  return `${parti.join(', ')}.`
}

const nomeUnione: Record<Unione['tipo'], string> = {
  matrimonio: 'matrimonio',
  'unione-civile': 'unione civile',
  convivenza: 'convivenza',
  fidanzamento: 'fidanzamento',
  relazione: 'relazione',
}
const nomeEsito = {
  'separazione-legale': 'separazione legale',
  'separazione-di-fatto': 'separazione di fatto',
  divorzio: 'divorzio',
  vedovanza: 'finita con la morte di uno dei due',
} as const

const fraseUnione = (u: Unione) =>
  [
    `${nomeUnione[u.tipo]}${u.dal ? ` dal ${quando(u.dal)}` : ''}`,
    ...(u.esito ? [`${nomeEsito[u.esito]}${u.al ? ` ${nel(u.al)}` : ''}`] : u.al ? [`fino al ${quando(u.al)}`] : []),
  ].join(', ')

function fraseFiglio(r: Ramo, c: Coppia, nome: (id: string) => string, f: Famiglia): string {
  const figlio = f.perId.get(r.figlio)!
  const o = desinenza(figlio)
  const parola = o === 'o/a' ? 'figlio/a' : `figli${o}`
  const genitori = elenco([c.a, ...(c.b === undefined ? [] : [c.b])].map(nome))
  if (!isPersona(figlio)) return `${nome(r.figlio)}: di ${genitori}.`
  if (r.tipo === 'affido') return `${nome(r.figlio)} è in affido a ${genitori}.`
  return `${nome(r.figlio)} è ${parola}${r.tipo === 'adottiva' ? ` adottiv${o}` : ''} di ${genitori}.`
}

const nomeDi = (p: Persona) =>
  p.etichetta ||
  (isPersona(p) ? 'Persona senza nome' : nomeTipoPersona[p.tipo as Exclude<Persona['tipo'], 'persona' | undefined>])

function gemelli(rami: readonly Ramo[], nome: (id: string) => string, f: Famiglia): string {
  const sorelle = rami.every((r) => f.perId.get(r.figlio)!.sesso === 'F')
  const [e, identici] = sorelle ? ['gemelle', 'identiche'] : ['gemelli', 'identici']
  return `${elenco(rami.map((r) => nome(r.figlio)))} sono ${e}${rami[0]!.gemelli!.monozigoti ? ` ${identici}` : ''}.`
}

/** Unions, children, twins, bonds and households. */
function relazioni(f: Famiglia, t: Tabelle): string[] {
  const nome = (id: string) => nomeDi(f.perId.get(id)!)
  return [
    ...f.coppie.flatMap((c) => {
      const uniti = c.b === undefined ? '' : elenco([nome(c.a), nome(c.b)])
      const gruppi = [...Map.groupBy(c.figli, (r) => r.gemelli?.gruppo)].filter(([g]) => g !== undefined)
      return [
        ...(c.unioni.length > 0 ? [`${uniti}: ${c.unioni.map(fraseUnione).join('; ')}.`] : []),
        ...c.figli.map((r) => fraseFiglio(r, c, nome, f)),
        ...gruppi.map(([, rami]) => gemelli(rami, nome, f)),
      ]
    }),
    ...f.legami.map((l) => {
      const s = stileDelLegame(l.qualita, t.legami)
      const fra = s.freccia ? `di ${nome(l.a)} verso ${nome(l.b)}` : `tra ${nome(l.a)} e ${nome(l.b)}`
      return `Legame ${s.frase} ${fra}.`
    }),
    ...f.nuclei.map((n) => `${nomeNucleo[n.tipo]} «${n.etichetta}»: ${elenco(n.membri.map((m) => nome(m.persona)))}.`),
  ]
}

export const descriviFamiglia = (f: Famiglia, t: Tabelle = {}): string[] => [
  ...f.persone.map((p) => frasePersona(p, f, t)),
  ...relazioni(f, t),
]

export const descrivi = (dati: DatiGenogramma, t: Tabelle = {}): string[] => descriviFamiglia(leggi(dati), t)
export const descriviRelazioni = (dati: DatiGenogramma, t: Tabelle = {}): string[] => relazioni(leggi(dati), t)
