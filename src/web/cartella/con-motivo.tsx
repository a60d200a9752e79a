// A reading of a folder: where the server asks for a purpose, the person is asked for it here, and then goes on.
import type { ReactNode } from 'react'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { Avviso, Caricamento, type Lettura } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'

export function ConMotivo<T>({
  query,
  personaId,
  children,
}: {
  query: Lettura<T>
  /** Whose folder it is, where the page knows. */
  personaId: string | null
  children: (dati: T) => ReactNode
}) {
  if (query.data === undefined && query.error?.codice === 'motivo-richiesto')
    return <Motivo personaId={personaId} dopo={() => void query.refetch()} />
  return (
    <Caricamento query={query} righe={6}>
      {children}
    </Caricamento>
  )
}

function Motivo({ personaId, dopo }: { personaId: string | null; dopo: () => void }) {
  const can = useCan()
  if (!personaId || !can('fascicolo.apri'))
    return (
      <Avviso tipo="warning" titolo="Non hai in carico questa persona">
        <p>Cerca la persona e apri il suo fascicolo indicando il motivo: poi torna qui.</p>
      </Avviso>
    )
  return (
    <Avviso tipo="warning" titolo="Non hai in carico questa persona">
      <p>Per leggere indica il motivo: verrà registrato e comunicato al responsabile.</p>
      <ModuloMotivo personaId={personaId} dopo={dopo} />
    </Avviso>
  )
}

function ModuloMotivo({ personaId, dopo }: { personaId: string; dopo: () => void }) {
  const form = useActionForm(personeApi.apri, {
    bozza: `apertura:${personaId}`,
    iniziali: { motivo: '', dettaglio: '' },
    fissi: { id: personaId },
    onDone: dopo,
  })
  return (
    <Form form={form} invio="Apri il fascicolo">
      <VoceField name="motivo" label="Motivo" codifica="motivo-accesso-fascicolo" />
      <TextArea name="dettaglio" label="Spiegazione" righe={2} />
    </Form>
  )
}
