// The acts on an adhesion, each a form in its dialog: signing (A2.11: who may sign for whom), registering with the
// foreseen effect in words (A2.12), ceasing with its reason, going back to a draft where it was a mistake. Whether each is possible now is said by the transition table.

import { impedimento } from '../../shared/kernel/transizioni.ts'
import { adesioniApi } from '../../shared/territorio/adesioni.api.ts'
import { nomeQualifica, type Qualifica, qualifiche, transizioni } from '../../shared/territorio/adesioni.rules.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { RadioField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { effettoRegistrazione } from './effetto.ts'
import { AnnullaButton, AttoButton } from './parti.tsx'

export type Adesione = OutputWeb<typeof adesioniApi.leggi>
/** What every act on an adhesion makes old. */
export const LEGGE = [adesioniApi.leggi, adesioniApi.elenco, sezioniApi.stato]

const delComune: readonly Qualifica[] = ['sindaco', 'segretario-generale-delegato']

export function FirmaAtto({ a }: { a: Adesione }) {
  return (
    <AttoButton
      e={adesioniApi.firma}
      etichetta={a.stato === 'firmata' ? 'Correggi la firma' : 'Riporta la firma'}
      titolo="Chi ha firmato l’atto, e quando"
      impedita={impedimento(transizioni, 'firma', a.stato)}
      variante={a.stato === 'bozza' ? 'primary' : 'outline-primary'}
    >
      {(chiudi) => <FormFirma a={a} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormFirma({ a, chiudi }: { a: Adesione; chiudi: () => void }) {
  const form = useActionForm(adesioniApi.firma, {
    iniziali: {
      firmatario: a.firmatario,
      qualifica: a.firmatarioQualifica ?? '',
      firmataIl: a.firmataIl ?? '',
      note: a.note,
    },
    fissi: { id: a.id, versione: a.versione },
    bozza: `adesione-firma-${a.id}`,
    invalidates: LEGGE,
    esito: 'Firma riportata.',
    onDone: chiudi,
  })
  const ammesse = qualifiche.filter((q) => delComune.includes(q) === (a.comuneId !== null))
  return (
    <Form form={form} invio="Riporta la firma" annulla={<AnnullaButton onClick={chiudi} />}>
      <TextField name="firmatario" label="Nome e cognome di chi ha firmato" />
      <RadioField name="qualifica" label="In qualità di" opzioni={ammesse.map((q) => [q, nomeQualifica[q]])} />
      <DateField name="firmataIl" label="Data della firma" />
      <TextArea name="note" label="Note" righe={2} />
    </Form>
  )
}

export function RegistraAtto({ a }: { a: Adesione }) {
  return (
    <AttoButton
      e={adesioniApi.registra}
      etichetta="Registra"
      titolo="Registrare l’adesione?"
      impedita={
        impedimento(transizioni, 'registra', a.stato) ?? (a.documento ? null : 'Allega prima il documento firmato.')
      }
      variante={a.stato === 'firmata' ? 'primary' : 'outline-primary'}
    >
      {(chiudi) => <FormRegistra a={a} chiudi={chiudi} />}
    </AttoButton>
  )
}

/** Today, or the first day of the act's own year when it is another. */
function primoGiorno(a: Adesione): string {
  const giorno = oggi()
  return a.anno && !giorno.startsWith(String(a.anno)) ? `${a.anno}-01-01` : giorno
}

function FormRegistra({ a, chiudi }: { a: Adesione; chiudi: () => void }) {
  const can = useCan()
  const form = useActionForm(adesioniApi.registra, {
    iniziali: { dal: primoGiorno(a), al: a.anno ? `${a.anno}-12-31` : '' },
    fissi: { id: a.id, versione: a.versione },
    invalidates: LEGGE,
    esito: (r) => `Adesione registrata. ${r.spiegazione}`,
    onDone: chiudi,
  })
  const { dal, al } = form.rhf.watch()
  return (
    <Form form={form} invio="Registra l’adesione" annulla={<AnnullaButton onClick={chiudi} />}>
      <DateField name="dal" label="Valida dal" />
      <DateField
        name="al"
        label="Ultimo giorno di validità"
        obbligatorio={a.annuale}
        aiuto={a.annuale ? undefined : 'gg/mm/aaaa; vuoto: senza scadenza'}
      />
      {can(sezioniApi.stato.azione) && <AnteprimaEffetto a={a} dal={String(dal)} al={al ? String(al) : null} />}
    </Form>
  )
}

function AnteprimaEffetto({ a, dal, al }: { a: Adesione; dal: string; al: string | null }) {
  const sezioni = useEndpoint(sezioniApi.elenco, {})
  const stato = useEndpoint(sezioniApi.stato, {})
  if (!/^\d{4}-\d{2}-\d{2}$/.test(dal)) return null
  return (
    <div className="effetto" aria-live="polite">
      <Caricamento query={sezioni} righe={2}>
        {(s) => (
          <Caricamento query={stato} righe={2}>
            {(x) => {
              const effetti = effettoRegistrazione({ ...a, dal, al }, s.voci, x.voci, oggi())
              return (
                <Avviso tipo={effetti.some((e) => e.apre) ? 'warning' : 'info'} titolo="Che cosa aprirà, e per chi">
                  <ul>
                    {effetti.map((e) => (
                      <li key={e.frase}>{e.frase}</li>
                    ))}
                  </ul>
                </Avviso>
              )
            }}
          </Caricamento>
        )}
      </Caricamento>
    </div>
  )
}

export function AnnullaAtto({ a }: { a: Adesione }) {
  if (impedimento(transizioni, 'annulla', a.stato)) return null
  return (
    <AttoButton
      e={adesioniApi.annulla}
      etichetta="Riporta in bozza"
      titolo="Riportare l’atto in bozza?"
      variante="outline-danger"
    >
      {(chiudi) => <FormAnnulla a={a} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormAnnulla({ a, chiudi }: { a: Adesione; chiudi: () => void }) {
  const form = useActionForm(adesioniApi.annulla, {
    iniziali: { motivo: '' },
    bozza: `adesione-annulla-${a.id}`,
    fissi: { id: a.id, versione: a.versione },
    invalidates: LEGGE,
    esito: 'L’atto è di nuovo in bozza.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Riporta in bozza" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>
        Per una firma riportata qui per errore: da bozza l’atto si corregge o si elimina, con il documento che vi è
        allegato.
      </p>
      <TextArea
        name="motivo"
        label="Motivo"
        righe={3}
        aiuto="Resta nelle note dell’atto e nel registro delle modifiche."
      />
    </Form>
  )
}

export function CessaAtto({ a }: { a: Adesione }) {
  return (
    <AttoButton
      e={adesioniApi.cessa}
      etichetta="Registra la cessazione"
      titolo="Registrare la cessazione dell’adesione?"
      impedita={impedimento(transizioni, 'cessa', a.stato)}
      variante="outline-danger"
    >
      {(chiudi) => <FormCessa a={a} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormCessa({ a, chiudi }: { a: Adesione; chiudi: () => void }) {
  const form = useActionForm(adesioniApi.cessa, {
    iniziali: { al: '', motivo: '' },
    bozza: `adesione-cessa-${a.id}`,
    fissi: { id: a.id, versione: a.versione },
    invalidates: LEGGE,
    esito: (r) => `Cessazione registrata. ${r.spiegazione}`,
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Registra la cessazione" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>
        Dopo l’ultimo giorno le sezioni che l’atto apriva si chiudono, e nessuno vede più lì i dati di chi non ha un
        altro atto valido.
      </p>
      <DateField name="al" label="Ultimo giorno di validità" />
      <TextArea name="motivo" label="Motivo" righe={3} />
    </Form>
  )
}
