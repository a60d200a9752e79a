// `trama flussi verifica FILE.xml`: checks any INPS file against schema and rules, without server and without database. One
// line for each defect, then what the file holds; with --json the summary alone on the standard output, for machines.
import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Gravita, GravitaScelte } from '../../shared/flussi/regole.ts'
import { type Canale, canali, regole } from '../../shared/flussi/regole-flusso.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import { elenchiDiBase, regioniDaVerificare } from './elenchi.ts'
import { type DifettoNelFile, type Esame, esaminaFlusso } from './esamina.ts'
import { FileIlleggibile } from './lettore-xml.ts'
import { apriSchemi } from './schemi.ts'

export const USO = 'flussi verifica FILE.xml [--json] [--canale waas] [--gravita PS07=errore] [--solo-errori]'

export interface Uscite {
  /** Answer when the line has been taken in, so that millions of defects do not pile up in memory. */
  out(riga: string): void | Promise<void>
  err(riga: string): void | Promise<void>
}

interface Richiesta {
  file: string
  json: boolean
  soloErrori: boolean
  canale: Canale
  gravita: GravitaScelte
}

/** Exit code: 0 only when nothing is reported. */
export async function verifica(
  args: readonly string[],
  ambiente: { cwd: string; xsdInps: string | undefined },
  uscite: Uscite,
): Promise<number> {
  const r = leggiArgomenti(args)
  const righe = r.json ? uscite.err : uscite.out
  const file = resolve(ambiente.cwd, r.file)
  const elenchi = elenchiDiBase()
  try {
    assertFile(file, r.file)
    const esame = esaminaFlusso(createReadStream(file, { highWaterMark: 256 * 1024 }), {
      schemi: apriSchemi(ambiente.xsdInps),
      contesto: { elenchi },
      canale: r.canale,
      gravita: r.gravita,
    })
    let passo = await esame.next()
    for (; !passo.done; passo = await esame.next())
      for (const d of passo.value) if (!r.soloErrori || d.gravita === 'errore') await righe(rigaDi(d))
    const fine = passo.value
    if (fine.tracciatoPrecedente) await righe(fine.tracciatoPrecedente)
    const codice = fine.errori > 0 || (fine.avvisi > 0 && !r.soloErrori) ? 1 : 0
    await uscite.out(r.json ? JSON.stringify(riassunto(r.file, fine, codice)) : inParole(fine))
    if (regioniDaVerificare(elenchi)) await uscite.err(AVVISO_T0)
    return codice
  } catch (errore) {
    const { message: motivo, riga = null } = illeggibile(errore)
    await righe(motivo)
    if (r.json) await uscite.out(JSON.stringify({ file: r.file, esito: 'illeggibile', motivo, riga }))
    return 1
  }
}

/** A file that the system does not let us read is one more that cannot be read; anything else is an error of ours. */
function illeggibile(errore: unknown): FileIlleggibile {
  if (errore instanceof FileIlleggibile) return errore
  const codice = errore instanceof Error && 'syscall' in errore && 'code' in errore ? String(errore.code) : undefined
  if (codice === undefined) throw errore
  return new FileIlleggibile(`Il sistema non lascia leggere il file (${codice}): controlla i permessi.`)
}

const AVVISO_T0 =
  'I codici delle regioni (tabella T0) sono da verificare: prima di inviare, confronta config/codifiche/regione-t0.csv con la tabella in vigore.'

function assertFile(file: string, scritto: string): void {
  const s = statSync(file, { throwIfNoEntry: false })
  if (!s) throw new FileIlleggibile(`Il file ${scritto} non c’è: controlla il nome.`)
  if (!s.isFile()) throw new FileIlleggibile(`${scritto} non è un file: indica un file XML.`)
  if (s.size === 0) throw new FileIlleggibile('Il file è vuoto: controlla di aver scelto quello giusto.')
}

function leggiArgomenti(args: readonly string[]): Richiesta {
  const gravita: Record<string, Gravita> = {}
  const r = { json: false, soloErrori: false, canale: 'file' as Canale, gravita }
  let file: string | undefined
  const resto = [...args]
  for (let a = resto.shift(); a !== undefined; a = resto.shift()) {
    if (a === '--json') r.json = true
    else if (a === '--solo-errori') r.soloErrori = true
    else if (a === '--canale') r.canale = leggiCanale(resto.shift())
    else if (a === '--gravita') {
      const [id, come] = leggiGravita(resto.shift())
      gravita[id] = come
    } else if (a.startsWith('--') || file !== undefined)
      throw new ErroreDiAvvio(`Non capisco «${a}». Uso: trama -- ${USO}`)
    else file = a
  }
  if (file === undefined) throw new ErroreDiAvvio(`Indica il file: trama -- ${USO}`)
  return { file, ...r }
}

function leggiCanale(detto: string | undefined): Canale {
  const canale = canali.find((c) => c === detto)
  if (!canale) throw new ErroreDiAvvio(`Dopo --canale va uno tra: ${canali.join(', ')}.`)
  return canale
}

function leggiGravita(detto: string | undefined): [string, Gravita] {
  const [id, come] = (detto ?? '').split('=')
  const regola = regole.find((x) => x.id === id)
  if (!regola || (come !== 'errore' && come !== 'avviso'))
    throw new ErroreDiAvvio('Dopo --gravita va una regola con la sua gravità, come PS07=errore o PS07=avviso.')
  if (regola.segno === 'O') throw new ErroreDiAvvio(`${regola.id} è una regola ufficiale di INPS: resta un errore.`)
  return [regola.id, come]
}

const rigaDi = (d: DifettoNelFile) =>
  `riga ${d.riga}: ${d.gravita} ${d.regola} ${d.percorso}: ${d.frase}${d.gravita === 'errore' && d.derogabile ? ' (derogabile, con un motivo)' : ''}`

const quanti = (n: number, uno: string, molti: string) => `${n.toLocaleString('it-IT')} ${n === 1 ? uno : molti}`

function inParole(e: Esame): string {
  const che =
    e.tipo === 'SINBA'
      ? quanti(e.beneficiari, 'minore', 'minori')
      : `${quanti(e.beneficiari, 'beneficiario', 'beneficiari')}, ${quanti(e.prestazioni, 'prestazione', 'prestazioni')}`
  const come =
    e.errori + e.avvisi === 0
      ? 'nessun difetto'
      : `${quanti(e.errori, 'errore', 'errori')}, ${quanti(e.avvisi, 'avviso', 'avvisi')}`
  return `${e.schema}: ${che}; ${come}.`
}

const riassunto = (file: string, e: Esame, codice: number) => ({
  file,
  esito: codice === 0 ? 'pulito' : 'difetti',
  tipo: e.tipo,
  schema: e.schema,
  flusso: e.intestazione?.nome ?? null,
  beneficiari: e.beneficiari,
  prestazioni: e.prestazioni,
  errori: e.errori,
  avvisi: e.avvisi,
  regole: e.regole,
  tracciatoPrecedente: e.tracciatoPrecedente ?? null,
})
