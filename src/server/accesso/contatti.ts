// The body that runs the installation, from its parameters: open to all, because the public pages say it.
import { sql } from 'kysely'
import { contattiApi } from '../../shared/accesso/contatti.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'

async function leggi(ctx: Ctx): Promise<Output<typeof contattiApi.leggi>> {
  const { rows } = await sql<Output<typeof contattiApi.leggi>>`
    select kernel.parametro('gestore.nome') #>> '{}' as gestore, kernel.parametro('gestore.email') #>> '{}' as email,
           kernel.parametro('gestore.responsabile-dati') #>> '{}' as responsabile_dati,
           nullif(kernel.parametro('gestore.dichiarazione-accessibilita') #>> '{}', '') as dichiarazione_accessibilita`.execute(
    ctx.tx,
  )
  return rows[0]!
}

export const contattiRotte = rotte(contattiApi, { leggi })
