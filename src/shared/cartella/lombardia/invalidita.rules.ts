// The certified invalidity in the bands by which a code of the Region may be configured (column «corrisponde» of
// config/lombardia/codici.csv, system B.INVA). The thresholds are those on which benefits depend (L. 118/1971, L. 18/1980) [K].

/** From the highest: the first that is reached. */
const soglie: readonly (readonly [number, string])[] = [
  [100, '100'],
  [74, '74-99'],
  [67, '67-73'],
  [34, '34-66'],
  [0, 'meno-di-34'],
]

export const fasciaInvalidita = (percentuale: number, accompagnamento: boolean): string =>
  accompagnamento ? '100-accompagnamento' : soglie.find(([da]) => percentuale >= da)![1]
