// How a profile reads a file: as it was kept, or, where the file has its sheet or its header elsewhere, there.
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import { chiaveColonna, difettiProfilo, type Profilo } from '../../shared/flussi/profilo.ts'
import { Problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { getCarico } from './carichi-avvio.ts'
import { type Guardato, guardatoDi, inizioDi } from './carichi-file.ts'

/** The columns of a file, whatever their order. */
export const firmaColonne = (colonne: readonly string[]): string =>
  hash('sha256', [...colonne].map(chiaveColonna).sort().join('|'))

export interface ProfiloSalvato {
  id: string
  nome: string
  firma: string
  lettura: Lettura
  profilo: Profilo
}

export const profiliDi = async (ctx: Ctx, enteId: string): Promise<ProfiloSalvato[]> =>
  (
    await sql<ProfiloSalvato>`
    select id, nome, firma, lettura, profilo from profilo_flussi where ente_id = ${enteId} order by usato_il desc nulls last, nome limit 200`.execute(
      ctx.tx,
    )
  ).rows

/** Columns and examples as a reading gives them; or why it gives none, which of a profile is one more of its defects. */
interface Letta {
  lettura: Lettura
  nomi: string[]
  difetti: string[]
}

async function conProfilo(ctx: Ctx, id: string, g: Guardato, l: Lettura, p: Profilo): Promise<Letta> {
  try {
    const { colonne } = await inizioDi(ctx, id, g, l)
    return { lettura: l, nomi: colonne, difetti: difettiProfilo(p, colonne) }
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    return { lettura: l, nomi: [], difetti: [e.message] }
  }
}

/**
 * How a profile reads a file: as it was kept. Where that does not fit, because next month the sheet has another name or the titles one more line,
 * with the sheet and the header that the file itself shows.
 */
export async function letturaDelProfilo(
  ctx: Ctx,
  id: string,
  g: Guardato,
  propria: Lettura,
  { lettura, profilo }: Pick<ProfiloSalvato, 'lettura' | 'profilo'>,
): Promise<Letta> {
  const { foglio, intestazione, ...altro } = lettura
  const comeTenuta = await conProfilo(ctx, id, g, lettura, profilo)
  if (comeTenuta.difetti.length === 0) return comeTenuta
  const { foglio: suo, intestazione: sua } = propria
  const adattata = {
    ...altro,
    ...(suo !== undefined && { foglio: suo }),
    ...(sua !== undefined && !altro.nomi && { intestazione: sua }),
    ...(altro.nomi && intestazione !== undefined && { intestazione }),
  }
  const altra = await conProfilo(ctx, id, g, adattata, profilo)
  return altra.difetti.length === 0 ? altra : comeTenuta
}

/** The same, for who has no page to look at it. */
export async function letturaPer(
  ctx: Ctx,
  id: string,
  p: Pick<ProfiloSalvato, 'lettura' | 'profilo'>,
): Promise<Lettura> {
  const m = await getCarico(ctx, id)
  if (m.formato !== 'tabella') return p.lettura
  return (await letturaDelProfilo(ctx, id, await guardatoDi(ctx, id, m.colonne), m.lettura, p)).lettura
}
