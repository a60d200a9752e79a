// The route tables of the modules, and what is read from them: menu, breadcrumbs, existence of a page. Pure.
//
//   // src/web/accreditamento/routes.ts
//   export const routes: Rotta[] = [
//     { path: '/utenti', titolo: 'Utenti', azione: 'utente.leggi', lazy: () => import('./utenti-list-page.tsx'),
//       menu: { gruppo: 'Accreditamento' } },
//     { path: '/utenti/:id', titolo: 'Scheda dell’utente', azione: 'utente.leggi', lazy: () => import('./utente-page.tsx') },
//   ]
// Each page module has a default export, the component, and renders one <PageHeader>. `main.tsx` lists the tables.
import { type ComponentType, createContext, useContext } from 'react'
import type { Azione } from '../../shared/kernel/endpoint.ts'

export interface Rotta {
  path: `/${string}`
  /** Name in breadcrumbs and, unless `menu.etichetta` says otherwise, in the menu. */
  titolo: string
  /** Without it any signed-in person; `pubblico` for a page open to all; a list means any of them. */
  azione?: Azione | readonly Azione[]
  lazy: () => Promise<{ default: ComponentType }>
  /** Page of the manual that explains this one. */
  guida?: string
  /** In the menu: in a group, or by itself. Groups and entries keep the order of the tables. */
  menu?: { gruppo?: string; etichetta?: string }
}

export interface VoceMenu {
  etichetta: string
  /** One entry by itself, or the entries of a group. */
  voci: { path: string; etichetta: string }[]
  gruppo: boolean
}

/** The menu of who may do `can`: a group without entries does not appear. */
export function menuPer(rotte: readonly Rotta[], can: (a: Azione | readonly Azione[]) => boolean): VoceMenu[] {
  const menu: VoceMenu[] = []
  for (const r of rotte) {
    if (!r.menu || !can(r.azione ?? 'sessione')) continue
    const voce = { path: r.path, etichetta: r.menu.etichetta ?? r.titolo }
    const gruppo = r.menu.gruppo
    const esistente = gruppo && menu.find((m) => m.gruppo && m.etichetta === gruppo)
    if (esistente) esistente.voci.push(voce)
    else menu.push({ etichetta: gruppo ?? voce.etichetta, voci: [voce], gruppo: Boolean(gruppo) })
  }
  return menu
}

const pezzi = (path: string) => path.split('/').filter(Boolean)

/** The registered route of a concrete path; a written segment wins over a parameter. */
export function trovaRotta(rotte: readonly Rotta[], pathname: string): Rotta | undefined {
  const qui = pezzi(pathname)
  const adatte = rotte.filter((r) => {
    const suoi = pezzi(r.path)
    return suoi.length === qui.length && suoi.every((p, i) => p.startsWith(':') || p === qui[i])
  })
  const parametri = (r: Rotta) => pezzi(r.path).filter((p) => p.startsWith(':')).length
  return adatte.sort((a, b) => parametri(a) - parametri(b))[0]
}

/** The pages above this one that who may do `can` may open, from the home page down. */
export function briciole(
  rotte: readonly Rotta[],
  pathname: string,
  can: (a: Azione | readonly Azione[]) => boolean,
): { path: string; titolo: string }[] {
  const qui = pezzi(pathname)
  return qui.flatMap((_p, i) => {
    const path = `/${qui.slice(0, i).join('/')}`
    const rotta = trovaRotta(rotte, path)
    return rotta && can(rotta.azione ?? 'pubblico') ? [{ path, titolo: rotta.titolo }] : []
  })
}

export const RotteContext = createContext<readonly Rotta[]>([])

export function useRotte() {
  const rotte = useContext(RotteContext)
  return { rotte, esiste: (path: string) => trovaRotta(rotte, path) !== undefined }
}
