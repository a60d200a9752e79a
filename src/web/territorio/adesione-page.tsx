// One act of adhesion through its life: drafted, signed, documented, registered, ceased. The acts offered are those of
// the transition table; before registering one reads what will open and for whom.
import { Link, useNavigate, useParams } from 'react-router'
import { adesioniApi, MAX_DOCUMENTO, schemiApi } from '../../shared/territorio/adesioni.api.ts'
import {
  documentoModificabile,
  eliminabile,
  nomeQualifica,
  statiAdesione,
} from '../../shared/territorio/adesioni.rules.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { formatByte, formatData, formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useRotte } from '../kernel/rotte.ts'
import { Seguito } from '../kernel/seguito.tsx'
import { useSessione } from '../kernel/session.tsx'
import { ActionButton, ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { type Adesione, AnnullaAtto, CessaAtto, FirmaAtto, LEGGE, RegistraAtto } from './adesione-atti.tsx'
import { ConAmbito } from './ambito-scelto.tsx'
import { periodo } from './parole.ts'
import { ESTENSIONI, nomeStato } from './parti.tsx'

export default function AdesionePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(adesioniApi.leggi, { id })
  return (
    <ConAmbito titolo="Adesione">
      {() => (
        <>
          <PageHeader
            titolo={q.data ? `${q.data.tipo}${q.data.anno ? ` ${q.data.anno}` : ''}` : 'Adesione'}
            sotto={q.data?.ente}
            azioni={<PrintButton />}
          />
          <Caricamento query={q} righe={6}>
            {(a) => <Scheda a={a} />}
          </Caricamento>
        </>
      )}
    </ConAmbito>
  )
}

function Scheda({ a }: { a: Adesione }) {
  const { can } = useSessione()
  const { esiste } = useRotte()
  const navigate = useNavigate()
  return (
    <>
      <LineaStati a={a} />
      <Avviso tipo={a.stato === 'registrata' && !(a.al && a.al < oggi()) ? 'success' : 'info'}>
        <p>{a.spiegazione}</p>
      </Avviso>
      {/* of each version of the act: what it now makes possible elsewhere is asked again */}
      {(a.stato === 'firmata' || a.stato === 'registrata') && <Seguito key={a.versione} di="adesione-registrata" />}
      <div className="azioni-riga">
        <FirmaAtto a={a} />
        <RegistraAtto a={a} />
        <CessaAtto a={a} />
        <AnnullaAtto a={a} />
        {eliminabile(a.stato) && (
          <ActionButton
            e={adesioniApi.elimina}
            input={{ id: a.id }}
            etichetta="Elimina la bozza"
            variante="outline-danger"
            conferma={{
              titolo: 'Eliminare questa bozza?',
              testo: (
                <p>Si elimina anche il documento che vi è allegato. Resta traccia nel registro delle modifiche.</p>
              ),
              pericolo: true,
            }}
            invalidates={[adesioniApi.elenco, sezioniApi.stato]}
            esito="Bozza eliminata."
            onDone={() => navigate('/adesioni')}
          />
        )}
      </div>
      <section aria-labelledby="dati">
        <h2 id="dati">Dati dell’atto</h2>
        <DefinitionList
          voci={[
            [
              'Ente',
              a.comuneId ? (
                <Link key="ente" to={`/comuni/${a.comuneId}`}>
                  {a.ente}
                </Link>
              ) : (
                a.ente
              ),
            ],
            ['Controparte', a.controparte],
            ...(a.affidatoA ? ([['Affida a', a.affidatoA.nome]] as const) : []),
            ['Firmatario', a.firmatario],
            ['Qualifica', a.firmatarioQualifica && nomeQualifica[a.firmatarioQualifica]],
            ['Firmata il', formatData(a.firmataIl)],
            ['Validità', periodo(a)],
            ['Registrata da', a.registrataDa],
            ['Registrata il', formatIstante(a.registrataIl)],
            ...(a.motivoCessazione ? ([['Motivo della cessazione', a.motivoCessazione]] as const) : []),
            ['Note', a.note],
          ]}
        />
        {can('registro.modifiche') && esiste('/registri/modifiche') && (
          <p>
            <Link to={`/registri/modifiche?${new URLSearchParams({ tabella: 'adesione', riga: a.id })}`}>
              Storia: chi ha riportato che cosa, e quando
            </Link>
          </p>
        )}
      </section>
      <Documenti a={a} />
    </>
  )
}

function LineaStati({ a }: { a: Adesione }) {
  const qui = statiAdesione.indexOf(a.stato)
  const quando = [
    '',
    a.firmataIl && `il ${formatData(a.firmataIl)}`,
    a.registrataIl && `il ${formatIstante(a.registrataIl).slice(0, 10)}`,
    a.motivoCessazione && `ultimo giorno ${formatData(a.al)}`,
  ]
  return (
    <ol className="linea-stati" aria-label="Stato dell’atto">
      {statiAdesione.map((s, i) => (
        <li key={s} data-fatto={i <= qui || undefined} aria-current={i === qui ? 'step' : undefined}>
          {i + 1}. {nomeStato[s]}
          <small>{quando[i] || (i > qui ? 'non ancora' : '')}</small>
        </li>
      ))}
    </ol>
  )
}

function Documenti({ a }: { a: Adesione }) {
  const { can } = useSessione()
  const schemi = useEndpoint(schemiApi.elenco, { tipo: a.tipoId })
  const schema = schemi.data?.voci.find((s) => s.corrente)
  const carica = useUpload(adesioniApi.documento, { invalidates: LEGGE, esito: 'Documento allegato.' })
  return (
    <section aria-labelledby="documenti">
      <h2 id="documenti">Documenti</h2>
      <p>
        {a.documento
          ? `Documento firmato: «${a.documento.nome}» (${formatByte(a.documento.bytes)}).`
          : 'Il documento firmato non è ancora allegato.'}{' '}
        {schemi.data &&
          (schema
            ? `Schema da usare oggi: «${schema.titolo}», versione ${schema.versione}.`
            : 'Per questo tipo di atto non c’è oggi uno schema pubblicato: usa il testo dell’ente.')}
      </p>
      <div className="azioni-riga">
        {a.documento && (
          <ExportButton e={adesioniApi.scarica} input={{ id: a.id }} etichetta="Scarica il documento firmato" />
        )}
        {schema && (
          <ExportButton
            e={schemiApi.compilato}
            input={{
              id: schema.id,
              ...(a.comuneId && { comune: a.comuneId }),
              ...(a.anno && { anno: a.anno }),
              ...(a.firmatario && { firmatario: a.firmatario }),
              ...(a.affidatoA && { affidatario: a.affidatoA.id }),
            }}
            etichetta="Scarica lo schema compilato"
          />
        )}
      </div>
      {can('adesione.gestisci') && documentoModificabile(a.stato) && (
        <FileDrop
          etichetta={a.documento ? 'Sostituisci il documento firmato' : 'Allega il documento firmato'}
          aiuto="PDF, p7m, immagine o messaggio PEC (.eml)."
          estensioni={ESTENSIONI}
          maxBytes={MAX_DOCUMENTO}
          stato={carica}
          onFile={(file) => void carica.invia({ id: a.id, nome: file.name, file })}
        />
      )}
    </section>
  )
}
