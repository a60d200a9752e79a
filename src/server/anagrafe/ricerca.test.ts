// The search against reading everybody: whatever is asked, all the pages together are whoever bears those words, once and
// in the order of the list; whether the words are of few or of more than are put in order (POCHE).
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, operatore } from '../../../test/support/cartella.ts'
import { type CriteriPersona, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { POCHE } from '../kernel/ricerca.ts'

interface Persona {
  id: string
  comune: string
  cognome: string
  nome: string
  nata: string
  /** Other names by which she is known. */
  alias: string[]
  unitaA?: string
  /** Only `sociale` sees her. */
  riservata?: boolean
}

let t: TestApp
let a: Ambito
/** Works in both comuni; a colleague of his; one of the first comune alone, one of the second. */
let sociale: Caller
let collega: Caller
let diUno: Caller
let diDue: Caller
const persone: Persona[] = []

const idDi = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const scrivi = (fn: Parameters<typeof t.deps.db.inScope<void>>[1]) =>
  t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true, utente: sociale.utenteId }, fn)

async function aggiungi(nuove: Omit<Persona, 'id' | 'alias'>[]) {
  const con = nuove.map((p, i): Persona => ({ ...p, alias: [], id: idDi(persone.length + i) }))
  persone.push(...con)
  await scrivi(async (tx) => {
    await sql`insert into persona (id, comune_id, cognome, nome, data_nascita, riservato_a)
      select x.id, x.comune, x.cognome, x.nome, x.nata, case when x.riservata then array[kernel.utente()] end
        from jsonb_to_recordset(${JSON.stringify(con)}::jsonb) as x(id uuid, comune text, cognome text, nome text, nata date, riservata boolean)`.execute(
      tx,
    )
  })
  return con
}
async function unisci(altra: Persona, a: Persona) {
  altra.unitaA = a.id
  await scrivi(async (tx) => {
    await sql`update persona set unita_a = ${a.id} where id = ${altra.id}`.execute(tx)
  })
}
async function alias(p: Persona, cognome: string) {
  p.alias.push(cognome)
  await scrivi(async (tx) => {
    await sql`insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, fonte)
      values (${p.comune}, ${p.id}, 'alias', false, ${JSON.stringify({ cognome })}::jsonb, 'persona')`.execute(tx)
  })
}

const COGNOMI = ['Zamboni', 'Zanella', 'De Zan', 'Zucchi', 'Ambrosini', 'Mariani', 'D’Zeno', 'Rosi']
const NOMI = ['Maria', 'Anna Maria', 'Mario', 'Anna Maria', 'Rosa Maria', 'Anna Maria', 'Niccolò', 'Muhammad']

beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  collega = await operatore(t, a, 'assistente-sociale')
  diUno = await operatore(t, a, 'assistente-sociale', a.comuni[0])
  diDue = await operatore(t, a, 'assistente-sociale', a.comuni[1])
  await aggiungi(
    Array.from({ length: 3 * POCHE }, (_, i) => ({
      comune: a.comuni[i % 5 === 0 ? 1 : 0]!,
      // half of them are of one surname, the others of many
      cognome: i % 2 ? COGNOMI[0]! : COGNOMI[Math.floor(i / 2) % COGNOMI.length]!,
      nome: NOMI[(i * 7 + Math.floor(i / 8)) % NOMI.length]!,
      nata: `19${50 + (i % 40)}-0${1 + (i % 9)}-15`,
    })),
  )
  const [uno, due] = a.comuni as [string, string]
  const nuova = (comune: string, cognome: string, nome: string, altro: Partial<Persona> = {}) => ({
    comune,
    cognome,
    nome,
    nata: '1981-02-03',
    ...altro,
  })
  const [principale, unita, altrove, unitaDaFuori, conAlias, rinominata, suaUnita] = (await aggiungi([
    nuova(uno, 'Zamboni', 'Bruna'),
    nuova(uno, 'Quarenghi', 'Brunella'),
    nuova(due, 'Zamboni', 'Lina'),
    nuova(uno, 'Zamboldi', 'Lina'),
    nuova(uno, 'Abate', 'Ada'),
    nuova(uno, 'Zorzi', 'Pia'),
    nuova(uno, 'Zamboni', 'Pia Maria'),
    nuova(uno, 'Zamboni', 'Riservata', { riservata: true }),
    nuova(uno, 'Zamboni', 'Maria', { riservata: true }),
  ])) as [Persona, Persona, Persona, Persona, Persona, Persona, Persona]
  await unisci(unita, principale)
  await unisci(unitaDaFuori, altrove)
  await alias(conAlias, 'Zamboni')
  await unisci(suaUnita, rinominata)
  // after the merge: what leads to her must follow her in the list
  rinominata.cognome = 'Bassi'
  await scrivi(async (tx) => {
    await sql`update persona set cognome = 'Bassi' where id = ${rinominata.id}`.execute(tx)
  })
  if (t.deps.db.kind === 'pglite') await t.deps.db.contaRighe()
  else await t.owner.exec('analyze persona; analyze persona_parola')
}, 180_000)
afterAll(() => t.close())

