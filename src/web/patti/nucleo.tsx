// The members of a caso: who they are, who they are in the record, why they may be out of the obligations; and for each thing that
// was declared, what the comune verified.
import { Link } from 'react-router'
import { casoAperto } from '../../shared/patti/casi.rules.ts'
import {
  type ComponenteCaso,
  type DatoDichiarato,
  mieiCasiApi,
  type SchedaCaso,
} from '../../shared/patti/miei-casi.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { toccate } from './atti.tsx'
import { valoreDichiarato } from './parole.tsx'
import { Simili } from './simili.tsx'
import '../anagrafe/anagrafe.css'

export const Nucleo = ({ c }: { c: SchedaCaso }) => (
  <>
    {c.nucleo.map((m) => (
      <section key={m.id} aria-label={m.nome}>
        <h3>
          {m.nome} {m.richiedente && <StatusBadge>richiedente</StatusBadge>}
          {m.uscitoIl && <StatusBadge tono="neutro">fuori dal nucleo dal {formatData(m.uscitoIl)}</StatusBadge>}
        </h3>
        <p>
          {[m.parentela, m.dataNascita && `nascita ${formatData(m.dataNascita)}`, m.codiceFiscale]
            .filter(Boolean)
            .join(' · ')}
          {m.personaId && <InCartella id={m.personaId} />}
        </p>
        <Simili
          simili={m.simili}
          bottone={(personaId, etichetta, variante) => (
            <ActionButton
              e={mieiCasiApi.collega}
              input={{ id: c.id, componente: m.id, personaId }}
              etichetta={etichetta}
              variante={variante}
              invalidates={toccate}
              esito="Collegamento registrato."
              piccolo
            />
          )}
        />
        {m.soggetto && <p>{m.soggetto}.</p>}
        <Esoneri c={c} m={m} />
        <details>
          <summary>Dati dichiarati e verificati</summary>
          <Dati c={c} dati={m.dati} componenteId={m.id} di={`di ${m.nome}`} />
        </details>
      </section>
    ))}
  </>
)

function InCartella({ id }: { id: string }) {
  const can = useCan()
  return can('persona.leggi') ? (
    <>
      {' · '}
      <Link to={`/persone/${id}`}>nella cartella</Link>
    </>
  ) : null
}

const futuro = (x: ComponenteCaso['esoneri'][number]) => x.cessatoIl === null && x.dal > oggi()

function Esoneri({ c, m }: { c: SchedaCaso; m: ComponenteCaso }) {
  const aperto = casoAperto(c.stato) && !c.soloLettura && !m.uscitoIl
  return (
    <>
      {m.esoneri.length > 0 && (
        <ul className="elenco-semplice">
          {m.esoneri.map((x) => (
            <li key={x.id}>
              {x.specie === 'esonero' ? 'Esonerato' : 'Escluso'}: {x.nome}, dal {formatData(x.dal)}
              {x.al && ` al ${formatData(x.al)}`}. {x.documento}.{x.curata && ` Per la cura di ${x.curata}.`}
              {x.rivedereIl && ` Da rivedere il ${formatData(x.rivedereIl)}.`}{' '}
              {x.riesaminatoIl && `Riesaminato il ${formatData(x.riesaminatoIl)}. `}
              {x.cessatoIl
                ? `Cessato il ${formatData(x.cessatoIl)}.`
                : !x.attivo && (futuro(x) ? 'Non è ancora cominciato.' : 'Finito.')}
              {aperto && x.attivo && (
                <AttoConCampi
                  e={mieiCasiApi.riesaminaEsonero}
                  fissi={{ id: c.id, esonero: x.id }}
                  iniziali={{ giorno: oggi(), rivedereIl: '' }}
                  etichetta="Riesaminato, continua"
                  titolo={`Riesame dell’esonero di ${m.nome}`}
                  invio="Registra"
                  invalidates={toccate}
                  piccolo
                >
                  <DateField name="giorno" label="Riesaminato il" />
                  <DateField
                    name="rivedereIl"
                    label="Da rivedere di nuovo il"
                    aiuto="Lascia vuoto se non va più rivisto."
                  />
                </AttoConCampi>
              )}
              {aperto && (x.attivo || futuro(x)) && (
                <AttoConCampi
                  e={mieiCasiApi.cessaEsonero}
                  fissi={{ id: c.id, esonero: x.id }}
                  iniziali={{ giorno: oggi(), motivo: '' }}
                  etichetta="Non vale più"
                  titolo={`Fine dell’esonero di ${m.nome}`}
                  invio="Registra"
                  invalidates={toccate}
                  piccolo
                >
                  <DateField name="giorno" label="Dal" />
                  <TextField name="motivo" label="Perché" />
                </AttoConCampi>
              )}
            </li>
          ))}
        </ul>
      )}
      {aperto && (
        <div className="atti">
          <NuovoEsonero c={c} m={m} specie="esonero" />
          <NuovoEsonero c={c} m={m} specie="esclusione" />
        </div>
      )}
    </>
  )
}

