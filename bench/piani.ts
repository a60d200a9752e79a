// The plans of the lists of users, territory and registers, with each of their filters: in the largest ambito, in a median
// one and for the ministry; then the same with ten times the rows.
import type { Caller } from '../src/server/kernel/call.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario } from './ambiente.ts'
import { MAGGIORE, MEDIANO } from './data.ts'
import { leggi } from './richieste.ts'
import { confrontaPiani } from './spiega.ts'

type Persona = 'maggiore' | 'mediano' | 'ministero'
const persone: Persona[] = ['maggiore', 'mediano', 'ministero']
const grandi: Persona[] = ['maggiore', 'ministero']
/** Address → for whom. The words in angle brackets are filled in with what the largest ambito really holds. */
const elenchi: [string, string, Persona[]][] = [
  ['Utenti', '/api/utenti', persone],
  ['Utenti, pagina seguente', '/api/utenti?dopo=<dopo>', ['maggiore']],
  ['Utenti per cognome', '/api/utenti?q=<cognome>', persone],
  ['Utenti per cognome di pochi', '/api/utenti?q=<raro>', persone],
  ['Utenti per una lettera', '/api/utenti?q=<una>', grandi],
  ['Utenti per due lettere', '/api/utenti?q=<due>', grandi],
  ['Utenti per tre lettere', '/api/utenti?q=<tre>', grandi],
  ['Utenti per quattro lettere', '/api/utenti?q=<quattro>', grandi],
  ['Utenti per nome', '/api/utenti?q=<nome>', persone],
  ['Utenti per nome, pagina seguente', '/api/utenti?q=<nome>&dopo=<dopo>', grandi],
  ['Utenti per inizio di codice fiscale', '/api/utenti?q=<codice>', grandi],
  ['Utenti per cognome e nome', '/api/utenti?q=<cognome> <suo>', grandi],
  ['Utenti per due nomi', '/api/utenti?q=<nome> <altro>', grandi],
  ['Utenti per cognome e ruolo', '/api/utenti?q=<cognome>&ruolo=case-manager', grandi],
  ['Utenti sospesi', '/api/utenti?stato=sospeso', persone],
  ['Utenti di un comune', '/api/utenti?comune=<comune>', ['maggiore', 'mediano']],
  ['Utenti di un ruolo', '/api/utenti?ruolo=case-manager', persone],
  ['Utenti di un ruolo di pochi', '/api/utenti?ruolo=responsabile-controlli', grandi],
  ['Utenti di un ruolo in un comune', '/api/utenti?ruolo=case-manager&comune=<comune>', ['maggiore', 'mediano']],
  ['Utenti di tutto l’ambito', '/api/utenti?interoAmbito=true', grandi],
  ['Utenti con il contratto che scade presto', '/api/utenti?contrattoEntro=2027-01-15', persone],
  ['Utenti con il contratto che scade entro due anni', '/api/utenti?contrattoEntro=2028-06-30', grandi],
  ['Utenti con altri dati in SPID', '/api/utenti?differenzeSpid=true', persone],
  ['Scheda utente', '/api/utenti/<id>', persone],
  ['Adesioni', '/api/adesioni', persone],
  ['Adesioni di un tipo', '/api/adesioni?tipo=protocollo-intesa', grandi],
  ['Adesioni cessate', '/api/adesioni?stato=cessata', grandi],
  ['Adesioni di un comune', '/api/adesioni?comune=<comune>', ['maggiore']],
  ['Deleghe', '/api/deleghe', persone],
  ['Deleghe in corso', '/api/deleghe?inCorso=true', grandi],
  ['Deleghe di un comune', '/api/deleghe?comune=<delegante>', ['maggiore']],
  ['Uffici', '/api/uffici', persone],
  ['Uffici di un comune', '/api/uffici?comune=<comune>', ['maggiore']],
  ['Registro delle modifiche', '/api/registro/modifiche', persone],
  ['Registro delle modifiche, pagina seguente', '/api/registro/modifiche?dopo=<modifica>', grandi],
  ['Registro delle modifiche, di una tabella', '/api/registro/modifiche?tabella=ufficio', grandi],
  ['Registro delle modifiche, di un atto', '/api/registro/modifiche?azione=utente.gestisci', grandi],
  ['Registro delle modifiche, di qualcuno', '/api/registro/modifiche?utente=<chi>', grandi],
  ['Registro delle modifiche, tra due giorni', '/api/registro/modifiche?dal=2020-01-11&al=2020-04-30', persone],
  [
    'Registro delle modifiche, di una tabella tra due giorni',
    '/api/registro/modifiche?tabella=utente&al=2020-04-30',
    grandi,
  ],
  ['Registro degli accessi', '/api/registro/accessi', persone],
  ['Registro degli accessi, pagina seguente', '/api/registro/accessi?dopo=<accesso>', grandi],
  ['Registro degli accessi, di un atto', '/api/registro/accessi?azione=ufficio.leggi', grandi],
  ['Registro degli accessi, negati', '/api/registro/accessi?esito=negato', persone],
  ['Registro degli accessi, di qualcuno', '/api/registro/accessi?utente=<chi>', grandi],
  ['Registro degli accessi, di un utente aperto', '/api/registro/accessi?oggetto=<aperto>', ['ministero']],
  ['Registro degli accessi, tra due giorni', '/api/registro/accessi?dal=2020-01-11&al=2020-04-30', persone],
  ['Richieste formali', '/api/richieste-formali', persone],
  ['Richieste formali di un comune', '/api/richieste-formali?comune=<comune>', ['maggiore']],
  ['Richieste formali per protocollo', '/api/richieste-formali?protocollo=p0', grandi],
  ['Richieste degli ambiti', '/api/richieste-ambito', ['ministero']],
  ['Richieste degli ambiti per parola di pochi', '/api/richieste-ambito?q=<ambito>', ['ministero']],
  ['Richieste degli ambiti per parola', '/api/richieste-ambito?q=mar', ['ministero']],
  ['Richieste degli ambiti per ricevuta', '/api/richieste-ambito?q=a1', ['ministero']],
  ['Richieste degli ambiti inviate', '/api/richieste-ambito?stato=inviata', ['ministero']],
  ['Richieste degli ambiti, le mie', '/api/richieste-ambito?mie=true', ['ministero']],
  ['Importazioni', '/api/importazioni', persone],
  ['Righe di un’importazione', '/api/importazioni/<foglio>/righe', ['maggiore']],
  ['Righe rifiutate di un’importazione', '/api/importazioni/<foglio>/righe?esito=rifiutata', ['maggiore']],
  ['Sezioni dell’ambito', '/api/sezioni-ambito', ['maggiore', 'mediano']],
  ['Completezza dell’ambito', '/api/completezza', ['maggiore', 'mediano']],
  ['Ruoli preparati che si possono abilitare', '/api/assegnazioni/abilitabili', ['maggiore', 'mediano']],
  ['Ambiti', '/api/ambiti', ['ministero']],
  ['Comuni', '/api/comuni', grandi],
  ['Notifiche', '/api/notifiche', ['maggiore', 'mediano']],
]

