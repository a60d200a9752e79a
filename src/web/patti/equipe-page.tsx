// The équipe of a caso. Its case manager names, convenes, opens the minutes; who is named finds who is with him and, for the parts that
// he is named for, the analyses and the sittings.
import { Link, useParams } from 'react-router'
import { type Equipe, equipeApi } from '../../shared/patti/equipe.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { Nomina, NominaCambiata } from './equipe-nomina.tsx'
import { partiInBreve, StatoSedutaBadge } from './equipe-parole.tsx'
import { FissaSeduta } from './equipe-seduta-nuova.tsx'
import { StatoAnalisi } from './parole-analisi.tsx'

export default function EquipePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(equipeApi.leggi, { id })
  const e = q.data
  return (
    <>
      <PageHeader
        titolo={e ? `Équipe: ${e.richiedente}` : 'Équipe'}
        sotto={e && `${e.misura}, ${e.comune}. Case manager: ${e.caseManager ?? '–'}`}
        azioni={
          <>
            {e?.mio && (
              <LinkButton azione="caso.leggi" to={`/miei-casi/${id}`} variante="outline-primary">
                Il caso
              </LinkButton>
            )}
            {e && !e.mio && (
              <LinkButton azione="equipe.mie" to="/mie-equipe" variante="outline-primary">
                Le mie équipe
              </LinkButton>
            )}
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={6}>
        {(letta) => <Corpo e={letta} />}
      </Caricamento>
    </>
  )
}

function Corpo({ e }: { e: Equipe }) {
  const scrive = e.mio && !e.soloLettura
  const verbali = e.mio || e.parti.some((p) => p.parte === 'verbali')
  return (
    <>
      {e.mio && e.soloLettura && (
        <Avviso>
          <p>Il caso non è più in corso: la sua équipe si legge soltanto, e chi vi era nominato non la vede più.</p>
        </Avviso>
      )}
      {!e.mio && e.parti.length === 0 && (
        <Avviso>
          <p>Sei nominato nell’équipe e non per una parte: le parti le indica il case manager.</p>
        </Avviso>
      )}
      <Composizione e={e} scrive={scrive} />
      {e.analisi.length > 0 && <Analisi e={e} />}
      {!e.mio && e.parti.some((p) => p.parte === 'patto') && (
        <section aria-labelledby="patto-equipe">
          <h2 id="patto-equipe">Patto</h2>
          <p>
            <LinkButton azione="equipe.patto" to={`/equipe/${e.casoId}/patto`} variante="outline-primary">
              Leggi il patto e come va
            </LinkButton>
          </p>
        </section>
      )}
      {verbali && <Sedute e={e} scrive={scrive} />}
    </>
  )
}

function Composizione({ e, scrive }: { e: Equipe; scrive: boolean }) {
  return (
    <section aria-labelledby="composizione">
      <h2 id="composizione">Chi ne fa parte</h2>
      {scrive && <Nomina id={e.casoId} />}
      <DataTable
        caption="Chi c’è ora, poi chi c’è stato"
        lista={{ voci: e.componenti }}
        chiave={(c) => c.id}
        conteggio={['componente', 'componenti']}
        colonne={[
          { id: 'nome', titolo: 'Chi', riga: true, cella: (c) => c.nome },
          { id: 'professione', titolo: 'Professione', cella: (c) => c.professioneTesto },
          { id: 'ente', titolo: 'Ente', cella: (c) => c.ente },
          { id: 'dal', titolo: 'Dal', cella: (c) => formatData(c.dal) },
          {
            id: 'al',
            titolo: 'Fino al',
            cella: (c) => (
              <>
                {c.al ? formatData(c.al) : '–'}{' '}
                {!c.attuale && <StatusBadge tono="neutro">non nominato oggi</StatusBadge>}
                {c.motivoFine && <small className="d-block">{c.motivoFine}</small>}
              </>
            ),
          },
          ...(e.mio
            ? [
                {
                  id: 'parti',
                  titolo: 'Che cosa vede',
                  cella: (c: Equipe['componenti'][number]) =>
                    c.accreditato ? partiInBreve(c.parti) : 'Nulla: non è accreditato',
                },
                {
                  id: 'atti',
                  titolo: 'Azioni',
                  senzaTitolo: true,
                  cella: (c: Equipe['componenti'][number]) => scrive && <NominaCambiata id={e.casoId} c={c} />,
                },
              ]
            : []),
        ]}
        vuoto={{
          titolo: 'L’équipe non ha ancora componenti',
          testo: e.mio ? 'Nomina chi lavora con te a questo caso.' : 'Li nomina il case manager.',
        }}
      />
    </section>
  )
}

const Analisi = ({ e }: { e: Equipe }) => (
  <section aria-labelledby="analisi-equipe">
    <h2 id="analisi-equipe">Analisi</h2>
    <DataTable
      caption="Quelle di cui vedi tutto o qualche parte"
      lista={{ voci: e.analisi }}
      chiave={(a) => a.id}
      colonne={[
        {
          id: 'analisi',
          titolo: 'Analisi',
          riga: true,
          cella: (a) => (
            <Link to={`/mie-equipe/analisi/${a.id}`}>
              {a.questionario}
              {a.tempo && ` ${a.tempo}`}
            </Link>
          ),
        },
        { id: 'giorno', titolo: 'Colloquio', cella: (a) => formatData(a.giorno) },
        { id: 'stato', titolo: 'Stato', cella: (a) => <StatoAnalisi stato={a.stato} /> },
      ]}
      vuoto={{ titolo: 'Nessuna analisi' }}
    />
  </section>
)

function Sedute({ e, scrive }: { e: Equipe; scrive: boolean }) {
  return (
    <section aria-labelledby="sedute">
      <h2 id="sedute">Sedute</h2>
      <DataTable
        caption="Sedute, dalla più recente"
        lista={{ voci: e.sedute }}
        chiave={(s) => s.id}
        conteggio={['seduta', 'sedute']}
        colonne={[
          {
            id: 'seduta',
            titolo: 'Seduta',
            riga: true,
            cella: (s) => <Link to={`/equipe/${e.casoId}/sedute/${s.id}`}>Seduta n. {s.numero}</Link>,
          },
          { id: 'giorno', titolo: 'Giorno', cella: (s) => `${formatData(s.giorno)}${s.ora ? `, ${s.ora}` : ''}` },
          { id: 'luogo', titolo: 'Dove', cella: (s) => s.luogo },
          { id: 'stato', titolo: 'Stato', cella: (s) => <StatoSedutaBadge stato={s.stato} /> },
        ]}
        vuoto={{
          titolo: 'Nessuna seduta',
          testo: scrive
            ? 'Fissa la prima qui sotto: chi è nominato per i verbali riceve un avviso.'
            : 'Le fissa il case manager.',
        }}
      />
      {scrive && <FissaSeduta id={e.casoId} />}
    </section>
  )
}
