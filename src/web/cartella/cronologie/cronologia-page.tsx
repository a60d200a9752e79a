// One chronology: while it is open the worker chooses events from the story and writes; closed, it is read and printed.
import { useRef, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { Link, useParams } from 'react-router'
import { transizioniCronologia } from '../../../shared/cartella/cronologia.rules.ts'
import {
  type CronologiaIntera,
  cronologieApi,
  type EventoLetto,
  fascicoloApi,
} from '../../../shared/cartella/fascicolo.api.ts'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { TextArea, TextField } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { formatIstante, plurale } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ActionButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { CaricaAltri } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { DefinitionList, StatusBadge } from '../../kernel/ui/parts.tsx'
import { Evento } from '../fascicolo/evento.tsx'
import '../fascicolo/fascicolo.css'

const tocca = [cronologieApi.leggi, cronologieApi.cronologie]

export default function CronologiaPage() {
  const { id = '' } = useParams()
  const can = useCan()
  const q = useEndpoint(cronologieApi.leggi, { id })
  const c = q.data
  const aperta = c && can('cronologia.cura') && !impedimento(transizioniCronologia, 'modifica', c.stato)
  return (
    <>
      <PageHeader
        titolo={c?.titolo ?? 'Cronologia'}
        sotto={
          c && (
            <>
              <Link to={`/persone/${c.persona.id}`}>{c.persona.nome}</Link>{' '}
              <StatusBadge tono={c.stato === 'chiusa' ? 'positivo' : 'attenzione'}>{c.stato}</StatusBadge>
            </>
          )
        }
        azioni={
          c && (
            <>
              <ActionButton
                e={cronologieApi.chiudi}
                input={{ id, versione: c.versione }}
                etichetta="Chiudi"
                impedita={impedimento(transizioniCronologia, 'chiudi', c.stato)}
                conferma={{
                  titolo: 'Chiudere la cronologia?',
                  testo: 'Ciò che hai salvato non si potrà più modificare, se non riaprendola.',
                }}
                invalidates={tocca}
                esito="Cronologia chiusa."
              />
              {c.stato === 'chiusa' && (
                <ActionButton
                  e={cronologieApi.riapri}
                  input={{ id }}
                  etichetta="Riapri"
                  conferma={{ titolo: 'Riaprire la cronologia?', motivo: 'Perché' }}
                  invalidates={tocca}
                  esito="Cronologia riaperta."
                />
              )}
              <PrintButton />
            </>
          )
        }
      />
      <CaricamentoFascicolo personaId={c?.persona.id ?? ''} query={q}>
        {(dati) => (aperta ? <Modulo key={dati.id} c={dati} /> : <Letta c={dati} />)}
      </CaricamentoFascicolo>
    </>
  )
}

function Letta({ c }: { c: CronologiaIntera }) {
  return (
    <>
      {c.scopo && <p>{c.scopo}</p>}
      {c.eventi.length === 0 ? (
        <p>Non è stato scelto nessun evento.</p>
      ) : (
        <ol className="eventi">
          {c.eventi.map((e) => (
            <Evento key={e.tipo + e.id} e={e}>
              {e.commento && <p className="voce-testo">Nota: {e.commento}</p>}
            </Evento>
          ))}
        </ol>
      )}
      {c.analisi && (
        <section aria-labelledby="analisi">
          <h2 id="analisi">Analisi</h2>
          <p className="voce-testo">{c.analisi}</p>
        </section>
      )}
      <DefinitionList
        voci={[
          ['Cominciata da', `${c.creataDa}, ${formatIstante(c.creataIl)}`],
          ...c.passaggi.map(
            (p) => [p.a, `${p.chi}, ${formatIstante(p.quando)}${p.motivo ? `: ${p.motivo}` : ''}`] as const,
          ),
        ]}
      />
    </>
  )
}

const chiave = (e: Pick<EventoLetto, 'tipo' | 'id'>) => `${e.tipo}.${e.id}`

function Modulo({ c }: { c: CronologiaIntera }) {
  // whatever has been chosen since the page is open: the form holds which, so that they are kept and told like its words
  const noti = useRef(new Map<string, EventoLetto>()).current
  for (const e of c.eventi) noti.set(chiave(e), e)
  const eventiDi = (chiavi: string[]) => chiavi.flatMap((k) => noti.get(k) ?? [])
  const form = useActionForm(cronologieApi.update, {
    iniziali: {
      titolo: c.titolo,
      scopo: c.scopo ?? '',
      analisi: c.analisi ?? '',
      scelti: c.eventi.map(chiave),
      commenti: Object.fromEntries(c.eventi.map((e) => [chiave(e).replaceAll('.', '_'), e.commento ?? ''])),
    },
    fissi: { id: c.id, versione: c.versione },
    bozza: `cronologia-${c.id}`,
    toInput: ({ commenti, scelti, ...v }) => ({
      id: c.id,
      versione: c.versione,
      titolo: v.titolo,
      scopo: v.scopo ?? null,
      analisi: v.analisi ?? null,
      eventi: eventiDi(scelti).map((e) => ({
        tipo: e.tipo,
        id: e.id,
        commento: commenti?.[chiave(e).replaceAll('.', '_')] || null,
      })),
    }),
    invalidates: tocca,
    esito: 'Cronologia salvata.',
  })
  const scelti = useWatch({ control: form.rhf.control, name: 'scelti' }) as string[]
  const scegli = (chiavi: string[]) => form.rhf.setValue('scelti', chiavi, { shouldDirty: true })
  const ordinati = eventiDi(scelti).toSorted((x, y) => x.giorno.localeCompare(y.giorno) || x.id.localeCompare(y.id))
  return (
    <>
      <Form form={form} invio="Salva la cronologia">
        <TextField name="titolo" label="Titolo" />
        <TextArea name="scopo" label="A che cosa serve" righe={2} />
        <h2>Eventi scelti</h2>
        {ordinati.length === 0 && <p>Scegli gli eventi dalla storia, qui sotto.</p>}
        <ol className="eventi">
          {ordinati.map((e) => (
            <Evento key={chiave(e)} e={e}>
              <TextArea name={`commenti.${chiave(e).replaceAll('.', '_')}`} label="Nota su questo evento" righe={2} />
              <button
                type="button"
                className="btn btn-link btn-xs"
                onClick={() => scegli(scelti.filter((k) => k !== chiave(e)))}
              >
                Togli dalla cronologia
              </button>
            </Evento>
          ))}
        </ol>
        <TextArea
          name="analisi"
          label="Analisi"
          righe={8}
          aiuto="Che cosa dice questa storia, su quali elementi si fonda."
        />
      </Form>
      <Scelta
        personaId={c.persona.id}
        scelti={new Set(scelti)}
        aggiungi={(e) => {
          noti.set(chiave(e), e)
          scegli([...scelti, chiave(e)])
        }}
      />
    </>
  )
}

function Scelta({
  personaId,
  scelti,
  aggiungi,
}: {
  personaId: string
  scelti: Set<string>
  aggiungi: (e: EventoLetto) => void
}) {
  const [significativi, setSignificativi] = useState(true)
  const lista = usePagine(fascicoloApi.timeline, { id: personaId, ...(significativi && { significativi: true }) })
  const altri = lista.voci.filter((e) => !scelti.has(chiave(e)))
  return (
    <section aria-labelledby="scelta" className="d-print-none">
      <h2 id="scelta">Dalla storia</h2>
      <div className="scelta">
        <input
          id="solo-significativi"
          type="checkbox"
          checked={significativi}
          onChange={(e) => setSignificativi(e.target.checked)}
        />
        <label htmlFor="solo-significativi">Solo eventi significativi</label>
      </div>
      <ol className="eventi">
        {altri.map((e) => (
          <Evento key={chiave(e)} e={e}>
            <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => aggiungi(e)}>
              Aggiungi
            </button>
          </Evento>
        ))}
      </ol>
      <div className="tabella-piede">
        <p role="status">{plurale(altri.length, 'evento da scegliere', 'eventi da scegliere')}</p>
        {lista.altre && <CaricaAltri lista={lista} />}
      </div>
    </section>
  )
}
