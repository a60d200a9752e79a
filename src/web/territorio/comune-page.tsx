// One comune and its history: names, codes and provinces over time, the ambiti it has been in, who took its place. The
// successor is entered with its source, never guessed from dates.
import { Link, useParams } from 'react-router'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { AnnullaButton, AttoButton, ComuneField } from './parti.tsx'

type Comune = OutputWeb<typeof luoghiApi.comune>

export default function ComunePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(luoghiApi.comune, { id })
  const c = q.data
  return (
    <>
      <PageHeader
        titolo={c?.nome ?? 'Comune'}
        sotto={c && [c.provincia && `${c.provincia.nome} (${c.provincia.sigla})`, c.regione].filter(Boolean).join(', ')}
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={5}>
        {(comune) => <Scheda c={comune} />}
      </Caricamento>
    </>
  )
}

function Scheda({ c }: { c: Comune }) {
  const { can } = useSessione()
  return (
    <>
      {c.al && (
        <Avviso tipo="warning" titolo={`Comune soppresso: è esistito fino al ${formatData(c.al)}`}>
          <p>
            {c.successore ? (
              <>
                È subentrato <Link to={`/comuni/${c.successore.id}`}>{c.successore.nome}</Link>
                {c.successore.fonte && ` (fonte: ${c.successore.fonte})`}.
              </>
            ) : (
              'Non è indicato quale comune è subentrato: lo indica il Super Utente, con la fonte.'
            )}
          </p>
        </Avviso>
      )}
      <DefinitionList
        voci={[
          ['Codice catastale', c.id],
          ['Codice ISTAT', c.istat],
          ['Provincia', c.provincia && `${c.provincia.nome} (${c.provincia.sigla})`],
          ['Regione', c.regione],
          ['Esiste dal', c.dal ? formatData(c.dal) : 'le fonti non lo dicono'],
          ...(c.subentratoA.length > 0
            ? ([
                [
                  'È subentrato a',
                  c.subentratoA.map((x, i) => (
                    <span key={x.id}>
                      {i > 0 && ', '}
                      <Link to={`/comuni/${x.id}`}>{x.nome}</Link>
                    </span>
                  )),
                ],
              ] as const)
            : []),
        ]}
      />
      {c.al && (
        <AttoButton
          e={luoghiApi.successore}
          etichetta={c.successore ? 'Cambia il comune subentrato' : 'Indica il comune subentrato'}
          titolo={`Chi è subentrato a ${c.nome}`}
          icona="it-pencil"
          piccolo
        >
          {(chiudi) => <FormSuccessore c={c} chiudi={chiudi} />}
        </AttoButton>
      )}
      <section aria-labelledby="storia">
        <h2 id="storia">Nomi e codici nel tempo</h2>
        <DataTable
          caption="Dal più recente"
          lista={{ voci: c.storia }}
          chiave={(s) => s.dal}
          conteggio={['periodo', 'periodi']}
          vuoto={{
            titolo: 'La storia di questo comune non è ancora caricata',
            testo: 'Arriva con l’archivio storico ufficiale dei comuni, che importa chi gestisce la piattaforma.',
          }}
          colonne={[
            {
              id: 'nome',
              titolo: 'Nome',
              riga: true,
              cella: (s) => `${s.nome}${s.altraDenominazione ? ` / ${s.altraDenominazione}` : ''}`,
            },
            { id: 'provincia', titolo: 'Provincia', cella: (s) => s.provincia ?? '–' },
            { id: 'istat', titolo: 'Codice ISTAT', cella: (s) => s.istat ?? '–' },
            { id: 'dal', titolo: 'Dal', cella: (s) => formatData(s.dal) },
            { id: 'al', titolo: 'Al', cella: (s) => formatData(s.al) },
          ]}
        />
      </section>
      <section aria-labelledby="ambiti">
        <h2 id="ambiti">Ambiti di cui ha fatto parte</h2>
        <DataTable
          caption="Al più un ambito in ogni giorno"
          lista={{ voci: c.ambiti }}
          chiave={(a) => a.id + a.dal}
          conteggio={['periodo', 'periodi']}
          vuoto={{
            titolo: 'Nessun ambito',
            testo: c.al
              ? 'Il comune non ne ha fatto parte finché è esistito.'
              : can('ambito.gestisci')
                ? 'Aggiungilo dalla scheda dell’ambito di cui fa parte.'
                : 'Lo aggiunge al suo ambito il Super Utente.',
          }}
          colonne={[
            {
              id: 'nome',
              titolo: 'Ambito',
              riga: true,
              cella: (a) => (can('ambito.gestisci') ? <Link to={`/ambiti/${a.id}`}>{a.nome}</Link> : a.nome),
            },
            { id: 'codice', titolo: 'Codice', cella: (a) => a.codice },
            { id: 'dal', titolo: 'Dal', cella: (a) => formatData(a.dal) },
            { id: 'al', titolo: 'Al', cella: (a) => formatData(a.al) },
          ]}
        />
      </section>
    </>
  )
}

function FormSuccessore({ c, chiudi }: { c: Comune; chiudi: () => void }) {
  const form = useActionForm(luoghiApi.successore, {
    iniziali: {
      successoreId: c.successore && { valore: c.successore.id, etichetta: c.successore.nome },
      fonte: c.successore?.fonte ?? '',
    },
    fissi: { id: c.id },
    invalidates: [luoghiApi.comune],
    esito: 'Comune subentrato aggiornato.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Salva" annulla={<AnnullaButton onClick={chiudi} />}>
      <ComuneField
        name="successoreId"
        label="Comune subentrato"
        soppressi
        aiuto="Vuoto: nessuno, o non noto. Non si indovina dalle date."
      />
      <TextField name="fonte" label="Fonte" aiuto="L’atto o l’elenco che lo dice: per esempio la legge regionale" />
    </Form>
  )
}
