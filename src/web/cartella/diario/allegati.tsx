// Documents attached to an entry of the diary: whoever sees the entry sees them, in the page and in the documents.
import { Link } from 'react-router'
import { diarioApi, type VoceIntera } from '../../../shared/cartella/diario.api.ts'
import { documentiApi } from '../../../shared/documenti/documenti.api.ts'
import { estensioniAmmesse } from '../../../shared/documenti/tipi-documento.ts'
import { formatByte, formatIstante } from '../../kernel/format.ts'
import { useCan } from '../../kernel/session.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { SegnoVerifica } from '../documenti/parole.tsx'

export function Allegati({ v }: { v: VoceIntera }) {
  const can = useCan()
  const carica = useUpload(diarioApi.allega, {
    invalidates: [diarioApi.leggi, documentiApi.list, documentiApi.cartelle],
    esito: 'Documento allegato.',
  })
  const allega = v.puoAllegare && can('documento.carica')
  if (v.allegati.length === 0 && !allega) return null
  return (
    <section aria-labelledby="allegati">
      <h2 id="allegati">Allegati</h2>
      {v.allegati.length > 0 && (
        <ul>
          {v.allegati.map((d) => (
            <li key={d.id}>
              <Link to={`/persone/${d.personaId}/documenti/${d.id}`}>{d.titolo}</Link> ({formatByte(d.bytes)}){' '}
              <SegnoVerifica v={{ ...d, daModello: null }} />
              <small>
                {' '}
                {formatIstante(d.creatoIl)}
                {d.creatoDa && `, ${d.creatoDa}`}
              </small>
            </li>
          ))}
        </ul>
      )}
      {allega && (
        <div className="d-print-none">
          <FileDrop
            etichetta="Allega un documento"
            aiuto="Lo vede chi vede questa voce; sta anche tra i documenti, nella sottocartella «Diario»."
            estensioni={estensioniAmmesse}
            maxBytes={v.limiteBytes}
            stato={carica}
            onFile={(file) => void carica.invia({ id: v.id, file })}
          />
        </div>
      )}
    </section>
  )
}
