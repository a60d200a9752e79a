// Many rows at once, those that the filters show: the same field written in all, or a warning overridden with its reason.
import { useRef, useState } from 'react'
import { insegnamentiApi } from '../../shared/flussi/insegnamenti.api.ts'
import { campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { InputWeb, OutputWeb } from '../kernel/client.ts'
import { CheckField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { plurale } from '../kernel/format.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import type { Domanda } from './domanda.ts'

const rilegge = [prestazioniApi.list, prestazioniApi.quadro, prestazioniApi.regole]

type Correzione = InputWeb<typeof prestazioniApi.correggiMolte>

export function Insieme({ domanda }: { domanda: Domanda }) {
  return (
    <section aria-label="Molte insieme">
      <h2>Molte insieme</h2>
      <p>Vale per tutte le prestazioni che i filtri mostrano, anche quelle che l’elenco non ha ancora caricato.</p>
      <details>
        <summary>Scrivi lo stesso valore in un campo</summary>
        <Corregge domanda={domanda} />
      </details>
      {domanda.regola && (
        <details>
          <summary>Supera l’avviso {domanda.regola}</summary>
          <Deroga domanda={domanda} regola={domanda.regola} />
        </details>
      )}
    </section>
  )
}

function Corregge({ domanda }: { domanda: Domanda }) {
  // what was asked for: the others of it go on from where it has come to
  const chiesta = useRef<Correzione>(domanda as Correzione)
  const [dopo, setDopo] = useState<number | null>(null)
  const azione = {
    invalidates: [...rilegge, insegnamentiApi.list],
    esito: (r: OutputWeb<typeof prestazioniApi.correggiMolte>) =>
      `${plurale(r.cambiate, 'prestazione corretta', 'prestazioni corrette')}.`,
    onDone: (r: OutputWeb<typeof prestazioniApi.correggiMolte>) => setDopo(r.dopo),
  }
  const form = useActionForm(prestazioniApi.correggiMolte, {
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
            e={prestazioniApi.correggiMolte}
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
          opzioni={campiPianiPrestazione.map((c) => [c.percorso, c.campo.nome] as const)}
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

function Deroga({ domanda, regola }: { domanda: Domanda; regola: string }) {
  const form = useActionForm(prestazioniApi.deroga, {
    bozza: `deroga:${domanda.ente}:${regola}`,
    iniziali: { motivo: '' },
    fissi: { ...domanda, regola },
    invalidates: rilegge,
    esito: (r) => `Avviso superato in ${plurale(r.cambiate, 'prestazione', 'prestazioni')}.`,
  })
  return (
    <Form form={form} invio="Supera l’avviso">
      <TextArea
        name="motivo"
        label="Perché si può andare avanti"
        aiuto="Resta scritto accanto a ogni prestazione."
        righe={3}
      />
    </Form>
  )
}
