// The form of the first phase, on one page: the index says what each part lacks, each part saves itself, the last one
// lists in words what is missing and sends. Open while the request is a draft or the ministry asked to complete it.
import { type ReactNode, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import type { Mancanza } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import { RadioField, TextField } from '../kernel/form/fields.tsx'
import { type ActionForm, Form, useActionForm } from '../kernel/form/form.tsx'
import { formatData, formatIstante, plurale } from '../kernel/format.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Problema } from '../kernel/ui/parts.tsx'
import { dimenticaChiave } from './richieste-ambito-chiave.ts'
import { Documenti, type Scrittura } from './richieste-ambito-documenti.tsx'
import {
  daSalvare,
  difettoEmail,
  difettoTelefono,
  mancanzeDelModulo,
  type Parte,
  type Propria,
  parteDi,
  parti,
  valoriDelModulo,
} from './richieste-ambito-modulo.ts'
import { Persone } from './richieste-ambito-persona.tsx'
import { PersoneNota } from './richieste-ambito-persone-nota.tsx'
import { type Salvataggio, useSalvataggio } from './richieste-ambito-salvataggio.ts'
import './richieste-ambito.css'

export function Editor({
  richiesta,
  chiave,
  onInviata,
}: {
  richiesta: Propria
  chiave: string
  onInviata: (r: Propria) => void
}) {
  const [iniziali] = useState(() => valoriDelModulo(richiesta))
  const form: ActionForm = useActionForm(richiestaPubblicaApi.salva, {
    iniziali,
    chiave,
    toInput: daSalvare,
    onDone: (r) => {
      salvataggio.salvata(r)
      document.getElementById('ra-invio')?.focus()
    },
  })
  const salvataggio = useSalvataggio(form, chiave, richiesta)
  const [documenti, setDocumenti] = useState(richiesta.documenti)
  const scrittura: Scrittura = {
    chiave,
    documenti,
    aggiunto: (d) => setDocumenti((tutti) => [...tutti, d]),
    tolto: (id) => setDocumenti((tutti) => tutti.filter((d) => d.id !== id)),
    salva: salvataggio.salva,
  }
  const valori = useWatch({ control: form.rhf.control })
  const mancanze = mancanzeDelModulo(daSalvare(valori), documenti, salvataggio.letta.persone)
  return (
    <>
      <PageHeader
        titolo="Modulo della richiesta"
        sotto={`Codice di ricevuta ${richiesta.ricevuta}`}
        azioni={<PrintButton />}
      />
      {richiesta.stato === 'integrazione-richiesta' && (
        <Avviso tipo="warning" titolo="Il ministero chiede di integrare la richiesta">
          <p className="ra-motivo">{richiesta.motivo}</p>
          <p>Correggi ciò che è indicato, poi invia di nuovo dal fondo della pagina.</p>
        </Avviso>
      )}
      <div className="ra-pagina">
        <Indice mancanze={mancanze} salvataggio={salvataggio} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the fields inside are what is left: one half written says so then, not while one types */}
        <div onBlur={(e) => 'name' in e.target && e.target.name && void form.rhf.trigger(String(e.target.name))}>
          <Form form={form} invio="Salva e controlla">
            <PartiDelModulo form={form} scrittura={scrittura} salvataggio={salvataggio} pec={richiesta.pec} />
          </Form>
          <Invio
            stato={richiesta.stato}
            chiave={chiave}
            form={form}
            mancanze={mancanze}
            salvataggio={salvataggio}
            onInviata={onInviata}
          />
        </div>
      </div>
    </>
  )
}

