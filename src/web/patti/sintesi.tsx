// What an analysis concludes, the same while it is compiled and when it is read: the three boxes of problems and resources,
// the outcome with its warnings, the paths, the ratings that may become objectives.
import { type Valore, valoreInParole, voci } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import { candidatiDi, esitoDi, type Risposte, type Segno, segniDi } from '../../shared/patti/analisi.rules.ts'
import type { MembroCompilazione } from '../../shared/patti/compilazioni.api.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { diChi, nomeMembro } from './parole-analisi.tsx'

interface Letta {
  d: Definizione
  r: Risposte
  membri: readonly MembroCompilazione[]
}

export function Sintesi({ d, r, membri }: Letta) {
  return (
    <>
      <Esito d={d} r={r} membri={membri} />
      <TreRiquadri d={d} r={r} membri={membri} />
      <Candidati d={d} r={r} membri={membri} />
    </>
  )
}

const riquadri = [
  ['nucleo', 'Il nucleo'],
  ['componente', 'I componenti'],
  ['ambiente', 'L’ambiente'],
] as const

export function TreRiquadri({ d, r, membri }: Letta) {
  const segni = segniDi(d, r, membri)
  const miei = riquadri.filter(([id]) => d.aree.some((a) => a.riquadro === id))
  return (
    <section aria-labelledby="problemi-risorse">
      <h3 id="problemi-risorse">Problemi e risorse</h3>
      <div className="analisi-riquadri">
        {miei.map(([id, nome]) => (
          <div key={id} className="analisi-riquadro">
            <h4>{nome}</h4>
            {id === 'componente' ? (
              membri.map((m) => (
                <div key={m.id}>
                  <h5>{nomeMembro(m)}</h5>
                  <Segni d={d} segni={segni.filter((s) => s.componenteId === m.id)} />
                </div>
              ))
            ) : (
              <Segni d={d} segni={segni.filter((s) => s.riquadro === id && s.componenteId === null)} />
            )}
          </div>
        ))}
      </div>
    </section>
  )
}

function Segni({ d, segni }: { d: Definizione; segni: readonly Segno[] }) {
  if (segni.length === 0) return <p className="analisi-niente">Niente di rilevato.</p>
  const area = (id: string) => d.aree.find((a) => a.id === id)?.nome ?? id
  return (['problema', 'risorsa'] as const).map((segno) => {
    const suoi = segni.filter((s) => s.segno === segno)
    if (suoi.length === 0) return null
    return (
      <div key={segno}>
        <p className="analisi-segno">{segno === 'problema' ? 'Problemi' : 'Risorse'}</p>
        <ul>
          {suoi.map((s) => (
            <li key={`${s.campo} ${s.testo}`}>
              {s.testo} <span className="testata-sotto">({area(s.area)})</span>{' '}
              {s.complessa && <StatusBadge tono="attenzione">bisogno complesso</StatusBadge>}
            </li>
          ))}
        </ul>
      </div>
    )
  })
}

function Esito({ d, r, membri }: Letta) {
  const e = esitoDi(d, r, membri)
  if (!e) return null
  const percorso = voci(d).find((v) => v.domanda.name === d.esito?.percorso?.campo)?.domanda
  const dici = (codice: Valore) => (percorso && codice ? valoreInParole(percorso, d, codice) : 'non ancora scelto')
  return (
    <section aria-labelledby="esito-analisi">
      <h3 id="esito-analisi">Esito e percorsi</h3>
      <DefinitionList
        voci={[
          ['Esito', e.codice ? `${e.codice} – ${e.nome}` : 'non ancora scelto'],
          ...(e.sociale === null ? [] : [['Presa in carico sociale', e.sociale ? 'sì' : 'no'] as const]),
          ...(e.apre && e.entroGiorni
            ? [['Che cosa segue', `il quadro successivo entro ${e.entroGiorni} giorni`] as const]
            : []),
          ...e.percorsi.map((p) => [`Percorso di ${diChi(membri, p.componenteId)}`, dici(p.scelto)] as const),
        ]}
      />
      {e.avvisi.map((a) => (
        <Avviso key={a.id} tipo="warning" titolo="Da valutare">
          <p>
            {a.testo} <span className="testata-sotto">({a.fonte})</span>
          </p>
        </Avviso>
      ))}
      {e.percorsi
        .filter((p) => p.scelto && p.proposto && p.scelto !== p.proposto)
        .map((p) => (
          <Avviso key={p.componenteId} titolo={`Percorso di ${diChi(membri, p.componenteId)}`}>
            <p>
              Le regole proporrebbero: {dici(p.proposto)} <span className="testata-sotto">({p.fonte})</span>
            </p>
          </Avviso>
        ))}
    </section>
  )
}

function Candidati({ d, r, membri }: Letta) {
  if (!d.candidati) return null
  const righe = candidatiDi(d, r, membri)
  return (
    <section aria-labelledby="candidati">
      <h3 id="candidati">Obiettivi possibili</h3>
      <TabellaCandidati righe={righe} membri={membri} finoA={d.candidati.finoA} />
    </section>
  )
}

export function TabellaCandidati({
  righe,
  membri,
  finoA,
}: {
  righe: ReturnType<typeof candidatiDi>
  membri: readonly MembroCompilazione[]
  finoA?: number
}) {
  return (
    <DataTable
      caption="Le dimensioni più deboli e le priorità: diventano obiettivi del patto soltanto se le si sceglie"
      lista={{ voci: righe }}
      chiave={(x) => `${x.componenteId} ${x.campo}`}
      colonne={[
        { id: 'dimensione', titolo: 'Dimensione', riga: true, cella: (x) => `${x.numero} ${x.titolo}` },
        { id: 'chi', titolo: 'Di chi', cella: (x) => diChi(membri, x.componenteId) },
        { id: 'gruppo', titolo: 'Parte', cella: (x) => x.gruppo },
        { id: 'valore', titolo: 'Valore', numero: true, cella: (x) => x.valore },
        {
          id: 'priorita',
          titolo: 'Priorità',
          cella: (x) => (x.priorita ? <StatusBadge tono="critico">priorità</StatusBadge> : '–'),
        },
      ]}
      vuoto={{
        titolo: 'Nessun obiettivo possibile',
        testo:
          finoA === undefined
            ? 'Nessuna dimensione è debole.'
            : `Nessuna dimensione è fino a ${finoA}, e nessuna è tra le priorità.`,
      }}
    />
  )
}
