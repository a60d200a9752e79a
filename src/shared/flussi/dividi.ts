// Records put together and taken apart: those of one person under one beneficiario, for the files that take many; and one for
// each flow, for the cooperation that takes one (PS11). And the name of a flow, which is also that of its file.
import type { Beneficiario, PrestazioneErogata, TipoFlusso } from './prestazione.ts'

/** Records that follow one another with the same data of the person share its object, so that the file says it once. */
export function* conBeneficiariComuni(prestazioni: Iterable<PrestazioneErogata>): Generator<PrestazioneErogata> {
  let ultimo: Beneficiario | undefined
  let scritto = ''
  for (const p of prestazioni) {
    if (p.beneficiario === ultimo) {
      yield p
      continue
    }
    const suo = JSON.stringify(p.beneficiario)
    if (ultimo && suo === scritto) yield { ...p, beneficiario: ultimo }
    else {
      ultimo = p.beneficiario
      scritto = suo
      yield p
    }
  }
}

export interface NomeFlusso {
  /** Belfiore code. */
  ente: string
  tipo: TipoFlusso
  /** `AAAA-MM-GG`. */
  giorno: string
  /** From 1 each day. */
  progressivo: number
}

const SIGLE = { PS_PSA_SINA: 'PS', SINBA: 'SINBA' } as const
const CIFRE = 7

/** `F205.PS.20250701.0000001`: the name of the flow, of its file, and `id_flusso` of the envelope. */
export const scriviNome = ({ ente, tipo, giorno, progressivo }: NomeFlusso): string =>
  `${ente}.${SIGLE[tipo]}.${giorno.replaceAll('-', '')}.${String(progressivo).padStart(CIFRE, '0')}`

/** Of a name that has our form; INPS's examples have older ones too, which are still good names. */
export function leggiNome(nome: string): NomeFlusso | undefined {
  const m = /^([A-Z]\d{3})\.(PS|SINBA)\.(\d{4})(\d{2})(\d{2})\.(\d{7,8})$/.exec(nome)
  if (!m) return undefined
  const [, ente, sigla, anno, mese, giorno, progressivo] = m as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    ente,
    tipo: sigla === 'PS' ? 'PS_PSA_SINA' : 'SINBA',
    giorno: `${anno}-${mese}-${giorno}`,
    progressivo: Number(progressivo),
  }
}
