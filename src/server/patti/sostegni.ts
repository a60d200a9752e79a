// The supports that an ambito can give, and the counts of who sees no pact: how many, of which kind, how many wait, what was given in a
// period. The functions of the database answer with sums by groups (migration 0084); what of them may be said is decided by the same
// rules as the dashboard (ADR 0061).
import { sql } from 'kysely'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Gruppo } from '../../shared/patti/cruscotto.rules.ts'
import {
  anniInteri,
  contate,
  type FiguraPatti,
  type NumeriDiMisura,
  numeriDelleMisure,
} from '../../shared/patti/numeri.rules.ts'
import { type NumeriPatti, type OffertaSostegno, sostegniApi } from '../../shared/patti/patto.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { type Colonna, scriviCartella, TIPO_XLSX, type Valore } from '../kernel/tabelle/scrivi.ts'
import { assertVoci } from '../parametri/voci.ts'
import { avvisaPostiLiberi } from './sostegni-patto.ts'

type Api = typeof sostegniApi
type Fatto = { fatto: true }

interface Regole {
  minimo: number
  /** Counts everything: who sees no household, or only his own. */
  tutto: boolean
}
async function regoleDi(ctx: Ctx): Promise<Regole> {
  const { rows } = await sql<Regole>`
    select (kernel.parametro('patto.conteggio-minimo'))::int as minimo, kernel.ambito_intero() or cardinality(kernel.comuni()) = 0 as tutto`.execute(
    ctx.tx,
  )
  return rows[0]!
}

type Occupati = Pick<OffertaSostegno, 'attivi' | 'inAttesa' | 'previsti'>
/** Who has each support of the catalogue in the whole ambito, or waits for it: of small groups not to who sees the households. */
async function postiOccupati(ctx: Ctx): Promise<{ di: Map<string, Occupati>; parziale: boolean }> {
  const { minimo, tutto } = await regoleDi(ctx)
  const { rows } = await sql<Gruppo & Occupati & { offertaId: string }>`
    select comune_id, misura_id, anno, offerta_id, attivi, in_attesa, previsti from accesso.posti_per_gruppo()`.execute(
    ctx.tx,
  )
  const { rows: gruppi } =
    tutto || rows.length === 0
      ? { rows: [] }
      : await sql<Gruppo & { casi: number }>`
          select comune_id, misura_id, anno, casi from accesso.gruppi_dell_ambito()`.execute(ctx.tx)
  const contati = contate(rows, gruppi, tutto ? 1 : minimo)
  const di = new Map<string, Occupati>()
  for (const r of contati) {
    const gia = di.get(r.offertaId) ?? { attivi: 0, inAttesa: 0, previsti: 0 }
    di.set(r.offertaId, {
      attivi: gia.attivi + r.attivi,
      inAttesa: gia.inAttesa + r.inAttesa,
      previsti: gia.previsti + r.previsti,
    })
  }
  return { di, parziale: gruppi.length > contate(gruppi, gruppi, minimo).length }
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const { rows } = await sql<Omit<OffertaSostegno, keyof Occupati>>`
    select o.id, o.nome, o.sostegno, o.ente, o.recapiti, o.posti, o.dal, o.al, o.costo_orario, o.fondo, o.versione
      from offerta_sostegno o where ${i.anche === 'finiti'} or o.al is null or o.al >= kernel.oggi() order by o.sostegno, o.nome, o.id`.execute(
    ctx.tx,
  )
  const { di, parziale } = await postiOccupati(ctx)
  return { voci: rows.map((o) => ({ ...o, ...(di.get(o.id) ?? { attivi: 0, inAttesa: 0, previsti: 0 }) })), parziale }
}

type Campi = Input<Api['crea']>
async function assertOfferta(ctx: Ctx, i: Campi): Promise<void> {
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  await assertVoci(ctx.tx, ctx.oggi(), { sostegno: ['sostegno-patto', i.sostegno], fondo: ['fondo-sostegno', i.fondo] })
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  await assertOfferta(ctx, i)
  const { rows } = await sql<{ id: string }>`
    insert into offerta_sostegno (nome, sostegno, ente, recapiti, posti, dal, al, costo_orario, fondo)
    values (${i.nome.trim()}, ${i.sostegno}, ${i.ente.trim()}, ${i.recapiti?.trim() || null}, ${i.posti ?? null}, ${i.dal}, ${i.al ?? null}, ${i.costoOrario ?? null}, ${i.fondo ?? null}) returning id`.execute(
    ctx.tx,
  )
  return rows[0]!
}

