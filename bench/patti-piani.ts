// The plans of casi: what a case manager and a coordinator read and write, on a million and a half households and on a tenth of
// them, in the same ambiti. Each follows as many households in both: what grows is all that is not theirs.
import { analisiCasoApi } from '../src/shared/patti/analisi-caso.api.ts'
import { casiApi } from '../src/shared/patti/casi.api.ts'
import { compilazioniApi } from '../src/shared/patti/compilazioni.api.ts'
import { mieiCasiApi } from '../src/shared/patti/miei-casi.api.ts'
import { nucleiCasoApi } from '../src/shared/patti/nuclei-caso.api.ts'
import { giorno } from '../test/support/giorni.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario } from './ambiente.ts'
import { MAGGIORE } from './data.ts'
import { caseManager, salvataggi } from './patti.ts'
import { daContratto } from './richieste.ts'
import { richiestaDi, salvato } from './salvataggi.ts'
import { confrontaPiani, type Lato } from './spiega.ts'

/** Of the casi with an analysis, one of a household of two or three: comparable in both. */
async function casoTipico(p: Prodotto, casi: readonly string[]): Promise<{ caso: string; analisi: string }> {
  return proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query<{ caso: string; analisi: string }>(
      `select c.id as caso, a.compilazione_id as analisi, (select count(*) from compilazione_risposta r where r.compilazione_id = a.compilazione_id) as risposte
         from caso c join caso_analisi a on a.caso_id = c.id where c.id = any ($1::uuid[]) and c.componenti = 3 order by abs((select count(*) from compilazione_risposta r where r.compilazione_id = a.compilazione_id) - 46), c.id limit 1`,
      [casi],
    )
    return rows[0]!
  })
}

const inizioDiUnNome = (p: Prodotto) =>
  proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query<{ testo: string }>(
      `select left(c.richiedente, 4) as testo from caso c join assegnazione s on s.utente_id = md5('coordinatore ${MAGGIORE}')::uuid and s.comune_id = c.comune_id order by c.id limit 1`,
    )
    return rows[0]!.testo
  })

/** Of somebody who did not ask for the benefit. */
const nomeDiUnFamiliare = (p: Prodotto) =>
  proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query<{ testo: string }>(
      `select m.cognome || ' ' || m.nome as testo from caso c join assegnazione s on s.utente_id = md5('coordinatore ${MAGGIORE}')::uuid and s.comune_id = c.comune_id
         join domanda_componente m on m.domanda_id = c.domanda_id and not m.richiedente order by c.id, m.ordine limit 1`,
    )
    return rows[0]!.testo
  })

async function lati(p: Prodotto): Promise<[string, Lato][]> {
  const { lei, casi } = await caseManager(p, MAGGIORE)
  const { caso, analisi } = await casoTipico(p, casi)
  const coordina = await chi.coordinatore(p)
  const [s] = await salvataggi(lei, [analisi])
  const [suo, loro] = [
    { p, token: lei.token },
    { p, token: coordina.token },
  ]
  return [
    ['I miei casi', { ...suo, richiesta: daContratto(mieiCasiApi.cerca, {}) }],
    ['I miei casi, in uno stato', { ...suo, richiesta: daContratto(mieiCasiApi.cerca, { stato: 'analisi-in-bozza' }) }],
    ['Scadenziere del case manager', { ...suo, richiesta: daContratto(mieiCasiApi.scadenziere, { fino: giorno(60) }) }],
    ['Scheda di un caso', { ...suo, richiesta: daContratto(mieiCasiApi.leggi, { id: caso }) }],
    ['Nucleo di un caso accanto alla cartella', { ...suo, richiesta: daContratto(nucleiCasoApi.leggi, { id: caso }) }],
    ['Analisi di un caso', { ...suo, richiesta: daContratto(analisiCasoApi.leggi, { id: caso }) }],
    ['Apertura di un’analisi', { ...suo, richiesta: daContratto(compilazioniApi.leggi, { id: analisi }) }],
    [
      'Salvataggio di una pagina dell’analisi',
      {
        ...suo,
        richiesta: richiestaDi(s!),
        prossima: (risposta) => {
          salvato(s!, risposta)
          return richiestaDi(s!)
        },
      },
    ],
    ['Le mie analisi in corso', { ...suo, richiesta: daContratto(compilazioniApi.mie, {}) }],
    ['Carico e scadenze per case manager', { ...loro, richiesta: daContratto(casiApi.carico, {}) }],
    ['Nuclei del coordinatore', { ...loro, richiesta: daContratto(casiApi.cerca, {}) }],
    ['Nuclei da assegnare', { ...loro, richiesta: daContratto(casiApi.cerca, { assegnazione: 'da-assegnare' }) }],
    ['Nuclei per nome', { ...loro, richiesta: daContratto(casiApi.cerca, { testo: await inizioDiUnNome(p) }) }],
    [
      'Nuclei per un familiare',
      { ...loro, richiesta: daContratto(casiApi.cerca, { testo: await nomeDiUnFamiliare(p) }) },
    ],
  ]
}

export async function pattiPiani(a: Ambiente): Promise<Esito[]> {
  const { decimo, intero } = a.nuclei!
  const esiti: Esito[] = []
  const piccoli = await lati(decimo)
  for (const [n, [nome, grande]] of (await lati(intero)).entries())
    esiti.push(await confrontaPiani(nome, piccoli[n]![1], grande))
  return esiti
}
