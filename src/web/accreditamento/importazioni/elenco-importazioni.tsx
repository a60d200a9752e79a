// The list of imports, wherever it stands: all of them, or those of one formal request.
import { Link } from 'react-router'
import { formatIstante, formatNumero } from '../../kernel/format.ts'
import { DataTable, type Elenco } from '../../kernel/ui/data-table.tsx'
import { type Importazione, StatoImportazioneBadge } from './parole.tsx'

export function ElencoImportazioni({
  lista,
  vuoto,
}: {
  lista: Elenco<Importazione>
  vuoto: { titolo: string; testo?: string }
}) {
  return (
    <DataTable
      caption="Dalla più recente"
      lista={lista}
      chiave={(i) => i.id}
      conteggio={['importazione', 'importazioni']}
      colonne={[
        {
          id: 'file',
          titolo: 'Foglio',
          riga: true,
          cella: (i) => (
            <>
              <Link to={`/importazioni/${i.id}`}>{i.nomeFile}</Link>
              <small className="accreditamento-sotto">{formatIstante(i.creata)}</small>
            </>
          ),
        },
        { id: 'stato', titolo: 'Stato', cella: (i) => <StatoImportazioneBadge stato={i.stato} /> },
        { id: 'accettate', titolo: 'Accettate', numero: true, cella: (i) => formatNumero(i.accettate) },
        { id: 'modificate', titolo: 'Modificate', numero: true, cella: (i) => formatNumero(i.modificate) },
        { id: 'presenti', titolo: 'Già presenti', numero: true, cella: (i) => formatNumero(i.giaPresenti) },
        { id: 'rifiutate', titolo: 'Rifiutate', numero: true, cella: (i) => formatNumero(i.rifiutate) },
      ]}
      vuoto={vuoto}
    />
  )
}
