// How a meeting went: who was there, how each result and commitment goes, what is decided.
import { Fragment, useId, useState } from 'react'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { type IncontroPatto, monitoraggioApi, type PattoLetto } from '../../shared/patti/patto.api.ts'
import { generi, testoDi, type Voce } from '../../shared/patti/patto-voci.ts'
import { AvvisoBozza, StatoBozza } from '../kernel/bozze/avviso-bozza.tsx'
import { bozzaDi, useScritto } from '../kernel/bozze/use-bozza.ts'
import { formatData, oggi, parseData } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { Dialog } from '../kernel/ui/dialog.tsx'
import { parole as parola, useVoci } from '../parametri/voci.ts'
import { toccatePatto } from './patto-atti.tsx'
import type { ParolePatto } from './patto-contesto.ts'

interface Props {
  p: PattoLetto
  n: IncontroPatto
  voci: readonly Voce[]
  parole: ParolePatto
}

export function IncontroEsito(x: Props) {
  const can = useCan()
  const [aperta, setAperta] = useState(false)
  if (!can(monitoraggioApi.registra.azione)) return null
  return (
    <>
      <button type="button" className="btn btn-primary btn-xs" onClick={() => setAperta(true)}>
        {x.n.daRaccontare ? 'Scrivi che cosa si è detto' : 'Registra com’è andato'}
        <span className="visually-hidden">: {formatData(x.n.previstoIl)}</span>
      </button>
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo={`Incontro del ${formatData(x.n.previstoIl)}`}>
        <Modulo {...x} chiudi={() => setAperta(false)} />
      </Dialog>
    </>
  )
}

type Presenza = 'presente' | 'assente' | ''

