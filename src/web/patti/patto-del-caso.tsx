// The pact on the page of its caso: the versions there are, and the button that begins the first.
import { Link, useNavigate } from 'react-router'
import type { SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import { pattoApi } from '../../shared/patti/patto.api.ts'
import { siRendiconta } from '../../shared/patti/patto.rules.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { toccatePatto } from './patto-atti.tsx'
import { AltroPatto, StatoPattoBadge } from './patto-page.tsx'

export function PattoDelCaso({ c }: { c: SchedaCaso }) {
  const can = useCan()
  const vai = useNavigate()
  const q = useEndpoint(pattoApi.delCaso, { id: c.id }, { enabled: can(pattoApi.delCaso.azione) })
  if (!can(pattoApi.delCaso.azione)) return null
  return (
    <section aria-labelledby="patto-del-caso">
      <h2 id="patto-del-caso">Patto</h2>
      <Caricamento query={q} righe={2}>
        {({ voci, impedito, altroPatto }) => (
          <>
            {altroPatto && <AltroPatto />}
            {voci.length > 0 && (
              <ul>
                {voci.map((p) => (
                  <li key={p.id}>
                    <Link to={`/patti/${p.id}`}>Patto, versione {p.numero}</Link> <StatoPattoBadge stato={p.stato} />
                    {p.firmatoIl && ` firmato il ${formatData(p.firmatoIl)}`}
                    {siRendiconta(p.stato) && (
                      <>
                        {', '}
                        <Link to={`/patti/${p.id}/monitoraggio`}>monitoraggio</Link>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {!c.soloLettura && (voci.length === 0 || impedito === null) && (
              <ActionButton
                e={pattoApi.apri}
                input={{ id: c.id }}
                etichetta="Prepara il patto"
                variante="primary"
                impedita={impedito}
                invalidates={toccatePatto}
                onDone={(r) => vai(`/patti/${r.id}`)}
              />
            )}
          </>
        )}
      </Caricamento>
    </section>
  )
}
