// Judged households in the tables: domanda, members, caso, what happened and when. Many at a time, by sets; and the members
// linked to the persons of the record whom the run can see.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { AttoCaso } from '../../shared/patti/casi.rules.ts'
import { impedimentoCaso } from '../../shared/patti/casi.rules.ts'
import type { Valori } from '../../shared/patti/estratto.rules.ts'
import { giorniConColonna, giorniDi } from '../../shared/patti/estratto-campi.ts'
import { type ComponenteNucleo, type Nucleo, pesoProposto, soloDichiarati } from '../../shared/patti/nucleo.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { bloccaCaso, muoviCaso } from './caso.ts'
import type { Estratto, Giudicato } from './estratto-giudizio.ts'
import { collegaNuclei } from './nuclei-caso.ts'
import { ricalcola } from './termini.ts'
import type { Termini } from './termini-letti.ts'

const testo = (v: Valori[string] | undefined) => (v === undefined ? null : String(v))

/** What is written is of an extract, or of what somebody else has received. */
type Da = Pick<Estratto, 'misuraId' | 'estrattoIl'> & { id: string | null }
type DaInserire = Pick<Giudicato, 'comuneId' | 'versioneId'> & { nucleo: Nucleo }

function rigaDomanda(e: Da, g: Pick<Giudicato, 'comuneId' | 'versioneId'>, n: Nucleo, domandaId: string) {
  const v = n.valori
  const r = n.componenti[0]!.valori
  return {
    id: domandaId,
    comune_id: g.comuneId,
    misura_id: e.misuraId,
    versione_id: g.versioneId,
    protocollo: n.protocollo,
    ...Object.fromEntries(giorniConColonna.map((c) => [c.colonna, testo(v[c.id])])),
    ricevuta_il: e.estrattoIl,
    beneficio: testo(v.beneficio) ?? 'riconosciuto',
    beneficio_dal: testo(v.beneficioDal),
    mensile: v.mensile ?? null,
    codice_fiscale: n.richiedente,
    cognome: testo(r.cognome),
    nome: testo(r.nome),
    indirizzo: testo(v.indirizzo),
    cap: testo(v.cap),
    importazione_id: e.id,
  }
}

const dichiaratiDi = (n: Nucleo, c: ComponenteNucleo): Valori => ({
  ...soloDichiarati(c.valori),
  // what is of the household is declared with the applicant
  ...(c.codiceFiscale === n.richiedente ? soloDichiarati(n.valori) : {}),
})

const rigaComponente = (domandaId: string, comuneId: string, n: Nucleo, c: ComponenteNucleo, ordine: number) => ({
  id: randomUUID(),
  comune_id: comuneId,
  domanda_id: domandaId,
  ordine,
  richiedente: c.codiceFiscale === n.richiedente,
  codice_fiscale: c.codiceFiscale,
  cognome: testo(c.valori.cognome),
  nome: testo(c.valori.nome),
  data_nascita: testo(c.valori.dataNascita),
  sesso: testo(c.valori.sesso),
  parentela: testo(c.valori.parentela),
  dichiarati: dichiaratiDi(n, c),
})

/** Days of the domanda from which terms run, by the names that measures give them. */
const eventiDi = (n: Nucleo, ricevutaIl: string): { evento: string; giorno: string | null }[] => [
  { evento: 'flusso-ricevuto', giorno: ricevutaIl },
  ...giorniDi('domanda').map((c) => ({ evento: c.evento, giorno: testo(n.valori[c.id]) })),
]

const colonneGiorni = sql.join(giorniConColonna.map((c) => sql.ref(c.colonna)))

