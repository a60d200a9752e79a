// For who works with casi: what is due to the case manager; to the coordinator how many wait for somebody and what is offered by
// other comuni, as numbers.
import { piuGiorni } from '../../shared/misure/giorni.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { mieiCasiApi, type Scadenza } from '../../shared/patti/miei-casi.api.ts'
import { formatData, formatIstante, oggi, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { Compito, PRIMI, type VoceCompito } from './compito.tsx'

export function IMieiCasi() {
  const q = useEndpoint(mieiCasiApi.scadenziere, { fino: piuGiorni(oggi(), 7), limite: 2 * PRIMI })
  const voci = (quali: (v: Scadenza) => boolean, parola: string): ((d: { voci: Scadenza[] }) => VoceCompito[]) => {
    return (d) =>
      d.voci.filter(quali).map((v) => ({
        chiave: `${v.casoId} ${v.termine} ${v.componente}`,
        testo: v.richiedente,
        to: `/miei-casi/${v.casoId}`,
        poi: `${v.termine}, ${parola} ${formatData(v.scade)}`,
      }))
  }
  return (
    <section aria-labelledby="miei-casi">
      <h2 id="miei-casi">I miei casi</h2>
      <div className="da-fare">
        <Compito
          titolo="Già passate"
          vuoto="Nessuna scadenza è passata."
          lettura={q}
          voci={voci((v) => v.luce === 'scaduto', 'entro il')}
          tutti={{ to: '/scadenziere', etichetta: 'Tutto lo scadenziere' }}
        />
        <Compito
          titolo="Entro sette giorni"
          vuoto="Niente scade nei prossimi sette giorni."
          lettura={q}
          voci={voci((v) => v.luce === 'verde' || v.luce === 'giallo', 'entro il')}
          tutti={{ to: '/scadenziere', etichetta: 'Tutto lo scadenziere' }}
        />
      </div>
    </section>
  )
}

export function CoordinoICasi() {
  const carico = useEndpoint(casiApi.carico, {})
  const arrivi = useEndpoint(casiApi.arrivi, {})
  return (
    <section aria-labelledby="casi">
      <h2 id="casi">I casi che coordini</h2>
      <div className="da-fare">
        <Compito
          titolo="Da assegnare"
          vuoto="Ogni caso ha il suo case manager."
          lettura={carico}
          quanti={(d) => d.daAssegnare}
          voci={(d) =>
            d.daAssegnare > 0
              ? [
                  {
                    chiave: 'da-assegnare',
                    testo: plurale(d.daAssegnare, 'caso attende un case manager', 'casi attendono un case manager'),
                    to: '/casi?assegnazione=da-assegnare',
                    ...(d.daAssegnareScaduti > 0 && { poi: `in ${d.daAssegnareScaduti} una scadenza è passata` }),
                  },
                ]
              : []
          }
        />
        <Compito
          titolo="Case manager con scadenze superate"
          vuoto="Nessuno ha scadenze superate."
          lettura={carico}
          voci={(d) =>
            d.voci
              .filter((m) => m.scaduti > 0)
              .map((m) => ({
                chiave: m.utenteId,
                testo: m.nome,
                to: '/casi/carico',
                poi: plurale(m.scaduti, 'caso', 'casi'),
              }))
          }
          tutti={{ to: '/casi/carico', etichetta: 'Il carico di tutti' }}
        />
        <Compito
          titolo="Nuclei offerti da altri comuni"
          vuoto="Nessun nucleo attende una risposta."
          lettura={arrivi}
          voci={(d) =>
            d.voci.map((o) => ({
              chiave: o.id,
              testo: o.richiedente,
              to: '/casi/arrivi',
              poi: `da ${o.comune}, ${formatIstante(o.offertaIl)}`,
            }))
          }
        />
      </div>
    </section>
  )
}
