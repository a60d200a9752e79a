// The drafts of this browser, whoever's: the storage (IndexedDB: unlike localStorage it is written at once, and a killed
// browser loses nothing), the key of who is signed in, which lives in the memory of this page alone, and the removal of
// what is too old, of what no key opens any more, and of one's own on leaving.
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'
import { bozzeApi } from '../../../shared/kernel/bozze.api.ts'
import { call } from '../client.ts'
import { apriCassetto, type Cassetto, type Chiuso, type Deposito } from './cassetto.ts'
import type { Scrittura } from './scrittura.ts'

let negozio: UseStore | undefined
const store = () => {
  negozio ??= createStore('trama', 'bozze')
  return negozio
}
const deposito: Deposito = {
  get: (nome) => get(nome, store()),
  set: (nome, valore) => set(nome, valore, store()),
  del: (nome) => del(nome, store()),
}

let aperto: { utente: string; cassetto: Promise<Cassetto> } | undefined

/** The drawer of this person, who must be signed in the first time. Rejects where the key or the storage is out of reach. */
export function cassettoDi(utente: string): Promise<Cassetto> {
  if (aperto?.utente === utente) return aperto.cassetto
  const cassetto = call(bozzeApi.chiave, { utente }, { signal: AbortSignal.timeout(10_000) }).then(async (chiave) => {
    const c = await apriCassetto(deposito, chiave)
    void togliMorti(c.id)
    return c
  })
  // who finds it closed tries again the next time
  cassetto.catch(() => {
    if (aperto?.cassetto === cassetto) aperto = undefined
  })
  aperto = { utente, cassetto }
  return cassetto
}

/** After signing in again: if the sessions had been closed by an act, the key is another. */
export function dimenticaChiave(): void {
  aperto = undefined
}

async function altri(mio: string): Promise<string[]> {
  const tutti = await entries<string, Chiuso>(store())
  return tutti.map(([nome]) => nome).filter((nome) => nome !== mio)
}

/** Drawers whose key was changed by a logout elsewhere: nothing will open them again. */
async function togliMorti(mio: string): Promise<void> {
  const chiavi = (await altri(mio)).slice(0, 100)
  if (chiavi.length === 0) return
  const { voci: vive } = await call(bozzeApi.chiaviVive, { chiavi })
  for (const nome of chiavi.filter((k) => !vive.includes(k))) await deposito.del(nome)
}

/** What is older than its days, whoever wrote it: no key is needed. When the application starts. */
export async function spazzaBozze(adesso = Date.now()): Promise<void> {
  // earlier versions kept drafts in clear
  for (const nome of Object.keys(localStorage)) if (nome.startsWith('trama.bozza.')) localStorage.removeItem(nome)
  for (const [nome, { scade }] of await entries<string, Chiuso>(store())) if (scade < adesso) await deposito.del(nome)
}

const scritture = new Set<Scrittura>()
/** The forms open in this page, to be saved before leaving. */
export function iscrivi(s: Scrittura): () => void {
  scritture.add(s)
  return () => scritture.delete(s)
}

/** Before leaving: saves everything on the server and says how many drafts it did not take, for which leaving means losing. */
export async function preparaUscita(utente: string): Promise<number> {
  await Promise.all([...scritture].map((s) => s.salva()))
  const inMano = [...scritture].filter((s) => s.inSospeso).length
  // where the drawer does not open, what the open forms hold is nowhere else
  return cassettoDi(utente).then(
    async (c) => Math.max(inMano, (await c.leggi()).length),
    () => inMano,
  )
}

export const svuotaCassetto = (utente: string): Promise<void> =>
  cassettoDi(utente).then(
    (c) => c.svuota(),
    // without key there is nothing that this page could have left
    () => {},
  )
