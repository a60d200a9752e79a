// Monitoring a signed pact: when one meets next, the meetings with what came of each, how results and commitments move from one to the
// next, how the supports go.
import { Link, useParams } from 'react-router'
import { nomiStatoAppuntamento } from '../../shared/cartella/agenda.rules.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { andamenti, nomiStatoIncontro, prossimoIncontro } from '../../shared/patti/monitoraggio.rules.ts'
import { type IncontroPatto, monitoraggioApi, type PattoLetto, pattoApi } from '../../shared/patti/patto.api.ts'
import { pattoAttivo } from '../../shared/patti/patto.rules.ts'
import { generi, testoDi, type Voce, vociDi, vociVive } from '../../shared/patti/patto-voci.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { TextArea, TextField } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { IncontroEsito } from './incontro-esito.tsx'
import { toccatePatto } from './patto-atti.tsx'
import { type ParolePatto, useParolePatto, vociDaScritti } from './patto-contesto.ts'
import { PianificaIncontri } from './pianifica-incontri.tsx'
import { SostegniPatto } from './sostegni-patto.tsx'
import './patto.css'

export default function MonitoraggioPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(pattoApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `Monitoraggio: ${q.data.richiedente}` : 'Monitoraggio'}
        sotto={q.data && `Patto ${q.data.misura}, ${q.data.comune}`}
        azioni={
          <>
            <LinkButton azione="patto.leggi" to={`/patti/${id}`} variante="outline-primary">
              Il patto
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(p) => <Corpo p={p} />}
      </Caricamento>
    </>
  )
}

function Corpo({ p }: { p: PattoLetto }) {
  const q = useEndpoint(monitoraggioApi.leggi, { id: p.id })
  const parole = useParolePatto(p)
  const voci = vociVive(vociDaScritti(p.risposte))
  return (
    <Caricamento query={q} righe={6}>
      {(m) => (
        <>
          {p.stato === 'chiuso' ? (
            <p>Il patto è chiuso. Le ore e i costi arrivati dopo si registrano ancora, con i giorni del sostegno.</p>
          ) : (
            <Prossimo voci={voci} incontri={m.incontri} />
          )}
          {pattoAttivo(p.stato) && <PianificaIncontri p={p} voci={voci} ci={m.incontri.length} />}
          <Incontri p={p} voci={voci} incontri={m.incontri} parole={parole} />
          <Andamento voci={voci} incontri={m.incontri} parole={parole} />
          <SostegniPatto p={p} voci={voci} sostegni={m.sostegni} parole={parole} />
        </>
      )}
    </Caricamento>
  )
}

const pianoDi = (voci: readonly Voce[]) => {
  const m = vociDi(voci, 'monitoraggio')[0]
  const giorni = m?.campi.giorni
  return { primo: (m && testoDi(m, 'primo')) || null, giorni: typeof giorni === 'number' ? giorni : null }
}
const luci = {
  verde: ['in tempo', 'positivo'],
  giallo: ['vicino', 'attenzione'],
  scaduto: ['passato', 'critico'],
} as const

function Prossimo({ voci, incontri }: { voci: readonly Voce[]; incontri: readonly IncontroPatto[] }) {
  const x = prossimoIncontro(incontri, pianoDi(voci), oggi())
  if (!x) return <p>Il patto non dice quando ci si incontra: rivedilo, o metti in programma un incontro.</p>
  return (
    <p>
      <strong>Prossimo incontro: {formatData(x.giorno)}</strong>
      {!x.pianificato && ' (secondo il patto, da mettere in programma)'}{' '}
      <StatusBadge tono={luci[x.luce][1]}>{luci[x.luce][0]}</StatusBadge>
    </p>
  )
}

function Incontri({
  p,
  voci,
  incontri,
  parole,
}: {
  p: PattoLetto
  voci: readonly Voce[]
  incontri: IncontroPatto[]
  parole: ParolePatto
}) {
  const attivo = pattoAttivo(p.stato)
  return (
    <DataTable
      caption="Incontri"
      lista={{ voci: incontri }}
      chiave={(n) => n.id}
      colonne={[
        {
          id: 'quando',
          titolo: 'Quando',
          riga: true,
          cella: (n) => (
            <>
              {formatData(n.tenutoIl ?? n.previstoIl)}
              {n.ora && `, ore ${n.ora}`}
              {n.durata && <small className="d-block">{n.durata} minuti</small>}
              {(n.ufficio ?? n.luogo) && (
                <small className="d-block">{[n.ufficio, n.luogo].filter(Boolean).join(', ')}</small>
              )}
              {n.stato === 'previsto' && n.appuntamento && (
                <small className="d-block">In agenda: {nomiStatoAppuntamento[n.appuntamento]}</small>
              )}
              {n.stato === 'previsto' && n.persone.length > 0 && (
                <small className="d-block">Chi è atteso: {n.persone.map(parole.nome).join(', ')}</small>
              )}
              {n.tenutoIl && n.tenutoIl !== n.previstoIl && (
                <small className="d-block">previsto il {formatData(n.previstoIl)}</small>
              )}
            </>
          ),
        },
        {
          id: 'stato',
          titolo: 'Com’è andato',
          cella: (n) => (
            <>
              {nomiStatoIncontro[n.stato]}
              {n.convocazioneId && (
                <small className="d-block">
                  <Link to={`/convocazioni/${n.convocazioneId}`}>La convocazione</Link>
                </small>
              )}
              {n.daRaccontare && <small className="d-block">Manca che cosa si è detto</small>}
              {n.presenti.length > 0 && (
                <small className="d-block">C’era: {n.presenti.map(parole.nome).join(', ')}</small>
              )}
              {n.assenti.length > 0 && (
                <small className="d-block">Non c’era: {n.assenti.map((c) => assente(n, c, parole)).join(', ')}</small>
              )}
              {n.decisione && <small className="d-block">{parole.codice('decisione-incontro', n.decisione)}</small>}
              {n.nota && <small className="d-block">{n.nota}</small>}
            </>
          ),
        },
        {
          id: 'atti',
          titolo: 'Atti',
          senzaTitolo: true,
          cella: (n) =>
            !attivo ? null : n.daRaccontare ? (
              <IncontroEsito p={p} n={n} voci={voci} parole={parole} />
            ) : n.stato === 'previsto' ? (
              <AttiIncontro p={p} n={n} voci={voci} parole={parole} />
            ) : null,
        },
      ]}
      vuoto={{
        titolo: 'Nessun incontro in programma',
        testo: attivo ? 'Metti in programma i prossimi incontri qui sopra.' : 'Il patto non è attivo.',
      }}
    />
  )
}

