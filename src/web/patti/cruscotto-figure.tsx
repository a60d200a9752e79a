// The figures of the dashboard of the casi, each chart with its table.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { nomiStatoCaso } from '../../shared/patti/casi.rules.ts'
import type { Cruscotto, Rapporto } from '../../shared/patti/cruscotto.api.ts'
import { nomeIncontro, nomiPasso, rapportoAbitanti } from '../../shared/patti/cruscotto.rules.ts'
import { formatMese, formatNumero, formatParte, plurale } from '../kernel/format.ts'
import { useCan } from '../kernel/session.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Grafico } from '../kernel/ui/grafico.tsx'

interface Indicatore {
  nome: string
  valore: string
  come: ReactNode
}

const nomiRapporto = {
  livello: 'Il livello essenziale c’è',
  soglia: 'Sotto il livello essenziale, entro la soglia',
  sotto: 'Sotto la soglia',
} as const

const ABITANTI = 'servizio.abitanti'
function DoveGliAbitanti() {
  const can = useCan()
  return can('parametro.leggi') ? <Link to={`/parametri/${ABITANTI}`}>«{ABITANTI}»</Link> : <>«{ABITANTI}»</>
}

/** Of the whole ambito, whatever the filters; where it cannot be said, what to write and where. */
function rapporto(r: Rapporto): Indicatore {
  const detto = rapportoAbitanti(r)
  const livello = `Livello essenziale: uno ogni ${formatNumero(r.livello)} abitanti, almeno uno ogni ${formatNumero(r.soglia)}`
  return {
    nome: 'Abitanti per assistente sociale',
    valore: detto ? formatNumero(detto.ciascuno) : '–',
    come: detto ? (
      `${nomiRapporto[detto.come]}. ${livello}. ${formatNumero(r.abitanti)} abitanti nell’ambito, ${plurale(r.assistenti, 'persona', 'persone')} con il ruolo di assistente sociale o di case manager: chi lavora a tempo parziale conta uno`
    ) : r.abitanti === null ? (
      <>
        Mancano gli abitanti dell’ambito: li scrive l’amministratore dell’ambito in Parametri, <DoveGliAbitanti />, con
        l’anno del dato ISTAT. {livello}
      </>
    ) : (
      `Nessuno nell’ambito ha oggi il ruolo di assistente sociale o di case manager. ${livello}`
    ),
  }
}

function indicatori(c: Cruscotto, miei: boolean): Indicatore[] {
  const detti = c.casi - c.taciuti
  return [
    {
      nome: 'Casi',
      valore: formatNumero(c.casi),
      come: miei
        ? `${formatNumero(c.assegnati)} in corso, ${plurale(c.conclusi, 'concluso', 'conclusi')}`
        : `${formatNumero(c.daAssegnare)} da assegnare, ${plurale(c.assegnati, 'assegnato', 'assegnati')}, ${plurale(c.conclusi, 'concluso', 'conclusi')}`,
    },
    ...(miei
      ? []
      : [
          {
            nome: 'Case manager con casi',
            valore: formatNumero(c.caseManager),
            come:
              c.caseManager === 0
                ? 'Nessun caso è assegnato'
                : `In media ${plurale(Math.round(c.assegnati / c.caseManager), 'caso', 'casi')} ciascuno`,
          },
        ]),
    ...(c.rapporto ? [rapporto(c.rapporto)] : []),
    ...c.incontri.map((x) => ({
      nome: nomeIncontro(x),
      valore: formatParte(x.entro, x.su),
      come: 'Tra chi l’ha avuto e chi, ancora in corso, ha già passato quei giorni',
    })),
    {
      nome: 'Presi in carico',
      valore: formatParte(c.presi, detti),
      come: 'Analisi preliminare conclusa con un esito per cui sono in carico al servizio sociale',
    },
    { nome: 'Patti attivi', valore: formatNumero(c.patti), come: 'Firmati, anche se in revisione' },
    {
      nome: 'Con un termine superato',
      valore: formatParte(c.scaduti, detti),
      come: 'Casi in corso con qualcosa di scaduto',
    },
    {
      nome: 'Con il beneficio sospeso',
      valore: formatNumero(c.sospesi),
      come:
        c.sospesiIncontro === 0
          ? 'Nessuno per un incontro o un atto che manca'
          : `${formatNumero(c.sospesiIncontro)} per un incontro o un atto che manca`,
    },
    {
      nome: 'Componenti attivabili',
      valore: formatNumero(c.attivabili),
      come: 'Secondo l’analisi o, finché non c’è, secondo gli obblighi; nei casi in corso',
    },
  ]
}

export const InBreve = ({ c, miei }: { c: Cruscotto; miei: boolean }) => (
  <DataTable
    caption="In breve"
    lista={{ voci: indicatori(c, miei) }}
    chiave={(i) => i.nome}
    conteggio={['indicatore', 'indicatori']}
    colonne={[
      { id: 'nome', titolo: 'Indicatore', riga: true, cella: (i) => i.nome },
      { id: 'valore', titolo: 'Numero', numero: true, cella: (i) => i.valore },
      { id: 'come', titolo: 'Che cosa conta', cella: (i) => i.come },
    ]}
    vuoto={{ titolo: 'Nessun numero' }}
  />
)

