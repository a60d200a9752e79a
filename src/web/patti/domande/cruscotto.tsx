// Domande by state, as bars and as a table with the same numbers; and how many are near or past their term. Every figure that one
// may open opens the rows it counts.
import { Link } from 'react-router'
import type { NumeroDomande } from '../../../shared/patti/domande.api.ts'
import { nomiStatoDomanda, type StatoDomanda, statiDomanda } from '../../../shared/patti/domande.rules.ts'
import { formatNumero } from '../../kernel/format.ts'
import { useCan } from '../../kernel/session.tsx'
import { DataTable, type Elenco } from '../../kernel/ui/data-table.tsx'
import './domande.css'

const somma = (v: readonly NumeroDomande[], k: 'quante' | 'vicine' | 'scadute') => v.reduce((n, x) => n + x[k], 0)

export function Cruscotto({ lista, apre }: { lista: Elenco<NumeroDomande>; apre: boolean }) {
  const puo = useCan()('domanda.leggi') && apre
  const stati = statiDomanda
    .map((stato) => ({ stato, sue: lista.voci.filter((v) => v.stato === stato) }))
    .filter((s) => s.sue.length > 0)
    .map(({ stato, sue }) => ({
      stato,
      quante: somma(sue, 'quante'),
      vicine: somma(sue, 'vicine'),
      scadute: somma(sue, 'scadute'),
    }))
  return (
    <>
      {stati.length > 0 && <Barre stati={stati} />}
      <DataTable
        caption="Domande per stato"
        lista={{ ...lista, voci: stati }}
        chiave={(s) => s.stato}
        conteggio={['stato', 'stati']}
        colonne={[
          { id: 'stato', titolo: 'Stato', riga: true, cella: (s) => nomiStatoDomanda[s.stato] },
          {
            id: 'quante',
            titolo: 'Domande',
            numero: true,
            cella: (s) => <Quante n={s.quante} puo={puo} a={`stato=${s.stato}`} di={nomiStatoDomanda[s.stato]} />,
          },
          {
            id: 'vicine',
            titolo: 'Termine vicino',
            numero: true,
            cella: (s) => (
              <Quante
                n={s.vicine}
                puo={puo}
                a={`stato=${s.stato}&termine=vicine`}
                di={`${nomiStatoDomanda[s.stato]}, termine vicino`}
              />
            ),
          },
          {
            id: 'scadute',
            titolo: 'Termine superato',
            numero: true,
            cella: (s) => (
              <Quante
                n={s.scadute}
                puo={puo}
                a={`stato=${s.stato}&termine=scadute`}
                di={`${nomiStatoDomanda[s.stato]}, termine superato`}
              />
            ),
          },
        ]}
        vuoto={{
          titolo: 'Nessuna domanda',
          testo: 'Le domande che il comune raccoglie si contano qui, stato per stato.',
        }}
      />
      {lista.voci.length > 0 && (
        <DataTable
          caption="Domande per comune e misura"
          lista={{ voci: perComune(lista.voci) }}
          chiave={(c) => `${c.comuneId} ${c.misuraId}`}
          conteggio={['riga', 'righe']}
          colonne={[
            { id: 'comune', titolo: 'Comune', riga: true, cella: (c) => c.comune },
            { id: 'misura', titolo: 'Misura', cella: (c) => c.misura },
            { id: 'quante', titolo: 'Domande', numero: true, cella: (c) => formatNumero(c.quante) },
            { id: 'vicine', titolo: 'Termine vicino', numero: true, cella: (c) => formatNumero(c.vicine) },
            { id: 'scadute', titolo: 'Termine superato', numero: true, cella: (c) => formatNumero(c.scadute) },
          ]}
          vuoto={{ titolo: 'Nessuna domanda' }}
        />
      )}
    </>
  )
}

const perComune = (voci: readonly NumeroDomande[]) =>
  [...Map.groupBy(voci, (v) => `${v.comuneId} ${v.misuraId}`).values()].map((v) => ({
    ...v[0]!,
    quante: somma(v, 'quante'),
    vicine: somma(v, 'vicine'),
    scadute: somma(v, 'scadute'),
  }))

const Quante = ({ n, puo, a, di }: { n: number; puo: boolean; a: string; di: string }) =>
  n > 0 && puo ? (
    <Link to={`/domande?${a}`}>
      {formatNumero(n)}
      <span className="visually-hidden"> {di}</span>
    </Link>
  ) : (
    formatNumero(n)
  )

const ALTA = 28
function Barre({ stati }: { stati: readonly { stato: StatoDomanda; quante: number }[] }) {
  const massimo = Math.max(...stati.map((s) => s.quante))
  const larga = (n: number) => Math.max(2, Math.round((n / massimo) * 300))
  return (
    <figure className="domande-barre">
      <svg
        viewBox={`0 0 600 ${stati.length * ALTA}`}
        role="img"
        aria-label="Domande per stato: gli stessi numeri sono nella tabella che segue"
      >
        {stati.map((s, i) => (
          <g key={s.stato} transform={`translate(0 ${i * ALTA})`}>
            <text x="230" y={ALTA / 2} textAnchor="end" dominantBaseline="middle">
              {nomiStatoDomanda[s.stato]}
            </text>
            <rect x="240" y="5" width={larga(s.quante)} height={ALTA - 10} />
            <text x={248 + larga(s.quante)} y={ALTA / 2} dominantBaseline="middle">
              {formatNumero(s.quante)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}
