// The prestazioni as a record layout among others.
import { sql } from 'kysely'
import { type ContestoElaborazione, elabora, posizione, regoleHub } from '../../shared/flussi/elabora.ts'
import { tagliaAnni } from '../../shared/flussi/normalizza/periodi.ts'
import { campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { stessiDati } from '../../shared/flussi/regole-prestazione.ts'
import { rielabora } from '../../shared/flussi/rielabora.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { contestoDi } from './contesto.ts'
import { presaDaInps } from './generazioni-lotto.ts'
import { getPrestazione, PERIODO, prestazioni, type RigaPrestazione } from './prestazioni-lettura.ts'
import { assertCampo, assertModificabile, giaPresente, riscrivi, sostituisci } from './prestazioni-scrittura.ts'
import { liberaDoppie } from './righe-db.ts'
import { DOPPIA, stretta } from './righe-lotto.ts'
import { postoDi } from './testo-riga.ts'
import type { Rifatta, Tracciato } from './tracciato.ts'

/** What is taken in again must still have something to cancel, and neither go beside what took its place nor ahead of its cancellation. */
async function assertRiammissibile(ctx: Ctx, r: RigaPrestazione): Promise<void> {
  const { rows } = await sql<{ partita: boolean; nulla: boolean; sostituita: boolean; scoperta: boolean | null }>`
    select p.flusso_id is not null as partita,
           exists (select 1 from prestazione_erogata o where o.id = p.annulla_id and not ${presaDaInps('o')}) as nulla,
           exists (select 1 from prestazione_erogata c join prestazione_erogata s on s.segue_id = c.id where c.annulla_id = p.id and s.stato <> 'esclusa') as sostituita,
           (select ${presaDaInps('o')} from prestazione_erogata c join prestazione_erogata o on o.id = c.annulla_id
             where c.id = p.segue_id and c.stato = 'esclusa' and o.stato <> 'esclusa') as scoperta
      from prestazione_erogata p where p.id = ${r.id}`.execute(ctx.tx)
  const { partita, nulla, sostituita, scoperta } = rows[0]!
  const perche = partita
    ? 'È già partita e INPS l’ha cancellata: se va inviata di nuovo, scrivila come una prestazione nuova.'
    : nulla
      ? 'INPS non ha la prestazione che questa cancella: non c’è nulla da cancellare.'
      : sostituita
        ? 'Un’altra prestazione ne ha preso il posto: escludi prima quella.'
        : scoperta
          ? 'Prende il posto di una prestazione che INPS ha ancora, e la cancellazione di quella è esclusa: riammetti prima la cancellazione.'
          : scoperta === false
            ? 'La prestazione di cui prende il posto è di nuovo tra quelle da inviare: escludi prima quella.'
            : undefined
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
}

const DATE = ['dataInizio', 'dataFine']

/** The days were corrected before the cut: its other parts are rows that no file brought. */
function tagliataDopo({ modifiche }: RigaPrestazione): boolean {
  const corretta = modifiche.findIndex((m) => !/^N/.test(m.regola) && DATE.includes(m.campo))
  return corretta >= 0 && modifiche.findLastIndex((m) => m.regola === 'N21') > corretta
}

/** The others are all found, also those already excluded, or it stays cut: one that stayed would be sent beside the whole. */
async function toglieAltreParti(ctx: Ctx, r: RigaPrestazione, intera: PrestazioneErogata): Promise<void> {
  const { rows: altre } = await sql<{ id: string; stato: string; impronta: string; anno: string | null }>`
    select id, stato, impronta, left(periodo, 4) as anno from prestazione_erogata
     where ente_id = ${r.enteId} and carico_id = ${r.caricoId}::uuid and riga = ${r.riga} and id <> ${r.id} and operazione = 'I' for update`.execute(
    ctx.tx,
  )
  const anni = tagliaAnni(intera.dataInizio ?? '', intera.dataFine ?? '')?.map((a) => a.dal.slice(0, 4)) ?? []
  const trovati = new Set([r.record.dataInizio?.slice(0, 4), ...altre.map((a) => a.anno)])
  if (tagliataDopo(r) || !anni.every((a) => trovati.has(a)))
    throw problem('stato-non-ammesso', {
      detail:
        'Il periodo passava il 31 dicembre ed è diviso in più righe, che non erano nel file: correggi date e importi, ciascuno nella sua riga.',
    })
  const vive = altre.filter((a) => a.stato !== 'esclusa')
  if (vive.some((a) => !(inLavorazione as readonly string[]).includes(a.stato)))
    throw problem('stato-non-ammesso', {
      detail: 'Un’altra parte di questo periodo è già in un flusso: correggi questa, e se serve cancella quella.',
    })
  if (vive.length === 0) return
  await sql`update prestazione_erogata set stato = 'esclusa', versione = versione + 1 where id = any (${vive.map((a) => a.id)}::uuid[])`.execute(
    ctx.tx,
  )
  await liberaDoppie(ctx, r.enteId, sql`select unnest(${vive.map((a) => a.impronta)}::text[])`)
}

/** Written only where something is otherwise. */
async function rifai(ctx: Ctx, r: RigaPrestazione, c: ContestoElaborazione): Promise<Rifatta | undefined> {
  const [nuova, ...altre] = rielabora(r, (letta, fermi) => elabora(letta, c, fermi))
  const { impronta } = stretta(nuova)
  const copia =
    impronta === r.impronta ? r.difetti.some((d) => d.regola === DOPPIA.regola) : await giaPresente(ctx, r, impronta)
  // what INPS answered stays until someone corrects the row
  const diInps = r.difetti.filter((d) => d.regola === regoleHub.TR02.id)
  const difetti = [...nuova.difetti, ...diInps, ...(copia ? [DOPPIA] : [])]
  if (altre.length === 0 && stessiDati(nuova.record, r.record) && stessiDati(difetti, r.difetti)) return undefined
  const dopo = await sostituisci(ctx, r, [{ ...nuova, difetti }, ...altre], r.fermi)
  return { prima: posizione(r.difetti, r.deroghe), dopo }
}

export const tracciatoPrestazioni: Tracciato<PrestazioneErogata, RigaPrestazione, ContestoElaborazione> = {
  tipo: 'PS_PSA_SINA',
  nome: 'prestazioni',
  stretta: 'prestazione_erogata',
  dati: 'prestazione_dati',
  periodo: PERIODO,
  // a cancellation repeats what was sent
  inLavorazione: sql`p.operazione = 'I' and p.stato in ('rifiutata', 'da-completare', 'pronta')`,
  campi: campiPianiPrestazione,
  assertCampo,
  valore: (campo) => sql`kernel.valore_prestazione(d.record, ${postoDi(campo)}, ${campo.split('.')}::text[])`,
  righe: prestazioni,
  tieni: (ctx, id) => getPrestazione(ctx, id, true),
  assertModificabile,
  assertRiammissibile,
  toglieAltreParti,
  contesto: contestoDi,
  elabora,
  riscrivi,
  rifai,
}
