// What a page of somebody's folder shows before its content: when the reader does not have the person in charge, why
// he reads, asked once and kept with the reading.
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { Avviso, Caricamento, type Lettura } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'

/** Under what is written to open a folder. */
export const AIUTO_MOTIVO =
  'Queste parole le leggono i colleghi che aprono questo fascicolo: non nominare segnalazioni né chi segnala.'

/** As `Caricamento`, for what stands in the folder of a person. */
export function CaricamentoFascicolo<T>({
  personaId,
  query,
  children,
  righe,
}: {
  personaId: string
  query: Lettura<T>
  children: (dati: T) => ReactNode
  righe?: number
}) {
  if (query.data === undefined && query.error?.codice === 'motivo-richiesto')
    return <Motivo personaId={personaId} rileggi={query.refetch} />
  return (
    <Caricamento query={query} {...(righe !== undefined && { righe })}>
      {children}
    </Caricamento>
  )
}

function Motivo({ personaId, rileggi }: { personaId: string; rileggi: () => unknown }) {
  const can = useCan()
  if (!can('fascicolo.apri'))
    return (
      <Avviso tipo="warning" titolo="Non hai in carico questa persona">
        <p>Il suo fascicolo è aperto a chi la segue. Se ti serve, chiedi al responsabile del servizio.</p>
      </Avviso>
    )
  return (
    <>
      <Avviso titolo="Non hai in carico questa persona">
        <p>
          Per aprire il fascicolo scrivi perché lo leggi. Il motivo resta nel registro degli accessi, il responsabile
          della presa in carico viene avvisato, e la persona può chiedere di sapere chi ha letto.
        </p>
      </Avviso>
      <ModuloMotivo personaId={personaId} rileggi={rileggi} />
    </>
  )
}

function ModuloMotivo({ personaId, rileggi }: { personaId: string; rileggi: () => unknown }) {
  const client = useQueryClient()
  const form = useActionForm(personeApi.apri, {
    // a page that does not know whose folder it is must not offer here what was written for another
    ...(personaId && { bozza: `apertura:${personaId}` }),
    iniziali: { motivo: '', dettaglio: '' },
    fissi: { id: personaId },
    onDone: () => {
      void rileggi()
      // what stood around the page and was refused with it
      void client.invalidateQueries()
    },
  })
  return (
    <Form form={form} invio="Apri il fascicolo">
      <VoceField name="motivo" label="Perché lo apri" codifica="motivo-accesso-fascicolo" />
      <TextArea name="dettaglio" label="In poche parole" righe={2} aiuto={AIUTO_MOTIVO} />
    </Form>
  )
}