const chiave = (testo: string) => testo.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’'-]/g, ' ').toLowerCase()
const paroleDi = (testo: string) => [...chiave(testo).split(' '), chiave(testo).replaceAll(' ', '')]

/** Who must be found, by reading everybody. */
function attese(chi: Caller, nome: string, c: CriteriPersona = {}): string[] {
  const comuni = chi === diUno ? [a.comuni[0]] : chi === diDue ? [a.comuni[1]] : a.comuni
  const viste = persone.filter((p) => comuni.includes(p.comune) && (!p.riservata || chi === sociale))
  const sue = new Map<Persona, string[]>()
  for (const p of viste) {
    const chi = viste.find((q) => q.id === p.unitaA) ?? p
    sue.set(chi, [...(sue.get(chi) ?? []), ...[p.cognome, p.nome, ...p.alias].flatMap(paroleDi)])
  }
  const cercate = chiave(nome).split(' ').filter(Boolean)
  const ordine = (p: Persona) => [chiave(p.cognome), chiave(p.nome), p.id]
  return [...sue]
    .filter(([, parole]) => cercate.every((x) => parole.some((w) => w.startsWith(x))))
    .map(([p]) => p)
    .filter((p) => (!c.natoDal || p.nata >= c.natoDal) && (!c.natoAl || p.nata <= c.natoAl))
    .sort((p, q) => {
      const i = ordine(p).findIndex((v, n) => v !== ordine(q)[n])
      return ordine(p)[i]! < ordine(q)[i]! ? -1 : 1
    })
    .map((p) => p.id)
}
async function pagine(chi: Caller, c: CriteriPersona, limite = 180) {
  const trovate: string[] = []
  let dopo: string | null = null
  do {
    const p: { voci: { id: string }[]; prossima: string | null } = await chi.call(personeApi.cerca, {
      ...c,
      limite,
      ...(dopo ? { dopo } : {}),
    })
    trovate.push(...p.voci.map((v) => v.id))
    dopo = p.prossima
  } while (dopo)
  return trovate
}
const chi = { sociale: () => sociale, collega: () => collega, 'di uno': () => diUno, 'di due': () => diDue }

