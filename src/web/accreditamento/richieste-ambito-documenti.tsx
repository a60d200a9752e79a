// The files of one kind in a request being written: those there are, and the place where to add one.
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { formatiDocumento, type TipoDocumento } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { formatByte, formatIstante } from '../kernel/format.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { Avviso, DefinitionList } from '../kernel/ui/parts.tsx'
import type { Documento } from './richieste-ambito-modulo.ts'

/** What the parts of the form share: the request being written. */
export interface Scrittura {
  chiave: string
  documenti: readonly Documento[]
  aggiunto: (d: Documento) => void
  tolto: (id: string) => void
  /** The row of a person must be saved before her documents. */
  salva: () => Promise<void>
}

const estensioni = (tipo: TipoDocumento) => [
  ...formatiDocumento[tipo].map((f) => `.${f}`),
  ...(tipo === 'nota' ? [] : ['.jpeg']),
]

export function Documenti({
  tipo,
  persona,
  etichetta,
  aiuto,
  scrittura,
}: {
  tipo: TipoDocumento
  persona?: string
  etichetta: string
  aiuto: string
  scrittura: Scrittura
}) {
  const carica = useUpload(richiestaPubblicaApi.carica, { chiave: scrittura.chiave, onDone: scrittura.aggiunto })
  const presenti = scrittura.documenti.filter((d) => d.tipo === tipo && d.personaId === (persona ?? null))
  const invia = async (file: File) => {
    await scrittura.salva()
    await carica.invia({ tipo, nome: file.name, file, ...(persona && { persona }) })
  }
  return (
    <div className="ra-documenti">
      {presenti.map((d) => (
        <div key={d.id} className="ra-documento">
          <p>
            <strong>{d.nome}</strong> ({formatByte(d.bytes)}, {formatIstante(d.caricato)})
          </p>
          <ActionButton
            e={richiestaPubblicaApi.togli}
            input={{ documento: d.id }}
            chiave={scrittura.chiave}
            etichetta={`Togli «${d.nome}»`}
            piccolo
            conferma={{
              titolo: `Togliere «${d.nome}»?`,
              testo: 'Il file è cancellato dalla richiesta.',
              pericolo: true,
            }}
            onDone={() => scrittura.tolto(d.id)}
          />
          {d.messaggio && <MessaggioLetto m={d.messaggio} />}
          {d.messaggio?.postaCertificata === false && (
            <Avviso tipo="warning" titolo="Questo messaggio non sembra inviato per PEC">
              <p>
                Salva la ricevuta di consegna dalla casella PEC e allega quella. Si può inviare lo stesso: lo
                verificherà il ministero.
              </p>
            </Avviso>
          )}
        </div>
      ))}
      <FileDrop
        etichetta={presenti.length > 0 ? `${etichetta}: aggiungi un altro file` : etichetta}
        aiuto={aiuto}
        estensioni={estensioni(tipo)}
        maxBytes={richiestaPubblicaApi.carica.upload.maxBytes}
        onFile={(file) => void invia(file)}
        stato={carica}
      />
    </div>
  )
}

/** What was read in the note, for who sent it to recognise and for the ministry to check. */
export function MessaggioLetto({ m }: { m: NonNullable<Documento['messaggio']> }) {
  const vero = m.originale ?? m
  return (
    <DefinitionList
      voci={[
        ['Mittente', vero.mittente],
        ['Inviato il', formatIstante(vero.data)],
        ['Oggetto', vero.oggetto],
        ['Posta certificata', m.postaCertificata ? 'Sì, secondo le intestazioni' : 'Non risulta'],
        ['Allegati del messaggio', m.allegati.join(', ')],
        ['Identificativo', vero.messageId],
      ]}
    />
  )
}
