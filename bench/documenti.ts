// Documents: the peak of memory of the server that receives and gives back a file of 100 MB, against that of one which
// does the same with a file of 1 MB. Each in a process of its own, in turns; on PostgreSQL and on the embedded engine.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { get, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Ambiente, type Esito, mediana, opzioniDiNode } from './ambiente.ts'

const GIRI = 5
const MB = 1_000_000

/** A file of so many megabytes, a piece at a time. */
function* contenuto(mb: number) {
  yield Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(MB - 9, 'a')])
  for (let n = 1; n < mb; n++) yield Buffer.alloc(MB, n)
}

interface Corsa {
  picco: number
  su: number
  giu: number
}

interface Server {
  url: string
  token: string
  persona: string
}

function invia(s: Server, mb: number): Promise<{ id: string }> {
  return new Promise((fatto, errore) => {
    const r = request(
      `${s.url}/api/persone/${s.persona}/documenti?sottocartella=altro&nome=grande.pdf`,
      {
        method: 'POST',
        headers: {
          'x-trama': '1',
          cookie: `trama=${s.token}`,
          'content-type': 'application/octet-stream',
          'content-length': mb * MB,
        },
      },
      async (risposta) => {
        const testo = (await risposta.toArray()).join('')
        if (risposta.statusCode === 201) fatto(JSON.parse(testo) as { id: string })
        else errore(new Error(testo))
      },
    )
    pipeline(Readable.from(contenuto(mb)), r).catch(errore)
  })
}

/** The hash of what comes back. A file just received may still be looked at by the scanner's job. */
async function ricevi(s: Server, id: string): Promise<string> {
  for (;;) {
    const impronta = await new Promise<string | undefined>((fatto, errore) => {
      get(
        `${s.url}/api/documenti/${id}/versioni/1/contenuto`,
        { headers: { cookie: `trama=${s.token}` } },
        async (r) => {
          const hash = createHash('sha256')
          for await (const pezzo of r) hash.update(pezzo as Buffer)
          fatto(r.statusCode === 200 ? hash.digest('hex') : undefined)
        },
      ).once('error', errore)
    })
    if (impronta) return impronta
    await new Promise((poi) => setTimeout(poi, 500))
  }
}

async function corsa(dove: string, mb: number): Promise<Corsa> {
  const p = spawn(process.execPath, [...opzioniDiNode(), join(import.meta.dirname, 'documenti-corsa.ts'), dove], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const righe = createInterface(p.stdout)[Symbol.asyncIterator]()
  const leggi = async () => JSON.parse((await righe.next()).value ?? '') as never
  const s: Server = await leggi()
  const inizio = performance.now()
  const { id } = await invia(s, mb)
  const su = performance.now() - inizio
  const attesa = createHash('sha256')
  for (const pezzo of contenuto(mb)) attesa.update(pezzo)
  const prima = performance.now()
  if ((await ricevi(s, id)) !== attesa.digest('hex')) throw new Error('il file è tornato diverso')
  const giu = performance.now() - prima
  p.stdin.end()
  const { picco }: { picco: number } = await leggi()
  await new Promise((fine) => p.once('exit', fine))
  return { picco, su, giu }
}

const s = (ms: number) => `${(ms / 1000).toLocaleString('it-IT', { maximumFractionDigits: 1 })} s`

export async function misuraDocumenti(nome: string, dove: string): Promise<Esito> {
  const piccole: Corsa[] = []
  const grandi: Corsa[] = []
  for (let g = 0; g < GIRI; g++) {
    piccole.push(await corsa(dove, 1))
    grandi.push(await corsa(dove, 100))
  }
  const [uno, cento] = [mediana(piccole.map((c) => c.picco)), mediana(grandi.map((c) => c.picco))]
  return {
    misura: `${nome}: picco di memoria con un documento di 100 MB (su in ${s(mediana(grandi.map((c) => c.su)))}, giù in ${s(mediana(grandi.map((c) => c.giu)))}) contro 1 MB`,
    valore: `${cento} contro ${uno} MB: ${(cento / uno).toLocaleString('it-IT', { maximumFractionDigits: 2 })} ×`,
    soglia: '≤ 1,2 ×',
    rispettata: cento <= uno * 1.2,
  }
}

export const documenti = async ({ base }: Ambiente): Promise<Esito[]> => [
  await misuraDocumenti('PostgreSQL', base.url),
  await misuraDocumenti('PGlite', 'pglite'),
]
