// In which offices an operator works, today and before. It says whose inbox and agenda are his; it gives no right.
import { ufficiOperatoriApi } from '../../../shared/accesso/uffici-operatori.api.ts'
import { ufficiApi } from '../../../shared/territorio/ambiti.api.ts'
import type { OutputWeb } from '../../kernel/client.ts'
import { SelectField } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { Caricamento } from '../../kernel/ui/parts.tsx'
import { AnnullaButton, AttoButton } from '../../territorio/parti.tsx'
import type { Scheda } from './parole.tsx'

type Legame = OutputWeb<typeof ufficiOperatoriApi.diUtente>['voci'][number]
const legge = [ufficiOperatoriApi.diUtente, ufficiOperatoriApi.miei]
const nomeUfficio = (u: Legame['ufficio']) => `${u.nome}, ${u.comune ?? 'tutto l’ambito'}`

export function UfficiUtente({ u, altrove }: { u: Scheda; altrove: boolean }) {
  const can = useCan()
  const q = useEndpoint(ufficiOperatoriApi.diUtente, { id: u.id })
  const conAtti = can(ufficiOperatoriApi.assegna.azione) && !altrove && u.stato !== 'cessato' && u.stato !== 'altrove'
  return (
    <>
      <Caricamento query={q} righe={2}>
        {({ voci }) => (
          <DataTable
            caption="Uffici in cui lavora, da quello di oggi"
            lista={{ voci }}
            chiave={(l) => l.id}
            conteggio={['ufficio', 'uffici']}
            colonne={[
              { id: 'ufficio', titolo: 'Ufficio', riga: true, cella: (l) => nomeUfficio(l.ufficio) },
              { id: 'dal', titolo: 'Dal', cella: (l) => formatData(l.dal) },
              { id: 'al', titolo: 'Al', cella: (l) => (l.al ? formatData(l.al) : 'oggi') },
              ...(conAtti
                ? [
                    {
                      id: 'atti',
                      titolo: 'Operazioni',
                      senzaTitolo: true,
                      cella: (l: Legame) => (l.al && l.al < oggi() ? '–' : <Termina l={l} />),
                    },
                  ]
                : []),
            ]}
            vuoto={{
              titolo: 'Nessun ufficio',
              testo:
                'Finché non si dice in quale ufficio lavora, vede insieme gli invii e l’agenda di tutti gli uffici dei suoi comuni.',
            }}
          />
        )}
      </Caricamento>
      {conAtti && (
        <AttoButton
          e={ufficiOperatoriApi.assegna}
          etichetta="Aggiungi un ufficio"
          titolo="In quale ufficio lavora?"
          icona="it-plus"
          piccolo
        >
          {(chiudi) => <Assegna u={u} chiudi={chiudi} />}
        </AttoButton>
      )}
    </>
  )
}

function Assegna({ u, chiudi }: { u: Scheda; chiudi: () => void }) {
  const uffici = useEndpoint(ufficiApi.elenco, { limite: 200 })
  const form = useActionForm(ufficiOperatoriApi.assegna, {
    iniziali: { ufficioId: '', dal: oggi(), al: '' },
    fissi: { id: u.id },
    invalidates: legge,
    esito: 'Ufficio aggiunto.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Aggiungi l’ufficio" annulla={<AnnullaButton onClick={chiudi} />}>
      <SelectField
        name="ufficioId"
        label="Ufficio"
        opzioni={(uffici.data?.voci ?? []).map((o) => [o.id, nomeUfficio({ ...o, comune: o.comune })] as const)}
      />
      <DateField name="dal" label="Dal" />
      <DateField name="al" label="Fino al" aiuto="gg/mm/aaaa; vuoto: senza termine" />
    </Form>
  )
}

function Termina({ l }: { l: Legame }) {
  return (
    <AttoButton
      e={ufficiOperatoriApi.termina}
      etichetta="Termina"
      nome={`Termina: ${l.ufficio.nome}`}
      titolo={`Non lavora più in «${l.ufficio.nome}»?`}
      piccolo
    >
      {(chiudi) => <FormTermina l={l} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormTermina({ l, chiudi }: { l: Legame; chiudi: () => void }) {
  const form = useActionForm(ufficiOperatoriApi.termina, {
    iniziali: { al: oggi() },
    fissi: { id: l.id },
    invalidates: legge,
    esito: 'Ultimo giorno registrato.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Registra" annulla={<AnnullaButton onClick={chiudi} />}>
      <DateField name="al" label="Ultimo giorno" />
    </Form>
  )
}
