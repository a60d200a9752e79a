// When I can be met: the hours of my week and the days on which I am not there. Free hours are proposed from here.
import { disponibilitaApi } from '../../shared/cartella/disponibilita.api.ts'
import { nomiSettimana } from '../../shared/cartella/disponibilita.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { AttoConCampi } from './atto-con-campi.tsx'
import './cartella.css'

type Mia = Output<typeof disponibilitaApi.leggi>
const toccate = [disponibilitaApi.leggi, disponibilitaApi.libere]
const giorni = nomiSettimana.map((n, i) => [String(i + 1), n] as const)

export default function DisponibilitaPage() {
  const q = useEndpoint(disponibilitaApi.leggi, {})
  return (
    <>
      <PageHeader
        titolo="Quando ci sei"
        sotto="Le ore in cui ti si può incontrare: da qui si propongono quelle libere"
        azioni={
          <>
            <LinkButton azione="agenda.leggi" to="/agenda" variante="outline-primary">
              Agenda
            </LinkButton>
            <LinkButton azione="agenda.calendario" to="/agenda/calendario" variante="outline-primary">
              Il tuo calendario
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q}>
        {(m) =>
          m.uffici.length === 0 ? (
            <Avviso titolo="Manca un ufficio">
              <p>Ti si incontra in un ufficio: chiedi all’amministratore dell’ambito di aggiungere il tuo.</p>
            </Avviso>
          ) : (
            <Corpo m={m} />
          )
        }
      </Caricamento>
    </>
  )
}

function Corpo({ m }: { m: Mia }) {
  const comuni = m.comuni.map((c) => [c.id, c.nome] as const)
  return (
    <>
      <p className="atti">
        <AttoConCampi
          e={disponibilitaApi.crea}
          fissi={{}}
          iniziali={{
            comuneId: m.comuni[0]?.id ?? '',
            ufficioId: m.uffici[0]?.id ?? '',
            settimana: '1',
            dalle: '',
            alle: '',
            minuti: 30,
            dal: oggi(),
            al: '',
          }}
          etichetta="Aggiungi ore"
          titolo="Ore della settimana"
          invio="Aggiungi"
          primario
          invalidates={toccate}
          esito="Ore aggiunte."
        >
          <SelectField name="settimana" label="Giorno della settimana" opzioni={giorni} />
          <TextField name="dalle" label="Dalle" aiuto="Per esempio 09:00" />
          <TextField name="alle" label="Alle" aiuto="Per esempio 12:30" />
          <NumberField name="minuti" label="Quanto dura un incontro, in minuti" />
          <SelectField name="comuneId" label="Comune" opzioni={comuni} />
          <SelectField name="ufficioId" label="Ufficio" opzioni={m.uffici.map((u) => [u.id, u.nome] as const)} />
          <DateField name="dal" label="Dal giorno" />
          <DateField name="al" label="Fino al giorno" aiuto="Lascia vuoto se vale finché non dici altro." />
        </AttoConCampi>
        <AttoConCampi
          e={disponibilitaApi.assente}
          fissi={{}}
          iniziali={{ comuneId: m.comuni[0]?.id ?? '', dal: oggi(), al: oggi() }}
          etichetta="Non ci sono"
          titolo="Giorni in cui non ci sei"
          invio="Registra"
          invalidates={toccate}
          esito="Assenza registrata."
        >
          <DateField name="dal" label="Dal" />
          <DateField name="al" label="Al" />
          <SelectField name="comuneId" label="Comune" opzioni={comuni} />
        </AttoConCampi>
      </p>
      <DataTable
        caption="La tua settimana"
        lista={{ voci: m.voci }}
        chiave={(d) => d.id}
        colonne={[
          {
            id: 'quando',
            titolo: 'Quando',
            riga: true,
            cella: (d) => `${nomiSettimana[d.settimana - 1]}, ${d.dalle}–${d.alle}`,
          },
          { id: 'minuti', titolo: 'Ogni incontro', cella: (d) => `${d.minuti} minuti` },
          { id: 'dove', titolo: 'Ufficio', cella: (d) => d.ufficio },
          {
            id: 'validita',
            titolo: 'Vale',
            cella: (d) => (d.al ? `dal ${formatData(d.dal)} al ${formatData(d.al)}` : `dal ${formatData(d.dal)}`),
          },
          {
            id: 'atti',
            titolo: 'Che cosa puoi fare',
            senzaTitolo: true,
            cella: (d) => (
              <AttoConCampi
                e={disponibilitaApi.chiudi}
                fissi={{ id: d.id }}
                iniziali={{ al: oggi() }}
                etichetta="Fino a quando"
                titolo={`${nomiSettimana[d.settimana - 1]}, ${d.dalle}–${d.alle}`}
                invio="Registra"
                invalidates={toccate}
                esito="Registrato. Gli appuntamenti già fissati restano."
                piccolo
              >
                <DateField name="al" label="Ultimo giorno" />
              </AttoConCampi>
            ),
          },
        ]}
        vuoto={{
          titolo: 'Non hai ancora detto quando ci sei',
          testo:
            'Aggiungi le ore della settimana in cui ti si può incontrare: chi fissa un appuntamento le troverà libere.',
        }}
      />
      {m.assenze.length > 0 && (
        <DataTable
          caption="Quando non ci sei"
          lista={{ voci: m.assenze }}
          chiave={(a) => a.id}
          colonne={[
            { id: 'dal', titolo: 'Dal', riga: true, cella: (a) => formatData(a.dal) },
            { id: 'al', titolo: 'Al', cella: (a) => formatData(a.al) },
            {
              id: 'atti',
              titolo: 'Che cosa puoi fare',
              senzaTitolo: true,
              cella: (a) => (
                <ActionButton
                  e={disponibilitaApi.presente}
                  input={{ id: a.id }}
                  etichetta="Togli"
                  piccolo
                  invalidates={toccate}
                  esito="Assenza tolta."
                />
              ),
            },
          ]}
          vuoto={{ titolo: 'Nessuna assenza' }}
        />
      )}
    </>
  )
}
