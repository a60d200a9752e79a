// An analysis as one reads and prints it: the same numbers as the paper form, who wrote each answer, the contributions beside.
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import { chiaveDi, type Voce, valoreInParole, voci, vuoto } from '../../shared/parametri/questionari.rules.ts'
import type { CompilazioneLetta } from '../../shared/patti/compilazioni.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { Attesa, StatusBadge } from '../kernel/ui/parts.tsx'
import { inGruppi } from './contesto.ts'
import { Contributi } from './contributi.tsx'
import { FirmaRisposta } from './domanda-field.tsx'
import { useEsame } from './motore.ts'
import { chiEra, StatoAnalisi } from './parole-analisi.tsx'
import { Sintesi } from './sintesi.tsx'
import './analisi.css'

const atti = {
  comincia: 'Cominciata',
  finalizza: 'Finalizzata',
  rettifica: 'Aperta la rettifica',
  annulla: 'Annullata',
} as const

export function LetturaAnalisi({ c, v }: { c: CompilazioneLetta; v: VersioneQuestionario }) {
  const d = v.definizione
  const valori = useMemo(
    () => new Map(c.risposte.map((r) => [chiaveDi(r.componenteId, r.campo), r.valore])),
    [c.risposte],
  )
  const componenti = useMemo(() => c.membri.map(({ id, eta, sesso }) => ({ id, eta, sesso })), [c.membri])
  const esame = useEsame(d, valori, componenti)
  if (!esame) return <Attesa righe={8} cosa="Preparazione dell’analisi" />
  const mie = voci(d).filter(
    (x) => (!x.domanda.classe || c.classi.includes(x.domanda.classe)) && (!c.campi || c.campi.includes(x.domanda.name)),
  )
  const visibili = esame.visibili
  return (
    <>
      {/* of some parts only, what the whole concludes would be wrong */}
      {!c.campi && (
        <>
          <h2>Sintesi</h2>
          <Sintesi d={d} r={{ valori, visibili }} membri={c.membri} />
        </>
      )}
      {d.modulo.pages.map((p) => {
        const sue = mie.filter((m) => m.pagina.name === p.name)
        const delNucleo = sue.filter((m) => !m.perComponente && visibili.has(m.domanda.name))
        const loro = sue.filter((m) => m.perComponente)
        if (
          delNucleo.length === 0 &&
          !loro.some((q) => c.membri.some((m) => visibili.has(chiaveDi(m.id, q.domanda.name))))
        )
          return null
        return (
          <section key={p.name} aria-labelledby={`p-${p.name}`}>
            <h2 id={`p-${p.name}`}>{p.title}</h2>
            <Risposte c={c} v={v} sue={delNucleo} componenteId={null} />
            {c.membri.map((m) => {
              const visibiliSue = loro.filter((q) => visibili.has(chiaveDi(m.id, q.domanda.name)))
              return (
                visibiliSue.length > 0 && (
                  <div key={m.id} className="analisi-componente">
                    <h3>{chiEra(m)}</h3>
                    <Risposte c={c} v={v} sue={visibiliSue} componenteId={m.id} />
                  </div>
                )
              )
            })}
          </section>
        )
      })}
      {c.storia.length > 0 && <Storia c={c} />}
    </>
  )
}

function Risposte({
  c,
  v,
  sue,
  componenteId,
}: {
  c: CompilazioneLetta
  v: VersioneQuestionario
  sue: Voce[]
  componenteId: string | null
}) {
  const Titolo = componenteId ? 'h4' : 'h3'
  return inGruppi(sue).map((g) => (
    <div key={g.titolo ?? g.voci[0]!.domanda.name} className="analisi-gruppo">
      {g.titolo && <Titolo>{g.titolo}</Titolo>}
      <dl className="definizioni analisi-risposte">
        {g.voci.map((q) => (
          <div key={q.domanda.name}>
            <dt>
              <span className="domanda-numero">{q.numero}</span> {q.domanda.title}
            </dt>
            <dd>
              <Una c={c} v={v} voce={q} componenteId={componenteId} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  ))
}

function Una({
  c,
  v,
  voce,
  componenteId,
}: {
  c: CompilazioneLetta
  v: VersioneQuestionario
  voce: Voce
  componenteId: string | null
}) {
  const di = (campo: string) => c.risposte.find((r) => r.componenteId === componenteId && r.campo === campo)
  const nome = voce.domanda.name
  const r = di(nome)
  const nota = di(`${nome}#nota`)
  return (
    <>
      {valoreInParole(voce.domanda, v.definizione, r?.valore ?? null)}{' '}
      {di(`${nome}#priorita`)?.valore === true && <StatusBadge tono="critico">priorità</StatusBadge>}{' '}
      {r?.daConfermare && <StatusBadge tono="attenzione">da confermare: {r.origine}</StatusBadge>}
      {nota && !vuoto(nota.valore) && <p className="domanda-nota-letta">Nota: {String(nota.valore)}</p>}
      {r && !vuoto(r.valore) && <FirmaRisposta r={r} />}
      {v.definizione.contributi && voce.domanda.type === 'rating' && (
        <Contributi c={c} d={v.definizione} voce={voce} componenteId={componenteId} />
      )}
    </>
  )
}

function Storia({ c }: { c: CompilazioneLetta }) {
  return (
    <section aria-labelledby="storia-analisi">
      <h2 id="storia-analisi">Storia</h2>
      <ul>
        {c.storia.map((s) => (
          <li key={s.quando + s.atto}>
            {atti[s.atto]} il {formatIstante(s.quando)} da {s.chi ?? 'un collega'}
            {s.motivo && `: ${s.motivo}`}
          </li>
        ))}
      </ul>
      {c.versioni.length > 1 && (
        <>
          <h3>Versioni</h3>
          <ul className="elenco-semplice">
            {c.versioni.map((x) => (
              <li key={x.id}>
                {x.id === c.id ? (
                  `Versione ${x.numero} (questa)`
                ) : (
                  <Link to={`/analisi/${x.id}?persona=${c.personaId}`}>Versione {x.numero}</Link>
                )}{' '}
                <StatoAnalisi stato={x.stato} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
