// The page of a caso, for its case manager: who is in the household, what was declared beside what was verified, how the terms
// stand today, and one story across all the measures that the household has had and that he may see.
import { type RawBuilder, sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Definizione } from '../../shared/misure/definizione.ts'
import type { DurataCalcolata } from '../../shared/misure/durata.rules.ts'
import { nonContato } from '../../shared/patti/casi.rules.ts'
import type { Valori } from '../../shared/patti/estratto.rules.ts'
import { campoEstratto, giorniConColonna, isColonna, nomeCampoEstratto } from '../../shared/patti/estratto-campi.ts'
import { nomeEvento } from '../../shared/patti/eventi.ts'
import type { ComponenteCaso, DatoDichiarato, mieiCasiApi, SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiFestivi } from '../parametri/festivi.ts'
import { esitoLetto } from './caso.ts'
import { isDellaDomanda } from './estratto-giudizio.ts'
import { incontriDi } from './incontri.ts'
import { isDaNonTrovare, isDove, senzaDove, siDice } from './non-si-trova.ts'
import { storia } from './storia.ts'
import { type ComponenteCalcolato, comeSta } from './termini.ts'

type Testata = Omit<
  SchedaCaso,
  | 'dati'
  | 'nucleo'
  | 'termini'
  | 'durata'
  | 'storia'
  | 'incontri'
  | 'senzaPatrono'
  | 'nonContato'
  | 'soloLettura'
  | 'scadenza'
  | 'termine'
  | 'giorni'
> & {
  giorniDetti: Record<string, string | null>
  domandaId: string
  assegnazione: string
  durataDetta: Definizione['durata']
}

const dopoLaDomanda = giorniConColonna.filter((c) => c.evento !== 'domanda')
const giorniLetti = sql`jsonb_build_object(${sql.join(dopoLaDomanda.flatMap((c) => [sql.lit(c.id), sql.ref(`d.${c.colonna}`)]))})`

interface Verifica {
  componenteId: string | null
  campo: string
  dichiarato: string | null
  verificato: string | null
  verificatoIl: string
  fonte: string
}

interface RigaComponente extends Omit<ComponenteCaso, 'dati' | 'esoneri' | 'simili'> {
  dichiarati: Valori
  propri: Record<string, string | null>
}

interface Dichiarati {
  membri: RigaComponente[]
  domanda: Valori
  /** Where they are is left out. */
  segreta: boolean
}

/** The analysis of a caso that waits to be concluded, the one begun last. */
export const analisiInCorso = (caso: RawBuilder<unknown>) =>
  sql`(select x.id from caso_analisi a join compilazione x on x.id = a.compilazione_id where a.caso_id = ${caso} and x.stato = 'in-corso' order by x.creata_il desc limit 1)`

/** Declared values of the members, and those of the household, which stand with the applicant. */
export async function dichiarati(ctx: Ctx, domandaId: string): Promise<Dichiarati> {
  const { rows: membri } = await sql<RigaComponente>`
    select m.id, m.codice_fiscale, m.cognome || ' ' || m.nome as nome, m.data_nascita, m.parentela, m.richiedente, m.persona_id, m.collegamento, m.uscito_il, m.dichiarati,
           jsonb_build_object('cognome', m.cognome, 'nome', m.nome, 'dataNascita', m.data_nascita, 'sesso', m.sesso, 'parentela', m.parentela) as propri
      from domanda_componente m where m.domanda_id = ${domandaId} order by m.uscito_il is not null, m.ordine, m.id`.execute(
    ctx.tx,
  )
  const { rows: d } = await sql<{ valori: Record<string, string | number | null> }>`
    select jsonb_build_object('indirizzo', indirizzo, 'cap', cap, 'mensile', mensile) as valori from domanda where id = ${domandaId}`.execute(
    ctx.tx,
  )
  const suoi = membri.find((m) => m.richiedente)?.dichiarati ?? {}
  const domanda = Object.fromEntries(
    [...Object.entries(d[0]?.valori ?? {}), ...Object.entries(suoi).filter(([k]) => isDellaDomanda(k))].filter(
      ([, v]) => v !== null,
    ),
  ) as Valori
  const segreta = await isDaNonTrovare(ctx, domandaId)
  return {
    membri: segreta ? membri.map((m) => ({ ...m, dichiarati: senzaDove(m.dichiarati) })) : membri,
    domanda: segreta ? senzaDove(domanda) : domanda,
    segreta,
  }
}

