// Before the signature: what is missing, how easy the pact is to read, what a revision changes, the language beside the Italian.
import { useState } from 'react'
import { Link } from 'react-router'
import { fatica, leggibilita } from '../../shared/patti/leggibilita.rules.ts'
import { type PattoLetto, pattoApi } from '../../shared/patti/patto.api.ts'
import { differenze, type Mancanza, nonFirmato, testoDelPatto } from '../../shared/patti/patto.rules.ts'
import { copiaDelPatto, testoDellaCopia } from '../../shared/patti/patto-copia.ts'
import { type GenereVoce, generi, testoDi, type Voce } from '../../shared/patti/patto-voci.ts'
import { formatGiornoInParole } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { ActionButton, ExportButton } from '../kernel/ui/azioni.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { toccatePatto } from './patto-atti.tsx'
import { type ParolePatto, vociDaScritti } from './patto-contesto.ts'
import { VociLette } from './patto-lettura.tsx'
import type { ScrittiSalvati } from './salvataggio.ts'

/** The part of the editor in which a kind is written. */
const parteDi: Partial<Record<GenereVoce, string>> = {
  impegno: 'impegni',
  sostegno: 'sostegni',
  rete: 'rete',
  risorsa: 'rete',
  proposta: 'rete',
  equipe: 'rete',
  beneficio: 'monitoraggio',
  monitoraggio: 'monitoraggio',
  disaccordo: 'disaccordi',
}

export function RiepilogoPatto({
  p,
  s,
  voci,
  parole,
  mancanze,
}: {
  p: PattoLetto
  s: ScrittiSalvati
  voci: readonly Voce[]
  parole: ParolePatto
  mancanze: readonly Mancanza[]
}) {
  const lingua = useAction(pattoApi.lingua, { invalidates: [pattoApi.leggi] })
  const foto = s.scritti.foto()
  return (
    <section aria-labelledby="riepilogo-patto">
      <h2 id="riepilogo-patto" tabIndex={-1}>
        Riepilogo e firma
      </h2>
      {mancanze.length > 0 ? (
        <Avviso tipo="warning" titolo="Prima della firma">
          <ul>
            {mancanze.map((m) => (
              <li key={`${m.voce} ${m.genere} ${m.campo}`}>
                <Link to={`?parte=${parteDi[m.genere] ?? (m.voce || m.campo ? 'obiettivi' : 'persone')}`}>
                  {m.frase}
                </Link>
              </li>
            ))}
          </ul>
        </Avviso>
      ) : (
        <p>Non manca niente: rileggi il patto con la famiglia, poi proponilo alla firma.</p>
      )}
      <Leggibilita testo={testoDelPatto(voci)} minima={p.leggibilitaMinima} />
      <CopiaInParoleSemplici p={p} voci={voci} parole={parole} />
      <div className="campo">
        <label htmlFor="lingua-patto">Lingua da affiancare all’italiano nei testi fissi</label>
        <select
          id="lingua-patto"
          className="form-select"
          value={p.lingua ?? ''}
          disabled={lingua.inCorso}
          onChange={(e) =>
            void s
              .salva()
              .then(() => lingua.run({ id: p.id, lingua: e.target.value || null }))
              .catch(() => undefined)
          }
        >
          <option value="">Nessuna</option>
          {p.lingue.map((l) => (
            <option key={l.id} value={l.id} lang={l.id}>
              {l.nome}
            </option>
          ))}
        </select>
      </div>
      {p.prima && <Cambiato prima={vociDaScritti(p.prima)} dopo={voci} />}
      <ActionButton
        e={pattoApi.proponi}
        input={{ id: p.id, versione: foto.versione }}
        etichetta="Proponi alla firma"
        variante="primary"
        impedita={
          mancanze.length > 0
            ? 'Prima completa ciò che manca.'
            : foto.inSospeso > 0
              ? 'Attendi che ciò che hai scritto sia salvato.'
              : null
        }
        conferma={{
          titolo: 'Proporre il patto alla firma?',
          testo:
            'Il PDF resta come è adesso. Per cambiare qualcosa lo riporti in preparazione, e le firme ricominciano.',
        }}
        invalidates={toccatePatto}
        esito="Patto proposto alla firma."
      />
      <h3>Il patto, come si legge</h3>
      <VociLette voci={voci} parole={parole} />
    </section>
  )
}

