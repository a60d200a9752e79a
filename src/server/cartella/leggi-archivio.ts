// An archive of a folder, read before anything of it is written: whole, unchanged, of a version that is known here. Each
// thing that may be wrong has its sentence, and of an archive in which something is wrong nothing comes in.
import { text } from 'node:stream/consumers'
import { FORMATO_ESPORTAZIONE, VERSIONE_ESPORTAZIONE } from '../../shared/cartella/esportazione.api.ts'
import { tipoDalMime } from '../../shared/documenti/tipi-documento.ts'
import { Problem, problem } from '../../shared/kernel/problems.ts'
import { type Archivio, apriArchivio, improntaDi } from '../kernel/archivio.ts'
import type { FascicoloEsportato } from './tabelle-fascicolo.ts'

/** Inflated: the data of a folder are text. */
const JSON_AL_PIU = 400 * 1_048_576

export const illeggibile = (detail: string) => problem('regola-non-rispettata', { detail })
const DANNEGGIATO =
  'Il file non è un archivio di Trama, oppure è danneggiato: scegli quello scaricato con «Esporta il fascicolo».'

/** Whatever breaks while an archive is read means that it is damaged. */
export async function conArchivio<T>(path: string, fn: (a: Archivio) => Promise<T>): Promise<T> {
  let a: Archivio
  try {
    a = await apriArchivio(path)
  } catch {
    throw illeggibile(DANNEGGIATO)
  }
  try {
    return await fn(a)
  } finally {
    a.chiudi()
  }
}

export async function leggiDati(a: Archivio): Promise<FascicoloEsportato> {
  const bytes = a.voci.get('fascicolo.json')
  if (bytes === undefined || bytes > JSON_AL_PIU)
    throw illeggibile('Nell’archivio manca fascicolo.json: scegli quello scaricato con «Esporta il fascicolo».')
  let f: FascicoloEsportato
  try {
    f = JSON.parse(await text(await a.leggi('fascicolo.json'))) as FascicoloEsportato
  } catch {
    throw illeggibile('Il file fascicolo.json non è leggibile: può essere stato modificato.')
  }
  if (f.formato !== FORMATO_ESPORTAZIONE || typeof f.tabelle !== 'object' || f.tabelle === null)
    throw illeggibile('Non è un fascicolo esportato da Trama.')
  if (![1, 2, VERSIONE_ESPORTAZIONE].includes(f.versione))
    throw illeggibile(
      `Il fascicolo è nella versione ${String(f.versione)}; questa installazione legge fino alla ${VERSIONE_ESPORTAZIONE}.`,
    )
  // before there were documents in it; and when of an operator there was only the name, by which nobody is recognised
  const operatori = f.versione === VERSIONE_ESPORTAZIONE ? f.operatori : soloId(f.operatori)
  return { ...f, operatori: operatori ?? {}, riferimenti: f.riferimenti ?? {}, file: f.file ?? [] }
}

const soloId = (operatori: object | undefined): FascicoloEsportato['operatori'] =>
  Object.fromEntries(
    Object.keys(operatori ?? {}).map((id) => [id, { codiceFiscale: '', cognome: '', nome: '', qualifica: null }]),
  )

async function improntaVera(a: Archivio, nome: string): Promise<string> {
  try {
    return await improntaDi(await a.leggi(nome))
  } catch {
    throw illeggibile(DANNEGGIATO)
  }
}

/** The hashes that the archive declares of its own parts. */
async function impronteDichiarate(a: Archivio): Promise<Map<string, string>> {
  if (!a.voci.has('IMPRONTE.txt')) return new Map()
  const righe = (await text(await a.leggi('IMPRONTE.txt'))).split('\n').filter(Boolean)
  return new Map(righe.map((r) => [r.slice(66), r.slice(0, 64)]))
}

const DOCUMENTI_DISCORDI =
  'I documenti elencati in fascicolo.json non sono quelli dell’archivio: può essere stato modificato.'

/** Every version has its file, every file its bytes. */
async function assertFile(a: Archivio, f: FascicoloEsportato) {
  const versioni = new Map((f.tabelle.documento_versione ?? []).map((v) => [String(v.id), v]))
  const percorsi = new Set(f.file.map((x) => x.percorso))
  if (versioni.size !== f.file.length || percorsi.size !== f.file.length) throw illeggibile(DOCUMENTI_DISCORDI)
  for (const x of f.file) {
    const v = versioni.get(x.versione)
    if (!v || v.sha256 !== x.sha256 || Number(v.bytes) !== x.bytes || !tipoDalMime(String(v.tipo)))
      throw illeggibile(DOCUMENTI_DISCORDI)
    if (!a.voci.has(x.percorso))
      throw illeggibile(`Nell’archivio manca il file «${x.percorso}»: chiedine una copia intera.`)
    if (a.voci.get(x.percorso) !== x.bytes || (await improntaVera(a, x.percorso)) !== x.sha256)
      throw illeggibile(`Il file «${x.percorso}» dell’archivio non è più quello esportato: chiedine una copia intera.`)
  }
}

/** Reads all of it, in no transaction. */
export const assertArchivio = (path: string): Promise<FascicoloEsportato> =>
  conArchivio(path, async (a) => {
    try {
      const dichiarata = (await impronteDichiarate(a)).get('fascicolo.json')
      if (dichiarata && a.voci.has('fascicolo.json') && dichiarata !== (await improntaVera(a, 'fascicolo.json')))
        throw illeggibile('I dati dell’archivio sono stati modificati dopo l’esportazione: chiedine una copia intera.')
      const f = await leggiDati(a)
      await assertFile(a, f)
      return f
    } catch (e) {
      if (e instanceof Problem) throw e
      throw illeggibile(DANNEGGIATO)
    }
  })
