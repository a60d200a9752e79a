// What was sent, taken away as a file: of several ambiti a file for each, as they are kept.
import { inviiApi } from '../../shared/flussi/invii.api.ts'
import { ExportButton } from '../kernel/ui/azioni.tsx'
import { useEnti } from './ente-scelto.tsx'
import { ambitiDi } from './enti-miei.ts'

const NOMI = { xlsx: 'Excel', csv: 'CSV' } as const

export function Esporta({
  quale,
  formati,
}: {
  quale: { anno: number; ente?: string }
  formati: (keyof typeof NOMI)[]
}) {
  const enti = useEnti().data?.voci ?? []
  const ambiti = ambitiDi(
    enti.find((e) => e.id === quale.ente),
    enti,
  )
  return ambiti.map((ambito) => {
    const di = ambiti.length > 1 ? `: ${enti.find((e) => e.ambito === ambito)?.nomeAmbito}` : ''
    return formati.map((formato) => (
      <ExportButton
        key={`${ambito} ${formato}`}
        e={inviiApi.foglio}
        input={{ ...quale, formato }}
        ambito={ambito}
        etichetta={`Esporta in ${NOMI[formato]}${di}`}
      />
    ))
  })
}
