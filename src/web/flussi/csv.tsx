// The prestazioni that the filters show, in CSV for another program; and how the ente wants it, said once.
import { useId } from 'react'
import { useWatch } from 'react-hook-form'
import { csvApi, type FormaCsv, separatori } from '../../shared/flussi/csv.api.ts'
import { campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import { CheckField, SelectField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ExportButton } from '../kernel/ui/azioni.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import type { Domanda } from './domanda.ts'
import { nomeCampo } from './parole.tsx'

export function Csv({ domanda: d }: { domanda: Domanda }) {
  const can = useCan()
  const q = useEndpoint(csvApi.forma, { ente: d.ente })
  return (
    <section aria-label="In CSV, per altri programmi">
      <h2>In CSV, per altri programmi</h2>
      <p>
        Le prestazioni che i filtri mostrano, con le colonne che l’ente ha scelto. Non è il CSV che INPS accetta: quel
        tracciato è pubblicato solo nella sua area riservata.
      </p>
      <p className="flussi-atti">
        <ExportButton e={csvApi.scarica} input={d} etichetta="Scarica in CSV" />
      </p>
      {can('flusso.ente') && (
        <details>
          <summary>Come si scrive il CSV di questo ente</summary>
          <Caricamento query={q} righe={3}>
            {({ versione, ...forma }) => <Forma key={d.ente} ente={d.ente} forma={forma} versione={versione} />}
          </Caricamento>
        </details>
      )}
    </section>
  )
}

function Forma({ ente, forma, versione }: { ente: string; forma: FormaCsv; versione: number }) {
  const { colonne: scelte, separatore, intestazione, decimali, date, fineRiga, perFogli } = forma
  const form = useActionForm(csvApi.cambiaForma, {
    iniziali: { colonne: scelte, separatore, intestazione, decimali, date, fineRiga, perFogli },
    fissi: { ente, versione },
    invalidates: [csvApi.forma],
    esito: 'Il CSV di questo ente si scriverà così.',
  })
  const colonne = useWatch({ control: form.rhf.control, name: 'colonne' }) as Voci
  return (
    <Form form={form} invio="Conserva">
      <Colonne colonne={colonne} onCambia={(v) => form.rhf.setValue('colonne', v, { shouldDirty: true })} />
      <div className="flussi-griglia">
        <SelectField name="separatore" label="Separatore" opzioni={Object.entries(separatori)} />
        <SelectField
          name="decimali"
          label="Decimali degli importi"
          opzioni={[
            ['.', 'punto: 1234.50'],
            [',', 'virgola: 1234,50'],
          ]}
        />
        <SelectField
          name="date"
          label="Date"
          opzioni={[
            ['amg', '2025-05-20'],
            ['gma', '20/05/2025'],
          ]}
        />
        <SelectField
          name="fineRiga"
          label="Fine di ogni riga"
          opzioni={[
            ['windows', 'Windows'],
            ['unix', 'Linux e macOS'],
          ]}
        />
      </div>
      <CheckField name="intestazione" label="Nella prima riga i titoli delle colonne" />
      <CheckField
        name="perFogli"
        label="Si apre con un foglio di calcolo"
        aiuto="Senza, è testo semplice per un programma."
      />
    </Form>
  )
}

type Voci = FormaCsv['colonne']

/** None is all of them: one begins to choose by adding the first. */
function Colonne({ colonne, onCambia }: { colonne: Voci; onCambia: (v: Voci) => void }) {
  const id = useId()
  const restano = campiPianiPrestazione.filter((c) => !colonne.some((v) => v.campo === c.percorso))
  const su = (n: number) => onCambia(colonne.with(n - 1, colonne[n]!).with(n, colonne[n - 1]!))
  return (
    <fieldset className="campo">
      <legend>Colonne</legend>
      {colonne.length === 0 && (
        <p>Tutte, con i nomi del tracciato. Aggiungine una per scegliere quali e in che ordine.</p>
      )}
      {colonne.map((v, n) => (
        <div key={v.campo} className="flussi-coppia">
          <label htmlFor={`${id}-${v.campo}`}>
            {n + 1}. {nomeCampo(v.campo)}
          </label>
          <input
            id={`${id}-${v.campo}`}
            className="form-control"
            maxLength={100}
            required
            value={v.titolo}
            onChange={(e) => onCambia(colonne.with(n, { ...v, titolo: e.target.value }))}
          />
          <span className="flussi-atti">
            {n > 0 && (
              <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => su(n)}>
                Su<span className="visually-hidden">, {nomeCampo(v.campo)}</span>
              </button>
            )}
            <button
              type="button"
              className="btn btn-outline-danger btn-xs"
              onClick={() => onCambia(colonne.filter((x) => x !== v))}
            >
              Togli<span className="visually-hidden"> {nomeCampo(v.campo)}</span>
            </button>
          </span>
        </div>
      ))}
      <label htmlFor={`${id}-nuova`}>Aggiungi una colonna</label>
      <select
        id={`${id}-nuova`}
        className="form-select"
        value=""
        onChange={(e) => {
          const c = campiPianiPrestazione.find((x) => x.percorso === e.target.value)
          if (c) onCambia([...colonne, { campo: c.percorso, titolo: c.campo.xml }])
        }}
      >
        <option value="">Scegli…</option>
        {restano.map((c) => (
          <option key={c.percorso} value={c.percorso}>
            {c.campo.nome}
          </option>
        ))}
      </select>
    </fieldset>
  )
}
