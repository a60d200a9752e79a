// A sitting: what is to be discussed, then its minutes: written while they are a draft, read and printed once closed, added to after.
import { useParams } from 'react-router'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { equipeApi, type Seduta } from '../../shared/patti/equipe.api.ts'
import { transizioniSeduta } from '../../shared/patti/equipe.rules.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { TextArea } from '../kernel/form/fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { Dichiara } from './equipe-dichiara.tsx'
import { StatoSedutaBadge, toccateEquipe } from './equipe-parole.tsx'
import { SpostaSeduta } from './equipe-seduta-nuova.tsx'
import { Aggiunte, VerbaleLetto } from './equipe-verbale.tsx'
import { VerbaleForm } from './equipe-verbale-form.tsx'

export default function EquipeSedutaPage() {
  const { id = '', seduta = '' } = useParams()
  const q = useEndpoint(equipeApi.seduta, { id, seduta }, { staleTime: 0 })
  const s = q.data
  return (
    <>
      <PageHeader
        titolo={s ? `Seduta n. ${s.numero}: ${s.richiedente}` : 'Seduta'}
        sotto={
          s && (
            <>
              {formatData(s.giorno)}
              {s.ora && `, ore ${s.ora}`}, {s.luogo} <StatoSedutaBadge stato={s.stato} />
            </>
          )
        }
        azioni={
          <>
            <LinkButton to={`/equipe/${id}`} variante="outline-primary">
              L’équipe
            </LinkButton>
            <PrintButton etichetta={s?.verbale ? 'Stampa il verbale' : 'Stampa'} />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(letta) => <Corpo s={letta} />}
      </Caricamento>
    </>
  )
}

function Corpo({ s }: { s: Seduta }) {
  const scrive = s.mio && !s.soloLettura
  return (
    <>
      <DefinitionList
        voci={[
          ['Comune', s.comune],
          [
            'Ordine del giorno',
            <ol key="ordine">
              {s.ordine.map((punto) => (
                <li key={punto}>{punto}</li>
              ))}
            </ol>,
          ],
          ...(s.motivo ? [['Annullata perché', s.motivo] as const] : []),
        ]}
      />
      {scrive && s.stato === 'fissata' && <Fissata s={s} />}
      {s.stato === 'fissata' && !scrive && (
        <Avviso>
          <p>Il verbale si legge qui quando il case manager lo chiude.</p>
        </Avviso>
      )}
      {s.stato === 'in-verbale' && !s.mio && (
        <Avviso>
          <p>La seduta si è tenuta: il verbale si legge quando il case manager lo chiude.</p>
        </Avviso>
      )}
      {s.verbale &&
        (scrive && s.stato === 'in-verbale' ? <VerbaleForm s={s} v={s.verbale} /> : <VerbaleLetto v={s.verbale} />)}
      <Aggiunte s={s} />
      {s.dichiara && <Dichiara s={s} />}
      {scrive && s.stato === 'chiusa' && (
        <AttoConCampi
          e={equipeApi.aggiungi}
          fissi={{ id: s.casoId, seduta: s.id }}
          iniziali={{ testo: '' }}
          etichetta="Aggiungi al verbale"
          titolo="Che cosa manca al verbale?"
          invio="Aggiungi"
          invalidates={toccateEquipe}
          esito="Aggiunta scritta."
        >
          <TextArea
            name="testo"
            label="Aggiunta"
            aiuto="Con il tuo nome e il giorno di oggi: il verbale resta com’è."
          />
        </AttoConCampi>
      )}
    </>
  )
}

function Fissata({ s }: { s: Seduta }) {
  const presto = s.giorno > oggi() ? 'Il verbale si comincia dal giorno della seduta.' : null
  return (
    <>
      <div className="atti">
        <ActionButton
          e={equipeApi.verbalizza}
          input={{ id: s.casoId, seduta: s.id }}
          etichetta="Comincia il verbale"
          variante="primary"
          impedita={impedimento(transizioniSeduta, 'verbalizza', s.stato) ?? presto}
          invalidates={toccateEquipe}
          esito="Verbale cominciato."
        />
        <ActionButton
          e={equipeApi.annulla}
          input={{ id: s.casoId, seduta: s.id }}
          etichetta="Annulla la seduta"
          variante="outline-danger"
          conferma={{
            titolo: 'Annullare la seduta?',
            testo: 'Resta scritta come annullata; chi è nominato per i verbali riceve un avviso.',
            motivo: 'Motivo',
            pericolo: true,
          }}
          campoMotivo="motivo"
          invalidates={toccateEquipe}
          esito="Seduta annullata."
        />
      </div>
      <SpostaSeduta s={s} />
    </>
  )
}
