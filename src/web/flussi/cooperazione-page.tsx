// Cooperation with INPS: the ente puts its flows here and INPS comes and takes them. How far it is, what to declare on PDND, who
// has knocked and why someone was not let in.
import { useState } from 'react'
import {
  type Chiamata,
  type Cooperazione,
  cooperazioneApi,
  nomiStatoPubblicato,
  type Pubblicato,
  statiPubblicato,
} from '../../shared/flussi/cooperazione.api.ts'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { formatEuro, formatIstante, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { Avanzamento } from './avanzamento.tsx'
import { Imposta } from './cooperazione-imposta.tsx'
import { DaVerificare } from './da-verificare.tsx'
import { ConEnte } from './ente-scelto.tsx'
import type { EnteMio } from './enti-miei.ts'
import { ErroreDiInps } from './errore-inps.tsx'
import './flussi.css'

export default function CooperazionePage() {
  const [filtri, setFiltri] = useFiltri({ ente: '', stato: '' })
  return (
    <>
      <PageHeader
        titolo="Cooperazione con INPS"
        sotto="INPS prende i flussi da qui, senza caricare file, e qui ne notifica gli esiti"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente, stato: '' })}>
        {(ente) => <Di ente={ente} stato={filtri.stato} onStato={(stato) => setFiltri({ stato })} />}
      </ConEnte>
    </>
  )
}

function Di({ ente, stato, onStato }: { ente: EnteMio; stato: string; onStato: (s: string) => void }) {
  const can = useCan()
  const q = useEndpoint(cooperazioneApi.leggi, { ente: ente.id })
  return (
    <Caricamento query={q} righe={6}>
      {(c) => (
        <>
          <Situazione c={c} />
          {c.impostazione?.attiva && can('flusso.genera') && (
            <>
              <DaVerificare ambiti={[ente.ambito]} />
              <Pubblica ente={ente} tipo="PS_PSA_SINA" pronte={c.pronte} />
              <Pubblica ente={ente} tipo="SINBA" pronte={c.minoriPronti} />
            </>
          )}
          {can('flusso.ente') && <Imposta key={ente.id} ente={ente} impostazione={c.impostazione} />}
          {c.pubblicati > 0 && <Pubblicati ente={ente} stato={stato} onStato={onStato} />}
          {c.impostazione && <Chiamate ente={ente.id} />}
        </>
      )}
    </Caricamento>
  )
}

function Situazione({ c }: { c: Cooperazione }) {
  if (!c.impostazione)
    return (
      <Avviso titolo="La cooperazione di questo ente non è impostata">
        <p>
          Serve l’adesione dell’ente all’e-service di INPS su PDND. Finché non c’è, i flussi si generano come file e si
          caricano sul sito di INPS.
        </p>
      </Avviso>
    )
  return (
    <>
      {!c.chiavi && (
        <Avviso tipo="warning" titolo="L’installazione non sa dove sono le chiavi pubbliche di PDND">
          <p>INPS non può entrare finché il gestore non imposta TRAMA_PDND_EMITTENTE e TRAMA_PDND_CHIAVI.</p>
        </Avviso>
      )}
      <DefinitionList
        voci={[
          ['Stato', c.impostazione.attiva ? 'Accesa' : 'Spenta: INPS non entra'],
          ['Indirizzo da dichiarare su PDND', <code key="i">{c.impostazione.indirizzo}</code>],
          ['Flussi a disposizione', formatNumero(c.pubblicati)],
          ['Da prendere', formatNumero(c.daPrendere)],
          ['Accettati', formatNumero(c.accettati)],
          ['Respinti', formatNumero(c.respinti)],
        ]}
      />
    </>
  )
}

const vecchi = [
  cooperazioneApi.leggi,
  cooperazioneApi.pubblicati,
  prestazioniApi.quadro,
  prestazioniApi.list,
  minoriApi.list,
]

const parole = {
  PS_PSA_SINA: {
    titolo: 'Metti a disposizione le prestazioni pronte',
    quante: ['prestazione pronta', 'prestazioni pronte'],
    atto: 'Metti a disposizione di INPS',
    nulla: 'Nessuna prestazione è pronta: carica un file, o correggi quelle che aspettano.',
  },
  SINBA: {
    titolo: 'Metti a disposizione le schede dei minori',
    quante: ['scheda pronta', 'schede pronte'],
    atto: 'Metti a disposizione le schede dei minori',
    nulla: 'Nessuna scheda è pronta: si scrivono, o si caricano da un file, nella pagina «Minori (SINBA)».',
  },
} as const

