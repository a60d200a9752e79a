// Pairs of sheets that may be one person, found by keys: who was born on the same day and sounds the same, who has the
// same codice fiscale, a namesake of whom the birth is not known. A page looks at so many persons in the order of the
// list, and the next one goes on from there: it costs the same on a large ambito.
import { sql } from 'kysely'
import { valutaSomiglianza } from '../../shared/anagrafe/duplicati.rules.ts'
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import type { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { colonneBrevi } from './ricerca.ts'

type Api = typeof unioniApi
type Coppia = Output<Api['doppioni']>['voci'][number]

/** Persons looked at in one step, and steps before a page is given back even if not full. */
const PASSO = 400
const PASSI = 10

interface Coda {
  cognomeChiave: string
  nomeChiave: string
  id: string
}
interface Trovata {
  unaId: string
  altraId: string
  stessoCodice: boolean
  stessoNome: boolean
  stessaNascita: boolean
}

async function passo(ctx: Ctx, da: Coda | null): Promise<{ viste: Coda[]; coppie: Trovata[] }> {
  const { rows: viste } = await sql<Coda>`
    select p.cognome_chiave, p.nome_chiave, p.id from persona p
     where p.ambito_id = ${ctx.ambito} and p.unita_a is null and p.specie <> 'anonima'
       ${da ? sql`and (p.cognome_chiave, p.nome_chiave, p.id) > (${da.cognomeChiave}, ${da.nomeChiave}, ${da.id}::uuid)` : sql``}
     order by p.cognome_chiave, p.nome_chiave, p.id limit ${PASSO}`.execute(ctx.tx)
  if (viste.length === 0) return { viste, coppie: [] }
  // a pair belongs to the one of the two with the lower id, so that it comes up once
  const { rows } = await sql<Trovata>`
    with p as (select * from persona where id = any (${viste.map((v) => v.id)}))
    select p.id as una_id, q.id as altra_id, bool_or(coalesce(p.codice_fiscale_chiave = q.codice_fiscale_chiave, false)) as stesso_codice,
           bool_or(p.cognome_chiave = q.cognome_chiave and p.nome_chiave = q.nome_chiave) as stesso_nome,
           bool_or(coalesce(p.data_nascita = q.data_nascita, false)) as stessa_nascita
      from p join lateral (
        select x.id from persona x where x.ambito_id = p.ambito_id and x.data_nascita = p.data_nascita and x.id > p.id and x.unita_a is null
           and kernel.fonetica(x.cognome) = kernel.fonetica(p.cognome) and kernel.fonetica(x.nome) = kernel.fonetica(p.nome)
        union select x.id from persona x where x.codice_fiscale_chiave = p.codice_fiscale_chiave and x.codice_fiscale is not null and x.ambito_id = p.ambito_id and x.id > p.id and x.unita_a is null
        union select x.id from persona x where x.ambito_id = p.ambito_id and x.cognome_chiave = p.cognome_chiave and x.nome_chiave = p.nome_chiave
           and (x.data_nascita is null or p.data_nascita is null) and x.id > p.id and x.unita_a is null
      ) c on true join persona q on q.id = c.id
     where q.specie <> 'anonima' and not exists (select 1 from doppione_scartato d where d.persona_id = p.id and d.altra_id = q.id)
     group by p.id, q.id order by p.id, q.id`.execute(ctx.tx)
  const ordine = new Map(viste.map((v, n) => [v.id, n]))
  return { viste, coppie: rows.sort((a, b) => ordine.get(a.unaId)! - ordine.get(b.unaId)!) }
}

export async function doppioni(ctx: Ctx, i: Input<Api['doppioni']>): Promise<Output<Api['doppioni']>> {
  const limite = i.limite ?? PER_PAGINA
  const c = leggiCursore(i.dopo, 3)
  let da: Coda | null = c ? { cognomeChiave: c[0]!, nomeChiave: c[1]!, id: c[2]! } : null
  const trovate: Trovata[] = []
  let finite = false
  for (let n = 0; n < PASSI && trovate.length < limite && !finite; n++) {
    const { viste, coppie } = await passo(ctx, da)
    // all the pairs of one person stand on one page, so that the cursor is a person
    for (const v of viste) {
      if (trovate.length >= limite) break
      trovate.push(...coppie.filter((x) => x.unaId === v.id))
      da = v
    }
    finite = viste.length < PASSO && trovate.length < limite
  }
  const ids = [...new Set(trovate.flatMap((t) => [t.unaId, t.altraId]))]
  const { rows } = await sql<PersonaBreve>`select ${colonneBrevi} from persona p where p.id = any (${ids})`.execute(
    ctx.tx,
  )
  const persone = new Map(rows.map((p) => [p.id, p]))
  const voci = trovate.flatMap((t): Coppia[] => {
    const [una, altra] = [persone.get(t.unaId), persone.get(t.altraId)]
    const v = valutaSomiglianza({
      codiceFiscale: t.stessoCodice,
      suono: true,
      nomeUguale: t.stessoNome,
      dataNascita: t.stessaNascita,
      nascitaVicina: false,
      recapito: false,
    })
    return una && altra && v ? [{ una, altra, ...v }] : []
  })
  const prossima = finite || !da ? null : pagina([da, da], 1, (x) => [x.cognomeChiave, x.nomeChiave, x.id]).prossima
  return { voci, prossima }
}

export async function scarta(ctx: Ctx, i: Input<Api['scarta']>): Promise<Output<Api['scarta']>> {
  if (i.una === i.altra) throw erroreDiCampo('altra', 'Indica due persone diverse.')
  const [una, altra] = i.una < i.altra ? [i.una, i.altra] : [i.altra, i.una]
  const { rows } = await sql`select 1 from persona where id = any (${[una, altra]})`.execute(ctx.tx)
  if (rows.length < 2)
    throw erroreDiCampo('altra', 'Questa persona non c’è, o non rientra nel territorio che puoi vedere.')
  await sql`
    insert into doppione_scartato (comune_id, persona_id, altra_id, motivo)
    select comune_id, ${una}, ${altra}, ${i.motivo?.trim() || null} from persona where id = ${una}
    on conflict on constraint doppione_scartato_unico do nothing`.execute(ctx.tx)
  return { fatto: true }
}
