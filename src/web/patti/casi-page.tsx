// The coordinator's list: which households wait, which are whose. One or many at a time are given to somebody, by hand or as the
// balanced proposal says. Nothing here tells how far a caso is.
import { useState } from 'react'
import { Link } from 'react-router'
import {
  type Assegnazione,
  assegnazioni,
  type CaricoCaseManager,
  type CasoBreve,
  casiApi,
  nomiAssegnazione,
} from '../../shared/patti/casi.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { NumberField } from '../kernel/form/typed-fields.tsx'
import { formatData, plurale } from '../kernel/format.ts'
import { useAction, useEndpoint, usePagine } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { FiltroMisura } from '../misure/filtro-misura.tsx'
import { AvvisoAnalisiFerma } from './analisi-ferma.tsx'
import { AssegnazioneBadge } from './parole.tsx'
import '../cartella/cartella.css'

const VUOTI = { assegnazione: '', assegnatario: '', misura: '', comune: '', testo: '' }
const tocca = [casiApi.cerca, casiApi.carico]

export default function CasiPage() {
  // a name is personal: it does not go in the address
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['testo'] })
  const lista = usePagine(casiApi.cerca, {
    ...(filtri.assegnazione && { assegnazione: filtri.assegnazione as Assegnazione }),
    ...(filtri.assegnatario && { assegnatario: filtri.assegnatario }),
    ...(filtri.misura && { misura: filtri.misura }),
    ...(filtri.comune && { comune: filtri.comune }),
    ...(filtri.testo && { testo: filtri.testo }),
  })
  const carico = useEndpoint(casiApi.carico, {})
  const manager = carico.data?.voci ?? []
  const comuni = [...new Map(lista.voci.map((c) => [c.comuneId, c.comune]))]
  const [scelte, setScelte] = useState<ReadonlyMap<string, string>>(new Map())
  const scegli = (casoId: string, utenteId: string) => {
    const nuove = new Map(scelte)
    if (utenteId) nuove.set(casoId, utenteId)
    else nuove.delete(casoId)
    setScelte(nuove)
    setIndicati((prima) => new Set([...prima].filter((x) => x !== casoId)))
  }
  // whom INPS indicates, among those proposed
  const [indicati, setIndicati] = useState<ReadonlySet<string>>(new Set())
  const daAssegnare = lista.voci.filter((c) => c.assegnazione === 'da-assegnare')
  const proposta = useAction(casiApi.proposta, {
    onDone: (r) => {
      setScelte(new Map(r.voci.flatMap((v) => (v.utenteId ? [[v.casoId, v.utenteId] as const] : []))))
      setIndicati(new Set(r.voci.flatMap((v) => (v.indicato ? [v.casoId] : []))))
    },
  })
  const assegna = useAction(casiApi.assegna, {
    invalidates: tocca,
    esito: (r) => `${plurale(r.assegnati, 'caso assegnato', 'casi assegnati')}.`,
    onDone: () => setScelte(new Map()),
  })
  // what somebody else has assigned meanwhile is no longer to be
  const pronti = daAssegnare.flatMap((c) => {
    const utenteId = scelte.get(c.id)
    return utenteId ? [{ casoId: c.id, utenteId }] : []
  })
  return (
    <>
      <PageHeader
        titolo="Casi"
        sotto="I nuclei del tuo territorio e chi li segue; l’avanzamento lo vede soltanto il case manager"
        azioni={
          <>
            <LinkButton azione="domanda.importa" to="/casi/estratti" variante="outline-primary">
              Carica un estratto
            </LinkButton>
            <LinkButton azione="caso.carico" to="/casi/carico" variante="outline-primary">
              Carico
            </LinkButton>
            <LinkButton azione="patto.conta" to="/casi/cruscotto" variante="outline-primary">
              Cruscotto
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <AvvisoAnalisiFerma a={carico.data?.analisiFerma} />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Cognome o codice fiscale" />
        <FilterSelect
          name="assegnazione"
          label="Assegnazione"
          tutti="Tutti"
          opzioni={assegnazioni.map((a) => [a, nomiAssegnazione[a]] as const)}
        />
        <FilterSelect
          name="assegnatario"
          label="Case manager"
          tutti="Tutti"
          opzioni={manager.map((m) => [m.utenteId, m.nome] as const)}
        />
        <FiltroMisura />
        {(comuni.length > 1 || filtri.comune) && (
          <FilterSelect name="comune" label="Comune" tutti="Tutti i comuni" opzioni={comuni} />
        )}
      </Filtri>
      <p className="campo-aiuto">Un altro componente si cerca con cognome e nome interi, o con il codice fiscale.</p>
      {daAssegnare.length > 0 && (
        <p className="atti">
          <button
            type="button"
            className="btn btn-outline-primary"
            aria-disabled={proposta.inCorso}
            onClick={() =>
              !proposta.inCorso && proposta.run({ casi: daAssegnare.slice(0, 500).map((c) => c.id) }).catch(() => {})
            }
          >
            Proponi un’assegnazione
          </button>
          <button
            type="button"
            className={`btn btn-primary${pronti.length === 0 ? ' disabled' : ''}`}
            aria-disabled={pronti.length === 0 || assegna.inCorso}
            onClick={() => pronti.length > 0 && !assegna.inCorso && assegna.run({ voci: pronti }).catch(() => {})}
          >
            {pronti.length === 0
              ? 'Scegli almeno un case manager'
              : `Assegna ${plurale(pronti.length, 'caso', 'casi')}`}
          </button>
        </p>
      )}
      <DataTable
        caption="Dalla domanda più vecchia"
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['caso', 'casi']}
        colonne={[
          {
            id: 'nucleo',
            titolo: 'Richiedente',
            riga: true,
            cella: (c) => (
              <>
                {c.richiedente}
                <small className="d-block">{c.codiceFiscale}</small>
                {c.diComponente && <small className="d-block">chi hai cercato è un componente</small>}
              </>
            ),
          },
          { id: 'dove', titolo: 'Dove vive', cella: (c) => [c.indirizzo, c.cap, c.comune].filter(Boolean).join(', ') },
          { id: 'misura', titolo: 'Misura', cella: (c) => c.misura },
          { id: 'domanda', titolo: 'Domanda del', cella: (c) => formatData(c.presentataIl) },
          { id: 'componenti', titolo: 'Componenti', numero: true, cella: (c) => c.componenti },
          { id: 'peso', titolo: 'Peso', numero: true, cella: (c) => <Peso c={c} /> },
          {
            id: 'chi',
            titolo: 'Case manager',
            cella: (c) => (
              <>
                <Chi c={c} manager={manager} valore={scelte.get(c.id) ?? ''} onCambia={(v) => scegli(c.id, v)} />
                {c.assegnazione === 'da-assegnare' && scelte.has(c.id) && indicati.has(c.id) && (
                  <small className="d-block">Indicato da INPS</small>
                )}
              </>
            ),
          },
          { id: 'atti', titolo: 'Atti', senzaTitolo: true, cella: (c) => <Atti c={c} manager={manager} /> },
        ]}
        vuoto={
          Object.values(filtri).some(Boolean)
            ? { titolo: 'Nessun caso con questi filtri', testo: 'Togli un filtro per vederne altri.' }
            : {
                titolo: 'Nessun caso',
                testo:
                  'Arrivano con gli estratti delle domande accolte, nei comuni che hanno la convenzione registrata.',
              }
        }
      />
    </>
  )
}

