// What Trama itself granted in a month: taken to the prestazioni to send, and all of it seen, also what stands in no flow and why.
import { useState } from 'react'
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { type Concessa, fontiApi, motiviConcessa, type VoceFonte } from '../../shared/flussi/fonti.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { InputWeb } from '../kernel/client.ts'
import { CheckField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { plurale } from '../kernel/format.ts'
import { useAction, useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../kernel/ui/parts.tsx'
import { ConEnte } from './ente-scelto.tsx'
import type { EnteMio } from './enti-miei.ts'
import { nomePeriodo, StatoPrestazioneBadge } from './parole.tsx'
import './flussi.css'

/** The last twenty-four months, from the present one back. */
function mesi(oggi = new Date()): [string, string][] {
  return Array.from({ length: 24 }, (_, n) => {
    const m = new Date(Date.UTC(oggi.getFullYear(), oggi.getMonth() - n, 1)).toISOString().slice(0, 7)
    return [m, nomePeriodo(m)]
  })
}

const vuoti = { ente: '', periodo: '', soloFuori: '' }

export default function ConcessePage() {
  const [filtri, setFiltri] = useFiltri(vuoti)
  const periodo = filtri.periodo || mesi()[1]![0]
  return (
    <>
      <PageHeader
        titolo="Concesse da Trama"
        sotto="Ciò che Trama registra come concesso in un mese: portato tra le prestazioni da inviare, o con il motivo per cui non c’è"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente) => (
          <>
            <Voci ente={ente} />
            <Filtri valori={{ ...filtri, periodo }} onCambia={setFiltri} vuoti={vuoti}>
              <FilterSelect name="periodo" label="Mese" opzioni={mesi()} />
              <FilterCheck name="soloFuori" label="Solo ciò che non è in un flusso" />
            </Filtri>
            <Mese key={`${ente.id} ${periodo}`} ente={ente} periodo={periodo} soloFuori={filtri.soloFuori === '1'} />
          </>
        )}
      </ConEnte>
    </>
  )
}

function Mese({ ente, periodo, soloFuori }: { ente: EnteMio; periodo: string; soloFuori: boolean }) {
  const can = useCan()
  const lista = usePagine(fontiApi.concesse, { ente: ente.id, periodo, ...(soloFuori && { soloFuori }) })
  return (
    <>
      {can('flusso.correggi') && <Estrai ente={ente} periodo={periodo} />}
      <DataTable
        caption={`Concesse in ${nomePeriodo(periodo)}, ${ente.denominazione}`}
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['concessa', 'concesse']}
        colonne={[
          { id: 'riferimento', titolo: 'Pratica', riga: true, cella: (c) => c.riferimento },
          { id: 'nome', titolo: 'Che cosa', cella: (c) => c.nome },
          { id: 'stato', titolo: 'A che punto è', cella: (c) => <Stato c={c} /> },
          { id: 'flusso', titolo: 'Flusso', cella: (c) => c.flusso ?? 'in nessuno' },
        ]}
        vuoto={{
          titolo: 'Niente da mostrare per questo mese',
          testo: 'Estrai le prestazioni del mese: ciò che Trama ha concesso compare qui, anche quando non va mandato.',
        }}
      />
    </>
  )
}

function Stato({ c }: { c: Concessa }) {
  return (
    <>
      {c.stato && c.prestazioneId && (
        <Link to={`/flussi/prestazioni/${c.prestazioneId}`}>
          <StatoPrestazioneBadge stato={c.stato} />
        </Link>
      )}
      {c.motivo && motiviConcessa[c.motivo]}
      {c.altroEnte && `: ${c.altroEnte}`}
      {c.cambiata && (
        <>
          {' '}
          <StatusBadge tono="attenzione">cambiata</StatusBadge> Nei dati di Trama ora è diversa: correggila, o
          cancellala se è partita.
        </>
      )}
    </>
  )
}

const rilegge = [fontiApi.concesse, prestazioniApi.quadro, prestazioniApi.regole, prestazioniApi.list]

/** A turn after the other until there is no more: all in the ambito of the ente, whatever is chosen in the meantime. */
function Estrai({ ente, periodo }: { ente: EnteMio; periodo: string }) {
  const azione = useAction(fontiApi.estrai, { invalidates: rilegge, ambito: ente.ambito })
  const [conti, setConti] = useState<{ viste: number; nuove: number; ferme: number; cambiate: number } | null>(null)
  const [alLavoro, setAlLavoro] = useState(false)
  async function estrai() {
    setAlLavoro(true)
    const somma = { viste: 0, nuove: 0, ferme: 0, cambiate: 0 }
    try {
      let dopo: string | null = null
      do {
        const input: InputWeb<typeof fontiApi.estrai> = { ente: ente.id, periodo, ...(dopo && { dopo }) }
        const r = await azione.run(input)
        somma.viste += r.viste
        somma.nuove += r.nuove
        somma.ferme += r.ferme
        somma.cambiate += r.cambiate
        dopo = r.dopo
        setConti({ ...somma })
      } while (dopo)
    } catch {
      // said already, where one looks
    } finally {
      setAlLavoro(false)
    }
  }
  return (
    <>
      <p>
        <button type="button" className="btn btn-primary" disabled={alLavoro} onClick={() => void estrai()}>
          {alLavoro ? 'Estrazione in corso…' : `Estrai ${nomePeriodo(periodo)}`}
        </button>
      </p>
      {conti && !alLavoro && (
        <Avviso
          tipo={conti.ferme + conti.cambiate > 0 ? 'warning' : 'success'}
          titolo={`${plurale(conti.viste, 'concessa', 'concesse')}: ${plurale(conti.nuove, 'nuova prestazione', 'nuove prestazioni')}`}
          annuncia
        >
          {conti.ferme > 0 && <p>{conti.ferme} non vanno in un flusso: il motivo è nell’elenco.</p>}
          {conti.cambiate > 0 && <p>{conti.cambiate} nei dati di Trama ora sono diverse da come sono state prese.</p>}
        </Avviso>
      )}
    </>
  )
}

