// The ambiti and their comuni over time from a table (code, name, region, capofila, comune, from, to), one row for each
// comune of each ambito. All or nothing; what is equal is not touched; what the file does not name stays as it is.
import { sql } from 'kysely'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import { chiaveNome } from '../../shared/territorio/luoghi.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { type Campi, leggiGiorno, leggiRighe, type RigaRifiutata, RigheRifiutate } from './righe.ts'

const colonne = {
  codice: ['codice', 'codice ambito'],
  nome: ['nome', 'nome ambito', 'ambito'],
  regione: ['regione'],
  capofila: ['capofila', 'comune capofila'],
  comune: ['comune istat', 'istat', 'codice istat'],
  dal: ['dal'],
  al: ['al'],
} as const

type Riga = Campi<keyof typeof colonne>

export interface EsitoAmbiti {
  righe: number
  ambitiAggiunti: string[]
  ambitiModificati: string[]
  comuniAggiunti: number
  dateModificate: number
}

export const leggiAmbiti = (path: string): Promise<Riga[]> => leggiRighe(path, colonne)

interface Appartenenza {
  id: string | null
  codice: string
  comuneId: string
  dal: string
  al: string | null
  riga: number | null
}

export async function importaAmbiti(ctx: Ctx, righe: Riga[]): Promise<EsitoAmbiti> {
  const rifiutate: RigaRifiutata[] = []
  const rifiuta: Rifiuta = (r, motivo) => {
    rifiutate.push({ riga: r.riga, motivo })
    return []
  }
  const luoghi = await leggiLuoghi(ctx)
  const ambiti = leggiTestate(righe, luoghi, rifiuta)
  const volute = leggiAppartenenze(righe, luoghi, rifiuta)
  const presenti = await appartenenzePresenti(ctx, volute)
  const chiave = (a: Appartenenza) => `${a.codice} ${a.comuneId} ${a.dal}`
  const noti = new Map(presenti.map((a) => [chiave(a), a]))
  controllaSovrapposizioni(presenti, volute, chiave, luoghi, rifiuta)
  if (rifiutate.length > 0) throw new RigheRifiutate(rifiutate.sort((a, b) => a.riga - b.riga))

  const esito = await scriviAmbiti(ctx, ambiti, volute)
  const cambiate = volute.flatMap((a) => {
    const prima = noti.get(chiave(a))
    return prima && prima.al !== a.al
      ? [{ id: prima.id!, al: a.al, accorcia: prima.al === null || (a.al !== null && a.al < prima.al) }]
      : []
  })
  // a comune that moves: it leaves one ambito before it enters the other
  for (const accorcia of [true, false])
    await sql`update ambito_comune t set al = v.al
      from jsonb_to_recordset(${JSON.stringify(cambiate.filter((c) => c.accorcia === accorcia))}::jsonb) as v(id uuid, al date)
     where t.id = v.id`.execute(ctx.tx)
  const nuove = volute.filter((a) => !noti.has(chiave(a)))
  await sql`insert into ambito_comune (ambito_id, comune_id, dal, al)
    select a.id, v.comune, v.dal, v.al
      from jsonb_to_recordset(${JSON.stringify(nuove.map((a) => ({ codice: a.codice, comune: a.comuneId, dal: a.dal, al: a.al })))}::jsonb)
        as v(codice text, comune text, dal date, al date)
      join ambito a on a.codice = v.codice`.execute(ctx.tx)
  return { righe: righe.length, ...esito, comuniAggiunti: nuove.length, dateModificate: cambiate.length }
}

interface Luoghi {
  regioni: Map<string, string>
  /** By Belfiore code. */
  nomi: Map<string, string>
  /** Those of today, by name. */
  perChiave: Map<string, { id: string }[]>
  perIstat(istat: string, giorno: string): string | undefined
}

