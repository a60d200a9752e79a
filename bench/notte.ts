// The nightly work on casi, against a read of the same rows: an ambito of a thirtieth of the households, as large as any real one.
// Rows as they are, a lot at a time, in the reach that the work has; the work, whole, with what it writes and whom it tells.
import { notteDi } from '../src/server/patti/notte.ts'
import { type Ambiente, type Esito, mediana, type Prodotto, proprietario } from './ambiente.ts'
import { numero } from './confronto.ts'

const GIRI = Number(process.env.TRAMA_GIRI ?? 5)
/** The second of the ambiti by size. */
const AMBITO = 2
const LOTTO = 500

const cronometra = async <T>(fn: () => Promise<T>): Promise<[number, T]> => {
  const t = performance.now()
  const v = await fn()
  return [performance.now() - t, v]
}

/** By caso: all that says how far its terms are, and the terms as they were written. */
const letture = [
  'select c.*, s.stato, s.dal from caso c join caso_stato s on s.caso_id = c.id where c.id = any ($1)',
  'select * from caso_evento where caso_id = any ($1) and annullato_il is null',
  'select d.* from caso c join domanda_componente d on d.domanda_id = c.domanda_id where c.id = any ($1) and d.uscito_il is null',
  'select x.* from esonero x where x.caso_id = any ($1) and x.cessato_il is null',
  'select * from caso_termine where caso_id = any ($1)',
  'select * from caso_componente where caso_id = any ($1)',
]

async function leggi(p: Prodotto, ambito: string, comuni: string[]): Promise<number> {
  let casi = 0
  for (let dopo = '00000000-0000-0000-0000-000000000000'; ; ) {
    const ids = await p.deps.db.inScope(
      { azione: 'casi.notte', ambito, comuni, fascicolo: true },
      async (_tx, link) => {
        const { rows } = await link.query(
          `select id from caso where ambito_id = $1 and assegnazione in ('da-assegnare', 'assegnato') and id > $2 order by id limit ${LOTTO}`,
          [ambito, dopo],
        )
        const questi = rows.map((r) => String(r.id))
        for (const l of letture) await link.query(l, [questi])
        return questi
      },
    )
    casi += ids.length
    if (ids.length < LOTTO) return casi
    dopo = ids.at(-1)!
  }
}

const prepara = (p: Prodotto) =>
  proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query<{ ambito: string; comuni: string[] }>(
      `select ambito_id::text as ambito, array_agg(comune_id) as comuni from ambito_comune where ambito_id = md5('ambito ${AMBITO}')::uuid group by 1`,
    )
    return rows[0]!
  })

const righe = `select t.id, t.da, t.scade, t.preavviso, t.fermo, t.xmin::text as scritta_da from caso_termine t where t.ambito_id = $1`

/** One caso in a hundred has something that happened a day later: what is written is what has changed, row by row. */
async function cambiamenti(p: Prodotto, ambito: string): Promise<Esito> {
  const o = async <T extends object>(testo: string) =>
    proprietario(p.urlProprietario, async (c) => (await c.query<T>(testo.replaceAll('$1', `'${ambito}'`))).rows)
  await o(`create table prima as ${righe}`)
  await o(
    `set session_replication_role = replica; update caso_evento e set giorno = giorno - 1 from caso c where c.id = e.caso_id and c.ambito_id = $1 and c.assegnazione = 'assegnato' and hashtextextended(c.id::text, 0) % 100 = 0`,
  )
  const [ms, scritte] = await cronometra(() => notteDi(p.deps, ambito))
  const [r] = await o<{ toccate: number; cambiate: number }>(
    `select count(*) filter (where scritta)::int as toccate, count(*) filter (where altra)::int as cambiate from (
       select d.scritta_da is distinct from p.scritta_da as scritta, (d.da, d.scade, d.preavviso, d.fermo) is distinct from (p.da, p.scade, p.preavviso, p.fermo) as altra
         from (${righe}) d full join prima p on p.id = d.id) x`,
  )
  await o('drop table prima')
  const { toccate, cambiate } = r!
  return {
    misura: `Righe scritte da una notte con qualcosa di nuovo (${numero(ms / 1000, 1)} s)`,
    valore: `${numero(toccate)} scritte, ${numero(cambiate)} cambiate`,
    soglia: 'le stesse',
    rispettata: cambiate > 0 && toccate === cambiate && scritte === cambiate,
  }
}

export async function notte(a: Ambiente): Promise<Esito[]> {
  const p = a.nuclei!.intero
  const { ambito, comuni } = await prepara(p)
  // the first night tells everybody what has passed so far
  await notteDi(p.deps, ambito)
  const coppie: [number, number][] = []
  let casi = 0
  let scritte = 0
  for (let i = 0; i < GIRI; i++) {
    const [lettura, n] = await cronometra(() => leggi(p, ambito, comuni))
    const [lavoro, s] = await cronometra(() => notteDi(p.deps, ambito))
    casi = n
    scritte += s
    coppie.push([lettura, lavoro])
  }
  const rapporto = mediana(coppie.map(([l, n]) => n / l))
  const secondi = (k: 0 | 1) => numero(mediana(coppie.map((c) => c[k])) / 1000, 1)
  return [
    {
      misura: `Notte di un ambito di ${numero(casi)} casi aperti, ${GIRI} coppie (${secondi(1)} s contro ${secondi(0)} di lettura)`,
      valore: `${numero(rapporto, 2)} ×`,
      soglia: '≤ 3 × la lettura delle stesse righe',
      rispettata: rapporto <= 3,
    },
    {
      misura: 'Righe scritte da una notte in cui non è successo nulla',
      valore: numero(scritte),
      soglia: 'nessuna',
      rispettata: scritte === 0,
    },
    await cambiamenti(p, ambito),
  ]
}
