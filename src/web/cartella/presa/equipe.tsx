// The team over time: who answers, who works with him, since when and until when.
import { preseApi } from '../../../shared/cartella/prese.api.ts'
import { impedimentoPresa } from '../../../shared/cartella/prese.rules.ts'
import { SelectField } from '../../kernel/form/fields.tsx'
import { formatData } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useSessione } from '../../kernel/session.tsx'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { VoceField } from '../../parametri/voce-field.tsx'
import { AttoConCampi } from '../atto-con-campi.tsx'
import { type Scheda, toccate } from './scheda.ts'

export function Equipe({ p }: { p: Scheda }) {
  const { can, utente } = useSessione()
  const q = useEndpoint(preseApi.colleghi, { id: p.id }, { enabled: can('presa.gestisci') })
  const dentro = new Set(p.equipe.filter((o) => o.al === null).map((o) => o.utenteId))
  const fuori = (q.data?.voci ?? []).filter((c) => !dentro.has(c.utenteId)).map((c) => [c.utenteId, c.nome] as const)
  const impedita = impedimentoPresa('componi', p.stato)
  return (
    <section aria-labelledby="equipe">
      <h2 id="equipe">Équipe</h2>
      {p.neRispondo ? (
        <p>
          <AttoConCampi
            e={preseApi.aggiungiOperatore}
            fissi={{ id: p.id }}
            invalidates={toccate}
            iniziali={{ utenteId: '', professione: '' }}
            etichetta="Aggiungi un operatore"
            titolo="Chi entra nell’équipe?"
            invio="Aggiungi"
            impedita={impedita}
            esito="Operatore aggiunto all’équipe."
          >
            <SelectField name="utenteId" label="Operatore" opzioni={fuori} />
            <VoceField name="professione" label="Professione" codifica="professione-operatore" />
          </AttoConCampi>
        </p>
      ) : (
        can('presa.gestisci') && (
          <p className="form-text">
            L’équipe la compone chi è responsabile della presa in carico, o il responsabile del servizio.
          </p>
        )
      )}
      <DataTable
        caption="Chi c’è ora, poi chi c’è stato"
        lista={{ voci: p.equipe }}
        chiave={(o) => o.id}
        conteggio={['operatore', 'operatori']}
        colonne={[
          { id: 'nome', titolo: 'Operatore', riga: true, cella: (o) => o.nome ?? '–' },
          { id: 'professione', titolo: 'Professione', cella: (o) => o.professione ?? '–' },
          { id: 'ruolo', titolo: 'Ruolo', cella: (o) => (o.responsabile ? 'responsabile' : 'équipe') },
          { id: 'dal', titolo: 'Dal', cella: (o) => formatData(o.dal) },
          {
            id: 'al',
            titolo: 'Al',
            cella: (o) => (o.al ? `${formatData(o.al)}${o.motivo ? `, ${o.motivo}` : ''}` : 'oggi'),
          },
          {
            id: 'atti',
            titolo: 'Azioni',
            senzaTitolo: true,
            cella: (o) =>
              o.al === null &&
              !o.responsabile &&
              // one may always leave
              (p.neRispondo || o.utenteId === utente.id) && (
                <ActionButton
                  e={preseApi.terminaOperatore}
                  input={{ id: p.id, operatore: o.id }}
                  etichetta="Esce"
                  piccolo
                  conferma={{
                    titolo: `${o.nome ?? 'L’operatore'} esce dall’équipe?`,
                    testo: 'I suoi compiti aperti passano al responsabile.',
                    motivo: 'Motivo',
                  }}
                  invalidates={toccate}
                  esito="Équipe aggiornata."
                />
              ),
          },
        ]}
        vuoto={{ titolo: 'Nessuno se ne occupa ancora', testo: 'Il responsabile del servizio la assegna.' }}
      />
    </section>
  )
}
