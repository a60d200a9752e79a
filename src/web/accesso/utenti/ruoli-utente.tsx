// The assignments of an operator (role × territory × days): those of today with their acts, then the past ones.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { assegnazioniApi } from '../../../shared/accesso/utenti.api.ts'
import { transizioniAssegnazione } from '../../../shared/accesso/utenti.rules.ts'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import { formatData, oggi } from '../../kernel/format.ts'
import { useRotte } from '../../kernel/rotte.ts'
import { useCan } from '../../kernel/session.tsx'
import { type Colonna, DataTable } from '../../kernel/ui/data-table.tsx'
import { AttoConMotivo } from './atto.tsx'
import { type Assegnazione, type Scheda, StatoRuoloBadge } from './parole.tsx'

const passata = (a: Assegnazione) => a.stato === 'revocata' || (a.al !== null && a.al < oggi())

export function RuoliUtente({ u, altrove, atti }: { u: Scheda; altrove: boolean; atti: ReactNode }) {
  const can = useCan()
  const presenti = u.assegnazioni.filter((a) => !passata(a))
  const passate = u.assegnazioni.filter(passata)
  const conAtti = can(assegnazioniApi.revoca.azione) && !altrove
  const comuni: Colonna<Assegnazione>[] = [
    { id: 'ruolo', titolo: 'Ruolo', riga: true, cella: (a) => <Ruolo a={a} /> },
    { id: 'territorio', titolo: 'Territorio', cella: (a) => a.territorio },
    { id: 'periodo', titolo: 'Periodo', cella: periodo },
    { id: 'stato', titolo: 'Stato', cella: (a) => <Stato a={a} /> },
    { id: 'richiesta', titolo: 'Richiesta formale', cella: (a) => <Richiesta a={a} /> },
  ]
  return (
    <>
      <DataTable
        caption="Ruoli di oggi"
        lista={{ voci: presenti }}
        chiave={(a) => a.id}
        conteggio={['ruolo', 'ruoli']}
        colonne={
          conAtti
            ? [...comuni, { id: 'atti', titolo: 'Operazioni', senzaTitolo: true, cella: (a) => <Atti a={a} u={u} /> }]
            : comuni
        }
        vuoto={{
          titolo: 'Nessun ruolo oggi',
          testo:
            u.stato === 'cessato'
              ? 'I ruoli sono stati revocati con la cessazione.'
              : 'Senza ruoli non può fare nulla.',
        }}
      />
      {atti}
      {passate.length > 0 && (
        <DataTable
          caption="Ruoli passati"
          lista={{ voci: passate }}
          chiave={(a) => a.id}
          conteggio={['ruolo', 'ruoli']}
          colonne={comuni}
          vuoto={{ titolo: '' }}
        />
      )}
    </>
  )
}

const periodo = (a: Assegnazione) => (a.al ? `${formatData(a.dal)} – ${formatData(a.al)}` : `dal ${formatData(a.dal)}`)

function Ruolo({ a }: { a: Assegnazione }) {
  return (
    <>
      {a.ruoloNome}
      {a.sostituisce && (
        <small className="accreditamento-sotto">
          sostituisce <Link to={`/utenti/${a.sostituisce.id}`}>{a.sostituisce.nome}</Link>
        </small>
      )}
    </>
  )
}

function Stato({ a }: { a: Assegnazione }) {
  // the reason of the state is already in the sentence of what is not effective
  const perche = passata(a) ? a.motivoStato : a.nonEfficacePerche
  return (
    <div>
      <StatoRuoloBadge stato={a.stato} />
      {perche && <small className="accreditamento-sotto">{perche}</small>}
    </div>
  )
}

function Richiesta({ a }: { a: Assegnazione }) {
  const { esiste } = useRotte()
  const can = useCan()
  const r = a.richiestaFormale
  if (!r) return <>–</>
  const testo = `prot. ${r.protocollo} del ${formatData(r.data)}`
  const apribile = can('richiesta-formale.leggi') && esiste(`/richieste-formali/${r.id}`)
  return apribile ? <Link to={`/richieste-formali/${r.id}`}>{testo}</Link> : testo
}

function Atti({ a, u }: { a: Assegnazione; u: Scheda }) {
  const cosa = `${a.ruoloNome}, ${a.territorio}`
  const perche = (atto: keyof typeof transizioniAssegnazione) => impedimento(transizioniAssegnazione, atto, a.stato)
  return (
    <div className="utente-atti">
      {a.stato === 'sospesa' ? (
        <AttoConMotivo
          e={assegnazioniApi.riprendi}
          id={a.id}
          piccolo
          etichetta="Riprendi"
          titolo="Riprendere questo ruolo?"
          testo={`${cosa}: torna abilitato se l’atto che serve c’è ancora, altrimenti resta preparato.`}
          esito="Ruolo ripreso."
          impedita={u.stato === 'cessato' ? 'L’utente è cessato.' : perche('riprendi')}
        />
      ) : (
        <AttoConMotivo
          e={assegnazioniApi.sospendi}
          id={a.id}
          piccolo
          etichetta="Sospendi"
          titolo="Sospendere questo ruolo?"
          testo={`${cosa}: ${u.nome} ${u.cognome} smette subito di poterlo usare, anche se è collegato.`}
          esito="Ruolo sospeso."
          impedita={perche('sospendi')}
        />
      )}
      <AttoConMotivo
        e={assegnazioniApi.revoca}
        id={a.id}
        piccolo
        pericolo
        etichetta="Revoca"
        titolo="Revocare questo ruolo?"
        testo={`${cosa}: finisce oggi e resta nella storia. Se servirà di nuovo andrà assegnato un’altra volta.`}
        esito="Ruolo revocato."
        impedita={perche('revoca')}
      />
    </div>
  )
}
