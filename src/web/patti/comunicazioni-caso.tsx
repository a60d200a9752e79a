// What of a caso was told to INPS and the others, with the receipts; and the household sent to the employment centre and back (M12).
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { impedimentoCaso, impedimentoEsito, puntoDi } from '../../shared/patti/casi.rules.ts'
import { type ComunicazioniDelCaso, inviiCpiApi } from '../../shared/patti/invii-cpi.api.ts'
import { motiviRitorno, nomiStatoInvio, transizioniInvio } from '../../shared/patti/invii-cpi.rules.ts'
import type { SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { SelectField, TextArea } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { toccate } from './atti.tsx'
import { StatoComunicazioneBadge } from './domande/parole.tsx'

export function ComunicazioniCaso({ c }: { c: SchedaCaso }) {
  const q = useEndpoint(inviiCpiApi.leggi, { id: c.id })
  const comunicazioni = q.data?.comunicazioni ?? []
  return (
    <>
      {q.data && <Invii c={c} invii={q.data.invii} />}
      {comunicazioni.length > 0 && (
        <DataTable
          caption="Comunicazioni"
          lista={{ voci: comunicazioni }}
          chiave={(x) => x.riferimento}
          conteggio={['comunicazione', 'comunicazioni']}
          colonne={[
            { id: 'nome', titolo: 'Che cosa', riga: true, cella: (x) => x.nome },
            { id: 'a', titolo: 'A chi', cella: (x) => x.destinatario },
            { id: 'giorno', titolo: 'Del', cella: (x) => formatData(x.giorno) },
            {
              id: 'entro',
              titolo: 'Entro',
              cella: (x) => (
                <>
                  {formatData(x.entro)} {x.inRitardo && <StatusBadge tono="critico">passato</StatusBadge>}
                </>
              ),
            },
            {
              id: 'stato',
              titolo: 'Stato',
              cella: (x) => <StatoComunicazioneBadge stato={x.stato} revocata={x.revocata} />,
            },
            {
              id: 'risposta',
              titolo: 'Risposta',
              cella: (x) => (x.risposta ? `${x.risposta}, ${formatIstante(x.rispostaIl)}` : '–'),
            },
          ]}
          vuoto={{ titolo: 'Nessuna comunicazione' }}
        />
      )}
    </>
  )
}

function Invii({ c, invii }: { c: SchedaCaso; invii: ComunicazioniDelCaso['invii'] }) {
  const comune = { fissi: { id: c.id }, invalidates: [...toccate, inviiCpiApi.leggi] }
  const aperto = invii.find((i) => i.stato === 'inviato' || i.stato === 'preso-in-carico')
  const puoInviare =
    !c.soloLettura &&
    impedimentoCaso('invia-cpi', c.stato, c.statoPrima) === null &&
    impedimentoEsito('invia-cpi', puntoDi(c.stato, c.statoPrima), c.esitoAnalisi) === null
  if (invii.length === 0 && !puoInviare) return null
  return (
    <section aria-labelledby="cpi">
      <h2 id="cpi">Centro per l’impiego</h2>
      {invii.length > 0 && (
        <ul className="elenco-semplice">
          {invii.map((i) => (
            <li key={i.inviatoIl + i.stato}>
              Inviato il {formatData(i.inviatoIl)}: {i.motivo}. {nomiStatoInvio[i.stato]}
              {i.presoIl && `, preso in carico il ${formatData(i.presoIl)}`}
              {i.rientratoIl && `, il ${formatData(i.rientratoIl)}`}
              {i.motivoRitorno && `: ${motiviRitorno[i.motivoRitorno]}`}
              {i.notaRitorno && `. ${i.notaRitorno}`}.
            </li>
          ))}
        </ul>
      )}
      <div className="atti">
        {puoInviare && (
          <AttoConCampi
            e={inviiCpiApi.invia}
            {...comune}
            iniziali={{ giorno: oggi(), motivo: '' }}
            etichetta="Invia al centro per l’impiego"
            titolo="Invio al centro per l’impiego"
            invio="Invia"
            esito="Nucleo inviato."
            primario
          >
            <DateField name="giorno" label="In quale giorno" />
            <TextArea name="motivo" label="Perché" righe={3} />
          </AttoConCampi>
        )}
        {aperto && impedimento(transizioniInvio, 'prendi', aperto.stato) === null && (
          <AttoConCampi
            e={inviiCpiApi.preso}
            {...comune}
            iniziali={{ giorno: oggi() }}
            etichetta="Preso in carico"
            titolo="Il centro per l’impiego ha preso in carico il nucleo"
            invio="Registra"
          >
            <DateField name="giorno" label="In quale giorno" />
          </AttoConCampi>
        )}
        {aperto && (
          <AttoConCampi
            e={inviiCpiApi.rientro}
            {...comune}
            // not yet taken there, it comes back as not accepted
            fissi={{ id: c.id, accolto: aperto.stato === 'preso-in-carico' }}
            iniziali={{ giorno: oggi(), motivo: '', nota: '' }}
            etichetta="Registra il ritorno"
            titolo="Ritorno dal centro per l’impiego"
            invio="Registra"
            esito="Ritorno registrato: il caso riprende da dopo l’analisi."
          >
            <DateField name="giorno" label="In quale giorno" />
            <SelectField name="motivo" label="Perché torna" opzioni={Object.entries(motiviRitorno)} />
            <TextArea name="nota" label="Nota" righe={2} />
          </AttoConCampi>
        )}
      </div>
    </section>
  )
}
