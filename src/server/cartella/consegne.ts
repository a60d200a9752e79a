// The hand-over (passaggio di consegne): written from the data at the offer, one row for each thing to know or to do; what
// is unfinished comes from the view presa_sospeso.
// Protected classes, and relatives whose folder is restricted, stay where the new responsible reads them with his own eyes:
// they are not copied here.
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { TrasferimentoLetto } from '../../shared/cartella/prese.api.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { etichettaVoce } from '../parametri/voci.ts'
import { frase, PRESTO, type Voce, vociDeiFatti } from './consegne-fatti.ts'

type Letto = Static<typeof TrasferimentoLetto>

/** How the line begins that says the object of the presa in carico. */
export const DI_CHE_COSA = 'Di che cosa si tratta: '

const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')

async function vociDellaFamiglia(ctx: Ctx, presaId: string, personaId: string): Promise<Voce[]> {
  const { rows } = await sql<{
    id: string
    cognome: string
    nome: string
    sesso: 'F' | 'M' | null
    nato: string | null
    parentela: string | null
    tipo: string | null
  }>`
    select distinct on (n.id, p.id) p.id, p.cognome, p.nome, p.sesso, p.data_nascita as nato,
           ${etichettaVoce('parentela', sql.ref('altri.parentela'), { genere: sql.ref('p.sesso') })} as parentela,
           ${etichettaVoce('tipo-nucleo', sql.ref('n.tipo'))} as tipo
      from nucleo_componente mio join nucleo n on n.id = mio.nucleo_id and (n.al is null or n.al >= kernel.oggi())
      join nucleo_componente altri on altri.nucleo_id = n.id and altri.sostituito_il is null and (altri.al is null or altri.al >= kernel.oggi())
      ${conPersona('altri.persona_id', 'p')}
     where mio.comune_id = (select comune_id from presa_in_carico where id = ${presaId}) and mio.persona_id = any (accesso.stessa_persona(${personaId})) and mio.sostituito_il is null and (mio.al is null or mio.al >= kernel.oggi())
       and not altri.persona_id = any (accesso.stessa_persona(${personaId}))
       and p.riservato_a is null and altri.riservato_a is null and n.riservato_a is null order by n.id, p.id, altri.persona_id`.execute(
    ctx.tx,
  )
  // somebody in more than one household is one person
  return [...Map.groupBy(rows, (r) => r.id).values()].map((volte) => {
    const r = volte[0]!
    const nata = r.sesso === 'F' ? 'nata' : r.sesso === 'M' ? 'nato' : 'nascita'
    return {
      sezione: 'chi',
      testo: frase(
        `${r.cognome} ${r.nome}`,
        r.parentela?.toLowerCase(),
        r.nato && `${nata} il ${inItaliano(r.nato)}`,
        ...new Set(volte.map((v) => v.tipo && `${v.tipo[0]!.toLowerCase()}${v.tipo.slice(1)}`)),
      ),
      origineTipo: 'persona',
      origineId: r.id,
    }
  })
}

