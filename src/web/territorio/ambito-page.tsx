// The ambito one works in: for each comune which sections are open, which are not and who must do what (A2.11, A2.12);
// who represents the ambito and how to reach it; its offices. Operators read it, the administrator keeps it up to date.
import { Link } from 'react-router'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useRotte } from '../kernel/rotte.ts'
import { useSessione } from '../kernel/session.tsx'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { ConAmbito } from './ambito-scelto.tsx'
import { ElencoComuni } from './comuni-di-ambito.tsx'
import { AnnullaButton, AttoButton } from './parti.tsx'
import { SezioniDeiComuni } from './sezioni-dei-comuni.tsx'
import { Uffici } from './uffici.tsx'

type Ambito = OutputWeb<typeof ambitiApi.leggi>

export default function AmbitoPage() {
  return <ConAmbito titolo="Il mio ambito">{(id) => <Scheda id={id} />}</ConAmbito>
}

function Scheda({ id }: { id: string }) {
  const q = useEndpoint(ambitiApi.leggi, { id })
  const { can } = useSessione()
  const { esiste } = useRotte()
  return (
    <>
      <PageHeader
        titolo={q.data?.nome ?? 'Il mio ambito'}
        sotto={q.data && `Codice ${q.data.codice}, ${q.data.regione}`}
        azioni={
          <>
            <LinkButton azione="adesione.leggi" to="/adesioni" variante="outline-primary">
              Adesioni
            </LinkButton>
            <LinkButton azione="delega.leggi" to="/deleghe" variante="outline-primary">
              Deleghe
            </LinkButton>
            {esiste('/completezza') && (
              <LinkButton azione="completezza.leggi" to="/completezza" variante="outline-primary">
                Completezza
              </LinkButton>
            )}
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={6}>
        {(a) => (
          <>
            {a.al && (
              <Avviso tipo="warning" titolo={`L’ambito è attivo fino al ${formatData(a.al)}`}>
                <p>Dopo quel giorno nessuno potrà più lavorarci.</p>
              </Avviso>
            )}
            <Recapiti ambito={a} />
            {can('sezione.leggi') ? (
              <SezioniDeiComuni capofila={a.capofila?.id ?? null} />
            ) : (
              <>
                <ElencoComuni comuni={a.comuni} />
                {esiste('/sezioni') && (
                  <p>
                    Quali dati sono aperti per i comuni su cui lavori lo dice la pagina{' '}
                    <Link to="/sezioni">Sezioni</Link>.
                  </p>
                )}
              </>
            )}
            <Uffici comuni={a.comuni} />
          </>
        )}
      </Caricamento>
    </>
  )
}

function Recapiti({ ambito: a }: { ambito: Ambito }) {
  return (
    <section aria-labelledby="recapiti">
      <h2 id="recapiti">Ente e recapiti</h2>
      <DefinitionList
        voci={[
          ['Ente capofila', a.capofila ? `Comune di ${a.capofila.nome}` : null],
          ['Soggetto attuatore', a.soggettoAttuatore ?? (a.capofila ? 'l’ente capofila' : null)],
          ['PEC', a.pec && <a href={`mailto:${a.pec}`}>{a.pec}</a>],
          ['E-mail', a.email && <a href={`mailto:${a.email}`}>{a.email}</a>],
          ['Telefono', a.telefono],
          ['Comuni oggi', a.comuni.length],
        ]}
      />
      <AttoButton
        e={ambitiApi.recapiti}
        etichetta="Modifica i recapiti"
        titolo="Recapiti dell’ambito"
        icona="it-pencil"
        piccolo
      >
        {(chiudi) => <FormRecapiti ambito={a} chiudi={chiudi} />}
      </AttoButton>
    </section>
  )
}

function FormRecapiti({ ambito: a, chiudi }: { ambito: Ambito; chiudi: () => void }) {
  const form = useActionForm(ambitiApi.recapiti, {
    iniziali: { pec: a.pec, email: a.email, telefono: a.telefono },
    fissi: { id: a.id, versione: a.versione },
    bozza: `ambito-recapiti-${a.id}`,
    invalidates: [ambitiApi.leggi],
    esito: 'Recapiti aggiornati.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Salva i recapiti" annulla={<AnnullaButton onClick={chiudi} />}>
      <TextField name="pec" label="PEC" tipo="email" />
      <TextField name="email" label="E-mail" tipo="email" />
      <TextField name="telefono" label="Telefono" tipo="tel" aiuto="Cifre e spazi: per esempio 06 1234567" />
    </Form>
  )
}
