// A domanda begun: for which measure, of which day, at which desk; and, by codice fiscale, whoever is already in the record.
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { domandeApi } from '../../../shared/patti/domande.api.ts'
import { SelectField, TextField } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { oggi } from '../../kernel/format.ts'
import { useAction, useEndpoint } from '../../kernel/hooks.ts'
import { LinkButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../../kernel/ui/parts.tsx'
import { toccate } from './toccate.ts'

export default function NuovaPage() {
  return (
    <>
      <PageHeader
        titolo="Nuova domanda"
        sotto="Si compila poco alla volta: nulla va a INPS finché non è presentata, controllata e inviata"
      />
      <Caricamento query={useEndpoint(domandeApi.scelte, {}, { staleTime: 60_000 })} righe={5}>
        {(s) =>
          s.comuni.length === 0 ? (
            <Avviso tipo="warning" titolo="Nessun comune con la convenzione registrata">
              <p>
                Le domande si raccolgono comune per comune, quando l’amministratore dell’ambito ne registra la
                convenzione.
              </p>
            </Avviso>
          ) : s.misure.length === 0 ? (
            <Avviso titolo="Nessuna misura si chiede al comune">
              <p>Le domande delle misure in vigore arrivano da INPS già accolte: si caricano dagli estratti.</p>
            </Avviso>
          ) : (
            <Comincia scelte={s} />
          )
        }
      </Caricamento>
    </>
  )
}

type Trovati = Output<typeof domandeApi.persone>['voci']

function Comincia({ scelte }: { scelte: Output<typeof domandeApi.scelte> }) {
  const navigate = useNavigate()
  const [trovati, setTrovati] = useState<Trovati | null>(null)
  const misure = [...new Map(scelte.misure.map((m) => [m.id, m.nome])).entries()]
  const form = useActionForm(domandeApi.crea, {
    iniziali: {
      comuneId: scelte.comuni.length === 1 ? scelte.comuni[0]!.id : '',
      misuraId: misure.length === 1 ? misure[0]![0] : '',
      giorno: oggi(),
      ufficioId: '',
      codiceFiscale: '',
    },
    toInput: (v) => {
      const { codiceFiscale, ...resto } = v
      const componenti = trovati?.length
        ? trovati.map((t) => ({ valori: t.valori }))
        : codiceFiscale
          ? [{ valori: { codiceFiscale: String(codiceFiscale) } }]
          : []
      return { ...resto, ...(componenti.length > 0 && { contenuto: { nucleo: {}, componenti } }) } as never
    },
    invalidates: toccate,
    esito: 'Domanda cominciata.',
    onDone: (r) => void navigate(`/domande/${r.id}`),
  })
  const comuneId = String(form.rhf.watch('comuneId') ?? '')
  const codice = String(form.rhf.watch('codiceFiscale') ?? '').trim()
  const cerca = useAction(domandeApi.persone, { onDone: (r) => setTrovati(r.voci) })
  const punti = scelte.comuni.find((c) => c.id === comuneId)?.punti ?? []
  return (
    <Form
      form={form}
      invio="Comincia"
      annulla={
        <LinkButton to="/domande" variante="link">
          Annulla
        </LinkButton>
      }
    >
      <SelectField name="misuraId" label="Misura" opzioni={misure} />
      <SelectField
        name="comuneId"
        label="Comune di residenza"
        opzioni={scelte.comuni.map((c) => [c.id, c.nome] as const)}
      />
      <DateField
        name="giorno"
        label="Giorno della domanda"
        aiuto="Quello in cui la persona la presenta: da qui si contano i termini."
      />
      {punti.length > 0 && (
        <SelectField
          name="ufficioId"
          label="Raccolta da"
          opzioni={punti.map((p) => [p.id, p.nome] as const)}
          vuota="Sportello del comune"
        />
      )}
      <TextField
        name="codiceFiscale"
        label="Codice fiscale di chi chiede"
        aiuto="Se è già nella cartella, i suoi dati e la sua famiglia si riportano."
        maiuscolo
        maxLength={16}
      />
      <p>
        <button
          type="button"
          className="btn btn-outline-primary btn-xs"
          aria-disabled={!comuneId || codice.length < 16 || cerca.inCorso}
          onClick={() => comuneId && codice.length === 16 && void cerca.run({ comuneId, codiceFiscale: codice })}
        >
          Cerca nella cartella
        </button>
      </p>
      {trovati && (
        <div role="status">
          {trovati.length === 0 ? (
            <p>Nella cartella di questo comune non c’è: i suoi dati si scrivono nella domanda.</p>
          ) : (
            <>
              <p>Si riportano nella domanda:</p>
              <ul>
                {trovati.map((t) => (
                  <li key={t.personaId}>{[t.valori.cognome, t.valori.nome].join(' ')}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </Form>
  )
}