function Indice({ mancanze, salvataggio: s }: { mancanze: Mancanza[]; salvataggio: Salvataggio }) {
  const quante = (p: Parte) => mancanze.filter((m) => parteDi(m.campo) === p).length
  return (
    <nav className="ra-indice" aria-label="Parti del modulo">
      <ol>
        {parti.map((p) => {
          const n = p.id === 'invio' ? mancanze.length : quante(p.id)
          return (
            <li key={p.id}>
              <a href={`#ra-${p.id}`}>{p.titolo}</a>
              <span className={n === 0 ? 'ra-completa' : undefined}>
                {n === 0 ? (p.id === 'invio' ? 'si può inviare' : 'completa') : `da completare: ${n}`}
              </span>
            </li>
          )
        })}
      </ol>
      <p className="ra-salvato">
        {s.daSalvare
          ? s.problema
            ? 'Non salvato'
            : 'Da salvare…'
          : s.alle
            ? `Salvato alle ${formatIstante(s.alle.toISOString()).slice(-5)}`
            : 'Si salva da sé mentre scrivi'}
        {s.letta.scade && <>. La bozza si conserva fino al {formatData(s.letta.scade)}.</>}
      </p>
      {s.problema && <Problema problema={s.problema} riprova={s.salva} />}
    </nav>
  )
}

function PartiDelModulo({
  form,
  scrittura,
  salvataggio,
  pec,
}: {
  form: ActionForm
  scrittura: Scrittura
  salvataggio: Salvataggio
  pec: string | null
}) {
  const [ambitoId, qualifica] = useWatch({ control: form.rhf.control, name: ['ambitoId', 'firmatarioQualifica'] })
  return (
    <>
      <Sezione id="ambito">
        <ComboField
          name="ambitoId"
          label="Ambito territoriale"
          aiuto="Cercalo per nome, per codice, o per uno dei suoi comuni."
          e={ambitiApi.pubblici}
          cerca={(q) => ({ q })}
          voci={(r) => r.voci}
          opzione={(a) => ({
            valore: a.id,
            etichetta: a.nome,
            dettaglio: `${a.codice}, ${a.regione}`,
          })}
        />
        {!ambitoId && (
          <TextField
            name="ambitoNominato"
            label="Se non lo trovi, scrivine il nome"
            aiuto="Come è chiamato dalla Regione: il ministero lo aggiungerà all’elenco."
          />
        )}
      </Sezione>
      <Sezione id="firma">
        <p>Firma il legale rappresentante dell’ente capofila o del consorzio, oppure una persona da lui delegata.</p>
        <RadioField
          name="firmatarioQualifica"
          label="Chi firma è"
          obbligatorio
          opzioni={[
            ['legale-rappresentante', 'Il legale rappresentante', 'Per esempio il sindaco o il presidente.'],
            ['delegato', 'Un delegato', 'Serve l’atto di delega o di incarico: si allega qui sotto.'],
          ]}
        />
        <div className="ra-coppie">
          <TextField name="firmatarioCognome" label="Cognome di chi firma" obbligatorio autoComplete="family-name" />
          <TextField name="firmatarioNome" label="Nome di chi firma" obbligatorio autoComplete="given-name" />
          <TextField
            name="firmatarioEmail"
            label="E-mail di chi firma"
            aiuto="Qui arrivano la ricevuta e l’esito: mai la chiave."
            tipo="email"
            obbligatorio
            autoComplete="email"
            valida={difettoEmail}
          />
          <TextField name="firmatarioTelefono" label="Telefono di chi firma" tipo="tel" valida={difettoTelefono} />
        </div>
        {qualifica === 'delegato' && (
          <Documenti
            tipo="delega"
            etichetta="Atto di delega o di incarico"
            aiuto="Firmato dal legale rappresentante: PDF, foto o PDF firmato."
            scrittura={scrittura}
          />
        )}
      </Sezione>
      <Sezione id="amministratori">
        <Persone form={form} scrittura={scrittura} salvataggio={salvataggio} />
      </Sezione>
      <Sezione id="nota">
        <p>
          La nota di autorizzazione nomina le stesse persone del modulo e va inviata per PEC
          {pec && (
            <>
              {' '}
              a <strong>{pec}</strong>
            </>
          )}
          . Poi si allega qui il messaggio salvato su file (.eml), così com’è.
        </p>
        <Documenti
          tipo="nota"
          etichetta="Messaggio PEC della nota"
          aiuto="Il messaggio inviato o la ricevuta di consegna, salvato dalla casella PEC in formato .eml."
          scrittura={scrittura}
        />
        <h3>Chi è nominato nella nota</h3>
        <p>
          Ricopia dalla nota le persone che nomina: se non sono le stesse del modulo lo vedi subito, invece di ricevere
          una richiesta di integrazione. Se non lo fai, lo farà il ministero.
        </p>
        <PersoneNota form={form} cambiata={salvataggio.cambiata} />
      </Sezione>
    </>
  )
}

