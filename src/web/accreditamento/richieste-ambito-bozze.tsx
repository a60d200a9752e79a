// How much the public form may still take (the queue of what waits for a decision, the room of the drafts), and the drafts that
// nobody goes on with: their size and days, because of what is in a draft nothing is anybody's business until it is sent.
import { richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { formatByte, formatIstante, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'

export function Bozze() {
  const q = useEndpoint(richiesteAmbitoApi.bozze, {})
  return (
    <Caricamento query={q} righe={2}>
      {(b) => (
        <>
          <h2>Quanto può ricevere il modulo</h2>
          <p>
            {plurale(b.daDecidere.quante, 'richiesta aspetta', 'richieste aspettano')} una decisione, con{' '}
            {formatByte(b.daDecidere.bytes)} di documenti. Oltre le {formatNumero(b.daDecidere.massimo)} richieste o i{' '}
            {formatNumero(b.daDecidere.megabyte)} MB il modulo non ne riceve altre. Quelle da integrare non contano.
          </p>
          <h2>Bozze mai inviate</h2>
          <p>
            I loro documenti occupano {formatByte(b.bytes)}, dei {formatNumero(b.massimo)} MB che possono occupare
            insieme. Scadono da sole; qui sono quelle che da {plurale(b.giorni, 'giorno', 'giorni')} nessuno modifica.
          </p>
          <DataTable
            caption="Bozze che nessuno continua, dalla più grande"
            lista={{ voci: b.voci }}
            chiave={(v) => v.id}
            conteggio={['bozza', 'bozze']}
            colonne={[
              { id: 'creata', titolo: 'Cominciata il', riga: true, cella: (v) => formatIstante(v.creata) },
              { id: 'aggiornata', titolo: 'Modificata il', cella: (v) => formatIstante(v.aggiornata) },
              { id: 'documenti', titolo: 'Documenti', numero: true, cella: (v) => formatNumero(v.documenti) },
              { id: 'spazio', titolo: 'Spazio', numero: true, cella: (v) => formatByte(v.bytes) },
              {
                id: 'atto',
                titolo: 'Atto',
                cella: (v) => (
                  <ActionButton
                    e={richiesteAmbitoApi.togliBozza}
                    input={{ id: v.id }}
                    etichetta="Cancella"
                    variante="outline-danger"
                    piccolo
                    conferma={{
                      titolo: 'Cancellare la bozza?',
                      testo: 'Chi l’ha cominciata non potrà più riprenderla, e i suoi documenti vanno perduti.',
                      pericolo: true,
                    }}
                    invalidates={[richiesteAmbitoApi.bozze]}
                    esito="Bozza cancellata."
                  />
                ),
              },
            ]}
            vuoto={{ titolo: 'Nessuna bozza è ferma' }}
          />
        </>
      )}
    </Caricamento>
  )
}
