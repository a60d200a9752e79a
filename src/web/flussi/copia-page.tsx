// What is given every month, copied from one month to the next: looked at as it would be, chosen, never twice.
import { useState } from 'react'
import { Link } from 'react-router'
import { copiaApi } from '../../shared/flussi/copia.api.ts'
import { mesePiuUno, motiviNonCopiata } from '../../shared/flussi/copia.rules.ts'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { centesimi } from '../../shared/flussi/valori.ts'
import { formatData, formatEuro, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ConEnte } from './ente-scelto.tsx'
import { nomePeriodo } from './parole.tsx'
import './flussi.css'

export default function CopiaPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '', mese: '' })
  return (
    <>
      <PageHeader
        titolo="Copia dal mese prima"
        sotto="Le prestazioni che si danno ogni mese, con i giorni del mese dopo: si scelgono, e ciò che c’è già non si ripete"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente, mese: '' })}>
        {(ente) => <Mese ente={ente} mese={filtri.mese} onMese={(mese) => setFiltri({ mese })} />}
      </ConEnte>
    </>
  )
}

function Mese({ ente, mese, onMese }: { ente: Ente; mese: string; onMese: (m: string) => void }) {
  const q = useEndpoint(prestazioniApi.quadro, { ente: ente.id })
  const mesi = (q.data?.voci ?? []).flatMap((p) => p.periodo ?? [])
  const scelto = mesi.includes(mese) ? mese : mesi[0]
  if (q.data && !scelto)
    return (
      <div className="vuoto" role="status">
        <p className="vuoto-titolo">Non c’è ancora un mese da cui copiare</p>
        <p>
          Carica un file, o <Link to={`/flussi/prestazioni/nuova?ente=${ente.id}`}>scrivi una prestazione</Link>: il
          mese dopo si copia da qui.
        </p>
      </div>
    )
  if (!scelto) return null
  return (
    <>
      <Filtri
        valori={{ mese: scelto }}
        onCambia={(f: { mese?: string }) => onMese(f.mese ?? '')}
        vuoti={{ mese: mesi[0]! }}
      >
        <FilterSelect
          name="mese"
          label="Copia da"
          opzioni={mesi.map((m) => [m, nomePeriodo(m)] as const)}
          tutti={nomePeriodo(mesi[0]!)}
        />
      </Filtri>
      <Scelta key={scelto} ente={ente} mese={scelto} />
    </>
  )
}

/** The most that one act takes. */
const PER_VOLTA = 500

function Scelta({ ente, mese }: { ente: Ente; mese: string }) {
  const lista = usePagine(copiaApi.anteprima, { ente: ente.id, mese, limite: 100 })
  const [tolte, setTolte] = useState<ReadonlySet<string>>(new Set())
  const prossimo = nomePeriodo(mesePiuUno(mese))
  const copiabili = lista.voci.filter((v) => !v.motivo)
  const scelte = copiabili.filter((v) => !tolte.has(v.id)).slice(0, PER_VOLTA)
  const cambia = (id: string, si: boolean) => {
    const nuove = new Set(tolte)
    if (si) nuove.delete(id)
    else nuove.add(id)
    setTolte(nuove)
  }
  return (
    <>
      <DataTable
        caption={`Periodiche di ${nomePeriodo(mese)}, come sarebbero in ${prossimo}`}
        lista={lista}
        chiave={(v) => v.id}
        conteggio={['prestazione', 'prestazioni']}
        colonne={[
          {
            id: 'scelta',
            titolo: 'Copia',
            cella: (v) =>
              v.motivo ? (
                motiviNonCopiata[v.motivo]
              ) : (
                <input
                  type="checkbox"
                  aria-label={`Copia ${v.nome}, ${v.codice}`}
                  checked={!tolte.has(v.id)}
                  onChange={(e) => cambia(v.id, e.target.checked)}
                />
              ),
          },
          { id: 'nome', titolo: 'Persona', riga: true, cella: (v) => v.nome || v.codiceFiscale },
          { id: 'codice', titolo: 'Codice', cella: (v) => v.codice },
          { id: 'protocollo', titolo: 'Protocollo', cella: (v) => v.protocollo },
          { id: 'giorni', titolo: 'Dal, al', cella: (v) => `${formatData(v.dal)} – ${formatData(v.al)}` },
          {
            id: 'importo',
            titolo: 'Importo mensile',
            numero: true,
            cella: (v) => formatEuro(centesimi(v.importoMensile) ?? 0),
          },
        ]}
        vuoto={{
          titolo: `In ${nomePeriodo(mese)} non ci sono prestazioni periodiche`,
          testo: 'Scegli un altro mese: quelle occasionali non si ripetono.',
        }}
      />
      {copiabili.length > 0 && (
        <p className="flussi-atti">
          <ActionButton
            e={copiaApi.copia}
            input={{ ente: ente.id, mese, prestazioni: scelte.map((v) => v.id) }}
            etichetta={`Copia ${formatNumero(scelte.length)} in ${prossimo}`}
            variante="primary"
            impedita={scelte.length === 0 ? 'Scegline almeno una.' : null}
            invalidates={[copiaApi.anteprima, prestazioniApi.quadro, prestazioniApi.list, prestazioniApi.regole]}
            esito={(r) => `${plurale(r.copiate, 'prestazione copiata', 'prestazioni copiate')} in ${prossimo}.`}
          />
          <Link className="btn btn-link" to={`/flussi/prestazioni?ente=${ente.id}&periodo=${mesePiuUno(mese)}`}>
            Prestazioni di {prossimo}
          </Link>
        </p>
      )}
    </>
  )
}
