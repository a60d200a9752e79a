// A folder exported elsewhere comes into a comune of ours: which one, and the archive.
import { useState } from 'react'
import { Link } from 'react-router'
import { personeApi } from '../../../shared/anagrafe/persone.api.ts'
import { esportazioneApi, MAX_ARCHIVIO } from '../../../shared/cartella/esportazione.api.ts'
import type { OutputWeb } from '../../kernel/client.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../../kernel/ui/parts.tsx'

type Esito = OutputWeb<typeof esportazioneApi.importa>

export default function ImportaPage() {
  const comuni = useEndpoint(personeApi.comuni, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader
        titolo="Importa un fascicolo"
        sotto="Un archivio scaricato con «Esporta il fascicolo», qui o in un’altra installazione di Trama."
      />
      <Caricamento query={comuni}>{(c) => <Modulo comuni={c.voci} />}</Caricamento>
    </>
  )
}

function Modulo({ comuni }: { comuni: { id: string; nome: string }[] }) {
  const [comune, setComune] = useState(comuni[0]?.id ?? '')
  const [esito, setEsito] = useState<Esito | null>(null)
  const carica = useUpload(esportazioneApi.importa, {
    invalidates: [personeApi.cerca],
    onDone: setEsito,
  })
  return (
    <>
      <div className="filtri">
        <div className="campo">
          <label>
            Comune che lo riceve
            <select className="form-select" value={comune} onChange={(e) => setComune(e.target.value)}>
              {comuni.map((c) => (
                <option key={c.id} value={c.id}>
                  {c.nome}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      <FileDrop
        etichetta="Archivio del fascicolo"
        aiuto="L’archivio è letto per intero prima di scrivere: se manca un file, o uno è cambiato, non entra nulla."
        estensioni={['.zip']}
        maxBytes={MAX_ARCHIVIO}
        stato={carica}
        onFile={(file) => {
          setEsito(null)
          void carica.invia({ file, comune })
        }}
      />
      {esito && (
        <Avviso tipo="success" titolo="Fascicolo importato" annuncia>
          <p>
            {esito.righe.toLocaleString('it-IT')} righe e {esito.file.toLocaleString('it-IT')} file di documenti.{' '}
            <Link to={`/persone/${esito.personaId}`}>Apri il fascicolo</Link>
          </p>
          {esito.operatoriSconosciuti > 0 && (
            <p>
              {esito.operatoriSconosciuti === 1
                ? 'Un operatore non lavora qui: ciò che ha scritto resta suo, come operatore di un’altra installazione.'
                : `${esito.operatoriSconosciuti} operatori non lavorano qui: ciò che hanno scritto resta loro, come operatori di un’altra installazione.`}
            </p>
          )}
          {esito.tralasciate > 0 && (
            <p>
              {esito.tralasciate === 1 ? 'Una riga non ha' : `${esito.tralasciate} righe non hanno`} posto qui:
              appuntamenti di un ufficio che non c’è o a un’ora già occupata, colleghi di cui l’archivio non dice chi
              sono.
            </p>
          )}
        </Avviso>
      )}
    </>
  )
}
