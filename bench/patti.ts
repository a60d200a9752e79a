// What a case manager and a coordinator do all day, against the yardstick: the caseload, how the work is shared and what is due,
// an analysis opened and a page of it saved. In the largest ambito and in a median one, among a million and a half households.
import type { Caller } from '../src/server/kernel/call.ts'
import { signIn } from '../src/server/kernel/call.ts'
import { casiApi } from '../src/shared/patti/casi.api.ts'
import { compilazioniApi } from '../src/shared/patti/compilazioni.api.ts'
import { mieiCasiApi } from '../src/shared/patti/miei-casi.api.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario } from './ambiente.ts'
import { avviaProdotto, confronta, confrontaSalvataggi, ferma, memoriaDi } from './confronto.ts'
import { MAGGIORE, MEDIANO } from './data.ts'
import { cheCosaSiMisura, domandeLibere, rispostaA } from './nuclei-tipo.ts'
import { daContratto } from './richieste.ts'
import { corpoDi, type Salvataggio, salvato } from './salvataggi.ts'

/** Twice as many as the connections: who takes one always finds another that nobody has. */
const ANALISI = 32
/** Casi in progress of the case manager who is measured: about as many in every database. */
const IN_CORSO = 60

export interface CaseManager {
  lei: Caller
  casi: string[]
  analisi: string[]
}

/** In this ambito, one with an analysis in progress for each of his casi, and about as many casi as the others. */
export async function caseManager(p: Prodotto, n: number): Promise<CaseManager> {
  const { codice, casi, analisi } = await proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query<{ codice: string; casi: string[]; analisi: string[] }>(
      `select u.codice_fiscale as codice, array_agg(c.id::text order by c.id) as casi, array_agg(a.compilazione_id::text order by a.compilazione_id) as analisi
         from caso c join caso_analisi a on a.caso_id = c.id join compilazione x on x.id = a.compilazione_id and x.stato = 'in-corso' join utente u on u.id = c.assegnatario_id
        where c.ambito_id = md5('ambito ' || $1::int)::uuid and c.assegnazione = 'assegnato'
        group by u.id order by abs(count(*) - $2::int), u.id limit 1`,
      [n, IN_CORSO],
    )
    return rows[0]!
  })
  return { lei: await signIn(p.app, p.deps, codice), casi, analisi }
}

/** The page with most questions of the household, to be written twice in turn; what it holds now is the first of the two. */
export async function salvataggi(lei: Caller, analisi: readonly string[]): Promise<Salvataggio[]> {
  const { definizione } = cheCosaSiMisura()
  const pagine = Map.groupBy(
    domandeLibere(definizione).filter((v) => !v.perComponente),
    (v) => v.pagina,
  )
  const pagina = [...pagine.values()].sort((a, b) => b.length - a.length)[0]!
  return Promise.all(
    analisi.map(async (id): Promise<Salvataggio> => {
      const { versione, risposte } = await lei.call(compilazioniApi.leggi, { id })
      const s: Salvataggio = {
        percorso: `/api/analisi/${id}/risposte`,
        vista: versione,
        giro: 0,
        risposte: pagina.map((v) => ({
          componenteId: null,
          campo: v.domanda.name,
          valori: [rispostaA(definizione, v, 0), rispostaA(definizione, v, 1)],
          revisione: risposte.find((r) => r.componenteId === null && r.campo === v.domanda.name)?.revisione ?? 0,
        })),
      }
      if (!salvato(s, await lei.call(compilazioniApi.salva, { id, ...corpoDi(s) }))) throw new Error('salvataggio')
      return s
    }),
  )
}

export async function patti(a: Ambiente): Promise<Esito[]> {
  const esiti: Esito[] = []
  const p = a.nuclei!.intero
  const prodotto = await avviaProdotto(p, a.cartella)
  const dove = { p, prodotto, cartella: a.cartella }
  const ambiti = [
    ['maggiore', MAGGIORE],
    ['mediano', MEDIANO],
  ] as const
  try {
    for (const [nome, n] of ambiti) {
      const { lei, analisi } = await caseManager(p, n)
      const { token } = lei
      const queste = analisi.slice(0, ANALISI)
      const di = (cosa: string) => `${cosa}, ambito ${nome}`
      const misure = [
        () => confronta(dove, di('I miei casi'), token, [daContratto(mieiCasiApi.cerca, {})]),
        async () =>
          confrontaSalvataggi(dove, di('Salvataggio di una pagina dell’analisi'), token, await salvataggi(lei, queste)),
        async () =>
          confronta(dove, di('Carico e scadenze per case manager'), (await chi.coordinatore(p)).token, [
            daContratto(casiApi.carico, {}),
          ]),
        () =>
          confronta(
            dove,
            di('Apertura di un’analisi'),
            token,
            queste.map((id) => daContratto(compilazioniApi.leggi, { id })),
          ),
      ]
      // who is of a median ambito has the same to read: a list and a saving say it
      for (const misura of n === MAGGIORE ? misure : misure.slice(0, 2)) esiti.push(await misura())
    }
    esiti.push(memoriaDi(prodotto))
  } finally {
    await ferma(prodotto)
  }
  return esiti
}
