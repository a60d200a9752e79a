// A new entry of the diary, or a professional activity.
import { useRef } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { type ContestoDiario, diarioApi } from '../../../shared/cartella/diario.api.ts'
import type { SpecieVoce } from '../../../shared/cartella/diario.rules.ts'
import { fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { useActionForm } from '../../kernel/form/form.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { comeVoce, VoceForm, valoriVoce } from './voce-form.tsx'
import '../fascicolo/fascicolo.css'

export default function VoceNuovaPage() {
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const specie: SpecieVoce = search.get('specie') === 'attivita' ? 'attivita' : 'diario'
  const q = useEndpoint(diarioApi.contesto, { id })
  return (
    <>
      <PageHeader
        titolo={specie === 'diario' ? 'Scrivi nel diario' : 'Registra un’attività'}
        sotto={q.data?.persona.nome}
      />
      <CaricamentoFascicolo personaId={id} query={q} righe={8}>
        {(contesto) => <Modulo key={specie} contesto={contesto} specie={specie} />}
      </CaricamentoFascicolo>
    </>
  )
}

function Modulo({ contesto, specie }: { contesto: ContestoDiario; specie: SpecieVoce }) {
  const navigate = useNavigate()
  const completa = useRef(true)
  const { id } = contesto.persona
  const form = useActionForm(diarioApi.scrivi, {
    iniziali: valoriVoce(specie),
    bozza: `diario-${specie}-${id}`,
    toInput: (valori) => ({ ...comeVoce(valori), id, specie, completa: completa.current }),
    invalidates: [diarioApi.voci, diarioApi.bozze, fascicoloApi.timeline, fascicoloApi.frontespizio],
    esito: (r) => (r.stato === 'bozza' ? 'Bozza salvata: la vedi soltanto tu.' : 'Voce completata.'),
    onDone: () => {
      completa.current = true
      void navigate(`/persone/${id}/diario`)
    },
  })
  return (
    <VoceForm
      form={form}
      specie={specie}
      contesto={contesto}
      completa={completa}
      annulla={<Link to={`/persone/${id}/diario`}>Annulla</Link>}
    />
  )
}
