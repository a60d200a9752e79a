// Accrediting in bulk (note on GePI, third phase), in three steps: download the template, fill it in, upload it. What
// was uploaded before stands below, so that a long work can be left and found again.
import { useId, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { importazioniApi, MAX_CARTELLA } from '../../../shared/accreditamento/importazioni.api.ts'
import { richiesteFormaliApi } from '../../../shared/accreditamento/richieste-formali.api.ts'
import { useAmbito } from '../../accesso/utenti/ambito-corrente.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ExportButton } from '../../kernel/ui/azioni.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import { nomeRichiesta } from '../abilitazione/richiesta-formale-field.tsx'
import { ElencoImportazioni } from './elenco-importazioni.tsx'
import { alLavoro } from './parole.tsx'
import '../accreditamento.css'

const TITOLO = 'Importa da un foglio'

export default function ImportazioniPage() {
  return (
    <ConAmbito titolo={TITOLO}>
      {() => (
        <>
          <PageHeader
            titolo={TITOLO}
            sotto="Per accreditare molti operatori insieme, o raccoglierne i dati da un comune"
          />
          <ol className="importazione-passi">
            <li>
              <h2>Scarica il modello</h2>
              <Modello />
            </li>
            <li>
              <h2>Compilalo</h2>
              <p>
                Una riga per ogni persona e per ogni ruolo: chi ha due ruoli occupa due righe. Comuni e ruoli si
                scelgono dagli elenchi del foglio; le istruzioni sono nel foglio stesso. Non aggiungere e non rinominare
                colonne.
              </p>
            </li>
            <li>
              <h2>Caricalo</h2>
              <Carica />
            </li>
          </ol>
          <h2>Importazioni</h2>
          <Passate />
        </>
      )}
    </ConAmbito>
  )
}

function Modello() {
  const [search] = useSearchParams()
  const ambito = useAmbito()
  const [comune, setComune] = useState(search.get('comune') ?? '')
  const [esistenti, setEsistenti] = useState(false)
  const id = useId()
  return (
    <div className="modulo">
      <div className="campo">
        <label htmlFor={`${id}-comune`}>Per chi</label>
        <p id={`${id}-aiuto`} className="campo-aiuto">
          Il modello di un solo comune si può inviare al comune, perché lo compili e te lo rimandi.
        </p>
        <select
          id={`${id}-comune`}
          className="form-select"
          aria-describedby={`${id}-aiuto`}
          value={comune}
          onChange={(e) => setComune(e.target.value)}
        >
          <option value="">Tutto l’ambito</option>
          {ambito.opzioniComuni.map(([v, nome]) => (
            <option key={v} value={v}>
              Comune di {nome}
            </option>
          ))}
        </select>
      </div>
      <div className="campo">
        <div className="scelta">
          <input
            id={`${id}-esistenti`}
            type="checkbox"
            checked={esistenti}
            aria-describedby={esistenti && comune ? `${id}-cautela` : undefined}
            onChange={(e) => setEsistenti(e.target.checked)}
          />
          <label htmlFor={`${id}-esistenti`}>Scrivi già gli utenti presenti, con i loro ruoli</label>
        </div>
        {esistenti && comune && (
          <p id={`${id}-cautela`} className="campo-aiuto">
            Il foglio conterrà dati personali degli operatori di questo comune: invialo soltanto al suo ufficio.
          </p>
        )}
      </div>
      <ExportButton
        e={importazioniApi.modello}
        input={{ ...(esistenti && { esistenti }), ...(comune && { comune }) }}
        etichetta="Scarica il modello"
        variante="primary"
      />
    </div>
  )
}

function Carica() {
  const [search] = useSearchParams()
  const [richiesta, setRichiesta] = useState(search.get('richiesta') ?? '')
  const navigate = useNavigate()
  const can = useCan()
  const id = useId()
  const q = useEndpoint(richiesteFormaliApi.list, { limite: 200 })
  const carica = useUpload(importazioniApi.carica, {
    invalidates: [importazioniApi.list],
    onDone: (r) => navigate(`/importazioni/${r.id}`),
  })
  const voci = q.data?.voci ?? []
  return (
    <div className="modulo">
      <div className="campo">
        <label htmlFor={id}>
          Richiesta formale <span className="obbligatorio">(obbligatorio)</span>
        </label>
        <p id={`${id}-aiuto`} className="campo-aiuto">
          La nota con cui l’ente ti ha indicato queste persone: l’esito dell’importazione resta con lei.
        </p>
        <select
          id={id}
          className="form-select"
          aria-describedby={`${id}-aiuto`}
          aria-required
          value={richiesta}
          onChange={(e) => setRichiesta(e.target.value)}
        >
          <option value="">
            {q.isPending ? 'Caricamento…' : voci.length === 0 ? 'Nessuna richiesta registrata' : 'Scegli…'}
          </option>
          {voci.map((r) => (
            <option key={r.id} value={r.id}>
              {nomeRichiesta(r)}
            </option>
          ))}
        </select>
        {q.data?.prossima && (
          <p className="campo-aiuto">
            Sono elencate le 200 più recenti: per una precedente parti dalla{' '}
            <Link to="/richieste-formali">sua scheda</Link>.
          </p>
        )}
        {can('richiesta-formale.gestisci') && (
          <p>
            Non è nell’elenco? <Link to="/richieste-formali/nuova?ritorno=/importazioni">Registrala ora</Link>.
          </p>
        )}
      </div>
      {richiesta ? (
        <FileDrop
          etichetta="Foglio degli operatori"
          aiuto="Il modello compilato, in formato .xlsx. Prima si verifica soltanto: nulla cambia finché non confermi."
          estensioni={['.xlsx']}
          maxBytes={MAX_CARTELLA}
          onFile={(file) => void carica.invia({ file, nome: file.name, richiestaFormaleId: richiesta })}
          stato={carica}
        />
      ) : (
        <p>Scegli la richiesta formale: poi qui potrai caricare il foglio.</p>
      )}
    </div>
  )
}

function Passate() {
  // while something is at work the list follows it
  const [segue, setSegue] = useState(false)
  const lista = usePagine(importazioniApi.list, {}, { ogni: segue ? 3000 : false })
  const lavora = lista.voci.some((i) => alLavoro(i.stato))
  if (lavora !== segue) setSegue(lavora)
  return (
    <ElencoImportazioni
      lista={lista}
      vuoto={{ titolo: 'Nessuna importazione', testo: 'Scarica il modello, compilalo e caricalo qui sopra.' }}
    />
  )
}
