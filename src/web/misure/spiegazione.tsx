// An evaluation explained: the outcome, then requirement by requirement the rule, what it was computed from and the article;
// the scale member by member; the amounts line by line; what each member is asked.
import type { Espressione, Fatti } from '../../shared/misure/linguaggio.ts'
import { euro, fattiUsati, inParole, mancanteInParole, nominatore } from '../../shared/misure/parole.ts'
import type { EsitoRegola, Risultato } from '../../shared/misure/risultato.ts'
import { fondamenta, type VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { arrotondamentoInParole } from '../../shared/misure/versioni.rules.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { Fonte, Regola } from './parti.tsx'

interface Vista {
  versione: VersioneCompilata
  fatti: Fatti
  risultato: Risultato
}

const tono: Record<EsitoRegola, Tono> = { si: 'positivo', no: 'critico', 'non-si-sa': 'attenzione' }
const parola: Record<EsitoRegola, string> = { si: 'sì', no: 'no', 'non-si-sa': 'non si sa' }
const Esito = ({ esito }: { esito: EsitoRegola }) => <StatusBadge tono={tono[esito]}>{parola[esito]}</StatusBadge>

export const chiE = (i: number) => (i === 0 ? 'chi chiede' : `componente ${i + 1}`)

export function EsitoInParole({ risultato: r }: { risultato: Risultato }) {
  if (r.esito === 'non-spetta')
    return (
      <Avviso tipo="danger" titolo="Non spetta">
        <p>Almeno un requisito manca: è segnato «no».</p>
      </Avviso>
    )
  if (r.esito === 'non-si-sa')
    return (
      <Avviso tipo="warning" titolo="Non si sa ancora">
        <p>Mancano dei fatti: sono detti sotto.</p>
      </Avviso>
    )
  return (
    <Avviso
      tipo="success"
      titolo={r.mensile === null ? 'Spetta: l’importo non si sa ancora' : `Spetta: ${euro(r.mensile)} al mese`}
    />
  )
}

export function Spiegazione(v: Vista) {
  return (
    <>
      <Requisiti {...v} />
      {v.risultato.scala && <Scala {...v} />}
      <Importi {...v} />
      <Componenti {...v} />
    </>
  )
}

/** Facts of the household by their words; of the members, only those that the rule looks at. */
function Usati({ versione, fatti, formula, mancano }: Vista & { formula: Espressione; mancano: string[] }) {
  const diretti = new Set<string>()
  const raccogli = (e: unknown): void => {
    if (typeof e === 'string') diretti.add(e)
    else if (Array.isArray(e)) for (const x of e) raccogli(x)
    else if (typeof e === 'object' && e !== null) for (const x of Object.values(e)) raccogli(x)
  }
  raccogli(formula)
  const usati = fattiUsati(versione, fondamenta(versione.nomi, diretti), fatti)
  const delNucleo = usati.filter((u) => u.componente === null)
  const deiComponenti = Map.groupBy(
    usati.filter((u) => u.componente !== null),
    (u) => u.componente!,
  )
  return (
    <>
      <ul>
        {delNucleo.map((u) => (
          <li key={u.fatto.id}>
            {u.fatto.nome}: {u.valore}
          </li>
        ))}
        {[...deiComponenti].map(([i, suoi]) => (
          <li key={i}>
            {chiE(i)}: {suoi.map((u) => `${u.fatto.nome} ${u.valore}`).join('; ')}
          </li>
        ))}
      </ul>
      {mancano.length > 0 && <p>Manca: {mancano.map((m) => mancanteInParole(m, versione.fatti)).join('; ')}.</p>}
    </>
  )
}

function Requisiti(v: Vista) {
  const d = v.versione.definizione
  const nomina = nominatore(d, v.versione.fatti)
  return (
    <DataTable
      caption="Requisiti"
      lista={{ voci: d.requisiti }}
      chiave={(r) => r.id}
      conteggio={['requisito', 'requisiti']}
      colonne={[
        { id: 'nome', titolo: 'Requisito', riga: true, cella: (r) => r.nome },
        {
          id: 'esito',
          titolo: 'Esito',
          cella: (r) => <Esito esito={v.risultato.requisiti.find((x) => x.id === r.id)?.esito ?? 'non-si-sa'} />,
        },
        {
          id: 'regola',
          titolo: 'Regola',
          cella: (r) => <Regola r={r} d={d} nomina={nomina} />,
        },
        {
          id: 'fatti',
          titolo: 'Da che cosa',
          cella: (r) => (
            <Usati
              {...v}
              formula={r.condizione as Espressione}
              mancano={v.risultato.requisiti.find((x) => x.id === r.id)?.mancano ?? []}
            />
          ),
        },
        { id: 'fonte', titolo: 'Fonte', cella: (r) => <Fonte {...r} /> },
      ]}
      vuoto={{ titolo: 'Nessun requisito' }}
    />
  )
}

function Scala(v: Vista) {
  const s = v.risultato.scala!
  const d = v.versione.definizione
  const nomina = nominatore(d, v.versione.fatti)
  const righe = [
    {
      id: 'primo',
      nome: 'Chi chiede',
      peso: inParole(d.scala!.primo as Espressione, nomina),
      chi: chiE(0),
      fonte: d.scala!,
    },
    ...d.scala!.voci.map((voce) => ({
      id: voce.id,
      nome: voce.nome,
      peso: inParole(voce.peso as Espressione, nomina),
      chi:
        s.voci
          .find((x) => x.id === voce.id)
          ?.componenti.map(chiE)
          .join(', ') || '–',
      fonte: voce,
    })),
  ]
  return (
    <>
      <DataTable
        caption="Scala di equivalenza"
        lista={{ voci: righe }}
        chiave={(r) => r.id}
        colonne={[
          { id: 'nome', titolo: 'Voce', riga: true, cella: (r) => r.nome },
          { id: 'peso', titolo: 'Peso', cella: (r) => r.peso },
          { id: 'chi', titolo: 'Chi', cella: (r) => r.chi },
          { id: 'fonte', titolo: 'Fonte', cella: (r) => <Fonte fonte={r.fonte.fonte} segno={r.fonte.segno} /> },
        ]}
        vuoto={{ titolo: 'Nessuna voce' }}
      />
      {s.valore === null ? (
        <p>
          La scala non si sa ancora. Manca: {s.mancano.map((m) => mancanteInParole(m, v.versione.fatti)).join('; ')}.
        </p>
      ) : (
        <p>
          La scala è <strong>{s.valore}</strong>
          {s.somma !== s.valore && `: la somma sarebbe ${s.somma}, ma c’è un massimo`}
          {s.esclusi.length > 0 && `. Non contano: ${s.esclusi.map(chiE).join(', ')}`}.
        </p>
      )}
    </>
  )
}

function Importi(v: Vista) {
  const d = v.versione.definizione
  const nomina = nominatore(d, v.versione.fatti)
  const riga = (id: string) => v.risultato.importi.find((x) => x.id === id)
  return (
    <DataTable
      caption={v.risultato.esito === 'spetta' ? 'Importi' : 'Importi, se i requisiti ci fossero'}
      lista={{ voci: d.importi.voci }}
      chiave={(r) => r.id}
      colonne={[
        { id: 'nome', titolo: 'Riga', riga: true, cella: (r) => r.nome },
        { id: 'periodo', titolo: 'Per', cella: (r) => r.periodo },
        {
          id: 'importo',
          titolo: 'Importo',
          numero: true,
          cella: (r) => {
            const x = riga(r.id)
            if (!x || x.esatto === null) return 'non si sa'
            return x.centesimi === null ? `${x.esatto} €` : euro(x.centesimi)
          },
        },
        {
          id: 'come',
          titolo: 'Come si calcola',
          cella: (r) => (
            <>
              {inParole(r.formula as Espressione, nomina)}
              {r.arrotonda && ` (${riga(r.id)?.esatto ?? '…'} €, ${arrotondamentoInParole(r.arrotonda)})`}
              {(riga(r.id)?.mancano.length ?? 0) > 0 &&
                `. Manca: ${riga(r.id)!
                  .mancano.map((m) => mancanteInParole(m, v.versione.fatti))
                  .join('; ')}`}
            </>
          ),
        },
        { id: 'fonte', titolo: 'Fonte', cella: (r) => <Fonte {...r} /> },
      ]}
      vuoto={{ titolo: 'Nessun importo' }}
    />
  )
}

function Componenti(v: Vista) {
  const d = v.versione.definizione
  if (d.obblighi.length === 0) return null
  const detti = (
    regole: Risultato['componenti'][number]['obblighi'],
    nomi: readonly { id: string; nome: string }[],
  ) => {
    const si = regole.filter((r) => r.esito === 'si').map((r) => nomi.find((n) => n.id === r.id)!.nome)
    const forse = regole.filter((r) => r.esito === 'non-si-sa').map((r) => nomi.find((n) => n.id === r.id)!.nome)
    return [...si, ...forse.map((n) => `${n} (non si sa)`)].join('; ') || '–'
  }
  return (
    <DataTable
      caption="Obblighi ed esoneri, componente per componente"
      lista={{ voci: v.risultato.componenti.map((c, i) => ({ ...c, i })) }}
      chiave={(c) => String(c.i)}
      colonne={[
        { id: 'chi', titolo: 'Componente', riga: true, cella: (c) => chiE(c.i) },
        { id: 'obblighi', titolo: 'Obblighi previsti', cella: (c) => detti(c.obblighi, d.obblighi) },
        { id: 'esoneri', titolo: 'Esclusioni ed esoneri', cella: (c) => detti(c.esoneri, d.esoneri) },
      ]}
      vuoto={{ titolo: 'Nessun componente' }}
    />
  )
}