function Pubblica({ ente, tipo, pronte }: { ente: Ente; tipo: keyof typeof parole; pronte: number }) {
  const [avviata, setAvviata] = useState<string | null>(null)
  const p = parole[tipo]
  return (
    <section aria-label={p.titolo}>
      <h2>{p.titolo}</h2>
      <p>
        {plurale(pronte, p.quante[0], p.quante[1])}. Ciascuna diventa un flusso, come INPS vuole in cooperazione; messo
        a disposizione non cambia più.
      </p>
      <ActionButton
        e={cooperazioneApi.pubblica}
        input={{ ente: ente.id, tipo }}
        etichetta={p.atto}
        variante="primary"
        impedita={pronte === 0 ? p.nulla : null}
        invalidates={[generazioniApi.recenti]}
        onDone={(r) => setAvviata(r.id)}
      />
      {avviata && (
        <Avanzamento key={avviata} id={avviata} vecchi={vecchi} inCorso="Flussi messi a disposizione">
          {(g) => (
            <Avviso
              tipo="success"
              titolo={
                g.flussi > 0
                  ? `A disposizione di INPS: ${plurale(g.flussi, 'flusso nuovo', 'flussi nuovi')}`
                  : 'Nulla era pronto'
              }
              annuncia
            />
          )}
        </Avanzamento>
      )}
    </section>
  )
}

const toni: Record<Pubblicato['stato'], Tono> = {
  'da-prendere': 'informativo',
  preso: 'neutro',
  'errore-inps': 'attenzione',
  accettato: 'positivo',
  respinto: 'critico',
}

function Pubblicati({ ente, stato, onStato }: { ente: Ente; stato: string; onStato: (s: string) => void }) {
  const scelto = statiPubblicato.find((s) => s === stato)
  const lista = usePagine(cooperazioneApi.pubblicati, { ente: ente.id, ...(scelto && { stato: scelto }) })
  return (
    <>
      <h2>Flussi a disposizione di INPS</h2>
      <Filtri valori={{ stato }} onCambia={(f: { stato?: string }) => onStato(f.stato ?? '')} vuoti={{ stato: '' }}>
        <FilterSelect
          name="stato"
          label="Stato"
          opzioni={statiPubblicato.map((s) => [s, nomiStatoPubblicato[s]] as const)}
          tutti="Tutti"
        />
      </Filtri>
      <DataTable
        caption="Dal più recente"
        lista={lista}
        chiave={(f) => f.id}
        conteggio={['flusso', 'flussi']}
        colonne={[
          { id: 'nome', titolo: 'Flusso', riga: true, cella: (f) => f.nome },
          { id: 'quando', titolo: 'Messo a disposizione', cella: (f) => formatIstante(f.istante) },
          { id: 'importo', titolo: 'Importo', numero: true, cella: (f) => formatEuro(f.centesimi) },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (f) =>
              f.stato === 'errore-inps' ? (
                <ErroreDiInps flusso={f.id} />
              ) : (
                <>
                  <StatusBadge tono={toni[f.stato]}>{nomiStatoPubblicato[f.stato]}</StatusBadge> {f.motivo}
                </>
              ),
          },
          {
            id: 'file',
            titolo: 'File',
            cella: (f) => <ExportButton e={generazioniApi.xml} input={{ id: f.id }} etichetta="XML" />,
          },
        ]}
        vuoto={{ titolo: 'Nessun flusso in questo stato', testo: 'Togli il filtro per vederli tutti.' }}
      />
    </>
  )
}

function esito(c: Chiamata): string {
  if (c.rifiuto) return `Rifiutata. ${c.rifiuto}`
  if (c.risorsa === 'flussi')
    return c.flussi > 0 ? `Presi ${plurale(c.flussi, 'flusso', 'flussi')}` : 'Nulla di nuovo da prendere'
  const noti = c.giaNoti > 0 ? `, ${plurale(c.giaNoti, 'già noto', 'già noti')}` : ''
  return `Esiti: ${plurale(c.accettati, 'accettato', 'accettati')}, ${plurale(c.respinti, 'respinto', 'respinti')}${noti}`
}

function Chiamate({ ente }: { ente: string }) {
  const q = useEndpoint(cooperazioneApi.chiamate, { ente })
  return (
    <>
      <h2>Le chiamate di INPS</h2>
      <DataTable
        caption="Le ultime cinquanta"
        lista={{ ...q, voci: q.data?.voci ?? [] }}
        chiave={(c) => String(c.id)}
        conteggio={['chiamata', 'chiamate']}
        colonne={[
          { id: 'quando', titolo: 'Quando', riga: true, cella: (c) => formatIstante(c.quando) },
          { id: 'esito', titolo: 'Che cosa è successo', cella: esito },
          {
            id: 'problemi',
            titolo: 'Da verificare',
            cella: (c) =>
              c.problemi.length > 0 && (
                <ul className="flussi-elenco">
                  {c.problemi.map((p) => (
                    <li key={p}>{p}</li>
                  ))}
                </ul>
              ),
          },
        ]}
        vuoto={{
          titolo: 'INPS non ha ancora chiamato',
          testo: 'Chiama da sola, secondo il calendario che ha per ogni ente.',
        }}
      />
    </>
  )
}
