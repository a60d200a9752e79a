// A message received: the file is read, one says of whom it speaks, looks at what it would add, and takes it in. The file
// is not kept: leaving the page forgets it.
import { useState } from 'react'
import { personeApi } from '../../../shared/anagrafe/persone.api.ts'
import { type DiChi, MAX_MESSAGGIO, messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import { SceltaComune } from '../../anagrafe/scelta-comune.tsx'
import type { OutputWeb } from '../../kernel/client.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../../kernel/ui/parts.tsx'
import { Confronta, Nuova } from './riporta.tsx'
import { Scegli } from './scegli.tsx'
import { Voci } from './voci.tsx'
import '../cartella.css'
import './messaggio.css'

type Comune = { id: string; nome: string }
type Fatto = OutputWeb<typeof messaggiApi.riporta>

export default function RiceviPage() {
  const comuni = useEndpoint(personeApi.comuni, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader
        titolo="Messaggi regionali"
        sotto="Riporta nella cartella un messaggio ricevuto: nulla cambia finché non confermi"
        azioni={
          <>
            <LinkButton azione="codifica.leggi" to="/messaggi-regionali/codici" variante="outline-primary">
              Codici
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <p>
        Per preparare il messaggio di una persona apri il suo fascicolo e scegli «Messaggio regionale». Qui si riporta
        quello che un altro ente ha scritto: le fasi A, B ed E.
      </p>
      <Caricamento query={comuni} righe={4}>
        {(r) => <Ricevi comuni={r.voci} />}
      </Caricamento>
    </>
  )
}

function Ricevi({ comuni }: { comuni: Comune[] }) {
  const [comune, setComune] = useState(comuni.length === 1 ? comuni[0]!.id : '')
  const [file, setFile] = useState<File | null>(null)
  const [letto, setLetto] = useState<DiChi | null>(null)
  const [fatto, setFatto] = useState<Fatto | null>(null)
  const carica = useUpload(messaggiApi.diChi, { onDone: setLetto })
  const ricomincia = () => {
    setFile(null)
    setLetto(null)
    setFatto(null)
  }
  if (comuni.length === 0)
    return (
      <Avviso tipo="warning" titolo="Nessun comune è aperto alla cartella sociale">
        <p>Serve il protocollo d’intesa registrato del comune. Chiedi all’amministratore dell’ambito.</p>
      </Avviso>
    )
  if (fatto) return <Riuscito fatto={fatto} ricomincia={ricomincia} />
  if (letto && file) return <Letto letto={letto} file={file} comune={comune} onFatto={setFatto} annulla={ricomincia} />
  return (
    <div className="modulo">
      <SceltaComune
        comuni={comuni}
        valore={comune}
        onScelta={setComune}
        aiuto="Il comune che segue la persona, o che la seguirà."
      />
      {comune ? (
        <FileDrop
          etichetta="Messaggio"
          aiuto="Il file XML di una persona, come l’altro ente lo ha mandato."
          estensioni={['.xml']}
          maxBytes={MAX_MESSAGGIO}
          onFile={(scelto) => {
            setFile(scelto)
            void carica.invia({ file: scelto, comune })
          }}
          stato={carica}
        />
      ) : (
        <p>Scegli il comune: poi qui potrai caricare il messaggio.</p>
      )}
    </div>
  )
}

function Letto({
  letto,
  file,
  comune,
  onFatto,
  annulla,
}: {
  letto: DiChi
  file: File
  comune: string
  onFatto: (f: Fatto) => void
  annulla: () => void
}) {
  const [scelta, setScelta] = useState<string | null>(null)
  const indietro = () => setScelta(null)
  if (scelta === null) return <Scegli letto={letto} onScegli={setScelta} annulla={annulla} />
  if (scelta === '') return <Nuova letto={letto} file={file} comune={comune} onFatto={onFatto} indietro={indietro} />
  return <Confronta personaId={scelta} file={file} onFatto={onFatto} indietro={indietro} />
}

function Riuscito({ fatto, ricomincia }: { fatto: Fatto; ricomincia: () => void }) {
  return (
    <>
      <Avviso
        tipo="success"
        titolo={fatto.aggiunte === 0 ? 'Era già tutto nella cartella' : 'Il messaggio è nella cartella'}
        annuncia
      >
        <p>Ciò che resta nel file non è andato perduto: conserva il file, o registralo a mano.</p>
      </Avviso>
      <p className="atti">
        <LinkButton to={`/persone/${fatto.personaId}`}>Apri il fascicolo</LinkButton>
        <button type="button" className="btn btn-outline-primary" onClick={ricomincia}>
          Riporta un altro messaggio
        </button>
      </p>
      <Voci voci={fatto.voci} titolo="Che cosa è stato riportato" />
    </>
  )
}
