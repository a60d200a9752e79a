// What the tests of accreditation start from: coherent synthetic persons, signed acts, a formal request.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { type Ambito, type Caller, nuovoUtente, type TestApp } from './app.ts'

const nazionale = { azione: 'prova.prepara', nazionale: true, operatore: 'prove' } as const

/** Places of birth that every test may use: Roma, a suppressed comune, one that began in 1970, France. */
export const luoghiDiNascita = (t: TestApp) =>
  t.deps.db.inScope(nazionale, (tx) =>
    sql`with c as (insert into comune (id, nome, dal, al) values ('H501', 'Roma', null, null), ('A001', 'Soppresso', '1866-01-01', '1950-06-30'),
          ('A002', 'Recente', '1970-01-01', null) on conflict do nothing)
        insert into stato_estero (id, nome) values ('Z110', 'Francia') on conflict do nothing`.execute(tx),
  )

let serie = 0
const alfabeto = 'BCDFGLMNPRSTVZ'
/** A person whose codice fiscale is right, and never the same twice. */
export function persona(altro: Partial<Omit<Persona, 'codiceFiscale'>> = {}): Persona {
  const n = serie++
  const base = {
    cognome: `Prova${alfabeto[n % 14]}${alfabeto[Math.floor(n / 14) % 14]}`,
    nome: 'Maria',
    dataNascita: `19${String(50 + (Math.floor(n / 196) % 50))}-0${1 + (Math.floor(process.pid / 28) % 9)}-${String(1 + (process.pid % 28)).padStart(2, '0')}`,
    luogoNascita: 'H501',
    genere: 'F' as const,
    ...altro,
  }
  // the first three consonants make the code: two of them are the serial number
  const cognome = altro.cognome ?? `${base.cognome.slice(5)}${alfabeto[n % 13]}a`
  const p = { ...base, cognome }
  return { ...p, codiceFiscale: calcolaCodiceFiscale({ ...p, belfiore: p.luogoNascita }) }
}
export interface Persona {
  codiceFiscale: string
  cognome: string
  nome: string
  dataNascita: string
  luogoNascita: string
  genere: 'M' | 'F'
}

/** A signed (or registered) act of a comune, or of the implementing body where comune is null. */
export async function adesione(
  t: TestApp,
  a: Ambito,
  comune: string | null,
  stato = 'firmata',
  tipo = 'convenzione-ministero',
) {
  const chi = await nuovoUtente(t, a, [])
  await t.deps.db.inScope(nazionale, (tx) =>
    sql`insert into adesione (ambito_id, comune_id, tipo_adesione_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, registrata_da)
      values (${a.id}, ${comune}, ${tipo}, ${stato}, 'Anna Prova', ${comune ? 'sindaco' : 'legale-rappresentante-capofila'}, '2019-10-01', '2019-10-01', ${chi.id})`.execute(
      tx,
    ),
  )
}

export const delega = (t: TestApp, a: Ambito, comune: string) =>
  t.deps.db.inScope(nazionale, (tx) =>
    sql`with d as (insert into delega (ambito_id, oggetto, protocollo, data) values (${a.id}, 'Delega', '1', '2019-10-01') returning id, data)
      insert into delega_comune (delega_id, data, ambito_id, comune_id, dal) select id, data, ${a.id}, ${comune}, '2019-10-01' from d`.execute(
      tx,
    ),
  )

/** Every comune of the ambito with these acts registered and its own delega: as the two above would say one by one. */
export async function convenzionati(t: TestApp, a: Ambito, ...tipi: string[]) {
  const chi = await nuovoUtente(t, a, [])
  await t.deps.db.inScope(nazionale, (tx) =>
    sql`with c as materialized (select comune, gen_random_uuid() as delega_id from unnest(${a.comuni}::text[]) comune),
        x as (insert into adesione (ambito_id, comune_id, tipo_adesione_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, registrata_da)
          select ${a.id}, comune, tipo, 'registrata', 'Anna Prova', 'sindaco', '2019-10-01', '2019-10-01', ${chi.id} from c, unnest(${tipi}::text[]) tipo),
        d as (insert into delega (id, ambito_id, oggetto, protocollo, data) select delega_id, ${a.id}, 'Delega', '1', '2019-10-01' from c returning id, data)
      insert into delega_comune (delega_id, data, ambito_id, comune_id, dal)
        select d.id, d.data, ${a.id}, c.comune, '2019-10-01' from d join c on c.delega_id = d.id`.execute(tx),
  )
}

/** A formal request already on file: of a comune, or of the ambito. */
export async function richiestaFormale(t: TestApp, a: Ambito, comune: string | null = null): Promise<string> {
  const id = randomUUID()
  await t.deps.db.inScope(nazionale, (tx) =>
    sql`insert into richiesta_formale (id, ambito_id, comune_id, ufficio, protocollo, data) values (${id}, ${a.id}, ${comune}, 'Servizi sociali', ${id.slice(0, 8)}, '2026-02-20')`.execute(
      tx,
    ),
  )
  return id
}

/** The refusal's fields and sentence, to look at. */
export const rifiuto = (p: Promise<unknown>) =>
  p.then(
    () => ({ status: 200, codice: 'accettato', campo: undefined, detail: '' }),
    (e: { problem?: { status: number; codice: string; detail?: string; errori?: { campo: string }[] } }) => {
      if (!e.problem) throw e
      return { ...e.problem, campo: e.problem.errori?.[0]?.campo, detail: e.problem.detail ?? '' }
    },
  )

export type Chi = Caller