async function vociDellaPresa(ctx: Ctx, presaId: string): Promise<Voce[]> {
  const { rows } = await sql<{
    mandato: string
    primoContattoEntro: string | null
    primoContattoIl: string | null
    informativaIl: string | null
    accordi: string | null
    desideri: string | null
    sicurezza: string | null
    oggetto: string | null
  }>`
    select p.mandato, p.primo_contatto_entro, p.primo_contatto_il, p.informativa_il, d.accordi, d.desideri, d.sicurezza, d.oggetto
      from presa_in_carico p left join presa_dettaglio d on d.presa_id = p.id where p.id = ${presaId}`.execute(ctx.tx)
  const p = rows[0]!
  const { rows: squadra } = await sql<{ utenteId: string; professione: string | null }>`
    select o.utente_id, ${etichettaVoce('professione-operatore', sql.ref('o.professione'))} as professione
      from presa_operatore o where o.presa_id = ${presaId} and o.al is null and not o.responsabile order by o.dal, o.id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(
    ctx,
    squadra.map((s) => s.utenteId),
  )
  return [
    {
      sezione: 'chi',
      testo: p.oggetto ? `${DI_CHE_COSA}${p.oggetto}` : 'Di che cosa si tratta non è scritto.',
    },
    ...squadra.map(
      (s): Voce => ({
        sezione: 'chi',
        testo: frase(`Nell’équipe: ${nomi.get(s.utenteId) ?? '–'}`, s.professione?.toLowerCase()),
      }),
    ),
    ...(p.primoContattoEntro && !p.primoContattoIl
      ? [
          {
            sezione: 'scadenze' as const,
            testo: 'Primo contatto con la persona, non ancora avvenuto',
            scade: p.primoContattoEntro,
          },
        ]
      : []),
    {
      sezione: 'mandati',
      testo:
        p.mandato === 'mandato-autorita'
          ? 'La presa in carico è su mandato dell’autorità: verificare termini e relazioni dovute.'
          : 'Nessun mandato dell’autorità registrato sulla presa in carico.',
    },
    { sezione: 'sicurezza', testo: p.sicurezza ?? 'Nessuna nota di sicurezza registrata.' },
    { sezione: 'accordi', testo: p.accordi ?? 'Nessun accordo registrato.' },
    { sezione: 'desideri', testo: p.desideri ?? 'Ciò che la persona desidera non è stato scritto.' },
    ...(p.informativaIl ? [] : [{ sezione: 'sospesi' as const, testo: 'L’informativa non risulta consegnata.' }]),
  ]
}

async function vociSospese(ctx: Ctx, presaId: string): Promise<Voce[]> {
  const { rows } = await sql<{ tipo: string; id: string; testo: string; scade: string | null; presto: boolean }>`
    select tipo, id, testo, scade, coalesce(scade <= kernel.oggi() + ${PRESTO}::int, false) as presto from presa_sospeso where presa_id = ${presaId}
    union all
    select 'decisione', d.id, case d.stato when 'bozza' then 'Decisione ancora in bozza: ' else 'Decisione da rivedere: ' end || t.quesito, d.rivedere_il,
           d.stato = 'presa' from decisione d join decisione_testo t on t.decisione_id = d.id
     where d.presa_id = ${presaId} and (d.riservato_a is null or exists (select 1 from presa_in_carico p where p.id = d.presa_id and p.riservato_a is not null)) and (d.stato = 'bozza' or (d.rivedere_il <= kernel.oggi() + ${PRESTO}::int
       and not exists (select 1 from decisione x where x.rivede_id = d.id and x.stato = 'presa')))
     order by scade nulls last, id`.execute(ctx.tx)
  return rows.map((r) => ({
    sezione: r.presto ? 'scadenze' : 'sospesi',
    testo: r.testo,
    scade: r.scade,
    origineTipo: r.tipo,
    origineId: r.id,
  }))
}

const ordineSezioni: readonly Voce['sezione'][] = [
  'sicurezza',
  'scadenze',
  'mandati',
  'chi',
  'accordi',
  'desideri',
  'sospesi',
]

/** Everything to hand over, what matters most first. */
export async function preparaConsegne(ctx: Ctx, presaId: string, personaId: string): Promise<Voce[]> {
  const voci = [
    ...(await vociDellaPresa(ctx, presaId)),
    ...(await vociDeiFatti(ctx, presaId, personaId)),
    ...(await vociDellaFamiglia(ctx, presaId, personaId)),
    ...(await vociSospese(ctx, presaId)),
  ]
  return ordineSezioni.flatMap((s) => voci.filter((v) => v.sezione === s))
}

/** Writes the items under a transfer, and how many are to be acknowledged. */
export async function scriviConsegne(ctx: Ctx, trasferimentoId: string, voci: readonly Voce[]): Promise<void> {
  const righe = voci.map((v, ordine) => ({
    ordine,
    sezione: v.sezione,
    testo: v.testo,
    scade: v.scade ?? null,
    origine_tipo: v.origineTipo ?? null,
    origine_id: v.origineId ?? null,
  }))
  await sql`insert into consegna_voce (comune_id, persona_id, presa_id, trasferimento_id, ordine, sezione, testo, scade, origine_tipo, origine_id, riservato_a)
    select t.comune_id, t.persona_id, t.presa_id, t.id, v.ordine, v.sezione, v.testo, v.scade, v.origine_tipo, v.origine_id, t.riservato_a
      from trasferimento t, jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as v(ordine int, sezione text, testo text, scade date, origine_tipo text, origine_id uuid)
     where t.id = ${trasferimentoId}`.execute(ctx.tx)
  await sql`update trasferimento set da_vedere = ${voci.length} where id = ${trasferimentoId}`.execute(ctx.tx)
}

/** Something has been hidden from all but a few, or shown again: what is left to acknowledge is counted as the receiver sees it. */
export const ricontaConsegne = (ctx: Ctx, oggetti: readonly string[], vedono: readonly string[] | null) =>
  sql`update trasferimento t set da_vedere = (
      select count(*) from consegna_voce v where v.trasferimento_id = t.id and v.vista_il is null
         and (v.origine_id is null or not v.origine_id = any (${oggetti}) or coalesce(t.a_utente_id = any (${vedono}::uuid[]), true)))
    where t.id in (select trasferimento_id from consegna_voce where origine_id = any (${oggetti})) and t.stato in ('offerto', 'accettato')`.execute(
    ctx.tx,
  )

/** The last hand-over offered or accepted for a presa, with its items. */
export async function leggiTrasferimento(ctx: Ctx, presaId: string): Promise<Letto | null> {
  const { rows } = await sql<Omit<Letto, 'da' | 'a' | 'voci'> & { daUtenteId: string | null }>`
    select id, stato, da_utente_id, a_utente_id, offerto_il, risposto_il, da_vedere from trasferimento
     where presa_id = ${presaId} and stato in ('offerto', 'accettato') order by offerto_il desc, id limit 1`.execute(
    ctx.tx,
  )
  const t = rows[0]
  if (!t) return null
  const { rows: voci } = await sql<Letto['voci'][number]>`
    select id, sezione, testo, scade, vista_il from consegna_voce where trasferimento_id = ${t.id} order by ordine`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(ctx, [t.daUtenteId, t.aUtenteId])
  const { daUtenteId, ...resto } = t
  return { ...resto, da: nomi.get(daUtenteId ?? '') ?? null, a: nomi.get(t.aUtenteId) ?? null, voci }
}
