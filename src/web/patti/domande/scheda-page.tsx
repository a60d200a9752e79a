// The sheet from which the project of a household is thought, on paper or on the screen: who they are, school, work, incomes, house;
// what the requirements say of obligations; and room for problems, resources and objectives, to be written by hand with them.
import { useParams } from 'react-router'
import type { VersioneLetta } from '../../../shared/misure/misure.api.ts'
import { campiDi } from '../../../shared/patti/domanda-campi.ts'
import { domandeApi, type SchedaDomanda } from '../../../shared/patti/domande.api.ts'
import { formatData } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList } from '../../kernel/ui/parts.tsx'
import { compila } from '../../misure/parti.tsx'
import { useVersione } from '../../misure/use-versione.ts'
import { Dati } from './lettura.tsx'
import { EsitoControlloBadge } from './parole.tsx'

export default function SchedaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(domandeApi.leggi, { id })
  const versione = useVersione(q.data?.versioneId)
  return (
    <>
      <PageHeader
        titolo="Scheda di progettazione del nucleo"
        sotto={
          q.data &&
          `${q.data.richiedente}, ${q.data.misura}, domanda ${q.data.numero} del ${formatData(q.data.presentataIl)}`
        }
        azioni={
          <>
            <LinkButton to={`/domande/${id}`} variante="outline-primary">
              Domanda
            </LinkButton>
            <PrintButton etichetta="Stampa la scheda" />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(d) => (
          <Caricamento query={versione} righe={8}>
            {(v) => <Scheda d={d} v={v} />}
          </Caricamento>
        )}
      </Caricamento>
    </>
  )
}

function Scheda({ d, v }: { d: SchedaDomanda; v: VersioneLetta }) {
  const versione = compila(v)
  const campi = campiDi(versione.usati)
  const obblighi = (n: number) =>
    (d.valutazione?.risultato.componenti[n]?.obblighi ?? [])
      .filter((o) => o.esito === 'si')
      .map((o) => versione.definizione.obblighi.find((x) => x.id === o.id)?.nome ?? o.id)
  return (
    <>
      <DefinitionList
        voci={[
          ['Comune', d.comune],
          ['Componenti', String(d.membri.length)],
          ...d.controlli.map((c) => [c.nome, <EsitoControlloBadge key={c.id} esito={c.esito} />] as const),
        ]}
      />
      <h2>Il nucleo</h2>
      {d.segreta && <p>Indirizzo e recapiti non si mostrano: qualcuno del nucleo non deve essere trovato.</p>}
      <Dati campi={campi.nucleo} valori={d.nucleo} livello={3} />
      <Spazio titolo="Problemi e risorse del nucleo" />
      <Spazio titolo="Problemi e risorse dell’ambiente" />
      {d.membri.map((m, n) => (
        <section key={m.id} className="domanda-membro" aria-label={`${m.valori.cognome ?? ''} ${m.valori.nome ?? ''}`}>
          <h2>
            {[m.valori.cognome, m.valori.nome].filter(Boolean).join(' ') || `Componente ${n + 1}`}
            {n === 0 && ', chi chiede'}
          </h2>
          <Dati campi={campi.componente} valori={m.valori} livello={3} />
          {obblighi(n).length > 0 && <p>Obblighi, secondo ciò che dichiara: {obblighi(n).join('; ')}.</p>}
          <Spazio titolo="Problemi e risorse della persona" />
          <Spazio titolo="Obiettivi: civici, di inclusione sociale, di inclusione lavorativa" />
        </section>
      ))}
    </>
  )
}

/** Room on paper: on the screen it would be a form that keeps nothing. */
const Spazio = ({ titolo }: { titolo: string }) => (
  <section className="scheda-spazio">
    <h3 className="h6">{titolo}</h3>
  </section>
)
