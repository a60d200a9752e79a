// How the form is divided: the index, which says what each part lacks and whether it is saved, and a part.
import type { ReactNode } from 'react'
import type { Mancanza } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { Problema } from '../kernel/ui/parts.tsx'
import { type Parte, parteDi, parti } from './richieste-ambito-modulo.ts'
import type { Salvataggio } from './richieste-ambito-salvataggio.ts'

export function Indice({ mancanze, salvataggio: s }: { mancanze: Mancanza[]; salvataggio: Salvataggio }) {
  const quante = (p: Parte) => mancanze.filter((m) => parteDi(m.campo) === p).length
  return (
    <nav className="ra-indice" aria-label="Parti del modulo">
      <ol>
        {parti.map((p) => {
          const n = p.id === 'invio' ? mancanze.length : quante(p.id)
          return (
            <li key={p.id}>
              <a href={`#ra-${p.id}`}>{p.titolo}</a>
              <span className={n === 0 ? 'ra-completa' : undefined}>
                {n === 0 ? (p.id === 'invio' ? 'si può inviare' : 'completa') : `da completare: ${n}`}
              </span>
            </li>
          )
        })}
      </ol>
      <p className="ra-salvato">
        {s.daSalvare
          ? s.problema
            ? 'Non salvato'
            : 'Da salvare…'
          : s.alle
            ? `Salvato alle ${formatIstante(s.alle.toISOString()).slice(-5)}`
            : 'Si salva da sé mentre scrivi'}
        {s.letta.scade && <>. La bozza si conserva fino al {formatData(s.letta.scade)}.</>}
      </p>
      {s.problema && <Problema problema={s.problema} riprova={s.salva} />}
    </nav>
  )
}

export function Sezione({ id, children }: { id: Parte; children: ReactNode }) {
  const n = parti.findIndex((p) => p.id === id)
  return (
    <section aria-labelledby={`ra-${id}`} className="ra-parte">
      <h2 id={`ra-${id}`} tabIndex={-1}>
        {n + 1}. {parti[n]!.titolo}
      </h2>
      {children}
    </section>
  )
}
