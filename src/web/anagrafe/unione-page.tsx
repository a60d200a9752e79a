// Two sheets of one person side by side, before they become one: what each brings, whose value is shown where they differ.
// The other one is found by search or among those who look alike; her folder is opened, with its purpose, before she is
// compared.
import { useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import type { Static } from 'typebox'
import { nomiNucleo } from '../../shared/anagrafe/nuclei.rules.ts'
import { type PersonaBreve, type PersonaScheda, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatData, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'
import { nascitaInParole, nomePersona, SegniPersona } from './parole.tsx'
import './anagrafe.css'

type Confronto = OutputWeb<typeof unioniApi.anteprima>
type Scheda = Static<typeof PersonaScheda>

export default function UnionePage() {
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const con = search.get('con')
  const q = useEndpoint(personeApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo="Unisci due schede"
        sotto={q.data && <>Scheda principale: {nomePersona(q.data)}</>}
        azioni={con && <PrintButton />}
      />
      <CaricamentoFascicolo personaId={id} query={q} righe={6}>
        {(p) => (con ? <ConAltra id={id} con={con} /> : <Scegli p={p} />)}
      </CaricamentoFascicolo>
    </>
  )
}

// ---- choosing the other --------------------------------------------------------------------------------------------------

const VUOTI = { nome: '' }

function Scegli({ p }: { p: Scheda }) {
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['nome'] })
  const nome = filtri.nome.trim()
  const simili = useEndpoint(personeApi.simili, {
    cognome: p.cognome,
    nome: p.nome || p.cognome,
    ...(p.dataNascita && { dataNascita: p.dataNascita }),
    ...(p.codiceFiscale && { codiceFiscale: p.codiceFiscale }),
  })
  const trovate = usePagine(personeApi.cerca, { nome }, { enabled: nome.length > 1 })
  const altre = (v: { id: string }) => v.id !== p.id
  return (
    <>
      <p>
        Scegli l’altra scheda della stessa persona. Unire non sposta nulla: si può dividere di nuovo quando si vuole.
      </p>
      <Caricamento query={simili}>
        {(r) => {
          const voci = r.voci.filter((v) => altre(v.persona))
          return voci.length > 0 ? (
            <section>
              <h2>Le somigliano</h2>
              <ul className="elenco-semplice">
                {voci.map((v) => (
                  <li key={v.persona.id}>
                    <Link to={`?con=${v.persona.id}`}>{nomePersona(v.persona)}</Link>{' '}
                    <StatusBadge tono={v.grado === 'certo' ? 'attenzione' : 'neutro'}>{v.grado}</StatusBadge>
                    <small className="sotto-nome">
                      {nascitaInParole(v.persona)}: {v.motivi.join(', ')}
                    </small>
                  </li>
                ))}
              </ul>
            </section>
          ) : null
        }}
      </Caricamento>
      <h2>Cerca</h2>
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="nome" label="Cognome e nome" />
      </Filtri>
      {nome.length > 1 && (
        <DataTable
          caption="Persone trovate"
          lista={{ ...trovate, voci: trovate.voci.filter(altre) }}
          chiave={(v) => v.id}
          conteggio={['persona', 'persone']}
          colonne={[
            {
              id: 'nome',
              titolo: 'Persona',
              riga: true,
              cella: (v) => <Link to={`?con=${v.id}`}>{nomePersona(v)}</Link>,
            },
            { id: 'nascita', titolo: 'Nascita', cella: (v) => nascitaInParole(v) },
            { id: 'comune', titolo: 'Comune', cella: (v) => v.comune },
            { id: 'segni', titolo: 'Stato', cella: (v) => <SegniPersona p={v} /> },
          ]}
          vuoto={{ titolo: 'Nessuna persona trovata', testo: 'Prova con meno lettere.' }}
        />
      )}
    </>
  )
}

// ---- side by side ----------------------------------------------------------------------------------------------------------

function ConAltra({ id, con }: { id: string; con: string }) {
  // her folder first: what is compared is what stands in it
  const altra = useEndpoint(personeApi.leggi, { id: con })
  return (
    <CaricamentoFascicolo personaId={con} query={altra} righe={6}>
      {() => <Anteprima id={id} con={con} />}
    </CaricamentoFascicolo>
  )
}

function Anteprima({ id, con }: { id: string; con: string }) {
  const q = useEndpoint(unioniApi.anteprima, { id, altra: con })
  return (
    <>
      <p>
        <Link to={`/persone/${id}/unione`}>Scegli un’altra scheda</Link>
      </p>
      <Caricamento query={q} righe={8}>
        {(c) => <Confronta id={id} con={con} c={c} />}
      </Caricamento>
    </>
  )
}

