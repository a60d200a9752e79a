// The members of the household in the pact: who has obligations and who participates by choice, who signs.
import { type PattoLetto, pattoApi } from '../../shared/patti/patto.api.ts'
import { formatData } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'

type Persona = PattoLetto['persone'][number]

export function PersonePatto({ p, prima }: { p: PattoLetto; prima: () => Promise<boolean> }) {
  const segna = useAction(pattoApi.persona, { invalidates: [pattoApi.leggi] })
  const cambia = async (x: Persona, nuovo: Partial<Persona>) => {
    // what is being written goes first: a condition taken away a moment ago must be there
    await prima()
    const { volontario, firma } = { ...x, ...nuovo }
    segna.run({ id: p.id, componente: x.componenteId, volontario, firma }).catch(() => undefined)
  }
  return (
    <section aria-labelledby="persone-del-patto">
      <h2 id="persone-del-patto" tabIndex={-1}>
        Persone
      </h2>
      <p className="campo-aiuto">
        Chi non ha obblighi partecipa per scelta: nessun suo impegno può essere condizionale, e non può avere sanzioni.
        Firmano gli adulti, e il servizio.
      </p>
      {p.persone.map((x) => (
        <fieldset key={x.componenteId} className="patto-voce">
          <legend>{x.nome}</legend>
          {x.dataNascita && <p>Nascita: {formatData(x.dataNascita)}</p>}
          {(['volontario', 'firma'] as const).map((che) => (
            <div className="scelta" key={che}>
              <input
                type="checkbox"
                id={`${che}-${x.componenteId}`}
                checked={x[che]}
                disabled={segna.inCorso}
                onChange={(e) => void cambia(x, { [che]: e.target.checked })}
              />
              <label htmlFor={`${che}-${x.componenteId}`}>
                {che === 'volontario' ? 'Partecipa per scelta' : 'Firma il patto'}
                <span className="visually-hidden">: {x.nome}</span>
              </label>
            </div>
          ))}
        </fieldset>
      ))}
    </section>
  )
}
