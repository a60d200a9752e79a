// The card of a formal request: what was received, its document, who was enabled under it, and the reports of the
// workbooks imported for it, which are kept here.
import { Link, useParams } from 'react-router'
import { MAX_DOCUMENTO, richiesteFormaliApi } from '../../../shared/accreditamento/richieste-formali.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { StatoRuoloBadge } from '../../accesso/utenti/parole.tsx'
import { formatData, formatIstante, formatNumero } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ExportButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList } from '../../kernel/ui/parts.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import { ElencoImportazioni } from '../importazioni/elenco-importazioni.tsx'
import '../accreditamento.css'

type Scheda = Output<typeof richiesteFormaliApi.leggi>

export default function RichiestaFormalePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(richiesteFormaliApi.leggi, { id })
  const r = q.data
  return (
    <ConAmbito titolo="Richiesta formale">
      {() => (
        <>
          <PageHeader
            titolo={r ? `Richiesta prot. ${r.protocollo}` : 'Richiesta formale'}
            sotto={r && `${r.ente}, ${r.ufficio}, ${formatData(r.data)}`}
            azioni={
              r && (
                <>
                  <LinkButton azione="utente.gestisci" to={`/utenti/nuovo?richiesta=${id}`} icona="it-plus">
                    Accredita un operatore
                  </LinkButton>
                  <LinkButton
                    azione="importazione.esegui"
                    to={`/importazioni?richiesta=${id}`}
                    variante="outline-primary"
                  >
                    Importa da un foglio
                  </LinkButton>
                  <LinkButton
                    azione="richiesta-formale.gestisci"
                    to={`/richieste-formali/${id}/modifica`}
                    variante="outline-primary"
                  >
                    Correggi
                  </LinkButton>
                  <PrintButton />
                </>
              )
            }
          />
          <Caricamento query={q} righe={6}>
            {(scheda) => <Corpo r={scheda} />}
          </Caricamento>
        </>
      )}
    </ConAmbito>
  )
}

function Corpo({ r }: { r: Scheda }) {
  return (
    <>
      <DefinitionList
        voci={[
          ['Ente', r.ente],
          ['Ufficio', r.ufficio],
          ['Protocollo', r.protocollo],
          ['Data della nota', formatData(r.data)],
          ['Registrata', `${formatIstante(r.registrataIl)}${r.registrataDa ? `, ${r.registrataDa}` : ''}`],
          ['Note', r.note],
        ]}
      />
      <h2>Documento</h2>
      <Documento r={r} />
      <h2>Utenti abilitati con questa richiesta</h2>
      <DataTable
        caption="Un ruolo per riga"
        lista={{ voci: r.ruoli }}
        chiave={(x) => `${x.utenteId} ${x.ruolo} ${x.territorio} ${x.stato}`}
        conteggio={['ruolo', 'ruoli']}
        colonne={[
          {
            id: 'nome',
            titolo: 'Cognome e nome',
            riga: true,
            cella: (x) => (
              <Link to={`/utenti/${x.utenteId}`}>
                {x.cognome} {x.nome}
              </Link>
            ),
          },
          { id: 'ruolo', titolo: 'Ruolo', cella: (x) => x.ruolo },
          { id: 'territorio', titolo: 'Territorio', cella: (x) => x.territorio },
          { id: 'stato', titolo: 'Stato', cella: (x) => <StatoRuoloBadge stato={x.stato} /> },
        ]}
        vuoto={{
          titolo: 'Ancora nessuno',
          testo: 'Accredita le persone indicate nella nota, una alla volta o con il foglio di calcolo.',
        }}
      />
      {r.assegnazioni > r.ruoli.length && (
        <p>
          Sono mostrati i primi {formatNumero(r.ruoli.length)} ruoli di {formatNumero(r.assegnazioni)}.
        </p>
      )}
      <h2>Fogli importati</h2>
      <ElencoImportazioni
        lista={{ voci: r.importazioni }}
        vuoto={{ titolo: 'Nessun foglio importato per questa richiesta' }}
      />
    </>
  )
}

function Documento({ r }: { r: Scheda }) {
  const can = useCan()
  const carica = useUpload(richiesteFormaliApi.caricaDocumento, {
    invalidates: [richiesteFormaliApi.leggi, richiesteFormaliApi.list],
    esito: 'Documento allegato.',
  })
  return (
    <>
      {r.documento ? (
        <p className="utente-atti">
          <span>{r.nomeDocumento}</span>
          <ExportButton
            e={richiesteFormaliApi.scaricaDocumento}
            input={{ id: r.id }}
            etichetta="Scarica il documento"
            variante="outline-primary"
            piccolo
          />
        </p>
      ) : (
        <p>Il documento non è ancora allegato.</p>
      )}
      {can('richiesta-formale.gestisci') && (
        <FileDrop
          etichetta={r.documento ? 'Sostituisci il documento' : 'Allega la nota ricevuta'}
          aiuto="PDF, anche firmato (.p7m), messaggio di posta (.eml) o immagine."
          estensioni={['.pdf', '.p7m', '.eml', '.jpg', '.jpeg', '.png']}
          maxBytes={MAX_DOCUMENTO}
          onFile={(file) => void carica.invia({ id: r.id, file, nome: file.name })}
          stato={carica}
        />
      )}
    </>
  )
}
