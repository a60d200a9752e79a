// When, where, by which channels; and what would come of it, household by household, before anything is written.
import { useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { Link, useNavigate } from 'react-router'
import { disponibilitaApi } from '../../shared/cartella/disponibilita.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { piuGiorni } from '../../shared/misure/giorni.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { canali, nomiCanale } from '../../shared/patti/convocazioni.rules.ts'
import type { MioCaso } from '../../shared/patti/miei-casi.api.ts'
import type { IncontroPatto } from '../../shared/patti/patto.api.ts'
import type { InputWeb } from '../kernel/client.ts'
import { ChecksField, RadioField, SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { oggi, plurale } from '../kernel/format.ts'
import { useAction, useEndpoint } from '../kernel/hooks.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import '../cartella/sportello.css'

type Scelte = Output<typeof convocazioniApi.scelte>
type Nuova = InputWeb<typeof convocazioniApi.crea>
type Slot = Output<typeof disponibilitaApi.libere>['voci'][number]

const MODI = [
  ['primo', 'Il primo canale che si può usare', 'Nell’ordine in cui sono elencati'],
  ['tutti', 'Tutti quelli scelti che si possono usare'],
] as const
const ORE = [
  ['libere', 'Un’ora per ciascuno, tra le mie ore libere', 'Si prendono in agenda, in ordine'],
  ['stessa', 'La stessa ora per tutti'],
] as const

export function ModuloConvocazione({
  casi,
  s,
  previsto = null,
}: {
  casi: readonly MioCaso[]
  s: Scelte
  /** The meeting of the pact to which it calls: day and hour are its own. */
  previsto?: IncontroPatto | null
}) {
  const navigate = useNavigate()
  const comune = casi[0]!.comuneId
  const uffici = s.uffici.filter((u) => u.comuneId === null || u.comuneId === comune)
  // read when the form is sent: which hours are free depends on what the form says
  let slot: readonly Slot[] = []
  const form = useActionForm(convocazioniApi.crea, {
    iniziali: {
      modello: s.modelli[0]!.id,
      canali: ['pec', 'email', 'sms'],
      modo: 'primo',
      ore: previsto ? 'stessa' : 'libere',
      giorno: previsto?.previstoIl ?? piuGiorni(oggi(), s.preavviso + 1),
      ora: previsto?.ora ?? '',
      minuti: previsto?.durata ?? 30,
      ufficioId: previsto?.appuntamento ? '' : (uffici[0]?.id ?? ''),
      luogo: previsto ? [previsto.ufficio, previsto.luogo].filter(Boolean).join(', ') : '',
    },
    bozza: previsto ? `convocazione-incontro:${previsto.id}` : 'convocazione-nuova',
    toInput: (v) => inCrea(v, casi, slot, previsto?.id),
    invalidates: [convocazioniApi.elenco],
    esito: 'Convocazioni in preparazione.',
    onDone: (r) => void navigate(`/convocazioni?invio=${r.id}`),
  })
  const v = form.rhf.watch()
  const libere = useEndpoint(
    disponibilitaApi.libere,
    { dal: v.giorno || oggi(), quanti: Math.max(casi.length, 1), ...(v.ufficioId && { ufficio: v.ufficioId }) },
    { enabled: v.ore === 'libere' && /^\d{4}-\d{2}-\d{2}$/.test(v.giorno ?? '') },
  )
  slot = libere.data?.voci ?? []
  const [vista, setVista] = useState<Output<typeof convocazioniApi.anteprima> | null>(null)
  const anteprima = useAction(convocazioniApi.anteprima, { onDone: setVista })
  const mancano = v.ore === 'libere' && libere.data !== undefined && slot.length < casi.length
  const guarda = () => {
    const { minuti: _m, ufficioId: _u, ...resto } = inCrea(v, casi, slot, previsto?.id)
    if (resto.voci.length > 0) anteprima.run(resto).catch(() => {})
  }
  return (
    <>
      <Form form={form} invio={`Convoca ${plurale(casi.length, 'nucleo', 'nuclei')}`}>
        <div className="campi-affiancati">
          <SelectField
            name="modello"
            label="Modello"
            opzioni={s.modelli.map((m) => [m.id, `${m.nome} (versione ${m.versione})`] as const)}
          />
          <ChecksField name="canali" label="Canali" opzioni={canali.map((c) => [c, nomiCanale[c]] as const)} />
          <RadioField name="modo" label="Quali usare" opzioni={MODI} />
          {!previsto && <RadioField name="ore" label="A che ora" opzioni={ORE} />}
          <DateField name="giorno" label={v.ore === 'libere' ? 'Dal giorno' : 'Giorno'} />
          {v.ore === 'stessa' && <TextField name="ora" label="Ora" aiuto="Per esempio 09:30" />}
          {v.ore === 'stessa' && <NumberField name="minuti" label="Durata in minuti" />}
          <SelectField
            name="ufficioId"
            label="Ufficio"
            opzioni={uffici.map((u) => [u.id, u.nome] as const)}
            vuota="Nessuno"
          />
          <TextField name="luogo" label="Dove" aiuto="Come lo leggerà chi è convocato: ufficio, via e numero" />
        </div>
        <p>
          Tra oggi e l’incontro servono almeno {s.preavviso} giorni, tra due convocazioni dello stesso nucleo almeno{' '}
          {s.distanza}; dove la misura dice altro, vale ciò che dice: lo vedi guardando che cosa partirebbe.
        </p>
        {mancano && (
          <Avviso
            tipo="warning"
            titolo={`Ci sono ${plurale(slot.length, 'ora libera', 'ore libere')} per ${casi.length} nuclei`}
          >
            <p>
              Scrivi in <Link to="/agenda/disponibilita">Quando ci sei</Link> altre ore, scegli meno nuclei, o convocali
              alla stessa ora.
            </p>
          </Avviso>
        )}
        <p className="atti">
          <button type="button" className="btn btn-outline-primary" aria-disabled={anteprima.inCorso} onClick={guarda}>
            Guarda che cosa partirebbe
          </button>
        </p>
      </Form>
      {vista && <Anteprima a={vista} s={s} />}
    </>
  )
}

const inCrea = (v: FieldValues, casi: readonly MioCaso[], slot: readonly Slot[], incontro?: string): Nuova => ({
  modello: v.modello,
  canali: v.canali ?? [],
  modo: v.modo,
  luogo: v.luogo ?? '',
  minuti: v.ore === 'libere' ? (slot[0]?.minuti ?? 30) : Number(v.minuti),
  // together at the same hour they do not take one another's place in the agenda
  ufficioId: v.ore === 'libere' || casi.length === 1 ? v.ufficioId || null : null,
  voci: casi.flatMap((c, n) =>
    v.ore === 'libere'
      ? slot[n]
        ? [{ casoId: c.id, giorno: slot[n].giorno, ora: slot[n].ora }]
        : []
      : [{ casoId: c.id, giorno: v.giorno, ora: v.ora, ...(incontro && { incontroId: incontro }) }],
  ),
})

function Anteprima({ a, s }: { a: Output<typeof convocazioniApi.anteprima>; s: Scelte }) {
  return (
    <section aria-label="Anteprima" aria-live="polite">
      <DataTable
        caption="Che cosa partirebbe: nulla è ancora scritto"
        lista={{ voci: a.voci }}
        chiave={(x) => x.casoId}
        conteggio={['nucleo', 'nuclei']}
        colonne={[
          { id: 'chi', titolo: 'Chi', riga: true, cella: (x) => x.nome },
          {
            id: 'numero',
            titolo: 'Convocazione',
            cella: (x) =>
              `${x.numero}ª${x.numero > s.massimo ? `: oltre le ${s.massimo} previste, valuta se segnalarlo` : ''}`,
          },
          {
            id: 'come',
            titolo: 'Come',
            cella: (x) =>
              x.usati.length > 0
                ? x.usati.map((c) => nomiCanale[c]).join(', ')
                : 'Nessun canale: consegnala di persona',
          },
          {
            id: 'no',
            titolo: 'Non si possono usare',
            cella: (x) => x.esclusi.map((c) => nomiCanale[c]).join(', ') || '–',
          },
          { id: 'impedimento', titolo: 'Impedimento', cella: (x) => x.impedimento ?? '–' },
        ]}
        vuoto={{ titolo: 'Nessuno' }}
      />
      {a.esempio && (
        <details open>
          <summary>Che cosa leggerà il primo</summary>
          <p>
            <strong>{a.esempio.oggetto}</strong>
          </p>
          <p className="testo-scritto">{a.esempio.email}</p>
          <p>
            <strong>SMS:</strong> {a.esempio.sms}
          </p>
        </details>
      )}
    </section>
  )
}
