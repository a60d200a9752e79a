import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { adesione, luoghiDiNascita } from '../test/support/accreditamento.ts'
import { nuovoAmbito, testApp } from '../test/support/app.ts'
import { buildImages } from '../test/support/database.ts'
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'
import { colonneModello } from '../src/shared/accreditamento/importazioni.rules.ts'
import { scriviFoglioLungo } from '../src/server/kernel/tabelle/scrivi.ts'
import { comandiAccreditamento } from '../src/server/accreditamento/comandi.ts'
import { assertFoglio, apri, avviaConferma } from '../src/server/accreditamento/importazioni.ts'
import { verifica, importa } from '../src/server/accreditamento/importazioni-corsa.ts'
import { inCtx } from '../src/server/kernel/serve.ts'
const N = Number(process.argv[2])
const file = `/tmp/massa-${N}.xlsx`
await buildImages(process.env.TRAMA_TEST_PG)
const t = await testApp()
await luoghiDiNascita(t)
const a = await nuovoAmbito(t, 30)
for (const c of a.comuni) await adesione(t, a, c)
if (process.argv[3] === 'scrivi') {
  const alf = 'BCDFGLMNPRSTVZ'
  function* righe() {
    const nomi = ['Case manager', 'RCA', 'CP', 'CCA']
    for (let n = 0; n < N; n++) {
      const p = { cognome: `${alf[n % 14]}a${alf[Math.floor(n / 14) % 14]}e${alf[Math.floor(n / 196) % 14]}o`, nome: 'Maria', dataNascita: `${1950 + (Math.floor(n / 2744) % 50)}-${String(1 + (Math.floor(n / 1000) % 9)).padStart(2, '0')}-15`, genere: 'F' as const, belfiore: 'H501' }
      yield [calcolaCodiceFiscale(p), p.nome, p.cognome, p.dataNascita, 'Roma', 'F', `Comune di prova ${String.fromCharCode(65 + Math.floor((n % 30) / 26))}${String.fromCharCode(65 + ((n % 30) % 26))}`, '', `u${n}@example.it`, '06 1234567', nomi[n % 4], 'PON', '2027-12-31']
    }
  }
  const cols = colonneModello.map((titolo) => ({ titolo, formato: (titolo.startsWith('Data') || titolo.startsWith('Fine') ? 'data' : 'testo') as 'data' | 'testo' }))
  await writeFile(file, scriviFoglioLungo({ nome: 'Utenti', colonne: cols }, righe()))
  console.log('comuni', a.comuni[0], a.comuni.at(-1), statSync(file).size)
  process.exit(0)
}
// the file names comuni of another run: rename ours
const mem = () => `${Math.round(process.memoryUsage().rss / 1e6)} MB (picco ${Math.round(process.resourceUsage().maxRSS / 1e3)})`
const ora = () => performance.now()
const scope = { azione: 'importazione.esegui', ambito: a.id, intero: true, operatore: 'x' }
await t.deps.db.inScope({ azione: 'p', nazionale: true }, (tx) => sql`update comune set nome = 'Comune di prova ' || chr(65 + (x.n / 26)::int) || chr(65 + (x.n % 26)::int) from (select id, row_number() over (order by id) - 1 as n from comune where id = any(${a.comuni})) x where x.id = comune.id`.execute(tx))
console.log('inizio', mem())
let q = ora()
const passo = (s: string) => { console.log(s.padEnd(12), ((ora() - q) / 1000).toFixed(2), 's', mem()); q = ora() }
await assertFoglio(file); passo('lettura')
const hash = createHash('sha256'); for await (const p of createReadStream(file)) hash.update(p as Buffer)
const id = await inCtx(t.deps, scope, async (ctx) => {
  const r = (await sql<{ id: string }>`insert into richiesta_formale (ambito_id, ufficio, protocollo, data) values (${a.id}, 'x', ${String(N)}, '2026-01-01') returning id`.execute(ctx.tx)).rows[0]!.id
  return (await apri(ctx, { path: file, nome: 'x.xlsx', bytes: statSync(file).size, sha256: hash.digest('hex') }, r)).id
}); passo('deposito')
await verifica(t.deps, { ...scope, id }); passo('verifica')
await inCtx(t.deps, scope, (ctx) => avviaConferma(ctx, id))
await importa(t.deps, { ...scope, id }); passo('importa')
console.log((await inCtx(t.deps, scope, (ctx) => sql`select stato, accettate, gia_presenti, rifiutate, (select motivi from importazione_riga r where r.importazione_id = m.id and esito='rifiutata' limit 1) from importazione m where id = ${id}`.execute(ctx.tx))).rows)
// yardstick: the same rows by one insert … select per table, triggers on
if (process.argv[3] === 'metro') {
  const b = await nuovoAmbito(t, 1)
  q = ora()
  await t.deps.db.inScope({ azione: 'metro', nazionale: true, ambito: undefined }, async (tx) => {
    await sql`insert into utente (ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, email, telefono, fondo, fine_contratto, stato)
      select ${b.id}, 'X' || substr(codice_fiscale, 2), cognome, nome, data_nascita, luogo_nascita_id, genere, email, telefono, fondo, fine_contratto, 'inserito' from utente where ambito_id = ${a.id} and cognome <> 'Prova'`.execute(tx)
    await sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, stato) select ${b.id}, u.id, x.ruolo_id, ${b.comuni[0]}, x.dal, x.stato
      from assegnazione x join utente v on v.id = x.utente_id join utente u on u.ambito_id = ${b.id} and u.codice_fiscale = 'X' || substr(v.codice_fiscale, 2) where x.ambito_id = ${a.id}`.execute(tx)
  }); passo('metro')
}
process.exit(0)
