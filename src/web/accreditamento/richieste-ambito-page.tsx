// The card of one request: form and note side by side, what is missing or odd in words, and the acts of the Super
// Utente. What may be done in which state is the table of the rules, read here only to say why not.
import { useParams } from 'react-router'
import { richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { nominativo, transizioniRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { AvvisoBozza, StatoBozza } from '../kernel/bozze/avviso-bozza.tsx'
import { useScritto } from '../kernel/bozze/use-bozza.ts'
import { formatIstante, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Attesa, Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import type { Richiesta } from './richieste-ambito-modulo.ts'
import { CollegaAmbito, Confronto, ModuloRicevuto, NotaRicevuta } from './richieste-ambito-scheda.tsx'
import { StatoRichiestaBadge } from './richieste-ambito-stato.tsx'
import './richieste-ambito.css'

export default function RichiestaAmbitoPage() {
  const { id } = useParams() as { id: string }
  const q = useEndpoint(richiesteAmbitoApi.get, { id })
  if (!q.data && !q.error)
    return (
      <>
        <PageHeader titolo="Richiesta di un ambito" />
        <Attesa righe={6} />
      </>
    )
  return (
    <Caricamento query={q}>
      {(r) => (
        <div className="ra-istruttoria">
          <Scheda r={r} />
        </div>
      )}
    </Caricamento>
  )
}

function Scheda({ r }: { r: Richiesta }) {
  const dubbie = r.persone.filter((p) => p.codiceFiscaleEsito?.esito === 'dubbio')
  const inMano = r.stato === 'in-istruttoria'
  const vuoti: Record<string, string> = {}
  const { valori: dubbi, ...s } = useScritto(
    inMano && dubbie.length > 0 ? `richiesta-ambito-dubbi-${r.id}` : null,
    vuoti,
  )
  const nome = r.ambito?.nome ?? r.ambitoNominato ?? 'Ambito da indicare'
  return (
    <>
      <PageHeader
        titolo={nome}
        sotto={
          <>
            <StatoRichiestaBadge stato={r.stato} /> Ricevuta {r.ricevuta}, inviata il {formatIstante(r.inviata)}
            {r.istruttore && `, in carico a ${r.istruttore}`}
          </>
        }
        azioni={<PrintButton />}
      />
      {r.motivo && (
        <Avviso titolo={r.stato === 'respinta' ? 'Motivo del rifiuto' : 'Integrazione richiesta'}>
          <p className="ra-motivo">{r.motivo}</p>
        </Avviso>
      )}
      <Verifiche r={r} />
      {inMano && dubbie.length > 0 && (
        <section aria-labelledby="ra-dubbi">
          <h2 id="ra-dubbi">Codici fiscali da confermare</h2>
          <p>Se dai documenti risulta che sono giusti, scrivi perché: resterà nel registro con l’approvazione.</p>
          <AvvisoBozza bozza={s.bozza} dopo={() => document.getElementById(`ra-dubbio-${dubbie[0]?.id}`)?.focus()} />
          {dubbie.map((p) => (
            <div key={p.id} className="campo">
              <label htmlFor={`ra-dubbio-${p.id}`}>Perché accetti il codice fiscale di {nominativo(p)}</label>
              <p id={`ra-dubbio-${p.id}-aiuto`} className="campo-aiuto">
                {p.codiceFiscaleEsito?.motivi.join(' ')}
              </p>
              <textarea
                id={`ra-dubbio-${p.id}`}
                className="form-control"
                rows={2}
                maxLength={500}
                aria-describedby={`ra-dubbio-${p.id}-aiuto`}
                value={dubbi[p.id] ?? ''}
                onChange={(e) => s.scrivi({ [p.id]: e.target.value })}
              />
            </div>
          ))}
          <StatoBozza bozza={s.bozza} vuota={s.vuota} />
        </section>
      )}
      <Atti
        r={r}
        nome={nome}
        dubbi={dubbie.map((p) => ({ personaId: p.id, motivo: dubbi[p.id]?.trim() ?? '' }))}
        // without network it stays, and goes with the days of a draft
        approvata={() => void s.bozza.scrittura?.scarta().catch(() => undefined)}
      />
      <div className="ra-affiancati">
        <ModuloRicevuto r={r} />
        <NotaRicevuta r={r} />
      </div>
      <Confronto r={r} />
      {inMano && <CollegaAmbito r={r} />}
      <h2>Che cosa è successo</h2>
      <DataTable
        caption="Passaggi della richiesta"
        lista={{ voci: r.passaggi }}
        chiave={(p) => p.quando + p.stato}
        conteggio={['passaggio', 'passaggi']}
        colonne={[
          { id: 'quando', titolo: 'Quando', riga: true, cella: (p) => formatIstante(p.quando) },
          { id: 'stato', titolo: 'Stato', cella: (p) => <StatoRichiestaBadge stato={p.stato} /> },
          { id: 'chi', titolo: 'Chi', cella: (p) => p.chi },
          { id: 'motivo', titolo: 'Motivo', cella: (p) => p.motivo ?? '–' },
        ]}
        vuoto={{ titolo: 'Nessun passaggio' }}
      />
    </>
  )
}

function Verifiche({ r }: { r: Richiesta }) {
  if (r.mancanze.length === 0 && r.avvertenze.length === 0)
    return r.stato === 'in-istruttoria' ? (
      <Avviso tipo="success" titolo="Non manca nulla: modulo e nota nominano le stesse persone">
        <p>Guarda i documenti, poi decidi.</p>
      </Avviso>
    ) : null
  return (
    <>
      {r.mancanze.length > 0 && (
        <Avviso
          tipo="warning"
          titolo={`Prima di approvare: ${plurale(r.mancanze.length, 'cosa manca', 'cose mancano')}`}
        >
          <ul>
            {r.mancanze.map((m) => (
              <li key={m.campo + m.messaggio}>
                {m.messaggio} <small>({m.regola})</small>
              </li>
            ))}
          </ul>
        </Avviso>
      )}
      {r.avvertenze.length > 0 && (
        <Avviso titolo="Da guardare: non impedisce di approvare">
          <ul>
            {r.avvertenze.map((a) => (
              <li key={a}>{a}</li>
            ))}
          </ul>
        </Avviso>
      )}
    </>
  )
}

function Atti({
  r,
  nome,
  dubbi,
  approvata,
}: {
  r: Richiesta
  nome: string
  dubbi: { personaId: string; motivo: string }[]
  approvata: () => void
}) {
  if (r.stato === 'approvata' || r.stato === 'respinta') return null
  const comune = { invalidates: [richiesteAmbitoApi.list, richiesteAmbitoApi.get] }
  const impossibili = r.persone.filter((p) => p.codiceFiscaleEsito?.esito === 'impossibile')
  const nonApprovabile =
    impedimento(transizioniRichiesta, 'approva', r.stato) ??
    (r.mancanze.length > 0
      ? 'Manca ancora ciò che è elencato in cima alla pagina.'
      : impossibili.length > 0
        ? `Il codice fiscale di ${impossibili.map((p) => nominativo(p)).join(' e di ')} non può essere suo: chiedi un’integrazione.`
        : dubbi.some((d) => !d.motivo)
          ? 'Scrivi prima perché accetti i codici fiscali da confermare.'
          : null)
  return (
    <div className="ra-atti mt-4">
      {r.stato === 'inviata' && (
        <ActionButton
          e={richiesteAmbitoApi.prendiInCarico}
          input={{ id: r.id }}
          etichetta="Prendi in carico"
          variante="primary"
          esito="La richiesta è in carico a te."
          {...comune}
        />
      )}
      <ActionButton
        e={richiesteAmbitoApi.approva}
        input={{ id: r.id, dubbi, inviata: r.inviata ?? undefined }}
        etichetta="Approva"
        variante={r.stato === 'in-istruttoria' ? 'primary' : 'outline-primary'}
        impedita={nonApprovabile}
        conferma={{
          titolo: `Approvare la richiesta di ${nome}?`,
          testo: (
            <>
              <p>
                {r.persone.length === 1 ? 'Questa persona diventa' : 'Queste persone diventano'} da oggi Amministratore
                di Ambito per «{nome}», se non lo {r.persone.length === 1 ? 'è' : 'sono'} già:
              </p>
              <ul>
                {r.persone.map((p) => (
                  <li key={p.id}>{nominativo(p)}</li>
                ))}
              </ul>
              <p>
                Chi è indicato potrà entrare con SPID e accreditare gli operatori; lo saprà per e-mail, come chi ha
                firmato. La richiesta non si potrà più modificare.
              </p>
            </>
          ),
        }}
        esito="Richiesta approvata: gli amministratori possono entrare con SPID."
        onDone={approvata}
        {...comune}
      />
      <ActionButton
        e={richiesteAmbitoApi.chiediIntegrazione}
        input={{ id: r.id, inviata: r.inviata ?? undefined }}
        etichetta="Chiedi un’integrazione"
        impedita={impedimento(transizioniRichiesta, 'chiediIntegrazione', r.stato)}
        conferma={{
          titolo: 'Che cosa deve integrare l’ambito?',
          testo:
            'Chi ha firmato riceve un’e-mail senza questo testo: lo legge riaprendo la richiesta con la sua chiave.',
          motivo: 'Che cosa manca o va corretto',
        }}
        esito="Integrazione richiesta."
        {...comune}
      />
      <ActionButton
        e={richiesteAmbitoApi.respingi}
        input={{ id: r.id, inviata: r.inviata ?? undefined }}
        etichetta="Respingi"
        variante="outline-danger"
        impedita={impedimento(transizioniRichiesta, 'respingi', r.stato)}
        conferma={{
          titolo: `Respingere la richiesta di ${nome}?`,
          testo: 'Non si potrà riaprire: l’ambito dovrà presentarne un’altra. Il motivo si legge con la chiave.',
          motivo: 'Motivo del rifiuto',
          pericolo: true,
        }}
        esito="Richiesta respinta."
        {...comune}
      />
    </div>
  )
}
