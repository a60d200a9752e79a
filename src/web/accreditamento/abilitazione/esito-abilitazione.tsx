// What an enabling has done: how many roles can be used at once, how many only wait and for what, and where to go now.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Static } from 'typebox'
import type { EsitoAbilitazione as Schema } from '../../../shared/accesso/utenti.api.ts'
import { plurale } from '../../kernel/format.ts'
import { Avviso } from '../../kernel/ui/parts.tsx'

export type Esito = Static<typeof Schema>

export function EsitoAbilitazione({ esito, chi, altro }: { esito: Esito; chi: string; altro?: ReactNode }) {
  const tutti = esito.preparati === 0
  return (
    <>
      <Avviso tipo={tutti ? 'success' : 'warning'} titolo={chi} annuncia>
        <p>
          {esito.abilitati > 0 &&
            `${plurale(esito.abilitati, 'ruolo abilitato', 'ruoli abilitati')}: può entrare con SPID. `}
          {!tutti &&
            `${plurale(esito.preparati, 'ruolo preparato', 'ruoli preparati')}, in attesa dell’atto che manca.`}
        </p>
        {esito.avvisi.length > 0 && (
          <ul>
            {esito.avvisi.map((a) => (
              <li key={a}>{a}</li>
            ))}
          </ul>
        )}
      </Avviso>
      <p className="utente-atti">
        <Link className="btn btn-primary" to={`/utenti/${esito.id}`}>
          Apri la scheda
        </Link>
        {altro}
        <Link className="btn btn-outline-primary" to="/utenti">
          Torna all’elenco
        </Link>
      </p>
    </>
  )
}