async function leggiLuoghi(ctx: Ctx): Promise<Luoghi> {
  const regioni = new Map<string, string>()
  for (const r of await ctx.tx.selectFrom('regione').selectAll().execute()) {
    regioni.set(r.id, r.id)
    // the regions with two languages are found by either name
    for (const nome of [r.nome, ...r.nome.split('/')]) regioni.set(chiaveNome(nome), r.id)
  }
  const comuni = await ctx.tx.selectFrom('comune').select(['id', 'nome', 'istat', 'dal', 'al']).execute()
  const periodi = await ctx.tx.selectFrom('comunePeriodo').select(['comuneId as id', 'istat', 'dal', 'al']).execute()
  const conStoria = new Set(periodi.map((p) => p.id))
  const date = Map.groupBy([...periodi, ...comuni.filter((c) => !conStoria.has(c.id))], (c) => c.istat ?? '')
  return {
    regioni,
    nomi: new Map(comuni.map((c) => [c.id, c.nome])),
    perChiave: Map.groupBy(
      comuni.filter((c) => c.al === null),
      (c) => chiaveNome(c.nome),
    ),
    perIstat: (istat, giorno) =>
      date.get(istat)?.find((c) => (c.dal ?? '') <= giorno && (c.al === null || c.al >= giorno))?.id,
  }
}

/** Notes the row and gives back nothing in its place. */
type Rifiuta = (r: { riga: number }, motivo: string) => []

interface Testata {
  codice: string
  nome: string
  regione_id: string
  capofila_id: string | null
}

/** One head for each code; its rows must all say the same. */
function leggiTestate(righe: Riga[], luoghi: Luoghi, rifiuta: Rifiuta): Map<string, Testata> {
  const testate = new Map<string, Testata & { riga: number }>()
  for (const r of righe) {
    if (!/^[A-Za-z0-9._-]{1,20}$/.test(r.codice)) {
      rifiuta(r, `il codice dell’ambito «${r.codice}» non è valido: da 1 a 20 lettere, cifre, punti e trattini.`)
      continue
    }
    if (r.nome === '' || r.nome.length > 200) {
      rifiuta(r, 'manca il nome dell’ambito, o supera i 200 caratteri.')
      continue
    }
    const regione = luoghi.regioni.get(/^\d{1,2}$/.test(r.regione) ? r.regione.padStart(2, '0') : chiaveNome(r.regione))
    if (!regione) {
      rifiuta(r, `la regione «${r.regione}» non esiste: scrivi il nome o il codice ISTAT di due cifre.`)
      continue
    }
    const capofila = r.capofila === '' ? null : trovaCapofila(r.capofila, luoghi)
    if (capofila instanceof Error) {
      rifiuta(r, capofila.message)
      continue
    }
    const t = { codice: r.codice, nome: r.nome, regione_id: regione, capofila_id: capofila, riga: r.riga }
    const prima = testate.get(r.codice)
    if (!prima) testate.set(r.codice, t)
    else if (prima.nome !== t.nome || prima.regione_id !== regione || prima.capofila_id !== capofila)
      rifiuta(r, `nome, regione o capofila dell’ambito ${r.codice} sono diversi da quelli della riga ${prima.riga}.`)
  }
  return new Map([...testate].map(([k, { riga: _, ...t }]) => [k, t]))
}

/** By ISTAT code, Belfiore code, or a name that only one comune has. */
function trovaCapofila(testo: string, luoghi: Luoghi): string | Error {
  if (/^[A-Z]\d{3}$/.test(testo) && luoghi.nomi.has(testo)) return testo
  const trovati = /^\d{4,6}$/.test(testo)
    ? [luoghi.perIstat(testo.padStart(6, '0'), '9999-12-30')].filter((x) => x !== undefined)
    : (luoghi.perChiave.get(chiaveNome(testo)) ?? []).map((c) => c.id)
  if (trovati.length === 1) return trovati[0]!
  return new Error(
    trovati.length === 0
      ? `il comune capofila «${testo}» non esiste: scrivi il nome, il codice ISTAT o quello catastale.`
      : `più comuni si chiamano «${testo}»: indica il capofila con il codice ISTAT.`,
  )
}

function leggiAppartenenze(righe: Riga[], luoghi: Luoghi, rifiuta: Rifiuta): Appartenenza[] {
  return righe.flatMap((r) => {
    const dal = leggiGiorno(r.dal)
    const al = r.al === '' || r.al === '9999-12-31' ? null : leggiGiorno(r.al)
    if (!dal) return rifiuta(r, `il primo giorno «${r.dal}» non è una data (GG/MM/AAAA).`)
    if (al === undefined) return rifiuta(r, `l’ultimo giorno «${r.al}» non è una data (GG/MM/AAAA).`)
    if (al && al < dal) return rifiuta(r, 'l’ultimo giorno viene prima del primo.')
    // a spreadsheet drops the zeros in front of a number
    const istat = /^\d{4,6}$/.test(r.comune) ? r.comune.padStart(6, '0') : undefined
    const comuneId = istat && luoghi.perIstat(istat, dal)
    if (!comuneId) return rifiuta(r, `nessun comune ha il codice ISTAT «${r.comune}» il ${data(dal)}.`)
    return [{ id: null, codice: r.codice, comuneId, dal, al, riga: r.riga }]
  })
}

