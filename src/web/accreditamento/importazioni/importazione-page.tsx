// One import, from the dry run to its report: progress while it works (it can be left and found again), what will become
// of each row, confirmation, and the refused rows to correct and upload again.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { importazioniApi } from '../../../shared/accreditamento/importazioni.api.ts'
import type { StatoImportazione } from '../../../shared/accreditamento/importazioni.rules.ts'
import { formatIstante, formatNumero, plurale } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { ActionButton, ExportButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList, ProgressBar } from '../../kernel/ui/parts.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import { alLavoro, type Scheda, StatoImportazioneBadge } from './parole.tsx'
import { RigheImportate } from './righe-importate.tsx'
import '../accreditamento.css'

export default function ImportazionePage() {
  return <ConAmbito titolo="Importazione">{() => <Pagina />}</ConAmbito>
}

function Pagina() {
  const { id = '' } = useParams()
  const [segue, setSegue] = useState(true)
  const q = useEndpoint(importazioniApi.leggi, { id }, { ogni: segue ? 1500 : false })
  const stato = q.data?.stato
  const client = useQueryClient()
  useEffect(() => {
    if (stato === undefined) return
    setSegue(alLavoro(stato))
    // the rows, and after the confirmation the users, are others than those in hand
    if (!alLavoro(stato)) void client.invalidateQueries({ predicate: (x) => x.queryKey[0] !== CHIAVE })
  }, [stato, client])
  return (
    <>
      <PageHeader
        titolo={q.data?.nomeFile ?? 'Importazione'}
        sotto={q.data && <StatoImportazioneBadge stato={q.data.stato} />}
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={6}>
        {(i) => <Corpo i={i} />}
      </Caricamento>
    </>
  )
}

/** As the hooks name what they read. */
const CHIAVE = `${importazioniApi.leggi.method} ${importazioniApi.leggi.path}`

/** While the dry run writes them, and once given up, the rows are not there to be read. */
const conRighe: readonly StatoImportazione[] = ['da-confermare', 'in-conferma', 'conclusa']

function Corpo({ i }: { i: Scheda }) {
  const richiesta = <Link to={`/richieste-formali/${i.richiestaFormaleId}`}>prot. {i.protocollo}</Link>
  return (
    <>
      <Situazione i={i} />
      {conRighe.includes(i.stato) && <RigheImportate i={i} />}
      <h2>Di questa importazione</h2>
      <DefinitionList
        voci={[
          ['Richiesta formale', richiesta],
          ['Caricata', `${formatIstante(i.creata)}${i.creataDa ? `, ${i.creataDa}` : ''}`],
          ['Confermata da', i.confermataDa],
          ['Conclusa', formatIstante(i.conclusaIl)],
        ]}
      />
    </>
  )
}

const PUOI_LASCIARE = 'Puoi lasciare questa pagina: il lavoro continua e lo ritrovi tra le importazioni.'

