// The analyses of the demonstration: a family analysed with a complex need, its framework closed at T0 and T1 and under way
// at T2, written by the social worker who follows it.
import type { Caller } from '../src/server/kernel/call.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import type { Valore } from '../src/shared/parametri/questionari.rules.ts'
import { compilazioniApi } from '../src/shared/patti/compilazioni.api.ts'

export type Scritta = readonly [campo: string, valore: Valore, componenteId?: string]

interface Famiglia {
  madre: string
  figliAdulti: readonly string[]
  bambini: readonly string[]
}

async function compila(
  sociale: Caller,
  f: Famiglia,
  a: { questionario: string; giorno: string; tempo?: string },
  scritte: readonly Scritta[],
  finalizza = true,
) {
  const { nuclei } = await sociale.call(compilazioniApi.daCominciare, { id: f.madre })
  const { id } = await sociale.call(compilazioniApi.comincia, { id: f.madre, nucleoId: nuclei[0]?.id ?? null, ...a })
  await rispondi(sociale, id, scritte, finalizza)
}

/** Answers written, what is proposed confirmed, and the analysis concluded where one says so. */
export async function rispondi(sociale: Caller, id: string, scritte: readonly Scritta[], finalizza = true) {
  const c = await sociale.call(compilazioniApi.leggi, { id })
  const { versione: vista, cambiate } = await sociale.call(compilazioniApi.salva, {
    id,
    vista: c.versione,
    risposte: scritte.map(([campo, valore, componenteId = null]) => ({
      componenteId,
      campo,
      valore,
      revisione: c.risposte.find((r) => r.campo === campo && r.componenteId === componenteId)?.revisione ?? 0,
    })),
  })
  if (!finalizza) return
  const scritteOra = new Set(cambiate.map((r) => `${r.componenteId} ${r.campo}`))
  const proposte = c.risposte.filter((r) => r.daConfermare && !scritteOra.has(`${r.componenteId} ${r.campo}`))
  const { versione } =
    proposte.length > 0
      ? await sociale.call(compilazioniApi.conferma, {
          id,
          vista,
          risposte: proposte.map(({ componenteId, campo, revisione }) => ({ componenteId, campo, revisione })),
        })
      : { versione: vista }
  await sociale.call(compilazioniApi.finalizza, { id, versione })
}

/** `giorno` is that of the last two: the first ones are seven months older. */
export async function analisiDellaFamiglia(sociale: Caller, f: Famiglia, giorno: string) {
  const adulti = [f.madre, ...f.figliAdulti]
  await compila(sociale, f, { questionario: 'analisi-preliminare', giorno: piuGiorni(giorno, -210) }, [
    ['luogo', 'ufficio'],
    ['presenti', 'La madre e la figlia maggiore'],
    ['servizi-attivi', ['servizio-sociale', 'centro-impiego']],
    ['cibo', 'no'],
    ['problemi-economia', ['perdita', 'bilancio']],
    ['debiti', ['affitto', 'utenze']],
    ['cura', ['sovraccarico', 'minori-6']],
    ['cura#nota', 'La madre è sola con i gemelli da quando il padre è uscito di casa.'],
    ['risorse-cura', ['parenti', 'nido-scuola']],
    ['godimento', 'affitto-privato'],
    ['problemi-casa', ['sovraffollamento']],
    ['problemi-reti', ['conflitti', 'isolamento']],
    ['risorse-reti', ['parenti', 'associazioni']],
    ...adulti.flatMap((id): Scritta[] => [
      ['italiano', 'buona', id],
      ['salute', ['none'], id],
      ['esclusione', id === f.madre ? 'nessuna' : 'studente', id],
      ['genitoriale', id === f.madre ? 'si' : 'no', id],
      ['scala', 'si', id],
      ['attivabile', id === f.madre ? 'si' : 'no', id],
      ['percorso', id === f.madre ? '1' : 'nessuno', id],
    ]),
    ['condizione', 'disoccupato', f.madre],
    ['senza-lavoro', '6-12', f.madre],
    ...f.bambini.flatMap((id): Scritta[] => [
      ['scuola', ['irregolare', 'dispersione'], id],
      ['percorso', 'nessuno', id],
    ]),
    ['esito', 'D'],
    ['motivazione', 'Il carico di cura e la frequenza irregolare dei gemelli chiedono più professioni insieme.'],
    ['parole', 'La madre chiede un aiuto per i compiti e un orario di lavoro che le permetta di esserci.'],
  ])
  const valori = (v: Record<string, number>, id?: string): Scritta[] =>
    Object.entries(v).map(([campo, valore]) => (id ? [campo, valore, id] : [campo, valore]))
  await compila(sociale, f, { questionario: 'quadro-di-analisi', giorno: piuGiorni(giorno, -193), tempo: 'T0' }, [
    ...valori({ cura: 2, economia: 2, casa: 3, reti: 3, contesto: 4 }),
    ['cura#priorita', true],
    ...valori(
      { 'salute-fisica': 4, funzionamenti: 4, istruzione: 3, lavoro: 2, genitorialita: 4, relazioni: 3 },
      f.madre,
    ),
    ...f.bambini.flatMap((id) =>
      valori(
        {
          'b-salute': 5,
          'b-emozioni': 3,
          'b-identita': 3,
          'b-autonomia': 4,
          'b-apprendere': 2,
          'b-gioco': 4,
          'b-cure': 4,
          'b-calore': 5,
          'b-guida': 3,
          'b-scuola': 1,
          'b-casa': 3,
        },
        id,
      ),
    ),
    ['sintesi', 'Una madre capace e molto sola. La scuola è il punto più fragile per i gemelli.'],
  ])
  await compila(sociale, f, { questionario: 'quadro-di-analisi', giorno, tempo: 'T1' }, [
    ...valori({ cura: 3, economia: 3, reti: 4 }),
    ...valori({ lavoro: 3 }, f.madre),
    ...f.bambini.flatMap((id) => valori({ 'b-scuola': 3, 'b-apprendere': 3, 'b-autonomia': 5, 'b-guida': 2 }, id)),
    ['sintesi', 'I gemelli tornano a scuola con regolarità. Le regole in casa restano il punto su cui lavorare.'],
  ])
  await compila(sociale, f, { questionario: 'quadro-di-analisi', giorno, tempo: 'T2' }, valori({ cura: 4 }), false)
}
