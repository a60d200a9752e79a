// The data of an ambito as fields: the same when it is created and when it is changed.
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { ComuneField } from './parti.tsx'

export function CampiAmbito() {
  const regioni = useEndpoint(ambitiApi.regioni, {}, { staleTime: 300_000 })
  return (
    <>
      <TextField name="nome" label="Nome" aiuto="Come lo chiama la regione: per esempio «Ambito LT2 – Latina»" />
      <SelectField name="regioneId" label="Regione" opzioni={(regioni.data?.voci ?? []).map((r) => [r.id, r.nome])} />
      <ComuneField name="capofilaId" label="Comune capofila" />
      <TextField
        name="soggettoAttuatore"
        label="Soggetto attuatore"
        aiuto="Solo se non è il capofila: consorzio, azienda speciale, unione di comuni"
      />
      <TextField name="pec" label="PEC" tipo="email" />
      <TextField name="email" label="E-mail" tipo="email" />
      <TextField name="telefono" label="Telefono" tipo="tel" />
    </>
  )
}
