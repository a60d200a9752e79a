// The card of an ambito for who keeps the ambiti: its comuni over time (each in one ambito at most on any day, which the
// server refuses in words otherwise), its data, its offices, and the way to start working in it.
import { useParams } from 'react-router'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { CampiAmbito } from './ambito-campi.tsx'
import { LavoraQui } from './ambito-scelto.tsx'
import { ElencoComuni } from './comuni-di-ambito.tsx'
import { AnnullaButton, AttoButton, ComuneField } from './parti.tsx'

type Ambito = OutputWeb<typeof ambitiApi.leggi>
const LEGGE = [ambitiApi.leggi, ambitiApi.elenco, luoghiApi.comuni, luoghiApi.comune]

export default function AmbitoSchedaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(ambitiApi.leggi, { id })
  const a = q.data
  return (
    <>
      <PageHeader
        titolo={a?.nome ?? 'Scheda dell’ambito'}
        sotto={a && `Codice ${a.codice}, ${a.regione}${a.dimostrativo ? ', dimostrativo' : ''}`}
        azioni={
          a && (
            <>
              <LavoraQui id={a.id} nome={a.nome} />
              <AttoButton e={ambitiApi.modifica} etichetta="Modifica" titolo="Dati dell’ambito" icona="it-pencil">
                {(chiudi) => <FormModifica a={a} chiudi={chiudi} />}
              </AttoButton>
              <PrintButton />
            </>
          )
        }
      />
      <Caricamento query={q} righe={6}>
        {(ambito) => <Scheda a={ambito} />}
      </Caricamento>
    </>
  )
}

function Scheda({ a }: { a: Ambito }) {
  const togli = (c: Ambito['comuni'][number]) => (
    <AttoButton
      e={ambitiApi.togliComune}
      etichetta={c.al ? 'Cambia l’uscita' : 'Registra l’uscita'}
      nome={`${c.al ? 'Cambia l’uscita' : 'Registra l’uscita'} di ${c.nome}`}
      titolo={`Uscita del Comune di ${c.nome}`}
      variante="outline-danger"
      piccolo
    >
      {(chiudi) => <FormUscita a={a} comune={c} chiudi={chiudi} />}
    </AttoButton>
  )
  return (
    <>
      <DefinitionList
        voci={[
          ['Ente capofila', a.capofila ? `Comune di ${a.capofila.nome}` : null],
          ['Soggetto attuatore', a.soggettoAttuatore],
          ['PEC', a.pec],
          ['E-mail', a.email],
          ['Telefono', a.telefono],
          ['Esiste', `dal ${formatData(a.dal)}${a.al ? ` al ${formatData(a.al)}` : ''}`],
        ]}
      />
      <section aria-labelledby="comuni">
        <h2 id="comuni">Comuni</h2>
        <ElencoComuni
          comuni={a.comuni}
          caption="Ne fanno parte oggi"
          atto={togli}
          vuoto={{
            titolo: 'L’ambito non ha ancora comuni',
            testo: 'Aggiungi il primo: senza comuni l’ambito non può lavorare.',
          }}
        />
        <AggiungiComune a={a} />
        {a.altriComuni.length > 0 && (
          <ElencoComuni comuni={a.altriComuni} caption="Ne hanno fatto parte, o ne faranno parte" />
        )}
      </section>
      <section aria-labelledby="uffici">
        <h2 id="uffici">Uffici</h2>
        <DataTable
          caption="Uffici aperti oggi"
          lista={{ voci: a.uffici }}
          chiave={(u) => u.id}
          conteggio={['ufficio', 'uffici']}
          vuoto={{ titolo: 'Nessun ufficio', testo: 'Li aggiunge l’amministratore, o tu lavorando su questo ambito.' }}
          colonne={[
            { id: 'nome', titolo: 'Ufficio', riga: true, cella: (u) => u.nome },
            { id: 'comune', titolo: 'Di', cella: (u) => u.comune ?? 'tutto l’ambito' },
            { id: 'indirizzo', titolo: 'Indirizzo', cella: (u) => u.indirizzo ?? '–' },
            { id: 'telefono', titolo: 'Telefono', cella: (u) => u.telefono ?? '–' },
            { id: 'email', titolo: 'E-mail', cella: (u) => u.email ?? '–' },
          ]}
        />
      </section>
    </>
  )
}

function FormModifica({ a, chiudi }: { a: Ambito; chiudi: () => void }) {
  const form = useActionForm(ambitiApi.modifica, {
    iniziali: {
      nome: a.nome,
      regioneId: a.regioneId,
      capofilaId: a.capofila && { valore: a.capofila.id, etichetta: a.capofila.nome },
      soggettoAttuatore: a.soggettoAttuatore,
      pec: a.pec,
      email: a.email,
      telefono: a.telefono,
      al: a.al ?? '',
    },
    fissi: { id: a.id, versione: a.versione },
    bozza: `ambito-${a.id}`,
    invalidates: LEGGE,
    esito: 'Ambito aggiornato.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Salva" annulla={<AnnullaButton onClick={chiudi} />}>
      <CampiAmbito />
      <DateField name="al" label="Ultimo giorno dell’ambito" aiuto="gg/mm/aaaa; solo se l’ambito cessa" />
    </Form>
  )
}

function AggiungiComune({ a }: { a: Ambito }) {
  return (
    <AttoButton
      e={ambitiApi.aggiungiComune}
      etichetta="Aggiungi un comune"
      titolo="Nuovo comune"
      icona="it-plus"
      piccolo
    >
      {(chiudi) => <FormComune a={a} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormComune({ a, chiudi }: { a: Ambito; chiudi: () => void }) {
  const form = useActionForm(ambitiApi.aggiungiComune, {
    iniziali: { comuneId: null, dal: oggi(), al: '' },
    fissi: { id: a.id },
    invalidates: LEGGE,
    esito: 'Comune aggiunto all’ambito.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Aggiungi il comune" annulla={<AnnullaButton onClick={chiudi} />}>
      <ComuneField
        name="comuneId"
        label="Comune"
        aiuto="Un comune sta in un solo ambito: se è in un altro, registra prima lì la sua uscita"
      />
      <DateField name="dal" label="Ne fa parte dal" />
      <DateField name="al" label="Ultimo giorno" aiuto="gg/mm/aaaa; vuoto: senza scadenza" />
    </Form>
  )
}

function FormUscita({ a, comune, chiudi }: { a: Ambito; comune: Ambito['comuni'][number]; chiudi: () => void }) {
  const form = useActionForm(ambitiApi.togliComune, {
    iniziali: { al: comune.al ?? '' },
    fissi: { id: a.id, comuneId: comune.id },
    invalidates: LEGGE,
    esito: `Uscita del Comune di ${comune.nome} registrata.`,
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Registra l’uscita" annulla={<AnnullaButton onClick={chiudi} />}>
      <Avviso tipo="warning">
        <p>Dopo l’ultimo giorno gli operatori di questo ambito non vedono più i dati del comune.</p>
      </Avviso>
      <DateField name="al" label="Ultimo giorno nell’ambito" />
    </Form>
  )
}
