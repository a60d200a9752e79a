// Entering with SPID: the only way in, no password exists. Shows the identity providers that the server has loaded,
// the reason when the last attempt was refused, and keeps the place one was going to. The wording of the button and
// of its menu is the one that AgID prescribes for every public service; the sign on it is AgID's own drawing, bundled
// and served from here. Only the drawing: the package's script loads from other hosts (ADR 0011).

import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useSearchParams } from 'react-router'
import spid from 'spid-smart-button/dist/img/spid-ico-circle-bb.svg?no-inline'
import { asProblema, ProblemaRete } from '../client.ts'
import { useStatoSessione } from '../session.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Attesa, Avviso, Problema } from '../ui/parts.tsx'

interface Idp {
  entityId: string
  nome: string
}
interface EsitoSpid {
  titolo: string
  testo: string
  codice: string
}

/** SPID's own addresses are outside `/api`: they are part of the protocol, not of the contracts. */
async function leggi<T>(url: string): Promise<T> {
  const r = await fetch(url, { headers: { accept: 'application/json' }, credentials: 'same-origin' }).catch(() => null)
  if (r?.ok) return (await r.json()) as T
  throw new ProblemaRete({
    status: r?.status ?? 0,
    codice: 'accesso-non-disponibile',
    title: 'L’accesso con SPID non risponde: riprova tra qualche minuto.',
  })
}

/** Only a path of ours: an address given from outside must not decide where one lands after signing in. */
export const ritornoSicuro = (ritorno: string | null): string =>
  ritorno && /^\/(?![/\\])/.test(ritorno) && !ritorno.startsWith('/accesso?') ? ritorno : '/'

export default function AccessPage() {
  const [search] = useSearchParams()
  const { sessione, scaduta } = useStatoSessione()
  const ritorno = ritornoSicuro(search.get('ritorno'))
  const idp = useQuery({ queryKey: ['spid', 'idp'], queryFn: () => leggi<{ voci: Idp[] }>('/spid/idp') })
  const esito = useQuery({
    queryKey: ['spid', 'esito'],
    queryFn: () => leggi<EsitoSpid | null>('/spid/esito'),
    enabled: search.has('esito'),
    // the server says it once, then forgets it
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (sessione && !scaduta) return <Navigate to={ritorno} replace />
  return (
    <>
      <PageHeader titolo="Entra in Trama" />
      {esito.data && (
        <Avviso tipo="danger" titolo={esito.data.titolo} annuncia>
          <p>{esito.data.testo}</p>
          <details className="dettagli">
            <summary>Dettagli</summary>
            Codice: {esito.data.codice}
          </details>
        </Avviso>
      )}
      <div className="accesso">
        <section aria-labelledby="spid-titolo">
          <h2 id="spid-titolo">SPID, il Sistema Pubblico di Identità Digitale</h2>
          <p>
            Si entra con la propria identità digitale SPID di livello 2: non c’è un’altra password. Serve inoltre essere
            accreditati dall’amministratore del proprio ambito.
          </p>
          {idp.isPending && <Attesa righe={1} cosa="Caricamento dei gestori di identità" />}
          {idp.error && <Problema problema={asProblema(idp.error)} riprova={idp.refetch} />}
          {idp.data?.voci.length === 0 && (
            <Avviso tipo="warning" titolo="Nessun gestore di identità è configurato">
              <p>Chi amministra la piattaforma deve caricare i metadati dei gestori SPID.</p>
            </Avviso>
          )}
          {idp.data && idp.data.voci.length > 0 && (
            <MenuButton
              className="spid"
              etichetta={
                <>
                  <span className="spid-icona">
                    <img src={spid} alt="" width="30" height="30" />
                  </span>
                  Entra con SPID
                </>
              }
            >
              {idp.data.voci.map((v) => (
                <a key={v.entityId} href={`/spid/login?${new URLSearchParams({ idp: v.entityId, ritorno })}`}>
                  {v.nome}
                </a>
              ))}
            </MenuButton>
          )}
          <ul className="spid-aiuti">
            <li>
              <a href="https://www.spid.gov.it/">Maggiori informazioni</a>
            </li>
            <li>
              <a href="https://www.spid.gov.it/cos-e-spid/come-attivare-spid/">Non hai SPID?</a>
            </li>
            <li>
              <a href="https://www.spid.gov.it/serve-aiuto/">Serve aiuto?</a>
            </li>
          </ul>
        </section>
        <section aria-labelledby="aiuto-titolo">
          <h2 id="aiuto-titolo">Non riesci a entrare?</h2>
          <ul>
            <li>
              <strong>Sei un operatore di un comune o di un ente:</strong> chiedi all’amministratore del tuo ambito se
              ti ha già accreditato, e con quale codice fiscale.
            </li>
            <li>
              <strong>Sei il legale rappresentante di un ambito:</strong> comunica l’amministratore con la{' '}
              <Link to="/richiesta-accreditamento">richiesta di accreditamento dell’ambito</Link>.
            </li>
            <li>
              <strong>Vuoi capire come funziona:</strong> leggi la <Link to="/guida">guida</Link>, aperta a tutti.
            </li>
            <li>
              <strong>SPID dà un errore:</strong> leggi il messaggio qui sopra o rivolgiti al tuo gestore di identità.
            </li>
          </ul>
        </section>
      </div>
    </>
  )
}
