// The dashboard of the casi: of a territory, in numbers, for who coordinates and for the administrator; of one's own casi, for the
// case manager. The same figures, and the same sheets to take away.
import { type Static, Type } from 'typebox'
import { Belfiore, Binario, endpoint, Nullabile, Oggetto, Testo, Uno } from '../kernel/endpoint.ts'
import { statiCaso } from './casi.rules.ts'
import { passi } from './cruscotto.rules.ts'

const Intero = Type.Integer()
/** Filters of both dashboards: they stay in the address, and name nobody. */
export const quale = {
  misura: Type.Optional(Testo(60)),
  comune: Type.Optional(Belfiore),
  anno: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2200 })),
}
const Nominato = Oggetto({ id: Type.String(), nome: Type.String() })
export const Scelte = Oggetto({
  misure: Type.Array(Nominato),
  comuni: Type.Array(Nominato),
  anni: Type.Array(Intero),
})
export type Scelte = Static<typeof Scelte>

const Assegnati = Oggetto({
  id: Type.String(),
  nome: Type.String(),
  casi: Intero,
  daAssegnare: Intero,
  assegnati: Intero,
  conclusi: Intero,
})
/** Social workers of the ambito against its inhabitants, whatever the filters. */
const Rapporto = Oggetto({
  /** Null where nobody has written them. */
  abitanti: Nullabile(Intero),
  assistenti: Intero,
  /** One for so many, as the essential level says; and for so many at least. */
  livello: Intero,
  soglia: Intero,
})
const Cruscotto = Oggetto({
  casi: Intero,
  daAssegnare: Intero,
  assegnati: Intero,
  conclusi: Intero,
  taciuti: Intero,
  minimo: Intero,
  caseManager: Intero,
  presi: Intero,
  scaduti: Intero,
  sospesi: Intero,
  sospesiIncontro: Intero,
  patti: Intero,
  attivabili: Intero,
  stati: Type.Array(Oggetto({ stato: Uno(statiCaso), casi: Intero })),
  incontri: Type.Array(
    Oggetto({ quale: Uno(['primo', 'ultimo'] as const), giorni: Nullabile(Intero), entro: Intero, su: Intero }),
  ),
  tempi: Type.Array(Oggetto({ passo: Uno(passi), giorni: Nullabile(Intero), casi: Intero })),
  sostegni: Type.Array(
    Oggetto({
      sostegno: Type.String(),
      nome: Type.String(),
      leps: Nullabile(Type.String()),
      previsti: Intero,
      inAttesa: Intero,
      attivi: Intero,
      finiti: Intero,
    }),
  ),
  mesi: Type.Array(Oggetto({ mese: Type.String(), arrivati: Intero })),
  comuni: Type.Array(Assegnati),
  misure: Type.Array(Assegnati),
  scelte: Scelte,
  /** Null of one's own casi. */
  rapporto: Nullabile(Rapporto),
})
export type Cruscotto = Static<typeof Cruscotto>

export type Rapporto = Static<typeof Rapporto>

const formato = Uno(['xlsx', 'csv'] as const)

export const cruscottoApi = {
  territorio: endpoint({
    method: 'GET',
    path: '/casi/cruscotto',
    azione: 'patto.conta',
    summary: 'I casi e i patti del territorio, per numeri: assegnazione, stati, tempi, sostegni',
    query: Oggetto(quale),
    reply: Cruscotto,
  }),
  foglioTerritorio: endpoint({
    method: 'GET',
    path: '/casi/cruscotto/foglio',
    azione: 'patto.conta',
    summary: 'I numeri del cruscotto dei patti in un foglio di calcolo',
    query: Oggetto({ ...quale, formato }),
    reply: Binario,
  }),
  miei: endpoint({
    method: 'GET',
    path: '/miei-casi/cruscotto',
    azione: 'caso.miei',
    summary: 'I propri casi, per numeri: stati, tempi, sostegni',
    query: Oggetto(quale),
    reply: Cruscotto,
  }),
  foglioMiei: endpoint({
    method: 'GET',
    path: '/miei-casi/cruscotto/foglio',
    azione: 'caso.miei',
    summary: 'I numeri dei propri casi in un foglio di calcolo',
    query: Oggetto({ ...quale, formato }),
    reply: Binario,
  }),
} as const
