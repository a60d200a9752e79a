// The drawer of one person's drafts in this browser (ADR 0012): what the server does not have yet. One record holds them
// all, closed with AES-GCM under a key that only that person's session fetches, and is named by the key's own name: who
// looks at the browser's storage learns neither whose it is, nor of which forms, nor how many drafts or how long.
// Every change takes the drawer, changes it and puts it back under a lock, because tabs share it.
import type { BozzaLocale } from './trovate.ts'

/** What lies in the storage. The only thing in clear is when it is to be thrown away. */
export interface Chiuso {
  scade: number
  iv: Uint8Array<ArrayBuffer>
  dati: ArrayBuffer
}

/** As much of a key-value storage as is needed. */
export interface Deposito {
  get(nome: string): Promise<Chiuso | undefined>
  set(nome: string, valore: Chiuso): Promise<void>
  del(nome: string): Promise<void>
}

const GIORNO = 86_400_000
/** Sizes are rounded up to this: a short draft and none but a few look the same. */
const PASSO = 16_384
const testo = new TextEncoder()

export interface Cassetto {
  readonly id: string
  leggi(): Promise<BozzaLocale[]>
  metti(bozza: BozzaLocale): Promise<void>
  togli(scrittura: string): Promise<void>
  svuota(): Promise<void>
}

export async function apriCassetto(
  dove: Deposito,
  chiave: { id: string; chiave: string; giorni: number },
  adesso: () => number = Date.now,
): Promise<Cassetto> {
  const { id, giorni } = chiave
  const byte = Uint8Array.from(atob(chiave.chiave), (c) => c.charCodeAt(0))
  // not extractable: from here on the page itself can use it and not read it
  const aes = await crypto.subtle.importKey('raw', byte, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const additionalData = testo.encode(id)

  const apri = async (): Promise<BozzaLocale[]> => {
    const chiuso = await dove.get(id)
    if (!chiuso) return []
    try {
      const chiaro = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: chiuso.iv, additionalData }, aes, chiuso.dati)
      const bozze = JSON.parse(new TextDecoder().decode(chiaro)) as BozzaLocale[]
      return bozze.filter((b) => adesso() - Date.parse(b.scritta) < giorni * GIORNO)
    } catch {
      // spoiled by somebody, or cut short: there is nothing to save in it
      await dove.del(id)
      return []
    }
  }
  const chiudi = async (bozze: BozzaLocale[]) => {
    if (bozze.length === 0) return dove.del(id)
    const json = testo.encode(JSON.stringify(bozze))
    const pieno = new Uint8Array(Math.ceil(json.length / PASSO) * PASSO).fill(0x20)
    pieno.set(json)
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const dati = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, aes, pieno)
    await dove.set(id, { scade: adesso() + giorni * GIORNO, iv, dati })
  }
  const cambia = (come: (bozze: BozzaLocale[]) => BozzaLocale[]): Promise<void> =>
    navigator.locks.request(`trama.bozze.${id}`, async () => chiudi(come(await apri())))

  return {
    id,
    leggi: () => navigator.locks.request(`trama.bozze.${id}`, apri),
    metti: (b) => cambia((tutte) => [...tutte.filter((x) => x.scrittura !== b.scrittura), b]),
    togli: (scrittura) => cambia((tutte) => tutte.filter((x) => x.scrittura !== scrittura)),
    svuota: () => cambia(() => []),
  }
}
