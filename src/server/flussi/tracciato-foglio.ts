// The rows to correct as a workbook, for who works better there, and the workbook that comes back: each row knows which prestazione, or which
// card of a minor, it is, and only the cells that changed are corrections.
import { sql } from 'kysely'
import { type CampoPiano, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Input, Output, UploadedFile } from '../../shared/kernel/endpoint.ts'
import { Problem, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Dentro, Ricezione } from '../kernel/serve.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { getEnte } from './enti.ts'
import { tieniImpronte } from './righe-db.ts'
import { fraseRifiuto } from './righe-file.ts'
import { conScritti, doveRighe, type Filtri, nonRiscritti, type RigaFlussi, type Tracciato } from './tracciato.ts'

type Api = typeof prestazioniApi

/** What says which prestazione a row is: the last columns, so that they are in nobody's way. */
const CHIAVE = 'Riferimento di Trama (non cambiare)'
const DIFETTI = 'Che cosa non va'
const PAGINA = 500
/** In one workbook, so that it comes back whole: a spreadsheet of more is slow to open, and a larger one would not be read. */
const PER_FOGLIO = 20_000
const ALTRE =
  'Ce ne sono altre: dopo aver riportato questo foglio, scarica il successivo. Questa riga si può lasciare com’è.'
/** More are corrected by changing the source, not by hand. */
const RIGHE_AL_PIU = 100_000
export const MASSIMO_FOGLIO = 50 * 1024 * 1024
/** Rows in one transaction. */
const LOTTO = 200
const PROBLEMI_AL_PIU = 100

interface RigaTornata {
  riga: number
  id: string
  versione: number
  valori: { campo: string; valore: string }[]
}

/** The rows of a workbook that comes back, some at a time; refuses, with a sentence, one that is another. */
async function* leggiFoglio(path: string, piani: readonly CampoPiano[]): AsyncGenerator<RigaTornata[]> {
  let lotto: RigaTornata[] = []
  let campi: (string | undefined)[] | undefined
  let chiave = -1
  try {
    for await (const { riga, celle } of leggiTabella(path, { maxRighe: RIGHE_AL_PIU, maxBytes: MASSIMO_FOGLIO })) {
      if (!campi) {
        const perNome = new Map(piani.map((c) => [c.campo.nome, c.percorso]))
        campi = celle.map((c) => perNome.get(c.trim()))
        chiave = celle.findIndex((c) => c.trim() === CHIAVE)
        if (chiave < 0)
          throw problem('tipo-file-non-ammesso', {
            detail: `Nel foglio manca la colonna «${CHIAVE}»: usa il foglio scaricato da questa pagina, senza togliere colonne.`,
          })
        continue
      }
      const m = /^([0-9a-f-]{36}) (\d{1,9})$/.exec((celle[chiave] ?? '').trim())
      if (!m) continue
      const valori = campi.flatMap((campo, n) => (campo ? [{ campo, valore: (celle[n] ?? '').trim() }] : []))
      if (lotto.push({ riga, id: m[1]!, versione: Number(m[2]), valori }) < LOTTO) continue
      yield lotto
      lotto = []
    }
  } catch (e) {
    if (e instanceof Problem) throw e
    throw problem('tipo-file-non-ammesso', { detail: fraseRifiuto(e) })
  }
  yield lotto
}

/** What became of the rows of a workbook. */
interface Esito {
  cambiate: number
  uguali: number
  problemi: string[]
}

type Leggi = <T>(fn: (tx: Ctx['tx']) => Promise<T>) => Promise<T>

