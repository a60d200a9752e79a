// The dashboard of the casi. The functions of the database answer with sums for whatever the running act reaches (migration 0039): the
// coordinator's comuni, the administrator's ambito, the case manager's own casi. What of them may be said is decided by the rules.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { nomiStatoCaso } from '../../shared/patti/casi.rules.ts'
import { type Cruscotto, cruscottoApi, type Rapporto, type Scelte } from '../../shared/patti/cruscotto.api.ts'
import {
  componiFigure,
  type FiguraArrivi,
  type FiguraCasi,
  type FiguraSostegno,
  type Gruppo,
  nomeIncontro,
  nomiPasso,
  rapportoAbitanti,
  scelteDi,
} from '../../shared/patti/cruscotto.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { foglioDi, type Tavola } from './tavole.ts'

type Api = typeof cruscottoApi
type Quale = Input<Api['territorio']>

/** Names of what the filters may ask for. */
export async function nominaScelte(ctx: Ctx, gruppi: readonly Gruppo[]): Promise<Scelte> {
  const { comuni, misure, anni } = scelteDi(gruppi)
  const { rows } = await sql<{ specie: 'comuni' | 'misure'; id: string; nome: string }>`
    select 'comuni' as specie, id, nome from comune where id = any (${comuni})
    union all select 'misure', id, nome from misura where id = any (${misure}) order by nome`.execute(ctx.tx)
  const di = (specie: string) => rows.filter((r) => r.specie === specie).map(({ id, nome }) => ({ id, nome }))
  return { comuni: di('comuni'), misure: di('misure'), anni }
}

interface Regole {
  minimo: number
  intero: boolean
}

async function nomiSostegni(ctx: Ctx, codici: readonly string[]) {
  const { rows } = await sql<{ codice: string; nome: string | null; leps: string | null }>`
    select c.codice, kernel.voce_etichetta('sostegno-patto', c.codice) as nome,
           (select nullif(v.attributi ->> 'leps', '') from codifica_voce v where v.codifica_id = 'sostegno-patto' and v.codice = c.codice
               and (v.ambito_id is null or v.ambito_id = kernel.ambito()) order by v.dal desc limit 1) as leps
      from unnest(${codici}::text[]) as c(codice)`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.codice, r]))
}

async function leggiRapporto(ctx: Ctx): Promise<Rapporto> {
  const { rows } = await sql<Rapporto>`
    select nullif((kernel.parametro('servizio.abitanti'))::int, 0) as abitanti, accesso.conta_assistenti_sociali() as assistenti,
           (kernel.parametro('servizio.abitanti-per-assistente-sociale'))::int as livello, (kernel.parametro('servizio.abitanti-per-assistente-sociale-minimo'))::int as soglia`.execute(
    ctx.tx,
  )
  return rows[0]!
}

async function figure(ctx: Ctx, i: Quale, propri: boolean): Promise<Cruscotto> {
  const { rows: r } = await sql<Regole>`
    select (kernel.parametro('patto.conteggio-minimo'))::int as minimo, kernel.ambito_intero() as intero`.execute(
    ctx.tx,
  )
  const regole = r[0]!
  const { rows: casi } = await sql<FiguraCasi>`
    select comune_id, misura_id, anno, stato, assegnazione, casi, presi, incontrati, entro_primo, entro_ultimo, oltre_primo, oltre_ultimo, giorni_assegnazione::int as giorni_assegnazione, n_assegnazione,
           giorni_analisi::int as giorni_analisi, n_analisi, giorni_patto::int as giorni_patto, n_patto, scaduti, sospesi, sospesi_incontro, patti, attivabili, primo, ultimo
      from accesso.figure_casi()`.execute(ctx.tx)
  const { rows: arrivi } = await sql<FiguraArrivi>`select * from accesso.figure_arrivi()`.execute(ctx.tx)
  const { rows: sostegni } = await sql<FiguraSostegno>`select * from accesso.figure_sostegni()`.execute(ctx.tx)
  const { rows: cm } = await sql<{ n: number }>`
    select accesso.conta_case_manager(${i.comune ?? null}, ${i.misura ?? null}, ${i.anno ?? null}) as n`.execute(ctx.tx)
  // who sees no household, and who follows them all, has nothing to guess
  const minimo = propri || regole.intero ? 1 : regole.minimo
  const f = componiFigure({ casi, sostegni, arrivi }, i, minimo)
  const [scelte, nomi] = [
    await nominaScelte(ctx, casi),
    await nomiSostegni(
      ctx,
      f.sostegni.map((s) => s.sostegno),
    ),
  ]
  const nominati = (voci: typeof f.comuni, di: Scelte['comuni']) =>
    di.flatMap(({ id, nome }) => voci.filter((v) => v.id === id).map((v) => ({ ...v, nome })))
  return {
    ...f,
    minimo,
    caseManager: cm[0]!.n,
    sostegni: f.sostegni.map((s) => ({
      ...s,
      nome: nomi.get(s.sostegno)?.nome ?? s.sostegno,
      leps: nomi.get(s.sostegno)?.leps ?? null,
    })),
    comuni: nominati(f.comuni, scelte.comuni),
    misure: nominati(f.misure, scelte.misure),
    scelte,
    rapporto: propri ? null : await leggiRapporto(ctx),
  }
}

