// What a version would change for the households in charge: started, followed, stopped, read. Figures of nobody.
import { useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { fattiComuni } from '../../shared/misure/fatti.rules.ts'
import { misureApi } from '../../shared/misure/misure.api.ts'
import { euro } from '../../shared/misure/parole.ts'
import { fasce, type RisultatoSimulazione } from '../../shared/misure/simulazione.rules.ts'
import { type SimulazioneLetta, simulazioniApi } from '../../shared/misure/simulazioni.api.ts'
import { formatIstante, formatNumero } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList, ProgressBar, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { nomeVersione } from './parti.tsx'

const stati: Record<SimulazioneLetta['stato'], [parola: string, tono: Tono]> = {
  'in-corso': ['in corso', 'informativo'],
  conclusa: ['conclusa', 'positivo'],
  annullata: ['fermata', 'neutro'],
  fallita: ['non riuscita', 'critico'],
}
const rilegge = [simulazioniApi.list, simulazioniApi.leggi]

export default function SimulazioniPage() {
  const { id = '' } = useParams()
  const v = useEndpoint(misureApi.leggi, { id })
  const [segue, setSegue] = useState(true)
  const lista = useEndpoint(simulazioniApi.list, { id }, { ogni: segue ? 2000 : false })
  const inCorso = lista.data?.voci.some((s) => s.stato === 'in-corso')
  useEffect(() => {
    // also those that are not on the page
    if (inCorso !== undefined) setSegue(inCorso)
  }, [inCorso])
  const [aperta, setAperta] = useState<string | null>(null)
  const mostrata = aperta ?? lista.data?.voci[0]?.id ?? null
  return (
    <>
      <PageHeader
        titolo={v.data ? `Che cosa cambierebbe: ${nomeVersione(v.data)}` : 'Che cosa cambierebbe'}
        sotto="Ricalcola con questa versione l’ultima valutazione conservata di ogni pratica dei tuoi comuni e le domande dei nuclei in carico. Non tocca nulla, e ne dice soltanto i numeri."
        azioni={
          <>
            <ActionButton
              e={simulazioniApi.avvia}
              input={{ id }}
              etichetta="Avvia"
              variante="primary"
              invalidates={rilegge}
              onDone={(r) => setAperta(r.id)}
            />
            <PrintButton />
          </>
        }
      />
      <DataTable
        caption="Le tue simulazioni"
        lista={{ ...lista, voci: lista.data?.voci ?? [] }}
        chiave={(s) => s.id}
        conteggio={['simulazione', 'simulazioni']}
        colonne={[
          {
            id: 'quando',
            titolo: 'Avviata il',
            riga: true,
            cella: (s) => (
              <button type="button" className="btn btn-link btn-xs" onClick={() => setAperta(s.id)}>
                {formatIstante(s.creataIl)}
              </button>
            ),
          },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (s) => <StatusBadge tono={stati[s.stato][1]}>{stati[s.stato][0]}</StatusBadge>,
          },
          { id: 'nuclei', titolo: 'Nuclei', numero: true, cella: (s) => formatNumero(s.totale) },
        ]}
        vuoto={{
          titolo: 'Nessuna simulazione',
          testo: 'Avviane una: puoi lasciare la pagina, un avviso ti dirà quando è pronta.',
        }}
      />
      {mostrata && <Una key={mostrata} id={mostrata} propri={v.data?.definizione.fatti ?? []} />}
    </>
  )
}

/** Facts of the measure's own: the common ones have names for all. */
type Propri = readonly { id: string; nome: string }[]

function Una({ id, propri }: { id: string; propri: Propri }) {
  const [segue, setSegue] = useState(true)
  const q = useEndpoint(simulazioniApi.leggi, { id }, { ogni: segue ? 2000 : false })
  const stato = q.data?.stato
  useEffect(() => {
    if (stato) setSegue(stato === 'in-corso')
  }, [stato])
  return (
    <section aria-labelledby="una">
      <h2 id="una">Risultato</h2>
      <Caricamento query={q}>
        {(s) => (
          <>
            {s.stato === 'in-corso' && (
              <>
                <ProgressBar etichetta="Nuclei esaminati" fatto={s.esaminati} totale={s.totale} />
                <ActionButton
                  e={simulazioniApi.annulla}
                  input={{ id }}
                  etichetta="Ferma"
                  variante="outline-danger"
                  invalidates={rilegge}
                  esito="Simulazione fermata."
                />
              </>
            )}
            {s.stato === 'annullata' && <p>È stata fermata prima della fine: non ha numeri, e nulla è cambiato.</p>}
            {s.errore && (
              <Avviso tipo="danger" titolo="Non è riuscita">
                <p>{s.errore}</p>
              </Avviso>
            )}
            {s.risultato && <Numeri r={s.risultato} propri={propri} />}
          </>
        )}
      </Caricamento>
    </section>
  )
}

const segnato = (centesimi: number) => `${centesimi > 0 ? '+' : ''}${euro(centesimi)}`
const nomeFascia = (i: number) =>
  i === 0
    ? `meno di ${fasce[0]} €`
    : i === fasce.length
      ? `da ${fasce.at(-1)} € in su`
      : `da ${fasce[i - 1]} a ${fasce[i]} €`

function Numeri({ r, propri }: { r: RisultatoSimulazione; propri: Propri }) {
  const nomi = new Map([...fattiComuni, ...propri].map((f) => [f.id, f.nome]))
  return (
    <>
      <DefinitionList
        voci={[
          ['Nuclei esaminati', formatNumero(r.nuclei)],
          ['Comincerebbero a ricevere', formatNumero(r.entrano)],
          ['Riceverebbero di più', formatNumero(r.aumentano)],
          ['Nessun cambiamento', formatNumero(r.uguali)],
          ['Riceverebbero di meno', formatNumero(r.diminuiscono)],
          ['Non riceverebbero più', formatNumero(r.escono)],
          ['Non si può dire, perché manca un fatto', formatNumero(r.nonSiSa)],
          ['Spesa al mese, oggi', euro(r.spesaPrima)],
          ['Spesa al mese, con questa versione', `${euro(r.spesaDopo)} (${segnato(r.spesaDopo - r.spesaPrima)})`],
        ]}
      />
      <DataTable
        caption="Nuclei per cambiamento dell’importo mensile"
        lista={{ voci: r.perFascia.map((nuclei, i) => ({ i, nuclei })) }}
        chiave={(f) => String(f.i)}
        colonne={[
          { id: 'fascia', titolo: 'Cambiamento al mese', riga: true, cella: (f) => nomeFascia(f.i) },
          { id: 'nuclei', titolo: 'Nuclei', numero: true, cella: (f) => formatNumero(f.nuclei) },
        ]}
        vuoto={{ titolo: 'Nessun nucleo' }}
      />
      {r.mancano.length > 0 && (
        <DataTable
          caption="Fatti che mancano"
          lista={{ voci: r.mancano }}
          chiave={(m) => m.fatto}
          colonne={[
            { id: 'fatto', titolo: 'Fatto', riga: true, cella: (m) => nomi.get(m.fatto) ?? m.fatto },
            { id: 'nuclei', titolo: 'Nuclei', numero: true, cella: (m) => formatNumero(m.nuclei) },
          ]}
          vuoto={{ titolo: 'Nessun fatto' }}
        />
      )}
    </>
  )
}
