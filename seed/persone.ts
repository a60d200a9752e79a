// The persons of the demonstration: invented, deterministic, and the same that the test identity provider offers.
// Data only: seed/demo.ts makes them users through the handlers.
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'

export interface PersonaDemo {
  codiceFiscale: string
  nome: string
  cognome: string
  /** YYYY-MM-DD */
  dataNascita: string
  /** Belfiore code. */
  luogoNascita: string
  genere: 'M' | 'F'
  email: string
  telefono: string
  /** What this person is for. */
  nota: string
  /** Signs in with success. */
  entra: boolean
}

const slug = (s: string) =>
  s
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/g, '')

export function persona(
  nome: string,
  cognome: string,
  genere: 'M' | 'F',
  dataNascita: string,
  luogoNascita: string,
  nota: string,
  entra = true,
): PersonaDemo {
  return {
    codiceFiscale: calcolaCodiceFiscale({ nome, cognome, genere, dataNascita, belfiore: luogoNascita }),
    nome,
    cognome,
    dataNascita,
    luogoNascita,
    genere,
    email: `${slug(nome)}.${slug(cognome)}@example.it`,
    telefono: '3330000000',
    nota,
    entra,
  }
}

/** What an accreditation asks of a person. */
export const anagraficaDi = ({ nota: _n, entra: _e, ...p }: PersonaDemo) => p

export const persone = {
  superUtente: persona('Silvia', 'Prova', 'F', '1971-03-14', 'H501', 'Super Utente'),
  amministratrice: persona(
    'Anna',
    'Esempio',
    'F',
    '1975-06-02',
    'E472',
    'Amministratrice dell’ambito di Latina (dimostrativo)',
  ),
  amministratore: persona(
    'Ambrogio',
    'Esempio',
    'M',
    '1969-12-07',
    'F205',
    'Amministratore dell’ambito del Magentino (dimostrativo)',
  ),
  coordinatoreECase: persona(
    'Mario',
    'Sintetico',
    'M',
    '1980-01-20',
    'E472',
    'Coordinatore dei patti e case manager, per tutto l’ambito',
  ),
  caseManager: persona('Carla', 'Finta', 'F', '1988-09-30', 'C740', 'Case manager di Cisterna di Latina'),
  coordinatoreControlli: persona(
    'Antonio',
    'Campione',
    'M',
    '1977-04-11',
    'D003',
    'Coordinatore dei controlli di due comuni, responsabile in un terzo',
  ),
  responsabileControlli: persona(
    'Rosa',
    'Modello',
    'F',
    '1983-11-05',
    'E472',
    'Responsabile dei controlli anagrafici di Latina',
  ),
  coordinatoreVerifiche: persona(
    'Vito',
    'Bozza',
    'M',
    '1972-08-19',
    'H501',
    'Coordinatore delle verifiche del nucleo di Latina',
  ),
  responsabileVerifiche: persona(
    'Renata',
    'Traccia',
    'F',
    '1990-02-28',
    'F839',
    'Responsabile delle verifiche del nucleo di Latina',
  ),
  svantaggio: persona('Sergio', 'Schema', 'M', '1979-05-23', 'E472', 'Responsabile delle condizioni di svantaggio'),
  puc: persona('Piera', 'Prototipo', 'F', '1985-07-16', 'H501', 'Responsabile dei PUC'),
  incontri: persona('Irene', 'Simulata', 'F', '1993-10-09', 'E472', 'Registra gli incontri'),
  straniero: persona('Andrei', 'Dimostrativo', 'M', '1984-03-03', 'Z129', 'Case manager con il contratto in scadenza'),
  sospesa: persona('Sofia', 'Sospesa', 'F', '1986-12-12', 'E472', 'Sospesa: legge perché non entra', false),
  cessato: persona('Cesare', 'Cessato', 'M', '1965-01-31', 'E472', 'Cessato: legge perché non entra', false),
  preparata: persona(
    'Paola',
    'Preparata',
    'F',
    '1991-06-25',
    'H421',
    'Preparata: attende la convenzione del suo comune',
    false,
  ),
  milanese: persona('Milena', 'Prova', 'F', '1982-02-17', 'E801', 'Coordinatrice dei patti di Magenta'),
  sportello: persona('Olga', 'Sportello', 'F', '1989-01-12', 'E472', 'Operatrice di sportello di Latina'),
  assistenteSociale: persona(
    'Teresa',
    'Cartella',
    'F',
    '1984-10-22',
    'E472',
    'Assistente sociale di Latina e di Cisterna',
  ),
  assistenteSociale2: persona('Bruno', 'Fascicolo', 'M', '1978-03-30', 'C740', 'Assistente sociale di Latina'),
  educatore: persona('Elio', 'Diario', 'M', '1992-05-17', 'E472', 'Educatore di Latina'),
  psicologa: persona('Paola', 'Ascolto', 'F', '1981-08-08', 'H501', 'Psicologa di Latina'),
  responsabile: persona('Lucia', 'Servizio', 'F', '1968-11-19', 'E472', 'Responsabile del servizio sociale di Latina'),
  coordinatrice: persona(
    'Carmela',
    'Carico',
    'F',
    '1974-02-26',
    'E472',
    'Coordinatrice: vede il peso del lavoro, non i casi',
  ),
  amministrativa: persona(
    'Ada',
    'Protocollo',
    'F',
    '1987-06-14',
    'E472',
    'Amministrativa dei servizi sociali di Latina',
  ),
  prontoIntervento: persona('Nino', 'Notte', 'M', '1990-09-01', 'E472', 'Pronto intervento sociale'),
  dpo: persona('Dario', 'Tutela', 'M', '1970-04-05', 'H501', 'Responsabile della protezione dei dati dell’ambito'),
  tecnico: persona('Tino', 'Parametro', 'M', '1986-12-03', 'E472', 'Amministratore tecnico: nessun dato delle persone'),
  operatoreFlussi: persona(
    'Flavia',
    'Flussi',
    'F',
    '1983-09-21',
    'E472',
    'Prepara i flussi per INPS dei comuni di Latina e di Cisterna',
  ),
  operatoreMetropolitano: persona(
    'Mirco',
    'Metropoli',
    'M',
    '1980-10-11',
    'F205',
    'Prepara da un altro ambito i flussi che Cisterna e Corbetta gli affidano',
  ),
  componenteEquipe: persona(
    'Iris',
    'Psiche',
    'F',
    '1977-06-17',
    'C740',
    'Psichiatra della ASL, nominata nell’équipe di un caso di Cisterna',
  ),
  sconosciuto: persona(
    'Nessuno',
    'Accreditato',
    'M',
    '1970-07-07',
    'H501',
    'Ha SPID ma nessuno lo ha accreditato',
    false,
  ),
} as const

export const personeDimostrative: readonly PersonaDemo[] = Object.values(persone)
