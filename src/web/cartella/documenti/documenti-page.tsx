// The documents of a person, by sub-folder, from the most recent; a file is added by dropping it here.
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { personeApi } from '../../../shared/anagrafe/persone.api.ts'
import { documentiApi } from '../../../shared/documenti/documenti.api.ts'
import { protocolloInParole } from '../../../shared/documenti/documenti.rules.ts'
import { estensioniAmmesse } from '../../../shared/documenti/tipi-documento.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { nomePersona } from '../../anagrafe/parole.tsx'
import type { OutputWeb } from '../../kernel/client.ts'
import { formatByte, formatIstante } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { FilterCheck, FilterSelect, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { SegniDocumento, SegnoVerifica } from './parole.tsx'

type Cartelle = OutputWeb<typeof documentiApi.cartelle>
const vuoti = { cartella: '', annullati: '' }
const LEGGE = [documentiApi.list, documentiApi.cartelle, documentiApi.leggi]

export default function DocumentiPage() {
  const { id = '' } = useParams()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const persona = useEndpoint(personeApi.leggi, { id })
  const cartelle = useEndpoint(documentiApi.cartelle, { id })
  const [aspetta, setAspetta] = useState(false)
  const lista = usePagine(
    documentiApi.list,
    {
      id,
      ...(filtri.cartella && { sottocartella: filtri.cartella }),
      ...(filtri.annullati && { annullati: true }),
    },
    // the scanner answers by itself
    { enabled: cartelle.data !== undefined, ogni: aspetta ? 3000 : false },
  )
  const inVerifica = lista.voci.some((d) => d.ultima.verifica === 'in-verifica' && d.ultima.verificaNota === null)
  if (inVerifica !== aspetta) setAspetta(inVerifica)
  return (
    <>
      <PageHeader
        titolo="Documenti"
        sotto={persona.data && nomePersona(persona.data)}
        azioni={
          <>
            <LinkButton azione="documento.carica" to={`/persone/${id}/lettera`} icona="it-pencil">
              Scrivi una lettera
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <CaricamentoFascicolo personaId={id} query={cartelle}>
        {(c) => (
          <>
            <Carica key={filtri.cartella} personaId={id} c={c} cartella={filtri.cartella} />
            <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
              <FilterSelect
                name="cartella"
                label="Sottocartella"
                tutti="Tutte"
                opzioni={c.voci.map((v) => [v.codice, `${v.etichetta} (${v.quanti})`])}
              />
              <FilterCheck name="annullati" label={`Annullati (${c.annullati})`} />
            </Filtri>
            <DataTable
              caption="Documenti, dal più recente"
              lista={lista}
              chiave={(d) => d.id}
              conteggio={['documento', 'documenti']}
              colonne={[
                {
                  id: 'titolo',
                  titolo: 'Documento',
                  riga: true,
                  cella: (d) => (
                    <>
                      <Link to={`/persone/${id}/documenti/${d.id}`}>{d.titolo}</Link> <SegniDocumento d={d} />
                    </>
                  ),
                },
                { id: 'cartella', titolo: 'Sottocartella', cella: (d) => d.cartella },
                {
                  id: 'protocollo',
                  titolo: 'Protocollo',
                  cella: (d) => (d.protocollo ? protocolloInParole(d.protocollo) : '–'),
                },
                {
                  id: 'file',
                  titolo: 'File',
                  cella: (d) => (
                    <>
                      {d.ultima.nome} ({formatByte(d.ultima.bytes)}
                      {d.ultima.numero > 1 && `, versione ${d.ultima.numero}`}) <SegnoVerifica v={d.ultima} />
                    </>
                  ),
                },
                {
                  id: 'quando',
                  titolo: 'Aggiunto',
                  cella: (d) => `${formatIstante(d.creatoIl)}${d.creatoDa ? `, ${d.creatoDa}` : ''}`,
                },
              ]}
              vuoto={{
                titolo: filtri.cartella ? 'Nessun documento in questa sottocartella' : 'Nessun documento',
                testo: 'Trascina un file qui sopra, o scrivi una lettera da un modello.',
              }}
            />
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}

/** Where it goes and who will see it are chosen first: a confidential file is so from its first instant. */
function Carica({ personaId, c, cartella }: { personaId: string; c: Cartelle; cartella: string }) {
  const can = useCan()
  const [dove, setDove] = useState(cartella || 'altro')
  const [presa, setPresa] = useState('')
  const [classe, setClasse] = useState('')
  const [riservato, setRiservato] = useState(false)
  const [uguali, setUguali] = useState<OutputWeb<typeof documentiApi.carica>['uguali']>([])
  const carica = useUpload(documentiApi.carica, {
    invalidates: LEGGE,
    esito: 'Documento aggiunto.',
    onDone: (r) => setUguali(r.uguali),
  })
  if (!can('documento.carica')) return null
  const sanitaria = c.classi.some((x) => x.id === 'sanitaria')
  return (
    <section className="no-print" aria-label="Aggiungi un documento">
      <div className="filtri">
        <Scelta
          label="Mettilo in"
          valore={dove}
          onScegli={(v) => {
            setDove(v)
            // what is about health is born protected, where the reader can see that class
            setClasse(v === 'documenti-sanitari' && sanitaria ? 'sanitaria' : '')
          }}
          opzioni={c.voci.map((v) => [v.codice, v.etichetta])}
        />
        {c.prese.length > 0 && (
          <Scelta
            label="Presa in carico"
            valore={presa}
            onScegli={setPresa}
            opzioni={[['', 'Nessuna in particolare'], ...c.prese.map((p) => [p.id, `n. ${p.numero}`] as const)]}
          />
        )}
        {c.classi.length > 0 && (
          <Scelta
            label="Dati protetti"
            valore={classe}
            onScegli={setClasse}
            opzioni={[['', 'No'], ...c.classi.map((x) => [x.id, x.nome] as const)]}
          />
        )}
        <div className="scelta">
          <input id="solo-mio" type="checkbox" checked={riservato} onChange={(e) => setRiservato(e.target.checked)} />
          <label htmlFor="solo-mio">Riservato: lo vedo soltanto io</label>
        </div>
      </div>
      <FileDrop
        etichetta="Aggiungi un documento"
        aiuto="PDF, immagini, Office, LibreOffice, testi, messaggi (.eml) e file firmati (.p7m)."
        estensioni={estensioniAmmesse}
        maxBytes={c.limiteBytes}
        stato={carica}
        onFile={(file) =>
          void carica.invia({
            id: personaId,
            file,
            sottocartella: dove,
            riservato,
            ...(presa && { presaId: presa }),
            ...(classe && { classe }),
          })
        }
      />
      {uguali.length > 0 && (
        <Avviso tipo="warning" titolo="Lo stesso file c’era già" annuncia>
          <p>
            È identico a{' '}
            {uguali.map((u, i) => (
              <span key={u.id}>
                {i > 0 && ', '}
                <Link to={`/persone/${personaId}/documenti/${u.id}`}>{u.titolo}</Link>
              </span>
            ))}
            . Se è un doppione, apri quello nuovo e annullalo.
          </p>
        </Avviso>
      )}
    </section>
  )
}

function Scelta({
  label,
  valore,
  onScegli,
  opzioni,
}: {
  label: string
  valore: string
  onScegli: (v: string) => void
  opzioni: (readonly [string, string])[]
}) {
  return (
    <div className="campo">
      <label>
        {label}
        <select className="form-select" value={valore} onChange={(e) => onScegli(e.target.value)}>
          {opzioni.map(([v, t]) => (
            <option key={v} value={v}>
              {t}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
