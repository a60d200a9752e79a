// The genogram as people look at it: the family on a day, moved with a slider; which boundaries to see; the same facts as
// a table and as sentences. Who may see what was decided before: `dati` holds only what this viewer may read.
//
//   const GenogrammaVista = lazy(() => import('./genogramma/genogramma-vista.tsx'))
//   <GenogrammaVista dati={dati} titolo="Genogramma di Giulia Valli" />
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { controllaRelazioni } from '../../../shared/anagrafe/genogramma/controlli.ts'
import { descriviRelazioni } from '../../../shared/anagrafe/genogramma/descrizione.ts'
import { disegna } from '../../../shared/anagrafe/genogramma/disegno.ts'
import { disponi } from '../../../shared/anagrafe/genogramma/disposizione.ts'
import { nomeNucleo, type Tabelle } from '../../../shared/anagrafe/genogramma/legenda.ts'
import {
  alGiorno,
  type DatiGenogramma,
  eta,
  isPersona,
  type Persona,
  type TipoNucleo,
  tipiNucleo,
} from '../../../shared/anagrafe/genogramma/modello.ts'
import { parentele } from '../../../shared/anagrafe/genogramma/parentela.ts'
import { formatData, oggi } from '../../kernel/format.ts'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { Cursore } from './cursore.tsx'
import { Figura } from './figura.tsx'

interface Visibili {
  nuclei: readonly TipoNucleo[]
  legami: boolean
}

export default function GenogrammaVista({
  dati,
  titolo,
  tabelle,
  pdf,
}: {
  dati: DatiGenogramma
  titolo: string
  tabelle?: Tabelle
  /** The button that downloads the picture of that day as a PDF. */
  pdf?: (giorno: string) => ReactNode
}) {
  const [giorno, setGiorno] = useState(() => dati.giorno ?? oggi())
  const presenti = tipiNucleo.filter((t) => dati.nuclei.some((n) => n.tipo === t))
  const [visibili, setVisibili] = useState<Visibili>({ nuclei: tipiNucleo, legami: true })
  // the slider stays under the finger while the picture follows
  const calcolato = useDeferredValue(giorno)
  const nelGiorno = useMemo(() => alGiorno(dati, calcolato), [dati, calcolato])
  const disposizione = useMemo(() => disponi(nelGiorno), [nelGiorno])
  const svg = useMemo(() => {
    // hidden boundaries and bonds do not move the persons: only the drawing changes
    const contorni = disposizione.contorni.filter((c) => visibili.nuclei.includes(c.nucleo.tipo))
    const legami = visibili.legami ? disposizione.legami : []
    const sottotitolo = `Situazione al ${formatData(calcolato)}`
    return disegna({ ...disposizione, contorni, legami }, { ...tabelle, titolo, sottotitolo })
  }, [disposizione, visibili, calcolato, tabelle, titolo])
  const avvisi = useMemo(() => controllaRelazioni(dati), [dati])

  return (
    <div className="genogramma">
      {avvisi.length > 0 && (
        <Avviso tipo="warning" titolo="Alcune relazioni vanno controllate">
          <ul>
            {avvisi.map((a) => (
              <li key={`${a.codice} ${a.persone.join(' ')}`}>{a.messaggio}</li>
            ))}
          </ul>
        </Avviso>
      )}
      <Cursore dati={dati} giorno={giorno} onGiorno={setGiorno} />
      <Figura
        svg={svg}
        nome={titolo}
        file={`genogramma-${calcolato}.svg`}
        pdf={pdf?.(calcolato)}
        comandi={
          <Spunte presenti={presenti} conLegami={dati.legami.length > 0} visibili={visibili} onCambia={setVisibili} />
        }
      />
      <Parole dati={nelGiorno} tabelle={tabelle} />
    </div>
  )
}

