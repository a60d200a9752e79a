// What is of a year and is brought anew in the next: the ISEE attestations of who is followed. Not of everybody, so that
// the radar has something to say.
import { fattiApi } from '../../src/shared/anagrafe/persone.api.ts'
import { giornoDopo } from '../../src/shared/cartella/agenda.rules.ts'
import { idDi, type Mondo } from './mondo.ts'
import type { Aperta } from './vita.ts'

/** Days from the first of the year within which most people bring it. */
const GIORNI = 70

export function attestazioni(m: Mondo, aperte: readonly Aperta[]) {
  const g = m.giorni
  const anno = g.oggi.slice(0, 4)
  if (g.inizio >= `${anno}-01-01`) return
  for (const a of aperte) {
    const { dati } = a.famiglia.casa.persone[a.famiglia.casa.indice]!
    if (!dati['isee.tipo'] || a.n % 4 === 3) continue
    const dichiarata = giornoDopo(`${anno}-01-10`, (a.n * 7) % GIORNI)
    const portata = g.al(Math.max(g.posizione(dichiarata), g.posizione(a.dal)) + g.passo)
    if (portata < dichiarata) continue
    const isee = Math.round(Number(dati['isee.isee']!.replace(',', '.')) * (90 + (a.n % 20)))
    m.copione.il(portata, (r) =>
      r.fa(a.chi, fattiApi.registra, {
        id: idDi(a.famiglia),
        tipo: 'isee',
        dati: {
          tipo: dati['isee.tipo'],
          isee,
          protocollo: `INPS-ISEE-${anno}-DIM${String(a.famiglia.casa.n).padStart(6, '0')}`,
        },
        dal: dichiarata,
        al: `${anno}-12-31`,
        fonte: 'persona',
      }),
    )
  }
}
