// Whoever was prepared before the convenzione and may now be enabled: said where the act is registered, and done only
// when the administrator says so (A2.13b). Nothing to say, nothing shown.
import { Link } from 'react-router'
import { assegnazioniApi, utentiApi } from '../../../shared/accesso/utenti.api.ts'
import { plurale } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'

export default function PreparatiInRegola() {
  const puo = useCan()(assegnazioniApi.abilitabili.azione)
  const { data } = useEndpoint(assegnazioniApi.abilitabili, {}, { enabled: puo, staleTime: 0 })
  if (!data || data.utenti === 0) return null
  const quanti = data.molti
    ? `più di ${plurale(data.ruoli, 'ruolo preparato', 'ruoli preparati')}`
    : plurale(data.utenti, 'utente preparato', 'utenti preparati')
  return (
    <Avviso
      tipo="warning"
      titolo={`Nell’ambito ${data.utenti === 1 && !data.molti ? `c’è ${quanti} che ora si può` : `ci sono ${quanti} che ora si possono`} abilitare`}
      annuncia
    >
      <p>
        Gli atti che {data.utenti === 1 && !data.molti ? 'aspettava' : 'aspettavano'} ci sono. Nessuno viene abilitato
        da solo: lo decidi tu. <Link to="/utenti?stato=comunicato">Vedi prima chi è</Link>
      </p>
      <ActionButton
        e={assegnazioniApi.abilitaPreparate}
        input={{}}
        etichetta={data.molti ? 'Abilitali tutti' : `Abilita ${plurale(data.ruoli, 'ruolo', 'ruoli')}`}
        variante="primary"
        conferma={{
          titolo: `Abilitare ${quanti}?`,
          testo: 'Da quel momento chi ha i ruoli può usarli, entrando con SPID.',
        }}
        invalidates={[utentiApi.list, utentiApi.leggi, assegnazioniApi.abilitabili]}
        esito={(r) => `${plurale(r.abilitati, 'ruolo abilitato', 'ruoli abilitati')}.`}
      />
    </Avviso>
  )
}
