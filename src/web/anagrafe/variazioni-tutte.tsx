// All the registry changes of the filter, accepted a lot at a time while one looks: one may stop, and what is done stays done.
import { useEffect, useRef, useState } from 'react'
import { importaApi } from '../../shared/anagrafe/importazioni.api.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { variazioniApi as api } from '../../shared/anagrafe/variazioni.api.ts'
import type { GenereVariazione } from '../../shared/anagrafe/variazioni.rules.ts'
import { plurale } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ConfirmDialog } from '../kernel/ui/dialog.tsx'

interface Conti {
  fatte: number
  restano: number
}
interface Props {
  filtro: { genere?: GenereVariazione; importazione?: string }
  /** Nothing that can be accepted is shown: only what was done is said. */
  vuoto: boolean
}

export function AccettaTutte({ filtro, vuoto }: Props) {
  const can = useCan()
  const [chiede, setChiede] = useState(false)
  const [conti, setConti] = useState<Conti | null>(null)
  const [corre, setCorre] = useState(false)
  const ferma = useRef(false)
  const lotto = useAction(api.accettaTutte, { invalidates: [api.list, personeApi.leggi, importaApi.leggi] })
  // who leaves the page stops at the lot in course
  useEffect(() => {
    ferma.current = false
    return () => {
      ferma.current = true
    }
  }, [])
  const accetta = async () => {
    setChiede(false)
    ferma.current = false
    setCorre(true)
    let totale: Conti = { fatte: 0, restano: 0 }
    setConti(totale)
    try {
      let dopo: string | null = null
      do {
        const r: Awaited<ReturnType<typeof lotto.run>> = await lotto.run({ ...filtro, ...(dopo && { dopo }) })
        totale = { fatte: totale.fatte + r.fatte, restano: totale.restano + r.restano }
        setConti(totale)
        dopo = r.prossima
      } while (dopo && !ferma.current)
    } catch {
      // said by the act itself; what the lots before have done stays done
    }
    setCorre(false)
  }
  if (!can('variazione.esamina') || (vuoto && !conti)) return null
  return (
    <p className="atti">
      {corre ? (
        <button
          type="button"
          className="btn btn-outline-primary"
          onClick={() => {
            ferma.current = true
          }}
        >
          Fermati
        </button>
      ) : (
        !vuoto && (
          <button type="button" className="btn btn-outline-primary" onClick={() => setChiede(true)}>
            Accetta tutte quelle del filtro
          </button>
        )
      )}
      {conti && (
        <span role="status">
          {plurale(conti.fatte, 'variazione accettata', 'variazioni accettate')}
          {conti.restano > 0 && `, ${plurale(conti.restano, 'resta', 'restano')} da esaminare`}
          {corre ? ', continua…' : '.'}
        </span>
      )}
      <ConfirmDialog
        aperta={chiede}
        onChiudi={() => setChiede(false)}
        onConferma={() => void accetta()}
        titolo="Accettare tutte le variazioni del filtro?"
        testo="Diventano dati della cartella, registrati a tuo nome, anche quelle che non sono ancora mostrate. Le schede cambiate nel frattempo e gli indirizzi protetti restano da esaminare. Tieni aperta la pagina: puoi fermarti quando vuoi."
        conferma="Accetta tutte"
      />
    </p>
  )
}
