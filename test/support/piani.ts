// The plans of what a reading sends, under its own scope: whether a table is reached by key. To be asked of a table that has
// some thousands of rows and has been counted: a handful is read whole whatever the statement.
import { expect } from 'vitest'
import type { Database } from '../../src/server/kernel/db.ts'

export interface Nodo {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  Plans?: Nodo[]
}
interface Inviata {
  apertura: string
  testo: string
  valori: readonly unknown[]
}

/** The statements about a table that a reading sends, each with what opened its transaction. */
async function inviate(db: Database, tabella: string, leggi: () => Promise<unknown>): Promise<Inviata[]> {
  const connetti = db.connect
  const viste: Inviata[] = []
  const diQuella = new RegExp(`\\b${tabella}\\b`)
  db.connect = async () => {
    const link = await connetti.call(db)
    let apertura = ''
    return {
      ...link,
      exec: (testo) => {
        if (testo.startsWith('begin')) apertura = testo
        return link.exec(testo)
      },
      query: (testo, valori) => {
        if (/^\s*(with|select)\b/i.test(testo) && diQuella.test(testo)) viste.push({ apertura, testo, valori })
        return link.query(testo, valori)
      },
    }
  }
  try {
    await leggi()
  } finally {
    db.connect = connetti
  }
  expect(viste.length, `no statement about ${tabella}: ${leggi}`).toBeGreaterThan(0)
  return viste
}

const nodi = (n: Nodo): Nodo[] => [n, ...(n.Plans ?? []).flatMap(nodi)]

/** A bitmap is made of the scans beneath it. */
const sotto = (n: Nodo): Nodo[] =>
  n['Node Type'] === 'Bitmap Heap Scan' ? nodi(n).filter((x) => x['Node Type'] === 'Bitmap Index Scan') : [n]

/** The nodes of the plan of a statement, as whoever sent it would have it. */
async function piano(db: Database, i: Inviata): Promise<Nodo[]> {
  const link = await db.connect()
  try {
    await link.exec(i.apertura)
    const { rows } = await link.query(`explain (format json) ${i.testo}`, i.valori)
    return nodi((rows[0]!['QUERY PLAN'] as { Plan: Nodo }[])[0]!.Plan)
  } finally {
    await link.exec('rollback')
    link.release()
  }
}

/** How the statements about a table that a reading sends reach some other, or that one; policies included. */
export async function scansioni(
  db: Database,
  tabella: string,
  raggiunta: string,
  leggi: () => Promise<unknown>,
): Promise<Nodo[]> {
  const tutte: Nodo[] = []
  for (const i of await inviate(db, tabella, leggi)) tutte.push(...(await piano(db, i)))
  return tutte.filter((n) => n['Relation Name'] === raggiunta).flatMap(sotto)
}

/** How many statements about something a reading sends. */
export const quante = async (db: Database, cosa: string, leggi: () => Promise<unknown>) =>
  (await inviate(db, cosa, leggi)).length

/**
 * Places where a reading reaches the table otherwise than by the key of a row, by the one it was merged into, or by the
 * beginning of a surname, which is what one types.
 */
export async function senzaChiave(db: Database, tabella: string, leggi: () => Promise<unknown>): Promise<string[]> {
  const male: string[] = []
  for (const i of await inviate(db, tabella, leggi)) {
    for (const n of await piano(db, i)) {
      if (n['Relation Name'] !== tabella) continue
      for (const x of sotto(n)) {
        const come = (x['Index Cond'] ?? '').replaceAll('ambito_id', '')
        if (!/\b(id|unita_a)\b (=|IS)|\bcognome_chiave\b >=/.test(come))
          male.push(`${x['Node Type']} ${x['Index Cond'] ?? ''} | ${i.testo.replace(/\s+/g, ' ').slice(0, 160)}`)
      }
    }
  }
  return male
}
