// The minimum that each ente must communicate (note on GePI, second phase; gepi §2.4): a comune that has not delegated
// the pacts names at least one coordinator and one case manager, and always one coordinator and one responsible for the
// registry checks; where comuni have delegated, the ambito names the first two and keeps the deleghe on file. One
// person may hold both of a pair: what is counted is roles covered, not persons.

export const ruoliPatti = ['coordinatore-patto', 'case-manager'] as const
export const ruoliControlli = ['coordinatore-controlli', 'responsabile-controlli'] as const
export const ruoliMinimi = [...ruoliPatti, ...ruoliControlli] as const
export type RuoloMinimo = (typeof ruoliMinimi)[number]

const nomi: Record<RuoloMinimo, string> = {
  'coordinatore-patto': 'coordinatore per il Patto',
  'case-manager': 'case manager',
  'coordinatore-controlli': 'coordinatore per i controlli anagrafici',
  'responsabile-controlli': 'responsabile per i controlli anagrafici',
}

/** Whether somebody is enabled; or only prepared: named by the ente, and waiting for its act or for the administrator. */
export const statiCopertura = ['abilitato', 'preparato', 'nessuno'] as const
/** How far who holds the role today is: the minimum is one, so they are not counted. */
export interface Copertura {
  ruolo: RuoloMinimo
  stato: (typeof statiCopertura)[number]
}

export interface Mancanza {
  codice: RuoloMinimo | 'convenzione' | 'recapito' | 'delega-senza-nota' | 'richiesta-senza-documento'
  /** What to do. */
  frase: string
}

const scoperti = (attesi: readonly RuoloMinimo[], c: readonly Copertura[]) =>
  attesi.filter((r) => !c.some((x) => x.ruolo === r && x.stato !== 'nessuno'))

export interface StatoComune {
  /** The pacts are delegated to the ambito today. */
  delega: boolean
  /** Acts signed and valid today for the pacts, its own or of the implementing body it delegated, and for the registry checks. */
  convenzionePatti: boolean
  convenzioneControlli: boolean
  copertura: readonly Copertura[]
}

/** Which roles the comune itself must name. */
export const attesiDalComune = (delega: boolean): readonly RuoloMinimo[] => (delega ? ruoliControlli : ruoliMinimi)

export function mancanzeComune(s: StatoComune): Mancanza[] {
  const mancanze: Mancanza[] = []
  const sezioni = [
    !s.convenzionePatti && !s.delega && 'i patti',
    !s.convenzioneControlli && 'i controlli anagrafici',
  ].filter((x) => x !== false)
  const frasi = [
    sezioni.length > 0 &&
      `Manca l’adesione, firmata e valida oggi, per ${sezioni.join(' e ')}: finché non c’è gli utenti si possono preparare, non abilitare.`,
    // another delegating comune may have its own, by which the ambito enables its users: not for this one
    !s.convenzionePatti &&
      s.delega &&
      'Per i patti, delegati all’ambito, oggi non vale né un’adesione del comune né una del soggetto attuatore: finché non c’è, chi lavora per l’ambito non vede questo comune.',
  ].filter((x) => x !== false)
  if (frasi.length > 0) mancanze.push({ codice: 'convenzione', frase: frasi.join(' ') })
  for (const r of scoperti(attesiDalComune(s.delega), s.copertura))
    mancanze.push({
      codice: r,
      frase: `Manca almeno un ${nomi[r]}: chiedi al comune di indicarlo con una richiesta formale.`,
    })
  return mancanze
}

export interface StatoAmbito {
  deleganti: number
  convenzionePatti: boolean
  /** E-mail or PEC of the ambito. */
  recapito: boolean
  /** Deleghe in force without their note on file. */
  deleghePrive: number
  /** Some formal request to which an enabling refers is without its document. */
  richiestePrive: boolean
  copertura: readonly Copertura[]
}

export function mancanzeAmbito(s: StatoAmbito): Mancanza[] {
  const mancanze: Mancanza[] = []
  if (s.richiestePrive)
    mancanze.push({
      codice: 'richiesta-senza-documento',
      frase: 'Almeno una richiesta formale, a cui si riferisce un’abilitazione, è senza il suo documento: allegalo.',
    })
  // what is not delegated is asked of the comuni alone
  if (s.deleganti === 0) return mancanze
  if (!s.recapito)
    mancanze.push({
      codice: 'recapito',
      frase: 'Manca l’e-mail o la PEC dell’ambito: aggiungila tra i recapiti dell’ambito.',
    })
  if (s.deleghePrive > 0)
    mancanze.push({
      codice: 'delega-senza-nota',
      frase: `${s.deleghePrive === 1 ? 'Una delega è senza la sua nota' : `${s.deleghePrive} deleghe sono senza la loro nota`}: allega il documento.`,
    })
  if (!s.convenzionePatti)
    mancanze.push({
      codice: 'convenzione',
      frase:
        'Per nessun comune delegante c’è l’adesione, firmata e valida oggi, per i patti: finché non c’è gli utenti dell’ambito si possono preparare, non abilitare.',
    })
  for (const r of scoperti(ruoliPatti, s.copertura))
    mancanze.push({
      codice: r,
      frase: `Manca almeno un ${nomi[r]} per tutto l’ambito: serve perché ${s.deleganti === 1 ? 'un comune ha' : `${s.deleganti} comuni hanno`} delegato i patti.`,
    })
  return mancanze
}
