export type VisitorWords = {
  dir: 'ltr' | 'rtl'
  /** `{team}` is the workspace. */
  subject: string
  lead: string
  open: string
  /** Where no page to go back to is known. */
  back: string
  foot: string
  leave: string
  team: string
  files: string
}

/** The languages of the widget, so that whoever was answered in one is written to in it. */
const words: Record<string, VisitorWords> = {
  en: {
    dir: 'ltr',
    subject: '{team} answered you',
    lead: 'You were answered while you were away.',
    open: 'Go on with the conversation',
    back: 'To go on, open the page where you wrote to us.',
    foot: 'Answers to this mail are not read.',
    leave: 'No more e-mail',
    team: 'Team',
    files: '[files: {n}]'
  },
  de: {
    dir: 'ltr',
    subject: '{team} hat Ihnen geantwortet',
    lead: 'Während Sie weg waren, haben wir Ihnen geantwortet.',
    open: 'Unterhaltung fortsetzen',
    back: 'Um fortzufahren, öffnen Sie die Seite, auf der Sie uns geschrieben haben.',
    foot: 'Antworten auf diese E-Mail werden nicht gelesen.',
    leave: 'Keine E-Mail mehr',
    team: 'Team',
    files: '[Dateien: {n}]'
  },
  fr: {
    dir: 'ltr',
    subject: '{team} vous a répondu',
    lead: 'Nous vous avons répondu pendant votre absence.',
    open: 'Reprendre la conversation',
    back: 'Pour continuer, ouvrez la page où vous nous avez écrit.',
    foot: 'Les réponses à cet e-mail ne sont pas lues.',
    leave: 'Plus d’e-mail',
    team: 'Équipe',
    files: '[fichiers : {n}]'
  },
  es: {
    dir: 'ltr',
    subject: '{team} te ha respondido',
    lead: 'Te respondimos mientras no estabas.',
    open: 'Seguir con la conversación',
    back: 'Para seguir, abre la página desde la que nos escribiste.',
    foot: 'Las respuestas a este correo no se leen.',
    leave: 'No más correo',
    team: 'Equipo',
    files: '[archivos: {n}]'
  },
  pt: {
    dir: 'ltr',
    subject: '{team} respondeu a você',
    lead: 'Respondemos enquanto você estava fora.',
    open: 'Continuar a conversa',
    back: 'Para continuar, abra a página em que você nos escreveu.',
    foot: 'Respostas a este e-mail não são lidas.',
    leave: 'Chega de e-mail',
    team: 'Equipe',
    files: '[arquivos: {n}]'
  },
  ar: {
    dir: 'rtl',
    subject: 'ردّ عليك فريق {team}',
    lead: 'لقد رددنا عليك أثناء غيابك.',
    open: 'متابعة المحادثة',
    back: 'للمتابعة، افتح الصفحة التي راسلتنا منها.',
    foot: 'لا تُقرأ الردود على هذه الرسالة.',
    leave: 'إيقاف البريد',
    team: 'الفريق',
    files: '[ملفات: {n}]'
  }
}

const english = words.en as VisitorWords

/** By the locale of their browser: `pt-BR` is `pt`. */
export function visitorWords(locale: string | null): { language: string; words: VisitorWords } {
  const language = locale?.split(/[-_]/)[0]?.toLowerCase() ?? 'en'
  const known = Object.hasOwn(words, language) ? words[language] : undefined
  return known ? { language, words: known } : { language: 'en', words: english }
}
