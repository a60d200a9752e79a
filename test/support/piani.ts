// The plans of what a reading sends, under its own scope: whether a table is reached by key. To be asked of a table that has
// some thousands of rows and has been counted: a handful is read whole whatever the statement.
import { expect } from 'vitest'
import type { Database } from '../../src/server/kernel/db.ts'

interface Nodo {
  'Node Type': string
  'Relation Name'?: string
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

/**
 * Places where a reading reaches the table otherwise than by the key of a row, by the one it was merged into, or by the
 * beginning of a surname, which is what one types.
 */
export async function senzaChiave(db: Database, tabella: string, leggi: () => Promise<unknown>): Promise<string[]> {
  const male: string[] = []
  for (const i of await inviate(db, tabella, leggi)) {
    const link = await db.connect()
    try {
      await link.exec(i.apertura)
      const { rows } = await link.query(`explain (format json) ${i.testo}`, i.valori)
      const nodi = (n: Nodo): Nodo[] => [n, ...(n.Plans ?? []).flatMap(nodi)]
      for (const n of nodi((rows[0]!['QUERY PLAN'] as { Plan: Nodo }[])[0]!.Plan)) {
        if (n['Relation Name'] !== tabella) continue
        // a bitmap is made of the scans beneath it
        const scansioni =
          n['Node Type'] === 'Bitmap Heap Scan' ? nodi(n).filter((x) => x['Node Type'] === 'Bitmap Index Scan') : [n]
        for (const x of scansioni) {
          const come = (x['Index Cond'] ?? '').replaceAll('ambito_id', '')
          if (!/\b(id|unita_a)\b (=|IS)|\bcognome_chiave\b >=/.test(come))
            male.push(`${x['Node Type']} ${x['Index Cond'] ?? ''} | ${i.testo.replace(/\s+/g, ' ').slice(0, 160)}`)
        }
      }
    } finally {
      await link.exec('rollback')
      link.release()
    }
  }
  return male
}
