// What registering an act of adhesion will open, and for whom, in words: read before confirming. It only foresees, from
// the same facts the server explains (what each section requires, what each comune lacks today); the decision stays the
// database's. Pure.
import type { Static } from 'typebox'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import type { Sezione, SezioneDiAmbito } from '../../shared/territorio/sezioni.api.ts'
import { enumera } from './parole.ts'

interface Atto {
  tipoId: string
  /** Null: of the implementing body. */
  comuneId: string | null
  dal: string
  al: string | null
}

export interface Effetto {
  apre: boolean
  frase: string
}

export function effettoRegistrazione(
  atto: Atto,
  sezioni: readonly Static<typeof Sezione>[],
  stato: readonly Static<typeof SezioneDiAmbito>[],
  oggi: string,
): Effetto[] {
  if (atto.al && atto.al < oggi) return [{ apre: false, frase: 'In quei giorni ormai passati: oggi non apre nulla.' }]
  const giorno = atto.dal > oggi ? atto.dal : oggi
  const effetti = sezioni.flatMap((s) => {
    const requisito = s.requisiti.find(
      (r) => r.tipoId === atto.tipoId && r.dal <= giorno && (r.al === null || r.al >= giorno),
    )
    const qui = stato.find((x) => x.id === s.id)
    return requisito && qui ? perSezione(atto, qui, requisito.attuatore, oggi) : []
  })
  return effetti.length > 0
    ? effetti
    : [{ apre: false, frase: 'Nessuna sezione richiede questo atto: non apre nulla, ma resta registrato.' }]
}

function perSezione(atto: Atto, s: Static<typeof SezioneDiAmbito>, contaAttuatore: boolean, oggi: string): Effetto[] {
  const nome = `«${s.nome}»`
  if (atto.comuneId === null && !contaAttuatore)
    return [{ apre: false, frase: `Non apre ${nome}: lì serve l’atto di ciascun comune.` }]
  if (!s.nazionale.aperta)
    return [
      {
        apre: false,
        frase: `Non apre ancora ${nome}, chiusa su tutto il territorio nazionale: varrà quando sarà attivata.`,
      },
    ]
  const coperti = s.comuni.filter((c) => (atto.comuneId === null ? c.delegato : c.comuneId === atto.comuneId))
  const altri = (c: (typeof coperti)[number]) => c.mancanze.filter((m) => m.tipoId !== atto.tipoId)
  const aprono = coperti.filter((c) => !c.aperta && altri(c).length === 0)
  const restano = coperti.filter((c) => !c.aperta && altri(c).length > 0)
  const aperti = coperti.filter((c) => c.aperta)
  const effetti: Effetto[] = []
  if (aprono.length > 0) {
    const quando = atto.dal > oggi ? `Dal ${data(atto.dal)}` : 'Da subito'
    const fino = atto.al ? ` fino al ${data(atto.al)}` : ''
    effetti.push({
      apre: true,
      frase: `${quando}${fino} apre ${nome} per ${diComuni(aprono)}: gli operatori abilitati in quella sezione ne vedranno i dati.`,
    })
  }
  if (restano.length > 0) {
    const mancano = [...new Set(restano.flatMap((c) => altri(c).map((m) => `«${m.tipo}»`)))]
    effetti.push({
      apre: false,
      frase: `Non basta ad aprire ${nome} per ${diComuni(restano)}: manca ${enumera(mancano)}.`,
    })
  }
  if (aperti.length > 0) effetti.push({ apre: false, frase: `${nome} è già aperta per ${diComuni(aperti)}.` })
  if (atto.comuneId === null && s.comuni.length > coperti.length)
    effetti.push({
      apre: false,
      frase: `Per ${nome} l’atto non vale per i comuni che non delegano l’ambito (${enumera(s.comuni.filter((c) => !c.delegato).map((c) => c.comune))}).`,
    })
  return effetti
}

const diComuni = (c: readonly { comune: string }[]) =>
  c.length === 1 ? `il Comune di ${c[0]!.comune}` : `i comuni di ${enumera(c.map((x) => x.comune))}`
