// One file, from the profile of its columns to its report: progress while it works (it can be left and found again), what
// becomes of each row, confirmation, doubtful rows to decide, refused rows to correct and upload again.
import { Link, useParams } from 'react-router'
import { importaApi, type ImportazioneScheda as Scheda } from '../../../shared/anagrafe/importazioni.api.ts'
import { formatNumero, plurale } from '../../kernel/format.ts'
import { ActionButton, ExportButton } from '../../kernel/ui/azioni.tsx'
import { Avviso, DefinitionList } from '../../kernel/ui/parts.tsx'
import { Colonne } from './colonne.tsx'
import { PaginaFile } from './file-caricato.tsx'
import { nomiSpecie } from './parole.tsx'
import { Righe } from './righe.tsx'
import { Rinuncia } from './rinuncia.tsx'
import { useSeguito } from './seguito.tsx'
import '../../accreditamento/accreditamento.css'

export default function ImportazionePage() {
  const { id = '' } = useParams()
  return (
    <PaginaFile
      q={useSeguito(importaApi.leggi, { id })}
      parole={{
        titolo: 'File caricato',
        nome: 'file',
        nonSiLegge: 'Il file non si può importare',
        elenco: '/cartella/importazioni',
        portate: 'Righe importate',
      }}
      sotto={(i) => `${nomiSpecie[i.specie]} · ${i.comune}`}
      colonne={(i) => <Colonne i={i} />}
      righe={(i) => <Righe i={i} />}
      fatto={(i) => ({ fatto: i.righeElaborate, totale: i.nuove + i.aggiornate })}
      daConfermare={(i) => <DaConfermare i={i} />}
      conclusa={(i) => (i.specie === 'variazioni' ? <Variazioni i={i} /> : <Conclusa i={i} />)}
      definizioni={(i) => [['Programma di provenienza', i.sistema]]}
    />
  )
}

const Rifiutate = ({ i }: { i: Scheda }) =>
  i.rifiutate > 0 ? (
    <ExportButton
      e={importaApi.rifiutate}
      input={{ id: i.id }}
      etichetta={`Scarica ${i.rifiutate === 1 ? 'la riga rifiutata' : `le ${formatNumero(i.rifiutate)} righe rifiutate`}`}
      variante="outline-primary"
    />
  ) : null

function DaConfermare({ i }: { i: Scheda }) {
  const buone = i.nuove + i.aggiornate
  const tocca = [importaApi.leggi, importaApi.list]
  return (
    <>
      <Avviso
        tipo={i.rifiutate > 0 ? 'warning' : 'success'}
        titolo={
          buone > 0
            ? `${plurale(buone, 'riga si può importare', 'righe si possono importare')}`
            : 'Nessuna riga porta novità'
        }
      >
        <p>
          {i.rifiutate > 0 && 'Le righe rifiutate restano fuori: scaricale, correggile e ricaricale quando vuoi. '}
          {i.dubbie > 0 && 'Le righe dubbie si decidono una a una dopo la conferma. '}
          Nulla è ancora cambiato: controlla qui sotto e conferma.
        </p>
      </Avviso>
      <div className="utente-atti">
        <ActionButton
          e={importaApi.conferma}
          input={{ id: i.id }}
          etichetta={`Importa ${plurale(buone, 'riga', 'righe')}`}
          variante="primary"
          impedita={buone + i.dubbie === 0 ? 'Nessuna riga porta novità: non c’è nulla da importare.' : null}
          conferma={{
            titolo: `Importare ${plurale(buone, 'riga', 'righe')}?`,
            testo: 'Le persone, le famiglie e le prese in carico entrano nella cartella a tuo nome.',
          }}
          invalidates={tocca}
          esito="Importazione avviata."
        />
        <Rinuncia i={i} />
        <Rifiutate i={i} />
      </div>
    </>
  )
}

function Conclusa({ i }: { i: Scheda }) {
  const fuori = i.rifiutate + i.dubbie
  return (
    <>
      <Avviso
        tipo={fuori > 0 ? 'warning' : 'success'}
        titolo={`Importazione conclusa: ${plurale(i.nuove, 'persona nuova', 'persone nuove')}, ${plurale(i.aggiornate, 'aggiornata', 'aggiornate')}`}
      >
        <p>
          {i.dubbie > 0 && `${plurale(i.dubbie, 'riga aspetta', 'righe aspettano')} che tu dica chi è. `}
          {i.rifiutate > 0
            ? `${plurale(i.rifiutate, 'riga è rimasta fuori', 'righe sono rimaste fuori')}: scaricale, correggile e ricaricale.`
            : 'Nessuna riga è stata rifiutata.'}
        </p>
      </Avviso>
      <Rifiutate i={i} />
    </>
  )
}

function Variazioni({ i }: { i: Scheda }) {
  return (
    <>
      <Avviso
        tipo={i.rifiutate > 0 ? 'warning' : 'success'}
        titolo={`File letto: ${plurale(i.proposte, 'variazione proposta', 'variazioni proposte')}`}
      >
        <p>
          {i.proposte > 0 ? (
            <Link to={`/variazioni?importazione=${i.id}`}>Esamina le variazioni</Link>
          ) : (
            'Non c’è nulla da esaminare.'
          )}
        </p>
      </Avviso>
      <DefinitionList
        voci={[
          ['Righe lette', formatNumero(i.righeLette)],
          ['Già proposte in passato', formatNumero(i.giaProposte)],
          ['Senza novità', formatNumero(i.giaPresenti)],
          ['Di persone che non sono nella cartella', formatNumero(i.sconosciute)],
          ['Rifiutate', formatNumero(i.rifiutate)],
        ]}
      />
      <Rifiutate i={i} />
    </>
  )
}
