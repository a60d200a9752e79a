// What the first page of a folder warns of: explainable rules on what is recorded, no scores.

/** Whole years on a day; null where the birth is not known. */
export function etaIl(nascita: string | null, giorno: string): number | null {
  if (!nascita) return null
  const anni = Number(giorno.slice(0, 4)) - Number(nascita.slice(0, 4))
  return giorno.slice(5) < nascita.slice(5) ? anni - 1 : anni
}

export interface Avviso {
  codice: string
  testo: string
  grave: boolean
}

interface Situazione {
  persona: { decesso: string | null }
  eta: number | null
  oggi: string
  aperte: readonly { numero: number; stato: string; operatori: readonly { responsabile: boolean }[] }[]
  fatti: readonly { tipo: string; al: string | null }[]
  prossimi: readonly { giorno: string; cosa: string }[]
}

const inItaliano = (g: string) => g.split('-').reverse().join('/')

export function avvisiDi(s: Situazione): Avviso[] {
  const scaduti = s.prossimi.filter((p) => p.giorno < s.oggi)
  const isee = s.fatti.filter((f) => f.tipo === 'isee')
  const iseeScaduto = isee.every((f) => f.al !== null && f.al < s.oggi)
    ? isee.toSorted((x, y) => y.al!.localeCompare(x.al!))[0]
    : undefined
  const avvisi: (Avviso | false | undefined)[] = [
    s.persona.decesso !== null && {
      codice: 'deceduta',
      testo: `La persona è morta il ${inItaliano(s.persona.decesso)}.${s.aperte.length > 0 ? ' C’è ancora una presa in carico aperta.' : ''}`,
      grave: true,
    },
    s.eta !== null &&
      s.eta < 18 &&
      !s.persona.decesso && {
        codice: 'minorenne',
        testo: `È minorenne: ha ${s.eta === 1 ? 'un anno' : `${s.eta} anni`}.`,
        grave: false,
      },
    ...s.aperte
      .filter((p) => !p.operatori.some((o) => o.responsabile))
      .map((p) => ({
        codice: 'senza-responsabile',
        testo: `La presa in carico n. ${p.numero} non ha un responsabile.`,
        grave: true,
      })),
    scaduti.length > 0 && {
      codice: 'scaduti',
      testo: `In ritardo: ${scaduti.map((p) => `${p.cosa.toLowerCase()} (${inItaliano(p.giorno)})`).join('; ')}.`,
      grave: true,
    },
    iseeScaduto && {
      codice: 'isee-scaduto',
      testo: `L’ISEE è scaduto il ${inItaliano(iseeScaduto.al!)}.`,
      grave: false,
    },
  ]
  return avvisi.filter((a): a is Avviso => Boolean(a))
}
