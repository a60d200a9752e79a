// Many rows at once, those that the filters show: the same field written in all, or a warning overridden with its reason.
import { useRef, useState } from 'react'
import { insegnamentiApi } from '../../shared/flussi/insegnamenti.api.ts'
import type { InputWeb, OutputWeb } from '../kernel/client.ts'
import { CheckField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { plurale } from '../kernel/format.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import type { Domanda } from './domanda.ts'
import type { TracciatoWeb } from './tracciati.ts'

type Correzione = InputWeb<TracciatoWeb['api']['correggiMolte']>
type Corrette = OutputWeb<TracciatoWeb['api']['correggiMolte']>

interface Propr {
  t: TracciatoWeb
  domanda: Domanda
}

export function Insieme({ t, domanda }: Propr) {
  return (
    <section aria-label="Molte insieme">
      <h2>Molte insieme</h2>
      <p>Vale per tutte le {t.molte} che i filtri mostrano, anche quelle che l’elenco non ha ancora caricato.</p>
      <details>
        <summary>Scrivi lo stesso valore in un campo</summary>
        <Corregge t={t} domanda={domanda} />
      </details>
      {domanda.regola && (
        <details>
          <summary>Supera l’avviso {domanda.regola}</summary>
          <Deroga t={t} domanda={domanda} regola={domanda.regola} />
        </details>
      )}
    </section>
  )
}

function Corregge({ t, domanda }: Propr) {
  // what was asked for: the others of it go on from where it has come to
  const chiesta = useRef<Correzione>(domanda as Correzione)
  const [dopo, setDopo] = useState<number | null>(null)
  const azione = {
    invalidates: [...t.rilegge, insegnamentiApi.list],
    esito: (r: Corrette) => `${plurale(r.cambiate, `${t.una} corretta`, `${t.molte} corrette`)}.`,
    onDone: (r: Corrette) => setDopo(r.dopo),
  }
  const form = useActionForm(t.api.correggiMolte, {
    iniziali: { campo: '', prima: '', valore: '', insegna: false },
    fissi: domanda,
    toInput: (v) => {
      chiesta.current = { ...(v as Correzione), ...domanda }
      return v as Correzione
    },
    ...azione,
  })
  return (
    <>
      {dopo !== null && (
        <Avviso tipo="warning" titolo="Ne restano altre">
          <p>Se ne guardano cinquecento per volta.</p>
          <ActionButton
            e={t.api.correggiMolte}
            input={{ ...chiesta.current, dopo }}
            etichetta="Correggi le altre"
            {...azione}
          />
        </Avviso>
      )}
      <Form form={form} invio="Correggi tutte">
        <SelectField
          name="campo"
          label="Campo"
          opzioni={t.campi.map((c) => [c.percorso, c.campo.nome] as const)}
          vuota="Scegli…"
        />
        <TextField name="prima" label="Solo dove ora c’è scritto" aiuto="Vuoto: in tutte." />
        <TextField name="valore" label="Scrivi" aiuto="Vuoto: il valore si toglie." obbligatorio={false} />
        <CheckField
          name="insegna"
          label="Fallo anche nei prossimi file"
          aiuto="Quando il file di questo ente scriverà così, significherà questo."
        />
      </Form>
    </>
  )
}

function Deroga({ t, domanda, regola }: Propr & { regola: string }) {
  const form = useActionForm(t.api.deroga, {
    bozza: `deroga:${domanda.ente}:${regola}`,
    iniziali: { motivo: '' },
    fissi: { ...domanda, regola },
    invalidates: t.rilegge,
    esito: (r) => `Avviso superato in ${plurale(r.cambiate, t.una, t.molte)}.`,
  })
  return (
    <Form form={form} invio="Supera l’avviso">
      <TextArea
        name="motivo"
        label="Perché si può andare avanti"
        aiuto={`Resta scritto accanto a ogni ${t.una}.`}
        righe={3}
      />
    </Form>
  )
}