export const Stati = ({ c }: { c: Cruscotto }) => (
  <Grafico
    titolo="Casi per stato"
    voci={c.stati}
    chiave={(s) => s.stato}
    barra={(s) => nomiStatoCaso[s.stato]}
    valore={(s) => s.casi}
    conteggio={['stato', 'stati']}
    colonne={[
      { id: 'stato', titolo: 'Stato', riga: true, cella: (s) => nomiStatoCaso[s.stato] },
      { id: 'casi', titolo: 'Casi', numero: true, cella: (s) => formatNumero(s.casi) },
      { id: 'parte', titolo: 'Su quelli contati', numero: true, cella: (s) => formatParte(s.casi, c.casi - c.taciuti) },
    ]}
    vuoto="Nessuno stato si può contare con questi filtri"
  />
)

export const Tempi = ({ c }: { c: Cruscotto }) => (
  <Grafico
    titolo="Giorni tra un passo e l’altro"
    testo="In media. L’avvio è il giorno da cui la misura fa correre i termini, o il riconoscimento del beneficio, o l’arrivo della domanda dove gli altri giorni non si conoscono."
    voci={c.tempi.filter((t) => t.casi > 0)}
    chiave={(t) => t.passo}
    barra={(t) => nomiPasso[t.passo]}
    valore={(t) => t.giorni ?? 0}
    conteggio={['passo', 'passi']}
    colonne={[
      { id: 'passo', titolo: 'Passo', riga: true, cella: (t) => nomiPasso[t.passo] },
      { id: 'giorni', titolo: 'Giorni in media', numero: true, cella: (t) => formatNumero(t.giorni) },
      { id: 'casi', titolo: 'Casi contati', numero: true, cella: (t) => formatNumero(t.casi) },
    ]}
    vuoto="Nessun caso ha ancora fatto un passo"
  />
)

export const Sostegni = ({ c }: { c: Cruscotto }) => (
  <Grafico
    titolo="Sostegni dei patti"
    testo="Il grafico conta gli attivi; un LEPS è un sostegno che la legge garantisce."
    voci={c.sostegni}
    chiave={(s) => s.sostegno}
    barra={(s) => (s.leps ? `LEPS ${s.leps}` : s.nome)}
    valore={(s) => s.attivi}
    conteggio={['sostegno', 'sostegni']}
    colonne={[
      { id: 'leps', titolo: 'LEPS', cella: (s) => s.leps ?? '–' },
      { id: 'nome', titolo: 'Sostegno', riga: true, cella: (s) => s.nome },
      { id: 'previsti', titolo: 'Previsti', numero: true, cella: (s) => formatNumero(s.previsti) },
      { id: 'attesa', titolo: 'In attesa', numero: true, cella: (s) => formatNumero(s.inAttesa) },
      { id: 'attivi', titolo: 'Attivi', numero: true, cella: (s) => formatNumero(s.attivi) },
      { id: 'finiti', titolo: 'Finiti', numero: true, cella: (s) => formatNumero(s.finiti) },
    ]}
    vuoto="Nessun patto ha ancora un sostegno"
  />
)

export const Arrivi = ({ c }: { c: Cruscotto }) => (
  <Grafico
    titolo="Casi arrivati, mese per mese"
    voci={c.mesi}
    chiave={(m) => m.mese}
    barra={(m) => formatMese(m.mese)}
    valore={(m) => m.arrivati}
    nelTempo
    conteggio={['mese', 'mesi']}
    colonne={[
      { id: 'mese', titolo: 'Mese', riga: true, cella: (m) => formatMese(m.mese) },
      { id: 'arrivati', titolo: 'Arrivati', numero: true, cella: (m) => formatNumero(m.arrivati) },
    ]}
    vuoto="Nessun caso è arrivato"
  />
)

/** Whose the casi are, by measure and by comune: the assignment, which who coordinates always sees. */
export const Territorio = ({ c, miei }: { c: Cruscotto; miei: boolean }) => (
  <>
    <Assegnati titolo="Casi per misura" prima="Misura" conteggio={['misura', 'misure']} voci={c.misure} miei={miei} />
    <Assegnati titolo="Casi per comune" prima="Comune" conteggio={['comune', 'comuni']} voci={c.comuni} miei={miei} />
  </>
)

const Assegnati = ({
  titolo,
  prima,
  conteggio,
  voci,
  miei,
}: {
  titolo: string
  prima: string
  conteggio: [string, string]
  voci: Cruscotto['comuni']
  miei: boolean
}) => (
  <Grafico
    titolo={titolo}
    voci={voci}
    chiave={(v) => v.id}
    barra={(v) => v.nome}
    valore={(v) => v.casi}
    conteggio={conteggio}
    colonne={[
      { id: 'nome', titolo: prima, riga: true, cella: (v) => v.nome },
      { id: 'casi', titolo: 'Casi', numero: true, cella: (v) => formatNumero(v.casi) },
      ...(miei
        ? []
        : [
            {
              id: 'da',
              titolo: 'Da assegnare',
              numero: true,
              cella: (v: Cruscotto['comuni'][number]) => formatNumero(v.daAssegnare),
            },
          ]),
      {
        id: 'assegnati',
        titolo: miei ? 'In corso' : 'Assegnati',
        numero: true,
        cella: (v) => formatNumero(v.assegnati),
      },
      { id: 'conclusi', titolo: 'Conclusi', numero: true, cella: (v) => formatNumero(v.conclusi) },
    ]}
    vuoto="Nessun caso"
  />
)
