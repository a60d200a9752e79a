// Whether what one is writing is already on the server; where it is not, why, and a button that tries again.
import { Problema } from '../kernel/ui/parts.tsx'
import type { ScrittiSalvati } from './salvataggio.ts'

export function StatoSalvataggio({ s, inSospeso }: { s: ScrittiSalvati; inSospeso: number }) {
  const frase =
    s.stato === 'in-corso'
      ? 'Salvataggio in corso…'
      : inSospeso > 0 && s.stato !== 'fallito'
        ? 'Da salvare…'
        : s.quando
          ? `Salvato alle ${s.quando.toLocaleTimeString('it-IT', { hour: '2-digit', minute: '2-digit' })}.`
          : ''
  return (
    <>
      <p className="analisi-salvataggio" role="status">
        {frase}
      </p>
      {s.stato === 'fallito' && s.problema && (
        <Problema problema={s.problema} riprova={s.problema.status === 404 ? undefined : s.salva} />
      )}
    </>
  )
}
