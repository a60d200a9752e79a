// What the operators of the demonstration write, by area. Invented; nothing comes from a real record.

export interface Area {
  oggetto: string
  accordi: string
  desideri: string
  /** Of a segnalazione: classification and facts. */
  segnalazioni: readonly (readonly [classificazione: string, fatti: string])[]
  fatti: readonly string[]
  parole: readonly string[]
  valutazioni: readonly string[]
  compiti: readonly (readonly [tipo: string, titolo: string])[]
  chiusura: string
}

export const aree: Readonly<Record<string, Area>> = {
  'famiglia-minori': {
    oggetto: 'Sostegno alla genitorialità e frequenza scolastica dei figli.',
    accordi:
      'Colloqui ogni quindici giorni; educativa domiciliare due pomeriggi alla settimana; contatti con la scuola ogni mese.',
    desideri: 'Stare più tranquilli la sera e avere un aiuto con i compiti.',
    segnalazioni: [
      ['evasione-scolastica', 'Assente da scuola da tre settimane; i genitori non rispondono alle comunicazioni.'],
      ['separazione-conflittuale', 'Liti accese al momento dell’incontro con i figli, riferite dalla scuola.'],
      ['trascuratezza', 'I bambini arrivano a scuola senza merenda e con vestiti non adatti alla stagione.'],
    ],
    fatti: [
      'La casa è in ordine. I bambini fanno i compiti in cucina mentre la nonna prepara la cena.',
      'All’incontro con le insegnanti erano presenti entrambi i genitori; il pagellino è migliorato in due materie.',
      'Il bambino è arrivato in ritardo e con lo zaino vuoto; ha parlato poco, poi ha disegnato la sua stanza.',
      'L’educatore riferisce che gli orari della settimana sono stati rispettati.',
    ],
    parole: [
      '«Adesso la sera leggiamo insieme».',
      '«Non voglio più sentirli gridare».',
      '«Mi piace quando viene Elio».',
    ],
    valutazioni: [
      'Le regole della giornata reggono quando gli adulti se le dividono: si continua così e si rivede tra due mesi.',
      'Il conflitto tra i genitori ricade sui figli nei giorni di scambio: si propone la mediazione familiare.',
    ],
    compiti: [
      ['relazione', 'Aggiornamento per la scuola'],
      ['visita-domiciliare', 'Visita a casa con l’educatore'],
      ['riunione', 'Incontro con le insegnanti'],
    ],
    chiusura: 'La frequenza è regolare da un quadrimestre e la famiglia sa a chi rivolgersi.',
  },
  anziani: {
    oggetto: 'Aiuto nella vita quotidiana e rete intorno a una persona anziana.',
    accordi:
      'Assistenza domiciliare tre mattine alla settimana; telefonata il lunedì; la figlia avvisa se cambia la terapia.',
    desideri: 'Restare a casa propria.',
    segnalazioni: [
      ['anziano-solo', 'Da alcuni giorni non ritira la posta e non apre la porta ai vicini.'],
      ['assistenza-insufficiente', 'Dimesso dall’ospedale senza nessuno che possa aiutarlo la notte.'],
      ['incuria', 'La casa è in forte disordine e i farmaci sono scaduti.'],
    ],
    fatti: [
      'È venuta ad aprire da sola, con il deambulatore. In frigorifero c’era cibo per due giorni.',
      'L’assistente domiciliare ha trovato i farmaci della settimana ancora nella scatola.',
      'La vicina porta la spesa il sabato e ha le chiavi di casa.',
      'Ha ricordato il nome dei nipoti e la data; si è stancata dopo mezz’ora.',
    ],
    parole: [
      '«Qui sono nata e qui voglio stare».',
      '«La notte è lunga».',
      '«Con la signora del mattino mi trovo bene».',
    ],
    valutazioni: [
      'Può restare a casa con l’aiuto attuale; va ripensata la notte prima dell’inverno.',
      'Il carico della figlia è al limite: si propone un periodo di sollievo.',
    ],
    compiti: [
      ['prestazione', 'Rinnovo dell’assistenza domiciliare'],
      ['telefonata', 'Sentire il medico per la terapia'],
      ['verifica', 'Verifica del piano con la figlia'],
    ],
    chiusura: 'È entrata stabilmente nella residenza che ha scelto; la figlia la visita ogni giorno.',
  },
  disabili: {
    oggetto: 'Progetto di vita di una persona con disabilità e sostegno ai genitori.',
    accordi: 'Centro diurno quattro giorni; laboratorio il venerdì; incontro di verifica ogni tre mesi con l’équipe.',
    desideri: 'Fare la spesa da solo e un giorno abitare con due amici.',
    segnalazioni: [
      ['dopo-di-noi', 'I genitori sono anziani e temono di non farcela più.'],
      ['assistenza-disabile', 'L’assistente a scuola manca da un mese.'],
      ['necessita-amministratore', 'Firma contratti che non comprende: se ne chiede la tutela.'],
    ],
    fatti: [
      'Al centro diurno ha preparato la tavola per tutti e ha tenuto il conto dei bicchieri.',
      'La madre riferisce due crisi nella settimana, entrambe la sera.',
      'Ha preso l’autobus con l’educatore a tre posti di distanza e ha timbrato il biglietto.',
      'All’incontro con l’équipe ha portato le fotografie del laboratorio.',
    ],
    parole: ['«Il venerdì è il giorno più bello».', '«La mamma è stanca, lo vedo».', '«Voglio le chiavi mie».'],
    valutazioni: [
      'È pronto per provare i fine settimana fuori casa: si comincia con uno al mese.',
      'Serve un secondo adulto di riferimento oltre alla madre.',
    ],
    compiti: [
      ['riunione', 'Unità di valutazione multidimensionale'],
      ['documento', 'Verbale aggiornato della legge 104'],
      ['prestazione', 'Domanda per il trasporto'],
    ],
    chiusura: 'Il progetto prosegue con il servizio per la disabilità adulta, che ha accettato il passaggio.',
  },
  adulti: {
    oggetto: 'Perdita del lavoro, debiti e rischio di perdere la casa.',
    accordi: 'Iscrizione al centro per l’impiego; piano di rientro con il proprietario; emporio solidale per tre mesi.',
    desideri: 'Tornare a lavorare e non dover chiedere.',
    segnalazioni: [
      ['sfratto-imminente', 'Ha ricevuto l’avviso di sfratto e non sa dove andare.'],
      ['perdita-reddito', 'La ditta ha chiuso e da due mesi non paga l’affitto.'],
      ['senza-dimora', 'Dorme nella stazione da una settimana; non chiede nulla.'],
    ],
    fatti: [
      'Ha portato le ricevute dell’affitto: mancano tre mensilità.',
      'È andato al colloquio di lavoro e ha telefonato per raccontarlo.',
      'Non si è presentato all’emporio; al telefono ha detto di avere la febbre.',
      'Il proprietario accetta di aspettare fino alla fine del mese.',
    ],
    parole: ['«Mi vergogno a venire qui».', '«Mi basta ripartire».', '«Questa volta non ho saltato un giorno».'],
    valutazioni: [
      'La motivazione c’è e va protetta da obiettivi troppo grandi: uno alla volta.',
      'Senza una casa il resto non regge: la priorità è l’alloggio.',
    ],
    compiti: [
      ['documento', 'Attestazione ISEE corrente'],
      ['colloquio', 'Colloquio con il centro per l’impiego'],
      ['prestazione', 'Domanda del contributo per l’affitto'],
    ],
    chiusura: 'Lavora da cinque mesi e ha rinnovato il contratto di affitto a suo nome.',
  },
  immigrati: {
    oggetto: 'Orientamento ai servizi, documenti e scuola dei figli.',
    accordi:
      'Corso di italiano due sere; mediatrice agli incontri con la scuola; rinnovo dei documenti entro la scadenza.',
    desideri: 'Che i figli studino e che la moglie impari la lingua.',
    segnalazioni: [
      ['soggiorno-irregolare', 'Il permesso è scaduto e il datore di lavoro non rinnova il contratto.'],
      ['alloggio-inadeguato', 'Abitano in sei in due stanze con muffa alle pareti.'],
      ['bisogno-alimentare', 'La scuola riferisce che i bambini chiedono da mangiare ai compagni.'],
    ],
    fatti: [
      'La madre è venuta con la figlia maggiore, che traduceva; si è fissato un incontro con la mediatrice.',
      'Il figlio frequenta il doposcuola e ha fatto amicizia con due compagni.',
      'Hanno portato la ricevuta del rinnovo del permesso.',
      'La casa è stata visitata con l’ufficio tecnico: la muffa è in una sola stanza.',
    ],
    parole: ['«Piano piano capisco tutto».', '«Mio figlio parla meglio di me».', '«Qui nessuno ci conosce ancora».'],
    valutazioni: [
      'La famiglia usa bene ciò che le si spiega una volta con calma: si riducono gli incontri.',
      'La figlia maggiore non deve fare da interprete: alla mediatrice il prossimo incontro.',
    ],
    compiti: [
      ['documento', 'Appuntamento in questura per il rinnovo'],
      ['riunione', 'Incontro a scuola con la mediatrice'],
      ['prestazione', 'Iscrizione al corso di italiano'],
    ],
    chiusura: 'I documenti sono rinnovati e la famiglia si muove da sola tra gli uffici.',
  },
  'vittime-violenza': {
    oggetto: 'Protezione di una donna e dei suoi figli dopo l’allontanamento da casa.',
    accordi:
      'Nessun contatto con l’abitazione di prima; si chiama soltanto il numero sicuro; colloqui al centro antiviolenza.',
    desideri: 'Una casa dove nessuno possa entrare senza bussare.',
    segnalazioni: [
      ['violenza-partner', 'Si è presentata con lividi alle braccia e chiede di non tornare a casa.'],
      ['persecuzione', 'L’ex compagno la aspetta ogni giorno davanti al lavoro.'],
      ['violenza-assistita', 'La scuola riferisce i racconti del bambino sulle notti di paura.'],
    ],
    fatti: [
      'È arrivata al centro con i figli e una borsa. Il più piccolo non lasciava la mano.',
      'Ha formalizzato la denuncia, accompagnata dall’avvocata del centro.',
      'Ha iniziato il tirocinio: due giorni la settimana, in un altro comune.',
      'I bambini hanno cambiato scuola e conoscono già il nome delle maestre.',
    ],
    parole: ['«Per la prima volta ho dormito».', '«Non dite a nessuno dove siamo».', '«Adesso decido io».'],
    valutazioni: [
      'Il rischio resta alto finché l’altro non è allontanato: le regole di contatto valgono per tutti gli uffici.',
      'Può cominciare a pensare alla casa: le serve un reddito suo.',
    ],
    compiti: [
      ['relazione', 'Relazione per il tribunale'],
      ['telefonata', 'Numero sicuro: sentire come sta'],
      ['riunione', 'Incontro con il centro antiviolenza'],
    ],
    chiusura: 'Vive in una casa sua, lavora, e il centro antiviolenza resta il suo riferimento.',
  },
}

export const testiDi = (area: string): Area => aree[area] ?? aree.adulti!

export const bisogniDi: Readonly<Record<string, readonly string[]>> = {
  'famiglia-minori': ['genitorialita', 'istruzione', 'protezione-minori'],
  anziani: ['assistenza-quotidiana', 'salute', 'rete-sociale'],
  disabili: ['autonomia', 'assistenza-quotidiana', 'sollievo'],
  adulti: ['reddito', 'lavoro', 'casa', 'debiti', 'utenze', 'cibo'],
  immigrati: ['regolarita-soggiorno', 'integrazione', 'casa'],
  'vittime-violenza': ['protezione-violenza', 'ascolto'],
}

export const noteContatto = [
  'Chiede come fare domanda e quali documenti servono.',
  'Ha ricevuto una lettera che non capisce: gliela si legge insieme.',
  'Vuole sapere a che punto è la sua domanda.',
  'Si informa per la madre, che vive sola.',
  'Chiede un appuntamento con l’assistente sociale.',
] as const
