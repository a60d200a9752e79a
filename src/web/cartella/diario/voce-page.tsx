// One entry, with what was added to it; the acts that its state and who one is allow.
import { useParams } from 'react-router'
import { personeApi } from '../../../shared/anagrafe/persone.api.ts'
import { diarioApi, type VoceIntera } from '../../../shared/cartella/diario.api.ts'
import { transizioniVoce } from '../../../shared/cartella/diario.rules.ts'
import { fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { nascitaInParole, nomePersona } from '../../anagrafe/parole.tsx'
import { ComboField } from '../../kernel/form/combo-field.tsx'
import { SelectField, TextArea } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { formatIstante } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList } from '../../kernel/ui/parts.tsx'
import { Allegati } from './allegati.tsx'
import { Corpo, Persone, Segni, titoloVoce } from './parole.tsx'
import '../fascicolo/fascicolo.css'

const tocca = [diarioApi.voci, diarioApi.leggi, fascicoloApi.timeline, fascicoloApi.frontespizio]

export default function VocePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(diarioApi.leggi, { id })
  const v = q.data
  return (
    <>
      <PageHeader
        titolo={v ? titoloVoce(v) : 'Voce del diario'}
        sotto={v && <Persone v={v} />}
        azioni={v && <Atti v={v} />}
      />
      <CaricamentoFascicolo personaId={v?.persone[0]?.id ?? ''} query={q}>
        {(voce) => <Pagina v={voce} />}
      </CaricamentoFascicolo>
    </>
  )
}

function Atti({ v }: { v: VoceIntera }) {
  const mio = v.mia || v.puoIntegrare
  return (
    <>
      {v.stato === 'bozza' && (
        <LinkButton azione="diario.scrivi" to={`/diario/${v.id}/modifica`}>
          Continua a scrivere
        </LinkButton>
      )}
      {mio && (
        <ActionButton
          e={diarioApi.annulla}
          input={{ id: v.id }}
          etichetta="Annulla la voce"
          impedita={impedimento(transizioniVoce, 'annulla', v.stato)}
          conferma={{
            titolo: 'Annullare questa voce?',
            testo: 'Resta nella storia, barrata, con il motivo. Per correggere un particolare basta un’integrazione.',
            motivo: 'Perché è sbagliata',
            pericolo: true,
          }}
          invalidates={tocca}
          esito="Voce annullata."
        />
      )}
      <PrintButton />
    </>
  )
}

function Pagina({ v }: { v: VoceIntera }) {
  const can = useCan()
  return (
    <>
      <p className="voce-testata">
        <Segni v={v} />
      </p>
      <section aria-labelledby="testo">
        <h2 id="testo" className="visually-hidden">
          Che cosa è accaduto
        </h2>
        <Corpo v={v} />
      </section>
      <DefinitionList
        voci={[
          ['Scritta da', v.autore.nome],
          ['Completata', v.completataIl ? formatIstante(v.completataIl) : 'non ancora'],
          [
            'La vede',
            v.riservataA
              ? v.riservataA.map((p) => p.nome).join(', ')
              : v.stato === 'bozza'
                ? 'soltanto tu'
                : `chi legge il diario nel Comune di ${v.comune}`,
          ],
        ]}
      />
      {v.spostamenti.map((s) => (
        <p key={s.quando}>
          Scritta in un altro fascicolo e spostata qui il {formatIstante(s.quando)} da {s.chi}: {s.motivo}
        </p>
      ))}
      <Allegati v={v} />
      {v.integrazioni.length > 0 && (
        <section aria-labelledby="integrazioni">
          <h2 id="integrazioni">Integrazioni</h2>
          <ol className="eventi">
            {v.integrazioni.map((i) => (
              <li key={i.id}>
                <p className="evento-testata">
                  <strong>{formatIstante(i.quando)}</strong> <small>{i.autore}</small>
                </p>
                <p className="voce-testo">{i.testo}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
      {v.puoIntegrare && can('diario.scrivi') && <Integra key={v.integrazioni.length} v={v} />}
      {can('diario.sposta') && v.stato !== 'bozza' && <Sposta v={v} />}
    </>
  )
}

function Integra({ v }: { v: VoceIntera }) {
  const form = useActionForm(diarioApi.integra, {
    iniziali: { testo: '' },
    fissi: { id: v.id },
    bozza: `diario-integrazione-${v.id}`,
    invalidates: tocca,
    esito: 'Integrazione aggiunta.',
  })
  return (
    <section aria-labelledby="integra" className="d-print-none">
      <h2 id="integra">Aggiungi un’integrazione</h2>
      <Form form={form} invio="Aggiungi">
        <TextArea name="testo" label="Che cosa va aggiunto o precisato" righe={4} />
      </Form>
    </section>
  )
}

function Sposta({ v }: { v: VoceIntera }) {
  const form = useActionForm(diarioApi.sposta, {
    iniziali: { da: v.persone[0]?.id ?? '', a: null, motivo: '' },
    fissi: { id: v.id },
    bozza: `diario-sposta-${v.id}`,
    invalidates: tocca,
    esito: 'Voce spostata.',
  })
  return (
    <details className="dettagli d-print-none">
      <summary>È nel fascicolo sbagliato?</summary>
      <Avviso>
        <p>
          La voce passa nel fascicolo giusto e lo spostamento resta scritto. Chi la leggerà lì non saprà di chi era il
          fascicolo sbagliato.
        </p>
      </Avviso>
      <Form form={form} invio="Sposta la voce">
        {v.persone.length > 1 && (
          <SelectField name="da" label="Dal fascicolo di" opzioni={v.persone.map((p) => [p.id, p.nome] as const)} />
        )}
        <ComboField
          name="a"
          label="Nel fascicolo di"
          e={personeApi.cerca}
          cerca={(nome) => ({ nome, limite: 10 })}
          voci={(r) => r.voci}
          opzione={(p) => ({ valore: p.id, etichetta: nomePersona(p), dettaglio: nascitaInParole(p) })}
        />
        <TextArea name="motivo" label="Perché" righe={2} />
      </Form>
    </details>
  )
}
