// The inbox of registry changes: what would change, before and after; one or many accepted, refused or postponed. The
// filters are in the address, so that a view can be kept among the bookmarks; no name is in it.
import { useState } from 'react'
import { Link } from 'react-router'
import { importaApi } from '../../shared/anagrafe/importazioni.api.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import {
  variazioniApi as api,
  type EsitoEsame,
  filtriStato,
  type Variazione,
} from '../../shared/anagrafe/variazioni.api.ts'
import {
  type GenereVariazione,
  generiVariazione,
  type StatoVariazione,
  statiVariazione,
  transizioniVariazione,
} from '../../shared/anagrafe/variazioni.rules.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, plurale } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Dialog } from '../kernel/ui/dialog.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { nascitaInParole, nomePersona } from './parole.tsx'
import { AccettaTutte } from './variazioni-tutte.tsx'
import './anagrafe.css'

const VUOTI = { stato: 'da-esaminare', genere: '', importazione: '' }

const stati: Record<StatoVariazione, readonly [string, Tono]> = {
  proposta: ['da esaminare', 'attenzione'],
  accettata: ['accettata', 'positivo'],
  rifiutata: ['rifiutata', 'neutro'],
  rinviata: ['rinviata', 'informativo'],
}

export default function VariazioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const stato = filtriStato.find((s) => s === filtri.stato)
  const genere = filtri.genere in generiVariazione ? (filtri.genere as GenereVariazione) : undefined
  const criteri = {
    ...(stato && { stato }),
    ...(genere && { genere }),
    ...(filtri.importazione && { importazione: filtri.importazione }),
  }
  const lista = usePagine(api.list, criteri)
  const [scelte, setScelte] = useState<ReadonlySet<string>>(new Set())
  const [esito, setEsito] = useState<EsitoEsame | null>(null)
  const visibili = lista.voci.filter((v) => scelte.has(v.id))
  const aperte = lista.voci.filter((v) => !impedimento(transizioniVariazione, 'accetta', v.stato))
  const fatto = (r: EsitoEsame) => {
    setScelte(new Set())
    setEsito(r)
  }
  return (
    <>
      <PageHeader
        titolo="Variazioni anagrafiche"
        sotto="Ciò che l’anagrafe dice cambiato: diventa un dato della cartella quando lo accetti"
        azioni={
          <>
            <LinkButton azione="cartella.importa" to="/cartella/importazioni" icona="it-upload">
              Carica un file
            </LinkButton>
            <ExportButton e={api.esporta} input={criteri} etichetta="Scarica il foglio" />
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="stato"
          label="Stato"
          opzioni={[
            ['da-esaminare', 'Da esaminare'],
            ...statiVariazione.filter((s) => s !== 'proposta').map((s) => [s, stati[s][0]] as const),
          ]}
          tutti="Tutte"
        />
        <FilterSelect name="genere" label="Che cosa cambia" opzioni={Object.entries(generiVariazione)} tutti="Tutto" />
      </Filtri>
      {filtri.importazione && (
        <p>
          Soltanto quelle di <Link to={`/cartella/importazioni/${filtri.importazione}`}>un file</Link>.
        </p>
      )}
      {esito && esito.nonRiuscite.length > 0 && <NonRiuscite esito={esito} voci={lista.voci} />}
      {filtri.stato === 'da-esaminare' && (
        <AccettaTutte
          filtro={{ ...(genere && { genere }), ...(filtri.importazione && { importazione: filtri.importazione }) }}
          vuoto={aperte.length === 0}
        />
      )}
      {aperte.length > 0 && (
        <Atti scelte={visibili.length > 0 ? visibili : []} aperte={aperte} onScegli={setScelte} onFatto={fatto} />
      )}
      <DataTable
        caption="Variazioni, dalla prima arrivata"
        lista={lista}
        chiave={(v) => v.id}
        conteggio={['variazione', 'variazioni']}
        colonne={[
          {
            id: 'scelta',
            titolo: 'Scegli',
            senzaTitolo: true,
            cella: (v) =>
              impedimento(transizioniVariazione, 'accetta', v.stato) ? null : (
                <input
                  type="checkbox"
                  aria-label={`Scegli: ${generiVariazione[v.genere]} di ${nomePersona(v.persona)}`}
                  checked={scelte.has(v.id)}
                  onChange={(e) =>
                    setScelte((s) => new Set(e.target.checked ? [...s, v.id] : [...s].filter((x) => x !== v.id)))
                  }
                />
              ),
          },
          {
            id: 'persona',
            titolo: 'Persona',
            riga: true,
            cella: (v) => (
              <>
                <Link to={`/persone/${v.persona.id}/scheda`}>{nomePersona(v.persona)}</Link>
                <small className="sotto-nome">{nascitaInParole(v.persona)}</small>
              </>
            ),
          },
          {
            id: 'cosa',
            titolo: 'Che cosa cambia',
            cella: (v) => <Differenze v={v} />,
          },
          { id: 'dal', titolo: 'Dal', cella: (v) => (v.giorno ? formatData(v.giorno) : '–') },
          { id: 'stato', titolo: 'Stato', cella: (v) => <Stato v={v} /> },
        ]}
        vuoto={{
          titolo: filtri.stato === 'da-esaminare' ? 'Nessuna variazione da esaminare' : 'Nessuna variazione',
          testo: 'Le variazioni arrivano da un file dell’anagrafe: si carica da «Carica da un file».',
        }}
      />
    </>
  )
}

