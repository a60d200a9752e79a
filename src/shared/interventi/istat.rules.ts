// The codes under which ISTAT publishes the survey on the social services of the comuni (IstatData). Only those that a public
// reader of its data names [I]: the list is not whole, and the nomenclature behind it was not found, so a service without a code
// stays without one. Totals (TOT, ALL) are of no service. What falls in which area of SIUSS is deduced [inf].

export const areeIstat = {
  FAM: 'Famiglia e minori',
  DIS: 'Disabili',
  ADD: 'Dipendenze',
  ELD: 'Anziani',
  IMMNOM: 'Immigrati, Rom, Sinti e Caminanti',
  POV: 'Povertà, disagio adulti e senza dimora',
  MULBEN: 'Multiutenza',
} as const
export type AreaIstat = keyof typeof areeIstat
export const codiciArea = Object.keys(areeIstat) as AreaIstat[]

export const serviziIstat = {
  PSW: 'Servizio sociale professionale',
  HOMECARE: 'Assistenza domiciliare socio-assistenziale',
  HOMEHEALTH: 'Assistenza domiciliare integrata con servizi sanitari',
  HEALTHV: 'Voucher, assegno di cura, buono',
  OTHERHOME: 'Altro domiciliare',
  REMASS: 'Telesoccorso',
  PROXIM: 'Prossimità',
  DAYC: 'Centro diurno',
} as const
export type ServizioIstat = keyof typeof serviziIstat
export const codiciServizio = Object.keys(serviziIstat) as ServizioIstat[]

const siuss: Readonly<Record<AreaIstat, '1' | '2' | '3'>> = {
  FAM: '1',
  DIS: '2',
  ELD: '2',
  POV: '3',
  IMMNOM: '3',
  ADD: '3',
  MULBEN: '3',
}

/** ISTAT has seven areas and SIUSS three: the first is kept, and the other comes of it. */
export const areaSiussDi = (area: AreaIstat): '1' | '2' | '3' => siuss[area]
