// The card of an operator: who he is, where SPID says otherwise, what he may do today and did before, the acts that his
// state allows, and how he came to this, in words.
import { Link, useParams } from 'react-router'
import { assegnazioniApi, utentiApi } from '../../../shared/accesso/utenti.api.ts'
import { transizioniUtente } from '../../../shared/accesso/utenti.rules.ts'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import { useAmbitoScelto } from '../../kernel/ambito.ts'
import { formatData, formatIstante, oggi, plurale } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useSessione } from '../../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../../kernel/ui/parts.tsx'
import { useAmbitoId } from './ambito-corrente.ts'
import { AttoConMotivo } from './atto.tsx'
import { DifferenzeSpid } from './differenze-spid.tsx'
import { motivoOra, nomeGenere, type Scheda, StatoUtenteBadge, significatoStato } from './parole.tsx'
import { RuoliUtente } from './ruoli-utente.tsx'
import { StoriaUtente } from './storia-utente.tsx'
import { UfficiUtente } from './uffici-utente.tsx'
import './utenti.css'

export default function UtentePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(utentiApi.leggi, { id })
  const u = q.data
  return (
    <>
      <PageHeader
        titolo={u ? `${u.nome} ${u.cognome}` : 'Scheda dell’utente'}
        sotto={
          u && (
            <>
              <StatoUtenteBadge stato={u.stato} /> {u.ambito?.nome ?? 'Utente nazionale'}
            </>
          )
        }
        azioni={
          u && (
            <>
              {u.stato !== 'altrove' && (
                <LinkButton azione="utente.gestisci" to={`/utenti/${id}/modifica`} variante="outline-primary">
                  Correggi i dati
                </LinkButton>
              )}
              <PrintButton />
            </>
          )
        }
      />
      <Caricamento query={q} righe={8}>
        {(scheda) => <Corpo u={scheda} />}
      </Caricamento>
    </>
  )
}

function Corpo({ u }: { u: Scheda }) {
  const ambitoId = useAmbitoId()
  // an act of national reach says first in which ambito it works
  const altrove = u.ambito !== null && u.ambito.id !== ambitoId
  return (
    <>
      {altrove && <Altrove ambito={u.ambito!} />}
      <DifferenzeSpid u={u} />
      <StatoEAtti u={u} altrove={altrove} />
      <h2>Dati</h2>
      <DefinitionList
        voci={[
          ['Codice fiscale', u.codiceFiscale],
          ['Data di nascita', u.dataNascita && formatData(u.dataNascita)],
          ['Luogo di nascita', u.luogoNascita && (u.luogoNascita.nome ?? u.luogoNascita.codice)],
          ['Genere', u.genere && nomeGenere[u.genere]],
          ...(u.stessoDi
            ? ([
                [
                  'È la stessa persona di',
                  <Link key="chi" to={`/utenti/${u.stessoDi.id}`}>
                    {u.stessoDi.nome}
                  </Link>,
                ],
              ] as const)
            : []),
          ...(u.anche.length > 0
            ? ([
                [
                  'Ha scritto altrove come',
                  u.anche.map((x) => (
                    <Link key={x.id} className="d-block" to={`/utenti/${x.id}`}>
                      {x.nome}
                    </Link>
                  )),
                ],
              ] as const)
            : []),
          ...(u.qualifica ? ([['In un’altra installazione', u.qualifica]] as const) : []),
          ['E-mail', u.email],
          ['Telefono', u.telefono],
          ['Fondo', u.fondo],
          [
            'Fine del contratto',
            u.fineContratto
              ? `${formatData(u.fineContratto)}${u.fineContratto < oggi() ? ' (terminato)' : ''}`
              : 'senza scadenza',
          ],
          ['Primo accesso', u.primoAccesso ? formatIstante(u.primoAccesso) : 'mai entrato'],
          ['Ultimo accesso', u.ultimoAccesso ? formatIstante(u.ultimoAccesso) : 'mai entrato'],
          ['Inserito il', formatIstante(u.creato)],
          ...(u.dubbioAccettato ? ([['Codice fiscale confermato perché', u.dubbioAccettato]] as const) : []),
        ]}
      />
      <h2>Ruoli</h2>
      <RuoliUtente u={u} altrove={altrove} atti={!altrove && <AttiSuiRuoli u={u} />} />
      {u.ambito && (
        <>
          <h2>Uffici</h2>
          <UfficiUtente u={u} altrove={altrove} />
        </>
      )}
      <h2>Storia</h2>
      <StoriaUtente u={u} />
    </>
  )
}

function Altrove({ ambito }: { ambito: { id: string; nome: string } }) {
  const [, scegli] = useAmbitoScelto()
  const { can } = useSessione()
  if (!can('utente.gestisci')) return null
  return (
    <Avviso titolo={`È un utente di ${ambito.nome}`}>
      <p>Per operare su di lui lavora prima su questo ambito.</p>
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => scegli(ambito.id)}>
        Lavora su {ambito.nome}
      </button>
    </Avviso>
  )
}