function Sezione({ id, children }: { id: Parte; children: ReactNode }) {
  const n = parti.findIndex((p) => p.id === id)
  return (
    <section aria-labelledby={`ra-${id}`} className="ra-parte">
      <h2 id={`ra-${id}`} tabIndex={-1}>
        {n + 1}. {parti[n]!.titolo}
      </h2>
      {children}
    </section>
  )
}

function Invio({
  stato,
  chiave,
  form,
  mancanze,
  salvataggio,
  onInviata,
}: {
  stato: Propria['stato']
  chiave: string
  form: ActionForm
  mancanze: Mancanza[]
  salvataggio: Salvataggio
  onInviata: (r: Propria) => void
}) {
  const navigate = useNavigate()
  const impedita = salvataggio.problema
    ? 'Le ultime modifiche non sono salvate: il motivo è in cima alla pagina.'
    : salvataggio.daSalvare
      ? 'Salvataggio in corso: attendi un momento.'
      : mancanze.length > 0
        ? 'Prima completa ciò che è elencato qui sopra.'
        : null
  return (
    <Sezione id="invio">
      {mancanze.length > 0 ? (
        <>
          <p>{mancanze.length === 1 ? 'Manca una cosa:' : `Mancano ${mancanze.length} cose:`}</p>
          <ul className="ra-mancanze">
            {mancanze.map((m) => (
              <li key={m.campo + m.messaggio}>
                {m.messaggio} <VaiA campo={m.campo} form={form} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>Non manca nulla: il modulo e i documenti sono completi.</p>
      )}
      <p>
        Dopo l’invio la richiesta non si modifica, a meno che il ministero chieda un’integrazione. Riceverai una
        conferma per e-mail con il codice di ricevuta.
      </p>
      <div className="ra-atti">
        <ActionButton
          e={richiestaPubblicaApi.invia}
          input={{}}
          chiave={chiave}
          etichetta={stato === 'bozza' ? 'Invia la richiesta' : 'Invia la richiesta integrata'}
          variante="primary"
          impedita={impedita}
          conferma={{
            titolo: 'Inviare la richiesta?',
            testo: `La richiesta di accreditare ${plurale(salvataggio.letta.persone.length, 'persona', 'persone')} come amministratore passa al ministero.`,
          }}
          onDone={onInviata}
        />
        {stato === 'bozza' && (
          <ActionButton
            e={richiestaPubblicaApi.rinuncia}
            input={{}}
            chiave={chiave}
            etichetta="Cancella la bozza"
            variante="outline-danger"
            conferma={{
              titolo: 'Cancellare la bozza?',
              testo: 'Dati e documenti sono cancellati e non si possono recuperare.',
              pericolo: true,
            }}
            esito="La bozza è stata cancellata."
            onDone={() => {
              dimenticaChiave()
              void navigate('/richiesta-accreditamento')
            }}
          />
        )}
      </div>
    </Sezione>
  )
}

/** To the field where it is on the screen, else to its part. */
function VaiA({ campo, form }: { campo: string; form: ActionForm }) {
  const noto = form.campi.get(campo)
  const parte = parti.find((p) => p.id === parteDi(campo))!
  return (
    <a
      href={`#ra-${parte.id}`}
      onClick={(e) => {
        if (!noto) return
        e.preventDefault()
        document.getElementById(noto.id)?.focus()
      }}
    >
      Vai a «{noto?.label ?? parte.titolo}»
    </a>
  )
}
