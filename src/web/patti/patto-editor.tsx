// Writing a pact with the family: one part at a time, saved while one writes, then the summary with what is missing, how easy it is to
// read, and the proposal for signature. Parts have their own address, so that the back button goes back one part.
import { useSyncExternalStore } from 'react'
import { Link, useSearchParams } from 'react-router'
import { chiaveDi, type Valore } from '../../shared/parametri/questionari.rules.ts'
import type { PattoLetto } from '../../shared/patti/patto.api.ts'
import { mancanzePatto } from '../../shared/patti/patto.rules.ts'
import { type GenereVoce, generi, type Voce, vociDaCampi } from '../../shared/patti/patto-voci.ts'
import { AvvisoBozza } from '../kernel/bozze/avviso-bozza.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { DueVersioni } from './conflitti.tsx'
import { CandidatiObiettivo } from './patto-candidati.tsx'
import { type ParolePatto, useParolePatto, usePattoScritto } from './patto-contesto.ts'
import { PersonePatto } from './patto-persone.tsx'
import { RiepilogoPatto } from './patto-riepilogo.tsx'
import { Elenco } from './patto-voce.tsx'
import type { ScrittiSalvati } from './salvataggio.ts'
import { StatoSalvataggio } from './stato-salvataggio.tsx'
import './analisi.css'
import './patto.css'

const parti: readonly (readonly [id: string, titolo: string, generi: readonly GenereVoce[]])[] = [
  ['persone', 'Persone', []],
  ['obiettivi', 'Obiettivi, risultati, azioni', ['obiettivo', 'risultato', 'azione']],
  ['impegni', 'Impegni delle persone', ['impegno']],
  ['sostegni', 'Sostegni', ['sostegno']],
  ['rete', 'Rete, risorse, proposte, équipe', ['rete', 'risorsa', 'proposta', 'equipe']],
  ['monitoraggio', 'Beneficio e monitoraggio', ['beneficio', 'monitoraggio']],
  ['disaccordi', 'Disaccordi', ['disaccordo']],
]
const RIEPILOGO = 'riepilogo'

export function EditorPatto({ p }: { p: PattoLetto }) {
  const s = usePattoScritto(p)
  const foto = useSyncExternalStore(s.scritti.ascolta, s.scritti.foto)
  const parole = useParolePatto(p)
  const [cerca] = useSearchParams()
  const voci = vociDaCampi(
    [...foto.valori].map(([k, valore]) => {
      const i = k.indexOf('/')
      return [k.slice(0, i), k.slice(i + 1), valore] as const
    }),
  )
  const qui = cerca.get('parte') ?? 'persone'
  const mancanze = mancanzePatto(voci, p.persone)
  const suoi = parti.find(([id]) => id === qui)?.[2] ?? []
  const scrivi = (voce: string, campo: string, valore: Valore) => s.scritti.scrivi(chiaveDi(voce, campo), valore)
  return (
    <div className="analisi-compila">
      <nav className="analisi-passi" aria-label="Parti del patto">
        <ol>
          {[...parti, [RIEPILOGO, 'Riepilogo e firma', []] as const].map(([id, titolo, di]) => {
            const n = mancanze.filter((m) => di.includes(m.genere)).length
            return (
              <li key={id}>
                <Link to={`?parte=${id}`} aria-current={id === qui ? 'step' : undefined} onClick={() => void s.salva()}>
                  {titolo}
                  {n > 0 && <span className="analisi-attesa"> ({n} da completare)</span>}
                </Link>
              </li>
            )
          })}
        </ol>
      </nav>
      <div className="analisi-pagina">
        <AvvisoBozza bozza={s.bozza} dopo={() => document.querySelector<HTMLElement>('.analisi-pagina h2')?.focus()} />
        <StatoSalvataggio s={s} inSospeso={foto.inSospeso} />
        <Conflitti s={s} voci={voci} parole={parole} />
        {qui === 'persone' && <PersonePatto p={p} prima={() => s.salva()} />}
        {qui === 'obiettivi' && <CandidatiObiettivo p={p} voci={voci} scrivi={scrivi} />}
        {suoi
          .filter((g) => generi[g].padre === null)
          .map((g) => (
            <Elenco key={g} genere={g} padre={null} voci={voci} p={p} parole={parole} scrivi={scrivi} />
          ))}
        {qui === RIEPILOGO && <RiepilogoPatto p={p} s={s} voci={voci} parole={parole} mancanze={mancanze} />}
        <Avanti qui={qui} salva={() => void s.salva()} />
      </div>
    </div>
  )
}

function Avanti({ qui, salva }: { qui: string; salva: () => void }) {
  const nomi = [...parti.map(([id]) => id), RIEPILOGO]
  const i = nomi.indexOf(qui)
  return (
    <p className="analisi-avanti">
      {i > 0 && (
        <Link className="btn btn-outline-primary" to={`?parte=${nomi[i - 1]}`} onClick={salva}>
          Indietro
        </Link>
      )}
      {i >= 0 && i < nomi.length - 1 && (
        <Link className="btn btn-primary" to={`?parte=${nomi[i + 1]}`} onClick={salva}>
          Avanti
        </Link>
      )}
    </p>
  )
}

/** What two have written differently, entry by entry. */
function Conflitti({ s, voci, parole }: { s: ScrittiSalvati; voci: readonly Voce[]; parole: ParolePatto }) {
  const { conflitti } = s.scritti.foto()
  if (conflitti.size === 0) return null
  return (
    <Avviso tipo="warning" titolo="Un collega ha scritto le stesse cose in un altro modo" annuncia>
      <p>Il resto è salvato. Di queste scegli quale tenere.</p>
      <ul className="analisi-conflitti">
        {[...conflitti].map(([chiave, c]) => {
          const v = voci.find((x) => x.voce === c.loro.componenteId)
          const campo = v && generi[v.genere].campi.find((x) => x.nome === c.loro.campo)
          return (
            <li key={chiave}>
              <DueVersioni
                titolo={campo?.etichetta ?? 'Posto nell’elenco'}
                di={v ? generi[v.genere].uno : 'voce'}
                c={c}
                dici={(valore) =>
                  v && campo
                    ? parole.inParole({ ...v, campi: { [campo.nome]: valore as string } }, campo) || 'niente'
                    : String(valore ?? 'niente')
                }
                testi={campo?.tipo === 'testo' && typeof c.mio === 'string' && typeof c.loro.valore === 'string'}
                onScegli={(valore) => {
                  s.scritti.risolvi(chiave, valore)
                  void s.salva()
                }}
              />
            </li>
          )
        })}
      </ul>
    </Avviso>
  )
}