async function modifica(ctx: Ctx, i: Input<Api['modifica']>): Promise<Fatto> {
  await assertOfferta(ctx, i)
  const { rows } = await sql<{
    versione: number
  }>`select versione from offerta_sostegno where id = ${i.id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  if (rows[0].versione !== i.versione) throw problem('versione-superata')
  await sql`update offerta_sostegno set nome = ${i.nome.trim()}, sostegno = ${i.sostegno}, ente = ${i.ente.trim()}, recapiti = ${i.recapiti?.trim() || null}, posti = ${i.posti ?? null},
      dal = ${i.dal}, al = ${i.al ?? null}, costo_orario = ${i.costoOrario ?? null}, fondo = ${i.fondo ?? null}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  await avvisaPostiLiberi(ctx, [i.id])
  return { fatto: true }
}

// ---- counts ------------------------------------------------------------------------------------------------------------

interface PerStato extends Gruppo {
  sostegno: string
  stato: string
  fondo: string | null
  quanti: number
  nuclei: number
  nelPeriodo: number
  ore: number
  costo: number
}
interface Conti {
  misure: (NumeriDiMisura & { misura: string })[]
  sostegni: PerStato[]
  /** Households by kind of support, each once. */
  nuclei: Map<string, number>
  taciuti: number
  minimo: number
}

async function conta(ctx: Ctx, i: { dal: string; al: string }): Promise<Conti> {
  if (i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const { minimo: regola, tutto } = await regoleDi(ctx)
  const minimo = tutto ? 1 : regola
  if (minimo > 1 && !anniInteri(i.dal, i.al))
    throw erroreDiCampo(
      'dal',
      'Chi coordina un territorio conta anni interi, dal 1° gennaio al 31 dicembre: un giorno in più o in meno direbbe di un solo nucleo.',
    )
  const { rows: gruppi } = await sql<FiguraPatti>`
    select comune_id, misura_id, anno, casi, presi_in_carico, in_preparazione, da_firmare, attivi, firmati, chiusi from accesso.figure_patti(${i.dal}, ${i.al})`.execute(
    ctx.tx,
  )
  const { rows: sostegni } = await sql<PerStato>`
    select comune_id, misura_id, anno, sostegno, stato, fondo, quanti, nuclei, nel_periodo, ore::int as ore, costo::float8 as costo
      from accesso.figure_sostegni_dati(${i.dal}, ${i.al})`.execute(ctx.tx)
  const { rows: nuclei } = await sql<Gruppo & { sostegno: string; nuclei: number }>`
    select comune_id, misura_id, anno, sostegno, nuclei from accesso.figure_nuclei_con_sostegni()`.execute(ctx.tx)
  const { rows: nomi } = await sql<{ id: string; nome: string }>`
    select id, nome from misura where id = any (${[...new Set(gruppi.map((g) => g.misuraId))]})`.execute(ctx.tx)
  const nome = new Map(nomi.map((n) => [n.id, n.nome]))
  const casi = (g: readonly FiguraPatti[]) => g.reduce((n, r) => n + r.casi, 0)
  return {
    misure: numeriDelleMisure(gruppi, minimo)
      .map((m) => ({ ...m, misura: nome.get(m.misuraId) ?? m.misuraId }))
      .sort((a, b) => a.misura.localeCompare(b.misura)),
    sostegni: perStato(contate(sostegni, gruppi, minimo)),
    nuclei: contate(nuclei, gruppi, minimo).reduce(
      (di, r) => di.set(r.sostegno, (di.get(r.sostegno) ?? 0) + r.nuclei),
      new Map<string, number>(),
    ),
    taciuti: casi(gruppi) - casi(contate(gruppi, gruppi, minimo)),
    minimo,
  }
}

/** Kind, state and fund, whatever the group. */
function perStato(righe: readonly PerStato[]): PerStato[] {
  const somma = (sue: readonly PerStato[], k: 'quanti' | 'nuclei' | 'nelPeriodo' | 'ore' | 'costo') =>
    sue.reduce((n, r) => n + r[k], 0)
  return [...Map.groupBy(righe, (r) => `${r.sostegno} ${r.stato} ${r.fondo ?? ''}`)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, sue]) => ({
      ...sue[0]!,
      quanti: somma(sue, 'quanti'),
      nuclei: somma(sue, 'nuclei'),
      nelPeriodo: somma(sue, 'nelPeriodo'),
      ore: somma(sue, 'ore'),
      costo: somma(sue, 'costo'),
    }))
}

