// Loading a file: from the program used before, or the changes of the registry. What was loaded before stands below.
import { useId, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { type SpecieImportazione, specieImportazione } from '../../../shared/anagrafe/importa-campi.ts'
import { importaApi, MAX_FILE } from '../../../shared/anagrafe/importazioni.api.ts'
import { formatIstante, formatNumero } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { FilterSelect, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento } from '../../kernel/ui/parts.tsx'
import { SceltaComune } from '../scelta-comune.tsx'
import { alLavoro, nomiSpecie, StatoBadge } from './parole.tsx'
import '../../accreditamento/accreditamento.css'

export default function ImportazioniPage() {
  const comuni = useEndpoint(importaApi.comuni, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader
        titolo="Carica da un file"
        sotto="Dal programma usato prima, o dall’anagrafe: nulla cambia finché non confermi"
        azioni={<PrintButton />}
      />
      <Caricamento query={comuni} righe={4}>
        {(r) => <Carica comuni={r.voci} />}
      </Caricamento>
      <h2>File caricati</h2>
      <Passati />
    </>
  )
}

const spiegazioni: Record<SpecieImportazione, string> = {
  persone:
    'Una riga per persona, con la sua famiglia e la presa in carico se ci sono. Chi c’è già riceve soltanto ciò che gli manca.',
  variazioni:
    'Decessi, trasferimenti, matrimoni, nascite, nuovi indirizzi: ogni differenza diventa una proposta da esaminare.',
}

function Carica({ comuni }: { comuni: { id: string; nome: string }[] }) {
  const id = useId()
  const navigate = useNavigate()
  const [specie, setSpecie] = useState<SpecieImportazione>('persone')
  const [comune, setComune] = useState(comuni.length === 1 ? comuni[0]!.id : '')
  const carica = useUpload(importaApi.carica, {
    invalidates: [importaApi.list],
    onDone: (r) => navigate(`/cartella/importazioni/${r.id}`),
  })
  return (
    <div className="modulo">
      <fieldset className="campo">
        <legend>Che cosa contiene</legend>
        {specieImportazione.map((s) => (
          <div key={s} className="scelta">
            <input
              id={`${id}-${s}`}
              type="radio"
              name={`${id}-specie`}
              checked={specie === s}
              aria-describedby={`${id}-${s}-aiuto`}
              onChange={() => setSpecie(s)}
            />
            <label htmlFor={`${id}-${s}`}>{nomiSpecie[s]}</label>
            <p id={`${id}-${s}-aiuto`} className="campo-aiuto">
              {spiegazioni[s]}
            </p>
          </div>
        ))}
      </fieldset>
      <SceltaComune
        comuni={comuni}
        valore={comune}
        onScelta={setComune}
        aiuto="Il comune dal quale arriva il file: le sue persone entrano nella cartella di questo comune."
      />
      {comune ? (
        <FileDrop
          etichetta="File"
          aiuto="Excel (.xlsx), LibreOffice (.ods) o CSV, con i nomi delle colonne nella prima riga."
          estensioni={['.xlsx', '.ods', '.csv', '.txt', '.xls']}
          maxBytes={MAX_FILE}
          onFile={(file) => void carica.invia({ file, nome: file.name, specie, comune })}
          stato={carica}
        />
      ) : (
        <p>Scegli il comune: poi qui potrai caricare il file.</p>
      )}
    </div>
  )
}

const VUOTI = { specie: '' }

function Passati() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const specie = specieImportazione.find((s) => s === filtri.specie)
  // while something is at work the list follows it
  const [segue, setSegue] = useState(false)
  const lista = usePagine(importaApi.list, specie ? { specie } : {}, { ogni: segue ? 3000 : false })
  const lavora = lista.voci.some((i) => alLavoro(i.stato))
  if (lavora !== segue) setSegue(lavora)
  return (
    <>
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect name="specie" label="Che cosa contiene" opzioni={Object.entries(nomiSpecie)} />
      </Filtri>
      <DataTable
        caption="Dal più recente"
        lista={lista}
        chiave={(i) => i.id}
        conteggio={['file', 'file']}
        colonne={[
          {
            id: 'file',
            titolo: 'File',
            riga: true,
            cella: (i) => (
              <>
                <Link to={`/cartella/importazioni/${i.id}`}>{i.nomeFile}</Link>
                <small className="accreditamento-sotto">{nomiSpecie[i.specie]}</small>
              </>
            ),
          },
          { id: 'comune', titolo: 'Comune', cella: (i) => i.comune },
          { id: 'creata', titolo: 'Caricato', cella: (i) => formatIstante(i.creata) },
          { id: 'stato', titolo: 'Stato', cella: (i) => <StatoBadge stato={i.stato} /> },
          { id: 'righe', titolo: 'Righe', numero: true, cella: (i) => formatNumero(i.righeLette) },
          { id: 'rifiutate', titolo: 'Rifiutate', numero: true, cella: (i) => formatNumero(i.rifiutate) },
        ]}
        vuoto={{ titolo: 'Nessun file caricato', testo: 'Scegli il comune e carica il primo qui sopra.' }}
      />
    </>
  )
}
