// The page of a pact: written while it is in preparation, otherwise read; its signatures, its versions, what can be done.
import { Link, useParams } from 'react-router'
import { type PattoLetto, pattoApi } from '../../shared/patti/patto.api.ts'
import {
  altroPattoAttivo,
  nomiStatoPatto,
  pattoAttivo,
  type StatoPatto,
  siDaAllaFamiglia,
  siRendiconta,
  testoDelPatto,
} from '../../shared/patti/patto.rules.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { AttiDelPatto } from './patto-atti.tsx'
import { useParolePatto, vociDaScritti } from './patto-contesto.ts'
import { EditorPatto } from './patto-editor.tsx'
import { FirmePatto } from './patto-firme.tsx'
import { StoriaPatto, VociLette } from './patto-lettura.tsx'
import { CopiaInParoleSemplici, Leggibilita } from './patto-riepilogo.tsx'
import './patto.css'

const toni: Partial<Record<StatoPatto, Tono>> = {
  bozza: 'informativo',
  'da-firmare': 'attenzione',
  firmato: 'positivo',
  'in-revisione': 'positivo',
}
export const StatoPattoBadge = ({ stato }: { stato: StatoPatto }) => (
  <StatusBadge tono={toni[stato] ?? 'neutro'}>{nomiStatoPatto[stato]}</StatusBadge>
)

/** Also of the pacts that were two before one was refused. */
export const AltroPatto = () => (
  <Avviso tipo="warning" titolo="Un altro patto attivo">
    <p>{altroPattoAttivo}</p>
  </Avviso>
)

export default function PattoPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(pattoApi.leggi, { id })
  const p = q.data
  return (
    <>
      <PageHeader
        titolo={p ? `Patto: ${p.richiedente}` : 'Patto'}
        sotto={
          p && (
            <>
              {p.misura}, {p.comune}, versione {p.numero} <StatoPattoBadge stato={p.stato} />
            </>
          )
        }
        azioni={
          <>
            {p && (
              <LinkButton azione="caso.leggi" to={`/miei-casi/${p.casoId}`} variante="outline-primary">
                Il caso
              </LinkButton>
            )}
            {p && (
              <ExportButton
                e={pattoApi.pdf}
                input={{ id }}
                etichetta={p.stato === 'bozza' ? 'Scarica la bozza in PDF' : 'Scarica il PDF'}
              />
            )}
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(x) => <Corpo key={`${x.id} ${x.stato}`} p={x} />}
      </Caricamento>
    </>
  )
}

function Corpo({ p }: { p: PattoLetto }) {
  const can = useCan()
  return (
    <>
      {p.altroPatto && (p.stato === 'bozza' || p.stato === 'da-firmare' || pattoAttivo(p.stato)) && <AltroPatto />}
      <AttiDelPatto p={p} />
      {siRendiconta(p.stato) && (
        <p>
          <LinkButton azione="patto.leggi" to={`/patti/${p.id}/monitoraggio`}>
            {pattoAttivo(p.stato) ? 'Monitoraggio' : 'Monitoraggio, ore e costi arrivati dopo'}
          </LinkButton>
        </p>
      )}
      {p.stato === 'bozza' && can(pattoApi.salva.azione) ? <EditorPatto p={p} /> : <Letto p={p} />}
      {p.versioni.length > 1 && <Versioni p={p} />}
      <StoriaPatto p={p} />
    </>
  )
}

function Letto({ p }: { p: PattoLetto }) {
  const parole = useParolePatto(p)
  const voci = vociDaScritti(p.risposte)
  return (
    <>
      {p.stato === 'da-firmare' && (
        <Avviso titolo="Da firmare">
          <p>Scarica il PDF e rileggilo con la famiglia. Con l’ultima firma il patto è sottoscritto.</p>
        </Avviso>
      )}
      <DefinitionList
        voci={[
          ['Proposto alla firma', p.propostoIl && formatData(p.propostoIl)],
          ['Firmato', p.firmatoIl && formatData(p.firmatoIl)],
          ['Chiuso', p.chiusoIl && `${formatData(p.chiusoIl)}, ${p.chiusura?.replaceAll('-', ' ')}`],
        ]}
      />
      <FirmePatto p={p} />
      <h2>Il patto</h2>
      <ul>
        {p.persone.map((x) => (
          <li key={x.componenteId}>
            {x.nome}
            {x.volontario && ' (partecipa per scelta)'}
          </li>
        ))}
      </ul>
      <VociLette voci={voci} parole={parole} />
      <Leggibilita testo={testoDelPatto(voci)} minima={p.leggibilitaMinima} />
      {siDaAllaFamiglia(p.stato) && <CopiaInParoleSemplici p={p} voci={voci} parole={parole} />}
    </>
  )
}

const Versioni = ({ p }: { p: PattoLetto }) => (
  <>
    <h2>Versioni</h2>
    <ul>
      {p.versioni.map((v) => (
        <li key={v.id}>
          {v.id === p.id ? `Versione ${v.numero}` : <Link to={`/patti/${v.id}`}>Versione {v.numero}</Link>}{' '}
          <StatoPattoBadge stato={v.stato} />
          {v.firmatoIl && ` firmata il ${formatData(v.firmatoIl)}`}
        </li>
      ))}
    </ul>
  </>
)
