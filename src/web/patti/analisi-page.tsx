// One analysis: compiled while it is open and one may, otherwise read.
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { questionariApi } from '../../shared/parametri/questionari.api.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { type CompilazioneLetta, compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { transizioniCompilazione } from '../../shared/patti/compilazioni.rules.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { pattoApi } from '../../shared/patti/patto.api.ts'
import { ConMotivo } from '../cartella/con-motivo.tsx'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { Compila } from './compila.tsx'
import { LetturaAnalisi } from './lettura.tsx'
import { nomeMembro, StatoAnalisi } from './parole-analisi.tsx'

const LETTE = [
  compilazioniApi.leggi,
  compilazioniApi.compilazioniDiPersona,
  compilazioniApi.mie,
  analisiCasoApi.leggi,
  mieiCasiApi.leggi,
  // from an outcome depends whether a pact may begin
  pattoApi.delCaso,
]

export default function AnalisiPage() {
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const q = useEndpoint(compilazioniApi.leggi, { id }, { staleTime: 0 })
  const c = q.data
  const famiglia = c && nomeMembro(c.membri.find((m) => m.id === c.personaId) ?? c.membri[0]!)
  return (
    <>
      <PageHeader
        titolo={c ? `${c.questionario}${c.tempo ? ` ${c.tempo}` : ''}: ${famiglia}` : 'Analisi'}
        sotto={
          c && (
            <>
              <StatoAnalisi stato={c.stato} /> Colloquio del {formatData(c.giorno)}
              {c.numero > 1 && `, versione ${c.numero}`}
            </>
          )
        }
        azioni={c && <Atti c={c} />}
      />
      <ConMotivo query={q} personaId={search.get('persona')}>
        {(letta) => <Contenuto key={letta.id} c={letta} />}
      </ConMotivo>
    </>
  )
}

function Contenuto({ c }: { c: CompilazioneLetta }) {
  const can = useCan()
  // a published version never changes
  const v = useEndpoint(questionariApi.leggi, { id: c.versioneId }, { staleTime: Number.POSITIVE_INFINITY })
  const compila = c.stato === 'in-corso' && can('analisi.compila')
  return (
    <>
      {c.stato === 'sostituita' && (
        <Avviso>
          <p>Questa versione è stata sostituita da una rettifica: resta qui com’era.</p>
        </Avviso>
      )}
      <Caricamento query={v} righe={8}>
        {(letta) => (compila ? <Compila c={c} v={letta} /> : <LetturaAnalisi c={c} v={letta} />)}
      </Caricamento>
    </>
  )
}

function Atti({ c }: { c: CompilazioneLetta }) {
  const navigate = useNavigate()
  const aperta = c.versioni.some((x) => x.stato === 'in-corso' && x.id !== c.id)
  const perche = (atto: 'rettifica' | 'annulla') =>
    impedimento(transizioniCompilazione, atto, c.stato) ?? (aperta ? 'È già aperta una sua rettifica.' : null)
  const delCaso = c.casoId && c.stato === 'finalizzata' ? 'Il caso ne dipende: rettificala con un motivo.' : null
  return (
    <>
      {c.casoId ? (
        <LinkButton azione="caso.leggi" to={`/miei-casi/${c.casoId}`} variante="outline-primary">
          Il caso
        </LinkButton>
      ) : (
        <LinkButton to={`/persone/${c.personaId}/analisi`} variante="outline-primary">
          Tutte le analisi
        </LinkButton>
      )}
      <LinkButton to={`/questionari/${c.versioneId}/modulo`} variante="outline-primary">
        Modulo di carta
      </LinkButton>
      {c.stato === 'finalizzata' && (
        <ActionButton
          e={compilazioniApi.rettifica}
          input={{ id: c.id }}
          etichetta="Rettifica"
          impedita={perche('rettifica')}
          conferma={{
            titolo: 'Aprire una rettifica?',
            testo: 'Si apre una nuova versione con le stesse risposte. Questa resta leggibile.',
            motivo: 'Motivo della rettifica',
          }}
          campoMotivo="motivo"
          invalidates={LETTE}
          esito="Rettifica aperta."
          onDone={(r) => void navigate(`/analisi/${r.id}?persona=${c.personaId}`)}
        />
      )}
      {(c.stato === 'in-corso' || c.stato === 'finalizzata') && (
        <ActionButton
          e={compilazioniApi.annulla}
          input={{ id: c.id }}
          etichetta="Annulla l’analisi"
          variante="outline-danger"
          impedita={perche('annulla') ?? delCaso}
          conferma={{
            titolo: 'Annullare questa analisi?',
            testo: 'Resta leggibile come annullata, e non conta più.',
            motivo: 'Motivo dell’annullamento',
            pericolo: true,
          }}
          campoMotivo="motivo"
          invalidates={LETTE}
          esito="Analisi annullata."
        />
      )}
      <PrintButton />
    </>
  )
}