describe('tutte le pagine, nell’ordine dell’elenco', () => {
  test('le parole sono di più persone di quante si mettono in ordine', () => {
    for (const nome of ['z', 'zamboni', 'maria', 'anna maria', 'm'])
      expect(attese(sociale, nome).length, nome).toBeGreaterThan(POCHE)
  })
  test.each([
    // one, two, three letters, and more; of a surname, of a name, of both
    ...[
      'z',
      'za',
      'zam',
      'zamb',
      'zamboni',
      'm',
      'ma',
      'mar',
      'mari',
      'maria',
      'ros',
      'de',
      'dezan',
      'mohamed',
      'q',
      'x',
    ],
    // two words: of few in each order, common and common, both of the name, one the beginning of the other
    ...[
      'zamboni maria',
      'maria zamboni',
      'za ma',
      'anna maria',
      'maria rosa',
      'mar maria',
      'nicco NICCOLÒ',
      'zeno zeno',
    ],
    // common, and together of few or of nobody
    ...[
      'maria zeno',
      'mario maria',
      'zamboni mariani',
      'zamboni quarenghi',
      'd zeno',
      'D’Zeno Anna',
      'ambrosini niccolò',
    ],
    // found by another name: an alias, a merged sheet, a name that has changed
    ...[
      'abate',
      'zamboni ada',
      'quarenghi',
      'bruna',
      'zamboldi',
      'zamboni lina',
      'zorzi',
      'bassi',
      'zamboni pia',
      'riservata',
    ],
  ])('%s', async (nome) => {
    for (const [come, di] of Object.entries(chi))
      expect(await pagine(di(), { nome }), `${nome}, ${come}`).toEqual(attese(di(), nome))
  })
  test('pagine di ogni lunghezza', async () => {
    for (const limite of [1, 7])
      expect(await pagine(sociale, { nome: 'ambr mar' }, limite)).toEqual(attese(sociale, 'ambr mar'))
  })
  test('con la nascita: di un giorno, di un anno, di molti', async () => {
    for (const nome of [undefined, 'maria', 'zamboni maria', 'abate'])
      for (const [natoDal, natoAl] of [
        ['1981-02-03', '1981-02-03'],
        ['1981-01-01', '1981-12-31'],
        ['1955-01-01', '1989-12-31'],
      ]) {
        const c = { natoDal: natoDal!, natoAl: natoAl!, ...(nome ? { nome } : {}) }
        expect(await pagine(collega, c), JSON.stringify(c)).toEqual(attese(collega, nome ?? '', c))
      }
  })
  test('come suonano insieme: due nomi con cui è mostrata, o uno di quelli che ebbe', async () => {
    const [p] = await aggiungi([{ comune: a.comuni[0]!, cognome: 'Ghezzi', nome: 'Tecla', nata: '1970-01-01' }])
    await alias(p!, 'Schiaffino')
    for (const nome of ['ghezzi tecla', 'tekla ghezi', 'schiafino tecla', 'ghezzi schiaffino'])
      expect(await pagine(sociale, { nome, suono: true }), nome).toEqual([p!.id])
    expect(await pagine(sociale, { nome: 'ghezzi mohamed', suono: true })).toEqual([])
  })
  test('come suonano, e senza chiedere niente', async () => {
    const muhammad = persone.filter((p) => p.nome === 'Muhammad').map((p) => p.id)
    const trovate = await pagine(sociale, { nome: 'mohamed', suono: true })
    expect(trovate).toEqual(attese(sociale, 'muhammad'))
    expect(trovate).toHaveLength(muhammad.length)
    expect(await pagine(sociale, { nome: 'zambonni mohamed', suono: true })).toEqual(
      attese(sociale, 'zamboni muhammad'),
    )
    expect(await pagine(sociale, { nome: 'zambonni', suono: true })).toEqual(attese(sociale, 'zamboni'))
    // two words that sound alike are one
    expect(await pagine(sociale, { nome: 'mohamed muhammad', suono: true })).toEqual(trovate)
    expect(await pagine(diDue, {})).toEqual(attese(diDue, ''))
  })
})

describe('dove abita', () => {
  const abita = (p: Persona, indirizzo: string, civico: string) =>
    scrivi(async (tx) => {
      await sql`insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, fonte)
        values (${p.comune}, ${p.id}, 'residenza', true, ${JSON.stringify({ indirizzo, civico })}::jsonb, 'persona')`.execute(
        tx,
      )
    })
  test('la via e il numero, in qualunque ordine; il numero è quello, e non uno che comincia così', async () => {
    const [x, y, z] = persone.filter((p) => p.comune === a.comuni[0] && !p.unitaA && !p.riservata)
    await abita(x!, 'Via Giuseppe Bixio', '12/A')
    await abita(y!, 'Via Giuseppe Bixio', '120')
    await abita(z!, 'Largo 4 Novembre', '12')
    const chi = async (indirizzo: string) => (await pagine(sociale, { indirizzo })).sort()
    for (const detto of ['bixio 12', '12 bixio', 'Via G. Bixio, 12', 'via giuseppe bixio 12/a', 'bix 12'])
      expect(await chi(detto), detto).toEqual([x!.id])
    expect(await chi('giuseppe bixio')).toEqual([x!.id, y!.id].sort())
    expect(await chi('4 novembre')).toEqual([z!.id])
    expect(await chi('largo 4 novembre 12')).toEqual([z!.id])
    expect(await chi('bixio 12/b')).toEqual([])
    expect(await chi('novembre 120')).toEqual([])
  })
})

describe('chi è riservato', () => {
  test('con un cognome comune non si tradisce: né trovato, né contato, né per il posto che lascia', async () => {
    const riservate = persone.filter((p) => p.riservata).map((p) => p.id)
    expect((await pagine(sociale, { nome: 'zamboni' })).filter((id) => riservate.includes(id))).toHaveLength(2)
    for (const limite of [1, 50]) {
      const nome = limite === 1 ? 'zamboni riservata' : 'zamboni'
      const trovate = await pagine(collega, { nome }, limite)
      expect(trovate).toEqual(attese(collega, nome))
      expect(trovate.filter((id) => riservate.includes(id))).toEqual([])
    }
  })
})
