// The needs of a sheet, in the groups of the list, as many as one wants.
import { Campo, type FieldProps, useField } from '../kernel/form/fields.tsx'
import { useVoci } from '../parametri/voci.ts'

export function BisogniField(p: FieldProps) {
  const f = useField(p)
  const { voci } = useVoci('bisogno')
  const scelti: string[] = f.field.value ?? []
  return (
    <Campo p={p} f={f} gruppo>
      <div className="scelte-in-colonne">
        {voci
          .filter((g) => g.padre === null)
          .map((g, n) => (
            <div key={g.codice}>
              <p>{g.etichetta}</p>
              {voci
                .filter((v) => v.padre === g.codice)
                .map((v, i) => (
                  <div key={v.codice} className="scelta">
                    <input
                      ref={n === 0 && i === 0 ? f.field.ref : undefined}
                      id={`${f.id}-${v.codice}`}
                      type="checkbox"
                      checked={scelti.includes(v.codice)}
                      onChange={(e) =>
                        f.field.onChange(
                          e.target.checked ? [...scelti, v.codice] : scelti.filter((x) => x !== v.codice),
                        )
                      }
                      onBlur={f.field.onBlur}
                    />
                    <label htmlFor={`${f.id}-${v.codice}`}>{v.etichetta}</label>
                  </div>
                ))}
            </div>
          ))}
      </div>
    </Campo>
  )
}
