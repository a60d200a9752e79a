// The services asked, with what the catalogue proposes for the needs chosen, also of other bodies.
import { useFieldArray, useWatch } from 'react-hook-form'
import { prestazioniApi } from '../../shared/cartella/prestazioni.api.ts'
import { CheckField, TextField } from '../kernel/form/fields.tsx'
import { useFormCorrente } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'

export function ServiziField() {
  const form = useFormCorrente()
  const righe = useFieldArray({ control: form.rhf.control, name: 'servizi' })
  const bisogni = (useWatch({ control: form.rhf.control, name: 'bisogni' }) as string[] | undefined) ?? []
  const scelti = (useWatch({ control: form.rhf.control, name: 'servizi' }) as { prestazioneId?: string | null }[]) ?? []
  const q = useEndpoint(
    prestazioniApi.list,
    { bisogni: bisogni.join(',') },
    { enabled: bisogni.length > 0, tieni: true, staleTime: 300_000 },
  )
  const proposte =
    bisogni.length === 0 ? [] : (q.data?.voci ?? []).filter((p) => !scelti.some((s) => s.prestazioneId === p.id))
  return (
    <fieldset>
      <legend className="legenda">Servizi e prestazioni chiesti</legend>
      {righe.fields.map((r, n) => (
        <div key={r.id} className="riga-ripetuta">
          <TextField name={`servizi.${n}.descrizione`} label={`Servizio ${n + 1}`} />
          <CheckField name={`servizi.${n}.esterno`} label="Lo dà un altro ente" />
          <CheckField name={`servizi.${n}.soloStranieri`} label="Riguarda soltanto i cittadini stranieri" />
          <button type="button" className="btn btn-outline-danger btn-xs" onClick={() => righe.remove(n)}>
            Togli il servizio {n + 1}
          </button>
        </div>
      ))}
      <p>
        <button
          type="button"
          className="btn btn-outline-primary btn-xs"
          onClick={() => righe.append({ prestazioneId: null, descrizione: '', soloStranieri: false, esterno: false })}
        >
          Aggiungi un servizio
        </button>
      </p>
      {proposte.length > 0 && (
        <details>
          <summary>Da proporre per questi bisogni: {proposte.length}</summary>
          <ul>
            {proposte.map((p) => (
              <li key={p.id}>
                <strong>{p.nome}</strong>, {p.erogatore}. {p.requisiti} Dove: {p.dove}{' '}
                <button
                  type="button"
                  className="btn btn-outline-primary btn-xs"
                  onClick={() =>
                    righe.append({
                      prestazioneId: p.id,
                      descrizione: p.nome,
                      soloStranieri: p.soloStranieri,
                      esterno: true,
                    })
                  }
                >
                  Aggiungi {p.nome}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </fieldset>
  )
}