const territorio = (ctx: Ctx, i: Quale) => figure(ctx, i, false)
const miei = (ctx: Ctx, i: Quale) => figure(ctx, i, true)

function tavole(c: Cruscotto): Tavola[] {
  const assegnati = (titolo: string, prima: string, voci: Cruscotto['comuni']): Tavola => ({
    titolo,
    colonne: [prima, 'Casi', 'Da assegnare', 'Assegnati', 'Conclusi'],
    righe: voci.map((v) => [v.nome, v.casi, v.daAssegnare, v.assegnati, v.conclusi]),
  })
  return [
    {
      titolo: 'In breve',
      colonne: ['Indicatore', 'Numero', 'Su'],
      righe: [
        ['Casi', c.casi, null],
        ['Da assegnare', c.daAssegnare, c.casi],
        ['Case manager con casi', c.caseManager, null],
        ...(c.rapporto
          ? [
              ['Abitanti dell’ambito', c.rapporto.abitanti, null],
              ['Assistenti sociali dell’ambito', c.rapporto.assistenti, null],
              ['Abitanti per assistente sociale', rapportoAbitanti(c.rapporto)?.ciascuno ?? null, c.rapporto.livello],
            ]
          : []),
        ['Casi non contati in ciò che segue', c.taciuti, c.casi],
        ...c.incontri.map((x) => [nomeIncontro(x), x.entro, x.su]),
        ['Presi in carico', c.presi, c.casi - c.taciuti],
        ['Patti attivi', c.patti, c.casi - c.taciuti],
        ['Con un termine superato', c.scaduti, c.casi - c.taciuti],
        ['Con il beneficio sospeso', c.sospesi, c.casi - c.taciuti],
        ['Di cui per un incontro o un atto che manca', c.sospesiIncontro, c.sospesi],
        ['Componenti attivabili', c.attivabili, null],
      ],
    },
    { titolo: 'Stati', colonne: ['Stato', 'Casi'], righe: c.stati.map((s) => [nomiStatoCaso[s.stato], s.casi]) },
    {
      titolo: 'Tempi',
      colonne: ['Passo', 'Giorni in media', 'Casi contati'],
      righe: c.tempi.map((t) => [nomiPasso[t.passo], t.giorni, t.casi]),
    },
    {
      titolo: 'Sostegni',
      colonne: ['Sostegno', 'Previsti', 'In attesa', 'Attivi', 'Finiti'],
      righe: c.sostegni.map((s) => [
        s.leps ? `LEPS ${s.leps}: ${s.nome}` : s.nome,
        s.previsti,
        s.inAttesa,
        s.attivi,
        s.finiti,
      ]),
    },
    { titolo: 'Mesi', colonne: ['Mese', 'Casi arrivati'], righe: c.mesi.map((m) => [m.mese, m.arrivati]) },
    assegnati('Comuni', 'Comune', c.comuni),
    assegnati('Misure', 'Misura', c.misure),
  ]
}

const ISTRUZIONI = [
  'Come si leggono questi numeri',
  'Avvio: il giorno da cui la misura fa correre i termini, o il riconoscimento del beneficio, o l’arrivo della domanda dove gli altri giorni non si conoscono.',
  'Primo incontro: tra chi l’ha avuto e chi, ancora in corso, ha già passato quei giorni. I giorni sono quelli della sua misura: dove non ne dà, non si conta.',
  'Presi in carico: nuclei con l’analisi preliminare conclusa con un esito per cui il questionario li dice in carico al servizio sociale.',
  'Un caso passato ad altro comune si conta dove sta adesso.',
]
const foglio = (c: Cruscotto, nome: string, formato: 'xlsx' | 'csv') =>
  foglioDi(nome, 'Cruscotto patti', tavole(c), ISTRUZIONI, formato)

async function foglioTerritorio(ctx: Ctx, i: Input<Api['foglioTerritorio']>): Promise<Output<Api['foglioTerritorio']>> {
  return foglio(await territorio(ctx, i), 'cruscotto-patti', i.formato)
}
async function foglioMiei(ctx: Ctx, i: Input<Api['foglioMiei']>): Promise<Output<Api['foglioMiei']>> {
  return foglio(await miei(ctx, i), 'miei-casi-per-numeri', i.formato)
}

export const cruscottoRotte = rotte(cruscottoApi, { territorio, foglioTerritorio, miei, foglioMiei })
