// One file: what its columns are, its reading with the progress (it can be left and found again), what came of it.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { carichiApi } from '../../shared/flussi/carichi.api.ts'
import { RITIRO_SUBITO, transizioniCarico } from '../../shared/flussi/stati.rules.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatByte, formatIstante, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList, ProgressBar } from '../kernel/ui/parts.tsx'
import { nomeEndpointDi } from './chiavi.ts'
import { Colonne } from './colonne.tsx'
import { EnteDellaPagina } from './ente-scelto.tsx'
import { LeggiXml } from './leggi-xml.tsx'
import { StatoCarico } from './parole.tsx'
import { Rielabora } from './rielabora.tsx'
import { MINORI, PRESTAZIONI, tracciatoWeb } from './tracciati.ts'
import './flussi.css'

type Scheda = OutputWeb<typeof carichiApi.leggi>

export default function CaricoPage() {
  const { id = '' } = useParams()
  const [segue, setSegue] = useState(true)
  const q = useEndpoint(carichiApi.leggi, { id }, { ogni: segue ? 1500 : false })
  const stato = q.data?.stato
  const client = useQueryClient()
  useEffect(() => {
    if (stato === undefined) return
    setSegue(stato === 'in-lettura' || stato === 'in-ritiro')
    // what the file has brought, or taken away, is new wherever it is counted
    if (stato === 'concluso' || stato === 'ritirato')
      for (const e of [...PRESTAZIONI.rilegge, ...MINORI.rilegge, carichiApi.list])
        void client.invalidateQueries({ queryKey: [nomeEndpointDi(e)] })
  }, [stato, client])
  return (
    <>
      <EnteDellaPagina id={q.data?.enteId} />
      <PageHeader
        titolo={q.data?.nomeFile ?? 'File caricato'}
        sotto={
          q.data && (
            <>
              {q.data.ente} <StatoCarico stato={q.data.stato} />
            </>
          )
        }
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={6}>
        {(c) => <Corpo c={c} />}
      </Caricamento>
    </>
  )
}

function Corpo({ c }: { c: Scheda }) {
  return (
    <>
      <Situazione c={c} />
      {c.stato === 'da-mappare' && (c.formato === 'xml' ? <LeggiXml c={c} /> : <Colonne c={c} />)}
      <h2>Di questo file</h2>
      <DefinitionList
        voci={[
          ['Caricato', `${formatIstante(c.creatoIl)}${c.creatoDa ? `, ${c.creatoDa}` : ''}`],
          ['Letto', formatIstante(c.concluso)],
          ['Dimensione', formatByte(c.bytes)],
          ['Impronta SHA-256', <code key="sha">{c.sha256}</code>],
        ]}
      />
      <div className="flussi-atti">
        <ExportButton e={carichiApi.originale} input={{ id: c.id }} etichetta="Scarica l’originale" />
        {c.stato !== 'ritirato' && c.stato !== 'in-ritiro' && (
          <ActionButton
            e={carichiApi.ritira}
            input={{ id: c.id }}
            etichetta="Ritira il file"
            variante="outline-danger"
            impedita={impedimento(transizioniCarico, 'ritira', c.stato)}
            conferma={{
              titolo: 'Ritirare questo file?',
              testo:
                'Ciò che ha portato e non è ancora partito si esclude: non andrà a INPS. Ciò che è già in un flusso resta.',
              pericolo: true,
            }}
            invalidates={[carichiApi.leggi, carichiApi.list, ...tracciatoWeb(c.tipo).rilegge]}
            esito={c.prestazioni > RITIRO_SUBITO ? 'Ritiro avviato.' : 'File ritirato.'}
          />
        )}
      </div>
    </>
  )
}