async function appartenenzePresenti(ctx: Ctx, volute: Appartenenza[]): Promise<Appartenenza[]> {
  return ctx.tx
    .selectFrom('ambitoComune as ac')
    .innerJoin('ambito as a', 'a.id', 'ac.ambitoId')
    .select(['ac.id', 'a.codice', 'ac.comuneId', 'ac.dal', 'ac.al', sql<null>`null`.as('riga')])
    .where(sql<boolean>`ac.comune_id = any (${[...new Set(volute.map((v) => v.comuneId))]}::text[])`)
    .execute()
}

/** The constraint of the database would stop the import too, without saying which row. */
function controllaSovrapposizioni(
  presenti: Appartenenza[],
  volute: Appartenenza[],
  chiave: (a: Appartenenza) => string,
  luoghi: Luoghi,
  rifiuta: Rifiuta,
) {
  const nominate = new Set(volute.map(chiave))
  const tutte = [...presenti.filter((a) => !nominate.has(chiave(a))), ...volute]
  for (const [comuneId, lista] of Map.groupBy(tutte, (a) => a.comuneId)) {
    lista.sort((a, b) => a.dal.localeCompare(b.dal))
    for (let i = 1; i < lista.length; i++) {
      const [a, b] = [lista[i - 1]!, lista[i]!]
      if (a.al !== null && a.al < b.dal) continue
      const [colpevole, altra] = b.riga === null ? [a, b] : [b, a]
      if (colpevole.riga === null) continue
      const dove =
        altra.riga === null ? `è già nell’ambito ${altra.codice}` : `è nell’ambito ${altra.codice}, riga ${altra.riga},`
      rifiuta(
        { riga: colpevole.riga },
        `il comune di ${luoghi.nomi.get(comuneId)} ${dove} dal ${data(altra.dal)}${altra.al ? ` al ${data(altra.al)}` : ''}: un comune sta in un solo ambito per volta.`,
      )
    }
  }
}

async function scriviAmbiti(ctx: Ctx, ambiti: Map<string, Testata>, volute: Appartenenza[]) {
  const presenti = new Map(
    (
      await ctx.tx
        .selectFrom('ambito')
        .select(['id', 'codice', 'nome', 'regioneId', 'capofilaId'])
        .where(sql<boolean>`codice = any (${[...ambiti.keys()]}::text[])`)
        .execute()
    ).map((a) => [a.codice, a]),
  )
  const primi = new Map<string, string>()
  for (const a of volute) if (!primi.has(a.codice) || a.dal < primi.get(a.codice)!) primi.set(a.codice, a.dal)
  const nuovi = [...ambiti.values()].filter((a) => !presenti.has(a.codice))
  const cambiati = [...ambiti.values()].filter((a) => {
    const p = presenti.get(a.codice)
    return p && (p.nome !== a.nome || p.regioneId !== a.regione_id || p.capofilaId !== a.capofila_id)
  })
  await sql`insert into ambito (codice, nome, regione_id, capofila_id, dal)
    select codice, nome, regione_id, capofila_id, dal
      from jsonb_populate_recordset(null::ambito, ${JSON.stringify(nuovi.map((a) => ({ ...a, dal: primi.get(a.codice) })))}::jsonb)`.execute(
    ctx.tx,
  )
  await sql`update ambito a set nome = v.nome, regione_id = v.regione_id, capofila_id = v.capofila_id, versione = a.versione + 1
      from jsonb_to_recordset(${JSON.stringify(cambiati)}::jsonb) as v(codice text, nome text, regione_id text, capofila_id text)
     where a.codice = v.codice`.execute(ctx.tx)
  const titolo = (a: Testata) => `${a.nome} (${a.codice})`
  return { ambitiAggiunti: nuovi.map(titolo), ambitiModificati: cambiati.map(titolo) }
}