const adatti = (c: CasoBreve, manager: readonly CaricoCaseManager[]) =>
  manager.filter((m) => m.comuni.includes(c.comuneId))

function Chi({
  c,
  manager,
  valore,
  onCambia,
}: {
  c: CasoBreve
  manager: readonly CaricoCaseManager[]
  valore: string
  onCambia: (v: string) => void
}) {
  if (c.assegnazione !== 'da-assegnare')
    return (
      <>
        {c.assegnatario ?? '–'}{' '}
        {c.assegnazione === 'assegnato' ? (
          <small className="d-block">dal {formatData(c.assegnatoIl)}</small>
        ) : (
          <AssegnazioneBadge di={c.assegnazione} />
        )}
      </>
    )
  return (
    <select
      className="form-select"
      aria-label={`Case manager per ${c.richiedente}`}
      value={valore}
      onChange={(e) => onCambia(e.target.value)}
    >
      <option value="">Scegli…</option>
      {adatti(c, manager).map((m) => (
        <option key={m.utenteId} value={m.utenteId}>
          {m.nome} (peso {m.peso})
        </option>
      ))}
    </select>
  )
}

const Peso = ({ c }: { c: CasoBreve }) =>
  c.assegnazione === 'da-assegnare' || c.assegnazione === 'assegnato' ? (
    <AttoConCampi
      e={casiApi.pesa}
      fissi={{ id: c.id }}
      iniziali={{ peso: c.peso }}
      etichetta={String(c.peso)}
      titolo={`Peso del caso di ${c.richiedente}`}
      invio="Cambia"
      invalidates={tocca}
      piccolo
    >
      <NumberField name="peso" label="Peso, da 1 a 10" />
    </AttoConCampi>
  ) : (
    String(c.peso)
  )

