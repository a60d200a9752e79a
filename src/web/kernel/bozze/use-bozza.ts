// The draft of a form, for a component. Hidden here: whose it is, when it is saved beyond its own pace (the page hidden
// or left, the network or the session that come back), and its forgetting when the component goes.
//
//   const bozza = useBozza('diario:7:nuova', form)            react-hook-form's object
//   <AvvisoBozza bozza={bozza} … />  <StatoBozza bozza={bozza} … />        see avviso-bozza.tsx
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { bozzeApi, MAX_BOZZA } from '../../../shared/kernel/bozze.api.ts'
import { catalogo } from '../../../shared/kernel/problems.ts'
import { useAmbitoScelto } from '../ambito.ts'
import { call, ProblemaRete } from '../client.ts'
import { useStatoSessione } from '../session.tsx'
import { cassettoDi, dimenticaChiave, iscrivi } from './locali.ts'
import { type Foto, fotoVuota, type Rete, Scrittura } from './scrittura.ts'
import type { Contenuto } from './trovate.ts'

/** What the act says to the server of the draft that it ends. */
export const bozzaDi = (s: Scrittura | null) => (s ? { bozza: s.id } : {})

export interface Bozza extends Foto {
  /** Null where nothing is kept: no session, or a form that must not be. */
  scrittura: Scrittura | null
}

/** As much as the browser goes on sending of a page that is gone. */
const MAX_KEEPALIVE = 60_000

function rete(utente: string, chiave: string): Rete {
  return {
    leggi: async () => {
      const { bozza } = await call(bozzeApi.leggi, { utente, chiave })
      return bozza && { ...bozza, contenuto: bozza.contenuto as unknown as Contenuto }
    },
    salva: async ({ contenuto, ...b }) => {
      const byte = new TextEncoder().encode(JSON.stringify(contenuto)).length
      if (byte > MAX_BOZZA) {
        const [status, title] = catalogo['bozza-troppo-grande']
        throw new ProblemaRete({ status, title, codice: 'bozza-troppo-grande' })
      }
      return call(
        bozzeApi.salva,
        { utente, chiave, contenuto: { ...contenuto }, ...b },
        { keepalive: byte < MAX_KEEPALIVE, signal: AbortSignal.timeout(10_000) },
      )
    },
    elimina: (versione) => call(bozzeApi.elimina, { utente, chiave, versione }),
  }
}

interface Modulo {
  valori(): Record<string, unknown>
  mostra(valori: Record<string, unknown>): void
  versione?: number | undefined
}

/** For what is not react-hook-form: whoever changes a value calls `bozza.scrittura?.cambiata()`. */
export function useScrittura(nome: string | null | undefined, modulo: Modulo): Bozza {
  const { sessione, scaduta } = useStatoSessione()
  const [ambito] = useAmbitoScelto()
  const utente = sessione?.utente.id
  // a national user writes the same form for one ambito and for another
  const chiave = nome && ambito ? `${ambito}:${nome}` : nome
  const ultimo = useRef(modulo)
  ultimo.current = modulo
  const scrittura = useMemo(
    () =>
      utente && chiave
        ? new Scrittura(chiave, {
            rete: rete(utente, chiave),
            cassetto: () => cassettoDi(utente),
            valori: () => ultimo.current.valori(),
            mostra: (v) => ultimo.current.mostra(v),
            versione: () => ultimo.current.versione,
          })
        : null,
    [utente, chiave],
  )
  useEffect(() => {
    if (!scrittura) return
    void scrittura.apri()
    const via = iscrivi(scrittura)
    const lasciata = () => void scrittura.salva(true)
    const nascosta = () => document.visibilityState === 'hidden' && lasciata()
    const tornata = () => void scrittura.salva()
    window.addEventListener('pagehide', lasciata)
    document.addEventListener('visibilitychange', nascosta)
    window.addEventListener('online', tornata)
    return () => {
      scrittura.lascia()
      via()
      window.removeEventListener('pagehide', lasciata)
      document.removeEventListener('visibilitychange', nascosta)
      window.removeEventListener('online', tornata)
    }
  }, [scrittura])
  const eraScaduta = useRef(false)
  useEffect(() => {
    if (eraScaduta.current && !scaduta) {
      dimenticaChiave()
      void scrittura?.salva()
    }
    eraScaduta.current = scaduta
  }, [scaduta, scrittura])
  const foto = useSyncExternalStore(scrittura?.ascolta ?? nessuno, scrittura?.foto ?? vuota)
  return useMemo(() => ({ ...foto, scrittura }), [foto, scrittura])
}
const nessuno = () => () => {}
const vuota = () => fotoVuota

/** The values of a small form that is not react-hook-form, with their draft; `scrivi` is a person's change. */
export function useScritto<T extends Record<string, unknown>>(nome: string | null, iniziali: T) {
  const [valori, setValori] = useState(iniziali)
  // a draft that is taken up is saved at once, before the next drawing: it must find the new values
  const ora = useRef(valori)
  const metti = (v: T) => {
    ora.current = v
    setValori(v)
  }
  const bozza = useScrittura(nome, {
    valori: () => ({ ...ora.current }),
    mostra: (v) => metti({ ...iniziali, ...v }),
  })
  const scrivi = (v: Partial<T>) => {
    metti({ ...ora.current, ...v })
    bozza.scrittura?.cambiata()
  }
  return { valori, scrivi, bozza, vuota: () => metti(iniziali) }
}

/** A File cannot be kept, and a form is not worth less without it. */
const soloTesto = (valori: FieldValues) =>
  Object.fromEntries(Object.entries(valori).filter(([, v]) => !(v instanceof Blob)))

export function useBozza(nome: string | undefined, rhf: UseFormReturn<FieldValues>, versione?: number): Bozza {
  const bozza = useScrittura(nome, {
    valori: () => soloTesto(rhf.getValues()),
    mostra: (v) => rhf.reset({ ...rhf.formState.defaultValues, ...v }, { keepDefaultValues: true }),
    versione,
  })
  const { scrittura } = bozza
  useEffect(() => {
    if (!scrittura) return
    return rhf.subscribe({
      formState: { values: true },
      // the taking up of a draft has no name; only what comes from a person has a kind of event
      callback: ({ name, type }) => void (name && scrittura.cambiata(type !== undefined)),
    })
  }, [rhf, scrittura])
  return bozza
}
