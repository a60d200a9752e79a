// The form of the card of a minor, in the order in which it is thought: who, the family, the report, the placements, the end. Codes are
// written as words or as numbers: they are normalised like what a file brings.
import type { ReactNode } from 'react'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { campiPianiMinore } from '../../shared/flussi/percorsi.ts'
import type { InputWeb, OutputWeb } from '../kernel/client.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'

type Endpoint = typeof minoriApi.create | typeof minoriApi.correggi
type Valore = { campo: string; valore: string }

const campi = campiPianiMinore.filter((c) => c.percorso !== 'idBeneficiario')
const tra = (da: string, a: string) =>
  campi.slice(
    campi.findIndex((c) => c.percorso === da),
    campi.findIndex((c) => c.percorso === a) + 1,
  )
const gruppi = [
  ['Il minore', true, [...tra('annoNascita', 'certificazioni'), ...campi.filter((c) => c.percorso === 'prestazioni')]],
  [
    'La famiglia',
    true,
    [...campi.filter((c) => c.percorso === 'famiglia'), ...tra('cittadinanzaPadre', 'occupazioneMadre')],
  ],
  ['Segnalazione e valutazione', true, tra('primaSegnalazione', 'tipoProvvedimento')],
  ['Affido e inserimento in struttura', false, tra('formaAffido', 'esitoInserimento')],
  ['Chiusura, collaborazioni, ISEE', false, tra('motivazioneChiusura', 'fasciaIsee')],
] as const

const aiuti: Partial<Record<string, string>> = {
  annoNascita: 'Basta la data di nascita.',
  nazioneResidenza: 'Il nome dello Stato.',
  regioneResidenza: 'Il nome della regione, se risiede in Italia.',
  primaSegnalazione: 'Mese e anno, come 03/2025.',
  prestazioni: 'I codici INPS, separati da uno spazio: A2.28 A2.24.',
  famiglia:
    'I codici, separati da uno spazio: 1 madre, 2 padre, 3 fratelli, 4 nonni, 5 compagno del genitore, 6 altri.',
  valutazioneMinore: 'La voce principale: SINBA ne prende una sola.',
}

export function MinoreForm<const E extends Endpoint>({
  e,
  valori,
  fissi,
  invio,
  annulla,
  ...azione
}: {
  e: E
  valori: readonly Valore[]
  fissi: Partial<InputWeb<E>>
  invio: string
  annulla?: ReactNode
  esito: string
  onDone?: (r: OutputWeb<E>) => void
}) {
  const prima = new Map(valori.map((v) => [v.campo, v.valore]))
  const nuova = e.path === minoriApi.create.path
  const form = useActionForm(e, {
    iniziali: {
      riferimento: '',
      ...Object.fromEntries(campi.map((c) => [c.percorso, prima.get(c.percorso) ?? ''])),
    },
    ...(nuova && { bozza: 'scheda-minore-nuova' }),
    invalidates: [minoriApi.list, minoriApi.leggi],
    ...azione,
    toInput: (scritti) =>
      ({
        ...fissi,
        ...(nuova && { riferimento: String(scritti.riferimento ?? '') }),
        campi: campi
          .map((c) => ({ campo: c.percorso, valore: String(scritti[c.percorso] ?? '') }))
          .filter((c) => c.valore !== (prima.get(c.campo) ?? '')),
      }) as unknown as InputWeb<E>,
  })
  return (
    <Form form={form} invio={invio} annulla={annulla}>
      {nuova && (
        <TextField
          name="riferimento"
          label="Numero del fascicolo"
          aiuto="Resta in Trama e non entra in alcun flusso: serve a ritrovare lo stesso minore la prossima volta."
        />
      )}
      {gruppi.map(([titolo, aperto, suoi]) => (
        <details key={titolo} open={aperto || suoi.some((c) => prima.has(c.percorso))} className="flussi-gruppo">
          <summary>{titolo}</summary>
          <div className="flussi-griglia">
            {suoi.map((c) => (
              <TextField
                key={c.percorso}
                name={c.percorso}
                label={c.campo.nome}
                aiuto={aiuti[c.percorso]}
                obbligatorio={false}
              />
            ))}
          </div>
        </details>
      ))}
    </Form>
  )
}
