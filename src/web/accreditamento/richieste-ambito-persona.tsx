// The persons to be accredited as administrators (A2.01), each with the copies that identify her (A2.02).
import { useRef, useState } from 'react'
import { useFieldArray, useWatch } from 'react-hook-form'
import { limitiRichiesta, nominativo } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import { CheckField, RadioField, TextField } from '../kernel/form/fields.tsx'
import type { ActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData } from '../kernel/format.ts'
import { ConfirmDialog } from '../kernel/ui/dialog.tsx'
import { Avviso, Icon } from '../kernel/ui/parts.tsx'
import { Documenti, type Scrittura } from './richieste-ambito-documenti.tsx'
import {
  difettoCodiceFiscale,
  difettoEmail,
  difettoTelefono,
  personaVuota,
  type ValoriPersona,
} from './richieste-ambito-modulo.ts'
import type { Salvataggio } from './richieste-ambito-salvataggio.ts'

interface Comune {
  form: ActionForm
  scrittura: Scrittura
  salvataggio: Salvataggio
}

export function Persone({ form, scrittura, salvataggio }: Comune) {
  const righe = useFieldArray({ control: form.rhf.control, name: 'persone', keyName: 'riga' })
  const persone = righe.fields as unknown as ValoriPersona[]
  const [daTogliere, setDaTogliere] = useState<number | null>(null)
  const aggiungi = useRef<HTMLButtonElement>(null)
  const piene = persone.length >= limitiRichiesta.persone
  const nome = (n: number) => nominativo(form.rhf.getValues(`persone.${n}`) as ValoriPersona, n)
  return (
    <>
      {persone.map((p, n) => (
        <Persona
          key={p.id}
          n={n}
          id={p.id}
          form={form}
          scrittura={scrittura}
          salvataggio={salvataggio}
          onTogli={persone.length > 1 ? () => setDaTogliere(n) : undefined}
        />
      ))}
      <button
        ref={aggiungi}
        type="button"
        className="btn btn-outline-primary"
        aria-disabled={piene}
        aria-describedby="ra-quanti"
        onClick={() => {
          if (piene) return
          righe.append(personaVuota(), { focusName: `persone.${persone.length}.cognome` })
          salvataggio.cambiata()
        }}
      >
        <Icon name="it-plus" className="icon-sm" />
        Aggiungi un amministratore
      </button>
      <p id="ra-quanti" className="campo-aiuto">
        Di norma ne basta uno; al massimo {limitiRichiesta.persone} per richiesta.
      </p>
      <CheckField
        name="nominaDichiarata"
        label="Dichiaro che le persone indicate hanno il potere di rappresentare l’ente sulla piattaforma e sono state designate al trattamento dei dati personali."
      />
      <ConfirmDialog
        aperta={daTogliere !== null}
        onChiudi={() => setDaTogliere(null)}
        onConferma={() => {
          righe.remove(daTogliere!)
          salvataggio.cambiata()
          setDaTogliere(null)
          // the block that had the focus is gone; the dialog would give it back to nothing
          setTimeout(() => aggiungi.current?.focus())
        }}
        titolo={daTogliere === null ? '' : `Togliere ${nome(daTogliere)} dalla richiesta?`}
        testo="Con i suoi dati si cancellano anche le copie dei suoi documenti."
        conferma="Togli"
        pericolo
      />
    </>
  )
}

function Persona({
  n,
  id,
  onTogli,
  form,
  scrittura,
  salvataggio,
}: Comune & { n: number; id: string; onTogli?: () => void }) {
  const campo = (nome: keyof ValoriPersona) => `persone.${n}.${nome}`
  const [cognome, nome, dataNascita] = useWatch({
    control: form.rhf.control,
    name: [campo('cognome'), campo('nome'), campo('dataNascita')],
  }) as [string, string, string]
  const chi = cognome || nome ? nominativo({ cognome, nome }) : `amministratore ${n + 1}`
  const nascita = /^\d{4}-\d{2}-\d{2}$/.test(dataNascita ?? '') ? dataNascita : undefined
  return (
    <section className="ra-persona" aria-labelledby={`ra-persona-${id}`}>
      <h3 id={`ra-persona-${id}`}>
        {n + 1}. {chi}
      </h3>
      <div className="ra-coppie">
        <TextField name={campo('cognome')} label="Cognome" obbligatorio />
        <TextField name={campo('nome')} label="Nome" obbligatorio />
        <TextField
          name={campo('codiceFiscale')}
          label="Codice fiscale"
          aiuto="Quello della tessera sanitaria: con lo stesso entrerà con SPID."
          maiuscolo
          obbligatorio
          valida={difettoCodiceFiscale}
        />
        <RadioField
          name={campo('genere')}
          label="Genere"
          obbligatorio
          opzioni={[
            ['F', 'Femmina'],
            ['M', 'Maschio'],
          ]}
        />
        <DateField name={campo('dataNascita')} label="Data di nascita" obbligatorio />
        <ComboField
          name={campo('luogoNascitaId')}
          label="Comune o Stato estero di nascita"
          aiuto="Com’era alla data di nascita."
          obbligatorio
          e={luoghiApi.luoghi}
          cerca={(q) => ({ q, ...(nascita && { il: nascita }) })}
          voci={(r) => r.voci}
          opzione={(l) => ({
            valore: l.id,
            etichetta: l.provincia ? `${l.nome} (${l.provincia})` : l.nome,
            dettaglio: l.tipo === 'stato-estero' ? 'Stato estero' : l.al ? `fino al ${formatData(l.al)}` : undefined,
          })}
        />
        <TextField name={campo('email')} label="E-mail" tipo="email" obbligatorio valida={difettoEmail} />
        <TextField name={campo('telefono')} label="Telefono" tipo="tel" obbligatorio valida={difettoTelefono} />
      </div>
      <EsitoCodiceFiscale salvataggio={salvataggio} id={id} />
      <Documenti
        tipo="documento-identita"
        persona={id}
        etichetta={`Documento di identità: ${chi}`}
        aiuto="Copia fronte e retro, valida: PDF, foto o PDF firmato."
        scrittura={scrittura}
      />
      <Documenti
        tipo="codice-fiscale"
        persona={id}
        etichetta={`Tessera sanitaria o codice fiscale: ${chi}`}
        aiuto="Copia leggibile: PDF, foto o PDF firmato."
        scrittura={scrittura}
      />
      {onTogli && (
        <button type="button" className="btn btn-outline-danger btn-xs" onClick={onTogli}>
          Togli {chi}
        </button>
      )}
    </section>
  )
}

/** Whether the codice fiscale can be of this person, as the server found when it saved her data. */
function EsitoCodiceFiscale({ salvataggio, id }: { salvataggio: Salvataggio; id: string }) {
  const esito = salvataggio.letta.persone.find((p) => p.id === id)?.codiceFiscaleEsito
  if (!esito || esito.esito === 'coerente') return null
  const dubbio = esito.esito === 'dubbio'
  return (
    <Avviso
      tipo={dubbio ? 'warning' : 'danger'}
      titolo={
        dubbio
          ? 'Il codice fiscale potrebbe non essere di questa persona'
          : 'Il codice fiscale non può essere di questa persona'
      }
    >
      <ul>
        {esito.motivi.map((m) => (
          <li key={m}>{m}</li>
        ))}
      </ul>
      {dubbio && <p>Ricontrolla i dati; se sono giusti puoi inviare: deciderà il ministero guardando i documenti.</p>}
    </Avviso>
  )
}
