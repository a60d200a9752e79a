// Ties of a person, each said from her side: kinship, unions, bonds; registered, ended, corrected here.
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { esitiUnione, type SpecieRelazione } from '../../shared/anagrafe/relazioni.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { RadioField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm, useFormCorrente } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { useEsito } from '../kernel/ui/esito.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'
import { nascitaInParole, nomePersona } from './parole.tsx'
import { PersonaField } from './persona-field.tsx'
import './anagrafe.css'

type Relazione = Output<typeof relazioniApi.elenco>['voci'][number]

const liste: Partial<Record<SpecieRelazione, Codifica>> = {
  unione: 'tipo-unione',
  filiazione: 'tipo-filiazione',
  legame: 'qualita-legame',
}
const tocca = [relazioniApi.elenco, relazioniApi.famiglia]

export default function RelazioniPage() {
  const { id = '' } = useParams()
  const can = useCan()
  const [aperta, setAperta] = useState<'nuova' | Relazione | null>(null)
  const persona = useEndpoint(personeApi.leggi, { id })
  const q = useEndpoint(relazioniApi.elenco, { id }, { enabled: persona.data !== undefined })
  const gestisce = can('relazione.gestisci')
  return (
    <>
      <PageHeader
        titolo="Parentele, unioni e legami"
        sotto={persona.data && nomePersona(persona.data)}
        azioni={
          <>
            <LinkButton azione="persona.leggi" to={`/persone/${id}/genogramma`} variante="outline-primary">
              Genogramma
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <CaricamentoFascicolo personaId={id} query={persona}>
        {() => (
          <>
            <DataTable
              caption="Che cosa sono gli altri per questa persona"
              lista={{ ...q, voci: q.data?.voci ?? [] }}
              chiave={(r) => r.id}
              conteggio={['relazione', 'relazioni']}
              colonne={[
                {
                  id: 'chi',
                  titolo: 'Persona',
                  riga: true,
                  cella: (r) => (
                    <>
                      <Link to={`/persone/${r.altro.id}`}>{nomePersona(r.altro)}</Link>
                      <small className="sotto-nome">{nascitaInParole(r.altro)}</small>
                    </>
                  ),
                },
                {
                  id: 'che',
                  titolo: 'Che cosa è',
                  cella: (r) => (
                    <>
                      {r.etichetta} {r.classe === 'violenza' && <StatusBadge tono="critico">Protetto</StatusBadge>}
                    </>
                  ),
                },
                {
                  id: 'quando',
                  titolo: 'Quando',
                  cella: (r) =>
                    [r.dal && `dal ${formatData(r.dal)}`, r.al && `al ${formatData(r.al)}`].filter(Boolean).join(' ') ||
                    '–',
                },
                { id: 'fonte', titolo: 'Chi lo dice', cella: (r) => r.dettoDa ?? r.registrataDa ?? '–' },
                ...(gestisce
                  ? [
                      {
                        id: 'atti',
                        titolo: 'Che cosa fare',
                        senzaTitolo: true,
                        cella: (r: Relazione) => (
                          <span className="fatto-atti">
                            <button type="button" className="btn btn-link btn-xs" onClick={() => setAperta(r)}>
                              Correggi<span className="visually-hidden">: {nomePersona(r.altro)}</span>
                            </button>
                            <ActionButton
                              e={relazioniApi.annulla}
                              input={{ id, relazione: r.id }}
                              etichetta="Annulla"
                              piccolo
                              variante="link"
                              conferma={{
                                titolo: `Annullare «${r.etichetta}»?`,
                                testo:
                                  'Si annulla ciò che è stato registrato per errore. Se è finita, correggila indicando quando.',
                                motivo: 'Motivo',
                              }}
                              campoMotivo="motivo"
                              esito="Relazione annullata."
                              invalidates={tocca}
                            />
                          </span>
                        ),
                      },
                    ]
                  : []),
              ]}
              vuoto={{
                titolo: 'Nessuna relazione registrata',
                testo: 'Registra genitori, figli, unioni: il genogramma si compone da solo.',
              }}
            />
            {gestisce &&
              (aperta === null ? (
                <button type="button" className="btn btn-primary" onClick={() => setAperta('nuova')}>
                  Registra una relazione
                </button>
              ) : (
                <Modulo
                  key={aperta === 'nuova' ? 'nuova' : aperta.id}
                  id={id}
                  vecchia={aperta === 'nuova' ? null : aperta}
                  onFatto={() => setAperta(null)}
                />
              ))}
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}

function Modulo({ id, vecchia, onFatto }: { id: string; vecchia: Relazione | null; onFatto: () => void }) {
  const esito = useEsito()
  const fatto = (r: { avvisi: string[] }) => {
    esito.riuscito(['Relazione registrata.', ...r.avvisi].join(' '))
    onFatto()
  }
  const comuni = {
    esito: vecchia?.esito ?? '',
    dal: vecchia?.dal ?? '',
    al: vecchia?.al ?? '',
    fonte: vecchia?.fonte ?? '',
    dettoDa: vecchia?.dettoDa ?? '',
    nota: vecchia?.nota ?? '',
  }
  const bozza = vecchia ? `relazione:${vecchia.id}` : `relazione-nuova:${id}`
  const nuova = useActionForm(relazioniApi.registra, {
    bozza,
    iniziali: { con: null, specie: 'filiazione', tipo: 'naturale', altroE: '', ...comuni },
    fissi: { id },
    invalidates: tocca,
    onDone: fatto,
  })
  const corretta = useActionForm(relazioniApi.correggi, {
    bozza,
    iniziali: { tipo: vecchia?.tipo ?? '', motivo: '', ...comuni },
    fissi: { id, relazione: vecchia?.id ?? id },
    invalidates: tocca,
    onDone: fatto,
  })
  const annulla = (
    <button type="button" className="btn btn-link" onClick={onFatto}>
      Annulla
    </button>
  )
  return vecchia ? (
    <Form form={corretta} invio="Salva la correzione" annulla={annulla}>
      <h2>
        {nomePersona(vecchia.altro)}: {vecchia.etichetta}
      </h2>
      <Campi specie={vecchia.specie} />
      <TextField name="motivo" label="Perché la correggi" />
    </Form>
  ) : (
    <Form form={nuova} invio="Registra" annulla={annulla}>
      <h2>Nuova relazione</h2>
      <PersonaField name="con" label="Con chi" escludi={[id]} obbligatorio />
      <Specie />
    </Form>
  )
}

function Specie() {
  const { rhf } = useFormCorrente()
  const specie = rhf.watch('specie') as SpecieRelazione
  return (
    <>
      <RadioField
        name="specie"
        label="Che relazione è"
        opzioni={[
          ['filiazione', 'Genitore e figlio'],
          ['unione', 'Unione', 'Matrimonio, convivenza, relazione'],
          ['gemelli', 'Gemelli'],
          ['legame', 'Legame', 'Com’è il rapporto: è un’opinione, con il suo autore'],
        ]}
      />
      {specie === 'filiazione' && (
        <RadioField
          name="altroE"
          label="Chi è l’altra persona"
          obbligatorio
          opzioni={[
            ['genitore', 'Il genitore'],
            ['figlio', 'Il figlio o la figlia'],
          ]}
        />
      )}
      <Campi specie={specie} />
    </>
  )
}

function Campi({ specie }: { specie: SpecieRelazione }) {
  const lista = liste[specie]
  return (
    <>
      {lista ? (
        <VoceField
          key={lista}
          name="tipo"
          label={specie === 'legame' ? 'Com’è il rapporto' : 'Tipo'}
          codifica={lista}
        />
      ) : (
        <SelectField
          name="tipo"
          label="Che gemelli sono"
          opzioni={[
            ['monozigoti', 'Identici'],
            ['dizigoti', 'Non identici'],
            ['non-noto', 'Non si sa'],
          ]}
        />
      )}
      {specie === 'legame' && (
        <p className="campo-aiuto">
          I legami di violenza, abuso e controllo li vedono soltanto i ruoli che proteggono la persona.
        </p>
      )}
      <DateField name="dal" label="Dal" aiuto="gg/mm/aaaa. Vuota se non si sa." />
      {specie !== 'gemelli' && <DateField name="al" label="Finita il" aiuto="gg/mm/aaaa. Vuota se è ancora così." />}
      {specie === 'unione' && (
        <SelectField name="esito" label="Come è finita" vuota="Non è finita" opzioni={Object.entries(esitiUnione)} />
      )}
      <VoceField name="fonte" label="Da dove lo sappiamo" codifica="fonte-informazione" />
      <TextField name="dettoDa" label="Chi lo ha detto" />
      <TextArea name="nota" label="Nota" righe={2} />
    </>
  )
}
