// One entry of a code list in a form: a plain choice where the list is short, a search where it is long or has levels.
// The form holds the code.
//
//   <VoceField name="statoCivile" label="Stato civile" codifica="stato-civile" />
//   genere="F" shows the feminine label; giorno shows the entries in force on that day; attuale is what to call a code
//   kept by an old record and no longer in the list; filtra restricts the entries, which otherwise are the last level
import { useId, useState } from 'react'
import { useWatch } from 'react-hook-form'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { Combo } from '../kernel/form/combo.tsx'
import { type FieldProps, SelectField, useField } from '../kernel/form/fields.tsx'
import { useFormCorrente } from '../kernel/form/form.tsx'
import { plurale } from '../kernel/format.ts'
import { cercaVoci, parole, percorso, useVoci, type Voce } from './voci.ts'

export interface VoceFieldProps extends FieldProps {
  codifica: Codifica
  giorno?: string
  genere?: 'F' | 'M' | null
  attuale?: string
  filtra?: (v: Voce) => boolean
}

/** Entries beyond which one searches instead of scrolling. */
const TANTE = 15

export function VoceField({ codifica, giorno, genere, attuale, filtra, ...p }: VoceFieldProps) {
  const lista = useVoci(codifica, giorno)
  const form = useFormCorrente()
  const idAttesa = useId()
  const valore: unknown = useWatch({ control: form.rhf.control, name: p.name })
  const padri = new Set(lista.voci.map((v) => v.padre))
  const voci = lista.voci.filter(filtra ?? ((v) => !padri.has(v.codice)))
  const scelta = lista.voci.find((v) => v.codice === valore)
  const fuori = typeof valore === 'string' && valore !== '' && !voci.some((v) => v.codice === valore)
  const paroleFuori = scelta ? parole(scelta, genere) : `${attuale ?? String(valore)} (non più in elenco)`
  const campo = lista.error ? { ...p, aiuto: `L’elenco non si è caricato. ${lista.error.message}` } : p
  // until the list says which kind of field it is: one that took the focus would lose it
  if (lista.isPending)
    return (
      <div className="campo" aria-busy="true">
        <label htmlFor={idAttesa}>{p.label}</label>
        <select id={idAttesa} className="form-select" disabled>
          <option>Caricamento…</option>
        </select>
      </div>
    )
  if (lista.livelli === 1 && voci.length <= TANTE)
    return (
      <SelectField
        {...campo}
        opzioni={[
          ...voci.map((v) => [v.codice, parole(v, genere)] as const),
          ...(fuori ? [[valore, paroleFuori] as const] : []),
        ]}
      />
    )
  return (
    <VoceCombo
      campo={campo}
      voci={voci}
      tra={lista.voci}
      genere={genere}
      scelta={scelta ? parole(scelta, genere) : fuori ? paroleFuori : ''}
    />
  )
}

function VoceCombo({
  campo,
  voci,
  tra,
  genere,
  scelta,
}: {
  campo: FieldProps
  voci: readonly Voce[]
  tra: readonly Voce[]
  genere?: 'F' | 'M' | null
  scelta: string
}) {
  const f = useField(campo)
  const [testo, setTesto] = useState<string | null>(null)
  const aperta = testo !== null
  const trovate = aperta ? cercaVoci(voci, tra, testo) : []
  const annuncio = !aperta
    ? ''
    : trovate.length === 0
      ? 'Nessuna voce: prova con altre parole.'
      : plurale(trovate.length, 'voce', 'voci')
  return (
    <Combo
      p={campo}
      f={f}
      testo={testo}
      onTesto={setTesto}
      scelta={scelta}
      aperta={aperta}
      opzioni={trovate.map((v) => ({ valore: v.codice, etichetta: parole(v, genere), dettaglio: percorso(v, tra) }))}
      annuncio={annuncio}
      placeholder="Scrivi per cercare, o apri con la freccia giù"
      onScegli={(o) => f.field.onChange(o?.valore ?? null)}
      apribile
    />
  )
}
