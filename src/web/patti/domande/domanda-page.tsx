// A domanda: written while it is open, read afterwards; its checks, its requirements explained, what left for INPS, its history.
import { useState } from 'react'
import { useParams } from 'react-router'
import type { VersioneLetta } from '../../../shared/misure/misure.api.ts'
import { domandeApi, type SchedaDomanda } from '../../../shared/patti/domande.api.ts'
import { formatData, formatEuro, formatIstante } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../../kernel/ui/parts.tsx'
import { compila } from '../../misure/parti.tsx'
import { EsitoInParole, Spiegazione } from '../../misure/spiegazione.tsx'
import { useVersione } from '../../misure/use-versione.ts'
import { LuceBadge } from '../parole.tsx'
import { AttiDellaDomanda } from './atti.tsx'
import { Compila } from './compila.tsx'
import { Controlli } from './controlli.tsx'
import { Dichiarato } from './lettura.tsx'
import { StatoComunicazioneBadge, StatoDomandaBadge } from './parole.tsx'
import '../../misure/misure.css'

export default function DomandaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(domandeApi.leggi, { id })
  const versione = useVersione(q.data?.versioneId)
  return (
    <>
      <PageHeader
        titolo={q.data?.richiedente || 'Domanda'}
        sotto={
          q.data && (
            <>
              {q.data.misura}, {q.data.comune}, {q.data.numero} <StatoDomandaBadge stato={q.data.stato} />
            </>
          )
        }
        azioni={
          <>
            <LinkButton to={`/domande/${id}/scheda`} variante="outline-primary">
              Scheda di progettazione
            </LinkButton>
            <LinkButton to="/domande" variante="outline-primary">
              Domande
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(d) => (
          <Caricamento query={versione} righe={8}>
            {(v) => <Corpo d={d} v={v} />}
          </Caricamento>
        )}
      </Caricamento>
    </>
  )
}

function Corpo({ d, v }: { d: SchedaDomanda; v: VersioneLetta }) {
  const can = useCan()
  const [versione] = useState(() => compila(v))
  const aperta = d.stato === 'bozza' || d.stato === 'in-correzione'
  return (
    <>
      {d.presto && (
        <Avviso tipo={d.presto.vieta ? 'danger' : 'warning'} titolo="Beneficio già avuto">
          <p>
            {d.presto.frase}{' '}
            {d.presto.vieta
              ? 'Perciò non si può presentare.'
              : 'La regola è da confermare sul testo: si può presentare, e decide INPS.'}
          </p>
          <p className="fonte">{d.presto.fonte}</p>
        </Avviso>
      )}
      <AttiDellaDomanda d={d} />
      <DefinitionList
        voci={[
          ['Domanda del', `${formatData(d.presentataIl)}, ${d.misura} ${d.versioneMisura}`],
          ['Raccolta da', d.punto ?? 'Sportello del comune'],
          ['Inviata a INPS il', d.inviataIl && formatData(d.inviataIl)],
          [
            'Esito',
            d.esitoIl &&
              [formatData(d.esitoIl), d.protocollo, d.mensile !== null && `${formatEuro(d.mensile)} al mese`]
                .filter(Boolean)
                .join(', '),
          ],
        ]}
      />
      {aperta && can('domanda.raccogli') ? (
        <Compila key={d.revisione} d={d} versione={versione} />
      ) : (
        <>
          {d.termini.length > 0 && <Termini d={d} />}
          {d.stato !== 'bozza' && d.stato !== 'scartata' && <Controlli d={d} />}
          <Valutazione d={d} versione={versione} />
          <h2>Che cosa dichiara</h2>
          <Dichiarato d={d} versione={versione} />
        </>
      )}
      {d.comunicazioni.length > 0 && <Comunicazioni d={d} />}
      <Storia d={d} />
    </>
  )
}

const Termini = ({ d }: { d: SchedaDomanda }) => (
  <DataTable
    caption="Termini"
    lista={{ voci: d.termini }}
    chiave={(t) => t.id}
    colonne={[
      { id: 'nome', titolo: 'Che cosa', riga: true, cella: (t) => t.nome },
      { id: 'entro', titolo: 'Entro', cella: (t) => formatData(t.scadenza) },
      {
        id: 'luce',
        titolo: 'Come va',
        cella: (t) => (
          <>
            <LuceBadge luce={t.luce} />
            {t.adempiuto && <small className="d-block">il {formatData(t.adempiuto)}</small>}
          </>
        ),
      },
      { id: 'fonte', titolo: 'Fonte', cella: (t) => <span className="fonte">{t.fonte}</span> },
    ]}
    vuoto={{ titolo: 'Nessun termine' }}
  />
)

function Valutazione({ d, versione }: { d: SchedaDomanda; versione: ReturnType<typeof compila> }) {
  const x = d.valutazione
  if (!x) return null
  return (
    <section aria-labelledby="requisiti">
      <h2 id="requisiti">Requisiti, su ciò che dichiara</h2>
      <p>Valutati quando è stata presentata, il {formatIstante(x.creataIl)}: decide INPS.</p>
      <EsitoInParole risultato={x.risultato} />
      <details>
        <summary>Requisito per requisito, riga per riga</summary>
        <Spiegazione versione={versione} fatti={x.fatti} risultato={x.risultato} />
      </details>
    </section>
  )
}

const Comunicazioni = ({ d }: { d: SchedaDomanda }) => (
  <DataTable
    caption="Comunicazioni con INPS"
    lista={{ voci: d.comunicazioni }}
    chiave={(c) => c.riferimento}
    conteggio={['comunicazione', 'comunicazioni']}
    colonne={[
      { id: 'nome', titolo: 'Che cosa', riga: true, cella: (c) => c.nome },
      { id: 'riferimento', titolo: 'Riferimento', cella: (c) => c.riferimento },
      { id: 'stato', titolo: 'Stato', cella: (c) => <StatoComunicazioneBadge stato={c.stato} /> },
      { id: 'inviata', titolo: 'Inviata', cella: (c) => (c.inviataIl ? formatIstante(c.inviataIl) : '–') },
      {
        id: 'risposta',
        titolo: 'Risposta',
        cella: (c) => (c.risposta ? `${c.risposta}, ${formatIstante(c.rispostaIl)}` : '–'),
      },
    ]}
    vuoto={{ titolo: 'Nessuna comunicazione' }}
  />
)

const Storia = ({ d }: { d: SchedaDomanda }) => (
  <>
    {d.stato === 'sospesa' && (
      <Avviso tipo="warning" titolo="INPS chiede un’integrazione">
        <p>Che cosa chiede è nella storia qui sotto: invia l’integrazione, o correggi la domanda.</p>
      </Avviso>
    )}
    <DataTable
      caption="Storia della domanda"
      lista={{ voci: d.storia }}
      chiave={(s) => s.id}
      conteggio={['passaggio', 'passaggi']}
      colonne={[
        { id: 'quando', titolo: 'Quando', cella: (s) => formatIstante(s.quando) },
        {
          id: 'che',
          titolo: 'Che cosa',
          riga: true,
          cella: (s) => `${s.titolo}${s.giorno ? `, ${formatData(s.giorno)}` : ''}`,
        },
        { id: 'testo', titolo: 'In parole', cella: (s) => s.testo ?? '–' },
        { id: 'autore', titolo: 'Chi', cella: (s) => s.autore ?? '–' },
      ]}
      vuoto={{ titolo: 'Nessun passaggio' }}
    />
  </>
)