/** Who was missing, with his reason and what proves it. */
const assente = (n: IncontroPatto, componenteId: string, parole: ParolePatto): string => {
  const g = n.giustificati.find((x) => x.componenteId === componenteId)
  const perche = g && [parole.codice('giustificato-motivo', g.motivo), g.documento].filter(Boolean).join(': ')
  return [parole.nome(componenteId), perche && `(${perche})`].filter(Boolean).join(' ')
}

function AttiIncontro({
  p,
  n,
  voci,
  parole,
}: {
  p: PattoLetto
  n: IncontroPatto
  voci: readonly Voce[]
  parole: ParolePatto
}) {
  const fissi = { id: p.id, incontro: n.id }
  return (
    <div className="atti">
      <IncontroEsito p={p} n={n} voci={voci} parole={parole} />
      {!n.convocazioneId && (
        <LinkButton
          azione={convocazioniApi.crea.azione}
          to={`/convocazioni/nuova?caso=${p.casoId}&incontro=${n.id}&patto=${p.id}`}
          piccolo
          variante="outline-primary"
        >
          Convoca
        </LinkButton>
      )}
      <AttoConCampi
        e={monitoraggioApi.sposta}
        fissi={{ ...fissi, durata: n.durata }}
        iniziali={{ giorno: n.previstoIl, ora: n.ora ?? '' }}
        etichetta="Sposta"
        titolo="Spostare l’incontro"
        invalidates={toccatePatto}
        esito="Incontro spostato."
        piccolo
      >
        <DateField name="giorno" label="A quale giorno" />
        <TextField name="ora" label="Ora" aiuto="Per esempio 09:30." />
      </AttoConCampi>
      <AttoConCampi
        e={monitoraggioApi.annulla}
        fissi={fissi}
        iniziali={{ motivo: '' }}
        etichetta="Togli"
        titolo="Togliere l’incontro dal programma?"
        invalidates={toccatePatto}
        esito="Incontro tolto dal programma."
        piccolo
      >
        <TextArea name="motivo" label="Perché" righe={2} />
      </AttoConCampi>
    </div>
  )
}

/** Each result and commitment with what was said of it, meeting after meeting. */
function Andamento({
  voci,
  incontri,
  parole,
}: {
  voci: readonly Voce[]
  incontri: readonly IncontroPatto[]
  parole: ParolePatto
}) {
  const tenuti = incontri.filter((n) => n.stato === 'tenuto')
  const di = andamenti(
    tenuti.flatMap((n) => n.valutazioni.map((v) => ({ voce: v.voce, valore: v.valore, giorno: n.tenutoIl! }))),
  )
  const valutate = voci.filter((v) => generi[v.genere].valutato)
  return (
    <DataTable
      caption="Andamento di risultati e impegni"
      lista={{ voci: valutate }}
      chiave={(v) => v.voce}
      colonne={[
        { id: 'che', titolo: 'Che cosa', cella: (v) => generi[v.genere].uno },
        { id: 'testo', titolo: 'Testo', riga: true, cella: (v) => testoDi(v) },
        { id: 'entro', titolo: 'Entro', cella: (v) => formatData(testoDi(v, 'entro') || testoDi(v, 'al') || null) },
        {
          id: 'come',
          titolo: 'Come va',
          cella: (v) =>
            (di.get(v.voce) ?? []).length === 0 ? (
              'Non ancora valutato'
            ) : (
              <ol className="patto-andamento">
                {di.get(v.voce)!.map((x) => (
                  <li key={x.giorno}>
                    {formatData(x.giorno)}: {parole.codice(generi[v.genere].valutato!, x.valore)}
                  </li>
                ))}
              </ol>
            ),
        },
      ]}
      vuoto={{ titolo: 'Il patto non ha risultati né impegni' }}
    />
  )
}
