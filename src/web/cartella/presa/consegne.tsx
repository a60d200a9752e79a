// The hand-over: what was written at the offer, acknowledged item by item; what is not stays marked until it is.
import type { Static } from 'typebox'
import type { TrasferimentoLetto } from '../../../shared/cartella/prese.api.ts'
import { trasferimentiApi } from '../../../shared/cartella/trasferimenti.api.ts'
import { formatData, formatIstante } from '../../kernel/format.ts'
import { useSessione } from '../../kernel/session.tsx'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { StatusBadge } from '../../kernel/ui/parts.tsx'
import { type Scheda, toccate } from './scheda.ts'
import '../cartella.css'

type Trasferimento = Static<typeof TrasferimentoLetto>

const nomiSezione: Record<Trasferimento['voci'][number]['sezione'], string> = {
  sicurezza: 'Sicurezza',
  scadenze: 'In scadenza',
  mandati: 'Mandati',
  chi: 'Chi è chi',
  accordi: 'Accordi',
  desideri: 'Che cosa desidera',
  sospesi: 'In sospeso',
}

export function Consegne({ t, p }: { t: Trasferimento; p: Scheda }) {
  const { utente } = useSessione()
  const mio = t.aUtenteId === utente.id
  return (
    <section aria-labelledby="consegne">
      <h2 id="consegne">Passaggio di consegne</h2>
      <p>
        {t.da ? `Da ${t.da} a ${t.a}` : `A ${t.a}`}, offerto il {formatIstante(t.offertoIl)}
        {t.stato === 'accettato' ? ` e accettato il ${formatIstante(t.rispostoIl)}.` : ', in attesa di risposta.'}{' '}
        {t.daVedere > 0 && <StatusBadge tono="critico">da vedere: {t.daVedere}</StatusBadge>}
      </p>
      {t.stato === 'offerto' && (mio || p.neRispondo) && <Risposta t={t} mio={mio} />}
      <DataTable
        caption={mio ? 'Prendi visione di ogni voce' : 'Ciò che il collega riceve'}
        lista={{ voci: t.voci }}
        chiave={(v) => v.id}
        conteggio={['voce', 'voci']}
        colonne={[
          { id: 'sezione', titolo: 'Argomento', cella: (v) => nomiSezione[v.sezione] },
          { id: 'testo', titolo: 'Consegna', riga: true, cella: (v) => v.testo },
          { id: 'scade', titolo: 'Scadenza', cella: (v) => (v.scade ? formatData(v.scade) : '–') },
          {
            id: 'vista',
            titolo: 'Vista',
            cella: (v) => {
              if (v.vistaIl) return `vista il ${formatIstante(v.vistaIl)}`
              return (
                <span className="atti">
                  <StatusBadge tono="critico">da vedere</StatusBadge>
                  {mio && (
                    <ActionButton
                      e={trasferimentiApi.vedi}
                      input={{ id: t.id, voce: v.id }}
                      etichetta="Ho visto"
                      piccolo
                      invalidates={toccate}
                    />
                  )}
                </span>
              )
            },
          },
        ]}
        vuoto={{ titolo: 'Nessuna consegna' }}
      />
      {t.stato === 'offerto' && !mio && p.sonoResponsabile && (
        <p className="testata-sotto">Finché non risponde, la presa in carico e i suoi compiti restano a te.</p>
      )}
    </section>
  )
}

function Risposta({ t, mio }: { t: Trasferimento; mio: boolean }) {
  if (!mio)
    return (
      <p>
        <ActionButton
          e={trasferimentiApi.ritira}
          input={{ id: t.id }}
          etichetta="Ritira l’offerta"
          conferma={{ titolo: 'Ritirare l’offerta?', motivo: 'Motivo' }}
          invalidates={toccate}
          esito="Offerta ritirata."
        />
      </p>
    )
  return (
    <p className="atti">
      <ActionButton
        e={trasferimentiApi.accetta}
        input={{ id: t.id }}
        etichetta="Accetta il passaggio"
        variante="primary"
        conferma={{
          titolo: 'Accettare il passaggio?',
          testo:
            'Da oggi ne rispondi tu e i compiti aperti passano a te. Le consegne non ancora viste restano segnate in rosso.',
        }}
        invalidates={toccate}
        esito="Passaggio accettato: ora ne rispondi tu."
      />
      <ActionButton
        e={trasferimentiApi.rifiuta}
        input={{ id: t.id }}
        etichetta="Rifiuta"
        conferma={{ titolo: 'Rifiutare il passaggio?', motivo: 'Motivo' }}
        invalidates={toccate}
        esito="Passaggio rifiutato."
      />
    </p>
  )
}