function Differenze({ v }: { v: Variazione }) {
  return (
    <>
      <strong>{generiVariazione[v.genere]}</strong>{' '}
      {v.protetta && <StatusBadge tono="critico">Indirizzo protetto: si aggiorna a mano</StatusBadge>}
      {v.cambiata && v.stato !== 'accettata' && (
        <StatusBadge tono="attenzione">La scheda è cambiata dopo il file</StatusBadge>
      )}
      {v.differenze.map((d) => (
        <span key={d.etichetta} className="sotto-nome">
          {d.etichetta}: {d.prima && <del>{d.prima}</del>} <ins>{d.dopo}</ins>
        </span>
      ))}
    </>
  )
}

function Stato({ v }: { v: Variazione }) {
  const [parola, tono] = stati[v.stato]
  return (
    <>
      <StatusBadge tono={tono}>{parola}</StatusBadge>
      <small className="sotto-nome">
        {v.rinviataAl && `al ${formatData(v.rinviataAl)}. `}
        {v.decisaDa && `${v.decisaDa}. `}
        {v.motivo}
      </small>
    </>
  )
}

function NonRiuscite({ esito, voci }: { esito: EsitoEsame; voci: Variazione[] }) {
  const nomi = new Map(voci.map((v) => [v.id, nomePersona(v.persona)]))
  return (
    <Avviso
      tipo="warning"
      titolo={`${plurale(esito.fatte, 'variazione fatta', 'variazioni fatte')}, ${esito.nonRiuscite.length} no`}
    >
      <ul className="elenco-semplice">
        {esito.nonRiuscite.map((n) => (
          <li key={n.id}>
            {nomi.get(n.id) ?? 'Una variazione'}: {n.motivo}
          </li>
        ))}
      </ul>
    </Avviso>
  )
}

const INSIEME = 200

function Atti({
  scelte,
  aperte,
  onScegli,
  onFatto,
}: {
  scelte: Variazione[]
  aperte: Variazione[]
  onScegli: (s: ReadonlySet<string>) => void
  onFatto: (r: EsitoEsame) => void
}) {
  const can = useCan()
  const ids = scelte.slice(0, INSIEME).map((v) => v.id)
  const comune = {
    invalidates: [api.list, personeApi.leggi, importaApi.leggi],
    input: { ids },
  }
  if (!can('variazione.esamina')) return null
  const quante = plurale(ids.length, 'variazione', 'variazioni')
  return (
    <fieldset className="fatto-atti">
      <legend className="visually-hidden">Variazioni scelte</legend>
      <button
        type="button"
        className="btn btn-link"
        onClick={() =>
          onScegli(
            new Set(
              scelte.length > 0
                ? []
                : aperte
                    .filter((v) => !v.protetta)
                    .slice(0, INSIEME)
                    .map((v) => v.id),
            ),
          )
        }
      >
        {scelte.length > 0 ? 'Togli la scelta' : 'Scegli tutte quelle mostrate'}
      </button>
      {ids.length === 0 ? (
        <p>Scegli una o più variazioni per accettarle, rifiutarle o rinviarle.</p>
      ) : (
        <>
          <ActionButton
            {...comune}
            input={{ ids, versioni: Object.fromEntries(scelte.map((v) => [v.id, v.versione])) }}
            e={api.accetta}
            etichetta="Accetta"
            variante="primary"
            conferma={{
              titolo: `Accettare ${quante}?`,
              testo: 'Diventano dati della cartella, registrati a tuo nome.',
            }}
            esito={(r) => `${plurale(r.fatte, 'variazione accettata', 'variazioni accettate')}.`}
            onDone={onFatto}
          />
          <ActionButton
            {...comune}
            e={api.rifiuta}
            etichetta="Rifiuta"
            conferma={{ titolo: `Rifiutare ${quante}?`, testo: 'Non saranno proposte di nuovo.', motivo: 'Motivo' }}
            campoMotivo="motivo"
            esito={(r) => `${plurale(r.fatte, 'variazione rifiutata', 'variazioni rifiutate')}.`}
            onDone={onFatto}
          />
          <Rinvia ids={ids} onFatto={onFatto} />
        </>
      )}
    </fieldset>
  )
}

function Rinvia({ ids, onFatto }: { ids: string[]; onFatto: (r: EsitoEsame) => void }) {
  const [aperta, setAperta] = useState(false)
  const form = useActionForm(api.rinvia, {
    iniziali: { al: '' },
    fissi: { ids },
    invalidates: [api.list],
    esito: 'Variazioni rinviate.',
    onDone: (r) => {
      setAperta(false)
      onFatto(r)
    },
  })
  return (
    <>
      <button type="button" className="btn btn-outline-primary" onClick={() => setAperta(true)}>
        Rinvia
      </button>
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo="Rinviare a quando?">
        <Form form={form} invio="Rinvia">
          <DateField name="al" label="Riproponi il giorno" />
        </Form>
      </Dialog>
    </>
  )
}
