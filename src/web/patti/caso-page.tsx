// The page of a caso, for its case manager: how it stands and what can be done, its terms, the members with what was declared and
// what was verified, one story across the measures.
import { useParams } from 'react-router'
import { nomiStatoCaso, puntoDi } from '../../shared/patti/casi.rules.ts'
import { nomiEsitoIncontro } from '../../shared/patti/incontri.api.ts'
import { mieiCasiApi, type SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatEuro, formatIstante, formatMese, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { AnalisiCaso } from './analisi-caso.tsx'
import { AttiDelCaso, toccate } from './atti.tsx'
import { ComunicazioniCaso } from './comunicazioni-caso.tsx'
import { vociDurata } from './durata.tsx'
import { NucleiDelCaso } from './nuclei-caso.tsx'
import { Dati, Nucleo } from './nucleo.tsx'
import { LuceBadge, StatoCasoBadge } from './parole.tsx'
import { PattoDelCaso } from './patto-del-caso.tsx'

export default function CasoPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(mieiCasiApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data?.richiedente ?? 'Caso'}
        sotto={
          q.data && (
            <>
              {q.data.misura}, {q.data.comune} <StatoCasoBadge stato={q.data.stato} />
            </>
          )
        }
        azioni={
          <>
            {q.data?.presaId && (
              <LinkButton azione="presa.leggi" to={`/prese/${q.data.presaId}`} variante="outline-primary">
                Presa in carico
              </LinkButton>
            )}
            <LinkButton to={`/miei-casi/${id}/requisiti`} variante="outline-primary">
              Requisiti
            </LinkButton>
            <LinkButton azione="convocazione.gestisci" to={`/convocazioni?caso=${id}`} variante="outline-primary">
              Convocazioni
            </LinkButton>
            <LinkButton azione="equipe.leggi" to={`/equipe/${id}`} variante="outline-primary">
              Équipe
            </LinkButton>
            <LinkButton to="/miei-casi" variante="outline-primary">
              I miei casi
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(c) => <Corpo c={c} />}
      </Caricamento>
    </>
  )
}

function Corpo({ c }: { c: SchedaCaso }) {
  return (
    <>
      {c.nonContato && (
        <Avviso tipo="warning" titolo="Non conta come preso in carico">
          <p>È stato chiuso prima di concludere l’analisi preliminare: per contarlo riaprilo e conclùdila.</p>
        </Avviso>
      )}
      {c.sparitaIl && (
        <Avviso tipo="warning" titolo="INPS non lo elenca più">
          <p>L’estratto completo del {formatData(c.sparitaIl)} non ha questa domanda: chiedi al coordinatore.</p>
        </Avviso>
      )}
      {c.stato === 'sospeso' && (
        <Avviso tipo="warning" titolo="INPS ha sospeso il beneficio">
          <p>
            Il percorso continua da «{nomiStatoCaso[puntoDi(c.stato, c.statoPrima)]}»: convoca, registra gli incontri,
            fa’ firmare il patto. INPS lo viene a sapere e riprende a pagare; la sospensione la toglie soltanto lei. Chi
            esoneri adesso esce dal percorso quando il beneficio riprende.
          </p>
        </Avviso>
      )}
      <AttiDelCaso c={c} />
      <DefinitionList
        voci={[
          ['Protocollo INPS', c.protocollo],
          ['Domanda', `${formatData(c.presentataIl)}, ${c.misura} ${c.versioneMisura}`],
          ...c.giorni.map((g) => [g.nome, formatData(g.giorno)] as const),
          [
            'Beneficio',
            `${c.beneficio.replaceAll('-', ' ')}${c.beneficioDal ? ` dal ${formatData(c.beneficioDal)}` : ''}${c.mensile === null ? '' : `, ${formatEuro(c.mensile)} al mese`}`,
          ],
          ...vociDurata(c),
          ['Dove vive', [c.indirizzo, c.cap, c.comune].filter(Boolean).join(', ')],
          ['Assegnato il', formatData(c.assegnatoIl)],
        ]}
      />
      <PattoDelCaso c={c} />
      <h2>Termini e incontri</h2>
      <Termini c={c} />
      {c.senzaPatrono && (
        <Avviso tipo="warning" titolo="Il giorno del patrono non è noto">
          <p>
            Un termine in giorni lavorativi di questo caso non conta la festa del patrono di {c.comune}, perché il
            comune non l’ha ancora detta: la scrive il coordinatore, o l’amministratore dell’ambito.
          </p>
        </Avviso>
      )}
      <Incontri c={c} />
      <AnalisiCaso c={c} />
      <h2>Nucleo</h2>
      <Nucleo c={c} />
      <NucleiDelCaso c={c} />
      {c.dati.length > 0 && (
        <details>
          <summary>Dati della domanda</summary>
          <Dati c={c} dati={c.dati} di="della domanda" />
        </details>
      )}
      <h2>Comunicazioni e storia</h2>
      <ComunicazioniCaso c={c} />
      <Storia c={c} />
    </>
  )
}

