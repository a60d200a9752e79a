// The households as they arrive: some extracts in the year, each taken in by who coordinates and shared out a few days after; the last
// ones also say what INPS has done with the benefits of those that were there.
import { piuGiorni } from '../../../src/shared/misure/giorni.ts'
import { casiApi } from '../../../src/shared/patti/casi.api.ts'
import type { PersonaDemo } from '../../persone.ts'
import { caricaEstratto, type DettoDaInps, type Estratto } from './estratto.ts'
import type { Nucleo } from './nuclei.ts'
import { territori } from './operatori.ts'
import { MISURA, type NomeSorte, type Ondata, ondate, sorteDi } from './sorti.ts'
import type { Tela } from './tela.ts'

const ASSEGNATI_DOPO = 5
const lettere = (testo: string) =>
  testo
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')

/** Where they are reached: some only by telephone, one at an address that does not exist, one from which nothing is ever heard. */
function recapiti(x: Nucleo): Pick<DettoDaInps, 'email' | 'cellulare' | 'pec'> {
  const p = x.membri[0]!
  const casella =
    x.sorte === 'assegnato-scaduto' && x.k % 2 === 0
      ? 'casella-chiusa'
      : x.sorte === 'analisi-in-bozza' && x.k === 0
        ? 'casella-muta'
        : `${lettere(p.nome)}.${lettere(p.cognome)}`
  const cellulare = `3330007${String(x.n).padStart(3, '0')}`
  const chiusa = casella.startsWith('casella')
  return {
    ...(x.n % 4 === 3 && !chiusa ? {} : { email: `${casella}.${x.n}@example.it` }),
    ...(chiusa ? {} : { cellulare }),
    ...(x.k === 0 ? { pec: `${casella}.${x.n}@pec.example.it` } : {}),
  }
}

function detto(x: Nucleo, arrivo: string): DettoDaInps {
  const presentata = sorteDi(x.sorte).vecchia
    ? `2024-0${2 + (x.n % 7)}-${10 + (x.n % 18)}`
    : piuGiorni(arrivo, -24 - (x.n % 20))
  return {
    protocollo: `DIM-INPS-${String(4000 + x.n)}`,
    presentata,
    riconosciuta: piuGiorni(presentata, 16),
    pad: piuGiorni(presentata, 11),
    mensile: 32_000 + x.membri.length * 9_000 + (x.n % 7) * 1_250,
    isee: 90_000 + (x.n % 11) * 61_000,
    ...recapiti(x),
  }
}

/** What INPS says of those that were already there. */
const dopo: Partial<Record<NomeSorte, readonly [Ondata, (giorno: string) => Partial<DettoDaInps>]>> = {
  rinnovato: ['terza', (giorno) => ({ rinnovata: piuGiorni(giorno, -6) })],
  sospeso: ['ultima', (giorno) => ({ beneficio: 'Sospeso', beneficioDal: piuGiorni(giorno, -9) })],
  decaduto: ['ultima', (giorno) => ({ beneficio: 'Decaduto', beneficioDal: piuGiorni(giorno, -12) })],
  revocato: ['ultima', (giorno) => ({ beneficio: 'Revocato', beneficioDal: piuGiorni(giorno, -4) })],
  terminato: ['ultima', (giorno) => ({ beneficio: 'Terminato', beneficioDal: piuGiorni(giorno, -8) })],
}

const mai: readonly NomeSorte[] = ['solo-prima']
const daAssegnare: readonly NomeSorte[] = ['ricevuto', 'da-assegnare-scaduto', ...mai]

export function arrivano(t: Tela, nuclei: readonly Nucleo[]) {
  const qui = nuclei.filter((x) => !mai.includes(x.sorte))
  for (const coordina of new Set(territori.map((d) => d.coordina)))
    for (const [ondata, fa] of Object.entries(ondate) as [Ondata, number][]) {
      const giorno = t.m.giorni.fa(fa)
      const suoi = qui.filter((x) => x.dove.coordina === coordina)
      const nuovi = suoi.filter((x) => sorteDi(x.sorte).ondata === ondata)
      const cambiati = suoi.filter((x) => dopo[x.sorte]?.[0] === ondata)
      if (nuovi.length + cambiati.length === 0) continue
      const arrivoDi = (x: Nucleo) => t.m.giorni.fa(ondate[sorteDi(x.sorte).ondata])
      const e: Estratto = {
        nome: `estratto-${giorno}.csv`,
        chi: coordina,
        comune: (nuovi[0] ?? cambiati[0]!).dove.comune,
        misura: MISURA,
        estrattoIl: giorno,
        nuclei: [
          ...nuovi.map((x) => [x, detto(x, giorno)] as const),
          ...cambiati.map((x) => [x, { ...detto(x, arrivoDi(x)), ...dopo[x.sorte]![1](giorno) }] as const),
        ],
      }
      t.m.copione.il(giorno, async (r) => {
        await caricaEstratto(r, e)
        for (const [x, id] of await t.casi(MISURA, nuovi)) x.caso.id = id
      })
      assegna(t, coordina, nuovi, t.m.giorni.fa(Math.max(1, fa - ASSEGNATI_DOPO)))
    }
}

function assegna(t: Tela, coordina: PersonaDemo, nuovi: readonly Nucleo[], giorno: string) {
  const suoi = nuovi.filter((x) => !daAssegnare.includes(x.sorte))
  if (suoi.length === 0) return
  t.m.copione.il(giorno, async (r) => {
    const voci = []
    for (const x of suoi) voci.push({ casoId: x.caso.id, utenteId: await r.id(x.chi) })
    await r.fa(coordina, casiApi.assegna, { voci })
  })
}
