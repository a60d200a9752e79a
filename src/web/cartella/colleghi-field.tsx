// Who else will see what is about to be written, in words.
import { ChecksField } from '../kernel/form/fields.tsx'

export function ColleghiField({ name, colleghi }: { name: string; colleghi: readonly { id: string; nome: string }[] }) {
  if (colleghi.length === 0) return <p>Non ci sono altri colleghi: lo vedrai soltanto tu.</p>
  return (
    <ChecksField
      name={name}
      label="Oltre a te lo vedranno"
      aiuto="Per tutti gli altri non esisterà."
      opzioni={colleghi.map((c) => [c.id, c.nome] as const)}
    />
  )
}
