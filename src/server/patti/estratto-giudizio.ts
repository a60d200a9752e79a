// What becomes of the households of an extract, a lot at a time and without writing anything: new, changed, as they were,
// contradictory, refused, each with its sentences. The taking in asks it again, so that what is written is true that day.
import { sql } from 'kysely'
import { inVigore, type StatoVersione } from '../../shared/parametri/versioni.rules.ts'
import type { EsitoNucleo } from '../../shared/patti/estratti.api.ts'
import type { RigaEstratto, Valori } from '../../shared/patti/estratto.rules.ts'
import { campoEstratto, giorniConColonna, giorniDi } from '../../shared/patti/estratto-campi.ts'
import {
  type ComponenteNucleo,
  componiNucleo,
  type Differenza,
  differenzeNucleo,
  type Nucleo,
} from '../../shared/patti/nucleo.rules.ts'
import type { Ctx } from '../kernel/context.ts'

export interface VersioneDatata {
  id: string
  stato: StatoVersione
  dal: string
  al: string | null
  numero: number
}
/** What is the same for every household of an extract: read once for a run. */
export interface Estratto {
  id: string
  comuneId: string
  misuraId: string
  estrattoIl: string
  /** Comuni that whoever asked reaches, with their convenzione registered. */
  comuni: ReadonlySet<string>
  nomi: ReadonlyMap<string, string>
  versioni: readonly VersioneDatata[]
}

/** A household already known. */
export interface Nota {
  domandaId: string
  casoId: string
  comuneId: string
  passato: boolean
  sparitaIl: string | null
  nucleo: Nucleo
}
export interface Giudicato {
  protocollo: string
  riga: number
  comuneId: string
  esito: EsitoNucleo
  motivi: string[]
  differenze: Differenza[]
  nucleo: Nucleo | null
  versioneId: string | null
  nota: Nota | null
  /** Contradictory only until other domande of this file are taken in: their members leave them for this one. */
  attende?: true
}

interface Riga {
  riga: number
  protocollo: string
  dati: RigaEstratto | null
  motivi: string[]
}

const inItaliano = (g: unknown) => String(g).split('-').reverse().join('/')
const senzaVuoti = (o: Record<string, unknown>): Valori =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== null && v !== undefined)) as Valori

const giorniNoti = sql.join(giorniConColonna.flatMap((c) => [sql.lit(c.id), sql.ref(`d.${c.colonna}`)]))

interface RigaNota {
  id: string
  casoId: string
  comuneId: string
  assegnazione: string
  sparitaIl: string | null
  protocollo: string
  codiceFiscale: string
  valori: Record<string, unknown>
  componenti: { codiceFiscale: string; richiedente: boolean; valori: Record<string, unknown>; dichiarati: Valori }[]
}

/**
 * The domande of these protocols that the run reaches, as an extract would say them. Found by protocol first, then one at a time:
 * the policies hide from the planner how many they are, and it would read the ambito.
 */
export async function noteDi(ctx: Ctx, misuraId: string, protocolli: readonly string[]): Promise<Map<string, Nota>> {
  const { rows } = await sql<RigaNota>`
    with d as materialized (
      select d.* from domanda d where d.ambito_id = ${ctx.ambito} and d.protocollo = any (${protocolli}) and d.misura_id = ${misuraId}
    )
    select d.id, c.id as caso_id, d.comune_id, c.assegnazione, d.sparita_il, d.protocollo, d.codice_fiscale,
           jsonb_build_object(${giorniNoti}, 'beneficio', d.beneficio,
             'beneficioDal', d.beneficio_dal, 'mensile', d.mensile, 'comune', d.comune_id, 'indirizzo', d.indirizzo, 'cap', d.cap) as valori,
           (select jsonb_agg(jsonb_build_object('codiceFiscale', m.codice_fiscale, 'richiedente', m.richiedente, 'dichiarati', m.dichiarati,
               'valori', jsonb_build_object('codiceFiscale', m.codice_fiscale, 'cognome', m.cognome, 'nome', m.nome, 'parentela', m.parentela,
                 'dataNascita', m.data_nascita, 'sesso', m.sesso)) order by m.ordine)
              from domanda_componente m where m.domanda_id = d.id and m.uscito_il is null) as componenti
      from d cross join lateral (select c.id, c.assegnazione from caso c where c.domanda_id = d.id offset 0) c
     order by c.assegnazione = 'passato' desc`.execute(ctx.tx)
  return new Map(
    rows.map((r) => {
      // what is of the household is declared with the applicant
      const suoi = r.componenti.find((m) => m.richiedente)?.dichiarati ?? {}
      const dellaDomanda = Object.fromEntries(Object.entries(suoi).filter(([k]) => isDellaDomanda(k)))
      const componenti: ComponenteNucleo[] = r.componenti.map((m) => ({
        codiceFiscale: m.codiceFiscale,
        valori: {
          ...senzaVuoti(m.valori),
          ...Object.fromEntries(Object.entries(m.dichiarati).filter(([k]) => !isDellaDomanda(k))),
        },
      }))
      const nucleo = {
        protocollo: r.protocollo,
        richiedente: r.codiceFiscale,
        valori: { ...senzaVuoti(r.valori), ...dellaDomanda },
        componenti,
      }
      const nota: Nota = {
        domandaId: r.id,
        casoId: r.casoId,
        comuneId: r.comuneId,
        passato: r.assegnazione === 'passato',
        sparitaIl: r.sparitaIl,
        nucleo,
      }
      return [r.protocollo, nota]
    }),
  )
}

