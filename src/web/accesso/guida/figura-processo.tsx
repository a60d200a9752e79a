// The scheme of the process (the second figure of the note on GePI): nine steps in three phases, each in the column of
// who does it. One list of steps feeds the drawing and the words.
import { useId } from 'react'
import { Freccia, LARGHEZZA, Punta, Riquadro } from './disegno.tsx'

const attori = ['Ambito', 'Ministero', 'Comuni ed enti', 'Amministratore', 'Operatori'] as const

interface Passo {
  fase: 1 | 2 | 3
  chi: (typeof attori)[number]
  /** In the box. */
  testo: string
  /** Added in words. */
  dettaglio: string
}

const passi: Passo[] = [
  {
    fase: 1,
    chi: 'Ambito',
    testo: 'Compila il modulo e invia la nota per PEC',
    dettaglio:
      'Il legale rappresentante, o chi ne ha la delega, indica uno o più amministratori e allega i loro documenti.',
  },
  {
    fase: 1,
    chi: 'Ministero',
    testo: 'Confronta modulo e nota',
    dettaglio: 'Devono esserci entrambi e nominare le stesse persone; altrimenti chiede di integrare.',
  },
  {
    fase: 1,
    chi: 'Ministero',
    testo: 'Abilita l’amministratore',
    dettaglio: 'Il Super Utente approva la richiesta, o la respinge dicendo perché.',
  },
  {
    fase: 1,
    chi: 'Amministratore',
    testo: 'Entra con SPID',
    dettaglio: 'Da questo momento l’amministratore lavora da solo sul proprio ambito.',
  },
  {
    fase: 2,
    chi: 'Comuni ed enti',
    testo: 'Firmano la convenzione',
    dettaglio:
      'Ogni comune, o il soggetto attuatore della forma associata. Chi delega i patti all’ambito invia la nota.',
  },
  {
    fase: 2,
    chi: 'Comuni ed enti',
    testo: 'Indicano gli operatori',
    dettaglio: 'Con una richiesta formale dell’ufficio competente, indirizzata all’amministratore.',
  },
  {
    fase: 2,
    chi: 'Amministratore',
    testo: 'Registra atti e richieste',
    dettaglio: 'Adesioni, deleghe e richieste formali; il quadro della completezza dice che cosa manca.',
  },
  {
    fase: 3,
    chi: 'Amministratore',
    testo: 'Abilita gli operatori',
    dettaglio: 'Uno per uno, oppure con il foglio di calcolo.',
  },
  {
    fase: 3,
    chi: 'Operatori',
    testo: 'Entrano con SPID',
    dettaglio: 'Ciascuno vede ciò che il ruolo e il territorio consentono.',
  },
]

const MARGINE = 70
const RIGA = 66
const TESTA = 40
const COLONNA = (LARGHEZZA - MARGINE) / attori.length
const W = COLONNA - 18
const H = 46

const x = (p: Passo) => MARGINE + attori.indexOf(p.chi) * COLONNA + 9
const y = (i: number) => TESTA + i * RIGA + 8

/** From the side when the column changes, straight down when it does not. */
function percorso(da: Passo, a: Passo, i: number): string {
  if (da.chi === a.chi) return `M${x(da) + W / 2} ${y(i) + H}V${y(i + 1)}`
  const versoDestra = x(a) > x(da)
  return `M${versoDestra ? x(da) + W : x(da)} ${y(i) + H / 2}H${x(a) + W / 2}V${y(i + 1)}`
}

export function FiguraProcesso() {
  const id = useId()
  const altezza = TESTA + passi.length * RIGA
  const fasi = [...Map.groupBy(passi, (p) => p.fase)]
  const inizio = (fase: number) => passi.findIndex((p) => p.fase === fase)
  return (
    <figure className="figura">
      <svg
        className="figura-disegno"
        viewBox={`0 0 ${LARGHEZZA} ${altezza}`}
        role="img"
        aria-label="Schema del processo di accreditamento: nove passi in tre fasi. L’elenco che segue dice lo stesso a parole."
      >
        <Punta id={id} />
        {fasi.map(([fase, suoi]) => (
          <g key={fase} className={`fase ${fase % 2 ? 'fase-dispari' : ''}`}>
            <rect x="0" y={TESTA + inizio(fase) * RIGA} width={LARGHEZZA} height={suoi.length * RIGA} />
            <text x="8" y={TESTA + inizio(fase) * RIGA + 24} className="riquadro-titolo">
              Fase {fase}
            </text>
          </g>
        ))}
        {attori.map((a, i) => (
          <text key={a} x={MARGINE + i * COLONNA + COLONNA / 2} y="24" textAnchor="middle" className="riquadro-titolo">
            {a}
          </text>
        ))}
        {passi.slice(1).map((p, i) => (
          <Freccia key={p.testo} id={id} d={percorso(passi[i]!, p, i)} />
        ))}
        {passi.map((p, i) => (
          <Riquadro key={p.testo} x={x(p)} y={y(i)} w={W} h={H} testo={p.testo} />
        ))}
      </svg>
      <figcaption>Schema del processo di accreditamento.</figcaption>
      {fasi.map(([fase, suoi]) => (
        <div key={fase}>
          <p className="fase-nome">Fase {fase}</p>
          <ol start={inizio(fase) + 1}>
            {suoi.map((p) => (
              <li key={p.testo}>
                <strong>{p.chi}:</strong> {p.testo.charAt(0).toLowerCase() + p.testo.slice(1)}. {p.dettaglio}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </figure>
  )
}