function Confronta({ id, con, c }: { id: string; con: string; c: Confronto }) {
  const navigate = useNavigate()
  const [scelte, setScelte] = useState<Record<string, string>>({})
  const form = useActionForm(unioniApi.unisci, {
    bozza: `unione:${id}:${con}`,
    iniziali: { motivo: '' },
    fissi: { id, altra: con, scelte },
    invalidates: [personeApi.leggi, personeApi.cerca, unioniApi.doppioni, unioniApi.unioni],
    esito: 'Schede unite.',
    onDone: () => void navigate(`/persone/${id}/scheda`),
  })
  const conflitti = c.campi.filter((f) => f.conflitto)
  return (
    <>
      <DataTable
        caption="Che cosa porta ciascuna"
        lista={{ voci: porta(c) }}
        chiave={(r) => r.cosa}
        colonne={[
          { id: 'cosa', titolo: 'Che cosa', senzaTitolo: true, riga: true, cella: (r) => r.cosa },
          { id: 'una', titolo: `Principale: ${nomePersona(c.principale.persona)}`, cella: (r) => r.una },
          { id: 'altra', titolo: `Unita: ${nomePersona(c.altra.persona)}`, cella: (r) => r.altra },
        ]}
        vuoto={{ titolo: 'Nulla da confrontare' }}
      />
      <h2>Dato per dato</h2>
      <p>
        {conflitti.length > 0
          ? `Dove le due schede dicono cose diverse (${plurale(conflitti.length, 'dato', 'dati')}) scegli che cosa si mostra: l’altro valore resta nella storia.`
          : 'Le due schede non si contraddicono.'}
      </p>
      <DataTable
        caption="Dati delle due schede"
        lista={{ voci: c.campi }}
        chiave={(f) => f.tipo}
        conteggio={['dato', 'dati']}
        colonne={[
          {
            id: 'campo',
            titolo: 'Dato',
            riga: true,
            cella: (f) => (
              <>
                {f.nome} {f.conflitto && <StatusBadge tono="attenzione">Da scegliere</StatusBadge>}
              </>
            ),
          },
          ...([c.principale.persona.id, c.altra.persona.id] as const).map((lato, n) => ({
            id: lato,
            titolo: n === 0 ? 'Principale' : 'Unita',
            cella: (f: Confronto['campi'][number]) => (
              <Valori
                f={f}
                lato={lato}
                scelto={(scelte[f.tipo] ?? id) === lato}
                onScegli={() => setScelte((s) => ({ ...s, [f.tipo]: lato }))}
              />
            ),
          })),
        ]}
        vuoto={{ titolo: 'Le due schede sono vuote' }}
      />
      <Form form={form} invio="Unisci le due schede">
        <TextArea name="motivo" label="Perché sono la stessa persona" righe={2} />
      </Form>
    </>
  )
}

/** Here one looks at which there are: what state each is in says its own page. */
const inBreve = (p: Confronto['principale']['prese'][number]) =>
  `n. ${p.numero}, dal ${formatData(p.apertaIl)}${p.stato === 'chiusa' ? ' (chiusa)' : ''}`

const persona = (p: PersonaBreve) => `${nascitaInParole(p)}${p.codiceFiscale ? `, ${p.codiceFiscale}` : ''}`

function porta(c: Confronto): { cosa: string; una: string; altra: string }[] {
  const riga = (cosa: string, di: (l: Confronto['principale']) => string) => ({
    cosa,
    una: di(c.principale),
    altra: di(c.altra),
  })
  return [
    riga('Chi è', (l) => persona(l.persona)),
    riga('Prese in carico', (l) => (l.prese.length > 0 ? l.prese.map(inBreve).join('; ') : 'nessuna')),
    riga('Nuclei', (l) =>
      l.nuclei.length > 0 ? l.nuclei.map((n) => n.etichetta ?? nomiNucleo[n.tipo]).join('; ') : 'nessuno',
    ),
    riga('Parentele e legami', (l) => String(l.relazioni)),
    riga('Schede già unite', (l) => String(l.unite)),
  ]
}

function Valori({
  f,
  lato,
  scelto,
  onScegli,
}: {
  f: Confronto['campi'][number]
  lato: string
  scelto: boolean
  onScegli: () => void
}) {
  const suoi = f.valori.filter((v) => v.lato === lato)
  if (suoi.length === 0) return <>–</>
  const testo = suoi.map((v, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: what is compared does not move while one looks at it
    <span key={n} className="sotto-nome">
      {v.parole.map((p) => p.valore).join(', ')}
      {v.dal && ` (dal ${formatData(v.dal)})`}
    </span>
  ))
  if (!f.conflitto) return <>{testo}</>
  return (
    <label className="scelta">
      <input type="radio" name={`scelta-${f.tipo}`} checked={scelto} onChange={onScegli} />
      <span>{testo}</span>
    </label>
  )
}
