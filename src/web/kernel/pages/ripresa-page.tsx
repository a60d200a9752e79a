// Where one lands after signing in again in a second tab: tells the first tab, which takes its banner away.
import { useEffect } from 'react'
import { annunciaAccesso } from '../session.tsx'
import { PageHeader } from '../ui/page-header.tsx'

export default function RipresaPage() {
  useEffect(annunciaAccesso, [])
  return (
    <>
      <PageHeader titolo="Sei di nuovo dentro" />
      <p>Chiudi questa scheda e torna a quella di prima: ciò che stavi scrivendo è ancora lì.</p>
    </>
  )
}
