// The places of the installation's packages, for whoever normalises without a database: names and Belfiore codes with their
// days, and the ISTAT code where the package has it (it is that of about 2020: the official archive is dated better).
import { creaLuoghi, type Luoghi } from '../../shared/flussi/normalizza/luoghi.ts'
import { leggiPredefiniti } from '../territorio/predefiniti.ts'

/** Where the sources give no first day. */
const SEMPRE = '1861-01-01'

export async function luoghiDiBase(): Promise<Luoghi> {
  const { comuni, stati, province } = await leggiPredefiniti()
  const perId = new Map(province.map((p) => [p.id, p]))
  return creaLuoghi(
    comuni.map((c) => {
      const provincia = c.provincia_id ? perId.get(c.provincia_id) : undefined
      return {
        belfiore: c.id,
        istat: c.istat,
        nome: c.nome,
        altroNome: null,
        sigla: provincia?.sigla ?? null,
        regione: provincia?.regione_id ?? null,
        dal: c.dal ?? SEMPRE,
        al: c.al,
      }
    }),
    stati.map((s) => ({ belfiore: s.id, nome: s.nome })),
  )
}
