// The counts of the domande: those of the comuni of the running act, or of the ambito whose administrator reads no domanda.
import { sql } from 'kysely'
import type { FileReply, Input } from '../../shared/kernel/endpoint.ts'
import type { domandeApi, NumeriDomande } from '../../shared/patti/domande.api.ts'
import { nomiStatoDomanda } from '../../shared/patti/domande.rules.ts'
import {
  annoDelGruppo,
  type FiguraDomande,
  figureDomande,
  nomiPassoDomanda,
} from '../../shared/patti/domande-figure.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { nominaScelte } from './cruscotto.ts'
import { foglioDi, type Tavola } from './tavole.ts'

type Api = typeof domandeApi

export async function numeri(ctx: Ctx, i: Input<Api['numeri']>): Promise<NumeriDomande> {
  const { rows } = await sql<FiguraDomande>`
    select comune_id, misura_id, mese, stato, quante, vicine, scadute, giorni_invio::int as giorni_invio, n_invio, giorni_esito::int as giorni_esito, n_esito,
           giorni_intero::int as giorni_intero, n_intero from accesso.figure_domande()`.execute(ctx.tx)
  const scelte = await nominaScelte(ctx, rows.map(annoDelGruppo))
  const nome = new Map([...scelte.comuni, ...scelte.misure].map((x) => [x.id, x.nome]))
  const f = figureDomande(rows, i)
  return {
    ...f,
    voci: f.voci
      .map((v) => ({ ...v, comune: nome.get(v.comuneId)!, misura: nome.get(v.misuraId)! }))
      .sort((a, b) => `${a.comune} ${a.misura}`.localeCompare(`${b.comune} ${b.misura}`)),
    scelte,
  }
}

function tavole(n: NumeriDomande): Tavola[] {
  const conta = (v: NumeriDomande['voci'][number]) => [v.quante, v.vicine, v.scadute]
  return [
    {
      titolo: 'Stati',
      colonne: ['Comune, misura, stato', 'Domande', 'Termine vicino', 'Termine superato'],
      righe: n.voci.map((v) => [`${v.comune}, ${v.misura}, ${nomiStatoDomanda[v.stato]}`, ...conta(v)]),
    },
    {
      titolo: 'Mesi',
      colonne: ['Mese', 'Presentate', 'Accolte', 'Respinte', 'Rinunciate'],
      righe: n.mesi.map((m) => [m.mese, m.presentate, m.accolte, m.respinte, m.rinunciate]),
    },
    {
      titolo: 'Tempi',
      colonne: ['Passo', 'Giorni in media', 'Domande contate'],
      righe: n.tempi.map((t) => [nomiPassoDomanda[t.passo], t.giorni, t.domande]),
    },
  ]
}

export async function foglio(ctx: Ctx, i: Input<Api['foglio']>): Promise<FileReply> {
  return foglioDi(
    'cruscotto-domande',
    'Cruscotto domande',
    tavole(await numeri(ctx, i)),
    [
      'Come si leggono questi numeri',
      'Mese: quello in cui la domanda è stata presentata. Le bozze scartate non si contano.',
    ],
    i.formato,
  )
}
