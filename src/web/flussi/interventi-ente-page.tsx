// The services that an ente does not send to INPS, among those of the catalogue.
import { useState } from 'react'
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { fontiApi } from '../../shared/flussi/fonti.api.ts'
import { type InterventoEnte, interventiEnteApi } from '../../shared/flussi/interventi-ente.api.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ConEnte } from './ente-scelto.tsx'
import './flussi.css'

const vuoti = { ente: '', fermi: '' }

export default function InterventiEntePage() {
  const [filtri, setFiltri] = useFiltri(vuoti)
  return (
    <>
      <PageHeader
        titolo="Servizi che non si inviano"
        sotto="Quelli del catalogo che questo ente non manda a INPS: le loro righe si fermano, e l’estrazione li lascia"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente) => (
          <>
            <p>
              I servizi e i loro codici sono nel <Link to="/interventi">catalogo degli interventi</Link>.
            </p>
            <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
              <FilterCheck name="fermi" label="Solo quelli che non si inviano" />
            </Filtri>
            <Servizi key={ente.id} ente={ente} fermi={filtri.fermi === '1'} />
          </>
        )}
      </ConEnte>
    </>
  )
}

const rilegge = [interventiEnteApi.list, fontiApi.voci]

function Servizi({ ente, fermi }: { ente: Ente; fermi: boolean }) {
  const can = useCan()
  const q = useEndpoint(interventiEnteApi.list, { ente: ente.id })
  const [aperto, setAperto] = useState<InterventoEnte | null>(null)
  const voci = (q.data?.voci ?? []).filter((v) => !fermi || v.scelta?.nonInviare)
  return (
    <>
      {aperto && <Ferma key={aperto.codice} ente={ente} servizio={aperto} onFatto={() => setAperto(null)} />}
      <DataTable
        caption={`Servizi del catalogo, ${ente.denominazione}`}
        lista={{ ...q, voci }}
        chiave={(v) => v.codice}
        conteggio={['servizio', 'servizi']}
        colonne={[
          { id: 'nome', titolo: 'Servizio', riga: true, cella: (v) => v.nome },
          { id: 'inps', titolo: 'Codice INPS', cella: (v) => v.inps ?? 'nessuno' },
          {
            id: 'come',
            titolo: 'A INPS',
            cella: (v) =>
              v.scelta?.nonInviare ? `non si manda: ${v.scelta.motivo}` : v.inps ? 'si manda' : 'non ha un codice',
          },
          {
            id: 'atto',
            titolo: 'Decidi',
            senzaTitolo: true,
            cella: (v) =>
              can('flusso.ente') &&
              v.inps &&
              (v.scelta?.nonInviare ? (
                <ActionButton
                  e={interventiEnteApi.scegli}
                  input={{ ente: ente.id, codice: v.codice, nonInviare: false, versione: v.scelta.versione }}
                  etichetta="Invia di nuovo"
                  piccolo
                  invalidates={rilegge}
                  esito="Da ora si manda."
                />
              ) : (
                <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setAperto(v)}>
                  Non inviare<span className="visually-hidden"> {v.nome}</span>
                </button>
              )),
          },
        ]}
        vuoto={{
          titolo: fermi ? 'Questo ente manda tutto' : 'Il catalogo è vuoto',
          testo: fermi ? 'Per fermare un servizio togli il filtro, e scegli «Non inviare».' : 'Lo scrive l’ambito.',
        }}
      />
    </>
  )
}

function Ferma({ ente, servizio, onFatto }: { ente: Ente; servizio: InterventoEnte; onFatto: () => void }) {
  const form = useActionForm(interventiEnteApi.scegli, {
    bozza: `intervento-fermo:${ente.id}:${servizio.codice}`,
    iniziali: { motivo: '' },
    fissi: {
      ente: ente.id,
      codice: servizio.codice,
      nonInviare: true,
      ...(servizio.scelta && { versione: servizio.scelta.versione }),
    },
    invalidates: rilegge,
    esito: 'Non si manda: vale per ciò che si carica, si scrive e si estrae da ora.',
    onDone: onFatto,
  })
  return (
    <section aria-label={`Non inviare ${servizio.nome}`}>
      <h2>
        «{servizio.nome}» ({servizio.inps}) non si manda
      </h2>
      <Form
        form={form}
        invio="Non inviare"
        annulla={
          <button type="button" className="btn btn-link" onClick={onFatto}>
            Annulla
          </button>
        }
      >
        <TextArea
          name="motivo"
          label="Perché"
          aiuto="Per esempio: lo manda l’ente che gestisce il servizio."
          righe={2}
        />
      </Form>
    </section>
  )
}
