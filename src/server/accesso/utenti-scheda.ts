// The card of a user: his data, the differences told by SPID, every assignment present and past, and what the register
// of changes says of him, in words.
import { sql } from 'kysely'
import type { utentiApi } from '../../shared/accesso/utenti.api.ts'
import { racconta, type StatoAssegnazione, type StatoUtente } from '../../shared/accesso/utenti.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { perche } from './sessione.ts'
import { territorioInParole } from './utenti-ricerca.ts'

type Scheda = Output<typeof utentiApi.leggi>

const STORIA_MASSIMA = 200

async function assegnazioniDi(ctx: Ctx, id: string): Promise<Scheda['assegnazioni']> {
  const { rows } = await sql<{
    id: string
    ruolo: string
    ruoloNome: string
    territorio: string
    comuneId: string | null
    stato: StatoAssegnazione
    motivoStato: string | null
    dal: string
    al: string | null
    abilitataIl: string | null
    richiestaFormale: { id: string; protocollo: string; data: string } | null
    sostituisce: { id: string; nome: string } | null
    manca: string | null
  }>`
    select a.id, a.ruolo_id as ruolo, r.nome as ruolo_nome, ${territorioInParole} as territorio, a.comune_id, a.stato, a.motivo_stato, a.dal, a.al, a.abilitata_il,
           case when f.id is not null then jsonb_build_object('id', f.id, 'protocollo', f.protocollo, 'data', f.data) end as richiesta_formale,
           case when s.id is not null then jsonb_build_object('id', s.id, 'nome', s.cognome || ' ' || s.nome) end as sostituisce,
           case a.stato when 'preparata' then accesso.atto_mancante(a.ruolo_id, a.comune_id) end as manca
      from assegnazione a
      join ruolo r on r.id = a.ruolo_id
      left join comune c on c.id = a.comune_id
      left join richiesta_formale f on f.id = a.richiesta_formale_id
      left join utente s on s.id = a.sostituisce_id
     where a.utente_id = ${id}
     order by a.stato = 'revocata', coalesce(a.al, 'infinity') desc, a.dal desc, r.ordine, c.nome, a.id`.execute(ctx.tx)
  return rows.map(({ manca, ...a }) => ({ ...a, nonEfficacePerche: perche({ ...a, manca }, ctx.oggi()) }))
}

async function storiaDi(ctx: Ctx, id: string, assegnazioni: Scheda['assegnazioni']): Promise<Scheda['storia']> {
  const ruoli = new Map(assegnazioni.map((a) => [a.id, `${a.ruoloNome}, ${a.territorio}`]))
  const { rows } = await sql<{
    quando: string
    tabella: string
    operazione: string
    rigaId: string
    utenteId: string | null
    prima: Record<string, unknown> | null
    dopo: Record<string, unknown> | null
    operatore: string | null
    chi: string | null
  }>`
    select m.quando, m.tabella, m.operazione, m.riga_id, m.utente_id, m.prima, m.dopo, m.operatore, u.nome || ' ' || u.cognome as chi
      from kernel.registro_modifiche m left join utente u on u.id = m.utente_id
     where m.riga_id = any (${[id, ...ruoli.keys()]}) and m.tabella in ('utente', 'assegnazione')
     order by m.id desc limit ${STORIA_MASSIMA}`.execute(ctx.tx)
  return rows.flatMap((m) => {
    const frase = racconta({ ...m, ruolo: ruoli.get(m.rigaId) ?? null })
    // whoever acts from the ministry is not a row that an ambito may read
    const chi = m.chi ?? (m.utenteId ? 'Super Utente' : (m.operatore ?? 'Trama'))
    return frase ? [{ quando: m.quando, chi, frase }] : []
  })
}

export async function leggi(ctx: Ctx, i: Input<typeof utentiApi.leggi>): Promise<Scheda> {
  const { rows } = await sql<
    Omit<Scheda, 'incarichi' | 'assegnazioni' | 'storia' | 'spid' | 'stato'> & {
      stato: StatoUtente
      spidDifferenze: Record<string, { accreditato: string | null; spid: string }> | null
    }
  >`
    select u.id, u.codice_fiscale, u.cognome, u.nome, u.stato, u.motivo_stato, u.email, u.telefono, u.fondo, u.fine_contratto, u.genere, u.data_nascita, u.qualifica,
           u.dubbio_accettato, u.creato, u.primo_accesso, u.ultimo_accesso, u.versione, u.spid_differenze, u.spid_differenze is not null as differenze_spid,
           case when u.luogo_nascita_id is not null then jsonb_build_object('codice', u.luogo_nascita_id, 'nome', coalesce(l.nome, e.nome)) end as luogo_nascita,
           case when b.id is not null then jsonb_build_object('id', b.id, 'nome', b.nome) end as ambito,
           (select jsonb_build_object('id', x.id, 'nome', x.nome || ' ' || x.cognome) from utente x where x.id = u.stesso_di) as stesso_di,
           coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'nome', x.nome || ' ' || x.cognome) order by x.cognome_chiave, x.id) from utente x where x.stesso_di = u.id), '[]') as anche
      from utente u
      left join ambito b on b.id = u.ambito_id
      left join comune l on l.id = u.luogo_nascita_id
      left join stato_estero e on e.id = u.luogo_nascita_id
     where u.id = ${i.id}`.execute(ctx.tx)
  const riga = rows[0]
  if (!riga) throw problem('non-trovato')
  const { spidDifferenze, ...utente } = riga
  const assegnazioni = await assegnazioniDi(ctx, i.id)
  const presenti = assegnazioni.filter((a) => a.stato !== 'revocata' && (a.al === null || a.al >= ctx.oggi()))
  return {
    ...utente,
    incarichi: presenti.map(({ motivoStato: _m, abilitataIl: _a, richiestaFormale: _r, sostituisce: _s, ...a }) => a),
    spid: Object.entries(spidDifferenze ?? {}).map(([campo, d]) => ({ campo, ...d })),
    assegnazioni,
    storia: await storiaDi(ctx, i.id, assegnazioni),
  }
}
