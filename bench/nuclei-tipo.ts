// Households to be multiplied: a few hundred, each with its members, the days from which its terms run and an analysis, all made
// from what the versions in force say (anchors of the terms, questions), so that no measure is named here. Their terms are
// computed by the engine of the product (popola-nuclei.ts), and the copies have the same: the nightly job finds nothing to do.
import { leggiMisure } from '../src/server/misure/carica-misure.ts'
import { leggiQuestionari } from '../src/server/parametri/carica-questionari.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import { scelteDi, type Valore, type Voce, voci } from '../src/shared/parametri/questionari.rules.ts'
import type { Definizione } from '../src/shared/parametri/questionario.ts'

export const TIPI = 500

/** Always the same numbers, between 0 and 1. */
function dado(seme: number) {
  let s = seme >>> 0
  return () => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = s
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Of the versions in force, the one with most terms; and the first questionnaire that it asks for. */
export function cheCosaSiMisura() {
  const misura = leggiMisure()
    .filter((m) => m.al === null)
    .sort((a, b) => b.definizione.termini.length - a.definizione.termini.length)[0]!
  const chiesto = misura.definizione.questionari[0]!.codice
  const questionario = leggiQuestionari()
    .filter((q) => q.codice === chiesto && q.al === null)
    .sort((a, b) => b.versione - a.versione)[0]!
  return { misura, questionario, definizione: questionario.definizione as Definizione }
}

/** What somebody may have answered; never of protected data. */
export function rispostaA(d: Definizione, v: Voce, n: number): Valore {
  const { domanda } = v
  const scelte = scelteDi(domanda, d)
  if (domanda.type === 'checkbox') return [scelte[n % scelte.length]!.value]
  if (scelte.length > 0) return scelte[n % scelte.length]!.value
  if (domanda.inputType === 'number') return (domanda.min ?? 0) + (n % 2)
  if (domanda.inputType === 'date') return piuGiorni('2025-01-01', n % 300)
  return `Risposta ${n} del nucleo dimostrativo, con qualche parola in più, come la scriverebbe chi compila.`.slice(
    0,
    domanda.maxLength ?? 4000,
  )
}
export const domandeLibere = (d: Definizione): Voce[] => voci(d).filter((v) => !v.domanda.classe)

export interface Tipo {
  i: number
  presentata: string
  componenti: { i: number; m: number; nata: string; sesso: string; dichiarati: Record<string, Valore> }[]
  eventi: { i: number; m: null; evento: string; giorno: string }[]
  risposte: { i: number; per_componente: boolean; campo: string; valore: Valore }[]
}

const nata = (anno: number, r: number) => piuGiorni(`${anno}-01-01`, Math.floor(r * 364))

export function tipi(oggi: string): Tipo[] {
  const { misura, definizione } = cheCosaSiMisura()
  const ancore = [...new Set(misura.definizione.termini.flatMap((t) => t.ancore.map((a) => a.evento)))]
  const libere = domandeLibere(definizione)
  return Array.from({ length: TIPI }, (_, i) => {
    const a = dado(i)
    const presentata = piuGiorni(oggi, -160 - Math.floor(a() * 40))
    const [adulti, minori] = [1 + Math.floor(a() * 3.6), a() < 0.4 ? 1 : 0]
    const componenti = Array.from({ length: adulti + minori }, (_v, n) => ({
      i,
      m: n + 1,
      // of an age at which nobody is exempted, and comes of age or grows old tomorrow
      nata: n < adulti ? nata(1975 + Math.floor(a() * 20), a()) : nata(2014 + Math.floor(a() * 8), a()),
      sesso: a() < 0.5 ? 'F' : 'M',
      dichiarati: { nazionalita: 'italiana', cellulare: '3330000000', titoloStudio: 'Licenza media' },
    }))
    const eventi = ancore
      .filter(() => a() < 0.9)
      .map((evento) => ({ i, m: null, evento, giorno: piuGiorni(oggi, -1 - Math.floor(a() * 150)) }))
    const risposte = libere
      .filter(() => a() < 0.6)
      .map((v) => ({
        i,
        per_componente: v.perComponente,
        campo: v.domanda.name,
        valore: rispostaA(definizione, v, i),
      }))
    return { i, presentata, componenti, eventi, risposte }
  })
}
