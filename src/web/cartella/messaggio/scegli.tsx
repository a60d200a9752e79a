// Of whom a message speaks: the one it names by a code that is known, those who look like her, or somebody new.
import { Link } from 'react-router'
import type { PersonaBreve } from '../../../shared/anagrafe/persone.api.ts'
import type { DiChi } from '../../../shared/cartella/messaggi.api.ts'
import { nascitaInParole, nomePersona } from '../../anagrafe/parole.tsx'
import { formatData } from '../../kernel/format.ts'
import { Avviso, DefinitionList } from '../../kernel/ui/parts.tsx'
import '../../anagrafe/anagrafe.css'

export function Scegli({
  letto,
  onScegli,
  annulla,
}: {
  letto: DiChi
  /** The id of a person; empty: a new one. */
  onScegli: (id: string) => void
  annulla: () => void
}) {
  const { assistito: a } = letto
  return (
    <>
      <h2>Che cosa dice il file</h2>
      <DefinitionList
        voci={[
          ['Persona', nomePersona(a)],
          ['Data di nascita', a.dataNascita && formatData(a.dataNascita)],
          ['Codice fiscale', a.codiceFiscale],
          ['Mittente', letto.mittente],
          ['Scritto il', formatData(letto.creato.slice(0, 10))],
          ['Fasi', letto.fasi.map((f) => `${f.lettera}, ${f.nome}`).join('; ')],
        ]}
      />
      {letto.avvisi.length > 0 && (
        <details>
          <summary>Parti del file che Trama non conosce: {letto.avvisi.length}</summary>
          <ul>
            {[...new Set(letto.avvisi)].map((x) => (
              <li key={x}>{x}</li>
            ))}
          </ul>
        </details>
      )}
      <h2>Di chi parla</h2>
      {letto.certa ? (
        <Avviso tipo="success" titolo="È già nella cartella">
          <ul className="elenco-semplice">
            <Voce p={letto.certa} motivi={[]} onScegli={onScegli} />
          </ul>
        </Avviso>
      ) : (
        letto.simili.length > 0 && (
          <Avviso tipo="warning" titolo="Potrebbe esserci già">
            <p>Guarda se è la stessa persona prima di aggiungerne un’altra.</p>
          </Avviso>
        )
      )}
      {letto.simili.length > 0 && (
        <ul className="elenco-semplice">
          {letto.simili.map((s) => (
            <Voce key={s.persona.id} p={s.persona} motivi={s.motivi} onScegli={onScegli} />
          ))}
        </ul>
      )}
      {!letto.certa && letto.simili.length === 0 && <p>Nella cartella non c’è nessuno che le somigli.</p>}
      <p className="atti">
        {!letto.certa && (
          <button type="button" className="btn btn-primary" onClick={() => onScegli('')}>
            {letto.simili.length > 0 ? 'Nessuna di queste: è una persona nuova' : 'È una persona nuova: continua'}
          </button>
        )}
        <button type="button" className="btn btn-outline-primary" onClick={annulla}>
          Scegli un altro file
        </button>
      </p>
    </>
  )
}

function Voce({ p, motivi, onScegli }: { p: PersonaBreve; motivi: readonly string[]; onScegli: (id: string) => void }) {
  return (
    <li>
      <Link to={`/persone/${p.id}`}>{nomePersona(p)}</Link>, {nascitaInParole(p)}, {p.comune}
      {motivi.length > 0 && ` (${motivi.join(', ')})`}{' '}
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => onScegli(p.id)}>
        È {nomePersona(p)}
      </button>
    </li>
  )
}
