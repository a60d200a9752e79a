// The database as it is, whoever wrote the migration: every table protected, every policy column and foreign key indexed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogo } from './support/catalogo.ts'

let c: Awaited<ReturnType<typeof catalogo>>
beforeAll(async () => {
  c = await catalogo()
})
afterAll(() => c.close())

const names = async (sql: string) => (await c.rows<object>(sql)).map((r) => Object.values(r).join('.'))

/** Protected by hand, each with its own reason in the migration. */
const byHand = [
  'accesso.chiave_bozze',
  'accesso.sessione',
  'accesso.spid_non_attesa',
  'accesso.spid_scambio',
  'accesso.uso_pubblico',
  'kernel.bozza',
  'kernel.chiave_idempotenza',
  'kernel.notifica',
  'kernel.parametro',
  'kernel.posta_in_uscita',
  'kernel.registro_accessi',
  'kernel.registro_modifiche',
  'public.codifica_voce',
  'public.intervento',
  'public.modello_documento',
  'public.modello_versione',
  'public.prestazione_offerta',
]

/** Without a trigger on the register of changes, each for a reason: a table that is not here has one. */
const senzaRegistro = [
  // bytes: the row that has their hash is registered
  'allegato_contenuto',
  'carico_flussi_inizio',
  'carico_flussi_parte',
  'comunicazione_contenuto',
  'convocazione_lettera',
  'convocazione_ricevuta',
  'documento_contenuto',
  'documento_deposito',
  'flusso_parte',
  'importazione_cartella_parte',
  'importazione_estratto_parte',
  'patto_file',
  'richiesta_ambito_documento_contenuto',
  'scambio_contenuto',
  // rows of a file, which is kept: what they change is registered where it changes
  'importazione_cartella_riga',
  'importazione_estratto_domanda',
  'importazione_estratto_riga',
  'importazione_riga',
  // what the nightly job has computed or told
  'avviso_flussi',
  'caso_avviso_notte',
  'caso_componente',
  'caso_termine',
  // who is held by an active pact: by trigger, from rows that are registered
  'patto_attivo_componente',
  // sums and pairs of rows that are registered
  'conto_flussi',
  'flusso_prestazione',
  // a register itself
  'chiamata_inps',
  // words by which a row is found
  'luogo_parola',
  'persona_parola',
  'richiesta_ambito_parola',
  'utente_parola',
].sort()

describe('every table', () => {
  test('has forced row-level security', async () => {
    expect(
      await names(`select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname in ('public', 'kernel', 'accesso') and c.relname <> 'tabella_protetta'
        and not (c.relrowsecurity and c.relforcerowsecurity)`),
    ).toEqual([])
  })
  test('is protected by the kernel’s functions, or listed here', async () => {
    const free = await names(`select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname in ('public', 'kernel', 'accesso') and c.relname <> 'tabella_protetta'
        and not exists (select 1 from kernel.tabella_protetta t where t.nome = case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname) order by 1, 2`)
    expect(free).toEqual(byHand)
  })
  test('of an ambito has a restrictive tenant policy', async () => {
    expect(
      await names(`select t.nome from kernel.tabella_protetta t where t.tipo = 'ambito' and t.nome <> 'utente_parola'
      and not exists (select 1 from pg_policies p where p.tablename = t.nome and p.policyname = 'ambito' and p.permissive = 'RESTRICTIVE')`),
    ).toEqual([])
  })
  test('with data of beneficiaries gives nothing to the national role', async () => {
    expect(
      await names(
        `select t.nome from kernel.tabella_protetta t where t.beneficiari and has_table_privilege('nazionale', t.nome::regclass, 'select')`,
      ),
    ).toEqual([])
  })
  test('writes in the register of changes', async () => {
    expect(
      await names(`select t.nome from kernel.tabella_protetta t
      where not exists (select 1 from pg_trigger g where g.tgrelid = t.nome::regclass and g.tgname = 'registra_modifica') order by 1`),
    ).toEqual(senzaRegistro)
  })
  test('says what it is', async () => {
    expect(
      await names(`select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname in ('public', 'kernel', 'accesso') and obj_description(c.oid) is null and c.relname not like 'prova\\_%'`),
    ).toEqual([])
  })
})

describe('indexes', () => {
  test('every foreign key has one', async () => {
    expect(
      await names(`select c.conrelid::regclass::text, c.conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
      where c.contype = 'f' and n.nspname in ('public', 'kernel', 'accesso')
        and not exists (select 1 from pg_index i where i.indrelid = c.conrelid and (i.indkey::int2[])[0] = c.conkey[1])`),
    ).toEqual([])
  })
  test('every column read by a policy has one', async () => {
    expect(
      await names(`select c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where c.relkind = 'r' and n.nspname = 'public' and a.attname in ('ambito_id', 'comune_id', 'assegnatario_id') and c.relrowsecurity
        and not exists (select 1 from pg_index i where i.indrelid = c.oid and (i.indkey::int2[])[0] = a.attnum)`),
    ).toEqual([])
  })
})

describe('functions and roles', () => {
  test('a security definer function belongs to custode and fixes its search path', async () => {
    expect(
      await names(`select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('public', 'kernel', 'accesso') and p.prosecdef
        and (pg_get_userbyid(p.proowner) <> 'custode' or not exists (select 1 from unnest(p.proconfig) c where c like 'search_path=%'))`),
    ).toEqual([])
  })
  test('nobody but the named roles may call the functions of access', async () => {
    expect(
      await names(`select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'accesso' and (p.proacl is null or exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0))`),
    ).toEqual([])
  })
  test('the login role owns nothing and reads no table of ours', async () => {
    expect(
      await names(`select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v') and n.nspname in ('public', 'kernel', 'accesso')
        and exists (select 1 from aclexplode(c.relacl) a where a.grantee = 'servizio'::regrole)`),
    ).toEqual([])
    expect(
      await names(
        `select rolname from pg_roles where rolname in ('servizio', 'applicazione', 'nazionale', 'custode') and (rolsuper or rolbypassrls or rolcreaterole)`,
      ),
    ).toEqual([])
  })
  test('the registers can be neither changed nor emptied by a request', async () => {
    for (const table of ['kernel.registro_modifiche', 'kernel.registro_accessi'])
      for (const role of ['applicazione', 'nazionale', 'servizio'])
        expect(
          await names(`select 1 where has_table_privilege('${role}', '${table}', 'update, delete, truncate')`),
          `${role} ${table}`,
        ).toEqual([])
  })
})
