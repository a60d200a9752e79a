// One fact: registered for the first time, or corrected. Who will be able to read it is said before saving.
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { type NomeFatto, nomiFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import { type Campo, gruppiFatti } from '../../shared/anagrafe/fatti-forma.ts'
import { type FattoLetto, fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { CheckField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm, useFormCorrente } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'
import { CampoFatto } from './fatto-fields.tsx'
import { nomePersona } from './parole.tsx'

const campiDi = (tipo: NomeFatto) => Object.entries<Campo>(tipoFatto(tipo).campi)
const isTipo = (v: string | null): v is NomeFatto => nomiFatto.includes(v as NomeFatto)

export default function FattoPage() {
  const { id = '', fatto } = useParams()
  const [indirizzo] = useSearchParams()
  const chiesto = indirizzo.get('tipo')
  const q = useEndpoint(personeApi.leggi, { id })
  const vecchio = fatto ? q.data?.fatti.find((f) => f.id === fatto) : undefined
  const tipo = vecchio?.tipo ?? (isTipo(chiesto) ? chiesto : null)
  return (
    <>
      <PageHeader
        titolo={tipo ? `${vecchio ? 'Correggi: ' : ''}${tipoFatto(tipo).nome}` : 'Nuovo dato'}
        sotto={q.data && nomePersona(q.data)}
      />
      <CaricamentoFascicolo personaId={id} query={q} righe={6}>
        {() =>
          tipo ? (
            <Modulo key={fatto ?? tipo} personaId={id} tipo={tipo} vecchio={vecchio} />
          ) : fatto ? (
            <Avviso tipo="warning" titolo="Questo dato non c’è più">
              <p>
                È stato corretto o annullato da qualcun altro.{' '}
                <Link to={`/persone/${id}/scheda`}>Torna alla scheda</Link>
              </p>
            </Avviso>
          ) : (
            <Scelta id={id} />
          )
        }
      </CaricamentoFascicolo>
    </>
  )
}

/** Which kind: by group, as they stand in the sheet. */
function Scelta({ id }: { id: string }) {
  return (
    <>
      <p>Che cosa vuoi registrare?</p>
      {Object.entries(gruppiFatti).map(([gruppo, nome]) => (
        <section key={gruppo}>
          <h2>{nome}</h2>
          <ul className="elenco-semplice">
            {nomiFatto
              .filter((t) => tipoFatto(t).gruppo === gruppo && t !== 'generalita')
              .map((t) => (
                <li key={t}>
                  <Link to={`/persone/${id}/scheda/nuovo?tipo=${t}`}>{tipoFatto(t).nome}</Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** The value that a field of the form holds: places with their words, the others as they are. */
function valoriIniziali(tipo: NomeFatto, vecchio?: FattoLetto) {
  const valori: Record<string, unknown> = {}
  for (const [nome, c] of campiDi(tipo)) {
    const v = vecchio?.dati[nome]
    const parole = vecchio?.parole.find((p) => p.campo === nome)?.valore
    if (c.genere === 'luogo' || c.genere === 'comune' || c.genere === 'stato')
      valori[nome] = v ? { valore: v, etichetta: parole ?? String(v) } : null
    else if (c.genere === 'codici') valori[nome] = v ?? []
    else if (c.genere === 'si-no') valori[nome] = v ?? false
    else valori[nome] = v ?? ''
  }
  return valori
}

function Modulo({
  personaId,
  tipo,
  vecchio,
}: {
  personaId: string
  tipo: NomeFatto
  vecchio?: FattoLetto | undefined
}) {
  const navigate = useNavigate()
  const t = tipoFatto(tipo)
  const iniziali = {
    dati: valoriIniziali(tipo, vecchio),
    dal: vecchio?.dal ?? '',
    al: vecchio?.al ?? '',
    fonte: vecchio?.fonte ?? '',
    nota: vecchio?.nota ?? '',
    segreto: vecchio?.classe === 'indirizzo-segreto',
    motivo: '',
  }
  const comune = {
    iniziali,
    bozza: `fatto:${personaId}:${vecchio?.id ?? tipo}`,
    invalidates: [personeApi.leggi, personeApi.cerca, fattiApi.storia],
    onDone: () => void navigate(`/persone/${personaId}/scheda`),
  }
  const nuovo = useActionForm(fattiApi.registra, {
    ...comune,
    fissi: { id: personaId, tipo },
    esito: 'Dato registrato.',
  })
  const corretto = useActionForm(fattiApi.correggi, {
    ...comune,
    fissi: { id: personaId, tipo, fatto: vecchio?.id ?? personaId },
    esito: 'Dato corretto: quello di prima resta nella storia.',
  })
  return (
    <Form
      form={vecchio ? corretto : nuovo}
      invio={vecchio ? 'Salva la correzione' : 'Registra'}
      annulla={<Link to={`/persone/${personaId}/scheda`}>Annulla</Link>}
    >
      {campiDi(tipo).map(([nome, c]) => (
        <CampoFatto key={nome} nome={nome} campo={c} />
      ))}
      <DateField
        name="dal"
        label={tipo === 'decesso' ? 'Data del decesso' : 'Vero dal'}
        aiuto="gg/mm/aaaa. Vuota se non si sa."
      />
      {tipo !== 'decesso' && <DateField name="al" label="Fino al" aiuto="gg/mm/aaaa. Vuota se è ancora così." />}
      <VoceField name="fonte" label="Chi lo dice" codifica="fonte-informazione" />
      <TextArea name="nota" label="Nota" righe={2} />
      {t.secretabile && (
        <CheckField name="segreto" label="È segreto: non deve uscire in nessuna vista, stampa o messaggio" />
      )}
      {vecchio && <TextField name="motivo" label="Perché lo correggi" />}
      <ChiVede classe={t.classe} />
    </Form>
  )
}

function ChiVede({ classe }: { classe: string | null }) {
  const { rhf } = useFormCorrente()
  const segreto = Boolean(rhf.watch('segreto'))
  const frase = segreto
    ? 'Lo vedranno soltanto gli assistenti sociali, il responsabile del servizio e il pronto intervento.'
    : classe === 'sanitaria'
      ? 'È un dato sulla salute: lo vedranno soltanto i ruoli professionali, non lo sportello né gli amministrativi.'
      : classe === 'gravidanza'
        ? 'Lo vedranno soltanto gli assistenti sociali, gli psicologi e il responsabile del servizio. Nel genogramma, anche.'
        : 'Lo vedrà chiunque apra il fascicolo.'
  return (
    <p className="campo-aiuto" aria-live="polite">
      {frase}
    </p>
  )
}
