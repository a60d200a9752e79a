import { nuovaBase } from './database.ts'

/** The database as its owner sees it, for the tests that read the catalogue. */
export async function catalogo() {
  const { owner, close } = await nuovaBase()
  // the embedded engine's connection is the login role by now
  await owner.exec('reset role')
  return { rows: async <R>(text: string) => (await owner.query(text)).rows as R[], close }
}
