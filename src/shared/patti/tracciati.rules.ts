// The layout of the files of the exchange as data (config/tracciati): which named value stands in which column, and in which
// words a receiver answers. None is official: each says where it comes from and how sure that is. Pure.
import { type Static, Type } from 'typebox'
import { normalizza } from '../anagrafe/importa-campi.ts'
import { Oggetto, Testo, Uno } from '../kernel/endpoint.ts'
import { provenienza } from '../misure/provenienza.ts'
import { type EsitoRisposta, esitiRisposta } from './comunicazioni.rules.ts'

const Colonna = Type.String({ minLength: 1, maxLength: 60 })
const comune = {
  nome: Testo(200),
  formato: Uno(['csv'] as const),
  separatore: Uno([';', ',', '\t'] as const),
  nota: Testo(600),
}

export const TracciatoUscita = Oggetto({
  ...comune,
  campi: Type.Array(Oggetto({ colonna: Colonna, da: Testo(60) }), { minItems: 1, maxItems: 100 }),
  ...provenienza,
})
export type TracciatoUscita = Static<typeof TracciatoUscita>

const parti = ['riferimento', 'esito', 'giorno', 'motivo', 'protocollo', 'mensile'] as const
type Parte = (typeof parti)[number]
const Nomi = Type.Array(Colonna, { minItems: 1, maxItems: 20 })
const perNome = <K extends string>(chiavi: readonly K[]) =>
  Oggetto(Object.fromEntries(chiavi.map((k) => [k, Nomi])) as Record<K, typeof Nomi>)
export const TracciatoRisposte = Oggetto({
  ...comune,
  colonne: perNome(parti),
  esiti: perNome(esitiRisposta),
  ...provenienza,
})
export type TracciatoRisposte = Static<typeof TracciatoRisposte>

/** A row of what a message says: values by name. */
export type RigaMessaggio = Readonly<Record<string, string | number | boolean | null>>

/** What a spreadsheet would take for a formula is written as text: the file is opened by people too. */
const sicura = (t: string) => (/^[=+\-@\t\r]/.test(t) ? `'${t}` : t)
const testoDi = (v: RigaMessaggio[string] | undefined): string => {
  if (v === null || v === undefined) return ''
  if (typeof v === 'boolean') return v ? 'SI' : 'NO'
  return typeof v === 'number' ? String(v) : sicura(v)
}
/** The cells of a row, in the order of the layout. */
export const colonneDi = (t: TracciatoUscita, r: RigaMessaggio): string[] => t.campi.map((c) => testoDi(r[c.da]))

/** The text of a file. The same rows make the same bytes. */
export function scriviTracciato(t: TracciatoUscita, righe: readonly RigaMessaggio[]): string {
  const cella = (x: string) => (x.includes(t.separatore) || /["\r\n]/.test(x) ? `"${x.replaceAll('"', '""')}"` : x)
  const testa = t.campi.map((c) => c.colonna).join(t.separatore)
  return [testa, ...righe.map((r) => colonneDi(t, r).map(cella).join(t.separatore)), ''].join('\r\n')
}

export interface Risposta {
  riga: number
  riferimento: string
  esito: EsitoRisposta
  giorno: string | null
  motivo: string
  protocollo: string | null
  /** Cents. */
  mensile: number | null
}

const giornoDi = (t: string): string | null => {
  const it = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(t)
  const iso = it ? `${it[3]}-${it[2]!.padStart(2, '0')}-${it[1]!.padStart(2, '0')}` : t.slice(0, 10)
  const d = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(d.getTime()) && d.toISOString().startsWith(iso) ? iso : null
}
const centesimiDi = (t: string): number | null => {
  const pulito = t.replace(/[€\s]/g, '')
  const numero = /,\d{1,2}$/.test(pulito) ? pulito.replaceAll('.', '').replace(',', '.') : pulito
  return /^\d{1,7}(\.\d{1,2})?$/.test(numero) ? Math.round(Number(numero) * 100) : null
}

/** Reads one row after another; what is wrong with a row is a sentence, and the others go on. */
export function lettoreRisposte(t: TracciatoRisposte, colonne: readonly string[]) {
  const nomi = colonne.map(normalizza)
  const nomeDi = (p: Parte) => new Set(t.colonne[p].map(normalizza))
  const dove = Object.fromEntries(
    parti.map((p) => {
      const suoi = nomeDi(p)
      return [p, nomi.findIndex((n) => suoi.has(n))]
    }),
  ) as Record<Parte, number>
  const mancano = (['riferimento', 'esito'] as const).filter((p) => dove[p] < 0)
  const esiti = new Map(esitiRisposta.flatMap((e) => t.esiti[e].map((x) => [normalizza(x), e] as const)))
  return {
    /** Why the file is not one of receipts; null when it is. */
    difetto:
      mancano.length > 0
        ? `Nel file mancano le colonne: ${mancano.map((p) => t.colonne[p][0]).join(', ')}. Verifica che sia un file di ricevute.`
        : null,
    leggi(riga: number, celle: readonly string[]): Risposta | string {
      const di = (p: Parte) => (dove[p] < 0 ? '' : (celle[dove[p]] ?? '').trim())
      const riferimento = di('riferimento').toUpperCase()
      if (!/^M-[0-9A-F]{12}$/.test(riferimento))
        return `Riga ${riga}: «${riferimento.slice(0, 30)}» non è il riferimento di una comunicazione.`
      const esito = esiti.get(normalizza(di('esito')))
      if (!esito) return `Riga ${riga}: «${di('esito').slice(0, 40)}» non è un esito conosciuto.`
      const giorno = di('giorno')
      if (giorno && giornoDi(giorno) === null) return `Riga ${riga}: «${giorno.slice(0, 20)}» non è una data.`
      const mensile = di('mensile')
      if (mensile && centesimiDi(mensile) === null) return `Riga ${riga}: «${mensile.slice(0, 20)}» non è un importo.`
      return {
        riga,
        riferimento,
        esito,
        giorno: giornoDi(giorno),
        motivo: di('motivo').slice(0, 1000),
        protocollo: di('protocollo').slice(0, 60) || null,
        mensile: centesimiDi(mensile),
      }
    },
  }
}