function Atti({ c, manager }: { c: CasoBreve; manager: readonly CaricoCaseManager[] }) {
  const aperto = c.assegnazione === 'da-assegnare' || c.assegnazione === 'assegnato'
  return (
    <div className="atti">
      {c.assegnazione === 'assegnato' && (
        <AttoConCampi
          e={casiApi.riassegna}
          fissi={{ casi: [c.id] }}
          iniziali={{ utenteId: '', motivo: '' }}
          etichetta="Riassegna"
          titolo={`Riassegnare ${c.richiedente}`}
          invalidates={tocca}
          esito="Caso riassegnato."
          piccolo
        >
          <SelectField
            name="utenteId"
            label="A chi"
            opzioni={adatti(c, manager)
              .filter((m) => m.utenteId !== c.assegnatarioId)
              .map((m) => [m.utenteId, `${m.nome} (peso ${m.peso})`] as const)}
          />
          <TextField name="motivo" label="Motivo" />
        </AttoConCampi>
      )}
      {aperto && (c.offertoA ? <Offerto c={c} /> : <Offri c={c} />)}
      <Link
        className="btn btn-link btn-xs"
        to={`/casi/${c.id}/storia`}
        aria-label={`Storia delle assegnazioni di ${c.richiedente}`}
      >
        Storia
      </Link>
    </div>
  )
}

const Offerto = ({ c }: { c: CasoBreve }) => (
  <ActionButton
    e={casiApi.ritira}
    input={{ id: c.id }}
    etichetta={`Ritira l’offerta a ${c.offertoA}`}
    conferma={{ titolo: 'Ritirare l’offerta?', testo: 'Il nucleo resta ai tuoi case manager.' }}
    invalidates={tocca}
    esito="Offerta ritirata."
    piccolo
  />
)

function Offri({ c }: { c: CasoBreve }) {
  const q = useEndpoint(casiApi.comuni, {}, { staleTime: 300_000 })
  return (
    <AttoConCampi
      e={casiApi.offri}
      fissi={{ id: c.id }}
      iniziali={{ comuneId: '', motivo: '' }}
      etichetta="Vive altrove"
      titolo={`Offrire ${c.richiedente} al suo comune`}
      invio="Offri"
      invalidates={tocca}
      esito="Nucleo offerto: i termini continuano finché l’altro comune risponde."
      piccolo
    >
      <SelectField
        name="comuneId"
        label="Comune in cui vive"
        opzioni={(q.data?.voci ?? [])
          .filter((k) => k.id !== c.comuneId)
          .map((k) => [k.id, `${k.nome} (${k.ambito})`] as const)}
      />
      <TextField name="motivo" label="Motivo" />
    </AttoConCampi>
  )
}
