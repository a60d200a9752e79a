// Many rows at once, those that the filters show: the same field written in all, or a warning overridden with its reason.
import { useState } from 'react'
import { insegnamentiApi } from '../../shared/flussi/insegnamenti.api.ts'
import { campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { CheckField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { plurale } from '../kernel/format.ts'
import { Avviso } from '../kernel/ui/parts.tsx'
import type { Domanda } from './domanda.ts'

const rilegge = [prestazioniApi.list, prestazioniApi.quadro, prestazioniApi.regole]

export function Insieme({ domanda }: { domanda: Domanda }) {
  return (
    <section aria-label="Molte insieme">
      <h2>Molte insieme</h2>
      <p>Vale per tutte le prestazioni che i filtri mostrano, anche quelle che l’elenco non ha ancora caricato.</p>
      <details>
        <summary>Scrivi lo stesso valore in un campo</summary>
        <Correzione domanda={domanda} />
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

function Correzione({ domanda }: { domanda: Domanda }) {
  const [restano, setRestano] = useState(false)
  const form = useActionForm(prestazioniApi.correggiMolte, {
    iniziali: { campo: '', prima: '', valore: '', insegna: false },
    fissi: domanda,
    invalidates: [...rilegge, insegnamentiApi.list],
    esito: (r) => `${plurale(r.cambiate, 'prestazione corretta', 'prestazioni corrette')}.`,
    onDone: (r) => setRestano(r.restano),
  })
  return (
    <>
      {restano && (
        <Avviso tipo="warning" titolo="Ne restano altre">
          <p>Se ne correggono cinquecento per volta: ripeti finché finiscono.</p>
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
