// An invio: what was written, who saw it and when, the answer.
import { Link, useParams } from 'react-router'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { nomiStatoInvio, type StatoInvio, transizioniInvio } from '../../shared/cartella/invii.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { DefinitionList } from '../kernel/ui/parts.tsx'
import { ConMotivo } from './con-motivo.tsx'
import { nomePersona, StatoInvioBadge } from './sportello-parti.tsx'
import './sportello.css'

type Invio = Output<typeof inviiApi.leggi>
const vecchi = [inviiApi.leggi, inviiApi.list]

export default function InvioPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(inviiApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `Invio ${q.data.riferimento}` : 'Invio'}
        sotto={q.data && `A ${q.data.destinatario}`}
        azioni={<PrintButton />}
      />
      <ConMotivo query={q} scheda={id}>
        {(n) => <Scheda n={n} />}
      </ConMotivo>
    </>
  )
}

function Scheda({ n }: { n: Invio }) {
  return (
    <>
      <DefinitionList
        voci={[
          ['Stato', <StatoInvioBadge key="s" stato={n.stato} />],
          ['Da', [n.mittente, n.mittenteUfficio].filter(Boolean).join(', ')],
          ['A', n.destinatario],
          ['Persona', nomePersona(n.persona)],
          ['Avviso mandato a', n.email],
          ['Risposta', n.risposta],
          ...(n.contattoId
            ? [
                [
                  'Scheda',
                  <Link key="c" to={`/sportello/contatti/${n.contattoId}`}>
                    il contatto
                  </Link>,
                ] as const,
              ]
            : []),
          ...(n.segnalazioneId
            ? [
                [
                  'Scheda',
                  <Link key="s" to={`/segnalazioni/${n.segnalazioneId}`}>
                    la segnalazione
                  </Link>,
                ] as const,
              ]
            : []),
        ]}
      />
      <h2>Che cosa è stato scritto</h2>
      <p className="testo-scritto">{n.testo}</p>
      <Atti n={n} />
      <h2>Chi e quando</h2>
      <DataTable
        caption="Passaggi, dal primo"
        lista={{ voci: n.passaggi }}
        chiave={(p) => p.id}
        conteggio={['passaggio', 'passaggi']}
        colonne={[
          { id: 'a', titolo: 'Stato', riga: true, cella: (p) => nomiStatoInvio[p.a as StatoInvio] },
          { id: 'quando', titolo: 'Quando', cella: (p) => formatIstante(p.quando) },
          { id: 'chi', titolo: 'Chi', cella: (p) => p.chi ?? '–' },
          { id: 'motivo', titolo: 'Motivo', cella: (p) => p.motivo ?? '–' },
        ]}
        vuoto={{ titolo: 'Nessun passaggio' }}
      />
    </>
  )
}

/** The receiving office answers; for an outside body, the sender writes down the answer. */
function Atti({ n }: { n: Invio }) {
  const risponde = n.verso === 'arrivo' || n.esterno
  const risposta = impedimento(transizioniInvio, 'accetta', n.stato)
  return (
    <p className="atti">
      {n.verso === 'partenza' && n.stato === 'creata' && (
        <ActionButton
          e={inviiApi.invia}
          input={{ id: n.id }}
          etichetta="Manda"
          esito="Inviato."
          invalidates={vecchi}
          variante="primary"
        />
      )}
      {risponde && !risposta && (
        <>
          <ActionButton
            e={inviiApi.accetta}
            input={{ id: n.id }}
            etichetta={n.esterno ? 'L’ente ha accettato' : 'Accetta'}
            esito="Accettazione registrata."
            invalidates={vecchi}
            variante="primary"
          />
          <ActionButton
            e={inviiApi.respingi}
            input={{ id: n.id }}
            etichetta={n.esterno ? 'L’ente ha respinto' : 'Respingi'}
            conferma={{
              titolo: 'Respingere l’invio?',
              testo: 'Chi lo ha mandato leggerà il motivo.',
              motivo: 'Motivo',
            }}
            esito="Respingimento registrato."
            invalidates={vecchi}
            variante="outline-danger"
          />
        </>
      )}
    </p>
  )
}
