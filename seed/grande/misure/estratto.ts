// An extract of households as INPS would give it to the coordinator of an ambito, and the way in through the handlers: uploaded,
// mapped, read, confirmed, taken in.
import { estrattiApi } from '../../../src/shared/patti/estratti.api.ts'
import { proponiMappa } from '../../../src/shared/patti/estratto.rules.ts'
import type { PersonaDemo } from '../../persone.ts'
import type { Persona } from '../casa.ts'
import { inItaliano } from '../giorni.ts'
import type { Regia } from '../regia.ts'
import type { Nucleo } from './nuclei.ts'

const PROFILO = 'Estratto dimostrativo di INPS'
/** The minutes after which what a process left half done is taken up by another. */
const SILENZIO = 15

/** What the extract says of a household, beside who is in it. */
export interface DettoDaInps {
  protocollo: string
  presentata: string
  riconosciuta?: string
  pad?: string
  rinnovata?: string
  beneficio?: string
  beneficioDal?: string
  mensile: number
  isee: number
  email?: string
  cellulare?: string
  pec?: string
}

const parentele: Readonly<Record<string, string>> = {
  coniuge: 'Coniuge',
  convivente: 'Convivente',
  figlio: 'Figlio',
  genitore: 'Genitore',
}

const giorno = (g: string | undefined) => (g ? inItaliano(g) : '')
const euro = (centesimi: number) => (centesimi / 100).toFixed(2).replace('.', ',')

type Colonna = readonly [titolo: string, valore: (x: Nucleo, d: DettoDaInps, p: Persona, k: number) => string]
const colonne: readonly Colonna[] = [
  ['Protocollo', (_x, d) => d.protocollo],
  ['CF richiedente', (x) => x.membri[0]!.codiceFiscale!],
  ['Data presentazione', (_x, d) => giorno(d.presentata)],
  ['Data riconoscimento', (_x, d) => giorno(d.riconosciuta)],
  ['Data PAD nucleo', (_x, d) => giorno(d.pad)],
  ['Data rinnovo', (_x, d) => giorno(d.rinnovata)],
  ['Stato beneficio', (_x, d) => d.beneficio ?? 'In pagamento'],
  ['Data stato', (_x, d) => giorno(d.beneficioDal ?? d.riconosciuta)],
  ['Importo mensile', (_x, d) => euro(d.mensile)],
  ['ISEE', (_x, d) => euro(d.isee)],
  ['Comune residenza', (x) => x.dove.comune],
  ['Indirizzo', (_x, _d, p) => [p.dati['residenza.indirizzo'], p.dati['residenza.civico']].filter(Boolean).join(' ')],
  ['CAP', (x) => x.dove.cap],
  ['CF', (_x, _d, p) => p.codiceFiscale!],
  ['Cognome', (_x, _d, p) => p.cognome],
  ['Nome', (_x, _d, p) => p.nome],
  [
    'Relazione parentale',
    (_x, _d, p, k) => (k === 0 ? 'Richiedente' : (parentele[p.parentela ?? ''] ?? 'Altro parente')),
  ],
  ['Data nascita', (_x, _d, p) => giorno(p.nascita)],
  ['Genere', (_x, _d, p) => p.sesso],
  ['E-mail', (_x, d, _p, k) => (k === 0 ? (d.email ?? '') : '')],
  ['Cellulare', (_x, d, _p, k) => (k === 0 ? (d.cellulare ?? '') : '')],
  ['PEC', (_x, d, _p, k) => (k === 0 ? (d.pec ?? '') : '')],
]

/** Members who were born by then; the address is that of the house, whoever of it says it. */
export function foglio(nuclei: readonly (readonly [Nucleo, DettoDaInps])[], estrattoIl: string): Buffer {
  const righe = nuclei.flatMap(([x, d]) => {
    const casa = x.membri[0]!
    return x.membri
      .filter((p) => p.nascita <= estrattoIl)
      .map((p, k) =>
        colonne.map(([titolo, valore]) => valore(x, d, titolo === 'Indirizzo' ? casa : p, k).replaceAll(';', ',')),
      )
  })
  return Buffer.from([colonne.map(([t]) => t), ...righe].map((r) => r.join(';')).join('\r\n'))
}

export interface Estratto {
  nome: string
  chi: PersonaDemo
  comune: string
  misura: string
  estrattoIl: string
  nuclei: readonly (readonly [Nucleo, DettoDaInps])[]
}

export async function caricaEstratto(r: Regia, e: Estratto): Promise<void> {
  const { id } = await r.fa(
    e.chi,
    estrattiApi.carica,
    { nome: e.nome, comune: e.comune, misura: e.misura, estrattoIl: e.estrattoIl } as never,
    { file: foglio(e.nuclei, e.estrattoIl) },
  )
  const { mappa } = proponiMappa(colonne.map(([t]) => t))
  await r.fa(e.chi, estrattiApi.mappa, { id, mappa, salvaCome: `${PROFILO}, ${e.misura}` })
  await finoA(r, e, id, 'da-confermare', 'in-lettura')
  await r.fa(e.chi, estrattiApi.conferma, { id })
  await finoA(r, e, id, 'conclusa', 'in-conferma')
}

async function finoA(r: Regia, e: Estratto, id: string, voluto: string, inCorso: string) {
  await r.lavora()
  for (let volta = 0; volta < 3; volta++) {
    const { stato, errore, rifiutate, contraddittorie } = await r.fa(e.chi, estrattiApi.leggi, { id })
    if (stato === voluto || stato === 'conclusa') {
      // the demonstration is in order: what is refused is a mistake of this story
      if (rifiutate + contraddittorie > 0)
        throw new Error(`${e.nome}: ${rifiutate} refused, ${contraddittorie} contradictory`)
      return
    }
    if (stato !== inCorso) throw new Error(`the extract ${e.nome} is «${stato}»: ${errore ?? ''}`)
    await r.turno('estratto.riprendi', SILENZIO)
  }
  throw new Error(`the extract ${e.nome} does not end`)
}