/** The fields of the member himself, with what the extract only declares. */
export const delComponente = (m: RigaComponente): Valori =>
  Object.fromEntries(
    [...Object.entries(m.propri), ...Object.entries(m.dichiarati).filter(([k]) => !isDellaDomanda(k))].filter(
      ([, v]) => v !== null,
    ),
  ) as Valori

export const inTesto = (v: Valori[string] | undefined): string | null => (v === undefined ? null : String(v))

/** Since it was verified something else has been declared: it is to be looked at again. */
export const isSuperata = (v: Pick<Verifica, 'campo' | 'dichiarato'>, valori: Valori): boolean =>
  v.dichiarato !== inTesto(valori[v.campo])

function affiancati(valori: Valori, verifiche: readonly Verifica[]): DatoDichiarato[] {
  const campi = [...new Set([...Object.keys(valori), ...verifiche.map((v) => v.campo)])]
  const ordine = (c: string) => (isColonna(c) ? 2 : campoEstratto(c)?.tipo === 'testo' ? 1 : 0)
  return campi
    .sort((a, b) => ordine(a) - ordine(b))
    .map((campo) => {
      // the last one holds
      const v = verifiche.find((x) => x.campo === campo)
      return {
        campo,
        nome: nomeCampoEstratto(campo),
        dichiarato: valori[campo] ?? null,
        verificato: v?.verificato ?? null,
        verificatoIl: v?.verificatoIl ?? null,
        fonte: v?.fonte ?? null,
        daRivedere: v !== undefined && isSuperata(v, valori),
      }
    })
}

async function componenti(
  ctx: Ctx,
  t: Testata,
  membri: readonly RigaComponente[],
  verifiche: readonly Verifica[],
  calcolate: ReadonlyMap<string, ComponenteCalcolato>,
): Promise<ComponenteCaso[]> {
  const { rows: esoneri } = await sql<ComponenteCaso['esoneri'][number] & { componenteId: string }>`
    select x.id, x.componente_id, x.specie, x.tipo, x.dal, x.al, x.rivedere_il, x.documento, x.nota, x.riesaminato_il, x.cessato_il,
           (select coalesce(min(m.cognome || ' ' || m.nome), x.curata) from domanda_componente m where m.domanda_id = ${t.domandaId} and m.uscito_il is null and m.codice_fiscale_chiave = x.curata_chiave) as curata,
           x.cessato_il is null and ${ctx.oggi()}::date between x.dal and coalesce(x.al, 'infinity') as attivo
      from esonero x where x.caso_id = ${t.id} order by x.dal desc, x.id`.execute(ctx.tx)
  const { rows: simili } = await sql<
    ComponenteCaso['simili'][number] & { componenteId: string }
  >`select * from accesso.simili_di(${t.id})`.execute(ctx.tx)
  const nomi = new Map(t.tipiEsonero.map((x) => [x.id, x.nome]))
  return membri.map((m) => {
    const { dichiarati: _d, propri: _p, ...resto } = m
    const soggetto = calcolate.get(m.id)
    return {
      ...resto,
      dati: affiancati(
        delComponente(m),
        verifiche.filter((v) => v.componenteId === m.id),
      ),
      simili: simili.filter((s) => s.componenteId === m.id).map(({ componenteId: _c, ...s }) => s),
      esoneri: esoneri
        .filter((x) => x.componenteId === m.id)
        .map(({ componenteId: _c, ...x }) => ({ ...x, nome: nomi.get(x.tipo) ?? x.tipo })),
      soggetto: soggetto?.soggetto ?? null,
      esoneriProposti: soggetto?.proposti ?? [],
    }
  })
}

function durataLetta(d: Definizione['durata'], c: DurataCalcolata | null, oggi: string): SchedaCaso['durata'] {
  const { mesi, testo, fonte, segno, decorre } = d
  return {
    ...{ mesi, testo, fonte, segno },
    dal: c?.dal ?? null,
    al: c?.al ?? null,
    decorre: decorre ? `${decorre.fonte} [${decorre.segno}]` : null,
    rinnovi: c?.rinnovi ?? 0,
    poi: c?.poi ?? null,
    passata: c !== null && c.al < oggi,
  }
}

