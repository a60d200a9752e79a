// An INPS file that another program made: of whom it says that it is, whether it has already been sent, whether its values are put right.
import { carichiApi, enteDiverso } from '../../shared/flussi/carichi.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { CheckField, RadioField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { Avviso, DefinitionList } from '../kernel/ui/parts.tsx'

type Scheda = OutputWeb<typeof carichiApi.leggi>

export function LeggiXml({ c }: { c: Scheda }) {
  const diverso = enteDiverso(c.testata, c)
  const minori = c.tipo === 'SINBA'
  const form = useActionForm(carichiApi.leggiXml, {
    iniziali: { invio: '', normalizza: true, altroEnte: false },
    fissi: { id: c.id },
    invalidates: [carichiApi.leggi],
    esito: 'Lettura avviata.',
  })
  return (
    <section aria-label="Come si legge">
      <h2>{minori ? 'È un file di INPS, con schede di minori (SINBA)' : 'È un file di INPS'}</h2>
      <DefinitionList
        voci={[
          ['Flusso', c.testata?.nome ?? 'senza nome'],
          ['Ente del file', [c.testata?.denominazione, c.testata?.codice].filter(Boolean).join(', ') || 'non indicato'],
          ['Ente scelto', `${c.ente}, ${c.codice}`],
        ]}
      />
      {diverso && (
        <Avviso tipo="warning" titolo="Il file è di un altro ente">
          <p>{diverso}</p>
        </Avviso>
      )}
      <Form form={form} invio="Leggi il file">
        <RadioField
          name="invio"
          label={minori ? 'Le sue schede' : 'Le sue prestazioni'}
          opzioni={[
            ['da-inviare', 'Sono da inviare a INPS'],
            [
              'gia-inviato',
              'Sono già state inviate, con un altro programma',
              minori
                ? 'Restano come sono scritte e non partiranno di nuovo: un’altra scheda degli stessi minori chiederà perché.'
                : 'Restano come sono scritte: non partiranno di nuovo, si riconoscono se tornano in un altro file e si possono cancellare.',
            ],
          ]}
        />
        {form.rhf.watch('invio') !== 'gia-inviato' && (
          <CheckField
            name="normalizza"
            label="Normalizza i valori"
            aiuto="Come per ogni file: ogni cambiamento si vede e si può rimettere. Senza, restano come sono scritti."
          />
        )}
        {diverso && (
          <CheckField name="altroEnte" label={`${minori ? 'Le sue schede' : 'Le sue prestazioni'} sono di ${c.ente}`} />
        )}
      </Form>
    </section>
  )
}
