// The checks of the comune on a domanda: each with what holds and what was there before, and its form.

import { domandeApi, type SchedaDomanda } from '../../../shared/patti/domande.api.ts'
import { esitiControllo, impedimentoDomanda, nomiEsitoControllo } from '../../../shared/patti/domande.rules.ts'
import { AttoConCampi } from '../../cartella/atto-con-campi.tsx'
import { RadioField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { formatData, formatIstante, oggi } from '../../kernel/format.ts'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { EsitoControlloBadge } from './parole.tsx'
import { toccate } from './toccate.ts'

export function Controlli({ d }: { d: SchedaDomanda }) {
  const perche = impedimentoDomanda('controlla', d.stato)
  return (
    <>
      <h2>Controlli del comune</h2>
      <DataTable
        caption="Ciò che la misura chiede di verificare"
        lista={{ voci: d.controlli }}
        chiave={(c) => c.id}
        conteggio={['controllo', 'controlli']}
        colonne={[
          {
            id: 'nome',
            titolo: 'Controllo',
            riga: true,
            cella: (c) => (
              <>
                {c.nome}
                <small className="d-block">{c.testo}</small>
              </>
            ),
          },
          { id: 'esito', titolo: 'Esito', cella: (c) => <EsitoControlloBadge esito={c.esito} /> },
          {
            id: 'storia',
            titolo: 'Applicato',
            cella: (c) =>
              c.storia.length === 0 ? (
                '–'
              ) : (
                <ul className="elenco-semplice">
                  {c.storia.map((x) => (
                    <li key={x.posto}>
                      {nomiEsitoControllo[x.esito]}, {formatData(x.giorno)}
                      {x.documento && `, ${x.documento}`}
                      {x.nota && `. ${x.nota}`}
                      <small className="d-block">
                        {x.operatore ?? '–'}, {formatIstante(x.registratoIl)}
                        {x.revisione < d.revisione && ', prima della correzione'}
                      </small>
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            id: 'atto',
            titolo: 'Applica',
            senzaTitolo: true,
            cella: (c) =>
              perche ? null : (
                <AttoConCampi
                  e={domandeApi.controlla}
                  fissi={{ id: d.id, controllo: c.id }}
                  iniziali={{ esito: '', giorno: oggi(), documento: '', nota: '' }}
                  etichetta={c.esito === null ? 'Applica' : 'Applica di nuovo'}
                  titolo={`Controllo: ${c.nome}`}
                  invio="Registra"
                  invalidates={toccate}
                  esito="Controllo registrato."
                  piccolo
                >
                  <RadioField
                    name="esito"
                    label="Che cosa risulta"
                    opzioni={esitiControllo.map((e) => [e, nomiEsitoControllo[e]] as const)}
                  />
                  <DateField name="giorno" label="Verificato il" />
                  <TextField
                    name="documento"
                    obbligatorio={false}
                    label="Da quale documento o banca dati"
                    aiuto="Con il suo numero: serve per ogni esito, tranne finché si attende."
                  />
                  <TextArea name="nota" label="Nota" righe={2} obbligatorio={false} />
                </AttoConCampi>
              ),
          },
        ]}
        vuoto={{ titolo: 'Nessun controllo' }}
      />
    </>
  )
}
