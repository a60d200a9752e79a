// What SPID said at the last login where it differs from what was accredited, side by side: SPID is the more certain.
import { formatData } from '../../kernel/format.ts'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { nomeCampo, nomeGenere, type Scheda } from './parole.tsx'

/** SPID gives the place as its cadastral code, the gender as a letter. */
function mostra(campo: string, v: string | null, luogo?: string | null): string {
  if (!v) return '–'
  if (campo === 'dataNascita') return formatData(v)
  if (campo === 'genere') return v === 'F' || v === 'M' ? nomeGenere[v] : v
  if (campo === 'luogoNascita') return luogo ? `${luogo} (${v})` : `codice catastale ${v}`
  return v
}

export function DifferenzeSpid({ u }: { u: Scheda }) {
  if (u.spid.length === 0) return null
  return (
    <Avviso tipo="warning" titolo="SPID dice altro">
      <p>
        All’ultimo accesso il gestore dell’identità ha comunicato dati diversi da quelli registrati. Se si tratta di un
        errore di scrittura, correggili.
      </p>
      <DataTable
        caption="Dati a confronto"
        lista={{ voci: u.spid }}
        chiave={(d) => d.campo}
        conteggio={['differenza', 'differenze']}
        colonne={[
          { id: 'campo', titolo: 'Dato', riga: true, cella: (d) => nomeCampo(d.campo) },
          {
            id: 'accreditato',
            titolo: 'Registrato',
            cella: (d) => mostra(d.campo, d.accreditato, u.luogoNascita?.nome ?? null),
          },
          { id: 'spid', titolo: 'Comunicato da SPID', cella: (d) => mostra(d.campo, d.spid) },
        ]}
        vuoto={{ titolo: 'Nessuna differenza' }}
      />
    </Avviso>
  )
}
