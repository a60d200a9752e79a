// What a file looks like, inside the page: a PDF by our own viewer, an image as it is. The bytes come from an address
// that serves them sandboxed; nothing else has a preview.
import { lazy, Suspense } from 'react'
import { documentiApi, type VersioneLetta } from '../../../shared/documenti/documenti.api.ts'
import { impedimentoLettura } from '../../../shared/documenti/documenti.rules.ts'
import { tipoDalMime } from '../../../shared/documenti/tipi-documento.ts'
import '../../documenti/documenti.css'
import { splitInput } from '../../kernel/client.ts'
import { Attesa, Avviso } from '../../kernel/ui/parts.tsx'

const VistaPdf = lazy(() => import('../../documenti/vista-pdf.tsx'))

export function Anteprima({ documentoId, v, titolo }: { documentoId: string; v: VersioneLetta; titolo: string }) {
  const perche = impedimentoLettura(v)
  if (perche)
    return (
      <Avviso tipo={v.verifica === 'infetto' ? 'danger' : 'info'}>
        <p>{perche}</p>
      </Avviso>
    )
  const { url } = splitInput(documentiApi.anteprima, { id: documentoId, numero: v.numero })
  switch (tipoDalMime(v.tipo)?.anteprima) {
    case 'pdf':
      return (
        <Suspense fallback={<Attesa righe={6} />}>
          <VistaPdf sorgente={{ url }} titolo={titolo} />
        </Suspense>
      )
    case 'immagine':
      return <img className="vista-immagine" src={url} alt={titolo} />
    default:
      return <p>Di questo tipo di file non c’è anteprima: scaricalo per leggerlo.</p>
  }
}
