// config/*.csv → rows, idempotently: what is equal is not touched, so that the register shows only real changes.
// Order matters: each file may refer to those before it. A row gone from the policy tables is removed; in every other
// file rows are only added or updated, because past records refer to them.
import { sql } from 'kysely'
import type { Database, Tx } from './db.ts'
import { loadCodifiche } from './load-codifiche.ts'
import { readCsv } from './read-csv.ts'

type Riga = Record<string, string>

const yes = (v: string | undefined) => v === 'si'
const orNull = (v: string | undefined) => (v === undefined || v === '' ? null : v)

/** Inserts or updates by key, leaving equal rows alone. Keys and columns come from this file only. */
async function upsert(tx: Tx, table: string, key: readonly string[], rows: Record<string, unknown>[]) {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const rest = columns.filter((c) => !key.includes(c))
  const list = (cs: readonly string[], prefix = '') => sql.raw(cs.map((c) => `${prefix}${c}`).join(', '))
  await sql`
    insert into ${sql.table(table)} (${list(columns)})
    select ${list(columns)} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    on conflict (${list(key)}) do ${
      rest.length === 0
        ? sql`nothing`
        : sql`update set ${sql.raw(rest.map((c) => `${c} = excluded.${c}`).join(', '))}
      where (${list(rest, `${table}.`)}) is distinct from (${list(rest, 'excluded.')})`
    }`.execute(tx)
}

/** Rows that have no natural key in the table: added where no equal one stands. */
async function addMissing(tx: Tx, table: string, key: readonly string[], rows: Record<string, unknown>[]) {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  await sql`
    insert into ${sql.table(table)} (${sql.raw(columns.join(', '))})
    select ${sql.raw(columns.map((c) => `r.${c}`).join(', '))} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) r
    where not exists (select 1 from ${sql.table(table)} t where ${sql.raw(key.map((k) => `t.${k} = r.${k}`).join(' and '))})`.execute(
    tx,
  )
}

const siglaColumns = (roles: Riga[]) => new Map(roles.map((r) => [r.sigla!, r.ruolo!]))

