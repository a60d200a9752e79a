// One extract, from its columns to its report: progress while it works (it can be left and found again), what becomes of each
// household and why, confirmation, what stayed out to correct and upload again.
import { Link, useParams } from 'react-router'
import { estrattiApi, type EstrattoScheda as Scheda } from '../../shared/patti/estratti.api.ts'
import { PaginaFile } from '../anagrafe/importa/file-caricato.tsx'
import { useSeguito } from '../anagrafe/importa/seguito.tsx'
import { formatByte, formatData, formatNumero, plurale } from '../kernel/format.ts'
import { ActionButton, ExportButton } from '../kernel/ui/azioni.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { Colonne } from './colonne.tsx'
import { Nuclei } from './nuclei.tsx'
import { Rinuncia } from './rinuncia.tsx'
import '../cartella/cartella.css'

export default function EstrattoPage() {
  const { id = '' } = useParams()
  return (
    <PaginaFile
      q={useSeguito(estrattiApi.leggi, { id })}
      parole={{
        titolo: 'Estratto',
        nome: 'estratto',
        nonSiLegge: 'L’estratto non si può leggere',
        elenco: '/casi/estratti',
        portate: 'Domande portate tra i casi',
      }}
      sotto={(i) => `${i.misura} · ${formatData(i.estrattoIl)}`}
      colonne={(i) => <Colonne i={i} />}
      righe={(i) => <Nuclei i={i} />}
      fatto={(i) => ({ fatto: i.elaborate, totale: i.nuove + i.cambiate })}
      daConfermare={(i) => <DaConfermare i={i} />}
      conclusa={(i) => <Conclusa i={i} />}
      definizioni={(i) => [
        ['Comune delle righe che non lo dicono', i.comune],
        ['Completo', i.completo ? 'sì' : 'no'],
        ['Originale', `${formatByte(i.bytes)}, impronta ${i.sha256.slice(0, 16)}…`],
      ]}
      dopo={(i) =>
        i.mio &&
        i.stato !== 'annullata' && (
          <ExportButton
            e={estrattiApi.originale}
            input={{ id: i.id }}
            etichetta="Scarica l’originale"
            variante="outline-primary"
          />
        )
      }
    />
  )
}

const Fuori = ({ i }: { i: Scheda }) =>
  i.rifiutate + i.contraddittorie > 0 ? (
    <ExportButton
      e={estrattiApi.rifiutate}
      input={{ id: i.id }}
      etichetta={`Scarica le righe di ${plurale(i.rifiutate + i.contraddittorie, 'domanda rimasta fuori', 'domande rimaste fuori')}`}
      variante="outline-primary"
    />
  ) : null

function DaConfermare({ i }: { i: Scheda }) {
  const buone = i.nuove + i.cambiate + i.sparite
  const fuori = i.rifiutate + i.contraddittorie
  const tocca = [estrattiApi.leggi, estrattiApi.list]
  return (
    <>
      <Avviso
        tipo={fuori > 0 ? 'warning' : 'success'}
        titolo={
          buone > 0
            ? `${plurale(i.nuove, 'domanda nuova', 'domande nuove')}, ${plurale(i.cambiate, 'cambiata', 'cambiate')}`
            : 'Nessuna domanda porta novità'
        }
      >
        <p>
          {fuori > 0 &&
            'Le domande rifiutate e quelle contraddittorie restano fuori: qui sotto c’è il perché di ciascuna. '}
          Nulla è ancora cambiato: controlla e conferma.
        </p>
      </Avviso>
      <div className="atti">
        <ActionButton
          e={estrattiApi.conferma}
          input={{ id: i.id }}
          etichetta="Porta le domande tra i casi"
          variante="primary"
          impedita={buone === 0 ? 'Nessuna domanda porta novità: non c’è nulla da confermare.' : null}
          conferma={{
            titolo: `Confermare ${plurale(i.nuove + i.cambiate, 'domanda', 'domande')}?`,
            testo: 'I nuclei nuovi diventano casi da assegnare, gli altri si aggiornano.',
          }}
          invalidates={tocca}
          esito="Lavoro avviato."
        />
        <Rinuncia i={i} />
        <Fuori i={i} />
      </div>
    </>
  )
}

function Conclusa({ i }: { i: Scheda }) {
  const fuori = i.rifiutate + i.contraddittorie
  return (
    <>
      <Avviso
        tipo={fuori > 0 ? 'warning' : 'success'}
        titolo={`Estratto concluso: ${plurale(i.nuove, 'caso nuovo', 'casi nuovi')}, ${plurale(i.cambiate, 'aggiornato', 'aggiornati')}`}
      >
        <p>
          <Link to="/casi?assegnazione=da-assegnare">Vai ai casi da assegnare</Link>.{' '}
          {i.sparite > 0 &&
            `${formatNumero(i.sparite)} domande non ci sono più: restano in carico finché INPS non dice altro. `}
          {fuori > 0
            ? `${plurale(fuori, 'domanda è rimasta fuori', 'domande sono rimaste fuori')}.`
            : 'Nessuna domanda è rimasta fuori.'}
        </p>
      </Avviso>
      <Fuori i={i} />
    </>
  )
}
