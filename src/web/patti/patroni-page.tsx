// The patron's day of my comuni: who has the comune says it, and where it is written. Where nobody has, the page says what follows.
import { pasqua } from '../../shared/kernel/festivi.ts'
import { type PatronoDiComune, patronoApi } from '../../shared/parametri/patrono.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { TextField } from '../kernel/form/fields.tsx'
import { NumberField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'

type Patrono = PatronoDiComune['patroni'][number]
const toccate = [patronoApi.list]
const anno = Number(oggi().slice(0, 4))
const giornoMese = new Intl.DateTimeFormat('it-IT', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** «24 giugno», or how many days after Easter, with what that is this year. */
function giorno(p: Patrono): string {
  if (p.giorno) return giornoMese.format(new Date(`2024-${p.giorno}T12:00:00Z`))
  const n = p.dopoPasqua ?? 0
  const quest = new Date(Date.parse(`${pasqua(anno)}T12:00:00Z`) + n * 86_400_000)
  return `${Math.abs(n)} giorni ${n < 0 ? 'prima di' : 'dopo'} Pasqua: quest’anno il ${giornoMese.format(quest)}`
}

export default function PatroniPage() {
  const q = useEndpoint(patronoApi.list, {})
  return (
    <>
      <PageHeader
        titolo="Patroni"
        sotto="Il giorno del patrono di ogni comune: non è lavorativo, e i termini in giorni lavorativi non lo contano"
        azioni={<PrintButton />}
      />
      <Caricamento query={q}>{(r) => <Corpo voci={r.voci} />}</Caricamento>
    </>
  )
}

function Corpo({ voci }: { voci: PatronoDiComune[] }) {
  const senza = voci.filter((c) => c.patroni.length === 0)
  return (
    <>
      {senza.length > 0 && (
        <Avviso tipo="warning" titolo="Di qualche comune il giorno non è noto">
          <p>
            {senza.map((c) => c.comune).join(', ')}: finché nessuno lo scrive, quel giorno si conta come lavorativo. Non
            lo indoviniamo: scrivilo con la fonte, per esempio lo statuto o una delibera.
          </p>
        </Avviso>
      )}
      <DataTable
        caption="Comune per comune"
        lista={{ voci }}
        chiave={(c) => c.comuneId}
        conteggio={['comune', 'comuni']}
        colonne={[
          { id: 'comune', titolo: 'Comune', riga: true, cella: (c) => c.comune },
          {
            id: 'patrono',
            titolo: 'Patrono',
            cella: (c) =>
              c.patroni.length === 0 ? (
                <StatusBadge tono="attenzione">non ancora detto</StatusBadge>
              ) : (
                <ul>
                  {c.patroni.map((p) => (
                    <li key={p.id}>
                      {p.nome}, {giorno(p)}, dal {p.dalAnno}
                      {p.alAnno ? ` al ${p.alAnno}` : ''}
                      <small className="d-block">
                        {p.fonte}
                        {p.confermatoDa ? `, scritto da ${p.confermatoDa}` : ''}
                      </small>
                    </li>
                  ))}
                </ul>
              ),
          },
          { id: 'atti', titolo: 'Che cosa puoi fare', senzaTitolo: true, cella: (c) => <Atti c={c} /> },
        ]}
        vuoto={{ titolo: 'Nessun comune', testo: 'I comuni dell’ambito compaiono qui quando ne fanno parte.' }}
      />
    </>
  )
}

function Atti({ c }: { c: PatronoDiComune }) {
  const inCorso = c.patroni.find((p) => p.alAnno === null)
  if (inCorso)
    return (
      <AttoConCampi
        e={patronoApi.chiudi}
        fissi={{ id: inCorso.id }}
        iniziali={{ alAnno: anno }}
        etichetta="È cambiato"
        titolo={`${inCorso.nome}: l’ultimo anno`}
        invio="Registra"
        invalidates={toccate}
        esito="Registrato: ora puoi scrivere il nuovo giorno."
        piccolo
      >
        <NumberField name="alAnno" label="Ultimo anno in cui è stato festa" />
      </AttoConCampi>
    )
  return (
    <AttoConCampi
      e={patronoApi.conferma}
      fissi={{ comuneId: c.comuneId }}
      iniziali={{ nome: '', giorno: '', dopoPasqua: '', dalAnno: 2018, fonte: '' }}
      etichetta="Scrivi il giorno"
      titolo={`Patrono di ${c.comune}`}
      invio="Conferma"
      invalidates={toccate}
      esito="Confermato: i termini si aggiornano questa notte."
      piccolo
    >
      <TextField name="nome" label="Nome" aiuto="Per esempio San Giovanni" />
      <TextField name="giorno" label="Giorno, come MM-GG" aiuto="Per esempio 06-24; vuoto se la festa è mobile" />
      <NumberField name="dopoPasqua" label="Oppure: quanti giorni dopo Pasqua" />
      <NumberField name="dalAnno" label="Dall’anno" />
      <TextField name="fonte" label="Dove è scritto" aiuto="Statuto, delibera, con la data" />
    </AttoConCampi>
  )
}