/** What the family takes home: how easy it is as a whole, fixed words included, and the sheet itself. */
export function CopiaInParoleSemplici({
  p,
  voci,
  parole,
}: {
  p: PattoLetto
  voci: readonly Voce[]
  parole: ParolePatto
}) {
  const c = copiaDelPatto({ voci, nome: parole.nome, giorno: formatGiornoInParole, incontri: p.incontri })
  const testo = testoDellaCopia(c, p.testiCopia, nonFirmato(p.stato))
  return (
    <section aria-labelledby="copia-patto">
      <h3 id="copia-patto">La copia per la famiglia</h3>
      <p>
        In parole semplici e caratteri grandi: che cosa vogliamo raggiungere, che cosa facciamo, che cosa fate voi, chi
        vi aiuta, quando ci vediamo. Non ha costi né fondi. Vale il patto firmato.
      </p>
      {p.copiaPropria ? (
        <LeggibilitaStampata key={testo} p={p} testo={testo} />
      ) : (
        <Leggibilita di="Leggibilità della copia" testo={testo} minima={p.leggibilitaMinima} />
      )}
      <p>
        <ExportButton e={pattoApi.copia} input={{ id: p.id }} etichetta="Scarica la copia in parole semplici" />
      </p>
    </section>
  )
}

/**
 * What a template of the ambito says by itself is known once it is printed: counted when it is asked for, because every printing is a
 * reading of the pact.
 */
function LeggibilitaStampata({ p, testo }: { p: PattoLetto; testo: string }) {
  const [stampato, setStampato] = useState<string | null>(null)
  const stampa = useAction(pattoApi.copia)
  const conta = async () => {
    const { testoDi } = await import('../documenti/apri-pdf.ts')
    setStampato(await testoDi((await stampa.run({ id: p.id, soloItaliano: true })).blob))
  }
  return (
    <>
      <div aria-live="polite">
        {stampato === null ? (
          <Leggibilita
            di="Leggibilità della copia, per ciò che è del patto"
            testo={testo}
            minima={p.leggibilitaMinima}
          />
        ) : (
          <Leggibilita di="Leggibilità della copia come si stampa" testo={stampato} minima={p.leggibilitaMinima} />
        )}
      </div>
      <p>
        Il modello del tuo ambito può dire altro.{' '}
        <button
          type="button"
          className="btn btn-outline-primary btn-xs"
          aria-disabled={stampa.inCorso}
          onClick={() => !stampa.inCorso && void conta().catch(() => undefined)}
        >
          {stampa.inCorso ? 'Attendi…' : 'Conta anche quello'}
        </button>
      </p>
    </>
  )
}

export function Leggibilita({
  testo,
  minima,
  di = 'Leggibilità',
}: {
  testo: string
  minima: number
  /** Of what it is, as the sentence begins. */
  di?: string
}) {
  const l = leggibilita(testo)
  if (!l) return <p>{di}: si calcola quando ci sono almeno dieci parole.</p>
  const frase = (
    <>
      {di} (indice Gulpease): <strong>{l.indice}</strong> su 100, {fatica(l.indice)}.
    </>
  )
  if (l.indice >= minima) return <p>{frase}</p>
  return (
    <Avviso tipo="warning" titolo="Si può scrivere più semplice">
      <p>{frase} Frasi corte e parole di ogni giorno aiutano chi firma a capire.</p>
    </Avviso>
  )
}

function Cambiato({ prima, dopo }: { prima: readonly Voce[]; dopo: readonly Voce[] }) {
  const tutte = differenze(prima, dopo)
  const di = (voce: string) => dopo.find((v) => v.voce === voce) ?? prima.find((v) => v.voce === voce)
  return (
    <>
      <h3>Che cosa cambia rispetto al patto firmato</h3>
      {tutte.length === 0 ? (
        <p>Ancora niente.</p>
      ) : (
        <ul>
          {tutte.map((d) => {
            const v = di(d.voce)
            const campi = generi[d.genere].campi
              .filter((c) => d.campi.includes(c.nome))
              .map((c) => c.etichetta.toLowerCase())
            return (
              <li key={d.voce}>
                {generi[d.genere].uno}, {d.che}: {(v && testoDi(v)) || '(senza testo)'}
                {campi.length > 0 && ` (${campi.join(', ')})`}
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}
