// The questionnaire on paper, for a visit without a computer: the same questions with the same numbers, to be written in
// afterwards. The part of each member is printed as many times as one asks.
import { useState } from 'react'
import { useParams } from 'react-router'
import { questionariApi, type VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import { scelteDi, type Voce, voci } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import './questionari.css'

export default function QuestionarioModuloPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(questionariApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `${q.data.nome}: modulo di carta` : 'Modulo di carta'}
        sotto="Si stampa e si compila a mano: i numeri sono gli stessi delle domande sullo schermo."
        azioni={
          <>
            <LinkButton to={`/questionari/${id}`} variante="outline-primary">
              Leggi la versione
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(v) => <Modulo v={v} />}
      </Caricamento>
    </>
  )
}

function Modulo({ v }: { v: VersioneQuestionario }) {
  const d = v.definizione
  const [componenti, setComponenti] = useState(4)
  const tutte = voci(d)
  return (
    <div className="modulo-carta">
      {d.per === 'nucleo' && (
        <div className="campo d-print-none">
          <label htmlFor="quanti-componenti">Componenti della famiglia da stampare</label>
          <select
            id="quanti-componenti"
            className="form-select"
            value={componenti}
            onChange={(e) => setComponenti(Number(e.target.value))}
          >
            {[1, 2, 3, 4, 5, 6, 7, 8].map((n) => (
              <option key={n} value={n}>
                {n}
              </option>
            ))}
          </select>
        </div>
      )}
      <p>
        Versione {v.id}, {v.etichetta}. Si lascia vuoto ciò che non è stato chiesto.
      </p>
      <Riga di="Famiglia" />
      <Riga di="Data del colloquio e operatore" />
      {d.tempi && <Riga di={`Tempo (${d.tempi.join(', ')})`} />}
      {d.modulo.pages.map((p, n) => {
        const sue = tutte.filter((t) => t.pagina.name === p.name)
        const loro = sue.filter((t) => t.perComponente)
        return (
          <section key={p.name} aria-labelledby={`carta-${p.name}`}>
            <h2 id={`carta-${p.name}`}>
              {n + 1}. {p.title}
            </h2>
            {p.description && <p>{p.description}</p>}
            <Domande d={d} sue={sue.filter((t) => !t.perComponente)} />
            {loro.length > 0 &&
              Array.from({ length: componenti }, (_x, k) => k + 1).map((k) => (
                <div key={k}>
                  <h3>Componente {k}</h3>
                  <Riga di="Cognome, nome e data di nascita" />
                  <Domande d={d} sue={loro} />
                </div>
              ))}
          </section>
        )
      })}
    </div>
  )
}

function Domande({ d, sue }: { d: Definizione; sue: Voce[] }) {
  let gruppo: string | null = null
  return sue.map((v) => {
    const nuovo = v.gruppo && v.gruppo.title !== gruppo
    gruppo = v.gruppo?.title ?? null
    return (
      <div key={v.domanda.name} className="modulo-carta-domanda">
        {nuovo && (
          <p>
            <strong>{v.gruppo!.title}</strong>
          </p>
        )}
        <p>
          {v.numero} {v.domanda.title}
        </p>
        <Spazio d={d} v={v} />
      </div>
    )
  })
}

function Spazio({ d, v: { domanda } }: { d: Definizione; v: Voce }) {
  const scelte = scelteDi(domanda, d)
  const righe = domanda.type === 'comment' ? 4 : scelte.length === 0 || domanda.nota ? 1 : 0
  return (
    <>
      {scelte.length > 0 && (
        <ul className="modulo-carta-voci">
          {scelte.map((s) => (
            <li key={s.value}>
              <span className="modulo-carta-casella" aria-hidden="true" />
              {domanda.type === 'rating' && s.value !== 0 ? `${s.value} – ${s.text}` : s.text}
            </li>
          ))}
        </ul>
      )}
      {Array.from({ length: righe }, (_x, k) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical lines to write on
        <div key={k} className="modulo-carta-riga" />
      ))}
    </>
  )
}

function Riga({ di }: { di: string }) {
  return (
    <div className="modulo-carta-domanda">
      <p>{di}</p>
      <div className="modulo-carta-riga" />
    </div>
  )
}
