// Names of people who do not exist. Every surname carries a word that says so, wherever it is read.

const radici = [
  'Alberti',
  'Bassani',
  'Cardelli',
  'Donati',
  'Elmi',
  'Fabbri',
  'Galli',
  'Innocenti',
  'Lanza',
  'Manetti',
  'Nardi',
  'Oliva',
  'Perini',
  'Quadri',
  'Ranieri',
  'Salvi',
  'Tedeschi',
  'Ubaldi',
  'Valenti',
  'Zanella',
  'Amato',
  'Basile',
  'Corsini',
  'Durante',
  'Ferri',
  'Gentile',
  'Lombardi',
  'Marino',
  'Negri',
  'Orlandi',
  'Palma',
  'Riva',
  'Serra',
  'Testa',
  'Vitale',
  'Zito',
  'Barone',
  'Caruso',
  'Farina',
  'Greco',
] as const

const segni = [
  'Sintetici',
  'Dimostrativi',
  'Simulati',
  'Inventati',
  'Fittizi',
  'Campione',
  'Immaginari',
  'Esemplari',
  'Modello',
  'Provvisori',
  'Apparenti',
  'Figurati',
  'Supposti',
  'Prototipi',
  'Virtuali',
  'Ipotetici',
  'Teorici',
  'Segnaposto',
] as const

const radiciEstere: Readonly<Record<string, readonly string[]>> = {
  Z330: ['El Amrani', 'Benali', 'Ait Lahcen'],
  Z129: ['Popescu', 'Ionescu', 'Radu'],
  Z100: ['Hoxha', 'Shehu', 'Dervishi'],
  Z138: ['Kovalenko', 'Shevchuk', 'Bondarenko'],
  Z335: ['Okafor', 'Eze', 'Adebayo'],
  Z222: ['Singh', 'Kaur', 'Sharma'],
  Z249: ['Rahman', 'Hossain', 'Akter'],
  Z336: ['Mansour', 'Ibrahim', 'Farouk'],
}

const nomiItaliani = {
  M: [
    'Andrea',
    'Bruno',
    'Carlo',
    'Davide',
    'Enzo',
    'Fabio',
    'Guido',
    'Ivan',
    'Lorenzo',
    'Matteo',
    'Nicola',
    'Osvaldo',
    'Paolo',
    'Renato',
    'Stefano',
    'Tommaso',
    'Umberto',
    'Vincenzo',
    'Alessio',
    'Cesare',
    'Dario',
    'Elia',
    'Franco',
    'Gino',
  ],
  F: [
    'Alice',
    'Bianca',
    'Carla',
    'Diana',
    'Elena',
    'Franca',
    'Greta',
    'Irene',
    'Laura',
    'Marta',
    'Nadia',
    'Ornella',
    'Paola',
    'Rosa',
    'Silvia',
    'Teresa',
    'Ursula',
    'Viola',
    'Agnese',
    'Clara',
    'Delia',
    'Emma',
    'Flora',
    'Gemma',
  ],
} as const

const nomiEsteri: Readonly<Record<string, { M: readonly string[]; F: readonly string[] }>> = {
  Z330: { M: ['Youssef', 'Rachid', 'Hamza'], F: ['Fatima', 'Khadija', 'Samira'] },
  Z129: { M: ['Mihai', 'Ion', 'Cristian'], F: ['Ioana', 'Mihaela', 'Elena'] },
  Z100: { M: ['Arben', 'Besnik', 'Ilir'], F: ['Mirela', 'Teuta', 'Drita'] },
  Z138: { M: ['Taras', 'Bohdan', 'Ostap'], F: ['Oksana', 'Lesya', 'Olena'] },
  Z335: { M: ['Chidi', 'Emeka', 'Tunde'], F: ['Amaka', 'Ngozi', 'Folake'] },
  Z222: { M: ['Gurpreet', 'Rajesh', 'Arjun'], F: ['Harpreet', 'Priya', 'Sunita'] },
  Z249: { M: ['Rafiq', 'Kamal', 'Tariq'], F: ['Nasrin', 'Salma', 'Rehana'] },
  Z336: { M: ['Ahmed', 'Karim', 'Mostafa'], F: ['Nadia', 'Heba', 'Mona'] },
}

/** Foreign states of the demonstration, by Belfiore code. */
export const stati: Readonly<Record<string, string>> = {
  Z330: 'Marocco',
  Z129: 'Romania',
  Z100: 'Albania',
  Z138: 'Ucraina',
  Z335: 'Nigeria',
  Z222: 'India',
  Z249: 'Bangladesh',
  Z336: 'Egitto',
}
export const codiciStati = Object.keys(stati)

/** The surname of the n-th family line: no two have the same. */
export function cognome(n: number, stato?: string): string {
  const radici_ = (stato && radiciEstere[stato]) || radici
  // the sign changes first, so that the same root is never twice on one page
  const segno = segni[n % segni.length]!
  return `${radici_[Math.floor(n / segni.length + n) % radici_.length]!} ${segno}`
}

export const nomi = (sesso: 'M' | 'F', stato?: string): readonly string[] =>
  (stato && nomiEsteri[stato]?.[sesso]) || nomiItaliani[sesso]

/** Streets that no town has. */
export const vie = [
  'Via dimostrativa',
  'Via degli Esempi',
  'Viale dei Campioni',
  'Piazza della Prova',
  'Via del Modello',
  'Largo Sintetico',
  'Vicolo delle Ipotesi',
  'Via dei Segnaposto',
] as const

export const scuole = [
  'Istituto comprensivo dimostrativo «Primo Esempio»',
  'Istituto comprensivo dimostrativo «Secondo Esempio»',
  'Istituto superiore dimostrativo «Terzo Esempio»',
] as const