function StatoEAtti({ u, altrove }: { u: Scheda; altrove: boolean }) {
  const nome = `${u.nome} ${u.cognome}`
  const perche = (atto: keyof typeof transizioniUtente) => impedimento(transizioniUtente, atto, u.stato)
  const scaduto = u.fineContratto !== null && u.fineContratto < oggi()
  return (
    <section className="utente-stato" aria-label="Stato">
      <p>
        {significatoStato(u.stato)}
        {motivoOra(u) && <> Motivo: {motivoOra(u)}</>}
      </p>
      {!altrove && u.stato === 'altrove' && (
        <div className="utente-atti">
          {u.stessoDi ? (
            <AttoConMotivo
              e={utentiApi.dividi}
              id={u.id}
              etichetta="Non è lui"
              titolo={`${nome} non è ${u.stessoDi.nome}?`}
              testo="Ciò che ha scritto tornerà a portare il suo nome, di operatore di un’altra installazione."
              esito="Non risulta più un utente di qui."
            />
          ) : (
            <>
              <LinkButton azione="utente.gestisci" to="/utenti/nuovo" variante="outline-primary">
                Accredita un operatore
              </LinkButton>
              <LinkButton azione="utente.gestisci" to={`/utenti/${u.id}/stessa-persona`} variante="outline-primary">
                È già un utente di qui
              </LinkButton>
            </>
          )}
        </div>
      )}
      {!altrove && u.stato !== 'altrove' && (
        <div className="utente-atti">
          {u.stato === 'sospeso' ? (
            <AttoConMotivo
              e={utentiApi.riprendi}
              id={u.id}
              etichetta="Riprendi"
              titolo={`Riprendere ${nome}?`}
              testo="Potrà entrare di nuovo con i ruoli che aveva."
              esito="Utente ripreso."
              impedita={scaduto ? 'Il contratto è terminato: correggi prima la data di fine contratto.' : null}
            />
          ) : (
            u.stato !== 'cessato' && (
              <AttoConMotivo
                e={utentiApi.sospendi}
                id={u.id}
                etichetta="Sospendi"
                titolo={`Sospendere ${nome}?`}
                testo="Le sue sessioni si chiudono subito e non potrà entrare finché non lo riprendi. I ruoli restano registrati."
                esito="Utente sospeso: le sue sessioni sono chiuse."
                impedita={perche('sospendi')}
              />
            )
          )}
          {u.stato === 'cessato' ? (
            <LinkButton azione="utente.gestisci" to={`/utenti/${u.id}/riammissione`} variante="outline-primary">
              Riammetti con nuovi ruoli
            </LinkButton>
          ) : (
            <AttoConMotivo
              e={utentiApi.cessa}
              id={u.id}
              etichetta="Cessa"
              titolo={`Cessare ${nome}?`}
              testo="Tutti i suoi ruoli vengono revocati da oggi e le sue sessioni si chiudono. La sua storia resta. Per farlo tornare servirà una riammissione con nuovi ruoli."
              esito="Utente cessato: i suoi ruoli sono revocati."
              impedita={perche('cessa')}
              pericolo
            />
          )}
        </div>
      )}
    </section>
  )
}

function AttiSuiRuoli({ u }: { u: Scheda }) {
  const preparati = u.assegnazioni.some((a) => a.stato === 'preparata')
  const affidabili = u.incarichi.some((a) => a.stato === 'abilitata' || a.stato === 'sospesa')
  if (u.stato === 'cessato' || u.stato === 'altrove') return null
  return (
    <div className="utente-atti">
      <LinkButton azione="utente.gestisci" to={`/utenti/${u.id}/ruoli`} icona="it-plus" variante="outline-primary">
        Aggiungi un ruolo
      </LinkButton>
      {affidabili && (
        <LinkButton azione="utente.gestisci" to={`/utenti/${u.id}/sostituzione`} variante="outline-primary">
          Affida i ruoli a un sostituto
        </LinkButton>
      )}
      {preparati && (
        <ActionButton
          e={assegnazioniApi.abilitaPreparate}
          input={{ utenteId: u.id }}
          etichetta="Abilita i ruoli ora in regola"
          invalidates={[utentiApi.leggi, utentiApi.list]}
          esito={(r) =>
            r.abilitati > 0
              ? `${plurale(r.abilitati, 'ruolo abilitato', 'ruoli abilitati')}.`
              : 'Nessun ruolo è ancora in regola: manca un atto del comune, o la sua delega. «Sezioni dell’ambito» dice quale.'
          }
        />
      )}
    </div>
  )
}
