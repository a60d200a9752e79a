// The form of a domanda: household and members, saved by itself as one types and for good when one says so. It may be incomplete
// until it is presented; then what is missing is said all at once, with its place.
import { useRef, useState } from 'react'
import type { VersioneCompilata } from '../../../shared/misure/versione.rules.ts'
import { campiDi } from '../../../shared/patti/domanda-campi.ts'
import { domandeApi, type SchedaDomanda } from '../../../shared/patti/domande.api.ts'
import { AvvisoBozza, StatoBozza } from '../../kernel/bozze/avviso-bozza.tsx'
import { bozzaDi, useScrittura } from '../../kernel/bozze/use-bozza.ts'
import { asProblema, type ProblemaRete } from '../../kernel/client.ts'
import { formatData } from '../../kernel/format.ts'
import { useAction } from '../../kernel/hooks.ts'
import { Avviso, Icon, Problema } from '../../kernel/ui/parts.tsx'
import { Campo } from './campo.tsx'
import {
  type Campi,
  daContenuto,
  errori,
  inContenuto,
  type MembroScritto,
  type Scritta,
  type Testi,
} from './scritta.ts'
import { toccate } from './toccate.ts'
import './domande.css'

const MAX = 20

export function Compila({ d, versione }: { d: SchedaDomanda; versione: VersioneCompilata }) {
  const [campi] = useState<Campi>(() => campiDi(versione.usati))
  const iniziale = daContenuto(campi, d.nucleo, d.membri)
  const [s, setS] = useState<Scritta>(iniziale)
  const ora = useRef(s)
  const primo = useRef<HTMLDivElement>(null)
  const [problema, setProblema] = useState<ProblemaRete | null>(null)
  // of what is on the screen: what one saves is over this, whatever has been read meanwhile
  const sopra = useRef(d.versione)
  const mostra = (x: Scritta) => {
    ora.current = x
    setS(x)
  }
  const bozza = useScrittura(`domanda-${d.id}`, {
    valori: () => ({ ...ora.current }),
    mostra: (x) => mostra({ nucleo: { ...(x.nucleo as Testi) }, membri: [...(x.membri as MembroScritto[])] }),
    versione: sopra.current,
  })
  const scrivi = (x: Scritta) => {
    mostra(x)
    bozza.scrittura?.cambiata()
  }
  const salva = useAction(domandeApi.salva, { mute: true, invalidates: toccate, esito: 'Domanda salvata.' })
  const presenta = useAction(domandeApi.presenta, { mute: true, invalidates: toccate, esito: 'Domanda presentata.' })
  const illeggibili = errori(campi, s)
  const manda = async (anche: boolean) => {
    if (illeggibili.length > 0) return
    setProblema(null)
    await bozza.scrittura?.inviando()
    try {
      const r = await salva.run(
        { id: d.id, contenuto: inContenuto(campi, ora.current), versione: sopra.current },
        bozzaDi(bozza.scrittura),
      )
      sopra.current = r.versione
      mostra({ ...ora.current, membri: ora.current.membri.map((m, n) => ({ ...m, id: r.membri[n] ?? m.id })) })
      bozza.scrittura?.inviata()
      if (anche) await presenta.run({ id: d.id, giorno: d.presentataIl, versione: r.versione })
    } catch (e) {
      bozza.scrittura?.nonInviata()
      setProblema(asProblema(e))
    }
  }
  const rifiuto = (campo: string) => problema?.errori.find((x) => x.campo === campo)?.messaggio
  const cambia = (n: number, id: string, t: string) =>
    scrivi({
      ...ora.current,
      membri: ora.current.membri.map((m, k) => (k === n ? { ...m, testi: { ...m.testi, [id]: t } } : m)),
    })
  const inCorso = salva.inCorso || presenta.inCorso
  return (
    <form
      className="modulo-largo"
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        if (!inCorso) void manda(false)
      }}
    >
      <AvvisoBozza bozza={bozza} dopo={() => primo.current?.querySelector('input')?.focus()} />
      {d.segreta && (
        <Avviso titolo="Indirizzo e recapiti non si mostrano">
          <p>
            Qualcuno del nucleo non deve essere trovato: ciò che è già scritto resta com’è, e da qui non si legge né si
            cambia.
          </p>
        </Avviso>
      )}
      {problema && <Rifiuto problema={problema} />}
      {illeggibili.length > 0 && (
        <Avviso tipo="warning" titolo="Qualcosa non si capisce">
          <p>Correggi prima di salvare: {illeggibili.join('; ')}.</p>
        </Avviso>
      )}
      <div ref={primo}>
        {s.membri.map((m, n) => (
          <Membro
            // biome-ignore lint/suspicious/noArrayIndexKey: members have no id before they are saved, and every field is controlled: none keeps the value of another
            key={n}
            campi={campi}
            m={m}
            n={n}
            rifiuto={(c) => rifiuto(`componenti.${n}.${c}`)}
            onCambia={(id, t) => cambia(n, id, t)}
          >
            {n > 0 && (
              <button
                type="button"
                className="btn btn-outline-danger btn-xs"
                onClick={() => scrivi({ ...ora.current, membri: ora.current.membri.filter((_m, k) => k !== n) })}
              >
                Togli il componente {n + 1}
              </button>
            )}
          </Membro>
        ))}
      </div>
      {s.membri.length < MAX && (
        <p>
          <button
            type="button"
            className="btn btn-outline-primary"
            onClick={() => scrivi({ ...ora.current, membri: [...ora.current.membri, { id: null, testi: {} }] })}
          >
            <Icon name="it-plus" className="icon-sm" />
            Aggiungi un componente
          </button>
        </p>
      )}
      <h2>Il nucleo</h2>
      <Gruppi
        campi={campi.nucleo.filter((c) => !d.segreta || !nascosti.has(c.id))}
        testi={s.nucleo}
        rifiuto={(c) => rifiuto(`nucleo.${c}`)}
        onCambia={(id, t) => scrivi({ ...ora.current, nucleo: { ...ora.current.nucleo, [id]: t } })}
      />
      <div className="modulo-piede">
        <button type="submit" className="btn btn-outline-primary" aria-disabled={inCorso || illeggibili.length > 0}>
          {salva.inCorso ? 'Attendi…' : 'Salva'}
        </button>
        <button
          type="button"
          className="btn btn-primary"
          aria-disabled={inCorso || illeggibili.length > 0}
          onClick={() => !inCorso && void manda(true)}
        >
          {d.stato === 'in-correzione'
            ? 'Presenta di nuovo'
            : `Presenta, con la data del ${formatData(d.presentataIl)}`}
        </button>
        <StatoBozza bozza={bozza} vuota={() => mostra(iniziale)} />
      </div>
    </form>
  )
}

