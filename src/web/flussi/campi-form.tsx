// The form of one prestazione, in the order in which an office thinks: who, where, what, when, how much. Typed as one is used to
// («31/12/2025», «1.234,56», «sì»): it is normalised like what a file brings.
import type { ReactNode } from 'react'
import { type CampoPiano, campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { InputWeb, OutputWeb } from '../kernel/client.ts'
import { CheckField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import type { ActionOptions } from '../kernel/hooks.ts'
import { useScelte } from './scelte.ts'

type Endpoint = typeof prestazioniApi.create | typeof prestazioniApi.correggi | typeof prestazioniApi.cancella
type Valore = { campo: string; valore: string }

/** A path has points, which in a form mean a field inside another. */
const nome = (percorso: string) => percorso.replaceAll('.', '_')

const gruppi: readonly (readonly [titolo: string, aperto: boolean, campi: readonly CampoPiano[]])[] = [
  [
    'La persona',
    true,
    campiPianiPrestazione.filter((c) => /^beneficiario\.(codiceFiscale|anagrafica)/.test(c.percorso)),
  ],
  ['Dove risiede', true, campiPianiPrestazione.filter((c) => c.percorso.startsWith('beneficiario.indirizzi'))],
  [
    'La prestazione',
    true,
    campiPianiPrestazione.filter((c) => !/^(beneficiario|sina)\./.test(c.percorso) && c.percorso !== 'tipoOperazione'),
  ],
  [
    'La valutazione SINA, di chi è in carico',
    false,
    campiPianiPrestazione.filter((c) => c.percorso.startsWith('sina.')),
  ],
]

const aiuti: Partial<Record<string, string>> = {
  'beneficiario.anagrafica.annoNascita': 'Basta la data di nascita.',
  'beneficiario.anagrafica.luogoNascita': 'Il nome del comune o dello Stato.',
  'beneficiario.indirizzi.0.comune': 'Il nome del comune: regione e nazione si ricavano.',
  codicePrestazione: 'Come A2.07, la sua denominazione, o il nome che il servizio ha nel catalogo dell’ambito.',
  denominazionePrestazione: 'Si ricava dal codice; si scrive solo per i codici «Altro».',
  dataErogazione: 'Se è occasionale.',
  importo: 'Se è occasionale.',
  dataInizio: 'Se è periodica.',
  importoMensile: 'Se è periodica: quello di un mese.',
}

export function CampiForm<const E extends Endpoint>({
  e,
  valori,
  partenza = valori,
  fissi,
  invio,
  bozza,
  annulla,
  ...azione
}: {
  e: E
  /** What is written already: only what differs is sent. */
  valori: readonly Valore[]
  /** What one begins from, where it is another record. */
  partenza?: readonly Valore[]
  fissi: Partial<InputWeb<E>>
  invio: string
  bozza?: string | undefined
  annulla?: ReactNode
  esito: string
  invalidates: ActionOptions<E>['invalidates']
  onDone?: (r: OutputWeb<E>) => void
}) {
  const prima = new Map(valori.map((v) => [v.campo, v.valore]))
  const inizio = new Map(partenza.map((v) => [v.campo, v.valore]))
  const corregge = e.path === prestazioniApi.correggi.path
  const cancella = e.path === prestazioniApi.cancella.path
  const scelte = useScelte()
  const form = useActionForm(e, {
    iniziali: {
      ...Object.fromEntries(campiPianiPrestazione.map((c) => [nome(c.percorso), inizio.get(c.percorso) ?? ''])),
      insegna: false,
      ...(cancella && { motivo: '' }),
    },
    fissi,
    ...(bozza && { bozza }),
    ...azione,
    toInput: (scritti) => {
      const campi = campiPianiPrestazione
        .map((c) => ({ campo: c.percorso, valore: String(scritti[nome(c.percorso)] ?? '') }))
        .filter((c) => c.valore !== (prima.get(c.campo) ?? ''))
      return {
        campi,
        ...(corregge && { insegna: scritti.insegna === true }),
        ...(cancella && { motivo: String(scritti.motivo ?? '') }),
      } as unknown as InputWeb<E>
    },
  })
  return (
    <Form form={form} invio={invio} annulla={annulla}>
      {gruppi.map(([titolo, aperto, campi]) => (
        <details key={titolo} open={aperto || campi.some((c) => inizio.has(c.percorso))} className="flussi-gruppo">
          <summary>{titolo}</summary>
          <div className="flussi-griglia">
            {campi.map((c) => (
              <TextField
                key={c.percorso}
                name={nome(c.percorso)}
                label={c.campo.nome}
                aiuto={aiuti[c.percorso]}
                voci={scelte.get(c.percorso)}
                obbligatorio={false}
              />
            ))}
          </div>
        </details>
      ))}
      {cancella && (
        <TextArea
          name="motivo"
          label="Perché si cancella"
          aiuto="INPS non dice con quali dati riconosce la riga da cancellare: scrivi come hai verificato che è questa."
          righe={3}
        />
      )}
      {corregge && (
        <CheckField
          name="insegna"
          label="Correggi così anche i prossimi file"
          aiuto="Quando un file di questo ente scriverà com’era scritto qui, significherà ciò che hai scritto."
        />
      )}
    </Form>
  )
}