export function fogliDi<R extends object, Riga extends RigaFlussi<R>, C>(t: Tracciato<R, Riga, C>) {
  const stretta = sql.raw(t.stretta)
  const daCorreggere = (f: Filtri) =>
    sql`${doveRighe(f, t.periodo)} and ${t.inLavorazione} and p.stato in ('rifiutata', 'da-completare')`

  /** Those after a place in their order, as many as go in a workbook. */
  async function* righe(leggi: Leggi, f: Filtri, da: number) {
    const vuota = Array.from({ length: t.campi.length + 1 + (t.chi ? 1 : 0) }, () => '')
    for (let [dopo, quante] = [da, 0]; ; ) {
      const rows = await leggi((tx) =>
        t.righe(tx, sql`where ${daCorreggere(f)} and p.ordine > ${dopo} order by p.ordine limit ${PAGINA}`),
      )
      for (const r of rows) {
        if (quante++ === PER_FOGLIO) {
          yield [ALTRE, ...vuota]
          return
        }
        yield [
          r.difetti.map((d) => `${d.regola}: ${d.frase}`).join(' '),
          ...(t.chi ? [t.chi.di(r)] : []),
          ...t.campi.map((c) => leggiPercorso(r.record, c.percorso)),
          `${r.id} ${r.versione}`,
        ]
      }
      if (rows.length < PAGINA) return
      dopo = rows.at(-1)!.ordine
    }
  }

  /** The workbooks that hold all those to correct: after which row each begins, and how many it has. */
  async function fogli(ctx: Ctx, i: Input<Api['fogli']>): Promise<Output<Api['fogli']>> {
    await getEnte(ctx, i.ente)
    const { rows } = await sql<Output<Api['fogli']>['voci'][number]>`
      select coalesce(lag(max(ordine)) over (order by foglio), 0) as dopo, count(*) as righe
        from (select p.ordine, (row_number() over (order by p.ordine) - 1) / ${PER_FOGLIO}::integer as foglio from ${stretta} p where ${daCorreggere(i)}) x
       group by foglio order by foglio`.execute(ctx.tx)
    return { voci: rows }
  }

  async function foglio(ctx: Ctx, i: Input<Api['foglio']>): Promise<Output<Api['foglio']>> {
    const ente = await getEnte(ctx, i.ente)
    const colonne = [
      { titolo: DIFETTI, larghezza: 70 },
      ...(t.chi ? [{ titolo: t.chi.titolo, larghezza: 24 }] : []),
      ...t.campi.map((c) => ({ titolo: c.campo.nome, larghezza: 18 })),
      { titolo: CHIAVE, larghezza: 42 },
    ]
    return {
      nome: `${t.nome.replaceAll(' ', '-')}-da-correggere-${ente.codice}-${i.periodo ?? ctx.oggi()}.xlsx`,
      tipo: TIPO_XLSX,
      contenuto: () =>
        Promise.resolve(scriviFoglioLungo({ nome: 'Da correggere', colonne }, righe(ctx.rileggi, i, i.dopo ?? 0))),
    }
  }

  /** What became of a workbook, until its request is answered. */
  const riportati = new WeakMap<UploadedFile, Esito>()

  /**
   * Each lot is a transaction of its own, so that a large workbook holds up nobody; and each row is a correction of its own: sent again
   * after an interruption, those that went are found as they should be.
   */
  async function riporta(dentro: Dentro, i: Input<Api['rientro']>): Promise<void> {
    const esito: Esito = { cambiate: 0, uguali: 0, problemi: [] }
    let contesto: C | undefined
    for await (const lotto of leggiFoglio(i.file.path, t.campi))
      if (lotto.length > 0)
        await dentro(async (ctx) => {
          contesto ??= await t.contesto(ctx, i.ente)
          const suo = await riportaLotto(ctx, i.ente, lotto, contesto)
          esito.cambiate += suo.cambiate
          esito.uguali += suo.uguali
          esito.problemi = [...esito.problemi, ...suo.problemi].slice(0, PROBLEMI_AL_PIU)
        })
    riportati.set(i.file, esito)
  }

  async function riportaLotto(ctx: Ctx, ente: string, lotto: readonly RigaTornata[], contesto: C): Promise<Esito> {
    const esito: Esito = { cambiate: 0, uguali: 0, problemi: [] }
    await tieniImpronte(ctx, ente)
    const ids = lotto.map((r) => r.id)
    const trovate = await t.righe(
      ctx.tx,
      sql`where p.id = any (${ids}::uuid[]) and p.ente_id = ${ente} order by p.ordine for update of p`,
    )
    const perId = new Map(trovate.map((r) => [r.id, r]))
    const visti = new Set<string>()
    for (const tornata of lotto) {
      try {
        const r = perId.get(tornata.id)
        if (!r) throw problem(visti.has(tornata.id) ? 'versione-superata' : 'non-trovato')
        visti.add(tornata.id)
        perId.delete(tornata.id)
        const { nuovo, modifiche } = conScritti(r.record, tornata.valori, 'corretta', t.assertCampo)
        if (modifiche.length === 0) {
          esito.uguali++
          continue
        }
        t.assertModificabile(r, tornata.versione)
        const fermi = nonRiscritti(
          r.fermi,
          modifiche.map((m) => m.campo),
        )
        await t.riscrivi(ctx, r, { record: nuovo, modifiche, fermi }, contesto)
        esito.cambiate++
      } catch (e) {
        if (!(e instanceof Problem)) throw e
        esito.problemi.push(`Riga ${tornata.riga}: ${e.message}`)
      }
    }
    return esito
  }

  async function rientro(_: Ctx, i: Input<Api['rientro']>): Promise<Esito> {
    const esito = riportati.get(i.file)
    if (!esito) throw problem('errore-interno')
    return esito
  }

  const ricezione: Ricezione<Api['rientro']> = {
    ammetti: (ctx, i) => getEnte(ctx, i.ente),
    async controlla(file) {
      for await (const _ of leggiFoglio(file.path, t.campi)) {
        // refused before anything is written
      }
    },
    deposita: riporta,
  }

  return { fogli, foglio, rientro, ricezione }
}
