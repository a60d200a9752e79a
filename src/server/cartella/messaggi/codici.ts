// The table of the codes as it is read: each system with its OID, how far it can be trusted, what contradicts it.
import type { messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import type { Ctx } from '../../kernel/context.ts'
import { leggiTabella, parametroOid } from './tabella.ts'

type Risposta = Output<(typeof messaggiApi)['codici']>

export async function codici(ctx: Ctx): Promise<Risposta> {
  const { tabella, difetti, oid } = await leggiTabella(ctx)
  const perSistema = Map.groupBy(tabella.codici, (c) => c.sistema)
  return {
    difetti,
    sistemi: tabella.sistemi.map(({ registro: _, ...s }) => ({
      ...s,
      parametro: oid.has(parametroOid(s.sistema)) ? parametroOid(s.sistema) : null,
      codici: (perSistema.get(s.sistema) ?? []).map(({ sistema: _s, ...c }) => c),
    })),
  }
}
