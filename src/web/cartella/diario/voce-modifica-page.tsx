// Going on with a draft.
import { useRef } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { type ContestoDiario, diarioApi, type VoceIntera } from '../../../shared/cartella/diario.api.ts'
import { transizioniVoce } from '../../../shared/cartella/diario.rules.ts'
import { fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import { useActionForm } from '../../kernel/form/form.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../../kernel/ui/parts.tsx'
import { comeVoce, VoceForm, valoriVoce } from './voce-form.tsx'
import '../fascicolo/fascicolo.css'

export default function VoceModificaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(diarioApi.leggi, { id })
  const persona = q.data?.persone[0]?.id ?? ''
  const contesto = useEndpoint(diarioApi.contesto, { id: persona }, { enabled: persona !== '' })
  const perche = q.data ? impedimento(transizioniVoce, 'modifica', q.data.stato) : null
  return (
    <>
      <PageHeader
        titolo="Continua la bozza"
        sotto={q.data?.persone.map((p) => p.nome).join(', ')}
        azioni={
          q.data?.stato === 'bozza' && (
            <ActionButton
              e={diarioApi.annulla}
              input={{ id }}
              etichetta="Annulla la bozza"
              conferma={{
                titolo: 'Annullare questa bozza?',
                testo: 'Non comparirà a nessun altro.',
                motivo: 'Perché',
                pericolo: true,
              }}
              invalidates={[diarioApi.voci, diarioApi.bozze, diarioApi.leggi]}
              esito="Bozza annullata."
            />
          )
        }
      />
      <Caricamento query={q}>
        {(v) =>
          perche ? (
            <Avviso tipo="warning" titolo={perche}>
              <Link to={`/diario/${id}`}>Apri la voce</Link>
            </Avviso>
          ) : (
            <Caricamento query={contesto} righe={8}>
              {(c) => <Modulo key={v.id} v={v} contesto={c} />}
            </Caricamento>
          )
        }
      </Caricamento>
    </>
  )
}

function Modulo({ v, contesto }: { v: VoceIntera; contesto: ContestoDiario }) {
  const navigate = useNavigate()
  const completa = useRef(true)
  const form = useActionForm(diarioApi.update, {
    iniziali: valoriVoce(v.specie, v),
    fissi: { id: v.id, versione: v.versione },
    bozza: `diario-voce-${v.id}`,
    toInput: (valori) => ({ ...comeVoce(valori), id: v.id, versione: v.versione, completa: completa.current }),
    invalidates: [diarioApi.voci, diarioApi.leggi, diarioApi.bozze, fascicoloApi.timeline, fascicoloApi.frontespizio],
    esito: (r) => (r.stato === 'bozza' ? 'Bozza salvata.' : 'Voce completata.'),
    onDone: (r) => {
      completa.current = true
      if (r.stato !== 'bozza') void navigate(`/diario/${v.id}`)
    },
  })
  return (
    <VoceForm
      form={form}
      specie={v.specie}
      contesto={contesto}
      completa={completa}
      annulla={<Link to={`/persone/${contesto.persona.id}/diario`}>Torna al diario</Link>}
    />
  )
}