/** New households: six statements, however many they are. */
export async function inserisciNuclei(ctx: Ctx, e: Da, nuovi: readonly DaInserire[]): Promise<string[]> {
  if (nuovi.length === 0) return []
  const con = nuovi.map((g) => ({ g, n: g.nucleo, domandaId: randomUUID(), casoId: randomUUID() }))
  const domande = con.map((x) => rigaDomanda(e, x.g, x.n, x.domandaId))
  await sql`insert into domanda (id, comune_id, misura_id, versione_id, protocollo, ${colonneGiorni}, ricevuta_il, beneficio, beneficio_dal, mensile,
      codice_fiscale, cognome, nome, indirizzo, cap, importazione_id)
    select id, comune_id, misura_id, versione_id, protocollo, ${colonneGiorni}, ricevuta_il, beneficio, beneficio_dal, mensile,
      codice_fiscale, cognome, nome, indirizzo, cap, importazione_id from jsonb_populate_recordset(null::domanda, ${JSON.stringify(domande)}::jsonb)`.execute(
    ctx.tx,
  )
  const componenti = con.flatMap((x) =>
    x.n.componenti.map((c, i) => rigaComponente(x.domandaId, x.g.comuneId, x.n, c, i + 1)),
  )
  await inserisciComponenti(ctx, componenti)
  const casi = con.map((x) => ({
    id: x.casoId,
    domanda_id: x.domandaId,
    componenti: x.n.componenti.length,
    peso: pesoProposto(x.n.componenti.length),
  }))
  await sql`insert into caso (id, comune_id, domanda_id, misura_id, versione_id, richiedente, codice_fiscale, indirizzo, cap, presentata_il, componenti, peso)
    select r.id, d.comune_id, d.id, d.misura_id, d.versione_id, d.cognome || ' ' || d.nome, d.codice_fiscale, d.indirizzo, d.cap, d.presentata_il, r.componenti, r.peso
      from jsonb_to_recordset(${JSON.stringify(casi)}::jsonb) as r(id uuid, domanda_id uuid, componenti integer, peso integer) join domanda d on d.id = r.domanda_id`.execute(
    ctx.tx,
  )
  const ids = con.map((x) => x.casoId)
  await sql`insert into caso_stato (caso_id, comune_id) select id, comune_id from caso where id = any (${ids})`.execute(
    ctx.tx,
  )
  await sql`insert into caso_passaggio (comune_id, caso_id, atto, a, giorno) select comune_id, id, 'ricevi', 'ricevuto', ${e.estrattoIl} from caso where id = any (${ids})`.execute(
    ctx.tx,
  )
  const eventi = con.flatMap((x) =>
    eventiDi(x.n, e.estrattoIl)
      .filter((v) => v.giorno !== null)
      .map((v) => ({ caso_id: x.casoId, ...v })),
  )
  await inserisciEventi(ctx, eventi)
  await eventiDeiMembri(ctx, ids)
  return ids
}

const inserisciComponenti = (ctx: Ctx, righe: readonly object[]) =>
  sql`insert into domanda_componente (id, comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita, sesso, parentela, dichiarati)
    select id, comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita, sesso, parentela, dichiarati
      from jsonb_populate_recordset(null::domanda_componente, ${JSON.stringify(righe)}::jsonb)`.execute(ctx.tx)

const inserisciEventi = (ctx: Ctx, righe: readonly object[]) =>
  sql`insert into caso_evento (comune_id, caso_id, evento, giorno, origine)
    select c.comune_id, c.id, r.evento, r.giorno, 'estratto' from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(caso_id uuid, evento text, giorno date) join caso c on c.id = r.caso_id`.execute(
    ctx.tx,
  )

/** What happened to each member, where the extract says its day and it is not there yet. */
async function eventiDeiMembri(ctx: Ctx, casi: readonly string[]) {
  for (const { id, evento } of giorniDi('componente'))
    await sql`insert into caso_evento (comune_id, caso_id, componente_id, evento, giorno, origine)
    select c.comune_id, c.id, m.id, ${evento}, (m.dichiarati ->> ${id})::date, 'estratto'
      from caso c join domanda_componente m on m.domanda_id = c.domanda_id
     where c.id = any (${casi}) and m.uscito_il is null and m.dichiarati ->> ${id} is not null
       and not exists (select 1 from caso_evento v where v.caso_id = c.id and v.componente_id = m.id and v.evento = ${evento} and v.annullato_il is null
                        and v.giorno = (m.dichiarati ->> ${id})::date)`.execute(ctx.tx)
}

/** A day that the extract has changed: the one before no longer counts, and stays. */
async function aggiornaEventi(ctx: Ctx, casoId: string, n: Nucleo, ricevutaIl: string) {
  const eventi = eventiDi(n, ricevutaIl).filter((v) => v.giorno !== null && v.evento !== 'flusso-ricevuto')
  for (const v of eventi) {
    const { rows } =
      await sql`select 1 from caso_evento where caso_id = ${casoId} and evento = ${v.evento} and giorno = ${v.giorno} and annullato_il is null`.execute(
        ctx.tx,
      )
    if (rows.length > 0) continue
    // a benefit is renewed more than once: each renewal stays
    if (v.evento !== 'rinnovo')
      await sql`update caso_evento set annullato_il = kernel.adesso() where caso_id = ${casoId} and evento = ${v.evento} and origine = 'estratto' and annullato_il is null`.execute(
        ctx.tx,
      )
    await inserisciEventi(ctx, [{ caso_id: casoId, evento: v.evento, giorno: v.giorno }])
  }
}

/** What INPS says of a benefit → the act that it is for the caso (T14). */
const attoDi: Readonly<Record<string, AttoCaso>> = {
  'in-pagamento': 'ripristina',
  sospeso: 'sospendi',
  decaduto: 'decadi',
  revocato: 'revoca',
  rinunciato: 'termina',
  terminato: 'termina',
}

