// The form of the card of a minor, in the order in which it is thought: who, the family, the report, the placements, the end. Codes are
// chosen; what is a list of codes is typed.
import type { ReactNode } from 'react'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import type { InputWeb, OutputWeb } from '../kernel/client.ts'
import { CheckField, SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { campiScheda, MINORI } from './tracciati.ts'

type Endpoint = typeof minoriApi.create | typeof minoriApi.correggi
type Valore = { campo: string; valore: string }

const campi = campiScheda
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
  regioneResidenza: 'Se risiede in Italia.',
  primaSegnalazione: 'Mese e anno, come 03/2025.',
  prestazioni: 'I codici INPS, separati da uno spazio: A2.28 A2.24.',
  famiglia:
    'I codici, separati da uno spazio: 1 madre, 2 padre, 3 fratelli, 4 nonni, 5 compagno del genitore, 6 altri.',
  valutazioneMinore: 'La voce principale: SINBA ne prende una sola.',
}

interface Proprieta<E extends Endpoint> {
  e: E
  valori: readonly Valore[]
  fissi: Partial<InputWeb<E>>
  invio: string
  annulla?: ReactNode
  esito: string
  onDone?: (r: OutputWeb<E>) => void
}

type Scelte = OutputWeb<typeof minoriApi.scelte>['voci']

export function MinoreForm<const E extends Endpoint>(p: Proprieta<E>) {
  const q = useEndpoint(minoriApi.scelte, {}, { staleTime: 300_000 })
  return (
    <Caricamento query={q} righe={10}>
      {({ voci }) => <ConScelte {...p} scelte={voci} />}
    </Caricamento>
  )
}

/** What a file wrote and nobody could read is shown as it is, until it is chosen anew. */
const conScritto = (opzioni: readonly (readonly [string, string])[], scritto: string | undefined) =>
  scritto === undefined || opzioni.some(([codice]) => codice === scritto)
    ? opzioni
    : [[scritto, `${scritto} (non è un codice)`] as const, ...opzioni]

function ConScelte<const E extends Endpoint>({
  e,
  valori,
  fissi,
  invio,
  annulla,
  scelte,
  ...azione
}: Proprieta<E> & { scelte: Scelte }) {
  const prima = new Map(valori.map((v) => [v.campo, v.valore]))
  const perCampo = new Map(
    scelte.map((x) => [x.campo, x.voci.map((v) => [v.codice, `${v.codice}: ${v.nome}`] as const)]),
  )
  const nuova = e.path === minoriApi.create.path
  const form = useActionForm(e, {
    iniziali: {
      riferimento: '',
      insegna: false,
      ...Object.fromEntries(campi.map((c) => [c.percorso, prima.get(c.percorso) ?? ''])),
    },
    fissi,
    // of one ente: what was being written for another stays his
    ...(nuova && { bozza: `scheda-minore-nuova ${(fissi as { ente?: string } | undefined)?.ente}` }),
    invalidates: MINORI.rilegge,
    ...azione,
    toInput: (scritti) =>
      ({
        ...(nuova ? { riferimento: String(scritti.riferimento ?? '') } : { insegna: scritti.insegna === true }),
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
            {suoi.map(({ percorso, campo }) => {
              const opzioni = perCampo.get(percorso)
              const come = { name: percorso, label: campo.nome, aiuto: aiuti[percorso], obbligatorio: false }
              return opzioni ? (
                <SelectField
                  key={percorso}
                  {...come}
                  opzioni={conScritto(opzioni, prima.get(percorso))}
                  vuota="Non indicato"
                />
              ) : (
                <TextField key={percorso} {...come} />
              )
            })}
          </div>
        </details>
      ))}
      {!nuova && (
        <CheckField
          name="insegna"
          label="Correggi così anche i prossimi file"
          aiuto="Quando un file di questo ente scriverà com’era scritto qui, significherà ciò che hai scritto."
        />
      )}
    </Form>
  )
}