/** Of a measure named as it is printed the plans are shown, and nothing else is measured. */
const misure = elenchi.flatMap(([nome, , per]) => per.map((dove) => `${nome}, ${dove}`))
const sole = misure.filter((n) => process.env.TRAMA_PIANI?.split('; ').includes(n))
const chiesto = (nome: string) => sole.length === 0 || sole.includes(nome)

const get = (p: Prodotto, c: Caller, url: string) => p.app.inject({ url, headers: { cookie: `trama=${c.token}` } })

/**
 * Of the users of an ambito: the surname and the first name of most, the commonest first name that goes with each, the surname of
 * three (of one alone there would be no page to fill).
 */
const nomi = (p: Prodotto, n: number) =>
  proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query(
      `with u as materialized (select *, split_part(nome, ' ', 1) as primo, nullif(split_part(nome, ' ', 2), '') as secondo from utente where ambito_id = md5('ambito ' || $1)::uuid),
        c as (select cognome as v, count(*) as n from u group by 1 order by n desc, v limit 1), m as (select primo as v, count(*) as n from u group by 1 order by n desc, v limit 1)
       select (select v from c) as cognome, (select v from m) as nome,
              (select cognome from u group by 1 order by abs(count(*) - 3), cognome limit 1) as raro,
              (select primo from u where cognome = (select v from c) group by 1 order by count(*) desc, primo limit 1) as suo,
              (select secondo from u where primo = (select v from m) and secondo is not null group by 1 order by count(*) desc, secondo limit 1) as altro,
              (select left(lower(codice_fiscale), 3) from u group by 1 order by count(*) desc, 1 limit 1) as codice,
              (select importazione_id from importazione_riga where ambito_id = md5('ambito ' || $1)::uuid limit 1) as foglio,
              (select replace(nome, 'Ambito di ', '') from ambito where id = md5('ambito ' || $1)::uuid) as ambito`,
      [n],
    )
    return rows[0] as Record<string, string>
  })

async function valori(p: Prodotto, c: Caller, n: number): Promise<(url: string) => string> {
  const leggi = async (url: string) => (await get(p, c, url)).json()
  const prima = await leggi('/api/utenti')
  const voce = prima.voci.find((v: { incarichi: { comuneId: string | null }[] }) =>
    v.incarichi.some((a) => a.comuneId !== null),
  )
  const accessi = await leggi('/api/registro/accessi?azione=utente.leggi')
  const suoi = await nomi(p, n)
  const con: Record<string, string> = {
    ...suoi,
    dopo: prima.prossima,
    una: suoi.cognome!.slice(0, 1),
    due: suoi.cognome!.slice(0, 2),
    tre: suoi.cognome!.slice(0, 3),
    quattro: suoi.cognome!.slice(0, 4),
    comune: voce.incarichi.find((a: { comuneId: string | null }) => a.comuneId)!.comuneId,
    delegante: (await leggi('/api/deleghe')).voci[0]?.comuni[0].comuneId,
    id: voce.id,
    modifica: (await leggi('/api/registro/modifiche')).prossima,
    accesso: (await leggi('/api/registro/accessi')).prossima,
    aperto: accessi.voci[0]?.oggettoId,
    chi: c.utenteId,
  }
  return (url) => url.replace(/<(\w+)>/g, (_, k: string) => encodeURIComponent(con[k]!)).replace(/ /g, '%20')
}

export async function piani({ base, dieci }: Ambiente): Promise<Esito[]> {
  if (!dieci) throw new Error('servono i dati dieci volte più grandi')
  const esiti: Esito[] = []
  for (const dove of persone) {
    const [piccola, grande] = [await chi[dove](base), await chi[dove](dieci)]
    const riempi =
      dove === 'mediano' ? await valori(base, piccola, MEDIANO) : await valori(base, await chi.maggiore(base), MAGGIORE)
    for (const [nome, modello, per] of elenchi) {
      if (!per.includes(dove) || !chiesto(`${nome}, ${dove}`)) continue
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
