// The process in which one letter is typeset, and which ends with it. A template is a program written by an ambito, and
// the typesetter is native code: in a thread of the server it could be neither stopped nor measured. So it runs alone:
// the first thread only watches the memory, the second typesets. In: one JSON on the standard input. Out: the PDF, or
// {"errori": […]} with exit code 3. The parent has given it an empty folder and an environment that leads nowhere.
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'

export interface Lavoro {
  cartella: string
  testo: string
  /** Files that the template can import, by name. */
  librerie: Record<string, string>
  dati: string
  istante: number
  massimoMb: number
}
type Esito = { pdf: Uint8Array } | { errori: { riga: number | null; messaggio: string }[] }

interface Diagnostica {
  message: string
  severity: number
  range: { start: { line: number } } | null
}

const lavora = async (l: Lavoro): Promise<Esito> => {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  const compilatore = NodeCompiler.create({ workspace: l.cartella })
  for (const [nome, testo] of Object.entries(l.librerie))
    compilatore.mapShadow(join(l.cartella, nome), Buffer.from(testo))
  // a source by name, so that errors say their line
  const mainFilePath = join(l.cartella, 'modello.typ')
  compilatore.addSource(mainFilePath, l.testo)
  const r = compilatore.compile({ mainFilePath, inputs: { dati: l.dati } })
  if (r.result) return pdf(compilatore, r.result, l.istante)
  const diagnostica = r.takeDiagnostics()
  return {
    errori: ((diagnostica ? compilatore.fetchDiagnostics(diagnostica) : []) as Diagnostica[])
      // 1 is an error; the others say where it was called from
      .filter((d) => d.severity === 1)
      // lines count from 1 for whoever writes
      .map((d) => ({ riga: d.range && d.range.start.line + 1, messaggio: d.message })),
  }
}

/**
 * The compiler declares one standard at a time: the rules of accessibility (PDF/UA-1) are checked first, on a copy that
 * is thrown away; what is kept is for the archive (PDF/A-2a), tagged in the same way.
 */
function pdf(
  compilatore: { pdf(d: NodeTypstDocument, o: { pdfStandard: string; creationTimestamp: number }): Buffer },
  documento: NodeTypstDocument,
  creationTimestamp: number,
): Esito {
  try {
    compilatore.pdf(documento, { pdfStandard: 'ua-1', creationTimestamp })
    return { pdf: compilatore.pdf(documento, { pdfStandard: 'a-2a', creationTimestamp }) }
  } catch (e) {
    return {
      errori: [{ riga: null, messaggio: /message: "([^"]*)"/.exec((e as Error).message)?.[1] ?? (e as Error).message }],
    }
  }
}

async function leggiLavoro(): Promise<Lavoro> {
  const pezzi: Buffer[] = []
  for await (const p of process.stdin) pezzi.push(p as Buffer)
  return JSON.parse(Buffer.concat(pezzi).toString()) as Lavoro
}

if (isMainThread) {
  const lavoro = await leggiLavoro()
  const guardia = setInterval(() => {
    if (process.memoryUsage.rss() < lavoro.massimoMb * 1_048_576) return
    writeSync(2, 'memoria')
    // an orderly exit would wait for the native code to return
    process.kill(process.pid, 'SIGKILL')
  }, 10)
  const thread = new Worker(new URL(import.meta.url), { workerData: lavoro })
  thread.on('message', (esito: Esito) => {
    clearInterval(guardia)
    process.stdout.write('pdf' in esito ? esito.pdf : JSON.stringify(esito), () => {
      process.exitCode = 'pdf' in esito ? 0 : 3
    })
  })
  thread.on('error', (e) => {
    writeSync(2, (e as Error).message)
    process.exit(1)
  })
} else parentPort?.postMessage(await lavora(workerData as Lavoro))
