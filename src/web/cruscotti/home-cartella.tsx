// For who works with people: what is due today and this week, what waits for an answer; for who answers for the service
// or coordinates it, what waits to be assigned, reviewed, received.
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import { emergenzeApi } from '../../shared/cartella/emergenze.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { radarApi } from '../../shared/cartella/radar.api.ts'
import { scambiApi } from '../../shared/cartella/scambi.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { formatData, formatIstante, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { Compito, PRIMI, type VoceCompito } from './compito.tsx'

type Agenda = Output<typeof preseApi.agenda>
const limite = PRIMI + 1
const nome = (p: { cognome: string; nome: string }) => `${p.cognome} ${p.nome}`

export function ILavoriInCorso() {
  const agenda = useEndpoint(preseApi.agenda, {})
  const compiti = (d: Agenda, quali: readonly string[]): VoceCompito[] =>
    d.compiti
      .filter((c) => quali.includes(c.quando))
      .map((c) => ({
        chiave: c.id,
        testo: nome(c.persona),
        to: `/prese/${c.presaId}`,
        poi: `${c.tipo ?? 'compito'}, ${c.quando === 'scaduto' ? 'scaduto il' : 'entro il'} ${formatData(c.scade)}`,
      }))
  return (
    <section aria-labelledby="lavori">
      <h2 id="lavori">Le mie prese in carico</h2>
      <div className="da-fare">
        <Compito
          titolo="Oggi e in ritardo"
          vuoto="Niente scade oggi e niente è in ritardo."
          lettura={agenda}
          voci={(d) => compiti(d, ['scaduto', 'oggi'])}
          tutti={{ to: '/prese?scadenza=scadute', etichetta: 'Le prese in carico in ritardo' }}
        />
        <Compito
          titolo="In settimana"
          vuoto="Nessun compito nei prossimi sette giorni."
          lettura={agenda}
          voci={(d) => compiti(d, ['settimana'])}
          tutti={{ to: '/prese?scadenza=settimana', etichetta: 'Le scadenze della settimana' }}
        />
        <Compito
          titolo="Aspettano una tua risposta"
          vuoto="Nessuna assegnazione e nessun passaggio attende risposta."
          lettura={agenda}
          voci={(d) => [
            ...d.daAccettare.map((p) => ({
              chiave: p.id,
              testo: nome(p.persona),
              to: `/prese/${p.id}`,
              poi: 'assegnata a te: accettala o rifiutala',
            })),
            ...d.offerti.map((t) => ({
              chiave: t.id,
              testo: nome(t.persona),
              to: `/prese/${t.presaId}?persona=${t.persona.id}`,
              poi: `passaggio offerto${t.da ? ` da ${t.da}` : ''}`,
            })),
          ]}
        />
        <Compito
          titolo="Consegne da vedere"
          vuoto="Hai preso visione di tutte le consegne."
          lettura={agenda}
          voci={(d) =>
            d.consegne.map((c) => ({
              chiave: c.presaId,
              testo: nome(c.persona),
              to: `/prese/${c.presaId}`,
              poi: plurale(c.daVedere, 'voce da vedere', 'voci da vedere'),
            }))
          }
        />
        <Avvisi />
      </div>
    </section>
  )
}

function Avvisi() {
  const can = useCan()
  const q = useEndpoint(radarApi.miei, { limite }, { enabled: can('radar.miei') })
  if (!can('radar.miei')) return null
  return (
    <Compito
      titolo="Radar"
      vuoto="Nessuna regola segnala qualcosa."
      lettura={q}
      voci={(d) =>
        d.voci.map((a) => ({
          chiave: `${a.regola} ${a.presaId}`,
          testo: nome(a.persona),
          to: `/prese/${a.presaId}`,
          poi: a.nome.toLowerCase(),
        }))
      }
      tutti={{ to: '/radar', etichetta: 'Tutti gli avvisi' }}
    />
  )
}

export function NelServizio() {
  const can = useCan()
  const daAssegnare = useEndpoint(assegnazioneApi.daAssegnare, { limite })
  const carico = useEndpoint(assegnazioneApi.carico, {})
  return (
    <section aria-labelledby="servizio">
      <h2 id="servizio">Nel servizio</h2>
      <div className="da-fare">
        <Compito
          titolo="Prese in carico da assegnare"
          vuoto="Niente da assegnare."
          lettura={daAssegnare}
          voci={(d) =>
            d.voci.map((p) => ({
              chiave: p.id,
              testo: `Fascicolo n. ${p.numero}, ${p.comune}`,
              to: '/assegnazioni',
              poi: `peso ${p.peso}, ${p.giorni === 0 ? 'proposta oggi' : `attende da ${plurale(p.giorni, 'giorno', 'giorni')}`}`,
            }))
          }
          tutti={{ to: '/assegnazioni', etichetta: 'Vai alle assegnazioni' }}
        />
        <Compito
          titolo="Operatori con lavoro in ritardo"
          vuoto="Nessun compito e nessun primo contatto è in ritardo."
          lettura={carico}
          voci={(d) =>
            d.voci
              .filter((o) => o.scaduti + o.contattiInRitardo > 0)
              .map((o) => ({
                chiave: o.utenteId,
                testo: o.nome,
                to: '/carico',
                poi: [
                  o.scaduti > 0 && plurale(o.scaduti, 'compito scaduto', 'compiti scaduti'),
                  o.contattiInRitardo > 0 &&
                    plurale(o.contattiInRitardo, 'primo contatto in ritardo', 'primi contatti in ritardo'),
                ]
                  .filter(Boolean)
                  .join(', '),
              }))
          }
          tutti={{ to: '/carico', etichetta: 'Il carico di lavoro' }}
        />
        {can('emergenza.riesamina') && <DaRiesaminare />}
        {can('presa.ricevi') && <InArrivo />}
      </div>
    </section>
  )
}

function DaRiesaminare() {
  const q = useEndpoint(emergenzeApi.elenco, { limite })
  return (
    <Compito
      titolo="Aperture in emergenza da riesaminare"
      vuoto="Nessuna apertura attende il riesame."
      lettura={q}
      voci={(d) =>
        d.voci.map((a) => ({
          chiave: a.id,
          testo: a.chi ?? 'Pronto intervento',
          to: '/emergenze',
          poi: formatIstante(a.dal),
        }))
      }
      tutti={{ to: '/emergenze', etichetta: 'Vai ai riesami' }}
    />
  )
}

function InArrivo() {
  const q = useEndpoint(scambiApi.arrivi, {})
  return (
    <Compito
      titolo="Offerte da altri comuni"
      vuoto="Nessuna offerta attende risposta."
      lettura={q}
      voci={(d) =>
        d.voci.map((s) => ({
          chiave: s.id,
          testo: s.comune,
          to: `/arrivi/${s.id}`,
          poi: `offerta il ${formatIstante(s.offertoIl)}`,
        }))
      }
      tutti={{ to: '/arrivi', etichetta: 'Tutte le offerte' }}
    />
  )
}
