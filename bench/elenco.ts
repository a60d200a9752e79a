// Users list, search and card, against the yardstick.
import { type Ambiente, chi, type Esito, type Prodotto } from './ambiente.ts'
import { avviaProdotto, confronta, ferma, memoriaDi } from './confronto.ts'
import { leggi, type Richiesta } from './richieste.ts'

/** Sixteen addresses of each kind, so that no answer is always the same one. */
async function indirizzi(p: Prodotto, token: string): Promise<Record<string, Richiesta[]>> {
  const get = async (url: string) => (await p.app.inject({ url, headers: { cookie: `trama=${token}` } })).json()
  const pagine = ['/api/utenti']
  const voci: { id: string; cognome: string }[] = []
  for (let i = 0; i < 16; i++) {
    const { voci: lette, prossima } = await get(pagine.at(-1)!)
    voci.push(...lette)
    if (!prossima) break
    pagine.push(`/api/utenti?dopo=${prossima}`)
  }
  const scelti = voci.filter((_, i) => i % Math.max(1, Math.floor(voci.length / 16)) === 0).slice(0, 16)
  return {
    'Elenco utenti': pagine.slice(0, 16).map(leggi),
    'Ricerca per cognome': scelti.map((v) => leggi(`/api/utenti?q=${v.cognome}`)),
    'Scheda utente': scelti.map((v) => leggi(`/api/utenti/${v.id}`)),
  }
}

export async function elenco({ base, cartella }: Ambiente): Promise<Esito[]> {
  const esiti: Esito[] = []
  const prodotto = await avviaProdotto(base, cartella)
  try {
    for (const [dove, persona] of [['maggiore', chi.maggiore] as const, ['mediano', chi.mediano] as const]) {
      const { token } = await persona(base)
      for (const [nome, richieste] of Object.entries(await indirizzi(base, token)))
        esiti.push(await confronta({ p: base, prodotto, cartella }, `${nome}, ambito ${dove}`, token, richieste))
    }
    esiti.push(memoriaDi(prodotto))
  } finally {
    await ferma(prodotto)
  }
  return esiti
}
