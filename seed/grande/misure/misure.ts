// Three hundred households with a measure in the two ambiti: what they had years ago, with the clock of then; how they came and how far
// they are now, in every state; the file of who waits, and the nights that say what is late.
import type { Deps } from '../../../src/server/kernel/context.ts'
import { inCtx } from '../../../src/server/kernel/serve.ts'
import { collegaNuclei } from '../../../src/server/patti/nuclei-caso.ts'
import { spedizioniere } from '../../../src/server/patti/spedizioniere.ts'
import type { Vettore, Vettori } from '../../../src/server/patti/vettori.ts'
import { quota } from '../famiglie.ts'
import type { Mondo } from '../mondo.ts'
import type { Regia } from '../regia.ts'
import { arrivano } from './arrivi.ts'
import { domandeDiPrima } from './domande.ts'
import { componiNuclei, type Nucleo } from './nuclei.ts'
import { accreditaMisure, territori } from './operatori.ts'
import { catalogo } from './patto.ts'
import { racconta } from './percorsi.ts'
import { ACCREDITATI_IL, pregresso } from './pregresso.ts'
import { Tela } from './tela.ts'

/** Nights, in days before today, in which what is due is counted and who must know is told. */
const NOTTI = [75, 21, 1]

const vettore: Vettore = {
  porta: async (msg) =>
    msg.indirizzo.startsWith('casella-chiusa')
      ? { esito: 'respinto', motivo: '550 casella inesistente (dimostrativo)' }
      : msg.indirizzo.startsWith('casella-muta')
        ? { esito: 'incerto', motivo: 'Il server non ha detto se l’ha preso (dimostrativo)' }
        : { esito: 'partito', riferimento: 'Dimostrativo' },
  chiudi: () => {},
}
/** Nothing leaves; certified mail has nobody who carries it, and waits. */
const postino: Vettori = { email: () => vettore, sms: () => vettore }
export const lavoriDelleMisure = [spedizioniere(postino)]

export async function ambitiDi(deps: Deps): Promise<Map<string, string>> {
  const scope = { azione: 'dimostrazione.carica', nazionale: true, operatore: 'dimostrazione' }
  const righe = await inCtx(deps, scope, ({ tx }) =>
    tx
      .selectFrom('ambitoComune')
      .select(['comuneId', 'ambitoId'])
      .where(
        'comuneId',
        'in',
        territori.map((t) => t.comune),
      )
      .execute(),
  )
  return new Map(righe.map((x) => [x.comuneId, x.ambitoId]))
}

/** The script of the measures. */
export function componiMisure(
  m: Mondo,
  d: { deps: Deps; ambiti: ReadonlyMap<string, string>; famiglie: number },
): Nucleo[] {
  const nuclei = componiNuclei(m, m.giorni.oggi, (su300) => quota(su300, d.famiglie))
  const t = new Tela(m, d.deps, d.ambiti)
  pregresso(t, nuclei)
  domandeDiPrima(t, nuclei)
  for (const c of new Set(territori.map((x) => x.coordina)))
    m.copione.il(m.giorni.inizio, (r) => catalogo(r, c, m.giorni.inizio))
  arrivano(t, nuclei)
  for (const x of nuclei) racconta(t, x)
  t.spedisci()
  for (const fa of NOTTI) m.copione.il(m.giorni.fa(fa), (r) => r.aSuoTempo('casi.notte', 5))
  m.copione.il(m.giorni.fa(1), (r) => r.forse(() => nelleCartelle(d)))
  return nuclei
}

/** The households of the casi beside those of the record, as the work of the assignment leaves them; here it takes nobody in charge. */
async function nelleCartelle({ deps, ambiti }: { deps: Deps; ambiti: ReadonlyMap<string, string> }) {
  for (const [ambito, suoi] of Map.groupBy(ambiti, ([, a]) => a)) {
    const comuni = suoi.map(([comune]) => comune)
    const scope = { azione: 'dimostrazione.carica', ambito, comuni, operatore: 'dimostrazione', fascicolo: true }
    await inCtx(deps, scope, async (ctx) => {
      const casi = await ctx.tx.selectFrom('caso').select('id').where('assegnazione', '=', 'assegnato').execute()
      await collegaNuclei(
        ctx,
        casi.map((c) => c.id),
      )
    })
  }
}

/** Who worked on them then. */
export const primaDiTutto = async (r: Regia) => {
  r.il(ACCREDITATI_IL)
  await accreditaMisure(r, ACCREDITATI_IL)
}
