// The list of the users against reading everybody: whatever is asked, all the pages together are those for whom it holds,
// each once and in the order of the list; whether it finds few or more than are put in order (POCHE), for an administrator
// and for the ministry; and still so after what makes the words change.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ambito, asRuolo, type Caller, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { utentiApi } from '../../shared/accesso/utenti.api.ts'
import { POCHE } from '../kernel/ricerca.ts'
import type { Filtri } from './utenti-fonti.ts'

interface Incarico {
  ruolo: string
  comune: string | null
  al?: string
  revocato?: true
}
interface Utente {
  id: string
  ambito: string
  cf: string
  cognome: string
  nome: string
  email: string | null
  stato: string
  fine: string | null
  spid: boolean
  incarichi: Incarico[]
}

let t: TestApp
let a: Ambito
let altro: Ambito
const utenti: Utente[] = []
const idDi = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const scrivi = (fn: Parameters<typeof t.deps.db.inScope<void>>[1]) =>
  t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, fn)

const COGNOMI = ['Rossi', 'Rosselli', 'De Rossi', 'Rosa', 'Marini', 'D’Angelo', 'Àlbani', 'Zanrosso']
const NOMI = ['Maria', 'Anna Maria', 'Mario', 'Rosa', 'Niccolò', 'Roberta']
const oggi = '2026-03-02'

