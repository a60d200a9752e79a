// What the schema fixes once and for all, said once for the writer and the reader: the namespace and the structural
// attributes of each element. They carry no data.
export const HL7 = 'urn:hl7-org:v3'

export const AVVERTENZA =
  'schema non verificato: elementi e codici ricostruiti da un’altra applicazione, da confermare con Regione Lombardia'

export const S = {
  radice: { ITSVersion: 'XML_1.0' },
  receiver: { typeCode: 'RCV' },
  sender: { typeCode: 'SND' },
  device: { classCode: 'DEV', determinerCode: 'INSTANCE' },
  controlActProcess: { classCode: 'CACT', moodCode: 'EVN' },
  subject: { typeCode: 'SUBJ' },
  encounterEvent: { classCode: 'ENC', moodCode: 'EVN' },
  politicalOrganization: { classCode: 'ORG' },
  guarantorOrganization: { classCode: 'ORG' },
  consultant: { typeCode: 'CON' },
  attender: { typeCode: 'ATND' },
  assegnato: { classCode: 'ASSIGNED' },
  need: { classCode: 'COND', moodCode: 'EVN' },
  informant: { typeCode: 'INF' },
  reference: { typeCode: 'REFR' },
  pertinentInformation2: { typeCode: 'PERT' },
  carePlan: { classCode: 'PCPR', moodCode: 'INT' },
  component2: { typeCode: 'COMP' },
} as const

/** The uses by which the message tells one address of a person from another. */
export const USI = {
  comuneResidenza: 'comune residenza',
  regioneResidenza: 'regione residenza',
  nazioneResidenza: 'nazione residenza',
  comuneDomicilio: 'comune domicilio',
} as const
/** The same, of whoever is not the assisted person: the observed messages write it otherwise. */
export const USO_RESIDENZA = 'comune di residenza'
export const USO_NASCITA = 'comune di nascita'

/** `type` of the value of an observation (CD a code, MO an amount, ANY the rest); a text has no value. */
export const TIPI_VALORE = { codice: 'CD', importo: 'MO', denominazione: 'ANY', data: 'ANY' } as const
