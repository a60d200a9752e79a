// The acts on a segnalazione, each with what it asks; those that the state does not allow say why.
import { type ReactNode, useState } from 'react'
import { type SegnalazioneScheda, segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { type AttoSegnalazione, transizioniSegnalazione } from '../../shared/cartella/segnalazioni.rules.ts'
import type { Azione } from '../../shared/kernel/endpoint.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { ChecksField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Dialog } from '../kernel/ui/dialog.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { DestinatarioFields } from './destinatario-fields.tsx'
import { nomePersona } from './sportello-parti.tsx'

const vecchie = [segnalazioniApi.leggi, segnalazioniApi.list]
type Props = { s: SegnalazioneScheda; onFatto: () => void }

export const AL_POSTO_DI = {
  titolo: 'Valutarla al posto di chi ha iniziato?',
  testo: 'Da ora risulti tu; chi la valutava riceve un avviso, e il suo nome resta nella storia.',
}

export function AttiSegnalazione({ s }: { s: SegnalazioneScheda }) {
  const perche = (a: AttoSegnalazione) => impedimento(transizioniSegnalazione, a, s.stato)
  return (
    <p className="atti">
      {s.stato === 'in-valutazione' && !s.laValutoIo && (
        <ActionButton
          e={segnalazioniApi.valuta}
          input={{ id: s.id, subentro: s.versione }}
          etichetta="La valuto io"
          conferma={AL_POSTO_DI}
          invalidates={vecchie}
          esito="Ora la valuti tu."
        />
      )}
      {s.stato === 'ricevuta' && (
        <ActionButton
          e={segnalazioniApi.valuta}
          input={{ id: s.id }}
          etichetta="Inizia la valutazione"
          variante="primary"
          invalidates={vecchie}
          esito="La valutazione è iniziata."
        />
      )}
      <Atto azione="segnalazione.prendi-in-carico" etichetta="Prendi in carico" impedita={perche('prendi-in-carico')}>
        {(chiudi) => <PrendiInCarico s={s} onFatto={chiudi} />}
      </Atto>
      <Atto azione="segnalazione.orienta" etichetta="Orienta" impedita={perche('orienta')}>
        {(chiudi) => <Orienta s={s} onFatto={chiudi} />}
      </Atto>
      <Atto azione="segnalazione.inoltra" etichetta="Inoltra" impedita={perche('inoltra')}>
        {(chiudi) => <Inoltra s={s} onFatto={chiudi} />}
      </Atto>
      <Atto
        azione="segnalazione.segnala-autorita"
        etichetta="Segnala all’autorità"
        impedita={perche('segnala-autorita')}
      >
        {(chiudi) => <SegnalaAutorita s={s} onFatto={chiudi} />}
      </Atto>
      <Atto azione="segnalazione.archivia" etichetta="Archivia" impedita={perche('archivia')}>
        {(chiudi) => <Archivia s={s} onFatto={chiudi} />}
      </Atto>
      {!perche('riprendi') && (
        <ActionButton
          e={segnalazioniApi.riprendi}
          input={{ id: s.id }}
          etichetta="Riprendi la valutazione"
          conferma={{
            titolo: 'Rimettere in valutazione?',
            testo: 'Si può quando il destinatario ha respinto.',
            motivo: 'Motivo',
          }}
          invalidates={vecchie}
          esito="La segnalazione è di nuovo in valutazione."
        />
      )}
      <ActionButton
        e={segnalazioniApi.riserva}
        input={{ id: s.id, colleghi: s.riservata ? null : [] }}
        etichetta={s.riservata ? 'Togli la riserva' : 'Riservala a me'}
        conferma={{
          titolo: s.riservata ? 'Togliere la riserva?' : 'Riservare questa segnalazione a te?',
          testo: s.riservata
            ? 'La vedranno di nuovo i colleghi che valutano le segnalazioni del comune.'
            : 'La vedrai soltanto tu: per i colleghi non esisterà, nemmeno negli elenchi e nei conteggi.',
        }}
        invalidates={vecchie}
        esito={s.riservata ? 'La segnalazione è di nuovo visibile ai colleghi.' : 'La segnalazione è riservata a te.'}
      />
    </p>
  )
}

function Atto({
  azione,
  etichetta,
  impedita,
  children,
}: {
  azione: Azione
  etichetta: string
  impedita: string | null
  children: (chiudi: () => void) => ReactNode
}) {
  const can = useCan()
  const [aperta, setAperta] = useState(false)
  // what the state does not allow is left out: the way forward is the button that remains
  if (!can(azione) || impedita) return null
  return (
    <span className="azione">
      <button type="button" className="btn btn-outline-primary" onClick={() => setAperta(true)}>
        {etichetta}
      </button>
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo={etichetta}>
        {children(() => setAperta(false))}
      </Dialog>
    </span>
  )
}

function Archivia({ s, onFatto }: Props) {
  const form = useActionForm(segnalazioniApi.archivia, {
    iniziali: { motivo: '', conclusione: '' },
    fissi: { id: s.id },
    bozza: `segnalazione:${s.id}:archivia`,
    invalidates: vecchie,
    esito: 'Segnalazione archiviata.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Archivia">
      <VoceField name="motivo" label="Motivo" codifica="motivo-archiviazione" />
      <TextArea name="conclusione" label="Perché si archivia" righe={4} />
    </Form>
  )
}

function Orienta({ s, onFatto }: Props) {
  const form = useActionForm(segnalazioniApi.orienta, {
    iniziali: { conclusione: '' },
    fissi: { id: s.id },
    bozza: `segnalazione:${s.id}:orienta`,
    invalidates: vecchie,
    esito: 'Segnalazione conclusa con un orientamento.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Orienta">
      <TextArea name="conclusione" label="Verso che cosa e perché" righe={4} />
    </Form>
  )
}

function Inoltra({ s, onFatto }: Props) {
  const form = useActionForm(segnalazioniApi.inoltra, {
    iniziali: { ufficioId: '', ente: '', email: '', testo: '' },
    fissi: { id: s.id },
    bozza: `segnalazione:${s.id}:inoltra`,
    invalidates: vecchie,
    esito: 'Segnalazione inoltrata.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Inoltra">
      <DestinatarioFields />
    </Form>
  )
}

function SegnalaAutorita({ s, onFatto }: Props) {
  const form = useActionForm(segnalazioniApi.segnalaAutorita, {
    iniziali: { autorita: '', conclusione: '' },
    fissi: { id: s.id },
    bozza: `segnalazione:${s.id}:autorita`,
    invalidates: vecchie,
    esito: 'Segnalazione all’autorità registrata.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Registra la segnalazione all’autorità">
      <TextField
        name="autorita"
        label="Autorità"
        aiuto="Per esempio: Procura della Repubblica presso il tribunale per i minorenni"
      />
      <TextArea name="conclusione" label="Che cosa si segnala, e con quale atto" righe={4} />
    </Form>
  )
}

function PrendiInCarico({ s, onFatto }: Props) {
  const note = s.segnalati.flatMap((p) => (p.persona ? [p.persona] : []))
  const form = useActionForm(segnalazioniApi.prendiInCarico, {
    iniziali: { persone: note.map((p) => p.id), tipo: 'professionale', area: '', mandato: 'accordo', conclusione: '' },
    fissi: { id: s.id },
    bozza: `segnalazione:${s.id}:presa`,
    invalidates: vecchie,
    esito: (r) => `Proposta la presa in carico: numero ${r.prese.map((p) => p.numero).join(', ')}.`,
    onDone: onFatto,
  })
  if (note.length === 0) return <p>Prima indica chi sono le persone segnalate: la presa in carico è di una persona.</p>
  return (
    <Form form={form} invio="Proponi la presa in carico">
      <ChecksField name="persone" label="Di chi" opzioni={note.map((p) => [p.id, nomePersona(p)!] as const)} />
      <VoceField name="tipo" label="A che titolo" codifica="tipo-presa-in-carico" />
      <VoceField name="area" label="Area" codifica="area-utenza" />
      <SelectField
        name="mandato"
        label="Con quale mandato"
        opzioni={[
          ['accordo', 'Con l’accordo della persona'],
          ['senza-accordo', 'Senza il suo accordo'],
          ['mandato-autorita', 'Su mandato dell’autorità'],
        ]}
      />
      <TextArea name="conclusione" label="Perché si prende in carico" righe={4} />
    </Form>
  )
}