/** Fields of the domanda, also those that have no column of theirs; facts of the household that a domanda taken at a desk brings. */
export const isDellaDomanda = (campo: string): boolean => {
  const c = campoEstratto(campo)
  return c ? c.di === 'domanda' : campo.includes('.')
}

interface Altrove {
  codiceFiscale: string
  protocollo: string
  dove: 'file' | 'casi'
  /** This same file no longer has him there, and is still to be taken in. */
  esce?: boolean
}

/** Where the members stand, of this file and among the casi that still go on: of each, every domanda. */
async function doveStanno(ctx: Ctx, e: Estratto, nuclei: readonly Nucleo[]): Promise<Map<string, Altrove[]>> {
  const codici = [...new Set(nuclei.flatMap((n) => n.componenti.map((c) => c.codiceFiscale)))]
  const { rows } = await sql<Altrove>`
    with m as materialized (
      select m.codice_fiscale, m.domanda_id from domanda_componente m where m.ambito_id = ${ctx.ambito} and m.uscito_il is null
         and m.codice_fiscale_chiave = any (array(select kernel.chiave_codice_fiscale(x) from unnest(${codici}::text[]) x))
    )
    select m.codice_fiscale, d.protocollo, 'casi' as dove from m
      cross join lateral (select d.id, d.protocollo, d.misura_id from domanda d where d.id = m.domanda_id offset 0) d
      cross join lateral (select c.assegnazione from caso c where c.domanda_id = d.id offset 0) c
     where d.misura_id = ${e.misuraId} and c.assegnazione in ('da-assegnare', 'assegnato')
    union all
    select distinct r.codice_fiscale, r.protocollo, 'file' from importazione_estratto_riga r
     where r.importazione_id = ${e.id} and r.codice_fiscale = any (${codici}) and r.protocollo is not null`.execute(
    ctx.tx,
  )
  const suoi = new Map(nuclei.map((n) => [n.protocollo, new Set(n.componenti.map((c) => c.codiceFiscale))]))
  await segnaChiEsce(
    ctx,
    e,
    // few: those who are in charge elsewhere
    rows.filter((r) => r.dove === 'casi' && !suoi.get(r.protocollo)?.has(r.codiceFiscale)),
  )
  return Map.groupBy(rows, (r) => r.codiceFiscale)
}

/** Of those in charge in another domanda: whether this file takes them out of it, by rows that are still to be taken in. */
async function segnaChiEsce(ctx: Ctx, e: Estratto, altrove: readonly Altrove[]): Promise<void> {
  if (altrove.length === 0) return
  const { rows } = await sql<{ n: number }>`
    select x.n from jsonb_to_recordset(${JSON.stringify(altrove.map((a, n) => ({ n, protocollo: a.protocollo, codice: a.codiceFiscale })))}::jsonb) as x(n integer, protocollo text, codice text)
     where exists (select 1 from importazione_estratto_riga r where r.importazione_id = ${e.id} and r.protocollo = x.protocollo)
       and not exists (select 1 from importazione_estratto_riga r where r.importazione_id = ${e.id} and r.protocollo = x.protocollo and r.codice_fiscale = x.codice)
       and not exists (select 1 from importazione_estratto_domanda d where d.importazione_id = ${e.id} and d.protocollo = x.protocollo and (d.applicata or d.esito in ('rifiutata', 'contraddittoria')))`.execute(
    ctx.tx,
  )
  for (const { n } of rows) altrove[n]!.esce = true
}

const dateInOrdine = (v: Valori): string[] =>
  giorniDi('domanda').flatMap(({ id: k }) =>
    v[k] !== undefined && v.presentataIl !== undefined && String(v[k]) < String(v.presentataIl)
      ? [`Il ${inItaliano(v[k])} viene prima della domanda, che è del ${inItaliano(v.presentataIl)}.`]
      : [],
  )

