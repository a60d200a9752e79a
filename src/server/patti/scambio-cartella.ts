// The exchange through folders, one for each ambito: `uscita` is what the receiver takes, `ingresso` what it leaves for us, `letti`
// what we have read of it, `in-preparazione` what nobody looks at. Whatever brings the files to INPS and back (its own client, sftp,
// somebody) works on these.
import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileDaLeggere, Scambio } from './scambio-file.ts'

export const cartelle = {
  preparazione: 'in-preparazione',
  uscita: 'uscita',
  ingresso: 'ingresso',
  letti: 'letti',
} as const

export function scambioPerCartelle(base: string): Scambio {
  const dove = async (ambito: string, quale: keyof typeof cartelle) => {
    const d = join(base, ambito.replace(/[^A-Za-z0-9-]/g, '_'), cartelle[quale])
    await mkdir(d, { recursive: true, mode: 0o700 })
    return d
  }
  return {
    async prepara(ambito, nome, contenuto) {
      const f = await open(join(await dove(ambito, 'preparazione'), nome), 'w', 0o600)
      try {
        await f.writeFile(contenuto)
        // on the disk before anybody is told that it is there
        await f.sync()
      } finally {
        await f.close()
      }
    },
    async pubblica(ambito, nome) {
      try {
        await rename(join(await dove(ambito, 'preparazione'), nome), join(await dove(ambito, 'uscita'), nome))
        return true
      } catch (e) {
        if ((e as NodeJS.ErrnoException).code === 'ENOENT') return false
        throw e
      }
    },
    async *arrivati(ambito): AsyncGenerator<FileDaLeggere> {
      const da = await dove(ambito, 'ingresso')
      const letti = await dove(ambito, 'letti')
      // one that is still being written has another name, or begins with a dot
      const nomi = (await readdir(da, { withFileTypes: true }))
        .filter((f) => f.isFile() && /^[^.].*\.(csv|txt)$/i.test(f.name))
        .map((f) => f.name)
      for (const nome of nomi.sort()) {
        yield { nome, path: join(da, nome) }
        await rename(join(da, nome), join(letti, nome))
      }
    },
  }
}
