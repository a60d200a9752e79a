// The analyses of a person and her family, and the way to begin one.
import { useWatch } from 'react-hook-form'
import { Link, useNavigate, useParams } from 'react-router'
import { nomiNucleo } from '../../shared/anagrafe/nuclei.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { ConMotivo } from '../cartella/con-motivo.tsx'
import { SelectField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { StatoAnalisi } from './parole-analisi.tsx'

type Scelte = Output<typeof compilazioniApi.daCominciare>
type Breve = Output<typeof compilazioniApi.compilazioniDiPersona>['voci'][number]

export default function AnalisiPersonaPage() {
  const { id = '' } = useParams()
  const can = useCan()
  const q = useEndpoint(compilazioniApi.compilazioniDiPersona, { id })
  const ripetute = daConfrontare(q.data?.voci ?? [])
  return (
    <>
      <PageHeader
        titolo="Analisi"
        sotto="I bisogni e le risorse della famiglia, come sono stati raccolti nel tempo"
        azioni={
          <>
            {ripetute.map(([questionario, nome]) => (
              <LinkButton
                key={questionario}
                to={`/persone/${id}/analisi/confronto/${questionario}`}
                variante="outline-primary"
              >
                {`Confronta: ${nome}`}
              </LinkButton>
            ))}
            <PrintButton />
          </>
        }
      />
      <ConMotivo query={q} personaId={id}>
        {({ voci }) => (
          <>
            <Elenco id={id} voci={voci} />
            {can('analisi.compila') && <Comincia id={id} />}
          </>
        )}
      </ConMotivo>
    </>
  )
}

/** Questionnaires with a time, finalised at least once: only those are compared. */
function daConfrontare(righe: readonly Breve[]): [string, string][] {
  const finite = righe.filter((c) => c.stato === 'finalizzata' && c.tempo)
  return [...new Map(finite.map((c) => [c.questionarioId, c.questionario]))]
}

function Elenco({ id, voci }: { id: string; voci: Breve[] }) {
  return (
    <DataTable
      caption="Analisi, dalla più recente"
      lista={{ voci }}
      chiave={(c) => c.id}
      conteggio={['analisi', 'analisi']}
      colonne={[
        {
          id: 'questionario',
          titolo: 'Analisi',
          riga: true,
          cella: (c) => (
            <Link to={`/analisi/${c.id}?persona=${id}`}>
              {c.questionario}
              {c.tempo && ` ${c.tempo}`}
              {c.numero > 1 && `, versione ${c.numero}`}
            </Link>
          ),
        },
        { id: 'giorno', titolo: 'Colloquio', cella: (c) => formatData(c.giorno) },
        { id: 'stato', titolo: 'Stato', cella: (c) => <StatoAnalisi stato={c.stato} /> },
        { id: 'persone', titolo: 'Componenti', numero: true, cella: (c) => c.persone },
        { id: 'autore', titolo: 'Di', cella: (c) => c.autore ?? '–' },
        {
          id: 'finalizzata',
          titolo: 'Finalizzata',
          cella: (c) => (c.finalizzataIl ? formatIstante(c.finalizzataIl) : '–'),
        },
      ]}
      vuoto={{ titolo: 'Nessuna analisi', testo: 'La prima si comincia qui sotto, di solito al primo colloquio.' }}
    />
  )
}

function Comincia({ id }: { id: string }) {
  const q = useEndpoint(compilazioniApi.daCominciare, { id })
  return (
    <section aria-labelledby="comincia-analisi">
      <h2 id="comincia-analisi">Comincia un’analisi</h2>
      <Caricamento query={q}>{(s) => <Modulo id={id} s={s} />}</Caricamento>
    </section>
  )
}

function Modulo({ id, s }: { id: string; s: Scelte }) {
  const navigate = useNavigate()
  const possibili = s.questionari.filter((x) => !x.impedimento)
  const form = useActionForm(compilazioniApi.comincia, {
    iniziali: {
      questionario: possibili[0]?.id ?? '',
      giorno: oggi(),
      nucleoId: s.nuclei[0]?.id ?? '',
      presaId: s.prese[0]?.id ?? '',
      tempo: '',
    },
    fissi: { id },
    bozza: `analisi-nuova:${id}`,
    invalidates: [compilazioniApi.compilazioniDiPersona, compilazioniApi.daCominciare, compilazioniApi.mie],
    onDone: (r) => void navigate(`/analisi/${r.id}?persona=${id}`),
  })
  const [scelto, nucleo] = useWatch({ control: form.rhf.control, name: ['questionario', 'nucleoId'] })
  const suo = s.questionari.find((x) => x.id === scelto)
  const impediti = s.questionari.filter((x) => x.impedimento)
  const famiglia = s.nuclei.find((n) => n.id === nucleo)
  return (
    <>
      {impediti.length > 0 && (
        <ul>
          {impediti.map((x) => (
            <li key={x.id}>
              {x.nome}: {x.impedimento}
            </li>
          ))}
        </ul>
      )}
      {possibili.length === 0 ? (
        <Avviso>
          <p>Adesso non c’è un’analisi da cominciare.</p>
        </Avviso>
      ) : (
        <Form form={form} invio="Comincia">
          <SelectField
            name="questionario"
            label="Che cosa"
            opzioni={possibili.map((x) => [x.id, `${x.nome} (${x.etichetta})`])}
          />
          {suo && suo.tempi.length > 0 && (
            <SelectField
              name="tempo"
              label="Tempo"
              obbligatorio
              opzioni={suo.tempi.map((t) => [t, t])}
              aiuto="Più tempi si confrontano tra loro."
            />
          )}
          <DateField name="giorno" label="Giorno del colloquio" />
          {suo?.per === 'nucleo' && s.nuclei.length > 0 && (
            <SelectField
              name="nucleoId"
              label="Famiglia"
              vuota="Soltanto questa persona"
              opzioni={s.nuclei.map((n) => [n.id, nomiNucleo[n.tipo]])}
              aiuto={famiglia && `Componenti: ${famiglia.componenti.map((c) => c.nome).join(', ')}.`}
            />
          )}
          {s.prese.length > 0 && (
            <SelectField
              name="presaId"
              label="Presa in carico"
              vuota="Nessuna"
              opzioni={s.prese.map((p) => [p.id, `Fascicolo n. ${p.numero}`])}
            />
          )}
        </Form>
      )}
    </>
  )
}
