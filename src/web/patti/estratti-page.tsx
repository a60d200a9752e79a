// Extracts of granted domande: which measure and comune, the file, and those loaded before.
import { useId, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { estrattiApi, type SceltaEstratto } from '../../shared/patti/estratti.api.ts'
import { alLavoro, StatoBadge } from '../anagrafe/importa/parole.tsx'
import { SceltaComune } from '../anagrafe/scelta-comune.tsx'
import { formatData, formatIstante, formatNumero, oggi, parseData } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'

const MAX = estrattiApi.carica.upload.maxBytes

export default function EstrattiPage() {
  const scelte = useEndpoint(estrattiApi.scelte, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader
        titolo="Estratti delle domande"
        sotto="Le domande accolte da INPS diventano casi da assegnare: nulla cambia finché non confermi"
        azioni={<PrintButton />}
      />
      <Caricamento query={scelte} righe={4}>
        {(s) =>
          s.comuni.length > 0 ? (
            <Carica scelte={s} />
          ) : (
            <Avviso tipo="warning" titolo="Nessun comune con la convenzione registrata">
              <p>
                I dati dei nuclei si aprono comune per comune, quando l’amministratore dell’ambito ne registra la
                convenzione.
              </p>
            </Avviso>
          )
        }
      </Caricamento>
      <h2>Estratti caricati</h2>
      <Passati />
    </>
  )
}

function Carica({ scelte }: { scelte: SceltaEstratto }) {
  const id = useId()
  const navigate = useNavigate()
  const [comune, setComune] = useState(scelte.comuni.length === 1 ? scelte.comuni[0]!.id : '')
  const [misura, setMisura] = useState('')
  const [giorno, setGiorno] = useState(formatData(oggi()))
  const estrattoIl = parseData(giorno)
  const [completo, setCompleto] = useState(false)
  const carica = useUpload(estrattiApi.carica, {
    invalidates: [estrattiApi.list],
    onDone: (r) => navigate(`/casi/estratti/${r.id}`),
  })
  return (
    <div className="modulo">
      <div className="campo">
        <label htmlFor={`${id}-misura`}>
          Misura <span className="obbligatorio">(obbligatorio)</span>
        </label>
        <select
          id={`${id}-misura`}
          className="form-select"
          aria-required
          value={misura}
          onChange={(e) => setMisura(e.target.value)}
        >
          <option value="">Scegli…</option>
          {scelte.misure.map((m) => (
            <option key={m.id} value={m.id}>
              {m.nome}
            </option>
          ))}
        </select>
      </div>
      <SceltaComune
        comuni={scelte.comuni}
        valore={comune}
        onScelta={setComune}
        aiuto="Quello delle righe che non dicono il comune di residenza."
      />
      <div className="campo">
        <label htmlFor={`${id}-giorno`}>
          Giorno dell’estratto <span className="obbligatorio">(obbligatorio)</span>
        </label>
        <p id={`${id}-giorno-aiuto`} className="campo-aiuto">
          Quando le domande sono arrivate: per le prime i termini si contano da qui.
        </p>
        <input
          id={`${id}-giorno`}
          type="text"
          inputMode="numeric"
          className="form-control"
          placeholder="gg/mm/aaaa"
          maxLength={10}
          autoComplete="off"
          required
          aria-describedby={`${id}-giorno-aiuto`}
          aria-invalid={estrattoIl === null ? true : undefined}
          value={giorno}
          onChange={(e) => setGiorno(e.target.value)}
        />
      </div>
      <div className="scelta">
        <input
          id={`${id}-completo`}
          type="checkbox"
          checked={completo}
          aria-describedby={`${id}-completo-aiuto`}
          onChange={(e) => setCompleto(e.target.checked)}
        />
        <label htmlFor={`${id}-completo`}>È completo: ha tutte le domande dei comuni che nomina</label>
        <p id={`${id}-completo-aiuto`} className="campo-aiuto">
          Così il resoconto dice anche quali non ci sono più.
        </p>
      </div>
      {comune && misura && estrattoIl ? (
        <FileDrop
          etichetta="Estratto"
          aiuto="Excel (.xlsx), LibreOffice (.ods) o CSV: una riga per componente, con i nomi delle colonne nella prima riga."
          estensioni={['.xlsx', '.ods', '.csv', '.txt', '.xls']}
          maxBytes={MAX}
          onFile={(file) => void carica.invia({ file, nome: file.name, comune, misura, estrattoIl, completo })}
          stato={carica}
        />
      ) : (
        <p>Scegli misura, comune e giorno: poi qui potrai caricare il file.</p>
      )}
    </div>
  )
}

function Passati() {
  // while something is at work the list follows it
  const [segue, setSegue] = useState(false)
  const lista = usePagine(estrattiApi.list, {}, { ogni: segue ? 3000 : false })
  const lavora = lista.voci.some((i) => alLavoro(i.stato))
  if (lavora !== segue) setSegue(lavora)
  return (
    <DataTable
      caption="Dal più recente"
      lista={lista}
      chiave={(i) => i.id}
      conteggio={['estratto', 'estratti']}
      colonne={[
        {
          id: 'file',
          titolo: 'File',
          riga: true,
          cella: (i) => <Link to={`/casi/estratti/${i.id}`}>{i.nomeFile}</Link>,
        },
        { id: 'misura', titolo: 'Misura', cella: (i) => i.misura },
        { id: 'giorno', titolo: 'Estratto del', cella: (i) => formatData(i.estrattoIl) },
        { id: 'creata', titolo: 'Caricato', cella: (i) => formatIstante(i.creata) },
        { id: 'stato', titolo: 'Stato', cella: (i) => <StatoBadge stato={i.stato} /> },
        { id: 'domande', titolo: 'Domande', numero: true, cella: (i) => formatNumero(i.domande) },
        {
          id: 'fuori',
          titolo: 'Rimaste fuori',
          numero: true,
          cella: (i) => formatNumero(i.rifiutate + i.contraddittorie),
        },
      ]}
      vuoto={{ titolo: 'Nessun estratto caricato', testo: 'Scegli misura e comune e carica il primo qui sopra.' }}
    />
  )
}
