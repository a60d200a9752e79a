// The forms of a document, in the dialogs of its page.
import { type DocumentoScheda, documentiApi } from '../../../shared/documenti/documenti.api.ts'
import { nomiVersoProtocollo, versiProtocollo } from '../../../shared/documenti/documenti.rules.ts'
import { PersonaField } from '../../anagrafe/persona-field.tsx'
import { CheckField, ChecksField, SelectField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { DateField, NumberField } from '../../kernel/form/typed-fields.tsx'
import { oggi } from '../../kernel/format.ts'
import { VoceField } from '../../parametri/voce-field.tsx'
import { AnnullaButton } from '../../territorio/parti.tsx'

const LEGGE = [documentiApi.list, documentiApi.cartelle, documentiApi.leggi]
interface Nome {
  id: string
  nome: string
}

export function FormDati({
  d,
  prese,
  chiudi,
}: {
  d: DocumentoScheda
  prese: { id: string; numero: number }[]
  chiudi: () => void
}) {
  const p = d.protocollo
  const form = useActionForm(documentiApi.aggiorna, {
    bozza: `documento:${d.id}:dati`,
    iniziali: {
      titolo: d.titolo,
      presaId: d.presaId ?? '',
      protocollo: {
        numero: p?.numero ?? '',
        anno: p?.anno ?? Number(oggi().slice(0, 4)),
        verso: p?.verso ?? 'entrata',
        ufficio: p?.ufficio ?? '',
        data: p?.data ?? '',
      },
    },
    fissi: { id: d.id, versione: d.versione },
    // without its number there is no protocol
    toInput: (v) => ({ ...v, protocollo: v.protocollo?.numero ? v.protocollo : null }) as never,
    invalidates: LEGGE,
    esito: 'Documento aggiornato.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Salva" annulla={<AnnullaButton onClick={chiudi} />}>
      <TextField name="titolo" label="Titolo" />
      {prese.length > 0 && (
        <SelectField
          name="presaId"
          label="Presa in carico"
          vuota="Nessuna in particolare"
          opzioni={prese.map((x) => [x.id, `n. ${x.numero}`])}
        />
      )}
      <TextField
        name="protocollo.numero"
        label="Numero di protocollo"
        obbligatorio={false}
        aiuto="Vuoto se non ha un protocollo."
      />
      <NumberField name="protocollo.anno" label="Anno" obbligatorio={false} />
      <SelectField
        name="protocollo.verso"
        label="Verso"
        obbligatorio={false}
        opzioni={nomiVersoProtocollo.map((v) => [v, versiProtocollo[v]])}
      />
      <TextField name="protocollo.ufficio" label="Ufficio" obbligatorio={false} />
      <DateField name="protocollo.data" label="Data" obbligatorio={false} />
    </Form>
  )
}

export function FormSposta({ d, chiudi }: { d: DocumentoScheda; chiudi: () => void }) {
  const form = useActionForm(documentiApi.sposta, {
    bozza: `documento:${d.id}:sposta`,
    iniziali: { sottocartella: '', motivo: '' },
    fissi: { id: d.id },
    invalidates: LEGGE,
    esito: 'Documento spostato.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Sposta" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>Ora è in «{d.cartella}». Da dove viene resta scritto nella sua storia.</p>
      <VoceField
        name="sottocartella"
        label="Nuova sottocartella"
        codifica="sottocartella-documenti"
        filtra={(v) => v.codice !== d.sottocartella}
      />
      <TextField name="motivo" label="Motivo" />
    </Form>
  )
}

export function FormPersonaGiusta({
  d,
  fatto,
  chiudi,
}: {
  d: DocumentoScheda
  fatto: (persona: string) => void
  chiudi: () => void
}) {
  const form = useActionForm(documentiApi.spostaPersona, {
    bozza: `documento:${d.id}:persona`,
    iniziali: { a: '', motivo: '' },
    fissi: { id: d.id },
    invalidates: LEGGE,
    esito: 'Documento spostato nel fascicolo giusto.',
    onDone: (r) => fatto(r.personaId),
  })
  return (
    <Form form={form} invio="Sposta nell’altro fascicolo" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>
        Serve quando un documento è stato aggiunto alla persona sbagliata. Si sposta con tutte le versioni e la sua
        storia; resta scritto, in tutti e due i fascicoli, che è stato spostato, e non da chi a chi.
      </p>
      <PersonaField
        name="a"
        label="Persona giusta"
        escludi={[d.personaId]}
        aiuto="Se non l’hai in carico, apri prima il suo fascicolo indicando il motivo."
      />
      <TextArea
        name="motivo"
        label="Motivo"
        righe={2}
        aiuto="Si legge in tutti e due i fascicoli: non scrivere nomi, né che cosa dice il documento."
      />
    </Form>
  )
}

export function FormRiserva({
  d,
  colleghi,
  classi,
  chiudi,
}: {
  d: DocumentoScheda
  colleghi: Nome[]
  classi: Nome[]
  chiudi: () => void
}) {
  const form = useActionForm(documentiApi.riserva, {
    iniziali: {
      riservato: d.riservatoA !== null,
      riservatoA: (d.riservatoA ?? []).map((u) => u.id),
      classe: d.classe ?? '',
    },
    fissi: { id: d.id },
    toInput: (v) => ({ classe: v.classe ?? null, riservatoA: v.riservato ? (v.riservatoA ?? []) : null }) as never,
    invalidates: LEGGE,
    esito: 'Fatto: da ora lo vede chi hai indicato.',
    onDone: chiudi,
  })
  // whoever is named today stays among the choices, also if he has left the team
  const tutti = [...colleghi, ...(d.riservatoA ?? []).filter((u) => !colleghi.some((c) => c.id === u.id))]
  return (
    <Form form={form} invio="Salva" annulla={<AnnullaButton onClick={chiudi} />}>
      <CheckField
        name="riservato"
        label="Riservato"
        aiuto="Per chi non è indicato il documento non c’è: né negli elenchi né nei conteggi. Tu lo vedi sempre."
      />
      {tutti.length > 0 && (
        <ChecksField name="riservatoA" label="Oltre a te lo vedono" opzioni={tutti.map((u) => [u.id, u.nome])} />
      )}
      {classi.length > 0 && (
        <SelectField name="classe" label="Dati protetti" vuota="No" opzioni={classi.map((c) => [c.id, c.nome])} />
      )}
    </Form>
  )
}

export function FormNota({ id, numero, chiudi }: { id: string; numero: number; chiudi: () => void }) {
  const form = useActionForm(documentiApi.annota, {
    bozza: `documento:${id}:nota:${numero}`,
    iniziali: { nota: '' },
    fissi: { id, numero },
    invalidates: LEGGE,
    esito: 'Nota scritta.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Scrivi la nota" annulla={<AnnullaButton onClick={chiudi} />}>
      <TextArea name="nota" label="Nota" righe={2} aiuto="Si scrive una volta sola." />
    </Form>
  )
}
