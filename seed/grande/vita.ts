// A presa in carico while it is at work: privacy notice, team, to-dos, diary; until a day, or until now.

import { giornoDopo } from '../../src/shared/cartella/agenda.rules.ts'
import { compitiApi } from '../../src/shared/cartella/compiti.api.ts'
import { preseApi } from '../../src/shared/cartella/prese.api.ts'
import type { PersonaDemo } from '../persone.ts'
import { scrivi, seguito } from './diario.ts'
import type { Famiglia } from './famiglie.ts'
import { casoDi, type Mondo, type ServizioVivo } from './mondo.ts'
import { testiDi } from './testi.ts'

export interface Aperta {
  servizio: ServizioVivo
  famiglia: Famiglia
  /** Which of the prese in carico of the demonstration it is. */
  n: number
  /** Who answers for it. */
  chi: PersonaDemo
  /** At work since. */
  dal: string
  /** Known once it has been proposed. */
  presa: { id: string }
}

/** Informed, and the team made. */
export function componi(m: Mondo, a: Aperta, giorno: string) {
  const { servizio: s, presa, chi, n } = a
  m.copione.il(giorno, async (r) => {
    // of some the radar says that the notice is missing
    if (n % 8 !== 5) await r.fa(chi, preseApi.informa, { id: presa.id, giorno, consensoLavoro: n % 3 !== 0 })
    const equipe = [
      n % 3 !== 1 && s.educatore ? ([s.educatore, 'educatore-professionale'] as const) : null,
      n % 4 === 0 && s.psicologa ? ([s.psicologa, 'psicologo'] as const) : null,
    ]
    for (const e of equipe)
      if (e)
        await r.fa(chi, preseApi.aggiungiOperatore, { id: presa.id, utenteId: await r.id(e[0]), professione: e[1] })
  })
}

/** To-dos done, and while it is open one that waits: late, due today, this week, later. */
export function compiti(m: Mondo, a: Aperta, dal: string, fine: string | null) {
  const { presa, chi, famiglia: f, n } = a
  const g = m.giorni
  const c = casoDi('compiti', f)
  const titoli = testiDi(f.area).compiti
  const passo = (k: number) => g.al(g.posizione(dal) + k * g.passo)
  const uno = async (
    k: number,
    giorno: string,
    scade: string,
    r: Parameters<Parameters<Mondo['copione']['il']>[1]>[0],
  ) => {
    const [tipo, titolo] = titoli[(n + k) % titoli.length]!
    return (await r.fa(chi, compitiApi.crea, { id: presa.id, titolo, tipo, scade: scade < giorno ? giorno : scade })).id
  }
  let fatto = ''
  m.copione.il(passo(1), async (r) => {
    fatto = await uno(0, passo(1), giornoDopo(passo(1), 20), r)
  })
  m.copione.il(passo(4), async (r) => {
    const annulla = c.percento(15)
    await r.fa(chi, compitiApi.chiudi, {
      id: fatto,
      come: annulla ? 'annullato' : 'fatto',
      esito: annulla ? 'Non serve più: l’ha fatto la famiglia.' : 'Fatto, e detto alla persona.',
    })
  })
  const recente = g.fa(21)
  if (fine !== null || recente < passo(4)) return
  m.copione.il(recente, (r) => uno(1, recente, giornoDopo(g.oggi, [-5, 0, 2, 6, 14, 25][n % 6]!), r))
  if (n % 3 === 0) m.copione.il(g.fa(8), (r) => uno(2, g.fa(8), giornoDopo(g.oggi, [1, 9, 4][n % 5] ?? 30), r))
}

/** Entries from a day to another, the first of them the n-th of its folder. */
export function diario(m: Mondo, a: Aperta, dal: string, al: string, quante: number, prima = 0) {
  const { servizio: s, famiglia: f, chi, presa, n } = a
  const g = m.giorni
  const [da, a_] = [g.posizione(dal), g.posizione(al)]
  for (let k = 0; k < quante; k++) {
    const giorno = g.al(da + ((a_ - da) * (k + 1)) / quante)
    const collega = k % 3 === 2 && n % 3 !== 1 ? s.educatore : undefined
    m.copione.il(giorno, async (r) => {
      const riservata = (n + k) % 17 === 0
      const id = await scrivi(r, collega ?? chi, f, {
        n: prima + k,
        // written some days later, now and then
        giorno: (n + k) % 7 === 0 ? (giornoDopo(giorno, -4) < dal ? giorno : giornoDopo(giorno, -4)) : giorno,
        presaId: presa.id,
        ...(riservata ? { altro: { destinatari: [await r.id(s.responsabile)] } } : {}),
      })
      if ((n + k) % 11 === 3) await seguito(r, collega ?? chi, id, 'integra')
      if ((n * 5 + k) % 43 === 7) await seguito(r, collega ?? chi, id, 'annulla')
    })
  }
}
