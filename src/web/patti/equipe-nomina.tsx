// Naming somebody in the équipe: an operator accredited for it, or a name alone; for which parts, from when to when.
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { type ComponenteEquipe, equipeApi } from '../../shared/patti/equipe.api.ts'
import { nomiParte, type Parte, type ParteEquipe } from '../../shared/patti/equipe.rules.ts'
import { ChecksField, type Opzione, SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { Dialog } from '../kernel/ui/dialog.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { toccateEquipe } from './equipe-parole.tsx'

type Scelte = Output<typeof equipeApi.nominabili>

/** «verbali», «analisi:questionario», «analisi:questionario:sezione» */
const comeScelte = (parti: readonly Parte[]): string[] =>
  parti.flatMap((p) =>
    p.parte !== 'analisi'
      ? [p.parte]
      : p.sezioni
        ? p.sezioni.map((s) => `analisi:${p.questionario}:${s}`)
        : [`analisi:${p.questionario}`],
  )

function comeParti(scelte: readonly string[]): Parte[] {
  const trovate = scelte.map((s) => s.split(':') as [ParteEquipe, string?, string?])
  const analisi = Map.groupBy(
    trovate.filter(([parte]) => parte === 'analisi'),
    ([, q]) => q!,
  )
  return [
    ...[...analisi].map(([questionario, sue]): Parte => {
      // all of it says more than some of its sections
      const tutto = sue.some(([, , sezione]) => sezione === undefined)
      return { parte: 'analisi', questionario, ...(tutto ? {} : { sezioni: sue.map(([, , s]) => s!) }) }
    }),
    ...trovate.filter(([parte]) => parte !== 'analisi').map(([parte]): Parte => ({ parte })),
  ]
}

const opzioni = (s: Scelte): Opzione[] => [
  ...s.analisi.flatMap((a): Opzione[] => [
    [`analisi:${a.id}`, `${a.nome}: tutto`],
    ...a.sezioni.map((x): Opzione => [`analisi:${a.id}:${x.id}`, `${a.nome}: ${x.titolo}`]),
  ]),
  ['patto', nomiParte.patto],
  ['verbali', nomiParte.verbali],
]

const PARTI = (s: Scelte) => (
  <ChecksField
    name="scelte"
    label="Che cosa vede"
    opzioni={opzioni(s)}
    aiuto="Nulla di segnato: vede soltanto chi è nell’équipe. Tutto finisce con l’ultimo giorno della nomina."
  />
)

export function Nomina({ id }: { id: string }) {
  const [aperta, setAperta] = useState(false)
  return (
    <p>
      <button type="button" className="btn btn-primary" onClick={() => setAperta(true)}>
        Nomina un componente
      </button>
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo="Chi entra nell’équipe?">
        <ConScelte id={id}>{(s) => <ModuloNomina id={id} s={s} chiudi={() => setAperta(false)} />}</ConScelte>
      </Dialog>
    </p>
  )
}

function ConScelte({ id, children }: { id: string; children: (s: Scelte) => React.ReactNode }) {
  const q = useEndpoint(equipeApi.nominabili, { id })
  return <Caricamento query={q}>{children}</Caricamento>
}

function ModuloNomina({ id, s, chiudi }: { id: string; s: Scelte; chiudi: () => void }) {
  const form = useActionForm(equipeApi.nomina, {
    iniziali: { utenteId: '', nome: '', professione: '', ente: '', dal: oggi(), al: '', scelte: [] },
    toInput: ({ scelte, ...v }) => ({ ...v, id, parti: comeParti((scelte ?? []) as string[]) }) as never,
    bozza: `equipe-nomina:${id}`,
    invalidates: toccateEquipe,
    esito: 'Componente nominato.',
    onDone: chiudi,
  })
  const utente = useWatch({ control: form.rhf.control, name: 'utenteId' })
  return (
    <Form
      form={form}
      invio="Nomina"
      annulla={
        <button type="button" className="btn btn-link" onClick={chiudi}>
          Annulla
        </button>
      }
    >
      <SelectField
        name="utenteId"
        label="Operatore accreditato"
        vuota="Non è accreditato: scrivo il nome"
        opzioni={s.operatori.map((o) => [o.id, o.nome])}
        aiuto="Li accredita l’amministratore, con il ruolo «Componente équipe»."
      />
      {!utente && <TextField name="nome" label="Nome e cognome" obbligatorio />}
      <VoceField name="professione" label="Professione" codifica="professione-operatore" />
      <TextField name="ente" label="Ente o servizio" />
      <DateField name="dal" label="Nominato dal" />
      <DateField name="al" label="Fino al" aiuto="L’ultimo giorno, compreso. Vuoto se non si sa ancora." />
      {utente && PARTI(s)}
    </Form>
  )
}

export function NominaCambiata({ id, c }: { id: string; c: ComponenteEquipe }) {
  const [aperta, setAperta] = useState(false)
  return (
    <>
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setAperta(true)}>
        Cambia<span className="visually-hidden"> la nomina di {c.nome}</span>
      </button>
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo={`La nomina di ${c.nome}`}>
        <ConScelte id={id}>{(s) => <ModuloCambia id={id} c={c} s={s} chiudi={() => setAperta(false)} />}</ConScelte>
      </Dialog>
    </>
  )
}

function ModuloCambia({ id, c, s, chiudi }: { id: string; c: ComponenteEquipe; s: Scelte; chiudi: () => void }) {
  const form = useActionForm(equipeApi.cambia, {
    iniziali: { ente: c.ente, al: c.al ?? '', motivo: c.motivoFine ?? '', scelte: comeScelte(c.parti) },
    fissi: { id, componente: c.id, versione: c.versione },
    toInput: ({ scelte, ...v }) => ({ ...v, parti: comeParti((scelte ?? []) as string[]) }) as never,
    bozza: `equipe-nomina:${id}:${c.id}`,
    invalidates: toccateEquipe,
    esito: 'Nomina cambiata.',
    onDone: chiudi,
  })
  return (
    <Form
      form={form}
      invio="Salva"
      annulla={
        <button type="button" className="btn btn-link" onClick={chiudi}>
          Annulla
        </button>
      }
    >
      <TextField name="ente" label="Ente o servizio" />
      <DateField name="al" label="Fino al" aiuto="L’ultimo giorno, compreso: da quello dopo non vede più nulla." />
      <TextField name="motivo" label="Perché finisce" />
      {c.accreditato && PARTI(s)}
    </Form>
  )
}
