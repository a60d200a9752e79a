// What the environment may not do by omission.
import { expect, test } from 'vitest'
import { ErroreDiAvvio, leggiConfigurazione } from './config.ts'

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

test('a wrong address stops the start with a sentence that names the variable, and never a password', () => {
  const rifiuto = (env: NodeJS.ProcessEnv) => {
    try {
      leggiConfigurazione(env)
    } catch (e) {
      return e instanceof ErroreDiAvvio ? e.message : 'another error'
    }
    return 'accepted'
  }
  for (const url of [
    'trama.example.it',
    'localhost:3000',
    'https://',
    'ftp://trama.example.it',
    'https://trama example.it',
  ])
    expect(rifiuto({ TRAMA_BASE_URL: url }), url).toMatch(/^TRAMA_BASE_URL/)
  for (const nome of ['TRAMA_SMTP_URL', 'TRAMA_PEC_SMTP_URL'])
    for (const url of [
      'mail.example.it',
      'https://mail.example.it',
      'smtp://',
      'smtp://u:segreta@h:porta',
      'smtp://u:segreta%@h',
    ]) {
      expect(rifiuto({ [nome]: url }), url).toMatch(new RegExp(`^${nome} non è`))
      expect(rifiuto({ [nome]: url })).not.toContain('segreta')
    }
  expect(rifiuto({ TRAMA_SMTP_URL: 'smtps://u%40example.it:a%25b@mail.example.it:465' })).toBe('accepted')
})
