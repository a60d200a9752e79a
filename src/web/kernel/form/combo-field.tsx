// Choosing one among many by typing: the ARIA combobox with a list, whose entries come from an endpoint. The form
// holds the value with its words (`Scelta`), so that a draft can show them again; what is sent is the value alone.
//
//   <ComboField name="comuneId" label="Comune" e={comuniApi.cerca} cerca={(testo) => ({ testo })}
//     voci={(reply) => reply.voci} opzione={(c) => ({ valore: c.id, etichetta: c.nome, dettaglio: c.provincia })} />
// In a change form, `iniziali: { comuneId: { valore: u.comuneId, etichetta: u.comuneNome } }`.
import { useDeferredValue, useEffect, useState } from 'react'
import type { AnyEndpoint, InputWeb, OutputWeb } from '../client.ts'
import { plurale } from '../format.ts'
import { useEndpoint } from '../hooks.ts'
import { Combo, type OpzioneCombo } from './combo.tsx'
import { type FieldProps, useField } from './fields.tsx'
import { isScelta } from './schema.ts'

export interface ComboFieldProps<E extends AnyEndpoint, V> extends FieldProps {
  e: E
  cerca: (testo: string) => InputWeb<E>
  voci: (reply: OutputWeb<E>) => readonly V[]
  opzione: (voce: V) => OpzioneCombo
  /** Letters before the first search. */
  minimo?: number
}

/** What was typed, once the typing has paused. */
function useFermo(testo: string, ms = 250): string {
  const [fermo, setFermo] = useState(testo)
  useEffect(() => {
    const t = setTimeout(() => setFermo(testo), ms)
    return () => clearTimeout(t)
  }, [testo, ms])
  return useDeferredValue(fermo)
}

export function ComboField<const E extends AnyEndpoint, V>(p: ComboFieldProps<E, V>) {
  const f = useField(p, (v) => (isScelta(v) ? null : 'Scegli una voce dell’elenco.'))
  const scelta = isScelta(f.field.value) ? f.field.value : null
  const [testo, setTesto] = useState<string | null>(null)
  const minimo = p.minimo ?? 2
  const fermo = useFermo(testo?.trim() ?? '')
  const aperta = testo !== null && testo.trim().length >= minimo
  const q = useEndpoint(p.e, p.cerca(fermo), {
    enabled: aperta && fermo.length >= minimo,
    tieni: true,
    staleTime: 60_000,
  })
  const pronte = aperta && fermo === testo?.trim() && !q.isPlaceholderData && q.data !== undefined
  const opzioni = pronte ? p.voci(q.data as OutputWeb<E>).map(p.opzione) : []
  const annuncio = !aperta
    ? ''
    : q.error
      ? q.error.message
      : !pronte
        ? 'Ricerca in corso…'
        : opzioni.length === 0
          ? 'Nessun risultato: controlla come è scritto.'
          : plurale(opzioni.length, 'risultato', 'risultati')
  return (
    <Combo
      p={p}
      f={f}
      testo={testo}
      onTesto={setTesto}
      scelta={scelta?.etichetta ?? ''}
      aperta={aperta}
      opzioni={opzioni}
      annuncio={annuncio}
      placeholder={`Scrivi almeno ${minimo} lettere`}
      onScegli={(o) => f.field.onChange(o && { valore: o.valore, etichetta: o.etichetta })}
    />
  )
}
