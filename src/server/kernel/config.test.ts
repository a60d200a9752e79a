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

test('the simulator of INPS goes with it, never in production nor on the exchange of somebody else', () => {
  const c = (env: NodeJS.ProcessEnv) => leggiConfigurazione(env)
  expect(c({})).toMatchObject({ simulatore: true, scambio: expect.stringMatching(/scambio$/) })
  expect(c({ TRAMA_SCAMBIO: 'cartella-inps' })).toMatchObject({
    simulatore: false,
    scambio: expect.stringMatching(/cartella-inps$/),
  })
  expect(c({ TRAMA_SIMULATORE_INPS: '0' })).toMatchObject({ simulatore: false, scambio: undefined })
  expect(c({ TRAMA_BASE_URL: 'https://trama.example.it' })).toMatchObject({ simulatore: false, scambio: undefined })
  expect(() => c({ NODE_ENV: 'production', TRAMA_SIMULATORE_INPS: '1' })).toThrow()
})
