// `npm run bench`: every figure of the README of this folder, or the named parts.
// Not a test: nothing fails when a target is missed, the table says so.
import { type Ambiente, type Esito, prepara } from './ambiente.ts'

type Parte = (a: Ambiente) => Promise<Esito[]>
const parti: Record<string, () => Promise<Parte>> = {
  // first, on the data as they were made: the others add to the register, and the workbook a hundred thousand users
  piani: async () => (await import('./piani.ts')).piani,
  elenco: async () => (await import('./elenco.ts')).elenco,
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
  misure: async () => (await import('./whatif.ts')).whatif,
  flussi: async () => (await import('./flussi.ts')).flussi,
}

const chieste = process.argv.slice(2)
const ignote = chieste.filter((n) => !(n in parti))
if (ignote.length > 0) {
  console.error(`Parti non previste: ${ignote.join(', ')}. Si può chiedere: ${Object.keys(parti).join(' ')}.`)
  process.exit(1)
}

const nomi = Object.keys(parti).filter((n) => chieste.length === 0 || chieste.includes(n))
const conPersone = ['persone', 'cartella-piani', 'cartella', 'fascicolo'].some((n) => nomi.includes(n))
const ambiente = await prepara({ conDieci: nomi.includes('piani'), conPersone }, (s) => console.log(s))
const ferma = () => void ambiente.chiudi().then(() => process.exit(130))
process.once('SIGINT', ferma)
process.once('SIGTERM', ferma)
try {
  for (const nome of nomi) {
    const t = performance.now()
    const esiti = await (await parti[nome]!())(ambiente)
    console.log(`\n### ${nome} (${((performance.now() - t) / 1000).toFixed(0)} s)\n`)
    console.log('| Misura | Valore | Soglia | |\n|---|---|---|---|')
    for (const e of esiti) {
      const come = e.rispettata === undefined ? '' : e.rispettata ? 'rispettata' : '**mancata**'
      console.log(`| ${e.misura} | ${e.valore} | ${e.soglia} | ${come} |`)
    }
  }
} finally {
  await ambiente.chiudi()
}