const parole = {
  esonero: { fai: 'Esonera', di: 'Esonero', aiuto: 'Avrebbe gli obblighi e ne è dispensato.' },
  esclusione: { fai: 'Escludi', di: 'Esclusione', aiuto: 'Gli obblighi non lo riguardano.' },
} as const

/** The reasons are those that the measure has of this kind; first those that hold by what is declared. */
function NuovoEsonero({ c, m, specie }: { c: SchedaCaso; m: ComponenteCaso; specie: keyof typeof parole }) {
  const suoi = c.tipiEsonero.filter((t) => t.specie === specie)
  if (suoi.length === 0) return null
  const proposto = (t: (typeof suoi)[number]) => m.esoneriProposti.includes(t.id)
  const ordinati = [...suoi.filter(proposto), ...suoi.filter((t) => !proposto(t))]
  const documenti = suoi.filter((t) => t.documento).map((t) => `${t.nome}: ${t.documento}`)
  const curati = suoi.filter((t) => t.perCurata).map((t) => t.nome)
  const p = parole[specie]
  return (
    <AttoConCampi
      e={mieiCasiApi.esonera}
      fissi={{ id: c.id, componenteId: m.id, specie }}
      iniziali={{
        tipo: ordinati.find(proposto)?.id ?? '',
        dal: oggi(),
        al: '',
        rivedereIl: '',
        documento: '',
        nota: '',
        ...(curati.length > 0 && { curataId: '', curataCodiceFiscale: '' }),
      }}
      etichetta={p.fai}
      titolo={`${p.di} di ${m.nome}`}
      invio="Registra"
      invalidates={toccate}
      esito="Registrato: il nucleo esce soltanto se nessuno ha più obblighi."
      piccolo
    >
      <SelectField
        name="tipo"
        label="Motivo"
        aiuto={p.aiuto}
        opzioni={ordinati.map((t) => [t.id, proposto(t) ? `${t.nome} (risulta dai dati dichiarati)` : t.nome] as const)}
      />
      <DateField name="dal" label="Dal" />
      <DateField name="al" label="Fino al" aiuto="Lascia vuoto se non ha una fine." />
      <DateField name="rivedereIl" label="Da rivedere il" />
      <TextField name="documento" label="Documento che lo prova" aiuto={documenti.join('; ')} />
      {curati.length > 0 && (
        <>
          <SelectField
            name="curataId"
            label="Di chi si cura"
            aiuto={`Per «${curati.join('», «')}»: la misura ne esonera uno per ogni persona curata.`}
            vuota="Una persona fuori dal nucleo, o il motivo è un altro"
            opzioni={c.nucleo.filter((x) => x.id !== m.id && !x.uscitoIl).map((x) => [x.id, x.nome] as const)}
          />
          <TextField name="curataCodiceFiscale" label="Codice fiscale di chi è curato, se è fuori dal nucleo" />
        </>
      )}
      <TextField name="nota" label="Nota" />
    </AttoConCampi>
  )
}

export const Dati = ({
  c,
  dati,
  componenteId,
  di,
}: {
  c: SchedaCaso
  dati: DatoDichiarato[]
  componenteId?: string
  di: string
}) => (
  <DataTable
    caption={`Dati ${di}`}
    lista={{ voci: dati }}
    chiave={(d) => d.campo}
    colonne={[
      { id: 'campo', titolo: 'Dato', riga: true, cella: (d) => d.nome },
      { id: 'dichiarato', titolo: 'Dichiarato', cella: (d) => valoreDichiarato(d.campo, d.dichiarato) },
      {
        id: 'verificato',
        titolo: 'Verificato',
        cella: (d) =>
          d.verificato === null ? (
            '–'
          ) : (
            <>
              {d.verificato}{' '}
              <small>({[d.fonte, d.verificatoIl && formatData(d.verificatoIl)].filter(Boolean).join(', ')})</small>
              {d.daRivedere && <StatusBadge tono="attenzione">dichiarato di nuovo: da rivedere</StatusBadge>}
            </>
          ),
      },
      {
        id: 'atto',
        titolo: 'Verifica',
        senzaTitolo: true,
        cella: (d) =>
          c.soloLettura ? null : (
            <AttoConCampi
              e={mieiCasiApi.verifica}
              fissi={{ id: c.id, campo: d.campo, ...(componenteId && { componenteId }) }}
              iniziali={{ verificato: '', fonte: '', giorno: oggi() }}
              etichetta="Verifica"
              titolo={`${d.nome} ${di}`}
              invio="Registra"
              invalidates={toccate}
              esito="Verifica registrata."
              piccolo
            >
              <TextField name="verificato" label="Che cosa risulta" />
              <TextField
                name="fonte"
                label="Da dove"
                aiuto="Anagrafe, un documento con il suo numero, un altro ente."
              />
              <DateField name="giorno" label="Verificato il" />
            </AttoConCampi>
          ),
      },
    ]}
    vuoto={{ titolo: 'Nessun dato dichiarato' }}
  />
)