function Voci({ ente }: { ente: Ente }) {
  const can = useCan()
  const q = useEndpoint(fontiApi.voci, { ente: ente.id })
  const [aperta, setAperta] = useState<VoceFonte | null>(null)
  const voci = q.data?.voci ?? []
  return (
    <section aria-label="Come si mandano a INPS">
      <h2>Come si mandano a INPS</h2>
      <DataTable
        caption="Ciò che Trama registra, e con quale codice si manda"
        lista={{ ...q, voci }}
        chiave={(v) => `${v.fonte} ${v.voce}`}
        conteggio={['voce', 'voci']}
        colonne={[
          { id: 'nome', titolo: 'Che cosa', riga: true, cella: (v) => v.nome },
          { id: 'fonte', titolo: 'Da dove', cella: (v) => v.nomeFonte },
          { id: 'come', titolo: 'A INPS', cella: (v) => comeSiManda(v) },
          {
            id: 'atto',
            titolo: 'Decidi',
            senzaTitolo: true,
            cella: (v) =>
              can('flusso.ente') && (
                <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setAperta(v)}>
                  {v.decisione ? 'Cambia' : 'Decidi'}
                  <span className="visually-hidden"> {v.nome}</span>
                </button>
              ),
          },
        ]}
        vuoto={{
          titolo: 'Trama non registra ancora nulla di concesso da questo comune',
          testo: 'Qui compaiono gli aiuti dello sportello e i benefici delle misure. Il resto si carica da un file.',
        }}
      />
      {aperta && (
        <Decisione key={`${aperta.fonte} ${aperta.voce}`} ente={ente} voce={aperta} onFatto={() => setAperta(null)} />
      )}
    </section>
  )
}

function comeSiManda({ decisione: d, proposta }: VoceFonte): string {
  if (!d)
    return proposta?.codice ? `da decidere: il catalogo propone ${proposta.codice}, ${proposta.nome}` : 'da decidere'
  if (d.invia && proposta?.nonInviare) return 'non si manda: l’ente ha tolto il servizio da quelli che invia'
  return d.invia ? `si manda come ${d.codice}` : `non si manda: ${d.motivo}`
}

const uguali = ['presenzaProvaMezzi', 'areaUtenza'] as const

/** The few fields that are the same for all of a voce; the rest is completed row by row. */
function Decisione({ ente, voce, onFatto }: { ente: Ente; voce: VoceFonte; onFatto: () => void }) {
  const d = voce.decisione
  const area = d ? '' : (voce.proposta?.area ?? '')
  const campo = (nome: string) => d?.campi.find((c) => c.campo === nome)?.valore ?? (nome === 'areaUtenza' ? area : '')
  const form = useActionForm(fontiApi.decidi, {
    bozza: `fonte:${ente.id}:${voce.fonte}:${voce.voce}`,
    iniziali: {
      invia: d?.invia ?? true,
      codice: d?.codice ?? voce.proposta?.codice ?? '',
      motivo: d?.motivo ?? '',
      ...Object.fromEntries(uguali.map((c) => [c, campo(c)])),
    },
    toInput: (v) => ({
      ente: ente.id,
      fonte: voce.fonte,
      voce: voce.voce,
      invia: v.invia === true,
      ...(v.codice && { codice: String(v.codice).trim().toUpperCase() }),
      ...(v.motivo && { motivo: String(v.motivo) }),
      campi: uguali.flatMap((c) => (v[c] ? [{ campo: c, valore: String(v[c]) }] : [])),
      ...(d && { versione: d.versione }),
    }),
    invalidates: [fontiApi.voci],
    esito: 'Deciso: vale dalla prossima estrazione.',
    onDone: onFatto,
  })
  return (
    <Form
      form={form}
      invio="Conserva"
      annulla={
        <button type="button" className="btn btn-link" onClick={onFatto}>
          Annulla
        </button>
      }
    >
      <CheckField
        name="invia"
        label={`«${voce.nome}» si manda a INPS`}
        aiuto="I benefici che paga INPS non li manda il comune: togli il segno e scrivilo nel motivo."
      />
      <TextField
        name="codice"
        label="Codice INPS della prestazione"
        aiuto={
          voce.proposta?.codice
            ? `Il catalogo degli interventi propone ${voce.proposta.codice}, ${voce.proposta.nome}: controllalo.`
            : 'Come A1.04.'
        }
        obbligatorio={false}
      />
      <SelectField
        name="presenzaProvaMezzi"
        label="Prova dei mezzi"
        opzioni={[
          ['1', '1: soggetta a ISEE'],
          ['2', '2: altra prova dei mezzi'],
          ['3', '3: esonerata per questa persona'],
          ['4', '4: senza prova dei mezzi'],
        ]}
        vuota="Si completa riga per riga"
      />
      <SelectField
        name="areaUtenza"
        label="Area di utenza"
        opzioni={[
          ['1', '1: famiglia e minori'],
          ['2', '2: disabilità e non autosufficienza'],
          ['3', '3: povertà ed esclusione sociale'],
        ]}
        vuota="Si completa riga per riga"
      />
      <TextArea
        name="motivo"
        label="Perché non si manda"
        aiuto="Solo se non si manda."
        righe={2}
        obbligatorio={false}
      />
    </Form>
  )
}
