// A segnalazione as its reader sees it: the facts, who reported (where his class is open to him), the history, and the
// others received in the last days on the same person, household or address, among those that exist for him.
import { type RawBuilder, sql } from 'kysely'
import type {
  motiviRipetizione,
  SegnalazioneBreve,
  SegnalazioneScheda,
  segnalazioniApi,
} from '../../shared/cartella/segnalazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { paroleDeiSegnalanti, paroleDelSegnalante, senza } from './segnalanti.ts'
import { nomeDi, personaNominata } from './sportello-parti.ts'

type Api = typeof segnalazioniApi
export type RigaSegnalazione = SegnalazioneBreve

export const colonneSegnalazione = sql`s.id, upper(left(s.id::text, 8)) as riferimento, s.ricevuta_il, s.canale,
  coalesce(kernel.voce_etichetta('canale-contatto', s.canale), s.canale) as canale_testo, s.classificazione,
  kernel.voce_etichetta('classificazione-segnalazione', s.classificazione) as classificazione_testo, s.urgenza, s.minori_presenti, s.stato, s.scade_il,
  s.stato in ('ricevuta', 'in-valutazione') and s.scade_il < kernel.adesso() as scaduta, ${nomeDi(sql`s.valutatore_id`)} as valutatore, s.comune_id,
  exists (select 1 from segnalazione_persona x join persona v on v.id = x.persona_id
     join segnalazione_persona y on y.persona_id = any (accesso.stessa_persona(v.id)) and y.segnalazione_id <> s.id join segnalazione o on o.id = y.segnalazione_id
    where x.segnalazione_id = s.id and o.ricevuta_il >= kernel.adesso() - make_interval(days => (kernel.parametro('segnalazione.ripetute-giorni'))::int)) as ripetuta,
  coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'descrizione', x.descrizione, 'persona', ${personaNominata(sql`x.persona_id`)}) order by x.aggiunta_il, x.id)
     from segnalazione_persona x where x.segnalazione_id = s.id and (x.persona_id is null or exists (select 1 from persona v where v.id = x.persona_id))), '[]') as segnalati`

type Testata = SegnalazioneBreve &
  Pick<
    SegnalazioneScheda,
    | 'versione'
    | 'riservata'
    | 'motivo'
    | 'ufficio'
    | 'contattoId'
    | 'fatti'
    | 'fattiModo'
    | 'luogo'
    | 'pericolo'
    | 'informata'
    | 'informataNota'
    | 'motivoArchiviazione'
    | 'conclusione'
    | 'chiusaIl'
  >

