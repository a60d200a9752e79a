// For who works with domande: how many wait for him, and how many have waited too long.
import { domandeApi, type NumeroDomande } from '../../shared/patti/domande.api.ts'
import type { StatoDomanda } from '../../shared/patti/domande.rules.ts'
import { plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { Compito, type VoceCompito } from './compito.tsx'

interface Attesa {
  titolo: string
  vuoto: string
  stato: StatoDomanda
}
const attese: readonly (Attesa & { azione: 'domanda.raccogli' | 'domanda.controlla' | 'domanda.invia' })[] = [
  { azione: 'domanda.raccogli', titolo: 'Da finire di compilare', vuoto: 'Nessuna domanda è a metà.', stato: 'bozza' },
  {
    azione: 'domanda.raccogli',
    titolo: 'In correzione',
    vuoto: 'Nessuna domanda è in correzione.',
    stato: 'in-correzione',
  },
  {
    azione: 'domanda.controlla',
    titolo: 'Da controllare',
    vuoto: 'Ogni domanda ha i suoi controlli.',
    stato: 'presentata',
  },
  {
    azione: 'domanda.invia',
    titolo: 'Da inviare a INPS',
    vuoto: 'Nessuna domanda attende di partire.',
    stato: 'controllata',
  },
  {
    azione: 'domanda.invia',
    titolo: 'INPS chiede un’integrazione',
    vuoto: 'INPS non attende integrazioni.',
    stato: 'sospesa',
  },
]

export function LeDomande() {
  const can = useCan()
  const q = useEndpoint(domandeApi.numeri, {})
  const mie = attese.filter((a) => can(a.azione))
  const voci =
    ({ stato }: Attesa) =>
    (d: { voci: NumeroDomande[] }): VoceCompito[] =>
      [
        ...Map.groupBy(
          d.voci.filter((v) => v.stato === stato),
          (v) => v.misuraId,
        ).values(),
      ].map((sue) => {
        const somma = (k: 'quante' | 'scadute') => sue.reduce((n, v) => n + v[k], 0)
        return {
          chiave: sue[0]!.misuraId,
          testo: `${sue[0]!.misura}: ${plurale(somma('quante'), 'domanda', 'domande')}`,
          to: `/domande?stato=${stato}`,
          ...(somma('scadute') > 0 && { poi: `${plurale(somma('scadute'), 'ha', 'hanno')} passato il termine` }),
        }
      })
  return (
    <section aria-labelledby="domande">
      <h2 id="domande">Le domande raccolte dal comune</h2>
      <div className="da-fare">
        {mie.map((a) => (
          <Compito key={a.stato} titolo={a.titolo} vuoto={a.vuoto} lettura={q} voci={voci(a)} />
        ))}
      </div>
    </section>
  )
}
