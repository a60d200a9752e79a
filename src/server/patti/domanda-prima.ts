// What the household of a domanda has had of the same measure, with the domande that this comune took before: whether it asks too early.
import { sql } from 'kysely'
import { durata, troppoPresto } from '../../shared/misure/durata.rules.ts'
import type { Fatti } from '../../shared/misure/linguaggio.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { tolto, ultimoPagato } from '../../shared/patti/benefici.rules.ts'
import { RINNOVO } from '../../shared/patti/eventi.ts'
import type { Ctx } from '../kernel/context.ts'
import type { DomandaRaccolta } from './domanda-raccolta.ts'
import { Termini } from './termini-letti.ts'

interface DiPrima {
  presentataIl: string
  inviataIl: string | null
  esitoIl: string | null
  versioneId: string
  beneficio: string | null
  beneficioDal: string | null
}

/**
 * The sentence, or null; nothing is asked of the database where the measure is not asked again with a domanda. A household in which somebody
 * must not be found is not looked at: who lived with her, and asks with a child of theirs, would learn that she asked here.
 */
export async function chiestaPresto(
  ctx: Ctx,
  d: Pick<DomandaRaccolta, 'id' | 'comuneId' | 'misuraId' | 'presentataIl'>,
  v: VersioneCompilata,
  fatti: Fatti,
): Promise<string | null> {
  if (!v.definizione.durata.rinnovi.some((r) => r.conDomanda)) return null
  const { rows } = await sql<DiPrima>`
    with suoi as materialized (
      select distinct c.domanda_id from domanda_raccolta_componente m
        join domanda_raccolta_componente c on c.ambito_id = ${ctx.ambito} and c.codice_fiscale_chiave = m.codice_fiscale_chiave and c.tolto_il is null
       where m.domanda_id = ${d.id} and m.tolto_il is null and c.domanda_id <> ${d.id}
    )
    select r.presentata_il, r.inviata_il, r.esito_il, r.versione_id, x.beneficio, x.beneficio_dal
      from suoi join domanda_raccolta r on r.id = suoi.domanda_id left join domanda x on x.id = r.domanda_id
     where not accesso.raccolta_celata(r.id) and r.comune_id = ${d.comuneId} and r.misura_id = ${d.misuraId} and r.stato = 'accolta' and r.presentata_il < ${d.presentataIl}
     order by r.presentata_il, r.id`.execute(ctx.tx)
  const ultima = rows.at(-1)
  if (!ultima || tolto(ultima.beneficio)) return null
  const fino = await ultimoGiorno(ctx, ultima, rows.length - 1, fatti)
  return fino === null ? null : troppoPresto(v, d.presentataIl, { volte: rows.length, fino }, fatti)
}

async function ultimoGiorno(ctx: Ctx, r: DiPrima, prima: number, fatti: Fatti): Promise<string | null> {
  const accaduti = (
    [
      ['domanda', r.presentataIl],
      ['domanda-inviata', r.inviataIl],
      ['esito-domanda', r.esitoIl],
      ['riconoscimento', r.esitoIl],
    ] as const
  ).flatMap(([evento, giorno]) => (giorno ? [{ evento, giorno }] : []))
  const d = durata(await new Termini().versione(ctx, r.versioneId), accaduti, RINNOVO, fatti, prima)
  return ultimoPagato(d?.al ?? null, r)
}
