// One extract, from its columns to its report: progress while it works (it can be left and found again), what becomes of each
// household and why, confirmation, what stayed out to correct and upload again.
import { Link, useParams } from 'react-router'
import { estrattiApi, type EstrattoScheda as Scheda } from '../../shared/patti/estratti.api.ts'
import { StatoBadge } from '../anagrafe/importa/parole.tsx'
import { Avanzamento, useSeguito } from '../anagrafe/importa/seguito.tsx'
import { formatByte, formatData, formatIstante, formatNumero, plurale } from '../kernel/format.ts'
import { ActionButton, ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { Colonne } from './colonne.tsx'
import { Nuclei } from './nuclei.tsx'
import { Rinuncia } from './rinuncia.tsx'
import '../cartella/cartella.css'

export default function EstrattoPage() {
  const { id = '' } = useParams()
  const q = useSeguito(estrattiApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data?.nomeFile ?? 'Estratto'}
        sotto={
          q.data && (
            <>
              {q.data.misura} · {formatData(q.data.estrattoIl)} <StatoBadge stato={q.data.stato} />
            </>
          )
        }
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={6}>
        {(i) => <Corpo i={i} />}
      </Caricamento>
    </>
  )
}

function Corpo({ i }: { i: Scheda }) {
  return (
    <>
      <Situazione i={i} />
      {i.stato === 'da-mappare' && <Colonne i={i} />}
      {['da-confermare', 'in-conferma', 'conclusa'].includes(i.stato) && <Nuclei i={i} />}
      {i.stato === 'da-confermare' && (
        <details>
          <summary>Cambia che cosa sono le colonne</summary>
          <Colonne i={i} />
        </details>
      )}
      <h2>Di questo estratto</h2>
      <DefinitionList
        voci={[
          ['Comune delle righe che non lo dicono', i.comune],
          ['Completo', i.completo ? 'sì' : 'no'],
          ['Caricato', `${formatIstante(i.creata)}${i.creataDa ? `, ${i.creataDa}` : ''}`],
          ['Confermato da', i.confermataDa],
          ['Concluso', formatIstante(i.conclusaIl)],
          ['Originale', `${formatByte(i.bytes)}, impronta ${i.sha256.slice(0, 16)}…`],
        ]}
      />
      {i.mio && i.stato !== 'annullata' && (
        <ExportButton
          e={estrattiApi.originale}
          input={{ id: i.id }}
          etichetta="Scarica l’originale"
          variante="outline-primary"
        />
      )}
    </>
  )
}

function Situazione({ i }: { i: Scheda }) {
  switch (i.stato) {
    case 'da-mappare':
      return i.stessoFileIl ? (
        <Avviso titolo="Questo estratto è già stato caricato">
          <p>Lo stesso file è entrato il {formatIstante(i.stessoFileIl)}: caricarlo di nuovo non cambia nulla.</p>
        </Avviso>
      ) : null
    case 'in-lettura':
      return <Avanzamento etichetta="Righe lette" fatto={i.righeLette} totale={null} />
    case 'in-conferma':
      return <Avanzamento etichetta="Domande portate tra i casi" fatto={i.elaborate} totale={i.nuove + i.cambiate} />
    case 'fallita':
      return (
        <Avviso tipo="danger" titolo="L’estratto non si può leggere">
          <p>{i.errore}</p>
          <p>
            Ciò che era già entrato resta. Quando vuoi, <Link to="/casi/estratti">carica di nuovo il file</Link>.
          </p>
        </Avviso>
      )
    case 'annullata':
      return (
        <Avviso titolo="Estratto annullato">
          <p>Di questo file non è entrato nulla.</p>
        </Avviso>
      )
    case 'da-confermare':
      return <DaConfermare i={i} />
    case 'conclusa':
      return <Conclusa i={i} />
  }
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
