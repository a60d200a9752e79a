// The card of a presa in carico: state and what can be done, hand-over, to-dos, team, what it is about, its history.
import { Link, useParams, useSearchParams } from 'react-router'
import { nomiMandato, preseApi } from '../../../shared/cartella/prese.api.ts'
import { datiDellaPresa, nomeAtto, nomiStato } from '../../../shared/cartella/prese.rules.ts'
import { formatData, formatIstante } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList } from '../../kernel/ui/parts.tsx'
import { ConMotivo } from '../con-motivo.tsx'
import { nomeDi, Scadenza, StatoPresaBadge } from '../parole.tsx'
import { AttiDellaPresa, ModificaPresa } from './atti.tsx'
import { Compiti } from './compiti.tsx'
import { Consegne } from './consegne.tsx'
import { Equipe } from './equipe.tsx'
import type { Scheda } from './scheda.ts'

export default function PresaPage() {
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const q = useEndpoint(preseApi.leggi, { id })
  const p = q.data
  return (
    <>
      <PageHeader
        titolo={p ? nomeDi(p.persona) : 'Presa in carico'}
        sotto={
          p && (
            <>
              Presa in carico n. {p.numero}, {p.comune} <StatoPresaBadge p={p} />
            </>
          )
        }
        azioni={
          p && (
            <>
              <LinkButton azione="fascicolo.leggi" to={`/persone/${p.persona.id}`} variante="outline-primary">
                Apri il fascicolo
              </LinkButton>
              <PrintButton />
            </>
          )
        }
      />
      <ConMotivo query={q} personaId={search.get('persona')}>
        {(presa) => <Corpo p={presa} />}
      </ConMotivo>
    </>
  )
}

function Corpo({ p }: { p: Scheda }) {
  return (
    <>
      <AttiDellaPresa p={p} />
      {p.nessunoLaAssegna && (
        <Avviso tipo="warning" titolo="Nessuno di chi la vede può assegnarla">
          <p>
            È riservata, e non compare a chi assegna. In «Oscuramenti» del fascicolo togli l’oscuramento e rifallo
            indicando anche un responsabile del servizio; poi oscura la presa in carico indicando le stesse persone: la
            troverà tra quelle da assegnare.
          </p>
        </Avviso>
      )}
      {p.scambio?.stato === 'offerto' && (
        <Avviso titolo={`Offerta al Comune di ${p.scambio.comune}`}>
          <p>Dal {formatIstante(p.scambio.offertoIl)}: finché non risponde, il responsabile resta quello di ora.</p>
        </Avviso>
      )}
      {p.scambio?.stato === 'rifiutato' && (
        <Avviso tipo="warning" titolo={`Il Comune di ${p.scambio.comune} non l’ha accettata`}>
          <p>{p.scambio.risposta}</p>
        </Avviso>
      )}
      {p.trasferimento && <Consegne t={p.trasferimento} p={p} />}
      <h2>In breve</h2>
      <DefinitionList
        voci={[
          ['Tipo', p.tipoTesto],
          ['Area', p.areaTesto],
          ['Con o senza accordo', nomiMandato[p.mandato]],
          ['Peso nel carico', p.peso],
          ['Ufficio', p.ufficio],
          ['Aperta il', formatData(p.apertaIl)],
          ['Attiva dal', p.attivataIl && formatData(p.attivataIl)],
          ['Primo contatto', primoContatto(p)],
          ['Prossima scadenza', <Scadenza key="s" giorno={p.prossimaScadenza} />],
          ['Informativa', informativa(p)],
          ['Riaperta', p.riaperture > 0 ? `${p.riaperture} ${p.riaperture === 1 ? 'volta' : 'volte'}` : null],
          ...(p.chiusaIl ? ([['Chiusa il', `${formatData(p.chiusaIl)}, ${p.motivoChiusura ?? ''}`]] as const) : []),
        ]}
      />
      <h2>Di che cosa si tratta</h2>
      <DefinitionList
        voci={[
          ['Oggetto', p.oggetto],
          ['Che cosa desidera la persona', p.desideri],
          ['Accordi', p.accordi],
          ['Sicurezza', p.sicurezza],
          ...(p.valutazioneFinale ? ([['Valutazione finale', p.valutazioneFinale]] as const) : []),
        ]}
      />
      <ModificaPresa p={p} />
      <Compiti p={p} />
      <Equipe p={p} />
      <h2>Storia</h2>
      <DataTable
        caption="Dall’atto più recente"
        lista={{ voci: p.storia }}
        chiave={(x) => x.id}
        conteggio={['atto', 'atti']}
        colonne={[
          { id: 'quando', titolo: 'Quando', riga: true, cella: (x) => formatIstante(x.quando) },
          { id: 'atto', titolo: 'Che cosa', cella: (x) => <CheCosa passaggio={x} /> },
          { id: 'stato', titolo: 'Stato dopo', cella: (x) => nomiStato[x.a] },
          { id: 'motivo', titolo: 'Motivo', cella: (x) => x.motivo ?? '–' },
          { id: 'chi', titolo: 'Chi', cella: (x) => x.chi ?? '–' },
        ]}
        vuoto={{ titolo: 'Nessun atto registrato' }}
      />
      <p>
        <Link to={`/persone/${p.persona.id}/prese`}>Tutte le prese in carico di {nomeDi(p.persona)}</Link>
        {' – '}
        <Link to={`/persone/${p.persona.id}/decisioni`}>Le decisioni</Link>
      </p>
    </>
  )
}

const CheCosa = ({ passaggio: x }: { passaggio: Scheda['storia'][number] }) => (
  <>
    {nomeAtto(x.atto)}
    {x.cambia.map((k) => (
      <small key={k.dato} className="sotto-nome">
        {datiDellaPresa[k.dato]}: {k.prima ? <del>{k.prima}</del> : 'niente'} <ins>{k.dopo ?? 'niente'}</ins>
      </small>
    ))}
  </>
)

const primoContatto = (p: Scheda) =>
  p.primoContattoIl
    ? formatData(p.primoContattoIl)
    : p.primoContattoEntro && (
        <>
          da avere entro il <Scadenza giorno={p.primoContattoEntro} />
        </>
      )

const informativa = (p: Scheda) =>
  p.informativaIl
    ? `consegnata il ${formatData(p.informativaIl)} da ${p.informativaOperatore ?? '–'}; comunicazione ai centri per l’impiego ${p.informativaConsensoLavoro ? 'consentita' : 'non consentita'}`
    : 'non risulta consegnata'