function Spunte({
  presenti,
  conLegami,
  visibili,
  onCambia,
}: {
  presenti: readonly TipoNucleo[]
  conLegami: boolean
  visibili: Visibili
  onCambia: (v: Visibili) => void
}) {
  if (presenti.length === 0 && !conLegami) return null
  const nucleo = (t: TipoNucleo, si: boolean) =>
    onCambia({ ...visibili, nuclei: tipiNucleo.filter((x) => (x === t ? si : visibili.nuclei.includes(x))) })
  return (
    <fieldset className="genogramma-spunte">
      <legend>Mostra</legend>
      {presenti.map((t) => (
        <label key={t}>
          <input type="checkbox" checked={visibili.nuclei.includes(t)} onChange={(e) => nucleo(t, e.target.checked)} />
          {nomeNucleo[t]}
        </label>
      ))}
      {conLegami && (
        <label>
          <input
            type="checkbox"
            checked={visibili.legami}
            onChange={(e) => onCambia({ ...visibili, legami: e.target.checked })}
          />
          Qualità dei legami
        </label>
      )}
    </fieldset>
  )
}

/** What the picture says, for who reads it or listens to it. */
function Parole({ dati, tabelle }: { dati: DatiGenogramma; tabelle?: Tabelle }) {
  const persone = dati.persone
    .filter(isPersona)
    .sort(
      (a, b) =>
        Number(b.indice ?? false) - Number(a.indice ?? false) || (a.nascita ?? '9').localeCompare(b.nascita ?? '9'),
    )
  const indice = persone.find((p) => p.indice)
  const nomi = useMemo(() => (indice ? parentele(dati, indice.id) : new Map<string, string>()), [dati, indice])
  const frasi = useMemo(() => descriviRelazioni(dati, tabelle), [dati, tabelle])
  const nuclei = (p: Persona) =>
    dati.nuclei
      .filter((n) => n.membri.some((m) => m.persona === p.id))
      .map((n) => n.etichetta)
      .join(', ')
  const anni = (p: Persona) => eta(p.nascita, p.decesso ?? dati.giorno)
  return (
    <>
      <h2 className="h4 mt-4">Le persone</h2>
      <DataTable
        caption="Le persone del genogramma: di chi si parla, poi dalla più anziana"
        lista={{ voci: persone }}
        chiave={(p) => p.id}
        conteggio={['persona', 'persone']}
        colonne={[
          { id: 'nome', titolo: 'Persona', cella: (p) => p.etichetta || 'Senza nome', riga: true },
          {
            id: 'parentela',
            titolo: indice ? `Per ${indice.etichetta} è` : 'Parentela',
            cella: (p) => (p === indice ? 'persona di cui si parla' : (nomi.get(p.id) ?? '–')),
          },
          { id: 'nascita', titolo: 'Nascita', cella: (p) => data(p.nascita) },
          { id: 'decesso', titolo: 'Decesso', cella: (p) => data(p.decesso) },
          { id: 'eta', titolo: 'Età', cella: (p) => anni(p) ?? '–', numero: true },
          { id: 'nuclei', titolo: 'Nuclei', cella: (p) => nuclei(p) || '–' },
        ]}
        vuoto={{ titolo: 'Nessuna persona in questa data', testo: 'Sposta il cursore a un giorno più vicino a oggi.' }}
      />
      {frasi.length > 0 && (
        <>
          <h2 className="h4 mt-4">Le relazioni</h2>
          <ul className="genogramma-frasi">
            {/* biome-ignore-start lint/suspicious/noArrayIndexKey: two persons of one name make two equal sentences */}
            {frasi.map((f, i) => (
              <li key={i}>{f}</li>
            ))}
            {/* biome-ignore-end lint/suspicious/noArrayIndexKey: see above */}
          </ul>
        </>
      )}
    </>
  )
}

/** A year alone is shown as it is. */
const data = (d: string | undefined) => (d && d.length < 10 ? d : formatData(d))