/** Why a household cannot be taken in at all. */
function rifiuti(e: Estratto, n: Nucleo): string[] {
  const comune = String(n.valori.comune)
  const motivi = dateInOrdine(n.valori)
  if (!e.comuni.has(comune))
    motivi.push(
      `Il Comune di ${e.nomi.get(comune) ?? comune} non è tra quelli per i quali puoi caricare estratti, o la sua convenzione non è registrata.`,
    )
  if (!inVigore(e.versioni, String(n.valori.presentataIl)))
    motivi.push(
      `Il ${inItaliano(n.valori.presentataIl)} questa misura non era in vigore: controlla la misura e la data di presentazione.`,
    )
  return motivi
}

/**
 * What contradicts what is known, to be settled by somebody before anything is written; and what contradicts it only until other
 * domande of the same file are taken in.
 */
function contraddizioni(
  e: Estratto,
  n: Nucleo,
  nota: Nota | null,
  stanno: ReadonlyMap<string, readonly Altrove[]>,
): { motivi: string[]; attese: string[] } {
  const motivi: string[] = []
  const attese: string[] = []
  if (nota && nota.comuneId !== n.valori.comune)
    motivi.push(
      `Questa domanda è già del Comune di ${e.nomi.get(nota.comuneId) ?? nota.comuneId}: se il nucleo si è trasferito, passa il caso all’altro comune.`,
    )
  else if (nota && nota.nucleo.valori.presentataIl !== n.valori.presentataIl)
    motivi.push(
      `La data di presentazione era ${inItaliano(nota.nucleo.valori.presentataIl)} e l’estratto dice ${inItaliano(n.valori.presentataIl)}: chiedi conferma a INPS.`,
    )
  for (const c of n.componenti) {
    const altri = stanno.get(c.codiceFiscale)?.filter((x) => x.protocollo !== n.protocollo) ?? []
    const altro = altri.find((x) => !x.esce) ?? altri[0]
    if (altro)
      (altro.esce ? attese : motivi).push(
        altro.dove === 'file'
          ? `${c.codiceFiscale} è anche nella domanda ${altro.protocollo} dello stesso file: una persona sta in un solo nucleo.`
          : `${c.codiceFiscale} è già nel nucleo della domanda ${altro.protocollo}: chiudi quella, o chiedi conferma a INPS.`,
      )
  }
  return { motivi, attese }
}

/** `quando`: in the dry run a member who leaves another domanda by the same file has left it; to take one in he must have. */
export async function giudica(
  ctx: Ctx,
  e: Estratto,
  protocolli: readonly string[],
  quando: 'prova' | 'scrittura',
): Promise<Giudicato[]> {
  const { rows } = await sql<Riga>`
    select riga, protocollo, dati, motivi from importazione_estratto_riga
     where importazione_id = ${e.id} and protocollo = any (${protocolli}) order by riga`.execute(ctx.tx)
  const composti = [...Map.groupBy(rows, (r) => r.protocollo)].map(([protocollo, righe]) => ({
    protocollo,
    riga: righe[0]!.riga,
    ...componiNucleo(righe, e.comuneId),
  }))
  const note = await noteDi(ctx, e.misuraId, protocolli)
  const stanno = await doveStanno(
    ctx,
    e,
    composti.flatMap((c) => c.nucleo ?? []),
  )
  return composti.map(({ protocollo, riga, nucleo, motivi }): Giudicato => {
    const nota = note.get(protocollo) ?? null
    const vuoto = {
      protocollo,
      riga,
      comuneId: e.comuneId,
      motivi,
      differenze: [],
      nucleo: null,
      versioneId: null,
      nota,
    }
    if (!nucleo) return { ...vuoto, esito: 'rifiutata' }
    const no = rifiuti(e, nucleo)
    if (no.length > 0) return { ...vuoto, esito: 'rifiutata', motivi: no }
    const comuneId = String(nucleo.valori.comune)
    const contro = contraddizioni(e, nucleo, nota, stanno)
    if (contro.motivi.length > 0) return { ...vuoto, comuneId, esito: 'contraddittoria', motivi: contro.motivi }
    if (contro.attese.length > 0 && quando === 'scrittura')
      return { ...vuoto, comuneId, esito: 'contraddittoria', motivi: contro.attese, attende: true }
    const buono = {
      ...vuoto,
      comuneId,
      nucleo,
      versioneId: inVigore(e.versioni, String(nucleo.valori.presentataIl))!.id,
    }
    if (!nota) return { ...buono, esito: 'nuova' }
    if (nota.passato)
      return {
        ...buono,
        esito: 'invariata',
        motivi: ['Il caso è passato ad altro comune: lo aggiorna l’estratto di quello.'],
      }
    const differenze = differenzeNucleo(nota.nucleo, nucleo)
    const tornata = nota.sparitaIl !== null
    return {
      ...buono,
      differenze,
      esito: differenze.length > 0 || tornata ? 'cambiata' : 'invariata',
      motivi: tornata ? ['È tornata nell’estratto.'] : [],
    }
  })
}
