// What does not happen every day: folders opened in an emergency and reviewed, two sheets of one person merged.
import { personeApi } from '../../src/shared/anagrafe/persone.api.ts'
import { unioniApi } from '../../src/shared/anagrafe/unioni.api.ts'
import { emergenzeApi } from '../../src/shared/cartella/emergenze.api.ts'
import { apri, idDi, type Mondo, type ServizioVivo } from './mondo.ts'
import type { Regia } from './regia.ts'

const EMERGENZE = 8

export function emergenze(m: Mondo, s: ServizioVivo) {
  const { pronto } = s
  if (!pronto) return
  const g = m.giorni
  // one was not justified
  const quante = Math.max(2, m.quanti(EMERGENZE)) + 2
  for (let n = 0; n < quante; n++) {
    const f = s.famiglie[(n * 11 + 3) % s.famiglie.length]!
    // the last two wait for this morning's review
    const attesa = n >= quante - 2
    const notte = attesa ? g.fa(1 + (quante - n)) : g.al(0.1 + (0.8 * n) / quante)
    const dettaglio = `Chiamata della notte n. ${n + 1}: i vicini sentono chiedere aiuto.`
    m.copione.il(notte, (r) => r.fa(pronto, emergenzeApi.apri, { id: idDi(f), dettaglio }))
    if (attesa) continue
    m.copione.il(g.al(g.posizione(notte) + g.passo), async (r) => {
      const id = await aperta(r, s, dettaglio)
      await r.fa(s.responsabile, emergenzeApi.riesamina, {
        id,
        esito: n === 1 ? 'non-giustificata' : 'giustificata',
        nota: n === 1 ? 'Bastava chiamare la reperibile.' : 'Intervento necessario e registrato.',
      })
    })
  }
}

/** The opening with these words, reviewed or not: the second time the story is told it has been. */
async function aperta(r: Regia, s: ServizioVivo, dettaglio: string): Promise<string> {
  for (const riesaminate of [false, true]) {
    const { voci } = await r.fa(s.responsabile, emergenzeApi.elenco, { riesaminate, limite: 200 })
    const trovata = voci.find((v) => v.dettaglio === dettaglio)
    if (trovata) return trovata.id
  }
  throw new Error(`no emergency «${dettaglio}»`)
}

/** Written again at the desk by who did not find her, and found to be the same. */
export function unione(m: Mondo, s: ServizioVivo) {
  const f = s.famiglie.find((x) => x.situazione === 'anziano-solo') ?? s.famiglie[0]!
  const p = f.casa.persone[f.casa.indice]!
  const chi = s.amministrativa ?? s.responsabile
  let doppia = ''
  m.copione.il(m.giorni.al(0.4), async (r) => {
    ;({ id: doppia } = await r.fa(s.sportello, personeApi.create, {
      cognome: p.cognome,
      nome: p.nome,
      sesso: p.sesso,
      dataNascita: p.nascita,
      comuneId: s.comune,
      fonte: 'persona',
      recapito: '3330000777',
      diverseDa: [idDi(f)],
    }))
  })
  m.copione.il(m.giorni.al(0.45), async (r) => {
    for (const id of [idDi(f), doppia]) await apri(r, chi, id, 'vigilanza', 'Due schede della stessa persona.')
    await r.fa(chi, unioniApi.unisci, {
      id: idDi(f),
      altra: doppia,
      scelte: {},
      motivo: 'Stessa persona, aggiunta due volte.',
    })
  })
}
