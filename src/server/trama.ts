// `npm run trama -- COMANDO`: through the running server where there is one on the same data, otherwise on the data
// themselves, whose lock it takes. Beside a server on another machine it works too, and leaves to him what was queued.
//
// The product is read only where it is needed: the server has read it already, and whoever waits for an answer is at a keyboard.
import { once } from 'node:events'
import { userInfo } from 'node:os'
import { commandThroughServer, doveSonoIDati, IN_FUNZIONE } from './kernel/cartella-dati.ts'
import { ErroreDiAvvio, leggiConfigurazione } from './kernel/config.ts'

/** Waits where the reader is slower than we are: a file may have millions of defects. */
const scriviRiga = (dove: NodeJS.WriteStream) => async (riga: string) => {
  if (!dove.write(`${riga}\n`)) await once(dove, 'drain')
}

const muto = { out: () => {}, err: () => {} }

async function main(argv: string[]): Promise<number> {
  const c = leggiConfigurazione()
  const out = (line: string) => console.log(line)
  const uscite = { out, err: (line: string) => console.error(line) }
  const args = [...argv]
  let operatore = `riga di comando: ${userInfo().username}`
  const at = args.indexOf('--operatore')
  if (at >= 0) {
    const [, name] = args.splice(at, 2)
    if (!name) throw new ErroreDiAvvio('Dopo --operatore va il nome di chi agisce.')
    operatore = name
  }
  if (args.length === 0 || args.includes('--help') || args[0] === 'aiuto') {
    const { aiuto } = await import('./comandi.ts')
    out(aiuto(c))
    return args.length === 0 ? 1 : 0
  }
  if (args[0] === 'prova' && args[1] === 'accedi') {
    const { accediDiProva } = await import('./accesso/prova-accedi.ts')
    out(await accediDiProva(c.baseUrl, args[2] ?? ''))
    return 0
  }
  if (args[0] === 'flussi' && args[1] === 'verifica') {
    const { verifica } = await import('./flussi/verifica.ts')
    return verifica(
      args.slice(2),
      { cwd: process.cwd(), xsdInps: c.xsdInps },
      { out: scriviRiga(process.stdout), err: scriviRiga(process.stderr) },
    )
  }
  const dove = doveSonoIDati(c)
  const request = { args, cwd: process.cwd(), operatore }
  if (args[0] === 'ripristina') {
    if (!args[1]) throw new ErroreDiAvvio('Indica il file: trama -- ripristina FILE')
    if ((await commandThroughServer(dove, { ...request, args: ['--help'] }, muto)) !== undefined)
      throw new ErroreDiAvvio(IN_FUNZIONE)
    const { rimettiLaCopia } = await import('./sui-dati.ts')
    out(await rimettiLaCopia(c, args[1], operatore))
    return 0
  }
  const delServer = await commandThroughServer(dove, request, uscite)
  if (delServer !== undefined) return delServer
  const { eseguiSuiDati } = await import('./sui-dati.ts')
  return eseguiSuiDati(c, request, uscite)
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (e) => {
    console.error(e instanceof ErroreDiAvvio ? e.message : e)
    process.exit(1)
  },
)
