// Before finalising: all that is missing, with the way to each; then what the analysis concludes.
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { campoDiBase, chiaveDi } from '../../shared/parametri/questionari.rules.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { pattoApi } from '../../shared/patti/patto.api.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import type { Contesto } from './contesto.ts'
import { diChi } from './parole-analisi.tsx'
import { Sintesi } from './sintesi.tsx'

interface Manca {
  chiave: string
  pagina: string
  testo: string
  perche: string
}

function mancanze(x: Contesto): Manca[] {
  const dove = (componenteId: string | null, campo: string, perche: string): Manca[] => {
    const v = x.mie.find((m) => m.domanda.name === campoDiBase(campo))
    if (!v) return []
    const di = componenteId ? ` (${diChi(x.c.membri, componenteId)})` : ''
    return [
      {
        chiave: chiaveDi(componenteId, campo),
        pagina: v.pagina.name,
        testo: `${v.numero} ${v.domanda.title}${di}`,
        perche,
      },
    ]
  }
  const risposte = [...x.s.scritti.foto().risposte.values()]
  return [
    ...x.esame.mancanze.flatMap((m) => {
      const [chi, campo] = m.chiave.includes('/') ? (m.chiave.split('/') as [string, string]) : [null, m.chiave]
      return dove(chi, campo, 'manca la risposta')
    }),
    ...risposte
      .filter((r) => r.daConfermare && x.esame.visibili.has(chiaveDi(r.componenteId, campoDiBase(r.campo))))
      .flatMap((r) => dove(r.componenteId, r.campo, 'da confermare')),
  ]
}

export function RiepilogoCompila({ x }: { x: Contesto }) {
  const titolo = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement?.closest('.analisi-passi, .analisi-avanti')) titolo.current?.focus()
  }, [])
  const manca = mancanze(x)
  const foto = x.s.scritti.foto()
  const impedita =
    manca.length > 0
      ? 'Completa prima ciò che manca.'
      : foto.conflitti.size > 0
        ? 'Scegli prima quali risposte tenere.'
        : foto.inSospeso > 0
          ? 'Ciò che hai scritto non è ancora salvato: attendi un momento.'
          : null
  return (
    <>
      <h2 ref={titolo} tabIndex={-1}>
        Riepilogo
      </h2>
      {manca.length > 0 && (
        <Avviso
          tipo="warning"
          titolo={manca.length === 1 ? 'Manca una risposta' : `Mancano ${manca.length} risposte o conferme`}
        >
          <ul>
            {manca.map((m) => (
              <li key={`${m.chiave} ${m.perche}`}>
                <Link to={x.vai(m.pagina)}>{m.testo}</Link>: {m.perche}
              </li>
            ))}
          </ul>
        </Avviso>
      )}
      <Sintesi d={x.v.definizione} r={{ valori: x.valori, visibili: x.esame.visibili }} membri={x.c.membri} />
      <h3>Finalizzare</h3>
      <p>
        Da allora l’analisi non si modifica: se è sbagliata la si rettifica con un motivo, e questa resta leggibile.
      </p>
      <ActionButton
        e={compilazioniApi.finalizza}
        input={{ id: x.c.id, versione: foto.versione }}
        etichetta="Finalizza l’analisi"
        variante="primary"
        impedita={impedita}
        conferma={{ titolo: 'Finalizzare l’analisi?', testo: 'Viene chiusa come la vedi adesso.' }}
        invalidates={[
          compilazioniApi.leggi,
          compilazioniApi.compilazioniDiPersona,
          compilazioniApi.mie,
          analisiCasoApi.leggi,
          mieiCasiApi.leggi,
          pattoApi.delCaso,
        ]}
        esito="Analisi finalizzata."
      />
    </>
  )
}