/** Where the catalogue says how many places there are. */
async function posti(ctx: Ctx): Promise<Map<string, { posti: number | null; attivi: number }>> {
  const di = new Map<string, { posti: number | null; attivi: number }>()
  for (const o of (await list(ctx, {})).voci) {
    const gia = di.get(o.sostegno) ?? { posti: 0, attivi: 0 }
    di.set(o.sostegno, {
      posti: o.posti === null || gia.posti === null ? null : gia.posti + o.posti,
      attivi: gia.attivi + o.attivi,
    })
  }
  return di
}

async function lettere(ctx: Ctx): Promise<{ codice: string; leps: string | null }[]> {
  const { rows } = await sql<{ codice: string; leps: string | null }>`
    select distinct on (codice) codice, nullif(attributi ->> 'leps', '') as leps from codifica_voce
     where codifica_id = 'sostegno-patto' and (ambito_id is null or ambito_id = kernel.ambito()) order by codice, dal desc`.execute(
    ctx.tx,
  )
  return rows
}

async function numeri(ctx: Ctx, i: Input<Api['numeri']>): Promise<NumeriPatti> {
  const { misure, sostegni, nuclei, taciuti, minimo } = await conta(ctx, i)
  const [offerta, codici] = [await posti(ctx), await lettere(ctx)]
  const somma = (righe: readonly PerStato[], stati: readonly string[]) =>
    righe.filter((r) => stati.includes(r.stato)).reduce((n, r) => n + r.quanti, 0)
  const usati = codici.filter((k) => k.leps || offerta.has(k.codice) || sostegni.some((s) => s.sostegno === k.codice))
  return {
    misure: misure.map(({ misuraId: _m, ...m }) => m),
    taciuti,
    minimo,
    sostegni: usati.map(({ codice, leps }) => {
      const righe = sostegni.filter((s) => s.sostegno === codice)
      return {
        sostegno: codice,
        leps,
        previsti: somma(righe, ['previsto']),
        inAttesa: somma(righe, ['in-attesa']),
        attivi: somma(righe, ['attivo']),
        conclusi: somma(righe, ['concluso', 'interrotto']),
        nonAttivati: somma(righe, ['non-attivato']),
        nelPeriodo: righe.reduce((n, r) => n + r.nelPeriodo, 0),
        nuclei: nuclei.get(codice) ?? 0,
        ore: righe.reduce((n, r) => n + r.ore, 0),
        costo: righe.reduce((n, r) => n + r.costo, 0),
        posti: offerta.get(codice)?.posti ?? null,
        postiAttivi: offerta.get(codice)?.attivi ?? 0,
      }
    }),
  }
}

const colonneMisure: Colonna[] = [
  { titolo: 'Misura', larghezza: 32 },
  ...[
    'Casi',
    'Casi non contati in ciò che segue',
    'Presi in carico',
    'Patti in preparazione',
    'Da firmare',
    'Attivi',
    'Firmati nel periodo',
    'Chiusi nel periodo',
  ].map((titolo): Colonna => ({ titolo, formato: 'numero' })),
]
const colonneSostegni: Colonna[] = [
  { titolo: 'LEPS' },
  { titolo: 'Sostegno', larghezza: 60 },
  { titolo: 'Stato', larghezza: 18 },
  { titolo: 'Fondo', larghezza: 32 },
  { titolo: 'Sostegni', formato: 'numero' },
  { titolo: 'Nuclei', formato: 'numero' },
  { titolo: 'Attivi nel periodo', formato: 'numero' },
  { titolo: 'Ore', formato: 'numero' },
  { titolo: 'Costo', formato: 'euro' },
]

