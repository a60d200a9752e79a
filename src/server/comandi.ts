// The operator's command line: one table of commands, run by `trama` on its own or by the server on its behalf.
// Every command has an acting user, named in the register of changes.
import { isAbsolute, join } from 'node:path'
import { USO } from './flussi/verifica.ts'
import { salva } from './kernel/backup.ts'
import type { CommandOutput } from './kernel/cartella-dati.ts'
import { type Configurazione, ErroreDiAvvio } from './kernel/config.ts'
import type { Deps } from './kernel/context.ts'
import type { AmbienteComando, Comando } from './kernel/modulo.ts'
import { inCtx } from './kernel/serve.ts'
import { moduli } from './modules.ts'

const salvaComando = (c: Configurazione): Comando => ({
  nome: 'salva',
  uso: 'salva FILE',
  descrizione: 'Copia di sicurezza di tutti i dati in un file nuovo',
  async run(env, [file]) {
    if (!file) throw new ErroreDiAvvio('Indica il file: trama -- salva FILE')
    const bytes = await salva(env.deps.db, c, isAbsolute(file) ? file : join(env.cwd, file), env.operatore)
    env.out(`Copia scritta: ${(bytes / 1_048_576).toFixed(1)} MB.`)
    return 0
  },
})

export const comandi = (c: Configurazione): Comando[] => [salvaComando(c), ...moduli.flatMap((m) => m.comandi ?? [])]

/** Those that open the data themselves, or only talk to the server: described here, run in trama.ts. */
export const comandiEsterni = [
  {
    uso: USO,
    descrizione: 'Controlla un file INPS (PS_PSA_SINA o SINBA) con schema e regole, senza server e senza dati',
  },
  { uso: 'ripristina FILE', descrizione: 'Rimette una copia di sicurezza al posto dei dati presenti (a server fermo)' },
  {
    uso: 'prova accedi CODICE_FISCALE',
    descrizione: 'Entra con il gestore SPID di prova e stampa il cookie di sessione',
  },
]

export function aiuto(c: Configurazione): string {
  const rows = [...comandi(c), ...comandiEsterni].map((x) => [x.uso, x.descrizione] as const).sort()
  return [
    'Uso: npm run trama -- COMANDO [opzioni]',
    '',
    ...rows.flatMap(([uso, descrizione]) => [`  ${uso}`, `      ${descrizione}`]),
    '',
    'Per tutti: --operatore NOME   chi agisce, come lo nominerà il registro (se assente: l’utente del sistema)',
  ].join('\n')
}

/** Runs one command over open data. Returns the exit code. */
export async function esegui(
  c: Configurazione,
  deps: Deps,
  request: { args: string[]; cwd: string; operatore: string },
  { out, err }: CommandOutput,
): Promise<number> {
  const { args, cwd, operatore } = request
  const found = comandi(c)
    .filter((x) => x.nome.split(' ').every((w, i) => args[i] === w))
    .sort((a, b) => b.nome.length - a.nome.length)[0]
  if (!found) {
    out(`Comando sconosciuto: ${args.join(' ')}`)
    out(aiuto(c))
    return 1
  }
  await inCtx(deps, { azione: 'comando', nazionale: true, operatore }, ({ tx }) =>
    tx.insertInto('comandoEseguito').values({ nome: found.nome }).execute(),
  )
  const env: AmbienteComando = { deps, operatore, cwd, baseUrl: c.baseUrl, out, err }
  return found.run(env, args.slice(found.nome.split(' ').length))
}
