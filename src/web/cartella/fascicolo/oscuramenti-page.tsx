// What is hidden in this folder, among what one sees; and hiding the whole of it. A single item is hidden from here by
// choosing it in the story.
import { useState } from 'react'
import { useParams } from 'react-router'
import { nomeEvento } from '../../../shared/cartella/eventi.rules.ts'
import { fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import { oscuramentiApi } from '../../../shared/cartella/oscuramento.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { ChecksField, SelectField, TextArea } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { formatData, formatIstante } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../../kernel/ui/parts.tsx'
import './fascicolo.css'

/** What an event of the story is, among what can be hidden. */
const oscurabile: Record<string, string> = { diario: 'diario', attivita: 'diario', fatto: 'fatto' }

export default function OscuramentiPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(oscuramentiApi.oscuramenti, { id })
  return (
    <>
      <PageHeader titolo="Oscuramenti" sotto="Ciò che esiste soltanto per alcuni" azioni={<PrintButton />} />
      <CaricamentoFascicolo personaId={id} query={q}>
        {(dati) => (
          <>
            <DataTable
              caption="Che cosa è oscurato, tra ciò che vedi"
              lista={{ voci: dati.voci }}
              chiave={(o) => o.id}
              conteggio={['oscuramento', 'oscuramenti']}
              colonne={[
                { id: 'cosa', titolo: 'Che cosa', riga: true, cella: (o) => o.tipoTesto },
                { id: 'motivo', titolo: 'Perché', cella: (o) => o.motivo },
                { id: 'vedono', titolo: 'Chi lo vede', cella: (o) => o.vedono.map((v) => v.nome).join(', ') },
                {
                  id: 'chi',
                  titolo: 'Chi l’ha oscurato',
                  cella: (o) => `${o.nascostoDa}, ${formatIstante(o.nascostoIl)}`,
                },
                {
                  id: 'ora',
                  titolo: 'Ora',
                  cella: (o) =>
                    o.toltoIl ? (
                      <>
                        <StatusBadge>tolto</StatusBadge> {o.toltoDa}, {formatIstante(o.toltoIl)}: {o.motivoTolto}
                      </>
                    ) : (
                      <ActionButton
                        e={oscuramentiApi.togli}
                        input={{ id: o.id }}
                        etichetta="Rendi visibile"
                        piccolo
                        conferma={{
                          titolo: 'Renderlo di nuovo visibile?',
                          testo: 'Tornerà a vederlo chi lo vedeva prima.',
                          motivo: 'Perché',
                        }}
                        invalidates={[oscuramentiApi.oscuramenti, fascicoloApi.timeline, fascicoloApi.frontespizio]}
                        esito="Ora è di nuovo visibile."
                      />
                    ),
                },
              ]}
              vuoto={{
                titolo: 'Niente è oscurato',
                testo: 'Si oscura ciò che potrebbe mettere in pericolo qualcuno se letto da altri.',
              }}
            />
            <Nascondi id={id} dati={dati} />
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}

const VUOTO = { cosa: '', motivo: '', utenti: [] }

function Nascondi({ id, dati }: { id: string; dati: Output<typeof oscuramentiApi.oscuramenti> }) {
  const [aperto, setAperto] = useState(false)
  const storia = usePagine(fascicoloApi.timeline, { id, limite: 200 }, { enabled: aperto })
  const form = useActionForm(oscuramentiApi.nascondi, {
    bozza: `oscuramento:${id}`,
    iniziali: VUOTO,
    toInput: ({ cosa, ...v }) => {
      const [tipo = '', oggettoId = ''] = String(cosa ?? '').split(' ')
      return { id, tipo, oggettoId, motivo: v.motivo, utenti: v.utenti ?? [] }
    },
    invalidates: [oscuramentiApi.oscuramenti, fascicoloApi.timeline, fascicoloApi.frontespizio],
    esito: 'Oscurato: per gli altri non esiste più.',
    onDone: () => form.rhf.reset(VUOTO),
  })
  const cose = [
    [`persona ${id}`, 'L’intero fascicolo di questa persona'] as const,
    ...storia.voci
      .filter((e) => oscurabile[e.tipo] && !e.riservato)
      .map(
        (e) =>
          [`${oscurabile[e.tipo]} ${e.id}`, `${formatData(e.giorno)} – ${nomeEvento(e.tipo)}: ${e.titolo}`] as const,
      ),
  ]
  return (
    <details className="dettagli d-print-none" onToggle={(e) => setAperto(e.currentTarget.open)}>
      <summary>Oscura qualcosa</summary>
      <Avviso>
        <p>
          Ciò che oscuri sparisce per tutti tranne te e chi indichi: dagli elenchi, dai conteggi, dalla storia, dalle
          stampe e dalle esportazioni. Niente dirà loro che c’è. Può chiederlo chi risponde del caso o del servizio.
        </p>
      </Avviso>
      <Form form={form} invio="Oscura">
        <SelectField name="cosa" label="Che cosa" opzioni={cose} />
        <TextArea name="motivo" label="Perché" righe={2} />
        <ChecksField
          name="utenti"
          label={`Chi continua a vederlo, oltre a te, nel Comune di ${dati.comune}`}
          opzioni={dati.colleghi.map((c) => [c.id, `${c.nome} (${c.ruoli})`] as const)}
        />
      </Form>
    </details>
  )
}