function Termini({ c }: { c: SchedaCaso }) {
  const decorrono = c.termini.filter((t) => t.luce !== 'non-decorre')
  return (
    <DataTable
      caption="Termini"
      lista={{ voci: decorrono }}
      conteggio={['termine', 'termini']}
      chiave={(t) => `${t.id} ${t.componente}`}
      colonne={[
        {
          id: 'nome',
          titolo: 'Che cosa',
          riga: true,
          cella: (t) => (
            <>
              {t.nome}
              {t.componente && <small className="d-block">{t.componente}</small>}
            </>
          ),
        },
        { id: 'da', titolo: 'Decorre da', cella: (t) => formatData(t.da) },
        { id: 'entro', titolo: 'Entro', cella: (t) => formatData(t.scadenza) },
        {
          id: 'luce',
          titolo: 'Come va',
          cella: (t) => (
            <>
              <LuceBadge luce={t.luce} />
              {t.adempiuto && (
                <small className="d-block">
                  il&nbsp;{formatData(t.adempiuto)}
                  {t.registrato && `, registrato il ${formatData(t.registrato)}`}
                </small>
              )}
              {t.sospensione && <small className="d-block">{sospensione(t.sospensione, t.segno === 'inf')}</small>}
            </>
          ),
        },
        { id: 'fonte', titolo: 'Fonte', cella: (t) => `${t.fonte} [${t.segno}]` },
      ]}
      vuoto={{
        titolo: 'Nessun termine decorre',
        testo: c.soloLettura ? 'Il caso non è più in corso.' : 'I termini partono dai fatti che registri qui sopra.',
      }}
    />
  )
}

/** A day that no source says is not promised to a family. */
function sospensione(s: NonNullable<SchedaCaso['termini'][number]['sospensione']>, dedotto: boolean): string {
  if (s.esito === 'in-tempo')
    return dedotto && s.salvoEntro
      ? `Registrato entro il ${formatData(s.salvoEntro)}: che il pagamento di ${formatMese(s.dalMese)} sia salvo è dedotto, non scritto nella norma.`
      : `Registrato in tempo: il pagamento di ${formatMese(s.dalMese)} è salvo.`
  if (s.esito === 'arretrati')
    return `Il pagamento si è fermato da ${formatMese(s.dalMese)}: riprende con gli arretrati.`
  if (s.esito === 'riprende')
    return `Il pagamento si è fermato da ${formatMese(s.dalMese)}: riprende. Se spettano gli arretrati lo dice INPS: la norma non lo scrive.`
  const ferma = `Il pagamento si ferma da ${formatMese(s.dalMese)}`
  if (!s.salvoEntro) return `${ferma}, e riprende quando il fatto è registrato.`
  return dedotto
    ? `${ferma}. Che si salvi registrando entro il ${formatData(s.salvoEntro)} è dedotto, non scritto nella norma: non contarci.`
    : `${ferma}: si salva registrando entro il ${formatData(s.salvoEntro)}.`
}

