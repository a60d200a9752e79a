// One message: what it says, in the columns of its layout, and what was answered.
import { useParams } from 'react-router'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import { nomiDestinatario } from '../../../shared/misure/definizione.ts'
import { comunicazioniApi } from '../../../shared/patti/comunicazioni.api.ts'
import { transizioniComunicazione } from '../../../shared/patti/comunicazioni.rules.ts'
import type { OutputWeb } from '../../kernel/client.ts'
import { formatData, formatIstante } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../../kernel/ui/parts.tsx'
import { StatoComunicazioneBadge } from './parole.tsx'
import { nomeTipo } from './tipi.ts'

type Aperta = OutputWeb<typeof comunicazioniApi.leggi>
const tocca = [comunicazioniApi.leggi, comunicazioniApi.list, comunicazioniApi.numeri]

export default function ComunicazionePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(comunicazioniApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `${nomeTipo(q.data.tipo)}, ${q.data.riferimento}` : 'Comunicazione'}
        sotto={q.data && <StatoComunicazioneBadge stato={q.data.stato} revocata={q.data.revocata} />}
        azioni={
          <>
            <LinkButton to="/comunicazioni" variante="outline-primary">
              Comunicazioni
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={6}>
        {(c) => <Corpo c={c} />}
      </Caricamento>
    </>
  )
}

function Corpo({ c }: { c: Aperta }) {
  const puo = (a: 'annulla' | 'rimanda') => impedimento(transizioniComunicazione, a, c.stato) === null
  return (
    <>
      <div className="atti">
        {puo('annulla') && (
          <ActionButton
            e={comunicazioniApi.annulla}
            input={{ id: c.id }}
            etichetta="Annulla"
            conferma={{
              titolo: 'Annullare questa comunicazione?',
              testo: 'Non partirà.',
              pericolo: true,
            }}
            invalidates={tocca}
            esito="Comunicazione annullata."
          />
        )}
        {puo('rimanda') && !c.rimandata && (
          <ActionButton
            e={comunicazioniApi.rimanda}
            input={{ id: c.id }}
            etichetta="Rimanda"
            variante="primary"
            conferma={{
              titolo: 'Rimandarla?',
              testo: 'Ne parte una nuova, con ciò che risulta oggi: questa resta scartata.',
            }}
            invalidates={tocca}
            esito="Tra quelle da inviare c’è di nuovo."
          />
        )}
      </div>
      {c.rimandata && <Avviso titolo="È stata rimandata con un’altra comunicazione" />}
      <DefinitionList
        voci={[
          ['A chi', nomiDestinatario[c.destinatario]],
          ['Comune', c.comune],
          ['Del', formatData(c.giorno)],
          ['Giorno utile', c.entro && formatData(c.entro)],
          ['Accodata', formatIstante(c.accodataIl)],
          ['Inviata', c.inviataIl && formatIstante(c.inviataIl)],
          ['File', c.file],
          ['Impronta', c.impronta],
          ['Tracciato', `${c.nota} ${c.fonte} [${c.segno}]`],
        ]}
      />
      <h2>Che cosa dice</h2>
      {c.righe.map((riga, n) => (
        <DefinitionList
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a message have no id and, once queued, never change
          key={n}
          voci={c.colonne.map((nome, i) => [nome, riga[i] ?? ''] as const).filter(([, v]) => v !== '')}
        />
      ))}
      <DataTable
        caption="Risposte"
        lista={{ voci: c.risposte }}
        chiave={(r) => `${r.ricevutaIl} ${r.esito}`}
        conteggio={['risposta', 'risposte']}
        colonne={[
          { id: 'esito', titolo: 'Esito', riga: true, cella: (r) => r.esito },
          { id: 'giorno', titolo: 'Del', cella: (r) => formatData(r.giorno) },
          { id: 'motivo', titolo: 'Motivo', cella: (r) => r.motivo || '–' },
          { id: 'file', titolo: 'File', cella: (r) => r.file ?? '–' },
        ]}
        vuoto={{ titolo: 'Nessuna risposta', testo: 'Le ricevute si riportano dalla pagina dei file.' }}
      />
    </>
  )
}
