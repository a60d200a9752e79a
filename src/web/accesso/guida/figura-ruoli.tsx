// The hierarchy of the roles (the first figure of the note on GePI), drawn from the roles of this installation: who
// assigns whom, by section. The same, with what each role does, is said in words below.
import { useId } from 'react'
import { Freccia, LARGHEZZA, Punta, Riquadro } from './disegno.tsx'
import { livelli, type Ruolo } from './livelli.ts'

const dove: Record<Ruolo['territorio'], string> = {
  nazionale: 'su tutto il territorio nazionale',
  ambito: 'su tutto l’ambito',
  comune: 'su singoli comuni',
  'ambito-o-comune': 'su singoli comuni, o su tutto l’ambito per i comuni che hanno dato la delega',
}

const ALTO = 54
const PASSO = 72
const LARGO = 280

export function FiguraRuoli({ ruoli }: { ruoli: Ruolo[] }) {
  const id = useId()
  const { nazionali, amministratori, sezioni } = livelli(ruoli)
  const colonna = LARGHEZZA / Math.max(sezioni.length, 1)
  const w = Math.min(LARGO, colonna - 20)
  const capi = [...nazionali, ...amministratori]
  const sotto = capi.length * PASSO + 20
  const massimo = Math.max(0, ...sezioni.map(([, r]) => r.length))
  const altezza = sotto + 40 + massimo * PASSO
  const centro = (i: number) => colonna * i + colonna / 2
  return (
    <figure className="figura">
      <svg
        className="figura-disegno"
        viewBox={`0 0 ${LARGHEZZA} ${altezza}`}
        role="img"
        aria-label="Gerarchia dei ruoli: il Super Utente abilita l’Amministratore di Ambito, che abilita gli operatori di ogni sezione. L’elenco che segue dice lo stesso a parole."
      >
        <Punta id={id} />
        {capi.map((r, i) => (
          <Riquadro
            key={r.codice}
            x={(LARGHEZZA - LARGO) / 2}
            y={i * PASSO}
            w={LARGO}
            h={ALTO}
            titolo={r.sigla}
            testo={r.nome}
            tipo="riquadro-capo"
          />
        ))}
        {capi.slice(1).map((r, i) => (
          <Freccia key={r.codice} id={id} d={`M${LARGHEZZA / 2} ${i * PASSO + ALTO}v${PASSO - ALTO}`} />
        ))}
        {sezioni.map(([nome, voci], i) => (
          <g key={nome}>
            <Freccia
              id={id}
              d={`M${LARGHEZZA / 2} ${(capi.length - 1) * PASSO + ALTO}v${sotto - (capi.length - 1) * PASSO - ALTO - 20}H${centro(i)}V${sotto + 4}`}
            />
            <text x={centro(i)} y={sotto + 22} textAnchor="middle" className="riquadro-titolo">
              {nome}
            </text>
            {voci.map((r, j) => (
              <Riquadro
                key={r.codice}
                x={centro(i) - w / 2}
                y={sotto + 36 + j * PASSO}
                w={w}
                h={ALTO + 6}
                titolo={r.sigla}
                testo={r.nome}
              />
            ))}
          </g>
        ))}
      </svg>
      <figcaption>Gerarchia dei ruoli: chi abilita chi.</figcaption>
      <InParole nazionali={nazionali} amministratori={amministratori} sezioni={sezioni} />
    </figure>
  )
}

function InParole({ nazionali, amministratori, sezioni }: ReturnType<typeof livelli>) {
  const voce = (r: Ruolo) => (
    <li key={r.codice}>
      <strong>
        {r.nome} ({r.sigla})
      </strong>
      , {dove[r.territorio]}. {r.descrizione}
      {r.esclusivo && ' Non si può unire ad altri ruoli.'}
    </li>
  )
  return (
    <ul>
      {nazionali.map(voce)}
      <li>
        Abilitati dal Super Utente, abilitano gli operatori:
        <ul>{amministratori.map(voce)}</ul>
      </li>
      {sezioni.map(([nome, voci]) => (
        <li key={nome}>
          {nome}:<ul>{voci.map(voce)}</ul>
        </li>
      ))}
    </ul>
  )
}