async function attiDiInps(ctx: Ctx, casoId: string, prima: Valori, n: Nucleo) {
  const caso = await bloccaCaso(ctx, casoId)
  const fai = async (atto: AttoCaso, giorno: string | null) => {
    // INPS says what is: where the path has no such step, its state stays and the domanda says the rest
    if (!impedimentoCaso(atto, caso.stato))
      await muoviCaso(ctx, caso, atto, { giorno: giorno ?? undefined, motivo: 'Detto dall’estratto INPS' })
  }
  const { beneficio, rinnovataIl } = n.valori
  if (rinnovataIl !== undefined && rinnovataIl !== prima.rinnovataIl) await fai('rinnova', String(rinnovataIl))
  const atto = beneficio !== undefined && beneficio !== prima.beneficio ? attoDi[String(beneficio)] : undefined
  if (atto) await fai(atto, testo(n.valori.beneficioDal))
}

/** The day on which it was presented never changes: one that says otherwise is a contradiction. */
const cambiaGiorni = (riga: Record<string, unknown>) =>
  sql.join(
    giorniConColonna
      .filter((c) => c.evento !== 'domanda')
      .map((c) => sql`${sql.ref(c.colonna)} = ${riga[c.colonna] ?? null}::date`),
  )

async function aggiorna(ctx: Ctx, e: Estratto, g: Giudicato & { nucleo: Nucleo }): Promise<string> {
  const { domandaId, casoId, nucleo: prima } = g.nota!
  const dopo = rigaDomanda(e, g, { ...g.nucleo, valori: { ...prima.valori, ...g.nucleo.valori } }, domandaId)
  await sql`update domanda set ${cambiaGiorni(dopo)}, beneficio = ${dopo.beneficio}, beneficio_dal = ${dopo.beneficio_dal},
      mensile = ${dopo.mensile}, codice_fiscale = ${dopo.codice_fiscale}, cognome = ${dopo.cognome}, nome = ${dopo.nome}, indirizzo = ${dopo.indirizzo}, cap = ${dopo.cap},
      importazione_id = ${e.id}, sparita_il = null, versione = versione + 1 where id = ${domandaId}`.execute(ctx.tx)
  const suoi = new Map(prima.componenti.map((c) => [c.codiceFiscale, c.valori]))
  const restano = g.nucleo.componenti.map((c) => c.codiceFiscale)
  // who asks changes rarely: first nobody, then the new one, so that there is never more than one
  await sql`update domanda_componente set uscito_il = case when codice_fiscale = any (${restano}) then null else ${e.estrattoIl}::date end, richiedente = false
    where domanda_id = ${domandaId} and uscito_il is null and (richiedente and codice_fiscale <> ${g.nucleo.richiedente} or not codice_fiscale = any (${restano}))`.execute(
    ctx.tx,
  )
  for (const [i, c] of g.nucleo.componenti.entries()) {
    const r = rigaComponente(
      domandaId,
      g.comuneId,
      g.nucleo,
      { ...c, valori: { ...suoi.get(c.codiceFiscale), ...c.valori } },
      i + 1,
    )
    await sql`insert into domanda_componente (id, comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita, sesso, parentela, dichiarati)
      values (${r.id}, ${r.comune_id}, ${domandaId}, ${r.ordine}, ${r.richiedente}, ${r.codice_fiscale}, ${r.cognome}, ${r.nome}, ${r.data_nascita}, ${r.sesso}, ${r.parentela}, ${JSON.stringify(r.dichiarati)}::jsonb)
      on conflict on constraint domanda_componente_una_volta do update set ordine = excluded.ordine, richiedente = excluded.richiedente, cognome = excluded.cognome, nome = excluded.nome,
        data_nascita = excluded.data_nascita, sesso = excluded.sesso, parentela = excluded.parentela, dichiarati = domanda_componente.dichiarati || excluded.dichiarati,
        uscito_il = null, versione = domanda_componente.versione + 1`.execute(ctx.tx)
  }
  await sql`update caso set richiedente = ${`${dopo.cognome} ${dopo.nome}`}, codice_fiscale = ${dopo.codice_fiscale}, indirizzo = ${dopo.indirizzo}, cap = ${dopo.cap},
      componenti = ${g.nucleo.componenti.length}, versione = versione + 1 where id = ${casoId}`.execute(ctx.tx)
  await aggiornaEventi(ctx, casoId, g.nucleo, e.estrattoIl)
  await eventiDeiMembri(ctx, [casoId])
  await attiDiInps(ctx, casoId, prima.valori, g.nucleo)
  return casoId
}

/**
 * Members by codice fiscale in the record of the same comune: linked where the name agrees. Another comune's sheet, another
 * name, or the same name and birth under another code, are proposed to whoever handles the case.
 */