function Situazione({ i }: { i: Scheda }) {
  const buone = i.accettate + i.modificate
  switch (i.stato) {
    case 'in-lettura':
      return (
        <section aria-label="Avanzamento">
          <ProgressBar
            etichetta={i.righeElaborate > 0 ? 'Righe verificate' : 'Righe lette'}
            fatto={i.righeElaborate > 0 ? i.righeElaborate : i.righeLette}
            totale={i.righeElaborate > 0 ? i.righeLette : null}
          />
          <p>{PUOI_LASCIARE}</p>
        </section>
      )
    case 'in-conferma':
      return (
        <section aria-label="Avanzamento">
          <ProgressBar etichetta="Righe importate" fatto={i.righeElaborate} totale={i.righeLette} />
          <p>{PUOI_LASCIARE}</p>
        </section>
      )
    case 'fallita':
      return (
        <Avviso tipo="danger" titolo="Il foglio non si può importare">
          <p>{i.errore}</p>
          <p>
            {i.confermataDa
              ? 'Le righe già importate restano: caricando di nuovo il foglio risulteranno «già presenti». '
              : 'Nulla è stato registrato. '}
            Quando vuoi, <Ricarica i={i} />.
          </p>
        </Avviso>
      )
    case 'annullata':
      return (
        <Avviso titolo="Importazione annullata">
          <p>Nulla è stato registrato.</p>
        </Avviso>
      )
    case 'da-confermare':
      return (
        <>
          {i.stessoFileIl && (
            <Avviso titolo="Questo foglio è già stato importato">
              <p>
                Lo stesso file è stato caricato il {formatIstante(i.stessoFileIl)}: le righe già importate risultano
                «già presenti» e non cambiano nulla.
              </p>
            </Avviso>
          )}
          <Avviso
            tipo={i.rifiutate > 0 ? 'warning' : 'success'}
            titolo={
              buone > 0
                ? `Verifica conclusa: ${plurale(buone, 'riga si può importare', 'righe si possono importare')}`
                : 'Verifica conclusa: nessuna riga porta novità'
            }
          >
            <p>
              {i.rifiutate > 0
                ? 'Le righe rifiutate restano fuori: scaricale, correggile e ricaricale quando vuoi. '
                : ''}
              {buone > 0
                ? 'Nulla è ancora cambiato: controlla qui sotto e conferma.'
                : 'Non c’è nulla da confermare: puoi rinunciare a questa importazione.'}
            </p>
          </Avviso>
          <Atti i={i} />
        </>
      )
    case 'conclusa':
      return (
        <>
          <Avviso
            tipo={i.rifiutate > 0 ? 'warning' : 'success'}
            titolo={`Importazione conclusa: ${plurale(buone, 'riga importata', 'righe importate')}`}
          >
            <p>
              {i.rifiutate > 0 ? (
                <>
                  {plurale(i.rifiutate, 'riga è rimasta fuori', 'righe sono rimaste fuori')}: scaricale, correggile e{' '}
                  <Ricarica i={i} />.
                </>
              ) : (
                'Nessuna riga è rimasta fuori.'
              )}{' '}
              <Link to="/utenti">Vai agli utenti</Link>.
            </p>
          </Avviso>
          <Atti i={i} />
        </>
      )
  }
}

const Ricarica = ({ i }: { i: Scheda }) => (
  <Link to={`/importazioni?richiesta=${i.richiestaFormaleId}`}>carica di nuovo il foglio</Link>
)

function Atti({ i }: { i: Scheda }) {
  const buone = i.accettate + i.modificate
  const tocca = [importazioniApi.leggi, importazioniApi.list]
  return (
    <div className="utente-atti">
      {i.stato === 'da-confermare' && (
        <>
          <ActionButton
            e={importazioniApi.conferma}
            input={{ id: i.id }}
            etichetta={`Importa ${plurale(buone, 'riga', 'righe')}`}
            variante="primary"
            impedita={buone === 0 ? 'Nessuna riga porta novità: non c’è nulla da importare.' : null}
            conferma={{
              titolo: `Importare ${plurale(buone, 'riga', 'righe')}?`,
              testo:
                'Gli utenti vengono registrati con i loro ruoli: abilitati dove l’atto che serve è firmato e valido, preparati altrove.',
            }}
            invalidates={tocca}
            esito="Importazione avviata."
          />
          <ActionButton
            e={importazioniApi.annulla}
            input={{ id: i.id }}
            etichetta="Rinuncia"
            conferma={{ titolo: 'Rinunciare a questa importazione?', testo: 'Nulla verrà registrato.' }}
            invalidates={tocca}
            esito="Importazione annullata."
          />
        </>
      )}
      {i.rifiutate > 0 && (
        <ExportButton
          e={importazioniApi.rifiutate}
          input={{ id: i.id }}
          etichetta={`Scarica ${i.rifiutate === 1 ? 'la riga rifiutata' : `le ${formatNumero(i.rifiutate)} righe rifiutate`}`}
          variante="outline-primary"
        />
      )}
    </div>
  )
}
