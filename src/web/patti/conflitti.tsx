// Two people have written the same answers differently: each is shown with both, and one chooses. Nothing has been
// overwritten, and the other answers are saved already.
import { campoDiBase, type Valore, valoreInParole } from '../../shared/parametri/questionari.rules.ts'
import { formatIstante } from '../kernel/format.ts'
import { Avviso } from '../kernel/ui/parts.tsx'
import type { Contesto } from './contesto.ts'
import { diChi } from './parole-analisi.tsx'
import type { Conflitto } from './scritti.ts'

export function Conflitti({ x, conflitti }: { x: Contesto; conflitti: ReadonlyMap<string, Conflitto> }) {
  if (conflitti.size === 0) return null
  return (
    <Avviso
      tipo="warning"
      titolo={
        conflitti.size === 1 ? 'Un collega ha cambiato la stessa risposta' : 'Un collega ha cambiato le stesse risposte'
      }
      annuncia
    >
      <p>Le altre sono salvate. Di queste scegli quale tenere.</p>
      <ul className="analisi-conflitti">
        {[...conflitti].map(([chiave, c]) => (
          <li key={chiave}>
            <Uno x={x} chiave={chiave} c={c} />
          </li>
        ))}
      </ul>
    </Avviso>
  )
}

function Uno({ x, chiave, c }: { x: Contesto; chiave: string; c: Conflitto }) {
  const v = x.mie.find((m) => m.domanda.name === campoDiBase(c.loro.campo))
  if (!v) return null
  const suffisso = c.loro.campo.split('#')[1]
  // a note is a text whatever its question is
  const dici = (valore: Valore) =>
    suffisso
      ? valore === true
        ? 'sì'
        : (valore ?? 'nessuna').toString()
      : valoreInParole(v.domanda, x.v.definizione, valore)
  const testi =
    typeof c.mio === 'string' &&
    typeof c.loro.valore === 'string' &&
    (suffisso === 'nota' || v.domanda.type === 'comment')
  const scegli = (valore: Valore) => {
    x.s.scritti.risolvi(chiave, valore)
    void x.s.salva()
  }
  return (
    <DueVersioni
      titolo={`${v.numero} ${v.domanda.title}${suffisso === 'nota' ? ', nota' : ''}`}
      di={diChi(x.c.membri, c.loro.componenteId)}
      c={c}
      dici={dici}
      testi={testi}
      onScegli={scegli}
    />
  )
}

/** What one has written and what a colleague has, to be chosen between. */
export function DueVersioni({
  titolo,
  di,
  c,
  dici,
  testi,
  onScegli,
}: {
  titolo: string
  di: string
  c: Conflitto
  dici: (v: Valore) => string
  /** Both are long texts: they can be joined. */
  testi: boolean
  onScegli: (v: Valore) => void
}) {
  return (
    <>
      <p>
        <strong>{titolo}</strong> ({di})
      </p>
      <dl className="definizioni">
        <div>
          <dt>Hai scritto</dt>
          <dd>{dici(c.mio)}</dd>
        </div>
        <div>
          <dt>
            {c.loro.autore ?? 'Un collega'}, {formatIstante(c.loro.scrittaIl)}
          </dt>
          <dd>{dici(c.loro.valore)}</dd>
        </div>
      </dl>
      <p className="analisi-scelte">
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => onScegli(c.mio)}>
          Tieni la mia
        </button>
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => onScegli(c.loro.valore)}>
          Prendi l’altra
        </button>
        {testi && (
          <button
            type="button"
            className="btn btn-outline-primary btn-xs"
            onClick={() => onScegli(`${c.loro.valore as string}\n${c.mio as string}`)}
          >
            Unisci i due testi
          </button>
        )}
      </p>
    </>
  )
}