export async function collegaPersone(ctx: Ctx, casi: readonly string[]): Promise<void> {
  await sql`
    with nuovi as materialized (
      select m.* from domanda_componente m join caso c on c.domanda_id = m.domanda_id
       where c.id = any (${casi}) and m.persona_id is null and m.uscito_il is null and m.collegamento in ('nessuno', 'proposto')
    ), trovati as (
      select n.id, p.id as persona_id, p.comune_id = n.comune_id and p.cognome_chiave = kernel.normalizza(n.cognome) and p.nome_chiave = kernel.normalizza(n.nome) as certo
        from nuovi n join persona p on p.codice_fiscale_chiave = n.codice_fiscale_chiave and p.codice_fiscale is not null and p.ambito_id = n.ambito_id and p.unita_a is null
      union all
      select n.id, p.id, false from nuovi n join persona p on p.ambito_id = n.ambito_id and p.cognome_chiave = kernel.normalizza(n.cognome) and p.nome_chiave = kernel.normalizza(n.nome)
         and p.data_nascita = n.data_nascita and p.comune_id = n.comune_id and p.unita_a is null and p.codice_fiscale_chiave is distinct from n.codice_fiscale_chiave
    ), scelti as (
      select id, count(*) filter (where certo) as certi, min(persona_id::text) filter (where certo) as lui, array_agg(distinct persona_id) as simili from trovati group by id
    )
    update domanda_componente m set persona_id = case when s.certi = 1 then s.lui::uuid end, simili = case when s.certi = 1 then '{}' else s.simili end,
           collegamento = case when s.certi = 1 then 'codice-fiscale' else 'proposto' end, versione = m.versione + 1
      from scelti s where m.id = s.id and (s.certi = 1 or m.collegamento = 'nessuno' or m.simili is distinct from s.simili)`.execute(
    ctx.tx,
  )
  await collegaRichiedenti(ctx, casi)
}

/** The applicant of the domanda and of the caso is the person whom his member is linked to. */
export async function collegaRichiedenti(ctx: Ctx, casi: readonly string[]): Promise<void> {
  const chi = sql`select c.id, c.domanda_id, m.persona_id from caso c join domanda_componente m on m.domanda_id = c.domanda_id and m.richiedente and m.uscito_il is null where c.id = any (${casi})`
  await sql`update domanda d set persona_id = x.persona_id from (${chi}) x where d.id = x.domanda_id and d.persona_id is distinct from x.persona_id`.execute(
    ctx.tx,
  )
  await sql`update caso c set persona_id = x.persona_id from (${chi}) x where c.id = x.id and c.persona_id is distinct from x.persona_id`.execute(
    ctx.tx,
  )
}

/** A lot of judged households, in; answers their casi. */
export async function scrivi(
  ctx: Ctx,
  e: Estratto,
  giudicati: readonly Giudicato[],
  termini: Termini,
): Promise<string[]> {
  const buoni = giudicati.filter((g): g is Giudicato & { nucleo: Nucleo } => g.nucleo !== null)
  const casi = await inserisciNuclei(
    ctx,
    e,
    buoni.filter((g) => g.esito === 'nuova'),
  )
  const cambiati: string[] = []
  for (const g of buoni) {
    // what INPS already says of a household that arrives
    if (g.esito === 'cambiata') cambiati.push(await aggiorna(ctx, e, g))
  }
  casi.push(...cambiati)
  await arrivatiGiaFiniti(ctx, e, buoni)
  await collegaPersone(ctx, casi)
  // of those that arrive nobody follows any yet
  if (cambiati.length > 0) await collegaNuclei(ctx, cambiati)
  await ricalcola(ctx, casi, termini)
  return casi
}

/** A household that arrives suspended or already over is so from the first day. */
async function arrivatiGiaFiniti(ctx: Ctx, e: Estratto, buoni: readonly (Giudicato & { nucleo: Nucleo })[]) {
  const finiti = buoni.filter(
    (g) =>
      g.esito === 'nuova' &&
      !['riconosciuto', 'in-pagamento', undefined].includes(g.nucleo.valori.beneficio as string | undefined),
  )
  if (finiti.length === 0) return
  const { rows } = await sql<{ id: string; protocollo: string }>`
    select c.id, d.protocollo from caso c join domanda d on d.id = c.domanda_id
     where d.importazione_id = ${e.id} and d.protocollo = any (${finiti.map((g) => g.nucleo.protocollo)})`.execute(
    ctx.tx,
  )
  const perProtocollo = new Map(rows.map((r) => [r.protocollo, r.id]))
  for (const g of finiti) {
    const id = perProtocollo.get(g.nucleo.protocollo)
    if (id) await attiDiInps(ctx, id, {}, g.nucleo)
  }
}
