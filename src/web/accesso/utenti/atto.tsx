// An act on a user or on one of his roles that asks for a reason. Hidden here: the ambito must not be left without an
// administrator by mistake (R1.12), so the server may ask for a second yes, which is given in the same dialog.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { type assegnazioniApi, utentiApi } from '../../../shared/accesso/utenti.api.ts'
import type { Scrittura } from '../../kernel/bozze/scrittura.ts'
import { bozzaDi } from '../../kernel/bozze/use-bozza.ts'
import type { InputWeb } from '../../kernel/client.ts'
import { useAction } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ConfirmDialog } from '../../kernel/ui/dialog.tsx'
import { useEsito } from '../../kernel/ui/esito.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'

type Atto =
  | typeof utentiApi.sospendi
  | typeof utentiApi.cessa
  | typeof utentiApi.riprendi
  | typeof utentiApi.dividi
  | typeof assegnazioniApi.sospendi
  | typeof assegnazioniApi.revoca
  | typeof assegnazioniApi.riprendi

export interface AttoProps {
  e: Atto
  id: string
  etichetta: string
  titolo: string
  testo: ReactNode
  esito: string
  /** Why it is not possible now, in words. */
  impedita?: string | null
  pericolo?: boolean
  piccolo?: boolean
}

export function AttoConMotivo(p: AttoProps) {
  const can = useCan()
  const idPerche = useId()
  const esito = useEsito()
  const [aperta, setAperta] = useState(false)
  const [avviso, setAvviso] = useState<string | null>(null)
  const azione = useAction(p.e, { mute: true, invalidates: [utentiApi.list, utentiApi.leggi], esito: p.esito })
  const fatto = useRef(false)
  // an act that takes its own button away must not leave the keyboard nowhere
  useEffect(
    () => () => {
      if (fatto.current) document.querySelector<HTMLElement>('main h1')?.focus()
    },
    [],
  )
  if (!can(p.e.azione)) return null
  const chiudi = () => {
    setAperta(false)
    setAvviso(null)
  }
  const fai = async (motivo: string, scrittura: Scrittura | null) => {
    await scrittura?.inviando()
    try {
      await azione.run({ id: p.id, motivo, ...(avviso && { conferma: true }) } as InputWeb<Atto>, bozzaDi(scrittura))
      scrittura?.inviata()
      fatto.current = true
      chiudi()
    } catch (errore) {
      scrittura?.nonInviata()
      const chiede = (errore as { errori?: { codice: string; messaggio: string }[] }).errori?.find(
        (x) => x.codice === 'conferma-richiesta',
      )
      if (chiede) return setAvviso(chiede.messaggio)
      esito.rifiutato(errore)
      chiudi()
    }
  }
  return (
    <span className="azione">
      <button
        type="button"
        className={`btn btn-outline-${p.pericolo ? 'danger' : 'primary'}${p.piccolo ? ' btn-xs' : ''}${p.impedita ? ' disabled' : ''}`}
        // not the `disabled` attribute: the reason must be reachable with the keyboard
        aria-disabled={Boolean(p.impedita)}
        aria-describedby={p.impedita ? idPerche : undefined}
        onClick={() => !p.impedita && setAperta(true)}
      >
        {p.etichetta}
      </button>
      {p.impedita && (
        <span id={idPerche} className="azione-perche">
          {p.impedita}
        </span>
      )}
      <ConfirmDialog
        aperta={aperta}
        onChiudi={chiudi}
        onConferma={(motivo, scrittura) => void fai(motivo, scrittura)}
        titolo={p.titolo}
        testo={
          <>
            <p>{p.testo}</p>
            {avviso && (
              <Avviso tipo="danger" titolo="Attenzione" annuncia>
                <p>{avviso}</p>
              </Avviso>
            )}
          </>
        }
        motivo="Motivo"
        bozza={`${p.e.path} ${p.id}`}
        conferma={avviso ? `${p.etichetta} comunque` : p.etichetta}
        pericolo={p.pericolo}
        inCorso={azione.inCorso}
      />
    </span>
  )
}