function Modulo({ p, n, voci, chiudi }: Props & { chiudi: () => void }) {
  const id = useId()
  const s = useScritto(`incontro:${n.id}:esito`, {
    tenuto: true,
    scritto: formatData(n.tenutoIl ?? [n.previstoIl, oggi()].sort()[0]!),
    chi: Object.fromEntries(n.presenti.map((x) => [x, 'presente'])) as Record<string, Presenza>,
    motivi: {} as Record<string, { motivo: string; documento: string }>,
    valutati: {} as Record<string, string>,
    decisione: 'prosegue',
    nota: '',
  })
  const { tenuto, scritto, chi, motivi, valutati, decisione, nota } = s.valori
  const { scrittura } = s.bozza
  const registra = useAction(monitoraggioApi.registra, {
    invalidates: toccatePatto,
    esito: 'Incontro registrato.',
    onDone: () => {
      scrittura?.inviata()
      chiudi()
    },
  })
  const giorno = parseData(scritto)
  // planned without naming anybody, it is for all
  const atteso = (componenteId: string) => n.persone.length === 0 || n.persone.includes(componenteId)
  const daValutare = voci.filter((v) => generi[v.genere].valutato && (n.voci.length === 0 || n.voci.includes(v.voce)))
  const di = (quale: Presenza) => Object.entries(chi).flatMap(([c, x]) => (x === quale ? [c] : []))
  const perche = (componenteId: string) => motivi[componenteId] ?? { motivo: '', documento: '' }
  const spiega = (componenteId: string, cambia: Partial<{ motivo: string; documento: string }>) =>
    s.scrivi({ motivi: { ...motivi, [componenteId]: { ...perche(componenteId), ...cambia } } })
  const invia = async () => {
    if (!giorno) return
    await scrittura?.inviando()
    await registra
      .run(
        {
          id: p.id,
          incontro: n.id,
          tenuto,
          giorno,
          presenti: tenuto ? di('presente') : [],
          assenti: di('assente'),
          giustificati: di('assente').flatMap((componenteId) => {
            const { motivo, documento } = perche(componenteId)
            return motivo ? { componenteId, motivo, documento: documento.trim() || null } : []
          }),
          decisione: decisione || null,
          nota: nota.trim() || null,
          valutazioni: tenuto
            ? Object.entries(valutati).flatMap(([voce, valore]) => (valore ? { voce, valore } : []))
            : [],
        },
        bozzaDi(scrittura),
      )
      .catch(() => scrittura?.nonInviata())
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        if (!registra.inCorso) void invia()
      }}
    >
      <AvvisoBozza bozza={s.bozza} dopo={() => document.getElementById(`${id}-giorno`)?.focus()} />
      <fieldset className="campo">
        <legend>L’incontro</legend>
        {(n.daRaccontare ? [true] : [true, false]).map((si) => (
          <div className="scelta" key={String(si)}>
            <input
              type="radio"
              name={`${id}-tenuto`}
              id={`${id}-${si}`}
              checked={tenuto === si}
              onChange={() => s.scrivi({ tenuto: si })}
            />
            <label htmlFor={`${id}-${si}`}>{si ? 'Si è tenuto' : 'Non si è tenuto'}</label>
          </div>
        ))}
      </fieldset>
      <div className="campo">
        <label htmlFor={`${id}-giorno`}>Quando</label>
        <input
          id={`${id}-giorno`}
          className="form-control"
          inputMode="numeric"
          value={scritto}
          aria-invalid={giorno === null || undefined}
          onChange={(e) => s.scrivi({ scritto: e.target.value })}
        />
        {!giorno && <p className="campo-errore">Scrivi una data che esiste: per esempio 22/11/2026.</p>}
      </div>
      {p.persone.map((x) => (
        <Fragment key={x.componenteId}>
          <div className="campo">
            <label htmlFor={`${id}-${x.componenteId}`}>{x.nome}</label>
            <select
              id={`${id}-${x.componenteId}`}
              className="form-select"
              value={chi[x.componenteId] ?? ''}
              onChange={(e) => s.scrivi({ chi: { ...chi, [x.componenteId]: e.target.value as Presenza } })}
            >
              <option value="">{atteso(x.componenteId) ? 'Non si è detto' : 'Non era atteso'}</option>
              {tenuto && <option value="presente">C’era</option>}
              <option value="assente">Non c’era</option>
            </select>
          </div>
          {chi[x.componenteId] === 'assente' && (
            <Scelta
              etichetta={`Giustificato motivo di ${x.nome}`}
              codifica="giustificato-motivo"
              valore={perche(x.componenteId).motivo}
              onCambia={(motivo) => spiega(x.componenteId, { motivo })}
              vuota="Nessuno"
            />
          )}
          {chi[x.componenteId] === 'assente' && perche(x.componenteId).motivo && (
            <div className="campo">
              <label htmlFor={`${id}-${x.componenteId}-documento`}>
                Documento di {x.nome}, o che cosa ha dichiarato
              </label>
              <input
                id={`${id}-${x.componenteId}-documento`}
                className="form-control"
                maxLength={300}
                autoComplete="off"
                required
                value={perche(x.componenteId).documento}
                onChange={(e) => spiega(x.componenteId, { documento: e.target.value })}
              />
            </div>
          )}
        </Fragment>
      ))}
      {tenuto &&
        daValutare.map((v) => (
          <Scelta
            key={v.voce}
            etichetta={`${generi[v.genere].uno}: ${testoDi(v)}`}
            codifica={generi[v.genere].valutato!}
            valore={valutati[v.voce] ?? ''}
            onCambia={(nuovo) => s.scrivi({ valutati: { ...valutati, [v.voce]: nuovo } })}
            vuota="Non se n’è parlato"
          />
        ))}
      <Scelta
        etichetta="Che cosa si decide"
        codifica="decisione-incontro"
        valore={decisione}
        onCambia={(nuovo) => s.scrivi({ decisione: nuovo })}
        vuota="Niente"
      />
      <div className="campo">
        <label htmlFor={`${id}-nota`}>Nota</label>
        <textarea
          id={`${id}-nota`}
          className="form-control"
          rows={3}
          maxLength={4000}
          value={nota}
          onChange={(e) => s.scrivi({ nota: e.target.value })}
        />
      </div>
      <button type="submit" className="btn btn-primary" disabled={!giorno || registra.inCorso}>
        Registra
      </button>
      <StatoBozza bozza={s.bozza} vuota={s.vuota} />
    </form>
  )
}

function Scelta({
  etichetta,
  codifica,
  valore,
  onCambia,
  vuota,
}: {
  etichetta: string
  codifica: Codifica
  valore: string
  onCambia: (v: string) => void
  vuota: string
}) {
  const id = useId()
  const { voci } = useVoci(codifica)
  return (
    <div className="campo">
      <label htmlFor={id}>{etichetta}</label>
      <select id={id} className="form-select" value={valore} onChange={(e) => onCambia(e.target.value)}>
        <option value="">{vuota}</option>
        {voci.map((v) => (
          <option key={v.codice} value={v.codice}>
            {parola(v)}
          </option>
        ))}
      </select>
    </div>
  )
}
