// What a domanda declares, to be read and printed: member by member, then the household.
import { Link } from 'react-router'
import type { VersioneCompilata } from '../../../shared/misure/versione.rules.ts'
import { type CampoDomanda, campiDi, type Valori } from '../../../shared/patti/domanda-campi.ts'
import { domandeApi, type SchedaDomanda } from '../../../shared/patti/domande.api.ts'
import { formatData, formatEuro } from '../../kernel/format.ts'
import { useCan } from '../../kernel/session.tsx'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { DefinitionList } from '../../kernel/ui/parts.tsx'
import { parole, useVoci } from '../../parametri/voci.ts'
import { Simili } from '../simili.tsx'
import { toccate } from './toccate.ts'
import './domande.css'

function NomeVoce({ c, codice, genere }: { c: CampoDomanda; codice: string; genere: 'F' | 'M' | null }) {
  const { voci } = useVoci(c.codifica!)
  const v = voci.find((x) => x.codice === codice)
  return <>{v ? parole(v, genere) : codice}</>
}

function Valore({ c, v, genere }: { c: CampoDomanda; v: Valori[string]; genere: 'F' | 'M' | null }) {
  if (typeof v === 'boolean') return <>{v ? 'sì' : 'no'}</>
  const tipo = c.fatto?.tipo ?? c.tipo
  if (tipo === 'importo') return <>{formatEuro(Number(v))}</>
  if (tipo === 'giorno') return <>{formatData(String(v))}</>
  if (c.codifica) return <NomeVoce c={c} codice={String(v)} genere={genere} />
  const scelta = c.scelte?.find(([x]) => x === v)?.[1] ?? c.fatto?.scelte?.find((x) => x.codice === v)?.nome
  return <>{scelta ?? String(v)}</>
}

const maiuscola = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)

/** What is written, group by group; what is not is not shown. */
export const Dati = ({
  campi,
  valori,
  livello = 4,
}: {
  campi: readonly CampoDomanda[]
  valori: Valori
  livello?: 3 | 4
}) => {
  const Titolo = `h${livello}` as const
  const genere = valori.sesso === 'F' || valori.sesso === 'M' ? valori.sesso : null
  return (
    <>
      {[
        ...Map.groupBy(
          campi.filter((c) => valori[c.id] !== undefined && valori[c.id] !== null),
          (c) => c.gruppo,
        ),
      ].map(([gruppo, suoi]) => (
        <section key={gruppo}>
          <Titolo className="h6">{gruppo}</Titolo>
          <DefinitionList
            voci={suoi.map(
              (c) => [maiuscola(c.nome), <Valore key={c.id} c={c} v={valori[c.id]!} genere={genere} />] as const,
            )}
          />
        </section>
      ))}
    </>
  )
}

export function Dichiarato({ d, versione }: { d: SchedaDomanda; versione: VersioneCompilata }) {
  const campi = campiDi(versione.usati)
  const can = useCan()
  return (
    <>
      {d.membri.map((m, n) => (
        <section key={m.id} className="domanda-membro" aria-label={`${m.valori.cognome ?? ''} ${m.valori.nome ?? ''}`}>
          <h3>
            {[m.valori.cognome, m.valori.nome].filter(Boolean).join(' ') || `Componente ${n + 1}`}
            {n === 0 && ', chi chiede'}
          </h3>
          {m.personaId && can('persona.leggi') && (
            <p>
              <Link to={`/persone/${m.personaId}`}>nella cartella</Link>
            </p>
          )}
          <Simili
            simili={m.simili}
            bottone={(personaId, etichetta, variante) => (
              <ActionButton
                e={domandeApi.collega}
                input={{ id: d.id, componente: m.id, personaId }}
                etichetta={etichetta}
                variante={variante}
                invalidates={toccate}
                esito="Collegamento registrato."
                piccolo
              />
            )}
          />
          <Dati campi={campi.componente} valori={m.valori} />
        </section>
      ))}
      <h3>Il nucleo</h3>
      {d.segreta && <p>Indirizzo e recapiti non si mostrano: qualcuno del nucleo non deve essere trovato.</p>}
      <Dati campi={campi.nucleo} valori={d.nucleo} />
    </>
  )
}
