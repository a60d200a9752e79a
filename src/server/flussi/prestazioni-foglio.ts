// The prestazioni to correct as a workbook, for who works better there, and the workbook that comes back: each row knows which
// prestazione it is, and only the cells that changed are corrections.
import { sql } from 'kysely'
import { campiPianiPrestazione, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { Problem, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { contestoDi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { dove, type Filtri, getPrestazione, prestazioni } from './prestazioni-lettura.ts'
import { applicaScritti, assertModificabile, riscrivi } from './prestazioni-scrittura.ts'
import { fraseRifiuto } from './righe-file.ts'

type Api = typeof prestazioniApi

/** What says which prestazione a row is: the last columns, so that they are in nobody's way. */
const CHIAVE = 'Riferimento di Trama (non cambiare)'
const DIFETTI = 'Che cosa non va'
const PAGINA = 500
/** More are corrected by changing the source, not by hand. */
const RIGHE_AL_PIU = 20_000

async function* righe(leggi: <T>(fn: (tx: Ctx['tx']) => Promise<T>) => Promise<T>, f: Filtri) {
  for (let dopo = 0; ; ) {
    const rows = await leggi((tx) =>
      prestazioni(
        tx,
        sql`where ${dove(f)} and p.operazione = 'I' and p.stato in ('rifiutata', 'da-completare') and p.ordine > ${dopo} order by p.ordine limit ${PAGINA}`,
      ),
    )
    for (const r of rows)
      yield [
        r.difetti.map((d) => `${d.regola}: ${d.frase}`).join(' '),
        ...campiPianiPrestazione.map((c) => leggiPercorso(r.record, c.percorso)),
        `${r.id} ${r.versione}`,
      ]
    if (rows.length < PAGINA) return
    dopo = rows.at(-1)!.ordine
  }
}

export async function foglio(ctx: Ctx, i: Input<Api['foglio']>): Promise<Output<Api['foglio']>> {
  const ente = await getEnte(ctx, i.ente)
  const colonne = [
    { titolo: DIFETTI, larghezza: 70 },
    ...campiPianiPrestazione.map((c) => ({ titolo: c.campo.nome, larghezza: 18 })),
    { titolo: CHIAVE, larghezza: 42 },
  ]
  return {
    nome: `prestazioni-da-correggere-${ente.codice}-${i.periodo ?? ctx.oggi()}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: () => Promise.resolve(scriviFoglioLungo({ nome: 'Da correggere', colonne }, righe(ctx.rileggi, i))),
  }
}

interface RigaTornata {
  riga: number
  id: string
  versione: number
  valori: { campo: string; valore: string }[]
}

/** The rows of a workbook that comes back; refuses, with a sentence, one that is another. */
export async function leggiFoglio(path: string): Promise<RigaTornata[]> {
  const tornate: RigaTornata[] = []
  let campi: (string | undefined)[] | undefined
  let chiave = -1
  try {
    for await (const { riga, celle } of leggiTabella(path, { maxRighe: RIGHE_AL_PIU })) {
      if (!campi) {
        const perNome = new Map(campiPianiPrestazione.map((c) => [c.campo.nome, c.percorso]))
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
      tornate.push({ riga, id: m[1]!, versione: Number(m[2]), valori })
    }
  } catch (e) {
    if (e instanceof Problem) throw e
    throw problem('tipo-file-non-ammesso', { detail: fraseRifiuto(e) })
  }
  return tornate
}

export async function rientro(ctx: Ctx, i: Input<Api['rientro']>): Promise<Output<Api['rientro']>> {
  const tornate = await leggiFoglio(i.file.path)
  const contesto = await contestoDi(ctx, i.ente)
  const esito = { cambiate: 0, uguali: 0, problemi: [] as string[] }
  for (const t of tornate) {
    try {
      const r = await getPrestazione(ctx, t.id, true)
      if (r.enteId !== i.ente) throw problem('non-trovato')
      const { nuovo, modifiche } = applicaScritti(r.record, t.valori, 'corretta')
      if (modifiche.length === 0) {
        esito.uguali++
        continue
      }
      assertModificabile(r, t.versione)
      const cambiati = new Set(modifiche.map((m) => m.campo))
      await riscrivi(ctx, r, { record: nuovo, modifiche, fermi: r.fermi.filter((f) => !cambiati.has(f)) }, contesto)
      esito.cambiate++
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      if (esito.problemi.length < 100) esito.problemi.push(`Riga ${t.riga}: ${e.message}`)
    }
  }
  return esito
}
