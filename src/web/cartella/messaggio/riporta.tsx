// The last look before a message enters the record, and the taking in: of a person who is there, or of a new one.
import { useEffect, useRef } from 'react'
import { type Confronto, type DiChi, messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { nomePersona } from '../../anagrafe/parole.tsx'
import type { OutputWeb } from '../../kernel/client.ts'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { formatIstante } from '../../kernel/format.ts'
import { useAction } from '../../kernel/hooks.ts'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { Aggiunte, VUOTE } from './aggiunte.tsx'
import { Voci } from './voci.tsx'

type Fatto = OutputWeb<typeof messaggiApi.riporta>

interface Comuni {
  file: File
  onFatto: (f: Fatto) => void
  indietro: () => void
}

const Indietro = ({ indietro }: Pick<Comuni, 'indietro'>) => (
  <button type="button" className="btn btn-link" onClick={indietro}>
    Indietro
  </button>
)

export function Nuova({ letto, file, comune, onFatto, indietro }: Comuni & { letto: DiChi; comune: string }) {
  const form = useActionForm(messaggiApi.nuova, {
    iniziali: VUOTE,
    fissi: { file, comune, diverseDa: letto.simili.map((s) => s.persona.id) },
    onDone: onFatto,
  })
  return (
    <>
      <h2>Una persona nuova: {nomePersona(letto.assistito)}</h2>
      <Voci voci={letto.voci} titolo="Che cosa entra nella cartella" />
      <Form form={form} invio="Aggiungi la persona e riporta il messaggio" annulla={<Indietro indietro={indietro} />}>
        <Aggiunte servono={letto.servono} />
      </Form>
    </>
  )
}

export function Confronta({ personaId, file, onFatto, indietro }: Comuni & { personaId: string }) {
  const { run, problema, ...azione } = useAction(messaggiApi.confronta, { mute: true })
  const risposta = useRef<Confronto | undefined>(undefined)
  const leggi = () =>
    run({ id: personaId, file }).then(
      (r) => {
        risposta.current = r
      },
      // shown in its place, with the question of why one reads where it is asked
      () => {},
    )
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each person and file
  useEffect(() => void leggi(), [personaId, file])
  const dati = risposta.current
  return (
    <CaricamentoFascicolo
      personaId={personaId}
      query={{ ...(dati && { data: dati }), isPending: azione.inCorso, error: problema, refetch: leggi }}
      righe={6}
    >
      {(c) => <Modulo c={c} file={file} onFatto={onFatto} indietro={indietro} />}
    </CaricamentoFascicolo>
  )
}

function Modulo({ c, file, onFatto, indietro }: Comuni & { c: Confronto }) {
  const form = useActionForm(messaggiApi.riporta, {
    iniziali: VUOTE,
    fissi: { id: c.persona.id, file },
    invalidates: [messaggiApi.stato],
    onDone: onFatto,
  })
  return (
    <>
      <h2>{nomePersona(c.persona)}: il messaggio e la cartella</h2>
      {c.giaRicevutoIl && (
        <Avviso titolo={`Questo messaggio è già stato riportato il ${formatIstante(c.giaRicevutoIl)}`}>
          <p>Riportarlo di nuovo aggiunge soltanto ciò che manca.</p>
        </Avviso>
      )}
      <Voci voci={c.voci} titolo="Dato per dato" />
      <Form form={form} invio="Riporta nel fascicolo" annulla={<Indietro indietro={indietro} />}>
        <Aggiunte servono={c.servono} />
      </Form>
    </>
  )
}
