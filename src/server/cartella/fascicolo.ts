// The first page of a folder in one reading: who, why, what now, next due, alerts. Whoever may not read the content
// (the amministrativo) gets the same page without it.
import { sql } from 'kysely'
import { type NomeFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import type { FattoLetto } from '../../shared/anagrafe/persone.api.ts'
import { type Frontespizio, fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import { avvisiDi, etaIl } from '../../shared/cartella/fascicolo.rules.ts'
import { nomiPasso, percorsoDi } from '../../shared/cartella/lombardia/percorso.rules.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { creduto, leggiFatti, nomiUtenti, veroIl } from '../anagrafe/fatti.ts'
import { REGIONE } from '../anagrafe/fatti-parole.ts'
import { colonneBrevi } from '../anagrafe/ricerca.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { timeline } from './eventi.ts'
import { leggiAccessi } from './messaggi/percorso.ts'
import { senzaNellOggetto } from './segnalanti.ts'

/** What one needs at a glance, in this order. */
const IN_VISTA: NomeFatto[] = [
  'residenza',
  'domicilio',
  'recapito',
  'protezione',
  'cittadinanza',
  'lavoro',
  'abitazione',
]

const frase = (f: FattoLetto) =>
  f.parole
    .filter((p) => p.campo !== REGIONE)
    .map((p) => (p.valore === 'sì' ? p.etichetta : p.valore))
    .join(', ')

/** «Mai chiamare questo numero: 333…» */
const regolaSicura = (f: FattoLetto) => {
  const [regola, ...altro] = f.parole
  return [regola?.valore, altro.map((p) => p.valore).join(' – ')].filter(Boolean).join(': ')
}

type Presa = Omit<Frontespizio['prese'][number], 'responsabile' | 'equipe' | 'mia'> & {
  operatori: { utente: string; responsabile: boolean }[]
  prossimaScadenza: string | null
  primoContattoEntro: string | null
  primoContattoIl: string | null
  attivataIl: string | null
}

async function leggiPrese(ctx: Ctx, persone: readonly string[]) {
  const { rows } = await sql<Presa>`
    select p.id, p.numero, p.stato, p.riaperture, coalesce(kernel.voce_etichetta('area-utenza', p.area, kernel.oggi()), p.area) as area, p.aperta_il, p.attivata_il, p.chiusa_il,
           p.prossima_scadenza, p.primo_contatto_entro, p.primo_contatto_il,
           coalesce((select jsonb_agg(jsonb_build_object('utente', o.utente_id, 'responsabile', o.responsabile) order by o.responsabile desc, o.dal, o.id)
             from presa_operatore o where o.presa_id = p.id and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi())), '[]') as operatori
      from presa_in_carico p where p.persona_id = any (${[...persone]}) order by p.stato = 'chiusa', p.aperta_il desc, p.id`.execute(
    ctx.tx,
  )
  return rows
}

async function leggiNuclei(ctx: Ctx, persone: readonly string[]) {
  type Componente = {
    id: string
    nome: string
    parentela: string | null
    nascita: string | null
    decesso: string | null
  }
  const { rows } = await sql<{ id: string; tipo: string; tipoTesto: string; componenti: Componente[] }>`
    select n.id, n.tipo, coalesce(kernel.voce_etichetta('tipo-nucleo', n.tipo, kernel.oggi()), n.tipo) as tipo_testo,
           jsonb_agg(jsonb_build_object('id', a.id, 'nome', a.cognome || ' ' || a.nome, 'nascita', a.data_nascita, 'decesso', a.decesso,
             'parentela', kernel.voce_etichetta('parentela', ac.parentela, kernel.oggi(), a.sesso)) order by ac.intestatario desc, a.data_nascita, a.id) as componenti
      from nucleo n join nucleo_componente ac on ac.nucleo_id = n.id and ac.sostituito_il is null and (ac.al is null or ac.al >= kernel.oggi())
      cross join lateral (select kernel.principale(ac.persona_id) as id offset 0) capo join persona a on a.id = capo.id
     where (n.al is null or n.al >= kernel.oggi()) and n.id in (
       select c.nucleo_id from nucleo_componente c where c.persona_id = any (${[...persone]}) and c.sostituito_il is null and (c.al is null or c.al >= kernel.oggi()))
     group by n.id order by n.tipo, n.id`.execute(ctx.tx)
  return rows.map(({ componenti, ...n }) => ({
    ...n,
    // two sheets of one person are one member
    componenti: [...new Map(componenti.map((c) => [c.id, c])).values()].map((c) => ({
      id: c.id,
      nome: c.nome,
      parentela: c.parentela,
      eta: c.decesso ? null : etaIl(c.nascita, ctx.oggi()),
    })),
  }))
}

/** What is read only by who reads the content. */
async function leggiContenuto(ctx: Ctx, persone: readonly string[], prese: readonly Presa[]) {
  const tutte = [...persone]
  const { rows: dettagli } = await sql<NonNullable<Frontespizio['perche']> & { presaId: string }>`
    select p.id as presa_id, d.oggetto, d.accordi, d.desideri, d.sicurezza from presa_dettaglio d join presa_in_carico p on p.id = d.presa_id
     where p.persona_id = any (${tutte}) order by p.stato = 'chiusa', p.aperta_il desc, p.id limit 1`.execute(ctx.tx)
  const { rows: ultimi } = await sql<Omit<Frontespizio['ultimi'][number], 'autore'> & { autoreId: string }>`
    with scelte as materialized (
      select d.voce_id, d.giorno from diario_persona d where d.persona_id = any (${tutte}) and d.stato in ('completata', 'integrata')
       group by d.voce_id, d.giorno order by d.giorno desc, d.voce_id desc limit 5)
    select v.id, v.giorno, v.significativo, v.autore_id,
           coalesce(kernel.voce_etichetta(case v.specie when 'diario' then 'tipo-attivita' else 'attivita-professionale' end, v.tipo, v.giorno), v.tipo) as tipo
      from scelte s join diario_voce v on v.id = s.voce_id order by v.giorno desc, v.id desc`.execute(ctx.tx)
  const { rows: prossime } = await sql<{ id: string; prossimaIl: string; cosa: string | null }>`
    select v.id, v.prossima_il, kernel.voce_etichetta('attivita-professionale', v.prossima_attivita, v.giorno) as cosa
      from diario_persona d join diario_voce v on v.id = d.voce_id
     where d.persona_id = any (${tutte}) and d.stato in ('completata', 'integrata') and v.prossima_il >= kernel.oggi() - 30 order by v.prossima_il, v.id limit 5`.execute(
    ctx.tx,
  )
  const { fase, spiegazione } = percorsoDi(
    await leggiAccessi(ctx, tutte),
    prese.map((p) => ({ ...p, chiusa: p.stato === 'chiusa' })),
  )
  return {
    perche: dettagli[0] ? await perche(ctx, dettagli[0]) : null,
    ultimi,
    prossime,
    percorso: { fase: fase && nomiPasso[fase], spiegazione },
  }
}

async function perche(
  ctx: Ctx,
  { presaId, ...d }: NonNullable<Frontespizio['perche']> & { presaId: string },
): Promise<Frontespizio['perche']> {
  const nascosto = await senzaNellOggetto(ctx, presaId)
  return { ...d, oggetto: nascosto(d.oggetto) }
}

/** Appointments to come: the next few. */
const APPUNTAMENTI = 3

async function leggiAppuntamenti(ctx: Ctx, persone: readonly string[]) {
  const { rows } = await sql<{ giorno: string; ora: string; tipo: string }>`
    select kernel.giorno(a.inizio) as giorno, to_char(a.inizio at time zone 'Europe/Rome', 'HH24:MI') as ora,
           coalesce(kernel.voce_etichetta('tipo-appuntamento', a.tipo, kernel.oggi()), a.tipo) as tipo
      from appuntamento_persona p join appuntamento a on a.id = p.appuntamento_id
     where p.persona_id = any (${[...persone]}) and a.stato = 'fissato' and a.inizio >= kernel.adesso() order by a.inizio, a.id limit ${APPUNTAMENTI}`.execute(
    ctx.tx,
  )
  return rows
}

export async function frontespizio(ctx: Ctx, i: Input<typeof fascicoloApi.frontespizio>): Promise<Frontespizio> {
  const { rows } = await sql<
    Frontespizio['persona'] & { riservata: boolean; principaleId: string | null; persone: string[]; legge: boolean }
  >`
    select ${colonneBrevi}, p.riservato_a is not null as riservata, nullif(kernel.principale(p.id), p.id) as principale_id, accesso.stessa_persona(p.id) as persone,
           accesso.puo(${ctx.utente}, 'diario.leggi', ${ctx.oggi()}::date) as legge
      from persona p where p.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  const { riservata, principaleId, persone, legge, ...persona } = rows[0]
  const oggi = ctx.oggi()
  const prese = await leggiPrese(ctx, persone)
  const nuclei = await leggiNuclei(ctx, persone)
  const letti = await leggiFatti(
    ctx,
    i.id,
    sql`f.tipo = any (${[...IN_VISTA, 'contatto-sicuro', 'isee']}) and ${creduto()} and (f.tipo = 'isee' or ${veroIl(oggi)})`,
    oggi,
  )
  // of two sheets found to be one, what was chosen
  const fatti = letti.filter((f) => !f.dellaUnita)
  const contenuto = legge
    ? await leggiContenuto(ctx, persone, prese)
    : { perche: null, ultimi: [], prossime: [], percorso: null }
  const nomi = await nomiUtenti(ctx, [
    ...prese.flatMap((p) => p.operatori.map((o) => o.utente)),
    ...contenuto.ultimi.map((u) => u.autoreId),
  ])
  const chi = (id: string) => ({ id, nome: nomi.get(id) ?? 'Operatore non più presente' })
  const eta = etaIl(persona.dataNascita, persona.decesso ?? oggi)
  const aperte = prese.filter((p) => p.stato !== 'chiusa')
  const prossimi = [
    ...aperte.flatMap((p) => [
      ...(p.prossimaScadenza
        ? [
            {
              giorno: p.prossimaScadenza,
              cosa: `Scadenza della presa in carico n. ${p.numero}`,
              collegamento: `/prese/${p.id}`,
            },
          ]
        : []),
      ...(p.primoContattoEntro && !p.primoContattoIl
        ? [{ giorno: p.primoContattoEntro, cosa: 'Primo contatto', collegamento: `/prese/${p.id}` }]
        : []),
    ]),
    ...contenuto.prossime.map((v) => ({
      giorno: v.prossimaIl,
      cosa: v.cosa ?? 'Prossima attività',
      collegamento: `/diario/${v.id}`,
    })),
    ...(await leggiAppuntamenti(ctx, persone)).map((a) => ({
      giorno: a.giorno,
      cosa: `Appuntamento alle ${a.ora}: ${a.tipo}`,
      collegamento: '/agenda',
    })),
  ].map((x) => ({ ...x, scaduto: x.giorno < oggi }))
  return {
    persona,
    eta,
    minorenne: eta !== null && eta < 18 && !persona.decesso,
    riservata,
    principaleId,
    contattoSicuro: fatti.filter((f) => f.tipo === 'contatto-sicuro').map(regolaSicura),
    dati: fatti
      .filter((f) => IN_VISTA.includes(f.tipo))
      .sort((x, y) => IN_VISTA.indexOf(x.tipo) - IN_VISTA.indexOf(y.tipo))
      .map((f) => ({ tipo: f.tipo, etichetta: tipoFatto(f.tipo).nome, valore: frase(f), dal: f.dal })),
    prese: prese.map(
      ({ operatori, prossimaScadenza: _, primoContattoEntro: __, primoContattoIl: ___, attivataIl: ____, ...p }) => {
        const responsabile = operatori.find((o) => o.responsabile)
        return {
          ...p,
          responsabile: responsabile ? chi(responsabile.utente) : null,
          equipe: operatori.filter((o) => !o.responsabile).map((o) => chi(o.utente)),
          mia: operatori.some((o) => o.utente === ctx.utente),
        }
      },
    ),
    perche: contenuto.perche,
    percorso: contenuto.percorso,
    prossimi: prossimi.sort((x, y) => x.giorno.localeCompare(y.giorno)),
    avvisi: avvisiDi({ persona, eta, oggi, aperte, fatti, prossimi }),
    ultimi: contenuto.ultimi.map(({ autoreId, ...u }) => ({ ...u, autore: chi(autoreId).nome })),
    nuclei,
  }
}

export const fascicoloRotte = rotte(fascicoloApi, { frontespizio, timeline })
