// The personal data of an operator, the same for who enters him and for who corrects him: columns 1 to 10 of the note's
// workbook, fund (R1.14) and contract end. A codice fiscale that cannot exist is told while one types; one that only
// looks odd is told by the server, and then a reason is asked here.
import { useEffect } from 'react'
import { analizzaCodiceFiscale } from '../../../shared/kernel/codice-fiscale.ts'
import { luoghiApi } from '../../../shared/territorio/luoghi.api.ts'
import { ComboField } from '../../kernel/form/combo-field.tsx'
import { RadioField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { useFormCorrente } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { formatData } from '../../kernel/format.ts'
import { Avviso } from '../../kernel/ui/parts.tsx'
import type { Scheda } from './parole.tsx'

export const anagraficaVuota = {
  codiceFiscale: '',
  cognome: '',
  nome: '',
  dataNascita: '',
  luogoNascita: null,
  genere: '',
  email: '',
  telefono: '',
  fondo: '',
  fineContratto: '',
  confermaDubbio: '',
}

export const anagraficaDi = (u: Scheda) => ({
  codiceFiscale: u.codiceFiscale,
  cognome: u.cognome,
  nome: u.nome,
  dataNascita: u.dataNascita ?? '',
  luogoNascita: u.luogoNascita && {
    valore: u.luogoNascita.codice,
    etichetta: u.luogoNascita.nome ?? u.luogoNascita.codice,
  },
  genere: u.genere ?? '',
  email: u.email ?? '',
  telefono: u.telefono ?? '',
  fondo: u.fondo ?? '',
  fineContratto: u.fineContratto ?? '',
  confermaDubbio: '',
})

export function AnagraficaFields() {
  const { rhf } = useFormCorrente()
  const nascita: unknown = rhf.watch('dataNascita')
  // names in use on the day of the birth: Fiume for who was born there, not what it is called today
  const il = typeof nascita === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(nascita) ? nascita : undefined
  return (
    <>
      <h2>Chi è</h2>
      <TextField
        name="codiceFiscale"
        label="Codice fiscale"
        maiuscolo
        maxLength={20}
        aiuto="Con questo codice la persona entrerà con SPID."
        valida={(v: string) => {
          const a = analizzaCodiceFiscale(v)
          return a.valido ? null : a.frase
        }}
      />
      <Dubbio />
      <TextField name="cognome" label="Cognome" />
      <TextField name="nome" label="Nome" />
      <DateField name="dataNascita" label="Data di nascita" />
      <ComboField
        name="luogoNascita"
        label="Comune o Stato di nascita"
        aiuto="Col nome che aveva alla nascita, anche se il comune non esiste più."
        e={luoghiApi.luoghi}
        cerca={(q) => ({ q, ...(il && { il }) })}
        voci={(r) => r.voci}
        opzione={(l) => ({
          valore: l.id,
          etichetta: l.provincia ? `${l.nome} (${l.provincia})` : l.nome,
          dettaglio: l.tipo === 'stato-estero' ? 'Stato estero' : l.al ? `fino al ${formatData(l.al)}` : undefined,
        })}
      />
      <RadioField
        name="genere"
        label="Genere"
        aiuto="Come risulta dal codice fiscale."
        opzioni={[
          ['F', 'Femmina'],
          ['M', 'Maschio'],
        ]}
      />
      <h2>Recapiti e contratto</h2>
      <TextField
        name="email"
        label="E-mail"
        tipo="email"
        aiuto="Facoltativa: riceve gli avvisi, mai dati dei beneficiari."
      />
      <TextField name="telefono" label="Telefono" tipo="tel" aiuto="Facoltativo." />
      <TextField
        name="fondo"
        label="Fondo che paga il contratto"
        aiuto="Facoltativo: per esempio Fondo povertà, PON inclusione."
      />
      <DateField
        name="fineContratto"
        label="Fine del contratto"
        aiuto="gg/mm/aaaa. Vuota per chi non ha scadenza; il giorno dopo l’utente viene sospeso da solo, con un avviso prima."
      />
    </>
  )
}

/** Appears only when the server has found the codice fiscale odd, with its sentence. */
function Dubbio() {
  const { rhf, problema } = useFormCorrente()
  const frase = problema?.errori.find((e) => e.campo === 'confermaDubbio')?.messaggio
  const scritto = Boolean(rhf.watch('confermaDubbio'))
  useEffect(() => {
    if (frase) rhf.setFocus('confermaDubbio')
  }, [frase, rhf])
  if (!frase && !scritto) return null
  return (
    <Avviso tipo="warning" titolo="Il codice fiscale non convince" annuncia={Boolean(frase)}>
      {frase && <p>{frase}</p>}
      <p>Controlla i dati. Se sono giusti, scrivi perché: il motivo resta nella scheda dell’utente.</p>
      <TextArea name="confermaDubbio" label="Perché i dati sono giusti" righe={2} obbligatorio={Boolean(frase)} />
    </Avviso>
  )
}
