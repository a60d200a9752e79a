// What is shown of one row, a prestazione or the card of a minor: what it says, what is wrong, what was changed and can be put back.
import { diElenco } from '../../shared/flussi/percorsi.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import { formatIstante } from '../kernel/format.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { nomeCampo, nomeRegola } from './parole.tsx'
import type { Riga, TracciatoWeb } from './tracciati.ts'

type Aperta = Riga & { enteId: string }

interface Propr {
  t: TracciatoWeb
  r: Riga
}

export const Valori = ({ t, r: p }: Propr) => (
  <DataTable
    caption={`Dati della ${t.una}`}
    lista={{ voci: p.valori }}
    chiave={(v) => v.campo}
    conteggio={['dato', 'dati']}
    colonne={[
      { id: 'campo', titolo: 'Dato', riga: true, cella: (v) => nomeCampo(v.campo) },
      { id: 'valore', titolo: 'Valore', cella: (v) => v.valore },
    ]}
    vuoto={{ titolo: 'Nessun dato' }}
  />
)

export function Difetti({ t, r: p }: { t: TracciatoWeb; r: Aperta }) {
  const superata = (regola: string) => p.deroghe.find((d) => d.regola === regola)
  if (p.difetti.length === 0) return null
  return (
    <DataTable
      caption="Che cosa non va"
      lista={{ voci: p.difetti }}
      chiave={(d) => `${d.regola} ${d.campo} ${d.frase}`}
      conteggio={['difetto', 'difetti']}
      colonne={[
        { id: 'regola', titolo: 'Regola', riga: true, cella: (d) => d.regola },
        { id: 'frase', titolo: 'Che cosa fare', cella: (d) => `${d.campo ? `${nomeCampo(d.campo)}: ` : ''}${d.frase}` },
        {
          id: 'atto',
          titolo: 'Si può superare',
          cella: (d) => {
            const s = superata(d.regola)
            if (s) return `Superato il ${formatIstante(s.il)}: ${s.motivo}`
            if (!d.derogabile) return 'No: si corregge'
            // a cancellation too, which is not corrected
            if (!inLavorazione.includes(p.stato)) return null
            return (
              <ActionButton
                e={t.api.deroga}
                input={{ ente: p.enteId, id: p.id, regola: d.regola }}
                etichetta={`Supera ${d.regola}`}
                piccolo
                conferma={{
                  titolo: `Superare ${d.regola}?`,
                  testo: `${nomeRegola(d.regola)}. La ${t.una} partirà lo stesso.`,
                  motivo: 'Perché si può andare avanti',
                }}
                invalidates={t.rilegge}
                esito="Avviso superato."
              />
            )
          },
        },
      ]}
      vuoto={{ titolo: 'Nessun difetto' }}
    />
  )
}

export function Cambi({ t, r: p, aperta }: Propr & { aperta: boolean }) {
  if (p.modifiche.length === 0) return null
  const primoTaglio = p.modifiche.findIndex((m) => m.regola === 'N21')
  const parole: Record<string, string> = {
    insegnata: 'insegnato dall’ente',
    corretta: 'corretto a mano',
    ripristinata: 'rimesso com’era',
  }
  return (
    <DataTable
      caption="Che cosa è stato cambiato"
      lista={{ voci: p.modifiche.map((m, n) => ({ ...m, n })) }}
      chiave={(m) => String(m.n)}
      conteggio={['cambiamento', 'cambiamenti']}
      colonne={[
        { id: 'campo', titolo: 'Dato', riga: true, cella: (m) => nomeCampo(m.campo) },
        { id: 'prima', titolo: 'Prima', cella: (m) => m.prima ?? '(vuoto)' },
        { id: 'dopo', titolo: 'Dopo', cella: (m) => m.dopo ?? '(tolto)' },
        { id: 'perche', titolo: 'Perché', cella: (m) => parole[m.regola] ?? `${nomeRegola(m.regola)} (${m.regola})` },
        {
          id: 'atto',
          titolo: 'Rimetti',
          senzaTitolo: true,
          cella: (m) =>
            aperta &&
            m.regola.startsWith('N') &&
            // of an entry that is gone the whole list is written
            !(m.dopo === null && diElenco(m.campo)) &&
            // cut in two: all that was changed goes back together, with the days
            !(primoTaglio >= 0 && (m.regola === 'N23' || (m.regola === 'N21' && m.n !== primoTaglio))) && (
              <ActionButton
                e={t.api.ripristina}
                input={{ id: p.id, versione: p.versione, campo: m.campo }}
                etichetta={m.regola === 'N21' ? 'Rimetti il periodo intero' : 'Rimetti com’era'}
                {...(m.regola === 'N21' && {
                  conferma: {
                    titolo: 'Rimettere il periodo intero?',
                    testo:
                      'Questa riga torna com’era nel file, e le altre in cui era divisa si escludono. INPS non accetta un periodo che passa il 31 dicembre: poi correggi le date.',
                  },
                })}
                piccolo
                invalidates={t.rilegge}
                esito="Valore rimesso com’era."
              />
            ),
        },
      ]}
      vuoto={{ titolo: 'Nessun cambiamento' }}
    />
  )
}
