// The draft of a form in words: what was found and what to do with it, and the line that says where the last words are.
import { useRef } from 'react'
import { formatIstante } from '../format.ts'
import { useEsito } from '../ui/esito.tsx'
import { Avviso } from '../ui/parts.tsx'
import type { StatoBozza as Stato, Trovata } from './trovate.ts'
import type { Bozza } from './use-bozza.ts'

/** `26/11/2026 alle 10:42` */
const quando = (iso: string) => formatIstante(iso).replace(', ', ' alle ')

/** `dopo`: where the keyboard goes when the chosen button is gone. */
export function AvvisoBozza({ bozza, dopo }: { bozza: Bozza; dopo: () => void }) {
  const esito = useEsito()
  const { scrittura, trovate, superata } = bozza
  if (!scrittura) return null
  const fai = (atto: Promise<void>) => atto.then(dopo, esito.rifiutato)
  return (
    <>
      {trovate.map((t) => (
        <Avviso key={`${t.scrittura} ${t.dove}`} tipo={t.altrove ? 'warning' : 'info'} annuncia={t.altrove}>
          <p>
            <Frase t={t} />
          </p>
          <div className="bozza-scelte">
            <button
              type="button"
              className="btn btn-outline-primary btn-xs"
              onClick={() => void fai(scrittura.riprendi(t))}
            >
              Riprendi
            </button>
            {t.altrove && t.dove === 'server' && (
              <button
                type="button"
                className="btn btn-outline-primary btn-xs"
                onClick={() => void fai(scrittura.continua(t))}
              >
                Continua con questa
              </button>
            )}
            {!(t.altrove && t.dove === 'server') && (
              <button
                type="button"
                className="btn btn-outline-danger btn-xs"
                onClick={() => void fai(scrittura.elimina(t))}
              >
                Elimina
              </button>
            )}
          </div>
        </Avviso>
      ))}
      {superata && (
        <Avviso tipo="warning" titolo="Nel frattempo questi dati sono stati modificati">
          <p>La bozza era stata scritta prima: confrontala con la scheda prima di inviare.</p>
        </Avviso>
      )}
    </>
  )
}

function Frase({ t }: { t: Trovata }) {
  if (!t.altrove)
    return (
      <>
        Hai una bozza del {quando(t.quando)}
        {t.dove === 'computer' && ', rimasta su questo computer'}.
      </>
    )
  if (t.dove === 'computer') return <>Ciò che avevi scritto qui fino al {quando(t.quando)} è conservato.</>
  return (
    <>
      C’è {t.recente ? 'una bozza più recente' : 'un’altra bozza'}, scritta su un altro dispositivo o in un’altra scheda
      il {quando(t.quando)}: riprendila o continua con questa.
    </>
  )
}

const frase = (s: Stato): string =>
  s.tipo === 'server'
    ? `Bozza salvata alle ${formatIstante(s.quando).slice(-5)}.`
    : s.tipo === 'computer'
      ? s.frase
      : s.tipo === 'impossibile'
        ? 'La bozza non si può conservare adesso: invia prima di chiudere la pagina.'
        : ''

/** Always there, so that assistive technology hears it change; `vuoto` empties the form. */
export function StatoBozza({ bozza: { scrittura, stato }, vuota }: { bozza: Bozza; vuota: () => void }) {
  const esito = useEsito()
  const riga = useRef<HTMLParagraphElement>(null)
  if (!scrittura) return null
  const elimina = () =>
    scrittura.scarta().then(() => {
      vuota()
      riga.current?.focus()
    }, esito.rifiutato)
  return (
    <div className="bozza-stato">
      <p ref={riga} role="status" tabIndex={-1}>
        {frase(stato)}
      </p>
      {stato.tipo !== 'niente' && (
        <button type="button" className="btn btn-link btn-xs" onClick={() => void elimina()}>
          Elimina la bozza
        </button>
      )}
    </div>
  )
}
