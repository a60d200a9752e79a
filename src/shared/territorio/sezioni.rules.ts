// Why a section is closed for a comune, and who must do what to open it. The decision itself is the database's, for the
// policies read it; this only puts it in words, from the same facts.
import { data, type StatoAdesione } from './adesioni.rules.ts'

export interface AdesioneNota {
  /** Null: of the implementing body. */
  comuneId: string | null
  tipoId: string
  stato: StatoAdesione
  anno: number | null
  dal: string | null
  al: string | null
  allegatoId: string | null
}

export interface Mancanza {
  tipoId: string
  tipo: string
  cosaFare: string
}

interface Caso {
  /** Those in force today. */
  requisiti: readonly { tipoId: string; tipo: string; attuatore: boolean }[]
  adesioni: readonly AdesioneNota[]
  comune: { id: string; nome: string; delegato: boolean }
  oggi: string
}

const validaOggi = (a: AdesioneNota, oggi: string) =>
  a.stato === 'registrata' && a.dal! <= oggi && (a.al === null || a.al >= oggi)

/** One line for each adhesion that the section requires and the comune does not have today. */
export function cosaManca({ requisiti, adesioni, comune, oggi }: Caso): Mancanza[] {
  return requisiti.flatMap(({ tipoId, tipo, attuatore }) => {
    const delTipo = adesioni.filter((a) => a.tipoId === tipoId)
    const proprie = delTipo.filter((a) => a.comuneId === comune.id)
    const dellAttuatore = attuatore ? delTipo.filter((a) => a.comuneId === null) : []
    if (proprie.some((a) => validaOggi(a, oggi))) return []
    const copre = dellAttuatore.some((a) => validaOggi(a, oggi))
    if (copre && comune.delegato) return []
    return [{ tipoId, tipo, cosaFare: cosaFare() }]

    function cosaFare(): string {
      if (copre)
        return `Il soggetto attuatore ha aderito, ma vale solo per chi lo delega: il comune di ${comune.nome} deve inviare la nota di delega, oppure firmare il proprio atto.`
      // the nearest to being valid says what the next step is
      const passo = [...proprie, ...(comune.delegato ? dellAttuatore : [])].sort(
        (a, b) => grado(b, oggi) - grado(a, oggi),
      )[0]
      const chi = passo?.comuneId === null ? 'il soggetto attuatore' : `il comune di ${comune.nome}`
      if (!passo)
        return attuatore
          ? `Il comune di ${comune.nome} deve firmare l’atto; oppure, se delega l’ambito, lo firma il soggetto attuatore.`
          : `Il comune di ${comune.nome} deve firmare l’atto.`
      if (passo.stato === 'bozza')
        return `L’atto è in bozza: ${chi} deve firmarlo, poi l’amministratore di ambito riporta la firma.`
      if (passo.stato === 'firmata')
        return passo.allegatoId
          ? 'L’atto è firmato: l’amministratore di ambito deve registrarlo.'
          : 'L’atto è firmato: l’amministratore di ambito deve allegare il documento e registrarlo.'
      if (passo.dal! > oggi) return `L’atto è registrato e varrà dal ${data(passo.dal!)}: non serve altro.`
      return `L’atto è scaduto o cessato il ${data(passo.al!)}: ${chi} deve firmarne uno nuovo.`
    }
  })
}

/** How near to being valid. */
const grado = (a: AdesioneNota, oggi: string) =>
  a.stato === 'firmata' ? 3 : a.stato === 'bozza' ? 2 : a.dal! > oggi ? 4 : 1

export function percheSezione(s: {
  aperta: boolean
  sezione: { aperta: boolean; norma: string | null }
  mancanze: readonly Mancanza[]
}): string {
  if (s.aperta) return 'Aperta.'
  if (!s.sezione.aperta)
    return `Chiusa su tutto il territorio nazionale${s.sezione.norma ? `: ${s.sezione.norma}` : ''}. Gli utenti si possono preparare; i dati si apriranno con l’atto che la attiva.`
  if (s.mancanze.length === 0) return 'Chiusa: nessuna adesione è prevista oggi per aprirla.'
  return `Chiusa: manca ${s.mancanze.map((m) => `«${m.tipo}»`).join(' e ')}.`
}