async function testata(ctx: Ctx, id: string): Promise<Testata> {
  const { rows } = await sql<Testata>`
    select ${colonneSegnalazione}, s.versione, s.riservato_a is not null as riservata, s.motivo, (select u.nome from ufficio u where u.id = s.ufficio_id) as ufficio, s.contatto_id, d.fatti, d.fatti_modo,
           d.luogo, d.pericolo, d.informata, d.informata_nota, kernel.voce_etichetta('motivo-archiviazione', s.motivo_archiviazione) as motivo_archiviazione,
           d.conclusione, s.chiusa_il
      from segnalazione s join segnalazione_dettaglio d on d.segnalazione_id = s.id where s.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

type Segnalante = NonNullable<SegnalazioneScheda['segnalante']>

/**
 * Takes the reporter out of what is told, for whoever does not see his row: his class would hide nothing if the facts
 * named him. The place stays: help must reach it, and it is the place of the facts, not his.
 */
export async function senzaSegnalante(ctx: Ctx, id: string, visto: Segnalante | undefined) {
  return senza(visto ? [] : await paroleDelSegnalante(ctx, id))
}

/** Whom it is about, in words until he is identified: who reported may be named there too. */
export const segnalatiSenza = (
  segnalati: RigaSegnalazione['segnalati'],
  senzaParole: (testo: string | null) => string | null,
) => segnalati.map((x) => ({ ...x, descrizione: senzaParole(x.descrizione) }))

export const segnalanteDi = (ctx: Ctx, id: string) =>
  ctx.tx
    .selectFrom('segnalazioneSegnalante')
    .select(['anonimo', 'interlocutore', 'nome', 'ente', 'recapiti'])
    .where('segnalazioneId', '=', id)
    .executeTakeFirst()

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<SegnalazioneScheda> {
  const s = await testata(ctx, i.id)
  const riferimenti = await ctx.tx
    .selectFrom('segnalazioneRiferimento')
    .select(['nome', 'legame', 'recapito', 'problemi'])
    .where('segnalazioneId', '=', i.id)
    .orderBy('posizione')
    .execute()
  const { rows: passaggi } = await sql<SegnalazioneScheda['passaggi'][number]>`
    select p.id, p.atto, p.da, p.a, p.motivo, p.quando, ${nomeDi(sql`p.utente_id`)} as chi
      from segnalazione_passaggio p where p.segnalazione_id = ${i.id} order by p.n`.execute(ctx.tx)
  const { rows: prese } = await sql<SegnalazioneScheda['prese'][number]>`
    select k.id, k.numero, k.stato, jsonb_build_object('id', p.id, 'cognome', p.cognome, 'nome', p.nome) as persona
      from segnalazione_presa x join presa_in_carico k on k.id = x.presa_id ${conPersona('k.persona_id', 'p')}
     where x.segnalazione_id = ${i.id} order by k.numero`.execute(ctx.tx)
  const { rows: invii } = await sql<SegnalazioneScheda['invii'][number]>`
    select n.id, coalesce(u.nome, n.ente) as destinatario, n.stato from invio n left join accesso.uffici_dell_ambito() u on u.id = n.ufficio_id
     where n.segnalazione_id = ${i.id} order by n.creato_il`.execute(ctx.tx)
  const segnalante = await segnalanteDi(ctx, i.id)
  const nascosto = await senzaSegnalante(ctx, i.id, segnalante)
  return {
    ...s,
    fatti: nascosto(s.fatti),
    conclusione: nascosto(s.conclusione),
    informataNota: nascosto(s.informataNota),
    segnalati: segnalatiSenza(s.segnalati, nascosto),
    segnalante: segnalante ?? null,
    riferimenti: riferimenti.map((r) => ({
      nome: nascosto(r.nome),
      legame: nascosto(r.legame),
      recapito: nascosto(r.recapito),
      problemi: nascosto(r.problemi),
    })),
    passaggi: passaggi.map((p) => ({ ...p, motivo: nascosto(p.motivo) })),
    prese,
    invii,
    ripetute: await ripetute(ctx, i.id),
  }
}

interface Vicina {
  id: string
  riferimento: string
  ricevutaIl: string
  stato: SegnalazioneBreve['stato']
  perche: (typeof motiviRipetizione)[number][]
}

/** Residence or domicile that one believes today, as a key: street and number. */
const indirizzi = (persone: RawBuilder<unknown>) => sql`
  select distinct kernel.normalizza((f.dati ->> 'indirizzo') || ' ' || coalesce(f.dati ->> 'civico', '')) as chiave from persona_fatto f
   where f.persona_id in (${persone}) and f.tipo in ('residenza', 'domicilio') and f.sostituito_il is null
     and (f.al is null or f.al >= kernel.oggi()) and f.dati ->> 'indirizzo' is not null`

/** Everything is read as the reader: what is hidden to him joins nothing and is not counted. */
async function ripetute(ctx: Ctx, id: string): Promise<SegnalazioneScheda['ripetute']> {
  const { rows: parametro } = await sql<{
    giorni: number
  }>`select (kernel.parametro('segnalazione.ripetute-giorni'))::int as giorni`.execute(ctx.tx)
  const { giorni } = parametro[0]!
  const { rows } = await sql<Vicina>`
    with questa as materialized (select s.id, s.comune_id, d.luogo_chiave from segnalazione s join segnalazione_dettaglio d on d.segnalazione_id = s.id where s.id = ${id}),
    persone as materialized (
      select distinct unnest(accesso.stessa_persona(x.persona_id)) as id from segnalazione_persona x join persona p on p.id = x.persona_id where x.segnalazione_id = ${id}
    ), conviventi as materialized (
      select distinct unnest(accesso.stessa_persona(altri.persona_id)) as id from nucleo_componente mio join nucleo n on n.id = mio.nucleo_id and n.tipo in ('anagrafico', 'fatto')
        join nucleo_componente altri on altri.nucleo_id = mio.nucleo_id and altri.sostituito_il is null and (altri.al is null or altri.al >= kernel.oggi())
        join persona p on p.id = altri.persona_id
       where mio.persona_id in (select id from persone) and mio.sostituito_il is null and (mio.al is null or mio.al >= kernel.oggi())
         and altri.persona_id not in (select id from persone)
    ), luoghi as materialized (
      select luogo_chiave as chiave from questa where luogo_chiave is not null union ${indirizzi(sql`select id from persone`)}
    ), allo_stesso as materialized (
      select distinct unnest(accesso.stessa_persona(f.persona_id)) as id from luoghi l, persona_fatto f
       where f.tipo in ('residenza', 'domicilio') and f.sostituito_il is null and (f.al is null or f.al >= kernel.oggi())
         and f.persona_id in (select pp.persona_id from persona_parola pp where pp.ambito_id = ${ctx.ambito} and pp.tipo = 'indirizzo' and pp.parola = replace(l.chiave, ' ', ''))
         and kernel.normalizza((f.dati ->> 'indirizzo') || ' ' || coalesce(f.dati ->> 'civico', '')) = l.chiave
    ), trovate as (
      select x.segnalazione_id as id, 'persona' as perche from segnalazione_persona x where x.persona_id in (select id from persone)
      union select x.segnalazione_id, 'nucleo' from segnalazione_persona x where x.persona_id in (select id from conviventi)
      union select x.segnalazione_id, 'indirizzo' from segnalazione_persona x where x.persona_id in (select id from allo_stesso where id not in (select id from persone))
      union select d.segnalazione_id, 'indirizzo' from segnalazione_dettaglio d join questa q on q.comune_id = d.comune_id
        where d.ambito_id = ${ctx.ambito} and d.luogo_chiave in (select chiave from luoghi)
    )
    select s.id, upper(left(s.id::text, 8)) as riferimento, s.ricevuta_il, s.stato, array_agg(distinct t.perche) as perche
      from trovate t join segnalazione s on s.id = t.id
     where s.id <> ${id} and s.ricevuta_il >= kernel.adesso() - make_interval(days => ${giorni})
     group by s.id order by s.ricevuta_il desc limit 50`.execute(ctx.tx)
  return { giorni, voci: rows }
}

/**
 * What the family may be given: the facts without who reported. His name, body and contacts are taken out of the texts
 * too; only who may know them can make the copy, because nobody else could take them out.
 */
export async function copia(ctx: Ctx, i: Input<Api['copia']>): Promise<Output<Api['copia']>> {
  const s = await testata(ctx, i.id)
  const persone = s.segnalati.flatMap((p) => (p.persona ? [p.persona.id] : []))
  // who reported the same persons at another time may be named here too
  const nascosto = senza([...(await paroleDelSegnalante(ctx, i.id)), ...(await paroleDeiSegnalanti(ctx, persone))])
  const { rows } = await sql<{ nome: string }>`select nome from comune where id = ${s.comuneId}`.execute(ctx.tx)
  return {
    riferimento: s.riferimento,
    ricevutaIl: s.ricevutaIl,
    stato: s.stato,
    comune: rows[0]?.nome ?? '',
    segnalati: s.segnalati.map((p) =>
      p.persona ? `${p.persona.cognome} ${p.persona.nome}` : (nascosto(p.descrizione) ?? ''),
    ),
    fatti: nascosto(s.fatti),
    fattiModo: s.fattiModo,
    conclusione: nascosto(s.conclusione),
  }
}
