// Choosing a file, by dropping it or with the keyboard, and sending it with its progress. What is wrong with the file
// is said before it leaves; what the server refuses is said in the same place.
//
//   const carica = useUpload(importazioniApi.carica, { invalidates: [importazioniApi.list], onDone: (r) => navigate(…) })
//   <FileDrop etichetta="Foglio degli operatori" aiuto="File .xlsx scaricato da Trama e compilato."
//     estensioni={['.xlsx']} maxBytes={importazioniApi.carica.upload.maxBytes}
//     onFile={(file) => carica.invia({ file, ambitoId })} stato={carica} />
import { type DragEvent, useId, useRef, useState } from 'react'
import { type AnyEndpoint, asProblema, type InputWeb, type ProblemaRete } from '../client.ts'
import { formatByte } from '../format.ts'
import { type ActionOptions, useAction } from '../hooks.ts'
import { Icon, Problema } from './parts.tsx'

export interface StatoUpload {
  /** From 0 to 1 while it leaves; null when nothing is leaving. */
  quota: number | null
  problema: ProblemaRete | null
}

export function useUpload<const E extends AnyEndpoint>(e: E, o: ActionOptions<E> = {}) {
  const [stato, setStato] = useState<StatoUpload>({ quota: null, problema: null })
  const azione = useAction(e, { ...o, mute: true })
  const invia = async (input: InputWeb<E>) => {
    setStato({ quota: 0, problema: null })
    try {
      await azione.run(input, {
        // each choice of a file is a new act: two files may share name and size
        idempotencyKey: crypto.randomUUID(),
        onProgress: (quota) => setStato({ quota, problema: null }),
      })
      setStato({ quota: null, problema: null })
    } catch (errore) {
      setStato({ quota: null, problema: asProblema(errore) })
    }
  }
  return { ...stato, invia }
}

/** Why this file cannot be sent, in words; null when it can. */
export function difettoDelFile(file: { name: string; size: number }, estensioni: readonly string[], maxBytes: number) {
  if (!estensioni.some((e) => file.name.toLowerCase().endsWith(e)))
    return `«${file.name}» non è del tipo atteso: scegli un file ${estensioni.join(' o ')}.`
  if (file.size === 0) return `«${file.name}» è vuoto: controlla di averlo salvato.`
  if (file.size > maxBytes)
    return `«${file.name}» è di ${formatByte(file.size)}: il massimo è ${formatByte(maxBytes)}. Riducilo o dividilo.`
  return null
}

export function FileDrop({
  etichetta,
  aiuto,
  estensioni,
  maxBytes,
  onFile,
  stato,
}: {
  etichetta: string
  aiuto?: string
  /** Lower case, with the dot. */
  estensioni: readonly string[]
  maxBytes: number
  onFile: (file: File) => void
  stato?: StatoUpload
}) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [sopra, setSopra] = useState(false)
  const [scelto, setScelto] = useState<File | null>(null)
  const [difetto, setDifetto] = useState<string | null>(null)
  const inViaggio = stato?.quota !== null && stato?.quota !== undefined

  const prendi = (file: File | undefined) => {
    if (!file || inViaggio) return
    const d = difettoDelFile(file, estensioni, maxBytes)
    setDifetto(d)
    setScelto(file)
    if (!d) onFile(file)
    // so that the same file, corrected, can be chosen again
    if (input.current) input.current.value = ''
  }
  const trascina = (e: DragEvent, dentro: boolean) => {
    e.preventDefault()
    setSopra(dentro)
  }
  return (
    <div className="campo">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the file input inside */}
      <div
        className={`file-zona${sopra ? ' file-sopra' : ''}`}
        onDragOver={(e) => trascina(e, true)}
        onDragLeave={(e) => trascina(e, false)}
        onDrop={(e) => {
          trascina(e, false)
          prendi(e.dataTransfer.files[0])
        }}
      >
        <Icon name="it-upload" />
        <div>
          <label htmlFor={id}>{etichetta}</label>
          <p id={`${id}-aiuto`} className="campo-aiuto">
            {aiuto} Trascina qui il file, oppure sceglilo. Al massimo {formatByte(maxBytes)}.
          </p>
          <input
            id={id}
            ref={input}
            type="file"
            className="visually-hidden"
            accept={estensioni.join(',')}
            // not the `disabled` attribute: whoever is on it with the keyboard would lose his place at each sending
            aria-disabled={inViaggio}
            onClick={(e) => inViaggio && e.preventDefault()}
            aria-describedby={`${id}-aiuto`}
            aria-invalid={difetto !== null}
            onChange={(e) => prendi(e.target.files?.[0])}
          />
          {/* the browser's own button speaks the language of the browser */}
          <label htmlFor={id} className="btn btn-outline-primary btn-xs">
            Scegli il file
          </label>
        </div>
      </div>
      <div role="status">
        {scelto && !difetto && inViaggio && (
          <>
            <p id={`${id}-invio`}>
              Invio di «{scelto.name}» ({formatByte(scelto.size)})
            </p>
            <progress aria-labelledby={`${id}-invio`} value={stato?.quota ?? 0} max={1} />
          </>
        )}
        {difetto && <p className="campo-errore">{difetto}</p>}
      </div>
      {stato?.problema && !difetto && <Problema problema={stato.problema} />}
    </div>
  )
}
