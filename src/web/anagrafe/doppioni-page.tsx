// Pairs of sheets that may be one person, the way to compare them, and the way to say that they are two.
import { Link } from 'react-router'
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import { usePagine } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { nascitaInParole, nomePersona, SegniPersona } from './parole.tsx'
import './anagrafe.css'

const Persona = ({ p }: { p: PersonaBreve }) => (
  <>
    <Link to={`/persone/${p.id}/scheda`}>{nomePersona(p)}</Link> <SegniPersona p={p} />
    <small className="sotto-nome">
      {nascitaInParole(p)}
      {p.codiceFiscale && `, ${p.codiceFiscale}`}, {p.comune}
    </small>
  </>
)

export default function DoppioniPage() {
  const lista = usePagine(unioniApi.doppioni, {})
  return (
    <>
      <PageHeader
        titolo="Possibili doppioni"
        sotto="Schede che potrebbero essere della stessa persona: le trova il confronto tra nomi, nascite e codici, decidi tu"
        azioni={<PrintButton />}
      />
      <DataTable
        caption="Coppie di schede simili, in ordine di cognome"
        lista={lista}
        chiave={(c) => `${c.una.id} ${c.altra.id}`}
        conteggio={['coppia', 'coppie']}
        colonne={[
          { id: 'una', titolo: 'Una scheda', riga: true, cella: (c) => <Persona p={c.una} /> },
          { id: 'altra', titolo: 'L’altra', cella: (c) => <Persona p={c.altra} /> },
          {
            id: 'perche',
            titolo: 'Perché',
            cella: (c) => (
              <>
                <StatusBadge tono={c.grado === 'certo' ? 'attenzione' : 'neutro'}>{c.grado}</StatusBadge>
                <small className="sotto-nome">{c.motivi.join(', ')}</small>
              </>
            ),
          },
          {
            id: 'atti',
            titolo: 'Che cosa fare',
            senzaTitolo: true,
            cella: (c) => (
              <div className="fatto-atti">
                <LinkButton
                  azione="persona.unisci"
                  to={`/persone/${c.una.id}/unione?con=${c.altra.id}`}
                  variante="outline-primary"
                  piccolo
                >
                  Confronta
                </LinkButton>
                <ActionButton
                  e={unioniApi.scarta}
                  input={{ una: c.una.id, altra: c.altra.id }}
                  etichetta="Sono persone diverse"
                  piccolo
                  variante="link"
                  conferma={{
                    titolo: 'Sono due persone diverse?',
                    testo: 'Questa coppia non sarà più proposta.',
                    motivo: 'Come lo sai',
                  }}
                  campoMotivo="motivo"
                  esito="Non saranno più proposte insieme."
                  invalidates={[unioniApi.doppioni]}
                />
              </div>
            ),
          },
        ]}
        vuoto={{
          titolo: lista.altre ? 'Nessun doppione tra i primi nomi' : 'Nessun possibile doppione',
          testo: 'Le schede simili compaiono qui da sole, quando qualcuno aggiunge una persona o carica un file.',
          ...(lista.altre && {
            azione: (
              <button type="button" className="btn btn-outline-primary" onClick={lista.carica}>
                Continua a cercare
              </button>
            ),
          }),
        }}
      />
    </>
  )
}
