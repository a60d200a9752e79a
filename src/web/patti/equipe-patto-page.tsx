// The pact of a caso, for who is named for it in the équipe: what it says, and how results, commitments and supports go.
import { useParams } from 'react-router'
import { equipeApi, type PattoDiEquipe } from '../../shared/patti/equipe.api.ts'
import { nomiStatoIncontro, nomiStatoSostegno } from '../../shared/patti/monitoraggio.rules.ts'
import { generi, testoDi, type Voce, vociVive } from '../../shared/patti/patto-voci.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { type ParolePatto, useParolePatto, vociDaScritti } from './patto-contesto.ts'
import { VociLette } from './patto-lettura.tsx'
import { StatoPattoBadge } from './patto-page.tsx'
import './patto.css'

export default function EquipePattoPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(equipeApi.patto, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `Patto: ${q.data.richiedente}` : 'Patto'}
        sotto={q.data && `${q.data.misura}, ${q.data.comune}`}
        azioni={
          <>
            <LinkButton azione="equipe.leggi" to={`/equipe/${id}`} variante="outline-primary">
              L’équipe
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(e) =>
          e.patti.length === 0 ? (
            <Avviso>
              <p>Il patto non è ancora cominciato, o non è più in vigore: lo scrive il case manager con la famiglia.</p>
            </Avviso>
          ) : (
            <>
              {e.patti.map((p) => (
                <Patto key={p.id} p={p} />
              ))}
              <ComeVa e={e} />
            </>
          )
        }
      </Caricamento>
    </>
  )
}

function Patto({ p }: { p: PattoDiEquipe['patti'][number] }) {
  const parole = useParolePatto(p)
  return (
    <section aria-labelledby={p.id}>
      <h2 id={p.id}>
        Versione {p.numero} <StatoPattoBadge stato={p.stato} />
      </h2>
      {p.firmatoIl && <p>Firmata il {formatData(p.firmatoIl)}.</p>}
      <ul>
        {p.persone.map((x) => (
          <li key={x.componenteId}>
            {x.nome}
            {x.volontario && ' (partecipa per scelta)'}
          </li>
        ))}
      </ul>
      <VociLette voci={vociDaScritti(p.campi)} parole={parole} />
    </section>
  )
}

/** Of the entries of the version in force, or of the only one there is. */
function ComeVa({ e }: { e: PattoDiEquipe }) {
  const p = e.patti.find((x) => x.firmatoIl) ?? e.patti[0]!
  const parole = useParolePatto(p)
  const voci = vociVive(vociDaScritti(p.campi))
  return (
    <section aria-labelledby="come-va">
      <h2 id="come-va">Come va</h2>
      <DataTable
        caption="Incontri di monitoraggio"
        lista={{ voci: e.incontri }}
        chiave={(n) => `${n.previstoIl} ${n.stato}`}
        colonne={[
          {
            id: 'giorno',
            titolo: 'Giorno',
            riga: true,
            cella: (n) => formatData(n.tenutoIl ?? n.previstoIl),
          },
          { id: 'stato', titolo: 'Stato', cella: (n) => nomiStatoIncontro[n.stato] },
          {
            id: 'andamento',
            titolo: 'Risultati e impegni',
            cella: (n) => <Trovati n={n} voci={voci} parole={parole} />,
          },
        ]}
        vuoto={{ titolo: 'Nessun incontro in programma' }}
      />
      <DataTable
        caption="Sostegni"
        lista={{ voci: e.sostegni }}
        chiave={(x) => x.voce}
        colonne={[
          { id: 'che', titolo: 'Sostegno', riga: true, cella: (x) => parole.codice('sostegno-patto', x.sostegno) },
          { id: 'stato', titolo: 'A che punto è', cella: (x) => nomiStatoSostegno[x.stato] },
          { id: 'dal', titolo: 'Dal', cella: (x) => (x.attivoDal ? formatData(x.attivoDal) : '–') },
          { id: 'al', titolo: 'Fino al', cella: (x) => (x.finitoIl ? formatData(x.finitoIl) : '–') },
        ]}
        vuoto={{ titolo: 'Nessun sostegno', testo: 'I sostegni cominciano quando il patto è firmato.' }}
      />
    </section>
  )
}

const Trovati = ({
  n,
  voci,
  parole,
}: {
  n: PattoDiEquipe['incontri'][number]
  voci: readonly Voce[]
  parole: ParolePatto
}) => (
  <ul className="list-unstyled mb-0">
    {n.valutazioni.flatMap((x) => {
      const v = voci.find((y) => y.voce === x.voce)
      const lista = v && generi[v.genere].valutato
      return v && lista ? [<li key={x.voce}>{`${testoDi(v)}: ${parole.codice(lista, x.valore)}`}</li>] : []
    })}
  </ul>
)
