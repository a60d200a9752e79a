// The text of a scheme as fields, with what the product fills in by itself.
import { segnaposti } from '../../shared/territorio/schemi.rules.ts'
import { TextArea, TextField } from '../kernel/form/fields.tsx'

export const CampiSchema = () => (
  <>
    <TextField name="titolo" label="Titolo" />
    <TextArea
      name="testo"
      label="Testo"
      righe={18}
      aiuto={
        <>
          Paragrafi divisi da una riga vuota; «# » e «## » all’inizio fanno un titolo, «- » un elenco. Si riempiono da
          sé: {segnaposti.map((s) => `{{${s}}}`).join(' ')}; ciò che non si conosce diventa una riga su cui scrivere.
        </>
      }
    />
    <TextField name="fonte" label="Fonte" aiuto="L’atto o la nota che porta questo testo" />
  </>
)
