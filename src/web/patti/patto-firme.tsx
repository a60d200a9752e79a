// Who signs a proposed pact: for each the way, the day, the file; of a digital signature, what was looked at and what was not.
import { useState } from 'react'
import { type ModoFirma, modiFirma, nomiModoFirma, nomiStatoFirma } from '../../shared/patti/firma.rules.ts'
import { type FirmaDelPatto, type PattoLetto, pattoApi } from '../../shared/patti/patto.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { TextArea } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatIstante, oggi, parseData } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ExportButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Dialog } from '../kernel/ui/dialog.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { FirmaDisegnata } from './firma-disegnata.tsx'
import { toccatePatto } from './patto-atti.tsx'

const diChi = {
  'la-stessa': 'Il codice fiscale del certificato è quello di chi firma.',
  altra: 'Il certificato è di un’altra persona: si può firmare per qualcun altro soltanto con un titolo.',
  'non-si-sa': 'Il certificato non dice un codice fiscale da confrontare.',
} as const

const toni = { attesa: 'attenzione', firmata: 'positivo', rifiutata: 'critico' } as const

export function FirmePatto({ p }: { p: PattoLetto }) {
  const aperto = p.stato === 'da-firmare'
  if (p.firme.length === 0) return null
  return (
    <DataTable
      caption="Firme"
      lista={{ voci: p.firme }}
      chiave={(f) => f.id}
      colonne={[
        { id: 'chi', titolo: 'Chi', riga: true, cella: (f) => f.chi },
        {
          id: 'stato',
          titolo: 'Firma',
          cella: (f) => (
            <>
              <StatusBadge tono={toni[f.stato]}>{nomiStatoFirma[f.stato]}</StatusBadge>
              {f.giorno && <small className="d-block">il {formatData(f.giorno)}</small>}
              {f.motivo && <small className="d-block">{f.motivo}</small>}
            </>
          ),
        },
        { id: 'modo', titolo: 'Come', cella: (f) => <Come p={p} f={f} /> },
        {
          id: 'atti',
          titolo: 'Atti',
          senzaTitolo: true,
          cella: (f) => ((aperto && f.stato !== 'firmata') || f.infetto ? <AttiFirma p={p} f={f} /> : null),
        },
      ]}
      vuoto={{ titolo: 'Nessuna firma da raccogliere' }}
    />
  )
}

function Come({ p, f }: { p: PattoLetto; f: FirmaDelPatto }) {
  if (!f.modo) return null
  return (
    <>
      {nomiModoFirma[f.modo]}{' '}
      {f.infetto && <StatusBadge tono="critico">il file contiene un virus: non si apre</StatusBadge>}
      {f.fileId && !f.infetto && (
        <ExportButton e={pattoApi.file} input={{ id: p.id, file: f.fileId }} etichetta="Scarica il file" piccolo />
      )}
      {f.verifica && (
        <details>
          <summary>Che cosa si è controllato</summary>
          <ul>
            <li>Contiene il patto come è stato proposto ({f.verifica.forma}).</li>
            <li>{diChi[f.verifica.persona]}</li>
            {f.verifica.firme.map((x) => (
              <li key={`${x.firmatario} ${x.dichiarataIl}`}>
                {x.firmatario}
                {x.codiceFiscale && ` (${x.codiceFiscale})`}, certificato di {x.emittente}
                {x.al && `, valido dal ${formatData(x.dal.slice(0, 10))} al ${formatData(x.al.slice(0, 10))}`}
                {x.dichiarataIl && `; dice di avere firmato il ${formatIstante(x.dichiarataIl)}`}
                {x.integra === true
                  ? '; il file non è cambiato dopo la firma'
                  : '; l’integrità non si è potuta controllare'}
                {!x.certificatoNelleDate && '; il certificato non risulta valido quel giorno'}.
              </li>
            ))}
          </ul>
          <p>Non si è controllato: {f.verifica.nonVerificato.join('; ')}.</p>
        </details>
      )}
    </>
  )
}

function AttiFirma({ p, f }: { p: PattoLetto; f: FirmaDelPatto }) {
  const can = useCan()
  const [aperta, setAperta] = useState(false)
  if (!can(pattoApi.disegna.azione)) return null
  return (
    <div className="atti">
      <button type="button" className="btn btn-primary btn-xs" onClick={() => setAperta(true)}>
        {f.infetto ? 'Carica una copia pulita' : 'Firma'}
        <span className="visually-hidden">: {f.chi}</span>
      </button>
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo={`Firma: ${f.chi}`}>
        <NuovaFirma p={p} f={f} chiudi={() => setAperta(false)} />
      </Dialog>
      {f.stato === 'attesa' && (
        <AttoConCampi
          e={pattoApi.rifiuta}
          fissi={{ id: p.id, firma: f.id, versione: p.versione }}
          iniziali={{ giorno: oggi(), motivo: '' }}
          etichetta="Non firma"
          titolo={`${f.chi} non firma`}
          invio="Registra"
          invalidates={toccatePatto}
          esito="È scritto che non firma, e perché."
          piccolo
        >
          <DateField name="giorno" label="Quando l’ha detto" />
          <TextArea name="motivo" label="Perché" righe={3} />
        </AttoConCampi>
      )}
    </div>
  )
}