async function aggiungi(ambito: Ambito, quanti: number) {
  const nuovi = Array.from({ length: quanti }, (_, i): Utente => {
    const n = utenti.length + i
    // half of them are of one surname
    const cognome = i % 2 ? COGNOMI[0]! : COGNOMI[Math.floor(i / 2) % COGNOMI.length]!
    const nome = NOMI[(i * 7 + Math.floor(i / 6)) % NOMI.length]!
    const comune = ambito.comuni[i % 5 === 0 ? 1 : 0]!
    return {
      id: idDi(n),
      ambito: ambito.id,
      cf: `${i % 40 === 3 ? 'ZZT' : 'RSS'}${String(n).padStart(13, '0')}`,
      cognome,
      nome,
      email: i % 3 === 0 ? null : `${i % 3 === 1 ? 'ma' : 'rosso'}${n}@example.it`,
      stato: i % 25 === 7 ? 'sospeso' : 'inserito',
      fine: i % 2 === 0 ? `2026-0${i % 32 === 0 ? 4 : 7}-15` : null,
      spid: i % 60 === 9,
      incarichi: [
        { ruolo: 'case-manager', comune },
        ...(i % 50 === 1 ? [{ ruolo: 'coordinatore-patto', comune: null }] : []),
        ...(i % 3 === 0 ? [{ ruolo: 'responsabile-controlli', comune, al: '2025-12-31' }] : []),
        ...(i % 70 === 4 ? [{ ruolo: 'responsabile-controlli', comune: ambito.comuni[1]! }] : []),
        ...(i % 2 === 0 ? [{ ruolo: 'coordinatore-controlli', comune, revocato: true as const }] : []),
      ],
    }
  })
  utenti.push(...nuovi)
  const incarichi = nuovi.flatMap((u) => u.incarichi.map((x) => ({ ...x, utente: u.id, ambito: u.ambito })))
  await scrivi(async (tx) => {
    await sql`insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, email, stato, fine_contratto, spid_differenze)
      select x.id, x.ambito, x.cf, x.cognome, x.nome, '1980-01-01', 'H501', 'F', x.email, x.stato, x.fine, case when x.spid then '{}'::jsonb end
        from jsonb_to_recordset(${JSON.stringify(nuovi)}::jsonb) as x(id uuid, ambito uuid, cf text, cognome text, nome text, email text, stato text, fine date, spid boolean)`.execute(
      tx,
    )
    await sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, al, stato)
      select x.ambito, x.utente, x.ruolo, x.comune, '2024-01-01', x.al, case when x.revocato then 'revocata' else 'abilitata' end
        from jsonb_to_recordset(${JSON.stringify(incarichi)}::jsonb) as x(ambito uuid, utente uuid, ruolo text, comune text, al date, revocato boolean)`.execute(
      tx,
    )
  })
}

let admin: Caller
let ministero: Caller
/** Who asks, and of which ambito he is shown the users (none: of all). */
const chi: Record<string, () => [Caller, string | undefined, Record<string, string>?]> = {
  'of the ambito': () => [admin, a.id],
  'of the ministry': () => [ministero, undefined],
  'of the ministry in the other ambito': () => [ministero, altro.id, { 'trama-ambito': altro.id }],
}

beforeAll(async () => {
  t = await testApp()
  a = await nuovoAmbito(t)
  altro = await nuovoAmbito(t)
  t.clock.set(`${oggi}T09:00:00Z`)
  await aggiungi(a, 3 * POCHE)
  await aggiungi(altro, 40)
  admin = await asRuolo(t, a, 'amministratore-ambito')
  ministero = await asRuolo(t, null, 'super-utente')
  if (t.deps.db.kind === 'pglite') await t.deps.db.contaRighe()
  else await t.owner.exec('analyze utente; analyze utente_parola; analyze assegnazione')
}, 180_000)
afterAll(() => t.close())

const chiave = (testo: string) => testo.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’'-]/g, ' ').toLowerCase()
const paroleDi = (u: Utente) => [
  ...`${chiave(u.cognome)} ${chiave(u.nome)}`.split(' '),
  chiave(u.cognome).replaceAll(' ', ''),
  u.cf.toLowerCase(),
  ...(u.email ? [u.email.toLowerCase()] : []),
]
const vale = (u: Utente, f: Filtri) =>
  chiave(f.q ?? '')
    .split(' ')
    .every((p) => paroleDi(u).some((w) => w.startsWith(p))) &&
  (!f.stato || u.stato === f.stato) &&
  (!f.contrattoEntro || (u.fine !== null && u.fine <= f.contrattoEntro)) &&
  (f.differenzeSpid === undefined || u.spid === f.differenzeSpid) &&
  (!(f.ruolo || f.comune || f.interoAmbito) ||
    u.incarichi.some(
      (x) =>
        !x.revocato &&
        (x.al ?? oggi) >= oggi &&
        (!f.ruolo || x.ruolo === f.ruolo) &&
        (!f.comune || x.comune === f.comune) &&
        (!f.interoAmbito || x.comune === null),
    ))

const attesi = (f: Filtri, ambito?: string) => {
  const ordine = (u: Utente) => `${chiave(u.cognome)}\0${chiave(u.nome)}\0${u.id}`
  return utenti
    .filter((u) => (!ambito || u.ambito === ambito) && vale(u, f))
    .sort((x, y) => (ordine(x) < ordine(y) ? -1 : 1))
    .map((u) => u.id)
}
/** Whoever was made for the test, and not for the reader's own account. */
async function trovati(f: Filtri, c: Caller, headers?: Record<string, string>) {
  const visti: string[] = []
  let dopo: string | undefined
  do {
    const p = await c.call(utentiApi.list, { ...f, limite: 200, ...(dopo && { dopo }) }, { headers: headers ?? {} })
    visti.push(...p.voci.map((v) => v.id))
    dopo = p.prossima ?? undefined
  } while (dopo)
  return visti.filter((id) => id.startsWith('00000000-'))
}
async function confronta(f: Filtri) {
  for (const [nome, di] of Object.entries(chi)) {
    const [c, ambito, headers] = di()
    expect(await trovati(f, c, headers), `${nome}: ${JSON.stringify(f)}`).toEqual(attesi(f, ambito))
  }
}

const CM = { ruolo: 'case-manager' }
const RARO = { ruolo: 'responsabile-controlli' }

describe('all the pages, in the order of the list', () => {
  test('what is asked finds more than are put in order', () => {
    for (const q of ['r', 'ro', 'ros', 'ross', 'rossi', 'm', 'ma', 'maria', 'rss', 'rosso'])
      expect(attesi({ q }).length, q).toBeGreaterThanOrEqual(q === 'rosso' ? POCHE - 20 : POCHE)
    for (const f of [CM, { ...CM, comune: a.comuni[0]! }, { contrattoEntro: '2026-12-31' }])
      expect(attesi(f).length).toBeGreaterThan(POCHE)
    expect(attesi(RARO).length).toBeLessThan(POCHE)
  })
  test.each([
    ...['r', 'ro', 'ross', 'm', 'ma', 'maria', 'z', 'zzt', 'zanr', 'q', 'derossi', 'angelo', 'ALB', 'rss', 'rosso'],
    // two words: of few and of many, in each order; of the name alone; of a name and an e-mail; of nobody
    ...['rossi maria', 'ro ma', 'anna maria', 'rosa ma1', 'rosa rosso', 'zan ma', 'niccolo mario', 'rossi ross'],
    ...[
      'ma ro rss',
      'zzt ma ros',
      'rossi maria ma',
      'rosso rossi maria',
      'derossi rossi',
      'de rossi maria',
      'rss rossi',
    ],
  ])('«%s»', (q) => confronta({ q }))
  test('a role, a territory, both; an assignment that has ended, or was revoked, finds nobody', async () => {
    const [c, d] = a.comuni as [string, string]
    for (const f of [CM, RARO, { ruolo: 'coordinatore-patto' }, { ruolo: 'coordinatore-controlli' }, { ruolo: 'r' }])
      for (const dove of [{}, { comune: c }, { comune: d }, { interoAmbito: true }]) await confronta({ ...f, ...dove })
    for (const f of [{ comune: c }, { comune: d }, { interoAmbito: true }, { comune: altro.comuni[0]! }])
      await confronta(f)
  })
  test('the end of the contract, SPID data, state', async () => {
    for (const contrattoEntro of ['2026-03-31', '2026-04-30', '2026-12-31']) await confronta({ contrattoEntro })
    for (const f of [{ differenzeSpid: true }, { differenzeSpid: false }, { stato: 'sospeso' as const }])
      await confronta(f)
  })
  test('several things together, whichever leads', async () => {
    const [c] = a.comuni as [string]
    const fine = { contrattoEntro: '2026-12-31' }
    for (const f of [
      { q: 'rossi', ...CM },
      { q: 'ros', ...RARO },
      { q: 'maria', comune: c, stato: 'sospeso' as const },
      { q: 'de', interoAmbito: true },
      { q: 'ma', ...fine },
      { q: 'rossi maria', differenzeSpid: true },
      { q: 'rossi maria', ...CM, stato: 'sospeso' as const },
      { q: 'maria rossi', ...RARO },
      { q: 'maria rossi', ...fine },
      { q: 'zzt', differenzeSpid: false, ...CM },
      { ...CM, ...fine, stato: 'inserito' as const },
      { ...RARO, contrattoEntro: '2026-04-30' },
      { ...CM, differenzeSpid: true },
      { ...fine, differenzeSpid: true },
      { q: 'ro', comune: c, interoAmbito: true },
    ])
      await confronta(f)
  })
})

test('the words follow the names, the e-mail and the roles', async () => {
  const [u, v, w] = utenti.filter((x) => x.ambito === a.id && x.incarichi.length === 1) as [Utente, Utente, Utente]
  // where nobody else works
  const d = a.comuni[2]!
  const filtri: Filtri[] = [
    ...['quarenghi', 'nuova', 'qu', 'rossi quattro'].map((q) => ({ q })),
    ...[CM, RARO, { ruolo: 'coordinatore-controlli' }, {}].map((f) => ({ ...f, comune: d })),
    RARO,
    { interoAmbito: true },
  ]
  const dopo = async (cambia: Parameters<typeof scrivi>[0]) => {
    await scrivi(cambia)
    for (const f of filtri) expect(await trovati(f, admin), JSON.stringify(f)).toEqual(attesi(f, a.id))
  }
  Object.assign(u, { cognome: 'Quarenghi', nome: 'Nuova', email: 'quattro@example.it' })
  await dopo(async (tx) => {
    await sql`update utente set cognome = 'Quarenghi', nome = 'Nuova', email = 'quattro@example.it' where id = ${u.id}`.execute(
      tx,
    )
  })
  // another role, another comune, the whole ambito
  v.incarichi.push({ ruolo: 'responsabile-controlli', comune: d }, { ruolo: 'coordinatore-patto', comune: null })
  await dopo(async (tx) => {
    await sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, stato)
      values (${a.id}, ${v.id}, 'responsabile-controlli', ${d}, 'preparata'), (${a.id}, ${v.id}, 'coordinatore-patto', null, 'sospesa')`.execute(
      tx,
    )
  })
  // two on the same comune: one revoked, the comune stays; the other too, it goes; given again, it comes back
  w.incarichi = [
    { ruolo: 'case-manager', comune: d },
    { ruolo: 'coordinatore-controlli', comune: d },
  ]
  await dopo(async (tx) => {
    await sql`update assegnazione set comune_id = ${d} where utente_id = ${w.id}`.execute(tx)
    await sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, stato) values (${a.id}, ${w.id}, 'coordinatore-controlli', ${d}, 'abilitata')`.execute(
      tx,
    )
  })
  for (const stato of ['revocata', 'abilitata'])
    for (const i of w.incarichi) {
      if (stato === 'revocata') i.revocato = true
      else delete i.revocato
      await dopo(async (tx) => {
        await sql`update assegnazione set stato = ${stato} where utente_id = ${w.id} and ruolo_id = ${i.ruolo}`.execute(
          tx,
        )
      })
    }
  // ended yesterday
  w.incarichi[0]!.al = '2026-03-01'
  await dopo(async (tx) => {
    await sql`update assegnazione set al = '2026-03-01' where utente_id = ${w.id} and ruolo_id = 'case-manager'`.execute(
      tx,
    )
  })
  w.incarichi = []
  await dopo(async (tx) => {
    await sql`delete from assegnazione where utente_id = ${w.id}`.execute(tx)
  })
})
