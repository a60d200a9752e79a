import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { Binario, ById, endpoint, Fatto, Oggetto, Opzionale, Testo } from '../../shared/kernel/endpoint.ts'
import { anticipa, dimenticaPartite, partita } from './anticipo.ts'
import { nomeFile, ProblemaRete, readReply, splitInput } from './client.ts'

const sospendi = endpoint({
  method: 'POST',
  path: '/utenti/:id/sospensione',
  azione: 'utente.sospendi',
  summary: 'Sospende',
  params: ById,
  query: Oggetto({ prova: Type.Optional(Type.Boolean()), stati: Type.Optional(Type.Array(Type.String())) }),
  body: Oggetto({ motivo: Testo(), al: Opzionale(Type.String()) }),
  reply: Fatto,
})
const carica = endpoint({
  method: 'POST',
  path: '/importazioni',
  azione: 'utente.importa',
  summary: 'Importa',
  query: Oggetto({ comune: Type.Optional(Type.String()) }),
  upload: { maxBytes: 1000 },
  reply: Fatto,
})
const esporta = endpoint({
  method: 'GET',
  path: '/esporta',
  azione: 'utente.leggi',
  summary: 'Esporta',
  reply: Binario,
})

describe('the input of a contract', () => {
  it('goes to path, query and body by the keys of the contract', () => {
    expect(splitInput(sospendi, { id: 'a/b', prova: true, motivo: 'ferie', al: null })).toEqual({
      url: '/api/utenti/a%2Fb/sospensione?prova=true',
      body: { motivo: 'ferie', al: null },
    })
  })
  it('leaves out of the query what is empty, and repeats the key of a list', () => {
    const { url } = splitInput(sospendi, { id: '1', prova: undefined, stati: ['attivo', '', 'sospeso'], motivo: 'x' })
    expect(url).toBe('/api/utenti/1/sospensione?stati=attivo&stati=sospeso')
  })
  it('of an upload is the file, named in the query', () => {
    const file = new File(['x'], 'operatori maggio.xlsx')
    expect(splitInput(carica, { file, comune: 'E472' })).toEqual({
      url: '/api/importazioni?comune=E472&nome=operatori+maggio.xlsx',
      file,
    })
  })
  it('refuses a key that the contract does not have, and a path without its parameter', () => {
    expect(() => splitInput(sospendi, { id: '1', motivazione: 'x' })).toThrow('«motivazione»')
    expect(() => splitInput(sospendi, { motivo: 'x' })).toThrow('«id»')
  })
})

const refusal = (r: Response): Promise<ProblemaRete> =>
  readReply(sospendi, r).then(
    () => Promise.reject(new Error('it was accepted')),
    (e) => e,
  )

describe('the reply', () => {
  it('of a refusal becomes a ProblemaRete with its fields', async () => {
    const body = {
      type: 'x',
      title: 'Titolo',
      status: 422,
      codice: 'regola',
      detail: 'Dettaglio',
      errori: [{ campo: 'a' }],
    }
    const r = new Response(JSON.stringify(body), {
      status: 422,
      headers: { 'content-type': 'application/problem+json' },
    })
    const p = await refusal(r)
    expect(p).toBeInstanceOf(ProblemaRete)
    expect([p.message, p.title, p.codice, p.errori]).toEqual(['Dettaglio', 'Titolo', 'regola', [{ campo: 'a' }]])
  })
  it('of something that is not Trama is a refusal in words too', async () => {
    const r = new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } })
    const p = await refusal(r)
    expect([p.status, p.codice]).toEqual([502, 'server-non-raggiungibile'])
  })
  it('of an endpoint that answers with a file is the file with its name', async () => {
    const r = new Response('abc', {
      headers: { 'content-disposition': "attachment; filename*=UTF-8''elenco%20%C3%A8.xlsx" },
    })
    const f = (await readReply(esporta, r)) as { nome: string; blob: Blob }
    expect([f.nome, f.blob.size]).toEqual(['elenco è.xlsx', 3])
  })
  it('names the file from either form of the header', () => {
    expect(nomeFile('attachment; filename="a b.csv"')).toBe('a b.csv')
    expect(nomeFile(null)).toBe('documento')
  })
})

describe('a reading sent before its page', () => {
  const leggi = endpoint({ ...sospendi, method: 'GET', body: undefined, query: undefined } as never) as typeof sospendi
  it('is sent once: the first that asks the same takes its answer, or its refusal', async () => {
    const { fetch } = globalThis
    let inviate = 0
    globalThis.fetch = async () => {
      inviate++
      return new Response('{"title":"No","codice":"non-trovato"}', {
        status: 404,
        headers: { 'content-type': 'application/json' },
      })
    }
    try {
      anticipa(leggi, { id: '1' } as never)
      expect(partita(leggi, { id: '2' } as never)).toBeUndefined()
      await expect(partita(leggi, { id: '1' } as never)).rejects.toMatchObject({ status: 404 })
      expect(partita(leggi, { id: '1' } as never)).toBeUndefined()
      expect(inviate).toBe(1)
      // of another ambito, or of another person, it is asked again
      anticipa(leggi, { id: '1' } as never)
      dimenticaPartite()
      expect(partita(leggi, { id: '1' } as never)).toBeUndefined()
    } finally {
      globalThis.fetch = fetch
    }
  })
})
