// From anywhere to the search of persons: `/` outside a field, or Ctrl-K.
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { isConsentita, useStatoSessione } from '../kernel/session.tsx'

const scrive = (t: EventTarget | null) =>
  t instanceof HTMLElement && (t.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(t.tagName))

export function ScorciatoiaRicerca() {
  const { sessione } = useStatoSessione()
  const navigate = useNavigate()
  const puo = isConsentita(sessione, 'persona.cerca')
  useEffect(() => {
    if (!puo) return
    const premuto = (e: KeyboardEvent) => {
      const ctrlK = (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k'
      const barra = e.key === '/' && !e.ctrlKey && !e.metaKey && !e.altKey && !scrive(e.target)
      if (!ctrlK && !barra) return
      // an open dialog is a question to answer first
      if (document.querySelector('dialog[open]')) return
      e.preventDefault()
      void navigate('/persone')
    }
    document.addEventListener('keydown', premuto)
    return () => document.removeEventListener('keydown', premuto)
  }, [puo, navigate])
  return null
}
