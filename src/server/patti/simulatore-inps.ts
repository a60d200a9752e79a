// Who receives, played on this machine for demonstrations: it takes the files of an ambito, answers with receipts and, of domande,
// with an outcome that one can foresee. It works on the folders alone, as a stranger would: nothing of the database is known to it.
// Never where a production configuration is (kernel/config.ts).
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { cartelle } from './scambio-cartella.ts'

/** Euro a year: over it the simulator refuses. Its own rule, and no law's. */
const SOGLIA_ISEE = 6000

type Riga = Record<string, string>
async function leggi(path: string): Promise<Riga[]> {
  const righe: Riga[] = []
  let testa: string[] | undefined
  for await (const { celle } of leggiTabella(path)) {
    if (!testa) testa = celle
    else righe.push(Object.fromEntries(testa.map((c, n) => [c, (celle[n] ?? '').trim()])))
  }
  return righe
}

/** What is answered to one message, in the order in which it is read. */
export function rispondiA(r: Riga, giorno: string): string[][] {
  const riferimento = r.RIFERIMENTO ?? ''
  const ricevuta = [riferimento, 'RICEVUTA', giorno, '', '', '']
  if (r.TIPO !== 'domanda' && r.TIPO !== 'integrazione') return [ricevuta]
  if (!r.CF_RICHIEDENTE) return [[riferimento, 'SCARTATA', giorno, 'Manca il codice fiscale di chi chiede', '', '']]
  const isee = r.ISEE ? Number(r.ISEE.replace(',', '.')) : null
  if (isee === null && r.TIPO === 'domanda')
    return [ricevuta, [riferimento, 'INTEGRAZIONE', giorno, 'Manca l’ISEE: presentare la DSU', '', '']]
  if (isee !== null && isee > SOGLIA_ISEE)
    return [ricevuta, [riferimento, 'RESPINTA', giorno, 'L’ISEE supera la soglia del simulatore', '', '']]
  return [ricevuta, [riferimento, 'ACCOLTA', giorno, '', `SIM-${riferimento.slice(2)}`, r.IMPORTO_CALCOLATO ?? '']]
}

/** Answers what waits in the folder of an ambito; how many files it has answered. */
export async function rispondi(base: string, ambito: string, giorno: string): Promise<number> {
  const dove = (quale: string) => join(base, ambito.replace(/[^A-Za-z0-9-]/g, '_'), quale)
  const presi = dove('presi-dal-simulatore')
  for (const d of [dove(cartelle.uscita), dove(cartelle.ingresso), presi])
    await mkdir(d, { recursive: true, mode: 0o700 })
  const nomi = (await readdir(dove(cartelle.uscita))).filter((n) => n.endsWith('.csv')).sort()
  for (const nome of nomi) {
    const righe = new Map((await leggi(join(dove(cartelle.uscita), nome))).map((r) => [r.RIFERIMENTO ?? '', r]))
    const risposte = [...righe.values()].flatMap((r) => rispondiA(r, giorno))
    const testo = [['RIFERIMENTO', 'ESITO', 'DATA', 'MOTIVO', 'PROTOCOLLO', 'IMPORTO'], ...risposte]
      .map((r) => r.join(';'))
      .join('\r\n')
    // as a client should: visible only when it is whole
    await writeFile(join(dove(cartelle.ingresso), `.${nome}`), testo, { mode: 0o600 })
    await rename(join(dove(cartelle.ingresso), `.${nome}`), join(dove(cartelle.ingresso), `ricevute_${nome}`))
    await rename(join(dove(cartelle.uscita), nome), join(presi, nome))
  }
  return nomi.length
}
