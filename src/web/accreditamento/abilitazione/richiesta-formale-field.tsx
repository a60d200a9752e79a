// Which formal request the enabling refers to (A2.22). The latest ones are a list to choose from; where an ambito has
// more than fit in one, they are searched by protocol. A request not yet on file can be registered and one comes back.
import { Link, useLocation } from 'react-router'
import { richiesteFormaliApi } from '../../../shared/accreditamento/richieste-formali.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { ComboField } from '../../kernel/form/combo-field.tsx'
import { SelectField } from '../../kernel/form/fields.tsx'
import { formatData } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'

type Richiesta = Output<typeof richiesteFormaliApi.list>['voci'][number]

export const nomeRichiesta = (r: Pick<Richiesta, 'protocollo' | 'data' | 'ente' | 'ufficio'>) =>
  `prot. ${r.protocollo} del ${formatData(r.data)}, ${r.ente}, ${r.ufficio}`

const IN_ELENCO = 200
const conRitorno = (qui: string) => `/richieste-formali/nuova?ritorno=${encodeURIComponent(qui)}`

export function RichiestaFormaleField({ obbligatorio = false }: { obbligatorio?: boolean }) {
  const { pathname } = useLocation()
  const can = useCan()
  const q = useEndpoint(richiesteFormaliApi.list, { limite: IN_ELENCO })
  const voci = q.data?.voci ?? []
  const campo = {
    name: 'richiestaFormaleId',
    label: 'Richiesta formale',
    aiuto: 'La nota con cui l’ufficio dell’ente ti ha indicato la persona.',
    obbligatorio,
  }
  return (
    <>
      {q.data?.prossima ? (
        <ComboField
          {...campo}
          e={richiesteFormaliApi.list}
          cerca={(protocollo) => ({ protocollo, limite: 20 })}
          voci={(r) => r.voci}
          opzione={(r) => ({ valore: r.id, etichetta: nomeRichiesta(r) })}
          minimo={1}
        />
      ) : (
        <SelectField
          {...campo}
          vuota={q.isPending ? 'Caricamento…' : voci.length === 0 ? 'Nessuna richiesta registrata' : 'Scegli…'}
          opzioni={voci.map((r) => [r.id, nomeRichiesta(r)] as const)}
        />
      )}
      {can('richiesta-formale.gestisci') && (
        <p>
          Non è nell’elenco? <Link to={conRitorno(pathname)}>Registrala ora</Link>: ciò che hai scritto qui resta
          conservato.
        </p>
      )}
    </>
  )
}
