// The evidence of a convocation: each message with its channel, its address, its words, and how it ended. Printed, it is what shows that
// somebody was convened.
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { convocazioniApi, type MessaggioConvocazione } from '../../shared/patti/convocazioni.api.ts'
import {
  isAutomatico,
  nomiCanale,
  transizioniConvocazione,
  transizioniMessaggio,
} from '../../shared/patti/convocazioni.rules.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { TextField } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { toccate as toccateDalCaso } from './atti.tsx'
import { esito, quando, StatoConvocazioneBadge, StatoMessaggioBadge } from './convocazione-parole.tsx'
import { RicevuteDelMessaggio } from './ricevute-pec.tsx'
import '../cartella/cartella.css'
import '../cartella/sportello.css'

type Convocazione = Output<typeof convocazioniApi.leggi>
/** What leaves convenes the household: the caso and its terms are others than those in hand. */
const toccate = [convocazioniApi.leggi, convocazioniApi.elenco, convocazioniApi.invio, ...toccateDalCaso]

export default function ConvocazionePage() {
  const { id = '' } = useParams()
  const [segue, setSegue] = useState(false)
  const q = useEndpoint(convocazioniApi.leggi, { id }, { ogni: segue ? 1500 : false })
  const prepara = q.data?.stato === 'da-preparare'
  useEffect(() => setSegue(prepara), [prepara])
  return (
    <>
      <PageHeader
        titolo={q.data ? `Convocazione di ${q.data.nome}` : 'Convocazione'}
        sotto={
          q.data && (
            <>
              {quando(q.data)} <StatoConvocazioneBadge stato={q.data.stato} />
            </>
          )
        }
        azioni={
          <>
            {q.data && (
              <LinkButton azione="caso.leggi" to={`/miei-casi/${q.data.casoId}`} variante="outline-primary">
                Il caso
              </LinkButton>
            )}
            <PrintButton etichetta="Stampa la prova" />
          </>
        }
      />
      <Caricamento query={q}>{(c) => <Corpo c={c} />}</Caricamento>
    </>
  )
}

function Corpo({ c }: { c: Convocazione }) {
  const aperta = c.esito === null && impedimento(transizioniConvocazione, 'annulla', c.stato) === null
  return (
    <>
      <DefinitionList
        voci={[
          ['Misura', `${c.misura}, ${c.comune}`],
          ['Convocazione', `${c.numero}ª da quando il nucleo è stato incontrato l’ultima volta`],
          ['Per quando', `${quando(c)}, ${c.minuti} minuti`],
          ['Dove', c.luogo],
          ['Preparata', formatIstante(c.creataIl)],
          ['Inviata', formatData(c.inviataIl) || 'Non ancora'],
          ['Com’è andata', esito(c) ?? (aperta ? 'Non ancora registrato: si registra dal caso' : '–')],
          ['Motivo', c.motivo],
        ]}
      />
      {aperta && (
        <div className="atti">
          <ActionButton
            e={convocazioniApi.annulla}
            input={{ id: c.id }}
            etichetta="Annulla la convocazione"
            variante="outline-danger"
            conferma={{
              titolo: 'Annullare la convocazione?',
              testo: 'Ciò che non è ancora partito non parte, e l’ora torna libera. A chi l’ha già ricevuta va detto.',
              motivo: 'Motivo',
            }}
            invalidates={toccate}
            esito="Convocazione annullata."
          />
          {c.stato === 'non-recapitata' && (
            <Link to={`/convocazioni/nuova?caso=${c.casoId}`}>Convoca in un altro modo</Link>
          )}
        </div>
      )}
      <DataTable
        caption="Prova, messaggio per messaggio"
        lista={{ voci: c.messaggi }}
        chiave={(m) => m.id}
        colonne={[
          { id: 'canale', titolo: 'Canale', riga: true, cella: (m) => nomiCanale[m.canale] },
          {
            id: 'indirizzo',
            titolo: 'Indirizzo',
            cella: (m) => <span className="testo-scritto">{m.indirizzo ?? '–'}</span>,
          },
          { id: 'testo', titolo: 'Testo', cella: (m) => <Testo m={m} /> },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (m) => (
              <>
                <StatoMessaggioBadge stato={m.stato} />
                {m.motivo && <small className="d-block">{m.motivo}</small>}
              </>
            ),
          },
          { id: 'inviato', titolo: 'Inviato', cella: (m) => formatIstante(m.inviatoIl) || '–' },
          { id: 'esito', titolo: 'Esito', cella: (m) => formatIstante(m.esitoIl) || '–' },
          {
            id: 'riferimento',
            titolo: 'Riferimento e ricevute',
            cella: (m) => (
              <>
                {m.riferimento ?? (m.ricevute.length === 0 && '–')}
                <RicevuteDelMessaggio m={m} />
              </>
            ),
          },
          { id: 'atti', titolo: 'Che cosa puoi fare', senzaTitolo: true, cella: (m) => <Atti m={m} /> },
        ]}
        vuoto={{ titolo: 'In preparazione', testo: 'Tra poco i messaggi compaiono qui.' }}
      />
    </>
  )
}

