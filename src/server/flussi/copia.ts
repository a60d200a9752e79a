// Prestazioni of each month copied to the next. A copy remembers what it is of: whatever is corrected in it afterwards, it is not made
// again; and what a file has already brought to that month for the same person, code and application is left alone.
import { sql } from 'kysely'
import { type Copiabile, copiaApi } from '../../shared/flussi/copia.api.ts'
import { type MotivoNonCopiata, meseDopo, mesePiuUno } from '../../shared/flussi/copia.rules.ts'
import { elabora } from '../../shared/flussi/elabora.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { contestoDi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { prestazioni, type RigaPrestazione } from './prestazioni-lettura.ts'
import { scriviNuove } from './prestazioni-scrittura.ts'
import { postoDi } from './testo-riga.ts'

type Api = typeof copiaApi

const valore = (campo: string) =>
  sql`kernel.valore_prestazione(d.record, ${postoDi(campo)}, ${campo.split('.')}::text[])`

/** Periodic, of this month, not excluded. */
const periodiche = (
  ente: string,
  mese: string,
) => sql`p.ente_id = ${ente} and p.periodo = ${mese} and p.operazione = 'I' and p.stato <> 'esclusa'
  and ${valore('carattere')} = '1'`

const CHIAVE = ['beneficiario.codiceFiscale', 'codicePrestazione', 'protocolloDomanda'] as const
const chiave = ({ beneficiario, codicePrestazione, protocolloDomanda }: PrestazioneErogata) =>
  JSON.stringify([beneficiario.codiceFiscale ?? null, codicePrestazione ?? null, protocolloDomanda ?? null])

/** Of these rows, what the next month already has, excluded or not: somebody has thought of it. */
async function giaNelMeseDopo(ctx: Ctx, ente: string, mese: string, righe: readonly RigaPrestazione[]) {
  const persone = [...new Set(righe.flatMap((r) => r.record.beneficiario.codiceFiscale ?? []))]
  const { rows } = await sql<{ chiave: [string | null, string | null, string | null] }>`
    select json_build_array(${sql.join(CHIAVE.map(valore))}) as chiave
      from prestazione_erogata p join prestazione_dati d on d.id = p.id
     where p.ente_id = ${ente} and p.periodo = ${mesePiuUno(mese)} and p.operazione = 'I' and ${valore(CHIAVE[0])} = any (${persone}::text[])`.execute(
    ctx.tx,
  )
  const { rows: copie } = await sql<{ da: string }>`
    select copiata_da as da from prestazione_erogata where copiata_da = any (${righe.map((r) => r.id)}::uuid[])`.execute(
    ctx.tx,
  )
  const chiavi = new Set(rows.map((r) => JSON.stringify(r.chiave)))
  const copiate = new Set(copie.map((c) => c.da))
  return (r: RigaPrestazione) => copiate.has(r.id) || chiavi.has(chiave(r.record))
}

/** The copy, or why there is none. */
const esito = (r: RigaPrestazione, presente: boolean): PrestazioneErogata | MotivoNonCopiata =>
  presente ? 'gia-presente' : meseDopo(r.record)

function mostra(r: RigaPrestazione, e: PrestazioneErogata | MotivoNonCopiata): Copiabile {
  const copia = typeof e === 'string' ? r.record : e
  const { anagrafica, codiceFiscale } = r.record.beneficiario
  return {
    id: r.id,
    nome: [anagrafica.cognome, anagrafica.nome].filter(Boolean).join(' '),
    codiceFiscale: codiceFiscale ?? '',
    codice: copia.codicePrestazione ?? '',
    protocollo: copia.protocolloDomanda ?? '',
    importoMensile: copia.importoMensile ?? '',
    dal: copia.dataInizio ?? '',
    al: copia.dataFine ?? '',
    motivo: typeof e === 'string' ? e : null,
  }
}

async function anteprima(ctx: Ctx, i: Input<Api['anteprima']>): Promise<Output<Api['anteprima']>> {
  const ente = await getEnte(ctx, i.ente)
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 1)
  const righe = await prestazioni(
    ctx.tx,
    sql`where ${periodiche(ente.id, i.mese)} ${dopo ? sql`and p.ordine > ${dopo[0]}::bigint` : sql``} order by p.ordine limit ${limite + 1}`,
  )
  const presente = await giaNelMeseDopo(ctx, ente.id, i.mese, righe)
  const p = pagina(righe, limite, (r) => [r.ordine])
  return { ...p, voci: p.voci.map((r) => mostra(r, esito(r, presente(r)))) }
}

async function copia(ctx: Ctx, i: Input<Api['copia']>): Promise<Output<Api['copia']>> {
  // two who copy at once wait for each other
  const ente = await getEnte(ctx, i.ente, true)
  const scelte = i.prestazioni
  const righe = await prestazioni(
    ctx.tx,
    sql`where ${periodiche(ente.id, i.mese)} and p.id = any (${scelte}::uuid[]) order by p.ordine`,
  )
  const presente = await giaNelMeseDopo(ctx, ente.id, i.mese, righe)
  const contesto = await contestoDi(ctx, ente.id)
  let copiate = 0
  const fatte = new Set<string>()
  for (const r of righe) {
    const e = esito(r, presente(r) || fatte.has(chiave(r.record)))
    if (typeof e === 'string') continue
    fatte.add(chiave(r.record))
    const [id] = await scriviNuove(ctx, { enteId: ente.id, comuneId: ente.comuneId }, elabora(e, contesto))
    await sql`update prestazione_erogata set copiata_da = ${r.id} where id = ${id}`.execute(ctx.tx)
    copiate++
  }
  return { copiate, saltate: new Set(scelte).size - copiate }
}

export const copiaRotte = rotte(copiaApi, { anteprima, copia })

export const copiaVincoli: Vincoli = {
  prestazione_copiata_una_volta: {
    codice: 'stato-non-ammesso',
    detail: 'Qualcuno ha già copiato una di queste prestazioni: ricarica la pagina.',
  },
}
