// To-dos of a presa in carico, by due date; the closed ones below, with how they ended.
import { compitiApi } from '../../../shared/cartella/compiti.api.ts'
import { impedimentoPresa } from '../../../shared/cartella/prese.rules.ts'
import { SelectField, TextField } from '../../kernel/form/fields.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { formatIstante } from '../../kernel/format.ts'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { VoceField } from '../../parametri/voce-field.tsx'
import { AttoConCampi } from '../atto-con-campi.tsx'
import { Scadenza } from '../parole.tsx'
import { type Scheda, toccate } from './scheda.ts'
import '../cartella.css'

type Compito = Scheda['compiti'][number]
const nomiEsito = {
  aperto: 'aperto',
  fatto: 'fatto',
  annullato: 'annullato',
  passato: 'passato ad altro comune',
} as const

export function Compiti({ p }: { p: Scheda }) {
  const squadra = [...new Map(p.equipe.filter((o) => o.al === null).map((o) => [o.utenteId, o.nome ?? '–'] as const))]
  return (
    <section aria-labelledby="compiti">
      <h2 id="compiti">Compiti</h2>
      <p>
        <AttoConCampi
          e={compitiApi.crea}
          fissi={{ id: p.id }}
          invalidates={toccate}
          iniziali={{ titolo: '', tipo: '', scade: '', utenteId: '' }}
          etichetta="Aggiungi un compito"
          titolo="Nuovo compito"
          invio="Aggiungi"
          impedita={impedimentoPresa('pianifica', p.stato)}
          esito="Compito aggiunto."
        >
          <CampiCompito squadra={squadra} />
        </AttoConCampi>
      </p>
      <DataTable
        caption="Dalla scadenza più vicina, poi quelli conclusi"
        lista={{ voci: p.compiti }}
        chiave={(c) => c.id}
        conteggio={['compito', 'compiti']}
        colonne={[
          { id: 'titolo', titolo: 'Che cosa', riga: true, cella: (c) => c.titolo },
          { id: 'tipo', titolo: 'Tipo', cella: (c) => c.tipoTesto ?? '–' },
          { id: 'chi', titolo: 'A chi', cella: (c) => c.chi ?? '–' },
          {
            id: 'scade',
            titolo: 'Scadenza',
            cella: (c) =>
              c.stato === 'aperto' ? (
                <Scadenza giorno={c.scade} />
              ) : (
                `${nomiEsito[c.stato]} il ${formatIstante(c.chiusoIl)}`
              ),
          },
          { id: 'esito', titolo: 'Esito', cella: (c) => c.esito ?? '–' },
          { id: 'atti', titolo: 'Azioni', senzaTitolo: true, cella: (c) => <AttiDelCompito c={c} squadra={squadra} /> },
        ]}
        vuoto={{
          titolo: 'Nessun compito',
          testo: 'Aggiungi ciò che resta da fare, con una data: comparirà in agenda.',
        }}
      />
    </section>
  )
}

function CampiCompito({ squadra }: { squadra: (readonly [string, string])[] }) {
  return (
    <>
      <TextField name="titolo" label="Che cosa c’è da fare" />
      <VoceField name="tipo" label="Tipo" codifica="tipo-compito" />
      <DateField name="scade" label="Entro il" />
      <SelectField name="utenteId" label="A chi" opzioni={squadra} vuota="A me" />
    </>
  )
}

function AttiDelCompito({ c, squadra }: { c: Compito; squadra: (readonly [string, string])[] }) {
  if (c.stato !== 'aperto') return null
  return (
    <span className="atti">
      <AttoConCampi
        e={compitiApi.chiudi}
        fissi={{ id: c.id, come: 'fatto' }}
        invalidates={toccate}
        iniziali={{ esito: '' }}
        etichetta="Fatto"
        titolo={`Concludere «${c.titolo}»?`}
        invio="Segna come fatto"
        piccolo
        esito="Compito concluso."
      >
        <TextField name="esito" label="Com’è andata" />
      </AttoConCampi>
      <AttoConCampi
        e={compitiApi.modifica}
        fissi={{ id: c.id, versione: c.versione }}
        invalidates={toccate}
        iniziali={{ titolo: c.titolo, tipo: c.tipo, scade: c.scade, utenteId: c.utenteId }}
        etichetta="Modifica"
        titolo="Modifica il compito"
        invio="Salva"
        piccolo
        esito="Compito modificato."
      >
        <CampiCompito squadra={squadra} />
      </AttoConCampi>
      <ActionButton
        e={compitiApi.chiudi}
        input={{ id: c.id, come: 'annullato' }}
        campoMotivo="esito"
        etichetta="Annulla il compito"
        piccolo
        conferma={{ titolo: `Annullare «${c.titolo}»?`, motivo: 'Perché' }}
        invalidates={toccate}
        esito="Compito annullato."
      />
    </span>
  )
}