const Testo = ({ m }: { m: MessaggioConvocazione }) =>
  m.lettera ? (
    <ExportButton
      e={convocazioniApi.lettera}
      input={{ id: m.id }}
      etichetta="La lettera"
      variante="outline-primary"
      piccolo
    />
  ) : m.testo ? (
    <>
      {m.oggetto && <strong className="d-block">{m.oggetto}</strong>}
      <span className="testo-scritto">{m.testo}</span>
    </>
  ) : (
    '–'
  )

function Atti({ m }: { m: MessaggioConvocazione }) {
  const puo = (a: keyof typeof transizioniMessaggio) => impedimento(transizioniMessaggio, a, m.stato) === null
  const comune = { fissi: { id: m.id }, invalidates: toccate, piccolo: true, invio: 'Registra' } as const
  return (
    <span className="atti">
      {!isAutomatico(m.canale) && puo('spedisci') && (
        <AttoConCampi
          e={convocazioniApi.spedita}
          {...comune}
          iniziali={{ giorno: oggi(), riferimento: '' }}
          etichetta={m.canale === 'lettera' ? 'Spedita' : 'Consegnata'}
          titolo={m.canale === 'lettera' ? 'Lettera spedita' : 'Convocazione consegnata a mano'}
          esito="Registrato: il nucleo risulta convocato."
        >
          <DateField name="giorno" label="Quando" />
          <TextField name="riferimento" label="Numero della raccomandata, o come è stata consegnata" />
        </AttoConCampi>
      )}
      {puo('consegna') && (
        <AttoConCampi
          e={convocazioniApi.recapito}
          {...comune}
          fissi={{ id: m.id, arrivato: true }}
          iniziali={{ giorno: oggi(), motivo: '' }}
          etichetta="È arrivata"
          titolo="Messaggio arrivato"
          esito="Registrato che è arrivata."
        >
          <DateField name="giorno" label="Quando è arrivata" />
          <TextField name="motivo" label="Come si sa" aiuto="Ricevuta di ritorno, risposta, telefonata" />
        </AttoConCampi>
      )}
      {puo('torna') && (
        <AttoConCampi
          e={convocazioniApi.recapito}
          {...comune}
          fissi={{ id: m.id, arrivato: false }}
          iniziali={{ giorno: oggi(), motivo: '' }}
          etichetta="Non è arrivata"
          titolo="Messaggio non recapitato"
          esito="Registrato che non è arrivata."
        >
          <DateField name="giorno" label="Quando si è saputo" />
          <TextField name="motivo" label="Perché" aiuto="Indirizzo inesistente, compiuta giacenza" />
        </AttoConCampi>
      )}
      {puo('rimanda') && isAutomatico(m.canale) && (
        <ActionButton
          e={convocazioniApi.rimanda}
          input={{ id: m.id }}
          etichetta="Manda di nuovo"
          piccolo
          conferma={{ titolo: 'Mandare di nuovo?', testo: 'Se il primo era partito, arriverà due volte.' }}
          invalidates={toccate}
          esito="Il messaggio è di nuovo in uscita."
        />
      )}
    </span>
  )
}
