// Facts and a version → the outcome, requirement by requirement and line by line. The same facts and the same version give the
// same answer for ever: it depends on nothing else, neither on today nor on the machine.

import { arrotonda, type Frazione, inDecimali, inNumero, intero, quoziente } from './frazione.ts'
import { type Contesto, type Esito, type Fatti, Ignoto } from './linguaggio.ts'
import type { EsitoRegola, Risultato } from './risultato.ts'
import { calcolaScala } from './scala.rules.ts'
import type { RegolaCompilata, RigaCompilata, VersioneCompilata } from './versione.rules.ts'

const mancano = (e: Esito): string[] => (e instanceof Ignoto ? [...e.mancano].sort() : [])
const inParola = (e: Esito): EsitoRegola => (e instanceof Ignoto ? 'non-si-sa' : e === true ? 'si' : 'no')

const regola = (c: Contesto) => (r: RegolaCompilata) => {
  const e = r.nodo(c)
  return { id: r.id, esito: inParola(e), mancano: mancano(e) }
}

const CENTO = intero(100)
const inEuro = (f: Frazione) => inDecimali(quoziente(f, CENTO))

function riga(r: RigaCompilata, c: Contesto): Risultato['importi'][number] {
  const e = r.nodo(c)
  if (e instanceof Ignoto) return { id: r.id, centesimi: null, esatto: null, mancano: mancano(e) }
  const f = e as Frazione
  const tondo = r.arrotonda ? arrotonda(f, r.arrotonda.modo, r.arrotonda.passo) : f
  return { id: r.id, centesimi: tondo.d === 1n ? inNumero(tondo) : null, esatto: inEuro(f), mancano: [] }
}

function scala(v: VersioneCompilata, c: Contesto): Risultato['scala'] {
  if (!v.scala) return null
  const e = calcolaScala(v.scala, c)
  if (e instanceof Ignoto) return { valore: null, somma: null, voci: [], esclusi: [], mancano: mancano(e) }
  return { valore: inDecimali(e.valore), somma: inDecimali(e.somma), voci: e.voci, esclusi: e.esclusi, mancano: [] }
}

export function valuta(v: VersioneCompilata, fatti: Fatti): Risultato {
  const c: Contesto = { fatti, componente: null, calcolati: new Map() }
  const requisiti = v.requisiti.map(regola(c))
  const importi = v.importi.map((r) => riga(r, c))
  const calcolato = importi.find((r) => r.id === v.definizione.importi.mensile)!.centesimi
  const esito = requisiti.some((r) => r.esito === 'no')
    ? 'non-spetta'
    : requisiti.some((r) => r.esito === 'non-si-sa')
      ? 'non-si-sa'
      : 'spetta'
  return {
    esito,
    requisiti,
    scala: scala(v, c),
    importi,
    mensile: esito === 'non-spetta' ? 0 : esito === 'spetta' ? calcolato : null,
    componenti: fatti.componenti.map((_v, componente) => {
      const suo = regola({ ...c, componente })
      return { obblighi: v.obblighi.map(suo), esoneri: v.esoneri.map(suo) }
    }),
  }
}