async function rendiconto(ctx: Ctx, i: Input<Api['rendiconto']>): Promise<FileReply> {
  const { misure, sostegni, taciuti } = await conta(ctx, i)
  const leps = new Map((await lettere(ctx)).map((k) => [k.codice, k.leps]))
  const { rows: parole } = await sql<{ lista: string; codice: string; testo: string }>`
    select c.lista, c.codice, kernel.voce_etichetta(c.lista, c.codice) as testo from jsonb_to_recordset(${JSON.stringify(
      [
        ...sostegni.map((s) => ({ lista: 'sostegno-patto', codice: s.sostegno })),
        ...sostegni.flatMap((s) => (s.fondo ? [{ lista: 'fondo-sostegno', codice: s.fondo }] : [])),
      ],
    )}::jsonb) as c(lista text, codice text)`.execute(ctx.tx)
  const dice = (lista: string, codice: string | null) =>
    parole.find((p) => p.lista === lista && p.codice === codice)?.testo ?? codice ?? ''
  const righeMisure = misure.map((m): Valore[] => [
    m.misura,
    m.casi,
    m.taciuti,
    // of nobody who may be counted, nothing is known: not that there are none
    ...[m.presiInCarico, m.inPreparazione, m.daFirmare, m.attivi, m.firmati, m.chiusi].map((n) =>
      m.casi > 0 && m.taciuti === m.casi ? null : n,
    ),
  ])
  const righeSostegni = sostegni.map((s): Valore[] => [
    leps.get(s.sostegno) ?? '',
    dice('sostegno-patto', s.sostegno),
    s.stato.replaceAll('-', ' '),
    dice('fondo-sostegno', s.fondo),
    s.quanti,
    s.nuclei,
    s.nelPeriodo,
    s.ore,
    s.costo,
  ])
  const nome = `fondo-poverta-${i.dal}-${i.al}`
  if (i.formato === 'csv') {
    const testo = (righe: Valore[][]) => righe.map((r) => r.map((x) => String(x ?? '')))
    const [intestazione, euro] = [colonneSostegni.map((c) => c.titolo), colonneSostegni.length - 1]
    const inEuro = righeSostegni.map((r) =>
      r.map((x, n) => (n === euro ? (Number(x) / 100).toFixed(2).replace('.', ',') : x)),
    )
    return {
      nome: `${nome}.csv`,
      tipo: 'text/csv',
      contenuto: scriviCsv([
        colonneMisure.map((c) => c.titolo),
        ...testo(righeMisure),
        [],
        intestazione,
        ...testo(inEuro),
      ]),
    }
  }
  return {
    nome: `${nome}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: await scriviCartella({
      titolo: 'Fondo povertà',
      fogli: [
        { nome: 'Patti', colonne: colonneMisure, righe: righeMisure },
        { nome: 'Sostegni', colonne: colonneSostegni, righe: righeSostegni },
      ],
      istruzioni: [
        'Come si leggono questi numeri',
        `Periodo: dal ${i.dal} al ${i.al}. «Attivi nel periodo» conta i sostegni dati almeno un giorno in quei giorni.`,
        'Presi in carico: nuclei con l’analisi preliminare conclusa con un esito per cui il questionario li dice in carico al servizio sociale.',
        'Ore e costi sono quelli registrati nel monitoraggio dei patti per i giorni del periodo, anche dei sostegni in corso: ogni registrazione è di un anno solo, e conta nel suo ultimo giorno. Sostegni e nuclei sono quelli di oggi.',
        'Un sostegno di un nucleo passato ad altro comune si conta dove sta adesso; le ore e i costi, dove sono stati dati.',
        ...(taciuti > 0
          ? [`${taciuti} casi sono di gruppi così piccoli che un numero direbbe di qualcuno: non sono contati.`]
          : []),
      ],
    }),
  }
}

export const sostegniRotte = rotte(sostegniApi, { list, crea, modifica, numeri, rendiconto })