const Incontri = ({ c }: { c: SchedaCaso }) =>
  c.incontri.length === 0 ? null : (
    <DataTable
      caption="Incontri"
      lista={{ voci: c.incontri }}
      conteggio={['incontro', 'incontri']}
      chiave={(i) => i.id}
      colonne={[
        {
          id: 'giorno',
          titolo: 'Giorno',
          riga: true,
          cella: (i) =>
            `${formatData(i.giorno)}${i.ora ? `, ore ${i.ora}` : ''}${i.fino ? `, fino al ${formatData(i.fino)}` : ''}`,
        },
        {
          id: 'esito',
          titolo: 'Com’è andata',
          cella: (i) => (
            <>
              {nomiEsitoIncontro[i.esito]}
              {i.motivo && <small className="d-block">{[i.motivo, i.documento].filter(Boolean).join(': ')}</small>}
            </>
          ),
        },
        { id: 'dove', titolo: 'Dove', cella: (i) => i.luogo ?? '–' },
        { id: 'chi', titolo: 'Chi', cella: (i) => [...i.presenti, i.altri].filter(Boolean).join(', ') || 'Il nucleo' },
        { id: 'autore', titolo: 'Registrato da', cella: (i) => i.autore ?? '–' },
        {
          id: 'fine',
          titolo: 'Fine del motivo',
          senzaTitolo: true,
          cella: (i) =>
            i.esito === 'giustificato' && !i.fino && !c.soloLettura ? (
              <AttoConCampi
                e={mieiCasiApi.finisceMotivo}
                fissi={{ id: c.id, incontro: i.id }}
                iniziali={{ giorno: oggi() }}
                etichetta="È finito il…"
                titolo={`Fine del giustificato motivo del ${formatData(i.giorno)}`}
                invio="Registra"
                invalidates={toccate}
                esito="Registrato: i termini tornano a decorrere dal giorno dopo."
                piccolo
              >
                <DateField name="giorno" label="Ultimo giorno in cui è durato" />
              </AttoConCampi>
            ) : null,
        },
      ]}
      vuoto={{ titolo: 'Nessun incontro' }}
    />
  )

const Storia = ({ c }: { c: SchedaCaso }) => (
  <DataTable
    caption="Storia"
    lista={{ voci: c.storia }}
    conteggio={['riga', 'righe']}
    chiave={(e) => e.id}
    colonne={[
      { id: 'giorno', titolo: 'Giorno', cella: (e) => formatData(e.giorno ?? e.quando.slice(0, 10)) },
      {
        id: 'che',
        titolo: 'Che cosa',
        riga: true,
        cella: (e) => (
          <>
            {e.titolo}
            {e.testo && <small className="d-block">{e.testo}</small>}
          </>
        ),
      },
      { id: 'misura', titolo: 'Misura o ente', cella: (e) => e.misura },
      {
        id: 'chi',
        titolo: 'Registrato',
        cella: (e) => e.origine ?? `${formatIstante(e.quando)}${e.autore ? `, ${e.autore}` : ''}`,
      },
      {
        id: 'annulla',
        titolo: 'Annulla',
        senzaTitolo: true,
        cella: (e) =>
          e.eventoId && !c.soloLettura ? (
            <ActionButton
              e={mieiCasiApi.annullaEvento}
              input={{ id: c.id, evento: e.eventoId }}
              etichetta="Annulla"
              conferma={{
                titolo: `Annullare «${e.titolo}»?`,
                testo: 'Resta scritto che c’è stato un errore, e non conta più per i termini.',
                motivo: 'Perché',
              }}
              invalidates={toccate}
              esito="Annullato."
              piccolo
            />
          ) : null,
      },
    ]}
    vuoto={{ titolo: 'Ancora nulla' }}
  />
)
