// What is added to a segnalazione while one evaluates it: somebody else reported, who reported, whom one may turn to.
import { MAX_RIFERIMENTI, type SegnalazioneScheda, segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { CheckField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { PersonaField } from './sportello-parti.tsx'

const vecchie = [segnalazioniApi.leggi, segnalazioniApi.list]
type Props = { s: SegnalazioneScheda }

/** Only while it is evaluated, and for who may. */
const useCompleta = (s: SegnalazioneScheda) => useCan()('segnalazione.valuta') && s.stato === 'in-valutazione'

export function AggiungiSegnalato({ s }: Props) {
  const puo = useCompleta(s)
  const form = useActionForm(segnalazioniApi.aggiungiSegnalato, {
    iniziali: { personaId: null, descrizione: '' },
    fissi: { id: s.id },
    bozza: `segnalazione:${s.id}:segnalato`,
    invalidates: vecchie,
    esito: 'Persona aggiunta tra i segnalati.',
  })
  if (!puo) return null
  return (
    <details className="d-print-none">
      <summary>Aggiungi una persona segnalata</summary>
      <Form form={form} invio="Aggiungi la persona">
        <PersonaField name="personaId" label="Persona" />
        <TextField
          name="descrizione"
          label="Oppure, in parole"
          aiuto="Se non è ancora identificata: «il fratello più piccolo»"
        />
      </Form>
    </details>
  )
}

export function CompletaSegnalante({ s }: Props) {
  const puo = useCompleta(s)
  const x = s.segnalante
  const form = useActionForm(segnalazioniApi.completaSegnalante, {
    iniziali: {
      anonimo: x?.anonimo ?? false,
      interlocutore: x?.interlocutore ?? '',
      nome: x?.nome ?? '',
      ente: x?.ente ?? '',
      recapiti: x?.recapiti ?? '',
    },
    fissi: { id: s.id, versione: s.versione },
    invalidates: vecchie,
    esito: 'Chi ha segnalato è completato.',
  })
  if (!puo) return null
  return (
    <details>
      <summary>Completa chi ha segnalato</summary>
      <Form form={form} invio="Salva chi ha segnalato">
        <CheckField name="anonimo" label="Resta anonimo" />
        <VoceField name="interlocutore" label="Chi è" codifica="interlocutore" />
        <TextField name="nome" label="Nome" aiuto="Ciò che era scritto resta: aggiungi ciò che manca" />
        <TextField name="ente" label="Ente o servizio" />
        <TextField name="recapiti" label="Recapiti" />
      </Form>
    </details>
  )
}

export function ScriviRiferimenti({ s }: Props) {
  if (!useCompleta(s)) return null
  return (
    <div className="d-print-none">
      {s.riferimenti.map((r) => (
        <Riferimento key={r.posizione} s={s} posizione={r.posizione} />
      ))}
      {s.riferimenti.length < MAX_RIFERIMENTI && <Riferimento key={`nuovo:${s.riferimenti.length}`} s={s} />}
    </div>
  )
}

function Riferimento({ s, posizione }: Props & { posizione?: number }) {
  const r = s.riferimenti.find((x) => x.posizione === posizione)
  const form = useActionForm(segnalazioniApi.scriviRiferimento, {
    iniziali: {
      nome: r?.nome ?? '',
      legame: r?.legame ?? '',
      recapito: r?.recapito ?? '',
      problemi: r?.problemi ?? '',
    },
    fissi: { id: s.id, versione: s.versione, ...(posizione && { posizione }) },
    bozza: `segnalazione:${s.id}:riferimento:${posizione ?? 'nuovo'}`,
    invalidates: vecchie,
    esito: 'Persona di riferimento salvata.',
  })
  return (
    <details>
      <summary>{r ? `Completa ${r.nome}` : 'Aggiungi una persona di riferimento'}</summary>
      <Form form={form} invio="Salva la persona di riferimento">
        <div className="campi-affiancati">
          <TextField name="nome" label="Nome" />
          <TextField name="legame" label="Chi è per la persona" />
          <TextField name="recapito" label="Recapito" />
        </div>
        <TextArea name="problemi" label="Difficoltà nel contatto" righe={2} />
      </Form>
    </details>
  )
}
