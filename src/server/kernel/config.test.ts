// What the environment may not do by omission.
import { expect, test } from 'vitest'
import { leggiConfigurazione } from './config.ts'

test('the test identity provider is there by itself only where nobody else arrives', () => {
  const idp = (env: NodeJS.ProcessEnv) => leggiConfigurazione(env).idpProva
  expect(idp({})).toBe(true)
  expect(idp({ TRAMA_BASE_URL: 'http://localhost:8080' })).toBe(true)
  expect(idp({ TRAMA_HOST: '0.0.0.0' })).toBe(false)
  // behind a proxy the server itself listens on localhost
  expect(idp({ TRAMA_BASE_URL: 'https://trama.example.it' })).toBe(false)
  expect(idp({ TRAMA_BASE_URL: 'https://trama.example.it', TRAMA_IDP_PROVA: '1' })).toBe(true)
})
