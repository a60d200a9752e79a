// In the sheet of a person: the other sheets found to be hers, and the way to divide them again.
import { Link } from 'react-router'
import type { Static } from 'typebox'
import { fattiApi, type PersonaScheda, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { nomePersona } from './parole.tsx'

export function SchedeUnite({ p }: { p: Static<typeof PersonaScheda> }) {
  if (p.unite.length === 0) return null
  return (
    <Avviso
      titolo={
        p.unite.length === 1
          ? 'Qui c’è anche un’altra scheda della stessa persona'
          : 'Qui ci sono anche altre schede della stessa persona'
      }
    >
      <ul className="elenco-semplice">
        {p.unite.map((u) => (
          <li key={u.unioneId}>
            <Link to={`/persone/${u.id}/scheda`}>{nomePersona(u)}</Link>, unita il {formatIstante(u.unitaIl)}{' '}
            <ActionButton
              e={unioniApi.dividi}
              input={{ id: p.id, unione: u.unioneId }}
              etichetta="Dividi"
              piccolo
              variante="link"
              conferma={{
                titolo: `Dividere la scheda di ${nomePersona(u)}?`,
                testo:
                  'Ognuna riprende ciò che era suo, con le correzioni fatte dopo. Ciò che è stato scritto da quando sono unite resta sulla scheda principale.',
                motivo: 'Motivo',
              }}
              campoMotivo="motivo"
              esito="Schede divise."
              invalidates={[personeApi.leggi, personeApi.cerca, fattiApi.storia, relazioniApi.elenco, unioniApi.unioni]}
            />
          </li>
        ))}
      </ul>
    </Avviso>
  )
}
