// Where the work is thought over: reasoned decisions, curated chronologies, alerts put off, parts of a folder hidden.
import { decisioniApi } from '../../src/shared/cartella/decisioni.api.ts'
import { cronologieApi, fascicoloApi } from '../../src/shared/cartella/fascicolo.api.ts'
import { oscuramentiApi } from '../../src/shared/cartella/oscuramento.api.ts'
import { radarApi } from '../../src/shared/cartella/radar.api.ts'
import { scrivi } from './diario.ts'
import { idDi, type Mondo } from './mondo.ts'
import { testiDi } from './testi.ts'
import type { Aperta } from './vita.ts'

const DECISIONI = 28

export function decisioni(m: Mondo, aperte: readonly Aperta[]) {
  const g = m.giorni
  for (let n = 0; n < Math.min(m.quanti(DECISIONI) + 1, aperte.length); n++) {
    const a = aperte[(n * 5 + 1) % aperte.length]!
    const { chi, famiglia: f } = a
    const t = testiDi(f.area)
    // a draft of these days, some to be reviewed already, the others later
    const bozza = n % 7 === 0
    const giorno = bozza ? g.fa(3) : g.fa(15 + ((n * 17) % 70))
    m.copione.il(giorno, async (r) => {
      const { id } = await r.fa(chi, decisioniApi.crea, {
        id: idDi(f),
        presaId: a.presa.id,
        quesito: 'Quale sostegno per i prossimi sei mesi?',
      })
      const { voci } = await r.fa(chi, decisioniApi.fonti, { id: idDi(f) })
      const fonti = voci.slice(0, 2).map(({ tipo, id }) => ({ tipo, id }))
      const rivedere = new Date(Date.parse(giorno) + (n % 3 === 1 ? 12 : 120) * 86_400_000).toISOString().slice(0, 10)
      await r.cambia(chi, decisioniApi.scrivi, {
        id,
        versione: 1,
        quesito: 'Quale sostegno per i prossimi sei mesi?',
        alternative: [
          { testo: 'Continuare come ora', perche: 'La persona lo chiede.' },
          { testo: 'Ridurre gli incontri', perche: 'Per provare da soli.' },
        ],
        scelta: bozza ? '' : t.accordi,
        ragioni: [{ testo: t.valutazioni[0]!, fonti }],
        partecipanti: [{ nome: 'La persona', qualita: 'interessata' }],
        parere: t.parole[0]!,
        ...(n % 4 === 2 ? { dissenso: 'L’educatore avrebbe aspettato un mese.' } : {}),
        rivedereIl: rivedere,
      })
      if (!bozza) await r.fa(chi, decisioniApi.prendi, { id, versione: 2 })
    })
  }
}

/** Open, closed and reopened. */
export function cronologie(m: Mondo, aperte: readonly Aperta[]) {
  const g = m.giorni
  for (let n = 0; n < Math.min(5, aperte.length); n++) {
    const a = aperte[(n * 4 + 2) % aperte.length]!
    const { chi, famiglia: f } = a
    m.copione.il(g.fa(10 - n), async (r) => {
      const { id } = await r.fa(chi, cronologieApi.comincia, {
        id: idDi(f),
        titolo: `Il percorso dell’anno, parte ${n + 1}`,
        scopo: 'Per l’incontro di équipe (dimostrativo).',
      })
      const { voci } = await r.fa(chi, fascicoloApi.timeline, { id: idDi(f), limite: 12 })
      await r.cambia(chi, cronologieApi.update, {
        id,
        versione: 1,
        titolo: `Il percorso dell’anno, parte ${n + 1}`,
        analisi: testiDi(f.area).valutazioni[0]!,
        eventi: voci
          .filter((v) => !v.riservato)
          .slice(0, 8)
          .map((v, k) => ({ tipo: v.tipo, id: v.id, ...(k === 0 ? { commento: 'Da qui si comincia.' } : {}) })),
      })
      if (n % 3 === 0) return
      await r.fa(chi, cronologieApi.chiudi, { id, versione: 2 })
      if (n % 3 === 2) await r.fa(chi, cronologieApi.riapri, { id, motivo: 'È arrivata una relazione nuova.' })
    })
  }
}

/** One entry of the diary that from a day on exists only for who answers and for the service. */
export function oscuramento(m: Mondo, a: Aperta) {
  const { chi, servizio: s, famiglia: f } = a
  m.copione.il(m.giorni.fa(5), async (r) => {
    const oggettoId = await scrivi(r, chi, f, { n: 90, giorno: m.giorni.fa(5), presaId: a.presa.id })
    await r.fa(chi, oscuramentiApi.nascondi, {
      id: idDi(f),
      tipo: 'diario',
      oggettoId,
      motivo: 'Riguarda una terza persona che potrebbe essere riconosciuta (dimostrativo).',
      utenti: [await r.id(s.responsabile)],
    })
  })
}

/** An alert that has been seen and can wait. */
export function rinvio(m: Mondo, a: Aperta) {
  m.copione.il(m.giorni.fa(1), (r) =>
    r.fa(a.chi, radarApi.rinvia, {
      id: a.presa.id,
      regola: 'compito-scaduto',
      motivo: 'La persona è in viaggio: si riprende al ritorno.',
      fino: m.giorni.fra(10),
    }),
  )
}

/** A draft begun and not completed, of the last days. */
export function bozza(m: Mondo, a: Aperta) {
  m.copione.il(m.giorni.fa(2), (r) =>
    scrivi(r, a.chi, a.famiglia, { n: 80, giorno: m.giorni.fa(2), presaId: a.presa.id, altro: { completa: false } }),
  )
}
