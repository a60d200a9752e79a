// The plans of the lists of users, territory and registers: in the largest ambito, in a median one and for the ministry;
// then the same with ten times the rows.
import type { Caller } from '../src/server/kernel/call.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario } from './ambiente.ts'
import { MAGGIORE, MEDIANO } from './data.ts'
import { leggi } from './richieste.ts'
import { confrontaPiani } from './spiega.ts'

type Persona = 'maggiore' | 'mediano' | 'ministero'
const persone: Persona[] = ['maggiore', 'mediano', 'ministero']
/** Address → for whom. The words in angle brackets are filled in with what the largest ambito really holds. */
const elenchi: [string, string, Persona[]][] = [
  ['Utenti', '/api/utenti', ['maggiore', 'mediano', 'ministero']],
  ['Utenti, pagina seguente', '/api/utenti?dopo=<dopo>', ['maggiore']],
  ['Utenti per cognome', '/api/utenti?q=<cognome>', ['maggiore', 'mediano', 'ministero']],
  ['Utenti per tre lettere', '/api/utenti?q=<tre>', ['maggiore', 'ministero']],
  ['Utenti sospesi', '/api/utenti?stato=sospeso', ['maggiore', 'mediano']],
  ['Utenti di un comune', '/api/utenti?comune=<comune>', ['maggiore', 'mediano']],
  ['Scheda utente', '/api/utenti/<id>', ['maggiore', 'mediano', 'ministero']],
  ['Adesioni', '/api/adesioni', ['maggiore', 'mediano', 'ministero']],
  ['Deleghe', '/api/deleghe', ['maggiore', 'mediano', 'ministero']],
  ['Uffici', '/api/uffici', ['maggiore', 'mediano', 'ministero']],
  ['Registro delle modifiche', '/api/registro/modifiche', ['maggiore', 'mediano', 'ministero']],
  ['Registro degli accessi', '/api/registro/accessi', ['maggiore', 'mediano', 'ministero']],
  ['Richieste formali', '/api/richieste-formali', ['maggiore', 'mediano', 'ministero']],
  ['Richieste degli ambiti', '/api/richieste-ambito', ['ministero']],
  ['Importazioni', '/api/importazioni', ['maggiore', 'mediano', 'ministero']],
  ['Ambiti', '/api/ambiti', ['ministero']],
  ['Comuni', '/api/comuni', ['maggiore', 'ministero']],
  ['Notifiche', '/api/notifiche', ['maggiore', 'mediano']],
]

const get = (p: Prodotto, c: Caller, url: string) => p.app.inject({ url, headers: { cookie: `trama=${c.token}` } })

/** The surname of most people in an ambito: with one alone there would be no page to fill. */
const cognome = (p: Prodotto, n: number) =>
  proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query(
      "select cognome from utente where ambito_id = md5('ambito ' || $1)::uuid group by cognome order by count(*) desc, cognome limit 1",
      [n],
    )
    return rows[0]!.cognome as string
  })

async function valori(p: Prodotto, c: Caller, n: number): Promise<(url: string) => string> {
  const prima = (await get(p, c, '/api/utenti')).json()
  const voce = prima.voci.find((v: { incarichi: unknown[] }) => v.incarichi.length > 0)
  const con: Record<string, string> = {
    dopo: prima.prossima,
    cognome: await cognome(p, n),
    tre: voce.cognome.slice(0, 3),
    comune: voce.incarichi[0].comuneId,
    id: voce.id,
  }
  return (url) => url.replace(/<(\w+)>/g, (_, k: string) => con[k]!)
}

export async function piani({ base, dieci }: Ambiente): Promise<Esito[]> {
  if (!dieci) throw new Error('servono i dati dieci volte più grandi')
  const esiti: Esito[] = []
  for (const dove of persone) {
    const [piccola, grande] = [await chi[dove](base), await chi[dove](dieci)]
    const riempi =
      dove === 'mediano'
        ? await valori(base, piccola, MEDIANO)
        : await valori(base, dove === 'maggiore' ? piccola : await chi.maggiore(base), MAGGIORE)
    for (const [nome, modello, per] of elenchi) {
      if (!per.includes(dove)) continue
      const richiesta = leggi(riempi(modello))
      esiti.push(
        await confrontaPiani(
          `${nome}, ${dove}`,
          { p: base, token: piccola.token, richiesta },
          { p: dieci, token: grande.token, richiesta },
        ),
      )
    }
  }
  return esiti
}