export async function loadConfig(db: Database): Promise<void> {
  const roles = readCsv('elenco-ruoli.csv')
  const policy = readCsv('ruoli.csv')
  const bySigla = siglaColumns(roles)
  await db.inScope({ azione: 'configurazione.carica', nazionale: true, operatore: 'configurazione' }, async (tx) => {
    await upsert(
      tx,
      'sezione',
      ['id'],
      readCsv('sezioni.csv').map((r) => ({
        id: r.sezione,
        nome: r.nome,
        descrizione: r.descrizione,
        delegabile: yes(r.delegabile),
        ordine: Number(r.ordine),
      })),
    )
    await upsert(
      tx,
      'tipo_adesione',
      ['id'],
      readCsv('tipi-adesione.csv').map((r) => ({
        id: r.tipo,
        nome: r.nome,
        controparte: r.controparte,
        annuale: yes(r.annuale),
        ordine: Number(r.ordine),
        affida_id: orNull(r.affida),
        fonte: r.fonte,
      })),
    )
    await addMissing(
      tx,
      'sezione_requisito',
      ['sezione_id', 'tipo_adesione_id', 'dal'],
      withId(
        readCsv('sezioni-requisiti.csv').map((r) => ({
          sezione_id: r.sezione,
          tipo_adesione_id: r.tipo,
          attuatore: yes(r.attuatore),
          dal: r.dal,
          al: orNull(r.al),
          fonte: r.fonte,
        })),
      ),
    )
    // the switch is moved by the ministry's own act: the file only sets a beginning
    await addMissing(
      tx,
      'sezione_apertura',
      ['sezione_id'],
      withId(
        readCsv('sezioni-aperture.csv').map((r) => ({
          sezione_id: r.sezione,
          aperta: yes(r.aperta),
          dal: r.dal,
          al: orNull(r.al),
          norma: r.norma,
        })),
      ),
    )
    await upsert(
      tx,
      'ruolo',
      ['id'],
      roles.map((r) => ({
        id: r.ruolo,
        sigla: r.sigla,
        nome: r.nome,
        descrizione: r.descrizione,
        sezione_id: orNull(r.sezione),
        territorio: r.territorio,
        richiede_delega: yes(r.richiede_delega),
        esclusivo: yes(r.esclusivo),
        ordine: Number(r.ordine),
        fonte: r.fonte,
      })),
    )
    await upsert(
      tx,
      'ruolo_assegnabile',
      ['assegnante_id', 'ruolo_id', 'dal'],
      readCsv('ruoli-assegnabili.csv').map((r) => ({
        assegnante_id: r.assegnante,
        ruolo_id: r.ruolo,
        dal: r.dal,
        al: orNull(r.al),
        fonte: r.fonte,
      })),
    )
    await upsert(
      tx,
      'azione',
      ['id'],
      policy.map((r) => ({ id: r.azione, descrizione: r.descrizione, sezione_id: orNull(r.sezione) })),
    )
    const permits = policy.flatMap((r) =>
      [...bySigla]
        .filter(([sigla]) => r[sigla])
        .map(([sigla, ruolo]) => ({ azione_id: r.azione, ruolo_id: ruolo, portata: r[sigla] })),
    )
    await upsert(tx, 'permesso', ['azione_id', 'ruolo_id'], permits)
    await sql`delete from permesso p where not exists (
      select 1 from jsonb_to_recordset(${JSON.stringify(permits)}::jsonb) as r(azione_id text, ruolo_id text)
       where r.azione_id = p.azione_id and r.ruolo_id = p.ruolo_id)`.execute(tx)
    const classes = readCsv('classi-riservatezza.csv')
    await upsert(
      tx,
      'classe_riservatezza',
      ['id'],
      classes.map((r) => ({
        id: r.classe,
        nome: r.nome,
        descrizione: r.descrizione,
        ordine: Number(r.ordine),
        fonte: r.fonte,
      })),
    )
    const sees = classes.flatMap((r) =>
      [...bySigla].filter(([sigla]) => yes(r[sigla])).map(([, ruolo]) => ({ classe_id: r.classe, ruolo_id: ruolo })),
    )
    await upsert(tx, 'ruolo_classe', ['ruolo_id', 'classe_id'], sees)
    await sql`delete from ruolo_classe c where not exists (
      select 1 from jsonb_to_recordset(${JSON.stringify(sees)}::jsonb) as r(ruolo_id text, classe_id text)
       where r.ruolo_id = c.ruolo_id and r.classe_id = c.classe_id)`.execute(tx)
    const perTipo = readCsv('ruoli-adesioni.csv').map((r) => ({
      azione_id: r.azione,
      ruolo_id: r.ruolo,
      tipo_adesione_id: r.tipo,
      fonte: r.fonte,
    }))
    await upsert(tx, 'permesso_adesione', ['azione_id', 'ruolo_id', 'tipo_adesione_id'], perTipo)
    await sql`delete from permesso_adesione p where not exists (
      select 1 from jsonb_to_recordset(${JSON.stringify(perTipo)}::jsonb) as r(azione_id text, ruolo_id text, tipo_adesione_id text)
       where (r.azione_id, r.ruolo_id, r.tipo_adesione_id) = (p.azione_id, p.ruolo_id, p.tipo_adesione_id))`.execute(tx)
    // a parameter changed on the spot stays changed: the file only adds what is missing
    await addMissing(
      tx,
      'kernel.parametro',
      ['chiave'],
      withId(
        readCsv('parametri.csv').map((r) => ({
          chiave: r.chiave,
          valore: JSON.parse(r.valore!),
          dal: r.dal,
          al: orNull(r.al),
          descrizione: r.descrizione,
          fonte: r.fonte,
        })),
      ),
    )
    await upsert(
      tx,
      'parametro_di_ambito',
      ['chiave'],
      readCsv('parametri-ambito.csv').map((r) => ({ chiave: r.chiave, perche: r.perche })),
    )
    await loadCodifiche(tx)
    await upsert(
      tx,
      'festivita',
      ['nome'],
      readCsv('festivita.csv').map((r) => ({
        nome: r.nome,
        giorno: orNull(r.giorno),
        dopo_pasqua: r.dopo_pasqua ? Number(r.dopo_pasqua) : null,
        dal_anno: r.dal_anno ? Number(r.dal_anno) : null,
        al_anno: r.al_anno ? Number(r.al_anno) : null,
        fonte: r.fonte,
      })),
    )
    // what was offered stays written: a change of the norm is another version, with its own days
    await addMissing(
      tx,
      'prestazione_offerta',
      ['codice', 'dal'],
      withId(
        readCsv('prestazioni-offerte.csv').map((r) => ({
          codice: r.codice,
          ambito_id: null,
          nome: r.nome,
          erogatore: r.erogatore,
          requisiti: r.requisiti,
          situazioni: r.situazioni!.split(' '),
          dove: r.dove,
          solo_stranieri: yes(r.solo_stranieri),
          dal: r.dal,
          al: orNull(r.al),
          fonte: r.fonte,
        })),
      ),
    )
    await addMissing(
      tx,
      'intervento',
      ['codice', 'dal'],
      withId(
        readCsv('interventi.csv').map((r) => ({
          codice: r.codice,
          ambito_id: null,
          nome: r.nome,
          inps: orNull(r.inps),
          istat_servizio: orNull(r.istat_servizio),
          istat_area: orNull(r.istat_area),
          origini: (r.origini ?? '').split(' ').filter(Boolean),
          dal: r.dal,
          al: orNull(r.al),
          fonte: r.fonte,
          segno_inps: orNull(r.segno_inps),
          segno_istat: orNull(r.segno_istat),
        })),
      ),
    )
  })
}

const withId = (rows: Record<string, unknown>[]) => rows.map((r) => ({ id: crypto.randomUUID(), ...r }))
