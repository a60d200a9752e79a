// The parts of the card: what the form says, what the note says, who is in one and not in the other, and the two
// things that the Super Utente writes down himself: the persons named in the note, the ambito of the list.
import { richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { confrontaConNota, nomiDocumento, nominativo } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import { type ActionForm, Form, useActionForm } from '../kernel/form/form.tsx'
import { formatByte, formatData } from '../kernel/format.ts'
import { ExportButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { MessaggioLetto } from './richieste-ambito-documenti.tsx'
import { nominataVuota, type Richiesta } from './richieste-ambito-modulo.ts'
import { PersoneNota } from './richieste-ambito-persone-nota.tsx'

type Documento = Richiesta['documenti'][number]
const aggiorna = [richiesteAmbitoApi.get, richiesteAmbitoApi.list]

function Documenti({ r, tutti }: { r: Richiesta; tutti: Documento[] }) {
  return tutti.map((d) => (
    <div key={d.id} className="ra-documento">
      <p>
        {nomiDocumento[d.tipo]}: <strong>{d.nome}</strong> ({formatByte(d.bytes)})
      </p>
      <ExportButton
        e={richiesteAmbitoApi.documento}
        input={{ id: r.id, documento: d.id }}
        etichetta={`Scarica «${d.nome}»`}
        piccolo
      />
      {d.messaggio && <MessaggioLetto m={d.messaggio} />}
    </div>
  ))
}

export function ModuloRicevuto({ r }: { r: Richiesta }) {
  return (
    <section aria-labelledby="ra-modulo">
      <h2 id="ra-modulo">Il modulo</h2>
      <h3>Chi firma</h3>
      <DefinitionList
        voci={[
          ['Cognome e nome', nominativo({ nome: r.firmatarioNome, cognome: r.firmatarioCognome })],
          ['Qualità', r.firmatarioQualifica === 'delegato' ? 'Delegato' : 'Legale rappresentante'],
          ['E-mail', r.firmatarioEmail],
          ['Telefono', r.firmatarioTelefono],
          ['Ambito indicato', r.ambito ? `${r.ambito.nome} (${r.ambito.codice})` : r.ambitoNominato],
          ['Poteri e designazione al trattamento', r.nominaDichiarata ? 'Dichiarati' : 'Non dichiarati'],
        ]}
      />
      <Documenti r={r} tutti={r.documenti.filter((d) => d.tipo === 'delega')} />
      {r.persone.map((p, n) => (
        <section key={p.id} aria-labelledby={`ra-p-${p.id}`}>
          <h3 id={`ra-p-${p.id}`}>
            Amministratore {n + 1}: {nominativo(p, n)}
          </h3>
          <EsitoIdentita esito={p.codiceFiscaleEsito} />
          <DefinitionList
            voci={[
              ['Codice fiscale', p.codiceFiscale],
              ['Data di nascita', formatData(p.dataNascita)],
              ['Luogo di nascita', p.luogoNascita?.nome],
              ['Genere', p.genere === 'F' ? 'Femmina' : p.genere === 'M' ? 'Maschio' : null],
              ['E-mail', p.email],
              ['Telefono', p.telefono],
            ]}
          />
          <Documenti r={r} tutti={r.documenti.filter((d) => d.personaId === p.id)} />
        </section>
      ))}
    </section>
  )
}

function EsitoIdentita({ esito }: { esito: Richiesta['persone'][number]['codiceFiscaleEsito'] }) {
  if (!esito) return null
  return (
    <div className="mb-3">
      {esito.esito === 'coerente' && <StatusBadge tono="positivo">codice fiscale coerente</StatusBadge>}
      {esito.esito === 'dubbio' && <StatusBadge tono="attenzione">codice fiscale da confermare</StatusBadge>}
      {esito.esito === 'impossibile' && <StatusBadge tono="critico">codice fiscale impossibile</StatusBadge>}
      {esito.motivi.map((m) => (
        <p key={m} className="mb-0">
          {m}
        </p>
      ))}
    </div>
  )
}

export function NotaRicevuta({ r }: { r: Richiesta }) {
  const lette = r.personeNota.length > 0 && r.personeNota.every((p) => p.indicataDa === 'istruttoria')
  return (
    <section aria-labelledby="ra-nota">
      <h2 id="ra-nota">La nota</h2>
      <Documenti r={r} tutti={r.documenti.filter((d) => d.tipo === 'nota')} />
      <h3>Chi vi è nominato</h3>
      {r.personeNota.length === 0 ? (
        <p>Nessuno ha ancora riportato le persone nominate nella nota.</p>
      ) : (
        <>
          <ul>
            {r.personeNota.map((p) => (
              <li key={p.codiceFiscale}>
                {p.nominativo}, {p.codiceFiscale}
              </li>
            ))}
          </ul>
          <p className="campo-aiuto">
            {lette
              ? 'Riportate durante l’istruttoria.'
              : 'Riportate da chi ha presentato la richiesta: controllale nella nota.'}
          </p>
        </>
      )}
      {r.stato === 'in-istruttoria' && (
        <details className="ra-scrivi" open={!lette}>
          <summary>
            {lette
              ? 'Correggi le persone'
              : r.personeNota.length === 0
                ? 'Riporta le persone dalla nota'
                : 'Conferma le persone, dopo averle lette nella nota'}
          </summary>
          <PersoneNotaForm key={JSON.stringify(r.personeNota)} r={r} />
        </details>
      )}
    </section>
  )
}

function PersoneNotaForm({ r }: { r: Richiesta }) {
  const form: ActionForm = useActionForm(richiesteAmbitoApi.personeNota, {
    iniziali: {
      personeNota:
        r.personeNota.length > 0
          ? r.personeNota.map(({ codiceFiscale, nominativo: chi }) => ({ codiceFiscale, nominativo: chi }))
          : [nominataVuota()],
    },
    fissi: { id: r.id },
    bozza: `richiesta-ambito-nota-${r.id}`,
    invalidates: aggiorna,
    esito: 'Persone della nota riportate.',
  })
  return (
    <Form form={form} invio="Salva le persone della nota">
      <PersoneNota form={form} />
    </Form>
  )
}

/** Form against note, person by person. */
export function Confronto({ r }: { r: Richiesta }) {
  if (r.personeNota.length === 0) return null
  const nota = new Map(r.personeNota.map((p) => [p.codiceFiscale, p]))
  const modulo = new Set(r.persone.map((p) => p.codiceFiscale))
  const righe = [
    ...r.persone.map((p, n) => ({
      codice: p.codiceFiscale ?? '',
      modulo: nominativo(p, n),
      nota: nota.get(p.codiceFiscale ?? '')?.nominativo ?? null,
    })),
    ...r.personeNota
      .filter((p) => !modulo.has(p.codiceFiscale))
      .map((p) => ({ codice: p.codiceFiscale, modulo: null, nota: p.nominativo })),
  ]
  const frasi = confrontaConNota(r.persone, r.personeNota)
  return (
    <section aria-labelledby="ra-confronto">
      <h2 id="ra-confronto">Il confronto</h2>
      <DataTable
        caption="Le persone del modulo e quelle della nota"
        lista={{ voci: righe }}
        chiave={(x) => x.codice}
        conteggio={['persona', 'persone']}
        colonne={[
          { id: 'codice', titolo: 'Codice fiscale', riga: true, cella: (x) => x.codice },
          { id: 'modulo', titolo: 'Nel modulo', cella: (x) => x.modulo ?? 'Non c’è' },
          { id: 'nota', titolo: 'Nella nota', cella: (x) => x.nota ?? 'Non c’è' },
          {
            id: 'esito',
            titolo: 'Esito',
            cella: (x) =>
              x.modulo && x.nota ? (
                <StatusBadge tono="positivo">stessa persona</StatusBadge>
              ) : (
                <StatusBadge tono="critico">solo {x.modulo ? 'nel modulo' : 'nella nota'}</StatusBadge>
              ),
          },
        ]}
        vuoto={{ titolo: 'Nessuna persona' }}
      />
      {frasi.length === 0 && <p>Modulo e nota nominano le stesse persone.</p>}
    </section>
  )
}

export function CollegaAmbito({ r }: { r: Richiesta }) {
  return (
    <section aria-labelledby="ra-collega" className="ra-scrivi">
      <h2 id="ra-collega">L’ambito dell’elenco</h2>
      <p>
        {r.ambito
          ? `La richiesta è collegata a ${r.ambito.nome} (${r.ambito.codice}). Se non è quello giusto, scegline un altro.`
          : `Chi ha firmato ha scritto «${r.ambitoNominato ?? ''}»: scegli l’ambito corrispondente. Se non c’è, va prima aggiunto all’elenco degli ambiti.`}
      </p>
      <CollegaForm key={r.ambitoId} r={r} />
    </section>
  )
}

function CollegaForm({ r }: { r: Richiesta }) {
  const form: ActionForm = useActionForm(richiesteAmbitoApi.collegaAmbito, {
    iniziali: { ambitoId: null },
    fissi: { id: r.id },
    invalidates: aggiorna,
    esito: 'Richiesta collegata all’ambito.',
  })
  return (
    <Form form={form} invio="Collega">
      <ComboField
        name="ambitoId"
        label={r.ambito ? 'Un altro ambito' : 'Ambito'}
        e={ambitiApi.pubblici}
        cerca={(q) => ({ q })}
        voci={(x) => x.voci}
        opzione={(a) => ({ valore: a.id, etichetta: a.nome, dettaglio: `${a.codice}, ${a.regione}` })}
      />
    </Form>
  )
}
