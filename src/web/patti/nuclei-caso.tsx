// The household of the caso beside those of the record: what coincides, what differs and what to do of it.
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import {
  type NucleiDelCaso as Confronto,
  type NucleoDelCaso,
  nucleiCasoApi,
} from '../../shared/patti/nuclei-caso.api.ts'
import { formatData } from '../kernel/format.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { type Attesa, useAttesa } from './attesa.ts'
import { avvisoDi, confermaAlPosto, nomeDi, primaDeiNuclei } from './nuclei-caso-parole.ts'

const tocca = [nucleiCasoApi.leggi]

export function NucleiDelCaso({ c }: { c: SchedaCaso }) {
  const { q, ...lavoro } = useAttesa(nucleiCasoApi.leggi, { id: c.id }, { esito: 'Il nucleo è nella cartella.' })
  return (
    <Caricamento query={q}>{(r) => (r.siConfronta ? <Nuclei id={c.id} r={r} lavoro={lavoro} /> : null)}</Caricamento>
  )
}

interface Lavoro {
  attesa: Attesa
  comincia: () => void
}

function Nuclei({ id, r, lavoro }: { id: string; r: Confronto; lavoro: Lavoro }) {
  const titolo = useRef<HTMLHeadingElement>(null)
  const vuoto = r.nuclei.length === 0
  const eraVuoto = useRef(vuoto)
  useEffect(() => {
    // the button that had it made is gone: who was on it goes on from the household
    if (eraVuoto.current && !vuoto && document.activeElement === document.body)
      titolo.current?.focus({ preventScroll: true })
    eraVuoto.current = vuoto
  }, [vuoto])
  const rifiutati = r.nuclei.filter((n) => n.stato === 'rifiutato')
  const altri = r.nuclei.filter((n) => n.stato === 'proposto')
  const suo = r.nuclei.find((n) => n.stato === 'collegato' || n.stato === 'da-rivedere')
  const prima = primaDeiNuclei(r)
  const vista = (n: NucleoDelCaso) => (
    <Nucleo key={n.id} id={id} n={n} soloLettura={r.soloLettura} alPostoDi={n === suo ? undefined : suo} />
  )
  return (
    <section aria-labelledby="nucleo-cartella">
      <h3 id="nucleo-cartella" ref={titolo} tabIndex={-1}>
        Nella cartella
      </h3>
      {prima && <p>{prima}</p>}
      {suo && vista(suo)}
      {!suo && altri.map(vista)}
      {!suo && altri.length === 0 && !r.soloLettura && <Componi id={id} r={r} lavoro={lavoro} />}
      {suo && altri.length > 0 && (
        <details>
          <summary>Altri nuclei in cui vive qualcuno del caso</summary>
          {altri.map(vista)}
        </details>
      )}
      {rifiutati.length > 0 && (
        <details>
          <summary>Nuclei che hai detto diversi</summary>
          {rifiutati.map(vista)}
        </details>
      )}
    </section>
  )
}

const comeFu = (d: NonNullable<NucleoDelCaso['decisione']>) => {
  const giorno = formatData(d.dal)
  if (d.stato === 'rifiutato') return `Il ${giorno} hai detto che non è questo: ${d.motivo}`
  return {
    'da-solo': `Collegato da solo il ${giorno}: i componenti erano gli stessi.`,
    confermato: `Collegato il ${giorno} da chi segue il caso.`,
    composto: `Composto nella cartella il ${giorno}, con i componenti del caso.`,
  }[d.modo]
}

interface DiUno {
  id: string
  n: NucleoDelCaso
  /** The one linked now, where it is another. */
  alPostoDi: NucleoDelCaso | undefined
}

