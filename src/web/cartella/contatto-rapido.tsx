// The quick contact: five fields, a few keys, Ctrl+Enter, and ready for the next one. Comune, office, operator and time
// are already there.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { useVoci } from '../parametri/voci.ts'
import { luogoIniziale, ufficiDelComune } from './luogo-fields.tsx'
import { PersonaField } from './sportello-parti.tsx'

type Postazione = Output<typeof contattiApi.postazione>

export function ContattoRapido({ postazione }: { postazione: Postazione }) {
  const { predefiniti } = postazione
  const [serie, setSerie] = useState(0)
  const [ultimo, setUltimo] = useState<string | null>(null)
  const [luogo, setLuogo] = useState({
    ...luogoIniziale(postazione, false),
    canale: predefiniti.canale,
  })
  const comune = postazione.comuni.find((c) => c.id === luogo.comuneId)
  const uffici = ufficiDelComune(postazione, luogo.comuneId)
  const ufficio = uffici.find((u) => u.id === luogo.ufficioId)
  // the lists first: a field that waits for its own would lose the focus given to it
  const pronti = [useVoci('canale-contatto'), useVoci('bisogno'), useVoci('esito-contatto')].every((v) => !v.isPending)
  if (!comune)
    return <p>Non lavori in nessun comune aperto alla cartella: rivolgiti all’amministratore del tuo ambito.</p>
  return (
    <section className="contatto-rapido" aria-labelledby="contatto-rapido">
      <h2 id="contatto-rapido">Nuovo contatto</h2>
      {pronti && (
        <Modulo
          key={serie}
          luogo={luogo}
          primo={serie === 0}
          esito={predefiniti.esito}
          onFatto={(id, canale) => {
            setLuogo({ ...luogo, canale })
            setUltimo(id)
            setSerie(serie + 1)
          }}
        />
      )}
      {ultimo && (
        <p>
          <Link to={`/sportello/contatti/${ultimo}`}>Completa il contatto appena registrato</Link>
        </p>
      )}
      <details className="contatto-luogo">
        <summary>
          Registri per {comune.nome}
          {ufficio ? `, ${ufficio.nome}` : ', senza indicare l’ufficio'}
        </summary>
        <div className="campo">
          <label htmlFor="contatto-comune">Comune</label>
          <select
            id="contatto-comune"
            className="form-select"
            value={luogo.comuneId}
            onChange={(e) => setLuogo({ ...luogo, comuneId: e.target.value, ufficioId: '' })}
          >
            {postazione.comuni.map((c) => (
              <option key={c.id} value={c.id}>
                {c.nome}
              </option>
            ))}
          </select>
        </div>
        <div className="campo">
          <label htmlFor="contatto-ufficio">Ufficio</label>
          <select
            id="contatto-ufficio"
            className="form-select"
            value={luogo.ufficioId}
            onChange={(e) => setLuogo({ ...luogo, ufficioId: e.target.value })}
          >
            <option value="">Senza indicarlo</option>
            {uffici.map((u) => (
              <option key={u.id} value={u.id}>
                {u.nome}
              </option>
            ))}
          </select>
        </div>
      </details>
    </section>
  )
}

function Modulo({
  luogo,
  primo,
  esito,
  onFatto,
}: {
  luogo: { comuneId: string; ufficioId: string; canale: string }
  primo: boolean
  esito: string
  onFatto: (id: string, canale: string) => void
}) {
  const form = useActionForm(contattiApi.crea, {
    iniziali: { canale: luogo.canale, bisogno: '', esito, personaId: null, nota: '' },
    fissi: { comuneId: luogo.comuneId, ufficioId: luogo.ufficioId || null },
    bozza: 'contatto-rapido',
    invalidates: [contattiApi.list],
    esito: 'Contatto registrato.',
    onDone: ({ id }, inviati) => onFatto(id, String(inviati.canale)),
  })
  const attorno = useRef<HTMLDivElement>(null)
  // after one is saved, the next begins where that one did
  useEffect(() => {
    if (!primo) attorno.current?.querySelector<HTMLElement>('select, input')?.focus()
  }, [primo])
  const tasto = (e: KeyboardEvent) => {
    if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey) || form.inCorso) return
    e.preventDefault()
    void form.invia()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the form, whose button does the same
    <div ref={attorno} onKeyDown={tasto}>
      <Form form={form} invio="Registra (Ctrl+Invio)">
        <div className="contatto-campi">
          <VoceField name="canale" label="Come" codifica="canale-contatto" />
          <VoceField name="bisogno" label="Bisogno" codifica="bisogno" />
          <VoceField name="esito" label="Esito" codifica="esito-contatto" />
          <PersonaField
            name="personaId"
            label="Persona"
            aiuto="Se non la indichi il contatto è anonimo, e si conta lo stesso"
          />
        </div>
        <TextArea name="nota" label="Nota" righe={2} />
      </Form>
    </div>
  )
}
