// Comune and office of what is being written: the offices are those of the comune chosen, and of the whole ambito.
import { useWatch } from 'react-hook-form'
import type { contattiApi } from '../../shared/cartella/contatti.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { SelectField } from '../kernel/form/fields.tsx'
import { useFormCorrente } from '../kernel/form/form.tsx'

type Postazione = Output<typeof contattiApi.postazione>

export const ufficiDelComune = (p: Postazione, comuneId: string) =>
  p.uffici.filter((u) => u.comuneId === null || u.comuneId === comuneId)

/** Where one begins: the comune and the office used last, or the first office of that comune where one is needed. */
export function luogoIniziale(p: Postazione, conUfficio: boolean) {
  const comuneId = p.predefiniti.comuneId ?? ''
  const uffici = ufficiDelComune(p, comuneId)
  const ultimo = uffici.find((u) => u.id === p.predefiniti.ufficioId)
  return { comuneId, ufficioId: (ultimo ?? (conUfficio ? uffici[0] : undefined))?.id ?? '' }
}

export function LuogoFields({ p }: { p: Postazione }) {
  const form = useFormCorrente()
  const comuneId = String(useWatch({ control: form.rhf.control, name: 'comuneId' }) ?? '')
  return (
    <>
      <SelectField name="comuneId" label="Comune" opzioni={p.comuni.map((c) => [c.id, c.nome] as const)} />
      <SelectField
        name="ufficioId"
        label="Ufficio"
        opzioni={ufficiDelComune(p, comuneId).map((u) => [u.id, u.nome] as const)}
      />
    </>
  )
}