function Nucleo({ id, n, soloLettura, alPostoDi }: DiUno & { soloLettura: boolean }) {
  const nome = nomeDi(n)
  const avviso = avvisoDi(n, { soloLettura, alPostoDi })
  return (
    <section aria-label={nome}>
      <h4 className="h6">
        {nome}{' '}
        {n.uguali ? (
          <StatusBadge tono="positivo">stessi componenti</StatusBadge>
        ) : (
          <StatusBadge tono="attenzione">non coincide</StatusBadge>
        )}
      </h4>
      {n.decisione && <p>{comeFu(n.decisione)}</p>}
      {avviso && (
        <Avviso titolo={avviso}>
          <p>
            {n.uguali
              ? 'I componenti sono gli stessi del caso.'
              : 'Guarda chi manca e chi è di più: collegalo lo stesso, di’ perché non è questo, o correggi il nucleo nella cartella.'}
          </p>
        </Avviso>
      )}
      <DataTable
        caption={`${nome}: cartella e caso a confronto`}
        lista={{ voci: n.persone }}
        chiave={(p) => p.personaId ?? p.nome}
        colonne={[
          { id: 'chi', titolo: 'Persona', riga: true, cella: (p) => p.nome },
          { id: 'cartella', titolo: 'Nella cartella', cella: (p) => p.inCartella ?? <Manca /> },
          { id: 'caso', titolo: 'Nel caso', cella: (p) => p.nelCaso ?? <Manca /> },
        ]}
        vuoto={{ titolo: 'Nessun componente' }}
      />
      {!soloLettura && <Atti id={id} n={n} alPostoDi={alPostoDi} />}
    </section>
  )
}

const Manca = () => <StatusBadge tono="attenzione">manca</StatusBadge>

function Atti({ id, n, alPostoDi }: DiUno) {
  const can = useCan()
  const diLa = n.persone.find((p) => p.personaId !== null && p.inCartella !== null)?.personaId
  return (
    <div className="atti">
      {n.stato !== 'collegato' && (
        <ActionButton
          e={nucleiCasoApi.collega}
          input={{ id, nucleo: n.id }}
          etichetta={n.stato === 'da-rivedere' ? 'Va bene così' : 'È questo nucleo'}
          variante="outline-primary"
          {...(alPostoDi && { conferma: confermaAlPosto(n, alPostoDi) })}
          invalidates={tocca}
          esito="Nucleo collegato."
          piccolo
        />
      )}
      {n.stato !== 'rifiutato' && (
        <ActionButton
          e={nucleiCasoApi.rifiuta}
          input={{ id, nucleo: n.id }}
          etichetta="Non è questo nucleo"
          variante="link"
          conferma={{
            titolo: 'Non è il nucleo di questo caso?',
            testo: 'Resta scritto perché. Se uno dei due cambia ti sarà proposto di nuovo.',
            motivo: 'Perché',
          }}
          invalidates={tocca}
          esito="Registrato."
          piccolo
        />
      )}
      {diLa && !n.uguali && can('nucleo.gestisci') && (
        <Link className="btn btn-link btn-xs" to={`/persone/${diLa}/nuclei`}>
          Correggi il nucleo nella cartella
        </Link>
      )}
    </div>
  )
}

function Componi({ id, r, lavoro }: { id: string; r: Confronto; lavoro: Lavoro }) {
  return (
    <>
      <p>Nella cartella non c’è un nucleo con queste persone.</p>
      {r.nonSiCompone ? (
        <p>{r.nonSiCompone}</p>
      ) : (
        <ActionButton
          e={nucleiCasoApi.componi}
          input={{ id }}
          etichetta="Componi il nucleo nella cartella"
          variante="outline-primary"
          conferma={{
            titolo: 'Comporre il nucleo nella cartella?',
            testo: `Nucleo ISEE, come lo dichiara INPS: ${r.componibili.join(', ')}. Chi non è ancora nella cartella resta fuori.`,
          }}
          impedita={lavoro.attesa === 'in-corso' ? 'Si sta componendo: compare qui da solo.' : null}
          onDone={lavoro.comincia}
          esito="Il nucleo si sta componendo: compare qui da solo."
          piccolo
        />
      )}
      {lavoro.attesa === 'tarda' && (
        <p role="status">
          Il nucleo non c’è ancora. Se la cartella non lo accetta un avviso ti dice perché; altrimenti lo trovi qui
          quando riapri la pagina.
        </p>
      )}
    </>
  )
}
