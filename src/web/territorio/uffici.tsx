// The offices of the ambito and of its comuni: where an operator works and a request comes from. An office that closes
// keeps its place in the history, so it is ended on a day and never deleted.
import { type ambitiApi, ufficiApi } from '../../shared/territorio/ambiti.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { periodo } from './parole.ts'
import { AnnullaButton, AttoButton } from './parti.tsx'

type Ufficio = OutputWeb<typeof ufficiApi.elenco>['voci'][number]
type Comuni = OutputWeb<typeof ambitiApi.leggi>['comuni']

const vuoti = { chiusi: '' }
const legge = [ufficiApi.elenco]

export function Uffici({ comuni }: { comuni: Comuni }) {
  const { can } = useSessione()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const lista = usePagine(ufficiApi.elenco, { ...(filtri.chiusi && { chiusi: true }) })
  const nuovo = (
    <AttoButton e={ufficiApi.crea} etichetta="Aggiungi un ufficio" titolo="Nuovo ufficio" icona="it-plus" piccolo>
      {(chiudi) => <FormNuovo comuni={comuni} chiudi={chiudi} />}
    </AttoButton>
  )
  return (
    <section aria-labelledby="uffici">
      <h2 id="uffici">Uffici</h2>
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti} etichetta="Filtri degli uffici">
        <FilterCheck name="chiusi" label="Anche quelli chiusi" />
      </Filtri>
      <DataTable
        caption="Uffici dell’ambito e dei comuni"
        lista={lista}
        chiave={(u) => u.id}
        conteggio={['ufficio', 'uffici']}
        vuoto={{
          titolo: 'Nessun ufficio',
          testo: can('ufficio.gestisci')
            ? 'Aggiungi il servizio sociale di ogni comune: lo si indica nelle richieste e nelle schede degli operatori.'
            : 'Li aggiunge l’amministratore dell’ambito.',
        }}
        colonne={[
          { id: 'nome', titolo: 'Ufficio', riga: true, cella: (u) => u.nome },
          { id: 'comune', titolo: 'Di', cella: (u) => u.comune ?? 'tutto l’ambito' },
          { id: 'indirizzo', titolo: 'Indirizzo', cella: (u) => u.indirizzo ?? '–' },
          { id: 'telefono', titolo: 'Telefono', cella: (u) => u.telefono ?? '–' },
          {
            id: 'email',
            titolo: 'E-mail',
            cella: (u) => (u.email ? <a href={`mailto:${u.email}`}>{u.email}</a> : '–'),
          },
          { id: 'periodo', titolo: 'Periodo', cella: (u) => periodo(u) },
          ...(can('ufficio.gestisci')
            ? [{ id: 'atti', titolo: 'Operazioni', senzaTitolo: true, cella: (u: Ufficio) => <Atti ufficio={u} /> }]
            : []),
        ]}
      />
      {nuovo}
    </section>
  )
}

function Atti({ ufficio: u }: { ufficio: Ufficio }) {
  if (u.al && u.al < oggi()) return 'chiuso'
  return (
    <div className="azioni-riga">
      <AttoButton
        e={ufficiApi.modifica}
        etichetta="Modifica"
        nome={`Modifica ${u.nome}`}
        titolo={`Modifica: ${u.nome}`}
        piccolo
      >
        {(chiudi) => <FormModifica ufficio={u} chiudi={chiudi} />}
      </AttoButton>
      <AttoButton
        e={ufficiApi.chiudi}
        etichetta="Chiudi"
        nome={`Chiudi ${u.nome}`}
        titolo={`Chiudere «${u.nome}»?`}
        piccolo
        variante="outline-danger"
      >
        {(chiudi) => <FormChiusura ufficio={u} chiudi={chiudi} />}
      </AttoButton>
    </div>
  )
}

const Campi = () => (
  <>
    <TextField name="nome" label="Nome dell’ufficio" />
    <TextField name="indirizzo" label="Indirizzo" />
    <TextField name="telefono" label="Telefono" tipo="tel" />
    <TextField name="email" label="E-mail" tipo="email" />
  </>
)

function FormNuovo({ comuni, chiudi }: { comuni: Comuni; chiudi: () => void }) {
  const form = useActionForm(ufficiApi.crea, {
    iniziali: { comuneId: '', nome: '', indirizzo: '', telefono: '', email: '', dal: '' },
    bozza: 'ufficio-nuovo',
    invalidates: legge,
    esito: (u) => `Ufficio «${u.nome}» aggiunto.`,
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Aggiungi l’ufficio" annulla={<AnnullaButton onClick={chiudi} />}>
      <SelectField
        name="comuneId"
        label="Di quale ente"
        vuota="Di tutto l’ambito"
        opzioni={comuni.map((c) => [c.id, `Comune di ${c.nome}`])}
      />
      <Campi />
      <DateField name="dal" label="Aperto dal" aiuto="gg/mm/aaaa; vuoto: da oggi" />
    </Form>
  )
}

function FormModifica({ ufficio: u, chiudi }: { ufficio: Ufficio; chiudi: () => void }) {
  const form = useActionForm(ufficiApi.modifica, {
    iniziali: { nome: u.nome, indirizzo: u.indirizzo, telefono: u.telefono, email: u.email },
    fissi: { id: u.id, versione: u.versione },
    bozza: `ufficio-${u.id}`,
    invalidates: legge,
    esito: 'Ufficio aggiornato.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Salva" annulla={<AnnullaButton onClick={chiudi} />}>
      <Campi />
    </Form>
  )
}

function FormChiusura({ ufficio: u, chiudi }: { ufficio: Ufficio; chiudi: () => void }) {
  const form = useActionForm(ufficiApi.chiudi, {
    iniziali: { al: oggi() },
    fissi: { id: u.id },
    invalidates: legge,
    esito: `Chiusura di «${u.nome}» registrata.`,
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Chiudi l’ufficio" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>L’ufficio resta nella storia: dopo quel giorno non si potrà più scegliere.</p>
      <DateField name="al" label="Ultimo giorno" />
    </Form>
  )
}