const nascosti = new Set(['indirizzo', 'cap', 'telefono', 'email', 'nota'])

const Rifiuto = ({ problema }: { problema: ProblemaRete }) =>
  problema.errori.length === 0 ? (
    <Problema problema={problema} />
  ) : (
    <Avviso tipo="danger" titolo="Prima di presentarla" annuncia>
      <ul>
        {problema.errori.map((e) => (
          <li key={e.campo + e.messaggio}>{e.messaggio}</li>
        ))}
      </ul>
    </Avviso>
  )

function Membro({
  campi,
  m,
  n,
  rifiuto,
  onCambia,
  children,
}: {
  campi: Campi
  m: MembroScritto
  n: number
  rifiuto: (c: string) => string | undefined
  onCambia: (id: string, t: string) => void
  children: React.ReactNode
}) {
  const nome = [m.testi.cognome, m.testi.nome].filter(Boolean).join(' ')
  const titolo = n === 0 ? 'Chi chiede' : `Componente ${n + 1}`
  return (
    <section className="domanda-membro" aria-label={nome ? `${titolo}: ${nome}` : titolo}>
      <h2>
        {titolo}
        {nome && `: ${nome}`}
      </h2>
      <Gruppi
        // who asks is nobody's relative
        campi={n === 0 ? campi.componente.filter((c) => c.id !== 'parentela') : campi.componente}
        testi={m.testi}
        rifiuto={rifiuto}
        onCambia={onCambia}
        genere={m.testi.sesso === 'F' || m.testi.sesso === 'M' ? m.testi.sesso : null}
      />
      {children}
    </section>
  )
}

const Gruppi = ({
  campi,
  testi,
  rifiuto,
  onCambia,
  genere = null,
}: {
  campi: Campi['nucleo']
  testi: Testi
  rifiuto: (c: string) => string | undefined
  onCambia: (id: string, t: string) => void
  genere?: 'F' | 'M' | null
}) => (
  <>
    {[...Map.groupBy(campi, (c) => c.gruppo)].map(([gruppo, suoi]) => (
      <fieldset key={gruppo}>
        <legend className="legenda">{gruppo}</legend>
        <div className="domanda-campi">
          {suoi.map((c) => (
            <Campo
              key={c.id}
              c={c}
              valore={testi[c.id] ?? ''}
              onCambia={(t) => onCambia(c.id, t)}
              rifiuto={rifiuto(c.id)}
              genere={genere}
            />
          ))}
        </div>
      </fieldset>
    ))}
  </>
)