function Situazione({ c }: { c: Scheda }) {
  switch (c.stato) {
    case 'da-mappare':
      return c.stessoFileIl ? (
        <Avviso tipo="warning" titolo="Questo file è già stato letto">
          <p>
            Lo stesso file è entrato il {formatIstante(c.stessoFileIl)}. Se lo leggi di nuovo, ogni sua riga sarà
            segnalata come già presente.
          </p>
        </Avviso>
      ) : null
    case 'in-lettura':
      return (
        <section aria-label="Avanzamento">
          <ProgressBar etichetta="Righe lette" fatto={c.righeLette} totale={null} />
          <p>Puoi lasciare questa pagina: la lettura continua e un avviso ti dirà quando è finita.</p>
        </section>
      )
    case 'fallito':
      return (
        <Avviso tipo="danger" titolo="Il file non è stato letto, o ritirato, per intero">
          <p>{c.errore}</p>
          {c.prestazioni > 0 && (
            <p>
              {c.tipo === 'SINBA'
                ? plurale(c.prestazioni, 'scheda è già entrata', 'schede sono già entrate')
                : plurale(c.prestazioni, 'prestazione è già entrata', 'prestazioni sono già entrate')}{' '}
              e {c.prestazioni === 1 ? 'resta' : 'restano'}: se carichi il file corretto, prima ritira questo.
            </p>
          )}
        </Avviso>
      )
    case 'in-ritiro':
      return (
        <section aria-label="Avanzamento">
          <ProgressBar etichetta="Righe escluse" fatto={c.ritirate} totale={c.prestazioni} />
          <p>
            Puoi lasciare questa pagina: il ritiro continua e un avviso ti dirà quando è finito. Fino ad allora di
            questo ente non si generano flussi.
          </p>
        </section>
      )
    case 'ritirato':
      return (
        <Avviso titolo="File ritirato">
          <p>{c.errore ?? 'Ciò che ha portato e non era ancora partito è escluso.'}</p>
        </Avviso>
      )
    case 'concluso':
      return <Concluso c={c} />
    default:
      return null
  }
}

const NULLA = { pronte: 0, daCompletare: 0, rifiutate: 0, giaInviate: 0 }

function Concluso({ c }: { c: Scheda }) {
  const { pronte, daCompletare, rifiutate, giaInviate } = c.conti ?? NULLA
  const fuori = daCompletare + rifiutate
  const minori = c.tipo === 'SINBA'
  const t = tracciatoWeb(c.tipo)
  const righe = (stato: string) => `${t.griglia}?ente=${c.enteId}&carico=${c.id}&stato=${stato}`
  return (
    <>
      <Avviso
        tipo={fuori > 0 ? 'warning' : 'success'}
        titolo={`Letto: ${plurale(c.righeLette, 'riga', 'righe')}, ${minori ? plurale(c.prestazioni, 'scheda', 'schede') : plurale(c.prestazioni, 'prestazione', 'prestazioni')}`}
      >
        <p>
          {c.giaInviato
            ? 'Sono già state inviate con un altro programma: non partiranno di nuovo.'
            : fuori > 0
              ? 'Quelle pronte possono già partire; le altre si correggono qui, oppure in un foglio di calcolo.'
              : 'Sono tutte pronte.'}
        </p>
      </Avviso>
      {c.avviso && (
        <Avviso tipo="warning" titolo="Da sapere di questo file">
          <p>{c.avviso}</p>
        </Avviso>
      )}
      <DefinitionList
        voci={[
          ['Pronte', formatNumero(pronte)],
          ['Da completare', formatNumero(daCompletare)],
          ['Rifiutate', formatNumero(rifiutate)],
          ...(c.giaInviato ? [['Già inviate', formatNumero(giaInviate)] as const] : []),
        ]}
      />
      <div className="flussi-atti">
        {rifiutate > 0 && (
          <LinkButton azione="flusso.correggi" to={righe('rifiutata')}>
            Correggi {rifiutate === 1 ? 'quella rifiutata' : `le ${formatNumero(rifiutate)} rifiutate`}
          </LinkButton>
        )}
        {daCompletare > 0 && (
          <LinkButton azione="flusso.correggi" variante="outline-primary" to={righe('da-completare')}>
            Completa{' '}
            {daCompletare === 1 ? 'quella che lo aspetta' : `le ${formatNumero(daCompletare)} che lo aspettano`}
          </LinkButton>
        )}
        <Link className="btn btn-outline-primary" to={`${t.quadro}?ente=${c.enteId}`}>
          Che cosa c’è da inviare
        </Link>
      </div>
      {pronte + fuori > 0 && <Rielabora t={t} ente={c.enteId} carico={c.id} />}
    </>
  )
}
