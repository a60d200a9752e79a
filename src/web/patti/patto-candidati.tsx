// The weak dimensions and the priorities of the last quadro, offered as objectives: each taken by itself, in words that the family changes.
import type { Valore } from '../../shared/parametri/questionari.rules.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import type { PattoLetto } from '../../shared/patti/patto.api.ts'
import { type Voce, vociDi } from '../../shared/patti/patto-voci.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'

interface Proposta {
  numero: string
  titolo: string
  nome: string | null
  valore: number | null
  priorita: boolean
}
/** Kept in the objective: by it one knows which have been taken. */
const fonte = (c: Proposta) =>
  `Quadro di analisi, ${c.numero} ${c.titolo}${c.nome ? ` di ${c.nome}` : ''}${c.valore === null ? '' : `: ${c.valore}`}`

export function CandidatiObiettivo({
  p,
  voci,
  scrivi,
}: {
  p: PattoLetto
  voci: readonly Voce[]
  scrivi: (voce: string, campo: string, valore: Valore) => void
}) {
  const can = useCan()
  const q = useEndpoint(analisiCasoApi.candidati, { id: p.casoId }, { enabled: can('caso.leggi') })
  const obiettivi = vociDi(voci, 'obiettivo', null)
  const presi = new Set(obiettivi.map((v) => v.campi.fonte))
  const liberi = (q.data?.voci ?? []).filter((c) => !presi.has(fonte(c)))
  if (liberi.length === 0) return null
  const prendi = (c: (typeof liberi)[number]) => {
    const id = crypto.randomUUID()
    scrivi(id, 'genere', 'obiettivo')
    scrivi(id, 'ordine', Math.max(0, ...obiettivi.map((v) => v.ordine)) + 1)
    scrivi(id, 'testo', c.titolo)
    scrivi(id, 'fonte', fonte(c))
  }
  return (
    <section className="patto-elenco" aria-labelledby="candidati">
      <h2 id="candidati">Dal quadro di analisi</h2>
      <p className="campo-aiuto">
        Ciò che il quadro dice debole o urgente: prendi quello che serve, poi scrivilo con la famiglia.
      </p>
      <ul>
        {liberi.map((c) => (
          <li key={`${c.componenteId} ${c.campo}`}>
            {fonte(c)}
            {c.priorita && ', priorità'}{' '}
            <button type="button" className="btn btn-link btn-xs" onClick={() => prendi(c)}>
              Aggiungi agli obiettivi<span className="visually-hidden">: {fonte(c)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
