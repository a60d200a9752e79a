// The facts from which the phase of a person is said: what the desk received, the prese in carico. As the reader sees
// them: what is hidden from him began nothing.
import { sql } from 'kysely'
import type { Accesso } from '../../../shared/cartella/lombardia/contenuto.ts'
import {
  type AccessoNoto,
  accessiDi,
  type Percorso,
  type PresaNota,
} from '../../../shared/cartella/lombardia/percorso.rules.ts'
import type { Ctx } from '../../kernel/context.ts'

export interface AccessoLetto extends AccessoNoto {
  canale: string | null
  motivo: string | null
  bisogno: string | null
  segnalataIl: string | null
  /** Only some colleagues see it. */
  riservato: boolean
}

export interface PresaLetta extends PresaNota {
  area: string
  riservata: boolean
}

export interface FattiPercorso {
  accessi: AccessoLetto[]
  prese: PresaLetta[]
}

/** What the desk received of these persons, and the accesses elsewhere that a message told of. */
export async function leggiAccessi(ctx: Ctx, persone: readonly string[]): Promise<AccessoLetto[]> {
  const tutte = [...persone]
  const { rows } = await sql<AccessoLetto>`
    select * from (
      select 'contatto' as specie, kernel.giorno(c.quando) as giorno, kernel.giorno(c.quando) as fine, c.canale, c.motivo, c.bisogni[1] as bisogno, null::date as segnalata_il, c.riservato_a is not null as riservato
        from contatto c where c.persona_id = any (${tutte}) and c.stato <> 'annullata'
      union all
      select 'segnalazione', kernel.giorno(s.ricevuta_il), case when s.stato not in ('ricevuta', 'in-valutazione') then kernel.giorno(coalesce(s.chiusa_il, s.ricevuta_il)) end,
             s.canale, s.motivo, null, kernel.giorno(s.ricevuta_il), s.riservato_a is not null
        from segnalazione_persona x join segnalazione s on s.id = x.segnalazione_id where x.persona_id = any (${tutte})
      union all
      select 'messaggio', m.accesso_dal, m.accesso_al, m.canale, m.motivo, m.bisogno, m.segnalata_il, m.riservato_a is not null from messaggio_regionale m where m.persona_id = any (${tutte})
    ) a order by a.giorno, a.specie, a.canale, a.motivo`.execute(ctx.tx)
  return rows
}

export async function leggiFattiPercorso(ctx: Ctx, persone: readonly string[]): Promise<FattiPercorso> {
  const { rows: prese } = await sql<PresaLetta>`
    select p.id, p.numero, p.stato = 'chiusa' as chiusa, p.area, p.aperta_il, p.attivata_il, p.chiusa_il, p.riservato_a is not null as riservata
      from presa_in_carico p where p.persona_id = any (${[...persone]}) order by p.aperta_il, p.id`.execute(ctx.tx)
  return { accessi: await leggiAccessi(ctx, persone), prese }
}

const primo = (accessi: readonly AccessoLetto[], chiave: 'canale' | 'motivo' | 'bisogno' | 'segnalataIl') =>
  accessi.find((a) => a[chiave] !== null)?.[chiave] ?? undefined

/** The access as the message tells it: when, and the first thing said of how. Null: nothing has begun. */
export function accessoDi(f: FattiPercorso, percorso: Percorso): Accesso | null {
  const passo = percorso.passi[0]!
  if (passo.dal === null) return null
  const suoi = accessiDi(
    f.accessi,
    f.prese,
    f.prese.find((p) => p.id === percorso.presaId),
  )
  const detti = {
    al: passo.al ?? undefined,
    canale: primo(suoi, 'canale'),
    motivo: primo(suoi, 'motivo'),
    bisogno: primo(suoi, 'bisogno'),
    segnalataIl: primo(suoi, 'segnalataIl'),
  }
  return { dal: passo.dal, ...Object.fromEntries(Object.entries(detti).filter(([, x]) => x !== undefined)) }
}