function NuovaFirma({ p, f, chiudi }: { p: PattoLetto; f: FirmaDelPatto; chiudi: () => void }) {
  const [modo, setModo] = useState<ModoFirma>(f.modo ?? 'carta')
  const [scritto, setScritto] = useState(formatData(oggi()))
  const [prima, setPrima] = useState(false)
  const [png, setPng] = useState<string | null>(null)
  const scelto = parseData(scritto)
  const anzitempo = scelto !== null && p.propostoIl !== null && scelto < p.propostoIl
  // the day may change after it was ticked
  const primaDiProporre = anzitempo && modo === 'carta'
  /** A day on which this signature can have been made. */
  const giorno = anzitempo && !(primaDiProporre && prima) ? null : scelto
  const comune = { invalidates: toccatePatto, esito: 'Firma registrata.', onDone: chiudi }
  const disegna = useAction(pattoApi.disegna, comune)
  const carica = useUpload(pattoApi.carica, comune)
  const fissi = { id: p.id, firma: f.id, versione: p.versione }
  return (
    <>
      <fieldset className="campo">
        <legend>Come firma</legend>
        {modiFirma.map((m) => (
          <div className="scelta" key={m}>
            <input type="radio" name="modo-firma" id={`modo-${m}`} checked={modo === m} onChange={() => setModo(m)} />
            <label htmlFor={`modo-${m}`}>{nomiModoFirma[m]}</label>
          </div>
        ))}
      </fieldset>
      <div className="campo">
        <label htmlFor="giorno-firma">Quando</label>
        <input
          id="giorno-firma"
          className="form-control"
          inputMode="numeric"
          value={scritto}
          aria-invalid={giorno === null || undefined}
          aria-describedby="giorno-firma-avviso"
          onChange={(e) => setScritto(e.target.value)}
        />
        <div id="giorno-firma-avviso" role="status">
          {!scelto && <p className="campo-errore">Scrivi una data che esiste: per esempio 22/11/2026.</p>}
          {anzitempo && !giorno && (
            <p className="campo-errore">
              Il patto è stato proposto alla firma il {formatData(p.propostoIl)}.{' '}
              {primaDiProporre
                ? 'Se il foglio era già firmato spunta qui sotto, altrimenti correggi il giorno.'
                : 'Prima si può avere firmato soltanto su carta: correggi il giorno.'}
            </p>
          )}
        </div>
      </div>
      {primaDiProporre && (
        <div className="campo scelta">
          <input type="checkbox" id="firma-prima" checked={prima} onChange={(e) => setPrima(e.target.checked)} />
          <label htmlFor="firma-prima">Il foglio è stato firmato prima di proporre qui il patto</label>
        </div>
      )}
      {modo === 'disegnata' ? (
        <>
          <FirmaDisegnata onCambia={setPng} />
          <button
            type="button"
            className="btn btn-primary"
            disabled={!png || !giorno || disegna.inCorso}
            onClick={() =>
              png && giorno && void disegna.run({ ...fissi, giorno, immagine: png }).catch(() => undefined)
            }
          >
            Registra la firma
          </button>
        </>
      ) : giorno ? (
        <FileDrop
          key={modo}
          etichetta={modo === 'carta' ? 'Scansione del patto firmato' : 'Patto firmato digitalmente'}
          aiuto={
            modo === 'carta'
              ? 'Il foglio firmato: PDF, JPG, PNG o TIFF.'
              : 'Il PDF scaricato da qui e firmato (PAdES), o il file .p7m (CAdES). Si controlla che contenga questo patto e che non sia cambiato dopo la firma.'
          }
          estensioni={modo === 'carta' ? ['.pdf', '.jpg', '.jpeg', '.png', '.tif', '.tiff'] : ['.pdf', '.p7m']}
          maxBytes={pattoApi.carica.upload.maxBytes}
          // its name may say whose it is, and would stand in the address
          onFile={(file) =>
            void carica.invia({
              ...fissi,
              giorno,
              modo,
              ...(primaDiProporre && prima && { prima }),
              file: new File([file], 'firma', { type: file.type }),
            })
          }
          stato={carica}
        />
      ) : (
        <p>Il file si carica quando il giorno è giusto.</p>
      )}
    </>
  )
}