export async function leggi(ctx: Ctx, i: Input<typeof mieiCasiApi.leggi>): Promise<SchedaCaso> {
  const { rows } = await sql<Testata>`
    select c.id, c.richiedente, c.codice_fiscale, c.persona_id, c.comune_id, k.nome as comune, m.nome as misura, s.stato, s.dal, c.componenti, c.presentata_il, c.assegnato_il,
           case when x.si then c.indirizzo end as indirizzo, case when x.si then c.cap end as cap, d.protocollo, ${giorniLetti} as giorni_detti, d.ricevuta_il, d.beneficio, d.beneficio_dal, d.mensile, d.sparita_il, c.versione_id, v.etichetta as versione_misura,
           s.stato_prima, ${esitoLetto}, s.motivo, accesso.presa_del_caso(c.id) as presa_id, ${analisiInCorso(sql`c.id`)} as analisi_id, s.versione, d.id as domanda_id, c.assegnazione, v.definizione -> 'durata' as durata_detta,
           (select coalesce(jsonb_agg(jsonb_build_object('id', x ->> 'id', 'nome', x ->> 'nome', 'specie', case x ->> 'genere' when 'escluso' then 'esclusione' else 'esonero' end, 'documento', x ->> 'documento', 'perCurata', x -> 'perCurata')), '[]') from jsonb_array_elements(v.definizione -> 'esoneri') x) as tipi_esonero
      from caso c join caso_stato s on s.caso_id = c.id join domanda d on d.id = c.domanda_id join comune k on k.id = c.comune_id join misura m on m.id = c.misura_id
      join misura_versione v on v.id = c.versione_id cross join lateral (select ${siDice(sql`c.domanda_id`)} as si offset 0) x where c.id = ${i.id}`.execute(
    ctx.tx,
  )
  const t = rows[0]
  if (!t) throw problem('non-trovato')
  const { membri, domanda, segreta } = await dichiarati(ctx, t.domandaId)
  const { rows: tutte } = await sql<Verifica>`
    select componente_id, campo, dichiarato, verificato, verificato_il, fonte from domanda_verifica where domanda_id = ${t.domandaId} order by registrata_il desc, id`.execute(
    ctx.tx,
  )
  // what was found of an address is the address
  const verifiche = tutte.filter((v) => !segreta || !isDove(v.campo))
  const { termini: calcolati, componenti: calcolate, durata } = await comeSta(ctx, t.id, t)
  const lavorativi = calcolati.some((x) => x.stato.da !== null && x.termine.lunghezza.unita === 'giorni-lavorativi')
  const termini = calcolati.map(({ termine, componente, stato }) => ({
    id: termine.id,
    nome: termine.nome,
    componente: componente?.nome ?? null,
    luce: stato.luce,
    da: stato.da,
    scadenza: stato.scadenza,
    adempiuto: stato.adempiuto,
    registrato: stato.registrato,
    sospensione: stato.sospensione,
    fonte: termine.fonte,
    segno: termine.segno,
  }))
  const aperte = termini
    .filter((x) => x.scadenza && ['verde', 'giallo', 'scaduto', 'non-si-sa'].includes(x.luce))
    .sort((a, b) => (a.scadenza! < b.scadenza! ? -1 : 1))
  const soloLettura = t.assegnazione === 'passato' || t.assegnazione === 'concluso'
  const { domandaId: _d, assegnazione: _a, giorniDetti, durataDetta, ...testata } = t
  return {
    ...testata,
    giorni: dopoLaDomanda.flatMap((c) => {
      const giorno = giorniDetti[c.id]
      return giorno ? [{ nome: nomeEvento(c.evento), giorno }] : []
    }),
    scadenza: soloLettura ? null : (aperte[0]?.scadenza ?? null),
    termine: soloLettura ? null : (aperte[0]?.nome ?? null),
    nonContato: nonContato(t.stato, t.esitoAnalisi),
    durata: durataLetta(durataDetta, durata, ctx.oggi()),
    dati: affiancati(
      domanda,
      verifiche.filter((v) => v.componenteId === null),
    ),
    nucleo: await componenti(ctx, t, membri, verifiche, calcolate),
    termini: soloLettura ? [] : termini,
    storia: await storia(ctx, t),
    incontri: await incontriDi(ctx, t.id),
    senzaPatrono: !soloLettura && lavorativi && !(await leggiFestivi(ctx)).noti.has(t.comuneId),
    soloLettura,
  }
}
