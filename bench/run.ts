// `npm run bench`: every figure of the README of this folder, or the named parts.
// Not a test: nothing fails when a target is missed, the table says so.
import { type Ambiente, type Esito, prepara } from './ambiente.ts'

type Parte = (a: Ambiente) => Promise<Esito[]>
const parti: Record<string, () => Promise<Parte>> = {
  // first, on the data as they were made: the others add to the register, and the workbook a hundred thousand users
  piani: async () => (await import('./piani.ts')).piani,
  elenco: async () => (await import('./elenco.ts')).elenco,
  esportazione: async () => (await import('./esportazione.ts')).esportazione,
  spid: async () => (await import('./spid.ts')).accessoSpid,
  foglio: async () => (await import('./foglio.ts')).foglio,
  pagina: async () => (await import('./pagina.ts')).pagina,
  persone: async () => (await import('./persone.ts')).persone,
  documenti: async () => (await import('./documenti.ts')).documenti,
  // the plans before the load, which writes thousands of entries
  'cartella-piani': async () => (await import('./cartella-piani.ts')).cartellaPiani,
  cartella: async () => (await import('./cartella.ts')).cartella,
  fascicolo: async () => (await import('./pagine-cartella.ts')).fascicolo,
  incorporato: async () => (await import('./incorporato.ts')).incorporato,
  // the plans before the others, which write
  'patti-piani': async () => (await import('./patti-piani.ts')).pattiPiani,
  patti: async () => (await import('./patti.ts')).patti,
  notte: async () => (await import('./notte.ts')).notte,
  estratto: async () => (await import('./estratto.ts')).estratto,
  misure: async () => (await import('./whatif.ts')).whatif,
}

/** With a database of their own, or none: nothing is loaded for them. */
const daSole: Record<string, () => Promise<() => Promise<Esito[]>>> = {
  flussi: async () => (await import('./flussi.ts')).flussi,
  hub: async () => (await import('./hub.ts')).hub,
}

const chieste = process.argv.slice(2)
const ignote = chieste.filter((n) => !(n in parti) && !(n in daSole))
if (ignote.length > 0) {
  console.error(
    `Parti non previste: ${ignote.join(', ')}. Si può chiedere: ${Object.keys({ ...parti, ...daSole }).join(' ')}.`,
  )
  process.exit(1)
}

function scrivi(nome: string, secondi: number, esiti: readonly Esito[]) {
  console.log(`\n### ${nome} (${secondi.toFixed(0)} s)\n`)
  console.log('| Misura | Valore | Soglia | |\n|---|---|---|---|')
  for (const e of esiti) {
    const come = e.rispettata === undefined ? '' : e.rispettata ? 'rispettata' : '**mancata**'
    console.log(`| ${e.misura} | ${e.valore} | ${e.soglia} | ${come} |`)
  }
}

async function parte(nome: string, fn: () => Promise<Esito[]>) {
  const t = performance.now()
  const esiti = await fn()
  scrivi(nome, (performance.now() - t) / 1000, esiti)
}

const chiesta = (n: string) => chieste.length === 0 || chieste.includes(n)
for (const nome of Object.keys(daSole).filter(chiesta)) await parte(nome, await daSole[nome]!())

const nomi = Object.keys(parti).filter(chiesta)
if (nomi.length === 0) process.exit(0)
const conPersone = ['persone', 'cartella-piani', 'cartella', 'fascicolo'].some((n) => nomi.includes(n))
const conNuclei = ['patti-piani', 'patti', 'notte', 'estratto'].some((n) => nomi.includes(n))
const ambiente = await prepara({ conDieci: nomi.includes('piani'), conPersone, conNuclei }, (s) => console.log(s))
const ferma = () => void ambiente.chiudi().then(() => process.exit(130))
process.once('SIGINT', ferma)
process.once('SIGTERM', ferma)
try {
  for (const nome of nomi) {
    const fn = await parti[nome]!()
    await parte(nome, () => fn(ambiente))
  }
} finally {
  await ambiente.chiudi()
}
