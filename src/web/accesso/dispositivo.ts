/** «Chrome su Windows»: enough to recognise one's own computer. */
export function dispositivoInParole(userAgent: string): string {
  const trova = (nomi: [RegExp, string][]) => nomi.find(([r]) => r.test(userAgent))?.[1]
  const browser = trova([
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/Chrom(e|ium)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const sistema = trova([
    [/iPhone|iPad/, 'iPhone o iPad'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'Mac'],
    [/Linux/, 'Linux'],
  ])
  if (browser && sistema) return `${browser} su ${sistema}`
  return browser ?? sistema ?? (userAgent || 'Dispositivo non riconosciuto')
}
