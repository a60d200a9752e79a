// A new segnalazione, from nothing or from a contact of the desk.
import { Link, useNavigate, useSearchParams } from 'react-router'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { nomiUrgenza } from '../../shared/cartella/segnalazioni.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { RadioField, TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { ConMotivo } from './con-motivo.tsx'
import { LuogoFields, luogoIniziale } from './luogo-fields.tsx'
import {
  ClassificazioneFields,
  PericoloFields,
  RiferimentiFields,
  SegnalanteFields,
  SegnalatiFields,
} from './segnalazione-campi.tsx'
import { sceltaPersona } from './sportello-parti.tsx'
import './sportello.css'

type Postazione = Output<typeof contattiApi.postazione>
type Contatto = Output<typeof contattiApi.leggi>

export default function SegnalazioneNuovaPage() {
  const [search] = useSearchParams()
  const contattoId = search.get('contatto')
  const can = useCan()
  const postazione = useEndpoint(contattiApi.postazione, {}, { staleTime: 300_000 })
  const contatto = useEndpoint(
    contattiApi.leggi,
    { id: contattoId ?? '' },
    { enabled: contattoId !== null && can('contatto.leggi') },
  )
  return (
    <>
      <PageHeader
        titolo="Nuova segnalazione"
        sotto={contatto.data && `Dal contatto del ${formatIstante(contatto.data.quando)}`}
      />
      <Caricamento query={postazione}>
        {(p) =>
          contattoId ? (
            <ConMotivo query={contatto} scheda={contattoId}>
              {(c) => <Modulo key={c.id} p={p} contatto={c} />}
            </ConMotivo>
          ) : (
            <Modulo p={p} contatto={null} />
          )
        }
      </Caricamento>
    </>
  )
}

function Modulo({ p, contatto }: { p: Postazione; contatto: Contatto | null }) {
  const navigate = useNavigate()
  const can = useCan()
  const form = useActionForm(segnalazioniApi.crea, {
    iniziali: {
      ...(contatto ? { comuneId: contatto.comuneId, ufficioId: contatto.ufficioId ?? '' } : luogoIniziale(p, false)),
      giorno: '',
      canale: contatto?.canale ?? p.predefiniti.canale,
      motivo: contatto?.motivo ?? '',
      classificazione: '',
      urgenza: 'ordinaria',
      minoriPresenti: false,
      segnalante: { anonimo: false, interlocutore: '', nome: '', ente: '', recapiti: '' },
      segnalati: [{ personaId: sceltaPersona(contatto?.persona ?? null), descrizione: '' }],
      riferimenti: [],
      fatti: contatto?.nota ?? '',
      fattiModo: 'riassunti',
      luogo: '',
      pericolo: {},
      informata: 'non-so',
      informataNota: '',
    },
    toInput: ({ giorno, ...v }) =>
      ({
        ...v,
        ...(contatto && { contattoId: contatto.id }),
        // the hour is not asked: of another day it is put at noon
        ...(giorno && giorno !== oggi() && { ricevutaIl: new Date(`${giorno}T12:00:00`).toISOString() }),
      }) as never,
    bozza: contatto ? `segnalazione-nuova:${contatto.id}` : 'segnalazione-nuova',
    invalidates: [segnalazioniApi.list, contattiApi.list, contattiApi.leggi],
    esito: (r) =>
      `Segnalazione ${r.riferimento} registrata, urgenza ${nomiUrgenza[r.urgenza]}: da valutare entro il ${formatIstante(r.scadeIl)}.`,
    onDone: ({ id }) => void navigate(can('segnalazione.leggi') ? `/segnalazioni/${id}` : '/segnalazioni'),
  })
  return (
    <Form form={form} invio="Registra la segnalazione" annulla={<Link to="/segnalazioni">Annulla</Link>}>
      <div className="campi-affiancati">
        <LuogoFields p={p} />
        <DateField name="giorno" label="Ricevuta il" aiuto="gg/mm/aaaa. Vuoto: adesso" />
        <VoceField name="canale" label="Come è arrivata" codifica="canale-contatto" />
        <VoceField name="motivo" label="Perché" codifica="motivo-contatto" />
      </div>
      <SegnalatiFields />
      <h2>Che cosa è successo</h2>
      <TextArea name="fatti" label="Fatti" righe={8} />
      <RadioField
        name="fattiModo"
        label="Come sono scritti i fatti"
        opzioni={[
          ['testuali', 'Con le parole di chi segnala'],
          ['riassunti', 'Riassunti da chi registra'],
        ]}
      />
      <PericoloFields />
      <ClassificazioneFields />
      <SegnalanteFields />
      <RiferimentiFields />
    </Form>
  )
}
