// The supports that an ambito can give, and the counts of who sees no pact: how many, of which kind, how many wait. The functions of
// the database answer with numbers alone (migration 0032); where so few casi are counted that a number would speak of somebody,
// nothing is said.
import { sql } from 'kysely'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { type NumeriPatti, type OffertaSostegno, sostegniApi } from '../../shared/patti/patto.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { type Colonna, scriviCartella, TIPO_XLSX, type Valore } from '../kernel/tabelle/scrivi.ts'
import { assertVoci } from '../parametri/voci.ts'

type Api = typeof sostegniApi
type Fatto = { fatto: true }

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const { rows } = await sql<OffertaSostegno>`
    select o.id, o.nome, o.sostegno, o.ente, o.recapiti, o.posti, o.dal, o.al, o.costo_orario, o.fondo, o.versione,
           coalesce(q.attivi, 0) as attivi, coalesce(q.in_attesa, 0) as in_attesa, coalesce(q.previsti, 0) as previsti
      from offerta_sostegno o left join accesso.posti_occupati() q on q.offerta_id = o.id
     where ${i.anche === 'finiti'} or o.al is null or o.al >= kernel.oggi() order by o.sostegno, o.nome, o.id`.execute(
    ctx.tx,
  )
  return { voci: rows }
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
  return { fatto: true }
}

// ---- counts ------------------------------------------------------------------------------------------------------------

interface PerStato {
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
  misure: NumeriPatti['misure']
  sostegni: PerStato[]
  taciute: number
}

async function conta(ctx: Ctx, i: { dal: string; al: string }): Promise<Conti> {
  if (i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const { rows: tutte } = await sql<NumeriPatti['misure'][number] & { intero: boolean; minimo: number }>`
    select m.nome as misura, n.casi, n.presi_in_carico, n.in_preparazione, n.da_firmare, n.attivi, n.firmati, n.chiusi,
           kernel.ambito_intero() as intero, (kernel.parametro('patto.conteggio-minimo'))::int as minimo
      from accesso.conta_patti(${i.dal}, ${i.al}) n join misura m on m.id = n.misura_id order by m.nome`.execute(ctx.tx)
  const misure = tutte.filter((m) => m.intero || m.casi >= m.minimo).map(({ intero: _i, minimo: _m, ...m }) => m)
  const casi = tutte.reduce((n, m) => n + m.casi, 0)
  const pochi = tutte.some((m) => !m.intero && casi < m.minimo)
  const { rows: sostegni } = await sql<PerStato>`
    select sostegno, stato, fondo, quanti, nuclei, nel_periodo, ore::int as ore, costo::int as costo from accesso.conta_sostegni(${i.dal}, ${i.al}) order by sostegno, stato`.execute(
    ctx.tx,
  )
  return { misure, sostegni: pochi ? [] : sostegni, taciute: tutte.length - misure.length }
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
  const { misure, sostegni, taciute } = await conta(ctx, i)
  const [offerta, codici] = [await posti(ctx), await lettere(ctx)]
  const somma = (righe: readonly PerStato[], stati: readonly string[]) =>
    righe.filter((r) => stati.includes(r.stato)).reduce((n, r) => n + r.quanti, 0)
  const usati = codici.filter((k) => k.leps || offerta.has(k.codice) || sostegni.some((s) => s.sostegno === k.codice))
  return {
    misure,
    taciute,
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
        nuclei: Math.max(0, ...righe.map((r) => r.nuclei)),
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
  const { misure, sostegni } = await conta(ctx, i)
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
    m.presiInCarico,
    m.inPreparazione,
    m.daFirmare,
    m.attivi,
    m.firmati,
    m.chiusi,
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
        'Presi in carico: nuclei con analisi preliminare conclusa con esito B, C o D.',
        'Ore e costi sono quelli registrati nel monitoraggio dei patti.',
      ],
    }),
  }
}

export const sostegniRotte = rotte(sostegniApi, { list, crea, modifica, numeri, rendiconto })
