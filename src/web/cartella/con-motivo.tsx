// A reading of a folder: where the server asks for a purpose, the person is asked for it here, and then goes on.
import type { ReactNode } from 'react'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { AIUTO_MOTIVO } from '../anagrafe/apertura.tsx'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { LinkButton } from '../kernel/ui/azioni.tsx'
import { Avviso, Caricamento, type Lettura } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'

export function ConMotivo<T>({
  query,
  personaId,
  scheda,
  altrimenti,
  children,
}: {
  query: Lettura<T>
  /** Whose folder it is, where the page knows; otherwise the refusal says it. */
  personaId?: string | null
  /** The sheet of the desk that is read: the purpose may tell of it, and is kept with it. */
  scheda?: string | null
  /** What else one can do, that makes it his task. */
  altrimenti?: ReactNode
  children: (dati: T) => ReactNode
}) {
  if (query.data === undefined && query.error?.codice === 'motivo-richiesto')
    return (
      <>
        <Motivo
          personaId={personaId ?? query.error.persona ?? null}
          scheda={scheda ?? null}
          dopo={() => void query.refetch()}
        />
        {altrimenti}
      </>
    )
  return (
    <Caricamento query={query} righe={6}>
      {children}
    </Caricamento>
  )
}

function Motivo({ personaId, scheda, dopo }: { personaId: string | null; scheda: string | null; dopo: () => void }) {
  const can = useCan()
  if (personaId && !can('fascicolo.apri') && can('fascicolo.emergenza'))
    return (
      <Avviso tipo="warning" titolo="Non hai in carico questa persona">
        <p>Se è un’emergenza apri il suo fascicolo scrivendo lo scopo: poi torna qui.</p>
        <LinkButton
          azione="fascicolo.emergenza"
          to={`/persone/${personaId}/emergenza${scheda ? `?scheda=${scheda}` : ''}`}
          variante="primary"
        >
          Apri in emergenza
        </LinkButton>
      </Avviso>
    )
  if (!personaId || !can('fascicolo.apri'))
    return (
      <Avviso tipo="warning" titolo="Non hai in carico questa persona">
        <p>Cerca la persona e apri il suo fascicolo indicando il motivo: poi torna qui.</p>
      </Avviso>
    )
  return (
    <Avviso tipo="warning" titolo="Non hai in carico questa persona">
      <p>
        Per leggere indica il motivo: verrà registrato e comunicato al responsabile.
        {scheda && ' Per qualche ora potrai leggere anche il fascicolo.'}
      </p>
      <ModuloMotivo personaId={personaId} scheda={scheda} dopo={dopo} />
    </Avviso>
  )
}

function ModuloMotivo({ personaId, scheda, dopo }: { personaId: string; scheda: string | null; dopo: () => void }) {
  const form = useActionForm(personeApi.apri, {
    // what was written for a sheet is not offered again where it would be told to others
    bozza: `apertura:${scheda ?? personaId}`,
    iniziali: { motivo: '', dettaglio: '' },
    fissi: { id: personaId, schedaId: scheda },
    onDone: dopo,
  })
  return (
    <Form form={form} invio={scheda ? 'Leggi la scheda' : 'Apri il fascicolo'}>
      <VoceField name="motivo" label="Motivo" codifica="motivo-accesso-fascicolo" />
      <TextArea name="dettaglio" label="Spiegazione" righe={2} aiuto={AIUTO_MOTIVO} />
    </Form>
  )
}
