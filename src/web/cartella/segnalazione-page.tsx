// A segnalazione for who evaluates it: what was told, the others near it, the acts that its state allows.
import { Link, useParams } from 'react-router'
import { nomiStatoInvio, type StatoInvio } from '../../shared/cartella/invii.rules.ts'
import { statoPresaInParole } from '../../shared/cartella/prese.rules.ts'
import { type SegnalazioneScheda, segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import {
  nomiMotivoRipetizione,
  nomiStatoSegnalazione,
  type StatoSegnalazione,
} from '../../shared/cartella/segnalazioni.rules.ts'
import type { Compito } from '../../shared/kernel/problems.ts'
import { formatData, formatIstante, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { useVoci } from '../parametri/voci.ts'
import { ConMotivo } from './con-motivo.tsx'
import { AL_POSTO_DI, AttiSegnalazione } from './segnalazione-atti.tsx'
import { AggiungiSegnalato, CompletaSegnalante, ScriviRiferimenti } from './segnalazione-completa.tsx'
import { Identifica, ValutazioneForm } from './segnalazione-valutazione.tsx'
import { nomePersona, StatoSegnalazioneBadge, UrgenzaBadge } from './sportello-parti.tsx'
import './sportello.css'

export default function SegnalazionePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(segnalazioniApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `Segnalazione ${q.data.riferimento}` : 'Segnalazione'}
        sotto={q.data && `Ricevuta il ${formatIstante(q.data.ricevutaIl)}, ${q.data.canaleTesto}`}
        azioni={
          <>
            <LinkButton
              azione="segnalazione.copia"
              to={`/segnalazioni/${id}/copia`}
              variante="outline-primary"
              icona="it-print"
            >
              Copia per la famiglia
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <ConMotivo query={q} scheda={id} altrimenti={q.error?.compito && <Valuta id={id} compito={q.error.compito} />}>
        {(s) => <Scheda s={s} />}
      </ConMotivo>
    </>
  )
}

/** Of a person whom a colleague follows, one reads what is not concluded yet by taking it upon oneself. */
function Valuta({ id, compito: { versione, di } }: { id: string; compito: Compito }) {
  return (
    <Avviso titolo="Tocca a te valutarla?">
      <p>
        {di ? `La sta valutando ${di}. ` : 'Non la sta ancora valutando nessuno. '}
        Se la valuti tu, da quel momento risulti tu, e la leggi senza indicare un motivo.
      </p>
      <ActionButton
        e={segnalazioniApi.valuta}
        input={di ? { id, subentro: versione } : { id }}
        etichetta="La valuto io"
        variante="outline-primary"
        {...(di ? { conferma: AL_POSTO_DI } : {})}
        invalidates={[segnalazioniApi.leggi, segnalazioniApi.list]}
        esito="Ora la valuti tu."
      />
    </Avviso>
  )
}

const informata = { si: 'sì', no: 'no', 'non-so': 'non si sa' } as const

function Scheda({ s }: { s: SegnalazioneScheda }) {
  return (
    <>
      <Ripetute s={s} />
      <DefinitionList
        voci={[
          ['Stato', <StatoSegnalazioneBadge key="s" stato={s.stato} />],
          ['Urgenza', <UrgenzaBadge key="u" urgenza={s.urgenza} />],
          [
            'Da valutare entro',
            <span key="t">
              {formatIstante(s.scadeIl)} {s.scaduta && <StatusBadge tono="critico">termine passato</StatusBadge>}
            </span>,
          ],
          ['La valuta', s.valutatore],
          ['Classificazione', s.classificazioneTesto],
          ['Minori presenti', s.minoriPresenti === null ? null : s.minoriPresenti ? 'sì' : 'no'],
          ['Dove accade', s.luogo],
          ['La persona è informata', [informata[s.informata], s.informataNota].filter(Boolean).join(': ')],
          ['Ufficio', s.ufficio],
          [
            'Chi la vede',
            s.riservata ? 'soltanto i colleghi a cui è riservata' : 'chi valuta le segnalazioni del comune',
          ],
          ...(s.motivoArchiviazione ? [['Archiviata perché', s.motivoArchiviazione] as const] : []),
          ...(s.conclusione ? [['Conclusione', s.conclusione] as const] : []),
        ]}
      />
      <AttiSegnalazione s={s} />
      <h2>Di chi si tratta</h2>
      <ul>
        {s.segnalati.map((p) => (
          <li key={p.id}>
            {p.persona ? <Link to={`/persone/${p.persona.id}`}>{nomePersona(p.persona)}</Link> : p.descrizione}
            {!p.persona && s.stato === 'in-valutazione' && <Identifica id={s.id} segnalato={p.id} />}
          </li>
        ))}
      </ul>
      <AggiungiSegnalato key={s.segnalati.length} s={s} />
      <h2>{s.fattiModo === 'testuali' ? 'I fatti, con le parole di chi segnala' : 'I fatti, riassunti'}</h2>
      <p className="testo-scritto">{s.fatti}</p>
      <Pericolo s={s} />
      <Segnalante s={s} />
      <Riferimenti s={s} />
      <ScriviRiferimenti s={s} />
      {s.stato === 'in-valutazione' && <ValutazioneForm key={s.id} s={s} />}
      <Collegati s={s} />
      <Storia s={s} />
    </>
  )
}

function Ripetute({ s }: { s: SegnalazioneScheda }) {
  const { giorni, voci } = s.ripetute
  if (voci.length === 0) return null
  return (
    <Avviso
      tipo="warning"
      titolo={`Negli ultimi ${giorni} giorni ${plurale(voci.length, 'altra segnalazione vicina', 'altre segnalazioni vicine')}`}
    >
      <ul>
        {voci.map((v) => (
          <li key={v.id}>
            <Link to={`/segnalazioni/${v.id}`}>{v.riferimento}</Link>, {formatData(v.ricevutaIl)},{' '}
            {nomiStatoSegnalazione[v.stato]}: {v.perche.map((x) => nomiMotivoRipetizione[x]).join(', ')}
          </li>
        ))}
      </ul>
    </Avviso>
  )
}

function Pericolo({ s }: { s: SegnalazioneScheda }) {
  const { voci } = useVoci('domanda-pericolo')
  const date = voci.filter((v) => s.pericolo[v.codice])
  if (date.length === 0) return null
  const parole = { si: 'sì', no: 'no', 'non-so': 'non si sa' } as const
  return (
    <>
      <h2>Pericolo immediato</h2>
      <DefinitionList voci={date.map((v) => [v.etichetta, parole[s.pericolo[v.codice]!]] as const)} />
    </>
  )
}

function Segnalante({ s }: { s: SegnalazioneScheda }) {
  const { voci } = useVoci('interlocutore')
  const x = s.segnalante
  if (!x) return null
  return (
    // never on paper
    <section className="d-print-none" aria-labelledby="segnalante">
      <h2 id="segnalante">Chi ha segnalato</h2>
      <DefinitionList
        voci={[
          ['Nome', x.anonimo ? 'anonimo' : x.nome],
          ['Chi è', voci.find((v) => v.codice === x.interlocutore)?.etichetta ?? x.interlocutore],
          ['Ente', x.ente],
          ['Recapiti', x.recapiti],
        ]}
      />
      <CompletaSegnalante s={s} />
    </section>
  )
}

function Riferimenti({ s }: { s: SegnalazioneScheda }) {
  if (s.riferimenti.length === 0) return null
  return (
    <DataTable
      caption="Persone di riferimento"
      lista={{ voci: s.riferimenti }}
      chiave={(r) => String(r.posizione)}
      conteggio={['persona', 'persone']}
      colonne={[
        { id: 'nome', titolo: 'Nome', riga: true, cella: (r) => r.nome },
        { id: 'legame', titolo: 'Chi è', cella: (r) => r.legame ?? '–' },
        { id: 'recapito', titolo: 'Recapito', cella: (r) => r.recapito ?? '–' },
        { id: 'problemi', titolo: 'Difficoltà', cella: (r) => r.problemi ?? '–' },
      ]}
      vuoto={{ titolo: 'Nessuna' }}
    />
  )
}

function Collegati({ s }: { s: SegnalazioneScheda }) {
  if (s.prese.length === 0 && s.invii.length === 0 && !s.contattoId) return null
  return (
    <>
      <h2>Che cosa ne è nato</h2>
      <ul>
        {s.contattoId && (
          <li>
            <Link to={`/sportello/contatti/${s.contattoId}`}>Il contatto da cui viene</Link>
          </li>
        )}
        {s.prese.map((k) => (
          <li key={k.id}>
            <Link to={`/prese/${k.id}?persona=${k.persona.id}`}>
              Presa in carico n. {k.numero} di {nomePersona(k.persona)}
            </Link>
            : {statoPresaInParole(k.stato)}
          </li>
        ))}
        {s.invii.map((n) => (
          <li key={n.id}>
            <Link to={`/invii/${n.id}`}>Inoltro a {n.destinatario}</Link>:{' '}
            {nomiStatoInvio[n.stato as StatoInvio] ?? n.stato}
          </li>
        ))}
      </ul>
    </>
  )
}

function Storia({ s }: { s: SegnalazioneScheda }) {
  return (
    <DataTable
      caption="La storia, dal primo passaggio"
      lista={{ voci: s.passaggi }}
      chiave={(p) => p.id}
      conteggio={['passaggio', 'passaggi']}
      colonne={[
        { id: 'a', titolo: 'Stato', riga: true, cella: (p) => nomiStatoSegnalazione[p.a as StatoSegnalazione] },
        { id: 'quando', titolo: 'Quando', cella: (p) => formatIstante(p.quando) },
        { id: 'chi', titolo: 'Chi', cella: (p) => p.chi ?? '–' },
        { id: 'motivo', titolo: 'Motivo', cella: (p) => p.motivo ?? '–' },
      ]}
      vuoto={{ titolo: 'Nessun passaggio' }}
    />
  )
}
