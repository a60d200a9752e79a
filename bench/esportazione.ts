// The users as a file: the memory of the server must not know how many they are.
import { type Ambiente, chi, type Esito, proprietario } from './ambiente.ts'
import { avviaProdotto, ferma, numero, piccoDiMemoria } from './confronto.ts'

export async function esportazione({ base, cartella }: Ambiente): Promise<Esito[]> {
  const quanti = await proprietario(
    base.urlProprietario,
    async (o) => (await o.query<{ n: string }>('select count(*) as n from utente')).rows[0]!.n,
  )
  const [pochi, tutti] = [await chi.mediano(base), await chi.ministero(base)]
  const esiti: Esito[] = []
  for (const formato of ['csv', 'xlsx']) {
    // a server for each: the peak of one would hide that of the other
    const prodotto = await avviaProdotto(base, cartella)
    const scarica = async (token: string) => {
      const t = performance.now()
      const r = await fetch(`${prodotto.url}/api/utenti/esportazione`, {
        method: 'POST',
        headers: { cookie: `trama=${token}`, 'x-trama': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ formato }),
      })
      if (!r.ok) throw new Error(`${formato}: ${r.status}`)
      let byte = 0
      for await (const pezzo of r.body!) byte += pezzo.length
      return { byte, secondi: (performance.now() - t) / 1000, picco: piccoDiMemoria(prodotto) }
    }
    try {
      const piccolo = await scarica(pochi.token)
      const grande = await scarica(tutti.token)
      esiti.push({
        misura: `Esportazione di ${numero(Number(quanti))} utenti in ${formato}, ${numero(grande.byte / 1e6, 1)} MB in ${numero(grande.secondi, 1)} s: picco di memoria, contro quello di un ambito mediano (${numero(piccolo.byte / 1e3)} kB)`,
        valore: `${numero(grande.picco)} contro ${numero(piccolo.picco)} MB`,
        soglia: '< 300 MB',
        rispettata: grande.picco < 300,
      })
    } finally {
      await ferma(prodotto)
    }
  }
  return esiti
}
