// The codes of the exchange as this installation has been told them: the rows shipped, with the OIDs that the parameters
// give on their days; and the envelope of what is sent.
import { sql } from 'kysely'
import { conOid, controllaTabella, type OidDetto, type Tabella } from '../../../shared/cartella/lombardia/codici.ts'
import { type Busta, INTERAZIONE } from '../../../shared/cartella/lombardia/messaggio.ts'
import { problem } from '../../../shared/kernel/problems.ts'
import type { Ctx } from '../../kernel/context.ts'
import { tabellaDaConfigurazione } from '../lombardia/tabella.ts'

let spedita: Tabella | undefined
const dellaConfigurazione = () => {
  spedita ??= tabellaDaConfigurazione()
  return spedita
}

/** `lombardia.oid-a-moco` → `A.MOCO`: the parameter of a system, whatever its dots and dashes. */
export const parametroOid = (sistema: string) => `lombardia.oid-${sistema.toLowerCase().replaceAll('.', '-')}`

interface Parametro {
  chiave: string
  valore: string
  dal: string
  al: string | null
  fonte: string
}

async function parametri(ctx: Ctx): Promise<Parametro[]> {
  const { rows } = await sql<Parametro>`
    select chiave, valore #>> '{}' as valore, dal, al, fonte from kernel.parametro p
     where p.chiave >= 'lombardia.' and p.chiave < 'lombardia/' and (p.ambito_id is null or p.ambito_id = ${ctx.ambito})
     order by p.ambito_id nulls first, p.dal`.execute(ctx.tx)
  return rows
}

/** The table, and in words what is wrong with the OIDs of the parameters. */
export async function leggiTabella(ctx: Ctx): Promise<{ tabella: Tabella; difetti: string[]; oid: Set<string> }> {
  const base = dellaConfigurazione()
  const righe = await parametri(ctx)
  const oid = new Set(righe.map((r) => r.chiave).filter((c) => c.startsWith('lombardia.oid-')))
  const detti = base.sistemi.flatMap((s): OidDetto[] =>
    righe
      .filter((r) => r.chiave === parametroOid(s.sistema) && r.valore.trim() !== '')
      .map((r) => ({ sistema: s.sistema, oid: r.valore.trim(), dal: r.dal, al: r.al, fonte: r.fonte })),
  )
  const tabella = conOid(base, detti)
  return { tabella, oid, difetti: controllaTabella(tabella).map((d) => `${d.percorso}: ${d.frase}`) }
}

export async function getTabella(ctx: Ctx): Promise<Tabella> {
  const { tabella, difetti } = await leggiTabella(ctx)
  if (difetti[0])
    throw problem('regola-non-rispettata', {
      detail: `I parametri dei messaggi regionali si contraddicono. ${difetti[0]}`,
    })
  return tabella
}

/** Whom the message is from and to, and how it is to be treated. */
export async function leggiBusta(ctx: Ctx): Promise<Omit<Busta, 'id'>> {
  const oggi = ctx.oggi()
  const valori = new Map(
    (await parametri(ctx))
      .filter((p) => p.dal <= oggi && (p.al === null || p.al >= oggi))
      .map((p) => [p.chiave, p.valore.trim()]),
  )
  const { rows } = await sql<{ codice: string }>`select codice from ambito where id = ${ctx.ambito}`.execute(ctx.tx)
  const detto = (nome: string) => valori.get(`lombardia.${nome}`) ?? ''
  return {
    creato: `${ctx.adesso().toISOString().slice(0, 19)}Z`,
    interazione: INTERAZIONE,
    processo: detto('processo'),
    modalita: detto('modalita'),
    ricevuta: detto('ricevuta'),
    mittente: detto('mittente') || (rows[0]?.codice ?? ''),
    destinatari: detto('destinatari')
      .split(',')
      .map((d) => d.trim())
      .filter(Boolean),
  }
}
